"""The files that the command may read: those that its arguments name, and its configurations."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CONFIGURATION = ".k8s-backup-target.toml"
_API_RESOURCES = re.compile(rb"""^\s*["']?api-resources["']?\s*=\s*["']([^"'\\\x00\r\n]+)["']""", re.MULTILINE)


class NotPermitted(Exception):
    """The command may not read this path."""


class Opened:
    """An open file, or a folder.

    Args:
        path: The path.

    Raises:
        OSError: it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        mode = path.stat().st_mode
        self.kind = _kind(mode)
        # Nothing else is opened: a pipe would wait for its writer.
        self.file: IO[bytes] | None = path.open("rb", buffering=0) if stat.S_ISREG(mode) else None

    def entries(self) -> Iterator[tuple[str, str]]:
        """Returns the kind and the name of each entry of a folder."""
        with os.scandir(self.path) as entries:
            return iter([(_kind(entry.stat(follow_symlinks=False).st_mode), entry.name) for entry in entries])

    def close(self) -> None:
        """Closes the file."""
        if self.file is not None:
            self.file.close()


class Files:
    """Opens files and folders for the command. All others are refused.

    - A file that an argument names is opened wherever its symbolic links lead.
    - A path in a named folder is opened if it is in that folder after all links are followed.
    - A configuration is opened in the working directory, in the folder of each named path, and in every folder above.
      So is the file that its `api-resources` names. Neither may be a link that leads out of the configuration's folder.

    Args:
        arguments: Each argument that does not start with `-`, and what follows the first `=` in any, is a named path.
        working_directory: The absolute path that relative paths start from.
    """

    def __init__(self, arguments: Sequence[str], working_directory: Path) -> None:
        # A Path has no `.` and no empty parts, but keeps `..`.
        self._named = {working_directory / name for name in _names(arguments)}
        # `Path.is_dir` raises an error for a long name.
        folders = {path for path in self._named if os.path.isdir(path)}  # noqa: PTH112
        self._folders = set(map(_real, folders))
        configured = {working_directory, *folders, *(path.parent for path in self._named - folders)}
        self._configured = {_real(above) for folder in configured for above in _with_parents(folder)}
        self._listings: set[Path] = set()

    def open(self, path: Path) -> Opened:
        """Opens an absolute path.

        Raises:
            NotPermitted: the command may not read it.
            OSError: it cannot be opened.
        """
        opened = Opened(path if path in self._named else self._permitted(path))
        if path.name == CONFIGURATION and opened.file is not None:
            self._permit_listing(_real(path.parent), opened.file.read())
        return opened

    def _permitted(self, path: Path) -> Path:
        """Returns the path without symbolic links."""
        found, folder = _real(path), _real(path.parent)
        is_configuration = path.name == CONFIGURATION and folder in self._configured and found.is_relative_to(folder)
        if is_configuration or found in self._listings or any(map(found.is_relative_to, self._folders)):
            return found
        raise NotPermitted

    def _permit_listing(self, folder: Path, configuration: bytes) -> None:
        if named := _API_RESOURCES.search(configuration):
            name = Path(os.fsdecode(named[1]))
            found = _real(folder / name)
            if not name.is_absolute() and os.pardir not in name.parts and found.is_relative_to(folder):
                self._listings.add(found)


def _names(arguments: Sequence[str]) -> Iterator[str]:
    for argument in arguments:
        value = argument.partition("=")[2]
        # An empty path would be the working directory.
        yield from filter(None, (value, "" if argument.startswith("-") else argument))


def _real(path: Path) -> Path:
    # `Path.resolve` raises an error for links that form a circle.
    return Path(os.path.realpath(path))


def _with_parents(folder: Path) -> tuple[Path, ...]:
    path = Path(os.path.normpath(folder))
    return (path, *path.parents)


def _kind(mode: int) -> str:
    """Returns the case of WASI's `descriptor-type`."""
    if stat.S_ISREG(mode):
        return "regular-file"
    if stat.S_ISDIR(mode):
        return "directory"
    return "symbolic-link" if stat.S_ISLNK(mode) else "unknown"
