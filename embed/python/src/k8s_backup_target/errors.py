"""The errors of this package. Problems of the input are in an error's diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .diagnostic import Diagnostic


class BackupTargetError(Exception):
    """Every error of this package."""


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

    def __reduce__(self) -> tuple[type[NotLeader], tuple[()]]:
        return type(self), ()


class NoRelation(PublishError):
    """No relation has that name."""

    def __init__(self) -> None:
        super().__init__("no relation has that name")

    def __reduce__(self) -> tuple[type[NoRelation], tuple[()]]:
        return type(self), ()


class InvalidSpec(PublishError, InvalidInput):
    """The spec has errors, and the caller refuses such specs. The diagnostics include warnings and advice."""


class ComponentError(BackupTargetError, RuntimeError):
    """A call of the component failed. The next call runs in a new instance."""


class LimitExceeded(ComponentError):
    """The call exceeded a limit."""

    limit: Literal["fuel", "stack"]
    """The limit."""

    def __init__(self, limit: Literal["fuel", "stack"]) -> None:
        super().__init__(f"the call exceeded its limit of {limit}")
        self.limit = limit

    def __reduce__(self) -> tuple[type[LimitExceeded], tuple[Literal["fuel", "stack"]]]:
        return type(self), (self.limit,)


class Trapped(ComponentError):
    """The call trapped. It does so if it needs more memory than its limit."""


class Lost(ComponentError):
    """An earlier call in the instance of this object failed, and the object was lost with the instance."""

    def __init__(self) -> None:
        super().__init__("the object was lost when an earlier call failed; create it again")

    def __reduce__(self) -> tuple[type[Lost], tuple[()]]:
        return type(self), ()


def in_one_line(diagnostic: Diagnostic) -> str:
    """Returns the diagnostic with its position and its help."""
    place = f" (at {diagnostic.pointer})" if diagnostic.pointer else ""
    help_ = f"; {diagnostic.help}" if diagnostic.help else ""
    return f"{diagnostic}{place}{help_}"
