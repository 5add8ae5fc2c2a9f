"""The component as machine code, kept in a folder of the user between processes.

Compiling takes a thousand times as long as loading what was compiled before. What is loaded is run as machine code
outside of the sandbox, so a file is loaded only when it and its folder belong to this user, nobody else can write to
them, no symbolic link leads to them, and its digest says that it is whole. wasmtime itself refuses what another version
or configuration of it compiled. Where any of that fails the component is compiled, and nothing is said: the cache is
never needed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from . import capi

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_DIGEST_SIZE = hashlib.sha256().digest_size
_SUFFIX = ".cwasm"
_UNUSED_SECONDS = 90 * 24 * 60 * 60
"""What no process has written for so long is removed when something is written."""


def user_folder() -> Path | None:
    """`k8s-backup-target` in `$XDG_CACHE_HOME` or `~/.cache`; none where the user has no home."""
    for base in (os.environ.get("XDG_CACHE_HOME", ""), str(Path("~", ".cache"))):
        folder = os.path.expanduser(base)  # noqa: PTH111 - where there is no home, it raises nothing
        if os.path.isabs(folder):  # noqa: PTH117
            return Path(folder, "k8s-backup-target")
    return None


def load_or_compile(engine: capi.Engine, wasm: bytes, folder: Path | None) -> capi.Component:
    """The component, from the folder where it is there, else compiled and, where that is possible, left there.

    Args:
        engine: What is to run it.
        wasm: The component.
        folder: Where compiled components are; none to keep none.

    Raises:
        WasmtimeError: it is no component.
    """
    with contextlib.ExitStack() as opened:
        private = None
        if folder is not None and hasattr(os, "geteuid"):
            with contextlib.suppress(OSError):
                private = opened.enter_context(_private_folder(folder))
        if private is None:
            return capi.Component.compile(engine, wasm)
        name = _file_name(wasm)
        with contextlib.suppress(OSError, capi.WasmtimeError, _NotTrusted):
            return capi.Component.load(engine, _read(private, name), _DIGEST_SIZE)
        compiled = capi.Component.compile(engine, wasm)
        with contextlib.suppress(OSError):
            _write(private, name, compiled.serialize())
            _remove_unused(private)
        return compiled


class _NotTrusted(Exception):
    """Somebody else could have written it, or it is not whole."""


def _file_name(wasm: bytes) -> str:
    """One for each component, and each version, platform and configuration of wasmtime."""
    machine = os.uname().machine
    digest = hashlib.sha256(wasm).hexdigest()[:32]
    return f"{digest}-wasmtime-{capi.version}-{sys.platform}-{machine}-fuel{_SUFFIX}"


@contextlib.contextmanager
def _private_folder(folder: Path) -> Iterator[int]:
    """A descriptor of the folder, made where it is not there.

    All that follows goes through the descriptor, so that nobody can put another folder in its place.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        _require_private(descriptor, stat.S_ISDIR)
        yield descriptor
    except _NotTrusted as error:
        raise OSError(*error.args) from error
    finally:
        os.close(descriptor)


def _require_private(descriptor: int, is_of_kind: Callable[[int], bool]) -> None:
    found = os.fstat(descriptor)
    if found.st_uid != os.geteuid() or found.st_mode & 0o022 or not is_of_kind(found.st_mode):
        raise _NotTrusted


def _read(folder: int, name: str) -> bytes:
    """A file with a digest and machine code.

    Raises:
        OSError: it is not there, a symbolic link, or cannot be read.
        _NotTrusted: it is not ours, or not whole.
    """
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
    with open(os.open(name, flags, dir_fd=folder), "rb") as file:  # noqa: PTH123 - it is a descriptor
        _require_private(file.fileno(), stat.S_ISREG)
        content = file.read()
    if hashlib.sha256(memoryview(content)[_DIGEST_SIZE:]).digest() != content[:_DIGEST_SIZE]:
        raise _NotTrusted
    return content


def _write(folder: int, name: str, code: bytes) -> None:
    """Writes the file whole or not at all, so that a reader beside it never sees a part."""
    unfinished = f"{name}.{os.getpid()}.{time.monotonic_ns()}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(unfinished, flags, 0o600, dir_fd=folder)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - it is a descriptor
            file.write(hashlib.sha256(code).digest())
            file.write(code)
        os.rename(unfinished, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(unfinished, dir_fd=folder)
        raise


def _remove_unused(folder: int) -> None:
    oldest = time.time() - _UNUSED_SECONDS
    for name in os.listdir(folder):
        if _SUFFIX in name and os.stat(name, dir_fd=folder, follow_symlinks=False).st_mtime < oldest:
            os.unlink(name, dir_fd=folder)
