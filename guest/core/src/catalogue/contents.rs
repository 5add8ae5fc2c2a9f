//! Rules about the contents of volumes.

use crate::diagnostic::{AppliesTo, Authority, Rule, Severity, explanation};

/// All rules of the subject.
pub(super) static RULES: &[&Rule] = &[
    &LOCATION_REFUSED,
    &OBJECT_NOT_SAVED,
    &CONTENTS_NOT_SAVED,
    &CONTENTS_NOT_KNOWN,
    &CONTENTS_SAVED_TWICE,
    &NO_CONTENTS_SAVED,
    &DEFAULT_VOLUMES_TO_RESTIC,
    &VELERO_SETTINGS,
];

pub static LOCATION_REFUSED: Rule = Rule {
    code: "location-refused",
    severity: Severity::Error,
    summary: "Velero accepts the locations of a backup",
    explanation: explanation(
        "\
Each BackupStorageLocation and VolumeSnapshotLocation that a Backup names must exist, and it can name one location
of each provider. A provider with several locations, of which none is named, needs a default of the server.
Otherwise, Velero refuses the backup, also one with `snapshotVolumes: false`. The locations are read from the
inventory or from `--settings FILE`.",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::Velero,
};

pub static OBJECT_NOT_SAVED: Rule = Rule {
    code: "object-not-saved",
    severity: Severity::Error,
    summary: "Velero saves each selected pod, claim and volume without an error",
    explanation: explanation(
        "\
An error with a volume is one of the claim that brings it along, and one with a claim is one of the first pod that
brings it. None of these objects is in the backup, which ends PartiallyFailed. With the feature EnableCSI, each
claim that is not bound is such an error, also with `snapshotVolumes: false`. So is a pod on a node without a node
agent if one of its volumes is chosen for file-system backup.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static CONTENTS_NOT_SAVED: Rule = Rule {
    code: "contents-not-saved",
    severity: Severity::Warning,
    summary: "the contents of each saved claim are saved",
    explanation: explanation(
        "\
Velero can save a claim without the contents of its volume. It then completes without a message, or with a warning
in its log. Contents are saved in three ways:

- file-system backup: through a pod in the backup that runs, mounts the volume, and chooses it by
  `defaultVolumesToFsBackup` or an annotation
- a native snapshot: of a PersistentVolume in the backup, with a location whose provider can snapshot it
- a CSI snapshot: of a bound claim in the backup, with the feature EnableCSI and a VolumeSnapshotClass

A volume that any pod chooses for file-system backup gets no snapshot, also if that pod does not run.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static CONTENTS_NOT_KNOWN: Rule = Rule {
    code: "contents-not-known",
    severity: Severity::Advice,
    summary: "the settings of Velero say whether contents are saved",
    explanation: explanation(
        "\
Whether the contents of a claim are saved can depend on Velero's server: its snapshot locations, the feature
EnableCSI, and `--default-volumes-to-fs-backup`. Without these settings, the defaults of the server are assumed,
with which nothing is saved that the backup or an annotation does not ask for. Pass them with `--settings FILE`, or
add Velero's Deployment, its node agents and its locations to the inventory:

```sh
kubectl get deployments,pods,volumesnapshotlocations,backupstoragelocations,configmaps -n velero -o json
```",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static CONTENTS_SAVED_TWICE: Rule = Rule {
    code: "contents-saved-twice",
    severity: Severity::Warning,
    summary: "the contents of a volume are saved once",
    explanation: explanation(
        "\
The contents of some volumes are saved twice, which takes twice the space: by file-system backup and by a snapshot,
or through two pods. A generic ephemeral volume is a volume of its pod and a claim too. A rule of a resource policy
about claims is not seen by native snapshots.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static NO_CONTENTS_SAVED: Rule = Rule {
    code: "no-contents-saved",
    severity: Severity::Warning,
    summary: "a backup with volume claims can save their contents",
    explanation: explanation(
        "\
The fields of the backup stop every way in which Velero saves the contents of volumes. The backup then completes
without a warning, and has claims without their contents.

```yaml
spec:
  snapshotVolumes: false
  defaultVolumesToFsBackup: false   # only volumes that annotations of pods name
```

Set `defaultVolumesToFsBackup: true`, or remove `snapshotVolumes: false`. File-system backup reads through pods, so
the backup must include `pods`. Native snapshots need the PersistentVolumes in the backup.",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::Velero,
};

pub static DEFAULT_VOLUMES_TO_RESTIC: Rule = Rule {
    code: "default-volumes-to-restic",
    severity: Severity::Warning,
    summary: "a backup does not use `defaultVolumesToRestic`",
    explanation: explanation(
        "\
`defaultVolumesToRestic` is the old name of `defaultVolumesToFsBackup`. `true` wins over `defaultVolumesToFsBackup:
false`, and `false` does nothing.",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::Velero,
};

pub static VELERO_SETTINGS: Rule = Rule {
    code: "velero-settings",
    severity: Severity::Error,
    summary: "the settings of Velero can be read",
    explanation: explanation(
        "\
The settings of Velero's server and of its cluster decide how the contents of volumes are saved. They are JSON or
YAML:

```yaml
EnableCSI: true                    # --features=EnableCSI
defaultVolumesToFsBackup: false    # --default-volumes-to-fs-backup
defaultSnapshotMoveData: false     # --default-snapshot-move-data
locations:                         # VolumeSnapshotLocations
- {name: default, provider: aws}
defaultSnapshotLocations: {aws: default}
storageLocations: [default]        # BackupStorageLocations
nodes: {node-1: linux}
agents: [node-1]                   # nodes with a node agent
```

Each can be left out. It is then what the inventory shows, or else the default of Velero's server.",
    ),
    applies_to: AppliesTo::Inputs,
    authority: Authority::Project,
};
