"""Limits, threads and the lifetime of objects."""

from __future__ import annotations

import gc
import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from testdata import PROJECT

import k8s_backup_target as k8s
from k8s_backup_target import ClosedError, Host, LimitExceeded, Limits, Lost, Relation, Spec, Targets, Trapped, capi

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SMALL = [Relation(1, {"backup_targets": '[{"app": "a", "relation_name": "b", "model": "m", "spec": {"ttl": "1h"}}]'})]
CLUSTER = [
    {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "prod"}, "status": {"phase": "Active"}},
    {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings", "namespace": "prod"}},
    {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "data", "namespace": "staging"}},
]
OBJECTS = json.dumps({"apiVersion": "v1", "kind": "List", "items": CLUSTER}).encode()
PROD = Spec(include_namespaces=["prod"])


def big(megabytes: int) -> list[Relation]:
    return [Relation(1, {"backup_targets": json.dumps(["x" * (megabytes << 20)])})]


def answers(host: Host) -> None:
    assert Targets(SMALL, host=host).get_backup_spec("a", "b", "m") == Spec(ttl="1h")
    assert [each.code for each in k8s.check_schedule(k8s.ScheduleConfig("@never"), host=host)] != []


def test_a_call_that_exceeds_the_memory_fails_and_the_next_one_works() -> None:
    host = Host(Limits(memory_bytes=4 << 20))
    for _ in range(3):
        with pytest.raises(Trapped, match="memory"):
            Targets(big(8), host=host)
        answers(host)


def test_a_call_that_exceeds_the_fuel_fails_and_the_next_one_works() -> None:
    host = Host(Limits(fuel=50_000_000))
    for _ in range(3):
        with pytest.raises(LimitExceeded) as raised:
            Targets(big(64), host=host)
        assert raised.value.limit == "fuel"
        answers(host)


def test_fuel_is_not_counted_by_default(tmp_path: Path) -> None:
    assert Limits().fuel is None
    # Each engine loads the machine code that was compiled for it, in the first round and from the cache.
    for _ in range(2):
        counts = [Host(Limits(fuel=fuel), tmp_path / "cache") for fuel in (None, 10**11)]
        for host in counts:
            answers(host)
        assert [host._compiled().engine.counts_fuel for host in counts] == [False, True]
        assert len(list((tmp_path / "cache").glob("*.cwasm"))) == 2


def test_each_call_has_all_the_fuel() -> None:
    host = Host(Limits(fuel=50_000_000))
    targets = Targets(SMALL, host=host)
    for _ in range(300):
        assert targets.is_ready()
        answers(host)


def test_a_call_that_exceeds_the_stack_fails() -> None:
    with pytest.raises(LimitExceeded) as raised:
        Targets(SMALL, host=Host(Limits(stack_bytes=256)))
    assert raised.value.limit == "stack"


def test_a_databag_of_fifty_megabytes_can_be_read_with_the_default_limits() -> None:
    text = '[{"app": "a", "relation_name": "b", "model": "m", "spec": {"ttl": "' + "x" * (50 << 20) + '"}}]'
    found = Targets([Relation(1, {"backup_targets": text})]).get_backup_spec("a", "b", "m")
    assert found is not None
    assert len(found.ttl or "") == 50 << 20


def test_an_object_is_lost_if_a_call_exceeds_a_limit() -> None:
    host = Host(Limits(memory_bytes=4 << 20))
    targets = Targets(SMALL, host=host)
    with pytest.raises(Trapped):
        targets.get_backup_spec("x" * (8 << 20), "b", "m")
    with pytest.raises(Lost):
        targets.is_ready()
    targets.close()
    answers(host)


def test_an_untested_version_of_wasmtime_is_refused() -> None:
    for version in ("48.0.0", "49.1.2", "50.0.1"):
        capi.require_tested(version)
    for version in ("47.0.1", "51.0.0", "dev"):
        message = f"wasmtime {version} is not supported: this package is tested with wasmtime 48 to 50; install"
        with pytest.raises(k8s.ComponentError, match=re.escape(message)):
            capi.require_tested(version)
    capi.require_tested(capi.version)
    assert f"wasmtime>={capi.TESTED.start},<{capi.TESTED.stop}" in (PROJECT / "embed/python/pyproject.toml").read_text()


@pytest.mark.parametrize(
    "wrong", [{"memory_bytes": 0}, {"memory_bytes": -1}, {"fuel": 0}, {"fuel": 2**64}, {"stack_bytes": 8 << 20}]
)
def test_a_limit_must_be_in_its_range(wrong: dict[str, int]) -> None:
    [name] = wrong
    with pytest.raises(ValueError, match=f"{name}: .* is not between 1 and"):
        Limits(**wrong)
    with pytest.raises(TypeError, match=f"{name}: expected an int, not 1.0"):
        Limits(**{name: 1.0})  # type: ignore[arg-type]


def test_a_session_calls_functions_by_name_and_has_its_own_resources() -> None:
    host = Host()
    opened = []
    for app in ("a", "b"):
        session = k8s.Session(host=host)
        published: Any = [{"app": app, "relation_name": "b", "model": "m", "spec": {}}]
        relations = [{"id": 1, "databag": {"backup_targets": json.dumps(published)}}]
        opened.append((app, session, session.call("requirer.targets.new", {"relations": relations})))
    for app, session, targets in opened:
        [entry] = session.call("requirer.targets.entries", {"self": targets})
        assert entry["target"]["app"] == app
        assert session.call("close", {"self": targets}) is None
        with pytest.raises(ValueError, match=f"self: resource {targets} is closed"):
            session.call("requirer.targets.entries", {"self": targets})
    assert session.call("schedule.next-runs", {"schedule": "@daily", "after": 0, "count": 1}) == {"ok": [86400]}
    with pytest.raises(ValueError, match=r"the arguments: unknown function `validation\.chek-spec`; write"):
        session.call("validation.chek-spec", {})
    del session, opened
    gc.collect()
    assert (host._spare, host._lent) == ([], set())


def test_a_closed_object_cannot_be_used() -> None:
    with Targets(SMALL) as targets:
        assert targets.is_ready()
    with pytest.raises(ClosedError, match="the targets is closed"):
        targets.is_ready()
    targets.close()
    reader = k8s.InventoryReader()
    reader.push(OBJECTS)
    assert len(reader.finish()) == 3
    with pytest.raises(ClosedError, match="the inventory-reader is closed"):
        reader.push(b"")


def test_an_evaluation_can_be_used_after_its_inventory_is_closed() -> None:
    with k8s.Cluster.open() as cluster, k8s.Inventory.read([OBJECTS], cluster) as inventory:
        evaluation = inventory.evaluate(PROD)
        coverage = inventory.coverage([k8s.Target("a", "b", "m", PROD)])
        document = k8s.Document("ttl: 30d", "yaml", None, cluster)
    assert [each.included for each in evaluation.run(1)] == [True, True, False]
    assert [each.objects for each in coverage.run(1).targets()] == [2]
    assert [each.code for each in document.diagnostics()] == ["whole-cluster", "ttl-not-a-duration"]


def test_a_class_without_a_constructor_says_what_to_use() -> None:
    for class_ in (k8s.Cluster, k8s.Inventory):
        with pytest.raises(TypeError, match=r"makes one|use Inventory"):
            class_()


def test_memory_is_freed() -> None:
    host = Host(Limits(memory_bytes=24 << 20))
    inventory = k8s.Inventory.read([OBJECTS], host=host)
    for _ in range(200):
        # Each has megabytes, and is dropped by `close` or by the garbage collector.
        targets = [k8s.Target("a" * (1 << 20), "b", "m", PROD)]
        with inventory.coverage(targets) as coverage:
            coverage.run()
        inventory.coverage(targets)
    gc.collect()
    assert len(inventory) == 3


def test_objects_in_a_cycle_are_collected_and_their_instance_is_used_again() -> None:
    class Holder:
        pass

    host = Host()
    for _ in range(50):
        holder: Any = Holder()
        holder.itself = holder
        holder.targets = Targets(SMALL, host=host)
        holder.evaluation = k8s.Inventory.read([OBJECTS], host=host).evaluate(PROD)
        del holder
        gc.collect()
        answers(host)
    assert host._lent == set()
    assert 0 < len(host._spare) <= 4


def test_calls_of_many_threads_have_the_same_results_as_of_one() -> None:
    def ask(number: int) -> tuple[list[str], Spec | None]:
        ttl = f"{number}d"
        diagnostics = k8s.check_spec(Spec(include_namespaces=["a"], ttl=ttl))
        databag = {
            "backup_targets": json.dumps([{"app": "a", "relation_name": "b", "model": "m", "spec": {"ttl": ttl}}])
        }
        return [each.message for each in diagnostics], Targets([Relation(1, databag)]).get_backup_spec("a", "b", "m")

    expected = [ask(number) for number in range(100)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(100))) == expected
    assert len({tuple(messages) for messages, _ in expected}) == 100


def test_one_object_can_be_used_from_many_threads() -> None:
    relations = [
        Relation(
            id_, {"backup_targets": json.dumps([{"app": f"{id_}", "relation_name": "b", "model": "m", "spec": {}}])}
        )
        for id_ in range(50)
    ]
    with Targets(relations) as targets, ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda number: targets.get_backup_spec(str(number % 60), "b", "m"), range(600))
        assert [each is not None for each in found] == [number % 60 < 50 for number in range(600)]


def test_objects_can_be_created_and_collected_in_any_thread() -> None:
    inventory = k8s.Inventory.read([OBJECTS])
    errors = []

    def work() -> None:
        try:
            for _ in range(50):
                assert inventory.evaluate(PROD).run(1).included() == 2
                gc.collect(0)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def chunks(size: int) -> Iterator[bytes]:
    for start in range(0, len(OBJECTS), size):
        yield OBJECTS[start : start + size]


@pytest.mark.parametrize("size", [1, 7, 1 << 16])
def test_an_inventory_is_read_in_chunks_of_any_size(size: int) -> None:
    inventory = k8s.Inventory.read(chunks(size))
    assert [each.name for each in inventory] == ["prod", "settings", "data"]
    assert inventory.objects(1, 1) == [k8s.ObjectRef("configmaps", "prod", "settings")]
    assert inventory.matching_namespaces("*") == ["prod"]
    assert [each.code for each in inventory.diagnostics()] == []


def test_a_chunk_of_megabytes_is_read_fast() -> None:
    # With the conversion of the wasmtime package this would take seconds for each megabyte.
    objects = b"\n".join(
        json.dumps({**CLUSTER[1], "metadata": {"name": f"n{n}", "namespace": "prod"}}).encode() for n in range(30_000)
    )
    assert len(k8s.Inventory.read([objects])) == 30_000


def test_a_text_that_is_not_a_list_of_objects_is_refused() -> None:
    reader = k8s.InventoryReader()
    with pytest.raises(k8s.InvalidInput, match="the text is a table, not JSON") as raised:
        reader.push(b"NAME   STATUS\nprod   Active\n")
    assert raised.value.diagnostics
    with pytest.raises(k8s.InvalidInput):
        reader.finish()


def test_verdicts_and_coverage_are_computed_in_steps() -> None:
    inventory = k8s.Inventory.read([OBJECTS])
    evaluation = inventory.evaluate(PROD)
    steps = 1
    while not evaluation.step(1):
        steps += 1
    assert steps >= 3
    assert [k8s.REASONS[byte] for byte in evaluation.reasons()] == [each.reason for each in evaluation.verdicts()]
    assert evaluation.verdicts(2, 5) == [
        k8s.Verdict(
            k8s.ObjectRef("persistentvolumeclaims", "staging", "data"),
            False,
            "namespace-not-included",
            "/include_namespaces",
            None,
        )
    ]
    target = k8s.Target("a", "b", "m", PROD)
    coverage = inventory.coverage([target, target]).run(2)
    assert coverage.targets() == [k8s.TargetCoverage(2, 0, 0, None)] * 2
    assert (coverage.uncovered(), coverage.uncovered_claims(), coverage.uncovered(1, 5)) == ([2], [2], [])
    assert coverage.overlapping() == [k8s.Overlap(0, [0, 1]), k8s.Overlap(1, [0, 1])]
