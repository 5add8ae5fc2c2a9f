"""Measures starts and calls of this package and of the library: medians, and their ratio.

Run it in an environment with both: `python bench.py`. Do not compare the numbers of different runs. With `start`, or
with `calls` and a file of inputs, it prints lines for the tables of `cargo xtask bench`. With `fuel`, it measures what
counting fuel costs.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCES = Path(__file__).parent / "src"
PROCESSES = 20
TARGETS = (1, 100, 10_000)


def entry(number: int) -> dict[str, Any]:
    spec = {
        "include_namespaces": ["my-namespace"],
        "include_resources": ["persistentvolumeclaims", "services", "deployments"],
        "exclude_namespaces": None,
        "exclude_resources": None,
        "include_cluster_resources": True,
        "label_selector": {"app": "my-app"},
        "ttl": "24h",
    }
    return {"app": f"app-{number}", "relation_name": "backup", "model": "my-model", "spec": spec}


DATABAG = {"backup_targets": json.dumps([entry(0)])}
FAKE_CHARM = """
import ops
class Relation:
    load = ops.Relation.load
    id = 1
    def __init__(self, databag):
        self.app = 'provider'
        self.data = {self.app: databag}
class Charm:
    def __init__(self, databag):
        self.model = self
        self.relations = {'targets': [Relation(databag)]}
"""
LOOKUP = f"""
requirer = K8sBackupTargetRequirer(Charm({DATABAG!r}), 'targets')
assert requirer.get_backup_spec('app-0', 'backup', 'my-model').ttl == '24h'
"""
# What a process runs from its start to its first result.
PROGRAMS = {
    "python, nothing": "pass",
    "import ops": "import ops",
    "import the library": "import charmlibs.interfaces.k8s_backup_target",
    "the library: import, look up": (
        "from charmlibs.interfaces.k8s_backup_target import K8sBackupTargetRequirer" + FAKE_CHARM + LOOKUP
    ),
    "drop-in: import": "import k8s_backup_target.charm",
    "drop-in: import, make a spec": (
        "from k8s_backup_target.charm import K8sBackupTargetSpec; K8sBackupTargetSpec(include_namespaces=['a'])"
    ),
    "drop-in: import, look up": ("from k8s_backup_target.charm import K8sBackupTargetRequirer" + FAKE_CHARM + LOOKUP),
    "package: import, read, look up": (
        "from k8s_backup_target import Relation, Targets\n"
        f"assert Targets([Relation(1, {DATABAG!r})]).get_backup_spec('app-0', 'backup', 'my-model').ttl == '24h'"
    ),
}
WITHOUT_CACHE = "drop-in: import, look up"
THE_LIBRARY = "the library: import, look up"


def started(program: str, cache: str) -> float:
    environment = {**os.environ, "PYTHONPATH": str(SOURCES), "XDG_CACHE_HOME": cache}
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)
    return time.perf_counter() - start


def starts() -> None:
    """Runs the programs in turn, so that other load on the machine affects all of them."""
    times: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    without: list[float] = []
    with tempfile.TemporaryDirectory() as cache:
        for name, program in PROGRAMS.items():
            started(program, cache)  # Reads the files, and compiles the component.
            assert name in times
        for _ in range(PROCESSES):
            for name, program in PROGRAMS.items():
                times[name].append(started(program, cache))
        # Compiling takes long, so a few runs are enough.
        without = [started(PROGRAMS[WITHOUT_CACHE], "/dev/null/none") for _ in range(5)]
    of_library = statistics.median(times[THE_LIBRARY])
    print(f"{f'a process, median of {PROCESSES}':<46}{'ms':>10}{'library = 1':>14}")
    for name, measured in [*times.items(), (f"{WITHOUT_CACHE}, without a cache", without)]:
        median = statistics.median(measured)
        print(f"{name:<46}{median * 1e3:>10.1f}{median / of_library:>14.2f}")


def median_of(call: Callable[[], Any], seconds: float = 1.0) -> float:
    times: list[float] = []
    end = time.perf_counter() + seconds
    while len(times) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def fuel() -> None:
    """Measures calls with and without fuel in turn."""
    sys.path.insert(0, str(SOURCES))
    import k8s_backup_target as package
    from k8s_backup_target.host import Host, Limits

    hosts = [Host(), Host(Limits(fuel=10**12))]
    spec = json.dumps(entry(0)["spec"])
    relations = [package.Relation(1, {"backup_targets": json.dumps([entry(number) for number in range(1000)])})]
    objects = "".join(
        json.dumps({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": f"pod-{number}", "namespace": "a"}})
        for number in range(10_000)
    ).encode()
    measured: dict[str, Callable[[Host], Any]] = {
        "check a spec": lambda host: package.check_text(spec, "json", host=host),
        "read 1,000 targets": lambda host: package.Targets(relations, host=host).is_ready(),
        "read 10,000 objects": lambda host: package.Inventory.read([objects], package.Cluster.open([], host=host)),
    }
    print(f"{'a call, median of five rounds':<46}{'fuel, times without':>20}")
    for name, call in measured.items():
        ratios = []
        for _ in range(5):
            without, counted = (median_of(lambda host=host: call(host), 0.5) for host in hosts)  # type: ignore[misc]
            ratios.append(counted / without)
        print(f"{name:<46}{statistics.median(ratios):>20.2f}")


def calls() -> None:
    sys.path.insert(0, str(SOURCES))
    from charmlibs.interfaces import k8s_backup_target as library
    from charmlibs.interfaces.k8s_backup_target._schema import ProviderAppData

    import k8s_backup_target as package
    from k8s_backup_target import charm as drop_in

    names: dict[str, Any] = {}
    exec(FAKE_CHARM, names)
    print(f"\n{'a call, median':<46}{'us':>10}{'library = 1':>14}")

    def report(name: str, of: float, library: float | None = None) -> None:
        print(f"{name:<46}{of * 1e6:>10.0f}{'' if library is None else f'{of / library:>14.3f}'}")

    for count in TARGETS:
        databag = {"backup_targets": json.dumps([entry(number) for number in range(count)])}
        fake, query = names["Charm"](databag), (f"app-{count - 1}", "backup", "my-model")
        of_library = library.K8sBackupTargetRequirer(fake, "targets")
        expected = median_of(lambda: of_library.get_backup_spec(*query))
        report(f"library: read and look up, {count} targets", expected, expected)

        def read_and_look_up() -> None:
            drop_in.K8sBackupTargetRequirer(fake, "targets").get_backup_spec(*query)

        report(f"drop-in: read and look up, {count} targets", median_of(read_and_look_up), expected)
        requirer = drop_in.K8sBackupTargetRequirer(fake, "targets")
        report(
            f"drop-in: look up again, {count} targets", median_of(lambda: requirer.get_backup_spec(*query)), expected
        )
        relations = [package.Relation(1, databag)]
        report(
            f"package: read and look up, {count} targets",
            median_of(lambda: package.Targets(relations).get_backup_spec(*query)),
            expected,
        )
        report(f"package: all entries, {count} targets", median_of(lambda: package.Targets(relations).entries()))
        relation = fake.relations["targets"][0]
        loaded = median_of(lambda: relation.load(ProviderAppData, "provider"))
        report(f"library: relation.load, {count} targets", loaded, loaded)
        report(
            f"drop-in: relation.load, {count} targets",
            median_of(lambda: relation.load(drop_in.ProviderAppData, "provider")),
            loaded,
        )

    spec = package.Spec(include_namespaces=["a"], include_resources=["deployments"], ttl="30d")
    report("package: check a spec", median_of(lambda: package.check_spec(spec)))
    text = package.format_spec(spec, "yaml")
    report("package: check a text", median_of(lambda: package.Document(text, "yaml").diagnostics()))
    identity, relations = package.Identity("app", "model", "backup"), [package.Relation(1)]
    report("package: publish", median_of(lambda: package.publish(identity, spec, True, relations, "publish")))
    made = library.K8sBackupTargetSpec
    fields: dict[str, Any] = {"include_namespaces": ["a"], "ttl": "24h"}
    expected = median_of(lambda: made(**fields))
    report("library: make a spec", expected, expected)
    report("drop-in: make a spec", median_of(lambda: drop_in.K8sBackupTargetSpec(**fields)), expected)


LIBRARY = "the Python library"
PYTHON = "Python"


def tell(host: str, row: str, seconds: float, **more: int) -> None:
    print(json.dumps({"host": host, "row": row, **more, "seconds": seconds}), flush=True)


def start_lines() -> None:
    """Measures importing and the first result in a running process."""
    programs = {
        (LIBRARY, "import"): "import charmlibs.interfaces.k8s_backup_target",
        (PYTHON, "import"): "import k8s_backup_target",
        (PYTHON, "until the first check is answered, in a process that runs"): (
            "import k8s_backup_target; k8s_backup_target.check_spec(k8s_backup_target.Spec(include_namespaces=['a']))"
        ),
    }
    timed = "import time; start = time.perf_counter(); {}; print(time.perf_counter() - start)"
    times: dict[tuple[str, str], list[float]] = {line: [] for line in programs}
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "PYTHONPATH": str(SOURCES), "XDG_CACHE_HOME": cache}
        for run in range(PROCESSES + 1):
            for line, program in programs.items():
                command = [sys.executable, "-c", timed.format(program)]
                done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
                if run:  # The first run reads the files, and compiles the component.
                    times[line].append(float(done.stdout))
    for (host, row), measured in times.items():
        tell(host, row, statistics.median(measured))


def call_lines(inputs: dict[str, Any]) -> None:
    """Measures what every host measures, for the library and for this package."""
    sys.path.insert(0, str(SOURCES))
    from charmlibs.interfaces.k8s_backup_target import K8sBackupTargetRequirer

    import k8s_backup_target as package

    databags, spec_text = inputs["databags"], inputs["spec"]
    databag, query = {"backup_targets": databags[0]["text"]}, tuple(databags[0]["query"])
    of_library = (
        "from charmlibs.interfaces.k8s_backup_target import K8sBackupTargetRequirer"
        + FAKE_CHARM
        + f"assert K8sBackupTargetRequirer(Charm({databag!r}), 'targets').get_backup_spec(*{query!r})"
    )
    of_package = (
        "from k8s_backup_target import Relation, Targets\n"
        f"assert Targets([Relation(1, {databag!r})]).get_backup_spec(*{query!r})"
    )
    with tempfile.TemporaryDirectory() as cache:
        for host, program in [(LIBRARY, of_library), (PYTHON, of_package)]:
            started(program, cache)  # Reads the files, and compiles the component.
            times = [started(program, cache) for _ in range(PROCESSES)]
            tell(host, "a process, from its start to its first lookup", statistics.median(times))

    names: dict[str, Any] = {}
    exec(FAKE_CHARM, names)
    for databag in databags:
        query, content = databag["query"], {"backup_targets": databag["text"]}
        requirer = K8sBackupTargetRequirer(names["Charm"](content), "targets")
        relations = [package.Relation(1, content)]
        row, size = "read and look up, targets", databag["targets"]
        of_each_lookup = median_of(lambda: requirer.get_backup_spec(*query))
        tell(LIBRARY, row, of_each_lookup, size=size)
        tell(PYTHON, row, median_of(lambda: package.Targets(relations).get_backup_spec(*query)), size=size)
    again = "look up again, targets"
    tell(LIBRARY, again, of_each_lookup, size=size)  # The library reads everything each time.
    targets = package.Targets(relations)
    tell(PYTHON, again, median_of(lambda: targets.get_backup_spec(*query)), size=size)

    [spec] = package.Document(spec_text, "json", "spec").specs()
    tell(PYTHON, "check a spec", median_of(lambda: package.check_spec(spec)))
    checked = median_of(lambda: package.Document(spec_text, "json", "spec").diagnostics())
    tell(PYTHON, "check its JSON, with places", checked)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["calls", inputs]:
            call_lines(json.loads(Path(inputs).read_text("utf-8")))
        case ["start"]:
            start_lines()
        case ["fuel"]:
            fuel()
        case _:
            starts()
            calls()
