"""From targets and a schedule to what the backup operator and Velero get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from . import host as hosts
from . import lift
from .diagnostic import Diagnostic
from .model import ScheduleConfig, Spec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .model import Relation, Target

ManifestKind = Literal["backup", "schedule"]
"""What an object of a plan is: a Backup, which is made once, or a Schedule, which makes Backups."""


@dataclass(frozen=True, slots=True)
class VeleroSettings:
    """Where the backup operator runs and keeps backups."""

    namespace: str
    """The operator's model, which is the namespace that Velero runs in."""
    storage_location: str
    """Name of the BackupStorageLocation."""
    volume_snapshot_locations: Sequence[str] = ()
    """Names of the VolumeSnapshotLocations."""
    default_volumes_to_fs_backup: bool | None = None
    """Whether the data of volumes is read through the pods that mount them; none leaves it to Velero's server."""


@dataclass(frozen=True, slots=True)
class VeleroBackupSpec:
    """A spec with the schedule that the integrator adds to it."""

    spec: Spec
    """As the target has it."""
    schedule: ScheduleConfig
    """An empty cron expression is none."""


@dataclass(frozen=True, slots=True)
class PlannedWrite:
    """What the integrator is to write into its databag of one velero-backup relation."""

    relation_id: int
    """The relation."""
    target_index: int
    """The target that the relation ends with, by its place in the list."""
    databag: Mapping[str, str]
    """The four keys and their texts, byte for byte those of the integrator."""
    changed: bool
    """False when the relation already holds these bytes."""


@dataclass(frozen=True, slots=True)
class TargetManifest:
    """The object of a target."""

    target_index: int
    """The target, by its place in the list."""
    kind: ManifestKind
    """What the object is."""
    json: str
    """The object."""


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What becomes of all targets."""

    writes: Sequence[PlannedWrite]
    """One for each relation, in their order. None where the integrator or Velero refuses the schedule."""
    manifests: Sequence[TargetManifest]
    """The Schedule of each target, or its Backup where there is no schedule, whatever the relations hold.

    Only a target that Velero or Kubernetes refuses has none, and a diagnostic says why.
    """
    diagnostics: Sequence[Diagnostic]
    """What would be lost, shared, kept or missing.

    The subject is the target's place in the list; what is said of the schedule or the settings has none.
    """


def merge(target: Target, schedule: ScheduleConfig, *, host: hosts.Host | None = None) -> VeleroBackupSpec:
    """The spec and its schedule, as the integrator merges them. The spec is not judged here.

    Raises:
        InvalidInput: the integrator refuses the schedule.
    """
    spec, merged = _accepted(host, "merge", target, schedule)
    return VeleroBackupSpec(lift.spec(spec), ScheduleConfig(*merged))


def to_databag(target: Target, schedule: ScheduleConfig, *, host: hosts.Host | None = None) -> dict[str, str]:
    """The `velero_backup_config` databag: keys spec, app, relation_name, model, with the integrator's bytes.

    Raises:
        InvalidInput: the integrator or Velero refuses the schedule; where the two disagree, both are told.
    """
    return dict(_accepted(host, "to-databag", target, schedule))


def backup_manifest(target: Target, settings: VeleroSettings, *, host: hosts.Host | None = None) -> str:
    """JSON of a Velero Backup (velero.io/v1), as the operator makes it.

    Raises:
        InvalidInput: Velero or Kubernetes refuses it.
    """
    json: str = _accepted(host, "backup-manifest", target, settings)
    return json


def schedule_manifest(
    target: Target, schedule: ScheduleConfig, settings: VeleroSettings, *, host: hosts.Host | None = None
) -> str:
    """JSON of a Velero Schedule (velero.io/v1), as the operator makes it.

    Raises:
        InvalidInput: Velero or Kubernetes refuses it, or there is no schedule.
    """
    json: str = _accepted(host, "schedule-manifest", target, schedule, settings)
    return json


def plan(
    targets: Iterable[Target],
    schedule: ScheduleConfig,
    settings: VeleroSettings,
    velero_relations: Iterable[Relation],
    *,
    host: hosts.Host | None = None,
) -> MergePlan:
    """All targets onto the integrator's velero-backup relations, with what would be lost on the way.

    Each relation has the integrator's own databag in it, and ends with one target: the last.
    """
    writes, manifests, diagnostics = hosts.of(host).call("merge", "plan", targets, schedule, settings, velero_relations)
    return MergePlan(
        [PlannedWrite(relation, target, dict(databag), changed) for relation, target, databag, changed in writes],
        [TargetManifest(*fields) for fields in manifests],
        lift.diagnostics(diagnostics),
    )


def _accepted(host: hosts.Host | None, function: str, *arguments: Any) -> Any:
    return lift.accepted(hosts.of(host).call("merge", function, *arguments))
