"""Compares the models with those of the library, which use pydantic."""

from __future__ import annotations

import collections
import copy
import decimal
import enum
import json
import pickle
import types
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from charmlibs.interfaces.k8s_backup_target import _schema as reference

from k8s_backup_target import charm as ours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Texts(str, enum.Enum):
    A = "a"
    YES = "yes"


class Plain(enum.Enum):
    A = "a"


class Text(str):
    __slots__ = ()


def deep(levels: int = 100_000) -> list[Any]:
    value: list[Any] = []
    for _ in range(levels):
        value = [value]
    return value


LISTS: list[Callable[[], Any]] = [
    lambda: ["a", "b"],
    list,
    lambda: ("a",),
    lambda: {"a"},
    lambda: frozenset("a"),
    lambda: collections.deque(["a"]),
    lambda: (each for each in "ab"),
    lambda: {"a": 1}.keys(),
    lambda: {"b": "a"}.values(),
    lambda: {"a": "b"}.items(),
    lambda: iter(["a"]),
    lambda: map(str, [1]),
    lambda: collections.UserList(["a"]),
    lambda: [b"a", bytearray(b"b"), Text("c"), Texts.A, Plain.A],
    lambda: [b"\xff"],
    lambda: [collections.UserString("a")],
    lambda: [1],
    lambda: [None],
    lambda: ["a", ["b"]],
    lambda: {"a": 1},
    lambda: "abc",
    lambda: b"ab",
    lambda: range(2),
    lambda: 5,
    lambda: object(),
    lambda: None,
]
TEXTS: list[Callable[[], Any]] = [
    lambda: "a",
    lambda: "",
    lambda: "é\x00\u2028😀",
    lambda: Text("b"),
    lambda: Texts.A,
    lambda: Plain.A,
    lambda: b"a",
    lambda: b"\xff",
    lambda: 5,
    lambda: 1.5,
    lambda: True,
    list,
    lambda: object(),
    lambda: None,
]
_BOOL_VALUES: list[Any] = [
    *(True, False, None, 0, 1, 2, -1, 1.0, 0.0, 1.5, float("nan"), 10**400),
    *("yes", "TRUE", "t", "off", " yes", "", "2", "\u0131", b"yes", b"1", Texts.YES, Texts.A),
    *(decimal.Decimal(1), decimal.Decimal("1.5"), [], {}),
]
BOOLS: list[Callable[[], Any]] = [partial(copy.copy, value) for value in _BOOL_VALUES]
LABELS: list[Callable[[], Any]] = [
    lambda: {"b": "1", "a": "2"},
    dict,
    lambda: collections.OrderedDict(a="b"),
    lambda: types.MappingProxyType({"a": "b"}),
    lambda: collections.UserDict(a="b"),
    lambda: {b"a": b"b", Texts.YES: Texts.A},
    lambda: [("a", "b")],
    lambda: {1: "a"},
    lambda: {"a": 1},
    lambda: {"a": None},
    lambda: "a=b",
    lambda: object(),
    lambda: None,
]
VALUES = [
    *[("include_namespaces", value) for value in LISTS],
    *[("exclude_resources", value) for value in LISTS],
    *[("ttl", value) for value in TEXTS],
    *[("include_cluster_resources", value) for value in BOOLS],
    *[("label_selector", value) for value in LABELS],
]


def made(make: Any, /, **data: Any) -> Any:
    try:
        return repr(make(**data))
    except ValueError as error:
        assert type(error).__name__ == "ValidationError"
        return type(error).__name__


@pytest.mark.parametrize("place", range(len(VALUES)))
def test_a_value_is_accepted_or_refused_as_by_the_library(place: int) -> None:
    field, value = VALUES[place]
    expected = made(reference.K8sBackupTargetSpec, **{field: value()})
    assert made(ours.K8sBackupTargetSpec, **{field: value()}) == expected
    in_an_entry = {"app": "a", "relation_name": "b", "model": "c"}
    for model in ("BackupTargetEntry", "ProviderAppData"):
        answers = []
        for library in (reference, ours):
            entry = {**in_an_entry, "spec": {field: value()}}
            data = entry if model == "BackupTargetEntry" else {"backup_targets": [entry]}
            answers.append(made(getattr(library, model), **data))
        assert answers[0] == answers[1]


ENTRY = {"app": "a", "relation_name": "b", "model": "c", "spec": {"ttl": "1h", "x": 1}}
ENTRIES: list[Any] = [
    [],
    [ENTRY, {**ENTRY, "app": "z", "other": 1}],
    (ENTRY,),
    [{**ENTRY, "app": 1}],
    [{**ENTRY, "spec": None}],
    [{**ENTRY, "spec": []}],
    [{"app": "a"}],
    [ENTRY, None],
    [[]],
    {},
    None,
    "[]",
    5,
]


@pytest.mark.parametrize("entries", ENTRIES)
def test_entries_are_accepted_or_refused_as_by_the_library(entries: Any) -> None:
    expected = made(reference.ProviderAppData, backup_targets=entries)
    assert made(ours.ProviderAppData, backup_targets=entries) == expected
    assert made(ours.ProviderAppData) == made(reference.ProviderAppData) == "ValidationError"
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict):
            assert made(ours.BackupTargetEntry, **entry) == made(reference.BackupTargetEntry, **entry)


def test_deep_nesting_is_refused() -> None:
    for field in ours.K8sBackupTargetSpec.model_fields:
        with pytest.raises(ValueError, match=field):
            ours.K8sBackupTargetSpec.model_validate({field: deep()})
    assert ours.K8sBackupTargetSpec.model_validate({"ttl": "1h", "x": deep()}).ttl == "1h"


FULL: dict[str, Any] = {
    "ttl": 'é\x7f\u2028\x00\x1f"\\/😀',
    "label_selector": {"b": "1", "a": "2"},
    "include_namespaces": ["x", "a"],
    "exclude_resources": [],
    "include_cluster_resources": False,
}
OPTIONS: list[dict[str, Any]] = [
    {},
    {"mode": "json"},
    {"exclude_none": True},
    {"exclude_unset": True},
    {"exclude_defaults": True},
    {"include": {"ttl", "include_namespaces"}},
    {"include": {"include_namespaces": {0}, "label_selector": {"a"}}},
    {"include": {"include_namespaces": {1: True}, "ttl": True}},
    {"exclude": {"ttl"}},
    {"exclude": {"ttl": True, "include_namespaces": {0: True}}},
    {"exclude": {"include_namespaces": {"__all__"}}},
    {"by_alias": True, "round_trip": True, "warnings": False, "context": {}},
]


@pytest.mark.parametrize("options", OPTIONS)
def test_a_spec_is_dumped_as_by_the_library(options: dict[str, Any]) -> None:
    expected, spec = reference.K8sBackupTargetSpec(**FULL), ours.K8sBackupTargetSpec(**FULL)
    assert json.dumps(spec.model_dump(**options)) == json.dumps(expected.model_dump(**options))
    if "mode" not in options:
        for layout in ({}, {"indent": 2}, {"indent": 0}, {"ensure_ascii": True}):
            options_: dict[str, Any] = {**options, **layout}
            assert spec.model_dump_json(**options_) == expected.model_dump_json(**options_)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"exclude_none": True},
        {"exclude_unset": True},
        {"include": {"backup_targets": {"__all__": {"spec": {"ttl"}}}}},
        {"exclude": {"backup_targets": {0: {"spec"}}}},
        {"exclude": {"backup_targets": {0}}},
    ],
)
def test_entries_are_dumped_as_by_the_library(options: dict[str, Any]) -> None:
    def data(library: Any) -> Any:
        made = library.BackupTargetEntry(
            app="a", relation_name="b", model="c", spec=library.K8sBackupTargetSpec(**FULL)
        )
        return library.ProviderAppData(backup_targets=[made, ENTRY])

    assert json.dumps(data(ours).model_dump(**options)) == json.dumps(data(reference).model_dump(**options))
    assert data(ours).model_dump_json(**options) == data(reference).model_dump_json(**options)


def behaviour(library: Any) -> Iterator[object]:
    """Returns the results of many operations on a spec."""
    model = library.K8sBackupTargetSpec
    spec = model(**FULL)
    yield repr(spec)
    yield str(spec)
    yield dict(spec)
    yield vars(spec)
    yield spec.model_fields_set
    yield list(model.model_fields)
    yield [field.is_required() for field in model.model_fields.values()]
    yield [field.is_required() for field in library.BackupTargetEntry.model_fields.values()]
    yield spec == model(**FULL), spec != model(**FULL), spec == model(), spec == FULL, spec in [model(**FULL)]
    yield repr(spec.model_copy(update={"ttl": "1h"})), spec.ttl
    yield spec.model_copy(update={"ttl": "1h"}).model_fields_set
    yield spec.model_copy() == spec, spec.model_copy().include_namespaces is spec.include_namespaces
    yield spec.model_copy(deep=True).include_namespaces is spec.include_namespaces
    yield copy.copy(spec) == spec, copy.deepcopy(spec) == spec
    yield repr(model.model_construct(ttl=5, x=1)), model.model_construct(ttl=5).model_fields_set
    yield repr(model.model_validate(FULL)), model.model_validate(spec) is spec
    yield repr(model.model_validate(types.SimpleNamespace(ttl="1h"), from_attributes=True))
    yield repr(model.model_validate_json('{"ttl": "1h", "include_cluster_resources": "yes"}'))
    yield model.model_validate({"ttl": None}).model_dump(exclude_unset=True)
    wrongs: tuple[Any, ...] = (None, 5, [], "ttl")
    for wrong in wrongs:
        yield made(model.model_validate, obj=wrong)
    for text in ("{", "[]", '{"ttl": 5}'):
        yield made(model.model_validate_json, json_data=text)
    yield made(model.model_validate, obj={"include_cluster_resources": "yes"}, strict=True)
    yield made(model.model_validate, obj={"include_namespaces": ("a",)}, strict=True)
    yield made(model.model_validate, obj={"include_namespaces": ["a"]}, strict=True)
    spec.ttl = "5h"
    yield spec.ttl, spec.model_dump()
    changed = model()
    changed.ttl = "1h"
    yield changed.model_fields_set, changed.model_dump(exclude_unset=True)
    for call in (lambda: setattr(spec, "unknown", 1), lambda: hash(spec), lambda: spec.unknown, lambda: model("a")):
        with pytest.raises((ValueError, TypeError, AttributeError)) as raised:
            call()
        yield raised.type.__name__
    given = ["a"]
    spec = model(include_namespaces=given)
    given.append("b")
    yield spec.include_namespaces


def test_a_model_behaves_as_in_the_library() -> None:
    for answered, expected in zip(behaviour(ours), behaviour(reference), strict=True):
        assert answered == expected


def test_a_spec_can_be_pickled() -> None:
    spec = ours.K8sBackupTargetSpec(**FULL)
    again = pickle.loads(pickle.dumps(spec))
    assert again == spec
    assert again.model_fields_set == spec.model_fields_set


def test_an_entry_keeps_the_object_of_its_spec() -> None:
    spec = ours.K8sBackupTargetSpec(ttl="1h")
    entry = ours.BackupTargetEntry(app="a", relation_name="b", model="c", spec=spec)
    assert entry.spec is spec
    assert ours.ProviderAppData(backup_targets=[entry]).backup_targets[0] is entry


def test_a_lone_surrogate_can_be_dumped() -> None:
    spec = ours.K8sBackupTargetSpec(ttl="x\ud83dy")
    spec.label_selector = {"\ude00": "a"}
    assert json.loads(spec.model_dump_json())["ttl"] == "x\ufffdy"
