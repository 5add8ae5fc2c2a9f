"""When backups are made, and how long they live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import host as hosts
from . import lift

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


@dataclass(frozen=True, slots=True)
class Timeline:
    """What a schedule and a ttl make of each other."""

    backups: Sequence[Window]
    """From each run to the end of its backup's life, in the order of the runs."""
    gaps: Sequence[Window]
    """Times between two of these runs at which none of their backups exists any more."""
    kept_at_once: int
    """So many backups exist at a time at most, once the schedule has gone on for a ttl, however few are listed."""


def check_schedule(schedule: ScheduleConfig, *, host: hosts.Host | None = None) -> list[Diagnostic]:
    """What is wrong with a schedule.

    That is what Velero refuses, what the integrator's own check refuses, and what does nothing or was hardly meant.
    Pointers lead into the configuration: `/schedule`.
    """
    return lift.diagnostics(hosts.of(host).call("schedule", "check-schedule", schedule))


def next_runs(schedule: str, after: int, count: int, *, host: hosts.Host | None = None) -> list[int]:
    """Unix seconds of the next runs after a time, as Velero's cron library finds them.

    Args:
        schedule: A cron expression; in UTC where it names no time zone.
        after: Unix seconds.
        count: At most 10,000 are answered; fewer where no run follows within five years, or after the year 9999.
        host: What it runs in.

    Raises:
        InvalidInput: Velero refuses the expression.
    """
    runs: list[int] = lift.accepted(hosts.of(host).call("schedule", "next-runs", schedule, after, count))
    return runs


def retention(schedule: str, ttl: str | None, after: int, count: int, *, host: hosts.Host | None = None) -> Timeline:
    """The next runs after a time, and the lives of their backups.

    Args:
        schedule: A cron expression.
        ttl: None is Velero's default of 720 hours, and so is zero; a negative one ends with the run.
        after: Unix seconds.
        count: How many runs, as of `next_runs`.
        host: What it runs in.

    Raises:
        InvalidInput: Velero refuses the expression or the ttl.
    """
    backups, gaps, kept = lift.accepted(hosts.of(host).call("schedule", "retention", schedule, ttl, after, count))
    return Timeline([Window(*window) for window in backups], [Window(*window) for window in gaps], kept)
