//! The next run: `SpecSchedule.Next` of robfig/cron 3.0.1, step by step, since its steps show at clock changes.

use super::Fields;
use super::clock::Clock;
use super::zone::Zone;

/// How many years after this one are looked through.
const YEARS: i64 = 5;
const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;

/// For how many minutes, at most, an answer that is not later is asked for again: clocks were not set back by more.
const MINUTES_BACK: i64 = 1_440;

/// The first run that is found after a time, and is later.
///
/// Some minute, hour and day must match, or this takes long.
pub(super) fn later(fields: &Fields, zone: &Zone, after: i64) -> Option<i64> {
    let mut runs = (0..MINUTES_BACK).map_while(|minutes| next(fields, zone, after + minutes * MINUTE));
    runs.find(|&run| run > after)
}

/// The run that is found after a time; `None` when there is none within the years, or the search would not end.
fn next(fields: &Fields, zone: &Zone, after: i64) -> Option<i64> {
    let mut clock = Clock::at(zone, after + 1);
    let last_year = clock.date().year + YEARS;
    // Whether the smaller parts of the time are set to their start.
    let mut truncated = false;
    'again: loop {
        if clock.date().year > last_year {
            return None;
        }
        while !fields.month.has(clock.date().month) {
            if !truncated {
                truncated = true;
                clock.truncate_to_month();
            }
            clock.add_date(1, 0);
            if clock.date().month == 1 {
                continue 'again;
            }
        }
        while !fields.has_day(clock.date().day, clock.weekday()) {
            if !truncated {
                truncated = true;
                clock.truncate_to_day();
            }
            let day = clock.instant();
            clock.add_date(0, 1);
            // Midnight may not exist, and then neither hour is a good one to go on with: so does robfig/cron.
            match i64::from(clock.hour()) {
                0 => {}
                hour @ 1..=12 => clock.wait(-hour * HOUR),
                hour => clock.wait((24 - hour) * HOUR),
            }
            // A day that a zone skipped leads back to the day before, for ever.
            if clock.instant() <= day {
                return None;
            }
            if clock.date().day == 1 {
                continue 'again;
            }
        }
        while !fields.hour.has(clock.hour()) {
            if !truncated {
                truncated = true;
                clock.truncate_to_hour();
            }
            clock.wait(HOUR);
            if clock.hour() == 0 {
                continue 'again;
            }
        }
        while !fields.minute.has(clock.minute()) {
            if !truncated {
                truncated = true;
                clock.truncate_to_minute();
            }
            clock.wait(MINUTE);
            if clock.minute() == 0 {
                continue 'again;
            }
        }
        while clock.second() != 0 {
            truncated = true;
            clock.wait(1);
            if clock.second() == 0 {
                continue 'again;
            }
        }
        return Some(clock.instant());
    }
}
