"""Checks specs, targets, Backups and Schedules, and texts that contain them. Also describes and formats specs."""

# Generated from wit/ by `cargo xtask bindings`.

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from . import convert
from . import host as hosts
from .diagnostic import Diagnostic, Severity, read_edit, read_span
from .model import (
    Spec,
    read_backup,
    read_policy_map,
    read_spec,
    read_target,
    write_backup,
    write_schedule_config,
    write_spec,
    write_target,
)

if TYPE_CHECKING:
    from .diagnostic import Edit, Span
    from .model import Backup, PolicyMap, ScheduleConfig, Target
    from .cluster import Cluster


DocumentFormat = Literal["json", "yaml"]
"""The format of a text.

- `json`: JSON (RFC 8259).
- `yaml`: YAML 1.2, core schema: `no` and `on` are strings. Each YAML document is a subject.
"""


DocumentKind = Literal[
    "spec",
    "target",
    "targets",
    "databag",
    "velero-backup-config",
    "unit",
    "backup",
    "schedule",
    "helm-values",
    "objects",
    "policy",
]
"""What a text contains.

If it is not given, it is detected from the keys.

- `spec`: A spec.
- `target`: A target: a spec with the names of the application, its relation and its model.
- `targets`: A list of targets: the value of `backup_targets`.
- `databag`: A databag: an object whose `backup_targets` is a string with JSON. Pointers continue inside the string
  (`/backup_targets/0/spec/ttl`). Spans are positions in the text with its escapes.
- `velero-backup-config`: The databag that the integrator writes for the operator (`velero_backup_config`): a target
  whose `spec` is a string with JSON, and has the fields of the schedule too. The schedule is checked as well.
- `unit`: The output of `juju show-unit`: the databags of these two kinds in the application data of its relations.
- `backup`: A Backup of Velero (velero.io/v1).
- `schedule`: A Schedule of Velero (velero.io/v1).
- `helm-values`: The values of Velero's Helm chart: each entry of `schedules` is a Schedule. Also the values of a chart
  that has Velero as a dependency, under `velero`.
- `objects`: Another Kubernetes object, or a List of objects. Backups, Schedules and ConfigMaps with a resource policy
  are checked, and other objects are skipped.
- `policy`: A resource policy of Velero: the value in its ConfigMap.
"""


Level = Literal["ignore", "error", "warning", "advice"]
"""How a rule is reported.

- `ignore`: Not at all.
- `error`: As an error.
- `warning`: As a warning.
- `advice`: As advice.
"""


@dataclass(frozen=True, slots=True)
class RuleLevel:
    """The level of one rule. Rules without one are reported with the severity of the catalogue."""

    code: str
    """The code of the rule."""
    level: Level
    """How it is reported."""


def write_rule_level(value: RuleLevel, name: str) -> dict[str, Any]:
    """Converts a value to JSON."""
    convert.require_fields(value, RuleLevel, name)
    return {
        "code": convert.text(value.code, f"{name}.code"),
        "level": convert.text(value.level, f"{name}.level"),
    }


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the catalogue."""

    code: str
    """The code of its diagnostics: a stable name in kebab case."""
    severity: Severity
    """The severity of its diagnostics."""
    summary: str
    """The rule, in one line."""
    explanation: str
    """Why the rule matters, with an example and a solution, in Markdown."""
    applies_to: str
    """The inputs that the rule is about: `specs`, `Backups and Schedules`, or both.

    Targets and databags contain specs.
    """
    authority: str
    """Whose behaviour the rule follows (the interface, Velero, Kubernetes, Juju), with the version."""


def read_rule(value: Any) -> Rule:
    """Converts JSON to a value."""
    return Rule(**value)


@dataclass(frozen=True, slots=True)
class ConvertedSpec:
    """The spec of a Backup or a Schedule."""

    spec: Spec
    """Saves the same objects for as long."""
    left_out: Sequence[Diagnostic]
    """The fields that the configuration of the integrator or of the operator has instead."""


def read_converted_spec(value: Any) -> ConvertedSpec:
    """Converts JSON to a value."""
    return ConvertedSpec(read_spec(value["spec"]), convert.diagnostics(value["left_out"]))


class Document(hosts.Resource):
    """A text that was read and checked.

    Each YAML document is a subject.

    Reads and checks a text. It never fails: what cannot be read is a diagnostic, and everything else is checked.

    Levels change how rules are reported. In YAML, a comment ignores diagnostics of its line, or of the next line with a
    value if it is on a line of its own: `# k8s-backup-target: ignore CODE`. A comment that ignores nothing is a
    warning.
    """

    __slots__ = ()
    _NAME: ClassVar = "document"

    def __init__(
        self,
        text: str,
        format: DocumentFormat,
        kind: DocumentKind | None = None,
        cluster: Cluster | None = None,
        levels: Iterable[RuleLevel] | None = None,
        *,
        host: hosts.Host | None = None,
    ) -> None:
        self._make(
            hosts.home_beside(cluster, "cluster", host),
            "validation.document.new",
            {
                "text": convert.text(text, "text"),
                "format": convert.text(format, "format"),
                "kind": convert.optional(convert.text, kind, "kind"),
                "levels": convert.optional_list(write_rule_level, levels, "levels"),
            },
            {"cluster": cluster},
        )

    def diagnostics(self) -> list[Diagnostic]:
        """Returns all diagnostics, in the order of the text. They are the same on every host."""
        return convert.diagnostics(self._call("validation.document.diagnostics", {}))

    def specs(self) -> list[Spec]:
        """Returns the specs that could be read, in the order of the text. The specs of targets are included."""
        return [read_spec(each) for each in self._call("validation.document.specs", {})]

    def targets(self) -> list[Target]:
        """Returns the targets that could be read, in the order of the text."""
        return [read_target(each) for each in self._call("validation.document.targets", {})]

    def backups(self) -> list[Backup]:
        """Returns the Backups and Schedules that could be read, in the order of the text.

        Those of Helm values that are disabled are left out.
        """
        return [read_backup(each) for each in self._call("validation.document.backups", {})]

    def backup_as_spec(self, index: int) -> ConvertedSpec:
        """Returns the spec that saves the same as one of these, by its index.

        The errors name the fields that a spec does not have, or say that there is no such index.

        Raises:
            InvalidInput: The input is refused. The diagnostics give the reasons.
        """
        return read_converted_spec(
            convert.accepted(self._call("validation.document.backup-as-spec", {"index": convert.u32(index, "index")}))
        )

    def policies(self) -> list[PolicyMap]:
        """Returns the ConfigMaps with a resource policy. A policy without its ConfigMap has no name."""
        return [read_policy_map(each) for each in self._call("validation.document.policies", {})]

    def skipped(self) -> int:
        """Returns the number of Kubernetes objects of other kinds, which are skipped."""
        answer: int = self._call("validation.document.skipped", {})
        return answer

    def locate(self, subject: int, pointer: str) -> Span | None:
        """Returns the span of the value at an RFC 6901 JSON pointer into a subject, or `None` if there is no such
        value.
        """
        answer = self._call(
            "validation.document.locate",
            {"subject": convert.u32(subject, "subject"), "pointer": convert.text(pointer, "pointer")},
        )
        return None if answer is None else read_span(answer)

    def edit(self, subject: int, pointer: str, value: str | None) -> list[Edit]:
        """Returns the edits that write a value at an RFC 6901 JSON pointer into a subject.

        The value is JSON. If it is `None`, the edits remove the value with its key or its list entry. If a key or a
        list entry is missing, the edits add it, and the objects around it. `-`, or the length of a list, is a new entry
        at its end. Comments, order and layout around the value stay.

        The document does not change: create another one from the edited text. The error says why there is no edit: the
        value is not JSON, the pointer does not match, the document cannot be read, or the edit would change another
        value too.

        Raises:
            InvalidInput: The input is refused. The diagnostics give the reasons.
        """
        return [
            read_edit(each)
            for each in convert.accepted(
                self._call(
                    "validation.document.edit",
                    {
                        "subject": convert.u32(subject, "subject"),
                        "pointer": convert.text(pointer, "pointer"),
                        "value": convert.optional(convert.text, value, "value"),
                    },
                )
            )
        ]

    def pointer_at(self, utf16_offset: int) -> tuple[int, str] | None:
        """Returns the subject and the JSON pointer of the value at an offset.

        For an offset in a key, it is the value of the key. Between values, it is the list or the object around the
        offset. If the document cannot be read, only the part before the error counts. Returns `None` after the end of
        the text.
        """
        answer = self._call(
            "validation.document.pointer-at", {"utf16_offset": convert.u32(utf16_offset, "utf16_offset")}
        )
        return None if answer is None else (answer[0], answer[1])


@dataclass(frozen=True, slots=True)
class NameFilter:
    """Names and patterns: what is included, and what is excluded from it."""

    included: Sequence[str] | None
    """`None` includes everything. An empty list includes nothing."""
    excluded: Sequence[str]
    """What is not included, although `included` matches it."""


def read_name_filter(value: Any) -> NameFilter:
    """Converts JSON to a value."""
    return NameFilter(**value)


NamespaceCondition = Literal[
    "always", "no-namespace-opts-out", "all-namespaces", "no-namespace", "all-namespaces-or-none"
]
"""A condition on the namespaces of the cluster.

- `always`: Always.
- `no-namespace-opts-out`: If no Namespace has the label `velero.io/exclude-from-backup: "true"`.
- `all-namespaces`: If the included namespaces are all namespaces of the cluster, and the excluded ones match none.
  Also, no Namespace opts out.
- `no-namespace`: If the included and the excluded namespaces match no namespace of the cluster. Also, no Namespace opts
  out.
- `all-namespaces-or-none`: One of the last two.
"""


WithObjects = Literal["never", "named", "any"]
"""Which Namespaces are saved because an object in them is selected.

An object counts even if it opts out.

- `never`: None.
- `named`: Those of `named`.
- `any`: All, also excluded ones: objects in any namespace count if their resource and labels are selected.
"""


@dataclass(frozen=True, slots=True)
class NamespaceObjects:
    """Which Namespace objects are saved: those of each field."""

    named: NameFilter
    """Those with these names."""
    unless: NamespaceCondition | None
    """When the names do not matter, because Velero then chooses by the labels only."""
    labelled: bool
    """Whether all Namespaces with the labels are saved."""
    with_objects: WithObjects
    """Which Namespaces with a selected object are saved."""
    skips_inactive: bool
    """Whether a Namespace that is not Active is only saved for its objects."""


def read_namespace_objects(value: Any) -> NamespaceObjects:
    """Converts JSON to a value."""
    return NamespaceObjects(
        read_name_filter(value["named"]),
        value["unless"],
        value["labelled"],
        value["with_objects"],
        value["skips_inactive"],
    )


@dataclass(frozen=True, slots=True)
class BroughtAlong:
    """A resource whose objects are saved because others use them."""

    because_of: str | None
    """The group-resource of the others. `None` means any custom resource."""
    group_resource: str
    """The group-resource that comes along."""


def read_brought_along(value: Any) -> BroughtAlong:
    """Converts JSON to a value."""
    return BroughtAlong(**value)


@dataclass(frozen=True, slots=True)
class Clauses:
    """What a spec saves, for any cluster with the same kinds.

    The clauses leave out what an object says of itself: an object or a namespace with the label
    `velero.io/exclude-from-backup: "true"`, an object that is being deleted, and the annotations
    `velero.io/skip-from-backup` and `backup.velero.io/must-include-additional-items`.
    """

    namespaces: NameFilter
    """The namespaces whose objects are saved."""
    namespaced_resources: NameFilter
    """The namespaced resources of which objects are saved, as group-resources and patterns.

    A kind that is served under two names, such as events, is saved under either.
    """
    cluster_scoped_resources: NameFilter
    """The cluster-scoped resources of which objects are saved, without `namespaces`."""
    cluster_scoped_condition: NamespaceCondition
    """When objects of the cluster-scoped resources are saved."""
    namespace_objects: NamespaceObjects
    """Which Namespace objects are saved."""
    brought_along: Sequence[BroughtAlong]
    """What saved objects bring along."""
    label_selector: Mapping[str, str]
    """Labels that an object must have, except for what comes along and for Namespace objects."""
    expires_after_seconds: int
    """When each backup expires, in seconds after its start: the ttl, or Velero's default of 30 days.

    0 for a negative ttl: a backup expires as soon as it is made.
    """


def read_clauses(value: Any) -> Clauses:
    """Converts JSON to a value."""
    return Clauses(
        read_name_filter(value["namespaces"]),
        read_name_filter(value["namespaced_resources"]),
        read_name_filter(value["cluster_scoped_resources"]),
        value["cluster_scoped_condition"],
        read_namespace_objects(value["namespace_objects"]),
        [read_brought_along(each) for each in value["brought_along"]],
        value["label_selector"],
        value["expires_after_seconds"],
    )


def check_spec(spec: Spec, cluster: Cluster | None = None, *, host: hosts.Host | None = None) -> list[Diagnostic]:
    """Checks a spec, and returns all diagnostics.

    Without a cluster, only the built-in Kubernetes kinds are known. Other names can be custom resources. Without a
    version of Velero, differences between its releases are reported too.
    """
    return convert.diagnostics(
        hosts.beside(cluster, "cluster", host)._call(
            "validation.check-spec", {"spec": write_spec(spec, "spec")}, {"cluster": cluster}
        )
    )


def check_target(target: Target, cluster: Cluster | None = None, *, host: hosts.Host | None = None) -> list[Diagnostic]:
    """Checks a target and its spec, and returns all diagnostics."""
    return convert.diagnostics(
        hosts.beside(cluster, "cluster", host)._call(
            "validation.check-target", {"target": write_target(target, "target")}, {"cluster": cluster}
        )
    )


def check_backup(backup: Backup, cluster: Cluster | None = None, *, host: hosts.Host | None = None) -> list[Diagnostic]:
    """Checks a Backup or a Schedule, and returns all diagnostics. Pointers are paths in its manifest: `/spec/ttl`."""
    return convert.diagnostics(
        hosts.beside(cluster, "cluster", host)._call(
            "validation.check-backup", {"backup": write_backup(backup, "backup")}, {"cluster": cluster}
        )
    )


def check_text(
    text: str,
    format: DocumentFormat,
    kind: DocumentKind | None = None,
    cluster: Cluster | None = None,
    levels: Iterable[RuleLevel] | None = None,
    *,
    host: hosts.Host | None = None,
) -> list[Diagnostic]:
    """Checks a text, and returns the diagnostics of its `document`.

    It is for callers that need only the diagnostics.
    """
    return convert.diagnostics(
        hosts.beside(cluster, "cluster", host)._call(
            "validation.check-text",
            {
                "text": convert.text(text, "text"),
                "format": convert.text(format, "format"),
                "kind": convert.optional(convert.text, kind, "kind"),
                "levels": convert.optional_list(write_rule_level, levels, "levels"),
            },
            {"cluster": cluster},
        )
    )


def format_spec(spec: Spec, format: DocumentFormat, *, host: hosts.Host | None = None) -> str:
    """Formats a spec as the text of a file: the fields that are set, in the interface's order.

    Parsing the text returns the same spec.
    """
    answer: str = hosts.of(host)._call(
        "validation.format-spec", {"spec": write_spec(spec, "spec"), "format": convert.text(format, "format")}
    )
    return answer


def describe_clauses(spec: Spec, cluster: Cluster | None = None, *, host: hosts.Host | None = None) -> Clauses | None:
    """Returns what a spec saves, as data.

    `None` if Velero refuses the spec, or its backups fail. The cluster gives the kinds and the release of Velero.
    Without it, only the built-in Kubernetes kinds are known, and the default release is used.
    """
    answer = hosts.beside(cluster, "cluster", host)._call(
        "validation.describe-clauses", {"spec": write_spec(spec, "spec")}, {"cluster": cluster}
    )
    return None if answer is None else read_clauses(answer)


def describe(
    spec: Spec,
    schedule: ScheduleConfig | None = None,
    cluster: Cluster | None = None,
    *,
    host: hosts.Host | None = None,
) -> str:
    """Describes a spec, and its schedule, in some sentences: its clauses, when it runs, and when its backups expire.

    If the spec or the schedule is refused, it says why nothing is backed up. The cluster is as in `describe_clauses`.
    """
    answer: str = hosts.beside(cluster, "cluster", host)._call(
        "validation.describe",
        {"spec": write_spec(spec, "spec"), "schedule": convert.optional(write_schedule_config, schedule, "schedule")},
        {"cluster": cluster},
    )
    return answer


def describe_backup(backup: Backup, cluster: Cluster | None = None, *, host: hosts.Host | None = None) -> str:
    """Describes a Backup, or a Schedule and its next backup, in the same way."""
    answer: str = hosts.beside(cluster, "cluster", host)._call(
        "validation.describe-backup", {"backup": write_backup(backup, "backup")}, {"cluster": cluster}
    )
    return answer


def json_schema(*, host: hosts.Host | None = None) -> str:
    """Returns the JSON Schema (2020-12) of a spec, for editors."""
    answer: str = hosts.of(host)._call("validation.json-schema", {})
    return answer


def rules(*, host: hosts.Host | None = None) -> list[Rule]:
    """Returns all rules, by subject."""
    return [read_rule(each) for each in hosts.of(host)._call("validation.rules", {})]
