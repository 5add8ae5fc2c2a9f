//! The ways in which Velero saves the contents of a volume, and why it does not.

/// A way to save the contents of a volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Means {
    /// Velero's node agent reads the files through a pod that mounts the volume.
    FileSystemBackup,
    /// A plugin of a provider makes a snapshot of the PersistentVolume.
    NativeSnapshot,
    /// The CSI driver makes a snapshot of the claim.
    CsiSnapshot,
}

/// What Velero says about contents that it does not save.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// Nothing: the backup completes.
    Nothing,
    /// A warning in its log: the backup completes.
    Warning,
    /// An error: the backup ends PartiallyFailed.
    Error,
}

/// Why the contents of a volume are not saved in a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
#[expect(missing_docs, reason = "the table describes each")]
pub enum Unsaved {
    // Errors.
    ClaimMissing,
    VolumeMissing,
    ClaimNotBound,
    NoStorageClass,
    StorageClassMissing,
    NoSnapshotClass,
    NoSnapshotHandle,
    NoNodeAgent,
    NodeNotLinux,
    NoNodeAgentToMove,
    VolumeGroupFails,
    PodFails,
    PluginFails,
    // Warnings.
    PodNotRunning,
    NotMounted,
    BlockDevice,
    HostPathVolume,
    PluginCannotSnapshot,
    // Nothing is said.
    ChosenForFileSystem,
    PolicyRule,
    SnapshotVolumesFalse,
    ExcludedByAnnotation,
    SavedThroughOtherPod,
    PodSkipped,
    DefaultToken,
    HostPath,
    ClaimsNotIncluded,
    VolumeNotInBackup,
    ClaimNotInBackup,
    NotCsi,
    IsCsi,
    NoLocation,
    NotChosen,
    PodNotInBackup,
    NoPod,
    NoVolume,
    CsiOff,
}

/// A row of the table of reasons: its name in the contract, what Velero says, and words with `{pod}` and
/// `{rule}`, and what to do.
struct UnsavedRow(Unsaved, &'static str, Said, &'static str, &'static str);

const UNSAVED: [UnsavedRow; 37] = {
    use Said::{Error, Nothing, Warning};
    use Unsaved::*;
    [
        UnsavedRow(
            ClaimMissing,
            "claim-missing",
            Error,
            "the inventory does not have the claim",
            "add `persistentvolumeclaims` to the kinds that kubectl lists, or create the claim",
        ),
        UnsavedRow(
            VolumeMissing,
            "volume-missing",
            Error,
            "the inventory does not have its PersistentVolume",
            "add `persistentvolumes` to the kinds that kubectl lists, or delete the claim if its volume is lost",
        ),
        UnsavedRow(
            ClaimNotBound,
            "claim-not-bound",
            Error,
            "the claim is not bound to a volume",
            "label the claim `velero.io/exclude-from-backup: \"true\"` until it is bound: it is then left out of the backup",
        ),
        UnsavedRow(
            NoStorageClass,
            "no-storage-class",
            Error,
            "the claim has no `storageClassName`",
            "set `storageClassName` of the claim",
        ),
        UnsavedRow(
            StorageClassMissing,
            "storage-class-missing",
            Error,
            "the inventory does not have its StorageClass",
            "add `storageclasses` to the kinds that kubectl lists, or create the class",
        ),
        UnsavedRow(
            NoSnapshotClass,
            "no-snapshot-class",
            Error,
            "no VolumeSnapshotClass fits its driver",
            "create a VolumeSnapshotClass of the driver, with the label `velero.io/csi-volumesnapshot-class: \"true\"`",
        ),
        UnsavedRow(
            NoSnapshotHandle,
            "no-snapshot-handle",
            Error,
            "its snapshot never gets a handle",
            "check the CSI driver",
        ),
        UnsavedRow(
            NoNodeAgent,
            "no-node-agent",
            Error,
            "no node agent runs on the node of the pod {pod}",
            "run the node agent on that node, or name the volume in `backup.velero.io/backup-volumes-excludes` of the pod: it is then not read through the pod",
        ),
        UnsavedRow(
            NodeNotLinux,
            "node-not-linux",
            Error,
            "the node of the pod {pod} is not known, or not Linux",
            "name the volume in `backup.velero.io/backup-volumes-excludes` of the pod: it is then not read through the pod",
        ),
        UnsavedRow(
            NoNodeAgentToMove,
            "no-node-agent-to-move",
            Error,
            "no node agent runs, which would move its data",
            "run the node agent, or set `snapshotMoveData: false`: the snapshots then stay in the storage system",
        ),
        UnsavedRow(
            VolumeGroupFails,
            "volume-group-fails",
            Error,
            "the snapshot of its volume group fails",
            "give all claims of the group CSI snapshots, or remove the label of the group from those that get none",
        ),
        UnsavedRow(PodFails, "pod-fails", Error, "Velero fails to save the pod {pod}", ""),
        UnsavedRow(
            PluginFails,
            "plugin-fails",
            Error,
            "the plugin of the provider fails: the disk has no ID",
            "write the ID of the disk into the PersistentVolume",
        ),
        UnsavedRow(
            PodNotRunning,
            "pod-not-running",
            Warning,
            "the pod {pod} does not run on a node",
            "name the volume in `backup.velero.io/backup-volumes-excludes` of the pod: it can then have a snapshot",
        ),
        UnsavedRow(
            NotMounted,
            "not-mounted",
            Warning,
            "no container of the pod {pod} mounts it",
            "name the volume in `backup.velero.io/backup-volumes-excludes` of the pod: it can then have a snapshot",
        ),
        UnsavedRow(
            BlockDevice,
            "block-device",
            Warning,
            "the pod {pod} uses it as a block device",
            "name the volume in `backup.velero.io/backup-volumes-excludes` of the pod: it can then have a snapshot",
        ),
        UnsavedRow(HostPathVolume, "host-path-volume", Warning, "its PersistentVolume is a hostPath volume", ""),
        UnsavedRow(
            PluginCannotSnapshot,
            "plugin-cannot-snapshot",
            Warning,
            "no provider of a snapshot location can snapshot it",
            "create a location of the provider of the volume, or choose file-system backup for it",
        ),
        UnsavedRow(
            ChosenForFileSystem,
            "chosen-for-file-system",
            Nothing,
            "the pod {pod} chooses it for file-system backup, so it gets no snapshot",
            "include the pod in the backup: the pod and the contents are then saved",
        ),
        UnsavedRow(
            PolicyRule,
            "policy-rule",
            Nothing,
            "{rule}",
            "change the conditions or the action of the rule to save them",
        ),
        UnsavedRow(
            SnapshotVolumesFalse,
            "snapshot-volumes-false",
            Nothing,
            "`snapshotVolumes` is false",
            "remove `snapshotVolumes: false` to make snapshots, or choose file-system backup",
        ),
        UnsavedRow(
            ExcludedByAnnotation,
            "excluded-by-annotation",
            Nothing,
            "the annotation `backup.velero.io/backup-volumes-excludes` of the pod {pod} names it",
            "remove the name from the annotation to save them",
        ),
        UnsavedRow(SavedThroughOtherPod, "saved-through-other-pod", Nothing, "it is saved through another pod", ""),
        UnsavedRow(
            PodSkipped,
            "pod-skipped",
            Nothing,
            "the pod {pod} has the annotation `velero.io/skip-from-backup`",
            "",
        ),
        UnsavedRow(DefaultToken, "default-token", Nothing, "volumes named `default-token...` are never saved", ""),
        UnsavedRow(HostPath, "host-path", Nothing, "hostPath volumes are never saved", ""),
        UnsavedRow(
            ClaimsNotIncluded,
            "claims-not-included",
            Nothing,
            "the resources of the backup do not include `persistentvolumeclaims`",
            "include `persistentvolumeclaims`: the claims and the contents are then saved",
        ),
        UnsavedRow(
            VolumeNotInBackup,
            "volume-not-in-backup",
            Nothing,
            "its PersistentVolume is not in the backup",
            "include the PersistentVolume to make a native snapshot",
        ),
        UnsavedRow(ClaimNotInBackup, "claim-not-in-backup", Nothing, "the claim is not in the backup", ""),
        UnsavedRow(NotCsi, "not-csi", Nothing, "it is not a CSI volume", ""),
        UnsavedRow(IsCsi, "is-csi", Nothing, "it is a CSI volume, and EnableCSI is on", ""),
        UnsavedRow(
            NoLocation,
            "no-location",
            Nothing,
            "there is no snapshot location",
            "create a VolumeSnapshotLocation to make native snapshots, or choose file-system backup",
        ),
        UnsavedRow(
            NotChosen,
            "not-chosen",
            Nothing,
            "no pod chooses it for file-system backup",
            "set `defaultVolumesToFsBackup: true` to save the contents of all volumes through pods, or name the volume in `backup.velero.io/backup-volumes` of the pod",
        ),
        UnsavedRow(
            PodNotInBackup,
            "pod-not-in-backup",
            Nothing,
            "the pod {pod}, which uses it, is not in the backup",
            "include the pod to save the contents through it",
        ),
        UnsavedRow(NoPod, "no-pod", Nothing, "no pod uses it", ""),
        UnsavedRow(NoVolume, "no-volume", Nothing, "the claim has no volume", ""),
        UnsavedRow(
            CsiOff,
            "csi-off",
            Nothing,
            "the feature EnableCSI is off",
            "turn the feature EnableCSI of Velero on to make CSI snapshots",
        ),
    ]
};

impl Unsaved {
    fn row(self) -> &'static UnsavedRow {
        UNSAVED.iter().find(|row| row.0 == self).expect("each reason has a row")
    }

    /// Returns the name in the contract, in kebab case.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// Returns what Velero says.
    pub fn said(self) -> Said {
        self.row().2
    }

    /// Returns what to do to save the contents, or the object.
    pub(super) fn help(self) -> Option<&'static str> {
        Some(self.row().4).filter(|help| !help.is_empty())
    }

    pub(super) fn words(self) -> &'static str {
        self.row().3
    }
}
