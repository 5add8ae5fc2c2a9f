"""What a spec would take of a cluster, and why not the rest; what several targets leave uncovered, and what they share.

It follows what Velero does with the Backup that the operator makes of a spec; what is not modelled stands in the
project's README.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

from . import host as hosts
from . import lift
from .cluster import Cluster

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .diagnostic import Diagnostic
    from .model import Spec, Target

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
"""Why an object is in a backup, or is not. The first three are in."""

REASONS: tuple[Reason, ...] = get_args(Reason)
"""Every reason, by the byte that `Evaluation.reasons` has for it."""

_ALL = 2**32 - 1
_PAGE = 4096


@dataclass(frozen=True, slots=True)
class ObjectRef:
    """Names an object of a cluster."""

    group_resource: str
    """The plural of its kind, and the group where it is not the core group: "deployments.apps", "pods"."""
    namespace: str | None
    """None for what is in no namespace."""
    name: str
    """Unique in its kind and namespace."""


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


@dataclass(frozen=True, slots=True)
class TargetCoverage:
    """What a target takes."""

    objects: int
    """How many objects."""
    persistent_volume_claims: int
    """How many of them are volume claims."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """An object that several targets take."""

    object: int
    """Its place in the inventory."""
    targets: Sequence[int]
    """The targets, each by its place in the list."""


class InventoryReader(hosts.Resource):
    """Reads a cluster's objects in pieces of any size, which may end anywhere.

    It takes what `kubectl get -A -o json` prints (a List), several of them one behind the other or in a List, or an
    object a line. Its memory is what the inventory needs, about 100 bytes an object, and the longest object, of at most
    8 MiB.

    Args:
        cluster: Its kinds say what the objects are called and which are in namespaces; without it, only those of every
            Kubernetes are known. Definitions of custom resources among the objects tell theirs.
        host: What it runs in; with a cluster, that of the cluster.
    """

    __slots__ = ()
    _INTERFACE: ClassVar = "selection"
    _NAME: ClassVar = "inventory-reader"
    _PIECE: ClassVar = 1 << 18

    def __init__(self, cluster: Cluster | None = None, *, host: hosts.Host | None = None) -> None:
        cluster = cluster or Cluster.open(host=host)
        self._make(cluster._home, cluster._alive)

    def push(self, chunk: bytes | bytearray | memoryview) -> None:
        """Goes through the next piece.

        Raises:
            InvalidInput: the rest need not be given: it is not JSON, or has more than a million objects.
        """
        pieces = memoryview(chunk).cast("B")
        for start in range(0, max(len(pieces), 1), self._PIECE):
            lift.accepted(self._method("push", pieces[start : start + self._PIECE]))

    def finish(self) -> Inventory:
        """The objects that were read. An object that stands there twice counts once. The reader is closed.

        Raises:
            InvalidInput: there are none, and why.
        """
        made = self._home.give("selection", "[static]inventory-reader.finish", self._give_away())
        return Inventory._in(self._home, lift.accepted(made))


class Inventory(hosts.Resource):
    """The objects of a cluster, each with a place, from 0, in the order in which they were read.

    The namespaces that exist are its Namespace objects; without any, those that objects are in. Iterating goes through
    its objects.
    """

    __slots__ = ()
    _INTERFACE: ClassVar = "selection"
    _NAME: ClassVar = "inventory"

    def __init__(self) -> None:
        raise TypeError("Inventory.read makes one, or InventoryReader.finish")

    @staticmethod
    def read(chunks: Iterable[bytes], cluster: Cluster | None = None, *, host: hosts.Host | None = None) -> Inventory:
        """The objects that `InventoryReader` reads in the chunks: those of an open file, for example.

        Raises:
            InvalidInput: there are none, and why.
        """
        with InventoryReader(cluster, host=host) as reader:
            for chunk in chunks:
                reader.push(chunk)
            return reader.finish()

    def diagnostics(self) -> list[Diagnostic]:
        """What could not be read, or not be placed.

        The subject is the document in the text, from 0; the pointer leads into it: `/items/17/metadata/name`.
        """
        return lift.diagnostics(self._method("diagnostics"))

    def __len__(self) -> int:
        length: int = self._method("len")
        return length

    def objects(self, offset: int = 0, limit: int = _ALL) -> list[ObjectRef]:
        """At most `limit` objects, from a place on."""
        return [ObjectRef(*fields) for fields in self._method("objects", offset, limit)]

    def __iter__(self) -> Iterator[ObjectRef]:
        for offset in range(0, len(self), _PAGE):
            yield from self.objects(offset, _PAGE)

    def matching_namespaces(self, pattern: str) -> list[str]:
        """The namespaces that an entry of a namespace list stands for here, by name, as Velero expands it.

        Raises:
            InvalidInput: what Velero refuses it for, or why it cannot match with it.
        """
        names: list[str] = lift.accepted(self._method("matching-namespaces", pattern))
        return names

    def evaluate(self, spec: Spec) -> Evaluation:
        """What the spec would take of it; nothing is decided yet."""
        return Evaluation(self, spec)

    def coverage(self, targets: Iterable[Target]) -> Coverage:
        """What the targets would take of it; nothing is decided yet."""
        return Coverage(self, targets)


class Evaluation(hosts.Resource):
    """One spec over one inventory, worked off in steps so that a host stays alive. It keeps the inventory.

    What it answers is for the part that is done: an object that is not included yet may still come along. Iterating
    goes through the verdicts of that part.

    Args:
        inventory: The objects.
        spec: What to back up. A label selector without labels is left out, as the operator does.
    """

    __slots__ = ()
    _INTERFACE: ClassVar = "selection"
    _NAME: ClassVar = "evaluation"

    def __init__(self, inventory: Inventory, spec: Spec) -> None:
        self._make(inventory._home, inventory._alive, spec)

    def step(self, max_objects: int) -> bool:
        """Goes on for about so many objects; true when done."""
        done: bool = self._method("step", max_objects)
        return done

    def run(self, max_objects: int = 100_000) -> Evaluation:
        """Goes on until it is done, in steps of about so many objects."""
        while not self.step(max_objects):
            pass
        return self

    def diagnostics(self) -> list[Diagnostic]:
        """Why Velero refuses the spec; claims without their volumes, related objects that are missing, and the like.

        The latter once it is done. The subject is the object's place in the inventory, where it is about one; else the
        pointer leads into the spec.
        """
        return lift.diagnostics(self._method("diagnostics"))

    def included(self) -> int:
        """How many objects are included."""
        count: int = self._method("included")
        return count

    def reasons(self) -> bytes:
        """A byte for each object that is looked at: the reason, by its place in `REASONS`."""
        return bytes(self._method("reasons"))

    def verdicts(self, offset: int = 0, limit: int = _ALL) -> list[Verdict]:
        """What becomes of at most `limit` objects, from a place on."""
        return [Verdict(ObjectRef(*object_), *rest) for object_, *rest in self._method("verdicts", offset, limit)]

    def __iter__(self) -> Iterator[Verdict]:
        offset = 0
        while page := self.verdicts(offset, _PAGE):
            yield from page
            offset += len(page)


class Coverage(hosts.Resource):
    """Many targets over one inventory, worked off in steps. It keeps the inventory.

    Each target's spec is evaluated for itself; what comes along counts. What it answers is for the targets that are
    done.

    Args:
        inventory: The objects.
        targets: Who asks for what.
    """

    __slots__ = ()
    _INTERFACE: ClassVar = "selection"
    _NAME: ClassVar = "coverage"

    def __init__(self, inventory: Inventory, targets: Iterable[Target]) -> None:
        self._make(inventory._home, inventory._alive, targets)

    def step(self, max_objects: int) -> bool:
        """Goes on for about so many verdicts, one for each object and target; true when done."""
        done: bool = self._method("step", max_objects)
        return done

    def run(self, max_objects: int = 100_000) -> Coverage:
        """Goes on until it is done, in steps of about so many verdicts."""
        while not self.step(max_objects):
            pass
        return self

    def targets(self) -> list[TargetCoverage]:
        """What each takes, in the order of the targets."""
        return [TargetCoverage(*fields) for fields in self._method("targets")]

    def uncovered_claims(self, offset: int = 0, limit: int = _ALL) -> list[int]:
        """The volume claims that no target takes, by their places: at most `limit`, from the `offset`th on."""
        places: list[int] = self._method("uncovered-claims", offset, limit)
        return places

    def uncovered(self, offset: int = 0, limit: int = _ALL) -> list[int]:
        """The objects that no target takes, by their places, volume claims first: at most `limit` of them."""
        places: list[int] = self._method("uncovered", offset, limit)
        return places

    def overlapping(self, offset: int = 0, limit: int = _ALL) -> list[Overlap]:
        """The objects that several targets take: at most `limit`, from the `offset`th on."""
        return [Overlap(*fields) for fields in self._method("overlapping", offset, limit)]
