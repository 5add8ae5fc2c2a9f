"""What is wrong with a spec, a target, or a text that holds some; and the words for what is right."""

# Generated from wit/ by `cargo xtask bindings`.

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from . import convert
from . import host as hosts
from .diagnostic import Diagnostic, Severity, read_edit, read_span
from .model import read_spec, read_target, write_schedule_config, write_spec, write_target

if TYPE_CHECKING:
    from .diagnostic import Edit, Span
    from .model import ScheduleConfig, Spec, Target
    from .cluster import Cluster


DocumentFormat = Literal["json", "yaml"]
"""The language of a text.

- `json`: RFC 8259.
- `yaml`: YAML 1.2, core schema: `no` and `on` are text. Several documents are several subjects.
"""


DocumentKind = Literal["spec", "target", "targets", "databag"]
"""What a text holds.

Guessed from its keys when it is not said.

- `spec`: What to back up.
- `target`: A spec with the names of who asks.
- `targets`: A list of targets: the content of `backup_targets`.
- `databag`: A databag: an object whose `backup_targets` is JSON in a string. Pointers go on inside the string
  (`/backup_targets/0/spec/ttl`), spans stand on the escaped text.
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


def read_rule_level(value: Any) -> RuleLevel:
    """Returns the value of its JSON."""
    return RuleLevel(**value)


def write_rule_level(value: RuleLevel) -> dict[str, Any]:
    """Returns the JSON of the value."""
    return {
        "code": value.code,
        "level": value.level,
    }


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a file `.k8s-backup-target.toml` says about one checked file."""

    levels: Sequence[RuleLevel]
    """The levels of rules for this file."""
    api_resources: str | None
    """The file with the cluster's kinds, as a path from the folder of the configuration. It is below that folder."""
    diagnostics: Sequence[Diagnostic]
    """What is wrong with the configuration. With an error among it, the configuration is not valid."""


def read_configuration(value: Any) -> Configuration:
    """Returns the value of its JSON."""
    return Configuration(
        [read_rule_level(each) for each in value["levels"]],
        value["api_resources"],
        convert.diagnostics(value["diagnostics"]),
    )


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the catalogue."""

    code: str
    """Stable kebab-case name: the code of its diagnostics."""
    severity: Severity
    """How bad it is when the rule is broken."""
    summary: str
    """What the rule asks for, in a line."""
    explanation: str
    """Why it matters, with an example and the way out, in Markdown."""
    authority: str
    """Whose behaviour the rule follows (the interface, Velero, Kubernetes, Juju), with version."""


def read_rule(value: Any) -> Rule:
    """Returns the value of its JSON."""
    return Rule(**value)


class Document(hosts.Resource):
    """A text, read once: what is wrong with it, what it says, and where.

    Several YAML documents are several subjects.

    Reads and checks a text. Never fails: what cannot be read is a diagnostic, and what can is checked all the same.

    Levels change how rules are reported. In YAML, a comment ignores diagnostics of its line, or of the next line if it
    is on a line of its own: `# k8s-backup-target: ignore CODE`. A comment that ignores nothing is a warning.
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
            hosts.home_of(cluster, host),
            "validation.document.new",
            {
                "text": text,
                "format": format,
                "kind": kind,
                "cluster": None if cluster is None else cluster._alive,
                "levels": None if levels is None else [
                    write_rule_level(each) for each in convert.items(levels, "levels")
                ],
            },
        )

    def diagnostics(self) -> list[Diagnostic]:
        """What is wrong, in the order of the text: the same on every host and each time."""
        return convert.diagnostics(self._home._call("validation.document.diagnostics", {"self": self._alive}))

    def specs(self) -> list[Spec]:
        """The specs that could be read, those of targets too, in the order of the text."""
        return [read_spec(each) for each in self._home._call("validation.document.specs", {"self": self._alive})]

    def targets(self) -> list[Target]:
        """The targets that could be read, in the order of the text."""
        return [read_target(each) for each in self._home._call("validation.document.targets", {"self": self._alive})]

    def locate(self, subject: int, pointer: str) -> Span | None:
        """Where the value stands that an RFC 6901 JSON pointer into a subject leads to; none where there is no such
        value.
        """
        answer = self._home._call(
            "validation.document.locate", {"self": self._alive, "subject": subject, "pointer": pointer}
        )
        return None if answer is None else read_span(answer)

    def edit(self, subject: int, pointer: str, value: str | None) -> list[Edit]:
        """The edits that write a value, as JSON text, at an RFC 6901 JSON pointer into a subject; none removes the
        value, with its key or its list entry.

        A key or a list entry that is missing is added, with the objects around it that are missing too; `-`, or the
        length of a list, is the entry after its last one. Comments, order and layout around the value stay.

        The document is as it was read; the edited text is a new document. The error says why there is no edit: the
        value is not JSON, the pointer leads nowhere, the document cannot be read, or the edit would change another
        value too.

        Raises:
            InvalidInput: it is refused; the diagnostics say why.
        """
        return [
            read_edit(each)
            for each in convert.accepted(
                self._home._call(
                    "validation.document.edit",
                    {"self": self._alive, "subject": subject, "pointer": pointer, "value": value},
                )
            )
        ]

    def pointer_at(self, utf16_offset: int) -> tuple[int, str] | None:
        """The subject and the JSON pointer of the value that an offset is in, or whose key it is in.

        Between values, that is the list or the object around the offset. Of a document that cannot be read, it is what
        was read before the error. None past the end of the text.
        """
        answer = self._home._call("validation.document.pointer-at", {"self": self._alive, "utf16_offset": utf16_offset})
        return None if answer is None else (answer[0], answer[1])


def check_spec(spec: Spec, cluster: Cluster | None = None, *, host: hosts.Host | None = None) -> list[Diagnostic]:
    """What is wrong with a spec.

    Without a cluster, only the kinds of every Kubernetes are known, and a name that none of them has may be that of a
    custom resource.
    """
    return convert.diagnostics(
        hosts.beside(cluster, host)._call(
            "validation.check-spec", {"spec": write_spec(spec), "cluster": None if cluster is None else cluster._alive}
        )
    )


def check_target(target: Target, cluster: Cluster | None = None, *, host: hosts.Host | None = None) -> list[Diagnostic]:
    """What is wrong with a target, its spec included."""
    return convert.diagnostics(
        hosts.beside(cluster, host)._call(
            "validation.check-target",
            {"target": write_target(target), "cluster": None if cluster is None else cluster._alive},
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
    """Returns what is wrong with a text: the diagnostics of its `document`.

    It is for callers that need nothing else of it.
    """
    return convert.diagnostics(
        hosts.beside(cluster, host)._call(
            "validation.check-text",
            {
                "text": text,
                "format": format,
                "kind": kind,
                "cluster": None if cluster is None else cluster._alive,
                "levels": None if levels is None else [
                    write_rule_level(each) for each in convert.items(levels, "levels")
                ],
            },
        )
    )


def read_configuration(text: str, path: str, *, host: hosts.Host | None = None) -> Configuration:
    """Reads the text of a file `.k8s-backup-target.toml`, and returns what it says about a checked file.

    The path is that of the checked file, from the folder of the configuration, with `/` between names. The nearest
    configuration above a file counts: hosts search for it.
    """
    return read_configuration(hosts.of(host)._call("validation.read-configuration", {"text": text, "path": path}))


def format_spec(spec: Spec, format: DocumentFormat, *, host: hosts.Host | None = None) -> str:
    """The text of a spec, ready to be put into a file: the fields that are set, in the interface's order.

    Read again, it is the same spec.
    """
    answer: str = hosts.of(host)._call("validation.format-spec", {"spec": write_spec(spec), "format": format})
    return answer


def describe(spec: Spec, schedule: ScheduleConfig | None = None, *, host: hosts.Host | None = None) -> str:
    """The spec, and the schedule, in one or two plain sentences; for a spec or a schedule that is refused, why nothing
    is saved.
    """
    answer: str = hosts.of(host)._call(
        "validation.describe",
        {"spec": write_spec(spec), "schedule": None if schedule is None else write_schedule_config(schedule)},
    )
    return answer


def json_schema(*, host: hosts.Host | None = None) -> str:
    """JSON Schema (2020-12) of a spec, for editors."""
    answer: str = hosts.of(host)._call("validation.json-schema", {})
    return answer


def rules(*, host: hosts.Host | None = None) -> list[Rule]:
    """Every rule, by subject."""
    return [read_rule(each) for each in hosts.of(host)._call("validation.rules", {})]
