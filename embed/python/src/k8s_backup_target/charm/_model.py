"""The part of pydantic's `BaseModel` that users of the reference call, without pydantic.

A model is created from keyword arguments, and ignores unknown ones. Its fields can be changed, without a new check.
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
"""Sets an attribute that is not a field."""

_Loc = tuple["int | str", ...]


class ValidationError(InvalidInput):
    """The arguments are not valid. Like pydantic's, it is a `ValueError` with a list of errors."""

    title: str
    """The name of the model."""

    def __init__(self, title: str, diagnostics: Sequence[Diagnostic], data: object, depth: int) -> None:
        super().__init__(diagnostics)
        self.title = title
        self._data = data
        self._depth = depth

    def errors(self) -> list[dict[str, Any]]:
        """Returns the errors: the rule is the `type`, the path is the `loc`, and the message is the `msg`."""
        errors = []
        for diagnostic in self.diagnostics:
            loc = tuple(map(_step, diagnostic.pointer.split("/")[1:]))[self._depth :]
            input_ = _at(self._data, loc)
            errors.append({"type": diagnostic.code, "loc": loc, "msg": diagnostic.message, "input": input_})
        return errors

    def error_count(self) -> int:
        """Returns the number of errors."""
        return len(self.diagnostics)

    def __str__(self) -> str:
        errors = "error" if len(self.diagnostics) == 1 else "errors"
        lines = [f"{len(self.diagnostics)} validation {errors} for {self.title}"]
        for error in self.errors():
            lines += [".".join(map(str, error["loc"]))] if error["loc"] else []
            lines.append(f"  {error['msg']} [type={error['type']}]")
        return "\n".join(lines)


def _step(token: str) -> int | str:
    """Returns the step of a path for a token of a JSON pointer."""
    return int(token) if token.isdecimal() else token.replace("~1", "/").replace("~0", "~")


def _at(value: Any, loc: _Loc) -> Any:
    for step in loc:
        try:
            value = value[step]
        except (LookupError, TypeError):
            return None
    return value


class Field(NamedTuple):
    """The part of a pydantic field that `ops` uses."""

    default: Any
    """The value if none is given; `...` if the field is required."""
    alias: str | None = None
    """Its name in a databag, if that is another one."""

    def is_required(self) -> bool:
        """Returns whether the field must be given."""
        return self.default is ...


class Model:
    """The base of the reference's models."""

    __slots__ = ("__dict__", "__weakref__", "_fields_set")

    model_fields: ClassVar[dict[str, Field]]
    model_config: ClassVar[dict[str, Any]] = {}
    model_extra: ClassVar[None] = None

    _fields_set: set[str]

    # The fields can change, so a hash would not stay valid.
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, /, **data: Any) -> None:
        """Creates a model.

        Raises:
            ValidationError: an argument is missing, or the reference does not read it as the type of its field.
        """
        _set(self, "__dict__", self._read(data))
        _set(self, "_fields_set", {name for name in self.model_fields if name in data})

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        """Returns the value of each field, in the order of the fields."""
        raise NotImplementedError

    @classmethod
    def _of(cls: type[AnyModel], values: dict[str, Any], fields_set: Iterable[str]) -> AnyModel:
        """Returns a model that keeps the dict of values, which must be valid and in the order of the fields."""
        made = cls.__new__(cls)
        _set(made, "__dict__", values)
        _set(made, "_fields_set", set(fields_set))
        return made

    @property
    def model_fields_set(self) -> set[str]:
        """Returns the names of the fields that were given or set."""
        return self._fields_set

    @classmethod
    def model_construct(cls: type[AnyModel], _fields_set: set[str] | None = None, **values: Any) -> AnyModel:
        """Returns a model without checking the values."""
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
        """Returns a model from a mapping. A model of this class is returned unchanged.

        Args:
            obj: A mapping, or with `from_attributes` any object.
            strict: Whether values must have the types of their fields, and are not converted.
            from_attributes: Whether the fields can be the object's attributes.
            context: Ignored.

        Raises:
            ValidationError: the object is not valid.
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
        """Returns a model from the text of a JSON object.

        Raises:
            ValidationError: the text is not JSON, or the object is not valid.
        """
        try:
            obj = json.loads(json_data)
        except (ValueError, RecursionError):
            obj = None
        return cls.model_validate(obj, strict=strict, context=context)

    @classmethod
    def _not_an_object(cls, obj: object) -> ValidationError:
        from ..diagnostic import Diagnostic

        message = f"`{cls.__name__}` needs an object with its fields, each with its type"
        diagnostic = Diagnostic("wrong-type", "error", message, None, None, "", None, (), ())
        return ValidationError(cls.__name__, [diagnostic], obj, 0)

    def model_copy(self: AnyModel, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> AnyModel:
        """Returns a copy. Values in `update` replace others, and are not checked."""
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
        """Returns the fields as a dict. Models in it are dicts too.

        Args:
            mode: Ignored: both modes have the same result.
            include: Names of the fields to include, or a dict with what to include of each.
            exclude: Names of the fields to exclude, or a dict with what to exclude of each.
            context: Ignored.
            by_alias: Ignored: the fields have no aliases.
            exclude_unset: Whether to exclude fields that were not given.
            exclude_defaults: Whether to exclude fields with their default values.
            exclude_none: Whether to exclude fields that are None.
            round_trip: Ignored.
            warnings: Ignored.
            serialize_as_any: Ignored.
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
        """Returns the fields as JSON, with the same bytes as the reference.

        Args:
            indent: Number of spaces; None for compact JSON.
            ensure_ascii: Whether to escape characters that are not ASCII.
            **options: The options of `model_dump`.
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
        """Allows it as a field of a charm's own pydantic model."""
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
    """Returns the part of a filter for the inside of a field or an element; None if it is for the whole."""
    if not isinstance(filter_, Mapping):
        return None
    found = filter_.get(key, filter_.get("__all__") if isinstance(key, int) else None)
    return None if found is None or found is True or found is ... else found
