//! Generated from wit/ by `cargo xtask bindings`.

use super::*;

/// Merges targets with a schedule into what the backup operator and Velero get.
impl Evaluator {
    /// Merges a spec with a schedule, as the integrator does.
    ///
    /// The errors say why the integrator refuses the schedule. The spec is not checked.
    pub fn merge(
        &self,
        target: &Target,
        schedule: &ScheduleConfig,
    ) -> Result<Result<VeleroBackupSpec, Vec<Diagnostic>>, Error> {
        self.call(|Instance { store, exports }| exports.k8s_backup_target_merge().call_merge(store, target, schedule))
    }

    /// Returns the `velero_backup_config` databag.
    ///
    /// The keys are `spec`, `app`, `relation_name` and `model`, and the values have the same bytes as the integrator's.
    /// The errors say why the integrator, or the default release of Velero, refuses the schedule, or that it never
    /// matches.
    pub fn to_databag(
        &self,
        target: &Target,
        schedule: &ScheduleConfig,
    ) -> Result<Result<Databag, Vec<Diagnostic>>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_merge().call_to_databag(store, target, schedule)
        })
    }

    /// Returns the Velero Backup (velero.io/v1) that the operator creates, as JSON.
    ///
    /// The errors say why Velero or Kubernetes refuses it. Their pointers are paths in the target (`/spec/ttl`) or in
    /// the settings (`/namespace`).
    ///
    /// Here and below, the cluster gives the release of Velero. Without it, the default release is used.
    ///
    /// With a cluster: [`Cluster::backup_manifest`].
    pub fn backup_manifest(
        &self,
        target: &Target,
        settings: &VeleroSettings,
    ) -> Result<Result<String, Vec<Diagnostic>>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_merge().call_backup_manifest(store, target, settings, None)
        })
    }

    /// Returns the Velero Schedule (velero.io/v1) that the operator creates, as JSON.
    ///
    /// The errors say why Velero or Kubernetes refuses it, or that the configuration has no schedule, or one that never
    /// matches. Their pointers are paths in the target, the settings or the configuration (`/schedule`).
    ///
    /// With a cluster: [`Cluster::schedule_manifest`].
    pub fn schedule_manifest(
        &self,
        target: &Target,
        schedule: &ScheduleConfig,
        settings: &VeleroSettings,
    ) -> Result<Result<String, Vec<Diagnostic>>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_merge().call_schedule_manifest(store, target, schedule, settings, None)
        })
    }

    /// Plans how targets are written into the integrator's velero-backup relations, and what is lost.
    ///
    /// Each relation comes with the integrator's own databag. The last target replaces the others in every relation.
    ///
    /// With a cluster: [`Cluster::plan`].
    pub fn plan(
        &self,
        targets: &[Target],
        schedule: &ScheduleConfig,
        settings: &VeleroSettings,
        velero_relations: &[Relation],
    ) -> Result<MergePlan, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_merge().call_plan(store, targets, schedule, settings, velero_relations, None)
        })
    }
}
