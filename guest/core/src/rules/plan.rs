//! What becomes of targets and a schedule on the way to the operator.

use super::resources::Resources;
use super::{interplay, labels};
use crate::authority::{INTEGRATOR, KUBERNETES, VELERO};
use crate::cluster::Cluster;
use crate::diagnostic::{Finding, Place, Report, Rule, Severity, quoted};
use crate::duration::Duration;
use crate::model::{Relation, Spec, Target, VeleroSettings};
use crate::pattern;
use crate::retention::{Lifetime, Runs};

pub(super) static LOST_TARGET: Rule = Rule {
    code: "lost-target",
    severity: Severity::Error,
    summary: "each target reaches an operator",
    explanation: "\
The integrator writes every target into each of its velero-backup relations under the same four keys, so that a relation
ends with the last target alone. The others reach no operator, nobody says so, and they are never backed up.

Deploy one integrator application for each target, each related to the operator; or apply the manifests, which are
complete for all targets.",
    authority: INTEGRATOR,
};
pub(super) static SHARED_SCHEDULE: Rule = Rule {
    code: "shared-schedule",
    severity: Severity::Error,
    summary: "each target has a Schedule of its own",
    explanation: "\
The operator finds the Schedule that it made before by its labels: app, endpoint and the operator's own model. The
target's model is not among them, so that targets with the same app and endpoint in two models share one Schedule, and
it backs up the one that came last. Give one of the applications another name.",
    authority: INTEGRATOR,
};
pub(super) static NO_VELERO_RELATION: Rule = Rule {
    code: "no-velero-relation",
    severity: Severity::Advice,
    summary: "the integrator is related to an operator",
    explanation: "\
Without a velero-backup relation the integrator hands its targets to nobody. Relate it to the operator, or apply the
manifests.",
    authority: INTEGRATOR,
};
pub(super) static GAP_WITHOUT_BACKUP: Rule = Rule {
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
    authority: VELERO,
};
pub(super) static BACKUPS_KEPT: Rule = Rule {
    code: "backups-kept",
    severity: Severity::Advice,
    summary: "so many backups are kept at a time",
    explanation: "\
Each run makes a backup, and each lives for the ttl, so that there are as many at a time as runs in that time. Each
takes its place in the object storage: for fewer, make the ttl shorter or the runs rarer.",
    authority: VELERO,
};
pub(super) static PODS_LEFT_BEHIND: Rule = Rule {
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
    authority: VELERO,
};
pub(super) static VELERO_NAMESPACE: Rule = Rule {
    code: "velero-namespace",
    severity: Severity::Error,
    summary: "the operator's model is a namespace",
    explanation: "\
The operator makes Backups and Schedules in the namespace of its own model, and labels Schedules with it. A namespace's
name has at most 63 lower-case letters, digits and `-`, and starts and ends with a letter or digit; nothing can be
made in another.",
    authority: KUBERNETES,
};
pub(super) static TOO_MANY_TARGETS: Rule = Rule {
    code: "too-many-targets",
    severity: Severity::Error,
    summary: "no more than 10,000 targets are planned at a time",
    explanation: "\
A relation ends with one target, so that thousands of them are hardly meant. What is written to the relations is known
all the same: it is the last target. Of those past the first 10,000, nothing else is said and no manifest is made.",
    authority: "this project",
};
pub(super) static LOCATION_NAME: Rule = Rule {
    code: "location-name",
    severity: Severity::Error,
    summary: "storage and snapshot locations have names that objects can have",
    explanation: "\
A Backup names the BackupStorageLocation and the VolumeSnapshotLocations that it uses, and Velero fails one that names a
location that is not there. None can be there whose name is not of lower-case letters, digits, `-` and `.`, with at
most 253 characters. The operator calls both `default`.",
    authority: VELERO,
};

/// What is said of a target that no relation ends with, but with a later one in its stead.
pub(crate) fn is_lost(target: &Target, (last, subject): (&Target, u32), relations: &[Relation]) -> Finding {
    let carry = match relations {
        [relation] => format!("relation {} carries one target, and ends", relation.id),
        _ => format!("each of the {} relations carries one target, and ends", relations.len()),
    };
    let (app, endpoint, model) = (quoted(&last.app), quoted(&last.relation_name), quoted(&last.model));
    let message = format!(
        "the target of app {} is lost: {carry} with that of app {app}, endpoint {endpoint}, model {model}",
        quoted(&target.app)
    );
    LOST_TARGET.broken(message).help("deploy an integrator for each target, or apply the manifests").related(
        "this one is written last",
        Some(subject),
        &Place::Root,
    )
}

/// What is said of a target that has app and endpoint of an earlier one.
pub(crate) fn shares_schedule(target: &Target, (first, subject): (&Target, u32)) -> Finding {
    let message = format!(
        "the operator makes one Schedule for app {}, endpoint {}, of the targets in models {} and {}",
        quoted(&target.app),
        quoted(&target.relation_name),
        quoted(&first.model),
        quoted(&target.model)
    );
    SHARED_SCHEDULE
        .broken(message)
        .help("give one of the applications another name: the Schedule backs up the target that came last")
        .related("the same app and endpoint", Some(subject), &Place::Root)
}

/// What is said of an integrator that hands its targets to nobody.
pub(crate) fn has_no_relation() -> Finding {
    let message = "there is no velero-backup relation, so no operator gets a target";
    NO_VELERO_RELATION.broken(message).help("relate the integrator to the operator, or apply the manifests")
}

/// Checks how long the backups of a spec live against the runs of a schedule.
pub(crate) fn check_lifetime(spec: &Spec, runs: &Runs, place: &Place<'_>, report: &mut Report<'_>) {
    // Another rule says what is wrong with a ttl that cannot be read.
    let Ok(lifetime) = Lifetime::of(spec.ttl.as_deref()) else { return };
    let place = &place.key("ttl");
    let Some(gap) = runs.longest_gap() else { return };
    let missing = gap.saturating_sub(lifetime.seconds());
    if missing > 0 {
        report.push(|| {
            let (lifetime, gap, missing) = (lived(spec, lifetime), spoken(gap), spoken(missing));
            let message = format!("each backup lives {lifetime}, and up to {gap} pass between two runs");
            let message = format!("{message}: for up to {missing} there is no backup");
            let help = format!("make the ttl longer than {gap}, or the runs more frequent");
            GAP_WITHOUT_BACKUP.broken(message).help(help).at(place)
        });
    }
    let kept = runs.kept_at_once(lifetime);
    report.push(|| {
        let backups = if kept == 1 { "1 backup is".to_owned() } else { format!("{kept} backups are") };
        let finding =
            BACKUPS_KEPT.broken(format!("{backups} kept at a time: each lives {}", lived(spec, lifetime))).at(place);
        match kept > MANY_BACKUPS {
            true => finding.help("for fewer, make the ttl shorter or the runs rarer"),
            false => finding,
        }
    });
}

/// More than these were hardly meant.
const MANY_BACKUPS: u32 = 100;

/// `24h`, or `720h by default`.
fn lived(spec: &Spec, lifetime: Lifetime) -> String {
    let default = if spec.ttl.is_none() { " by default" } else { "" };
    format!("{}{default}", spoken(lifetime.seconds()))
}

/// Seconds as the interface writes them: `36h`.
fn spoken(seconds: i64) -> String {
    let duration = Duration::from_nanoseconds(seconds.saturating_mul(1_000_000_000));
    duration.in_interface_form().unwrap_or_else(|| duration.to_string())
}

/// What is said where more targets are given than are planned.
pub(crate) fn are_too_many(targets: usize, planned: usize) -> Finding {
    let message = format!("{planned} of {targets} targets are planned, the first ones");
    TOO_MANY_TARGETS.broken(message).help("plan them in parts")
}

/// Checks that what file-system backup reads volumes through is selected with the claims.
pub(crate) fn check_fs_backup(spec: &Spec, settings: &VeleroSettings, place: &Place<'_>, report: &mut Report<'_>) {
    if settings.default_volumes_to_fs_backup != Some(true) {
        return;
    }
    let cluster = Cluster::builtin();
    let resources = Resources::of(spec, cluster);
    let selects = |plural| interplay::selects_core_kind(&resources, plural);
    if selects("persistentvolumeclaims") && !selects("pods") {
        report.push(|| {
            let message = "volume claims are saved without their data: file-system backup reads it through pods, which \
                           are not selected";
            let key = if spec.exclude_resources.is_some() && spec.include_resources.is_none() {
                "exclude_resources"
            } else {
                "include_resources"
            };
            PODS_LEFT_BEHIND.broken(message).help("include `pods`").at(&place.key(key))
        });
    }
}

/// Checks where the operator runs and keeps backups. Pointers lead into the settings.
pub(crate) fn check_settings(settings: &VeleroSettings, report: &mut Report<'_>) {
    let namespace = &settings.namespace;
    if namespace.is_empty() || pattern::is_pattern(namespace) || !pattern::name_faults(namespace).is_empty() {
        report.push(|| {
            let message = format!("{} is no namespace, so nothing can be made in it", quoted(namespace));
            let help = "write the operator's model, such as `velero`";
            VELERO_NAMESPACE.broken(message).help(help).at(&Place::Root.key("namespace"))
        });
    }
    let check = |name: &str, place: &Place<'_>, report: &mut Report<'_>| {
        if name.len() > labels::LONGEST_DOMAIN || !labels::is_domain(name) {
            report.push(|| {
                let message = format!("no location can have the name {}", quoted(name));
                LOCATION_NAME.broken(message).help("write the name that the operator uses: `default`").at(place)
            });
        }
    };
    // Without a name Velero takes its server's default.
    if !settings.storage_location.is_empty() {
        check(&settings.storage_location, &Place::Root.key("storage_location"), report);
    }
    let root = Place::Root;
    let locations = root.key("volume_snapshot_locations");
    for (index, name) in settings.volume_snapshot_locations.iter().enumerate() {
        check(name, &locations.index(index), report);
    }
}
