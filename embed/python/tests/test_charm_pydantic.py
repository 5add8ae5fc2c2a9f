"""Compares the models with those of the library where a charm uses pydantic itself."""

from __future__ import annotations

import array
import collections
import copy
import decimal
import enum
import fractions
import functools
import json
import pickle
import random
import re
import subprocess
import sys
import types
import warnings
from abc import ABC
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pydantic
import pytest
from charmlibs.interfaces.k8s_backup_target import _schema as reference

import k8s_backup_target
from k8s_backup_target import charm as ours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SOURCES = str(Path(k8s_backup_target.__file__).parents[1])


class Texts(str, enum.Enum):
    A = "a"
    YES = "yes"


class Plain(enum.Enum):
    A = "a"
    ONE = 1


class Number(enum.IntEnum):
    ONE = 1


class Text(str):
    __slots__ = ()


class Names(list[Any]):
    pass


class Labels(dict[str, Any]):
    pass


class Whole(int):
    pass


class Index:
    def __index__(self) -> int:
        return 1


class Real:
    def __init__(self, value: float) -> None:
        self.value = value

    def __float__(self) -> float:
        return self.value

    def __repr__(self) -> str:
        return "Real"


class NoRepr:
    def __repr__(self) -> str:
        raise RuntimeError


class Members(collections.abc.Mapping[Any, Any]):
    """A mapping that is not a dict."""

    def __init__(self, members: dict[Any, Any]) -> None:
        self.members = members

    def __getitem__(self, key: Any) -> Any:
        return self.members[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.members)

    def __len__(self) -> int:
        return len(self.members)

    def __repr__(self) -> str:
        return "Members"


class Failing(Members):
    def items(self) -> Any:
        raise KeyError("x")


class Indexed:
    """Can be iterated over by its indices only."""

    def __getitem__(self, place: int) -> str:
        return ["a", "b"][place]

    def __repr__(self) -> str:
        return "Indexed"


def failing() -> Iterator[str]:
    yield "a"
    raise ValueError("boom")


ANY: list[Any] = [
    *(None, True, False, 0, 1, 2, -1, 2**63 - 1, 2**63, -(2**63), 10**30, 10**400, Whole(1), Whole(7), Number.ONE),
    *(0.0, -0.0, 1.0, 0.5, 2.0, 1e300, float("nan"), float("inf"), 1 + 0j, Index(), Real(1.0), Real(0.5), Real(3.0)),
    *(decimal.Decimal(1), decimal.Decimal("0.5"), decimal.Decimal(2), decimal.Decimal("sNaN"), fractions.Fraction(1)),
    *("", "a", "é\u2028😀", "yes", "ON", "t", "Y", "oFf", " true", "2", "01", "\u0131", "\u212a", "x" * 49, "x" * 200),
    *("\ud800", b"a", b"yes", b"1", b"\xff", b"", bytearray(b"yes"), bytearray(b"\xff"), memoryview(b"a")),
    *(Text("b"), Text("yes"), Texts.A, Texts.YES, Plain.A, Plain.ONE, Texts, collections.UserString("ab")),
    *([], ["a", "b"], [1], [None], ["a", ["b"]], [1, "a", None, b"x", b"\xff"], ["\ud800"], [Text("a"), Texts.A]),
    *((), ("a",), (1, "a"), {"a"}, frozenset("a"), collections.deque("ab"), range(2), array.array("i", [1])),
    *(Names("a"), collections.UserList(["a"]), {"a": 1}.keys(), {"b": "a"}.values(), {"a": "b"}.items(), Indexed()),
    *({}, {"b": "1", "a": "2"}, {"a": 1}, {"a": None}, {1: "a"}, {1: 2}, {"a.b": 1}, {b"a": b"b"}, {None: "x"}),
    *({(1, 2): "x"}, {True: "x"}, {2.5: "x"}, {10**30: "x"}, {Texts.YES: Texts.A}, {Plain.A: 1}, {b"a": "1", "a": "2"}),
    *({"\ud800": 1}, {Text("a"): 5}, {frozenset(): "x"}, {"a": 1, "b": "2", "c": []}, Labels(a="b"), Labels(a=5)),
    *(collections.OrderedDict(a="b"), types.MappingProxyType({"a": "b"}), collections.UserDict(a="b")),
    *(collections.Counter("a"), Members({"a": "b"}), Members({1: "b"}), Failing({"a": "b"}), [("a", "b")]),
    *(int, NoRepr(), len, ..., types.SimpleNamespace(ttl="1h")),
]
VALUES: list[Callable[[], Any]] = [
    *(lambda value=value: value for value in ANY),
    failing,
    lambda: (each for each in "ab"),
    lambda: (each for each in ["a", 1]),
    lambda: iter(["a"]),
    lambda: map(str, [1]),
]
SPEC_FIELDS = list(ours.K8sBackupTargetSpec.model_fields)
WHERE: list[Callable[[Any, Any], Any]] = [
    *(lambda library, value, name=name: library.K8sBackupTargetSpec(**{name: value}) for name in SPEC_FIELDS),
    lambda library, value: library.K8sBackupTargetSpec.model_validate(value),
    lambda library, value: library.K8sBackupTargetSpec.model_validate(value, strict=True),
    lambda library, value: library.K8sBackupTargetSpec.model_validate(value, from_attributes=True),
    *(
        lambda library, value, name=name: library.K8sBackupTargetSpec.model_validate({name: value}, strict=True)
        for name in SPEC_FIELDS
    ),
    lambda library, value: library.BackupTargetEntry(app=value, model="m", spec={"ttl": value}),
    lambda library, value: library.BackupTargetEntry(app="a", relation_name=value, model=value, spec=value),
    lambda library, value: library.ProviderAppData(backup_targets=value),
    lambda library, value: library.ProviderAppData(backup_targets=[value, {"app": value}]),
]
PLACES = [(where, value) for where in range(len(WHERE)) for value in range(len(VALUES))]


def without_addresses(text: str) -> str:
    return re.sub(r" at 0x\w+", "", text)


def shown(value: object) -> str:
    try:
        return without_addresses(repr(value))
    except RuntimeError:
        return type(value).__name__


class Problem:
    """What a charm can see of an error."""

    def __init__(self, error: Any) -> None:
        self.title, self.count, self.type = error.title, error.error_count(), type(error)
        self.errors = [{key: shown(each) for key, each in found.items()} for found in error.errors()]
        self.text = without_addresses(str(error))
        assert repr(error) == str(error)

    def without_urls(self) -> Problem:
        """Returns the problem without the addresses of pydantic's documentation."""
        found = copy.copy(self)
        found.type = ValueError
        found.errors = [{key: each for key, each in error.items() if key != "url"} for error in self.errors]
        found.text = re.sub(r"\n    For further information visit .*", "", self.text)
        return found

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Problem) and vars(self) == vars(other)

    def __repr__(self) -> str:
        return str(vars(self))

    __hash__ = None  # type: ignore[assignment]


def outcome(call: Callable[[], Any]) -> Any:
    try:
        return without_addresses(repr(call()))
    except ValueError as error:
        return Problem(error)


def compare(call: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch) -> bool:
    """Compares the results for the library and for this package, and returns whether they are errors."""
    expected = outcome(partial(call, reference))
    assert outcome(partial(call, ours)) == expected
    is_error = isinstance(expected, Problem)
    with monkeypatch.context() as patch:
        for name in [name for name in sys.modules if name.startswith("pydantic")]:
            patch.delitem(sys.modules, name)
        found = outcome(partial(call, ours))
        assert not any(name.startswith("pydantic") for name in sys.modules)
    if not is_error:
        assert found == expected
        return False
    assert not issubclass(found.type, pydantic.ValidationError)
    assert found.without_urls() == expected.without_urls()
    assert "url" not in str(found.errors)
    return True


def placed(where: Callable[[Any, Any], Any], value: Callable[[], Any], library: Any) -> Any:
    return where(library, value())


@pytest.mark.parametrize("where", range(len(WHERE)))
def test_any_value_gives_the_result_or_the_error_of_the_library(where: int, monkeypatch: pytest.MonkeyPatch) -> None:
    errors = 0
    for value in VALUES:
        errors += compare(partial(placed, WHERE[where], value), monkeypatch)
    assert errors > 10


def made(model: str, data: dict[str, Any], library: Any) -> Any:
    return getattr(library, model)(**data)


def test_several_wrong_values_give_the_errors_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    choices = random.Random(5)
    # A shortened value can end in a part of its address.
    values = [value for value in ANY if "0x" not in shown(value) and shown(value) != "NoRepr"]
    for _ in range(300):
        given: dict[str, Any] = {name: choices.choice(values) for name in SPEC_FIELDS if choices.random() < 0.5}
        entry = {"app": "a", "spec": given, choices.choice(["model", "relation_name"]): choices.choice(values)}
        compare(partial(made, "K8sBackupTargetSpec", given), monkeypatch)
        compare(partial(made, "ProviderAppData", {"backup_targets": [entry, given, entry]}), monkeypatch)


def without_pydantic(monkeypatch: pytest.MonkeyPatch, call: Callable[[], Any]) -> Any:
    """Returns the error of a call in a process that has not loaded pydantic."""
    with monkeypatch.context() as patch:
        for name in [name for name in sys.modules if name.startswith("pydantic")]:
            patch.delitem(sys.modules, name)
        with pytest.raises(ValueError) as raised:  # noqa: PT011 - the caller checks it
            call()
    return raised.value


def test_the_errors_as_json_are_those_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong: dict[str, Any] = {"ttl": 5, "include_namespaces": [1, "a", None, 1.5, {"é": [True]}], "label_selector": "x"}
    with pytest.raises(pydantic.ValidationError) as expected:
        reference.K8sBackupTargetSpec(**wrong)
    with pytest.raises(pydantic.ValidationError) as raised:
        ours.K8sBackupTargetSpec(**wrong)
    own = without_pydantic(monkeypatch, lambda: ours.K8sBackupTargetSpec(**wrong))
    options: list[dict[str, Any]] = [{}, {"indent": 2}, {"include_context": False}, {"include_input": False}]
    for option in options:
        assert raised.value.json(**option) == expected.value.json(**option)
        assert own.json(**option) == expected.value.json(include_url=False, **option)
        own_errors = own.errors(**{key: value for key, value in option.items() if key != "indent"})
        assert own_errors == json.loads(json.dumps(own_errors)) or own_errors[0]["loc"]
    assert own.errors() == expected.value.errors(include_url=False)
    assert own.errors(include_input=False) == expected.value.errors(include_url=False, include_input=False)
    # JSON has no such value: it is shown as in the text.
    error = without_pydantic(monkeypatch, lambda: ours.K8sBackupTargetSpec(ttl=range(1)))  # type: ignore[arg-type]
    assert '"input":"range(0, 1)"' in error.json()


def test_an_error_without_pydantic_can_be_pickled(monkeypatch: pytest.MonkeyPatch) -> None:
    error = without_pydantic(monkeypatch, lambda: ours.K8sBackupTargetSpec(ttl=5))  # type: ignore[arg-type]
    again = pickle.loads(pickle.dumps(error))
    assert (again.title, again.errors(), str(again)) == (error.title, error.errors(), str(error))


TEXTS: list[Any] = [
    *('{"ttl": 5}', '{"ttl": "1h", "include_cluster_resources": "yes", "x": [1]}', b'{"include_namespaces": ["a", 1]}'),
    *("", "{", "[]", "null", '"x"', '{"ttl": "1h"} x', "NaN", b"\xff", "[" * 300, bytearray(b"{}"), 5, None),
]


@pytest.mark.parametrize("strict", [None, True])
def test_json_gives_the_result_or_the_error_of_the_library(
    strict: bool | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in TEXTS:
        expected, answered = (
            outcome(partial(library.K8sBackupTargetSpec.model_validate_json, text, strict=strict))
            for library in (reference, ours)
        )
        assert answered == expected
        if isinstance(expected, Problem):
            read = partial(ours.K8sBackupTargetSpec.model_validate_json, text, strict=strict)
            error = without_pydantic(monkeypatch, read)
            # The words about JSON that cannot be read are those of Python's own reader.
            assert [each["type"] for each in error.errors()] == [each["type"][1:-1] for each in expected.errors]


def test_a_charm_catches_the_error_of_pydantic_only_if_it_has_loaded_it() -> None:
    program = f"""
import sys
sys.path.insert(0, {SOURCES!r})
from k8s_backup_target.charm import K8sBackupTargetSpec
try:
    K8sBackupTargetSpec(ttl=5)
except ValueError as error:
    print(type(error).__module__, "pydantic" in sys.modules, "pydantic_core" in sys.modules)
import pydantic
try:
    K8sBackupTargetSpec(ttl=5)
except pydantic.ValidationError as error:
    print(error.errors()[0]["loc"])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "k8s_backup_target.charm._values False False\n('ttl',)\n"


FULL: dict[str, Any] = {
    "ttl": "1h",
    "label_selector": {"b": "1", "a": "2"},
    "include_namespaces": ["x", "a"],
    "exclude_resources": [],
    "include_cluster_resources": False,
}
ENTRY: dict[str, Any] = {"app": "a", "relation_name": "b", "model": "c", "spec": {"ttl": "1h"}}
DUMPS: list[dict[str, Any]] = [
    *({}, {"exclude_none": True}, {"exclude_unset": True}, {"exclude_defaults": True}, {"round_trip": True}),
    *({"by_alias": True}, {"serialize_as_any": True}, {"include": {"spec": {"ttl", "label_selector"}}}),
    {"exclude": {"spec": {"ttl"}, "entry": {"spec": {"ttl"}}}},
    {"include": {"specs": {0: {"ttl"}}}},
    {"exclude": {"specs": {"__all__": {"ttl"}}}, "exclude_none": True},
    {"exclude": {"spec": {"include_namespaces": {0}, "label_selector": {"a"}}}},
]


def list_of(element: Any) -> Any:
    return types.GenericAlias(list, (element,))


def in_other_models(library: Any) -> Iterator[Callable[[], Any]]:
    """Returns what a charm can do with a spec in a model of its own."""
    spec_type: Any
    root: Any
    roots: Any
    spec_type, entry_type, data_type = library.K8sBackupTargetSpec, library.BackupTargetEntry, library.ProviderAppData

    # The types are only known here.
    fields: dict[str, Any] = {
        "spec": (spec_type, ...),
        "specs": (list_of(spec_type), []),
        "other": (spec_type | None, None),
        "entry": (entry_type | None, None),
        "anything": (Any, None),
    }
    outer_type: Any = pydantic.create_model("Outer", **fields)
    spec = spec_type(**FULL)
    outer = outer_type(spec=FULL, specs=[{"ttl": "1h"}], entry=ENTRY, anything=spec)
    yield lambda: outer
    yield lambda: [type(each) is spec_type for each in (outer.spec, outer.specs[0], outer.entry.spec)]
    yield lambda: outer_type(spec=spec).spec is spec
    yield lambda: (outer.spec.model_fields_set, outer.spec.model_dump(exclude_unset=True))
    yield lambda: outer.model_copy(deep=True) == outer
    for options in DUMPS:
        yield partial(outer.model_dump, **options)
        yield partial(outer.model_dump, mode="json", **options)
        yield partial(outer.model_dump_json, **options)
    for model in (outer_type, spec_type, entry_type, data_type):
        yield partial(schema_of, model.model_json_schema)
        yield partial(schema_of, model.model_json_schema, ref_template="#/other/{model}")
        yield partial(schema_of, pydantic.TypeAdapter(model).json_schema)
        yield partial(schema_of, pydantic.TypeAdapter(list_of(model)).json_schema, mode="serialization")
    wrong = {"ttl": 5, "include_namespaces": [1]}
    yield lambda: outer_type(spec=wrong, specs=[{"ttl": 5}, 5], other=wrong, entry={})
    yield lambda: outer_type(spec=5)
    yield lambda: outer_type.model_validate_json('{"spec": {"ttl": 5}}')
    yield lambda: outer_type.model_validate_json('{"spec": {"ttl": "5", "include_cluster_resources": "yes", "x": 1}}')
    yield lambda: outer_type.model_validate({"spec": {"include_cluster_resources": "yes"}}, strict=True)
    adapter = pydantic.TypeAdapter(spec_type)
    yield lambda: (adapter.validate_python(FULL), adapter.validate_python(spec) is spec)
    yield lambda: adapter.validate_python(wrong)
    yield lambda: adapter.validate_python(types.SimpleNamespace(ttl="1h"), from_attributes=True)
    yield lambda: adapter.validate_json('{"ttl": 5}')
    yield lambda: adapter.dump_python(spec, exclude_none=True)
    yield lambda: adapter.dump_json(spec, include={"ttl"})
    yield lambda: pydantic.TypeAdapter(list_of(spec_type)).validate_python([{}, {"ttl": 3}])
    yield lambda: pydantic.TypeAdapter(list_of(data_type)).validate_python([{"backup_targets": [ENTRY, 5]}])
    root, roots = (pydantic.RootModel.__class_getitem__(each) for each in (spec_type, list_of(spec_type)))
    yield lambda: (root(FULL).root.ttl, root(FULL).model_dump(exclude_none=True))
    yield lambda: root(wrong)
    yield lambda: roots([FULL]).model_dump_json(exclude_none=True)
    yield partial(schema_of, root.model_json_schema)
    yield partial(schema_of, roots.model_json_schema)

    def ttl(spec: Any) -> Any:
        return spec.ttl

    ttl.__annotations__["spec"] = spec_type
    yield lambda: pydantic.validate_call(ttl)({"ttl": "9h"})
    yield lambda: pydantic.validate_call(ttl)(wrong)


def schema_of(make: Callable[..., Any], **options: Any) -> str:
    return json.dumps(make(**options), sort_keys=True)


def test_a_spec_in_another_model_behaves_as_the_librarys() -> None:
    count = 0
    for expected, answered in zip(in_other_models(reference), in_other_models(ours), strict=True):
        assert outcome(answered) == outcome(expected)
        count += 1
    assert count > 70


def alone(library: Any) -> Iterator[Callable[[], Any]]:
    """Returns what a charm can do with a spec, beyond `test_models`."""
    model = library.K8sBackupTargetSpec
    spec, changed, wrong = model(**FULL), model(**FULL).model_copy(update={"new": 1}), model(ttl="1h")
    wrong.ttl, wrong.include_namespaces = 24, ("a", b"b")
    yield lambda: spec.dict(exclude_none=True)
    yield lambda: spec.json(exclude={"ttl"})
    yield lambda: (spec.copy(update={"ttl": "2h"}), spec.copy(deep=True))
    yield lambda: (model.parse_obj({"ttl": "1h"}), model.parse_obj(spec) is spec)
    yield lambda: (changed, changed.new, dict(changed), changed == spec, sorted(changed.model_fields_set))
    yield lambda: (changed.model_dump(), changed.model_dump_json())
    yield lambda: (wrong, wrong.model_dump(), wrong.model_dump(mode="json"), wrong.model_dump_json())
    yield lambda: model.model_construct(ttl=5, x=3, include_namespaces=("a",))
    yield lambda: (model.model_construct({"ttl"}, ttl=5).model_fields_set, model.model_construct().model_fields_set)
    yield lambda: model.model_construct(include_namespaces={"a": {1: float("nan")}}).model_dump(mode="json")
    yield lambda: library.BackupTargetEntry.model_construct(spec=spec, app="a")
    yield lambda: (pickle.loads(pickle.dumps(spec)) == spec, copy.deepcopy(spec) == spec)
    yield lambda: (spec.model_extra, model.model_config, model.model_computed_fields)
    for name, field in [*model.model_fields.items(), *list(library.BackupTargetEntry.model_fields.items())[:3]]:
        yield partial(tuple, (name, field.annotation, field.title, field.description, field.examples, field.alias))
    yield lambda: (model.__doc__, library.BackupTargetEntry.__doc__, library.ProviderAppData.__doc__)

    def deleted() -> Any:
        found = model(**FULL)
        del found.include_namespaces
        shown = repr(found), found.model_fields_set, found.model_dump()
        found.include_namespaces = ["z"]
        return shown, found, list(found)

    yield deleted


def test_a_spec_behaves_as_the_librarys() -> None:
    for expected, answered in zip(alone(reference), alone(ours), strict=True):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            assert outcome(answered) == outcome(expected)


def test_a_spec_cannot_be_a_key() -> None:
    for library in (reference, ours):
        with pytest.raises(TypeError, match="unhashable"):
            hash(library.K8sBackupTargetSpec())


def test_former_names_of_methods_are_deprecated() -> None:
    for name in ("dict", "json", "copy"):
        for library in (reference, ours):
            with pytest.warns(DeprecationWarning, match=f"The `{name}` method is deprecated") as found:
                getattr(library.K8sBackupTargetSpec(), name)()
            assert found[0].filename == __file__


def test_the_version_is_that_of_the_library() -> None:
    from charmlibs.interfaces import k8s_backup_target as library

    assert ours.__version__ == library.__version__


class Mixin:
    kind: ClassVar[str] = "x"
    shared = 5

    def namespaces(self) -> Any:
        return sorted(self.include_namespaces)  # type: ignore[attr-defined]


def subclass(library: Any) -> Any:
    class Special(Mixin, library.K8sBackupTargetSpec, ABC):  # type: ignore[misc]
        """A spec with methods."""

        limit: ClassVar[int] = 3

        class Error(Exception):
            pass

        def __init__(self, **values: Any) -> None:
            super().__init__(**{"ttl": "5h", **values})

        def __len__(self) -> int:
            return len(self.include_namespaces or [])

        @property
        def hours(self) -> str:
            return str(self.ttl)

        @hours.setter
        def hours(self, value: str) -> None:
            self.ttl = value

        @functools.cached_property
        def once(self) -> list[str]:
            return self.namespaces()  # type: ignore[no-any-return]

        @classmethod
        def of(cls, name: str) -> Any:
            return cls(include_namespaces=[name])

        @staticmethod
        def zero() -> int:
            return 0

        def read(self) -> None: ...

        def _fields(self) -> None: ...

        def _values(self) -> None: ...

    return Special


def subclassed(library: Any) -> Iterator[Callable[[], Any]]:
    special, base = subclass(library), library.K8sBackupTargetSpec
    spec = special.of("b")
    yield lambda: (spec, spec.once, spec, spec.hours, len(spec), special.zero(), spec.kind, spec.shared, spec.limit)
    yield lambda: (spec.model_dump(), spec.model_dump_json(), dict(spec))
    yield lambda: (isinstance(spec, base), spec == base(**spec.model_dump()), spec == special.of("b"))
    yield lambda: (special.model_validate({}), special.model_validate(spec) is spec, base.model_validate(spec) is spec)
    yield lambda: special(ttl=5)
    yield lambda: pydantic.TypeAdapter(special).validate_python({})
    yield lambda: pydantic.TypeAdapter(special).validate_python({"ttl": 5})
    yield partial(schema_of, special.model_json_schema)
    yield lambda: library.BackupTargetEntry(app="a", relation_name="b", model="c", spec=spec).spec is spec
    yield lambda: special.model_validate(base())

    def changed() -> Any:
        found = special.of("b")
        found.hours = "9h"
        return found, found.model_fields_set

    yield changed


def test_a_subclass_with_methods_behaves_as_the_librarys() -> None:
    for expected, answered in zip(subclassed(reference), subclassed(ours), strict=True):
        assert outcome(answered) == outcome(expected)


def decorated() -> dict[str, Any]:
    def check(cls: Any, value: Any) -> Any:
        return value

    return {"check_ttl": pydantic.field_validator("ttl")(classmethod(check))}


def computed() -> dict[str, Any]:
    return {"days": pydantic.computed_field(property(lambda self: 1))}


NAMESPACES: list[tuple[Callable[[], dict[str, Any]], str]] = [
    (lambda: {"__annotations__": {"extra": str}}, "the field `extra`"),
    (lambda: {"__annotations__": {"extra": "str | None"}, "extra": None}, "`extra`"),
    (lambda: {"__annotations__": {"ttl": "str"}, "ttl": "24h"}, "the field `ttl`"),
    (lambda: {"ttl": "24h"}, "`ttl`"),
    (lambda: {"_private": 1}, "`_private`"),
    (lambda: {"__annotations__": {"_private": int}}, "`_private`"),
    (lambda: {"model_config": {"extra": "forbid"}}, "`model_config`"),
    (lambda: {"Config": type("Config", (), {})}, "`Config`"),
    (lambda: {"model_post_init": lambda self, context: None}, "`model_post_init`"),
    (decorated, "`check_ttl`"),
    (computed, "`days`"),
]


@pytest.mark.parametrize("place", range(len(NAMESPACES)))
@pytest.mark.parametrize("model", ["K8sBackupTargetSpec", "BackupTargetEntry", "ProviderAppData"])
def test_a_subclass_with_more_than_methods_is_refused(place: int, model: str) -> None:
    make, named = NAMESPACES[place]
    with pytest.raises(TypeError, match=f"a subclass of {model} can only add methods and properties, not .*{named}"):
        type("Special", (getattr(ours, model),), make())


def test_a_subclass_with_configuration_is_refused() -> None:
    with pytest.raises(TypeError, match="the configuration `frozen`"):

        class Frozen(ours.K8sBackupTargetSpec, frozen=True):
            pass

    class Fields:
        extra: str

    with pytest.raises(TypeError, match="the field `extra`"):

        class Inherited(Fields, ours.K8sBackupTargetSpec):
            pass

    class Default:
        ttl = "9h"

    with pytest.raises(TypeError, match="the default of `ttl` in `Default`"):

        class WithDefault(ours.K8sBackupTargetSpec, Default):  # type: ignore[misc]
            pass

    with pytest.raises(TypeError, match="the fields of `BackupTargetEntry`"):

        class Both(ours.K8sBackupTargetSpec, ours.BackupTargetEntry):
            pass

    class Allowed(ours.K8sBackupTargetSpec):
        pass

    with pytest.raises(TypeError, match="a subclass of K8sBackupTargetSpec can only add"):

        class Below(Allowed):
            ttl = "24h"


def test_the_differences_are_those_of_the_readme() -> None:
    spec, expected = ours.K8sBackupTargetSpec(ttl="1h"), reference.K8sBackupTargetSpec(ttl="1h")
    assert (isinstance(spec, pydantic.BaseModel), isinstance(expected, pydantic.BaseModel)) == (False, True)
    assert (hasattr(spec, "schema"), hasattr(expected, "schema")) == (False, True)
    assert not hasattr(ours.K8sBackupTargetSpec.model_fields["ttl"], "metadata")
    assert hasattr(reference.K8sBackupTargetSpec.model_fields["ttl"], "metadata")
    wrong: Any = 24
    spec.ttl = expected.ttl = wrong
    spec.model_dump()
    with pytest.warns(UserWarning, match="Pydantic serializer warnings"):
        expected.model_dump()
    spec.ttl = expected.ttl = "\ud800"
    assert '"ttl":"\ufffd"' in spec.model_dump_json()
    with pytest.raises(ValueError, match="surrogates not allowed"):
        expected.model_dump_json()
