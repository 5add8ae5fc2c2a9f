"""What a spec would take of a cluster, and why not the rest; what several targets leave uncovered, and what they share.

It follows what Velero does with the Backup that the operator makes of a spec; what is not modelled stands in the
project's README.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from . import _selection
from ._selection import ObjectRef, Overlap, Reason, TargetCoverage, Verdict
from .cluster import Cluster

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from . import host as hosts
    from .model import Spec, Target

__all__ = [
    "REASONS",
    "Coverage",
    "Evaluation",
    "Inventory",
    "InventoryReader",
    "ObjectRef",
    "Overlap",
    "Reason",
    "TargetCoverage",
    "Verdict",
]

REASONS: tuple[Reason, ...] = get_args(Reason)
"""Every reason, by the byte that `Evaluation.reasons` has for it."""

_PIECE = 1 << 20
_PAGE = 4096


class InventoryReader(_selection.InventoryReader):
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

    def __init__(self, cluster: Cluster | None = None, *, host: hosts.Host | None = None) -> None:
        super().__init__(Cluster.open(host=host) if cluster is None else cluster)

    def push(self, chunk: bytes | bytearray | memoryview) -> None:
        """Goes through the next piece.

        Raises:
            InvalidInput: the rest need not be given: it is not JSON, or has more than a million objects.
        """
        pieces = memoryview(chunk).cast("B")
        for start in range(0, max(len(pieces), 1), _PIECE):
            super().push(pieces[start : start + _PIECE])

    def finish(self) -> Inventory:
        """The objects that were read. An object that stands there twice counts once. The reader is closed.

        Raises:
            InvalidInput: there are none, and why.
        """
        read = super().finish()
        return Inventory._in(read._home, read._give_away())


class Inventory(_selection.Inventory):
    """The objects of a cluster, each with a place, from 0, in the order in which they were read.

    The namespaces that exist are its Namespace objects; without any, those that objects are in. Iterating goes through
    its objects.
    """

    __slots__ = ()

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

    def __iter__(self) -> Iterator[ObjectRef]:
        for offset in range(0, len(self), _PAGE):
            yield from self.objects(offset, _PAGE)

    def evaluate(self, spec: Spec) -> Evaluation:
        """What the spec takes of it: as `Evaluation`."""
        return Evaluation(self, spec)

    def coverage(self, targets: Iterable[Target]) -> Coverage:
        """What the targets take of it: as `Coverage`."""
        return Coverage(self, targets)


class Evaluation(_selection.Evaluation):
    """One spec over one inventory, worked off in steps so that a host stays alive. It keeps the inventory.

    What it answers is for the part that is done: an object that is not included yet may still come along. Iterating
    goes through the verdicts of that part.

    Args:
        inventory: The objects.
        spec: What to back up. A label selector without labels is left out, as the operator does.
    """

    __slots__ = ()

    def run(self, max_objects: int = 100_000) -> Evaluation:
        """Goes on until it is done, in steps of about so many objects."""
        while not self.step(max_objects):
            pass
        return self

    def __iter__(self) -> Iterator[Verdict]:
        offset = 0
        while page := self.verdicts(offset, _PAGE):
            yield from page
            offset += len(page)


class Coverage(_selection.Coverage):
    """Many targets over one inventory, worked off in steps. It keeps the inventory.

    Each target's spec is evaluated for itself; what comes along counts. What it answers is for the targets that are
    done.

    Args:
        inventory: The objects.
        targets: Who asks for what.
    """

    __slots__ = ()

    def run(self, max_objects: int = 100_000) -> Coverage:
        """Goes on until it is done, in steps of about so many verdicts."""
        while not self.step(max_objects):
            pass
        return self
