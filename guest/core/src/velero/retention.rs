//! The backups that a schedule and a ttl produce: when they exist, how many, and when there are none.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::velero::cron::Cron;
use crate::velero::duration::{Duration, DurationError};

const NANOSECONDS: i64 = 1_000_000_000;

/// The seconds between two garbage collections of Velero.
const BETWEEN_COLLECTIONS: i64 = 3_600;

/// How long a backup is kept, in whole seconds: at least until it expires, and at most until the garbage collection after
/// that. Velero counts from the start of the backup, and collects garbage once an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetime(i64);

impl Lifetime {
    /// Velero's default for a ttl that is not set, or zero: 720 hours.
    pub const DEFAULT: Self = Lifetime(720 * 3600);

    /// Returns how long Velero keeps a backup with a ttl. With a negative one, it has expired when it is made.
    ///
    /// # Errors
    ///
    /// When the ttl is not a Go duration: Velero cannot read the Backup.
    pub fn of(ttl: Option<&str>) -> Result<Self, DurationError> {
        let ttl: Duration = ttl.map_or(Ok(Duration::ZERO), str::parse)?;
        Ok(if ttl.is_zero() { Self::DEFAULT } else { Lifetime((ttl.as_nanoseconds() / NANOSECONDS).max(0)) })
    }

    /// Returns the seconds until a backup expires.
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// Returns the seconds until a backup is deleted at the latest.
    pub const fn longest(self) -> i64 {
        self.0.saturating_add(BETWEEN_COLLECTIONS)
    }
}

/// A period of time, in Unix seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Its first second.
    pub start: i64,
    /// The second after its last.
    pub end: i64,
}

/// The backups of a list of runs, and the gaps between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// From each run until its backup expires, in the order of the runs. Velero deletes it up to an hour later.
    pub backups: Vec<Window>,
    /// Times between two of these runs when all their backups have expired, whether or not they are already deleted.
    pub gaps: Vec<Window>,
    /// Maximum number of backups at the same time, once the schedule has run for a ttl. Each is counted until it is
    /// deleted at the latest, an hour after it expires. It does not depend on the number of listed runs.
    pub kept_at_once: u32,
}

impl Timeline {
    /// Returns the next `count` backups after a time; at most [`MAX_RUNS`]. While no run is found, Velero makes one
    /// [every minute](Cron::backups_after).
    pub fn of(cron: &Cron, lifetime: Lifetime, after: i64, count: u32) -> Self {
        let backups: Vec<Window> = cron
            .backups_after(after)
            .take(count.min(MAX_RUNS) as usize)
            .map(|start| Window { start, end: start.saturating_add(lifetime.seconds()) })
            .collect();
        let between = backups.iter().zip(backups.iter().skip(1));
        let gaps = between.map(|(backup, next)| Window { start: backup.end, end: next.start });
        Timeline {
            gaps: gaps.filter(|gap| gap.start < gap.end).collect(),
            kept_at_once: Runs::of(cron).kept_at_once(lifetime),
            backups,
        }
    }
}

/// Maximum number of runs that are listed.
pub const MAX_RUNS: u32 = 10_000;

/// Returns the next `count` runs after a time, in Unix seconds; at most [`MAX_RUNS`].
pub fn next_runs(cron: &Cron, after: i64, count: u32) -> impl Iterator<Item = i64> + '_ {
    cron.runs_after(after).take(count.min(MAX_RUNS) as usize)
}

/// The runs of many schedules, each computed once, up to a number of runs of all.
#[derive(Debug)]
pub(crate) struct KnownRuns {
    by_expression: BTreeMap<String, Rc<Runs>>,
    /// Number of runs that may still be examined.
    left: usize,
    /// Number of schedules whose runs are not computed.
    pub(crate) not_examined: usize,
}

impl KnownRuns {
    /// Returns a set without runs. It examines about this many.
    pub(crate) fn up_to(runs: usize) -> Self {
        KnownRuns { by_expression: BTreeMap::new(), left: runs, not_examined: 0 }
    }

    /// Returns the runs of an expression; `None` if too many runs are examined already.
    pub(crate) fn of(&mut self, expression: &str, cron: &Cron) -> Option<Rc<Runs>> {
        if let Some(known) = self.by_expression.get(expression) {
            return Some(Rc::clone(known));
        }
        if self.left == 0 {
            self.not_examined += 1;
            return None;
        }
        let runs = Rc::new(Runs::of(cron));
        self.left = self.left.saturating_sub(runs.runs.len());
        self.by_expression.insert(expression.to_owned(), Rc::clone(&runs));
        Some(runs)
    }
}

/// The runs of a schedule in the four years from 2024, which contain every date. They do not depend on the current
/// time. While the library finds no run, there is one every minute, as Velero makes backups.
#[derive(Clone, Debug)]
pub struct Runs {
    /// In Unix seconds. The last one is after the four years, unless there are more than [`Self::MAX_EXAMINED_RUNS`].
    runs: Vec<i64>,
    /// See [`Self::longest_gap`].
    longest_gap: Option<i64>,
}

impl Runs {
    /// The last seconds of 2023 and of 2027.
    const YEARS: (i64, i64) = (1_704_067_199, 1_830_297_599);
    /// Maximum number of runs that are examined individually: one run each minute for two months.
    const MAX_EXAMINED_RUNS: usize = 100_000;

    /// Computes the runs of a schedule.
    pub fn of(cron: &Cron) -> Self {
        let (start, end) = Self::YEARS;
        let mut runs = Vec::new();
        for run in cron.backups_after(start).take(Self::MAX_EXAMINED_RUNS) {
            runs.push(run);
            if run > end {
                break;
            }
        }
        let longest_gap = longest_gap(cron, &runs);
        Runs { runs, longest_gap }
    }

    /// Returns the longest time between two runs, in seconds; `None` if the schedule does not run twice.
    pub fn longest_gap(&self) -> Option<i64> {
        self.longest_gap
    }

    /// Returns the maximum number of backups at the same time: the runs in the longest lifetime of one. For more than a hundred
    /// thousand backups, or more than four years, it is estimated from the known runs.
    pub fn kept_at_once(&self, lifetime: Lifetime) -> u32 {
        let (Some(first), Some(last)) = (self.runs.first(), self.runs.last()) else { return 0 };
        let longest = lifetime.longest();
        let span = last.saturating_sub(*first);
        if span > 0 && longest > span {
            let between = i128::try_from(self.runs.len().saturating_sub(1)).expect("a number of runs in memory");
            let kept = i128::from(longest) * between + i128::from(span) - 1;
            return u32::try_from(kept / i128::from(span)).unwrap_or(u32::MAX);
        }
        let (mut oldest, mut most) = (0, 0);
        for (run, made_before) in self.runs.iter().zip(1_usize..) {
            let is_expired = |made: &i64| run.saturating_sub(*made) >= longest;
            while self.runs.get(oldest).is_some_and(is_expired) {
                oldest += 1;
            }
            most = most.max(made_before.saturating_sub(oldest));
        }
        u32::try_from(most).unwrap_or(u32::MAX)
    }
}

/// Returns the longest time between two runs. With too many runs to list four years, it goes from day to day: all days
/// with runs have the same runs, so the first run of each day is enough.
fn longest_gap(cron: &Cron, runs: &[i64]) -> Option<i64> {
    let between = |runs: &[i64]| runs.iter().zip(runs.iter().skip(1)).map(|(a, b)| b.saturating_sub(*a)).max();
    let known = between(runs)?;
    if runs.len() < Runs::MAX_EXAMINED_RUNS {
        return Some(known);
    }
    const DAY: i64 = 86_400;
    let midnight_after = |run: i64| {
        let local = run.saturating_add(cron.zone().period_at(run).offset);
        run.saturating_add(DAY - local.rem_euclid(DAY))
    };
    let mut first = *runs.first()?;
    let last_of_day = runs.iter().rfind(|run| **run < midnight_after(first))?;
    let evening = midnight_after(first).saturating_sub(*last_of_day);
    let mut longest = known;
    while first <= Runs::YEARS.1 {
        let midnight = midnight_after(first);
        let Some(next) = cron.next(midnight.saturating_sub(1)) else { break };
        longest = longest.max(evening.saturating_add(next.saturating_sub(midnight)));
        first = next;
    }
    Some(longest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::velero::cron::Library;

    const HOUR: i64 = 3600;
    const DAY: i64 = 24 * HOUR;

    fn runs(expression: &str) -> Runs {
        Runs::of(&Cron::parse(expression, Library::Robfig).expect("a cron expression"))
    }

    #[test]
    fn a_lifetime_follows_from_the_ttl_as_in_velero() {
        assert_eq!(Lifetime::of(None), Ok(Lifetime(720 * HOUR)));
        assert_eq!(Lifetime::of(Some("0")), Ok(Lifetime(720 * HOUR)));
        assert_eq!(Lifetime::of(Some("24h")), Ok(Lifetime(24 * HOUR)));
        assert_eq!(Lifetime::of(Some("1500ms")), Ok(Lifetime(1)));
        assert_eq!(Lifetime::of(Some("-1h")), Ok(Lifetime(0)));
        assert_eq!(Lifetime::of(Some("30d")), Err(DurationError::UnknownUnit("d".into())));
    }

    #[test]
    fn the_longest_gap_is_found_between_days_months_and_years() {
        for (expression, gap) in [
            ("* * * * *", 60),
            ("0 * * * *", HOUR),
            ("0 9-17 * * *", 16 * HOUR),
            ("0 2 * * *", DAY),
            ("0 2 * * 0", 7 * DAY),
            ("0 2 * * 1-5", 3 * DAY),
            ("0 0 1 * *", 31 * DAY),
            ("0 0 31 * *", 61 * DAY),
            ("0 0 1 1 *", 366 * DAY),
            ("@every 90m", 90 * 60),
            // Too many runs to examine individually.
            ("* * * 1-6 *", 184 * DAY + 60),
            ("* 0-11 * * 1-5", 60 * HOUR + 60),
        ] {
            let found = runs(expression).longest_gap().expect("it runs twice");
            assert_eq!(found, gap, "{expression}");
        }
        // A backup every minute.
        assert_eq!(runs("0 0 30 2 *").longest_gap(), Some(60));
        assert_eq!(runs("0 0 29 2 *").longest_gap(), Some(1461 * DAY));
    }

    #[test]
    fn as_many_backups_are_kept_as_runs_in_a_lifetime() {
        for (expression, ttl, kept) in [
            // Each is deleted up to an hour after the next one is made.
            ("0 2 * * *", "24h", 2),
            ("0 2 * * *", "23h", 1),
            ("0 2 * * *", "25h", 2),
            ("0 2 * * *", "720h", 31),
            ("0 */6 * * *", "48h", 9),
            ("0 2 * * *", "12h", 1),
            // Deleted at the next garbage collection.
            ("0 2 * * *", "-1h", 1),
            ("*/5 * * * *", "-1h", 12),
            ("* * * * *", "720h", 43_260),
            ("@every 1s", "720h", 43_260),
            ("0 0 1 1 *", "87600h", 10),
            // A backup every minute.
            ("0 0 30 2 *", "24h", 1_500),
        ] {
            let lifetime = Lifetime::of(Some(ttl)).expect("a duration");
            assert_eq!(runs(expression).kept_at_once(lifetime), kept, "{expression} {ttl}");
        }
    }

    #[test]
    fn a_timeline_has_backups_and_gaps() {
        let cron = Cron::parse("0 2 * * *", Library::Robfig).expect("a cron expression");
        let timeline = Timeline::of(&cron, Lifetime(12 * HOUR), 0, 3);
        let at = |start, end| Window { start: start * HOUR, end: end * HOUR };
        assert_eq!(timeline.backups, [at(2, 14), at(26, 38), at(50, 62)]);
        assert_eq!(timeline.gaps, [at(14, 26), at(38, 50)]);
        assert_eq!(timeline.kept_at_once, 1);
        assert_eq!(Timeline::of(&cron, Lifetime::DEFAULT, 0, 2).gaps, []);
        assert_eq!(Timeline::of(&cron, Lifetime::DEFAULT, i64::MAX, 2).backups, []);
    }

    #[test]
    fn a_schedule_that_never_matches_makes_a_backup_every_minute() {
        for library in Library::ALL {
            let cron = Cron::parse("0 0 30 2 *", library).expect("a cron expression");
            let timeline = Timeline::of(&cron, Lifetime(HOUR), 90, 2);
            let at = |start| Window { start, end: start + HOUR };
            assert_eq!((timeline.backups, timeline.gaps), (vec![at(120), at(180)], vec![]));
            assert_eq!(timeline.kept_at_once, 120);
            assert_eq!(next_runs(&cron, 90, 2).count(), 0);
        }
    }
}
