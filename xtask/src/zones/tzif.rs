//! Parses a time zone in the format of tzdata's files: TZif, RFC 9636.

use std::iter;

use anyhow::{Context, Result, bail, ensure};

/// Number of seconds in a day.
const DAY: i64 = 86_400;

/// A time zone from 1970.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Zone {
    /// The UTC offset at the start of 1970, in seconds.
    pub(super) first: i32,
    /// The changes: their time in Unix seconds, and the new offset.
    pub(super) changes: Vec<(i64, i32)>,
    /// The rule after the last change. If it is `None`, the offset does not change again.
    pub(super) rule: Option<Rule>,
}

/// A daylight saving time that repeats every year.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rule {
    pub(super) standard: i32,
    pub(super) daylight: i32,
    /// The start of daylight saving, in standard time.
    pub(super) start: Change,
    /// The end of daylight saving, in daylight saving time.
    pub(super) end: Change,
}

/// A time of the year: `M3.5.0/2` is the last Sunday in March at two o'clock.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Change {
    pub(super) month: u8,
    /// From 1. 5 means the last week.
    pub(super) week: u8,
    /// From 0, for Sunday.
    pub(super) weekday: u8,
    /// Seconds from midnight. It can be on another day.
    pub(super) time: i32,
}

impl Zone {
    /// Parses the 64-bit part of a file, and its footer.
    pub(super) fn read(file: &[u8]) -> Result<Self> {
        let mut bytes = Bytes(file);
        let counts = header(&mut bytes)?;
        bytes.take(block_length(&counts, 4))?;
        let counts = header(&mut bytes)?;
        let [_, _, _, times, types, _] = counts;
        let mut block = Bytes(bytes.take(block_length(&counts, 8))?);
        let times = block.take(times * 8)?.chunks_exact(8).map(number).collect::<Vec<_>>();
        let indices = block.take(times.len())?;
        let offsets = block.take(types * 6)?.chunks_exact(6).map(|kind| number(&kind[..4])).collect::<Vec<_>>();
        let footer = std::str::from_utf8(bytes.0)?.trim_matches('\n');

        let (standard, rule) = footer_rule(footer).with_context(|| format!("not a footer: {footer}"))?;
        let mut zone = Zone { first: offset(*offsets.first().context("no offset")?)?, changes: Vec::new(), rule };
        let last_time = times.last().copied();
        for (time, index) in iter::zip(times, indices) {
            let to = offset(*offsets.get(usize::from(*index)).context("no such offset")?)?;
            // The rule starts with the last change, even if this does not change the offset.
            let begins_rule = zone.rule.is_some() && Some(time) == last_time;
            if time <= 0 {
                zone.first = to;
            } else if to != zone.last() || begins_rule {
                zone.changes.push((time, to));
            }
        }
        ensure!(zone.rule.is_some() || standard == zone.last(), "the footer {footer} changes the last offset");
        Ok(zone)
    }

    fn last(&self) -> i32 {
        self.changes.last().map_or(self.first, |&(_, to)| to)
    }

    /// Returns all changes until the end of a year, also those of the rule.
    pub(super) fn changes_until(&self, last_year: i64) -> Vec<(i64, i32)> {
        let mut changes = self.changes.clone();
        let Some(rule) = &self.rule else { return changes };
        let after = changes.last().map_or(i64::MIN, |&(time, _)| time);
        let by_rule = (1970..=last_year).flat_map(|year| rule.changes_in(year)).filter(|&(time, _)| time > after);
        let mut by_rule: Vec<_> = by_rule.collect();
        by_rule.sort_unstable();
        changes.extend(by_rule);
        changes.dedup_by_key(|&mut (_, to)| to);
        changes
    }
}

impl Rule {
    fn changes_in(&self, year: i64) -> [(i64, i32); 2] {
        let start = self.start.shown_in(year) - i64::from(self.standard);
        let end = self.end.shown_in(year) - i64::from(self.daylight);
        [(start, self.daylight), (end, self.standard)]
    }
}

impl Change {
    /// Returns the local time in a year, in seconds from 1970.
    fn shown_in(&self, year: i64) -> i64 {
        let days_of = |month: u8| match month {
            2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let leap_days = |year: i64| year / 4 - year / 100 + year / 400;
        let before_year = (year - 1970) * 365 + leap_days(year - 1) - leap_days(1969);
        let first = before_year + (1..self.month).map(days_of).sum::<i64>();
        let wanted = |day: &i64| (first + day + 4).rem_euclid(7) == i64::from(self.weekday);
        let days: Vec<i64> = (0..days_of(self.month)).filter(wanted).collect();
        let day = days.get(usize::from(self.week) - 1).or(days.last()).expect("each month has each day of the week");
        (first + day) * DAY + i64::from(self.time)
    }
}

struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn take(&mut self, count: usize) -> Result<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count).context("the file ends early")?;
        self.0 = rest;
        Ok(taken)
    }
}

/// Returns the six counts of a header: UTC indicators, standard indicators, leap seconds, times, types, characters.
fn header(bytes: &mut Bytes) -> Result<[usize; 6]> {
    ensure!(bytes.take(4)? == b"TZif", "not a TZif file");
    let version = bytes.take(16)?[0];
    ensure!(version >= b'2', "version 1 has no 64-bit times");
    let mut counts = [0; 6];
    for count in &mut counts {
        *count = usize::try_from(number(bytes.take(4)?))?;
    }
    Ok(counts)
}

fn block_length([utc, standard, leaps, times, types, characters]: &[usize; 6], size: usize) -> usize {
    times * (size + 1) + types * 6 + characters + leaps * (size + 4) + standard + utc
}

/// Returns a signed big-endian number.
fn number(bytes: &[u8]) -> i64 {
    let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    bytes.iter().fold(if negative { -1 } else { 0 }, |number, &byte| number << 8 | i64::from(byte))
}

fn offset(seconds: i64) -> Result<i32> {
    Ok(i32::try_from(seconds)?)
}

/// Parses a footer such as `CET-1CEST,M3.5.0,M10.5.0/3`. Returns the standard offset, and the rule if there is one.
fn footer_rule(footer: &str) -> Result<(i32, Option<Rule>)> {
    let mut parts = footer.split(',');
    let zones = parts.next().expect("a split has a first part");
    let (standard, rest) = named_offset(zones)?.context("no standard time")?;
    if rest.is_empty() {
        return Ok((standard, None));
    }
    // The default is one hour ahead.
    let daylight = named_offset(rest)?.map_or(standard + 3_600, |(offset, _)| offset);
    let (Some(start), Some(end), None) = (parts.next(), parts.next(), parts.next()) else { bail!("not two changes") };
    Ok((standard, Some(Rule { standard, daylight, start: change(start)?, end: change(end)? })))
}

/// Parses an offset after a name, and returns the rest. Returns `None` if there is no offset.
fn named_offset(text: &str) -> Result<Option<(i32, &str)>> {
    let rest = match text.strip_prefix('<') {
        Some(quoted) => quoted.split_once('>').context("the name is not closed")?.1,
        None => text.trim_start_matches(|c: char| c.is_ascii_alphabetic()),
    };
    if rest.is_empty() {
        return Ok(None);
    }
    let (time, rest) = rest.split_at(rest.find(|c: char| c.is_alphabetic() || c == '<').unwrap_or(rest.len()));
    // In POSIX, offsets to the west are positive.
    Ok(Some((-seconds(time)?, rest)))
}

fn change(text: &str) -> Result<Change> {
    let (day, time) = text.split_once('/').unwrap_or((text, "2"));
    let [month, week, weekday] = day.strip_prefix('M').context("not a month")?.split('.').collect::<Vec<_>>()[..]
    else {
        bail!("not a day: {day}");
    };
    let change = Change { month: month.parse()?, week: week.parse()?, weekday: weekday.parse()?, time: seconds(time)? };
    let Change { month, week, weekday, .. } = &change;
    ensure!((1..=12).contains(month) && (1..=5).contains(week) && *weekday < 7, "not a day of a year: {day}");
    Ok(change)
}

/// Parses a time such as `-3:30`, and returns it in seconds.
fn seconds(text: &str) -> Result<i32> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let units = iter::zip(digits.trim_start_matches('+').split(':'), [3_600, 60, 1]);
    let mut total = 0;
    for (count, unit) in units {
        total += count.parse::<i32>()? * unit;
    }
    Ok(sign * total)
}
