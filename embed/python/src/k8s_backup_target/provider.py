"""For the provider: a charm's leader publishes its spec to each of its relations."""

# Generated from wit/ by `cargo xtask bindings`.

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from . import convert
from . import host as hosts
from .model import write_relation, write_spec

if TYPE_CHECKING:
    from .model import Relation, Spec


@dataclass(frozen=True, slots=True)
class Identity:
    """The application that publishes."""

    app: str
    """Name of the application."""
    model: str
    """Name of its model."""
    relation_name: str
    """Name of the relation in its metadata."""


def write_identity(value: Identity, name: str) -> dict[str, Any]:
    """Converts a value to JSON."""
    convert.require_fields(value, Identity, name)
    return {
        "app": convert.text(value.app, f"{name}.app"),
        "model": convert.text(value.model, f"{name}.model"),
        "relation_name": convert.text(value.relation_name, f"{name}.relation_name"),
    }


OnErrors = Literal["refuse", "publish"]
"""What to do if a spec has errors.

- `refuse`: Return the errors. The published spec does not change.
- `publish`: Publish the spec, as the reference does.
"""


@dataclass(frozen=True, slots=True)
class DatabagWrite:
    """What to write into the application's databag of one relation."""

    relation_id: int
    """The relation."""
    key: str
    """The key to set: `backup_targets`."""
    value: str
    """The value to set. It has the same bytes as the reference's."""
    changed: bool
    """False if the databag already has this value."""


def read_databag_write(value: Any) -> DatabagWrite:
    """Converts JSON to a value."""
    return DatabagWrite(**value)


def publish(
    identity: Identity,
    spec: Spec,
    leader: bool,
    relations: Iterable[Relation],
    on_errors: OnErrors,
    *,
    host: hosts.Host | None = None,
) -> list[DatabagWrite]:
    """Returns what the leader must write into each relation, in the order of the relations.

    `relations` are all relations with the identity's relation name, each with the application's own databag. The checks
    are, in this order: the unit is the leader, a relation exists, and, with `refuse`, the spec has no errors.

    Raises:
        PublishError: Nothing is published. The class gives the reason.
    """
    return [
        read_databag_write(each)
        for each in convert.published(
            hosts.of(host)._call(
                "provider.publish",
                {
                    "identity": write_identity(identity, "identity"),
                    "spec": write_spec(spec, "spec"),
                    "leader": convert.truth(leader, "leader"),
                    "relations": convert.list_of(write_relation, relations, "relations"),
                    "on_errors": convert.text(on_errors, "on_errors"),
                },
            )
        )
    ]
