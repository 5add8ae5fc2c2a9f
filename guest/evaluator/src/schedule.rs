//! Implements the `schedule` interface.

use k8s_backup_target::schedule;

use crate::exports::k8s_backup::target::schedule as wit;
use crate::exports::k8s_backup::target::types::{Diagnostic, ScheduleConfig};
use crate::{Evaluator, all};

impl wit::Guest for Evaluator {
    fn check_schedule(schedule: ScheduleConfig) -> Vec<Diagnostic> {
        all(schedule::check_schedule(&schedule.into(), None))
    }

    fn next_runs(schedule: String, after: i64, count: u32) -> Result<Vec<i64>, Vec<Diagnostic>> {
        schedule::next_runs(&schedule, after, count, None).map_err(all)
    }

    fn retention(
        schedule: String,
        ttl: Option<String>,
        after: i64,
        count: u32,
    ) -> Result<wit::Timeline, Vec<Diagnostic>> {
        schedule::retention(&schedule, ttl.as_deref(), after, count, None).map(Into::into).map_err(all)
    }
}

impl From<schedule::Timeline> for wit::Timeline {
    fn from(timeline: schedule::Timeline) -> Self {
        wit::Timeline { backups: all(timeline.backups), gaps: all(timeline.gaps), kept_at_once: timeline.kept_at_once }
    }
}

impl From<schedule::Window> for wit::Window {
    fn from(window: schedule::Window) -> Self {
        wit::Window { start: window.start, end: window.end }
    }
}
