//! Generated from wit/ by `cargo xtask bindings`.

use super::*;

/// When backups are created, and when they expire.
impl Evaluator {
    /// Returns what is wrong with a schedule: why Velero or the integrator refuses it, and what has no effect or is
    /// probably a mistake.
    ///
    /// Pointers are paths in the configuration: `/schedule`.
    ///
    /// Here and below, `velero_version` is a version of Velero, as for `Cluster::open`. Without it, the default release
    /// is used. A version that is not known is an error.
    pub fn check_schedule(
        &self,
        schedule: &ScheduleConfig,
        velero_version: Option<&str>,
    ) -> Result<Vec<Diagnostic>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_schedule().call_check_schedule(store, schedule, velero_version)
        })
    }

    /// Returns the Unix seconds of the next runs after a time, as Velero's cron library finds them: robfig/cron 3.0.1
    /// before Velero 1.18.3, and go-cron 0.15.0 since.
    ///
    /// They are in UTC if the expression has no time zone. There are at most 10,000. There are fewer than `count` if no
    /// run follows within five years, or after the year 9999. If the expression matches no time, there are none, but
    /// Velero creates a backup every minute. The errors say why Velero refuses the expression.
    pub fn next_runs(
        &self,
        schedule: &str,
        after: i64,
        count: u32,
        velero_version: Option<&str>,
    ) -> Result<Result<Vec<i64>, Vec<Diagnostic>>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_schedule().call_next_runs(store, schedule, after, count, velero_version)
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
        velero_version: Option<&str>,
    ) -> Result<Result<Timeline, Vec<Diagnostic>>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_schedule().call_retention(store, schedule, ttl, after, count, velero_version)
        })
    }

    /// Plans the Schedules among Backups and Schedules: their next runs after a time, at most `count` of each, and the
    /// backups that they keep.
    ///
    /// Velero makes one backup at a time, so Schedules that run at the same minute wait for each other. The cluster
    /// gives the release of Velero. Without it, the default release is used.
    ///
    /// With a cluster: [`Cluster::plan_backups`].
    pub fn plan_backups(&self, backups: &[Backup], after: Option<i64>, count: u32) -> Result<SchedulePlan, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_schedule().call_plan_backups(store, backups, after, count, None)
        })
    }
}
