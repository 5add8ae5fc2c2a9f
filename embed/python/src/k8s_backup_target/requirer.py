"""For the requirer: an integrator reads the targets that its relations publish, and looks up specs."""

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
    """The index of the target in the relation's `backup_targets`."""
    target: Target
    """The target."""


def read_located_target(value: Any) -> LocatedTarget:
    """Converts JSON to a value."""
    return LocatedTarget(value["relation_id"], value["index"], read_target(value["target"]))


class Targets(hosts.Resource):
    """The targets of a list of relations.

    Reads the providers' databags. It never fails. If a part of a relation cannot be read, the relation has no targets,
    as in the reference, and `diagnostics` gives the reason.
    """

    __slots__ = ()
    _NAME: ClassVar = "targets"

    def __init__(self, relations: Iterable[Relation], *, host: hosts.Host | None = None) -> None:
        self._make(
            hosts.new_home(host),
            "requirer.targets.new",
            {"relations": convert.list_of(write_relation, relations, "relations")},
        )

    def is_ready(self) -> bool:
        """Returns whether a relation has a target. A lookup can still find nothing."""
        answer: bool = self._call("requirer.targets.is-ready", {})
        return answer

    def get_backup_spec(self, app_name: str, endpoint: str, model: str) -> Spec | None:
        """Returns the spec of the first target with these names, in the order of `entries`.

        The names must be equal. An empty name is compared too.
        """
        answer = self._call(
            "requirer.targets.get-backup-spec",
            {
                "app_name": convert.text(app_name, "app_name"),
                "endpoint": convert.text(endpoint, "endpoint"),
                "model": convert.text(model, "model"),
            },
        )
        return None if answer is None else read_spec(answer)

    def entries(self) -> list[LocatedTarget]:
        """Returns all targets, in the order of the relations and of their entries."""
        return [read_located_target(each) for each in self._call("requirer.targets.entries", {})]

    def diagnostics(self) -> list[Diagnostic]:
        """Returns what the reference ignores without a message: databags that cannot be read, repeated targets,
        converted values and ignored fields.

        The subject is the index of the relation. The pointer is a path in its databag, and continues inside the JSON of
        `backup_targets`: `/backup_targets/0/spec/ttl`.
        """
        return convert.diagnostics(self._call("requirer.targets.diagnostics", {}))


def find_spec(
    relations: Iterable[Relation], app_name: str, endpoint: str, model: str, *, host: hosts.Host | None = None
) -> Spec | None:
    """Returns the first match, as `get_backup_spec` of `targets` does. It is for callers that look up one spec."""
    answer = hosts.of(host)._call(
        "requirer.find-spec",
        {
            "relations": convert.list_of(write_relation, relations, "relations"),
            "app_name": convert.text(app_name, "app_name"),
            "endpoint": convert.text(endpoint, "endpoint"),
            "model": convert.text(model, "model"),
        },
    )
    return None if answer is None else read_spec(answer)
