//! The objects that bring others along.

use super::strings::Texts;
use super::{Flags, Inventory};
use crate::sort::sorted;
use crate::velero::special::{Relation, Special};

/// One object brings another along; both by their indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Edge {
    pub(crate) from: u32,
    pub(crate) relation: Relation,
    pub(crate) to: u32,
}

/// One object would bring another along, but it is not in the inventory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Missing {
    pub(crate) from: u32,
    pub(crate) relation: Relation,
    /// Index in [`Relations::missing_names`].
    pub(crate) name: u32,
}

/// The relations between the objects of an inventory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Relations {
    /// Sorted by the object that brings another along.
    pub(crate) edges: Vec<Edge>,
    pub(crate) missing: Vec<Missing>,
    pub(crate) missing_names: Texts,
}

impl Relations {
    /// Returns the relations of an object.
    pub(crate) fn from(&self, object: u32) -> &[Edge] {
        let start = self.edges.partition_point(|edge| edge.from < object);
        let rest = self.edges.split_at(start).1;
        rest.split_at(rest.partition_point(|edge| edge.from == object)).0
    }
}

/// A reference from an object to another, by name.
#[derive(Clone, Copy)]
pub(super) struct Mention {
    pub(super) from: u32,
    pub(super) what: Mentioned,
    pub(super) namespace: u32,
    /// Index in the mentioned names.
    pub(super) name: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mentioned {
    /// The volume of a claim.
    Volume,
    /// The priority class of a pod.
    PriorityClass,
    /// A claim of a pod, in the namespace of the pod.
    Claim,
    /// The role of a binding; its subjects follow.
    Role,
    /// A binding without a role; its subjects follow.
    NoRole,
    /// A service account of the last binding.
    Subject,
}

/// Finds the objects that others name.
pub(super) fn relations(
    inventory: &Inventory,
    mentions: Vec<Mention>,
    mentioned: &Texts,
    indexes: &[u32],
) -> Relations {
    let mut relations = Relations::default();
    let mut edges = Vec::new();
    let find = |kind: Special, namespace: u32, name: u32| inventory.find(kind, namespace, mentioned.get(name));
    let flags = |index: u32| inventory.entries.get(index as usize).expect("the indexes are of entries").flags;
    // The binding whose subjects follow: its index, the name of its role, and the index of its role.
    let mut binding: Option<(u32, Option<u32>, Option<u32>)> = None;
    for mention in mentions {
        let Some(&from) = indexes.get(mention.from as usize).filter(|&&index| index != u32::MAX) else { continue };
        let mut relate = |from: u32, relation: Relation, to: Option<u32>, name: u32| match to {
            Some(to) => edges.push(Edge { from, relation, to }),
            None => {
                let name = relations.missing_names.push(mentioned.get(name));
                relations.missing.push(Missing { from, relation, name });
            }
        };
        match mention.what {
            Mentioned::Volume => {
                relate(from, Relation::VolumeOfClaim, find(Special::Volume, 0, mention.name), mention.name);
            }
            Mentioned::PriorityClass => {
                relate(from, Relation::PriorityClassOfPod, find(Special::PriorityClass, 0, mention.name), mention.name);
            }
            Mentioned::Claim => {
                let claim = find(Special::Claim, mention.namespace, mention.name);
                relate(from, Relation::ClaimOfPod, claim, mention.name);
                let pod = flags(from);
                let counts = pod.has(Flags::RUNNING) && !pod.has(Flags::DELETED);
                if let Some(claim) = claim.filter(|&claim| counts && flags(claim).has(Flags::BOUND)) {
                    edges.push(Edge { from: claim, relation: Relation::PodOfClaim, to: from });
                }
            }
            Mentioned::Role => {
                binding = Some((from, Some(mention.name), find(Special::ClusterRole, 0, mention.name)));
            }
            Mentioned::NoRole => binding = Some((from, None, None)),
            Mentioned::Subject => {
                let account = find(Special::ServiceAccount, mention.namespace, mention.name);
                if let (Some((binding, name, role)), Some(account)) = (binding, account) {
                    relate(account, Relation::BindingOfAccount, Some(binding), 0);
                    if let Some(name) = name {
                        relate(account, Relation::RoleOfAccount, role, name);
                    }
                }
            }
        }
    }
    let mut edges = sorted(edges, &Edge::cmp);
    edges.dedup();
    edges.shrink_to_fit();
    relations.edges = edges;
    relations
}
