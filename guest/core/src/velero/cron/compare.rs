//! Whether two readings of an expression have the same runs.

use super::next::NoRun;
use super::zone::Zone;
use super::{Cron, Fields, Timing, civil};

/// The clock changes that are compared, in Unix seconds: those of 2026 to 2053. The days of the week repeat after 28
/// years.
const CHANGES: std::ops::Range<i64> = 1_767_225_600..2_650_838_400;

/// How the runs of two readings differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// On different days.
    Days,
    /// At other times.
    Times,
    /// Only at a clock change, at this time in Unix seconds.
    ClockChange(i64),
}

impl Cron {
    /// Returns how the runs of another reading differ. Clock changes are compared from 2026 to 2053.
    pub fn difference_from(&self, other: &Cron) -> Option<Difference> {
        if self.never_matches() && other.never_matches() {
            return None;
        }
        match (&self.timing, &other.timing) {
            (Timing::Fields(ours), Timing::Fields(theirs)) => {
                if !self.zone.has_same_clock(&other.zone) || !ours.have_same_times(theirs) {
                    return Some(Difference::Times);
                }
                if !ours.have_same_days(theirs) {
                    return Some(Difference::Days);
                }
                let change =
                    self.skips_that_matter().find(|&change| self.after_skip(change) != other.after_skip(change));
                change.map(Difference::ClockChange)
            }
            (ours, theirs) => (ours != theirs).then_some(Difference::Times),
        }
    }

    /// Returns the clock changes that skip an hour which is selected, where the libraries can differ.
    fn skips_that_matter(&self) -> impl Iterator<Item = i64> + '_ {
        let is_selected = |hour| self.fields().is_some_and(|fields| fields.hour.has(hour));
        skips(&self.zone).filter(move |&change| self.skipped_hour(change).is_some_and(is_selected))
    }

    /// Returns the hour after the one before a clock change, unless it is at midnight.
    pub(super) fn skipped_hour(&self, change: i64) -> Option<u8> {
        Some(self.zone.hour_at(change.saturating_sub(1)) + 1).filter(|hour| *hour < 24)
    }

    /// Returns the first run after the last second but one before a clock change. A search from an earlier time, which
    /// does not end before, comes to the same run.
    fn after_skip(&self, change: i64) -> Result<i64, NoRun> {
        self.search(change - 2)
    }

    pub(super) fn fields(&self) -> Option<&Fields> {
        match &self.timing {
            Timing::Fields(fields) => Some(fields),
            Timing::Never | Timing::Every(_) => None,
        }
    }
}

/// Returns the clock changes that skip a time.
fn skips(zone: &Zone) -> impl Iterator<Item = i64> + '_ {
    let mut at = CHANGES.start;
    std::iter::from_fn(move || {
        loop {
            let before = zone.period_at(at);
            if before.end >= CHANGES.end {
                return None;
            }
            at = before.end;
            if zone.period_at(at).offset > before.offset {
                return Some(at);
            }
        }
    })
}

impl Fields {
    fn have_same_times(&self, other: &Fields) -> bool {
        self.minute.without_star() == other.minute.without_star()
            && self.hour.without_star() == other.hour.without_star()
    }

    /// Whether the same dates are selected, on each day of the week.
    pub(super) fn have_same_days(&self, other: &Fields) -> bool {
        (1..=12).all(|month| {
            (1..=civil::most_days(month)).all(|day| {
                (0..7).all(|week| {
                    let ours = self.month.has(month) && self.has_day(day, week);
                    ours == (other.month.has(month) && other.has_day(day, week))
                })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Library;
    use super::*;

    #[test]
    fn readings_are_the_same_or_differ() {
        use Difference::*;
        for (expression, difference) in [
            ("0 2 * * *", None),
            ("@weekly", None),
            ("@every 1h", None),
            ("0 0 1 * *", None),
            ("0 0 1-31 * *", None),
            ("0 0 1-7 * 1", Some(Days)),
            ("0 0 1 * 0-6", Some(Days)),
            ("0 0 1-31 * 0-6", None),
            ("0 0 * * 4/1", Some(Days)),
            ("0 0 30 2 *", None),
            ("0 0 30 2 1", Some(Days)),
            (", 0 1 * 1", None),
            // The last Sundays in March.
            ("TZ=Europe/Berlin 30 2 * * *", Some(ClockChange(1_774_746_000))),
            ("TZ=Europe/Berlin 30 2 30 3 *", Some(ClockChange(1_901_149_200))),
            ("TZ=Europe/Berlin 30 2 24 3 *", None),
            ("TZ=Europe/Berlin 30 2 * 4 *", None),
            ("TZ=Europe/Berlin 30 1,2 * * *", None),
            ("TZ=Europe/Berlin 30 2,3 * * *", None),
            ("TZ=Europe/Berlin * * * * *", None),
            // From 02:45 to 03:45: the search goes from 02:00 to 04:00.
            ("TZ=Pacific/Chatham 30 3 * * *", Some(ClockChange(1_790_431_200))),
            ("TZ=Pacific/Chatham 50 2 * * *", None),
            // Half an hour, and a skipped midnight.
            ("TZ=Australia/Lord_Howe 15 2 * * *", None),
            ("TZ=Asia/Beirut 30 0 * * *", None),
            ("TZ=Asia/Tokyo 30 2 * * *", None),
        ] {
            let [ours, theirs] = Library::ALL.map(|library| Cron::parse(expression, library).expect(expression));
            assert_eq!(ours.difference_from(&theirs), difference, "{expression}");
            assert_eq!(theirs.difference_from(&ours), difference, "{expression}");
        }
        let cron = |expression| Cron::parse(expression, Library::Robfig).expect(expression);
        assert_eq!(cron("0 2 * * *").difference_from(&cron("0 3 * * *")), Some(Times));
        assert_eq!(cron("TZ=Asia/Tokyo 0 2 * * *").difference_from(&cron("0 2 * * *")), Some(Times));
        assert_eq!(cron("TZ=Etc/UTC 0 2 * * *").difference_from(&cron("0 2 * * *")), None);
        assert_eq!(cron("@every 1h").difference_from(&cron("@hourly")), Some(Times));
    }
}
