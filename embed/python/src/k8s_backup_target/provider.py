"""The provider's flow: a charm's leader publishes its spec into each of its relations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from . import host as hosts
from . import lift
from .errors import InvalidSpec, NoRelation, NotLeader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .model import Relation, Spec

OnErrors = Literal["refuse", "publish"]
"""What to do with a spec that has errors.

`refuse`: it is not published, and what is published stays; `publish`: it is published, as the reference does.
"""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who publishes."""

    app: str
    """Name of the application."""
    model: str
    """Name of its model."""
    relation_name: str
    """Name of the relation in its metadata."""


@dataclass(frozen=True, slots=True)
class DatabagWrite:
    """What to write into the application's databag of one relation."""

    relation_id: int
    """The relation."""
    key: str
    """The key to set: `backup_targets`."""
    value: str
    """The text to set it to, byte for byte that of the reference."""
    changed: bool
    """False when the relation already holds these bytes."""


def publish(
    identity: Identity,
    spec: Spec,
    leader: bool,
    relations: Iterable[Relation],
    on_errors: OnErrors,
    *,
    host: hosts.Host | None = None,
) -> list[DatabagWrite]:
    """What the leader is to write into each relation, in their order.

    Args:
        identity: Who publishes.
        spec: What to back up.
        leader: Whether the unit is the leader.
        relations: Those of the identity's relation name, each with the application's own databag.
        on_errors: What to do with a spec that has errors.
        host: What it runs in.

    Raises:
        NotLeader: the unit is not the leader, which is asked first.
        NoRelation: there is no relation.
        InvalidSpec: with `refuse`, a rule finds an error in the spec.
    """
    is_ok, payload = hosts.of(host).call("provider", "publish", identity, spec, leader, relations, on_errors)
    if is_ok:
        return [DatabagWrite(*fields) for fields in payload]
    error, diagnostics = payload
    if error == "invalid":
        raise InvalidSpec(lift.diagnostics(diagnostics))
    raise {"not-leader": NotLeader, "no-relation": NoRelation}[error]()
