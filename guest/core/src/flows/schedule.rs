//! The schedule flow: checks a schedule, and computes its next runs and the backups that it keeps.
//!
//! How Velero runs a Schedule, where the functions here depend on it:
//!
//! - A new Schedule does not run at once: its first run is the first match after its creation.
//! - Velero looks at Schedules once a minute, so that a backup starts up to a minute after its run. With `@every`, the
//!   interval starts again at that time.
//! - Runs that were missed are made up by one backup: because the server was down, the Schedule was paused, its
//!   expression changed, or its last backup was still in progress.
//! - A paused Schedule is not validated, and makes no backups. Then its expression does no harm until it is resumed.

mod plan;

use crate::cluster::release_of;
use crate::diagnostic::{Diagnostic, Pointer, Severity};
use crate::model::ScheduleConfig;
use crate::release::Release;
use crate::report::Report;
use crate::rules::{schedule, ttl};
use crate::velero::cron::{Cron, Library};
use crate::velero::filters::Dialect;
use crate::velero::retention::{self, Lifetime};
pub use crate::velero::retention::{MAX_RUNS, Timeline, Window};
pub use plan::{PlannedSchedule, SchedulePlan, plan_backups};

/// Checks a schedule for a version of Velero, such as `1.18` or `v1.17.2`; without one, for the default release. Pointers
/// refer to its configuration. A version that is unknown, or differs from the release that it is treated as, is reported
/// too.
///
/// A paused Schedule is checked as if it were resumed.
pub fn check_schedule(config: &ScheduleConfig, velero_version: Option<&str>) -> Vec<Diagnostic> {
    let mut report = Report::default();
    if let Some(release) = release_of(velero_version, &mut report) {
        schedule::check(config, release, &Pointer::Root, &mut report);
        schedule::check_for_manifest(config, release, &Pointer::Root, &mut report);
    }
    report.into_diagnostics()
}

/// Returns the next `count` runs after a time, in Unix seconds; at most [`MAX_RUNS`], and fewer if there is no further
/// run until the end of the fifth year after, as in the library of the version of Velero.
///
/// These are the runs that the library finds. When it finds none, Velero makes a backup every minute: see [`retention()`].
///
/// # Errors
///
/// Why Velero refuses the expression, or that the version is unknown.
pub fn next_runs(
    expression: &str,
    after: i64,
    count: u32,
    velero_version: Option<&str>,
) -> Result<Vec<i64>, Vec<Diagnostic>> {
    let mut report = Report::default();
    match read(expression, velero_version, &mut report) {
        Some(cron) => Ok(retention::next_runs(&cron, after, count).collect()),
        None => Err(errors(report)),
    }
}

/// Returns the next backups after a time, and how long they are kept. Without a ttl, that is Velero's default of 720
/// hours.
///
/// There is a backup at each run. While the library finds no run, there is one every minute, from the first full minute
/// after the time.
///
/// # Errors
///
/// Why Velero refuses the expression or the ttl, or that the version is unknown.
pub fn retention(
    expression: &str,
    ttl: Option<&str>,
    after: i64,
    count: u32,
    velero_version: Option<&str>,
) -> Result<Timeline, Vec<Diagnostic>> {
    let mut report = Report::default();
    let cron = read(expression, velero_version, &mut report);
    match (cron, Lifetime::of(ttl)) {
        (Some(cron), Ok(lifetime)) => Ok(Timeline::of(&cron, lifetime, after, count)),
        (_, lifetime) => {
            if lifetime.is_err() {
                ttl::check(ttl, Dialect::Spec, &Pointer::Root, &mut report);
            }
            Err(errors(report))
        }
    }
}

fn read(expression: &str, velero_version: Option<&str>, report: &mut Report) -> Option<Cron> {
    let release: Release = release_of(velero_version, report)?;
    Cron::parse(expression, Library::of(release))
        .inspect_err(|error| {
            let reader = schedule::Reader { dialect: Dialect::Spec, release };
            report.push(|| schedule::not_cron(expression, error, reader).at(&Pointer::Root.key("schedule")));
        })
        .ok()
}

/// Returns the errors, without the warnings about the version.
fn errors(report: Report) -> Vec<Diagnostic> {
    let mut diagnostics = report.into_diagnostics();
    diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
    diagnostics
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge;
    use crate::model::Spec;
    use crate::model::{Target, VeleroSettings};
    use crate::velero::cron::instant_from_rfc3339;

    fn config(expression: &str) -> ScheduleConfig {
        ScheduleConfig { schedule: Some(expression.to_owned()), ..ScheduleConfig::default() }
    }

    fn codes(diagnostics: &[Diagnostic]) -> Vec<&'static str> {
        diagnostics.iter().map(|diagnostic| diagnostic.rule.code).collect()
    }

    #[test]
    fn a_schedule_is_checked_for_a_version() {
        for (expression, version, expected) in [
            ("0 2 * * 7", None, &["schedule-not-cron"][..]),
            ("0 2 * * 7", Some("1.18.2"), &["schedule-not-cron"]),
            ("0 2 * * 7", Some("1.18.3"), &[]),
            ("0 2 1-7 * 1", Some("v1.17.0"), &["schedule-either-day", "schedule-differs-by-release"]),
            ("0 2 1-7 * 1", Some("next"), &[]),
            ("0 2 30 2 1", None, &["schedule-either-day", "schedule-differs-by-release"]),
            ("0 2 30 2 1", Some("next"), &["schedule-never-matches"]),
            ("0 2 30 2 *", Some("1.15"), &["schedule-never-matches"]),
            ("0 2 * * *", Some("0.1"), &["unknown-velero-version"]),
            ("0 2 * * *", Some("1.18.0"), &["velero-version-differs"]),
        ] {
            assert_eq!(codes(&check_schedule(&config(expression), version)), expected, "{expression} {version:?}");
        }
    }

    #[test]
    fn runs_and_backups_are_those_of_a_version() {
        // 2026-03-01, a Sunday.
        let march = instant_from_rfc3339("2026-03-01T00:00:00Z").expect("a time");
        let days = |version: Option<&str>| {
            let runs = next_runs("0 0 1-7 * 1", march, 3, version).expect("a cron expression");
            runs.iter().map(|run| (run - march) / 86_400).collect::<Vec<_>>()
        };
        assert_eq!(days(None), [1, 2, 3]);
        assert_eq!(days(Some("next")), [1, 36, 64]);
        // A warning about a version is not an error.
        assert_eq!(days(Some("1.18.0")), [1, 2, 3]);
        let refused = |errors: Vec<Diagnostic>| codes(&errors);
        assert_eq!(next_runs("0 0 * * *", 0, 1, Some("x")).map_err(refused), Err(vec!["unknown-velero-version"]));
        let errors = retention("@none", Some("1y"), 0, 1, Some("1.18.0")).map_err(refused);
        assert_eq!(errors, Err(vec!["schedule-not-cron", "ttl-not-a-duration"]));
        let errors = retention("@none", Some("1y"), 0, 1, Some("x")).map_err(refused);
        assert_eq!(errors, Err(vec!["unknown-velero-version", "ttl-not-a-duration"]));
    }

    #[test]
    fn a_schedule_that_never_matches_has_backups_and_no_runs_and_is_not_created() {
        assert_eq!(next_runs("0 0 30 2 *", 0, 5, None), Ok(vec![]));
        let timeline = retention("0 0 30 2 *", Some("1h"), 30, 2, None).expect("accepted");
        let starts = timeline.backups.iter().map(|backup| backup.start).collect::<Vec<_>>();
        assert_eq!((starts, timeline.gaps, timeline.kept_at_once), (vec![60, 120], vec![], 120));

        let config = config("0 0 30 2 *");
        let name = |name: &str| name.to_owned();
        let target =
            Target { app: name("app"), relation_name: name("backup"), model: name("prod"), spec: Spec::default() };
        let settings = VeleroSettings {
            namespace: name("velero"),
            storage_location: String::new(),
            volume_snapshot_locations: vec![],
            default_volumes_to_fs_backup: None,
        };
        let refused = Err(vec!["schedule-never-matches"]);
        assert_eq!(merge::to_databag(&target, &config, None).map(drop).map_err(|found| codes(&found)), refused);
        let manifest = merge::schedule_manifest(&target, &config, &settings, None);
        assert_eq!(manifest.map(drop).map_err(|found| codes(&found)), refused);
        let plan = merge::plan(&[target], &config, &settings, &[], None);
        assert!(plan.manifests.is_empty());
        assert_eq!(
            codes(&plan.diagnostics),
            ["schedule-never-matches", "no-velero-relation", "whole-cluster", "backups-kept"]
        );
    }
}
