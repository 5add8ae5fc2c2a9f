"""What a backup contains, and why.

Also, which objects several targets select, and which objects no target selects.

The results are for a Velero Backup, or for the one that the operator creates from a spec, in the release of Velero of
the inventory's cluster, with the settings of its server. Hooks and third-party plugins are not modelled: they can add
objects.
"""

# Generated from wit/ by `cargo xtask bindings`.

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from . import convert
from . import host as hosts
from .diagnostic import Diagnostic
from .model import read_policy_map, read_server_settings, write_server_settings, write_source

if TYPE_CHECKING:
    from .model import PolicyMap, ServerSettings, Source
    from .cluster import Cluster


@dataclass(frozen=True, slots=True)
class ObjectRef:
    """A reference to an object of a cluster."""

    group_resource: str
    """The plural name of its kind, and the group if it is not the core group: "deployments.apps", "pods"."""
    namespace: str | None
    """The namespace. `None` if the object is cluster-scoped."""
    name: str
    """The name. It is unique in the kind and the namespace."""


def read_object_ref(value: Any) -> ObjectRef:
    """Converts JSON to a value."""
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
    "save-failed",
    "policy-excluded",
]
"""Why an object is in a backup, or is not in it.

The first three reasons are for objects in the backup.

- `selected`: The spec or the Backup selects it.
- `comes-along`: An included object adds it: the volume of a claim, the roles of a service account, the definition of a
  custom resource.
- `namespace-of-selected`: It is a Namespace, and is added for its objects or for its labels. If the spec selects the
  Namespace by name, the reason is `selected`.
- `spec-refused`: Velero refuses the spec, or the backup fails: nothing is selected.
- `namespace-not-included`: Its namespace is not in the included namespaces.
- `namespace-excluded`: Its namespace is excluded.
- `resource-not-included`: Its kind is not in the included resources.
- `resource-excluded`: Its kind is excluded.
- `cluster-scope-excluded`: It is cluster-scoped, and `include_cluster_resources` is false.
- `cluster-scope-not-automatic`: It is cluster-scoped, `include_cluster_resources` is not set, and the spec does not
  select the whole cluster.
- `labels-do-not-match`: It does not have the labels of the selector.
- `exclude-label`: It has the label `velero.io/exclude-from-backup: "true"`.
- `skip-annotation`: It has the annotation `velero.io/skip-from-backup`, and Velero checks this annotation for its kind.
- `unknown-resource`: Velero does not see its kind.
- `being-deleted`: It is being deleted, or it is a Namespace that is not active.
- `save-failed`: Velero fails to save it, because of an error with its volume or its claim.
- `policy-excluded`: A filter of the resource policy leaves it out.
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an object is in the backup, and why."""

    object: ObjectRef
    """The object."""
    included: bool
    """Whether it is in the backup."""
    reason: Reason
    """The reason. If there are several, the first one in the order in which Velero checks."""
    pointer: str | None
    """RFC 6901 JSON pointer to the entry of the spec or the manifest that caused the reason, if there is one."""
    brought_by: int | None
    """For `comes-along`: the index, in the inventory, of the object that adds it."""


def read_verdict(value: Any) -> Verdict:
    """Converts JSON to a value."""
    return Verdict(
        read_object_ref(value["object"]), value["included"], value["reason"], value["pointer"], value["brought_by"]
    )


class InventoryReader(hosts.Resource):
    """Reads a cluster's objects, in chunks of any size.

    A chunk can end anywhere. The format is the output of `kubectl get -A -o json` (a List), several of these one after
    the other or in a List, or one object in each line.

    It needs about 100 bytes of memory for each object, and the size of the longest object. The maximum size of an
    object is 8 MiB.

    The cluster's kinds give the resource name of each object, and whether it has a namespace. The
    CustomResourceDefinitions in the inventory add kinds. Their position does not matter.
    """

    __slots__ = ()
    _NAME: ClassVar = "inventory-reader"

    def __init__(self, cluster: Cluster) -> None:
        self._make(hosts.home_of(cluster, "cluster"), "selection.inventory-reader.new", {}, {"cluster": cluster})

    def push(self, chunk: bytes | bytearray | memoryview) -> None:
        """Reads the next chunk.

        The errors say why reading cannot continue: the text is not JSON, or it has more than a million objects.

        Raises:
            InvalidInput: The input is refused. The diagnostics give the reasons.
        """
        convert.accepted(self._call("selection.inventory-reader.push", {"chunk": convert.to_text(chunk, "chunk")}))

    def finish(self) -> Inventory:
        """Returns the objects that were read.

        The errors say why there is no inventory. An object that is repeated, or that is listed under two groups of its
        kind, as events are, counts once.

        Raises:
            InvalidInput: The input is refused. The diagnostics give the reasons.
        """
        return Inventory._returned(self._home, "selection.inventory-reader.finish", {}, {"reader": self})


class Inventory(hosts.Resource):
    """The objects of a cluster.

    Each object has an index, from 0, in the order of reading. The namespaces that exist are the Namespace objects. If
    there are none, they are the namespaces of the other objects.
    """

    __slots__ = ()
    _NAME: ClassVar = "inventory"

    def __init__(self) -> None:
        raise TypeError("InventoryReader.finish makes one")

    def diagnostics(self) -> list[Diagnostic]:
        """Returns what could not be read, and objects whose kind or namespace is not clear.

        The subject is the index of the document in the text, from 0. The pointer is a path in the document:
        `/items/17/metadata/name`.
        """
        return convert.diagnostics(self._call("selection.inventory.diagnostics", {}))

    def __len__(self) -> int:
        """Returns the number of objects."""
        answer: int = self._call("selection.inventory.len", {})
        return answer

    def objects(self, offset: int = 0, limit: int = convert.ALL) -> list[ObjectRef]:
        """Returns at most `limit` objects, from the index `offset`."""
        return [
            read_object_ref(each)
            for each in self._call(
                "selection.inventory.objects",
                {"offset": convert.u32(offset, "offset"), "limit": convert.u32(limit, "limit")},
            )
        ]

    def schedules(self) -> list[str]:
        """Returns the JSON of each Schedule of Velero among the objects, by namespace and name.

        It is the text of a `document`.
        """
        answer: list[str] = self._call("selection.inventory.schedules", {})
        return answer

    def settings(self) -> ServerSettings:
        """Returns what Velero's objects say about its server: its Deployment, node agents and locations."""
        return read_server_settings(self._call("selection.inventory.settings", {}))

    def matching_namespaces(self, pattern: str) -> list[str]:
        """Returns the names of the existing namespaces that an entry of a list of namespaces means: the entry itself
        or, for a pattern, the namespaces that it matches in Velero.

        The errors say why Velero refuses the entry, or cannot match it.

        Raises:
            InvalidInput: The input is refused. The diagnostics give the reasons.
        """
        answer: list[str] = convert.accepted(
            self._call("selection.inventory.matching-namespaces", {"pattern": convert.text(pattern, "pattern")})
        )
        return answer


OutcomeKind = Literal["completed", "partially-failed", "failed", "refused"]
"""How a backup ends.

- `completed`: Velero saves the included objects, without an error.
- `partially-failed`: Velero saves the included objects, and the backup ends PartiallyFailed.
- `failed`: The backup starts and fails. Nothing is saved.
- `refused`: Velero refuses the backup, or cannot read it. Nothing is saved.
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a backup ends, and why."""

    kind: OutcomeKind
    """How it ends."""
    diagnostics: Sequence[Diagnostic]
    """The reasons. Empty if it is completed."""


def read_outcome(value: Any) -> Outcome:
    """Converts JSON to a value."""
    return Outcome(value["kind"], convert.diagnostics(value["diagnostics"]))


@dataclass(frozen=True, slots=True)
class PodVolumeBackup:
    """A file-system backup of a volume, through a pod."""

    pod: int
    """The index of the pod in the inventory."""
    volume: str
    """The name of the volume in the pod."""


def read_pod_volume_backup(value: Any) -> PodVolumeBackup:
    """Converts JSON to a value."""
    return PodVolumeBackup(**value)


@dataclass(frozen=True, slots=True)
class CsiClaim:
    """A claim with a CSI snapshot."""

    claim: int
    """The index of the claim in the inventory."""
    snapshot_class: str
    """The class of the snapshot."""
    moved: bool
    """Whether its data is moved."""


def read_csi_claim(value: Any) -> CsiClaim:
    """Converts JSON to a value."""
    return CsiClaim(**value)


@dataclass(frozen=True, slots=True)
class SavedContents:
    """What a backup saves of the contents of volumes."""

    fs: Sequence[PodVolumeBackup]
    """The file-system backups."""
    snapshots: Sequence[int]
    """The indexes of the PersistentVolumes with a native snapshot."""
    csi: Sequence[CsiClaim]
    """The claims with a CSI snapshot. One for which Velero makes several is repeated."""


def read_saved_contents(value: Any) -> SavedContents:
    """Converts JSON to a value."""
    return SavedContents(
        [read_pod_volume_backup(each) for each in value["fs"]],
        value["snapshots"],
        [read_csi_claim(each) for each in value["csi"]],
    )


Means = Literal["file-system-backup", "native-snapshot", "csi-snapshot"]
"""A way in which Velero saves the contents of a volume.

- `file-system-backup`: Velero's node agent reads the files through a pod that mounts the volume.
- `native-snapshot`: A plugin of a provider makes a snapshot of the PersistentVolume.
- `csi-snapshot`: The CSI driver makes a snapshot of the claim.
"""


Said = Literal["nothing", "warning", "error"]
"""What Velero says about contents that it does not save.

- `nothing`: Nothing: the backup completes.
- `warning`: A warning in its log: the backup completes.
- `error`: An error: the backup ends PartiallyFailed.
"""


@dataclass(frozen=True, slots=True)
class SavedBy:
    """How the contents of a volume are saved."""

    means: Means
    """The way."""
    pod: int | None
    """The index of the pod through which they are saved."""
    made_with: str | None
    """The snapshot location, or the class of a CSI snapshot."""
    moved: bool
    """Whether the data of the CSI snapshot is moved."""
    decided_by: str | None
    """What decided it: a field, an annotation, or a rule of the resource policy."""


def read_saved_by(value: Any) -> SavedBy:
    """Converts JSON to a value."""
    return SavedBy(**value)


@dataclass(frozen=True, slots=True)
class UnsavedBy:
    """Why the contents of a volume are not saved in one way."""

    means: Means
    """The way."""
    reason: str
    """The reason: a stable name in kebab case, such as `no-location`."""
    message: str
    """The reason in words."""
    said: Said
    """What Velero says for this reason."""
    pod: int | None
    """The index of the pod that the reason is about."""
    decided_by: str | None
    """What decided it: a field, an annotation, a label, or a rule of the resource policy."""
    depends_on: str | None
    """The setting of Velero that is not known, and with which the contents may be saved."""


def read_unsaved_by(value: Any) -> UnsavedBy:
    """Converts JSON to a value."""
    return UnsavedBy(**value)


@dataclass(frozen=True, slots=True)
class VolumeVerdict:
    """The decision on the contents of a volume."""

    claim: int | None
    """The index of the claim in the inventory.

    `None` for a PersistentVolume without a claim in the backup, and for another volume of a pod.
    """
    volume: int | None
    """The index of the PersistentVolume, if it has one."""
    pod: int | None
    """The index of the pod, for another volume of a pod."""
    pod_volume: str | None
    """The name of that volume in the pod."""
    included: bool
    """Whether the claim, the PersistentVolume or the pod is in the backup."""
    saved_by: Sequence[SavedBy]
    """How the contents are saved. Empty if they are not."""
    unsaved_by: Sequence[UnsavedBy]
    """Why the contents are not saved, for each way that could save them. Empty if they are saved."""
    why: str
    """The reasons that decide, in words. Empty if the contents are saved."""


def read_volume_verdict(value: Any) -> VolumeVerdict:
    """Converts JSON to a value."""
    return VolumeVerdict(
        value["claim"],
        value["volume"],
        value["pod"],
        value["pod_volume"],
        value["included"],
        [read_saved_by(each) for each in value["saved_by"]],
        [read_unsaved_by(each) for each in value["unsaved_by"]],
        value["why"],
    )


@dataclass(frozen=True, slots=True)
class ContentsCount:
    """Numbers of claims."""

    claims: int
    """Claims in the backup that name a volume. Others have no contents."""
    claims_without_contents: int
    """Those of them whose contents are not saved, whatever the settings of Velero are."""
    claims_not_known: int
    """Those of them for which settings of Velero that are not known decide."""
    contents_without_claim: int
    """Claims that are not in the backup, and whose contents are saved."""


def read_contents_count(value: Any) -> ContentsCount:
    """Converts JSON to a value."""
    return ContentsCount(**value)


class Evaluation(hosts.Resource):
    """Evaluates a spec or a Backup for an inventory.

    It works in steps, so that the host does not block. It keeps the inventory.

    Does not evaluate any objects yet: call `step`. A label selector without labels is ignored, as in the operator.
    Settings that are `None` are those that the inventory shows, or the defaults of Velero's server.
    """

    __slots__ = ()
    _NAME: ClassVar = "evaluation"

    def __init__(self, inventory: Inventory, source: Source, settings: ServerSettings | None = None) -> None:
        self._make(
            hosts.home_of(inventory, "inventory"),
            "selection.evaluation.new",
            {
                "source": write_source(source, "source"),
                "settings": convert.optional(write_server_settings, settings, "settings"),
            },
            {"inventory": inventory},
        )

    def step(self, max_objects: int) -> bool:
        """Evaluates about `max_objects` more objects, and returns true if all objects are done.

        The other methods return the results so far. An object that is not included yet can still be added by another
        one.
        """
        answer: bool = self._call("selection.evaluation.step", {"max_objects": convert.u32(max_objects, "max_objects")})
        return answer

    def diagnostics(self) -> list[Diagnostic]:
        """Returns why Velero refuses the spec.

        After the last step, it also returns problems of the backup, such as volume claims without their volumes, and
        missing related objects. The subject is the index of an object in the inventory. If there is no subject, the
        pointer is a path in the spec, or in the manifest of the Backup.
        """
        return convert.diagnostics(self._call("selection.evaluation.diagnostics", {}))

    def outcome(self) -> Outcome:
        """Returns how the backup ends. Errors with volumes are only known after the last step."""
        return read_outcome(self._call("selection.evaluation.outcome", {}))

    def included(self) -> int:
        """Returns the number of included objects."""
        answer: int = self._call("selection.evaluation.included", {})
        return answer

    def reasons(self) -> bytes:
        """Returns the reason of each evaluated object, as its number in the enum, from 0.

        For many objects, this is much faster than `verdicts`.
        """
        return convert.to_bytes(self._call("selection.evaluation.reasons", {}))

    def verdicts(self, offset: int = 0, limit: int = convert.ALL) -> list[Verdict]:
        """Returns at most `limit` verdicts, from the object with the index `offset`."""
        return [
            read_verdict(each)
            for each in self._call(
                "selection.evaluation.verdicts",
                {"offset": convert.u32(offset, "offset"), "limit": convert.u32(limit, "limit")},
            )
        ]

    def contents(self) -> SavedContents:
        """Returns what is saved of the contents of volumes. It is empty before the last step."""
        return read_saved_contents(self._call("selection.evaluation.contents", {}))

    def volume_count(self) -> int:
        """Returns the number of volumes that `volumes` is about. It is 0 before the last step."""
        answer: int = self._call("selection.evaluation.volume-count", {})
        return answer

    def volumes(self, offset: int = 0, limit: int = convert.ALL) -> list[VolumeVerdict]:
        """Returns the verdicts on the contents of at most `limit` volumes, from the index `offset`: first claims, then
        PersistentVolumes without a claim in the backup, then other volumes of pods.
        """
        return [
            read_volume_verdict(each)
            for each in self._call(
                "selection.evaluation.volumes",
                {"offset": convert.u32(offset, "offset"), "limit": convert.u32(limit, "limit")},
            )
        ]

    def contents_count(self) -> ContentsCount:
        """Returns the numbers of claims with and without their contents."""
        return read_contents_count(self._call("selection.evaluation.contents-count", {}))

    def settings(self) -> ServerSettings:
        """Returns the settings of Velero that are used. For `None`, the default of the server is assumed."""
        return read_server_settings(self._call("selection.evaluation.settings", {}))


@dataclass(frozen=True, slots=True)
class TargetCoverage:
    """The number of objects that a target includes."""

    objects: int
    """The number of objects."""
    persistent_volume_claims: int
    """The number of PersistentVolumeClaims. They are counted in `objects` too."""
    claims_with_contents: int
    """The number of those whose contents are saved."""
    why_nothing: str | None
    """Why it covers nothing: Velero refuses it, the backup fails, a Schedule is paused, or a Backup has expired."""


def read_target_coverage(value: Any) -> TargetCoverage:
    """Converts JSON to a value."""
    return TargetCoverage(**value)


@dataclass(frozen=True, slots=True)
class Overlap:
    """An object that several targets include."""

    object: int
    """The index of the object in the inventory."""
    targets: Sequence[int]
    """The indexes of the targets."""


def read_overlap(value: Any) -> Overlap:
    """Converts JSON to a value."""
    return Overlap(**value)


class Coverage(hosts.Resource):
    """Evaluates several targets for an inventory.

    It works in steps, and keeps the inventory. Each target is evaluated separately. Objects that come along are
    included.

    Does not evaluate any objects yet: call `step`. The targets can be specs, Schedules and Backups. A Backup that has
    expired at the time `at`, in Unix seconds, covers nothing. Without a time, expiry is not checked. Settings that are
    `None` are those that the inventory shows, or the defaults of Velero's server.
    """

    __slots__ = ()
    _NAME: ClassVar = "coverage"

    def __init__(
        self,
        inventory: Inventory,
        targets: Iterable[Source],
        at: int | None = None,
        settings: ServerSettings | None = None,
    ) -> None:
        self._make(
            hosts.home_of(inventory, "inventory"),
            "selection.coverage.new",
            {
                "targets": convert.list_of(write_source, targets, "targets"),
                "at": convert.optional(convert.s64, at, "at"),
                "settings": convert.optional(write_server_settings, settings, "settings"),
            },
            {"inventory": inventory},
        )

    def step(self, max_objects: int) -> bool:
        """Evaluates about `max_objects` more objects, and returns true if all targets are done.

        An object counts once for each target. The other methods return the results of the targets that are done.
        """
        answer: bool = self._call("selection.coverage.step", {"max_objects": convert.u32(max_objects, "max_objects")})
        return answer

    def targets(self) -> list[TargetCoverage]:
        """Returns the coverage of each target, in the order of the targets."""
        return [read_target_coverage(each) for each in self._call("selection.coverage.targets", {})]

    def uncovered_claims(self, offset: int = 0, limit: int = convert.ALL) -> list[int]:
        """Returns the indexes of volume claims that no target includes: at most `limit` of them, without the first
        `offset`.
        """
        answer: list[int] = self._call(
            "selection.coverage.uncovered-claims",
            {"offset": convert.u32(offset, "offset"), "limit": convert.u32(limit, "limit")},
        )
        return answer

    def claims_without_contents(self, offset: int = 0, limit: int = convert.ALL) -> list[int]:
        """Returns the indexes of volume claims that a target includes, and whose contents none saves: at most `limit`
        of them, without the first `offset`.
        """
        answer: list[int] = self._call(
            "selection.coverage.claims-without-contents",
            {"offset": convert.u32(offset, "offset"), "limit": convert.u32(limit, "limit")},
        )
        return answer

    def uncovered(self, offset: int = 0, limit: int = convert.ALL) -> list[int]:
        """Returns the indexes of objects that no target includes: at most `limit` of them, without the first `offset`.

        Volume claims are first.
        """
        answer: list[int] = self._call(
            "selection.coverage.uncovered",
            {"offset": convert.u32(offset, "offset"), "limit": convert.u32(limit, "limit")},
        )
        return answer

    def overlapping(self, offset: int = 0, limit: int = convert.ALL) -> list[Overlap]:
        """Returns the objects that several targets include: at most `limit` of them, without the first `offset`."""
        return [
            read_overlap(each)
            for each in self._call(
                "selection.coverage.overlapping",
                {"offset": convert.u32(offset, "offset"), "limit": convert.u32(limit, "limit")},
            )
        ]


def parse_settings(text: str, *, host: hosts.Host | None = None) -> ServerSettings:
    """Reads the settings of Velero's server from a text in JSON or YAML.

    The rule `velero-settings` shows its members. The errors are all faults of the text.

    Raises:
        InvalidInput: The input is refused. The diagnostics give the reasons.
    """
    return read_server_settings(
        convert.accepted(hosts.of(host)._call("selection.parse-settings", {"text": convert.text(text, "text")}))
    )


def parse_policies(text: str, *, host: hosts.Host | None = None) -> list[PolicyMap]:
    """Reads resource policies from a text in JSON or YAML: ConfigMaps, a List of ConfigMaps, the data of one, or one
    policy.

    Faults of a policy are errors of the backups that name it. The errors say why the text cannot be read.

    Raises:
        InvalidInput: The input is refused. The diagnostics give the reasons.
    """
    return [
        read_policy_map(each)
        for each in convert.accepted(
            hosts.of(host)._call("selection.parse-policies", {"text": convert.text(text, "text")})
        )
    ]
