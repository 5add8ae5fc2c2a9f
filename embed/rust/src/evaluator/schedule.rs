//! `schedule`.

use super::Evaluator;
use crate::error::Error;
use crate::instance::Instance;
use crate::{Diagnostic, ScheduleConfig, Timeline};

#[expect(clippy::missing_errors_doc, reason = "the type says it")]
impl Evaluator {
    /// What is wrong with a schedule: `schedule.check-schedule`.
    pub fn check_schedule(&self, schedule: &ScheduleConfig) -> Result<Vec<Diagnostic>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_schedule().call_check_schedule(store, schedule)
        })
    }

    /// Unix seconds of the runs after a time: `schedule.next-runs`.
    pub fn next_runs(
        &self,
        schedule: &str,
        after: i64,
        count: u32,
    ) -> Result<Result<Vec<i64>, Vec<Diagnostic>>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_schedule().call_next_runs(store, schedule, after, count)
        })
    }

    /// The runs after a time, and the lives of their backups: `schedule.retention`.
    pub fn retention(
        &self,
        schedule: &str,
        ttl: Option<&str>,
        after: i64,
        count: u32,
    ) -> Result<Result<Timeline, Vec<Diagnostic>>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_schedule().call_retention(store, schedule, ttl, after, count)
        })
    }
}
