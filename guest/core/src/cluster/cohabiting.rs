//! Kinds whose objects are served in two groups.

use super::{Cluster, group_resource};

/// A kind whose objects are in two groups. Velero lists them once, under the first group that is selected.
pub(crate) struct Cohabiting {
    pub(crate) kind: &'static str,
    pub(crate) plural: &'static str,
    pub(crate) groups: [&'static str; 2],
}

/// All of them: Velero's `NewCohabitatingResources`.
pub(crate) const COHABITING: [Cohabiting; 5] = [
    Cohabiting { kind: "Event", plural: "events", groups: ["", "events.k8s.io"] },
    Cohabiting { kind: "Deployment", plural: "deployments", groups: ["apps", "extensions"] },
    Cohabiting { kind: "DaemonSet", plural: "daemonsets", groups: ["apps", "extensions"] },
    Cohabiting { kind: "ReplicaSet", plural: "replicasets", groups: ["apps", "extensions"] },
    Cohabiting { kind: "NetworkPolicy", plural: "networkpolicies", groups: ["networking.k8s.io", "extensions"] },
];

impl Cohabiting {
    /// Returns the group-resources under which a cluster serves the kind.
    pub(crate) fn names(&self, cluster: &Cluster) -> Vec<String> {
        let names = self.groups.into_iter().map(|group| group_resource(self.plural, group));
        names.filter(|name| cluster.resolve(name).is_some_and(|kind| kind.group_resource() == *name)).collect()
    }
}
