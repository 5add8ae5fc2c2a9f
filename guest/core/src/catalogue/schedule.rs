//! Rules about schedules.

use crate::diagnostic::{Authority, Rule, Severity};

/// All rules of the subject.
pub(super) static RULES: &[&Rule] = &[
    &SCHEDULE_NOT_CRON,
    &SCHEDULE_REFUSED_BY_INTEGRATOR,
    &SCHEDULE_UNKNOWN_TO_INTEGRATOR,
    &SCHEDULE_NEVER_RUNS,
    &SCHEDULE_EITHER_DAY,
    &SCHEDULE_OWNS_BACKUPS,
    &SCHEDULE_OPTION_WITHOUT_SCHEDULE,
];

pub static SCHEDULE_NOT_CRON: Rule = Rule {
    code: "schedule-not-cron",
    severity: Severity::Error,
    summary: "the schedule is a cron expression that Velero accepts",
    explanation: "\
Velero reads a schedule with the standard parser of robfig/cron. It accepts, after an optional `CRON_TZ=Europe/Paris`:

- five fields: minute, hour, day of month, month and day of week
- a descriptor, such as `@daily` or `@every 12h`

Sunday is 0, not 7. A range goes from low to high: `FRI-SAT,SUN`, not `FRI-SUN`.

```yaml
schedule: 0 0 2 * * *   # six fields: write 0 2 * * *
```

For any other expression, the Schedule fails validation and never makes a backup. The integrator's own check accepts
some of them: six fields, and numbers that are out of range.",
    authority: Authority::Cron,
};

pub static SCHEDULE_REFUSED_BY_INTEGRATOR: Rule = Rule {
    code: "schedule-refused-by-integrator",
    severity: Severity::Error,
    summary: "the schedule of the integrator is one that it accepts",
    explanation: "\
The integrator checks its schedule with its own regular expression: five or six fields, each `*`, `*/n`, `?`, or a
list of numbers and ranges. It refuses names of days and months, `@daily`, steps on ranges, and time zones, although
Velero accepts them. A refused schedule reaches no operator. Write the expression in numbers.",
    authority: Authority::Integrator,
};

pub static SCHEDULE_UNKNOWN_TO_INTEGRATOR: Rule = Rule {
    code: "schedule-unknown-to-integrator",
    severity: Severity::Warning,
    summary: "a schedule is one that the integrator also accepts",
    explanation: "\
Velero accepts the expression, but the integrator's own check does not. The integrator accepts no names of days and
months, no descriptors such as `@daily`, no steps on ranges, and no time zones.

A manifest that you apply yourself is not affected. The integrator refuses the expression in its configuration. Write
it in numbers to use it in both.",
    authority: Authority::Integrator,
};

pub static SCHEDULE_NEVER_RUNS: Rule = Rule {
    code: "schedule-never-runs",
    severity: Severity::Warning,
    summary: "a schedule runs",
    explanation: "\
Velero accepts days that no month has, such as 30 February or 31 April, and a field that is only a comma. The Schedule
is valid, but it never makes a backup.

```yaml
schedule: 0 0 30 2 *
```

Write a date that exists.",
    authority: Authority::Cron,
};

pub static SCHEDULE_EITHER_DAY: Rule = Rule {
    code: "schedule-either-day",
    severity: Severity::Warning,
    summary: "a schedule sets the day of month or the day of week, not both",
    explanation: "\
When both are set, the schedule runs on days that match either of them. `0 2 1 * 1` runs on the first of each month,
and also on every Monday. Write `*` in one of the two fields.",
    authority: Authority::Cron,
};

pub static SCHEDULE_OWNS_BACKUPS: Rule = Rule {
    code: "schedule-owns-backups",
    severity: Severity::Warning,
    summary: "backups are kept when their schedule is deleted",
    explanation: "\
With `use_owner_references_in_backup`, Kubernetes deletes the Backups of a Schedule together with it. The operator
deletes the Schedule when the relation to the integrator is removed, or when its schedule is set to empty. All its
backups are then deleted too, possibly when they are needed most.",
    authority: Authority::Velero,
};

pub static SCHEDULE_OPTION_WITHOUT_SCHEDULE: Rule = Rule {
    code: "schedule-option-without-schedule",
    severity: Severity::Warning,
    summary: "options of a schedule are set together with a schedule",
    explanation: "\
Without a schedule, the operator makes no Schedule, and backups are only made on request. `paused`, `skip_immediately`
and `use_owner_references_in_backup` have no effect. Set a schedule, or remove them.",
    authority: Authority::Integrator,
};
