"""Specs, targets and the other types of the interface."""

# Generated from wit/ by `cargo xtask bindings`.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

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
