//! Cron expressions as Velero takes them: robfig/cron 3.0.1, `ParseStandard`, in a container whose own time zone is UTC.
//!
//! [`Cron`] is what Velero runs; [`integrator`] is the check that comes before it where the schedule is set by a charm.

use std::iter;

mod civil;
mod clock;
mod error;
pub mod integrator;
mod next;
mod numbers;
mod parse;
mod zone;

pub use error::{CronError, CronFault, Field};
pub use parse::DESCRIPTORS;
pub use zone::{Period, Zone};

/// The first second of year 1 and the last of year 9999, in Unix seconds: the times after which runs are looked for.
const TIMES: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

/// When backups are made: a cron expression that Velero takes.
///
/// ```
/// use k8s_backup_target::cron::{Cron, CronFault, Field};
///
/// let nightly = Cron::parse("0 2 * * *")?;
/// assert_eq!(nightly.next(0), Some(2 * 3600));
///
/// let error = Cron::parse("0 2 * * SAT-SUN").unwrap_err();
/// assert_eq!((error.fault, error.field), (CronFault::Wraps, Some(Field::DayOfWeek)));
/// assert_eq!(error.range, 8..15);
/// # Ok::<(), k8s_backup_target::cron::CronError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cron {
    timing: Timing,
    zone: Zone,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Timing {
    /// After so many seconds, at least one, again and again.
    Every(i64),
    Fields(Fields),
}

/// What the five fields, or a descriptor, select.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fields {
    minute: Values,
    hour: Values,
    day_of_month: Values,
    month: Values,
    day_of_week: Values,
}

/// The values of a field, a bit for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Values(u64);

impl Values {
    /// Set where `*` or `?` takes every value.
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
    /// Whether a day is selected, by both fields where one is `*`, and else by either.
    fn has_day(&self, of_month: u8, of_week: u8) -> bool {
        let (of_month, of_week) = (self.day_of_month.has(of_month), self.day_of_week.has(of_week));
        if self.day_of_month.has_star() || self.day_of_week.has_star() {
            of_month && of_week
        } else {
            of_month || of_week
        }
    }

    fn never_match(&self) -> bool {
        // The longest that a month gets; any of its days falls on any day of the week in some year.
        let has_days = |month| (1..=civil::most_days(month)).any(|day| (0..7).any(|week| self.has_day(day, week)));
        self.minute.is_empty()
            || self.hour.is_empty()
            || !(1..=12).any(|month| self.month.has(month) && has_days(month))
    }
}

impl Cron {
    /// Reads an expression as Velero does.
    ///
    /// Five fields, or a descriptor (`@daily`, `@every 12h`), after a time zone (`CRON_TZ=Europe/Paris`) or none.
    ///
    /// # Errors
    ///
    /// What Velero refuses, the first fault that it comes upon; and `TZ=UTC` without anything after it, on which
    /// robfig/cron panics.
    pub fn parse(expression: &str) -> Result<Self, CronError> {
        parse::parse(expression)
    }

    /// The time zone of the expression; UTC where it says none.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The first run after a time, both in Unix seconds, exactly as robfig/cron finds it.
    ///
    /// That takes a clock change as it comes: a run in an hour that is skipped is left out, one in an hour that comes
    /// twice may run twice, and where midnight is skipped, days may be.
    ///
    /// `None` when there is no run until the end of the fifth year after this one, which is not only so where it
    /// [never fires](Self::never_fires): 29 February may be eight years off. Also `None` for a time outside of the
    /// years 1 to 9999, and where robfig/cron would not come to an end, or would not come to a later time, since the
    /// clocks of its zone skip a day or go back by hours.
    pub fn next(&self, after: i64) -> Option<i64> {
        if !TIMES.contains(&after) || self.never_fires() {
            return None;
        }
        match &self.timing {
            Timing::Every(seconds) => after.checked_add(*seconds),
            Timing::Fields(fields) => next::next(fields, &self.zone, after).filter(|&run| run > after),
        }
    }

    /// The runs after a time, in Unix seconds, each the [`next`](Self::next) of the one before.
    pub fn runs_after(&self, after: i64) -> impl Iterator<Item = i64> + '_ {
        iter::successors(self.next(after), |&run| self.next(run))
    }

    /// Whether no time is ever selected: a field of just `,`, or days that no month has, such as 30 February.
    pub fn never_fires(&self) -> bool {
        matches!(&self.timing, Timing::Fields(fields) if fields.never_match())
    }
}
