"""Why there is no answer. What is wrong with the input is in an error's diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .diagnostic import Diagnostic


class BackupTargetError(Exception):
    """Every error of this package."""


class InvalidInput(BackupTargetError, ValueError):
    """The input is refused. As text it is the diagnostics, each with its place and help."""

    diagnostics: Sequence[Diagnostic]
    """What is wrong with it."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(diagnostics)
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        return "\n".join(map(in_one_line, self.diagnostics))


class PublishError(BackupTargetError):
    """Nothing is to be published."""


class NotLeader(PublishError):
    """The unit is not the leader; only the leader may write."""

    def __init__(self) -> None:
        super().__init__("the unit is not the leader")

    def __reduce__(self) -> tuple[type[NotLeader], tuple[()]]:
        return type(self), ()


class NoRelation(PublishError):
    """There is no relation of that name."""

    def __init__(self) -> None:
        super().__init__("there is no relation of that name")

    def __reduce__(self) -> tuple[type[NoRelation], tuple[()]]:
        return type(self), ()


class InvalidSpec(PublishError, InvalidInput):
    """The spec has errors and was to be refused for them. Warnings and advice are in the diagnostics too."""


class ComponentError(BackupTargetError, RuntimeError):
    """A call into the component came to no answer. The next call runs in a fresh instance."""


class LimitExceeded(ComponentError):
    """The call spent a limit."""

    limit: Literal["fuel", "stack"]
    """Which of them."""

    def __init__(self, limit: Literal["fuel", "stack"]) -> None:
        super().__init__({"fuel": "the call takes longer than it may", "stack": "the call needs more stack"}[limit])
        self.limit = limit

    def __reduce__(self) -> tuple[type[LimitExceeded], tuple[Literal["fuel", "stack"]]]:
        return type(self), (self.limit,)


class Trapped(ComponentError):
    """The call trapped, as it does when it needs more memory than it may use."""


class Lost(ComponentError):
    """An earlier call in the instance that this object lives in failed, and the object was lost with it."""

    def __init__(self) -> None:
        super().__init__("it was lost when an earlier call failed; make it again")

    def __reduce__(self) -> tuple[type[Lost], tuple[()]]:
        return type(self), ()


def in_one_line(diagnostic: Diagnostic) -> str:
    """The diagnostic, where it stands, and what to write instead."""
    place = f" (at {diagnostic.pointer})" if diagnostic.pointer else ""
    help_ = f"; {diagnostic.help}" if diagnostic.help else ""
    return f"{diagnostic}{place}{help_}"
