"""From targets and a schedule to what the backup operator and Velero get."""

# Generated from wit/ by `cargo xtask bindings`.

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from . import convert
from . import host as hosts
from .diagnostic import Diagnostic
from .model import (
    ScheduleConfig,
    Spec,
    read_schedule_config,
    read_spec,
    write_relation,
    write_schedule_config,
    write_target,
)

if TYPE_CHECKING:
    from .model import Relation, Target


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


def write_velero_settings(value: VeleroSettings) -> dict[str, Any]:
    """Returns the JSON of the value."""
    return {
        "namespace": value.namespace,
        "storage_location": value.storage_location,
        "volume_snapshot_locations": convert.items(value.volume_snapshot_locations, "volume_snapshot_locations"),
        "default_volumes_to_fs_backup": value.default_volumes_to_fs_backup,
    }


@dataclass(frozen=True, slots=True)
class VeleroBackupSpec:
    """A spec with the schedule that the integrator adds to it."""

    spec: Spec
    """As the target has it."""
    schedule: ScheduleConfig
    """An empty cron expression is none."""


def read_velero_backup_spec(value: Any) -> VeleroBackupSpec:
    """Returns the value of its JSON."""
    return VeleroBackupSpec(read_spec(value["spec"]), read_schedule_config(value["schedule"]))


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


def read_planned_write(value: Any) -> PlannedWrite:
    """Returns the value of its JSON."""
    return PlannedWrite(**value)


ManifestKind = Literal["backup", "schedule"]
"""What an object of a plan is.

- `backup`: A Backup, which is made once.
- `schedule`: A Schedule, which makes Backups.
"""


@dataclass(frozen=True, slots=True)
class TargetManifest:
    """The object of a target."""

    target_index: int
    """The target, by its place in the list."""
    kind: ManifestKind
    """What the object is."""
    json: str
    """The object."""


def read_target_manifest(value: Any) -> TargetManifest:
    """Returns the value of its JSON."""
    return TargetManifest(**value)


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

    The subject is the target's place in the list; what is said of the schedule or the settings has none, and its
    pointer leads into these.
    """


def read_merge_plan(value: Any) -> MergePlan:
    """Returns the value of its JSON."""
    return MergePlan(
        [read_planned_write(each) for each in value["writes"]],
        [read_target_manifest(each) for each in value["manifests"]],
        convert.diagnostics(value["diagnostics"]),
    )


def merge(target: Target, schedule: ScheduleConfig, *, host: hosts.Host | None = None) -> VeleroBackupSpec:
    """The spec and its schedule, as the integrator merges them.

    Refuses a schedule that the integrator refuses; the spec is not judged here.

    Raises:
        InvalidInput: it is refused; the diagnostics say why.
    """
    return read_velero_backup_spec(
        convert.accepted(
            hosts.of(host)._call(
                "merge.merge", {"target": write_target(target), "schedule": write_schedule_config(schedule)}
            )
        )
    )


def to_databag(target: Target, schedule: ScheduleConfig, *, host: hosts.Host | None = None) -> dict[str, str]:
    """The `velero_backup_config` databag: keys spec, app, relation_name, model, with the integrator's bytes.

    Refuses a schedule that the integrator or Velero refuses; where the two disagree, both are told.

    Raises:
        InvalidInput: it is refused; the diagnostics say why.
    """
    answer: dict[str, str] = convert.accepted(
        hosts.of(host)._call(
            "merge.to-databag", {"target": write_target(target), "schedule": write_schedule_config(schedule)}
        )
    )
    return answer


def backup_manifest(target: Target, settings: VeleroSettings, *, host: hosts.Host | None = None) -> str:
    """JSON of a Velero Backup (velero.io/v1), as the operator makes it.

    Refuses what Velero or Kubernetes refuses; pointers lead into the target (`/spec/ttl`) or, for what the settings
    say, into them (`/namespace`).

    Raises:
        InvalidInput: it is refused; the diagnostics say why.
    """
    answer: str = convert.accepted(
        hosts.of(host)._call(
            "merge.backup-manifest", {"target": write_target(target), "settings": write_velero_settings(settings)}
        )
    )
    return answer


def schedule_manifest(
    target: Target, schedule: ScheduleConfig, settings: VeleroSettings, *, host: hosts.Host | None = None
) -> str:
    """JSON of a Velero Schedule (velero.io/v1), as the operator makes it.

    Refuses what Velero or Kubernetes refuses, and a configuration without a schedule; pointers lead into the
    configuration (`/schedule`), too.

    Raises:
        InvalidInput: it is refused; the diagnostics say why.
    """
    answer: str = convert.accepted(
        hosts.of(host)._call(
            "merge.schedule-manifest",
            {
                "target": write_target(target),
                "schedule": write_schedule_config(schedule),
                "settings": write_velero_settings(settings),
            },
        )
    )
    return answer


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
    return read_merge_plan(
        hosts.of(host)._call(
            "merge.plan",
            {
                "targets": [write_target(each) for each in convert.items(targets, "targets")],
                "schedule": write_schedule_config(schedule),
                "settings": write_velero_settings(settings),
                "velero_relations": [
                    write_relation(each) for each in convert.items(velero_relations, "velero_relations")
                ],
            },
        )
    )
