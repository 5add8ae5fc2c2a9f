"""Compiled components, kept in a folder of the user between processes.

Compiling takes about a thousand times as long as loading compiled code. Compiled code runs natively, outside of the
sandbox. A repository can contain files for the cache, and `XDG_CACHE_HOME` or `HOME` can be a folder of its checkout.
So a file is only loaded if this user wrote it on this machine:

- No component of the path is a symbolic link. Only a link in `/`, such as `/home -> /usr/home`, is followed: only root
  can create it.
- This user owns the folder, with exactly the mode 0700, and the files, with exactly 0600. A file has one link. git
  checks files out with other modes. With umask 077 it uses these modes, so they are not enough.
- A second file, the stamp, has the inode number, the ctime and the SHA-256 digest of the code. Nobody can know in
  advance which inode and which ctime, in nanoseconds, a file gets in a checkout or from an archive. No program can set
  them.

A stamp needs no secret key. A key would be in the checkout as well if `HOME` is. The cache also works in a home that is
a git repository. A cache that was copied, restored or built into a container image is compiled again. wasmtime itself
refuses code of another version or configuration.

If a rule does not hold, the component is compiled, without a message: the cache is optional.
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

_SUFFIX = ".cwasm"
_STAMP_SUFFIX = ".stamp"
_UNUSED_SECONDS = 90 * 24 * 60 * 60
"""Older files are removed when a new file is written."""
_COARSE_NANOSECONDS = 1_000_000
"""A ctime that is a multiple of this comes from a clock that is too coarse to prove anything."""
_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
# A folder such as /home may be passed through, but not be read.
_FOLDER_FLAGS = _FLAGS | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_PATH", os.O_RDONLY)


def user_folder() -> Path | None:
    """Returns `k8s-backup-target` in `$XDG_CACHE_HOME` or `~/.cache`; `None` if the user has no home."""
    for base in (os.environ.get("XDG_CACHE_HOME", ""), str(Path("~", ".cache"))):
        folder = os.path.expanduser(base)  # noqa: PTH111 - it does not raise an error if there is no home
        if os.path.isabs(folder):  # noqa: PTH117
            return Path(folder, "k8s-backup-target")
    return None


def load_or_compile(engine: capi.Engine, wasm: bytes, folder: Path | None) -> capi.Component:
    """Loads a component from the folder, or compiles it and writes it there if possible.

    Args:
        engine: The engine that runs it.
        wasm: The component.
        folder: The folder of compiled components; `None` for no cache.

    Raises:
        WasmtimeError: the bytes are not a component.
    """
    with contextlib.ExitStack() as opened:
        private = None
        if folder is not None and hasattr(os, "geteuid"):
            with contextlib.suppress(OSError):
                private = opened.enter_context(_private_folder(folder))
        if private is None:
            return capi.Component.compile(engine, wasm)
        name = _file_name(engine, wasm)
        with contextlib.suppress(OSError, capi.WasmtimeError):
            return capi.Component.load(engine, _read(private, name))
        compiled = capi.Component.compile(engine, wasm)
        with contextlib.suppress(OSError):
            _write(private, name, compiled.serialize())
            _remove_unused(private)
        return compiled


def _file_name(engine: capi.Engine, wasm: bytes) -> str:
    """Returns a name for each component, and each version, platform and configuration of wasmtime."""
    digest = hashlib.sha256(wasm).hexdigest()[:32]
    fuel = "-fuel" if engine.counts_fuel else ""
    return f"{digest}-wasmtime-{capi.version}-{sys.platform}-{os.uname().machine}{fuel}{_SUFFIX}"


@contextlib.contextmanager
def _private_folder(path: Path) -> Iterator[int]:
    """Opens the folder. It and its parent are created if they are missing; other folders are not.

    Each component is opened relative to the one before, so a component that is replaced later has no effect.
    """
    names = list(Path(os.path.abspath(path)).parts[1:])  # noqa: PTH100 - the path can be relative
    folder, is_new = os.open("/", _FOLDER_FLAGS), False
    try:
        root = os.fstat(folder)
        if names and root.st_uid == 0 and not root.st_mode & 0o022:
            with contextlib.suppress(OSError):
                names[:1] = [name for name in os.readlink(names[0], dir_fd=folder).split("/") if name]
        for place, name in enumerate(names, start=1):
            flags = _FOLDER_FLAGS if place < len(names) else _FLAGS | os.O_DIRECTORY
            try:
                inner = os.open(name, flags, dir_fd=folder)
            except FileNotFoundError:
                if place < len(names) - 1:
                    raise
                with contextlib.suppress(FileExistsError):
                    os.mkdir(name, 0o700, dir_fd=folder)
                    is_new = True
                inner = os.open(name, flags, dir_fd=folder)
            os.close(folder)
            folder = inner
        if is_new:
            # The umask and the parent can change the mode of a new folder.
            os.fchmod(folder, 0o700)
        _require_private(folder, stat.S_ISDIR, 0o700)
        yield folder
    finally:
        os.close(folder)


def _require_private(descriptor: int, is_of_kind: Callable[[int], bool], mode: int) -> os.stat_result:
    found = os.fstat(descriptor)
    if not is_of_kind(found.st_mode) or stat.S_IMODE(found.st_mode) != mode or found.st_uid != os.geteuid():
        raise OSError("it is not private")
    return found


def _read(folder: int, name: str) -> bytes:
    """Reads a file of machine code.

    Raises:
        OSError: the file or its stamp cannot be read, or is not to be trusted.
    """
    code, stamp = _read_private(folder, name)
    if _read_private(folder, name + _STAMP_SUFFIX)[0] != stamp:
        raise OSError("the stamp is of another file")
    return code


def _read_private(folder: int, name: str) -> tuple[bytes, bytes]:
    """Returns the content of a file, and the stamp that it should have."""
    # A pipe or a device does not block.
    descriptor = os.open(name, os.O_RDONLY | os.O_NONBLOCK | _FLAGS, dir_fd=folder)
    with open(descriptor, "rb") as file:  # noqa: PTH123 - it is a descriptor
        found = _require_private(descriptor, stat.S_ISREG, 0o600)
        if found.st_nlink != 1:
            raise OSError("it has another name too")
        content = file.read()
    return content, _stamp(found, content)


def _stamp(found: os.stat_result, content: bytes) -> bytes:
    if found.st_ctime_ns % _COARSE_NANOSECONDS == 0:
        raise OSError("the clock of the file system is too coarse")
    return f"{found.st_ino} {found.st_ctime_ns} {hashlib.sha256(content).hexdigest()}\n".encode()


def _write(folder: int, name: str, code: bytes) -> None:
    # Renaming changes the ctime, so the stamp comes afterwards. Until then a reader finds no stamp that matches.
    stamp = _stamp(_write_private(folder, name, code), code)
    _write_private(folder, name + _STAMP_SUFFIX, stamp)


def _write_private(folder: int, name: str, content: bytes) -> os.stat_result:
    """Writes a file. A reader sees the old content or the new one, never a part."""
    unfinished = f"{name}.{os.getpid()}.{time.monotonic_ns()}"
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FLAGS, 0o600, dir_fd=folder)
    with open(descriptor, "wb") as file:  # noqa: PTH123 - it is a descriptor
        try:
            os.fchmod(descriptor, 0o600)
            file.write(content)
            file.flush()
            os.rename(unfinished, name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(unfinished, dir_fd=folder)
            raise
        return os.fstat(descriptor)


def _remove_unused(folder: int) -> None:
    oldest = time.time() - _UNUSED_SECONDS
    for name in os.listdir(folder):
        if _SUFFIX in name and os.stat(name, dir_fd=folder, follow_symlinks=False).st_mtime < oldest:
            os.unlink(name, dir_fd=folder)
