//! The checks of a schedule: expressions that Velero and the integrator accept, and options without effect.

use crate::catalogue::{
    SCHEDULE_EITHER_DAY, SCHEDULE_NEVER_RUNS, SCHEDULE_NOT_CRON, SCHEDULE_OPTION_WITHOUT_SCHEDULE,
    SCHEDULE_OWNS_BACKUPS, SCHEDULE_REFUSED_BY_INTEGRATOR, SCHEDULE_UNKNOWN_TO_INTEGRATOR,
};
use crate::diagnostic::{Diagnostic, Finding, Pointer, Rule, quoted};
use crate::model::ScheduleConfig;
use crate::report::Report;
use crate::suggest;
use crate::velero::cron::{Cron, CronError, CronFault, DESCRIPTORS, Field, Zone, integrator};

/// Checks a configuration for Velero; the integrator has checks of its own.
pub(crate) fn check(config: &ScheduleConfig, pointer: &Pointer<'_>, report: &mut Report) {
    let Some(expression) = config.expression() else {
        let options = [
            ("paused", config.paused),
            ("skip_immediately", config.skip_immediately),
            ("use_owner_references_in_backup", config.use_owner_references_in_backup),
        ];
        for (key, _) in options.into_iter().filter(|(_, is_set)| *is_set) {
            report.push(|| {
                let message = format!("`{key}` has no effect without a schedule");
                SCHEDULE_OPTION_WITHOUT_SCHEDULE
                    .violation(message)
                    .help(format!("set `schedule`, or remove `{key}`"))
                    .at(&pointer.key(key))
            });
        }
        return;
    };
    let schedule = &pointer.key("schedule");
    match Cron::parse(expression) {
        Err(error) => report.push(|| not_cron(expression, &error).at(schedule)),
        Ok(cron) => {
            if cron.never_fires() {
                report.push(|| {
                    let message = format!("{} never runs: no date matches", quoted(expression));
                    SCHEDULE_NEVER_RUNS
                        .violation(message)
                        .help("write a schedule that runs, such as `0 2 * * *`")
                        .at(schedule)
                });
            } else if cron.runs_on_either_day() {
                report.push(|| {
                    let message = format!(
                        "{} runs if the day of month or the day of week matches, not only if both match",
                        quoted(expression)
                    );
                    SCHEDULE_EITHER_DAY
                        .violation(message)
                        .help("write `*` in one of the two fields: this makes fewer backups")
                        .at(schedule)
                });
            }
        }
    }
    if config.use_owner_references_in_backup {
        report.push(|| {
            let message = "the backups are deleted together with their Schedule";
            let help = "set `use_owner_references_in_backup` to false to keep the backups";
            SCHEDULE_OWNS_BACKUPS.violation(message).help(help).at(&pointer.key("use_owner_references_in_backup"))
        });
    }
}

/// Reports an expression that only the integrator refuses, for a manifest that does not pass through it.
pub(crate) fn check_for_manifest(config: &ScheduleConfig, pointer: &Pointer<'_>, report: &mut Report) {
    if let Some(expression) = config.expression().filter(|expression| !integrator::accepts(expression))
        && let Ok(cron) = Cron::parse(expression)
    {
        report.push(|| {
            let message = format!("the integrator would refuse {}, which Velero accepts", quoted(expression));
            for_integrator(&SCHEDULE_UNKNOWN_TO_INTEGRATOR, message, Some(&cron)).at(&pointer.key("schedule"))
        });
    }
}

/// Reports an expression that the integrator refuses.
pub(crate) fn check_for_integrator(config: &ScheduleConfig, pointer: &Pointer<'_>, report: &mut Report) {
    let Some(expression) = config.expression().filter(|expression| !integrator::accepts(expression)) else { return };
    let cron = Cron::parse(expression).ok();
    report.push(|| {
        let message = match &cron {
            Some(_) => format!("the integrator refuses {}, which Velero accepts", quoted(expression)),
            None => format!("the integrator refuses {}", quoted(expression)),
        };
        for_integrator(&SCHEDULE_REFUSED_BY_INTEGRATOR, message, cron.as_ref()).at(&pointer.key("schedule"))
    });
}

/// Returns why there is no databag for the operator: the integrator or Velero refuses the schedule.
pub(crate) fn refusals_of_databag(config: &ScheduleConfig) -> Vec<Diagnostic> {
    let mut report = Report::default();
    check_for_velero(config, &Pointer::Root, &mut report);
    check_for_integrator(config, &Pointer::Root, &mut report);
    report.into_diagnostics()
}

/// Returns why there is no Schedule: Velero refuses the schedule, or it is missing.
pub(crate) fn refusals_of_manifest(config: &ScheduleConfig) -> Vec<Diagnostic> {
    let mut report = Report::default();
    if config.expression().is_none() {
        report.push(|| {
            let help = "set `schedule`, such as `0 2 * * *`, or create a Backup instead";
            SCHEDULE_NOT_CRON
                .violation("a Schedule needs a schedule, and none is set")
                .help(help)
                .at(&Pointer::Root.key("schedule"))
        });
    }
    check_for_velero(config, &Pointer::Root, &mut report);
    report.into_diagnostics()
}

fn check_for_velero(config: &ScheduleConfig, pointer: &Pointer<'_>, report: &mut Report) {
    if let Some(expression) = config.expression()
        && let Err(error) = Cron::parse(expression)
    {
        report.push(|| not_cron(expression, &error).at(&pointer.key("schedule")));
    }
}

fn for_integrator(rule: &'static Rule, message: String, cron: Option<&Cron>) -> Finding {
    let numbers = cron.and_then(Cron::in_numbers);
    match numbers {
        Some(numbers) => rule.violation(message).help(format!("write `{numbers}`")),
        None => rule.violation(message).help("write five fields of numbers, in UTC, such as `0 2 * * *`"),
    }
}

/// The finding about an expression that Velero refuses.
pub(crate) fn not_cron(expression: &str, error: &CronError) -> Finding {
    let wrong = expression.get(error.range.clone()).expect("the error is about a part of the expression");
    let field = error.field.map(|field| format!(" in the {field} field")).unwrap_or_default();
    let why = match &error.fault {
        CronFault::Empty => "it is empty".to_owned(),
        CronFault::FieldCount { found: 1 } => "it has 1 field instead of 5".to_owned(),
        CronFault::FieldCount { found } => format!("it has {found} fields instead of 5"),
        CronFault::MissingNumber => format!("a number is missing{field}"),
        CronFault::NotANumber => format!("{} is not valid{field}", quoted(wrong)),
        CronFault::Negative => format!("{}{field} is negative", quoted(wrong)),
        CronFault::OutOfRange { lowest, highest } => {
            format!("{}{field} is not between {lowest} and {highest}", quoted(wrong))
        }
        CronFault::Wraps => format!("the range {}{field} ends before it starts", quoted(wrong)),
        CronFault::StepOfZero => format!("the step{field} is zero"),
        CronFault::TooManyHyphens => format!("{}{field} has more than one hyphen", quoted(wrong)),
        CronFault::TooManySlashes => format!("{}{field} has more than one slash", quoted(wrong)),
        CronFault::UnknownDescriptor => format!("{} is not a descriptor", quoted(wrong)),
        CronFault::BadDuration(_) => format!("{} is not a duration", quoted(wrong)),
        CronFault::UnknownZone => format!("{} is not a time zone", quoted(wrong)),
        CronFault::MissingSchedule => "the time zone is not followed by a schedule".to_owned(),
    };
    let but = if integrator::accepts(expression) { ", although the integrator accepts it" } else { "" };
    let message = format!("{} is not a cron expression for Velero: {why}{but}", quoted(expression));
    SCHEDULE_NOT_CRON.violation(message).help(help(expression, wrong, error))
}

/// Returns what to write instead.
fn help(expression: &str, wrong: &str, error: &CronError) -> String {
    let lower = wrong.to_lowercase();
    let meant = |name: &str| format!("did you mean `{name}`?");
    let meant = match (&error.fault, error.field) {
        (CronFault::FieldCount { .. }, _) => {
            five_of_six(expression).map(|five| format!("write `{five}`: Velero has no field for seconds"))
        }
        (CronFault::NotANumber, Some(field)) => {
            field.names().iter().find(|name| lower.starts_with(**name)).map(|name| meant(name))
        }
        (CronFault::OutOfRange { .. }, Some(Field::DayOfWeek)) if wrong == "7" => {
            Some("write `0` for Sunday".to_owned())
        }
        (CronFault::Wraps, _) => {
            Some("write two ranges: one up to the highest value, and one from the lowest value".to_owned())
        }
        (CronFault::UnknownDescriptor, _) => {
            suggest::nearest(lower.trim(), DESCRIPTORS.iter().map(|(name, _)| *name)).map(meant)
        }
        (CronFault::BadDuration(_), _) => {
            Some("write a duration after `@every` and one space, such as `@every 12h`".to_owned())
        }
        (CronFault::UnknownZone, _) => {
            let nearest = Zone::nearest(wrong).as_deref().map(meant);
            nearest.or_else(|| Some("write a name from the time zone database, such as `Europe/Paris`".to_owned()))
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

/// Removes a first field of `0` seconds, if Velero accepts the rest.
fn five_of_six(expression: &str) -> Option<String> {
    let mut fields = expression.split_whitespace();
    let seconds = fields.next()?;
    let five = fields.collect::<Vec<_>>().join(" ");
    (seconds == "0" && Cron::parse(&five).is_ok()).then_some(five)
}
