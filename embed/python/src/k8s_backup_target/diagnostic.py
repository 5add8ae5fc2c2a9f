"""What is wrong with an input, or could be better; and where."""

# Generated from wit/ by `cargo xtask bindings`.

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .text import Diagnosed


Severity = Literal["error", "warning", "advice"]
"""How bad a diagnostic is.

- `error`: The interface, Velero, Kubernetes or Juju refuses it.
- `warning`: It does nothing, or what was hardly meant.
- `advice`: It could be better.
"""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a checked text. Offsets count from 0, lines and columns from 1, columns in characters."""

    utf8_offset: int
    """Bytes of the text in UTF-8 before the place."""
    utf16_offset: int
    """Units of the text in UTF-16 before the place, as browsers and editors count."""
    line: int
    """Line, from 1."""
    column: int
    """Character in the line, from 1."""


def read_position(value: Any) -> Position:
    """Returns the value of its JSON."""
    return Position(**value)


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a checked text."""

    start: Position
    """Where it starts."""
    end: Position
    """The place after its last character."""


def read_span(value: Any) -> Span:
    """Returns the value of its JSON."""
    return Span(read_position(value["start"]), read_position(value["end"]))


@dataclass(frozen=True, slots=True)
class Edit:
    """Text to put in the place of a span."""

    span: Span
    """What is replaced; empty to insert."""
    text: str
    """What stands there afterwards; empty to remove."""


def read_edit(value: Any) -> Edit:
    """Returns the value of its JSON."""
    return Edit(read_span(value["span"]), value["text"])


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that makes the diagnostic go away."""

    title: str
    """What the change does, in a few words."""
    edits: Sequence[Edit]
    """All edits of the change, none over another."""


def read_fix(value: Any) -> Fix:
    """Returns the value of its JSON."""
    return Fix(value["title"], [read_edit(each) for each in value["edits"]])


@dataclass(frozen=True, slots=True)
class RelatedPlace:
    """Another place that has to do with a diagnostic."""

    message: str
    """What is there: one line, lower case, no final period."""
    subject: int | None
    """Which of several things that were checked, by its place."""
    pointer: str
    """RFC 6901 JSON pointer into the subject."""
    span: Span | None
    """Present when a text was checked."""


def read_related_place(value: Any) -> RelatedPlace:
    """Returns the value of its JSON."""
    return RelatedPlace(
        value["message"],
        value["subject"],
        value["pointer"],
        None if value["span"] is None else read_span(value["span"]),
    )


@dataclass(frozen=True, slots=True)
class Diagnostic(Diagnosed):
    """One thing that is wrong, or could be better."""

    code: str
    """Stable kebab-case name of the rule."""
    severity: Severity
    """How bad it is."""
    message: str
    """What is wrong: one line, lower case, no final period, the user's text in backticks."""
    help: str | None
    """What to write instead."""
    subject: int | None
    """Which of several things that were checked: the YAML document, the relation or the target, by its place."""
    pointer: str
    """RFC 6901 JSON pointer into the subject; "" is the whole of it."""
    span: Span | None
    """Present when a text was checked."""
    fixes: Sequence[Fix]
    """Only where a text was checked."""
    related: Sequence[RelatedPlace]
    """Other places that have to do with it."""


def read_diagnostic(value: Any) -> Diagnostic:
    """Returns the value of its JSON."""
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
