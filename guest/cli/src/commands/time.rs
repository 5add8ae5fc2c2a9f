//! Times in arguments, and the next runs of a schedule.

use std::fmt::Write;

use k8s_backup_target::model::ScheduleConfig;
use k8s_backup_target::release::Release;
use k8s_backup_target::schedule::next_runs;
use k8s_backup_target::velero::cron::{instant_from_rfc3339, instant_to_rfc3339};

use super::Ended;
use crate::outcome::Outcome;

/// Maximum number of runs that are listed.
const MAX_LISTED_RUNS: u32 = 5;

/// Returns the Unix seconds of `--at`.
pub(super) fn instant(at: Option<&str>) -> Ended<Option<i64>> {
    let Some(at) = at else { return Ok(None) };
    let refused = || {
        let at = crate::formats::visible(at);
        Outcome::failure(&format!("`{at}` is not a time: write `--at` with one such as `2026-06-01T00:00:00Z`"))
    };
    instant_from_rfc3339(at).map(Some).ok_or_else(refused)
}

/// Returns lines with the next runs after a time; an empty text without a time or a schedule.
///
/// If the runs depend on the release of Velero, there are lines for each of these releases.
pub(super) fn runs(config: &ScheduleConfig, after: Option<i64>, releases: &[Release]) -> String {
    let (Some(after), Some(expression)) = (after, config.expression()) else { return String::new() };
    if config.paused {
        let missed = "when it is resumed, a missed run is made at once, unless `--skip-immediately` is set";
        return format!("There are no runs after {}: the schedule is paused; {missed}\n", instant_to_rfc3339(after));
    }
    let mut of_releases: Vec<(Vec<i64>, Vec<Release>)> = Vec::new();
    for release in releases {
        // A schedule that Velero refuses never runs. The description of the spec says why.
        let runs = next_runs(expression, after, MAX_LISTED_RUNS, Some(release.name())).unwrap_or_default();
        match of_releases.iter_mut().find(|(known, _)| *known == runs) {
            Some((_, releases)) if releases.contains(release) => {}
            Some((_, releases)) => releases.push(*release),
            None => of_releases.push((runs, vec![*release])),
        }
    }
    let is_one = of_releases.len() == 1;
    let mut text = String::new();
    for (runs, releases) in of_releases.iter().filter(|(runs, _)| !runs.is_empty()) {
        let names: Vec<&str> = releases.iter().map(|release| release.name()).collect();
        let of = if is_one { String::new() } else { format!(" in Velero {}", names.join(", ")) };
        let _ = writeln!(text, "The next runs after {}{of}:", instant_to_rfc3339(after));
        for run in runs {
            let _ = writeln!(text, "  {}", instant_to_rfc3339(*run));
        }
    }
    text
}
