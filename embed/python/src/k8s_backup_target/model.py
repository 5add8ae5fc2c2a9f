"""What is published and looked up."""

# Generated from wit/ by `cargo xtask bindings`.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import convert


@dataclass(frozen=True, slots=True)
class Spec:
    """What to back up.

    `None` and an absent key are the same; an empty list is not `None`. Nothing is normalised: text goes in and comes
    out as it is.
    """

    include_namespaces: Sequence[str] | None = None
    """Namespaces to take; all when `None`."""
    include_resources: Sequence[str] | None = None
    """Group-resources to take, such as `deployments.apps`; all when `None`."""
    exclude_namespaces: Sequence[str] | None = None
    """Namespaces to leave out."""
    exclude_resources: Sequence[str] | None = None
    """Group-resources to leave out."""
    include_cluster_resources: bool | None = None
    """Whether cluster-scoped objects are taken; `None` leaves it to Velero."""
    label_selector: Mapping[str, str] | None = None
    """Labels that an object must have, all of them: key and value, in the order of the document.

    Of a repeated key the last value counts, at the first place.
    """
    ttl: str | None = None
    """How long a backup lives, as a duration such as `24h`."""


def read_spec(value: Any) -> Spec:
    """Returns the value of its JSON."""
    return Spec(**value)


def write_spec(value: Spec) -> dict[str, Any]:
    """Returns the JSON of the value."""
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
    """One entry of `backup_targets`: who asks, through which relation, for what."""

    app: str
    """Name of the application that asks."""
    relation_name: str
    """Name of the relation on that application, as in its metadata. A lookup calls it the endpoint."""
    model: str
    """Name of the model that the application runs in."""
    spec: Spec
    """What to back up."""


def read_target(value: Any) -> Target:
    """Returns the value of its JSON."""
    return Target(value["app"], value["relation_name"], value["model"], read_spec(value["spec"]))


def write_target(value: Target) -> dict[str, Any]:
    """Returns the JSON of the value."""
    return {
        "app": value.app,
        "relation_name": value.relation_name,
        "model": value.model,
        "spec": write_spec(value.spec),
    }


@dataclass(frozen=True, slots=True)
class ScheduleConfig:
    """When a spec is backed up, and how its schedule behaves."""

    schedule: str | None = None
    """A cron expression; without one, backups are made when somebody asks for them."""
    paused: bool = False
    """Whether the schedule rests."""
    skip_immediately: bool = False
    """Whether the first backup waits for the schedule, instead of being made at once."""
    use_owner_references_in_backup: bool = False
    """Whether the backups are deleted with the schedule."""


def read_schedule_config(value: Any) -> ScheduleConfig:
    """Returns the value of its JSON."""
    return ScheduleConfig(**value)


def write_schedule_config(value: ScheduleConfig) -> dict[str, Any]:
    """Returns the JSON of the value."""
    return {
        "schedule": value.schedule,
        "paused": value.paused,
        "skip_immediately": value.skip_immediately,
        "use_owner_references_in_backup": value.use_owner_references_in_backup,
    }


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation and an application's databag in it."""

    id: int
    """Juju's number of the relation."""
    databag: Mapping[str, str] = field(default_factory=dict)
    """The application's databag: the provider's own when publishing, the provider's as seen by the requirer when
    reading.
    """


def write_relation(value: Relation) -> dict[str, Any]:
    """Returns the JSON of the value."""
    return {
        "id": value.id,
        "databag": convert.pairs(value.databag, "databag"),
    }
