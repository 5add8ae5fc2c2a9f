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

    A field that is `None` is the same as a missing key. An empty list is written as one, and Velero reads it like a
    missing key. Values are not normalized: text stays as it is.
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


def write_spec(value: Spec, name: str) -> dict[str, Any]:
    """Converts a value to JSON."""
    convert.require_fields(value, Spec, name)
    return {
        "include_namespaces": convert.optional_list(
            convert.text, value.include_namespaces, f"{name}.include_namespaces"
        ),
        "include_resources": convert.optional_list(convert.text, value.include_resources, f"{name}.include_resources"),
        "exclude_namespaces": convert.optional_list(
            convert.text, value.exclude_namespaces, f"{name}.exclude_namespaces"
        ),
        "exclude_resources": convert.optional_list(convert.text, value.exclude_resources, f"{name}.exclude_resources"),
        "include_cluster_resources": convert.optional(
            convert.truth, value.include_cluster_resources, f"{name}.include_cluster_resources"
        ),
        "label_selector": convert.optional(convert.pairs, value.label_selector, f"{name}.label_selector"),
        "ttl": convert.optional(convert.text, value.ttl, f"{name}.ttl"),
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


def write_target(value: Target, name: str) -> dict[str, Any]:
    """Converts a value to JSON."""
    convert.require_fields(value, Target, name)
    return {
        "app": convert.text(value.app, f"{name}.app"),
        "relation_name": convert.text(value.relation_name, f"{name}.relation_name"),
        "model": convert.text(value.model, f"{name}.model"),
        "spec": write_spec(value.spec, f"{name}.spec"),
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


def write_schedule_config(value: ScheduleConfig, name: str) -> dict[str, Any]:
    """Converts a value to JSON."""
    convert.require_fields(value, ScheduleConfig, name)
    return {
        "schedule": convert.optional(convert.text, value.schedule, f"{name}.schedule"),
        "paused": convert.truth(value.paused, f"{name}.paused"),
        "skip_immediately": convert.truth(value.skip_immediately, f"{name}.skip_immediately"),
        "use_owner_references_in_backup": convert.truth(
            value.use_owner_references_in_backup, f"{name}.use_owner_references_in_backup"
        ),
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


def write_label_requirement(value: LabelRequirement, name: str) -> dict[str, Any]:
    """Converts a value to JSON."""
    convert.require_fields(value, LabelRequirement, name)
    return {
        "key": convert.text(value.key, f"{name}.key"),
        "operator": convert.text(value.operator, f"{name}.operator"),
        "values": convert.list_of(convert.text, value.values, f"{name}.values"),
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


def write_selector(value: Selector, name: str) -> dict[str, Any]:
    """Converts a value to JSON."""
    convert.require_fields(value, Selector, name)
    return {
        "match_labels": convert.pairs(value.match_labels, f"{name}.match_labels"),
        "match_expressions": convert.list_of(
            write_label_requirement, value.match_expressions, f"{name}.match_expressions"
        ),
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


def write_filters(value: Filters, name: str) -> dict[str, Any]:
    """Converts a value to JSON."""
    convert.require_fields(value, Filters, name)
    return {
        "included_namespaces": convert.optional_list(
            convert.text, value.included_namespaces, f"{name}.included_namespaces"
        ),
        "excluded_namespaces": convert.optional_list(
            convert.text, value.excluded_namespaces, f"{name}.excluded_namespaces"
        ),
        "included_resources": convert.optional_list(
            convert.text, value.included_resources, f"{name}.included_resources"
        ),
        "excluded_resources": convert.optional_list(
            convert.text, value.excluded_resources, f"{name}.excluded_resources"
        ),
        "include_cluster_resources": convert.optional(
            convert.truth, value.include_cluster_resources, f"{name}.include_cluster_resources"
        ),
        "included_cluster_scoped_resources": convert.optional_list(
            convert.text, value.included_cluster_scoped_resources, f"{name}.included_cluster_scoped_resources"
        ),
        "excluded_cluster_scoped_resources": convert.optional_list(
            convert.text, value.excluded_cluster_scoped_resources, f"{name}.excluded_cluster_scoped_resources"
        ),
        "included_namespace_scoped_resources": convert.optional_list(
            convert.text, value.included_namespace_scoped_resources, f"{name}.included_namespace_scoped_resources"
        ),
        "excluded_namespace_scoped_resources": convert.optional_list(
            convert.text, value.excluded_namespace_scoped_resources, f"{name}.excluded_namespace_scoped_resources"
        ),
        "label_selector": convert.optional(write_selector, value.label_selector, f"{name}.label_selector"),
        "or_label_selectors": convert.optional_list(
            write_selector, value.or_label_selectors, f"{name}.or_label_selectors"
        ),
        "volume_group_snapshot_label_key": convert.optional(
            convert.text, value.volume_group_snapshot_label_key, f"{name}.volume_group_snapshot_label_key"
        ),
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


def write_hook_selector(value: HookSelector, name: str) -> dict[str, Any]:
    """Converts a value to JSON."""
    convert.require_fields(value, HookSelector, name)
    return {
        "hook": convert.u32(value.hook, f"{name}.hook"),
        "selector": write_selector(value.selector, f"{name}.selector"),
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


def write_volume_fields(value: VolumeFields, name: str) -> dict[str, Any]:
    """Converts a value to JSON."""
    convert.require_fields(value, VolumeFields, name)
    return {
        "snapshot_volumes": convert.optional(convert.truth, value.snapshot_volumes, f"{name}.snapshot_volumes"),
        "snapshot_move_data": convert.optional(convert.truth, value.snapshot_move_data, f"{name}.snapshot_move_data"),
        "datamover": convert.optional(convert.text, value.datamover, f"{name}.datamover"),
        "default_volumes_to_fs_backup": convert.optional(
            convert.truth, value.default_volumes_to_fs_backup, f"{name}.default_volumes_to_fs_backup"
        ),
        "default_volumes_to_restic": convert.optional(
            convert.truth, value.default_volumes_to_restic, f"{name}.default_volumes_to_restic"
        ),
        "volume_snapshot_locations": convert.list_of(
            convert.text, value.volume_snapshot_locations, f"{name}.volume_snapshot_locations"
        ),
        "annotations": convert.pairs(value.annotations, f"{name}.annotations"),
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


def write_snapshot_location(value: SnapshotLocation, name: str) -> dict[str, Any]:
    """Converts a value to JSON."""
    convert.require_fields(value, SnapshotLocation, name)
    return {
        "name": convert.text(value.name, f"{name}.name"),
        "provider": convert.text(value.provider, f"{name}.provider"),
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


def write_policy_map(value: PolicyMap, name: str) -> dict[str, Any]:
    """Converts a value to JSON."""
    convert.require_fields(value, PolicyMap, name)
    return {
        "namespace": convert.optional(convert.text, value.namespace, f"{name}.namespace"),
        "name": convert.optional(convert.text, value.name, f"{name}.name"),
        "data": convert.pairs(value.data, f"{name}.data"),
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


def write_server_settings(value: ServerSettings, name: str) -> dict[str, Any]:
    """Converts a value to JSON."""
    convert.require_fields(value, ServerSettings, name)
    return {
        "default_volumes_to_fs_backup": convert.optional(
            convert.truth, value.default_volumes_to_fs_backup, f"{name}.default_volumes_to_fs_backup"
        ),
        "default_snapshot_move_data": convert.optional(
            convert.truth, value.default_snapshot_move_data, f"{name}.default_snapshot_move_data"
        ),
        "enable_csi": convert.optional(convert.truth, value.enable_csi, f"{name}.enable_csi"),
        "snapshot_locations": convert.optional_list(
            write_snapshot_location, value.snapshot_locations, f"{name}.snapshot_locations"
        ),
        "default_snapshot_locations": convert.pairs(
            value.default_snapshot_locations, f"{name}.default_snapshot_locations"
        ),
        "storage_locations": convert.optional_list(convert.text, value.storage_locations, f"{name}.storage_locations"),
        "nodes": convert.optional(convert.pairs, value.nodes, f"{name}.nodes"),
        "agents": convert.optional_list(convert.text, value.agents, f"{name}.agents"),
        "group_snapshot_driver": convert.optional(
            convert.text, value.group_snapshot_driver, f"{name}.group_snapshot_driver"
        ),
        "snapshots_without_handles": convert.truth(
            value.snapshots_without_handles, f"{name}.snapshots_without_handles"
        ),
        "policies": convert.list_of(write_policy_map, value.policies, f"{name}.policies"),
        "global_policy": convert.optional(write_policy_map, value.global_policy, f"{name}.global_policy"),
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


def write_backup(value: Backup, name: str) -> dict[str, Any]:
    """Converts a value to JSON."""
    convert.require_fields(value, Backup, name)
    return {
        "kind": convert.text(value.kind, f"{name}.kind"),
        "name": convert.optional(convert.text, value.name, f"{name}.name"),
        "namespace": convert.optional(convert.text, value.namespace, f"{name}.namespace"),
        "filters": write_filters(value.filters, f"{name}.filters"),
        "ttl": convert.optional(convert.text, value.ttl, f"{name}.ttl"),
        "schedule": convert.optional(write_schedule_config, value.schedule, f"{name}.schedule"),
        "resource_policy": convert.optional(convert.text, value.resource_policy, f"{name}.resource_policy"),
        "volumes": convert.optional(write_volume_fields, value.volumes, f"{name}.volumes"),
        "storage_location": convert.optional(convert.text, value.storage_location, f"{name}.storage_location"),
        "hook_selectors": convert.list_of(write_hook_selector, value.hook_selectors, f"{name}.hook_selectors"),
        "phase": convert.optional(convert.text, value.phase, f"{name}.phase"),
        "expiration": convert.optional(convert.text, value.expiration, f"{name}.expiration"),
    }


Source = Spec | Backup | Target
"""What chooses the objects of a backup.

- `Spec`: A spec of the interface.
- `Backup`: A Backup, or the next backup of a Schedule.
- `Target`: Its `spec`.
"""


def write_source(value: Source, name: str) -> dict[str, Any]:
    """Converts a value to JSON."""
    if isinstance(value, Spec):
        return {"spec": write_spec(value, name)}
    if isinstance(value, Backup):
        return {"backup": write_backup(value, name)}
    if isinstance(value, Target):
        return {"spec": write_spec(value.spec, f"{name}.spec")}
    raise convert.wrong_type(name, "one of Spec, Backup, Target", value)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation, and an application's databag in it."""

    id: int
    """Juju's id of the relation."""
    databag: Mapping[str, str] = field(default_factory=dict)
    """The databag of the provider's application, both for publishing and for reading.

    `merge.plan` takes the integrator's own databag.
    """


def write_relation(value: Relation, name: str) -> dict[str, Any]:
    """Converts a value to JSON."""
    convert.require_fields(value, Relation, name)
    return {
        "id": convert.u32(value.id, f"{name}.id"),
        "databag": convert.pairs(value.databag, f"{name}.databag"),
    }
