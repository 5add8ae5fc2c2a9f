"""The sources are typed and formatted, and the wheel works in an empty environment."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from testdata import PROJECT

from k8s_backup_target.host import COMMAND_WASM, EVALUATOR_WASM, component_bytes

HERE = PROJECT / "embed/python"
COMPONENTS = (EVALUATOR_WASM, COMMAND_WASM)

TOOLS = [
    [sys.executable, "-m", "mypy"],
    [sys.executable, "-m", "ruff", "check"],
    [sys.executable, "-m", "ruff", "format", "--check"],
]


def run(*command: str | Path, cwd: Path = HERE) -> str:
    # The sources must not be found.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.mark.parametrize("tool", TOOLS, ids=["mypy", "ruff check", "ruff format"])
def test_the_sources_are_typed_and_formatted(tool: list[str]) -> None:
    run(*tool)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns the wheel that the variable WHEEL names, or builds one."""
    named = os.environ.get("WHEEL")
    if named is not None:
        return Path(named)
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder)
    [wheel] = folder.glob("*.whl")
    return wheel


def test_the_wheel_has_the_expected_files(wheel: Path) -> None:
    assert wheel.name == "k8s_backup_target-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as content:
        names = set(content.namelist())
        for component in COMPONENTS:
            assert content.read(f"k8s_backup_target/{component}") == component_bytes(component)
    assert "k8s_backup_target-0.1.0.dist-info/licenses/LICENSE" in names
    assert (HERE / "LICENSE").read_bytes() == (PROJECT / "LICENSE").read_bytes()
    packaged = {name for name in names if ".dist-info/" not in name}
    sources = (HERE / "src").rglob("*.py")
    expected = {str(source.relative_to(HERE / "src")) for source in sources}
    assert packaged == {*expected, *(f"k8s_backup_target/{name}" for name in ("py.typed", *COMPONENTS))}


def test_the_wheel_works_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=True)
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=tmp_path)
    (tmp_path / "spec.yaml").write_text("include_namespaces: [prod]\nttl: 24h\n")
    script = python.with_name("k8s-backup-target")
    for command in ([script], [python, "-m", "k8s_backup_target"]):
        assert run(*command, "check", "spec.yaml", cwd=tmp_path) == "checked 1 file: no problems found\n"
    program = (
        "import k8s_backup_target as k8s; "
        "spec = k8s.Spec(include_namespaces=['prod']); "
        "[write] = k8s.publish(k8s.Identity('a', 'm', 'b'), spec, True, [k8s.Relation(1)], 'refuse'); "
        "targets = k8s.Targets([k8s.Relation(1, {write.key: write.value})]); "
        "print(targets.get_backup_spec('a', 'b', 'm') == spec, k8s.__file__)"
    )
    answer, file = run(python, "-c", program, cwd=tmp_path).split()
    assert answer == "True"
    assert Path(file).is_relative_to(environment)
