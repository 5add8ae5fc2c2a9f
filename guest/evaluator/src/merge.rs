//! Implements the `merge` interface.

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::{merge, model};

use crate::exports::k8s_backup::target::cluster::ClusterBorrow;
use crate::exports::k8s_backup::target::merge as wit;
use crate::exports::k8s_backup::target::types;
use crate::exports::k8s_backup::target::types::{Diagnostic, ScheduleConfig, Target};
use crate::{Evaluator, all};

impl wit::Guest for Evaluator {
    fn merge(target: Target, schedule: ScheduleConfig) -> Result<wit::VeleroBackupSpec, Vec<Diagnostic>> {
        merge::merge(&target.into(), &schedule.into()).map(Into::into).map_err(all)
    }

    fn to_databag(target: Target, schedule: ScheduleConfig) -> Result<types::Databag, Vec<Diagnostic>> {
        merge::to_databag(&target.into(), &schedule.into(), None).map(Into::into).map_err(all)
    }

    fn backup_manifest(
        target: Target,
        settings: wit::VeleroSettings,
        cluster: Option<ClusterBorrow<'_>>,
    ) -> Result<String, Vec<Diagnostic>> {
        let cluster = cluster.as_ref().map(ClusterBorrow::get::<Cluster>);
        merge::backup_manifest(&target.into(), &settings.into(), cluster).map_err(all)
    }

    fn schedule_manifest(
        target: Target,
        schedule: ScheduleConfig,
        settings: wit::VeleroSettings,
        cluster: Option<ClusterBorrow<'_>>,
    ) -> Result<String, Vec<Diagnostic>> {
        let cluster = cluster.as_ref().map(ClusterBorrow::get::<Cluster>);
        merge::schedule_manifest(&target.into(), &schedule.into(), &settings.into(), cluster).map_err(all)
    }

    fn plan(
        targets: Vec<Target>,
        schedule: ScheduleConfig,
        settings: wit::VeleroSettings,
        velero_relations: Vec<types::Relation>,
        cluster: Option<ClusterBorrow<'_>>,
    ) -> wit::MergePlan {
        let cluster = cluster.as_ref().map(ClusterBorrow::get::<Cluster>);
        let targets: Vec<model::Target> = all(targets);
        let relations: Vec<model::Relation> = all(velero_relations);
        merge::plan(&targets, &schedule.into(), &settings.into(), &relations, cluster).into()
    }
}

impl From<wit::VeleroSettings> for model::VeleroSettings {
    fn from(settings: wit::VeleroSettings) -> Self {
        model::VeleroSettings {
            namespace: settings.namespace,
            storage_location: settings.storage_location,
            volume_snapshot_locations: settings.volume_snapshot_locations,
            default_volumes_to_fs_backup: settings.default_volumes_to_fs_backup,
        }
    }
}

impl From<merge::VeleroBackupSpec> for wit::VeleroBackupSpec {
    fn from(merged: merge::VeleroBackupSpec) -> Self {
        wit::VeleroBackupSpec { spec: merged.spec.into(), schedule: merged.schedule.into() }
    }
}

impl From<merge::MergePlan> for wit::MergePlan {
    fn from(plan: merge::MergePlan) -> Self {
        wit::MergePlan { writes: all(plan.writes), manifests: all(plan.manifests), diagnostics: all(plan.diagnostics) }
    }
}

impl From<merge::PlannedWrite> for wit::PlannedWrite {
    fn from(write: merge::PlannedWrite) -> Self {
        wit::PlannedWrite {
            relation_id: write.relation_id,
            target_index: write.target_index,
            databag: write.databag.into(),
            changed: write.changed,
        }
    }
}

impl From<merge::TargetManifest> for wit::TargetManifest {
    fn from(manifest: merge::TargetManifest) -> Self {
        let kind = match manifest.kind {
            merge::ManifestKind::Backup => wit::ManifestKind::Backup,
            merge::ManifestKind::Schedule => wit::ManifestKind::Schedule,
        };
        wit::TargetManifest { target_index: manifest.target_index, kind, json: manifest.json }
    }
}
