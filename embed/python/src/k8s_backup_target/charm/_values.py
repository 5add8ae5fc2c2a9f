"""Reads Python values as the reference's models do, and collects what is wrong with them.

The rules are those of pydantic's lax mode, or of its strict mode. They are about Python's types, such as tuples and
bytes, so the component cannot decide them. Databags are read by the component.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Loc = tuple["int | str", ...]
_T = TypeVar("_T")

_MESSAGES = {
    "bool_parsing": "Input should be a valid boolean, unable to interpret input",
    "bool_type": "Input should be a valid boolean",
    "dict_type": "Input should be a valid dictionary",
    "get_attribute_error": "Error extracting attribute: {error}",
    "iteration_error": "Error iterating over object, error: {error}",
    "json_invalid": "Invalid JSON: {error}",
    "json_type": "JSON input should be string, bytes or bytearray",
    "list_type": "Input should be a valid list",
    "mapping_type": "Input should be a valid mapping, error: {error}",
    "missing": "Field required",
    "model_attributes_type": "Input should be a valid dictionary or object to extract fields from",
    "model_type": "Input should be a valid dictionary or instance of {class_name}",
    "string_type": "Input should be a valid string",
    "string_unicode": "Input should be a valid string, unable to parse raw data as a unicode string",
}
_BOOLS = {
    **dict.fromkeys(("1", "on", "t", "true", "y", "yes"), True),
    **dict.fromkeys(("0", "off", "f", "false", "n", "no"), False),
}
_MAX_SHOWN = 50
"""Maximum number of bytes of a value in the text of an error."""


class ValidationError(ValueError):
    """The values are not valid. It has the interface of pydantic's `ValidationError`, which is final.

    Args:
        title: The name of the model.
        details: The errors, without their messages.
    """

    title: str
    """The name of the model."""

    def __init__(self, title: str, details: Sequence[dict[str, Any]]) -> None:
        super().__init__(title, details)
        self.title = title
        self._details = details

    def errors(
        self, *, include_url: bool = True, include_context: bool = True, include_input: bool = True
    ) -> list[dict[str, Any]]:
        """Returns the errors, each with its `type`, its path `loc`, its message `msg` and its `input`.

        Args:
            include_url: Ignored: the addresses of pydantic's documentation depend on its version.
            include_context: Whether to include the values in the message as `ctx`, if there are any.
            include_input: Whether to include the value that is not valid.
        """
        errors = []
        for detail in self._details:
            context = detail.get("ctx", {})
            error = {"type": detail["type"], "loc": detail["loc"], "msg": _MESSAGES[detail["type"]].format(**context)}
            if include_input:
                error["input"] = detail["input"]
            if include_context and context:
                error["ctx"] = context
            errors.append(error)
        return errors

    def error_count(self) -> int:
        """Returns the number of errors."""
        return len(self._details)

    def json(
        self,
        *,
        indent: int | None = None,
        include_url: bool = True,
        include_context: bool = True,
        include_input: bool = True,
    ) -> str:
        """Returns the errors as JSON.

        Args:
            indent: Number of spaces; None for compact JSON.
            include_url: Ignored.
            include_context: Whether to include the values in the messages.
            include_input: Whether to include the values that are not valid.
        """
        errors = self.errors(include_context=include_context, include_input=include_input)
        separators = (",", ":") if indent is None else (",", ": ")
        return json.dumps(errors, ensure_ascii=False, indent=indent, separators=separators, default=_shown)

    def __str__(self) -> str:
        lines = [f"{len(self._details)} validation error{'' if len(self._details) == 1 else 's'} for {self.title}"]
        for error in self.errors():
            if error["loc"]:
                lines.append(".".join(f"`{step}`" if "." in str(step) else str(step) for step in error["loc"]))
            shown, kind = _shortened(_shown(error["input"])), type(error["input"]).__name__
            lines.append(f"  {error['msg']} [type={error['type']}, input_value={shown}, input_type={kind}]")
        return "\n".join(lines)

    __repr__ = __str__


def _shown(value: object) -> str:
    try:
        return repr(value)
    except Exception:
        return f"<unprintable {type(value).__name__} object>"


def _shortened(text: str) -> str:
    encoded, half = text.encode(errors="replace"), _MAX_SHOWN // 2
    if len(encoded) <= _MAX_SHOWN:
        return text
    # A character that is cut is left out.
    return f"{encoded[:half].decode(errors='ignore')}...{encoded[1 - half :].decode(errors='ignore')}"


class Reading:
    """What is wrong with the values that are read.

    Args:
        strict: Whether values must have the types of their fields, and are not converted.
        from_attributes: Whether a model can be read from the attributes of an object.
    """

    __slots__ = ("details", "from_attributes", "strict")

    def __init__(self, *, strict: bool = False, from_attributes: bool = False) -> None:
        self.details: list[dict[str, Any]] = []
        self.strict = strict
        self.from_attributes = from_attributes

    def refuse(self, type_: str, loc: Loc, value: object, **context: str) -> None:
        """Adds an error."""
        detail: dict[str, Any] = {"type": type_, "loc": loc, "input": value}
        self.details.append({**detail, "ctx": context} if context else detail)

    def finish(self, title: str, input_type: str = "python") -> None:
        """Checks that there are no errors.

        Raises:
            pydantic.ValidationError: there are errors, and pydantic is loaded: a charm can catch its error.
            ValidationError: there are errors, and pydantic is not loaded.
        """
        if not self.details:
            return
        pydantic = getattr(sys.modules.get("pydantic_core"), "ValidationError", None)
        if pydantic is None:
            raise ValidationError(title, self.details)
        raise pydantic.from_exception_data(title, self.details, input_type)


def read_str(value: Any, loc: Loc, reading: Reading) -> str | None:
    """Returns the value as a `str`, or None if it is refused."""
    if isinstance(value, str):
        return str.__str__(value)
    if not reading.strict:
        if isinstance(value, (bytes, bytearray)):
            try:
                return value.decode()
            except UnicodeDecodeError:
                reading.refuse("string_unicode", loc, value)
                return None
        if isinstance(value, Enum):
            return str(value.value)
    reading.refuse("string_type", loc, value)
    return None


def read_bool(value: Any, loc: Loc, reading: Reading) -> bool | None:
    """Returns the value as a `bool`, or None if it is refused."""
    if isinstance(value, bool):
        return value
    found, problem = None, "bool_type"
    if not reading.strict:
        if isinstance(value, (str, bytes)):
            found, problem = _bool_of_text(value)
        else:
            number = _whole_number(value)
            if number is not None:
                found, problem = {0: False, 1: True}.get(number), "bool_parsing"
    if found is None:
        reading.refuse(problem, loc, value)
    return found


def _bool_of_text(value: str | bytes) -> tuple[bool | None, str]:
    try:
        text = value.encode().decode() if isinstance(value, str) else value.decode()
    except UnicodeEncodeError:
        return None, "string_unicode"
    except UnicodeDecodeError:
        return None, "bool_parsing"
    return _BOOLS.get(text.lower()) if text.isascii() else None, "bool_parsing"


def _whole_number(value: Any) -> int | None:
    """Returns the value of a number without a fraction, if it has 64 bits."""
    number = value
    if not isinstance(value, int):
        if not (hasattr(type(value), "__float__") or hasattr(type(value), "__index__")):
            return None
        try:
            number = float(value)
        except Exception:
            return None
        if not number.is_integer():
            return None
    return int(number) if _has_64_bits(number) else None


def _has_64_bits(number: float) -> bool:
    return -(2**63) <= number < 2**63


def read_list(value: Any, loc: Loc, reading: Reading, read: Callable[[Any, Loc, Reading], _T | None]) -> list[_T]:
    """Returns a list of the elements that are not refused."""
    is_read = isinstance(value, list)
    if not is_read and not reading.strict:
        is_read = not isinstance(value, (str, bytes, bytearray, Mapping))
    try:
        elements = iter(value) if is_read else None
    except TypeError:
        elements = None
    found: list[_T] = []
    if elements is None:
        reading.refuse("list_type", loc, value)
        return found
    place, before = 0, len(reading.details)
    while True:
        try:
            element = next(elements)
        except StopIteration:
            return found
        except Exception as error:
            del reading.details[before:]
            reading.refuse("iteration_error", (*loc, place), value, error=_error_text(error))
            return found
        made = read(element, (*loc, place), reading)
        if made is not None:
            found.append(made)
        place += 1


def read_strs(value: Any, loc: Loc, reading: Reading) -> list[str]:
    """Returns a list of the elements that are not refused."""
    if type(value) is list and all(type(element) is str for element in value):
        return value.copy()
    return read_list(value, loc, reading, read_str)


def read_labels(value: Any, loc: Loc, reading: Reading) -> dict[str, str]:
    """Returns a dict of the members that are not refused."""
    found: dict[str, str] = {}
    if not isinstance(value, dict if reading.strict else Mapping):
        reading.refuse("dict_type", loc, value)
        return found
    try:
        members: Iterable[tuple[Any, Any]] = list(value.items())
    except Exception as error:
        reading.refuse("mapping_type", loc, value, error=_error_text(error))
        return found
    for name, member in members:
        step = _step(name)
        key = read_str(name, (*loc, step, "[key]"), reading)
        text = read_str(member, (*loc, step), reading)
        if key is not None and text is not None:
            found[key] = text
    return found


def _error_text(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _step(key: object) -> int | str:
    """Returns the step of a path for a key."""
    if isinstance(key, str):
        return key.encode(errors="surrogatepass").decode(errors="replace")
    return int(key) if isinstance(key, int) and _has_64_bits(key) else _shown(key)
