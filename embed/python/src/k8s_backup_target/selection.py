"""Which objects a spec or a Backup selects, and why not the others; which objects no target or several targets select.

The results are those of Velero for the Backup, or for the one that the operator creates from a spec. The project's
README lists what is not modelled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from . import _selection, convert
from ._selection import (
    ContentsCount,
    CsiClaim,
    Means,
    ObjectRef,
    Outcome,
    OutcomeKind,
    Overlap,
    PodVolumeBackup,
    Reason,
    Said,
    SavedBy,
    SavedContents,
    TargetCoverage,
    UnsavedBy,
    Verdict,
    VolumeVerdict,
    parse_policies,
    parse_settings,
)
from .cluster import Cluster
from .errors import BackupTargetError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from . import host as hosts
    from .model import ServerSettings, Source

__all__ = [
    "REASONS",
    "ContentsCount",
    "Coverage",
    "CsiClaim",
    "Evaluation",
    "Inventory",
    "InventoryReader",
    "Means",
    "ObjectRef",
    "Outcome",
    "OutcomeKind",
    "Overlap",
    "PodVolumeBackup",
    "Reason",
    "Said",
    "SavedBy",
    "SavedContents",
    "TargetCoverage",
    "UnsavedBy",
    "Verdict",
    "VolumeVerdict",
    "parse_policies",
    "parse_settings",
]

REASONS: tuple[Reason, ...] = get_args(Reason)
"""Every reason, by the byte that `Evaluation.reasons` has for it."""

_PIECE = 1 << 20
_PAGE = 4096


class InventoryReader(_selection.InventoryReader):
    """Reads a cluster's objects in chunks of any size.

    The input is the output of `kubectl get -A -o json` (a List), several Lists one after the other or in a List, or one
    object in each line. It needs memory for the inventory, about 100 bytes for each object, and for the longest object,
    which may have 8 MiB.

    Args:
        cluster: The cluster's kinds, with their names and scopes. Without it, only the kinds of every Kubernetes and
            those of the CustomResourceDefinitions among the objects are known.
        host: The host; with a cluster, the host of the cluster is used.
    """

    __slots__ = ()

    def __init__(self, cluster: Cluster | None = None, *, host: hosts.Host | None = None) -> None:
        super().__init__(Cluster.open(host=host) if cluster is None else cluster)

    def push(self, chunk: bytes | bytearray | memoryview) -> None:
        """Reads the next chunk.

        Raises:
            InvalidInput: the text is not JSON, or has more than a million objects. The rest is not needed.
            ClosedError: the reader is closed. It is closed if a signal handler raises while a chunk is read.
        """
        pieces = convert.to_bytes_of(chunk, "chunk")
        try:
            for start in range(0, max(len(pieces), 1), _PIECE):
                super().push(pieces[start : start + _PIECE])
        except BackupTargetError:
            raise
        except BaseException:
            # A signal handler raised: nobody knows which part was read.
            self.close()
            raise

    def finish(self) -> Inventory:
        """Returns the objects, and closes the reader. An object that was read twice is counted once.

        Raises:
            InvalidInput: the text is not a list of objects.
        """
        return Inventory._from(super().finish())


class Inventory(_selection.Inventory):
    """The objects of a cluster, with indexes from 0 in the order of the input. Iterating returns the objects.

    The namespaces are its Namespace objects. Without any, the namespaces that its objects name are assumed to exist.
    """

    __slots__ = ()

    def __init__(self) -> None:
        raise TypeError("use Inventory.read or InventoryReader.finish")

    @staticmethod
    def read(chunks: Iterable[bytes], cluster: Cluster | None = None, *, host: hosts.Host | None = None) -> Inventory:
        """Reads chunks, such as those of an open file, with an `InventoryReader`.

        Raises:
            InvalidInput: the text is not a list of objects.
        """
        iterator = convert.entries(chunks, "chunks")
        with InventoryReader(cluster, host=host) as reader:
            for chunk in iterator:
                reader.push(chunk)
            return reader.finish()

    def __iter__(self) -> Iterator[ObjectRef]:
        for offset in range(0, len(self), _PAGE):
            yield from self.objects(offset, _PAGE)

    def evaluate(self, source: Source, settings: ServerSettings | None = None) -> Evaluation:
        """Returns an `Evaluation` of a spec, or of a Backup or a Schedule, over this inventory.

        The settings of Velero decide whether the contents of volumes are saved. Those that are not given are those that
        the inventory shows, or the defaults of Velero's server.
        """
        return Evaluation(self, source, settings)

    def coverage(
        self, targets: Iterable[Source], at: int | None = None, settings: ServerSettings | None = None
    ) -> Coverage:
        """Returns the `Coverage` of this inventory by the targets, specs, Backups and Schedules.

        A Backup that has expired at the time `at`, in Unix seconds, covers nothing. Without it, expiry is not checked.
        The settings of Velero are those of `evaluate`.
        """
        return Coverage(self, targets, at, settings)


class Evaluation(_selection.Evaluation):
    """An evaluation of one spec or Backup over one inventory, in steps. It keeps the inventory.

    Its results are for the objects that were evaluated so far. A later step can include one of them because of another
    object. Iterating returns the verdicts so far.

    Args:
        inventory: The objects.
        source: The spec, or the Backup or Schedule. A label selector without labels in a spec is ignored, as the
            operator does.
        settings: The settings of Velero, such as those of `parse_settings`. Those that are not given are those that the
            inventory shows, or the defaults of Velero's server.
    """

    __slots__ = ()

    def run(self, max_objects: int = 100_000) -> Evaluation:
        """Evaluates all objects, in steps of about `max_objects`."""
        while not self.step(max_objects):
            pass
        return self

    def __iter__(self) -> Iterator[Verdict]:
        offset = 0
        while page := self.verdicts(offset, _PAGE):
            yield from page
            offset += len(page)


class Coverage(_selection.Coverage):
    """The coverage of one inventory by many targets, in steps. It keeps the inventory.

    Each target is evaluated separately, and includes the objects that Velero adds for others. Its results are for the
    targets that were evaluated so far.

    Args:
        inventory: The objects.
        targets: Targets, specs, Backups and Schedules.
        at: A time in Unix seconds. A Backup that has expired by then covers nothing. Without it, expiry is not checked.
        settings: The settings of Velero.
    """

    __slots__ = ()

    def run(self, max_objects: int = 100_000) -> Coverage:
        """Evaluates all targets, in steps of about `max_objects` verdicts."""
        while not self.step(max_objects):
            pass
        return self
