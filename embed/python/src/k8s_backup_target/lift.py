"""The component's records, which come as tuples of their fields, as dataclasses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import InvalidInput
from .model import Spec, Target

if TYPE_CHECKING:
    from .diagnostic import Diagnostic, Edit, Span


def spec(fields: tuple[Any, ...]) -> Spec:
    """A spec, its labels as a dict."""
    namespaces, resources, without_namespaces, without_resources, cluster_resources, labels, ttl = fields
    labels = None if labels is None else dict(labels)
    return Spec(namespaces, resources, without_namespaces, without_resources, cluster_resources, labels, ttl)


def target(fields: tuple[Any, ...]) -> Target:
    """A target, its spec included."""
    app, relation_name, model, spec_fields = fields
    return Target(app, relation_name, model, spec(spec_fields))


def span(fields: tuple[Any, ...] | None) -> Span | None:
    """A span, where there is one."""
    from .diagnostic import Position, Span

    if fields is None:
        return None
    start, end = fields
    return Span(Position(*start), Position(*end))


def edit(fields: tuple[Any, ...]) -> Edit:
    """An edit."""
    from .diagnostic import Edit, Position, Span

    (start, end), text = fields
    return Edit(Span(Position(*start), Position(*end)), text)


def diagnostics(list_: list[tuple[Any, ...]]) -> list[Diagnostic]:
    """All of a list."""
    # Most lists are empty, and a charm's hook needs no diagnostic.
    return [_diagnostic(*fields) for fields in list_]


def _diagnostic(
    code: str,
    severity: Any,
    message: str,
    help_: str | None,
    subject: int | None,
    pointer: str,
    span_fields: tuple[Any, ...] | None,
    fixes: list[tuple[Any, ...]],
    related: list[tuple[Any, ...]],
) -> Diagnostic:
    from .diagnostic import Diagnostic, Fix, RelatedPlace

    return Diagnostic(
        code,
        severity,
        message,
        help_,
        subject,
        pointer,
        span(span_fields),
        [Fix(title, [edit(each) for each in edits]) for title, edits in fixes],
        [RelatedPlace(message, subject, pointer, span(place)) for message, subject, pointer, place in related],
    )


def accepted(result: tuple[bool, Any]) -> Any:
    """What a result holds.

    Raises:
        InvalidInput: it holds diagnostics.
    """
    is_ok, payload = result
    if not is_ok:
        raise InvalidInput(diagnostics(payload))
    return payload
