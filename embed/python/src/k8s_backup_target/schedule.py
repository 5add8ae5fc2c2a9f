"""When backups are made, and how long they live."""

# Generated from wit/ by `cargo xtask bindings`.

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import convert
from . import host as hosts
from .model import write_schedule_config

if TYPE_CHECKING:
    from .diagnostic import Diagnostic
    from .model import ScheduleConfig


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time, in Unix seconds."""

    start: int
    """Its first second."""
    end: int
    """The second after its last."""


def read_window(value: Any) -> Window:
    """Returns the value of its JSON."""
    return Window(**value)


@dataclass(frozen=True, slots=True)
class Timeline:
    """What a schedule and a ttl make of each other."""

    backups: Sequence[Window]
    """From each run to the end of its backup's life, in the order of the runs."""
    gaps: Sequence[Window]
    """Times between two of these runs at which none of their backups exists any more."""
    kept_at_once: int
    """So many backups exist at a time at most, once the schedule has gone on for a ttl, however few are listed."""


def read_timeline(value: Any) -> Timeline:
    """Returns the value of its JSON."""
    return Timeline(
        [read_window(each) for each in value["backups"]],
        [read_window(each) for each in value["gaps"]],
        value["kept_at_once"],
    )


def check_schedule(schedule: ScheduleConfig, *, host: hosts.Host | None = None) -> list[Diagnostic]:
    """What is wrong with a schedule: what Velero refuses, what the integrator's own check refuses, and what does
    nothing or was hardly meant.

    Pointers lead into the configuration: `/schedule`.
    """
    return convert.diagnostics(
        hosts.of(host)._call("schedule.check-schedule", {"schedule": write_schedule_config(schedule)})
    )


def next_runs(schedule: str, after: int, count: int, *, host: hosts.Host | None = None) -> list[int]:
    """Unix seconds of the next runs after a time, as Velero's cron library (robfig/cron 3.0.1) finds them, in UTC where
    the expression names no time zone.

    At most 10,000; fewer where no run follows within five years, or after the year 9999. The errors say why Velero
    refuses the expression.

    Raises:
        InvalidInput: it is refused; the diagnostics say why.
    """
    answer: list[int] = convert.accepted(
        hosts.of(host)._call("schedule.next-runs", {"schedule": schedule, "after": after, "count": count})
    )
    return answer


def retention(schedule: str, ttl: str | None, after: int, count: int, *, host: hosts.Host | None = None) -> Timeline:
    """The next runs after a time, and the lives of their backups.

    `ttl` none is Velero's default of 720 hours, and so is zero; a negative one ends with the run. The errors say why
    Velero refuses the expression or the ttl.

    Raises:
        InvalidInput: it is refused; the diagnostics say why.
    """
    return read_timeline(
        convert.accepted(
            hosts.of(host)._call(
                "schedule.retention", {"schedule": schedule, "ttl": ttl, "after": after, "count": count}
            )
        )
    )
