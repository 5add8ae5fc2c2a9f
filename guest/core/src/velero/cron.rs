//! Cron expressions as Velero reads them: robfig/cron 3.0.1, `ParseStandard`, in a container whose time zone is UTC.
//!
//! [`Cron`] is what Velero runs. [`integrator`] is the check of the charm that sets the schedule.

mod civil;
mod clock;
mod error;
mod instant;
pub mod integrator;
mod next;
mod numbers;
mod parse;
mod words;
mod zone;

use std::iter;

pub use error::{CronError, CronFault, Field};
pub use instant::{instant_from_rfc3339, instant_to_rfc3339};
pub use parse::DESCRIPTORS;
pub use zone::{Period, Zone};

/// The times after which runs are searched for: from year 1 to year 9999, in Unix seconds.
const TIMES: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

/// A cron expression that Velero accepts.
///
/// ```
/// use k8s_backup_target::velero::cron::{Cron, CronFault, Field};
///
/// let nightly = Cron::parse("0 2 * * *")?;
/// assert_eq!(nightly.next(0), Some(2 * 3600));
///
/// let error = Cron::parse("0 2 * * SAT-SUN").unwrap_err();
/// assert_eq!((error.fault, error.field), (CronFault::Wraps, Some(Field::DayOfWeek)));
/// assert_eq!(error.range, 8..15);
/// # Ok::<(), k8s_backup_target::velero::cron::CronError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cron {
    timing: Timing,
    zone: Zone,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Timing {
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
}

impl Fields {
    /// Whether a day is selected: by both fields if one is `*`, otherwise by either.
    fn has_day(&self, of_month: u8, of_week: u8) -> bool {
        let (of_month, of_week) = (self.day_of_month.has(of_month), self.day_of_week.has(of_week));
        if self.day_of_month.has_star() || self.day_of_week.has_star() {
            of_month && of_week
        } else {
            of_month || of_week
        }
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
    /// Parses an expression as Velero does.
    ///
    /// It has five fields or a descriptor (`@daily`, `@every 12h`), after an optional time zone
    /// (`CRON_TZ=Europe/Paris`).
    ///
    /// # Errors
    ///
    /// Returns the first fault that Velero finds, or an error for `TZ=UTC` without a schedule, on which robfig/cron
    /// panics.
    pub fn parse(expression: &str) -> Result<Self, CronError> {
        parse::parse(expression)
    }

    /// Returns the time zone of the expression; the default is UTC.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Returns the first run after a time, both in Unix seconds, exactly as robfig/cron finds it.
    ///
    /// Clock changes have these effects:
    ///
    /// - A run in a skipped hour is skipped. When midnight is skipped, the whole day may be skipped.
    /// - A run in a repeated hour may run twice.
    /// - In some repeated hours, robfig/cron returns a time that is not later. Then this returns its next later time.
    ///
    /// Returns `None` in these cases:
    ///
    /// - There is no run until the end of the fifth year after this one. 29 February can be eight years away.
    /// - The expression [never fires](Self::never_fires).
    /// - The time is outside the years 1 to 9999.
    /// - robfig/cron loops forever, because the time zone once skipped a day.
    pub fn next(&self, after: i64) -> Option<i64> {
        if !TIMES.contains(&after) || self.never_fires() {
            return None;
        }
        match &self.timing {
            Timing::Every(seconds) => after.checked_add(*seconds),
            Timing::Fields(fields) => next::later(fields, &self.zone, after),
        }
    }

    /// Returns the runs after a time, in Unix seconds, each the [`next`](Self::next) of the previous one.
    pub fn runs_after(&self, after: i64) -> impl Iterator<Item = i64> + '_ {
        iter::successors(self.next(after), |&run| self.next(run))
    }

    /// Whether no time is ever selected: a field is only `,`, or no month has the day, such as 30 February.
    pub fn never_fires(&self) -> bool {
        matches!(&self.timing, Timing::Fields(fields) if fields.never_match())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cron(expression: &str) -> Cron {
        Cron::parse(expression).expect(expression)
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
    fn an_expression_that_never_fires_is_detected() {
        let never =
            ["0 0 30 2 *", "0 0 31 2,4,6,9,11 *", ", * * * *", "* ,, * * *", "0 0 * , *", "0 0 , * ,", "0 0 , * *"];
        for expression in never {
            assert!(cron(expression).never_fires(), "{expression}");
            assert_eq!(cron(expression).next(0), None, "{expression}");
        }
        for expression in ["0 0 29 2 *", "0 0 30 2 1", "0 0 31 2,3 *", "0 0 , * 1", "0 0 1 * ,", "@every 1s"] {
            assert!(!cron(expression).never_fires(), "{expression}");
            assert!(cron(expression).next(0).is_some(), "{expression}");
        }
    }

    #[test]
    fn a_run_more_than_five_years_later_is_not_found() {
        // 2096-02-29T00:00Z; the next 29 February is eight years later.
        let leap_day = 3_981_312_000;
        assert_eq!(cron("0 0 29 2 *").next(leap_day - 1), Some(leap_day));
        assert_eq!(cron("0 0 29 2 *").next(leap_day), None);
    }

    #[test]
    fn a_zone_that_skipped_a_day_makes_robfig_loop() {
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
            let error = Cron::parse(expression).expect_err(expression);
            let found = expression.get(error.range.clone());
            assert_eq!((found, &error.fault, error.field), (Some(wrong), &fault, field), "{expression}: {error}");
        }
        let every = Cron::parse("@every 1d").expect_err("not a unit of Go");
        assert!(matches!(every.fault, BadDuration(_)) && every.range == (7..9), "{every:?}");
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
        let day = prop_oneof!["[*?]", "\\*/[1-9]", "[1-9]", "[12][0-9]", "[1-3]-[4-9]/2"];
        let month = prop_oneof!["\\*", "\\*/[1-9]", "[1-9]", "(jan|FEB|Mar)-(Jul|AUG|sep)"];
        let weekday = prop_oneof!["[*?]", "\\*/[1-9]", "[0-6]", "(sun|MON)-(Fri|SAT)"];
        (zone, minute, hour, day, month, weekday).prop_map(|(zone, minute, hour, day, month, weekday)| {
            format!("{zone}{minute} {hour} {day} {month} {weekday}")
        })
    }

    proptest! {
        #[test]
        fn any_text_is_an_expression_or_has_a_fault_inside_it(text in text(), after in any::<i64>()) {
            prop_assert_eq!(Cron::parse(&text), Cron::parse(&text));
            integrator::accepts(&text);
            match Cron::parse(&text) {
                Ok(cron) => drop((cron.next(after), cron.in_words(), cron.never_fires())),
                Err(error) => prop_assert!(text.get(error.range.clone()).is_some(), "{:?}", error),
            }
        }

        #[test]
        fn runs_are_later_and_in_the_fields(expression in expression(), after in 0..4_000_000_000_i64) {
            let cron = cron(&expression);
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
        fn in_utc_no_selected_time_is_skipped(expression in expression(), after in 0..4_000_000_000_i64) {
            let cron = cron(expression.rsplit("UTC ").next().unwrap_or(&expression));
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
