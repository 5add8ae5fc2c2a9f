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

/// A row of the table of reasons: its name in the contract, what Velero says, and words with `{pod}` and `{rule}`.
struct UnsavedRow(Unsaved, &'static str, Said, &'static str);

const UNSAVED: [UnsavedRow; 37] = {
    use Said::{Error, Nothing, Warning};
    use Unsaved::*;
    [
        UnsavedRow(ClaimMissing, "claim-missing", Error, "the inventory does not have the claim"),
        UnsavedRow(VolumeMissing, "volume-missing", Error, "the inventory does not have its PersistentVolume"),
        UnsavedRow(ClaimNotBound, "claim-not-bound", Error, "the claim is not bound to a volume"),
        UnsavedRow(NoStorageClass, "no-storage-class", Error, "the claim has no `storageClassName`"),
        UnsavedRow(StorageClassMissing, "storage-class-missing", Error, "the inventory does not have its StorageClass"),
        UnsavedRow(NoSnapshotClass, "no-snapshot-class", Error, "no VolumeSnapshotClass fits its driver"),
        UnsavedRow(NoSnapshotHandle, "no-snapshot-handle", Error, "its snapshot never gets a handle"),
        UnsavedRow(NoNodeAgent, "no-node-agent", Error, "no node agent runs on the node of the pod {pod}"),
        UnsavedRow(NodeNotLinux, "node-not-linux", Error, "the node of the pod {pod} is not known, or not Linux"),
        UnsavedRow(NoNodeAgentToMove, "no-node-agent-to-move", Error, "no node agent runs, which would move its data"),
        UnsavedRow(VolumeGroupFails, "volume-group-fails", Error, "the snapshot of its volume group fails"),
        UnsavedRow(PodFails, "pod-fails", Error, "Velero fails to save the pod {pod}"),
        UnsavedRow(PluginFails, "plugin-fails", Error, "the plugin of the provider fails: the disk has no ID"),
        UnsavedRow(PodNotRunning, "pod-not-running", Warning, "the pod {pod} does not run on a node"),
        UnsavedRow(NotMounted, "not-mounted", Warning, "no container of the pod {pod} mounts it"),
        UnsavedRow(BlockDevice, "block-device", Warning, "the pod {pod} uses it as a block device"),
        UnsavedRow(HostPathVolume, "host-path-volume", Warning, "its PersistentVolume is a hostPath volume"),
        UnsavedRow(
            PluginCannotSnapshot,
            "plugin-cannot-snapshot",
            Warning,
            "no provider of a snapshot location can snapshot it",
        ),
        UnsavedRow(
            ChosenForFileSystem,
            "chosen-for-file-system",
            Nothing,
            "the pod {pod} chooses it for file-system backup, so it gets no snapshot",
        ),
        UnsavedRow(PolicyRule, "policy-rule", Nothing, "rule {rule} of the resource policy decides"),
        UnsavedRow(SnapshotVolumesFalse, "snapshot-volumes-false", Nothing, "`snapshotVolumes` is false"),
        UnsavedRow(
            ExcludedByAnnotation,
            "excluded-by-annotation",
            Nothing,
            "the annotation `backup.velero.io/backup-volumes-excludes` of the pod {pod} names it",
        ),
        UnsavedRow(SavedThroughOtherPod, "saved-through-other-pod", Nothing, "it is saved through another pod"),
        UnsavedRow(
            PodSkipped,
            "pod-skipped",
            Nothing,
            "the pod {pod} has the annotation `velero.io/skip-from-backup`",
        ),
        UnsavedRow(DefaultToken, "default-token", Nothing, "volumes named `default-token...` are never saved"),
        UnsavedRow(HostPath, "host-path", Nothing, "hostPath volumes are never saved"),
        UnsavedRow(
            ClaimsNotIncluded,
            "claims-not-included",
            Nothing,
            "the resources of the backup do not include `persistentvolumeclaims`",
        ),
        UnsavedRow(VolumeNotInBackup, "volume-not-in-backup", Nothing, "its PersistentVolume is not in the backup"),
        UnsavedRow(ClaimNotInBackup, "claim-not-in-backup", Nothing, "the claim is not in the backup"),
        UnsavedRow(NotCsi, "not-csi", Nothing, "it is not a CSI volume"),
        UnsavedRow(IsCsi, "is-csi", Nothing, "it is a CSI volume, and EnableCSI is on"),
        UnsavedRow(NoLocation, "no-location", Nothing, "there is no snapshot location"),
        UnsavedRow(NotChosen, "not-chosen", Nothing, "no pod chooses it for file-system backup"),
        UnsavedRow(PodNotInBackup, "pod-not-in-backup", Nothing, "the pod {pod}, which uses it, is not in the backup"),
        UnsavedRow(NoPod, "no-pod", Nothing, "no pod uses it"),
        UnsavedRow(NoVolume, "no-volume", Nothing, "the claim has no volume"),
        UnsavedRow(CsiOff, "csi-off", Nothing, "the feature EnableCSI is off"),
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

    /// Returns how far a reason is from what a person wrote: 0 for a field, an annotation or a rule, 1 for what is missing.
    pub(super) fn rank(self) -> u8 {
        u8::from(self > Unsaved::SavedThroughOtherPod)
    }

    pub(super) fn words(self) -> &'static str {
        self.row().3
    }
}
