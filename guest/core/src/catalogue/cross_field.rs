//! Rules about fields of a spec that depend on each other.

use crate::diagnostic::{AppliesTo, Authority, Rule, Severity, explanation};

/// All rules of the subject.
pub(super) static RULES: &[&Rule] = &[
    &EXCLUSION_WITHOUT_EFFECT,
    &NOTHING_LEFT,
    &CLUSTER_SCOPED_SKIPPED,
    &VOLUMES_LEFT_BEHIND,
    &VOLUMES_OF_OTHERS,
    &WHOLE_CLUSTER,
    &FILTERS_MIXED,
    &SPEC_TOO_LARGE,
];

pub static EXCLUSION_WITHOUT_EFFECT: Rule = Rule {
    code: "exclusion-without-effect",
    severity: Severity::Warning,
    summary: "an exclusion excludes something that is included",
    explanation: explanation(
        "\
Only what is included is backed up, so excluding anything else has no effect.

```yaml
include_namespaces: [prod]
exclude_namespaces: [staging]   # staging is not included
```

Remove the exclusion. If everything except the exclusions was meant, remove the inclusions instead: the backup is then
larger.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static NOTHING_LEFT: Rule = Rule {
    code: "nothing-left",
    severity: Severity::Warning,
    summary: "the exclusions do not exclude all included namespaces",
    explanation: explanation(
        "\
A pattern excludes every included namespace. Velero accepts the backup, and it contains no namespaced objects.

```yaml
include_namespaces: [prod-a, prod-b]
exclude_namespaces: [prod-*]
```

Remove the exclusion, or include other namespaces.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static CLUSTER_SCOPED_SKIPPED: Rule = Rule {
    code: "cluster-scoped-skipped",
    severity: Severity::Warning,
    summary: "included cluster-scoped resources are backed up",
    explanation: explanation(
        "\
Velero skips cluster-scoped objects in two cases, even when their kind is included:

- `include_cluster_resources` is false.
- `include_cluster_resources` is not set, and the spec chooses namespaces.

```yaml
include_namespaces: [prod]
include_resources: [deployments, clusterroles]   # no ClusterRole is saved
```

Set `include_cluster_resources: true`. This also saves every other object of the included cluster-scoped resources, also
the volumes of other namespaces.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static VOLUMES_LEFT_BEHIND: Rule = Rule {
    code: "volumes-left-behind",
    severity: Severity::Warning,
    summary: "volume claims are saved with their volumes",
    explanation: explanation(
        "\
A PersistentVolume is cluster-scoped. It is saved with its claim only if the spec allows it. It is not saved in two
cases:

- `include_cluster_resources` is false.
- `include_cluster_resources` is not set, and the included resources do not name `persistentvolumes`.

A claim that is restored without its volume gets an empty volume, or none.

```yaml
include_resources: [persistentvolumeclaims, deployments]
include_cluster_resources: false   # the data of the claims is not saved
```

Leave `include_cluster_resources` unset, and add `persistentvolumes` to the included resources if there are any. The
volumes of the saved claims are then saved too. `include_cluster_resources: true` saves every volume of the cluster.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static VOLUMES_OF_OTHERS: Rule = Rule {
    code: "volumes-of-others",
    severity: Severity::Warning,
    summary: "the volumes of other namespaces are not saved",
    explanation: explanation(
        "\
A cluster-scoped object has no namespace, so lists of namespaces do not choose it. `include_cluster_resources: true`
saves all of them, also each PersistentVolume of a namespace that is not saved.

```yaml
include_namespaces: [team-a]
include_cluster_resources: true   # the volumes of team-b are saved too
```

Leave `include_cluster_resources` unset. The volumes of the saved claims, and other objects that saved objects use, are
still saved. Other cluster-scoped objects are not. There is no warning if the lists only exclude namespaces: that backup
is of a whole cluster.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static WHOLE_CLUSTER: Rule = Rule {
    code: "whole-cluster",
    severity: Severity::Advice,
    summary: "a spec selects what its app needs, not the whole cluster",
    explanation: explanation(
        "\
A spec that names no namespaces, resources and labels selects every namespaced object of the cluster, except for what it
excludes: also the Secrets of other apps. The interface follows the principle of least privilege: name the namespaces of
the app.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Velero,
};

pub static SPEC_TOO_LARGE: Rule = Rule {
    code: "spec-too-large",
    severity: Severity::Error,
    summary: "the names and labels of a spec fit into a Kubernetes object",
    explanation: explanation(
        "\
etcd accepts objects of at most 1.5 MiB. The API server refuses a larger Backup, and nothing is saved. Write patterns
or a label selector instead of names.

Such a spec is not checked further. To protect the time of the host, a spec is also refused when it has thousands of
resource names to look up among thousands of kinds.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Kubernetes,
};

pub static FILTERS_MIXED: Rule = Rule {
    code: "filters-mixed",
    severity: Severity::Error,
    summary: "a Backup has one kind of lists of resources",
    explanation: explanation(
        "\
Velero has two kinds of lists. The old ones, `includedResources` and `excludedResources`, do not depend on the scope,
and `includeClusterResources` belongs to them. The new ones are for one scope: `includedNamespaceScopedResources`,
`includedClusterScopedResources` and their exclusions. Velero refuses a Backup with both kinds.",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::Velero,
};
