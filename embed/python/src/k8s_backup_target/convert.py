"""Converts between Python values and the component's JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .errors import InvalidInput, InvalidSpec, NoRelation, NotLeader

if TYPE_CHECKING:
    from collections.abc import Callable

    from .diagnostic import Diagnostic

ALL = 2**32 - 1
"""The maximum of an offset or a limit: no limit."""


def items(value: Any, name: str) -> list[Any] | tuple[Any, ...]:
    """Returns the entries of an iterable. `name` is the name of the field or the parameter."""
    if isinstance(value, (list, tuple)):
        return value
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
        raise TypeError(f"{name}: expected a list, not {value!r}")
    return list(value)


def pairs(value: Any, name: str) -> dict[str, Any]:
    """Returns a mapping, or an iterable of pairs, as a dict. `name` is the name of the field or the parameter."""
    if not isinstance(value, Mapping):
        value = items(value, name)
        if not all(isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in value):
            raise TypeError(f"{name}: expected a mapping, not {value!r}")
    members = dict(value)
    for key in members:
        # The JSON encoder would convert the key to a string.
        if not isinstance(key, str):
            raise TypeError(f"{name}: expected a str as key, not {key!r}")
    return members


def optional_items(value: Any, name: str) -> list[Any] | tuple[Any, ...] | None:
    """Returns the same as `items`, or None for None."""
    return None if value is None else items(value, name)


def optional_pairs(value: Any, name: str) -> dict[str, Any] | None:
    """Returns the same as `pairs`, or None for None."""
    return None if value is None else pairs(value, name)


def optional_records(value: Any, name: str, write: Callable[[Any], Any]) -> list[Any] | None:
    """Returns each entry of an iterable as JSON, or None for None. `name` is the name of the field or the parameter."""
    return None if value is None else [write(each) for each in items(value, name)]


def to_text(value: Any) -> str:
    """Returns bytes as text; a byte that is not valid UTF-8 is a lone surrogate."""
    if not isinstance(value, (bytes, bytearray, memoryview)):
        raise TypeError(f"expected bytes, not {value!r}")
    return str(value, "utf-8", "surrogateescape")


def to_bytes(value: str) -> bytes:
    """Returns the bytes of a text from `to_text`."""
    return value.encode("utf-8", "surrogateescape")


def diagnostics(value: list[Any]) -> list[Diagnostic]:
    """Returns the diagnostics of a list in JSON."""
    if not value:
        return []
    from .diagnostic import read_diagnostic

    return [read_diagnostic(each) for each in value]


def accepted(answer: dict[str, Any]) -> Any:
    """Returns the value of a result.

    Raises:
        InvalidInput: the result is an error.
    """
    if "error" in answer:
        raise InvalidInput(diagnostics(answer["error"]))
    return answer["ok"]


def published(answer: dict[str, Any]) -> Any:
    """Returns the value of a result of `publish`.

    Raises:
        PublishError: the result is an error.
    """
    error = answer.get("error")
    if error == "not-leader":
        raise NotLeader
    if error == "no-relation":
        raise NoRelation
    if error is not None:
        raise InvalidSpec(diagnostics(error["invalid"]))
    return answer["ok"]
