//! The table of all zones, which `cargo xtask zones` writes.
//!
//! Numbers are big-endian; times and offsets are in seconds. The table consists of:
//!
//! - a line with its source
//! - a count and the offsets (i32)
//! - a count and the differences (u32)
//! - the length of the names (u16), and the names
//! - the records
//!
//! The names are sorted by bytes. A name is: the number of bytes that it shares with the previous name (u8), the number
//! of further bytes (u8), these bytes, and the position of its record (u16).
//!
//! A record is: its first offset, the number of changes (u16), the changes, and 1 with a rule, or 0. An offset is an
//! index (u8). A change is one of:
//!
//! - the index (u8) of its difference from the previous change, or from 1970; it returns to the offset before the last
//! - 255, the difference (u32) and the offset
//!
//! A rule is: standard offset, daylight offset, and for start and end: month (u8), week (u8), weekday (u8), time (i32).

use std::iter;

use super::{Change, Rule, YearlyTime, Zone};

static TABLE: &[u8] = include_bytes!("../zones.bin");

/// Marks a difference that is written in full.
const WRITTEN_OUT: u8 = 255;

/// Returns the zone of a name, if it exists.
pub(super) fn zone(name: &str) -> Option<Zone> {
    let table = Table::open(TABLE)?;
    let (_, place) = table.entries().find(|(known, _)| known == name)?;
    table.record(name, place)
}

/// Returns the names of all zones.
pub(super) fn names() -> impl Iterator<Item = String> {
    Table::open(TABLE).into_iter().flat_map(|table| table.entries().map(|(name, _)| name))
}

#[derive(Clone, Copy)]
struct Table<'t> {
    /// Four bytes each.
    offsets: &'t [u8],
    /// Four bytes each.
    differences: &'t [u8],
    names: &'t [u8],
    records: &'t [u8],
}

impl<'t> Table<'t> {
    fn open(table: &'t [u8]) -> Option<Self> {
        let head = table.iter().position(|&byte| byte == b'\n')?;
        let mut bytes = Bytes(table.get(head + 1..)?);
        let count = bytes.byte()?;
        let offsets = bytes.take(usize::from(count) * 4)?;
        let count = bytes.byte()?;
        let differences = bytes.take(usize::from(count) * 4)?;
        let length = bytes.short()?;
        let names = bytes.take(length.into())?;
        Some(Table { offsets, differences, names, records: bytes.0 })
    }

    /// Returns each name with the position of its record.
    fn entries(self) -> impl Iterator<Item = (String, u16)> + use<'t> {
        let mut bytes = Bytes(self.names);
        let mut name = Vec::new();
        iter::from_fn(move || {
            let (shared, more) = (bytes.byte()?, bytes.byte()?);
            name.truncate(shared.into());
            name.extend_from_slice(bytes.take(more.into())?);
            Some((String::from_utf8_lossy(&name).into_owned(), bytes.short()?))
        })
    }

    fn offset(self, index: u8) -> Option<i64> {
        let at = usize::from(index) * 4;
        Bytes(self.offsets.get(at..)?).signed()
    }

    fn difference(self, index: u8) -> Option<i64> {
        let at = usize::from(index) * 4;
        Bytes(self.differences.get(at..)?).unsigned()
    }

    fn record(self, name: &str, place: u16) -> Option<Zone> {
        let mut bytes = Bytes(self.records.get(place.into()..)?);
        let first = self.offset(bytes.byte()?)?;
        let count = bytes.short()?;
        let (mut instant, mut earlier, mut current) = (0, first, first);
        let mut changes = Vec::with_capacity(count.into());
        for _ in 0..count {
            let (difference, offset) = match bytes.byte()? {
                WRITTEN_OUT => (bytes.unsigned()?, self.offset(bytes.byte()?)?),
                common => (self.difference(common)?, earlier),
            };
            instant += difference;
            changes.push(Change { instant, offset });
            (earlier, current) = (current, offset);
        }
        let rule = if bytes.byte()? == 0 { None } else { Some(self.rule(&mut bytes)?) };
        Some(Zone { name: name.to_owned(), first, changes, rule })
    }

    fn rule(self, bytes: &mut Bytes) -> Option<Rule> {
        let (standard, daylight) = (self.offset(bytes.byte()?)?, self.offset(bytes.byte()?)?);
        Some(Rule { standard, daylight, start: bytes.yearly_time()?, end: bytes.yearly_time()? })
    }
}

/// The bytes that are not read yet.
struct Bytes<'t>(&'t [u8]);

impl<'t> Bytes<'t> {
    fn take(&mut self, count: usize) -> Option<&'t [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn byte(&mut self) -> Option<u8> {
        self.array().map(u8::from_be_bytes)
    }

    fn short(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }

    fn unsigned(&mut self) -> Option<i64> {
        self.array().map(u32::from_be_bytes).map(i64::from)
    }

    fn signed(&mut self) -> Option<i64> {
        self.array().map(i32::from_be_bytes).map(i64::from)
    }

    fn yearly_time(&mut self) -> Option<YearlyTime> {
        let (month, week, weekday) = (self.byte()?, self.byte()?, self.byte()?);
        Some(YearlyTime { month, week, weekday, seconds: self.signed()? })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_name_has_a_zone_and_is_in_order() {
        let names: Vec<String> = names().collect();
        assert!(names.len() > 590, "{}", names.len());
        assert!(names.is_sorted());
        for name in &names {
            let zone = zone(name).unwrap_or_else(|| panic!("{name}"));
            assert!(zone.changes.is_sorted_by_key(|change| change.instant), "{name}");
        }
    }

    #[test]
    fn the_authority_names_the_package_that_the_table_is_of() {
        let head = TABLE.split(|&byte| byte == b'\n').next().and_then(|line| std::str::from_utf8(line).ok());
        let package = head.and_then(|line| line.split_once(" on PyPI")).map(|(package, _)| package);
        let package = package.expect("the first line names the package");
        assert!(crate::diagnostic::Authority::Cron.to_string().contains(package), "{package}");
    }

    proptest! {
        #[test]
        fn other_bytes_are_read_or_not(
            at in 0..TABLE.len(), with in prop::collection::vec(any::<u8>(), 0..20), instant in any::<i32>(),
        ) {
            let mut other = TABLE.to_vec();
            other.splice(at..(at + with.len()).min(TABLE.len()), with);
            let zones = Table::open(&other).map(|table| {
                table.entries().take(2000).filter_map(|(name, place)| table.record(&name, place)).collect::<Vec<_>>()
            });
            for zone in zones.unwrap_or_default() {
                zone.period_at(instant.into());
            }
        }
    }
}
