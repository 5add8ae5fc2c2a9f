//! The checks of a schedule: expressions that Velero and the integrator accept, and options without effect.

use crate::catalogue::{
    SCHEDULE_DIFFERS_BY_RELEASE, SCHEDULE_EITHER_DAY, SCHEDULE_EVERY_STARTS_ANEW, SCHEDULE_NEVER_MATCHES,
    SCHEDULE_NOT_CRON, SCHEDULE_OPTION_WITHOUT_SCHEDULE, SCHEDULE_OWNS_BACKUPS, SCHEDULE_REFUSED_BY_INTEGRATOR,
    SCHEDULE_UNKNOWN_TO_INTEGRATOR,
};
use crate::diagnostic::{Diagnostic, Finding, Pointer, Rule, quoted};
use crate::model::ScheduleConfig;
use crate::release::Release;
use crate::report::Report;
use crate::suggest;
use crate::velero::cron::{
    Cron, CronError, CronFault, DESCRIPTORS, Difference, Field, Library, Zone, instant_to_rfc3339, integrator,
};
use crate::velero::filters::Dialect;

/// Checks a configuration for Velero; the integrator has checks of its own.
pub(crate) fn check(config: &ScheduleConfig, release: Release, pointer: &Pointer<'_>, report: &mut Report) {
    let reader = Reader { dialect: Dialect::Spec, release };
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
    check_expression(expression, config, reader, pointer, report);
    if config.use_owner_references_in_backup {
        report.push(|| {
            let message = "the backups are deleted together with their Schedule";
            let help = "set `use_owner_references_in_backup` to false to keep the backups";
            SCHEDULE_OWNS_BACKUPS.violation(message).help(help).at(&pointer.key("use_owner_references_in_backup"))
        });
    }
}

/// Where an expression is written, and the release of Velero that reads it.
#[derive(Clone, Copy)]
pub(crate) struct Reader {
    pub(crate) dialect: Dialect,
    pub(crate) release: Release,
}

impl Reader {
    fn library(self) -> Library {
        Library::of(self.release)
    }

    fn is_spec(self) -> bool {
        self.dialect == Dialect::Spec
    }

    /// Returns the help for an author who wants backups only on request.
    fn on_request(self) -> &'static str {
        match self.dialect {
            Dialect::Spec => "to make backups only on request, set no schedule; to pause the schedule, set `paused`",
            _ => {
                "to make backups only on request, write a schedule that matches, such as `@yearly`, and `paused: true`"
            }
        }
    }
}

/// Checks an expression, and the options that depend on it.
pub(crate) fn check_expression(
    expression: &str,
    config: &ScheduleConfig,
    reader: Reader,
    pointer: &Pointer<'_>,
    report: &mut Report,
) {
    let schedule = &pointer.key("schedule");
    match Cron::parse(expression, reader.library()) {
        Err(error) => report.push(|| not_cron(expression, &error, reader).at(schedule)),
        Ok(cron) => {
            let never = never_matches(expression, &cron, reader);
            if never.is_none() && cron.runs_on_either_day() {
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
            let differs = reader.is_spec().then(|| differs_by_release(expression, &cron)).flatten();
            for finding in never.into_iter().chain(differs) {
                report.push(|| finding.at(schedule));
            }
            if config.skip_immediately && cron.interval().is_some() {
                report.push(|| {
                    let skip = if reader.is_spec() { "skip_immediately" } else { "skipImmediately" };
                    let message = format!(
                        "the interval of {} starts again each time that `{skip}` is set to true",
                        quoted(expression)
                    );
                    let help = format!(
                        "set `{skip}` to false if the Schedule is applied repeatedly, or write fixed times, such as \
                         `0 2 * * *`"
                    );
                    SCHEDULE_EVERY_STARTS_ANEW.violation(message).help(help).at(&pointer.key(skip))
                });
            }
        }
    }
}

/// Returns the finding about an expression without a next run, at any time or at some times.
fn never_matches(expression: &str, cron: &Cron, reader: Reader) -> Option<Finding> {
    let message = if cron.never_matches() {
        format!("{} never matches, so Velero makes a backup every minute", quoted(expression))
    } else if cron.matches_rarely() {
        format!(
            "{} does not match for more than five years at a time: then Velero makes a backup every minute",
            quoted(expression)
        )
    } else {
        return None;
    };
    let help = match in_other_library(expression, cron.library()) {
        Some((other, meant)) => format!("write {}, as Velero {} read it", quoted(&meant), other.releases()),
        None if expression.contains('@') => reader.on_request().to_owned(),
        None if cron.never_matches() => "write a schedule that matches, such as `0 2 * * *`".to_owned(),
        None => "write `*` in the day of month or in the day of week, or select more days".to_owned(),
    };
    Some(SCHEDULE_NEVER_MATCHES.violation(message).help(help))
}

/// Returns what the other library reads, if it always finds a run.
fn read_by_other_library(expression: &str, library: Library) -> Option<Cron> {
    let mut others = Library::ALL.into_iter().filter(|other| *other != library);
    let read = others.find_map(|other| Cron::parse(expression, other).ok());
    read.filter(|cron| !cron.never_matches() && !cron.matches_rarely())
}

/// Returns the other library, and how to write what an expression means there so that all releases read it alike.
fn in_other_library(expression: &str, library: Library) -> Option<(Library, String)> {
    let cron = read_by_other_library(expression, library)?;
    Some((cron.library(), cron.in_every_library()?))
}

/// Returns the finding about an expression that a newer release refuses, or runs at other times.
fn differs_by_release(expression: &str, cron: &Cron) -> Option<Finding> {
    let newer = Library::of(Release::NEWEST);
    let releases = newer.releases();
    if newer == cron.library() {
        return None;
    }
    let text = quoted(expression);
    let (message, difference) = match Cron::parse(expression, newer) {
        Err(error) => (format!("Velero {releases} refuse {text}: {}", fault_in_words(expression, &error)), None),
        Ok(read) => {
            let difference = cron.difference_from(&read)?;
            let message = if read.never_matches() {
                format!("{text} never matches in Velero {releases}, which then make a backup every minute")
            } else if read.matches_rarely() {
                format!(
                    "in Velero {releases}, {text} does not match for more than five years at a time: then they make a \
                     backup every minute"
                )
            } else {
                match difference {
                    Difference::ClockChange(change) => {
                        let shown = change.saturating_add(cron.zone().period_at(change).offset);
                        let date = instant_to_rfc3339(shown).get(..10).map(str::to_owned).unwrap_or_default();
                        format!(
                            "{text} has a run in the hour that clocks skip on {date}: Velero {releases} run it in the \
                             next hour, older releases skip it"
                        )
                    }
                    Difference::Days if cron.runs_on_either_day() => format!(
                        "{text} runs on fewer days in Velero {releases}: only if both the day of month and the day of \
                         week match"
                    ),
                    Difference::Days => format!("{text} runs on other days in Velero {releases}"),
                    Difference::Times => format!("{text} runs at other times in Velero {releases}"),
                }
            };
            (message, Some(difference))
        }
    };
    let means = |cron: &Cron| cron.in_words().map(|words| format!(": {words}")).unwrap_or_default();
    let help = if let Some(alike) = cron.in_every_library() {
        format!("write {}, which all releases read alike{}", quoted(&alike), means(cron))
    } else if let Some([of_month, of_week]) = cron.for_either_day() {
        let (of_month, of_week) = (quoted(&of_month), quoted(&of_week));
        format!("write {of_month} or {of_week}, or both in two Schedules: all releases read them alike")
    } else if let Some(Difference::ClockChange(change)) = difference {
        match cron.after_skipped_hour(change) {
            Some(later) => format!("write an hour that is never skipped, such as in {}", quoted(&later)),
            None => "write an hour that is never skipped".to_owned(),
        }
    } else {
        "write five fields of numbers, such as `0 2 * * *`, which all releases read alike".to_owned()
    };
    Some(SCHEDULE_DIFFERS_BY_RELEASE.violation(message).help(help))
}

/// Reports an expression that only the integrator refuses, for a manifest that does not pass through it.
pub(crate) fn check_for_manifest(
    config: &ScheduleConfig,
    release: Release,
    pointer: &Pointer<'_>,
    report: &mut Report,
) {
    if let Some(expression) = config.expression().filter(|expression| !integrator::accepts(expression))
        && let Ok(cron) = Cron::parse(expression, Library::of(release))
    {
        report.push(|| {
            let message = format!("the integrator would refuse {}, which Velero accepts", quoted(expression));
            for_integrator(&SCHEDULE_UNKNOWN_TO_INTEGRATOR, message, Some(&cron)).at(&pointer.key("schedule"))
        });
    }
}

/// Reports an expression that the integrator refuses.
pub(crate) fn check_for_integrator(
    config: &ScheduleConfig,
    release: Release,
    pointer: &Pointer<'_>,
    report: &mut Report,
) {
    let Some(expression) = config.expression().filter(|expression| !integrator::accepts(expression)) else { return };
    let cron = Cron::parse(expression, Library::of(release)).ok();
    report.push(|| {
        let message = match &cron {
            Some(_) => format!("the integrator refuses {}, which Velero accepts", quoted(expression)),
            None => format!("the integrator refuses {}", quoted(expression)),
        };
        for_integrator(&SCHEDULE_REFUSED_BY_INTEGRATOR, message, cron.as_ref()).at(&pointer.key("schedule"))
    });
}

/// Returns why there is no databag for the operator: the integrator or Velero refuses the schedule, or it never matches.
pub(crate) fn refusals_of_databag(config: &ScheduleConfig, release: Release) -> Vec<Diagnostic> {
    let mut report = Report::default();
    check_for_velero(config, release, &Pointer::Root, &mut report);
    check_for_integrator(config, release, &Pointer::Root, &mut report);
    report.into_diagnostics()
}

/// Returns why there is no Schedule: Velero refuses the schedule, it never matches, or it is missing.
pub(crate) fn refusals_of_manifest(config: &ScheduleConfig, release: Release) -> Vec<Diagnostic> {
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
    check_for_velero(config, release, &Pointer::Root, &mut report);
    report.into_diagnostics()
}

/// Whether a schedule, or the lack of one, lets Velero's objects be created.
pub(crate) fn is_created(config: &ScheduleConfig, release: Release) -> bool {
    let mut report = Report::default();
    check_for_velero(config, release, &Pointer::Root, &mut report);
    report.into_diagnostics().is_empty()
}

/// Reports a schedule for which nothing is created.
fn check_for_velero(config: &ScheduleConfig, release: Release, pointer: &Pointer<'_>, report: &mut Report) {
    let Some(expression) = config.expression() else { return };
    let reader = Reader { dialect: Dialect::Spec, release };
    let finding = match Cron::parse(expression, reader.library()) {
        Err(error) => Some(not_cron(expression, &error, reader)),
        Ok(cron) => never_matches(expression, &cron, reader),
    };
    if let Some(finding) = finding {
        report.push(|| finding.at(&pointer.key("schedule")));
    }
}

/// Reports an expression that Velero refuses, in a Schedule. An empty one is refused too.
pub(super) fn check_refused(config: &ScheduleConfig, reader: Reader, pointer: &Pointer<'_>, report: &mut Report) {
    let expression = config.schedule.as_deref().unwrap_or_default();
    if let Err(error) = Cron::parse(expression, reader.library()) {
        report.push(|| not_cron(expression, &error, reader).at(&pointer.key("schedule")));
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
pub(crate) fn not_cron(expression: &str, error: &CronError, reader: Reader) -> Finding {
    let library = reader.library();
    let other = read_by_other_library(expression, library).map(|cron| cron.library());
    let is_accepted_by_integrator = reader.is_spec() && integrator::accepts(expression);
    let but = match (other.map(Library::releases), is_accepted_by_integrator) {
        (None, false) => String::new(),
        (None, true) => ", although the integrator accepts it".to_owned(),
        (Some(releases), false) => format!(", although Velero {releases} accept it"),
        (Some(releases), true) => format!(", although the integrator, and Velero {releases}, accept it"),
    };
    let why = fault_in_words(expression, error);
    let message = format!("{} is not a cron expression for Velero: {why}{but}", quoted(expression));
    SCHEDULE_NOT_CRON.violation(message).help(help(expression, error, reader))
}

/// Returns the part of an expression with the fault.
fn wrong_part<'e>(expression: &'e str, error: &CronError) -> &'e str {
    expression.get(error.range.clone()).expect("the error is about a part of the expression")
}

/// Returns what is wrong with an expression.
fn fault_in_words(expression: &str, error: &CronError) -> String {
    let wrong = wrong_part(expression, error);
    let field = error.field.map(|field| format!(" in the {field} field")).unwrap_or_default();
    match &error.fault {
        CronFault::Empty => "it is empty".to_owned(),
        CronFault::TooLong { most } => format!("it is longer than {most} bytes"),
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
        CronFault::StepTooLarge { values } => {
            let values = if *values == 1 { "1 value".to_owned() } else { format!("{values} values") };
            format!("the step {}{field} is too large for a range of {values}", quoted(wrong))
        }
        CronFault::TooManyHyphens => format!("{}{field} has more than one hyphen", quoted(wrong)),
        CronFault::TooManySlashes => format!("{}{field} has more than one slash", quoted(wrong)),
        CronFault::UnknownDescriptor => format!("{} is not a descriptor", quoted(wrong)),
        CronFault::BadDuration(_) => format!("{} is not a duration", quoted(wrong)),
        CronFault::IntervalTooShort => format!("{} is less than a second", quoted(wrong)),
        CronFault::MissingZone => "the time zone has no name".to_owned(),
        CronFault::UnknownZone => format!("{} is not a time zone", quoted(wrong)),
        CronFault::MissingSchedule => "the time zone is not followed by a schedule".to_owned(),
    }
}

/// Returns what to write instead.
fn help(expression: &str, error: &CronError, reader: Reader) -> String {
    let library = reader.library();
    let wrong = wrong_part(expression, error);
    let lower = wrong.to_lowercase();
    let meant = |name: &str| format!("did you mean `{name}`?");
    let as_in_other = || {
        let (_, alike) = in_other_library(expression, library)?;
        Some(format!("write {}", quoted(&alike)))
    };
    let meant = match (&error.fault, error.field) {
        (CronFault::FieldCount { .. }, _) => {
            five_of_six(expression, library).map(|five| format!("write `{five}`: Velero has no field for seconds"))
        }
        (CronFault::NotANumber, Some(field)) => {
            field.names().iter().find(|name| lower.starts_with(**name)).map(|name| meant(name))
        }
        (CronFault::OutOfRange { .. }, Some(Field::DayOfWeek)) if wrong == "7" => {
            as_in_other().or_else(|| Some("write `0` for Sunday".to_owned()))
        }
        (CronFault::Wraps, _) => as_in_other().or_else(|| {
            Some("write two ranges: one up to the highest value, and one from the lowest value".to_owned())
        }),
        (CronFault::StepTooLarge { .. }, _) => {
            as_in_other().or_else(|| Some("write a smaller step, or only the first value of the range".to_owned()))
        }
        (CronFault::TooLong { .. }, _) => as_in_other(),
        (CronFault::UnknownDescriptor, _) if Cron::parse(wrong, Library::of(Release::NEWEST)).is_ok() => {
            Some(reader.on_request().to_owned())
        }
        (CronFault::UnknownDescriptor, _) => {
            suggest::nearest(lower.trim(), DESCRIPTORS.iter().map(|(name, _)| *name)).map(meant)
        }
        (CronFault::BadDuration(_) | CronFault::IntervalTooShort, _) => {
            Some("write a duration after `@every` and one space, such as `@every 12h`".to_owned())
        }
        (CronFault::MissingZone, _) => {
            as_in_other().or_else(|| Some("remove the empty time zone: without one, times are in UTC".to_owned()))
        }
        (CronFault::UnknownZone, _) => {
            let nearest = Zone::nearest(wrong).as_deref().map(meant);
            nearest.or_else(|| Some("write a name from the time zone database, such as `Europe/Paris`".to_owned()))
        }
        _ => None,
    };
    meant.unwrap_or_else(|| match error.field {
        Some(field) => {
            let (lowest, highest) = library.limits(field);
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
fn five_of_six(expression: &str, library: Library) -> Option<String> {
    let mut fields = expression.split_whitespace();
    let seconds = fields.next()?;
    let five = fields.collect::<Vec<_>>().join(" ");
    (seconds == "0" && Cron::parse(&five, library).is_ok()).then_some(five)
}
