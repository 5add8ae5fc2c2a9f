//! Generated from wit/ by `cargo xtask bindings`.

use super::*;

/// When backups are made, and how long they live.
impl Evaluator {
    /// What is wrong with a schedule: what Velero refuses, what the integrator's own check refuses, and what does
    /// nothing or was hardly meant.
    ///
    /// Pointers lead into the configuration: `/schedule`.
    pub fn check_schedule(&self, schedule: &ScheduleConfig) -> Result<Vec<Diagnostic>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_schedule().call_check_schedule(store, schedule)
        })
    }

    /// Unix seconds of the next runs after a time, as Velero's cron library (robfig/cron 3.0.1) finds them, in UTC
    /// where the expression names no time zone.
    ///
    /// At most 10,000; fewer where no run follows within five years, or after the year 9999. The errors say why Velero
    /// refuses the expression.
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

    /// The next runs after a time, and the lives of their backups.
    ///
    /// `ttl` none is Velero's default of 720 hours, and so is zero; a negative one ends with the run. The errors say
    /// why Velero refuses the expression or the ttl.
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
