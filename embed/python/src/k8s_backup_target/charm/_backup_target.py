"""The reference's provider and requirer."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import ops
from ops.framework import Object

from ..errors import ComponentError, InvalidSpec, LimitExceeded, Trapped, in_one_line
from ..model import Relation
from ._schema import BACKUP_TARGETS_FIELD, BackupTargetEntry, K8sBackupTargetSpec, ProviderAppData, of_spec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ops import BoundEvent, EventBase
    from ops.charm import CharmBase

    from ..diagnostic import Diagnostic
    from ..model import Spec
    from ..requirer import Targets

    class _AnyTargets(Protocol):
        def is_ready(self) -> bool: ...

        def get_backup_spec(self, app: str, endpoint: str, model: str, /) -> Spec | K8sBackupTargetSpec | None: ...

        def diagnostics(self) -> list[Diagnostic]: ...


logger = logging.getLogger(__name__)

_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "advice": logging.INFO}


_Answer = TypeVar("_Answer")


class K8sBackupTargetRequirer:
    """Requirer class for the backup target configuration relation."""

    def __init__(self, charm: CharmBase, relation_name: str) -> None:
        """Initialize the requirer.

        Args:
            charm: The charm instance that requires backup configuration.
            relation_name: The name of the relation (from metadata.yaml).
        """
        self._charm = charm
        self._relation_name = relation_name
        self._read: tuple[list[Relation], Sequence[_AnyTargets]] | None = None

    @property
    def is_ready(self) -> bool:
        """Check if the relation has valid backup target data.

        Returns:
            True if at least one relation has parseable backup_targets data.
        """
        return any(self._ask(lambda targets: [targets.is_ready()]))

    def get_backup_spec(self, app_name: str, endpoint: str, model: str) -> K8sBackupTargetSpec | None:
        """Get a K8sBackupTargetSpec for a given (app, endpoint, model).

        Args:
            app_name: The name of the application for which the backup is configured.
            endpoint: The name of the relation (from metadata.yaml).
            model: The model name of the application.

        Returns:
            The backup specification if available, otherwise None.
        """
        names = app_name, endpoint, model
        # A name that is not a str cannot be found.
        found = self._ask(lambda targets: [targets.get_backup_spec(*names)] if _are_texts(names) else [])
        spec = next((each for each in found if each is not None), None)
        if spec is not None:
            return of_spec(spec)
        logger.warning("No backup spec found for app '%s' and endpoint '%s'", app_name, endpoint)
        return None

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """Returns the diagnostics of the databags of all relations.

        The subject is the index of the relation in the model's list, and pointers are in its databag.
        """
        return self._ask(lambda targets: targets.diagnostics())

    def _ask(self, ask: Callable[[_AnyTargets], Sequence[_Answer]]) -> list[_Answer]:
        """Returns the results for all relations. A failure of the component is logged, and has no results."""
        answers: list[_Answer] = []
        try:
            for targets in self._targets():
                answers += ask(targets)
        except ComponentError as error:
            logger.error("The backup targets could not be read: %s", error)
            self._read = None
        return answers

    def _targets(self) -> Sequence[_AnyTargets]:
        """Returns the targets of the relations, and reads them again only if a databag has changed."""
        from ..requirer import Targets

        relations = [
            Relation(place, _databag(relation))
            for place, relation in enumerate(self._charm.model.relations[self._relation_name])
        ]
        if self._read is None or self._read[0] != relations:
            try:
                read: Sequence[_AnyTargets] = [Targets(relations)]
            except (LimitExceeded, Trapped):
                read = _each_alone(relations)
            except ComponentError as error:
                logger.warning("The backup targets are read without diagnostics: %s", error)
                read = [_TargetsWithoutComponent(relations)]
            self._read = relations, read
        return self._read[1]


class _TargetsWithoutComponent:
    """The targets as the library reads them, for machines that cannot run the component."""

    def __init__(self, relations: Iterable[Relation]) -> None:
        self._entries = [entry for relation in relations for entry in self._read(relation.databag)]

    @staticmethod
    def _read(databag: Mapping[str, str]) -> list[BackupTargetEntry]:
        try:
            entries = json.loads(databag.get(BACKUP_TARGETS_FIELD, ""))
            return ProviderAppData(backup_targets=entries).backup_targets
        except (ValueError, RecursionError):
            return []

    def is_ready(self) -> bool:
        """Returns whether a relation has targets that can be read."""
        return self._entries != []

    def get_backup_spec(self, app: str, endpoint: str, model: str) -> K8sBackupTargetSpec | None:
        """Returns the spec of the first target with these names."""
        names = app, endpoint, model
        found = (each.spec for each in self._entries if (each.app, each.relation_name, each.model) == names)
        return next(found, None)

    def diagnostics(self) -> list[Diagnostic]:
        """Returns nothing: only the component knows the rules."""
        return []


def _are_texts(names: Iterable[object]) -> bool:
    return all(isinstance(name, str) for name in names)


def _databag(relation: ops.Relation) -> dict[str, str]:
    """Returns the remote application's databag, or an empty one if it cannot be read."""
    # In relation-broken the application can be gone.
    if relation.app is None:
        return {}
    try:
        return dict(relation.data[relation.app])
    except ops.ModelError as error:
        if not isinstance(error, ops.RelationDataError):
            logger.warning("The databag of relation '%s' could not be read: %s", relation.id, error)
        return {}


def _each_alone(relations: Sequence[Relation]) -> list[Targets]:
    """Reads each relation separately, if one of them exceeds a limit of the component."""
    from ..requirer import Targets

    read = []
    for relation in relations:
        try:
            # The other relations are empty, so that each keeps its index.
            read.append(Targets([each if each is relation else Relation(each.id) for each in relations]))
        except ComponentError as error:
            logger.error("The backup targets of one relation could not be read: %s", error)
    return read


class K8sBackupTargetProvider(Object):
    """Provider class for the backup target configuration relation."""

    def __init__(
        self,
        charm: CharmBase,
        relation_name: str,
        spec: K8sBackupTargetSpec,
        refresh_event: BoundEvent | list[BoundEvent] | None = None,
        *,
        strict: bool = False,
    ) -> None:
        """Initialize the provider with the specified backup configuration.

        Args:
            charm: The charm instance that provides backup.
            relation_name: The name of the relation (from metadata.yaml).
            spec: The backup specification to be used.
            refresh_event: Optional event(s) to trigger data sending.
            strict: Whether to raise a `ValueError` with the diagnostics instead of sending a spec with errors.
                Otherwise the spec is sent, and its diagnostics are logged.
        """
        super().__init__(charm, relation_name)
        self._charm = charm
        self._app_name = self._charm.app.name
        self._model = self._charm.model.name
        self._relation_name = relation_name
        self._spec = spec
        self._strict = strict

        self.framework.observe(self._charm.on.leader_elected, self._send_data)
        self.framework.observe(self._charm.on[self._relation_name].relation_created, self._send_data)
        self.framework.observe(self._charm.on.upgrade_charm, self._send_data)

        if refresh_event:
            if not isinstance(refresh_event, (tuple, list)):
                refresh_event = [refresh_event]
            for event in refresh_event:
                self.framework.observe(event, self._send_data)

    def _send_data(self, event: EventBase) -> None:
        """Handle any event where we should send data to the relation."""
        if not self._charm.model.unit.is_leader():
            logger.debug(
                "K8sBackupTargetProvider handled send_data event when it is not a leader. Skipping event - no data sent"
            )
            return

        relations = self._charm.model.relations.get(self._relation_name)

        if not relations:
            logger.warning(
                "K8sBackupTargetProvider handled send_data event but no relation '%s' found. "
                "Skipping event - no data sent",
                self._relation_name,
            )
            return

        key, value = self._databag()
        for relation in relations:
            # Like the library, it also writes a value that has not changed: reading the databag would cost more.
            relation.data[self._charm.app].update({key: value})

    def _databag(self) -> tuple[str, str]:
        """Returns the key and the value to write into each relation.

        Raises:
            InvalidSpec: the spec has errors, and the provider is strict.
            ValueError: a value has a wrong type, and the provider is strict, or JSON has no such value.
            ComponentError: the spec cannot be checked, and the provider is strict.
        """
        entry = BackupTargetEntry(
            app=self._app_name, relation_name=self._relation_name, model=self._model, spec=self._spec
        )
        # The spec can have been changed since it was created.
        try:
            spec = K8sBackupTargetSpec.model_validate(dict(entry.spec))
        except ValueError as error:
            if self._strict:
                raise
            logger.error("The spec of relation '%s': %s", self._relation_name, error)
            return _unchecked(entry)
        try:
            return self._checked(spec)
        except ComponentError as error:
            if self._strict:
                raise
            logger.error("The spec of relation '%s' is published without a check: %s", self._relation_name, error)
            return _unchecked(entry)

    def _checked(self, spec: Any) -> tuple[str, str]:
        from ..provider import Identity, publish

        identity = Identity(self._app_name, self._model, self._relation_name)
        try:
            [write] = publish(identity, spec, True, [Relation(0)], "refuse")
        except InvalidSpec as error:
            if self._strict:
                raise
            for diagnostic in error.diagnostics:
                level = _LEVELS[diagnostic.severity]
                logger.log(level, "The spec of relation '%s': %s", self._relation_name, in_one_line(diagnostic))
            [write] = publish(identity, spec, True, [Relation(0)], "publish")
        return write.key, write.value


def _unchecked(entry: BackupTargetEntry) -> tuple[str, str]:
    """Returns what the library writes, without the component."""
    return BACKUP_TARGETS_FIELD, json.dumps([entry.model_dump(mode="json")])
