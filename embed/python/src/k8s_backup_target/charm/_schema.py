"""The reference's models."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from ._model import Field, Model, make_model, read_model
from ._values import Loc, Reading, read_bool, read_labels, read_list, read_str, read_strs

if TYPE_CHECKING:
    from ..model import Spec

BACKUP_TARGETS_FIELD = "backup_targets"

_STR: dict[str, Any] = {"type": "string"}
_STRS: dict[str, Any] = {"items": _STR, "type": "array"}
_LABELS: dict[str, Any] = {"additionalProperties": _STR, "type": "object"}


def _names(title: str, description: str, examples: list[Any]) -> Field:
    return Field(list[str] | None, read_strs, _STRS, title, description, None, examples)


class K8sBackupTargetSpec(Model):
    """Backup target configuration specifying what Kubernetes resources to back up.

    Args:
        include_namespaces: Namespaces to include in the backup (None means all).
        include_resources: Resource kinds to include in the backup (None means all).
        exclude_namespaces: Namespaces to exclude from the backup.
        exclude_resources: Resource kinds to exclude from the backup.
        label_selector: Label selector for filtering resources.
        include_cluster_resources:
            Whether to include cluster-scoped resources in the backup.
            Defaults to None (auto detect based on resources).
        ttl: TTL for the backup, if applicable. Example: "24h", "10m10s", etc.
    """

    __slots__ = ()

    include_namespaces: list[str] | None
    include_resources: list[str] | None
    exclude_namespaces: list[str] | None
    exclude_resources: list[str] | None
    include_cluster_resources: bool | None
    label_selector: dict[str, str] | None
    ttl: str | None

    # The words are the reference's: they are in its JSON schema.
    model_fields: ClassVar[dict[str, Field]] = {
        "include_namespaces": _names(
            "Included Namespaces",
            "List of namespaces to include in the backup (None means all namespaces).",
            [["my-namespace"]],
        ),
        "include_resources": _names(
            "Included Resources",
            "List of resource kinds to include (None means all resource types).",
            [["persistentvolumeclaims", "services", "deployments"]],
        ),
        "exclude_namespaces": _names(
            "Excluded Namespaces", "List of namespaces to exclude from the backup.", [["default"]]
        ),
        "exclude_resources": _names(
            "Excluded Resources", "List of resource kinds to exclude from the backup.", [["pods"]]
        ),
        "include_cluster_resources": Field(
            bool | None,
            read_bool,
            {"type": "boolean"},
            "Include Cluster Resources",
            "Whether to include cluster-scoped resources in the backup.",
            None,
            [True],
        ),
        "label_selector": Field(
            dict[str, str] | None,
            read_labels,
            _LABELS,
            "Label Selector",
            "Label selector to filter resources for backup.",
            None,
            [{"app": "my-app"}],
        ),
        "ttl": Field(
            str | None,
            read_str,
            _STR,
            "Backup TTL",
            "Optional TTL (time-to-live) for the backup (e.g. '72h' or '30d').",
            None,
            ["24h"],
        ),
    }

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            include_namespaces: list[str] | None = None,
            include_resources: list[str] | None = None,
            exclude_namespaces: list[str] | None = None,
            exclude_resources: list[str] | None = None,
            include_cluster_resources: bool | None = None,
            label_selector: dict[str, str] | None = None,
            ttl: str | None = None,
        ) -> None: ...


class BackupTargetEntry(Model):
    """A single backup target entry in the collection."""

    __slots__ = ()

    app: str
    relation_name: str
    model: str
    spec: K8sBackupTargetSpec

    model_fields: ClassVar[dict[str, Field]] = {
        "app": Field(
            str,
            read_str,
            _STR,
            "Client Application Name",
            "Name of the client application requesting backup.",
            examples=["my-app"],
        ),
        "relation_name": Field(
            str,
            read_str,
            _STR,
            "Client Relation Name",
            "Name of the relation on the client providing this spec.",
            examples=["backup"],
        ),
        "model": Field(
            str, read_str, _STR, "Client Model Name", "Model name of the client application.", examples=["my-model"]
        ),
        "spec": Field(
            K8sBackupTargetSpec,
            partial(read_model, K8sBackupTargetSpec),
            {"$ref": K8sBackupTargetSpec},
            "Backup Target Spec",
            "Backup specification details (namespaces, resources, etc.).",
        ),
    }

    if TYPE_CHECKING:

        def __init__(self, *, app: str, relation_name: str, model: str, spec: K8sBackupTargetSpec) -> None: ...


def _read_entries(value: Any, loc: Loc, reading: Reading) -> list[BackupTargetEntry]:
    return read_list(value, loc, reading, partial(read_model, BackupTargetEntry))


class ProviderAppData(Model):
    """Pydantic model for the provider's application databag."""

    __slots__ = ()

    backup_targets: list[BackupTargetEntry]

    model_fields: ClassVar[dict[str, Field]] = {
        BACKUP_TARGETS_FIELD: Field(
            list[BackupTargetEntry],
            _read_entries,
            {"items": {"$ref": BackupTargetEntry}, "type": "array"},
            "Backup Targets",
            "List of backup target entries.",
        )
    }

    if TYPE_CHECKING:

        def __init__(self, *, backup_targets: list[BackupTargetEntry]) -> None: ...


def of_spec(spec: Spec | K8sBackupTargetSpec) -> K8sBackupTargetSpec:
    """Returns the reference's model of a spec."""
    # Every field counts as given, as in a databag of the reference.
    fields = K8sBackupTargetSpec.model_fields
    return make_model(K8sBackupTargetSpec, {name: getattr(spec, name) for name in fields}, fields)
