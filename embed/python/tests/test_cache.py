"""The compiled component is kept on disk, and only trusted when it is whole and ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from k8s_backup_target import Host, Limits, Relation, Targets, cache, capi
from k8s_backup_target.host import component_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCES = Path(__file__).parents[1] / "src"


@pytest.fixture(scope="module")
def compiled() -> bytes:
    engine = capi.Engine(Limits().stack_bytes)
    return capi.Component.compile(engine, component_bytes()).serialize()


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch, compiled: bytes) -> list[None]:
    """An element for each time that the component is compiled: by a stand-in, as that takes seconds."""
    made: list[None] = []

    def counted(engine: capi.Engine, _: bytes) -> capi.Component:
        made.append(None)
        return capi.Component.load(engine, compiled, 0)

    monkeypatch.setattr(capi.Component, "compile", counted)
    return made


def works(folder: Path | None) -> None:
    databag = {"backup_targets": '[{"app": "a", "relation_name": "b", "model": "m", "spec": {}}]'}
    assert Targets([Relation(1, databag)], host=Host(cache=folder)).is_ready()


def compiles(compilations: list[None], folder: Path | None) -> bool:
    compilations.clear()
    works(folder)
    return compilations != []


def only_file(folder: Path) -> Path:
    [file] = folder.iterdir()
    return file


def test_what_was_compiled_once_is_loaded(tmp_path: Path, compilations: list[None]) -> None:
    folder = tmp_path / "made" / "on" / "the" / "way"
    assert compiles(compilations, folder)
    assert not compiles(compilations, folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert only_file(folder).stat().st_mode & 0o777 == 0o600
    assert compiles(compilations, None)


def test_a_file_that_is_not_whole_is_compiled_again(tmp_path: Path, compilations: list[None]) -> None:
    works(tmp_path)
    file = only_file(tmp_path)
    whole = file.read_bytes()
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 1
    for damaged in (bytes(flipped), whole[:-1], whole[:20], b""):
        file.write_bytes(damaged)
        assert compiles(compilations, tmp_path)
        assert not compiles(compilations, tmp_path)
        assert file.read_bytes() == whole


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_can_write_to_is_compiled_again(tmp_path: Path, compilations: list[None], mode: int) -> None:
    works(tmp_path)
    only_file(tmp_path).chmod(mode)
    assert compiles(compilations, tmp_path)
    # Another one was put in its place.
    assert only_file(tmp_path).stat().st_mode & 0o777 == 0o600
    assert not compiles(compilations, tmp_path)


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_folder_that_others_can_write_to_is_not_used(tmp_path: Path, compilations: list[None], mode: int) -> None:
    folder = tmp_path / "cache"
    works(folder)
    file = only_file(folder)
    file.write_bytes(b"not ours")
    folder.chmod(mode)
    assert compiles(compilations, folder)
    assert file.read_bytes() == b"not ours"


def link_to_folder(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))
    folder.symlink_to(folder.with_name("elsewhere"))


def link_to_file(folder: Path) -> None:
    file = only_file(folder)
    file.rename(folder.with_name("elsewhere"))
    file.symlink_to(folder.with_name("elsewhere"))


def folder_for_file(folder: Path) -> None:
    file = only_file(folder)
    file.unlink()
    file.mkdir()


def pipe_for_file(folder: Path) -> None:
    file = only_file(folder)
    file.unlink()
    os.mkfifo(file, 0o600)


@pytest.mark.parametrize("change", [link_to_folder, link_to_file, folder_for_file, pipe_for_file])
def test_what_is_no_file_of_ours_is_not_loaded(
    tmp_path: Path, compilations: list[None], change: Callable[[Path], None]
) -> None:
    folder = tmp_path / "cache"
    works(folder)
    change(folder)
    assert compiles(compilations, folder)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
@pytest.mark.parametrize("is_folder", [True, False])
def test_what_belongs_to_somebody_else_is_not_loaded(tmp_path: Path, compilations: list[None], is_folder: bool) -> None:
    folder = tmp_path / "cache"
    works(folder)
    os.chown(folder if is_folder else only_file(folder), 65534, 65534)
    assert compiles(compilations, folder)


def test_what_another_wasmtime_made_is_compiled_again(tmp_path: Path, compilations: list[None]) -> None:
    works(tmp_path)
    file = only_file(tmp_path)
    folder = os.open(tmp_path, os.O_RDONLY)
    try:
        # Whole and ours, and nothing that wasmtime can load.
        cache._write(folder, file.name, b"\x7fELF" + bytes(1000))
    finally:
        os.close(folder)
    assert compiles(compilations, tmp_path)
    assert not compiles(compilations, tmp_path)


def test_files_that_nobody_wrote_for_long_are_removed(tmp_path: Path, compilations: list[None]) -> None:
    old, new, other = (tmp_path / name for name in ("old.cwasm", "new.cwasm", "other.txt"))
    for file in (old, new, other):
        file.write_bytes(b"")
    for file in (old, other):
        os.utime(file, (0, 0))
    assert compiles(compilations, tmp_path)
    assert not old.exists()
    assert new.exists()
    assert other.exists()


def test_where_nothing_can_be_written_it_works_and_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for cache_home in (tmp_path / "file", Path("/proc/nowhere")):
        assert output_of_process({"XDG_CACHE_HOME": str(cache_home)}) == "True\n"


def test_the_folder_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache.user_folder() == tmp_path / "xdg" / "k8s-backup-target"
    # A relative path is none, says the XDG specification.
    for unusable in ("", "relative"):
        monkeypatch.setenv("XDG_CACHE_HOME", unusable)
        assert cache.user_folder() == tmp_path / ".cache" / "k8s-backup-target"
    monkeypatch.setenv("HOME", "relative")
    assert cache.user_folder() is None


def output_of_process(environment: dict[str, str]) -> str:
    program = "from k8s_backup_target import Targets; print(Targets([]).diagnostics() == [])"
    inherited = {name: value for name, value in os.environ.items() if name not in {"HOME", "XDG_CACHE_HOME"}}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**inherited, "PYTHONPATH": f"{SOURCES}{os.pathsep}{os.environ.get('PYTHONPATH', '')}", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout + done.stderr


def test_a_process_leaves_it_for_the_next(tmp_path: Path) -> None:
    for _ in range(2):
        assert output_of_process({"XDG_CACHE_HOME": str(tmp_path)}) == "True\n"
        file = only_file(tmp_path / "k8s-backup-target")
        assert file.stat().st_size > 100_000


def test_the_component_is_that_of_the_package() -> None:
    assert component_bytes().startswith(b"\0asm")
