//! When Velero makes backups. It does so at the runs of a schedule, and every minute while its library finds no run.

use std::iter;

use super::civil;
use super::clock::Clock;
use super::next::NoRun;
use super::{Cron, TIMES, Timing};

const MINUTE: i64 = 60;

/// The years before whose start a search is tried. The days of the week repeat after 28 years, until 2100.
const YEARS: std::ops::RangeInclusive<i64> = 2027..=2054;

impl Cron {
    /// Returns the times after a time at which Velero makes backups, in Unix seconds.
    ///
    /// These are the [runs](Self::runs_after), as long as there are any. When the library finds no run until the end of
    /// the fifth year after this one, it returns the zero time. Velero then takes a backup to be due each time that it
    /// looks at the Schedule, which is once a minute. So an interval counts as whole minutes, rounded up.
    pub fn backups_after(&self, after: i64) -> impl Iterator<Item = i64> + '_ {
        // What one search does not find, later ones of the same year do not find either.
        let mut nothing_until = i64::MIN;
        let mut next = move |after: i64| {
            if let Some(seconds) = self.interval() {
                let minutes = seconds.checked_add(MINUTE - 1)? / MINUTE;
                return after.checked_add(minutes.checked_mul(MINUTE)?).filter(|run| TIMES.contains(run));
            }
            let run = if after < nothing_until { Err(NoRun::NotFound) } else { self.search(after) };
            match run {
                Ok(run) => Some(run),
                Err(NoRun::OutOfReach) => None,
                Err(NoRun::NotFound) => {
                    nothing_until = self.end_of_year(after);
                    Some((after.div_euclid(MINUTE) + 1) * MINUTE)
                }
            }
        };
        let mut last = Some(after);
        iter::from_fn(move || {
            last = next(last?);
            last
        })
    }

    /// Whether some time matches, but in some years from 2026 to 2053, no run is found until the end of the fifth year
    /// after: 29 February on a Monday, or a time that a clock change always skips.
    pub fn matches_rarely(&self) -> bool {
        if !matches!(self.timing, Timing::Fields(_)) || self.never_matches() {
            return false;
        }
        // The last search of a year sees only the next five years.
        let failed = YEARS.map(|year| self.search(self.start_of(year) - 2)).find_map(Result::err);
        failed == Some(NoRun::NotFound)
    }

    /// Returns when the year of a time ends in the time zone.
    fn end_of_year(&self, instant: i64) -> i64 {
        self.start_of(Clock::at(&self.zone, instant).date().year + 1)
    }

    /// Returns when a year starts in the time zone.
    fn start_of(&self, year: i64) -> i64 {
        self.zone.instant(civil::days(year, 1, 1), 0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Library, instant_from_rfc3339};
    use super::*;

    fn cron(expression: &str, library: Library) -> Cron {
        Cron::parse(expression, library).expect(expression)
    }

    #[test]
    fn there_is_a_backup_every_minute_while_no_run_is_found() {
        let at = |time: &str| instant_from_rfc3339(time).expect(time);
        for (expression, library) in [("0 0 30 2 *", Library::Robfig), ("@manual", Library::GoCron)] {
            let backups = cron(expression, library).backups_after(3_601).take(3).collect::<Vec<_>>();
            assert_eq!(backups, [3_660, 3_720, 3_780], "{expression}");
        }
        assert_eq!(cron("0 2 * * *", Library::Robfig).backups_after(0).take(2).collect::<Vec<_>>(), [7_200, 93_600]);
        assert_eq!(cron("0 0 30 2 *", Library::Robfig).backups_after(i64::MAX).next(), None);
        // It is a Monday in 2044, which the search finds from 2039 on.
        let leap_monday = cron("0 0 29 2 1", Library::GoCron);
        let mut backups = leap_monday.backups_after(at("2038-12-31T23:58:00Z"));
        assert_eq!(backups.next(), Some(at("2038-12-31T23:59:00Z")));
        assert_eq!(backups.next(), Some(at("2039-01-01T00:00:00Z")));
        assert_eq!(backups.next(), Some(at("2044-02-29T00:00:00Z")));
        assert_eq!(backups.next(), Some(at("2044-02-29T00:01:00Z")));
    }

    #[test]
    fn an_expression_that_matches_rarely_is_detected() {
        for expression in [
            "0 0 29 2 1",
            "0 0 29 2 1-6",
            // 11 years between two of them.
            "0 0 25 12 1",
            // Six years, from 2044 and from 2053.
            "0 0 25 12 0,4",
            // The day of the clock change, at the time that it skips.
            "TZ=Asia/Beirut 30 0 25-31 3 0",
            "TZ=Australia/Lord_Howe 0 2 1-7 10 0",
        ] {
            assert!(cron(expression, Library::GoCron).matches_rarely(), "{expression}");
            assert!(!cron(expression, Library::Robfig).matches_rarely(), "{expression}");
        }
        for expression in [
            "0 0 29 2 *",
            "0 0 13 * 5",
            "0 0 25,26 12 1",
            "0 2 * * *",
            "@yearly",
            "@every 87600h",
            "@manual",
            "0 0 30 2 *",
            "TZ=Europe/Berlin 30 2 25-31 3 0",
        ] {
            assert!(!cron(expression, Library::GoCron).matches_rarely(), "{expression}");
        }
    }
}
