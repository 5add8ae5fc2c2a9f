//! Inputs for properties: cases of testdata/, and inputs that violated a property before.

use std::fs;
use std::path::{Path, PathBuf};

use k8s_backup_target_testdata::admission;
use k8s_backup_target_testdata::named::{self, NamedCase};
use serde_json::Value;

#[cfg(feature = "component")]
use crate::COMPONENT;
use crate::input::{END, pseudo_random};
use crate::{ADMISSION, DATABAG, DOCUMENT, INVENTORY, KINDS, PATTERN, Property, SCHEDULE, SELECTION, SPEC};

/// Maximum length of a seed, in bytes. Longer ones do not help a fuzzer.
const MAX_SEED_BYTES: usize = 8192;

fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata")
}

/// Returns inputs for a property, from the cases of testdata/.
///
/// # Panics
///
/// If testdata/ cannot be read.
pub fn seeds(property: &Property) -> Vec<Vec<u8>> {
    let mut seeds = match property.name {
        name if name == DATABAG.name => databags(),
        name if name == DOCUMENT.name => documents(),
        name if name == SPEC.name || name == SELECTION.name => random(),
        name if name == SCHEDULE.name => schedules(),
        name if name == PATTERN.name => patterns(),
        name if name == KINDS.name => kinds(),
        name if name == INVENTORY.name => inventories(),
        name if name == ADMISSION.name => admission::cases().into_iter().map(|case| case.body).collect(),
        #[cfg(feature = "component")]
        name if name == COMPONENT.name => component(),
        name => panic!("{name} has no seeds"),
    };
    seeds.retain(|seed| seed.len() <= MAX_SEED_BYTES);
    assert!(!seeds.is_empty(), "{} has no seeds", property.name);
    seeds
}

/// Returns the inputs that violated a property before, each with the name of its file.
///
/// # Panics
///
/// If they cannot be read.
pub fn found(property: &Property) -> Vec<(String, Vec<u8>)> {
    let folder = testdata().join("fuzz").join(property.name);
    if !folder.is_dir() {
        return Vec::new();
    }
    let named = |file: PathBuf| (file.display().to_string(), fs::read(&file).expect("a file"));
    files(&folder).into_iter().map(named).collect()
}

/// Returns the files in a folder, in the order of their names.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    files.sort();
    files
}

/// Returns the cases of a folder.
fn cases(folder: &str) -> Vec<Value> {
    let files = files(&testdata().join(folder)).into_iter();
    let texts = files.filter(|file| file.extension().is_some_and(|end| end == "jsonl")).map(fs::read_to_string);
    let case = |line: &str| serde_json::from_str(line).expect("a case");
    texts.flat_map(|text| text.expect("text").lines().map(case).collect::<Vec<Value>>()).collect()
}

/// Returns the files in a folder of testdata/ with these extensions.
fn texts(folder: &str, endings: &[&str]) -> Vec<(PathBuf, Vec<u8>)> {
    let files = files(&testdata().join(folder)).into_iter();
    let files = files.filter(|file| endings.iter().any(|end| file.to_string_lossy().ends_with(end)));
    files.map(|file| (file.clone(), fs::read(&file).expect("a file"))).collect()
}

fn bytes(case: &NamedCase) -> Vec<u8> {
    fs::read(&case.file).expect("a file")
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn joined<'t>(parts: impl IntoIterator<Item = &'t str>) -> Vec<u8> {
    parts.into_iter().map(str::as_bytes).collect::<Vec<_>>().join(&END)
}

fn databags() -> Vec<Vec<u8>> {
    let measured = cases("databag");
    let measured = measured.iter().map(|case| {
        let databags = case["databags"].as_array().expect("databags");
        joined(databags.iter().map(|databag| text(&databag["data"], "backup_targets")))
    });
    let published = cases("publish");
    let published = published.iter().map(|case| joined([text(case, "wire")]));
    let readings = texts("readings", &[".json"]);
    let readings = readings.iter().map(|(_, file)| {
        let databags: Value = serde_json::from_slice(file).expect("databags");
        let databags = databags.as_array().expect("a list of databags");
        joined(databags.iter().map(|databag| text(databag, "backup_targets")))
    });
    measured.chain(published).chain(readings).collect()
}

/// Returns texts after a byte for the format and the kind, for [`crate::DOCUMENT`].
fn documents() -> Vec<Vec<u8>> {
    let kinds = ["", ".spec.", ".target.", ".targets.", ".databag."];
    let seed = |case: NamedCase| {
        let name = case.file.to_string_lossy();
        let kind = kinds.iter().rposition(|kind| name.contains(kind)).expect("each name has the first one") as u8;
        [vec![kind * 2 + u8::from(name.ends_with(".json"))], bytes(&case)].concat()
    };
    named::documents().into_iter().map(seed).collect()
}

/// Returns seeds for properties whose input is the seed of a generator. They are the same in each run.
fn random() -> Vec<Vec<u8>> {
    let mut words = pseudo_random();
    (0..150).map(|_| words.by_ref().take(4).flatten().collect()).collect()
}

fn schedules() -> Vec<Vec<u8>> {
    let ttls = cases("ttl");
    let ttls = ttls.iter().map(|case| joined([text(case, "input"), "0 2 * * *"]));
    let crons = cases("cron");
    let crons = crons
        .iter()
        .step_by(2)
        .map(|case| joined(["24h", text(case, "input"), &case["after"].as_i64().unwrap_or(0).to_string()]));
    let checked = cases("schedule");
    let checked = checked.iter().step_by(4).map(|case| joined(["1h30m", text(case, "input"), "2026-02-28T23:59:59Z"]));
    ttls.chain(crons).chain(checked).collect()
}

fn patterns() -> Vec<Vec<u8>> {
    let globs = cases("glob");
    let globs = globs.iter().map(|case| {
        let matches = case["matches"].as_array().into_iter().flatten().filter_map(Value::as_str);
        joined([text(case, "pattern")].into_iter().chain(matches.take(3)))
    });
    let names = cases("resolve");
    let names = names.iter().map(|case| joined([text(case, "input"), "kube-system", "my-app-prod"]));
    globs.chain(names).collect()
}

fn kinds() -> Vec<Vec<u8>> {
    let seed = |case: NamedCase| [&bytes(&case)[..], b"deploy", b"widgets.example.com"].join(&END);
    named::api_resources().into_iter().map(seed).collect()
}

fn inventories() -> Vec<Vec<u8>> {
    let listings: Vec<Vec<u8>> = named::objects().iter().map(bytes).collect();
    let related = cases("related");
    // Many of them are similar.
    let related = related.iter().step_by(16).map(|case| {
        let objects = [&case["namespaces"], &case["objects"]].into_iter().flat_map(|list| list.as_array());
        objects.flatten().map(|object| format!("{object}\n")).collect::<String>().into_bytes()
    });
    let seed =
        |objects: Vec<u8>| [&[&[7, 60, 1][..], &objects].concat(), &b"prod,a*"[..], b"pods,pvc", b"app=web"].join(&END);
    listings.into_iter().chain(related).map(seed).collect()
}

#[cfg(feature = "component")]
fn component() -> Vec<Vec<u8>> {
    let databags =
        databags().into_iter().step_by(8).map(|seed| [&[0][..], b"a\xffbackup\xffm\xff\x01", &seed].concat());
    let prefixed = |byte: u8, seeds: Vec<Vec<u8>>, step: usize| {
        seeds.into_iter().step_by(step).map(move |seed| [&[byte][..], &seed].concat())
    };
    let inventories = inventories()
        .into_iter()
        .map(|seed| [&[5][..], seed.get(2..).expect("a seed starts with the sizes of chunks")].concat());
    let others = prefixed(1, documents(), 2).chain(prefixed(2, random(), 3)).chain(prefixed(3, schedules(), 4));
    databags.chain(others).chain(prefixed(4, kinds(), 1)).chain(inventories).collect()
}
