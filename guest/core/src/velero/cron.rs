//! Cron expressions as Velero reads them, in a container whose time zone is UTC. Velero's releases use two
//! [libraries](Library).
//!
//! [`Cron`] is what Velero runs. [`integrator`] is the check of the charm that sets the schedule.

mod backups;
mod civil;
mod clock;
mod compare;
mod error;
mod instant;
pub mod integrator;
mod library;
mod next;
mod numbers;
mod parse;
mod words;
mod zone;

use std::iter;

pub use compare::Difference;
pub use error::{CronError, CronFault, Field};
pub use instant::{instant_from_rfc3339, instant_to_rfc3339};
pub use library::{DESCRIPTORS, Library};
use next::NoRun;
pub use zone::{Period, Zone};

/// The times after which runs are searched for: from year 1 to year 9999, in Unix seconds.
const TIMES: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

/// A cron expression that a library of Velero accepts.
///
/// ```
/// use k8s_backup_target::velero::cron::{Cron, CronFault, Field, Library};
///
/// let nightly = Cron::parse("0 2 * * *", Library::Robfig)?;
/// assert_eq!(nightly.next(0), Some(2 * 3600));
///
/// let error = Cron::parse("0 2 * * SAT-SUN", Library::Robfig).unwrap_err();
/// assert_eq!((error.fault, error.field), (CronFault::Wraps, Some(Field::DayOfWeek)));
/// assert_eq!(error.range, 8..15);
/// assert!(Cron::parse("0 2 * * SAT-SUN", Library::GoCron).is_ok());
/// # Ok::<(), k8s_backup_target::velero::cron::CronError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cron {
    timing: Timing,
    zone: Zone,
    library: Library,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Timing {
    /// A descriptor that matches no time.
    Never,
    /// An interval in seconds, at least one.
    Every(i64),
    Fields(Fields),
}

/// The values that the five fields, or a descriptor, select.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fields {
    minute: Values,
    hour: Values,
    day_of_month: Values,
    month: Values,
    day_of_week: Values,
    /// Whether a day must be in both fields, also if neither is `*`.
    needs_both_days: bool,
}

/// The values of a field, one bit for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Values(u64);

impl Values {
    /// Set when `*` or `?` selects every value.
    const STAR: u64 = 1 << 63;

    fn has(self, value: u8) -> bool {
        self.0 & (1_u64 << (value & 63)) != 0
    }

    fn has_star(self) -> bool {
        self.0 & Self::STAR != 0
    }

    fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns the days of the week with 0 instead of 7, which is Sunday too.
    fn with_one_sunday(self) -> Self {
        const SEVEN: u64 = 1 << 7;
        Values(if self.0 & SEVEN == 0 { self.0 } else { self.0 & !SEVEN | 1 })
    }

    /// Returns the values, whether or not they were written as a star.
    fn without_star(self) -> u64 {
        self.0 & !Self::STAR
    }
}

impl Fields {
    /// Whether a day is selected: by both fields, or by either if the library says so and neither is `*`.
    fn has_day(&self, of_month: u8, of_week: u8) -> bool {
        let (of_month, of_week) = (self.day_of_month.has(of_month), self.day_of_week.has(of_week));
        if self.has_either_day() { of_month || of_week } else { of_month && of_week }
    }

    /// Whether one of the two fields is enough to select a day.
    fn has_either_day(&self) -> bool {
        !self.needs_both_days && !self.day_of_month.has_star() && !self.day_of_week.has_star()
    }

    fn never_match(&self) -> bool {
        // Months have their maximum length. Each date falls on each day of the week in some year.
        let has_days = |month| (1..=civil::most_days(month)).any(|day| (0..7).any(|week| self.has_day(day, week)));
        self.minute.is_empty()
            || self.hour.is_empty()
            || !(1..=12).any(|month| self.month.has(month) && has_days(month))
    }
}

impl Cron {
    /// Parses an expression as a library of Velero does.
    ///
    /// It has five fields or a descriptor (`@daily`, `@every 12h`), after an optional time zone
    /// (`CRON_TZ=Europe/Paris`).
    ///
    /// # Errors
    ///
    /// Returns the first fault of the expression, or an error for `TZ=UTC` without a schedule, on which robfig/cron
    /// panics.
    pub fn parse(expression: &str, library: Library) -> Result<Self, CronError> {
        parse::parse(expression, library)
    }

    /// Returns the library that reads it.
    pub fn library(&self) -> Library {
        self.library
    }

    /// Returns the time zone of the expression; the default is UTC.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Returns the seconds of `@every`.
    pub fn interval(&self) -> Option<i64> {
        match self.timing {
            Timing::Every(seconds) => Some(seconds),
            Timing::Never | Timing::Fields(_) => None,
        }
    }

    /// Returns the first run after a time, both in Unix seconds, exactly as the library finds it.
    ///
    /// Clock changes have these effects:
    ///
    /// - With robfig/cron, a run in a skipped hour is skipped. With go-cron, it is late by up to an hour if a whole hour
    ///   is skipped, not at midnight, and there is no run in the hours before and after. When midnight is skipped, the
    ///   whole day may be skipped.
    /// - A run in a repeated hour may run twice.
    /// - In some repeated hours, the libraries return a time that is not later. Then this returns their next later time.
    ///
    /// Returns `None` in these cases:
    ///
    /// - There is no run until the end of the fifth year after this one, because the expression [never
    ///   matches](Self::never_matches) or [matches rarely](Self::matches_rarely). Then Velero makes a
    ///   [backup every minute](Self::backups_after).
    /// - The time is outside the years 1 to 9999.
    /// - The library loops forever, because the time zone once skipped a day.
    pub fn next(&self, after: i64) -> Option<i64> {
        self.search(after).ok()
    }

    fn search(&self, after: i64) -> Result<i64, NoRun> {
        if !TIMES.contains(&after) {
            return Err(NoRun::OutOfReach);
        }
        match &self.timing {
            Timing::Never => Err(NoRun::NotFound),
            Timing::Every(seconds) => after.checked_add(*seconds).ok_or(NoRun::OutOfReach),
            // The search would take long.
            Timing::Fields(fields) if fields.never_match() => Err(NoRun::NotFound),
            Timing::Fields(fields) => next::later(fields, &self.zone, after, self.library.dialect()),
        }
    }

    /// Returns the runs after a time, in Unix seconds, each the [`next`](Self::next) of the previous one.
    pub fn runs_after(&self, after: i64) -> impl Iterator<Item = i64> + '_ {
        iter::successors(self.next(after), |&run| self.next(run))
    }

    /// Returns the number of runs on each day, if they are on every day; `None` if some days have none. Changes of the clock
    /// are not counted. Velero looks at Schedules once a minute, so there are at most 1,440.
    pub fn runs_each_day(&self) -> Option<u32> {
        const MINUTES: u32 = 24 * 60;
        match &self.timing {
            Timing::Never => None,
            Timing::Every(seconds) => {
                let runs = u32::try_from(86_400 / (*seconds).max(1)).ok()?;
                (runs > 0).then_some(runs.min(MINUTES))
            }
            Timing::Fields(fields) => {
                let has_each_day = (1..=31).all(|day| (0..7).all(|week| fields.has_day(day, week)));
                let is_daily = has_each_day && (1..=12).all(|month| fields.month.has(month));
                let count = |values: Values| values.without_star().count_ones();
                is_daily.then(|| count(fields.minute) * count(fields.hour)).filter(|runs| *runs > 0)
            }
        }
    }

    /// Whether no time ever matches: a field is only `,`, no month has the day, such as 30 February, or it is a
    /// descriptor such as `@manual`.
    pub fn never_matches(&self) -> bool {
        match &self.timing {
            Timing::Never => true,
            Timing::Every(_) => false,
            Timing::Fields(fields) => fields.never_match(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cron(expression: &str) -> Cron {
        Cron::parse(expression, Library::Robfig).expect(expression)
    }

    fn go_cron(expression: &str) -> Cron {
        Cron::parse(expression, Library::GoCron).expect(expression)
    }

    #[test]
    fn runs_on_each_day_are_counted() {
        for (expression, runs) in [
            ("0 2 * * *", Some(1)),
            ("*/20 2,14 * * *", Some(6)),
            ("* * * * *", Some(1440)),
            ("0 2 1-31 * *", Some(1)),
            ("0 2 * 1-12 0-6", Some(1)),
            ("0 2 1-30 * *", None),
            ("0 2 * 1-11 *", None),
            ("0 2 * * 1-6", None),
            ("@daily", Some(1)),
            ("@weekly", None),
            ("@every 12h", Some(2)),
            ("@every 1m", Some(1440)),
            ("@every 1s", Some(1440)),
            ("@every 24h", Some(1)),
            ("@every 25h", None),
        ] {
            assert_eq!(cron(expression).runs_each_day(), runs, "{expression}");
        }
        assert_eq!(go_cron("@manual").runs_each_day(), None);
        assert_eq!(cron(", * * * *").runs_each_day(), None);
    }

    #[test]
    fn times_outside_of_the_years_1_to_9999_have_no_run() {
        for expression in ["* * * * *", "@every 1s", "TZ=Europe/Paris 0 2 29 2 *", "TZ=Africa/Cairo @yearly"] {
            let cron = cron(expression);
            for after in [i64::MIN, TIMES.start() - 1, TIMES.end() + 1, i64::MAX] {
                assert_eq!(cron.next(after), None, "{expression} after {after}");
            }
            for after in [*TIMES.start(), 0] {
                assert!(cron.next(after).is_some_and(|run| run > after), "{expression} after {after}");
            }
        }
        assert_eq!(cron("@yearly").next(*TIMES.end()), Some(TIMES.end() + 1));
    }

    #[test]
    fn an_expression_that_never_matches_is_detected() {
        let never =
            ["0 0 30 2 *", "0 0 31 2,4,6,9,11 *", ", * * * *", "* ,, * * *", "0 0 * , *", "0 0 , * ,", "0 0 , * *"];
        for expression in never {
            assert!(cron(expression).never_matches(), "{expression}");
            assert_eq!(cron(expression).next(0), None, "{expression}");
        }
        for expression in ["0 0 29 2 *", "0 0 30 2 1", "0 0 31 2,3 *", "0 0 , * 1", "0 0 1 * ,", "@every 1s"] {
            assert!(!cron(expression).never_matches(), "{expression}");
            assert!(cron(expression).next(0).is_some(), "{expression}");
        }
        for expression in
            never.into_iter().chain(["0 0 30 2 1", "0 0 , * 1", "99-5 * * * *", "@manual", "TZ=UTC @none"])
        {
            assert!(go_cron(expression).never_matches(), "{expression}");
            assert_eq!(go_cron(expression).next(0), None, "{expression}");
        }
        assert!(!go_cron("0 0 29 2 1").never_matches());
    }

    #[test]
    fn a_run_more_than_five_years_later_is_not_found() {
        // 2096-02-29T00:00Z; the next 29 February is eight years later.
        let leap_day = 3_981_312_000;
        assert_eq!(cron("0 0 29 2 *").next(leap_day - 1), Some(leap_day));
        assert_eq!(cron("0 0 29 2 *").next(leap_day), None);
    }

    #[test]
    fn a_zone_that_skipped_a_day_makes_the_libraries_loop() {
        // Samoa had no 30 December 2011.
        assert_eq!(cron("TZ=Pacific/Apia 0 0 31 12 *").next(1_325_000_000), None);
        assert_eq!(cron("TZ=Pacific/Apia 0 0 31 12 *").next(1_326_000_000), Some(1_356_861_600));
    }

    #[test]
    fn a_run_before_the_time_is_skipped() {
        // In Newfoundland, clocks went back from 00:01 to 23:01. robfig/cron then returns an earlier time.
        let runs = cron("TZ=America/St_Johns 15 * */2 * *").runs_after(752_032_860).take(3).collect::<Vec<_>>();
        assert!(runs.is_sorted_by(|a, b| a < b) && runs.len() == 3, "{runs:?}");
    }

    #[test]
    fn a_fault_has_its_position() {
        use CronFault::*;
        let limits = |lowest, highest| OutOfRange { lowest, highest };
        for (expression, wrong, fault, field) in [
            ("", "", Empty, None),
            ("0 2 * *", "0 2 * *", FieldCount { found: 4 }, None),
            ("60 * * * *", "60", limits(0, 59), Some(Field::Minute)),
            ("0 1,24 * * *", "24", limits(0, 23), Some(Field::Hour)),
            ("0 0 0-5 * *", "0", limits(1, 31), Some(Field::DayOfMonth)),
            ("0 0 * 1-13/2 *", "13", limits(1, 12), Some(Field::Month)),
            ("0 0 * * 7", "7", limits(0, 6), Some(Field::DayOfWeek)),
            ("99999999999999999999 0 * * *", "99999999999999999999", limits(0, 59), Some(Field::Minute)),
            ("*/99999999999999999999 0 * * *", "99999999999999999999", limits(1, i64::MAX), Some(Field::Minute)),
            ("0 0 * * Monday", "Monday", NotANumber, Some(Field::DayOfWeek)),
            ("0 MON * * *", "MON", NotANumber, Some(Field::Hour)),
            ("1- * * * *", "", MissingNumber, Some(Field::Minute)),
            ("*/-1 * * * *", "-1", Negative, Some(Field::Minute)),
            ("0 0 * * FRI-SAT,SAT-SUN", "SAT-SUN", Wraps, Some(Field::DayOfWeek)),
            ("0 */0 * * *", "0", StepOfZero, Some(Field::Hour)),
            ("0 1-3-5 * * *", "1-3-5", TooManyHyphens, Some(Field::Hour)),
            ("0 2,5/15/2 * * *", "5/15/2", TooManySlashes, Some(Field::Hour)),
            ("TZ=UTC  @Daily", "@Daily", UnknownDescriptor, None),
            ("TZ=Mars 0 2 * * *", "Mars", UnknownZone, None),
            ("CRON_TZ=UTC", "", MissingSchedule, None),
            ("TZ=UTC \t", "", MissingSchedule, None),
        ] {
            let error = Cron::parse(expression, Library::Robfig).expect_err(expression);
            let found = expression.get(error.range.clone());
            assert_eq!((found, &error.fault, error.field), (Some(wrong), &fault, field), "{expression}: {error}");
        }
        let every = Cron::parse("@every 1d", Library::Robfig).expect_err("not a unit of Go");
        assert!(matches!(every.fault, BadDuration(_)) && every.range == (7..9), "{every:?}");
    }

    #[test]
    fn the_faults_of_go_cron_have_their_position() {
        use CronFault::*;
        let limits = |lowest, highest| OutOfRange { lowest, highest };
        let long = format!("0 2 * * *{}", " ".repeat(1016));
        assert!(Cron::parse(long.strip_suffix(' ').expect("spaces"), Library::GoCron).is_ok(), "1024 bytes");
        for (expression, wrong, fault, field) in [
            (long.as_str(), long.as_str(), TooLong { most: 1024 }, None),
            ("0 */24 * * *", "24", StepTooLarge { values: 24 }, Some(Field::Hour)),
            ("0 0 * * 1,*/8", "8", StepTooLarge { values: 8 }, Some(Field::DayOfWeek)),
            ("59/2 * * * *", "2", StepTooLarge { values: 1 }, Some(Field::Minute)),
            ("61-0/2 * * * *", "2", StepTooLarge { values: 0 }, Some(Field::Minute)),
            ("0 0 * * 8", "8", limits(0, 7), Some(Field::DayOfWeek)),
            ("100-99 * * * *", "99", limits(0, 59), Some(Field::Minute)),
            ("60 * * * *", "60", limits(0, 59), Some(Field::Minute)),
            ("0 0 0-5 * *", "0", limits(1, 31), Some(Field::DayOfMonth)),
            ("0 0 1,*-l * *", "*-l", NotANumber, Some(Field::DayOfMonth)),
            ("0 0 * * *-#", "*-#", NotANumber, Some(Field::DayOfWeek)),
            ("@every 999ms", "999ms", IntervalTooShort, None),
            ("@every -1h", "-1h", IntervalTooShort, None),
            ("TZ= 0 2 * * *", "", MissingZone, None),
            ("TZ=\"\" 0 2 * * *", "", MissingZone, None),
            ("TZ='Mars' 0 2 * * *", "Mars", UnknownZone, None),
            ("TZ=./UTC 0 2 * * *", "./UTC", UnknownZone, None),
            ("TZ='UTC\" 0 2 * * *", "'UTC\"", UnknownZone, None),
            ("@Manual", "@Manual", UnknownDescriptor, None),
            ("*/-1 * * * *", "-1", Negative, Some(Field::Minute)),
            ("*/-99999999999999999999 * * * *", "-99999999999999999999", Negative, Some(Field::Minute)),
        ] {
            let error = Cron::parse(expression, Library::GoCron).expect_err(expression);
            let found = expression.get(error.range.clone());
            assert_eq!((found, &error.fault, error.field), (Some(wrong), &fault, field), "{expression}: {error}");
        }
    }

    #[test]
    fn ranges_of_go_cron_wrap() {
        for (expression, same) in [
            ("0 22-2 * * *", "0 22,23,0,1,2 * * *"),
            ("0 0 * NOV-FEB *", "0 0 * 11,12,1,2 *"),
            ("0 0 * * sat-sun", "0 0 * * 0,6"),
            ("0 0 * * sat-7", "0 0 * * 0,6"),
            ("0 0 * * 5-1/2", "0 0 * * 0,1,5"),
            ("0 0 * * 4/1", "0 0 * * 0,4,5,6"),
            ("0 0 31-0 * *", "0 0 31 * *"),
            ("60-0 * * * *", "0 * * * *"),
            ("70/5 * * * *", "10-55/5 * * * *"),
            ("62-0/9223372036854775807 * * * *", ", * * * *"),
        ] {
            assert_eq!(go_cron(expression), go_cron(same), "{expression}");
        }
    }

    #[test]
    fn a_run_in_a_skipped_hour_is_late_in_go_cron() {
        // 2026-03-29T01:00:00Z: from 02:00 to 03:00.
        let change = 1_774_746_000;
        let night = |expression: &str| go_cron(expression).next(change - 2 * 3_600).map(|run| (run - change) / 60);
        assert_eq!(night("TZ=Europe/Berlin 30 2 * * *"), Some(30));
        assert_eq!(night("TZ=Europe/Berlin 10-20 2 * * *"), Some(10));
        // There are runs in the hour before or after.
        assert_eq!(night("TZ=Europe/Berlin 30 1,2 * * *"), Some(-30));
        assert_eq!(go_cron("TZ=Europe/Berlin 30 1,2 * * *").next(change - 30 * 60), Some(change + 22 * 3600 + 1800));
        assert_eq!(night("TZ=Europe/Berlin 30 2 30 * *"), Some(24 * 60 - 30));
        assert_eq!(cron("TZ=Europe/Berlin 30 2 * * *").next(change - 2 * 3_600), Some(change + 23 * 3600 + 1800));
    }

    #[test]
    fn seven_is_sunday_in_go_cron() {
        for (expression, same) in
            [("0 0 * * 7", "0 0 * * 0"), ("0 0 * * 1-7", "0 0 * * 0-6"), ("0 0 * * */7", "0 0 * * 0")]
        {
            assert_eq!(go_cron(expression), go_cron(same), "{expression}");
        }
    }

    #[test]
    fn a_month_whose_first_midnight_is_skipped_is_not_noticed() {
        // 10 July, and then 10 August: in 2014 there was no midnight before 1 August. The same as in robfig/cron 3.0.1.
        let cron = cron("TZ=Africa/Cairo 0 0 10 jan-Jul *");
        assert_eq!(cron.runs_after(1_402_347_600).take(2).collect::<Vec<_>>(), [1_404_943_200, 1_407_618_000]);
    }

    /// Texts with the characters that have a meaning, and other texts.
    fn text() -> impl Strategy<Value = String> {
        prop_oneof![
            "[-*/?,0-9 A-Za-z@=+\t\u{85}İ]{0,30}",
            r"(TZ=|CRON_TZ=|)(UTC|Europe/Paris|) ?@(every|daily|) ?[0-9hms.]{0,8}",
            any::<String>(),
        ]
    }

    /// Expressions in zones with clock changes.
    fn expression() -> impl Strategy<Value = String> {
        let zone = prop_oneof![
            Just(""),
            Just("TZ=UTC "),
            Just("TZ=Europe/Paris "),
            Just("TZ=Africa/Cairo "),
            Just("TZ=America/Sao_Paulo "),
            Just("TZ=Australia/Lord_Howe "),
            Just("TZ=Antarctica/Casey "),
        ];
        let minute = prop_oneof!["\\*", "\\*/[1-9]", "[1-5]?[0-9]", "[0-3]-[4-9],[1-5]0"];
        let hour = prop_oneof!["\\*", "\\*/[1-9]", "1?[0-9]", "[0-3]-[4-9],1[0-9],23"];
        let day = prop_oneof!["[*?]", "\\*/[1-9]", "[1-9]", "[12][0-9]", "[12]-[4-9]/2"];
        let month = prop_oneof!["\\*", "\\*/[1-9]", "[1-9]", "(jan|FEB|Mar)-(Jul|AUG|sep)"];
        let weekday = prop_oneof!["[*?]", "\\*/[1-7]", "[0-6]", "(sun|MON)-(Fri|SAT)"];
        (zone, minute, hour, day, month, weekday).prop_map(|(zone, minute, hour, day, month, weekday)| {
            format!("{zone}{minute} {hour} {day} {month} {weekday}")
        })
    }

    proptest! {
        #[test]
        fn any_text_is_an_expression_or_has_a_fault_inside_it(text in text(), after in any::<i64>()) {
            integrator::accepts(&text);
            for library in Library::ALL {
                prop_assert_eq!(Cron::parse(&text, library), Cron::parse(&text, library));
                match Cron::parse(&text, library) {
                    Ok(cron) => drop((cron.next(after), cron.in_words(), cron.matches_rarely(), cron.in_every_library())),
                    Err(error) => prop_assert!(text.get(error.range.clone()).is_some(), "{:?}", error),
                }
            }
        }

        #[test]
        fn runs_are_later_and_in_the_fields(
            expression in expression(), library in prop::sample::select(&Library::ALL), after in 0..4_000_000_000_i64,
        ) {
            let cron = Cron::parse(&expression, library).expect(&expression);
            let Timing::Fields(fields) = &cron.timing else { unreachable!("it has fields") };
            let mut last = after;
            for run in cron.runs_after(after).take(20) {
                prop_assert!(run > last, "{} after {}", run, last);
                last = run;
                // Days with a clock change are not checked.
                let period = cron.zone().period_at(run);
                if run - 2 * civil::DAY < period.start || run + 2 * civil::DAY > period.end {
                    continue;
                }
                let shown = run + period.offset;
                let (days, minutes) = (shown.div_euclid(civil::DAY), shown.rem_euclid(civil::DAY) / 60);
                let small = |number: i64| u8::try_from(number).expect("small");
                let date = civil::date(days);
                prop_assert_eq!(shown % 60, 0);
                prop_assert!(fields.minute.has(small(minutes % 60)) && fields.hour.has(small(minutes / 60)), "{}", run);
                prop_assert!(fields.has_day(date.day, civil::weekday(days)), "{}", run);
                // robfig/cron does not notice a new month if a clock change skips its first midnight.
                let before_month = (days - i64::from(date.day)) * civil::DAY;
                let is_month_checked = period.start.saturating_add(period.offset) < before_month;
                prop_assert!(!is_month_checked || fields.month.has(date.month), "{}", run);
            }
        }

        #[test]
        fn in_utc_no_selected_time_is_skipped(
            expression in expression(), library in prop::sample::select(&Library::ALL), after in 0..4_000_000_000_i64,
        ) {
            let cron = Cron::parse(expression.rsplit("UTC ").next().unwrap_or(&expression), library).expect("accepted");
            prop_assume!(cron.zone().is_utc());
            let Timing::Fields(fields) = &cron.timing else { unreachable!("it has fields") };
            // Minute by minute, for two days.
            let small = |number: i64| u8::try_from(number).expect("small");
            let selected = (after / 60 + 1..after / 60 + 2_880).find(|minute| {
                let (days, date) = (minute / 1_440, civil::date(minute / 1_440));
                fields.minute.has(small(minute % 60))
                    && fields.hour.has(small(minute / 60 % 24))
                    && fields.month.has(date.month)
                    && fields.has_day(date.day, civil::weekday(days))
            });
            match selected {
                Some(minute) => prop_assert_eq!(cron.next(after), Some(minute * 60)),
                None => prop_assert!(cron.next(after).is_none_or(|run| run >= (after / 60 + 2_880) * 60)),
            }
        }
    }
}
