//! When backups are made: expressions that Velero and the integrator take, and options that do something.

use crate::authority::{CRON, INTEGRATOR, VELERO};
use crate::cron::{Cron, CronError, CronFault, DESCRIPTORS, Field, Zone, integrator};
use crate::diagnostic::{Diagnostic, Finding, Place, Report, Rule, Severity, quoted};
use crate::model::ScheduleConfig;
use crate::spelling;

pub(super) static NOT_CRON: Rule = Rule {
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
    authority: CRON,
};
pub(super) static REFUSED_BY_INTEGRATOR: Rule = Rule {
    code: "schedule-refused-by-integrator",
    severity: Severity::Error,
    summary: "a schedule for the integrator is one that it takes",
    explanation: "\
The integrator checks its schedule with a regular expression of its own: five or six fields, each `*`, `*/n`, `?`, or a
list of numbers and ranges. What it refuses it hands to no operator, though Velero would take names of days and months,
`@daily`, steps on ranges and time zones. Write the expression in numbers.",
    authority: INTEGRATOR,
};
pub(super) static UNKNOWN_TO_INTEGRATOR: Rule = Rule {
    code: "schedule-unknown-to-integrator",
    severity: Severity::Warning,
    summary: "a schedule is one that the integrator would take too",
    explanation: "\
Velero takes the expression, and the integrator's own check does not: it takes no names of days and months, no
descriptors such as `@daily`, no steps on ranges and no time zones. That does not matter to a manifest that is applied
by hand; as the integrator's configuration it is refused. Write the expression in numbers to have both.",
    authority: INTEGRATOR,
};
pub(crate) static NEVER_RUNS: Rule = Rule {
    code: "schedule-never-runs",
    severity: Severity::Warning,
    summary: "a schedule runs",
    explanation: "\
Velero takes days that no month has, such as 30 February or 31 April, and a field that is just a comma. The Schedule is
fine to look at, and never makes a backup.

```yaml
schedule: 0 0 30 2 *
```",
    authority: CRON,
};
pub(super) static EITHER_DAY: Rule = Rule {
    code: "schedule-either-day",
    severity: Severity::Warning,
    summary: "a schedule sets the day of month or the day of week, and not both",
    explanation: "\
With both set, a day runs that matches either: `0 2 1 * 1` runs on the first of each month and on every Monday, and not
only on a first that is a Monday. Leave one of them `*`.",
    authority: CRON,
};
pub(super) static OWNER_REFERENCES: Rule = Rule {
    code: "schedule-owns-backups",
    severity: Severity::Warning,
    summary: "backups outlive their schedule",
    explanation: "\
With `use_owner_references_in_backup` Kubernetes deletes a Schedule's Backups with it. The operator deletes the
Schedule when the relation to the integrator is removed, or its schedule is emptied: then every backup of it is gone
too, when it may be needed most.",
    authority: VELERO,
};
pub(super) static OPTION_WITHOUT_SCHEDULE: Rule = Rule {
    code: "schedule-option-without-schedule",
    severity: Severity::Warning,
    summary: "options of a schedule are set with a schedule",
    explanation: "\
Without a schedule no Schedule is made, and backups are made when somebody asks for them. What is set of `paused`,
`skip_immediately` and `use_owner_references_in_backup` does nothing then.",
    authority: INTEGRATOR,
};

/// Checks a configuration as Velero takes it; what the integrator takes is asked apart.
pub(crate) fn check(config: &ScheduleConfig, place: &Place<'_>, report: &mut Report<'_>) {
    let Some(expression) = config.expression() else {
        let options = [
            ("paused", config.paused),
            ("skip_immediately", config.skip_immediately),
            ("use_owner_references_in_backup", config.use_owner_references_in_backup),
        ];
        for (key, _) in options.into_iter().filter(|(_, is_set)| *is_set) {
            report.push(|| {
                let message = format!("`{key}` does nothing without a schedule");
                OPTION_WITHOUT_SCHEDULE.broken(message).help("set `schedule`, or leave it out").at(&place.key(key))
            });
        }
        return;
    };
    let schedule = &place.key("schedule");
    match Cron::parse(expression) {
        Err(error) => report.push(|| not_cron(expression, &error).at(schedule)),
        Ok(cron) => {
            if cron.never_fires() {
                report.push(|| {
                    let message = format!("{} never runs: no day and time is like that", quoted(expression));
                    NEVER_RUNS.broken(message).help("write a time that comes, such as `0 2 * * *`").at(schedule)
                });
            } else if cron.runs_on_either_day() {
                report.push(|| {
                    let message = format!(
                        "{} runs on days that match the day of month or the day of week, not only both",
                        quoted(expression)
                    );
                    EITHER_DAY.broken(message).help("leave one of them `*`").at(schedule)
                });
            }
        }
    }
    if config.use_owner_references_in_backup {
        report.push(|| {
            let message = "the backups are deleted with their Schedule";
            let help = "leave `use_owner_references_in_backup` false, unless backups are to go with it";
            OWNER_REFERENCES.broken(message).help(help).at(&place.key("use_owner_references_in_backup"))
        });
    }
}

/// Checks what the integrator alone would refuse, where it is not asked.
pub(crate) fn check_for_manifest(config: &ScheduleConfig, place: &Place<'_>, report: &mut Report<'_>) {
    if let Some(expression) = config.expression().filter(|expression| !integrator::accepts(expression))
        && let Ok(cron) = Cron::parse(expression)
    {
        report.push(|| {
            let message = format!("the integrator would refuse {}, which Velero takes", quoted(expression));
            for_integrator(&UNKNOWN_TO_INTEGRATOR, message, Some(&cron)).at(&place.key("schedule"))
        });
    }
}

/// Checks what the integrator itself does: it asks nobody else.
pub(crate) fn check_for_integrator(config: &ScheduleConfig, place: &Place<'_>, report: &mut Report<'_>) {
    let Some(expression) = config.expression().filter(|expression| !integrator::accepts(expression)) else { return };
    let cron = Cron::parse(expression).ok();
    report.push(|| {
        let message = match &cron {
            Some(_) => format!("the integrator refuses {}, which Velero takes", quoted(expression)),
            None => format!("the integrator refuses {}", quoted(expression)),
        };
        for_integrator(&REFUSED_BY_INTEGRATOR, message, cron.as_ref()).at(&place.key("schedule"))
    });
}

/// Why there is no databag for the operator: what the integrator refuses, and what Velero would.
pub(crate) fn refusals_of_databag(config: &ScheduleConfig) -> Vec<Diagnostic> {
    let mut report = Report::default();
    check_for_velero(config, &Place::Root, &mut report);
    check_for_integrator(config, &Place::Root, &mut report);
    report.into_diagnostics()
}

/// Why there is no Schedule: what Velero refuses.
pub(crate) fn refusals_of_manifest(config: &ScheduleConfig) -> Vec<Diagnostic> {
    let mut report = Report::default();
    if config.expression().is_none() {
        report.push(|| {
            let help = "write one, such as `0 2 * * *`, or ask for a Backup";
            NOT_CRON.broken("a Schedule has a schedule, and there is none").help(help).at(&Place::Root.key("schedule"))
        });
    }
    check_for_velero(config, &Place::Root, &mut report);
    report.into_diagnostics()
}

fn check_for_velero(config: &ScheduleConfig, place: &Place<'_>, report: &mut Report<'_>) {
    if let Some(expression) = config.expression()
        && let Err(error) = Cron::parse(expression)
    {
        report.push(|| not_cron(expression, &error).at(&place.key("schedule")));
    }
}

fn for_integrator(rule: &'static Rule, message: String, cron: Option<&Cron>) -> Finding {
    let numbers = cron.and_then(Cron::in_numbers);
    match numbers {
        Some(numbers) => rule.broken(message).help(format!("write `{numbers}`")),
        None => rule.broken(message).help("write five fields of numbers, in UTC, such as `0 2 * * *`"),
    }
}

/// What is said of an expression that Velero refuses.
pub(crate) fn not_cron(expression: &str, error: &CronError) -> Finding {
    let wrong = expression.get(error.range.clone()).unwrap_or_default();
    let field = error.field.map(|field| format!(" in the {field}")).unwrap_or_default();
    let why = match &error.fault {
        CronFault::Empty => "it is empty".to_owned(),
        CronFault::FieldCount { found: 1 } => "it has 1 field, of five".to_owned(),
        CronFault::FieldCount { found } => format!("it has {found} fields, of five"),
        CronFault::MissingNumber => format!("a number is missing{field}"),
        CronFault::NotANumber => format!("{} is nothing that can stand{field}", quoted(wrong)),
        CronFault::Negative => format!("{}{field} is below zero", quoted(wrong)),
        CronFault::OutOfRange { lowest, highest } => {
            format!("{}{field} is not from {lowest} to {highest}", quoted(wrong))
        }
        CronFault::Wraps => format!("the range {}{field} ends before it starts", quoted(wrong)),
        CronFault::StepOfZero => format!("the step{field} is zero"),
        CronFault::TooManyHyphens => format!("{}{field} has more than one hyphen", quoted(wrong)),
        CronFault::TooManySlashes => format!("{}{field} has more than one slash", quoted(wrong)),
        CronFault::UnknownDescriptor => format!("{} is no descriptor", quoted(wrong)),
        CronFault::BadDuration(_) => format!("{} is no duration", quoted(wrong)),
        CronFault::UnknownZone => format!("there is no time zone {}", quoted(wrong)),
        CronFault::MissingSchedule => "there is a time zone, and nothing after it".to_owned(),
    };
    let but = match integrator::accepts(expression) {
        true => ", though the integrator takes it",
        false => "",
    };
    let message = format!("{} is no cron expression for Velero: {why}{but}", quoted(expression));
    NOT_CRON.broken(message).help(help(expression, wrong, error))
}

/// What to write instead.
fn help(expression: &str, wrong: &str, error: &CronError) -> String {
    let lower = wrong.to_lowercase();
    let meant = |name: &str| format!("did you mean `{name}`?");
    let meant = match (&error.fault, error.field) {
        (CronFault::FieldCount { .. }, _) => {
            five_of_six(expression).map(|five| format!("write `{five}`: there are no seconds"))
        }
        (CronFault::NotANumber, Some(field)) => {
            field.names().iter().find(|name| lower.starts_with(**name)).map(|name| meant(name))
        }
        (CronFault::OutOfRange { .. }, Some(Field::DayOfWeek)) if wrong == "7" => Some("Sunday is `0`".to_owned()),
        (CronFault::Wraps, _) => Some("write two ranges: one to the end, and one from the beginning".to_owned()),
        (CronFault::UnknownDescriptor, _) => {
            spelling::nearest(lower.trim(), DESCRIPTORS.iter().map(|(name, _)| *name)).map(meant)
        }
        (CronFault::BadDuration(_), _) => {
            Some("write a duration after `@every` and one space, such as `@every 12h`".to_owned())
        }
        (CronFault::UnknownZone, _) => {
            let nearest = Zone::nearest(wrong).as_deref().map(meant);
            nearest.or_else(|| Some("write a name of the time zone database, such as `Europe/Paris`".to_owned()))
        }
        _ => None,
    };
    meant.unwrap_or_else(|| match error.field {
        Some(field) => {
            let (lowest, highest) = field.limits();
            let names = match field.names() {
                [first, .., last] => format!(" or `{first}` to `{last}`"),
                _ => String::new(),
            };
            format!("write `*`, or numbers from {lowest} to {highest}{names}, such as `1,3`, `1-5` or `*/2`")
        }
        None => "write five fields, such as `0 2 * * *`".to_owned(),
    })
}

/// Six fields, of which the first is seconds, without those, if Velero takes the rest.
fn five_of_six(expression: &str) -> Option<String> {
    let mut fields = expression.split_whitespace();
    let seconds = fields.next()?;
    let five = fields.collect::<Vec<_>>().join(" ");
    (seconds == "0" && Cron::parse(&five).is_ok()).then_some(five)
}
