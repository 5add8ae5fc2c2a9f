"""The requirer's flow: an integrator reads what its relations publish and looks specs up."""

# Generated from wit/ by `cargo xtask bindings`.

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from . import convert
from . import host as hosts
from .model import Target, read_spec, read_target, write_relation

if TYPE_CHECKING:
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


def read_located_target(value: Any) -> LocatedTarget:
    """Returns the value of its JSON."""
    return LocatedTarget(value["relation_id"], value["index"], read_target(value["target"]))


class Targets(hosts.Resource):
    """Every target of a set of relations, read once.

    Reads the providers' databags. Never fails: a relation in which something cannot be read has no targets, as in the
    reference, and `diagnostics` says why.
    """

    __slots__ = ()
    _NAME: ClassVar = "targets"

    def __init__(self, relations: Iterable[Relation], *, host: hosts.Host | None = None) -> None:
        self._make(
            hosts.new_home(host),
            "requirer.targets.new",
            {"relations": [write_relation(each) for each in convert.items(relations, "relations")]},
        )

    def is_ready(self) -> bool:
        """Whether some relation has a target. A lookup may find nothing all the same."""
        answer: bool = self._home._call("requirer.targets.is-ready", {"self": self._alive})
        return answer

    def get_backup_spec(self, app_name: str, endpoint: str, model: str) -> Spec | None:
        """The first match in the order of the relations, then of the entries.

        Names are compared exactly; an empty name is a name.
        """
        answer = self._home._call(
            "requirer.targets.get-backup-spec",
            {"self": self._alive, "app_name": app_name, "endpoint": endpoint, "model": model},
        )
        return None if answer is None else read_spec(answer)

    def entries(self) -> list[LocatedTarget]:
        """Every target, in the order of the relations, then of the entries."""
        return [
            read_located_target(each) for each in self._home._call("requirer.targets.entries", {"self": self._alive})
        ]

    def diagnostics(self) -> list[Diagnostic]:
        """What the reference drops in silence: unreadable databags, shadowed duplicates, coerced values, ignored
        fields.

        The subject is the relation's place in the list; pointers lead into its databag, and on inside the text of
        `backup_targets`: `/backup_targets/0/spec/ttl`.
        """
        return convert.diagnostics(self._home._call("requirer.targets.diagnostics", {"self": self._alive}))


def find_spec(
    relations: Iterable[Relation], app_name: str, endpoint: str, model: str, *, host: hosts.Host | None = None
) -> Spec | None:
    """Returns the first match, as `get_backup_spec` of `targets` does. It is for callers that look up one spec."""
    answer = hosts.of(host)._call(
        "requirer.find-spec",
        {
            "relations": [write_relation(each) for each in convert.items(relations, "relations")],
            "app_name": app_name,
            "endpoint": endpoint,
            "model": model,
        },
    )
    return None if answer is None else read_spec(answer)
