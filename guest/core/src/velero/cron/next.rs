//! The next run: `SpecSchedule.Next` of both libraries, step by step, because the steps matter at clock changes.

use super::Fields;
use super::clock::Clock;
use super::library::Dialect;
use super::zone::Zone;

/// Number of years after this one that are searched.
const YEARS: i64 = 5;
const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;

/// Maximum number of minutes for which a result that is not later is computed again. Clocks were never set back more.
const MINUTES_BACK: i64 = 1_440;

/// Why there is no next run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoRun {
    /// No time in the searched years matches. Then the libraries return the zero time.
    NotFound,
    /// The search does not end, or the time is outside the years that are supported.
    OutOfReach,
}

/// Returns the first run that is found after a time, and is later.
///
/// Some minute, hour and day must match; otherwise this takes a long time.
pub(super) fn later(fields: &Fields, zone: &Zone, after: i64, dialect: &Dialect) -> Result<i64, NoRun> {
    let mut runs = (0..MINUTES_BACK).map(|minutes| next(fields, zone, after + minutes * MINUTE, dialect));
    runs.find(|run| run.is_err() || run.is_ok_and(|run| run > after)).unwrap_or(Err(NoRun::OutOfReach))
}

/// Returns the run that is found after a time.
fn next(fields: &Fields, zone: &Zone, after: i64, dialect: &Dialect) -> Result<i64, NoRun> {
    let mut clock = Clock::at(zone, after + 1);
    let last_year = clock.date().year + YEARS;
    // Whether the smaller units of the time are set to their start.
    let mut truncated = false;
    'again: loop {
        if clock.date().year > last_year {
            return Err(NoRun::NotFound);
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
            // Midnight may not exist. Then neither hour is correct, but the libraries do the same.
            match i64::from(clock.hour()) {
                0 => {}
                hour @ 1..=12 => clock.wait(-hour * HOUR),
                hour => clock.wait((24 - hour) * HOUR),
            }
            // A skipped day leads back to the day before, forever.
            if clock.instant() <= day {
                return Err(NoRun::OutOfReach);
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
            let before = clock.hour();
            clock.wait(HOUR);
            // The hour between them does not exist. If it is selected, its run is in this hour instead.
            if dialect.runs_late && clock.hour() == before + 2 && fields.hour.has(before + 1) {
                break;
            }
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
            truncated |= dialect.keeps_seconds;
            clock.wait(1);
            if clock.second() == 0 {
                continue 'again;
            }
        }
        return Ok(clock.instant());
    }
}
