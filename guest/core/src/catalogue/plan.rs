//! Targets and a schedule when the operator gets them.

use crate::diagnostic::{Authority, Rule, Severity};

/// Every rule of the subject.
pub(super) static RULES: &[&Rule] = &[
    &LOST_TARGET,
    &SHARED_SCHEDULE,
    &NO_VELERO_RELATION,
    &GAP_WITHOUT_BACKUP,
    &BACKUPS_KEPT,
    &PODS_LEFT_BEHIND,
    &VELERO_NAMESPACE,
    &LOCATION_NAME,
    &TOO_MANY_TARGETS,
];

pub static LOST_TARGET: Rule = Rule {
    code: "lost-target",
    severity: Severity::Error,
    summary: "each target reaches an operator",
    explanation: "\
The integrator writes every target into each of its velero-backup relations under the same four keys, so that a relation
ends with the last target alone. The others reach no operator, nobody says so, and they are never backed up.

Deploy one integrator application for each target, each related to the operator; or apply the manifests, which are
complete for all targets.",
    authority: Authority::Integrator,
};

pub static SHARED_SCHEDULE: Rule = Rule {
    code: "shared-schedule",
    severity: Severity::Error,
    summary: "each target has a Schedule of its own",
    explanation: "\
The operator finds the Schedule that it made before by its labels: app, endpoint and the operator's own model. The
target's model is not among them, so that targets with the same app and endpoint in two models share one Schedule, and
it backs up the one that came last. Give one of the applications another name.",
    authority: Authority::Integrator,
};

pub static NO_VELERO_RELATION: Rule = Rule {
    code: "no-velero-relation",
    severity: Severity::Advice,
    summary: "the integrator is related to an operator",
    explanation: "\
Without a velero-backup relation the integrator hands its targets to nobody. Relate it to the operator, or apply the
manifests.",
    authority: Authority::Integrator,
};

pub static GAP_WITHOUT_BACKUP: Rule = Rule {
    code: "gap-without-backup",
    severity: Severity::Warning,
    summary: "a backup lives until the next one is made",
    explanation: "\
When the ttl is shorter than the time between two runs of the schedule, the last backup has expired before the next is
made, and there is nothing to restore from in between.

```yaml
ttl: 24h   # with the schedule `0 2 * * 0`, once a week: for six days there is no backup
```

Make the ttl longer than the longest time between two runs, or let the schedule run more often. The longest time is
looked for in the four years from 2024, daylight saving included.",
    authority: Authority::Velero,
};

pub static BACKUPS_KEPT: Rule = Rule {
    code: "backups-kept",
    severity: Severity::Advice,
    summary: "so many backups are kept at a time",
    explanation: "\
Each run makes a backup, and each lives for the ttl, so that there are as many at a time as runs in that time. Each
takes its place in the object storage: for fewer, make the ttl shorter or the runs rarer.",
    authority: Authority::Velero,
};

pub static PODS_LEFT_BEHIND: Rule = Rule {
    code: "pods-left-behind",
    severity: Severity::Warning,
    summary: "file-system backup of volume claims takes their pods along",
    explanation: "\
With file-system backup Velero reads the data of a volume through the pods that mount it. A spec that selects volume
claims and not their pods saves the claims, and none of their data.

```yaml
include_resources: [persistentvolumeclaims, deployments]   # and no pods
```

Add `pods`, or leave file-system backup off and take snapshots.",
    authority: Authority::Velero,
};

pub static VELERO_NAMESPACE: Rule = Rule {
    code: "velero-namespace",
    severity: Severity::Error,
    summary: "the operator's model is a namespace",
    explanation: "\
The operator makes Backups and Schedules in the namespace of its own model, and labels Schedules with it. A namespace's
name has at most 63 lower-case letters, digits and `-`, and starts and ends with a letter or digit; nothing can be
made in another.",
    authority: Authority::Kubernetes,
};

pub static LOCATION_NAME: Rule = Rule {
    code: "location-name",
    severity: Severity::Error,
    summary: "storage and snapshot locations have names that objects can have",
    explanation: "\
A Backup names the BackupStorageLocation and the VolumeSnapshotLocations that it uses, and Velero fails one that names a
location that is not there. None can be there whose name is not of lower-case letters, digits, `-` and `.`, with at
most 253 characters. The operator calls both `default`.",
    authority: Authority::Velero,
};

pub static TOO_MANY_TARGETS: Rule = Rule {
    code: "too-many-targets",
    severity: Severity::Error,
    summary: "no more than 10,000 targets are planned at a time",
    explanation: "\
A relation ends with one target, so that thousands of them are hardly meant. What is written to the relations is known
all the same: it is the last target. Of those past the first 10,000, nothing else is said and no manifest is made.",
    authority: Authority::Project,
};
