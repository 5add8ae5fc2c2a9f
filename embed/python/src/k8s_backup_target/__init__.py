"""The Juju interface `k8s_backup_target`: publish, look up, check, merge and select, as the contract has it.

Each interface of the contract is a module, and its names are here too, loaded when they are first asked for. `merge` is
the module, as it has a function of that name: `merge.merge`.
"""

# Generated from wit/ by `cargo xtask bindings`.

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import merge as merge
    from .cluster import ApiResource, Cluster, VeleroRelease, parse_api_resources, velero_versions
    from .diagnostic import Diagnostic, Edit, Fix, Position, RelatedPlace, Severity, Span
    from .errors import (
        BackupTargetError,
        ComponentError,
        InvalidInput,
        InvalidSpec,
        LimitExceeded,
        Lost,
        NoRelation,
        NotLeader,
        PublishError,
        Trapped,
    )
    from .host import Host, Limits, Session
    from .merge import (
        ManifestKind,
        MergePlan,
        PlannedWrite,
        TargetManifest,
        VeleroBackupSpec,
        VeleroSettings,
        backup_manifest,
        plan,
        schedule_manifest,
        to_databag,
    )
    from .model import (
        Backup,
        BackupKind,
        Filters,
        HookSelector,
        LabelRequirement,
        Relation,
        ScheduleConfig,
        Selector,
        Spec,
        Target,
    )
    from .provider import DatabagWrite, Identity, OnErrors, publish
    from .requirer import LocatedTarget, Targets, find_spec
    from .schedule import Timeline, Window, check_schedule, next_runs, retention
    from .selection import (
        REASONS,
        Coverage,
        Evaluation,
        Inventory,
        InventoryReader,
        ObjectRef,
        Outcome,
        OutcomeKind,
        Overlap,
        Reason,
        TargetCoverage,
        Verdict,
    )
    from .validation import (
        BroughtAlong,
        Clauses,
        Document,
        DocumentFormat,
        DocumentKind,
        Level,
        NameFilter,
        NamespaceCondition,
        NamespaceObjects,
        Rule,
        RuleLevel,
        WithObjects,
        check_backup,
        check_spec,
        check_target,
        check_text,
        describe,
        describe_backup,
        describe_clauses,
        format_spec,
        json_schema,
        rules,
    )

_MODULES = {
    "cluster": ["ApiResource", "Cluster", "VeleroRelease", "parse_api_resources", "velero_versions"],
    "diagnostic": ["Diagnostic", "Edit", "Fix", "Position", "RelatedPlace", "Severity", "Span"],
    "errors": [
        "BackupTargetError",
        "ComponentError",
        "InvalidInput",
        "InvalidSpec",
        "LimitExceeded",
        "Lost",
        "NoRelation",
        "NotLeader",
        "PublishError",
        "Trapped",
    ],
    "host": ["Host", "Limits", "Session"],
    "merge": [
        "ManifestKind",
        "MergePlan",
        "PlannedWrite",
        "TargetManifest",
        "VeleroBackupSpec",
        "VeleroSettings",
        "backup_manifest",
        "plan",
        "schedule_manifest",
        "to_databag",
    ],
    "model": [
        "Backup",
        "BackupKind",
        "Filters",
        "HookSelector",
        "LabelRequirement",
        "Relation",
        "ScheduleConfig",
        "Selector",
        "Spec",
        "Target",
    ],
    "provider": ["DatabagWrite", "Identity", "OnErrors", "publish"],
    "requirer": ["LocatedTarget", "Targets", "find_spec"],
    "schedule": ["Timeline", "Window", "check_schedule", "next_runs", "retention"],
    "selection": [
        "REASONS",
        "Coverage",
        "Evaluation",
        "Inventory",
        "InventoryReader",
        "ObjectRef",
        "Outcome",
        "OutcomeKind",
        "Overlap",
        "Reason",
        "TargetCoverage",
        "Verdict",
    ],
    "validation": [
        "BroughtAlong",
        "Clauses",
        "Document",
        "DocumentFormat",
        "DocumentKind",
        "Level",
        "NameFilter",
        "NamespaceCondition",
        "NamespaceObjects",
        "Rule",
        "RuleLevel",
        "WithObjects",
        "check_backup",
        "check_spec",
        "check_target",
        "check_text",
        "describe",
        "describe_backup",
        "describe_clauses",
        "format_spec",
        "json_schema",
        "rules",
    ],
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "REASONS",
    "ApiResource",
    "Backup",
    "BackupKind",
    "BackupTargetError",
    "BroughtAlong",
    "Clauses",
    "Cluster",
    "ComponentError",
    "Coverage",
    "DatabagWrite",
    "Diagnostic",
    "Document",
    "DocumentFormat",
    "DocumentKind",
    "Edit",
    "Evaluation",
    "Filters",
    "Fix",
    "HookSelector",
    "Host",
    "Identity",
    "InvalidInput",
    "InvalidSpec",
    "Inventory",
    "InventoryReader",
    "LabelRequirement",
    "Level",
    "LimitExceeded",
    "Limits",
    "LocatedTarget",
    "Lost",
    "ManifestKind",
    "MergePlan",
    "NameFilter",
    "NamespaceCondition",
    "NamespaceObjects",
    "NoRelation",
    "NotLeader",
    "ObjectRef",
    "OnErrors",
    "Outcome",
    "OutcomeKind",
    "Overlap",
    "PlannedWrite",
    "Position",
    "PublishError",
    "Reason",
    "RelatedPlace",
    "Relation",
    "Rule",
    "RuleLevel",
    "ScheduleConfig",
    "Selector",
    "Session",
    "Severity",
    "Span",
    "Spec",
    "Target",
    "TargetCoverage",
    "TargetManifest",
    "Targets",
    "Timeline",
    "Trapped",
    "VeleroBackupSpec",
    "VeleroRelease",
    "VeleroSettings",
    "Verdict",
    "Window",
    "WithObjects",
    "backup_manifest",
    "check_backup",
    "check_schedule",
    "check_spec",
    "check_target",
    "check_text",
    "describe",
    "describe_backup",
    "describe_clauses",
    "find_spec",
    "format_spec",
    "json_schema",
    "merge",
    "next_runs",
    "parse_api_resources",
    "plan",
    "publish",
    "retention",
    "rules",
    "schedule_manifest",
    "to_databag",
    "velero_versions",
]


def __getattr__(name: str) -> Any:
    if name == "merge":
        return import_module(".merge", __name__)
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES, "merge"})
