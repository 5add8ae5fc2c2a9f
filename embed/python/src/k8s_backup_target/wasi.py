"""The part of WASI that the command imports. It can read files and the streams; it has no clock and no network."""

from __future__ import annotations

import errno
import select
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, ClassVar, NamedTuple

from . import capi, imports
from .files import Files, NotPermitted, Opened
from .imports import Imports, Value, byte_list, enum, error, ok, string

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_VERSION = "@0.2.12"
_MAX_READ_BYTES = 1 << 16
_CODES = {
    errno.ENOENT: "no-entry",
    errno.EACCES: "access",
    errno.EPERM: "access",
    errno.ENOTDIR: "not-directory",
    errno.EISDIR: "is-directory",
    errno.ENAMETOOLONG: "name-too-long",
    errno.ELOOP: "loop",
    errno.EINVAL: "invalid",
    errno.ENOTSUP: "unsupported",
}


class _Exit(Exception):
    """The command ended itself."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Streams(NamedTuple):
    """The standard streams of the command: unbuffered and binary. `None` is a closed stream."""

    input: IO[bytes] | None
    output: IO[bytes] | None
    errors: IO[bytes] | None


class Wasi:
    """What the command imports, for one run.

    Args:
        arguments: The arguments, without the name of the program.
        variables: The environment.
        working_directory: The absolute path of the working directory.
        streams: The standard streams.
    """

    _RESOURCES: ClassVar = {
        "wasi:io/error": ["error"],
        "wasi:io/streams": ["input-stream", "output-stream"],
        "wasi:filesystem/types": ["descriptor", "directory-entry-stream"],
    }

    def __init__(
        self, arguments: Sequence[str], variables: Mapping[str, str], working_directory: Path, streams: Streams
    ) -> None:
        self._arguments = arguments
        self._variables = variables
        self._working_directory = working_directory
        self._streams = streams
        self._files = Files(arguments, working_directory)
        self._resources: dict[int, Any] = {}
        self._last = 0

    def run(self, component: capi.Component) -> int:
        """Runs the command, and returns its exit status.

        Raises:
            WasmtimeError: the command trapped.
        """
        functions = {interface + _VERSION: group for interface, group in self._functions().items()}
        resources = {interface + _VERSION: names for interface, names in self._RESOURCES.items()}
        self._imports = Imports(component, resources, functions, self._drop)
        try:
            return 0 if capi.Command(component).run() else 1
        except capi.WasmtimeError:
            if isinstance(self._imports.failure, _Exit):
                return self._imports.failure.status
            if self._imports.failure is not None:
                raise self._imports.failure from None
            raise

    def _functions(self) -> dict[str, dict[str, Callable[..., Value | None]]]:
        return {
            "wasi:cli/environment": {
                "get-environment": self._get_environment,
                "get-arguments": self._get_arguments,
                "initial-cwd": self._initial_cwd,
            },
            "wasi:cli/exit": {"exit-with-code": self._exit_with_code},
            "wasi:cli/stdin": {"get-stdin": lambda: self._own("input-stream", self._streams.input)},
            "wasi:cli/stdout": {"get-stdout": lambda: self._own("output-stream", self._streams.output)},
            "wasi:cli/stderr": {"get-stderr": lambda: self._own("output-stream", self._streams.errors)},
            "wasi:io/streams": {
                "[method]input-stream.blocking-read": self._blocking_read,
                "[method]output-stream.blocking-write-and-flush": self._blocking_write_and_flush,
            },
            "wasi:filesystem/preopens": {"get-directories": self._get_directories},
            "wasi:filesystem/types": {
                "[method]descriptor.get-type": lambda number: ok(enum(self._resources[number].kind)),
                "[method]descriptor.read": _result(self._read),
                "[method]descriptor.read-directory": _result(self._read_directory),
                "[method]descriptor.open-at": _result(self._open_at),
                "[method]directory-entry-stream.read-directory-entry": _result(self._read_directory_entry),
            },
        }

    def _own(self, kind: str, resource: Any) -> Value:
        self._last += 1
        self._resources[self._last] = resource
        return self._imports.own(kind, self._last)

    def _drop(self, number: int) -> None:
        resource = self._resources.pop(number)
        if isinstance(resource, Opened):
            resource.close()

    def _get_environment(self) -> Value:
        pairs = [imports.tuple_of(string(name), string(value)) for name, value in self._variables.items()]
        return imports.list_of(pairs)

    def _get_arguments(self) -> Value:
        return imports.list_of([string(argument) for argument in ("k8s-backup-target", *self._arguments)])

    def _initial_cwd(self) -> Value:
        try:
            return imports.option(string(str(self._working_directory)))
        except UnicodeEncodeError:
            return imports.option(None)

    def _exit_with_code(self, status: int) -> None:
        raise _Exit(status)

    def _stream_error(self, failure: OSError) -> Value:
        if isinstance(failure, BrokenPipeError):
            return error(imports.variant("closed"))
        return error(imports.variant("last-operation-failed", self._own("error", None)))

    def _blocking_read(self, number: int, length: int) -> Value:
        stream = self._resources[number]
        try:
            content = b"" if stream is None else _retried(stream, False, stream.read, min(length, _MAX_READ_BYTES))
        except OSError as failure:
            return self._stream_error(failure)
        return ok(byte_list(content)) if content else error(imports.variant("closed"))

    def _blocking_write_and_flush(self, number: int, content: bytes) -> Value:
        stream = self._resources[number]
        if stream is None:
            return error(imports.variant("closed"))
        try:
            while content:
                content = content[_retried(stream, True, stream.write, content) :]
        except OSError as failure:
            return self._stream_error(failure)
        return ok()

    def _get_directories(self) -> Value:
        folders = {".": self._working_directory, "/": Path(self._working_directory.anchor)}
        return imports.list_of(
            [imports.tuple_of(self._own("descriptor", Opened(path)), string(name)) for name, path in folders.items()]
        )

    def _read(self, number: int, length: int, offset: int) -> Value:
        file = self._resources[number].file
        if file is None:
            raise OSError(errno.ENOTSUP, "it is not a file")
        file.seek(offset)
        length = min(length, _MAX_READ_BYTES)
        content = file.read(length)
        return imports.tuple_of(byte_list(content), imports.boolean(len(content) < length))

    def _read_directory(self, number: int) -> Value:
        return self._own("directory-entry-stream", self._resources[number].entries())

    def _open_at(self, number: int, _path_flags: None, path: str, _open_flags: None, _flags: None) -> Value:
        return self._own("descriptor", self._files.open(self._resources[number].path / path))

    def _read_directory_entry(self, number: int) -> Value:
        entry = next(self._resources[number], None)
        if entry is None:
            return imports.option(None)
        kind, name = entry
        return imports.option(imports.record({"type": enum(kind), "name": string(name)}))


def _result(function: Callable[..., Value]) -> Callable[..., Value]:
    """Returns a function whose errors are an `error-code`."""

    def called(*arguments: Any) -> Value:
        try:
            return ok(function(*arguments))
        except NotPermitted:
            code = "not-permitted"
        except UnicodeEncodeError:
            code = "illegal-byte-sequence"
        except ValueError:
            code = "invalid"
        except OSError as failure:
            code = _CODES.get(failure.errno or 0, "io")
        return error(enum(code))

    return called


def _retried(stream: IO[bytes], writes: bool, operation: Callable[..., Any], argument: Any) -> Any:
    """Calls an operation that returns None when a stream that does not block is not ready, until it is ready."""
    while (done := operation(argument)) is None:
        select.select([] if writes else [stream], [stream] if writes else [], [])
    return done
