"""What is published and looked up, as frozen dataclasses with the contract's names.

Where the contract has a list, a field takes any sequence, and what is answered is a list; a databag and a label
selector are mappings in the order of the document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Spec:
    """What to back up. `None` and an absent key are the same; an empty list is not `None`. Nothing is normalised."""

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
    """Labels that an object must have, all of them."""
    ttl: str | None = None
    """How long a backup lives, as a duration such as `24h`."""


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


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation and an application's databag in it."""

    id: int
    """Juju's number of the relation."""
    databag: Mapping[str, str] = field(default_factory=dict)
    """The provider's own databag when publishing, the provider's as seen by the requirer when reading."""
