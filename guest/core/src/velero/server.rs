//! Velero's server and its cluster, as far as they decide how the contents of volumes are saved.

use super::policy::Policy;

/// The settings of Velero's server and of its cluster. `None` is not known: the default of the server is assumed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerSettings {
    /// Whether volumes are saved by file-system backup unless a Backup says otherwise. The default is false.
    pub default_volumes_to_fs_backup: Option<bool>,
    /// Whether the data of CSI snapshots is moved unless a Backup says otherwise. The default is false.
    pub default_snapshot_move_data: Option<bool>,
    /// Whether the feature EnableCSI is on. The default is false.
    pub enable_csi: Option<bool>,
    /// The VolumeSnapshotLocations. The default is none.
    pub snapshot_locations: Option<Vec<SnapshotLocation>>,
    /// The default location of providers with several: the provider and the name.
    pub default_snapshot_locations: Vec<(String, String)>,
    /// The names of the BackupStorageLocations. By default, those that Backups name exist.
    pub storage_locations: Option<Vec<String>>,
    /// The nodes with their operating systems. By default, the nodes of pods exist, with Linux.
    pub nodes: Option<Vec<(String, String)>>,
    /// Nodes with a running pod of Velero's node agent. By default, all nodes.
    pub agents: Option<Vec<String>>,
    /// The CSI driver with a VolumeGroupSnapshotClass that Velero chooses, besides those of the inventory.
    pub group_snapshot_driver: Option<String>,
    /// Whether CSI snapshots never get a handle. The default is false.
    pub snapshots_without_handles: bool,
    /// Resource policies, besides those of the inventory.
    pub policies: Vec<PolicyMap>,
    /// The resource policy of the server, for all backups.
    pub global_policy: Option<PolicyMap>,
}

impl ServerSettings {
    /// Returns these settings, with those of another for what is not known.
    pub fn or(self, other: &ServerSettings) -> Self {
        let or_list = |list: Vec<(String, String)>, other: &Vec<(String, String)>| {
            if list.is_empty() { other.clone() } else { list }
        };
        ServerSettings {
            default_volumes_to_fs_backup: self.default_volumes_to_fs_backup.or(other.default_volumes_to_fs_backup),
            default_snapshot_move_data: self.default_snapshot_move_data.or(other.default_snapshot_move_data),
            enable_csi: self.enable_csi.or(other.enable_csi),
            snapshot_locations: self.snapshot_locations.or_else(|| other.snapshot_locations.clone()),
            default_snapshot_locations: or_list(self.default_snapshot_locations, &other.default_snapshot_locations),
            storage_locations: self.storage_locations.or_else(|| other.storage_locations.clone()),
            nodes: self.nodes.or_else(|| other.nodes.clone()),
            agents: self.agents.or_else(|| other.agents.clone()),
            group_snapshot_driver: self.group_snapshot_driver.or_else(|| other.group_snapshot_driver.clone()),
            snapshots_without_handles: self.snapshots_without_handles || other.snapshots_without_handles,
            policies: self.policies.into_iter().chain(other.policies.iter().cloned()).collect(),
            global_policy: self.global_policy.or_else(|| other.global_policy.clone()),
        }
    }
}

/// A VolumeSnapshotLocation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SnapshotLocation {
    /// Its name.
    pub name: String,
    /// The provider, such as `aws` or `velero.io/gcp`.
    pub provider: String,
}

/// A ConfigMap with a resource policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyMap {
    /// Its namespace. `None` is any.
    pub namespace: Option<String>,
    /// Its name. `None` is any.
    pub name: Option<String>,
    /// Its data: keys and values. Velero reads a policy from the value of the only key.
    pub data: Vec<(String, String)>,
}

/// The policies that apply to a backup, as Velero reads them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Policies {
    /// The policy of the Backup, followed by the rules of the server's. `None` without a policy.
    pub(crate) merged: Option<Policy>,
    /// The policy of the Backup alone, which CSI snapshots are decided with. `None` without one.
    pub(crate) own: Option<Policy>,
    /// The number of rules that are of the Backup's policy.
    pub(crate) own_rules: usize,
}
