//! Writes the time zones of the IANA database from 1970 as a table for core.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::process::{self, cargo, root, run, step};
use crate::pypi;

mod tzif;

use tzif::{Change, Zone};

const PACKAGE: &str = "tzdata";
const VERSION: &str = "2026.6";

/// Maximum number of time differences that are encoded as a byte. 255 means that the difference follows.
const MAX_COMMON_DIFFERENCES: usize = 255;
const WRITTEN_OUT: u8 = 255;
/// The last year of the comparison with the package.
const LAST_YEAR: i64 = 2100;

/// Returns the folder of the package: the list `zones`, and the folder `zoneinfo`.
pub(crate) fn package() -> Result<PathBuf> {
    Ok(pypi::unpacked(PACKAGE, VERSION)?.join("tzdata"))
}

/// Writes the table into core, and compares it with the package in a test of core.
pub(crate) fn write() -> Result<()> {
    let package = package()?;
    let names = fs::read_to_string(package.join("zones"))?;
    let mut zones = BTreeMap::new();
    for name in names.lines() {
        let file = fs::read(package.join("zoneinfo").join(name)).with_context(|| name.to_owned())?;
        zones.insert(name, Zone::read(&file).with_context(|| name.to_owned())?);
    }
    let table = table(&zones)?;
    println!("{} zones in {} bytes", zones.len(), table.len());
    fs::write(root().join("guest/core/src/velero/cron/zones.bin"), table)?;

    step("comparison of the table with the package");
    let changes = process::target().join("zones.txt");
    fs::write(&changes, changes_of(&zones)?)?;
    let test = ["test", "--locked", "--package", "k8s-backup-target", "--test", "zones", "--", "--ignored"];
    run(cargo().args(test).env("K8S_BACKUP_TARGET_ZONES", changes))
}

/// Returns a line for each zone: its name, its first offset, and all changes as `time:offset`.
fn changes_of(zones: &BTreeMap<&str, Zone>) -> Result<String> {
    let mut lines = String::new();
    for (name, zone) in zones {
        write!(lines, "{name} {}", zone.first)?;
        for (time, to) in zone.changes_until(LAST_YEAR) {
            write!(lines, " {time}:{to}")?;
        }
        lines.push('\n');
    }
    Ok(lines)
}

/// Returns the table. Core's `cron/zone/table.rs` describes its format.
fn table(zones: &BTreeMap<&str, Zone>) -> Result<Vec<u8>> {
    let offsets: Vec<i32> = zones.values().flat_map(offsets).collect::<BTreeSet<_>>().into_iter().collect();
    let differences = common_differences(zones.values())?;
    let mut table = format!("{PACKAGE} {VERSION} on PyPI, written by `cargo xtask zones`\n").into_bytes();
    table.push(u8::try_from(offsets.len())?);
    table.extend(offsets.iter().flat_map(|offset| offset.to_be_bytes()));
    table.push(u8::try_from(differences.len())?);
    table.extend(differences.iter().flat_map(|difference| difference.to_be_bytes()));

    let (mut entries, mut records) = (Vec::new(), Vec::new());
    let mut positions = BTreeMap::new();
    let mut previous = "";
    for (&name, zone) in zones {
        if !positions.contains_key(zone) {
            positions.insert(zone, u16::try_from(records.len())?);
            records.extend(record(zone, &offsets, &differences)?);
        }
        let shared = name.bytes().zip(previous.bytes()).take_while(|(a, b)| a == b).count();
        ensure!(name.is_ascii(), "{name} is not ASCII");
        entries.extend([u8::try_from(shared)?, u8::try_from(name.len() - shared)?]);
        entries.extend(&name.as_bytes()[shared..]);
        entries.extend(positions[zone].to_be_bytes());
        previous = name;
    }
    table.extend(u16::try_from(entries.len())?.to_be_bytes());
    table.append(&mut entries);
    table.append(&mut records);
    Ok(table)
}

fn offsets(zone: &Zone) -> impl Iterator<Item = i32> {
    let changes = zone.changes.iter().map(|&(_, to)| to);
    let rule = zone.rule.iter().flat_map(|rule| [rule.standard, rule.daylight]);
    changes.chain(rule).chain([zone.first])
}

/// Returns the changes of a zone: the seconds since the previous change or 1970, the new offset, and whether this is
/// the offset before the previous change.
fn steps(zone: &Zone) -> Result<Vec<(u32, i32, bool)>> {
    let (mut time, mut earlier, mut current) = (0, zone.first, zone.first);
    let mut steps = Vec::new();
    for &(next, to) in &zone.changes {
        steps.push((u32::try_from(next - time)?, to, to == earlier));
        (time, earlier, current) = (next, current, to);
    }
    Ok(steps)
}

/// Returns the most frequent differences before changes back to the previous offset, in ascending order.
fn common_differences<'z>(zones: impl Iterator<Item = &'z Zone>) -> Result<Vec<u32>> {
    let mut counts = BTreeMap::new();
    for zone in zones.collect::<BTreeSet<_>>() {
        for (difference, _, is_back) in steps(zone)? {
            *counts.entry(difference).or_insert(0) += usize::from(is_back);
        }
    }
    let mut common: Vec<(usize, u32)> = counts.into_iter().map(|(difference, count)| (count, difference)).collect();
    common.sort_unstable_by(|a, b| b.cmp(a));
    let mut common: Vec<u32> =
        common.into_iter().take(MAX_COMMON_DIFFERENCES).map(|(_, difference)| difference).collect();
    common.sort_unstable();
    Ok(common)
}

fn record(zone: &Zone, offsets: &[i32], differences: &[u32]) -> Result<Vec<u8>> {
    let index = |offset: i32| -> Result<u8> {
        Ok(u8::try_from(offsets.binary_search(&offset).expect("the offsets of all zones are in the list"))?)
    };
    let mut record = vec![index(zone.first)?];
    record.extend(u16::try_from(zone.changes.len())?.to_be_bytes());
    for (difference, to, is_back) in steps(zone)? {
        match differences.binary_search(&difference) {
            Ok(common) if is_back => record.push(u8::try_from(common)?),
            _ => {
                record.push(WRITTEN_OUT);
                record.extend(difference.to_be_bytes());
                record.push(index(to)?);
            }
        }
    }
    record.push(u8::from(zone.rule.is_some()));
    if let Some(rule) = &zone.rule {
        record.extend([index(rule.standard)?, index(rule.daylight)?]);
        for Change { month, week, weekday, time } in [&rule.start, &rule.end] {
            record.extend([*month, *week, *weekday]);
            record.extend(time.to_be_bytes());
        }
    }
    Ok(record)
}
