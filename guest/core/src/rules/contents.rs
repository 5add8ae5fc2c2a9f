//! The checks of whether a Backup can save the contents of volumes, by its own fields.

use super::cross_field::{find_core_kind, selects_core_kind};
use super::resources::Resources;
use crate::catalogue::{DEFAULT_VOLUMES_TO_RESTIC, NO_CONTENTS_SAVED};
use crate::cluster::Cluster;
use crate::diagnostic::Pointer;
use crate::report::Report;
use crate::velero::backup::Backup;
use crate::velero::filters::Field;

const PODS: &str = "pods";
const CLAIMS: &str = "persistentvolumeclaims";
const FS_FIELD: &str = "defaultVolumesToFsBackup";
const RESTIC: &str = "defaultVolumesToRestic";
const SNAPSHOTS: &str = "snapshotVolumes";

/// What the fields of a Backup say about the contents of the volumes of its claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ByFields {
    /// There are no claims, or the settings of Velero and the objects of the cluster decide.
    Open,
    /// File-system backup is the default, and no pod is in the backup. A volume that is chosen gets no snapshot either.
    NoPods,
    /// There are no snapshots, and file-system backup only of volumes that annotations of pods name.
    OnlyAnnotated,
    /// File-system backup is the default.
    FileSystem,
    /// There are no snapshots. Whether file-system backup is the default is not known.
    NoSnapshots,
}

/// Returns what the fields say. A resource policy can decide otherwise.
pub(crate) fn by_fields(backup: &Backup, cluster: &Cluster) -> ByFields {
    let resources = Resources::of(&backup.filters, cluster);
    let fields = &backup.volumes;
    if !selects_core_kind(&resources, CLAIMS) || backup.resource_policy.is_some() {
        return ByFields::Open;
    }
    let by_default = match fields.default_volumes_to_restic {
        Some(true) => Some(true),
        _ => fields.default_volumes_to_fs_backup,
    };
    match (by_default, fields.snapshot_volumes) {
        (Some(true), _) if !selects_core_kind(&resources, PODS) => ByFields::NoPods,
        (Some(true), _) => ByFields::FileSystem,
        (Some(false), Some(false)) => ByFields::OnlyAnnotated,
        (None, Some(false)) => ByFields::NoSnapshots,
        _ => ByFields::Open,
    }
}

impl ByFields {
    /// Returns the sentence of a description.
    pub(crate) fn sentence(self) -> Option<&'static str> {
        Some(match self {
            ByFields::Open => return None,
            ByFields::NoPods => {
                "Does not save the contents of volumes: they are read through pods, which are not in the backup."
            }
            ByFields::OnlyAnnotated => {
                "Saves the contents of volumes only if an annotation of a pod chooses them: snapshots and file-system backup \
                 are off."
            }
            ByFields::FileSystem => "Saves the contents of volumes through running pods, by file-system backup.",
            ByFields::NoSnapshots => "Makes no snapshots of volumes.",
        })
    }
}

/// Reports a Backup that saves claims, and cannot save their contents.
pub(super) fn check(backup: &Backup, cluster: &Cluster, spec: &Pointer<'_>, report: &mut Report) {
    check_restic(backup, spec, report);
    let filters = &backup.filters;
    match by_fields(backup, cluster) {
        ByFields::NoPods => report.push(|| {
            let resources = Resources::of(filters, cluster);
            let (excluding, field) = match &resources.scoped {
                Some(_) => (&resources.of_scope(true).excludes, Field::ExcludedNamespaceScopedResources),
                None => (&resources.global.excludes, Field::ExcludedResources),
            };
            let message = "no contents of volumes are saved: file-system backup reads them through pods, which are not in the \
                           backup, and a volume that it chooses gets no snapshot";
            let finding = NO_CONTENTS_SAVED.violation(message);
            match find_core_kind(excluding, PODS) {
                Some(index) => finding
                    .help("remove it: the pods and the contents of their volumes are then saved")
                    .at(&spec.key(filters.name(field)).index(index)),
                None => finding
                    .help("add `pods` to the included resources: the pods and the contents of their volumes are then saved")
                    .at(&spec.key(if backup.volumes.default_volumes_to_restic == Some(true) { RESTIC } else { FS_FIELD })),
            }
        }),
        ByFields::OnlyAnnotated => report.push(|| {
            let message = format!(
                "`{SNAPSHOTS}` and `{FS_FIELD}` are false: the contents of volumes are only saved if an annotation of a pod \
                 names them"
            );
            let help = format!(
                "set `{FS_FIELD}: true` to save the contents through pods, or remove `{SNAPSHOTS}` to make snapshots; if they \
                 are left out on purpose, ignore this rule"
            );
            NO_CONTENTS_SAVED.violation(message).help(help).at(&spec.key(SNAPSHOTS))
        }),
        ByFields::Open | ByFields::FileSystem | ByFields::NoSnapshots => {}
    }
}

fn check_restic(backup: &Backup, spec: &Pointer<'_>, report: &mut Report) {
    let fields = &backup.volumes;
    let message = match (fields.default_volumes_to_restic, fields.default_volumes_to_fs_backup) {
        (Some(true), Some(false)) => {
            format!("`{RESTIC}: true` wins over `{FS_FIELD}: false`: volumes are saved through pods")
        }
        (Some(false), _) => format!("`{RESTIC}: false` does nothing"),
        _ => return,
    };
    report.push(|| {
        DEFAULT_VOLUMES_TO_RESTIC.violation(message).help(format!("use only `{FS_FIELD}`")).at(&spec.key(RESTIC))
    });
}
