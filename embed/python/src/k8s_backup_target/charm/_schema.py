"""The reference's models.

A value with the type of its field is kept. The reference converts some other values and refuses the rest. For these,
the component decides: it reads the JSON that a databag would have.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar

from ..text import whole
from ._model import Field, Model, ValidationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..model import Spec
    from ..requirer import LocatedTarget

BACKUP_TARGETS_FIELD = "backup_targets"


def _is_text(value: object) -> bool:
    return type(value) is str and (value.isascii() or whole(value) == value)


def _is_texts(value: object) -> bool:
    return type(value) is list and all(map(_is_text, value))


def _is_labels(value: object) -> bool:
    return type(value) is dict and all(map(_is_text, value)) and all(map(_is_text, value.values()))


def _is_bool(value: object) -> bool:
    return type(value) is bool


class K8sBackupTargetSpec(Model):
    """Backup target configuration specifying what Kubernetes resources to back up.

    Args:
        include_namespaces: Namespaces to include in the backup (None means all).
        include_resources: Resource kinds to include in the backup (None means all).
        exclude_namespaces: Namespaces to exclude from the backup.
        exclude_resources: Resource kinds to exclude from the backup.
        include_cluster_resources: Whether to include cluster-scoped resources; None leaves it to Velero.
        label_selector: Label selector for filtering resources.
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

    model_fields: ClassVar[dict[str, Field]] = {
        "include_namespaces": Field(None),
        "include_resources": Field(None),
        "exclude_namespaces": Field(None),
        "exclude_resources": Field(None),
        "include_cluster_resources": Field(None),
        "label_selector": Field(None),
        "ttl": Field(None),
    }
    _IS_OF_TYPE: ClassVar[dict[str, Callable[[object], bool]]] = {
        "include_namespaces": _is_texts,
        "include_resources": _is_texts,
        "exclude_namespaces": _is_texts,
        "exclude_resources": _is_texts,
        "include_cluster_resources": _is_bool,
        "label_selector": _is_labels,
        "ttl": _is_text,
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

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        taken = cls._taken(data)
        if taken is not None:
            return taken
        given = {name: _plain(data[name]) for name in cls.model_fields if name in data}
        [entry] = _asked(cls, [{"app": "", "relation_name": "", "model": "", "spec": given}], data, 3)
        return _values(entry.target.spec)

    @classmethod
    def _taken(cls, data: Mapping[str, Any]) -> dict[str, Any] | None:
        """Returns the values, or None if one does not have the type of its field."""
        values = {}
        for name, is_of_type in cls._IS_OF_TYPE.items():
            value = data.get(name)
            if value is not None and not is_of_type(value):
                return None
            values[name] = value.copy() if isinstance(value, (list, dict)) else value
        return values


class BackupTargetEntry(Model):
    """A single backup target entry in the collection.

    Args:
        app: Name of the client application requesting backup.
        relation_name: Name of the relation on the client providing this spec.
        model: Model name of the client application.
        spec: Backup specification details (namespaces, resources, etc.).
    """

    __slots__ = ()

    app: str
    relation_name: str
    model: str
    spec: K8sBackupTargetSpec

    model_fields: ClassVar[dict[str, Field]] = {
        "app": Field(...),
        "relation_name": Field(...),
        "model": Field(...),
        "spec": Field(...),
    }

    if TYPE_CHECKING:

        def __init__(self, *, app: str, relation_name: str, model: str, spec: K8sBackupTargetSpec) -> None: ...

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        taken = cls._taken(data)
        if taken is not None:
            return taken
        given = {name: _plain(data[name]) for name in cls.model_fields if name in data}
        [entry] = _asked(cls, [given], data, 2)
        return dict(_entry(entry))

    @classmethod
    def _taken(cls, data: Mapping[str, Any]) -> dict[str, Any] | None:
        """Returns the values, or None if one does not have the type of its field."""
        spec = data.get("spec")
        app, relation_name, model = data.get("app"), data.get("relation_name"), data.get("model")
        if not (_is_text(app) and _is_text(relation_name) and _is_text(model)):
            return None
        if type(spec) is dict:
            values = K8sBackupTargetSpec._taken(spec)
            spec = values and K8sBackupTargetSpec._of(values, spec.keys() & values)
        if not isinstance(spec, K8sBackupTargetSpec):
            return None
        return {"app": app, "relation_name": relation_name, "model": model, "spec": spec}


class ProviderAppData(Model):
    """The provider's application databag.

    Args:
        backup_targets: List of backup target entries.
    """

    __slots__ = ()

    backup_targets: list[BackupTargetEntry]

    model_fields: ClassVar[dict[str, Field]] = {BACKUP_TARGETS_FIELD: Field(...)}

    if TYPE_CHECKING:

        def __init__(self, *, backup_targets: list[BackupTargetEntry]) -> None: ...

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        entries = data.get(BACKUP_TARGETS_FIELD)
        taken = cls._taken(entries)
        if taken is None:
            if BACKUP_TARGETS_FIELD not in data:
                raise cls._not_an_object(data)
            taken = [_entry(entry) for entry in _asked(cls, _plain(entries), data, 0)]
        return {BACKUP_TARGETS_FIELD: taken}

    @staticmethod
    def _taken(entries: object) -> list[BackupTargetEntry] | None:
        """Returns the entries, or None if one is neither an entry nor a dict of values with the right types."""
        if type(entries) is not list:
            return None
        taken = []
        for entry in entries:
            if not isinstance(entry, BackupTargetEntry):
                values = BackupTargetEntry._taken(entry) if type(entry) is dict else None
                if values is None:
                    return None
                entry = BackupTargetEntry._of(values, values)
            taken.append(entry)
        return taken


_NO_VALUE = 2
"""A number that no field accepts, for values that JSON cannot represent."""


def _plain(value: Any) -> Any:
    """Returns the value for JSON: an iterable that the reference accepts as a list, and bytes as text."""
    try:
        return _plain_value(value)
    except (RecursionError, ValueError, OverflowError):
        return _NO_VALUE


def _plain_value(value: Any) -> Any:
    if isinstance(value, Model):
        return _plain_value(value.__dict__)
    if isinstance(value, Enum):
        return _plain_value(value.value)
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (bytes, bytearray)):
        return value.decode()
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        members = {_plain_value(name): _plain_value(member) for name, member in value.items()}
        return members if all(isinstance(name, str) for name in members) else _NO_VALUE
    if isinstance(value, Iterable):
        return [_plain_value(element) for element in value]
    # Other numbers, such as Decimal.
    return float(value) if hasattr(value, "__float__") else _NO_VALUE


def _asked(cls: type[Model], entries: Any, data: object, depth: int) -> list[LocatedTarget]:
    """Reads all entries with the component.

    Raises:
        ValidationError: an entry is not valid. The first `depth` steps of the pointers are removed.
    """
    from ..model import Relation
    from ..requirer import Targets

    with Targets([Relation(0, {BACKUP_TARGETS_FIELD: json.dumps(entries)})]) as targets:
        found = targets.entries()
        if isinstance(entries, list) and len(found) == len(entries):
            return found
        errors = [each for each in targets.diagnostics() if each.severity == "error"]
    raise ValidationError(cls.__name__, errors, data, depth)


def _values(spec: Spec) -> dict[str, Any]:
    return {name: getattr(spec, name) for name in K8sBackupTargetSpec.model_fields}


def of_spec(spec: Spec) -> K8sBackupTargetSpec:
    """Returns the reference's model of a spec."""
    # Every field counts as given, as in a databag of the reference.
    return K8sBackupTargetSpec._of(_values(spec), K8sBackupTargetSpec.model_fields)


def _entry(entry: LocatedTarget) -> BackupTargetEntry:
    target = entry.target
    values = {"app": target.app, "relation_name": target.relation_name, "model": target.model}
    return BackupTargetEntry._of({**values, "spec": of_spec(target.spec)}, BackupTargetEntry.model_fields)
