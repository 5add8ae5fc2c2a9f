"""Arguments of wrong types, of classes with methods of their own, and of extreme sizes."""

from __future__ import annotations

import array
from collections import OrderedDict, UserDict
from enum import IntEnum
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import pytest

import k8s_backup_target as k8s
from k8s_backup_target import Backup, Host, Limits, Relation, ScheduleConfig, Spec, Target, Targets
from k8s_backup_target.text import whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MEGABYTES_50 = 50 << 20
CONFIG_MAP = b'{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"n"}}'


class Text(str):
    __slots__ = ()

    def encode(self, *_: object) -> bytes:
        raise RuntimeError("encode")

    def __str__(self) -> str:
        raise RuntimeError("str")

    def __repr__(self) -> str:
        raise RuntimeError("repr")

    def __len__(self) -> int:
        return -1

    def __iter__(self) -> Iterator[str]:
        raise RuntimeError("iter")

    def __getitem__(self, _: object) -> str:
        raise RuntimeError("getitem")


class Bytes(bytes):
    def __len__(self) -> int:
        return 1 << 40

    def __getitem__(self, _: object) -> Any:
        raise RuntimeError("getitem")


class Number(int):
    def __repr__(self) -> str:
        return "no number"

    __str__ = __repr__

    def __int__(self) -> int:
        return -1

    __index__ = __int__

    def __lt__(self, _: object) -> bool:
        return True

    __le__ = __gt__ = __ge__ = __lt__


class Members(dict[Any, Any]):
    def items(self) -> Any:
        return [1, (2,), None]

    def keys(self) -> Any:
        return 5

    def __len__(self) -> int:
        return 1 << 60


class Entries(list[Any]):
    def __len__(self) -> int:
        return 1 << 60


class NotIterable:
    __iter__ = None


class BadIterator:
    def __iter__(self) -> Any:
        return 5


class Level(IntEnum):
    HOUR = 3600


def nested(levels: int) -> Any:
    value: Any = "a"
    for _ in range(levels):
        value = [value]
    return value


def cyclic() -> Any:
    value: list[Any] = []
    value += [value, value]
    return value


def cyclic_members() -> Any:
    value: dict[str, Any] = {}
    value["a"] = value
    return value


NO_TEXTS: list[Any] = [5, 1.5, float("nan"), True, b"a", ["a"], {"a": "b"}, object(), Mock(spec=str), nested(100_000)]
NO_LISTS: list[Any] = ["ab", b"ab", 5, True, {"a": "b"}, object(), NotIterable(), BadIterator(), Mock(spec=list)]
NO_NUMBERS: list[Any] = ["1", 1.0, float("nan"), True, False, b"1", [1], Mock(spec=int), nested(100_000)]
NO_PAIRS: list[Any] = [
    *("ab", ["ab"], ["a"], {"ab"}, [("a",)], [("a", "b", "c")], 5, True, Mock(spec=dict), cyclic(), nested(100_000)),
    UserDict({1: "a"}),
]
NO_RECORDS: list[Any] = [5, "a", {"ttl": "1h"}, object(), Spec, cyclic()]


Calls = list[tuple[str, "Callable[[Any], object]"]]
"""Calls with an argument, which an error names."""


def wrong_types() -> Iterator[tuple[str, Callable[[Any], object], Any]]:
    """Returns the name of each wrong argument, the call with it, and the argument."""
    inventory = k8s.Inventory.read([CONFIG_MAP])
    cluster = k8s.Cluster.open()
    targets = Targets([])
    session = k8s.Session()
    texts: Calls = [
        ("spec.ttl", lambda value: k8s.check_spec(Spec(ttl=value))),
        ("spec.include_namespaces.1", lambda value: k8s.check_spec(Spec(include_namespaces=["a", value]))),
        ("spec.label_selector.a", lambda value: k8s.check_spec(Spec(label_selector={"a": value}))),
        ("text", lambda value: k8s.Document(value, "yaml")),
        ("format", lambda value: k8s.Document("", value)),
        ("pattern", lambda value: inventory.matching_namespaces(value)),
        ("app_name", lambda value: targets.get_backup_spec(value, "a", "b")),
        ("name", lambda value: cluster.resolve(value)),
        ("function", lambda value: session.call(value, {})),
    ]
    lists: Calls = [
        ("spec.include_namespaces", lambda value: k8s.check_spec(Spec(include_namespaces=value))),
        ("relations", lambda value: Targets(value)),
        ("targets", lambda value: inventory.coverage(value)),
        ("api_resources", lambda value: k8s.Cluster.open(value)),
        ("chunks", lambda value: k8s.Inventory.read(value)),
    ]
    numbers: Calls = [
        ("after", lambda value: k8s.next_runs("@daily", value, 1)),
        ("count", lambda value: k8s.next_runs("@daily", 0, value)),
        ("max_objects", lambda value: inventory.evaluate(Spec()).step(value)),
        ("at", lambda value: inventory.coverage([], value)),
        ("relations.0.id", lambda value: Targets([Relation(value)])),
        ("memory_bytes", lambda value: Limits(memory_bytes=value)),
        ("fuel", lambda value: Limits(fuel=value)),
        ("stack_bytes", lambda value: Limits(stack_bytes=value)),
    ]
    pairs: Calls = [
        ("spec.label_selector", lambda value: k8s.check_spec(Spec(label_selector=value))),
        ("relations.0.databag", lambda value: Targets([Relation(1, value)])),
    ]
    records: Calls = [
        ("spec", lambda value: k8s.check_spec(value)),
        ("target", lambda value: k8s.check_target(value)),
        ("target.spec", lambda value: k8s.check_target(Target("a", "b", "c", value))),
        ("backup", lambda value: k8s.check_backup(value)),
        ("backup.filters", lambda value: k8s.check_backup(Backup("backup", None, None, value))),
        ("relations.0", lambda value: Targets([value])),
        ("source", lambda value: inventory.evaluate(value)),
        ("inventory", lambda value: k8s.Evaluation(value, Spec())),
    ]
    optional: Calls = [
        ("cluster", lambda value: k8s.check_spec(Spec(), value)),
        ("cluster", lambda value: k8s.Document("", "yaml", None, value)),
        ("host", lambda value: k8s.check_spec(Spec(), host=value)),
        ("limits", lambda value: Host(value)),
    ]
    bools: Calls = [("schedule.paused", lambda value: k8s.check_schedule(ScheduleConfig(paused=value)))]
    chunks: Calls = [("chunk", lambda value: k8s.InventoryReader().push(value))]
    paths: Calls = [("cache", lambda value: Host(cache=value))]
    json: Calls = [
        ("arguments", lambda value: session.call("validation.check-spec", value)),
        ("arguments", lambda value: session.call("validation.check-spec", {"spec": value})),
    ]
    numbers_of_4_bytes = array.array("i", [1])
    for calls, values in (
        (texts, NO_TEXTS),
        (lists, NO_LISTS),
        (numbers, NO_NUMBERS),
        (pairs, NO_PAIRS),
        (records, [None, *NO_RECORDS]),
        (optional, [targets, inventory, *NO_RECORDS]),
        (bools, [1, 0, "true", None, 1.0]),
        (chunks, [None, 5, "a", ["a"], Mock(spec=bytes), numbers_of_4_bytes, memoryview(numbers_of_4_bytes)]),
        (paths, [5, b"a", object()]),
        (json, [object(), {1: 2}, b"a", {1}, Mock(spec=dict)]),
    ):
        for name, call in calls:
            for value in values:
                yield name, call, value


def test_an_argument_of_a_wrong_type_is_refused_with_its_name() -> None:
    for name, call, value in wrong_types():
        with pytest.raises(TypeError, match=rf"^{name}[.: ]") as raised:
            call(value)
        assert type(raised.value) is TypeError
        assert len(str(raised.value)) < 200


def wrong_values() -> Iterator[tuple[str, Callable[[Any], object], Any]]:
    session = k8s.Session()
    counts: Calls = [("count", lambda value: k8s.next_runs("@daily", 0, value))]
    times: Calls = [
        ("after", lambda value: k8s.next_runs("@daily", value, 1)),
        ("arguments.after", lambda value: session.call("schedule.next-runs", {"after": value})),
    ]
    json: Calls = [("arguments.a", lambda value: session.call("validation.check-spec", {"a": value}))]
    formats: Calls = [("format", lambda value: k8s.Document("", value))]
    functions: Calls = [("the arguments", lambda value: session.call(value, {}))]
    keys: Calls = [("x" * 60, lambda value: session.call("validation.check-spec", {"spec": {}, value: 1}))]
    others: Calls = [("memory_bytes", lambda value: Limits(memory_bytes=value))]
    paths: Calls = [("cache", lambda value: Host(cache=value))]
    for calls, values in (
        (counts, [-1, 2**32, 10**5000, -(10**5000), Number(-1)]),
        (times, [2**63, -(2**63) - 1, 10**5000]),
        (json, [float("nan"), float("inf"), nested(100_000), cyclic(), cyclic_members()]),
        (formats, ["toml", Text("toml"), "\udc80", "x" * MEGABYTES_50]),
        (functions, ["validation.chek-spec", "\udc80", "x" * MEGABYTES_50, Text("a")]),
        (keys, ["x" * MEGABYTES_50]),
        (others, [0, -1, 10**5000]),
        (paths, ["a\0b"]),
    ):
        for name, call in calls:
            for value in values:
                yield name, call, value


def test_a_value_out_of_its_range_is_refused_with_its_name() -> None:
    for name, call, value in wrong_values():
        with pytest.raises(ValueError, match=rf"^{name}") as raised:
            call(value)
        assert type(raised.value) is ValueError
        assert len(str(raised.value)) < 400


@pytest.mark.parametrize("kind", [str, Text, bytes])
def test_an_error_does_not_repeat_a_large_value(kind: type) -> None:
    large: Any = b"x" * MEGABYTES_50 if kind is bytes else kind("x" * MEGABYTES_50)
    calls: list[Callable[[], object]] = [
        lambda: k8s.check_spec(large),
        lambda: k8s.check_spec(Spec(include_namespaces=large)),
        lambda: k8s.check_spec(Spec(label_selector=Members({5: large}))),
        lambda: k8s.check_spec(Spec(label_selector=Members({large: 5}))),
        lambda: k8s.check_schedule(ScheduleConfig(paused=large)),
        lambda: k8s.next_runs("@daily", large, 1),
        lambda: k8s.Inventory.read([CONFIG_MAP]).evaluate(large),
        lambda: Limits(fuel=large),
        lambda: k8s.Session().call("validation.check-spec", {"spec": {large: 1.5}}),
        lambda: k8s.Session().call("validation.check-spec", large),
    ]
    for call in calls:
        with pytest.raises((TypeError, ValueError)) as raised:
            call()
        assert len(str(raised.value)) < 400, len(str(raised.value))


def test_only_the_values_that_arguments_store_are_used() -> None:
    spec = Spec(
        include_namespaces=Entries([Text("a"), "b"]),
        include_resources=(Text("pods") for _ in range(1)),  # type: ignore[arg-type]
        label_selector=Members({Text("b"): Text("c"), "a": "d"}),
        ttl=Text("24h"),
    )
    expected = Spec(["a", "b"], ["pods"], label_selector={"b": "c", "a": "d"}, ttl="24h")
    assert k8s.format_spec(spec, Text("json")) == k8s.format_spec(expected, "json")  # type: ignore[arg-type]
    ordered = OrderedDict([("b", "c"), ("a", "d")])
    ordered.move_to_end("b")
    moved = Spec(label_selector=ordered)
    assert k8s.format_spec(moved, "json") == k8s.format_spec(Spec(label_selector={"a": "d", "b": "c"}), "json")
    for labels in (UserDict({"b": "c"}), [("b", "c")], [["b", "c"]], (pair for pair in [("b", "c")])):
        same: Any = labels
        assert k8s.format_spec(Spec(label_selector=same), "json") == k8s.format_spec(
            Spec(label_selector={"b": "c"}), "json"
        )
    assert k8s.next_runs("@daily", Number(0), Number(1)) == k8s.next_runs("@daily", 0, 1)
    assert k8s.next_runs("@hourly", Level.HOUR, 1) == [7200]
    assert Limits(fuel=Number(5)) == Limits(fuel=5)
    assert type(Limits(fuel=Number(5)).fuel) is int

    objects = CONFIG_MAP + b"\n"
    spread = bytes(byte for each in objects for byte in (each, 0))
    chunks = [objects, Bytes(objects), bytearray(objects), memoryview(objects), memoryview(spread)[::2]]
    for chunk in chunks:
        assert len(k8s.Inventory.read([chunk])) == 1  # type: ignore[list-item]

    session = k8s.Session()
    arguments = Members({Text("schedule"): Text("@daily"), "after": Number(0), "count": Level.HOUR - 3599})
    assert session.call(Text("schedule.next-runs"), arguments) == {"ok": [86400]}


def test_a_record_of_another_class_is_used_by_its_fields() -> None:
    class Own:
        include_namespaces = ("a",)
        include_resources = exclude_namespaces = exclude_resources = None
        include_cluster_resources = label_selector = ttl = None

    own: Any = Own()
    assert k8s.format_spec(own, "json") == k8s.format_spec(Spec(["a"]), "json")


def test_a_lone_surrogate_is_the_replacement_character() -> None:
    assert whole(Text("a\udc80")) == "a\ufffd"
    for character in ("\udc80", "\ud800", "\ufffd"):
        assert k8s.format_spec(Spec([character]), "json") == k8s.format_spec(Spec(["\ufffd"]), "json")
        databag = {"backup_targets": f'[{{"app": "{character}", "relation_name": "b", "model": "m", "spec": {{}}}}]'}
        for app in ("\udc80", "\ud800", "\ufffd"):
            assert Targets([Relation(1, databag)]).get_backup_spec(app, "b", "m") == Spec()


def test_an_error_of_an_argument_itself_is_raised_as_it_is() -> None:
    class Failure(Exception):
        pass

    def fails() -> Iterator[str]:
        yield "a"
        raise Failure

    names: Any = fails()
    with pytest.raises(Failure):
        k8s.check_spec(Spec(include_namespaces=names))
    assert k8s.check_spec(Spec(["a"], ttl="24h")) is not None


def test_a_wrong_argument_changes_nothing() -> None:
    inventory = k8s.Inventory.read([CONFIG_MAP])
    wrong: Any = 5
    for _ in range(3):
        with pytest.raises(TypeError):
            inventory.evaluate(Spec(ttl=wrong))
        with pytest.raises(TypeError):
            inventory.matching_namespaces(wrong)
    assert inventory.matching_namespaces("*") == ["n"]
    assert inventory.coverage([Spec()]).run().uncovered() == []
