"""A compiled component is kept on disk, and only loaded if this user wrote it on this machine."""

from __future__ import annotations

import os
import shutil
import stat
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
    """Returns a list with an entry for each compilation. Compiling is replaced: it takes seconds."""
    made: list[None] = []

    def counted(engine: capi.Engine, _: bytes) -> capi.Component:
        made.append(None)
        return capi.Component.load(engine, compiled)

    monkeypatch.setattr(capi.Component, "compile", counted)
    return made


def works(folder: Path | None) -> None:
    databag = {"backup_targets": '[{"app": "a", "relation_name": "b", "model": "m", "spec": {}}]'}
    assert Targets([Relation(1, databag)], host=Host(cache=folder)).is_ready()


def compiles(compilations: list[None], folder: Path | None) -> bool:
    compilations.clear()
    works(folder)
    return compilations != []


def code_file(folder: Path) -> Path:
    [file] = folder.glob("*.cwasm")
    return file


def stamp_file(folder: Path) -> Path:
    [file] = folder.glob("*.stamp")
    return file


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def folder(tmp_path: Path, compilations: list[None]) -> Path:
    """Returns a folder that has a compiled component."""
    folder = tmp_path / "cache"
    assert compiles(compilations, folder)
    assert not compiles(compilations, folder)
    return folder


def test_the_folder_and_its_files_are_private(tmp_path: Path, compilations: list[None]) -> None:
    tmp_path.chmod(0o2755)  # The mode of a folder that is created here would have the same bit.
    for umask in (0o022, 0o077):
        folder = tmp_path / f"parent-{umask}" / "cache"
        old = os.umask(umask)
        try:
            assert compiles(compilations, folder)
        finally:
            os.umask(old)
        assert mode_of(folder) == 0o700
        assert {mode_of(file) for file in folder.iterdir()} == {0o600}
        assert not compiles(compilations, folder)
    assert compiles(compilations, None)


def test_only_the_folder_and_its_parent_are_created(tmp_path: Path, compilations: list[None]) -> None:
    assert compiles(compilations, tmp_path / "home" / ".cache" / "ours")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "home").mkdir()
    assert compiles(compilations, tmp_path / "home" / ".cache" / "ours")
    assert not compiles(compilations, tmp_path / "home" / ".cache" / "ours")


def test_a_file_that_is_not_whole_is_compiled_again(folder: Path, compilations: list[None]) -> None:
    for of in (code_file, stamp_file):
        whole = of(folder).read_bytes()
        flipped = bytearray(whole)
        flipped[len(whole) // 2] ^= 1
        for damaged in (bytes(flipped), whole[:-1], whole[:20], b""):
            of(folder).write_bytes(damaged)
            assert compiles(compilations, folder)
            assert not compiles(compilations, folder)
        of(folder).unlink()
        assert compiles(compilations, folder)
        assert not compiles(compilations, folder)


def copied(file: Path) -> None:
    copy = file.with_name("copy")
    shutil.copy2(file, copy)
    copy.replace(file)


def written_again(file: Path) -> None:
    file.write_bytes(file.read_bytes())


def moved(file: Path) -> None:
    file.rename(file.with_name("moved"))
    file.with_name("moved").rename(file)


def changed_back(file: Path) -> None:
    file.chmod(0o644)
    file.chmod(0o600)


@pytest.mark.parametrize("change", [copied, written_again, moved, changed_back])
def test_code_that_was_touched_after_its_stamp_is_compiled_again(
    folder: Path, compilations: list[None], change: Callable[[Path], None]
) -> None:
    times = code_file(folder).stat()
    change(code_file(folder))
    os.utime(code_file(folder), ns=(times.st_atime_ns, times.st_mtime_ns))
    assert compiles(compilations, folder)
    assert not compiles(compilations, folder)


def test_a_checkout_with_the_right_modes_is_not_loaded(folder: Path, compilations: list[None]) -> None:
    repository, checkout = folder.with_name("repository"), folder.with_name("checkout")
    shutil.copytree(folder, repository / "cache")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "cache"]):
        subprocess.run([*git, *command], cwd=repository, check=True)
    old = os.umask(0o077)
    try:
        subprocess.run([*git, "clone", "-q", repository, checkout], check=True)
    finally:
        os.umask(old)
    assert mode_of(checkout / "cache") == 0o700
    assert mode_of(code_file(checkout / "cache")) == 0o600
    assert compiles(compilations, checkout / "cache")
    # It can be a cache all the same, such as in a home that is a repository.
    assert not compiles(compilations, checkout / "cache")


def test_an_archive_that_keeps_modes_and_times_is_not_loaded(folder: Path, compilations: list[None]) -> None:
    archive, unpacked = folder.with_name("cache.tar"), folder.with_name("unpacked")
    unpacked.mkdir()
    subprocess.run(["tar", "-cpf", archive, "-C", folder.parent, "cache"], check=True)
    subprocess.run(["tar", "-xpf", archive, "-C", unpacked], check=True)
    assert mode_of(unpacked / "cache") == 0o700
    assert compiles(compilations, unpacked / "cache")


def test_a_coarse_clock_proves_nothing(
    tmp_path: Path, compilations: list[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_COARSE_NANOSECONDS", 1)
    assert compiles(compilations, tmp_path)
    assert compiles(compilations, tmp_path)


@pytest.mark.parametrize("mode", [0o400, 0o620, 0o602, 0o640, 0o604, 0o644, 0o666, 0o700, 0o4600])
@pytest.mark.parametrize("of", [code_file, stamp_file])
def test_a_file_with_another_mode_is_compiled_again(
    folder: Path, compilations: list[None], mode: int, of: Callable[[Path], Path]
) -> None:
    of(folder).chmod(mode)
    assert compiles(compilations, folder)
    # The file was replaced.
    assert mode_of(of(folder)) == 0o600
    assert not compiles(compilations, folder)


@pytest.mark.parametrize("mode", [0o500, 0o750, 0o705, 0o755, 0o770, 0o707, 0o777, 0o1700, 0o2700])
def test_a_folder_with_another_mode_is_not_used(folder: Path, compilations: list[None], mode: int) -> None:
    files = sorted(folder.iterdir())
    folder.chmod(mode)
    assert compiles(compilations, folder)
    assert mode_of(folder) == mode
    folder.chmod(0o700)
    assert sorted(folder.iterdir()) == files
    assert not compiles(compilations, folder)


def link_to_folder(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))
    folder.symlink_to(folder.with_name("elsewhere"))


def link_to_parent(folder: Path) -> None:
    parent, elsewhere = folder.parent, folder.parent.with_name("elsewhere")
    shutil.rmtree(elsewhere, ignore_errors=True)
    parent.rename(elsewhere)
    parent.symlink_to(elsewhere)


@pytest.mark.parametrize("change", [link_to_folder, link_to_parent])
def test_a_link_in_the_path_is_not_followed(
    folder: Path, compilations: list[None], change: Callable[[Path], None]
) -> None:
    change(folder)
    files = {file: file.stat().st_ctime_ns for file in folder.iterdir()}
    assert compiles(compilations, folder)
    assert {file: file.stat().st_ctime_ns for file in folder.iterdir()} == files


def test_a_link_in_the_root_folder_is_followed_if_only_root_can_create_it(
    folder: Path, compilations: list[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    link = Path("/link-of-a-test", folder.parent.name, folder.name)
    real_readlink, real_fstat = os.readlink, os.fstat

    def readlink(name: str, *, dir_fd: int) -> str:
        return str(folder.parents[1]) if name == link.parts[1] else real_readlink(name, dir_fd=dir_fd)

    def fstat(descriptor: int) -> os.stat_result:
        found = real_fstat(descriptor)
        is_root = os.path.samestat(found, Path("/").stat())
        return os.stat_result((stat.S_IFDIR | 0o777, *found[1:])) if is_root else found

    monkeypatch.setattr(os, "readlink", readlink)
    assert not compiles(compilations, link)
    monkeypatch.setattr(os, "fstat", fstat)
    assert compiles(compilations, link)


def link_to_file(file: Path) -> None:
    file.rename(file.parent.with_name("elsewhere"))
    file.symlink_to(file.parent.with_name("elsewhere"))


def second_link(file: Path) -> None:
    os.link(file, file.parent.with_name("elsewhere"))


def folder_for_file(file: Path) -> None:
    file.unlink()
    file.mkdir(mode=0o600)


def pipe_for_file(file: Path) -> None:
    file.unlink()
    os.mkfifo(file, 0o600)


@pytest.mark.parametrize("change", [link_to_file, second_link, folder_for_file, pipe_for_file])
@pytest.mark.parametrize("of", [code_file, stamp_file])
def test_what_is_not_a_file_with_one_link_is_not_loaded(
    folder: Path, compilations: list[None], change: Callable[[Path], None], of: Callable[[Path], Path]
) -> None:
    change(of(folder))
    assert compiles(compilations, folder)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
@pytest.mark.parametrize("of", [code_file, stamp_file, Path])
def test_a_file_or_a_folder_of_another_user_is_not_loaded(
    folder: Path, compilations: list[None], of: Callable[[Path], Path]
) -> None:
    os.chown(of(folder), 65534, 65534)
    assert compiles(compilations, folder)


def test_code_of_another_wasmtime_is_compiled_again(folder: Path, compilations: list[None]) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        # The file and its stamp are valid, but wasmtime cannot load the code.
        cache._write(descriptor, code_file(folder).name, b"\x7fELF" + bytes(1000))
    finally:
        os.close(descriptor)
    assert compiles(compilations, folder)
    assert not compiles(compilations, folder)


def test_old_files_are_removed(tmp_path: Path, compilations: list[None]) -> None:
    old, old_stamp, new, other = (
        tmp_path / name for name in ("old.cwasm", "old.cwasm.stamp", "new.cwasm", "other.txt")
    )
    for file in (old, old_stamp, new, other):
        file.write_bytes(b"")
    for file in (old, old_stamp, other):
        os.utime(file, (0, 0))
    assert compiles(compilations, tmp_path)
    assert [file.exists() for file in (old, old_stamp, new, other)] == [False, False, True, True]


def test_without_a_writable_folder_it_works_without_a_message(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for environment in (
        {"XDG_CACHE_HOME": str(tmp_path / "file")},
        {"XDG_CACHE_HOME": "/proc/nowhere"},
        {"HOME": str(tmp_path / "missing")},
    ):
        assert output_of_process(environment) == "True\n"
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_the_folder_is_in_the_users_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache.user_folder() == tmp_path / "xdg" / "k8s-backup-target"
    # The XDG specification says that a relative path is ignored.
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


def test_a_process_loads_the_code_of_the_one_before(tmp_path: Path) -> None:
    for _ in range(2):
        assert output_of_process({"XDG_CACHE_HOME": str(tmp_path)}) == "True\n"
        assert code_file(tmp_path / "k8s-backup-target").stat().st_size > 100_000


def test_the_component_is_that_of_the_package() -> None:
    assert component_bytes().startswith(b"\0asm")
