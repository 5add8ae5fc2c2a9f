"""Diagnostics: problems of an input, and their positions."""

# Generated from wit/ by `cargo xtask bindings`.

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .text import Diagnosed


Severity = Literal["error", "warning", "advice"]
"""The severity of a diagnostic.

- `error`: The interface, Velero, Kubernetes or Juju refuses it.
- `warning`: It has no effect, or is probably a mistake.
- `advice`: It can be better.
"""


@dataclass(frozen=True, slots=True)
class Position:
    """A position in a checked text. Offsets are from 0. Lines and columns are from 1."""

    utf8_offset: int
    """Number of bytes before the position, in UTF-8."""
    utf16_offset: int
    """Number of code units before the position, in UTF-16. Browsers and editors use these."""
    line: int
    """The line, from 1."""
    column: int
    """The column, in characters, from 1."""


def read_position(value: Any) -> Position:
    """Converts JSON to a value."""
    return Position(**value)


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a checked text."""

    start: Position
    """The position of the first character."""
    end: Position
    """The position after the last character."""


def read_span(value: Any) -> Span:
    """Converts JSON to a value."""
    return Span(read_position(value["start"]), read_position(value["end"]))


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement in a text."""

    span: Span
    """The part to replace. It is empty for an insertion."""
    text: str
    """The new text. It is empty for a removal."""


def read_edit(value: Any) -> Edit:
    """Converts JSON to a value."""
    return Edit(read_span(value["span"]), value["text"])


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that resolves a diagnostic."""

    title: str
    """A short description of the change."""
    edits: Sequence[Edit]
    """The edits of the change. They do not overlap."""
    certain: bool
    """Whether the author certainly meant it, so that a program can apply it."""
    effect: str | None
    """What it adds to the backup, or removes from it.

    `None` if the same objects are saved. Velero saves nothing of a spec that it refuses: for a change of such a spec,
    the effect compares with what the other entries select.
    """


def read_fix(value: Any) -> Fix:
    """Converts JSON to a value."""
    return Fix(value["title"], [read_edit(each) for each in value["edits"]], value["certain"], value["effect"])


@dataclass(frozen=True, slots=True)
class RelatedPlace:
    """Another position that is related to a diagnostic."""

    message: str
    """What is there: one line, lower case, no final period."""
    subject: int | None
    """The index of the checked thing, if several are checked at once."""
    pointer: str
    """RFC 6901 JSON pointer into the subject."""
    span: Span | None
    """Where it is in the text. Only set if a text was checked."""


def read_related_place(value: Any) -> RelatedPlace:
    """Converts JSON to a value."""
    return RelatedPlace(
        value["message"],
        value["subject"],
        value["pointer"],
        None if value["span"] is None else read_span(value["span"]),
    )


@dataclass(frozen=True, slots=True)
class Diagnostic(Diagnosed):
    """A problem, or an advice."""

    code: str
    """The code of the rule: a stable name in kebab case."""
    severity: Severity
    """The severity."""
    message: str
    """What is wrong: one line, lower case, no final period, the user's text in backticks."""
    help: str | None
    """How to correct it."""
    subject: int | None
    """The index of the checked thing, if several are checked at once: the YAML document, the relation or the target."""
    pointer: str
    """RFC 6901 JSON pointer into the subject. An empty pointer is the whole subject."""
    span: Span | None
    """Where it is in the text. Only set if a text was checked."""
    fixes: Sequence[Fix]
    """Changes that resolve it. Empty if no text was checked."""
    related: Sequence[RelatedPlace]
    """Related positions, such as the first of two equal keys."""


def read_diagnostic(value: Any) -> Diagnostic:
    """Converts JSON to a value."""
    return Diagnostic(
        value["code"],
        value["severity"],
        value["message"],
        value["help"],
        value["subject"],
        value["pointer"],
        None if value["span"] is None else read_span(value["span"]),
        [read_fix(each) for each in value["fixes"]],
        [read_related_place(each) for each in value["related"]],
    )
