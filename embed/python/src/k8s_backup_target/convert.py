"""Converts between Python values and the component's JSON.

Arguments are checked here, before a call. A subclass of `str`, `int` or `dict` can override any method, so only the
value that it stores is used. In errors, a value has at most about 60 characters.

Each function that converts an argument takes its value, and its name for errors, such as `spec.ttl`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .errors import InvalidInput, InvalidSpec, NoRelation, NotLeader, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .diagnostic import Diagnostic

ALL = 2**32 - 1
"""The maximum of an offset or a limit: no limit."""

_MAX_JSON_DEPTH = 64
"""Maximum depth of the arguments of a `Session`. No function of the contract has parameters as deep as this."""


def _is_a(value: object, class_: type) -> bool:
    """Returns whether a value is of a class. Mocks, for example, have another `__class__`, which `isinstance` uses."""
    return issubclass(type(value), class_)


def shown(value: Any) -> str:
    """Returns a value for an error. It runs no code of the value's class."""
    if value is None or value is True or value is False:
        return str(value)
    if _is_a(value, str):
        return repr(shortened(str.__str__(value)))
    if _is_a(value, int):
        bits = int.bit_length(value)
        return int.__repr__(value) if bits <= 64 else f"an int of {bits} bits"
    if _is_a(value, float):
        return float.__repr__(value)
    return f"a value of type {shortened(type(value).__name__)}"


def wrong_type(name: str, expected: str, value: object) -> TypeError:
    """Returns the error for an argument."""
    return TypeError(f"{name}: expected {expected}, not {shown(value)}")


def text(value: Any, name: str) -> str:
    """Returns a str."""
    if type(value) is str:
        return value
    if _is_a(value, str):
        return str.__str__(value)
    raise wrong_type(name, "a str", value)


def truth(value: Any, name: str) -> bool:
    """Returns a bool."""
    if value is True or value is False:
        return bool(value)
    raise wrong_type(name, "a bool", value)


def whole(value: Any, name: str, minimum: int, maximum: int) -> int:
    """Returns an int of a range."""
    if not _is_a(value, int) or value is True or value is False:
        raise wrong_type(name, "an int", value)
    number = int.__int__(value)
    if not minimum <= number <= maximum:
        raise ValueError(f"{name}: {shown(number)} is not between {minimum} and {maximum}")
    return number


def u8(value: Any, name: str) -> int:
    """Returns an int of 8 bits, without a sign."""
    return whole(value, name, 0, 2**8 - 1)


def u32(value: Any, name: str) -> int:
    """Returns an int of 32 bits, without a sign."""
    return whole(value, name, 0, 2**32 - 1)


def s64(value: Any, name: str) -> int:
    """Returns an int of 64 bits, with a sign."""
    return whole(value, name, -(2**63), 2**63 - 1)


def entries(value: Any, name: str) -> Iterator[Any]:
    """Returns an iterator over the entries of an iterable that is not a text, bytes or a mapping."""
    if not issubclass(type(value), (str, bytes, bytearray, memoryview, Mapping)):
        with contextlib.suppress(TypeError):
            return iter(value)
    raise wrong_type(name, "a list", value)


def items(value: Any, name: str) -> list[Any]:
    """Returns the entries of an iterable."""
    return [each for each in entries(value, name)]  # noqa: C416 - `list` asks for the length, which can be wrong


def _members(value: Any, name: str) -> Iterable[tuple[Any, Any]]:
    """Returns the members of a mapping. Those of a dict are what it stores, in its order."""
    try:
        return dict(value).items()
    except TypeError:
        raise wrong_type(name, "a mapping", value) from None


def list_of(write: Callable[[Any, str], Any], value: Any, name: str) -> list[Any]:
    """Returns each entry of an iterable as JSON."""
    return [write(each, f"{name}.{index}") for index, each in enumerate(items(value, name))]


def pairs(value: Any, name: str) -> dict[str, str]:
    """Returns a mapping, or an iterable of pairs, as a dict."""
    members = {}
    for key, content in _members(value, name) if _is_a(value, Mapping) else _pairs(value, name):
        if not _is_a(key, str):
            raise wrong_type(name, "a str as key", key)
        members[text(key, name)] = content if type(content) is str else text(content, f"{name}.{shortened(key)}")
    return members


def _pairs(value: Any, name: str) -> Iterator[list[Any]]:
    for each in entries(value, name):
        pair = items(each, name) if issubclass(type(each), (list, tuple)) else []
        if len(pair) != 2:
            raise wrong_type(name, "a mapping", value)
        yield pair


def optional(write: Callable[[Any, str], Any], value: Any, name: str) -> Any:
    """Returns a value as JSON, or None for None."""
    return None if value is None else write(value, name)


def optional_list(write: Callable[[Any, str], Any], value: Any, name: str) -> list[Any] | None:
    """Returns each entry of an iterable as JSON, or None for None."""
    return None if value is None else list_of(write, value, name)


def require_fields(value: Any, class_: type, name: str) -> None:
    """Checks that a value has the fields of a record. It can be of another class, such as the specs of charms."""
    if type(value) is not class_ and not all(hasattr(value, field) for field in class_.__slots__):  # type: ignore[attr-defined]
        raise wrong_type(name, f"a {class_.__name__}", value)


def to_bytes_of(value: Any, name: str) -> memoryview:
    """Returns the bytes of a bytes-like object."""
    try:
        view = memoryview(value)
    except (TypeError, ValueError):
        raise wrong_type(name, "bytes", value) from None
    if view.format not in ("B", "b", "c"):
        raise TypeError(f"{name}: expected bytes, not items of the format {shortened(view.format)!r}")
    return view.cast("B") if view.c_contiguous else memoryview(view.tobytes())


def to_text(value: Any, name: str) -> str:
    """Returns bytes as text; a byte that is not valid UTF-8 is a lone surrogate."""
    return str(to_bytes_of(value, name), "utf-8", "surrogateescape")


def to_bytes(value: str) -> bytes:
    """Returns the bytes of a text from `to_text`."""
    return value.encode("utf-8", "surrogateescape")


def json_of(value: Any, name: str, depth: int = 0) -> Any:
    """Returns any value of JSON, without subclasses."""
    if value is None or value is True or value is False:
        return value
    if _is_a(value, str):
        return text(value, name)
    if _is_a(value, int):
        return s64(value, name)
    if _is_a(value, float):
        number = float.__add__(value, 0.0)
        if number - number != 0.0:
            raise ValueError(f"{name}: {shown(value)} is not a number of JSON")
        return number
    if depth == _MAX_JSON_DEPTH:
        raise ValueError(f"{name}: more than {_MAX_JSON_DEPTH} levels of nesting")
    if _is_a(value, Mapping):
        members = {}
        for key, member in _members(value, name):
            if not _is_a(key, str):
                raise wrong_type(name, "a str as key", key)
            members[text(key, name)] = json_of(member, f"{name}.{shortened(key)}" if depth < 8 else name, depth + 1)
        return members
    if issubclass(type(value), (list, tuple)):
        return [json_of(each, name, depth + 1) for each in items(value, name)]
    raise wrong_type(name, "a value of JSON", value)


def diagnostics(value: list[Any]) -> list[Diagnostic]:
    """Returns the diagnostics of a list in JSON."""
    if not value:
        return []
    from .forks import importing

    with importing:
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
