//! Dates of the proleptic Gregorian calendar, counted in days from 1970-01-01.

/// Seconds in a day.
pub(super) const DAY: i64 = 86_400;

/// Days in each month; February has 29.
const MAX_DAYS_OF_MONTH: [u8; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/// Days in 400 years, after which the calendar repeats.
const CYCLE: i64 = 146_097;

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) year: i64,
    /// From 1.
    pub(super) month: u8,
    /// From 1.
    pub(super) day: u8,
}

/// Returns the maximum number of days in a month; 0 for a number that is not a month.
pub(super) fn most_days(month: u8) -> u8 {
    MAX_DAYS_OF_MONTH.get(usize::from(month.wrapping_sub(1))).copied().unwrap_or_default()
}

/// Returns the days from 1970-01-01 to a date. As in Go's `time.Date`, month 13 is in the next year, and a day after
/// the last one is in the next month.
pub(super) fn days(year: i64, month: i64, day: i64) -> i64 {
    // Years that start in March have their leap day at the end.
    let months = year * 12 + month - 3;
    let (year, month) = (months.div_euclid(12), months.rem_euclid(12));
    let in_cycle = year.rem_euclid(400);
    let before_year = in_cycle * 365 + in_cycle / 4 - in_cycle / 100;
    let before_month = (month * 153 + 2) / 5;
    year.div_euclid(400) * CYCLE + before_year + before_month + day - 1 - 719_468
}

/// Returns the date that is a number of days after 1970-01-01.
pub(super) fn date(days: i64) -> Date {
    let days = days + 719_468;
    let in_cycle = days.rem_euclid(CYCLE);
    let year = (in_cycle - in_cycle / 1_460 + in_cycle / 36_524 - in_cycle / 146_096) / 365;
    let in_year = in_cycle - (year * 365 + year / 4 - year / 100);
    let month = (in_year * 5 + 2) / 153;
    let day = in_year - (month * 153 + 2) / 5 + 1;
    let (month, next_year) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let small = |number: i64| u8::try_from(number).expect("a month or a day of a month");
    Date { year: days.div_euclid(CYCLE) * 400 + year + next_year, month: small(month), day: small(day) }
}

/// Returns the day of the week, 0 for Sunday, a number of days after 1970-01-01.
pub(super) fn weekday(days: i64) -> u8 {
    // 1970-01-01 was a Thursday.
    u8::try_from((days + 4).rem_euclid(7)).expect("a day of a week")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_days_of_the_week_are_those_of_the_calendar() {
        let known = [
            ((1970, 1, 1), 0, 4),
            ((1969, 12, 31), -1, 3),
            ((2000, 2, 29), 11_016, 2),
            ((2024, 2, 29), 19_782, 4),
            ((2100, 3, 1), 47_541, 1),
            ((1, 1, 1), -719_162, 1),
            ((9999, 12, 31), 2_932_896, 5),
        ];
        for ((year, month, day), count, week) in known {
            assert_eq!(days(year, i64::from(month), i64::from(day)), count, "{year}-{month}-{day}");
            assert_eq!(date(count), Date { year, month, day });
            assert_eq!(weekday(count), week, "{year}-{month}-{day}");
        }
        for count in -800_000..3_000_000 {
            let Date { year, month, day } = date(count);
            assert_eq!(days(year, i64::from(month), i64::from(day)), count);
            assert!((1..=12).contains(&month) && (1..=most_days(month)).contains(&day), "{year}-{month}-{day}");
        }
    }

    #[test]
    fn what_is_past_a_year_or_a_month_is_in_the_next() {
        assert_eq!(days(2023, 13, 1), days(2024, 1, 1));
        assert_eq!(days(2023, 2, 31), days(2023, 3, 3));
        assert_eq!(days(2023, 12, 32), days(2024, 1, 1));
    }
}
