//! Generated from wit/ by `cargo xtask bindings`.

use super::*;

/// From targets and a schedule to what the backup operator and Velero get.
impl Evaluator {
    /// The spec and its schedule, as the integrator merges them.
    ///
    /// Refuses a schedule that the integrator refuses; the spec is not judged here.
    pub fn merge(
        &self,
        target: &Target,
        schedule: &ScheduleConfig,
    ) -> Result<Result<VeleroBackupSpec, Vec<Diagnostic>>, Error> {
        self.call(|Instance { store, exports }| exports.k8s_backup_target_merge().call_merge(store, target, schedule))
    }

    /// The `velero_backup_config` databag: keys spec, app, relation_name, model, with the integrator's bytes.
    ///
    /// Refuses a schedule that the integrator or Velero refuses; where the two disagree, both are told.
    pub fn to_databag(
        &self,
        target: &Target,
        schedule: &ScheduleConfig,
    ) -> Result<Result<Databag, Vec<Diagnostic>>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_merge().call_to_databag(store, target, schedule)
        })
    }

    /// JSON of a Velero Backup (velero.io/v1), as the operator makes it.
    ///
    /// Refuses what Velero or Kubernetes refuses; pointers lead into the target (`/spec/ttl`) or, for what the settings
    /// say, into them (`/namespace`).
    pub fn backup_manifest(
        &self,
        target: &Target,
        settings: &VeleroSettings,
    ) -> Result<Result<String, Vec<Diagnostic>>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_merge().call_backup_manifest(store, target, settings)
        })
    }

    /// JSON of a Velero Schedule (velero.io/v1), as the operator makes it.
    ///
    /// Refuses what Velero or Kubernetes refuses, and a configuration without a schedule; pointers lead into the
    /// configuration (`/schedule`), too.
    pub fn schedule_manifest(
        &self,
        target: &Target,
        schedule: &ScheduleConfig,
        settings: &VeleroSettings,
    ) -> Result<Result<String, Vec<Diagnostic>>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_merge().call_schedule_manifest(store, target, schedule, settings)
        })
    }

    /// All targets onto the integrator's velero-backup relations, with what would be lost on the way.
    ///
    /// Each relation has the integrator's own databag in it, and ends with one target: the last.
    pub fn plan(
        &self,
        targets: &[Target],
        schedule: &ScheduleConfig,
        settings: &VeleroSettings,
        velero_relations: &[Relation],
    ) -> Result<MergePlan, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_merge().call_plan(store, targets, schedule, settings, velero_relations)
        })
    }
}
