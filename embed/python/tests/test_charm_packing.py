"""The package in a charm: charmcraft's plugins build packages from their sources, unless the charm allows wheels."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]
from testdata import PROJECT

HERE = PROJECT / "embed/python"
README = (HERE / "README.md").read_text("utf-8")
PARTS = {
    plugin: yaml.safe_load(keys) for plugin, keys in re.findall(r"^\| `(\w+)` \| `(.*)` \|$", README, re.MULTILINE)
}
"""What a charm must add to its part, by plugin."""
ALLOWED = ["k8s-backup-target", "wasmtime"]


def run(*command: str | Path, **variables: str) -> str:
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", **variables}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(command, cwd=HERE, env=environment, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(source: Path, to: Path, *kinds: str) -> None:
    run(sys.executable, "-m", "build", *kinds, "--no-isolation", "--outdir", to, source)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns the folder of the wheel that the variable WHEEL names, or builds the packages."""
    named = os.environ.get("WHEEL")
    if named is not None:
        return Path(named).parent
    folder = tmp_path_factory.mktemp("packages")
    build(HERE, folder, "--sdist", "--wheel")
    return folder


def only(folder: Path, pattern: str) -> Path:
    [found] = folder.glob(pattern)
    return found


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    # The order of its lines depends on the order of the files.
    [record] = [name for name in files if name.endswith("/RECORD")]
    return {**files, record: b"\n".join(sorted(files[record].splitlines()))}


def test_the_source_distribution_builds_the_same_wheel_without_the_repository(packages: Path, tmp_path: Path) -> None:
    sources = only(packages, "k8s_backup_target-*.tar.gz")
    with tarfile.open(sources) as archive:
        archive.extractall(tmp_path, filter="data")
    folder = tmp_path / sources.name.removesuffix(".tar.gz")
    build(folder, tmp_path / "built", "--wheel")
    wheel = only(packages, "k8s_backup_target-*.whl")
    built = tmp_path / "built" / wheel.name
    assert contents(built) == contents(wheel)
    names = {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}
    assert {name for name in names if not name.startswith("src/k8s_backup_target/")} == {
        *(".gitignore", "LICENSE", "PKG-INFO", "README.md", "hatch_build.py", "pyproject.toml")
    }


def environment(folder: Path) -> Path:
    venv.create(folder)
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def test_the_plugins_have_what_they_need() -> None:
    assert {
        "charm": {"charm-binary-python-packages": ALLOWED},
        "poetry": {"poetry-pip-extra-args": [f"--only-binary={','.join(ALLOWED)}"]},
        "python": {"build-environment": [{"PIP_ONLY_BINARY": ",".join(ALLOWED)}]},
    } == PARTS


@pytest.mark.parametrize(
    ("wheels", "options"),
    [
        # The commands are those of the plugins. The packages that `charm` may not install from wheels are named.
        ("charm", []),
        ("charm, sources", ["--no-binary=k8s-backup-target"]),
        ("poetry", ["--no-deps", "--no-binary=:all:", *PARTS["poetry"]["poetry-pip-extra-args"]]),
        ("python", ["--no-deps"]),
    ],
)
def test_a_plugin_can_install_it(wheels: str, options: list[str], packages: Path, tmp_path: Path) -> None:
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("k8s-backup-target\nwasmtime>=48,<51\n")
    variables = {"PIP_FIND_LINKS": str(packages)}
    if wheels == "python":
        variables |= {"PIP_NO_BINARY": ":all:", **PARTS["python"]["build-environment"][0]}
    if "sources" in wheels:
        # pip would use a wheel that it built from another source distribution with this name.
        variables["PIP_NO_CACHE_DIR"] = "1"
    python = environment(tmp_path / "environment")
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", python]
    run(*pip, "install", *options, f"--requirement={requirements}", **variables)
    assert run(python, "-m", "k8s_backup_target", "--version") == "k8s-backup-target 0.1.0\n"
    if wheels == "charm":
        require_the_size_of_the_readme(python)


def require_the_size_of_the_readme(python: Path) -> None:
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    charm = io.BytesIO()
    # A charm is a zip archive of these files.
    with zipfile.ZipFile(charm, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in site.rglob("*"):
            name = file.relative_to(site)
            if file.is_file() and name.parts[0].startswith(("k8s_backup_target", "wasmtime")) and file.suffix != ".pyc":
                archive.write(file, name)
    [shown] = re.findall(r"A charm grows by about (\d+) MB", README)
    assert abs(len(charm.getvalue()) / 1e6 - int(shown)) < 1
