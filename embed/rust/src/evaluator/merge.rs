//! `merge`.

use super::Evaluator;
use crate::error::Error;
use crate::instance::Instance;
use crate::{Databag, Diagnostic, MergePlan, Relation, ScheduleConfig, Target, VeleroBackupSpec, VeleroSettings};

#[expect(clippy::missing_errors_doc, reason = "the type says it")]
impl Evaluator {
    /// The spec and its schedule, as the integrator merges them: `merge.merge`.
    pub fn merge(
        &self,
        target: &Target,
        schedule: &ScheduleConfig,
    ) -> Result<Result<VeleroBackupSpec, Vec<Diagnostic>>, Error> {
        self.call(|Instance { store, exports }| exports.k8s_backup_target_merge().call_merge(store, target, schedule))
    }

    /// The `velero_backup_config` databag of a target: `merge.to-databag`.
    pub fn to_databag(
        &self,
        target: &Target,
        schedule: &ScheduleConfig,
    ) -> Result<Result<Databag, Vec<Diagnostic>>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_merge().call_to_databag(store, target, schedule)
        })
    }

    /// JSON of a Velero Backup: `merge.backup-manifest`.
    pub fn backup_manifest(
        &self,
        target: &Target,
        settings: &VeleroSettings,
    ) -> Result<Result<String, Vec<Diagnostic>>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_merge().call_backup_manifest(store, target, settings)
        })
    }

    /// JSON of a Velero Schedule: `merge.schedule-manifest`.
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

    /// All targets onto the integrator's relations, with what would be lost on the way: `merge.plan`.
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
