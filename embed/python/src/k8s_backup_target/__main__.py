"""The command `k8s-backup-target`."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

from .errors import ComponentError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .wasi import Streams

_FAILURE = 2
_VARIABLES = ("NO_COLOR", "CLICOLOR_FORCE")


def run(arguments: Sequence[str], variables: Mapping[str, str], working_directory: Path, streams: Streams) -> int:
    """Runs the command.

    Args:
        arguments: The arguments, without the name of the program.
        variables: The environment that the command has.
        working_directory: The absolute path of the working directory.
        streams: The standard streams.

    Returns:
        The exit status.

    Raises:
        ComponentError: the command cannot be loaded, or it trapped.
    """
    from . import cache, capi, host, wasi

    # A person can interrupt it, so it needs no fuel, which would make it slower.
    engine = capi.Engine(host.Limits().stack_bytes, counts_fuel=False)
    try:
        component = cache.load_or_compile(engine, host.component_bytes(host.COMMAND_WASM), cache.user_folder())
        return wasi.Wasi(arguments, variables, working_directory, streams).run(component)
    except capi.WasmtimeError as error:
        # The lines before the last one are a backtrace.
        raise ComponentError(f"the command failed (a bug): {str(error).splitlines()[-1].strip()}") from error


def main() -> int:
    """Runs the command with the arguments, the environment and the streams of the process."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        # Python's handler does not run while the command computes.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        from .wasi import Streams

        streams = Streams(*(_unbuffered(stream) for stream in (sys.stdin, sys.stdout, sys.stderr)))
        return run(_arguments(), _variables(), Path.cwd(), streams)
    except (ComponentError, OSError) as error:
        if sys.stderr is not None:
            with contextlib.suppress(OSError):
                print(f"error: {_visible(str(error))}", file=sys.stderr, flush=True)
        return _FAILURE


def _visible(text: str) -> str:
    """Returns a text on one line. What could act on a terminal or the log of a pipeline is escaped."""
    escaped = (char if char.isprintable() else f"\\u{{{ord(char):x}}}" for char in text)
    return "".join(escaped).replace("##[", "\\u{23}#[")


def _arguments() -> list[str]:
    for argument in sys.argv[1:]:
        try:
            argument.encode()
        except UnicodeEncodeError:
            shown = os.fsencode(argument).decode(errors="replace")
            raise ComponentError(f"the argument `{shown}` is not UTF-8") from None
    return sys.argv[1:]


def _variables() -> dict[str, str]:
    """Returns the variables about colors. A terminal is one more reason for colors."""
    # Only whether a variable is set matters, so a value that is not UTF-8 may change.
    found = {name: os.fsencode(os.environ[name]).decode(errors="replace") for name in _VARIABLES if name in os.environ}
    if sys.stdout is not None and sys.stdout.isatty():
        found.setdefault("CLICOLOR_FORCE", "1")
    return found


def _unbuffered(stream: IO[str] | None) -> IO[bytes] | None:
    """Returns the binary stream below a text stream, which is `None` if the process was started without it."""
    buffer = getattr(stream, "buffer", None)
    unbuffered: IO[bytes] | None = getattr(buffer, "raw", buffer)
    return unbuffered


if __name__ == "__main__":
    sys.exit(main())
