"""The requirer's flow: an integrator reads what its relations publish and looks specs up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from . import host as hosts
from . import lift
from .model import Target

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .diagnostic import Diagnostic
    from .model import Relation, Spec


@dataclass(frozen=True, slots=True)
class LocatedTarget:
    """A target, and where it was read."""

    relation_id: int
    """The relation."""
    index: int
    """Its place in the relation's `backup_targets`."""
    target: Target
    """The target itself."""


class Targets(hosts.Resource):
    """Every target of a set of relations, read once.

    It is never refused: a relation in which something cannot be read has no targets, as in the reference, and
    `diagnostics` says why.

    Args:
        relations: The providers' databags.
        host: What it runs in.
    """

    __slots__ = ()
    _INTERFACE: ClassVar = "requirer"
    _NAME: ClassVar = "targets"

    def __init__(self, relations: Iterable[Relation], *, host: hosts.Host | None = None) -> None:
        self._make(hosts.new_home(host), relations)

    def is_ready(self) -> bool:
        """Whether some relation has a target. A lookup may find nothing all the same."""
        is_ready: bool = self._method("is-ready")
        return is_ready

    def get_backup_spec(self, app_name: str, endpoint: str, model: str) -> Spec | None:
        """The first match in the order of the relations, then of the entries.

        Names are compared exactly; an empty name is a name.
        """
        found = self._method("get-backup-spec", app_name, endpoint, model)
        return None if found is None else lift.spec(found)

    def entries(self) -> list[LocatedTarget]:
        """Every target, in the order of the relations, then of the entries."""
        return [LocatedTarget(id_, index, lift.target(fields)) for id_, index, fields in self._method("entries")]

    def diagnostics(self) -> list[Diagnostic]:
        """What the reference drops in silence.

        Unreadable databags, shadowed duplicates, coerced values, ignored fields.

        The subject is the relation's place in the list; pointers lead into its databag, and on inside the text of
        `backup_targets`: `/backup_targets/0/spec/ttl`.
        """
        return lift.diagnostics(self._method("diagnostics"))
