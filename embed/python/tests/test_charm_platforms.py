"""Machines without the component: each failure is a `ComponentError`, and a charm continues without it."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
import types
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import k8s_backup_target
from k8s_backup_target import ComponentError, capi

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCES = str(Path(k8s_backup_target.__file__).parents[1])
SUPPORTED = "it runs on android, darwin, linux and win32, on x86_64 and aarch64, with a 64-bit Python"

# The files of wasmtime 48.0.0, 49.0.0 and 50.0.1 on PyPI, without the source. pip installs the one for `any` on all
# other machines. It only has the library for Windows.
WHEELS = [
    *("android_26_arm64_v8a", "android_26_x86_64", "any", "macosx_10_13_x86_64", "macosx_11_0_arm64"),
    *("manylinux1_x86_64", "manylinux2014_aarch64", "musllinux_1_2_aarch64", "musllinux_1_2_x86_64"),
    *("win_amd64", "win_arm64"),
]


def test_the_supported_machines_are_those_of_the_wheels() -> None:
    platforms = {"android": "android", "macosx": "darwin", "manylinux": "linux", "musllinux": "linux", "win": "win32"}
    machines = {"arm64_v8a": "aarch64", "arm64": "aarch64", "amd64": "x86_64", "x86_64": "x86_64", "aarch64": "aarch64"}
    found = set()
    for wheel in WHEELS:
        if wheel != "any":
            [platform] = [name for name in platforms if re.match(rf"{name}[\d_]", wheel)]
            [machine] = [name for name in machines if re.search(rf"_{name}$", wheel) and f"_x{name}" not in wheel]
            found.add((platforms[platform], machines[machine]))
    assert found == {(platform, machine) for platform in capi.LIBRARIES for machine in set(capi.MACHINES.values())}


def load(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Loads the module as in a new process."""
    monkeypatch.delitem(sys.modules, "k8s_backup_target.capi")
    monkeypatch.setattr(k8s_backup_target, "capi", capi)
    return importlib.import_module("k8s_backup_target.capi")


def on(platform: str, machine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(os, "uname", lambda: types.SimpleNamespace(machine=machine), raising=False)


@pytest.mark.parametrize(
    ("platform", "machine"),
    [
        *(("linux", machine) for machine in ("s390x", "ppc64le", "riscv64", "i686", "armv7l", "loongarch64", "")),
        *(("freebsd14", "amd64"), ("darwin", "ppc"), ("emscripten", "wasm32"), ("cygwin", "x86_64")),
    ],
)
def test_another_machine_is_named(platform: str, machine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    on(platform, machine, monkeypatch)
    with pytest.raises(ComponentError, match=re.escape(f"wasmtime does not run on {platform}, {machine}: {SUPPORTED}")):
        load(monkeypatch)


def test_windows_names_its_machine_in_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delattr(os, "uname", raising=False)
    monkeypatch.setenv("PROCESSOR_ARCHITECTURE", "x86")
    with pytest.raises(ComponentError, match="wasmtime does not run on win32, x86: it runs on"):
        load(monkeypatch)


def test_a_32_bit_python_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    on("linux", "aarch64", monkeypatch)
    monkeypatch.setattr(sys, "maxsize", 2**31 - 1)
    with pytest.raises(
        ComponentError, match="wasmtime does not run on linux, aarch64 with a 32-bit Python: it runs on"
    ):
        load(monkeypatch)


@pytest.mark.parametrize(
    ("platform", "machine", "folder"),
    [
        ("darwin", "arm64", "darwin-aarch64"),
        ("linux", "aarch64", "linux-aarch64"),
        ("android", "x86_64", "android-x86_64"),
        ("win32", "AMD64", "win32-x86_64"),
    ],
)
def test_a_library_that_cannot_be_loaded_is_named(
    platform: str, machine: str, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = ["wasmtime/__init__.py", "wasmtime/win32-x86_64/_wasmtime.dll", "wasmtime-50.0.1.dist-info/METADATA"]
    for file in files:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("no library")
    monkeypatch.syspath_prepend(tmp_path)
    on(platform, machine, monkeypatch)
    if platform == "android":
        # Before Python 3.13, the platform is linux there.
        monkeypatch.setattr(sys, "platform", "linux")
        monkeypatch.setattr(sys, "getandroidapilevel", lambda: 26, raising=False)
    message = f"install `wasmtime>=48,<51` from its wheel for {folder}, not from its source: "
    with pytest.raises(ComponentError, match=message):
        load(monkeypatch)


def test_a_missing_wasmtime_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.machinery.PathFinder", types.SimpleNamespace(find_spec=lambda name: None))
    with pytest.raises(ComponentError, match="wasmtime is not installed; install `wasmtime>=48,<51`"):
        load(monkeypatch)


def test_a_wasmtime_without_a_version_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wasmtime").mkdir()
    (tmp_path / "wasmtime/__init__.py").touch()
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    with pytest.raises(ComponentError, match="the version of wasmtime is not known"):
        load(monkeypatch)


def test_a_library_without_a_function_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ComponentError, match="the library of wasmtime does not have `missing`"):
        capi.bind("missing", None)


S390X = f"""
import os, sys
uname = os.uname_result((*os.uname()[:4], "s390x"))
os.uname = lambda: uname
sys.path[:0] = [{SOURCES!r}, {str(Path(__file__).parent)!r}]
"""


def on_s390x(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", S390X + program, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


CALLS: list[Callable[[], str]] = [
    lambda: "k8s.check_spec(k8s.Spec())",
    lambda: "k8s.Targets([])",
    lambda: "k8s.Inventory.read([])",
    lambda: "k8s.Cluster.open()",
    lambda: "k8s.Session()",
    lambda: "k8s.Host(cache=None)._compiled()",
    lambda: "k8s.velero_versions()",
]


def test_each_call_raises_a_component_error_and_an_import_does_not() -> None:
    calls = [call() for call in CALLS]
    done = on_s390x(f"""
import importlib, pkgutil
import k8s_backup_target as k8s
for name in k8s.__all__:
    getattr(k8s, name)
for _ in range(2):
    for call in {calls!r}:
        try:
            eval(call)
        except k8s.ComponentError as error:
            print(error)
""")
    message = f"wasmtime does not run on linux, s390x: {SUPPORTED}\n"
    assert (done.stdout, done.stderr) == (message * 2 * len(calls), "")


def test_the_command_says_why_it_cannot_run() -> None:
    done = on_s390x("from k8s_backup_target.__main__ import main; sys.exit(main())", "rules")
    message = f"error: wasmtime does not run on linux, s390x: {SUPPORTED}\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", message)


def test_a_charm_works_as_with_the_library() -> None:
    done = on_s390x("""
import test_charm as t
from k8s_backup_target import ComponentError

show = lambda logs: [print(level, message) for level, message in logs if level != "DEBUG"]
ask = lambda requirer, charm: [
    (requirer.is_ready, requirer.get_backup_spec("my-app", "backup", "prod"), requirer.diagnostics) for _ in range(2)
]
(answer, again), logs = t.require(t.ours, [t.published(t.entry(ttl="1h")), t.published(t.entry(ttl=2))], ask)
assert answer == again == (True, t.K8sBackupTargetSpec(ttl="1h"), [])
show(logs)

outcome = t.provide(t.ours, t.GOOD, "config_changed")
assert outcome.databags == t.provide(t.reference, t.GOOD, "config_changed").databags
show(outcome.logs)
for spec in [{}, t.WRONG, *t.specs()[::12]]:
    assert t.provide(t.ours, spec, "config_changed").databags == t.provide(t.reference, spec, "config_changed").databags
try:
    t.provide(t.ours, t.GOOD, "config_changed", strict=True)
except t.testing.errors.UncaughtCharmError as error:
    assert isinstance(error.__cause__, ComponentError)
    print("strict", error.__cause__)
""")
    message = f"wasmtime does not run on linux, s390x: {SUPPORTED}"
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        f"WARNING The backup targets are read without diagnostics: {message}",
        f"ERROR The spec of relation 'backup' is published without a check: {message}",
        f"strict {message}",
    ]


def test_measured_databags_are_read_as_by_the_library() -> None:
    done = on_s390x("""
import logging
import test_charm as t

logging.disable()
refused = 0
for place, case in t.cases("databag"):
    charm = t.FakeCharm([t.FakeRelation(bag["data"]) for bag in case["databags"]])
    names = case["query"]["app"], case["query"]["endpoint"], case["query"]["model"]
    answers = []
    for library in (t.reference, t.ours):
        requirer = library.K8sBackupTargetRequirer(charm, "targets")
        try:
            spec = requirer.get_backup_spec(*names)
            answers.append((requirer.is_ready, spec and spec.model_dump()))
        except RecursionError:
            break
    else:
        assert answers[0] == answers[1], place
        refused += not answers[0][0]
assert refused > 100
print("compared")
""")
    assert (done.stdout, done.stderr) == ("compared\n", "")
