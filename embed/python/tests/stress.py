"""Uses the package from many threads at once, with signals and forks, and compares every answer with the expected one.

`cargo xtask stress-python` runs it. It ends with counts. It fails for a wrong answer, an error that is not expected, an
object that is not freed, and a lock that is held. A hang ends with the tracebacks of all threads.
"""

from __future__ import annotations

import argparse
import copy
import faulthandler
import gc
import json
import os
import random
import signal
import sys
import threading
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

import k8s_backup_target as k8s
from k8s_backup_target import host as hosts
from k8s_backup_target.host import Host, Limits

if TYPE_CHECKING:
    from collections.abc import Callable

OBJECTS = 300
SELECTED = 100
LINES = [
    json.dumps({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": f"c{n}", "namespace": f"n{n % 3}"}})
    for n in range(OBJECTS)
]
CHUNKS = ["".join(line + "\n" for line in LINES[start:][: OBJECTS // 3]).encode() for start in (0, 100, 200)]
SPEC = k8s.Spec(include_namespaces=["n0"])
DATABAG = {"backup_targets": '[{"app": "a", "relation_name": "b", "model": "m", "spec": {"ttl": "1h"}}]'}
LARGE = {"backup_targets": json.dumps(["x" * (8 << 20)])}
SIGNAL_SECONDS = 0.003
HANG_SECONDS = 120


class Stopped(BaseException):
    """What the signal handler raises, as KeyboardInterrupt."""


class Slot:
    """Objects of one instance, which all threads share. Any thread closes and replaces them."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.replace()

    def replace(self) -> None:
        inventory = k8s.Inventory.read(CHUNKS, host=self.host)
        targets = k8s.Targets([k8s.Relation(1, DATABAG)], host=self.host)
        # One assignment: another thread never gets a part of them.
        self.objects = inventory, inventory.evaluate(SPEC).run(), targets


class Stress:
    """The work of all threads."""

    def __init__(self, seconds: float, threads: int) -> None:
        self.ends = time.monotonic() + seconds
        self.threads = threads
        self.counts: Counter[str] = Counter()
        self.failures: list[str] = []
        self.hosts = [Host(), Host(Limits(memory_bytes=6 << 20)), Host(Limits(fuel=300_000_000))]
        self.slots = [Slot(host) for host in self.hosts for _ in range(2)]
        self.works: list[tuple[int, Callable[[random.Random], str]]] = [
            (60, self.ask),
            (20, self.evaluate),
            (20, self.call_function),
            (15, self.use_generator),
            (10, self.close),
            (10, self.pass_wrong_argument),
            (10, self.copy),
            (10, self.leave_to_the_collector),
            (3, self.exceed_memory),
            (3, self.exceed_fuel),
            (1, self.fork),
        ]
        self.fork_lock = threading.Lock()
        self.raises = False
        self.random = random.Random(0)

    def slot(self, chance: random.Random) -> Slot:
        return chance.choice(self.slots)

    def ask(self, chance: random.Random) -> str:
        inventory, evaluation, targets = self.slot(chance).objects
        question = chance.randrange(4)
        if question == 0:
            expect(len(inventory), OBJECTS)
        elif question == 1:
            expect(evaluation.included(), SELECTED)
        elif question == 2:
            expect([each.included for each in evaluation.verdicts(0, 3)], [True, False, False])
        else:
            expect(targets.get_backup_spec("a", "b", "m"), k8s.Spec(ttl="1h"))
        return "answers of shared objects"

    def evaluate(self, chance: random.Random) -> str:
        inventory, _, _ = self.slot(chance).objects
        with inventory.evaluate(SPEC) as evaluation:
            expect(evaluation.run(chance.choice((50, 1000))).included(), SELECTED)
        return "evaluations"

    def call_function(self, chance: random.Random) -> str:
        days = chance.randrange(1, 1000)
        expect(k8s.next_runs("@daily", days * 86400, 1, host=self.slot(chance).host), [(days + 1) * 86400])
        found = k8s.check_spec(k8s.Spec(["a"], ttl=f"{days}d"), host=self.slot(chance).host)
        expect([f"`{days}d`" in each.message for each in found if each.code == "ttl-not-a-duration"], [True])
        return "calls of functions"

    def use_generator(self, chance: random.Random) -> str:
        inventory, _, _ = self.slot(chance).objects
        specs = (k8s.Spec(include_namespaces=inventory.matching_namespaces(each)) for each in ("n0", "n*"))
        with inventory.coverage(specs) as coverage:
            expect([each.objects for each in coverage.run().targets()], [SELECTED, OBJECTS])
        return "generators that ask the same object"

    def close(self, chance: random.Random) -> str:
        slot = self.slot(chance)
        for each in slot.objects:
            each.close()
        slot.replace()
        return "closed and replaced"

    def pass_wrong_argument(self, chance: random.Random) -> str:
        inventory, _, _ = self.slot(chance).objects
        wrong: Any = chance.choice((5, ["a"], {1: 2}, float("nan"), "\0"))
        try:
            inventory.evaluate(k8s.Spec(include_namespaces=wrong, ttl=wrong))
        except k8s.BackupTargetError:
            raise
        except TypeError:
            return "wrong arguments refused"
        raise AssertionError(f"{wrong!r} was not refused")

    def copy(self, chance: random.Random) -> str:
        for each in self.slot(chance).objects:
            try:
                copy.copy(each)
            except TypeError:
                continue
            raise AssertionError(f"{each!r} was copied")
        return "copies refused"

    def leave_to_the_collector(self, chance: random.Random) -> str:
        slot = self.slot(chance)

        class Holder:
            def __init__(self) -> None:
                self.itself, self.shared = self, slot.objects[0]
                self.own = k8s.Inventory.read(CHUNKS[:1], host=slot.host)

            def __del__(self) -> None:
                # A signal handler can raise before there is an own one.
                own = getattr(self, "own", None)
                for inventory, expected in ((own, OBJECTS // 3), (self.shared, OBJECTS)):
                    if inventory is None:
                        continue
                    try:
                        expect(len(inventory), expected)
                    except (k8s.BackupTargetError, Stopped):
                        continue

        Holder()
        return "objects in cycles with a finalizer"

    def exceed_memory(self, chance: random.Random) -> str:
        slot = self.slots[2]
        if chance.random() < 0.5:
            self.lose(lambda: k8s.Targets([k8s.Relation(1, LARGE)], host=slot.host), k8s.Trapped)
        else:
            self.lose(lambda: slot.objects[0].matching_namespaces("x" * (8 << 20)), k8s.Trapped)
            slot.replace()
        return "calls over the limit of memory"

    def exceed_fuel(self, chance: random.Random) -> str:
        slot = self.slots[4]
        self.lose(lambda: k8s.Targets([k8s.Relation(1, LARGE)] * 4, host=slot.host), k8s.LimitExceeded)
        return "calls over the limit of fuel"

    def lose(self, work: Callable[[], object], expected: type[Exception]) -> None:
        try:
            work()
        except expected:
            return
        raise AssertionError(f"{expected.__name__} was not raised")

    def fork(self, chance: random.Random) -> str:
        if not hasattr(os, "fork") or not self.fork_lock.acquire(blocking=False):
            return "forks that another thread makes already"
        try:
            child = os.fork()
            if child == 0:
                self.run_child(chance)
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        finally:
            self.fork_lock.release()
        expect(status, 0)
        return "forks"

    def run_child(self, chance: random.Random) -> None:
        """Everything that does not fork, in a child. It ends the process."""
        status = 1
        try:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(HANG_SECONDS)
            for _, work in self.works[:-1]:
                try:
                    work(chance)
                except (k8s.ClosedError, k8s.Lost):
                    continue
            if chance.random() < 0.1:
                k8s.check_spec(SPEC, host=Host(cache=None))
            for slot in self.slots:
                slot.replace()
                expect(len(slot.objects[0]), OBJECTS)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)

    def work(self, seed: int) -> None:
        """What each thread does until the end."""
        chance = random.Random(seed)
        counts: Counter[str] = Counter()
        weights = [weight for weight, _ in self.works]
        while time.monotonic() < self.ends and not self.failures:
            [(_, work)] = chance.choices(self.works, weights)
            self.raises = threading.current_thread() is threading.main_thread()
            try:
                try:
                    done = work(chance)
                finally:
                    if threading.current_thread() is threading.main_thread():
                        self.raises = False
            except (k8s.ClosedError, k8s.Lost) as error:
                done = type(error).__name__
            except k8s.ComponentError as error:
                if "in a call already" not in str(error):
                    self.failures.append(traceback.format_exc())
                done = "refused to wait"
            except Stopped:
                done = "calls that a signal handler ended"
            except BaseException:
                self.failures.append(traceback.format_exc())
                done = "failures"
            counts[done] += 1
        self.counts.update(counts)

    def handle(self, *_: object) -> None:
        """Asks, and sometimes raises, in any step of the main thread."""
        if self.raises and self.random.random() < 0.7:
            self.raises = False
            raise Stopped
        inventory, evaluation, _targets = self.random.choice(self.slots).objects
        try:
            expect(len(inventory), OBJECTS)
            expect(evaluation.included(), SELECTED)
            self.counts["signal handlers that ask"] += 1
        except (k8s.ClosedError, k8s.ComponentError) as error:
            self.counts[f"signal handlers: {type(error).__name__}"] += 1

    def record(self, unraisable: sys.UnraisableHookArgs) -> None:
        """Records an error that a finalizer did not handle."""
        if not isinstance(unraisable.exc_value, Stopped):
            self.failures.append(f"{unraisable.object!r}: {unraisable.exc_value!r}")

    def run(self) -> None:
        sys.unraisablehook = self.record
        threads = [threading.Thread(target=self.work, args=(seed,)) for seed in range(1, self.threads)]
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, self.handle)
            signal.setitimer(signal.ITIMER_REAL, SIGNAL_SECONDS, SIGNAL_SECONDS)
        for thread in threads:
            thread.start()
        self.work(0)
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        for thread in threads:
            thread.join()

    def check_end(self) -> None:
        """Checks that all locks are free, and that all objects are freed when nothing uses them."""
        expect({hosts._thread_state.calls, *(each._running for each in hosts._homes)}, {0})
        free: list[bool] = []
        locks = [each._lock for each in hosts._homes] + [each._lock for each in hosts._hosts]
        thread = threading.Thread(target=lambda: free.extend(map(hosts._is_free, locks)))
        thread.start()
        thread.join()
        expect(all(free), True)
        for slot in self.slots:
            del slot.objects
        gc.collect()
        for host in self.hosts:
            expect(len(host._lent), 0)
            expect(len(set(map(id, host._spare))), len(host._spare))


def expect(found: object, expected: object) -> None:
    if found != expected:
        raise AssertionError(f"expected {expected!r}, not {found!r}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--threads", type=int, default=16)
    options = parser.parse_args()
    faulthandler.enable()
    faulthandler.dump_traceback_later(options.seconds + HANG_SECONDS, exit=True)
    sys.setswitchinterval(0.0005)
    stress = Stress(options.seconds, options.threads)
    stress.run()
    if not stress.failures:
        stress.check_end()
    for name, count in sorted(stress.counts.items()):
        print(f"{count:9,}  {name}")
    for failure in stress.failures:
        print(failure, file=sys.stderr)
    sys.exit(1 if stress.failures else 0)


if __name__ == "__main__":
    main()
