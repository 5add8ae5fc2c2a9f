//! The parser of expressions: `ParseStandard` of robfig/cron 3.0.1.

use std::ops::Range;

use super::error::{CronError, CronFault, Field};
use super::zone::Zone;
use super::{Cron, Fields, Timing, Values};
use crate::velero::duration::Duration;

/// The descriptors with their expressions. `@every` with a duration is not in the list.
pub const DESCRIPTORS: [(&str, &str); 7] = [
    ("@yearly", "0 0 1 1 *"),
    ("@annually", "0 0 1 1 *"),
    ("@monthly", "0 0 1 * *"),
    ("@weekly", "0 0 * * 0"),
    ("@daily", "0 0 * * *"),
    ("@midnight", "0 0 * * *"),
    ("@hourly", "0 * * * *"),
];

const EVERY: &str = "@every ";
const SECOND: i64 = 1_000_000_000;

pub(super) fn parse(expression: &str) -> Result<Cron, CronError> {
    if expression.is_empty() {
        return Err(fault(CronFault::Empty, 0..0));
    }
    let (zone, schedule) = match expression.strip_prefix("TZ=").or_else(|| expression.strip_prefix("CRON_TZ=")) {
        Some(zoned) => {
            let at = expression.len() - zoned.len();
            let Some((name, schedule)) = zoned.split_once(' ') else {
                return Err(fault(CronFault::MissingSchedule, expression.len()..expression.len()));
            };
            let zone = Zone::named(name).ok_or_else(|| fault(CronFault::UnknownZone, at..at + name.len()))?;
            if schedule.trim().is_empty() {
                return Err(fault(CronFault::MissingSchedule, expression.len()..expression.len()));
            }
            (zone, schedule.trim())
        }
        None => (Zone::utc(), expression),
    };
    let at = offset_of(expression, schedule);
    let timing =
        if schedule.starts_with('@') { descriptor(schedule, at)? } else { Timing::Fields(fields(schedule, at)?) };
    Ok(Cron { timing, zone })
}

fn fault(fault: CronFault, range: Range<usize>) -> CronError {
    CronError { fault, field: None, range }
}

/// Returns the offset of a part in its text.
fn offset_of(text: &str, part: &str) -> usize {
    part.as_ptr().addr().saturating_sub(text.as_ptr().addr())
}

fn descriptor(text: &str, at: usize) -> Result<Timing, CronError> {
    if let Some(duration) = text.strip_prefix(EVERY) {
        let end = at + text.len();
        let bad = |error| fault(CronFault::BadDuration(error), at + EVERY.len()..end);
        let nanoseconds = duration.parse::<Duration>().map_err(bad)?.as_nanoseconds();
        return Ok(Timing::Every((nanoseconds / SECOND).max(1)));
    }
    let unknown = || fault(CronFault::UnknownDescriptor, at..at + text.len());
    let (_, meant) = DESCRIPTORS.iter().find(|(name, _)| *name == text).ok_or_else(unknown)?;
    fields(meant, at).map(Timing::Fields)
}

fn fields(text: &str, at: usize) -> Result<Fields, CronError> {
    let found: Vec<&str> = text.split_whitespace().collect();
    let [minute, hour, day_of_month, month, day_of_week] = found[..] else {
        return Err(fault(CronFault::FieldCount { found: found.len() }, at..at + text.len()));
    };
    let values = |field: Field, part: &str| values(field, part, at + offset_of(text, part));
    Ok(Fields {
        minute: values(Field::Minute, minute)?,
        hour: values(Field::Hour, hour)?,
        day_of_month: values(Field::DayOfMonth, day_of_month)?,
        month: values(Field::Month, month)?,
        day_of_week: values(Field::DayOfWeek, day_of_week)?,
    })
}

/// Returns the values of a list; empty entries have no values.
fn values(field: Field, list: &str, at: usize) -> Result<Values, CronError> {
    let mut values = Values::default();
    for entry in list.split(',').filter(|entry| !entry.is_empty()) {
        let at = at + offset_of(list, entry);
        let error =
            |(fault, range): Fault| CronError { fault, field: Some(field), range: at + range.start..at + range.end };
        values.0 |= range_bits(field, entry).map_err(error)?;
    }
    Ok(values)
}

/// A fault in an entry, and its range in the entry.
type Fault = (CronFault, Range<usize>);

/// Returns the values of `*`, `n` or `n-m` with an optional step, as bits.
fn range_bits(field: Field, entry: &str) -> Result<u64, Fault> {
    let (lowest, highest) = field.limits();
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
        start = number_or_name(field, first).map_err(|fault| (fault, span(first)))?;
        end = match last {
            None => start,
            Some(last) if last.contains('-') => return Err((CronFault::TooManyHyphens, whole)),
            Some(last) => number_or_name(field, last).map_err(|fault| (fault, span(last)))?,
        };
    }
    let by = match step {
        None => 1,
        Some(step) if step.contains('/') => return Err((CronFault::TooManySlashes, whole)),
        Some(step) => number(step, 1).map_err(|fault| (fault, span(step)))?,
    };
    for (value, part) in [(start, first), (end, last.unwrap_or(first))] {
        if !(lowest..=highest).contains(&value) {
            return Err((CronFault::OutOfRange { lowest, highest }, span(part)));
        }
    }
    if step.is_some() && last.is_none() {
        end = highest;
    }
    if start > end {
        return Err((CronFault::Wraps, span(range)));
    }
    let by = usize::try_from(by).unwrap_or(usize::MAX);
    if by == 0 {
        return Err((CronFault::StepOfZero, span(step.expect("without a step it is 1"))));
    }
    let bits = (start..=end).step_by(by).fold(0, |bits, value| bits | 1_u64 << (value & 63));
    Ok(if is_star && by == 1 { bits | Values::STAR } else { bits })
}

fn number_or_name(field: Field, text: &str) -> Result<i64, CronFault> {
    // In Go, the lower case of `İ` is the ASCII letter `i`.
    let lower = |c: char| if c == 'İ' { 'i' } else { c.to_ascii_lowercase() };
    let (lowest, highest) = field.limits();
    let named = (i64::from(lowest)..).zip(field.names()).find(|(_, name)| text.chars().map(lower).eq(name.chars()));
    match named {
        Some((value, _)) => Ok(value),
        None => number(text, lowest.into()).map_err(|fault| match fault {
            CronFault::OutOfRange { lowest, .. } => CronFault::OutOfRange { lowest, highest: highest.into() },
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
