"""Merges targets with a schedule into what the backup operator and Velero get."""

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
    from .cluster import Cluster


@dataclass(frozen=True, slots=True)
class VeleroSettings:
    """Where the backup operator runs, and where it stores backups."""

    namespace: str
    """Name of the operator's model. Velero runs in the namespace of this name."""
    storage_location: str
    """Name of the BackupStorageLocation."""
    volume_snapshot_locations: Sequence[str] = ()
    """Names of the VolumeSnapshotLocations."""
    default_volumes_to_fs_backup: bool | None = None
    """Whether Velero backs up the files of all pod volumes. `None` is the default of Velero's server."""


def write_velero_settings(value: VeleroSettings, name: str) -> dict[str, Any]:
    """Converts a value to JSON."""
    convert.require_fields(value, VeleroSettings, name)
    return {
        "namespace": convert.text(value.namespace, f"{name}.namespace"),
        "storage_location": convert.text(value.storage_location, f"{name}.storage_location"),
        "volume_snapshot_locations": convert.list_of(
            convert.text, value.volume_snapshot_locations, f"{name}.volume_snapshot_locations"
        ),
        "default_volumes_to_fs_backup": convert.optional(
            convert.truth, value.default_volumes_to_fs_backup, f"{name}.default_volumes_to_fs_backup"
        ),
    }


@dataclass(frozen=True, slots=True)
class VeleroBackupSpec:
    """A spec, and the schedule that the integrator adds to it."""

    spec: Spec
    """The spec of the target, not changed."""
    schedule: ScheduleConfig
    """The schedule. An empty cron expression becomes `None`."""


def read_velero_backup_spec(value: Any) -> VeleroBackupSpec:
    """Converts JSON to a value."""
    return VeleroBackupSpec(read_spec(value["spec"]), read_schedule_config(value["schedule"]))


@dataclass(frozen=True, slots=True)
class PlannedWrite:
    """What the integrator must write into its databag of one velero-backup relation."""

    relation_id: int
    """The relation."""
    target_index: int
    """The index of the target that the relation holds at the end."""
    databag: Mapping[str, str]
    """The four keys and their values. They have the same bytes as the integrator's."""
    changed: bool
    """False if the databag already has these values."""


def read_planned_write(value: Any) -> PlannedWrite:
    """Converts JSON to a value."""
    return PlannedWrite(**value)


ManifestKind = Literal["backup", "schedule"]
"""The kind of a manifest.

- `backup`: A Backup. It runs once.
- `schedule`: A Schedule. It creates Backups.
"""


@dataclass(frozen=True, slots=True)
class TargetManifest:
    """The manifest of a target."""

    target_index: int
    """The index of the target."""
    kind: ManifestKind
    """The kind of the manifest."""
    json: str
    """The manifest."""


def read_target_manifest(value: Any) -> TargetManifest:
    """Converts JSON to a value."""
    return TargetManifest(**value)


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What happens to a list of targets."""

    writes: Sequence[PlannedWrite]
    """One for each relation, in the order of the relations.

    Empty if the integrator or Velero refuses the schedule, or if it never matches.
    """
    manifests: Sequence[TargetManifest]
    """The Schedule of each target, or the Backup if there is no schedule.

    They do not depend on the relations. A target that Velero or Kubernetes refuses has no manifest; a diagnostic gives
    the reason.
    """
    diagnostics: Sequence[Diagnostic]
    """What is lost, shared, left unchanged or missing.

    The subject is the index of the target. Diagnostics about the schedule or the settings have no subject, and their
    pointer is a path in these.
    """


def read_merge_plan(value: Any) -> MergePlan:
    """Converts JSON to a value."""
    return MergePlan(
        [read_planned_write(each) for each in value["writes"]],
        [read_target_manifest(each) for each in value["manifests"]],
        convert.diagnostics(value["diagnostics"]),
    )


def merge(target: Target, schedule: ScheduleConfig, *, host: hosts.Host | None = None) -> VeleroBackupSpec:
    """Merges a spec with a schedule, as the integrator does.

    The errors say why the integrator refuses the schedule. The spec is not checked.

    Raises:
        InvalidInput: The input is refused. The diagnostics give the reasons.
    """
    return read_velero_backup_spec(
        convert.accepted(
            hosts.of(host)._call(
                "merge.merge",
                {"target": write_target(target, "target"), "schedule": write_schedule_config(schedule, "schedule")},
            )
        )
    )


def to_databag(target: Target, schedule: ScheduleConfig, *, host: hosts.Host | None = None) -> dict[str, str]:
    """Returns the `velero_backup_config` databag.

    The keys are `spec`, `app`, `relation_name` and `model`, and the values have the same bytes as the integrator's. The
    errors say why the integrator, or the default release of Velero, refuses the schedule, or that it never matches.

    Raises:
        InvalidInput: The input is refused. The diagnostics give the reasons.
    """
    answer: dict[str, str] = convert.accepted(
        hosts.of(host)._call(
            "merge.to-databag",
            {"target": write_target(target, "target"), "schedule": write_schedule_config(schedule, "schedule")},
        )
    )
    return answer


def backup_manifest(
    target: Target, settings: VeleroSettings, cluster: Cluster | None = None, *, host: hosts.Host | None = None
) -> str:
    """Returns the Velero Backup (velero.io/v1) that the operator creates, as JSON.

    The errors say why Velero or Kubernetes refuses it. Their pointers are paths in the target (`/spec/ttl`) or in the
    settings (`/namespace`).

    Here and below, the cluster gives the release of Velero. Without it, the default release is used.

    Raises:
        InvalidInput: The input is refused. The diagnostics give the reasons.
    """
    answer: str = convert.accepted(
        hosts.beside(cluster, "cluster", host)._call(
            "merge.backup-manifest",
            {"target": write_target(target, "target"), "settings": write_velero_settings(settings, "settings")},
            {"cluster": cluster},
        )
    )
    return answer


def schedule_manifest(
    target: Target,
    schedule: ScheduleConfig,
    settings: VeleroSettings,
    cluster: Cluster | None = None,
    *,
    host: hosts.Host | None = None,
) -> str:
    """Returns the Velero Schedule (velero.io/v1) that the operator creates, as JSON.

    The errors say why Velero or Kubernetes refuses it, or that the configuration has no schedule, or one that never
    matches. Their pointers are paths in the target, the settings or the configuration (`/schedule`).

    Raises:
        InvalidInput: The input is refused. The diagnostics give the reasons.
    """
    answer: str = convert.accepted(
        hosts.beside(cluster, "cluster", host)._call(
            "merge.schedule-manifest",
            {
                "target": write_target(target, "target"),
                "schedule": write_schedule_config(schedule, "schedule"),
                "settings": write_velero_settings(settings, "settings"),
            },
            {"cluster": cluster},
        )
    )
    return answer


def plan(
    targets: Iterable[Target],
    schedule: ScheduleConfig,
    settings: VeleroSettings,
    velero_relations: Iterable[Relation],
    cluster: Cluster | None = None,
    *,
    host: hosts.Host | None = None,
) -> MergePlan:
    """Plans how targets are written into the integrator's velero-backup relations, and what is lost.

    Each relation comes with the integrator's own databag. The last target replaces the others in every relation.
    """
    return read_merge_plan(
        hosts.beside(cluster, "cluster", host)._call(
            "merge.plan",
            {
                "targets": convert.list_of(write_target, targets, "targets"),
                "schedule": write_schedule_config(schedule, "schedule"),
                "settings": write_velero_settings(settings, "settings"),
                "velero_relations": convert.list_of(write_relation, velero_relations, "velero_relations"),
            },
            {"cluster": cluster},
        )
    )
