//! The kinds that Velero treats specially, and the objects that they bring along.

use crate::cluster::group_resource;

/// Kinds that Velero treats specially.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Special {
    Namespace,
    Pod,
    Claim,
    Volume,
    ServiceAccount,
    ClusterRoleBinding,
    ClusterRole,
    PriorityClass,
    Definition,
    StorageClass,
    SnapshotClass,
    GroupSnapshotClass,
    Node,
    ConfigMap,
}

const RBAC: &str = "rbac.authorization.k8s.io";

/// Each special kind with its group, kind and plural.
pub(crate) const SPECIAL_KINDS: [(Special, &str, &str, &str); 14] = [
    (Special::Namespace, "", "Namespace", "namespaces"),
    (Special::Pod, "", "Pod", "pods"),
    (Special::Claim, "", "PersistentVolumeClaim", "persistentvolumeclaims"),
    (Special::Volume, "", "PersistentVolume", "persistentvolumes"),
    (Special::ServiceAccount, "", "ServiceAccount", "serviceaccounts"),
    (Special::ClusterRoleBinding, RBAC, "ClusterRoleBinding", "clusterrolebindings"),
    (Special::ClusterRole, RBAC, "ClusterRole", "clusterroles"),
    (Special::PriorityClass, "scheduling.k8s.io", "PriorityClass", "priorityclasses"),
    (Special::Definition, "apiextensions.k8s.io", "CustomResourceDefinition", "customresourcedefinitions"),
    (Special::StorageClass, "storage.k8s.io", "StorageClass", "storageclasses"),
    (Special::SnapshotClass, "snapshot.storage.k8s.io", "VolumeSnapshotClass", "volumesnapshotclasses"),
    (
        Special::GroupSnapshotClass,
        "groupsnapshot.storage.k8s.io",
        "VolumeGroupSnapshotClass",
        "volumegroupsnapshotclasses",
    ),
    (Special::Node, "", "Node", "nodes"),
    (Special::ConfigMap, "", "ConfigMap", "configmaps"),
];

impl Special {
    /// Returns the group-resource, as in `clusterroles.rbac.authorization.k8s.io`.
    pub(crate) fn group_resource(self) -> String {
        let (_, group, _, plural) =
            SPECIAL_KINDS.iter().find(|(special, ..)| *special == self).expect("each has a row");
        group_resource(plural, group)
    }

    pub(crate) fn of(group: &str, kind: &str) -> Option<Self> {
        SPECIAL_KINDS
            .iter()
            .find(|(_, its_group, its_kind, _)| *its_group == group && *its_kind == kind)
            .map(|&(special, ..)| special)
    }

    /// Whether Velero runs one of its own actions on objects of the kind, after which an annotation can exclude them.
    pub(crate) fn has_action(self) -> bool {
        matches!(self, Special::Pod | Special::Claim | Special::ServiceAccount | Special::Definition)
    }
}

/// How an object is brought along by another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Relation {
    /// The volume that a claim is bound to.
    VolumeOfClaim,
    /// A running pod that mounts the claim.
    PodOfClaim,
    PriorityClassOfPod,
    ClaimOfPod,
    /// A binding that names the service account.
    BindingOfAccount,
    /// The role of such a binding.
    RoleOfAccount,
}

impl Relation {
    pub(crate) const ALL: [Relation; 6] = [
        Relation::VolumeOfClaim,
        Relation::PodOfClaim,
        Relation::PriorityClassOfPod,
        Relation::ClaimOfPod,
        Relation::BindingOfAccount,
        Relation::RoleOfAccount,
    ];

    /// Returns the kind that brings another along, and the kind that is brought along.
    pub(crate) fn kinds(self) -> (Special, Special) {
        match self {
            Relation::VolumeOfClaim => (Special::Claim, Special::Volume),
            Relation::PodOfClaim => (Special::Claim, Special::Pod),
            Relation::PriorityClassOfPod => (Special::Pod, Special::PriorityClass),
            Relation::ClaimOfPod => (Special::Pod, Special::Claim),
            Relation::BindingOfAccount => (Special::ServiceAccount, Special::ClusterRoleBinding),
            Relation::RoleOfAccount => (Special::ServiceAccount, Special::ClusterRole),
        }
    }

    /// Returns the name of the related object for a message.
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
