//! Rules about schedules.

use crate::diagnostic::{AppliesTo, Authority, Rule, Severity, explanation};
use crate::release::Behaviour;

/// All rules of the subject.
pub(super) static RULES: &[&Rule] = &[
    &SCHEDULE_NOT_CRON,
    &SCHEDULE_REFUSED_BY_INTEGRATOR,
    &SCHEDULE_UNKNOWN_TO_INTEGRATOR,
    &SCHEDULE_NEVER_MATCHES,
    &SCHEDULE_DIFFERS_BY_RELEASE,
    &SCHEDULE_EITHER_DAY,
    &SCHEDULE_EVERY_STARTS_ANEW,
    &SCHEDULE_OWNS_BACKUPS,
    &SCHEDULE_OPTION_WITHOUT_SCHEDULE,
];

pub static SCHEDULE_NOT_CRON: Rule = Rule {
    code: "schedule-not-cron",
    severity: Severity::Error,
    summary: "the schedule is a cron expression that Velero accepts",
    explanation: explanation(
        "\
Velero up to 1.18.2 reads a schedule with robfig/cron 3.0.1, and from 1.18.3 on with netresearch/go-cron 0.15.0. Both
accept, after an optional `CRON_TZ=Europe/Paris`:

- five fields: minute, hour, day of month, month and day of week
- a descriptor, such as `@daily` or `@every 12h`

```yaml
schedule: 0 0 2 * * *   # six fields: write 0 2 * * *
```

Only robfig/cron refuses:

- 7 for Sunday: write 0
- a range that ends before it starts: write `FRI-SAT,SUN`, not `FRI-SUN`

Only go-cron refuses:

- a step that is not less than the number of values of its range: write `0` in the hour field, not `*/24`
- an interval of less than a second after `@every`
- a time zone without a name or with unusual characters, and expressions of more than 1,024 bytes

For an expression that is refused, the Schedule fails validation and never makes a backup. The integrator's own check
accepts some of them: six fields, and numbers that are out of range.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Cron,
};

pub static SCHEDULE_REFUSED_BY_INTEGRATOR: Rule = Rule {
    code: "schedule-refused-by-integrator",
    severity: Severity::Error,
    summary: "the schedule of the integrator is one that it accepts",
    explanation: explanation(
        "\
The integrator checks its schedule with its own regular expression: five or six fields, each `*`, `*/n`, `?`, or a
list of numbers and ranges. It refuses names of days and months, `@daily`, steps on ranges, and time zones, although
Velero accepts them. A refused schedule reaches no operator. Write the expression in numbers.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Integrator,
};

pub static SCHEDULE_UNKNOWN_TO_INTEGRATOR: Rule = Rule {
    code: "schedule-unknown-to-integrator",
    severity: Severity::Warning,
    summary: "a schedule is one that the integrator also accepts",
    explanation: explanation(
        "\
Velero accepts the expression, but the integrator's own check does not. The integrator accepts no names of days and
months, no descriptors such as `@daily`, no steps on ranges, and no time zones.

A manifest that you apply yourself is not affected. The integrator refuses the expression in its configuration. Write
it in numbers to use it in both.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Integrator,
};

pub static SCHEDULE_NEVER_MATCHES: Rule = Rule {
    code: "schedule-never-matches",
    severity: Severity::Error,
    summary: "a schedule matches some time in the next five years",
    explanation: explanation(
        "\
Velero accepts days that no month has, such as 30 February or 31 April, and a field that is only a comma. Such a
schedule does not mean that there are no backups. When the library that reads schedules finds no run until the end of
the fifth year after this one, it returns a time in the past. So Velero always treats a backup as due, and makes one
every minute, or as soon as the last one is no longer in progress.

```yaml
schedule: 0 0 30 2 *
```

From 1.18.3 on, a day must match both the day of month and the day of week. So `0 0 29 2 1` only matches in years in
which 29 February is a Monday, and Velero makes a backup every minute until such a year is near. The descriptors
`@triggered`, `@manual` and `@none`, which these releases accept, never match.

Write dates that exist in each year. To make backups only on request, set no schedule. To stop a schedule for some time,
set `paused`: a paused Schedule makes no backups.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Cron,
};

pub static SCHEDULE_DIFFERS_BY_RELEASE: Rule = Rule {
    code: "schedule-differs-by-release",
    severity: Severity::Advice,
    summary: "newer releases of Velero read the schedule alike",
    explanation: explanation(
        "\
Velero reads schedules with another library from 1.18.3 on: netresearch/go-cron 0.15.0 instead of robfig/cron 3.0.1.
Some schedules are then refused, never match, or run at other times:

| schedule | robfig/cron, up to 1.18.2 | go-cron, from 1.18.3 on |
|---|---|---|
| `0 0 1-7 * 1` | the first seven days of the month, and each Monday | the first Monday of the month |
| `0 0 31 2 1` | each Monday in February | never: Velero makes a backup every minute |
| `0 */24 * * *` | every day at 00:00 | refused: the step is too large |
| `0 0 * * 4/1` | Thursday to Saturday | Thursday to Sunday |
| `CRON_TZ=Europe/Paris 30 2 * * *` | no run on the day when clocks skip this hour | at 03:30 on that day |

Write a schedule that both libraries read alike, before you update Velero.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Cron,
};

pub static SCHEDULE_EITHER_DAY: Rule = Rule {
    code: "schedule-either-day",
    severity: Severity::Warning,
    summary: "a schedule sets the day of month or the day of week, not both",
    explanation: explanation(
        "\
When both are set, Velero up to 1.18.2 (robfig/cron) runs on days that match either of them. `0 2 1 * 1` runs on the
first of each month, and also on every Monday. Write `*` in one of the two fields.

From 1.18.3 on (go-cron), a day must match both, and this rule does not apply.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::VeleroBefore(Behaviour::ReadsSchedulesWithGoCron),
};

pub static SCHEDULE_EVERY_STARTS_ANEW: Rule = Rule {
    code: "schedule-every-starts-anew",
    severity: Severity::Advice,
    summary: "the interval of `@every` is not started again and again",
    explanation: explanation(
        "\
With `skip_immediately`, Velero skips a run that is due now, and sets the field of the Schedule to false. At fixed
times, nothing else is lost. An interval of `@every` starts again at that moment.

```yaml
schedule: \"@every 24h\"
skip_immediately: true   # applied again each hour: there is never a backup
```

If something applies the Schedule again with true, such as a GitOps tool, the interval starts again each time. It never
ends if this happens more often than the interval. Applied once, it does no harm. A new Schedule never runs at once:
its first run is the first match after its creation.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static SCHEDULE_OWNS_BACKUPS: Rule = Rule {
    code: "schedule-owns-backups",
    severity: Severity::Warning,
    summary: "backups are kept when their schedule is deleted",
    explanation: explanation(
        "\
With `use_owner_references_in_backup`, Kubernetes deletes the Backups of a Schedule together with it. The operator
deletes the Schedule when the relation to the integrator is removed, or when its schedule is set to empty. All its
backups are then deleted too, possibly when they are needed most.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Velero,
};

pub static SCHEDULE_OPTION_WITHOUT_SCHEDULE: Rule = Rule {
    code: "schedule-option-without-schedule",
    severity: Severity::Warning,
    summary: "options of a schedule are set together with a schedule",
    explanation: explanation(
        "\
Without a schedule, the operator makes no Schedule, and backups are only made on request. `paused`, `skip_immediately`
and `use_owner_references_in_backup` have no effect. Set a schedule, or remove them.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Integrator,
};
