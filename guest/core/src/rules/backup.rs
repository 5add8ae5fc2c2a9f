//! The checks of Velero's Backups and Schedules.

use super::namespaces::VELERO_NAMESPACE;
use super::resources::Resources;
use super::schedule::{self, Reader};
use super::{contents, labels, plan, ttl};
use crate::catalogue::{
    CLUSTER_OBJECTS_LEFT_OUT, RESOURCE_POLICY_NOT_CONSIDERED, SCHEDULE_NEVER_MATCHES, SCHEDULE_NOT_CRON,
    SCHEDULE_PAUSED, TTL_DEFAULT,
};
use crate::cluster::Cluster;
use crate::diagnostic::{Diagnostic, Finding, Pointer, quoted};
use crate::model::ScheduleConfig;
use crate::release::{Behaviour, Release};
use crate::report::Report;
use crate::velero::backup::Backup;
use crate::velero::cron::{Cron, Library};
use crate::velero::duration::Duration;
use crate::velero::filters::{Dialect, Field, Filters};
use crate::velero::retention::{KnownRuns, Lifetime};

/// Maximum number of runs of the Schedules of one text that are examined.
pub(crate) const MAX_EXAMINED_RUNS: usize = 3_000_000;

/// Checks a Backup or a Schedule at the pointer of its object.
pub(crate) fn check(
    backup: &Backup,
    cluster: &Cluster,
    known_runs: &mut KnownRuns,
    object: &Pointer<'_>,
    report: &mut Report,
) {
    let filters = &backup.filters;
    let ttl = backup.ttl.as_deref();
    filters.dialect.with_pointer(object, |spec| {
        if super::is_too_large(filters, ttl, cluster, spec, report) {
            return;
        }
        let namespace = backup.namespace.as_deref().unwrap_or(VELERO_NAMESPACE);
        super::check_filters(filters, &Resources::of(filters, cluster), cluster, namespace, spec, report);
        // A resource policy can include cluster-scoped resources.
        if backup.resource_policy.is_none() {
            check_cluster_objects(filters, cluster.release(), spec, report);
        }
        labels::check_hooks(&backup.hook_selectors, spec, report);
        contents::check(backup, cluster, spec, report);
        if let Some(finding) = not_considered(backup, spec) {
            report.push(|| finding);
        }
        ttl::check(ttl, filters.dialect, spec, report);
        check_retention(backup, cluster.release(), known_runs, spec, report);
    });
    if let Some(config) = &backup.schedule {
        filters.dialect.with_schedule(object, |pointer| {
            check_schedule(config, filters.dialect, cluster.release(), pointer, report);
        });
    }
}

/// Returns why Kubernetes or Velero refuses a backup for other reasons than its filters, or cannot read it.
pub(crate) fn refusals(backup: &Backup, cluster: &Cluster) -> Vec<Diagnostic> {
    let filters = &backup.filters;
    let mut refusals = super::unreadable(filters, backup.ttl.as_deref(), cluster);
    let mut report = Report::default();
    if let Some(config) = &backup.schedule {
        filters.dialect.with_schedule(&Pointer::Root, |pointer| {
            let reader = Reader { dialect: filters.dialect, release: cluster.release() };
            schedule::check_refused(config, reader, pointer, &mut report);
        });
    }
    refusals.extend(super::errors(report));
    refusals
}

/// Returns why each backup fails that Velero does not refuse: the label selector of a hook is not valid.
pub(crate) fn failures(backup: &Backup) -> Vec<Diagnostic> {
    let mut report = Report::default();
    labels::check_hooks(&backup.hook_selectors, backup.filters.dialect.pointer(), &mut report);
    super::errors(report)
}

fn check_schedule(
    config: &ScheduleConfig,
    dialect: Dialect,
    release: Release,
    pointer: &Pointer<'_>,
    report: &mut Report,
) {
    let expression = config.schedule.as_deref().unwrap_or_default();
    let reader = Reader { dialect, release };
    if !config.paused {
        schedule::check_expression(expression, config, reader, pointer, report);
        return;
    }
    // Velero does not look at a paused Schedule.
    let mut found = Report::default();
    schedule::check_expression(expression, config, reader, pointer, &mut found);
    let mut found = found.into_diagnostics();
    found.retain(|found| [&SCHEDULE_NOT_CRON, &SCHEDULE_NEVER_MATCHES].contains(&found.rule));
    for Diagnostic { message, help, pointer, .. } in found {
        report.push(|| {
            let paused = SCHEDULE_PAUSED.violation(format!("when the Schedule is resumed: {message}"));
            paused.help(help.unwrap_or_default()).at_pointer(pointer)
        });
    }
}

/// Reports a backup that looks like one of the whole cluster, and has few of its cluster-scoped objects.
fn check_cluster_objects(filters: &Filters, release: Release, spec: &Pointer<'_>, report: &mut Report) {
    let chooses_all = filters.namespaces().is_everything() && filters.namespaces().includes.len() < 2;
    let has_filter = filters.are_global()
        || filters.are_scoped()
        || filters.label_selector.is_some()
        || filters.or_label_selectors.is_some();
    if chooses_all && !has_filter && !release.has(Behaviour::SelectsClusterScopedTypesByDefault) {
        report.push(|| {
            let name = filters.name(Field::IncludeClusterResources);
            let message = "this backup of every namespace leaves out cluster-scoped objects that no saved object uses: \
                           StorageClasses, ClusterRoles, definitions without objects";
            let help = format!("set `{name}: true` to save them too, or `false` to save no cluster-scoped object");
            CLUSTER_OBJECTS_LEFT_OUT.violation(message).help(help).at(&spec.key(name))
        });
    }
}

/// Returns the finding about a resource policy that is not known.
pub(crate) fn not_considered(backup: &Backup, spec: &Pointer<'_>) -> Option<Finding> {
    let name = backup.resource_policy.as_deref()?;
    let message = format!(
        "the resource policy {} is not considered: it can leave out objects and the contents of volumes",
        quoted(name)
    );
    let help = "`select` reads it from the inventory, or from `--policy FILE`";
    Some(RESOURCE_POLICY_NOT_CONSIDERED.violation(message).help(help).at(&spec.key("resourcePolicy")))
}

/// Compares the ttl with the runs of a Schedule.
fn check_retention(
    backup: &Backup,
    release: Release,
    known_runs: &mut KnownRuns,
    spec: &Pointer<'_>,
    report: &mut Report,
) {
    let ttl = backup.ttl.as_deref();
    let is_zero = ttl.is_some_and(|ttl| ttl.parse() == Ok(Duration::ZERO));
    let at = &spec.key("ttl");
    if is_zero {
        report.push(|| {
            let message = format!(
                "{} is zero, so Velero uses its default of 720h: it does not keep the backup forever",
                quoted(ttl.unwrap_or_default())
            );
            TTL_DEFAULT.violation(message).help("write how long to keep each backup, or remove the ttl").at(at)
        });
    }
    let (Some((expression, cron)), Ok(lifetime)) = (cron(backup, release), Lifetime::of(ttl)) else { return };
    let each_day = cron.runs_each_day();
    if each_day.is_none() || lifetime.seconds() < LONGEST_DAY {
        let Some(runs) = known_runs.of(expression, &cron) else { return };
        plan::check_gap(ttl, &runs, spec, report);
    }
    if ttl.is_some() {
        return;
    }
    let kept = match each_day {
        Some(runs) => runs.saturating_mul(DEFAULT_DAYS),
        None => known_runs.of(expression, &cron).map_or(0, |runs| runs.kept_at_once(lifetime)),
    };
    if kept > plan::MANY_BACKUPS {
        report.push(|| {
            let message = format!(
                "without `ttl`, Velero keeps each backup for {DEFAULT_DAYS} days: about {kept} backups at a time"
            );
            let help = "write how long to keep each backup, such as `ttl: 72h`";
            TTL_DEFAULT.violation(message).help(help).at(at)
        });
    }
}

/// Velero's default for the ttl, in days.
const DEFAULT_DAYS: u32 = 30;
/// At most this many seconds are between two runs of a schedule that runs every day: a time zone may skip a day.
const LONGEST_DAY: i64 = 3 * 24 * 3600;

/// Returns the expression of a Schedule, if Velero accepts it and it matches.
fn cron(backup: &Backup, release: Release) -> Option<(&str, Cron)> {
    let expression = backup.schedule.as_ref()?.expression()?;
    let cron = Cron::parse(expression, Library::of(release)).ok()?;
    (!cron.never_matches()).then_some((expression, cron))
}
