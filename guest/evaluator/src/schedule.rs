//! Implements the `schedule` interface.

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::schedule;
use k8s_backup_target::velero::backup;

use crate::exports::k8s_backup::target::cluster::ClusterBorrow;
use crate::exports::k8s_backup::target::schedule as wit;
use crate::exports::k8s_backup::target::types::{Backup, Diagnostic, ScheduleConfig};
use crate::{Evaluator, all};

impl wit::Guest for Evaluator {
    fn check_schedule(schedule: ScheduleConfig, velero_version: Option<String>) -> Vec<Diagnostic> {
        all(schedule::check_schedule(&schedule.into(), velero_version.as_deref()))
    }

    fn next_runs(
        schedule: String,
        after: i64,
        count: u32,
        velero_version: Option<String>,
    ) -> Result<Vec<i64>, Vec<Diagnostic>> {
        schedule::next_runs(&schedule, after, count, velero_version.as_deref()).map_err(all)
    }

    fn retention(
        schedule: String,
        ttl: Option<String>,
        after: i64,
        count: u32,
        velero_version: Option<String>,
    ) -> Result<wit::Timeline, Vec<Diagnostic>> {
        schedule::retention(&schedule, ttl.as_deref(), after, count, velero_version.as_deref())
            .map(Into::into)
            .map_err(all)
    }

    fn plan_backups(
        backups: Vec<Backup>,
        after: Option<i64>,
        count: u32,
        cluster: Option<ClusterBorrow<'_>>,
    ) -> wit::SchedulePlan {
        let cluster = cluster.as_ref().map(ClusterBorrow::get::<Cluster>);
        let plan = schedule::plan_backups(&all::<_, backup::Backup>(backups), after, count, cluster);
        wit::SchedulePlan { schedules: all(plan.schedules), diagnostics: all(plan.diagnostics) }
    }
}

impl From<schedule::PlannedSchedule> for wit::PlannedSchedule {
    fn from(planned: schedule::PlannedSchedule) -> Self {
        let schedule::PlannedSchedule { index, next_runs, kept_at_once, longest_gap, longest_without_backup } = planned;
        wit::PlannedSchedule { index, next_runs, kept_at_once, longest_gap, longest_without_backup }
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
