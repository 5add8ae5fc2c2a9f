//! Descriptions of schedules in English.

use super::{Cron, Field, Fields, Timing, Values, civil};
use crate::diagnostic::and_list;

/// Maximum number of values, or times of a day, that are listed individually.
const MAX_NAMED_TIMES: usize = 4;
/// Starts with Monday, so that a weekend is one range.
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
#[rustfmt::skip]
const MONTHS: [&str; 12] = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
];
/// Every month has at least this number of days.
const SHORTEST_MONTH: u8 = 28;
/// The units of `@every`, in seconds.
const UNITS: [(i64, &str); 4] = [(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];

impl Cron {
    /// Returns the schedule as a part of a sentence: `every day at 02:00 UTC`, `on Sundays at 00:00, Europe/Paris
    /// time`.
    ///
    /// `None` when no short phrase is exact, and when it [never matches](Self::never_matches). Quote the expression then.
    pub fn in_words(&self) -> Option<String> {
        let fields = match &self.timing {
            Timing::Never => return None,
            Timing::Every(seconds) => return Some(interval(*seconds)),
            Timing::Fields(fields) if fields.never_match() => return None,
            Timing::Fields(fields) => fields,
        };
        let Times { phrase, is_at, is_around_the_clock } = times(fields, self.zone.is_utc())?;
        let (days, months) = dates(fields)?;
        let is_every_day = days.is_empty() && months.is_empty();
        let phrase = match (is_at, days.is_empty()) {
            (true, true) => ["every day", &months, " at ", &phrase].concat(),
            (true, false) => [&days, &months, " at ", &phrase].concat(),
            (false, true) => phrase + &months,
            (false, false) => [&phrase, " ", &days, &months].concat(),
        };
        Some(match self.zone.database_name() {
            Some(zone) if !self.zone.is_utc() => [&phrase, ", ", &zone, " time"].concat(),
            // Every hour is the same in any time zone.
            _ if is_around_the_clock && is_every_day => phrase,
            _ if phrase.ends_with(|c: char| c.is_ascii_digit()) => phrase + " UTC",
            _ => phrase + ", UTC",
        })
    }
}

/// Returns an interval, such as `every 90 minutes`.
fn interval(seconds: i64) -> String {
    let (length, unit) = UNITS.into_iter().find(|(length, _)| seconds % length == 0).unwrap_or((1, "second"));
    every(seconds / length, unit)
}

fn every(count: i64, unit: &str) -> String {
    if count == 1 { format!("every {unit}") } else { format!("every {count} {unit}s") }
}

/// Returns the values of a field in order.
fn members(values: Values, field: Field) -> Vec<u8> {
    let (lowest, highest) = field.limits();
    (lowest..=highest).filter(|&value| values.has(value)).collect()
}

/// Returns the first and the last of numbers without a gap.
fn run(numbers: &[u8]) -> Option<(u8, u8)> {
    let (&first, &last) = (numbers.first()?, numbers.last()?);
    (usize::from(last - first) + 1 == numbers.len()).then_some((first, last))
}

/// Returns the step between numbers, if it is also the step from the last to the first, past the end.
fn round_step(numbers: &[u8], end: u8) -> Option<u8> {
    let count = u8::try_from(numbers.len()).ok()?;
    let step = end.checked_div(count).filter(|step| step * count == end)?;
    numbers.windows(2).all(|pair| matches!(*pair, [a, b] if b - a == step)).then_some(step)
}

/// Lists numbers individually, or as a range if there are more than two without a gap; `None` if there are too many.
fn named(numbers: &[u8], name: impl Fn(u8) -> String) -> Option<String> {
    match run(numbers) {
        Some((first, last)) if numbers.len() > 2 => Some([&name(first), " to ", &name(last)].concat()),
        _ if numbers.len() <= MAX_NAMED_TIMES => {
            Some(and_list(&numbers.iter().map(|&number| name(number)).collect::<Vec<_>>()))
        }
        _ => None,
    }
}

/// The times of day of the runs.
struct Times {
    phrase: String,
    /// Whether the phrase is a list of times that needs `at`.
    is_at: bool,
    /// Whether all hours have the same runs.
    is_around_the_clock: bool,
}

fn clock(hour: u8, minute: u8) -> String {
    format!("{hour:02}:{minute:02}")
}

fn times(fields: &Fields, is_utc: bool) -> Option<Times> {
    let (hours, minutes) = (members(fields.hour, Field::Hour), members(fields.minute, Field::Minute));
    let often = |phrase: String| Times { phrase, is_at: false, is_around_the_clock: hours.len() == 24 };
    // With clock changes, a day does not always have 24 hours.
    let hour_step = round_step(&hours, 24).filter(|step| (2..12).contains(step) && minutes.len() == 1 && is_utc);
    if hours.len() * minutes.len() <= MAX_NAMED_TIMES && hour_step.is_none() {
        let at = hours.iter().flat_map(|&hour| minutes.iter().map(move |&minute| clock(hour, minute)));
        let phrase = and_list(&at.collect::<Vec<_>>());
        return Some(Times { phrase, is_at: true, is_around_the_clock: false });
    }
    let (&first_hour, &last_hour) = (hours.first()?, hours.last()?);
    let (&first_minute, &last_minute) = (minutes.first()?, minutes.last()?);
    // A step of minutes that starts at 0 continues across hours.
    let minute_step = round_step(&minutes, 60).filter(|_| first_minute == 0 && minutes.len() > 1);
    let from_to = || [" from ", &clock(first_hour, 0), " to ", &clock(last_hour, last_minute)].concat();
    Some(match (&minutes[..], minute_step, run(&hours)) {
        _ if hour_step.is_some() => {
            let every = every(hour_step?.into(), "hour");
            often([&every, " from ", &clock(first_hour, first_minute)].concat())
        }
        ([0], _, Some((0, 23))) => often("every hour".to_owned()),
        ([0], _, Some(_)) => often("every hour".to_owned() + &from_to()),
        (_, Some(step), Some((0, 23))) => often(every(step.into(), "minute")),
        (_, Some(step), Some(_)) => often(every(step.into(), "minute") + &from_to()),
        _ => {
            let number = |number: u8| number.to_string();
            let of_minutes = match minute_step {
                Some(step) => every(step.into(), "minute"),
                None if minutes.len() == 1 => ["at minute ", &number(first_minute)].concat(),
                None => ["at minutes ", &named(&minutes, number)?].concat(),
            };
            let of_hours = match hours.len() {
                24 => "every hour".to_owned(),
                1 => ["hour ", &number(first_hour)].concat(),
                _ => ["hours ", &named(&hours, number)?].concat(),
            };
            often([&of_minutes, " of ", &of_hours].concat())
        }
    })
}

/// Returns the days and the months, such as `on Mondays` and ` in January`; empty for all.
fn dates(fields: &Fields) -> Option<(String, String)> {
    let of_month = members(fields.day_of_month, Field::DayOfMonth);
    let of_week = members(fields.day_of_week, Field::DayOfWeek);
    let months = members(fields.month, Field::Month);
    let in_months = || match (months.len(), run(&months)) {
        (12, _) => Some(String::new()),
        (3.., Some(_)) => Some([" from ", &named(&months, month_name)?].concat()),
        _ => Some([" in ", &named(&months, month_name)?].concat()),
    };
    let needs_both = !fields.has_either_day();
    match (of_month.len(), of_week.len()) {
        (31, 7) => Some((String::new(), in_months()?)),
        // Either field is enough, and one selects all days.
        (31, _) | (_, 7) if !needs_both => Some((String::new(), in_months()?)),
        // Both fields are needed, and one selects all days; or either is enough, and one selects none.
        (31 | 0, _) => Some((weekdays(&of_week), in_months()?)),
        (_, 7 | 0) => Some((days_of_month(&of_month, &months)?, String::new())),
        // A range of weekdays would be hard to understand here.
        (_, week) if needs_both => {
            let weekdays = Some(weekdays(&of_week)).filter(|_| week < 3 || run_from_monday(&of_week).is_none())?;
            Some(([&weekdays, " that fall ", &days_of_month(&of_month, &months)?].concat(), String::new()))
        }
        // The months would have to be repeated for both.
        _ if months.len() < 12 => None,
        _ => Some(([&days_of_month(&of_month, &months)?, " and also ", &weekdays(&of_week)].concat(), String::new())),
    }
}

/// Returns the days of the week as numbers from Monday.
fn from_monday(days: &[u8]) -> Vec<u8> {
    (0..7).filter(|day| days.contains(&((day + 1) % 7))).collect()
}

/// Returns the first and the last of days without a gap, as numbers from Monday.
fn run_from_monday(days: &[u8]) -> Option<(u8, u8)> {
    run(&from_monday(days))
}

fn weekdays(days: &[u8]) -> String {
    let from_monday = from_monday(days);
    let name = |day: u8| *WEEKDAYS.get(usize::from(day)).expect("a week has seven days");
    match run(&from_monday) {
        Some((first, last)) if days.len() > 2 => ["on ", name(first), " to ", name(last)].concat(),
        _ => {
            let names: Vec<String> = from_monday.iter().map(|&day| [name(day), "s"].concat()).collect();
            ["on ", &and_list(&names)].concat()
        }
    }
}

/// Returns days of the month, such as `on the 1st and 15th of each month` and `on the 29th of February`.
fn days_of_month(days: &[u8], months: &[u8]) -> Option<String> {
    let ordinal = |day: u8| {
        let ending = match day {
            1 | 21 | 31 => "st",
            2 | 22 => "nd",
            3 | 23 => "rd",
            _ => "th",
        };
        format!("{day}{ending}")
    };
    let phrase = ["on the ", &named(days, ordinal)?, " of "].concat();
    let last = *days.last()?;
    let is_in_all = months.iter().all(|&month| match month {
        // 29 February alone is clear without a mention of leap years.
        2 if months.len() == 1 && days.len() == 1 => last <= civil::most_days(2),
        2 => last <= SHORTEST_MONTH,
        month => last <= civil::most_days(month),
    });
    match (is_in_all, months.len(), days.len()) {
        (true, 12, _) => Some(phrase + "each month"),
        (false, 12, 1) => Some(format!("{phrase}each month that has {last} days")),
        (true, ..) => Some(phrase + &named(months, month_name)?),
        (false, ..) => None,
    }
}

fn month_name(month: u8) -> String {
    (*MONTHS.get(usize::from(month.wrapping_sub(1))).expect("a year has twelve months")).to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::Library;
    use super::*;

    #[track_caller]
    fn check(expression: &str, words: &str) {
        check_with(Library::Robfig, expression, words);
    }

    #[track_caller]
    fn check_with(library: Library, expression: &str, words: &str) {
        let in_words = Cron::parse(expression, library).expect(expression).in_words();
        assert_eq!(in_words.as_deref(), Some(words).filter(|words| !words.is_empty()), "{expression}");
    }

    #[test]
    fn schedules_are_described_in_a_phrase() {
        for (expression, words) in [
            ("0 2 * * *", "every day at 02:00 UTC"),
            ("@daily", "every day at 00:00 UTC"),
            ("30 2,14 * * *", "every day at 02:30 and 14:30 UTC"),
            ("0 0,7,14,21 * * *", "every day at 00:00, 07:00, 14:00 and 21:00 UTC"),
            ("@hourly", "every hour"),
            ("*/15 * * * *", "every 15 minutes"),
            ("* * * * *", "every minute"),
            ("5 * * * *", "at minute 5 of every hour"),
            ("5,35 * * * *", "at minutes 5 and 35 of every hour"),
            ("0 */6 * * *", "every 6 hours from 00:00 UTC"),
            ("15 1/8 * * *", "every 8 hours from 01:15 UTC"),
            ("0 */12 * * *", "every day at 00:00 and 12:00 UTC"),
            ("*/20 22-23 * * *", "every 20 minutes from 22:00 to 23:40 UTC"),
            ("0 8-17 * * *", "every hour from 08:00 to 17:00 UTC"),
            ("0 8-17 * * 1-5", "every hour from 08:00 to 17:00 on Monday to Friday, UTC"),
            ("5 8-17 * * MON-FRI", "at minute 5 of hours 8 to 17 on Monday to Friday, UTC"),
            ("*/5 8,17 * * *", "every 5 minutes of hours 8 and 17 UTC"),
            ("0 * * * 0", "every hour on Sundays, UTC"),
            ("5-20 2 * * *", "at minutes 5 to 20 of hour 2 UTC"),
        ] {
            check(expression, words);
        }
    }

    #[test]
    fn days_and_months_are_described_in_a_phrase() {
        for (expression, words) in [
            ("0 0 * * 0", "on Sundays at 00:00 UTC"),
            ("@weekly", "on Sundays at 00:00 UTC"),
            ("0 0 * * 0,6", "on Saturdays and Sundays at 00:00 UTC"),
            ("0 0 * * 0,5,6", "on Friday to Sunday at 00:00 UTC"),
            ("0 0 * * 1,3,5", "on Mondays, Wednesdays and Fridays at 00:00 UTC"),
            ("30 3 1 * *", "on the 1st of each month at 03:30 UTC"),
            ("0 0 1,15 * *", "on the 1st and 15th of each month at 00:00 UTC"),
            ("0 0 2,22 * *", "on the 2nd and 22nd of each month at 00:00 UTC"),
            ("0 0 3,23 * *", "on the 3rd and 23rd of each month at 00:00 UTC"),
            ("0 0 1-7 * *", "on the 1st to 7th of each month at 00:00 UTC"),
            ("0 0 31 * *", "on the 31st of each month that has 31 days at 00:00 UTC"),
            ("@yearly", "on the 1st of January at 00:00 UTC"),
            ("0 0 29 2 *", "on the 29th of February at 00:00 UTC"),
            ("0 0 1 1,7 *", "on the 1st of January and July at 00:00 UTC"),
            ("0 0 1 1,2 *", "on the 1st of January and February at 00:00 UTC"),
            ("0 0 * 3-5 *", "every day from March to May at 00:00 UTC"),
            ("0 0 * 12 0", "on Sundays in December at 00:00 UTC"),
            ("*/30 * * 12 *", "every 30 minutes in December, UTC"),
        ] {
            check(expression, words);
        }
    }

    #[test]
    fn both_kinds_of_days_mean_either_unless_one_is_a_star() {
        check("0 0 1 * 1", "on the 1st of each month and also on Mondays at 00:00 UTC");
        check("0 0 1-31 * 1", "every day at 00:00 UTC");
        check("0 0 */1 * 1", "on Mondays at 00:00 UTC");
        check("0 0 *,1 * 1", "on Mondays at 00:00 UTC");
        check("0 0 , * 1", "on Mondays at 00:00 UTC");
        check("0 0 1 * 0-6", "every day at 00:00 UTC");
        check("0 0 1 6 1", "");
    }

    #[test]
    fn both_kinds_of_days_mean_both_in_go_cron() {
        for (expression, words) in [
            ("0 0 1-7 * 1", "on Mondays that fall on the 1st to 7th of each month at 00:00 UTC"),
            ("0 0 25 12 1", "on Mondays that fall on the 25th of December at 00:00 UTC"),
            (
                "0 0 1,15 * 1,3,5",
                "on Mondays, Wednesdays and Fridays that fall on the 1st and 15th of each month at 00:00 UTC",
            ),
            ("0 0 31 * 0", "on Sundays that fall on the 31st of each month that has 31 days at 00:00 UTC"),
            ("0 0 1-31 * 1", "on Mondays at 00:00 UTC"),
            ("0 0 1 * 0-6", "on the 1st of each month at 00:00 UTC"),
            ("0 0 * * sat-7", "on Saturdays and Sundays at 00:00 UTC"),
            ("0 22-23 * * *", "every day at 22:00 and 23:00 UTC"),
            ("0 0 1-7 * 1-5", ""),
            ("0 0 1-7 * 1-3", ""),
            ("0 0 , * 1", ""),
            ("@manual", ""),
        ] {
            check_with(Library::GoCron, expression, words);
        }
    }

    #[test]
    fn a_time_zone_is_named() {
        check("TZ=Europe/Paris 0 2 * * *", "every day at 02:00, Europe/Paris time");
        check("CRON_TZ=Asia/Kolkata @hourly", "every hour, Asia/Kolkata time");
        check("TZ=Etc/UTC 0 2 * * *", "every day at 02:00 UTC");
        check("TZ=UTC @hourly", "every hour");
        check("TZ=./Europe//Paris 0 2 * * *", "every day at 02:00, Europe/Paris time");
        // On the two days with clock changes it is not every 2 hours.
        check("TZ=Europe/Paris 0 */2 * * *", "");
        check("TZ=Europe/Paris 0 */6 * * *", "every day at 00:00, 06:00, 12:00 and 18:00, Europe/Paris time");
    }

    #[test]
    fn an_interval_is_in_its_largest_unit() {
        check("@every 12h", "every 12 hours");
        check("@every 1h30m", "every 90 minutes");
        check("@every 168h", "every 7 days");
        check("@every 1h", "every hour");
        check("@every -1ns", "every second");
    }

    #[test]
    fn an_expression_without_a_short_phrase_is_not_described() {
        for expression in [
            "0 0 30 2 *",
            ", * * * *",
            "*/7 * * * *",
            "0 */5 * * *",
            "0 0 */2 * *",
            "0 0 29,31 * *",
            "0 0 30 2,3 *",
            "0 0 29 1,2 *",
            "0 0 28,29 2 *",
        ] {
            check(expression, "");
        }
    }

    #[test]
    fn schedules_with_the_same_description_have_the_same_runs() {
        let minutes = ["*", "0", "5", "*/15", "5/15", "*/7", "*/6", "0-48/6", "0,30", "10-50"];
        let hours = ["*", "0", "2", "*/2", "*/6", "1/6", "8-17", "8,17", "22-23", "*/7"];
        let days_of_month = ["*", "*/1", "1-31", ",", "1", "1,15", "31", "1-7", "29", "*/2"];
        let months = ["*", "1", "2", "1,7", "3-5", "*/2"];
        let days_of_week = ["*", "0-6", ",", "0", "1-5", "0,6", "1,3"];
        let mut described: BTreeMap<String, (String, Vec<i64>)> = BTreeMap::new();
        let mut compared = 0;
        for (minute, hour) in minutes.iter().flat_map(|minute| hours.iter().map(move |hour| (minute, hour))) {
            for (day, month) in days_of_month.iter().flat_map(|day| months.iter().map(move |month| (day, month))) {
                for (day_of_week, library) in
                    days_of_week.into_iter().flat_map(|day| Library::ALL.map(|one| (day, one)))
                {
                    let expression = format!("{minute} {hour} {day} {month} {day_of_week}");
                    let cron = Cron::parse(&expression, library).expect(&expression);
                    let Some(words) = cron.in_words() else { continue };
                    let runs = [1_709_164_770, 1_735_689_599, 1_751_328_000];
                    let runs = runs.iter().flat_map(|&after| cron.runs_after(after).take(5)).collect::<Vec<_>>();
                    let (other, known) =
                        described.entry(words.clone()).or_insert_with(|| (expression.clone(), runs.clone()));
                    assert_eq!(*known, runs, "{words}: {expression} and {other}");
                    compared += 1;
                }
            }
        }
        assert!(compared > described.len() && described.len() > 5_000, "{compared} of {}", described.len());
    }
}
