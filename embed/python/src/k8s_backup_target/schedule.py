"""When backups are created, and when they expire."""

# Generated from wit/ by `cargo xtask bindings`.

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import convert
from . import host as hosts
from .diagnostic import Diagnostic
from .model import write_backup, write_schedule_config

if TYPE_CHECKING:
    from .model import Backup, ScheduleConfig
    from .cluster import Cluster


@dataclass(frozen=True, slots=True)
class Window:
    """A period of time, in Unix seconds."""

    start: int
    """The first second."""
    end: int
    """The second after the last one."""


def read_window(value: Any) -> Window:
    """Converts JSON to a value."""
    return Window(**value)


@dataclass(frozen=True, slots=True)
class Timeline:
    """When backups exist, for a schedule and a ttl."""

    backups: Sequence[Window]
    """From each run to the time when its backup expires, in the order of the runs."""
    gaps: Sequence[Window]
    """The times between two of these runs when all of their backups are expired.

    They can be shorter in Velero, which deletes a backup up to 60 minutes after it expires.
    """
    kept_at_once: int
    """Maximum number of backups that exist at a time, if each is deleted 60 minutes after it expires.

    It does not depend on the number of runs in `backups`.
    """


def read_timeline(value: Any) -> Timeline:
    """Converts JSON to a value."""
    return Timeline(
        [read_window(each) for each in value["backups"]],
        [read_window(each) for each in value["gaps"]],
        value["kept_at_once"],
    )


@dataclass(frozen=True, slots=True)
class PlannedSchedule:
    """What a Schedule of Velero does."""

    index: int
    """Its index among the Backups and Schedules."""
    next_runs: Sequence[int]
    """The next runs after the time of the plan. Empty without a time."""
    kept_at_once: int
    """Maximum number of its backups at the same time."""
    longest_gap: int | None
    """The longest time between two runs, in seconds. `None` if it does not run twice."""
    longest_without_backup: int
    """The longest time without any backup of it, in seconds. 0 if each is kept until the next one is made."""


def read_planned_schedule(value: Any) -> PlannedSchedule:
    """Converts JSON to a value."""
    return PlannedSchedule(**value)


@dataclass(frozen=True, slots=True)
class SchedulePlan:
    """What Schedules do."""

    schedules: Sequence[PlannedSchedule]
    """The Schedules that run, in their order. Paused ones, and those that Velero refuses, are missing."""
    diagnostics: Sequence[Diagnostic]
    """How many backups each Schedule keeps, and which Schedules run at the same minute.

    The subject is the index among the Backups and Schedules.
    """


def read_schedule_plan(value: Any) -> SchedulePlan:
    """Converts JSON to a value."""
    return SchedulePlan(
        [read_planned_schedule(each) for each in value["schedules"]], convert.diagnostics(value["diagnostics"])
    )


def check_schedule(
    schedule: ScheduleConfig, velero_version: str | None = None, *, host: hosts.Host | None = None
) -> list[Diagnostic]:
    """Returns what is wrong with a schedule: why Velero or the integrator refuses it, and what has no effect or is
    probably a mistake.

    Pointers are paths in the configuration: `/schedule`.

    Here and below, `velero_version` is a version of Velero, as for `cluster.open`. Without it, the default release is
    used. A version that is not known is an error.
    """
    return convert.diagnostics(
        hosts.of(host)._call(
            "schedule.check-schedule",
            {
                "schedule": write_schedule_config(schedule, "schedule"),
                "velero_version": convert.optional(convert.text, velero_version, "velero_version"),
            },
        )
    )


def next_runs(
    schedule: str, after: int, count: int, velero_version: str | None = None, *, host: hosts.Host | None = None
) -> list[int]:
    """Returns the Unix seconds of the next runs after a time, as Velero's cron library finds them: robfig/cron 3.0.1
    before Velero 1.18.3, and go-cron 0.15.0 since.

    They are in UTC if the expression has no time zone. There are at most 10,000. There are fewer than `count` if no run
    follows within five years, or after the year 9999. If the expression matches no time, there are none, but Velero
    creates a backup every minute. The errors say why Velero refuses the expression.

    Raises:
        InvalidInput: The input is refused. The diagnostics give the reasons.
    """
    answer: list[int] = convert.accepted(
        hosts.of(host)._call(
            "schedule.next-runs",
            {
                "schedule": convert.text(schedule, "schedule"),
                "after": convert.s64(after, "after"),
                "count": convert.u32(count, "count"),
                "velero_version": convert.optional(convert.text, velero_version, "velero_version"),
            },
        )
    )
    return answer


def retention(
    schedule: str,
    ttl: str | None,
    after: int,
    count: int,
    velero_version: str | None = None,
    *,
    host: hosts.Host | None = None,
) -> Timeline:
    """Returns the next runs after a time, and when their backups expire.

    If `ttl` is `None` or zero, it is Velero's default of 720 hours. With a negative one, a backup expires at once. The
    errors say why Velero refuses the expression or the ttl.

    Raises:
        InvalidInput: The input is refused. The diagnostics give the reasons.
    """
    return read_timeline(
        convert.accepted(
            hosts.of(host)._call(
                "schedule.retention",
                {
                    "schedule": convert.text(schedule, "schedule"),
                    "ttl": convert.optional(convert.text, ttl, "ttl"),
                    "after": convert.s64(after, "after"),
                    "count": convert.u32(count, "count"),
                    "velero_version": convert.optional(convert.text, velero_version, "velero_version"),
                },
            )
        )
    )


def plan_backups(
    backups: Iterable[Backup],
    after: int | None,
    count: int,
    cluster: Cluster | None = None,
    *,
    host: hosts.Host | None = None,
) -> SchedulePlan:
    """Plans the Schedules among Backups and Schedules: their next runs after a time, at most `count` of each, and the
    backups that they keep.

    Velero makes one backup at a time, so Schedules that run at the same minute wait for each other. The cluster gives
    the release of Velero. Without it, the default release is used.
    """
    return read_schedule_plan(
        hosts.beside(cluster, "cluster", host)._call(
            "schedule.plan-backups",
            {
                "backups": convert.list_of(write_backup, backups, "backups"),
                "after": convert.optional(convert.s64, after, "after"),
                "count": convert.u32(count, "count"),
            },
            {"cluster": cluster},
        )
    )
