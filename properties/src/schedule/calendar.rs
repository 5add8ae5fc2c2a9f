//! Evaluates the five fields of cron in UTC, for each minute from 1970.

use std::collections::BTreeSet;
use std::ops::Range;

/// The values of each field, and whether the field accepts all values.
pub(super) struct Minutes {
    fields: [Field; 5],
    is_go_cron: bool,
}

struct Field {
    values: BTreeSet<u64>,
    is_star: bool,
}

const LIMITS: [(u64, u64); 5] = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 6)];
/// In go-cron, 7 is a day of the week too.
const GO_CRON_WEEK: (u64, u64) = (0, 7);

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

impl Minutes {
    /// Parses an expression that robfig/cron or go-cron accepts. Returns `None` for descriptors, time zones and text that
    /// is not ASCII.
    pub(super) fn of(expression: &str, is_go_cron: bool) -> Option<Self> {
        if !expression.is_ascii() || expression.contains(['@', '=']) {
            return None;
        }
        let fields: Vec<&str> = expression.split_whitespace().collect();
        let fields: [&str; 5] = fields.try_into().ok()?;
        let fields: Option<Vec<Field>> =
            (0..).zip(fields).map(|(place, field)| Field::of(field, place, is_go_cron)).collect();
        Some(Minutes { fields: fields?.try_into().ok()?, is_go_cron })
    }

    /// Returns the minutes that are selected. Minutes are counted from 1970.
    pub(super) fn within(&self, minutes: Range<u64>) -> impl Iterator<Item = u64> {
        let mut today = (u64::MAX, false);
        minutes.filter(move |minute| {
            let day = minute / 1440;
            if today.0 != day {
                today = (day, self.takes_day(day));
            }
            let [minutes, hours, ..] = &self.fields;
            today.1 && minutes.values.contains(&(minute % 60)) && hours.values.contains(&(minute / 60 % 24))
        })
    }

    fn takes_day(&self, days: u64) -> bool {
        let (month, day) = date(days);
        let [_, _, of_month, months, of_week] = &self.fields;
        // 1970-01-01 was a Thursday.
        let weekday = (days + 4) % 7;
        let in_week = of_week.values.contains(&weekday) || weekday == 0 && of_week.values.contains(&7);
        let in_month = of_month.values.contains(&day);
        let needs_both = self.is_go_cron || of_month.is_star || of_week.is_star;
        let is_day = if needs_both { in_month && in_week } else { in_month || in_week };
        is_day && months.values.contains(&month)
    }
}

impl Field {
    fn of(text: &str, place: usize, is_go_cron: bool) -> Option<Self> {
        let (lowest, highest) = if is_go_cron && place == 4 { GO_CRON_WEEK } else { LIMITS[place] };
        let mut field = Field { values: BTreeSet::new(), is_star: false };
        let value = |text: &str| -> Option<u64> {
            let word = text.to_ascii_lowercase();
            let names: &[&str] = match place {
                3 => &MONTHS,
                4 => &DAYS,
                _ => &[],
            };
            match names.iter().position(|name| *name == word) {
                Some(at) => Some(at as u64 + lowest),
                None => word.parse().ok(),
            }
        };
        for entry in text.split(',').filter(|entry| !entry.is_empty()) {
            let (range, step) = entry.split_once('/').map_or((entry, None), |(range, step)| (range, Some(step)));
            let by: u64 = step.map_or(Some(1), |step| step.parse().ok())?;
            let (first, last) = range.split_once('-').map_or((range, None), |(first, last)| (first, Some(last)));
            let (start, end) = if first == "*" || first == "?" {
                field.is_star |= by == 1;
                (lowest, highest)
            } else {
                let start = value(first)?;
                match last {
                    Some(last) => (start, value(last)?),
                    None if step.is_some() => (start, highest),
                    None => (start, start),
                }
            };
            // From the start around to the end.
            let around = (highest - lowest + 1) * u64::from(start > end);
            let places = (start..=end + around).filter(|place| (place - start) % by == 0);
            field.values.extend(places.map(|place| if place > highest { place - around } else { place }));
        }
        Some(field)
    }
}

/// Returns the month and the day of the month, for a number of days after 1970-01-01.
fn date(mut days: u64) -> (u64, u64) {
    for year in 1970.. {
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let february = if is_leap { 29 } else { 28 };
        for (month, length) in (1..).zip([31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
            if days < length {
                return (month, days + 1);
            }
            days -= length;
        }
    }
    unreachable!("there is always another year")
}
