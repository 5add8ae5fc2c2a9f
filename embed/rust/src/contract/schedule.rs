//! Generated from wit/ by `cargo xtask bindings`.

use super::*;

/// When backups are created, and when they expire.
impl Evaluator {
    /// Returns what is wrong with a schedule: why Velero or the integrator refuses it, and what has no effect or is
    /// probably a mistake.
    ///
    /// Pointers are paths in the configuration: `/schedule`.
    pub fn check_schedule(&self, schedule: &ScheduleConfig) -> Result<Vec<Diagnostic>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_schedule().call_check_schedule(store, schedule)
        })
    }

    /// Returns the Unix seconds of the next runs after a time, as Velero's cron library (robfig/cron 3.0.1) finds them.
    ///
    /// They are in UTC if the expression has no time zone. There are at most 10,000. There are fewer than `count` if no
    /// run follows within five years, or after the year 9999. The errors say why Velero refuses the expression.
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

    /// Returns the next runs after a time, and when their backups expire.
    ///
    /// If `ttl` is `None` or zero, it is Velero's default of 720 hours. With a negative one, a backup expires at once.
    /// The errors say why Velero refuses the expression or the ttl.
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
