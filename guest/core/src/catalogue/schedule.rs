//! When backups are made.

use crate::diagnostic::{Authority, Rule, Severity};

/// Every rule of the subject.
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
    summary: "the schedule is a cron expression for Velero",
    explanation: "\
Velero reads a schedule with the standard parser of robfig/cron: minute, hour, day of month, month and day of week, or a
descriptor such as `@daily` or `@every 12h`, after an optional `CRON_TZ=Europe/Paris`. It fails a Schedule with any
other, and no backup is ever made. The integrator's own check lets some of these pass: six fields, and numbers that are
out of range.

```yaml
schedule: 0 0 2 * * *   # six fields: write 0 2 * * *
```

Sunday is 0 and not 7; a range goes from low to high (`FRI-SAT,SUN`, not `FRI-SUN`).",
    authority: Authority::Cron,
};

pub static SCHEDULE_REFUSED_BY_INTEGRATOR: Rule = Rule {
    code: "schedule-refused-by-integrator",
    severity: Severity::Error,
    summary: "a schedule for the integrator is one that it takes",
    explanation: "\
The integrator checks its schedule with a regular expression of its own: five or six fields, each `*`, `*/n`, `?`, or a
list of numbers and ranges. What it refuses it hands to no operator, though Velero would take names of days and months,
`@daily`, steps on ranges and time zones. Write the expression in numbers.",
    authority: Authority::Integrator,
};

pub static SCHEDULE_UNKNOWN_TO_INTEGRATOR: Rule = Rule {
    code: "schedule-unknown-to-integrator",
    severity: Severity::Warning,
    summary: "a schedule is one that the integrator would take too",
    explanation: "\
Velero takes the expression, and the integrator's own check does not: it takes no names of days and months, no
descriptors such as `@daily`, no steps on ranges and no time zones. That does not matter to a manifest that is applied
by hand; as the integrator's configuration it is refused. Write the expression in numbers to have both.",
    authority: Authority::Integrator,
};

pub static SCHEDULE_NEVER_RUNS: Rule = Rule {
    code: "schedule-never-runs",
    severity: Severity::Warning,
    summary: "a schedule runs",
    explanation: "\
Velero takes days that no month has, such as 30 February or 31 April, and a field that is just a comma. The Schedule is
fine to look at, and never makes a backup.

```yaml
schedule: 0 0 30 2 *
```",
    authority: Authority::Cron,
};

pub static SCHEDULE_EITHER_DAY: Rule = Rule {
    code: "schedule-either-day",
    severity: Severity::Warning,
    summary: "a schedule sets the day of month or the day of week, and not both",
    explanation: "\
With both set, a day runs that matches either: `0 2 1 * 1` runs on the first of each month and on every Monday, and not
only on a first that is a Monday. Leave one of them `*`.",
    authority: Authority::Cron,
};

pub static SCHEDULE_OWNS_BACKUPS: Rule = Rule {
    code: "schedule-owns-backups",
    severity: Severity::Warning,
    summary: "backups outlive their schedule",
    explanation: "\
With `use_owner_references_in_backup` Kubernetes deletes a Schedule's Backups with it. The operator deletes the
Schedule when the relation to the integrator is removed, or its schedule is emptied: then every backup of it is gone
too, when it may be needed most.",
    authority: Authority::Velero,
};

pub static SCHEDULE_OPTION_WITHOUT_SCHEDULE: Rule = Rule {
    code: "schedule-option-without-schedule",
    severity: Severity::Warning,
    summary: "options of a schedule are set with a schedule",
    explanation: "\
Without a schedule no Schedule is made, and backups are made when somebody asks for them. What is set of `paused`,
`skip_immediately` and `use_owner_references_in_backup` does nothing then.",
    authority: Authority::Integrator,
};
