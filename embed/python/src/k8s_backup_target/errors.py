"""The errors of this package. Problems of the input are in an error's diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .diagnostic import Diagnostic


_MAX_SHOWN_CHARS = 60
_MAX_SHOWN_PARTS = 32


def shortened(text: str) -> str:
    """Returns the start of a text, for an error."""
    start = str.__getitem__(text, slice(_MAX_SHOWN_CHARS))
    return start if str.__len__(text) <= _MAX_SHOWN_CHARS else start + "…"


def shortened_pointer(pointer: str) -> str:
    """Returns a JSON pointer with the start of each key, for an error."""
    # The rest of a pointer with very many keys is its last part.
    return "/".join(map(shortened, pointer.split("/", _MAX_SHOWN_PARTS)))


class BackupTargetError(Exception):
    """Every error of this package. It can be pickled and copied, with its attributes."""

    def __reduce__(self) -> tuple[Any, ...]:
        # The parameters of a class are not those of the message, so `__init__` is not called again.
        return _without_init, (type(self), self.args), self.__dict__


def _without_init(class_: type[BackupTargetError], args: tuple[Any, ...]) -> BackupTargetError:
    return class_.__new__(class_, *args)


class InvalidInput(BackupTargetError, ValueError):
    """The input is not valid. As text, it is the diagnostics, each with its position and help."""

    diagnostics: Sequence[Diagnostic]
    """The problems of the input."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(diagnostics)
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        return "\n".join(map(in_one_line, self.diagnostics))


class PublishError(BackupTargetError):
    """Nothing can be published."""


class NotLeader(PublishError):
    """The unit is not the leader; only the leader may write."""

    def __init__(self) -> None:
        super().__init__("the unit is not the leader")


class NoRelation(PublishError):
    """No relation has that name."""

    def __init__(self) -> None:
        super().__init__("no relation has that name")


class InvalidSpec(PublishError, InvalidInput):
    """The spec has errors, and the caller refuses such specs. The diagnostics include warnings and advice."""


class ClosedError(BackupTargetError, ValueError):
    """The object was closed, by this thread or by another one. The call did nothing."""


class ComponentError(BackupTargetError, RuntimeError):
    """A call of the component failed. The next call runs in a new instance."""


class LimitExceeded(ComponentError):
    """The call exceeded a limit."""

    limit: Literal["fuel", "stack"]
    """The limit."""

    def __init__(self, limit: Literal["fuel", "stack"]) -> None:
        super().__init__(f"the call exceeded its limit of {limit}")
        self.limit = limit


class Trapped(ComponentError):
    """The call trapped. It does so if it needs more memory than its limit."""


class Lost(ComponentError):
    """An earlier call in the instance of this object failed, and the object was lost with the instance.

    In a forked process, an object that another thread used during the fork is lost too.
    """

    def __init__(self) -> None:
        super().__init__("the object was lost when an earlier call failed, or in a fork; create it again")


def in_one_line(diagnostic: Diagnostic) -> str:
    """Returns the diagnostic with its position and its help."""
    place = f" (at {shortened_pointer(diagnostic.pointer)})" if diagnostic.pointer else ""
    help_ = f"; {diagnostic.help}" if diagnostic.help else ""
    return f"{diagnostic}{place}{help_}"
