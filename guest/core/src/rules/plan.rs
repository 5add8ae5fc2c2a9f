//! Targets and a schedule when the operator gets them.

use super::cross_field;
use super::resources::Resources;
use crate::catalogue::{
    BACKUPS_KEPT, GAP_WITHOUT_BACKUP, LOCATION_NAME, LOST_TARGET, NO_VELERO_RELATION, PODS_LEFT_BEHIND,
    SHARED_SCHEDULE, TOO_MANY_TARGETS, VELERO_NAMESPACE,
};
use crate::cluster::Cluster;
use crate::diagnostic::{Finding, Pointer, quoted};
use crate::model::{Relation, Spec, Target, VeleroSettings};
use crate::names::is_dns_subdomain;
use crate::report::Report;
use crate::velero::duration::Duration;
use crate::velero::glob;
use crate::velero::retention::{Lifetime, Runs};

/// The finding about a target that a later one replaces in every relation.
pub(crate) fn lost_target(target: &Target, (last, subject): (&Target, u32), relations: &[Relation]) -> Finding {
    let carry = match relations {
        [relation] => format!("relation {} carries one target, and ends", relation.id),
        _ => format!("each of the {} relations carries one target, and ends", relations.len()),
    };
    let (app, endpoint, model) = (quoted(&last.app), quoted(&last.relation_name), quoted(&last.model));
    let message = format!(
        "the target of app {} is lost: {carry} with that of app {app}, endpoint {endpoint}, model {model}",
        quoted(&target.app)
    );
    LOST_TARGET.violation(message).help("deploy an integrator for each target, or apply the manifests").related(
        "this one is written last",
        Some(subject),
        &Pointer::Root,
    )
}

/// The finding about a target that has the app and endpoint of an earlier one.
pub(crate) fn shared_schedule(target: &Target, (first, subject): (&Target, u32)) -> Finding {
    let message = format!(
        "the operator makes one Schedule for app {}, endpoint {}, of the targets in models {} and {}",
        quoted(&target.app),
        quoted(&target.relation_name),
        quoted(&first.model),
        quoted(&target.model)
    );
    SHARED_SCHEDULE
        .violation(message)
        .help("give one of the applications another name: the Schedule backs up the target that came last")
        .related("the same app and endpoint", Some(subject), &Pointer::Root)
}

/// The finding about an integrator without a velero-backup relation.
pub(crate) fn no_velero_relation() -> Finding {
    let message = "there is no velero-backup relation, so no operator gets a target";
    NO_VELERO_RELATION.violation(message).help("relate the integrator to the operator, or apply the manifests")
}

/// Compares how long the backups of a spec are kept with the runs of a schedule.
pub(crate) fn check_lifetime(spec: &Spec, runs: &Runs, pointer: &Pointer<'_>, report: &mut Report) {
    // Another rule says what is wrong with a ttl that cannot be read.
    let Ok(lifetime) = Lifetime::of(spec.ttl.as_deref()) else { return };
    let pointer = &pointer.key("ttl");
    let Some(gap) = runs.longest_gap() else { return };
    let missing = gap.saturating_sub(lifetime.seconds());
    if missing > 0 {
        report.push(|| {
            let (lifetime, gap, missing) = (lived(spec, lifetime), spoken(gap), spoken(missing));
            let message = format!("each backup lives {lifetime}, and up to {gap} pass between two runs");
            let message = format!("{message}: for up to {missing} there is no backup");
            let help = format!("make the ttl longer than {gap}, or the runs more frequent");
            GAP_WITHOUT_BACKUP.violation(message).help(help).at(pointer)
        });
    }
    let kept = runs.kept_at_once(lifetime);
    report.push(|| {
        let backups = if kept == 1 { "1 backup is".to_owned() } else { format!("{kept} backups are") };
        let finding = BACKUPS_KEPT
            .violation(format!("{backups} kept at a time: each lives {}", lived(spec, lifetime)))
            .at(pointer);
        if kept > MANY_BACKUPS { finding.help("for fewer, make the ttl shorter or the runs rarer") } else { finding }
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

/// The finding about more targets than are planned.
pub(crate) fn too_many_targets(targets: usize, planned: usize) -> Finding {
    let message = format!("{planned} of {targets} targets are planned, the first ones");
    TOO_MANY_TARGETS.violation(message).help("plan them in parts")
}

/// Checks that pods are selected with volume claims: file-system backup reads volumes through them.
pub(crate) fn check_fs_backup(spec: &Spec, settings: &VeleroSettings, pointer: &Pointer<'_>, report: &mut Report) {
    if settings.default_volumes_to_fs_backup != Some(true) {
        return;
    }
    let cluster = Cluster::builtin();
    let resources = Resources::of(spec, cluster);
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
            PODS_LEFT_BEHIND.violation(message).help("include `pods`").at(&pointer.key(key))
        });
    }
}

/// Checks where the operator runs and keeps backups. Pointers lead into the settings.
pub(crate) fn check_settings(settings: &VeleroSettings, report: &mut Report) {
    let namespace = &settings.namespace;
    if namespace.is_empty() || glob::is_pattern(namespace) || !glob::name_faults(namespace).is_empty() {
        report.push(|| {
            let message = format!("{} is no namespace, so nothing can be made in it", quoted(namespace));
            let help = "write the operator's model, such as `velero`";
            VELERO_NAMESPACE.violation(message).help(help).at(&Pointer::Root.key("namespace"))
        });
    }
    let check = |name: &str, pointer: &Pointer<'_>, report: &mut Report| {
        if !is_dns_subdomain(name) {
            report.push(|| {
                let message = format!("no location can have the name {}", quoted(name));
                LOCATION_NAME.violation(message).help("write the name that the operator uses: `default`").at(pointer)
            });
        }
    };
    // Without a name Velero takes its server's default.
    if !settings.storage_location.is_empty() {
        check(&settings.storage_location, &Pointer::Root.key("storage_location"), report);
    }
    let root = Pointer::Root;
    let locations = root.key("volume_snapshot_locations");
    for (index, name) in settings.volume_snapshot_locations.iter().enumerate() {
        check(name, &locations.index(index), report);
    }
}
