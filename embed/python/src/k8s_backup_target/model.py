"""Specs, targets and the other types of the interface."""

# Generated from wit/ by `cargo xtask bindings`.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from . import convert


@dataclass(frozen=True, slots=True)
class Spec:
    """What to back up.

    A field that is `None` is the same as a missing key. An empty list is not the same as `None`. Values are not
    normalized: text stays as it is.
    """

    include_namespaces: Sequence[str] | None = None
    """Namespaces to include. `None` means all."""
    include_resources: Sequence[str] | None = None
    """Resources to include, with their group, such as `deployments.apps`. `None` means all."""
    exclude_namespaces: Sequence[str] | None = None
    """Namespaces to exclude."""
    exclude_resources: Sequence[str] | None = None
    """Resources to exclude, with their group."""
    include_cluster_resources: bool | None = None
    """Whether to include cluster-scoped objects. If it is `None`, Velero decides."""
    label_selector: Mapping[str, str] | None = None
    """Labels that an object must have: keys and values, in the order of the document.

    If a key is repeated, the last value is used, at the position of the first one.
    """
    ttl: str | None = None
    """When a backup expires, as a duration such as `24h`."""


def read_spec(value: Any) -> Spec:
    """Converts JSON to a value."""
    return Spec(**value)


def write_spec(value: Spec) -> dict[str, Any]:
    """Converts a value to JSON."""
    return {
        "include_namespaces": convert.optional_items(value.include_namespaces, "include_namespaces"),
        "include_resources": convert.optional_items(value.include_resources, "include_resources"),
        "exclude_namespaces": convert.optional_items(value.exclude_namespaces, "exclude_namespaces"),
        "exclude_resources": convert.optional_items(value.exclude_resources, "exclude_resources"),
        "include_cluster_resources": value.include_cluster_resources,
        "label_selector": convert.optional_pairs(value.label_selector, "label_selector"),
        "ttl": value.ttl,
    }


@dataclass(frozen=True, slots=True)
class Target:
    """An entry of `backup_targets`: an application, one of its relations, and what to back up."""

    app: str
    """Name of the application that asks for the backup."""
    relation_name: str
    """Name of the relation in the application's metadata. Lookups call it the endpoint."""
    model: str
    """Name of the application's model."""
    spec: Spec
    """What to back up."""


def read_target(value: Any) -> Target:
    """Converts JSON to a value."""
    return Target(value["app"], value["relation_name"], value["model"], read_spec(value["spec"]))


def write_target(value: Target) -> dict[str, Any]:
    """Converts a value to JSON."""
    return {
        "app": value.app,
        "relation_name": value.relation_name,
        "model": value.model,
        "spec": write_spec(value.spec),
    }


@dataclass(frozen=True, slots=True)
class ScheduleConfig:
    """When to back up a spec, and the settings of its Velero Schedule."""

    schedule: str | None = None
    """A cron expression. If it is `None`, backups are created on request."""
    paused: bool = False
    """Whether the schedule is paused."""
    skip_immediately: bool = False
    """Whether a run that is already due is skipped, such as one that was missed while the schedule was paused."""
    use_owner_references_in_backup: bool = False
    """Whether the schedule owns its backups. They are then deleted with the schedule."""


def read_schedule_config(value: Any) -> ScheduleConfig:
    """Converts JSON to a value."""
    return ScheduleConfig(**value)


def write_schedule_config(value: ScheduleConfig) -> dict[str, Any]:
    """Converts a value to JSON."""
    return {
        "schedule": value.schedule,
        "paused": value.paused,
        "skip_immediately": value.skip_immediately,
        "use_owner_references_in_backup": value.use_owner_references_in_backup,
    }


@dataclass(frozen=True, slots=True)
class LabelRequirement:
    """A requirement of a label selector."""

    key: str
    """The key of the label."""
    operator: str
    """`In`, `NotIn`, `Exists` or `DoesNotExist`. Kubernetes refuses any other."""
    values: Sequence[str] = ()
    """The values of `In` and `NotIn`."""


def read_label_requirement(value: Any) -> LabelRequirement:
    """Converts JSON to a value."""
    return LabelRequirement(**value)


def write_label_requirement(value: LabelRequirement) -> dict[str, Any]:
    """Converts a value to JSON."""
    return {
        "key": value.key,
        "operator": value.operator,
        "values": convert.items(value.values, "values"),
    }


@dataclass(frozen=True, slots=True)
class Selector:
    """A label selector of Kubernetes. All labels and all requirements must match."""

    match_labels: Mapping[str, str] = field(default_factory=dict)
    """Labels that an object must have: keys and values."""
    match_expressions: Sequence[LabelRequirement] = ()
    """Further requirements."""


def read_selector(value: Any) -> Selector:
    """Converts JSON to a value."""
    return Selector(value["match_labels"], [read_label_requirement(each) for each in value["match_expressions"]])


def write_selector(value: Selector) -> dict[str, Any]:
    """Converts a value to JSON."""
    return {
        "match_labels": convert.pairs(value.match_labels, "match_labels"),
        "match_expressions": [
            write_label_requirement(each) for each in convert.items(value.match_expressions, "match_expressions")
        ],
    }


@dataclass(frozen=True, slots=True)
class Filters:
    """The fields of a BackupSpec of Velero that decide which objects are saved. An empty list is the same as `None`."""

    included_namespaces: Sequence[str] | None = None
    """`includedNamespaces`"""
    excluded_namespaces: Sequence[str] | None = None
    """`excludedNamespaces`"""
    included_resources: Sequence[str] | None = None
    """`includedResources`"""
    excluded_resources: Sequence[str] | None = None
    """`excludedResources`"""
    include_cluster_resources: bool | None = None
    """`includeClusterResources`. If it is `None`, Velero decides."""
    included_cluster_scoped_resources: Sequence[str] | None = None
    """`includedClusterScopedResources`"""
    excluded_cluster_scoped_resources: Sequence[str] | None = None
    """`excludedClusterScopedResources`"""
    included_namespace_scoped_resources: Sequence[str] | None = None
    """`includedNamespaceScopedResources`"""
    excluded_namespace_scoped_resources: Sequence[str] | None = None
    """`excludedNamespaceScopedResources`"""
    label_selector: Selector | None = None
    """`labelSelector`"""
    or_label_selectors: Sequence[Selector] | None = None
    """`orLabelSelectors`: one of them must match."""
    volume_group_snapshot_label_key: str | None = None
    """`volumeGroupSnapshotLabelKey`. If it is `None` or empty, the default of Velero's server."""


def read_filters(value: Any) -> Filters:
    """Converts JSON to a value."""
    return Filters(
        value["included_namespaces"],
        value["excluded_namespaces"],
        value["included_resources"],
        value["excluded_resources"],
        value["include_cluster_resources"],
        value["included_cluster_scoped_resources"],
        value["excluded_cluster_scoped_resources"],
        value["included_namespace_scoped_resources"],
        value["excluded_namespace_scoped_resources"],
        None if value["label_selector"] is None else read_selector(value["label_selector"]),
        None if value["or_label_selectors"] is None else [read_selector(each) for each in value["or_label_selectors"]],
        value["volume_group_snapshot_label_key"],
    )


def write_filters(value: Filters) -> dict[str, Any]:
    """Converts a value to JSON."""
    return {
        "included_namespaces": convert.optional_items(value.included_namespaces, "included_namespaces"),
        "excluded_namespaces": convert.optional_items(value.excluded_namespaces, "excluded_namespaces"),
        "included_resources": convert.optional_items(value.included_resources, "included_resources"),
        "excluded_resources": convert.optional_items(value.excluded_resources, "excluded_resources"),
        "include_cluster_resources": value.include_cluster_resources,
        "included_cluster_scoped_resources": convert.optional_items(
            value.included_cluster_scoped_resources, "included_cluster_scoped_resources"
        ),
        "excluded_cluster_scoped_resources": convert.optional_items(
            value.excluded_cluster_scoped_resources, "excluded_cluster_scoped_resources"
        ),
        "included_namespace_scoped_resources": convert.optional_items(
            value.included_namespace_scoped_resources, "included_namespace_scoped_resources"
        ),
        "excluded_namespace_scoped_resources": convert.optional_items(
            value.excluded_namespace_scoped_resources, "excluded_namespace_scoped_resources"
        ),
        "label_selector": None if value.label_selector is None else write_selector(value.label_selector),
        "or_label_selectors": convert.optional_records(value.or_label_selectors, "or_label_selectors", write_selector),
        "volume_group_snapshot_label_key": value.volume_group_snapshot_label_key,
    }


@dataclass(frozen=True, slots=True)
class HookSelector:
    """The label selector of a hook."""

    hook: int
    """The index of the hook in `hooks.resources`."""
    selector: Selector
    """Which pods the hook is for."""


def read_hook_selector(value: Any) -> HookSelector:
    """Converts JSON to a value."""
    return HookSelector(value["hook"], read_selector(value["selector"]))


def write_hook_selector(value: HookSelector) -> dict[str, Any]:
    """Converts a value to JSON."""
    return {
        "hook": value.hook,
        "selector": write_selector(value.selector),
    }


@dataclass(frozen=True, slots=True)
class VolumeFields:
    """The fields of a BackupSpec of Velero that decide how the contents of volumes are saved.

    `None` is the default of the server.
    """

    snapshot_volumes: bool | None = None
    """`snapshotVolumes`. `None` is true."""
    snapshot_move_data: bool | None = None
    """`snapshotMoveData`"""
    datamover: str | None = None
    """`datamover`. `None`, the empty text and `velero` are Velero's own."""
    default_volumes_to_fs_backup: bool | None = None
    """`defaultVolumesToFsBackup`"""
    default_volumes_to_restic: bool | None = None
    """`defaultVolumesToRestic`. Velero only reads `true`."""
    volume_snapshot_locations: Sequence[str] = ()
    """`volumeSnapshotLocations`"""
    annotations: Mapping[str, str] = field(default_factory=dict)
    """The annotations of the Backup that choose classes for snapshots of a CSI driver."""


def read_volume_fields(value: Any) -> VolumeFields:
    """Converts JSON to a value."""
    return VolumeFields(**value)


def write_volume_fields(value: VolumeFields) -> dict[str, Any]:
    """Converts a value to JSON."""
    return {
        "snapshot_volumes": value.snapshot_volumes,
        "snapshot_move_data": value.snapshot_move_data,
        "datamover": value.datamover,
        "default_volumes_to_fs_backup": value.default_volumes_to_fs_backup,
        "default_volumes_to_restic": value.default_volumes_to_restic,
        "volume_snapshot_locations": convert.items(value.volume_snapshot_locations, "volume_snapshot_locations"),
        "annotations": convert.pairs(value.annotations, "annotations"),
    }


@dataclass(frozen=True, slots=True)
class SnapshotLocation:
    """A VolumeSnapshotLocation of Velero."""

    name: str
    """Its name."""
    provider: str
    """The provider, such as `aws` or `velero.io/gcp`."""


def read_snapshot_location(value: Any) -> SnapshotLocation:
    """Converts JSON to a value."""
    return SnapshotLocation(**value)


def write_snapshot_location(value: SnapshotLocation) -> dict[str, Any]:
    """Converts a value to JSON."""
    return {
        "name": value.name,
        "provider": value.provider,
    }


@dataclass(frozen=True, slots=True)
class PolicyMap:
    """A ConfigMap with a resource policy of Velero."""

    namespace: str | None = None
    """Its namespace. `None` is any."""
    name: str | None = None
    """Its name. `None` is any."""
    data: Mapping[str, str] = field(default_factory=dict)
    """Its data: keys and values. Velero reads a policy from the value of the only key."""


def read_policy_map(value: Any) -> PolicyMap:
    """Converts JSON to a value."""
    return PolicyMap(**value)


def write_policy_map(value: PolicyMap) -> dict[str, Any]:
    """Converts a value to JSON."""
    return {
        "namespace": value.namespace,
        "name": value.name,
        "data": convert.pairs(value.data, "data"),
    }


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """The settings of Velero's server and of its cluster, as far as they decide how the contents of volumes are saved.

    `None` is not known: what the inventory shows, or else the default of the server, is assumed.
    """

    default_volumes_to_fs_backup: bool | None
    """Whether volumes are saved by file-system backup unless a Backup says otherwise. The default is false."""
    default_snapshot_move_data: bool | None
    """Whether the data of CSI snapshots is moved unless a Backup says otherwise. The default is false."""
    enable_csi: bool | None
    """Whether the feature EnableCSI is on. The default is false."""
    snapshot_locations: Sequence[SnapshotLocation] | None
    """The VolumeSnapshotLocations. By default, those that a Backup names exist, and there are no others."""
    default_snapshot_locations: Mapping[str, str]
    """The default location of providers with several: the provider and the name."""
    storage_locations: Sequence[str] | None
    """The names of the BackupStorageLocations. By default, those that a Backup names exist."""
    nodes: Mapping[str, str] | None
    """The nodes with their operating systems. By default, the nodes of pods exist, with Linux."""
    agents: Sequence[str] | None
    """The nodes with a running pod of Velero's node agent. By default, all nodes."""
    group_snapshot_driver: str | None
    """The CSI driver with a VolumeGroupSnapshotClass that Velero chooses, besides those of the inventory."""
    snapshots_without_handles: bool
    """Whether CSI snapshots never get a handle."""
    policies: Sequence[PolicyMap] = ()
    """Resource policies, besides those of the inventory."""
    global_policy: PolicyMap | None = None
    """The resource policy of the server, for all backups."""


def read_server_settings(value: Any) -> ServerSettings:
    """Converts JSON to a value."""
    return ServerSettings(
        value["default_volumes_to_fs_backup"],
        value["default_snapshot_move_data"],
        value["enable_csi"],
        None
        if value["snapshot_locations"] is None
        else [read_snapshot_location(each) for each in value["snapshot_locations"]],
        value["default_snapshot_locations"],
        value["storage_locations"],
        value["nodes"],
        value["agents"],
        value["group_snapshot_driver"],
        value["snapshots_without_handles"],
        [read_policy_map(each) for each in value["policies"]],
        None if value["global_policy"] is None else read_policy_map(value["global_policy"]),
    )


def write_server_settings(value: ServerSettings) -> dict[str, Any]:
    """Converts a value to JSON."""
    return {
        "default_volumes_to_fs_backup": value.default_volumes_to_fs_backup,
        "default_snapshot_move_data": value.default_snapshot_move_data,
        "enable_csi": value.enable_csi,
        "snapshot_locations": convert.optional_records(
            value.snapshot_locations, "snapshot_locations", write_snapshot_location
        ),
        "default_snapshot_locations": convert.pairs(value.default_snapshot_locations, "default_snapshot_locations"),
        "storage_locations": convert.optional_items(value.storage_locations, "storage_locations"),
        "nodes": convert.optional_pairs(value.nodes, "nodes"),
        "agents": convert.optional_items(value.agents, "agents"),
        "group_snapshot_driver": value.group_snapshot_driver,
        "snapshots_without_handles": value.snapshots_without_handles,
        "policies": [write_policy_map(each) for each in convert.items(value.policies, "policies")],
        "global_policy": None if value.global_policy is None else write_policy_map(value.global_policy),
    }


BackupKind = Literal["backup", "schedule", "helm-schedule"]
"""How a Backup or a Schedule is written.

It decides the pointers of diagnostics about it.

- `backup`: A Backup. It runs once. Its filters are in `/spec`.
- `schedule`: A Schedule. It makes Backups. Their filters are in `/spec/template`.
- `helm-schedule`: A Schedule in the values of Velero's Helm chart. Its filters are in `/template`.
"""


@dataclass(frozen=True, slots=True)
class Backup:
    """A Backup, or a Schedule and its next backup."""

    kind: BackupKind
    """How it is written."""
    name: str | None
    """The name. `None` if Kubernetes generates it."""
    namespace: str | None
    """The namespace, in which Velero runs. `None` if the document does not have it."""
    filters: Filters
    """Which objects are saved."""
    ttl: str | None = None
    """When the backup expires, as a duration such as `24h`. `None` is Velero's default of 720 hours."""
    schedule: ScheduleConfig | None = None
    """When a Schedule runs, with a cron expression. `None` for a Backup."""
    resource_policy: str | None = None
    """The name of the ConfigMap with the resource policy."""
    volumes: VolumeFields | None = None
    """How the contents of volumes are saved. `None` is the same as no field."""
    storage_location: str | None = None
    """The name of the BackupStorageLocation. `None` is the default one."""
    hook_selectors: Sequence[HookSelector] = ()
    """The label selectors of its hooks. A backup fails if Kubernetes refuses one."""
    phase: str | None = None
    """The phase, if a cluster has it: `Completed`, `Failed`, `Enabled`."""
    expiration: str | None = None
    """When the Backup expires, if a cluster has it: RFC 3339."""


def read_backup(value: Any) -> Backup:
    """Converts JSON to a value."""
    return Backup(
        value["kind"],
        value["name"],
        value["namespace"],
        read_filters(value["filters"]),
        value["ttl"],
        None if value["schedule"] is None else read_schedule_config(value["schedule"]),
        value["resource_policy"],
        None if value["volumes"] is None else read_volume_fields(value["volumes"]),
        value["storage_location"],
        [read_hook_selector(each) for each in value["hook_selectors"]],
        value["phase"],
        value["expiration"],
    )


def write_backup(value: Backup) -> dict[str, Any]:
    """Converts a value to JSON."""
    return {
        "kind": value.kind,
        "name": value.name,
        "namespace": value.namespace,
        "filters": write_filters(value.filters),
        "ttl": value.ttl,
        "schedule": None if value.schedule is None else write_schedule_config(value.schedule),
        "resource_policy": value.resource_policy,
        "volumes": None if value.volumes is None else write_volume_fields(value.volumes),
        "storage_location": value.storage_location,
        "hook_selectors": [write_hook_selector(each) for each in convert.items(value.hook_selectors, "hook_selectors")],
        "phase": value.phase,
        "expiration": value.expiration,
    }


Source = Spec | Backup | Target
"""What chooses the objects of a backup.

- `Spec`: A spec of the interface.
- `Backup`: A Backup, or the next backup of a Schedule.
- `Target`: Its `spec`.
"""


def write_source(value: Source) -> dict[str, Any]:
    """Converts a value to JSON."""
    if isinstance(value, Spec):
        return {"spec": write_spec(value)}
    if isinstance(value, Backup):
        return {"backup": write_backup(value)}
    if isinstance(value, Target):
        return {"spec": write_spec(value.spec)}
    raise TypeError(f"expected one of Spec, Backup, Target, not {value!r}")


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation, and an application's databag in it."""

    id: int
    """Juju's id of the relation."""
    databag: Mapping[str, str] = field(default_factory=dict)
    """The databag of the provider's application, both for publishing and for reading.

    `merge.plan` takes the integrator's own databag.
    """


def write_relation(value: Relation) -> dict[str, Any]:
    """Converts a value to JSON."""
    return {
        "id": value.id,
        "databag": convert.pairs(value.databag, "databag"),
    }
