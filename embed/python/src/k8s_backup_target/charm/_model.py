"""As much of pydantic's `BaseModel` as users of the reference call, without pydantic.

A model is made of keyword arguments, ignores those that it does not know, may be changed, and is not checked again when
it is.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar

from ..errors import InvalidInput
from ..text import whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..diagnostic import Diagnostic

AnyModel = TypeVar("AnyModel", bound="Model")

_set = object.__setattr__
"""Sets what is no field."""

_Loc = tuple["int | str", ...]


class ValidationError(InvalidInput):
    """The arguments do not make a model. As pydantic's, it is a `ValueError` with the errors in a list."""

    title: str
    """Name of the model."""

    def __init__(self, title: str, diagnostics: Sequence[Diagnostic], data: object, depth: int) -> None:
        super().__init__(diagnostics)
        self.title = title
        self._data = data
        self._depth = depth

    def errors(self) -> list[dict[str, Any]]:
        """Each with the rule as its `type`, the place as its `loc`, the message as its `msg`, and the `input`."""
        errors = []
        for diagnostic in self.diagnostics:
            loc = tuple(map(_step, diagnostic.pointer.split("/")[1:]))[self._depth :]
            input_ = _at(self._data, loc)
            errors.append({"type": diagnostic.code, "loc": loc, "msg": diagnostic.message, "input": input_})
        return errors

    def error_count(self) -> int:
        """How many there are."""
        return len(self.diagnostics)

    def __str__(self) -> str:
        errors = "error" if len(self.diagnostics) == 1 else "errors"
        lines = [f"{len(self.diagnostics)} validation {errors} for {self.title}"]
        for error in self.errors():
            lines += [".".join(map(str, error["loc"]))] if error["loc"] else []
            lines.append(f"  {error['msg']} [type={error['type']}]")
        return "\n".join(lines)


def _step(token: str) -> int | str:
    """A token of a JSON pointer."""
    return int(token) if token.isdecimal() else token.replace("~1", "/").replace("~0", "~")


def _at(value: Any, loc: _Loc) -> Any:
    for step in loc:
        try:
            value = value[step]
        except (LookupError, TypeError):
            return None
    return value


class Field(NamedTuple):
    """What `ops` looks at of a field."""

    default: Any
    """What it is when it is not given; `...` when it must be."""
    alias: str | None = None
    """Its name in a databag, where it has another one there."""

    def is_required(self) -> bool:
        """Whether it must be given."""
        return self.default is ...


class Model:
    """What the reference's models have in common."""

    __slots__ = ("__dict__", "__weakref__", "_fields_set")

    model_fields: ClassVar[dict[str, Field]]
    model_config: ClassVar[dict[str, Any]] = {}
    model_extra: ClassVar[None] = None

    _fields_set: set[str]

    # Values change, so that no hash of them can last.
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, /, **data: Any) -> None:
        """Makes a model.

        Raises:
            ValidationError: an argument is missing, or not of its type and nothing that the reference reads as it.
        """
        _set(self, "__dict__", self._read(data))
        _set(self, "_fields_set", {name for name in self.model_fields if name in data})

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        """The value of each field, in order."""
        raise NotImplementedError

    @classmethod
    def _of(cls: type[AnyModel], values: dict[str, Any], fields_set: Iterable[str]) -> AnyModel:
        """A model of values that are known to be right, each field in order; it keeps the dict."""
        made = cls.__new__(cls)
        _set(made, "__dict__", values)
        _set(made, "_fields_set", set(fields_set))
        return made

    @property
    def model_fields_set(self) -> set[str]:
        """Names of the fields that were given, or set since."""
        return self._fields_set

    @classmethod
    def model_construct(cls: type[AnyModel], _fields_set: set[str] | None = None, **values: Any) -> AnyModel:
        """A model of values that are not checked."""
        given = [name for name in cls.model_fields if name in values]
        defaults = {name: field.default for name, field in cls.model_fields.items() if not field.is_required()}
        known = {**defaults, **values}
        made = {name: known[name] for name in cls.model_fields if name in known}
        return cls._of(made, given if _fields_set is None else _fields_set)

    @classmethod
    def model_validate(
        cls: type[AnyModel],
        obj: Any,
        *,
        strict: bool | None = None,
        from_attributes: bool | None = None,
        context: Any = None,
    ) -> AnyModel:
        """A model of a mapping; a model of this class is answered as it is.

        Args:
            obj: A mapping, or with `from_attributes` any object.
            strict: Whether values must be of their type, and are not read as it.
            from_attributes: Whether the fields may be the object's attributes.
            context: Not looked at.

        Raises:
            ValidationError: it does not make a model.
        """
        if isinstance(obj, cls):
            return obj
        if from_attributes and not isinstance(obj, Mapping):
            obj = {name: getattr(obj, name) for name in cls.model_fields if hasattr(obj, name)}
        if not isinstance(obj, Mapping):
            raise cls._not_an_object(obj)
        made = cls(**{name: obj[name] for name in cls.model_fields if name in obj})
        if strict and any(type(made.__dict__[name]) is not type(obj[name]) for name in made._fields_set):
            raise cls._not_an_object(obj)
        return made

    @classmethod
    def model_validate_json(
        cls: type[AnyModel], json_data: str | bytes | bytearray, *, strict: bool | None = None, context: Any = None
    ) -> AnyModel:
        """A model of the text of a JSON object.

        Raises:
            ValidationError: it is not JSON, or does not make a model.
        """
        try:
            obj = json.loads(json_data)
        except (ValueError, RecursionError):
            obj = None
        return cls.model_validate(obj, strict=strict, context=context)

    @classmethod
    def _not_an_object(cls, obj: object) -> ValidationError:
        from ..diagnostic import Diagnostic

        message = f"`{cls.__name__}` must be made of an object with its fields, each of its type"
        diagnostic = Diagnostic("wrong-type", "error", message, None, None, "", None, (), ())
        return ValidationError(cls.__name__, [diagnostic], obj, 0)

    def model_copy(self: AnyModel, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> AnyModel:
        """A copy, with some values changed that are not checked."""
        made = copy.deepcopy(self) if deep else copy.copy(self)
        made.__dict__.update(update or {})
        made._fields_set.update(update or {})
        return made

    def __copy__(self: AnyModel) -> AnyModel:
        return self._of(dict(self.__dict__), self._fields_set)

    def model_dump(
        self,
        *,
        mode: str = "python",
        include: Any = None,
        exclude: Any = None,
        context: Any = None,
        by_alias: bool | None = None,
        exclude_unset: bool = False,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        round_trip: bool = False,
        warnings: bool | str = True,
        serialize_as_any: bool = False,
    ) -> dict[str, Any]:
        """The fields as a dict, models in it too.

        Args:
            mode: Both modes are the same here.
            include: Names of the fields to have, or a dict of them to what to have of each.
            exclude: Names of the fields to leave out, or a dict of them to what to leave out of each.
            context: Not looked at.
            by_alias: No field has an alias.
            exclude_unset: Whether to leave out fields that were not given.
            exclude_defaults: Whether to leave out fields that are as they would be if they were not given.
            exclude_none: Whether to leave out fields that are None.
            round_trip: Not looked at.
            warnings: Not looked at.
            serialize_as_any: Not looked at.
        """

        def is_left_out(model: Model, name: str, value: Any) -> bool:
            return (
                (exclude_none and value is None)
                or (exclude_unset and name not in model._fields_set)
                or (exclude_defaults and name in model.model_fields and value == model.model_fields[name].default)
            )

        dumped: dict[str, Any] = _dumped(self, include, exclude, is_left_out)
        return dumped

    def model_dump_json(self, *, indent: int | None = None, ensure_ascii: bool = False, **options: Any) -> str:
        """The fields as JSON, with the reference's bytes.

        Args:
            indent: How many spaces; compact without.
            ensure_ascii: Whether to escape what is not ASCII.
            **options: Those of `model_dump`.
        """
        separators = (",", ":") if indent is None else (",", ": ")
        dumped = self.model_dump(**{"mode": "json", **options})
        text = whole(json.dumps(dumped, ensure_ascii=False, indent=indent, separators=separators))
        if ensure_ascii:
            return re.sub(r"[^\x00-\x7f]", lambda found: json.dumps(found[0])[1:-1], text)
        return text

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        yield from self.__dict__.items()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Model):
            return NotImplemented
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._fields_in_words(', ')})"

    def __str__(self) -> str:
        return self._fields_in_words(" ")

    def _fields_in_words(self, separator: str) -> str:
        return separator.join(f"{name}={value!r}" for name, value in self.__dict__.items())

    def __setattr__(self, name: str, value: Any) -> None:
        if name in self.model_fields:
            self.__dict__[name] = value
            self._fields_set.add(name)
        elif name == "_fields_set":
            _set(self, name, value)
        else:
            raise ValueError(f'"{type(self).__name__}" object has no field "{name}"')

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Lets it be a field of a charm's own pydantic model."""
        from pydantic_core import core_schema

        serialization = core_schema.plain_serializer_function_ser_schema(lambda model: model.model_dump())
        return core_schema.no_info_plain_validator_function(cls.model_validate, serialization=serialization)


def _dumped(value: Any, include: Any, exclude: Any, is_left_out: Callable[[Model, str, Any], bool]) -> Any:
    if isinstance(value, Model):
        fields = {name: each for name, each in value.__dict__.items() if not is_left_out(value, name, each)}
        return _dumped(fields, include, exclude, is_left_out)
    if isinstance(value, dict):
        kept = {name: each for name, each in value.items() if _is_kept(name, include, exclude)}
        return {
            name: _dumped(each, _within(include, name), _within(exclude, name), is_left_out)
            for name, each in kept.items()
        }
    if isinstance(value, (list, tuple)):
        places = [place for place in range(len(value)) if _is_kept(place, include, exclude)]
        return [
            _dumped(value[place], _within(include, place), _within(exclude, place), is_left_out) for place in places
        ]
    return value


def _is_kept(key: Any, include: Any, exclude: Any) -> bool:
    is_included = include is None or _is_named(key, include)
    return is_included and not (exclude is not None and _is_named(key, exclude) and _within(exclude, key) is None)


def _is_named(key: Any, filter_: Any) -> bool:
    return key in filter_ or (isinstance(key, int) and "__all__" in filter_)


def _within(filter_: Any, key: Any) -> Any:
    """What a filter says of what is in a field or an element; none where it is about the whole."""
    if not isinstance(filter_, Mapping):
        return None
    found = filter_.get(key, filter_.get("__all__") if isinstance(key, int) else None)
    return None if found is None or found is True or found is ... else found
