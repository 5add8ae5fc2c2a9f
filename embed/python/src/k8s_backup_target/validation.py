"""What is wrong with a spec, a target, or a text that holds some; and the words for what is right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from . import host as hosts
from . import lift
from .diagnostic import Severity

if TYPE_CHECKING:
    from .cluster import Cluster
    from .diagnostic import Diagnostic, Edit, Span
    from .model import ScheduleConfig, Spec, Target

DocumentFormat = Literal["json", "yaml"]
"""The language of a text: RFC 8259, or YAML 1.2 with the core schema, where several documents are several subjects."""

DocumentKind = Literal["spec", "target", "targets", "databag"]
"""What a text holds.

`targets` is a list of targets, the content of `backup_targets`; `databag` an object whose `backup_targets` is JSON in a
string, into which pointers and spans lead on.
"""


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


def check_spec(spec: Spec, cluster: Cluster | None = None, *, host: hosts.Host | None = None) -> list[Diagnostic]:
    """What is wrong with a spec.

    Without a cluster, only the kinds of every Kubernetes are known, and a name that none of them has may be that of a
    custom resource.

    Args:
        spec: What to back up.
        cluster: What is known of the cluster.
        host: What it runs in; with a cluster, that of the cluster.
    """
    return _check("check-spec", spec, cluster, host)


def check_target(target: Target, cluster: Cluster | None = None, *, host: hosts.Host | None = None) -> list[Diagnostic]:
    """What is wrong with a target, its spec included; as `check_spec`."""
    return _check("check-target", target, cluster, host)


def _check(function: str, checked: Any, cluster: Cluster | None, host: hosts.Host | None) -> list[Diagnostic]:
    if cluster is None:
        return lift.diagnostics(hosts.of(host).call("validation", function, checked, None))
    return lift.diagnostics(cluster._home.call("validation", function, (checked, cluster._alive)))


class Document(hosts.Resource):
    """A text, read once: what is wrong with it, what it says, and where.

    It is never refused: what cannot be read is a diagnostic, and what can is checked all the same.

    Args:
        text: JSON or YAML.
        format: Which of them.
        kind: What it holds; guessed from its keys when it is not said.
        cluster: What is known of the cluster.
        host: What it runs in; with a cluster, that of the cluster.
    """

    __slots__ = ()
    _INTERFACE: ClassVar = "validation"
    _NAME: ClassVar = "document"

    def __init__(
        self,
        text: str,
        format: DocumentFormat,  # noqa: A002 - the contract's name
        kind: DocumentKind | None = None,
        cluster: Cluster | None = None,
        *,
        host: hosts.Host | None = None,
    ) -> None:
        if cluster is None:
            self._make(hosts.new_home(host), text, format, kind, None)
        else:
            self._make(cluster._home, text, format, kind, cluster._alive)

    def diagnostics(self) -> list[Diagnostic]:
        """What is wrong, in the order of the text."""
        return lift.diagnostics(self._method("diagnostics"))

    def specs(self) -> list[Spec]:
        """The specs that could be read, those of targets too, in the order of the text."""
        return [lift.spec(fields) for fields in self._method("specs")]

    def targets(self) -> list[Target]:
        """The targets that could be read, in the order of the text."""
        return [lift.target(fields) for fields in self._method("targets")]

    def locate(self, subject: int, pointer: str) -> Span | None:
        """Where the value stands that an RFC 6901 JSON pointer into a subject leads to; none where there is none."""
        return lift.span(self._method("locate", subject, pointer))

    def edit(self, subject: int, pointer: str, value: str | None) -> list[Edit]:
        """The edits that write a value at an RFC 6901 JSON pointer into a subject, or remove it.

        A key or a list entry that is missing is added, with the objects around it that are missing too; `-` is the
        entry after the last one of a list. Comments, order and layout around the value stay. The document is as it was
        read.

        Args:
            subject: Which document of the text.
            pointer: Where the value is.
            value: JSON text; None removes the value, with its key or its list entry.

        Raises:
            InvalidInput: there is no such edit; its diagnostics say why.
        """
        return [lift.edit(fields) for fields in lift.accepted(self._method("edit", subject, pointer, value))]

    def pointer_at(self, utf16_offset: int) -> tuple[int, str] | None:
        """The subject and the JSON pointer of the value that an offset is in, or whose key it is in.

        None past the end of the text.
        """
        found: tuple[int, str] | None = self._method("pointer-at", utf16_offset)
        return found


def format_spec(
    spec: Spec,
    format: DocumentFormat,  # noqa: A002 - the contract's name
    *,
    host: hosts.Host | None = None,
) -> str:
    """The text of a spec, ready to be put into a file: the fields that are set, in the interface's order.

    Read again, it is the same spec.
    """
    text: str = hosts.of(host).call("validation", "format-spec", spec, format)
    return text


def describe(spec: Spec, schedule: ScheduleConfig | None = None, *, host: hosts.Host | None = None) -> str:
    """The spec, and the schedule, in one or two plain sentences; of one that is refused, why nothing is saved."""
    text: str = hosts.of(host).call("validation", "describe", spec, schedule)
    return text


def json_schema(*, host: hosts.Host | None = None) -> str:
    """JSON Schema (2020-12) of a spec, for editors."""
    text: str = hosts.of(host).call("validation", "json-schema")
    return text


def rules(*, host: hosts.Host | None = None) -> list[Rule]:
    """Every rule, by subject."""
    return [Rule(*fields) for fields in hosts.of(host).call("validation", "rules")]
