//! What the fields of a spec do to each other.

use crate::diagnostic::{Authority, Rule, Severity};

/// Every rule of the subject.
pub(super) static RULES: &[&Rule] = &[
    &EXCLUSION_WITHOUT_EFFECT,
    &NOTHING_LEFT,
    &CLUSTER_SCOPED_SKIPPED,
    &VOLUMES_LEFT_BEHIND,
    &WHOLE_CLUSTER,
    &SPEC_TOO_LARGE,
];

pub static EXCLUSION_WITHOUT_EFFECT: Rule = Rule {
    code: "exclusion-without-effect",
    severity: Severity::Warning,
    summary: "what is excluded would be included otherwise",
    explanation: "\
Only what is included is backed up, so the exclusion of anything else does nothing.

```yaml
include_namespaces: [prod]
exclude_namespaces: [staging]   # is not included anyway
```

Remove it, or leave the inclusions out if everything but the exclusions is meant.",
    authority: Authority::Velero,
};

pub static NOTHING_LEFT: Rule = Rule {
    code: "nothing-left",
    severity: Severity::Warning,
    summary: "the exclusions leave something",
    explanation: "\
Every namespace that is included is excluded too, by a pattern. Velero takes the backup, which then holds nothing of
any.

```yaml
include_namespaces: [prod-a, prod-b]
exclude_namespaces: [prod-*]
```",
    authority: Authority::Velero,
};

pub static CLUSTER_SCOPED_SKIPPED: Rule = Rule {
    code: "cluster-scoped-skipped",
    severity: Severity::Warning,
    summary: "cluster-scoped resources that are included are backed up",
    explanation: "\
Objects that are in no namespace are skipped when `include_cluster_resources` is false; and when it is not set, as soon
as the spec chooses namespaces, even if their kind is named. Set `include_cluster_resources: true` to have them.

```yaml
include_namespaces: [prod]
include_resources: [deployments, clusterroles]   # no ClusterRole is saved
```",
    authority: Authority::Velero,
};

pub static VOLUMES_LEFT_BEHIND: Rule = Rule {
    code: "volumes-left-behind",
    severity: Severity::Warning,
    summary: "volume claims are saved with their volumes",
    explanation: "\
A PersistentVolume is cluster-scoped. It comes along with its claim only if the spec lets it: not when
`include_cluster_resources` is false, and not when it is unset and the resources that are included do not name
`persistentvolumes`. A claim that is restored without its volume is bound to an empty one, or to none.

```yaml
include_resources: [persistentvolumeclaims, deployments]
include_cluster_resources: false   # the data of the claims is not saved
```

Set `include_cluster_resources: true`, or leave it unset and add `persistentvolumes`.",
    authority: Authority::Velero,
};

pub static WHOLE_CLUSTER: Rule = Rule {
    code: "whole-cluster",
    severity: Severity::Advice,
    summary: "a spec selects what its app needs, and not the whole cluster",
    explanation: "\
Without namespaces, resources or labels a spec selects every namespaced object of the cluster, Secrets of other apps
among them. The interface follows least privilege: name the namespaces of the app.",
    authority: Authority::Velero,
};

pub static SPEC_TOO_LARGE: Rule = Rule {
    code: "spec-too-large",
    severity: Severity::Error,
    summary: "the names and labels of a spec fit into an object of Kubernetes",
    explanation: "\
etcd takes no object of more than 1.5 MiB, so that the API server refuses the Backup and nothing is saved. What else is
wrong with such a spec is not looked for. Take patterns or a label selector instead of names. So that it does not take
all the time of a host, neither are thousands of names of resources looked up among thousands of kinds.",
    authority: Authority::Kubernetes,
};
