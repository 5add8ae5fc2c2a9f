//! Times in arguments, and the next runs of a schedule.

use std::fmt::Write;

use k8s_backup_target::model::ScheduleConfig;
use k8s_backup_target::schedule::next_runs;
use k8s_backup_target::velero::cron::{instant_from_rfc3339, instant_to_rfc3339};

use super::Ended;
use crate::outcome::Outcome;

/// Maximum number of runs that are listed.
const MAX_LISTED_RUNS: u32 = 5;

/// Returns lines with the next runs after this time; an empty text without a time or a schedule.
pub(super) fn runs(config: &ScheduleConfig, at: Option<&str>) -> Ended<String> {
    let Some(at) = at else { return Ok(String::new()) };
    let Some(after) = instant_from_rfc3339(at) else {
        let at = crate::input::visible(at);
        let reason = format!("`{at}` is not a time: write `--at` with one such as `2026-06-01T00:00:00Z`");
        return Err(Outcome::failure(&reason));
    };
    // A schedule that Velero refuses never runs. The description of the spec says why.
    let runs = config.expression().and_then(|expression| next_runs(expression, after, MAX_LISTED_RUNS, None).ok());
    let runs = runs.unwrap_or_default();
    let mut text = String::new();
    if !runs.is_empty() {
        let _ = writeln!(text, "The next runs after {}:", instant_to_rfc3339(after));
        for run in runs {
            let _ = writeln!(text, "  {}", instant_to_rfc3339(run));
        }
    }
    Ok(text)
}
