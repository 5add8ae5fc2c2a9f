//! The checks of targets and a schedule when the operator gets them.

use super::cross_field;
use super::resources::Resources;
use crate::catalogue::{
    BACKUPS_KEPT, GAP_WITHOUT_BACKUP, LOCATION_NAME, LOST_TARGET, NO_VELERO_RELATION, PODS_LEFT_BEHIND,
    SCHEDULES_AT_ONCE, SHARED_SCHEDULE, TOO_MANY_TARGETS, VELERO_NAMESPACE,
};
use crate::cluster::Cluster;
use crate::diagnostic::{Finding, Pointer, quoted};
use crate::model::{Relation, Spec, Target, VeleroSettings};
use crate::names::is_dns_subdomain;
use crate::release::Release;
use crate::report::Report;
use crate::velero::backup::Backup;
use crate::velero::cron::instant_to_rfc3339;
use crate::velero::duration::Duration;
use crate::velero::filters::Filters;
use crate::velero::glob;
use crate::velero::retention::{Lifetime, Runs};

/// The finding about a target that a later one overwrites in every relation.
pub(crate) fn lost_target(target: &Target, (last, subject): (&Target, u32), relations: &[Relation]) -> Finding {
    let keep = match relations {
        [relation] => format!("relation {} keeps", relation.id),
        _ => format!("each of the {} relations keeps", relations.len()),
    };
    let (app, endpoint, model) = (quoted(&last.app), quoted(&last.relation_name), quoted(&last.model));
    let message = format!(
        "the target of app {} is lost: {keep} only the target of app {app}, endpoint {endpoint}, model {model}",
        quoted(&target.app)
    );
    LOST_TARGET.violation(message).help("deploy one integrator for each target, or apply the manifests").related(
        "this target is written last",
        Some(subject),
        &Pointer::Root,
    )
}

/// The finding about a target with the app and endpoint of an earlier one.
pub(crate) fn shared_schedule(target: &Target, (first, subject): (&Target, u32)) -> Finding {
    let message = format!(
        "the targets of app {}, endpoint {} in models {} and {} share one Schedule: it backs up only the last one",
        quoted(&target.app),
        quoted(&target.relation_name),
        quoted(&first.model),
        quoted(&target.model)
    );
    SHARED_SCHEDULE.violation(message).help("give one of the applications another name").related(
        "this target has the same app and endpoint",
        Some(subject),
        &Pointer::Root,
    )
}

/// The finding about an integrator without a velero-backup relation.
pub(crate) fn no_velero_relation() -> Finding {
    let message = "there is no velero-backup relation, so no operator gets the targets";
    NO_VELERO_RELATION.violation(message).help("relate the integrator to the operator, or apply the manifests")
}

/// Compares a ttl, at the pointer of its spec, with the runs of a schedule.
pub(crate) fn check_lifetime(ttl: Option<&str>, runs: &Runs, pointer: &Pointer<'_>, report: &mut Report) {
    check_gap(ttl, runs, pointer, report);
    check_kept(ttl, runs, pointer, report);
}

/// Reports how many backups a schedule keeps at the same time.
pub(crate) fn check_kept(ttl: Option<&str>, runs: &Runs, pointer: &Pointer<'_>, report: &mut Report) {
    // A ttl that is not a duration has a rule of its own.
    let (Ok(lifetime), Some(_)) = (Lifetime::of(ttl), runs.longest_gap()) else { return };
    let kept = runs.kept_at_once(lifetime);
    report.push(|| {
        let backups = if kept == 1 { "1 backup is".to_owned() } else { format!("{kept} backups are") };
        let (default, lifetime) = (default_words(ttl), duration(lifetime.seconds()).in_words());
        let message =
            format!("up to {backups} kept: each expires after {lifetime}{default}, and is deleted up to an hour later");
        let finding = BACKUPS_KEPT.violation(message).at(&pointer.key("ttl"));
        if kept > MANY_BACKUPS {
            finding.help("to keep fewer backups, make the ttl shorter or run the schedule less often")
        } else {
            finding
        }
    });
}

/// The finding about a Schedule that runs at the same minute as an earlier one.
pub(crate) fn schedules_at_once((first, subject): (&Backup, u32), schedule: &Backup, run: i64) -> Finding {
    let (name, other) = (quoted(&schedule.full_name()).to_string(), quoted(&first.full_name()).to_string());
    let at = instant_to_rfc3339(run);
    let message = format!(
        "{name} and {other} run at the same minute, such as at {at}: Velero makes one backup at a time, so one waits"
    );
    let finding = SCHEDULES_AT_ONCE.violation(message).help("write another minute in one of them");
    let root = &Pointer::Root;
    let finding = schedule.filters.dialect.with_schedule(root, |pointer| finding.at(&pointer.key("schedule")));
    first.filters.dialect.with_schedule(root, |pointer| {
        finding.related("this Schedule runs at the same minute", Some(subject), &pointer.key("schedule"))
    })
}

/// Reports a ttl that is shorter than the time between two runs.
pub(crate) fn check_gap(ttl: Option<&str>, runs: &Runs, pointer: &Pointer<'_>, report: &mut Report) {
    let (Ok(lifetime), Some(gap)) = (Lifetime::of(ttl), runs.longest_gap()) else { return };
    // A ttl that is negative has a rule of its own.
    let missing = gap.saturating_sub(lifetime.seconds());
    if missing > 0 && lifetime.seconds() > 0 {
        report.push(|| {
            let (lifetime, gap, missing) = (duration(lifetime.seconds()), duration(gap), duration(missing));
            let (expires, apart, default) = (lifetime.in_words(), gap.in_words(), default_words(ttl));
            let message = format!("each backup expires after {expires}{default}, but two runs are up to {apart} apart");
            let message = format!("{message}: there is no backup for up to {}", missing.in_words());
            let ttl = gap.in_interface_form().unwrap_or_else(|| gap.to_string());
            let help =
                format!("make the ttl longer than `{ttl}`, or run the schedule more often: this keeps more backups");
            GAP_WITHOUT_BACKUP.violation(message).help(help).at(&pointer.key("ttl"))
        });
    }
}

fn default_words(ttl: Option<&str>) -> &'static str {
    if ttl.is_none() { " (the default)" } else { "" }
}

/// More backups than this are probably not intended.
pub(super) const MANY_BACKUPS: u32 = 100;

fn duration(seconds: i64) -> Duration {
    Duration::from_nanoseconds(seconds.saturating_mul(1_000_000_000))
}

/// The finding about Schedules that are not planned.
pub(crate) fn not_planned(schedules: usize) -> Finding {
    let message = format!("{schedules} Schedules are not planned: the others have too many runs");
    TOO_MANY_TARGETS.violation(message).help("plan the Schedules in parts")
}

/// The finding about more targets than are planned.
pub(crate) fn too_many_targets(targets: usize, planned: usize) -> Finding {
    let message = format!("only the first {planned} of {targets} targets are planned");
    TOO_MANY_TARGETS.violation(message).help("plan the targets in parts")
}

/// Checks that pods are selected with volume claims: file-system backup reads volumes through pods.
pub(crate) fn check_fs_backup(spec: &Spec, settings: &VeleroSettings, pointer: &Pointer<'_>, report: &mut Report) {
    if settings.default_volumes_to_fs_backup != Some(true) {
        return;
    }
    let cluster = Cluster::builtin();
    let filters = Filters::from(spec);
    let resources = Resources::of(&filters, cluster);
    let selects = |plural| cross_field::selects_core_kind(&resources, plural);
    if selects("persistentvolumeclaims") && !selects("pods") {
        report.push(|| {
            let message = "volume claims are saved without their data: file-system backup reads it through pods, which \
                           are not selected";
            let key = if spec.exclude_resources.is_some() && spec.include_resources.is_none() {
                "exclude_resources"
            } else {
                "include_resources"
            };
            PODS_LEFT_BEHIND.violation(message).help("include `pods`: this also saves the pods").at(&pointer.key(key))
        });
    }
}

/// Checks the namespace and the locations of the operator. Pointers refer to the settings.
pub(crate) fn check_settings(settings: &VeleroSettings, report: &mut Report) {
    let namespace = &settings.namespace;
    if namespace.is_empty() || glob::is_pattern(namespace) || !glob::name_faults(namespace, Release::NEWEST).is_empty()
    {
        report.push(|| {
            let message =
                format!("{} is not a valid namespace name, so nothing can be created in it", quoted(namespace));
            let help = "write the name of the operator's model, such as `velero`";
            VELERO_NAMESPACE.violation(message).help(help).at(&Pointer::Root.key("namespace"))
        });
    }
    let check = |name: &str, pointer: &Pointer<'_>, report: &mut Report| {
        if !is_dns_subdomain(name) {
            report.push(|| {
                let message = format!("{} is not a valid name for a location", quoted(name));
                LOCATION_NAME
                    .violation(message)
                    .help("write the name of an existing location; the operator calls it `default`")
                    .at(pointer)
            });
        }
    };
    // Without a name, Velero uses the default of its server.
    if !settings.storage_location.is_empty() {
        check(&settings.storage_location, &Pointer::Root.key("storage_location"), report);
    }
    let root = Pointer::Root;
    let locations = root.key("volume_snapshot_locations");
    for (index, name) in settings.volume_snapshot_locations.iter().enumerate() {
        check(name, &locations.index(index), report);
    }
}
