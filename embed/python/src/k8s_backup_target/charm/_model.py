"""The part of pydantic's `BaseModel` that users of the reference call, without pydantic.

A model is created from keyword arguments, and ignores unknown ones. Its fields can be changed, without a new check.
"""

from __future__ import annotations

import copy
import json
import math
import re
import sys
import types
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar, get_origin

from ..text import whole
from ._values import Reading

if TYPE_CHECKING:
    from ._values import Loc

AnyModel = TypeVar("AnyModel", bound="Model")

_set = object.__setattr__
"""Sets an attribute that is not a field."""


class Field(NamedTuple):
    """A field, with the part of pydantic's `FieldInfo` that describes it."""

    annotation: Any
    """Its type."""
    read: Callable[[Any, Loc, Reading], Any]
    """Reads a value that is not None."""
    json_schema: Mapping[str, Any]
    """The JSON schema of a value that is not None."""
    title: str
    """A name for people."""
    description: str
    """What it is."""
    default: Any = ...
    """The value if none is given; `...` if the field is required."""
    examples: list[Any] | None = None
    """Examples of values."""
    alias: str | None = None
    """Its name in a databag, if that is another one."""

    def is_required(self) -> bool:
        """Returns whether the field must be given."""
        return self.default is ...

    def described(self) -> dict[str, Any]:
        """Returns its JSON schema."""
        schema = dict(self.json_schema)
        if not self.is_required():
            schema = {"anyOf": [schema, {"type": "null"}], "default": self.default}
        schema |= {"description": self.description, "title": self.title}
        return schema if self.examples is None else {**schema, "examples": self.examples}


_Dict = dict[str, Any]


class _FormerNames:
    """Methods by the names of pydantic 1, which pydantic 2 still has."""

    __slots__ = ()

    if TYPE_CHECKING:
        model_dump: Callable[..., _Dict]
        model_dump_json: Callable[..., str]
        model_copy: Callable[..., Any]
        model_validate: Callable[..., Any]

    def dict(self, **options: Any) -> _Dict:
        """Returns what `model_dump` returns. pydantic 1 has this name."""
        _warn("dict", "model_dump")
        return self.model_dump(**options)

    def json(self, **options: Any) -> str:
        """Returns what `model_dump_json` returns. pydantic 1 has this name."""
        _warn("json", "model_dump_json")
        return self.model_dump_json(**options)

    def copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Any:
        """Returns what `model_copy` returns. pydantic 1 has this name."""
        _warn("copy", "model_copy")
        return self.model_copy(update=update, deep=deep)

    @classmethod
    def parse_obj(cls, obj: Any) -> Any:
        """Returns what `model_validate` returns. pydantic 1 has this name."""
        _warn("parse_obj", "model_validate")
        return cls.model_validate(obj)


class _Serializer:
    """pydantic's serializer of a model. pydantic asks for it where it does not know the type of a field."""

    def __init__(self) -> None:
        self._made: dict[type, Any] = {}

    def __get__(self, instance: object, owner: type) -> Any:
        pydantic = sys.modules.get("pydantic")
        if pydantic is None:
            raise AttributeError("pydantic is not loaded")
        if owner not in self._made:
            self._made[owner] = pydantic.TypeAdapter(owner).serializer
        return self._made[owner]


class Model(_FormerNames):
    """The base of the reference's models.

    pydantic creates and dumps models by their attributes `__dict__` and `__pydantic_...__`, so the names are the same.
    """

    __slots__ = (
        "__dict__",
        "__pydantic_extra__",
        "__pydantic_fields_set__",
        "__pydantic_private__",
        "__weakref__",
    )

    model_fields: ClassVar[dict[str, Field]]
    model_config: ClassVar[dict[str, Any]] = {}
    model_computed_fields: ClassVar[dict[str, Any]] = {}
    model_extra: ClassVar[None] = None

    __pydantic_extra__: None
    __pydantic_fields_set__: set[str]
    __pydantic_private__: None
    __pydantic_serializer__ = _Serializer()
    __pydantic_root_model__: ClassVar[bool] = False

    # The fields can change, so a hash would not stay valid.
    __hash__ = None  # type: ignore[assignment]

    def __init_subclass__(cls, **config: Any) -> None:
        """Refuses a subclass that would need pydantic.

        Raises:
            TypeError: the subclass has more than methods and properties.
        """
        super().__init_subclass__()
        # The models of this package derive from `Model` itself.
        if cls.__bases__ != (Model,):
            _refuse_configuration(cls, config)

    def __init__(self, /, **data: Any) -> None:
        """Creates a model.

        Raises:
            ValueError: an argument is missing, or the reference does not read it as the type of its field. It is
                pydantic's `ValidationError` if pydantic is loaded, or else has its interface.
        """
        reading = Reading()
        values = _read_fields(type(self), data, (), reading)
        reading.finish(type(self).__name__)
        _fill(self, values, (name for name in self.model_fields if name in data))

    @property
    def model_fields_set(self) -> set[str]:
        """Returns the names of the fields that were given or set."""
        return self.__pydantic_fields_set__

    @classmethod
    def model_construct(cls: type[AnyModel], _fields_set: set[str] | None = None, **values: Any) -> AnyModel:
        """Returns a model without checking the values."""
        given = [name for name in cls.model_fields if name in values]
        defaults = {name: field.default for name, field in cls.model_fields.items() if not field.is_required()}
        known = {**defaults, **values}
        made = {name: known[name] for name in cls.model_fields if name in known}
        return make_model(cls, made, given if _fields_set is None else _fields_set)

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
            ValueError: the object is not valid.
        """
        return _validated(cls, obj, Reading(strict=bool(strict), from_attributes=bool(from_attributes)))

    @classmethod
    def model_validate_json(
        cls: type[AnyModel], json_data: str | bytes | bytearray, *, strict: bool | None = None, context: Any = None
    ) -> AnyModel:
        """Returns a model from the text of a JSON object.

        Raises:
            ValueError: the text is not JSON, or the object is not valid.
        """
        reading = Reading(strict=bool(strict))
        if not isinstance(json_data, (str, bytes, bytearray)):
            reading.refuse("json_type", (), json_data)
            reading.finish(cls.__name__)
        try:
            # pydantic's reader has other messages.
            obj = getattr(sys.modules.get("pydantic_core"), "from_json", json.loads)(json_data)
        except (ValueError, RecursionError) as error:
            reading.refuse("json_invalid", (), json_data, error=str(error))
            reading.finish(cls.__name__, "json")
        return _validated(cls, obj, reading, "json")

    @classmethod
    def model_json_schema(
        cls,
        by_alias: bool = True,
        ref_template: str = "#/$defs/{model}",
        *,
        mode: str = "validation",
    ) -> dict[str, Any]:
        """Returns the JSON schema of the model.

        Args:
            by_alias: Ignored: the fields have no aliases.
            ref_template: A reference to a definition, with the name of its model for `{model}`.
            mode: Ignored: what is read has the same schema as what is written.
        """
        models: dict[str, type[Model]] = {}
        schema = _described(cls, models, ref_template)
        definitions = {}
        while models:
            name, model = models.popitem()
            definitions[name] = _described(model, models, ref_template)
        return {"$defs": definitions, **schema} if definitions else schema

    def model_copy(self: AnyModel, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> AnyModel:
        """Returns a copy. Values in `update` replace others, and are not checked."""
        made = copy.deepcopy(self) if deep else copy.copy(self)
        made.__dict__.update(update or {})
        made.__pydantic_fields_set__.update(update or {})
        return made

    def __copy__(self: AnyModel) -> AnyModel:
        return make_model(type(self), dict(self.__dict__), self.__pydantic_fields_set__)

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
            mode: `json` converts values that JSON does not have, which can only be in a changed model.
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
                or (exclude_unset and name not in model.__pydantic_fields_set__)
                or (exclude_defaults and name in model.model_fields and value == model.model_fields[name].default)
            )

        dumped: dict[str, Any] = _dumped(self, include, exclude, is_left_out)
        if mode == "json":
            dumped = _json_value(dumped)
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
        return type(self) is type(other) and _fields(self) == _fields(other)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({_in_words(self, ', ')})"

    def __str__(self) -> str:
        return _in_words(self, " ")

    def __setattr__(self, name: str, value: Any) -> None:
        if name in self.model_fields:
            self.__dict__[name] = value
            self.__pydantic_fields_set__.add(name)
        elif name in Model.__slots__ or isinstance(getattr(type(self), name, None), property):
            _set(self, name, value)
        else:
            raise ValueError(f'"{type(self).__name__}" object has no field "{name}"')

    def __getstate__(self) -> dict[str, Any]:
        return {"values": self.__dict__, "fields_set": self.__pydantic_fields_set__}

    def __setstate__(self, state: dict[str, Any]) -> None:
        _fill(self, **state)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Makes it a model for pydantic, in fields of a charm's own models and in a `TypeAdapter`."""
        from pydantic_core import core_schema

        fields = {}
        for name, field in cls.model_fields.items():
            schema = handler.generate_schema(field.annotation)
            if not field.is_required():
                schema = core_schema.with_default_schema(schema, default=field.default)
            fields[name] = core_schema.model_field(schema)
        return core_schema.model_schema(
            cls,
            core_schema.model_fields_schema(fields, model_name=cls.__name__),
            custom_init=cls.__init__ is not Model.__init__,
            config=core_schema.CoreConfig(title=cls.__name__),
            ref=f"{cls.__module__}.{cls.__qualname__}:{id(cls)}",
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> Any:
        """Adds the titles, descriptions and examples of the fields."""
        found = handler(schema)
        model, described = handler.resolve_ref_schema(found), _described(cls, {}, "")
        # Versions of pydantic before 2.9 do not add the description.
        for target, source in [
            (model, described),
            *((model["properties"][name], described["properties"][name]) for name in cls.model_fields),
        ]:
            target.update({key: source[key] for key in _IN_WORDS if key in source})
        return found


# Functions, since a subclass of a charm can have methods of any name.


def read_model(cls: type[AnyModel], value: Any, loc: Loc, reading: Reading) -> AnyModel | None:
    """Returns a model of a mapping, or a model of this class unchanged; None if the value is refused."""
    if isinstance(value, cls):
        return value
    if isinstance(value, dict if reading.strict else Mapping):
        data = value
    elif reading.from_attributes:
        if type(value).__module__ in _WITHOUT_FIELDS:
            reading.refuse("model_attributes_type", loc, value)
            return None
        data = {name: getattr(value, name) for name in cls.model_fields if hasattr(value, name)}
    else:
        reading.refuse("model_type", loc, value, class_name=cls.__name__)
        return None
    given = [name for name in cls.model_fields if name in data]
    if cls.__init__ is not Model.__init__:
        return cls(**{name: data[name] for name in given})
    return make_model(cls, _read_fields(cls, data, loc, reading), given)


def make_model(cls: type[AnyModel], values: dict[str, Any], fields_set: Iterable[str]) -> AnyModel:
    """Returns a model that keeps the dict of values, which must be valid and in the order of the fields."""
    made = cls.__new__(cls)
    _fill(made, values, fields_set)
    return made


def _read_fields(cls: type[Model], data: Mapping[str, Any], loc: Loc, reading: Reading) -> dict[str, Any]:
    """Reads the value of each field, in the order of the fields."""
    values = {}
    for name, field in cls.model_fields.items():
        if name in data:
            value = data[name]
            is_none = value is None and field.default is None
            values[name] = None if is_none else field.read(value, (*loc, name), reading)
        else:
            values[name] = field.default
            if field.default is ...:
                reading.refuse("missing", (*loc, name), data)
    return values


def _fill(model: Model, values: dict[str, Any], fields_set: Iterable[str]) -> None:
    _set(model, "__dict__", values)
    _set(model, "__pydantic_fields_set__", set(fields_set))
    _set(model, "__pydantic_extra__", None)
    _set(model, "__pydantic_private__", None)


def _validated(cls: type[AnyModel], obj: Any, reading: Reading, input_type: str = "python") -> AnyModel:
    made: Any = read_model(cls, obj, (), reading)
    reading.finish(cls.__name__, input_type)
    return made  # type: ignore[no-any-return]


def _described(cls: type[Model], models: dict[str, type[Model]], ref_template: str) -> dict[str, Any]:
    """Returns the JSON schema without definitions, and adds the models that it refers to."""
    import inspect

    def resolved(value: Any) -> Any:
        if isinstance(value, type):
            models[value.__name__] = value
            return ref_template.format(model=value.__name__)
        return {key: resolved(each) for key, each in value.items()} if isinstance(value, dict) else value

    schema = {
        "properties": {name: resolved(field.described()) for name, field in cls.model_fields.items()},
        "title": cls.__name__,
        "type": "object",
    }
    required = [name for name, field in cls.model_fields.items() if field.is_required()]
    if required:
        schema["required"] = required
    if cls.__doc__ is not None:
        schema["description"] = inspect.cleandoc(cls.__doc__)
    return schema


def _in_words(model: Model, separator: str) -> str:
    return separator.join(f"{name}={value!r}" for name, value in _fields(model).items())


def _fields(model: Model) -> dict[str, Any]:
    """Returns the values of the fields: a copy or a cached property can have added others."""
    return {name: value for name, value in model.__dict__.items() if name in model.model_fields}


_WITHOUT_FIELDS = {"builtins", "collections", "datetime"}
"""Modules of types whose objects are not read by their attributes."""
_IN_WORDS = ("title", "description", "examples")
_METHODS = (types.FunctionType, property, classmethod, staticmethod)
_PYDANTIC_HOOKS = {"model_config", "model_post_init", "Config", "__get_pydantic_core_schema__", "__get_validators__"}
"""Names with a meaning for pydantic, that are not fields."""


def _refuse_configuration(cls: type, config: Mapping[str, Any]) -> None:
    """Checks that a subclass of a model only adds methods and properties: the rest would be ignored.

    Raises:
        TypeError: the class has more.
    """
    found = [f"the configuration `{name}`" for name in config]
    class_variables = set()
    fields = getattr(cls, "model_fields", {})
    for base in cls.__mro__:
        if not issubclass(base, Model):
            found += [f"the default of `{name}` in `{base.__name__}`" for name in vars(base) if name in fields]
        if not issubclass(base, Model) or base is cls:
            for name, type_ in _annotations(base).items():
                if _is_class_variable(type_):
                    class_variables.add(name)
                else:
                    found.append(f"the field `{name}`")
    for name, value in vars(cls).items():
        is_method = isinstance(value, _METHODS) or type(value).__module__ == "functools"
        is_nested_class = isinstance(value, type) and name != "Config"
        is_other = name.startswith("__") or name == "_abc_impl" or name in class_variables
        if name in _PYDANTIC_HOOKS:
            found.append(f"`{name}`")
        elif not (is_method or is_nested_class or is_other):
            found.append(f"the value or the validator `{name}`")
    name, *others = (base.__name__ for base in cls.__mro__ if base.__bases__ == (Model,))
    found += [f"the fields of `{other}`" for other in others]
    if found:
        raise TypeError(
            f"{cls.__name__}: a subclass of {name} can only add methods and properties, not {', '.join(found)}: "
            f"give other values as arguments of {name}, check them before, and keep other data in a class of your own"
        )


def _annotations(cls: type) -> Mapping[str, Any]:
    if sys.version_info >= (3, 14):
        from annotationlib import Format, get_annotations

        return get_annotations(cls, format=Format.FORWARDREF)
    found: Mapping[str, Any] = vars(cls).get("__annotations__", {})
    return found


def _is_class_variable(type_: Any) -> bool:
    if isinstance(type_, str):
        return type_.partition("[")[0].rpartition(".")[2] == "ClassVar"
    return type_ is ClassVar or get_origin(type_) is ClassVar


def _warn(name: str, other: str) -> None:
    message = f"The `{name}` method is deprecated; use `{other}` instead."
    warnings.warn(message, DeprecationWarning, stacklevel=3)


def _dumped(value: Any, include: Any, exclude: Any, is_left_out: Callable[[Model, str, Any], bool]) -> Any:
    if isinstance(value, Model):
        fields = {name: each for name, each in _fields(value).items() if not is_left_out(value, name, each)}
        return _dumped(fields, include, exclude, is_left_out)
    if isinstance(value, dict):
        kept = {name: each for name, each in value.items() if _is_kept(name, include, exclude)}
        return {
            name: _dumped(each, _within(include, name), _within(exclude, name), is_left_out)
            for name, each in kept.items()
        }
    if isinstance(value, (list, tuple)):
        places = [place for place in range(len(value)) if _is_kept(place, include, exclude)]
        elements = [
            _dumped(value[place], _within(include, place), _within(exclude, place), is_left_out) for place in places
        ]
        return elements if isinstance(value, list) else tuple(elements)
    return value


def _json_value(value: Any) -> Any:
    """Returns the value as pydantic writes it as JSON.

    Raises:
        ValueError: JSON has no such value.
    """
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (bytes, bytearray)):
        return value.decode()
    if isinstance(value, Mapping):
        return {_json_key(key): _json_value(each) for key, each in value.items()}
    if isinstance(value, Enum):
        return _json_value(value.value)
    if isinstance(value, Iterable) and not isinstance(value, type):
        return [_json_value(each) for each in value]
    raise ValueError(f"Unable to serialize unknown type: {type(value)}")


def _json_key(key: Any) -> str:
    if isinstance(key, bool):
        return str(key).lower()
    return key.decode() if isinstance(key, (bytes, bytearray)) else str(key)


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
