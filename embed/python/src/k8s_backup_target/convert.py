"""Values of Python as the component's JSON has them, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .errors import InvalidInput, InvalidSpec, NoRelation, NotLeader

if TYPE_CHECKING:
    from .diagnostic import Diagnostic

ALL = 2**32 - 1
"""More than there is of anything."""


def items(value: Any) -> list[Any] | tuple[Any, ...]:
    """What is in a list, or in anything else that is iterable."""
    if isinstance(value, (list, tuple)):
        return value
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
        raise TypeError(f"a list is wanted, not {value!r}")
    return list(value)


def pairs(value: Any) -> dict[str, Any]:
    """Keys and texts, of a mapping or of pairs."""
    members = dict(value)
    for key in members:
        # The encoder would make text of it.
        if not isinstance(key, str):
            raise TypeError(f"text is wanted for a key, not {key!r}")
    return members


def to_text(value: Any) -> str:
    """Bytes as text; those that are not UTF-8 are halves of characters."""
    if not isinstance(value, (bytes, bytearray, memoryview)):
        raise TypeError(f"bytes are wanted, not {value!r}")
    return str(value, "utf-8", "surrogateescape")


def to_bytes(value: str) -> bytes:
    """The bytes that a text stands for."""
    return value.encode("utf-8", "surrogateescape")


def diagnostics(value: list[Any]) -> list[Diagnostic]:
    """Diagnostics of their JSON."""
    if not value:
        return []
    from .diagnostic import read_diagnostic

    return [read_diagnostic(each) for each in value]


def accepted(answer: dict[str, Any]) -> Any:
    """What a result holds.

    Raises:
        InvalidInput: it holds diagnostics.
    """
    if "error" in answer:
        raise InvalidInput(diagnostics(answer["error"]))
    return answer["ok"]


def published(answer: dict[str, Any]) -> Any:
    """What is to be published.

    Raises:
        PublishError: nothing is.
    """
    error = answer.get("error")
    if error == "not-leader":
        raise NotLeader
    if error == "no-relation":
        raise NoRelation
    if error is not None:
        raise InvalidSpec(diagnostics(error["invalid"]))
    return answer["ok"]
