"""Threads, signal handlers, finalizers, forks, and what is freed."""

from __future__ import annotations

import copy
import multiprocessing
import os
import pickle
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

import programs
import pytest

import k8s_backup_target as k8s
from k8s_backup_target import Host, Limits, Lost, Spec, capi, cluster, errors, host, requirer, selection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HAS_FORK = pytest.mark.skipif(not hasattr(os, "fork"), reason="fork is not available")
OBJECTS = b'{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"team-a"}}'


def subclasses(class_: type) -> Iterator[type]:
    below: list[type] = class_.__subclasses__()
    for each in below:
        yield each
        yield from subclasses(each)


def pickled(value: Any, protocol: int) -> Any:
    return pickle.loads(pickle.dumps(value, protocol))


COPIES: list[Callable[[Any], Any]] = [copy.copy, copy.deepcopy]
COPIES += [partial(pickled, protocol=protocol) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]


# Objects


def test_no_object_can_be_copied_or_pickled() -> None:
    expected = {Host, k8s.Session, k8s.InventoryReader, selection.Inventory, selection.Evaluation, selection.Coverage}
    expected |= {requirer.Targets, k8s.Document, cluster.Cluster}
    classes = set(subclasses(host._NotCopied))
    assert expected <= classes
    for class_ in classes:
        made: object = object.__new__(class_)
        for copied in COPIES:
            with pytest.raises(TypeError, match=f"a {class_.__name__} cannot be copied or pickled"):
                copied(made)


def test_an_object_that_is_closed_while_a_call_waits() -> None:
    program = """
other = inventory.evaluate(k8s.Spec()).run()
paused = Paused("_func_call")
running = threading.Thread(target=evaluation.verdicts)
running.start()
paused.waits.wait()

waits, answers = threading.Event(), []
with_lock = hosts._Home._with_lock
def signalled(self, *arguments, **options):
    waits.set()
    return with_lock(self, *arguments, **options)
hosts._Home._with_lock = signalled
def ask():
    try:
        answers.append(other.included())
    except Exception as error:
        answers.append(type(error).__name__ + ": " + str(error))
asking = threading.Thread(target=ask)
asking.start()
waits.wait()
other.close()
paused.may_continue.set()
running.join(), asking.join()
print(answers, len(inventory), evaluation.included())
"""
    assert programs.run(program) == "['ClosedError: the evaluation is closed'] 1 1\n"


def test_a_handler_that_closes_the_object_of_a_call() -> None:
    program = """
real = capi._func_call
def closing(*arguments):
    if not done:
        done.append(True)
        evaluation.close()
        assert len(inventory) == 1
    return real(*arguments)
done = []
capi._func_call = closing
try:
    evaluation.included()
except k8s.ClosedError as error:
    print(error)
print(len(inventory))
"""
    assert programs.run(program) == "the evaluation is closed\n1\n"


def test_a_handler_that_closes_the_last_object_in_a_call() -> None:
    program = """
targets = k8s.Targets([])
instance, home = targets._home._instance, targets._home
real = capi._func_call
def closing(*arguments):
    targets.close()
    # Another call must not get the instance that is in use.
    used.append(instance in home._host._spare)
    return real(*arguments)
used = []
capi._func_call = closing
try:
    print(targets.is_ready())
except k8s.ClosedError as error:
    print(error)
print(used, instance in home._host._spare, home._instance)
"""
    # The object is closed before the next call.
    assert programs.run(program) == "False\n[False] True None\n"


def test_an_argument_that_asks_the_same_object() -> None:
    program = """
targets = (
    k8s.Target("a", "b", "m", k8s.Spec(include_namespaces=inventory.matching_namespaces(pattern)))
    for pattern in ["team-*"]
)
print([each.objects for each in inventory.coverage(targets).run().targets()])
def chunks():
    while len(chunks_left):
        yield chunks_left.pop()
        assert len(inventory) == 1
chunks_left = [OBJECTS, OBJECTS]
print(len(k8s.Inventory.read(chunks())))
"""
    assert programs.run(program) == "[1]\n1\n"


# Signal handlers and finalizers

INTERRUPTED = """
home = inventory._home
FILES = ("host.py", "capi.py", "convert.py", "_selection.py", "selection.py")
# The profiler reports calls of Python functions, so this shows where wasmtime's call ends.
native = capi._func_call
capi._func_call = lambda *arguments: native(*arguments)


def is_here(frame):
    if not frame.f_code.co_filename.endswith(FILES):
        return False
    while frame is not None:
        # An error in a finalizer is not raised.
        if frame.f_code.co_name == "__del__":
            return False
        frame = frame.f_back
    return True


def interrupted_at(number, work, interruption):
    'Runs the interruption at an event. Python runs signal handlers at these events. Returns whether there was one.'
    left = [number]
    def profile(frame, event, _argument):
        if event in ("call", "return", "c_return") and is_here(frame):
            left[0] -= 1
            if left[0] == 0:
                sys.setprofile(None)
                interruption()
    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(None)
    return left[0] <= 0


def use():
    'All kinds of calls: one that makes an object, one that closes it, and one of the host.'
    reader = k8s.InventoryReader()
    reader.push(OBJECTS)
    assert len(reader.finish()) == 1
    with inventory.evaluate(k8s.Spec()) as made:
        assert made.run().included() == 1
    assert k8s.check_schedule(k8s.ScheduleConfig("@never"))[0].severity == "error"


def check():
    'Everything answers, and no lock is held.'
    use()
    assert (len(inventory), evaluation.included()) == (1, 1)
    free = []
    thread = threading.Thread(target=lambda: free.append([hosts._is_free(each._lock) for each in hosts._homes]))
    thread.start()
    thread.join()
    assert all(free[0]), free
    assert hosts._thread_state.calls == 0


check()
"""


def test_a_signal_handler_asks_at_any_point_of_a_call() -> None:
    program = """
number = 1
def ask():
    use()
    assert (len(inventory), evaluation.included()) == (1, 1)

while interrupted_at(number, use, ask):
    check()
    number += 1
print(number > 300)
"""
    assert programs.run(INTERRUPTED + program) == "True\n"


def test_a_signal_handler_raises_at_any_point_of_a_call() -> None:
    program = """
class Stopped(BaseException):
    pass

def stop():
    raise Stopped

number, is_done = 1, False
while not is_done:
    try:
        is_done = not interrupted_at(number, use, stop)
    except Stopped:
        pass
    check()
    number += 1
gc.collect()
# The instance of the inventory is the only one that an object has. No instance was given to two users.
spare = inventory._home._host._spare
print(number > 300, len(inventory._home._host._lent), len(spare) == len(set(map(id, spare))) <= 4)
"""
    assert programs.run(INTERRUPTED + program) == "True 1 True\n"


def test_a_finalizer_asks_during_a_call() -> None:
    program = """
class Asks:
    def __del__(self):
        asked.append(len(inventory))

started, asked, real = [], [], capi._func_call
def collecting(*arguments):
    result = real(*arguments)
    if not started:
        started.append(True)
        garbage = Asks()
        del garbage
    return result
capi._func_call = collecting
print(evaluation.included(), asked)
"""
    assert programs.run(program) == "1 [1]\n"


def test_a_finalizer_uses_objects_of_its_cycle() -> None:
    program = """
answers = []
class Holder:
    def __del__(self):
        for ask in (lambda: len(self.inventory), lambda: self.targets.is_ready()):
            try:
                answers.append(ask())
            except k8s.Lost:
                answers.append(None)

# In one case the host is garbage too.
for host in (Host(), None):
    for _ in range(50):
        holder = Holder()
        holder.itself = holder
        own = host or Host()
        holder.inventory, holder.targets = k8s.Inventory.read([OBJECTS], host=own), k8s.Targets([], host=own)
        del holder, own
        gc.collect()
print(len(answers), set(answers) <= {None, 1, False}, len(inventory))
"""
    assert programs.run(program) == "200 True 1\n"


def test_a_finalizer_does_not_wait_for_another_thread() -> None:
    program = """
# Each thread is in a call with one inventory, and then asks the other one. Waiting would never end.
other = k8s.Inventory.read([OBJECTS])
both = threading.Barrier(2)
real = capi._func_call
local = threading.local()
answers = []
def crossing(*arguments):
    result = real(*arguments)
    if getattr(local, "asks", None) is not None:
        asks, local.asks = local.asks, None
        both.wait()
        try:
            answers.append(len(asks))
        except k8s.ComponentError as error:
            answers.append(str(error))
        both.wait()
    return result
capi._func_call = crossing
def work(own, asked):
    local.asks = asked
    assert len(own) == 1
threads = [threading.Thread(target=work, args=pair) for pair in ((inventory, other), (other, inventory))]
[each.start() for each in threads], [each.join() for each in threads]
print(set(answers), len(inventory), len(other))
"""
    expected = "{'another thread uses the object, and this thread is in a call already'} 1 1\n"
    assert programs.run(program) == expected


def test_a_reader_is_closed_if_a_chunk_is_read_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise TimeoutError

    reader = k8s.InventoryReader()
    reader.push(OBJECTS)
    with monkeypatch.context() as patch:
        patch.setattr(capi, "_func_call", interrupt)
        with pytest.raises(TimeoutError):
            reader.push(OBJECTS)
    # Without the part that is missing, its inventory would be a wrong answer.
    with pytest.raises(k8s.ClosedError):
        reader.finish()


# Forks


@HAS_FORK
def test_a_child_of_a_process_with_a_call() -> None:
    program = """
idle = k8s.Targets([])
for name, pauses_after in (("_func_call", False), ("_func_call", True)):
    used = k8s.Inventory.read([OBJECTS])
    paused = Paused(name, pauses_after)
    thread = threading.Thread(target=lambda: len(used))
    thread.start()
    paused.waits.wait()
    print(forked(lambda: len(used)), forked(lambda: (used.close(), k8s.check_spec(k8s.Spec()), idle.is_ready())))
    paused.may_continue.set()
    thread.join()
    setattr(capi, name, paused.real)
    print(len(used), forked(lambda: len(used)))
"""
    assert programs.run(program) == "1 0\n1 0\n" * 2


@HAS_FORK
def test_a_child_that_is_forked_in_a_call_of_its_own_thread() -> None:
    program = """
real, children = capi._func_call, []
def forking(*arguments):
    result = real(*arguments)
    if not children:
        children.append(None)
        children.append(forked(lambda: (len(inventory), evaluation.included())))
    return result
capi._func_call = forking
print(evaluation.included(), children)
"""
    assert programs.run(program) == "1 [None, 0]\n"


@HAS_FORK
def test_a_child_of_a_process_that_compiles() -> None:
    program = """
# It was compiled, in parallel, and the thread still has the lock of the host.
host = Host(cache=None)
paused = Paused("_component_new", pauses_after=True)
thread = threading.Thread(target=lambda: k8s.check_spec(k8s.Spec(), host=host))
thread.start()
paused.waits.wait()
print(forked(lambda: k8s.check_spec(k8s.Spec(), host=host)))
paused.may_continue.set()
thread.join()
print(len(k8s.check_spec(k8s.Spec(ttl="30d"), host=host)) > 0)
"""
    assert programs.run(program) == "0\nTrue\n"


@HAS_FORK
@pytest.mark.parametrize(
    ("module", "ask"),
    [("schedule", "k8s.next_runs('@daily', 0, 1)"), ("merge", "k8s.merge.to_databag")],
)
def test_a_child_of_a_process_that_imports_a_module(module: str, ask: str) -> None:
    program = f"""
import importlib.machinery, time
starts, forks = threading.Event(), threading.Event()
class Slow:
    @staticmethod
    def find_spec(name, path=None, target=None):
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if name == "k8s_backup_target.{module}":
            spec.loader.exec_module = lambda loaded, real=spec.loader.exec_module: (paused(), real(loaded))
        return spec
def paused():
    starts.set()
    forks.wait()
    # A fork that does not wait for this import would now be faster.
    time.sleep(0.5)
sys.meta_path.insert(0, Slow)
assert "k8s_backup_target.{module}" not in sys.modules
thread = threading.Thread(target=lambda: {ask})
thread.start()
starts.wait()
# The last one that is registered is called first.
os.register_at_fork(before=forks.set)
print(forked(lambda: (signal.alarm(60), {ask})))
thread.join()
"""
    assert programs.run(program) == "0\n"


# Errors in other processes


def raised(number: int) -> None:
    raise failures()[number]


def failures() -> list[errors.BackupTargetError]:
    """Returns an error of each class, with what the package raises it with and with other attributes."""
    [diagnostic, *_] = k8s.check_spec(Spec(ttl="30d"))
    arguments: dict[type, tuple[Any, ...]] = {
        errors.InvalidInput: ([diagnostic],),
        errors.InvalidSpec: ([diagnostic],),
        errors.LimitExceeded: ("fuel",),
        errors.NotLeader: (),
        errors.NoRelation: (),
        errors.Lost: (),
    }
    made = []
    for class_ in (errors.BackupTargetError, *subclasses(errors.BackupTargetError)):
        if class_.__module__ == errors.__name__:
            error = class_(*arguments.get(class_, ("why",)))
            error.more = [1]
            made.append(error)
    return made


def is_same(error: BaseException, expected: BaseException) -> bool:
    def parts(error: BaseException) -> tuple[Any, ...]:
        # A pool adds the traceback, as a note or as the cause.
        attributes = {name: value for name, value in vars(error).items() if name != "__notes__"}
        return type(error), str(error), error.args, attributes

    return parts(error) == parts(expected)


def test_every_error_can_be_copied_and_pickled() -> None:
    class Own(errors.LimitExceeded):
        def __init__(self, one: int, two: int) -> None:
            super().__init__("stack")
            self.sum = one + two

    assert len(failures()) >= 11
    for copied in COPIES:
        for error in failures():
            assert is_same(copied(error), error), error
    assert is_same(copy.copy(Own(1, 2)), Own(1, 2))


@pytest.mark.parametrize("start", multiprocessing.get_all_start_methods())
def test_every_error_of_another_process_arrives(start: str) -> None:
    # A pool waits for ever for an error that it cannot unpickle.
    context = multiprocessing.get_context(start)
    expected = failures()
    with context.Pool(1) as pool, ProcessPoolExecutor(1, context) as executor:
        for number, error in enumerate(expected):
            for wait in (
                pool.apply_async(raised, (number,)).get,
                executor.submit(raised, number).result,
            ):
                with pytest.raises(errors.BackupTargetError) as found:
                    wait(programs.WATCHDOG_SECONDS)
                assert is_same(found.value, error)


# Memory


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it reads /proc")
def test_the_memory_of_large_databags_is_freed() -> None:
    program = """
def resident():
    gc.collect()
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20

def text():
    return json.dumps([{"app": "a", "relation_name": "b", "model": "m", "spec": {"ttl": "x" * (40 << 20)}}])

def found():
    return k8s.find_spec([k8s.Relation(1, {"backup_targets": text()})], "a", "b", "m")

def closed():
    with k8s.Targets([k8s.Relation(1, {"backup_targets": text()})]) as targets:
        assert targets.get_backup_spec("a", "b", "m") is not None
    return targets

def failed():
    try:
        k8s.Targets([k8s.Relation(1, {"backup_targets": text()})], host=small)
    except k8s.Trapped:
        pass

small = Host(Limits(memory_bytes=64 << 20))
k8s.find_spec([], "a", "b", "m")
k8s.Targets([], host=small)
start, kept = resident(), []
for ask in (found, closed, failed):
    for _ in range(4):
        answer = ask()
        # What is closed needs no memory, also if it is kept.
        kept.append(answer if ask is closed else None)
        del answer
    more = resident() - start
    print(ask.__name__, more < 16 or more)
"""
    assert programs.run(program) == "found True\nclosed True\nfailed True\n"


def test_the_memory_of_a_failed_call_is_freed_while_its_error_is_kept() -> None:
    with pytest.raises(k8s.Trapped) as raised:
        k8s.Targets([], host=Host(Limits(memory_bytes=4 << 20))).get_backup_spec("x" * (8 << 20), "b", "m")
    frames = [entry.frame for entry in raised.traceback]
    kept = [value for frame in frames for value in frame.f_locals.values() if isinstance(value, host._Instance)]
    assert kept
    assert [each._evaluator._store.value for each in kept] == [None] * len(kept)


def test_an_instance_that_may_have_grown_is_not_used_again() -> None:
    host = Host(Limits())
    text = "ttl: 24h\n" + "#" * (1 << 20)
    assert [each.code for each in k8s.check_text(text, "yaml", host=host)] == ["whole-cluster"]
    assert host._spare == []
    k8s.check_text("ttl: 24h\n", "yaml", host=host)
    [kept] = host._spare
    k8s.check_text("ttl: 24h\n", "yaml", host=host)
    assert host._spare == [kept]
    with k8s.Inventory.read([OBJECTS] * 10_000, host=host):
        pass
    assert kept not in host._spare


def test_the_instance_of_closed_objects_is_used_again() -> None:
    host = Host()
    inventory = k8s.Inventory.read([OBJECTS], host=host)
    evaluation = inventory.evaluate(Spec())
    inventory.close()
    assert (len(host._lent), evaluation.run().included()) == (1, 1)
    evaluation.close()
    assert (host._lent, len(host._spare)) == (set(), 1)
    for _ in range(2):
        evaluation.close()
        with pytest.raises(k8s.ClosedError):
            evaluation.included()


def test_an_object_is_lost_in_every_thread() -> None:
    host = Host(Limits(memory_bytes=4 << 20))
    targets = k8s.Targets([], host=host)
    with pytest.raises(k8s.Trapped):
        targets.get_backup_spec("x" * (8 << 20), "b", "m")
    lost = []

    def ask() -> None:
        try:
            targets.is_ready()
        except Lost as error:
            lost.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(lost) == 4
