//! Velero's Backups and Schedules, as far as they decide what is saved, when, and for how long.

use super::cron::instant_from_rfc3339;
use super::filters::{Filters, Selector};
use crate::diagnostic::quoted;
use crate::model::ScheduleConfig;

/// The group of Velero's kinds.
pub(crate) const VELERO_GROUP: &str = "velero.io";

/// A Backup, or the next backup of a Schedule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Backup {
    /// Its name. `None` if Kubernetes generates it.
    pub name: Option<String>,
    /// Its namespace, in which Velero runs. `None` if the document does not have it.
    pub namespace: Option<String>,
    /// What is saved.
    pub filters: Filters,
    /// When the backup expires, as a duration such as `24h`. `None` is Velero's default of 720 hours.
    pub ttl: Option<String>,
    /// When a Schedule runs, with an expression. `None` for a Backup.
    pub schedule: Option<ScheduleConfig>,
    /// The name of the ConfigMap with the resource policy.
    pub resource_policy: Option<String>,
    /// How the contents of volumes are saved.
    pub volumes: VolumeFields,
    /// The name of the BackupStorageLocation. `None` is the default one.
    pub storage_location: Option<String>,
    /// The label selectors of its hooks, each with the index of its hook.
    pub hook_selectors: Vec<(u32, Selector)>,
    /// What Velero has written into it.
    pub status: Status,
}

impl Backup {
    /// Returns `backup/NAMESPACE/NAME` or `schedule/NAMESPACE/NAME`, without a namespace that is not known.
    pub fn full_name(&self) -> String {
        let kind = self.kind().name().to_lowercase();
        let name = self.name.as_deref().unwrap_or("(generated)");
        match &self.namespace {
            Some(namespace) => format!("{kind}/{namespace}/{name}"),
            None => format!("{kind}/{name}"),
        }
    }

    /// Returns why it protects nothing at a time, whatever it saves. Without a time, expiry is not checked.
    ///
    /// What counts is the next backup of a Schedule that is not paused, and a Backup that was made and has not expired. One
    /// without a phase is still to be made, and counts too.
    pub fn why_not_protecting(&self, at: Option<i64>) -> Option<String> {
        if let Some(schedule) = &self.schedule {
            return schedule.paused.then(|| "it is paused".to_owned());
        }
        const MADE: [&str; 2] = ["Completed", "PartiallyFailed"];
        if let Some(phase) = self.status.phase.as_deref().filter(|phase| !MADE.contains(phase)) {
            return Some(format!("its phase is {}", quoted(phase)));
        }
        let expiration = self.status.expiration.as_deref()?;
        let is_over = instant_from_rfc3339(expiration)? <= at?;
        is_over.then(|| format!("it expired at {expiration}"))
    }

    /// Returns which of the two it is.
    pub fn kind(&self) -> BackupKind {
        if self.schedule.is_some() { BackupKind::Schedule } else { BackupKind::Backup }
    }
}

/// The fields of a BackupSpec that decide how the contents of volumes are saved. `None` is the default of the server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VolumeFields {
    /// Whether snapshots are made. `None` is true.
    pub snapshot_volumes: Option<bool>,
    /// Whether the data of CSI snapshots is moved.
    pub snapshot_move_data: Option<bool>,
    /// What moves the data. `None`, the empty text and `velero` are Velero's own.
    pub datamover: Option<String>,
    /// Whether volumes are saved by file-system backup, unless an annotation excludes them.
    pub default_volumes_to_fs_backup: Option<bool>,
    /// The older name of this field. Velero only reads `true`, also if the other field is false.
    pub default_volumes_to_restic: Option<bool>,
    /// The names of VolumeSnapshotLocations.
    pub volume_snapshot_locations: Vec<String>,
    /// Annotations of the Backup that choose classes for the snapshots of a CSI driver: keys and values.
    pub annotations: Vec<(String, String)>,
}

/// The kind of an object with the spec of a Backup.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum BackupKind {
    /// It runs once.
    #[default]
    Backup,
    /// It makes Backups.
    Schedule,
}

impl BackupKind {
    /// Returns the kind in manifests.
    pub const fn name(self) -> &'static str {
        match self {
            BackupKind::Backup => "Backup",
            BackupKind::Schedule => "Schedule",
        }
    }
}

/// The status of a Backup or a Schedule that a cluster has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// The phase, such as `Completed`.
    pub phase: Option<String>,
    /// When the Backup expires, in RFC 3339.
    pub expiration: Option<String>,
}
