//! The schedule flow: checks a schedule, and computes its next runs and the backups that it keeps.

use crate::diagnostic::{Diagnostic, Pointer};
use crate::model::{ScheduleConfig, Spec};
use crate::report::Report;
use crate::rules::{schedule, ttl};
use crate::velero::cron::Cron;
use crate::velero::retention::{self, Lifetime};
pub use crate::velero::retention::{MAX_RUNS, Timeline, Window};

/// Checks a schedule. Pointers refer to its configuration.
pub fn check_schedule(config: &ScheduleConfig, _velero_version: Option<&str>) -> Vec<Diagnostic> {
    let mut report = Report::default();
    schedule::check(config, &Pointer::Root, &mut report);
    schedule::check_for_manifest(config, &Pointer::Root, &mut report);
    report.into_diagnostics()
}

/// Returns the next `count` runs after a time, in Unix seconds; at most [`MAX_RUNS`], and fewer if there is no further
/// run within five years, as in robfig/cron 3.0.1.
///
/// # Errors
///
/// Why Velero refuses the expression.
pub fn next_runs(
    expression: &str,
    after: i64,
    count: u32,
    _velero_version: Option<&str>,
) -> Result<Vec<i64>, Vec<Diagnostic>> {
    let mut report = Report::default();
    match read(expression, &mut report) {
        Some(cron) => Ok(retention::next_runs(&cron, after, count).collect()),
        None => Err(report.into_diagnostics()),
    }
}

/// Returns the next runs after a time, and how long their backups are kept. Without a ttl, that is Velero's default of
/// 720 hours.
///
/// # Errors
///
/// Why Velero refuses the expression or the ttl.
pub fn retention(
    expression: &str,
    ttl: Option<&str>,
    after: i64,
    count: u32,
    _velero_version: Option<&str>,
) -> Result<Timeline, Vec<Diagnostic>> {
    let mut report = Report::default();
    let cron = read(expression, &mut report);
    match (cron, Lifetime::of(ttl)) {
        (Some(cron), Ok(lifetime)) => Ok(Timeline::of(&cron, lifetime, after, count)),
        (_, lifetime) => {
            if lifetime.is_err() {
                ttl::check(&Spec { ttl: ttl.map(str::to_owned), ..Spec::default() }, &Pointer::Root, &mut report);
            }
            Err(report.into_diagnostics())
        }
    }
}

fn read(expression: &str, report: &mut Report) -> Option<Cron> {
    Cron::parse(expression)
        .inspect_err(|error| report.push(|| schedule::not_cron(expression, error).at(&Pointer::Root.key("schedule"))))
        .ok()
}
