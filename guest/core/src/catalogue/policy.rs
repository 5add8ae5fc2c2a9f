//! Rules about resource policies.

use crate::diagnostic::{AppliesTo, Authority, Rule, Severity, explanation};

/// All rules of the subject.
pub(super) static RULES: &[&Rule] = &[
    &POLICY_REFUSED,
    &POLICY_MISSING,
    &POLICY_RULE_WITHOUT_EFFECT,
    &POLICY_CLAIMS_NOT_SEEN,
    &POLICY_NAMESPACES_NOT_USED,
];

pub static POLICY_REFUSED: Rule = Rule {
    code: "policy-refused",
    severity: Severity::Error,
    summary: "Velero accepts the resource policy",
    explanation: explanation(
        "\
A resource policy is the value of the one key of a ConfigMap in Velero's namespace. Velero refuses every backup with
a policy that has an unknown or repeated field, a value of a wrong type, a version other than `v1`, an unknown
action, or another number of keys. Which fields it knows depends on its version.

```yaml
version: v1
volumePolicies:
- conditions:
    storageClass: [gp2]
  action:
    type: fs-backup
```",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::Velero,
};

pub static POLICY_MISSING: Rule = Rule {
    code: "policy-missing",
    severity: Severity::Error,
    summary: "the resource policy of a backup exists",
    explanation: explanation(
        "\
Velero refuses a backup whose `resourcePolicy` names a ConfigMap that is not in Velero's namespace. The ConfigMap is
read from the inventory or from `--policy FILE`. An inventory without any ConfigMap does not show that one is
missing: then the policy is not considered.",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::Velero,
};

pub static POLICY_RULE_WITHOUT_EFFECT: Rule = Rule {
    code: "policy-rule-without-effect",
    severity: Severity::Warning,
    summary: "each rule of a resource policy can decide",
    explanation: explanation(
        "\
The first rule whose conditions all hold decides. A rule after one that always holds is never used, and neither is a
rule whose conditions exclude each other, or that names a volume type that no volume has.

```yaml
volumePolicies:
- conditions: {}           # every volume
  action: {type: skip}
- conditions:
    storageClass: [gp2]    # never reached
  action: {type: snapshot}
```

Write the narrow rules first.",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::Velero,
};

pub static POLICY_CLAIMS_NOT_SEEN: Rule = Rule {
    code: "policy-claims-not-seen",
    severity: Severity::Warning,
    summary: "a rule about claims decides on native snapshots too",
    explanation: explanation(
        "\
The decision on a native snapshot sees the PersistentVolume alone. `pvcLabels`, `pvcPhase`, `pvcVolumeMode` and
`pvcAccessModes` never hold there, except for `skip`. With such conditions, `snapshot` does nothing when
`snapshotVolumes` is false, and `fs-backup` saves the contents twice, by file-system backup and by a snapshot.
File-system backup and CSI snapshots see the claim.

Use `storageClass`, `capacity`, `csi` or `volumeTypes` for volumes with native snapshots.",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::Velero,
};

pub static POLICY_NAMESPACES_NOT_USED: Rule = Rule {
    code: "policy-namespaces-not-used",
    severity: Severity::Warning,
    summary: "the kinds of a policy for namespaces decide",
    explanation: explanation(
        "\
When a Backup includes all namespaces, Velero lists them at once. Kinds and selectors of `namespacedFilterPolicies`
for a namespace or a pattern then have no effect, and only `names` and `excludedNames` have one. A policy for `*`
then leaves out all cluster-scoped objects but Namespaces.

Name the namespaces in `includedNamespaces`.",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::Velero,
};
