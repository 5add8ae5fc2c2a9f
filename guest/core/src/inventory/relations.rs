//! Which objects bring which others along.

use super::strings::Texts;

/// How an object is brought by another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Relation {
    /// The volume that a claim is bound to.
    VolumeOfClaim,
    /// A pod that runs with the claim.
    PodOfClaim,
    PriorityClassOfPod,
    ClaimOfPod,
    /// A binding that names the service account.
    BindingOfAccount,
    /// The role that such a binding refers to.
    RoleOfAccount,
}

impl Relation {
    /// What the object that is brought is called.
    pub(crate) fn what(self) -> &'static str {
        match self {
            Relation::VolumeOfClaim => "the volume",
            Relation::PodOfClaim => "the pod",
            Relation::PriorityClassOfPod => "the priority class",
            Relation::ClaimOfPod => "the volume claim",
            Relation::BindingOfAccount => "the cluster role binding",
            Relation::RoleOfAccount => "the cluster role",
        }
    }
}

/// One object brings another; both by their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Edge {
    pub(crate) from: u32,
    pub(crate) relation: Relation,
    pub(crate) to: u32,
}

/// One object would bring another that is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Missing {
    pub(crate) from: u32,
    pub(crate) relation: Relation,
    /// Of [`Relations::missing_names`].
    pub(crate) name: u32,
}

/// All that is known of who brings what.
#[derive(Clone, Debug, Default)]
pub(crate) struct Relations {
    /// By the object that brings.
    pub(crate) edges: Vec<Edge>,
    /// The same.
    pub(crate) missing: Vec<Missing>,
    pub(crate) missing_names: Texts,
}

impl Relations {
    /// What an object brings.
    pub(crate) fn from(&self, object: u32) -> &[Edge] {
        let start = self.edges.partition_point(|edge| edge.from < object);
        let rest = self.edges.get(start..).unwrap_or_default();
        rest.get(..rest.partition_point(|edge| edge.from == object)).unwrap_or_default()
    }
}
