"""What a spec would take of a cluster, and why not the rest; what several targets leave uncovered, and what they both
take.

It follows what Velero does with the Backup that the operator makes of a spec. Velero's CSI actions, hooks, volume
policies, volume groups and plugins of third parties are not modelled: they may bring more along. Nor is the data of
volumes: whether it is saved is up to the operator's settings.
"""

# Generated from wit/ by `cargo xtask bindings`.

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from . import convert
from . import host as hosts
from .model import write_spec, write_target

if TYPE_CHECKING:
    from .diagnostic import Diagnostic
    from .model import Spec, Target
    from .cluster import Cluster


@dataclass(frozen=True, slots=True)
class ObjectRef:
    """Names an object of a cluster."""

    group_resource: str
    """The plural of its kind, and the group where it is not the core group: "deployments.apps", "pods"."""
    namespace: str | None
    """None for what is in no namespace."""
    name: str
    """Unique in its kind and namespace."""


def read_object_ref(value: Any) -> ObjectRef:
    """Returns the value of its JSON."""
    return ObjectRef(**value)


Reason = Literal[
    "selected",
    "comes-along",
    "namespace-of-selected",
    "spec-refused",
    "namespace-not-included",
    "namespace-excluded",
    "resource-not-included",
    "resource-excluded",
    "cluster-scope-excluded",
    "cluster-scope-not-automatic",
    "labels-do-not-match",
    "exclude-label",
    "skip-annotation",
    "unknown-resource",
    "being-deleted",
]
"""Why an object is in a backup, or is not.

The first three are in.

- `selected`: The spec selects it.
- `comes-along`: Brought by an object that is included: the volume of a claim, the roles of a service account, a
  definition.
- `namespace-of-selected`: A Namespace object that comes with its objects, or by its labels; one whose name is taken is
  `selected`.
- `spec-refused`: Velero refuses the spec, or the backup fails: nothing is selected.
- `namespace-not-included`: Its namespace is not among those that are included.
- `namespace-excluded`: Its namespace is excluded.
- `resource-not-included`: Its kind is not among those that are included.
- `resource-excluded`: Its kind is excluded.
- `cluster-scope-excluded`: It is in no namespace, and `include_cluster_resources` is false.
- `cluster-scope-not-automatic`: It is in no namespace, `include_cluster_resources` is not set, and the spec is not one
  for everything.
- `labels-do-not-match`: It has not the labels of the selector.
- `exclude-label`: It has the label `velero.io/exclude-from-backup: "true"`.
- `skip-annotation`: It has the annotation `velero.io/skip-from-backup`, on a kind where Velero looks at it.
- `unknown-resource`: Velero does not see its kind.
- `being-deleted`: It is being deleted, or is a Namespace that is not active.
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of an object."""

    object: ObjectRef
    """The object."""
    included: bool
    """Whether it is in the backup."""
    reason: Reason
    """Why it is, or is not: the first reason, in the order in which Velero asks."""
    pointer: str | None
    """RFC 6901 JSON pointer to the entry of the spec that decided it, where one did."""
    brought_by: int | None
    """For `comes-along`: the object that brings it, by its place in the inventory."""


def read_verdict(value: Any) -> Verdict:
    """Returns the value of its JSON."""
    return Verdict(
        read_object_ref(value["object"]), value["included"], value["reason"], value["pointer"], value["brought_by"]
    )


class InventoryReader(hosts.Resource):
    """Reads a cluster's objects in pieces of any size, which may end anywhere: what `kubectl get -A -o json` prints (a
    List), several of them one behind the other or in a List, or an object a line.

    Memory is what the inventory needs, about 100 bytes an object, and the longest object, of at most 8 MiB.

    The kinds of the cluster say what the objects are called and which are in namespaces. Definitions of custom
    resources among the objects tell theirs, wherever they stand.
    """

    __slots__ = ()
    _NAME: ClassVar = "inventory-reader"

    def __init__(self, cluster: Cluster) -> None:
        self._make(cluster._home, "selection.inventory-reader.new", {"cluster": cluster._alive})

    def push(self, chunk: bytes | bytearray | memoryview) -> None:
        """Goes through the next piece.

        The errors say why the rest need not be given: it is in another format than JSON, or has more than a million
        objects.

        Raises:
            InvalidInput: it is refused; the diagnostics say why.
        """
        convert.accepted(
            self._home._call("selection.inventory-reader.push", {"self": self._alive, "chunk": convert.to_text(chunk)})
        )

    def finish(self) -> Inventory:
        """The objects that were read.

        The errors say why there are none. An object that stands there twice, or is shown under two groups of its kind
        as events are, counts once.

        Raises:
            InvalidInput: it is refused; the diagnostics say why.
        """
        home = self._home
        return Inventory._in(
            home, convert.accepted(home._call("selection.inventory-reader.finish", {"reader": self._give_away()}))
        )


class Inventory(hosts.Resource):
    """The objects of a cluster, each with a place, from 0, in the order in which they were read.

    The namespaces that exist are its Namespace objects; without any, those that objects are in.
    """

    __slots__ = ()
    _NAME: ClassVar = "inventory"

    def __init__(self) -> None:
        raise TypeError("InventoryReader.finish makes one")

    def diagnostics(self) -> list[Diagnostic]:
        """What could not be read, or not be placed.

        The subject is the document in the text, from 0; the pointer leads into it: `/items/17/metadata/name`.
        """
        return convert.diagnostics(self._home._call("selection.inventory.diagnostics", {"self": self._alive}))

    def __len__(self) -> int:
        """How many objects there are."""
        answer: int = self._home._call("selection.inventory.len", {"self": self._alive})
        return answer

    def objects(self, offset: int = 0, limit: int = convert.ALL) -> list[ObjectRef]:
        """At most `limit` objects, from a place on."""
        return [
            read_object_ref(each)
            for each in self._home._call(
                "selection.inventory.objects", {"self": self._alive, "offset": offset, "limit": limit}
            )
        ]

    def matching_namespaces(self, pattern: str) -> list[str]:
        """The namespaces that an entry of a namespace list stands for here, by name: itself, or what the pattern
        matches, as Velero expands it.

        The errors are what Velero refuses it for, or why it cannot match with it.

        Raises:
            InvalidInput: it is refused; the diagnostics say why.
        """
        answer: list[str] = convert.accepted(
            self._home._call("selection.inventory.matching-namespaces", {"self": self._alive, "pattern": pattern})
        )
        return answer


class Evaluation(hosts.Resource):
    """One spec over one inventory, worked off in steps so that a host stays alive.

    It keeps the inventory.

    Compiles the spec for the inventory, and decides nothing yet. A label selector without labels is left out, as the
    operator does.
    """

    __slots__ = ()
    _NAME: ClassVar = "evaluation"

    def __init__(self, inventory: Inventory, spec: Spec) -> None:
        self._make(
            inventory._home, "selection.evaluation.new", {"inventory": inventory._alive, "spec": write_spec(spec)}
        )

    def step(self, max_objects: int) -> bool:
        """Goes on for about so many objects; true when done.

        What follows answers for the part that is done: an object that is not included yet may still come along.
        """
        answer: bool = self._home._call("selection.evaluation.step", {"self": self._alive, "max_objects": max_objects})
        return answer

    def diagnostics(self) -> list[Diagnostic]:
        """Why Velero refuses the spec; claims without their volumes, related objects that are missing, and the like,
        once it is done.

        The subject is the object's place in the inventory, where it is about one; else the pointer leads into the spec.
        """
        return convert.diagnostics(self._home._call("selection.evaluation.diagnostics", {"self": self._alive}))

    def included(self) -> int:
        """How many objects are included."""
        answer: int = self._home._call("selection.evaluation.included", {"self": self._alive})
        return answer

    def reasons(self) -> bytes:
        """A byte for each object that is looked at: the reason, by its place in the enum.

        A host lifts 100,000 bytes in no time, and as many records in seconds.
        """
        return convert.to_bytes(self._home._call("selection.evaluation.reasons", {"self": self._alive}))

    def verdicts(self, offset: int = 0, limit: int = convert.ALL) -> list[Verdict]:
        """What becomes of at most `limit` objects, from a place on."""
        return [
            read_verdict(each)
            for each in self._home._call(
                "selection.evaluation.verdicts", {"self": self._alive, "offset": offset, "limit": limit}
            )
        ]


@dataclass(frozen=True, slots=True)
class TargetCoverage:
    """What a target takes."""

    objects: int
    """How many objects."""
    persistent_volume_claims: int
    """How many of them are volume claims."""


def read_target_coverage(value: Any) -> TargetCoverage:
    """Returns the value of its JSON."""
    return TargetCoverage(**value)


@dataclass(frozen=True, slots=True)
class Overlap:
    """An object that several targets take."""

    object: int
    """Its place in the inventory."""
    targets: Sequence[int]
    """The targets, each by its place in the list."""


def read_overlap(value: Any) -> Overlap:
    """Returns the value of its JSON."""
    return Overlap(**value)


class Coverage(hosts.Resource):
    """Many targets over one inventory, worked off in steps.

    It keeps the inventory. Each target's spec is evaluated for itself; what comes along counts.

    Decides nothing yet.
    """

    __slots__ = ()
    _NAME: ClassVar = "coverage"

    def __init__(self, inventory: Inventory, targets: Iterable[Target]) -> None:
        self._make(
            inventory._home,
            "selection.coverage.new",
            {
                "inventory": inventory._alive,
                "targets": [write_target(each) for each in convert.items(targets, "targets")],
            },
        )

    def step(self, max_objects: int) -> bool:
        """Goes on for about so many verdicts, one for each object and target; true when done.

        What follows answers for the targets that are done.
        """
        answer: bool = self._home._call("selection.coverage.step", {"self": self._alive, "max_objects": max_objects})
        return answer

    def targets(self) -> list[TargetCoverage]:
        """In the order of the targets."""
        return [
            read_target_coverage(each) for each in self._home._call("selection.coverage.targets", {"self": self._alive})
        ]

    def uncovered_claims(self, offset: int = 0, limit: int = convert.ALL) -> list[int]:
        """The volume claims that no target takes, by their places: at most `limit`, from the `offset`th on."""
        answer: list[int] = self._home._call(
            "selection.coverage.uncovered-claims", {"self": self._alive, "offset": offset, "limit": limit}
        )
        return answer

    def uncovered(self, offset: int = 0, limit: int = convert.ALL) -> list[int]:
        """The objects that no target takes, by their places, volume claims first: at most `limit`, from the `offset`th
        on.
        """
        answer: list[int] = self._home._call(
            "selection.coverage.uncovered", {"self": self._alive, "offset": offset, "limit": limit}
        )
        return answer

    def overlapping(self, offset: int = 0, limit: int = convert.ALL) -> list[Overlap]:
        """The objects that several targets take: at most `limit`, from the `offset`th on."""
        return [
            read_overlap(each)
            for each in self._home._call(
                "selection.coverage.overlapping", {"self": self._alive, "offset": offset, "limit": limit}
            )
        ]
