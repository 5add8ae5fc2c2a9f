//! Rules about targets and a schedule when the operator gets them.

use crate::diagnostic::{AppliesTo, Authority, Rule, Severity, explanation};

/// All rules of the subject.
pub(super) static RULES: &[&Rule] = &[
    &LOST_TARGET,
    &SHARED_SCHEDULE,
    &NO_VELERO_RELATION,
    &GAP_WITHOUT_BACKUP,
    &BACKUPS_KEPT,
    &PODS_LEFT_BEHIND,
    &VELERO_NAMESPACE,
    &LOCATION_NAME,
    &SCHEDULES_AT_ONCE,
    &TOO_MANY_TARGETS,
];

pub static LOST_TARGET: Rule = Rule {
    code: "lost-target",
    severity: Severity::Error,
    summary: "each target reaches an operator",
    explanation: explanation(
        "\
The integrator writes every target into each velero-backup relation, under the same four keys. A relation therefore
keeps only the last target. The other targets reach no operator and are never backed up, and no error is reported.

Do one of the following:

- Deploy one integrator application for each target, and relate each to the operator.
- Apply the manifests, which contain all targets.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Integrator,
};

pub static SHARED_SCHEDULE: Rule = Rule {
    code: "shared-schedule",
    severity: Severity::Error,
    summary: "each target has its own Schedule",
    explanation: explanation(
        "\
The operator finds its existing Schedule by the labels app, endpoint and its own model. The model of the target is not
a label. Targets with the same app and endpoint in two models therefore share one Schedule, which backs up only the
last one. Give one of the applications another name.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Integrator,
};

pub static NO_VELERO_RELATION: Rule = Rule {
    code: "no-velero-relation",
    severity: Severity::Advice,
    summary: "the integrator is related to an operator",
    explanation: explanation(
        "\
Without a velero-backup relation, no operator gets the targets. Relate the integrator to the operator, or apply the
manifests.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Integrator,
};

pub static GAP_WITHOUT_BACKUP: Rule = Rule {
    code: "gap-without-backup",
    severity: Severity::Warning,
    summary: "a backup is kept until the next one is made",
    explanation: explanation(
        "\
When the ttl is shorter than the time between two runs of the schedule, the last backup expires before the next one is
made. Until then, there is no backup to restore.

```yaml
ttl: 24h   # with the weekly schedule `0 2 * * 0`: no backup on six days of the week
```

Make the ttl longer than the longest time between two runs, or run the schedule more often. The longest time is
computed over four years from 2024, including daylight saving time.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static BACKUPS_KEPT: Rule = Rule {
    code: "backups-kept",
    severity: Severity::Advice,
    summary: "the number of backups that are kept at the same time",
    explanation: explanation(
        "\
Each run makes a backup, which expires after the ttl. Velero looks for expired backups once an hour, so it deletes a
backup up to an hour after it expires. The number of backups at the same time is the number of runs in the ttl and that
hour. Each backup uses object storage. To keep fewer, make the ttl shorter or run the schedule less
often.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static PODS_LEFT_BEHIND: Rule = Rule {
    code: "pods-left-behind",
    severity: Severity::Warning,
    summary: "pods are selected with volume claims for file-system backup",
    explanation: explanation(
        "\
File-system backup reads the data of a volume through the pods that mount it. When a spec selects volume claims but
not their pods, the claims are saved without their data.

```yaml
include_resources: [persistentvolumeclaims, deployments]   # pods are missing
```

Add `pods`, which also saves the pods. Or turn file-system backup off, and use snapshots.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Velero,
};

pub static VELERO_NAMESPACE: Rule = Rule {
    code: "velero-namespace",
    severity: Severity::Error,
    summary: "the operator's model is a valid namespace name",
    explanation: explanation(
        "\
The operator creates Backups and Schedules in the namespace of its own model, and labels Schedules with it. The name
of a namespace has at most 63 lower-case letters, digits and `-`, and starts and ends with a letter or digit. Nothing
can be created in a namespace with another name.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Kubernetes,
};

pub static LOCATION_NAME: Rule = Rule {
    code: "location-name",
    severity: Severity::Error,
    summary: "storage locations and snapshot locations have valid names",
    explanation: explanation(
        "\
A Backup names its BackupStorageLocation and its VolumeSnapshotLocations. Velero fails a Backup that names a missing
location. The name of a location has at most 253 lower-case letters, digits, `-` and `.`. The operator calls both
`default`.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Velero,
};

pub static SCHEDULES_AT_ONCE: Rule = Rule {
    code: "schedules-at-once",
    severity: Severity::Advice,
    summary: "Schedules run at different minutes",
    explanation: explanation(
        "\
Velero makes one backup at a time. When Schedules run at the same minute, it creates all their Backups, and works on
them one after the other. From 1.18 on, the server option `--concurrent-backups` allows several, but never two that have
a namespace in common. The later ones start late, and are not of the same time.

Write another minute in each Schedule: `0 2 * * *` and `15 2 * * *`.",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::Velero,
};

pub static TOO_MANY_TARGETS: Rule = Rule {
    code: "too-many-targets",
    severity: Severity::Error,
    summary: "at most 10,000 targets are planned together",
    explanation: explanation(
        "\
A relation keeps one target, so thousands of targets are probably a mistake. Only the first 10,000 targets are checked,
and only they get manifests. The data for the relations is still complete: it is that of the last target.

Plan the targets in parts.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Project,
};
