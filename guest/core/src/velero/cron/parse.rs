//! The parser of expressions: `ParseStandard` of both libraries, which differ by the table in `library`.

use std::ops::Range;

use super::error::{CronError, CronFault, Field};
use super::library::{DESCRIPTORS, Library, ZoneNames};
use super::zone::Zone;
use super::{Cron, Fields, Timing, Values};
use crate::velero::duration::Duration;

const EVERY: &str = "@every ";
const SECOND: i64 = 1_000_000_000;

pub(super) fn parse(expression: &str, library: Library) -> Result<Cron, CronError> {
    if expression.is_empty() {
        return Err(fault(CronFault::Empty, 0..0));
    }
    if let Some(most) = library.dialect().most_bytes.filter(|most| expression.len() > *most) {
        return Err(fault(CronFault::TooLong { most }, 0..expression.len()));
    }
    let (zone, schedule) = match expression.strip_prefix("TZ=").or_else(|| expression.strip_prefix("CRON_TZ=")) {
        Some(zoned) => {
            let Some((name, schedule)) = zoned.split_once(' ') else {
                return Err(fault(CronFault::MissingSchedule, expression.len()..expression.len()));
            };
            let zone = zone(name, library).map_err(|(wrong, name)| {
                let at = offset_of(expression, name);
                fault(wrong, at..at + name.len())
            })?;
            if schedule.trim().is_empty() {
                return Err(fault(CronFault::MissingSchedule, expression.len()..expression.len()));
            }
            (zone, schedule.trim())
        }
        None => (Zone::utc(), expression),
    };
    let at = offset_of(expression, schedule);
    let timing = if schedule.starts_with('@') {
        descriptor(schedule, at, library)?
    } else {
        Timing::Fields(fields(schedule, at, library)?)
    };
    Ok(Cron { timing, zone, library })
}

/// Returns the time zone; otherwise the fault, and the name without quotes.
fn zone(name: &str, library: Library) -> Result<Zone, (CronFault, &str)> {
    let mut name = name;
    let is_accepted = match library.dialect().zones {
        ZoneNames::Paths => true,
        ZoneNames::Checked { most_bytes, characters, quotes } => {
            let unquoted = |quote: char| name.strip_prefix(quote)?.strip_suffix(quote);
            name = quotes.into_iter().find_map(unquoted).unwrap_or(name);
            if name.is_empty() {
                return Err((CronFault::MissingZone, name));
            }
            let is_accepted = |c: char| c.is_ascii_alphanumeric() || characters.contains(c);
            name.len() <= most_bytes && name.chars().all(is_accepted)
        }
    };
    Zone::named(name).filter(|_| is_accepted).ok_or((CronFault::UnknownZone, name))
}

fn fault(fault: CronFault, range: Range<usize>) -> CronError {
    CronError { fault, field: None, range }
}

/// Returns the offset of a part in its text.
fn offset_of(text: &str, part: &str) -> usize {
    part.as_ptr().addr().saturating_sub(text.as_ptr().addr())
}

fn descriptor(text: &str, at: usize, library: Library) -> Result<Timing, CronError> {
    let dialect = library.dialect();
    if let Some(duration) = text.strip_prefix(EVERY) {
        let bad = |wrong| fault(wrong, at + EVERY.len()..at + text.len());
        let duration = duration.parse::<Duration>().map_err(|error| bad(CronFault::BadDuration(error)))?;
        let nanoseconds = duration.as_nanoseconds();
        if dialect.refuses_short_intervals && nanoseconds < SECOND {
            return Err(bad(CronFault::IntervalTooShort));
        }
        return Ok(Timing::Every((nanoseconds / SECOND).max(1)));
    }
    if dialect.without_runs.contains(&text) {
        return Ok(Timing::Never);
    }
    let unknown = || fault(CronFault::UnknownDescriptor, at..at + text.len());
    let (_, meant) = DESCRIPTORS.iter().find(|(name, _)| *name == text).ok_or_else(unknown)?;
    fields(meant, at, library).map(Timing::Fields)
}

fn fields(text: &str, at: usize, library: Library) -> Result<Fields, CronError> {
    let found: Vec<&str> = text.split_whitespace().collect();
    let [minute, hour, day_of_month, month, day_of_week] = found[..] else {
        return Err(fault(CronFault::FieldCount { found: found.len() }, at..at + text.len()));
    };
    let values = |field: Field, part: &str| values(field, part, at + offset_of(text, part), library);
    Ok(Fields {
        minute: values(Field::Minute, minute)?,
        hour: values(Field::Hour, hour)?,
        day_of_month: values(Field::DayOfMonth, day_of_month)?,
        month: values(Field::Month, month)?,
        day_of_week: values(Field::DayOfWeek, day_of_week)?.with_one_sunday(),
        needs_both_days: library.dialect().needs_both_days,
    })
}

/// Returns the values of a list; empty entries have no values.
fn values(field: Field, list: &str, at: usize, library: Library) -> Result<Values, CronError> {
    let mut values = Values::default();
    for entry in list.split(',').filter(|entry| !entry.is_empty()) {
        let at = at + offset_of(list, entry);
        let error =
            |(fault, range): Fault| CronError { fault, field: Some(field), range: at + range.start..at + range.end };
        values.0 |= range_bits(field, entry, library).map_err(error)?;
    }
    Ok(values)
}

/// A fault in an entry, and its range in the entry.
type Fault = (CronFault, Range<usize>);

/// Returns the values of `*`, `n` or `n-m` with an optional step, as bits.
fn range_bits(field: Field, entry: &str, library: Library) -> Result<u64, Fault> {
    let dialect = library.dialect();
    let (lowest, highest) = library.limits(field);
    let (lowest, highest) = (i64::from(lowest), i64::from(highest));
    let whole = 0..entry.len();
    let span = |part: &str| offset_of(entry, part)..offset_of(entry, part) + part.len();
    let (range, step) = match entry.split_once('/') {
        Some((range, step)) => (range, Some(step)),
        None => (entry, None),
    };
    let (first, last) = match range.split_once('-') {
        Some((first, last)) => (first, Some(last)),
        None => (range, None),
    };
    let is_star = first == "*" || first == "?";
    let (mut start, mut end) = (lowest, highest);
    if !is_star {
        let number = |part| number_or_name(field, part, (lowest, highest)).map_err(|fault| (fault, span(part)));
        start = number(first)?;
        end = match last {
            None => start,
            Some(last) if last.contains('-') => return Err((CronFault::TooManyHyphens, whole)),
            Some(last) => number(last)?,
        };
    } else if dialect.refuses_extensions && entry.contains(extensions(field)) {
        return Err((CronFault::NotANumber, whole));
    }
    let by = match step {
        None => 1,
        Some(step) if step.contains('/') => return Err((CronFault::TooManySlashes, whole)),
        Some(step) => number(step, 1).map_err(|fault| (fault, span(step)))?,
    };
    if step.is_some() && last.is_none() {
        end = highest;
    }
    let out_of_range = |part| Err((CronFault::OutOfRange { lowest, highest }, span(part)));
    if start < lowest || start > highest && !dialect.wraps {
        return out_of_range(first);
    }
    if end > highest || end < lowest && !dialect.wraps {
        return out_of_range(last.unwrap_or(first));
    }
    if start > end && !dialect.wraps {
        return Err((CronFault::Wraps, span(range)));
    }
    let step = step.map(span).unwrap_or_default();
    if by == 0 {
        return Err((CronFault::StepOfZero, step));
    }
    // A range that ends before it starts continues at the lowest value. It has no value if it starts after that.
    let in_field = highest - lowest + 1;
    let end = if start > end { end + in_field } else { end };
    // Go's arithmetic has no sign, so that a range without values has very many.
    let values = (end - start + 1).cast_unsigned();
    if dialect.limits_steps && by > 1 && by.cast_unsigned() >= values {
        return Err((CronFault::StepTooLarge { values }, step));
    }
    let by_usize = usize::try_from(by).unwrap_or(usize::MAX);
    let value = |value: i64| if value > highest { value - in_field } else { value };
    let bits = (start..=end).step_by(by_usize).fold(0, |bits, place| bits | 1_u64 << (value(place) & 63));
    Ok(if is_star && by == 1 { bits | Values::STAR } else { bits })
}

/// Returns the characters of the extensions of a field, which are not enabled.
fn extensions(field: Field) -> &'static [char] {
    match field {
        Field::DayOfMonth => &['L', 'l', 'W', 'w'],
        Field::DayOfWeek => &['#'],
        Field::Minute | Field::Hour | Field::Month => &[],
    }
}

fn number_or_name(field: Field, text: &str, (lowest, highest): (i64, i64)) -> Result<i64, CronFault> {
    // In Go, the lower case of `İ` is the ASCII letter `i`.
    let lower = |c: char| if c == 'İ' { 'i' } else { c.to_ascii_lowercase() };
    let named = (lowest..).zip(field.names()).find(|(_, name)| text.chars().map(lower).eq(name.chars()));
    match named {
        Some((value, _)) => Ok(value),
        None => number(text, lowest).map_err(|fault| match fault {
            CronFault::OutOfRange { lowest, .. } => CronFault::OutOfRange { lowest, highest },
            other => other,
        }),
    }
}

/// Parses a number as Go's `strconv.Atoi`, with an optional sign; it must not be negative.
fn number(text: &str, lowest: i64) -> Result<i64, CronFault> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if text.is_empty() {
        return Err(CronFault::MissingNumber);
    }
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(CronFault::NotANumber);
    }
    match text.parse::<i64>() {
        Ok(number) if number < 0 => Err(CronFault::Negative),
        Ok(number) => Ok(number),
        Err(_) if text.starts_with('-') => Err(CronFault::Negative),
        Err(_) => Err(CronFault::OutOfRange { lowest, highest: i64::MAX }),
    }
}
