//! Writes a software bill of materials for a component: CycloneDX 1.6 in JSON.
//!
//! It is written from cargo's output for the wasm build, so that two builds give the same bytes. cargo-cyclonedx would
//! add paths of the machine and a random serial number.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::component::Guest;
use crate::process::{cargo, output, root};
use crate::wasm_target::TARGET;

/// A crate in a component.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Crate {
    /// The name.
    pub(crate) name: String,
    version: String,
    license: String,
    /// Whether it is a crate of this workspace.
    pub(crate) is_own: bool,
    /// Its dependencies, by name and version.
    dependencies: BTreeSet<(String, String)>,
}

impl Crate {
    fn reference(&self) -> String {
        reference(&self.name, &self.version)
    }
}

fn reference(name: &str, version: &str) -> String {
    format!("pkg:cargo/{name}@{version}")
}

/// Returns the crates with code in the component, without build dependencies and procedural macros.
pub(crate) fn crates_of(guest: &Guest) -> Result<Vec<Crate>> {
    let printed = output(
        cargo()
            .args(["tree", "--locked", "--package", guest.package, "--features", &guest.features.join(",")])
            .args(["--target", TARGET, "--edges", "normal,no-proc-macro"])
            .args(["--prefix", "depth", "--no-dedupe", "--format", "|{p}|{l}"]),
    )?;
    let mut found: BTreeMap<(String, String), Crate> = BTreeMap::new();
    let mut path: Vec<(String, String)> = Vec::new();
    for line in printed.lines() {
        let [depth, described, license] = line.split('|').collect::<Vec<_>>()[..] else {
            bail!("unexpected line of `cargo tree`: {line}");
        };
        let mut words = described.split_whitespace();
        let name = words.next().context("a crate has a name")?.to_owned();
        let version = words.next().context("a crate has a version")?.trim_start_matches('v').to_owned();
        let is_own = words.next().is_some_and(|source| source.starts_with("(/"));
        let key = (name.clone(), version.clone());
        path.truncate(depth.parse()?);
        if let Some(parent) = path.last().and_then(|parent| found.get_mut(parent)) {
            parent.dependencies.insert(key.clone());
        }
        path.push(key.clone());
        let license = license.replace('/', " OR ").split_whitespace().collect::<Vec<_>>().join(" ");
        found.entry(key).or_insert(Crate { name, version, license, is_own, dependencies: BTreeSet::new() });
    }
    Ok(found.into_values().collect())
}

/// Returns the bill of a component. `sha256` is the hash of its file.
pub(crate) fn of(guest: &Guest, sha256: &str) -> Result<String> {
    let crates = crates_of(guest)?;
    let checksums = checksums()?;
    let (own, others): (Vec<&Crate>, Vec<&Crate>) = crates.iter().partition(|one| one.name == guest.package);
    let component = own.first().context("the component is a crate")?;
    let described = |one: &Crate, kind: &str| {
        let mut described = json!({
            "type": kind,
            "bom-ref": one.reference(),
            "name": one.name,
            "version": one.version,
            "licenses": [{ "expression": one.license }],
            "purl": one.reference(),
        });
        if let Some(checksum) = checksums.get(&(one.name.clone(), one.version.clone())) {
            described["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
        }
        described
    };
    let mut of_component = described(component, "application");
    of_component["hashes"] = json!([{ "alg": "SHA-256", "content": sha256 }]);
    let depends = |one: &Crate| {
        let on: Vec<String> = one.dependencies.iter().map(|(name, version)| reference(name, version)).collect();
        json!({ "ref": one.reference(), "dependsOn": on })
    };
    let bill = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": of_component },
        "components": others.iter().map(|one| described(one, "library")).collect::<Vec<Value>>(),
        "dependencies": crates.iter().map(depends).collect::<Vec<Value>>(),
    });
    Ok(format!("{bill:#}\n"))
}

/// Returns the SHA-256 of each locked crate's download.
fn checksums() -> Result<BTreeMap<(String, String), String>> {
    let locked = fs::read_to_string(root().join("Cargo.lock"))?;
    let value = |package: &str, key: &str| {
        let line = package.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""))?;
        Some(line.trim_end_matches('"').to_owned())
    };
    let checksum =
        |package: &str| Some(((value(package, "name")?, value(package, "version")?), value(package, "checksum")?));
    Ok(locked.split("[[package]]").filter_map(checksum).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::component::{EVALUATOR, GUESTS, LANGUAGE_SERVER};

    #[test]
    fn the_page_lists_the_dependencies_of_the_evaluator() {
        let page = fs::read_to_string(root().join("docs/dependencies.md")).expect("the page");
        let (_, table) = page.split_once("## In the evaluator").expect("the part about the evaluator");
        let table = table.split("\n## ").next().unwrap_or_default();
        let row = |line: &str| Some(line.strip_prefix("| [")?.split(']').next()?.to_owned());
        let listed: BTreeSet<String> = table.lines().filter_map(row).collect();
        let crates = crates_of(&EVALUATOR).expect("output of cargo");
        let used: BTreeSet<String> = crates.into_iter().filter(|one| !one.is_own).map(|one| one.name).collect();
        assert_eq!(listed, used, "left: docs/dependencies.md");
    }

    #[test]
    fn components_have_one_version_of_each_crate() {
        // The types of the Language Server Protocol need an older bitflags.
        for guest in GUESTS.iter().filter(|guest| guest.features != LANGUAGE_SERVER.features) {
            let crates = crates_of(guest).expect("output of cargo");
            let names: Vec<&String> = crates.iter().map(|one| &one.name).collect();
            let once: BTreeSet<&String> = names.iter().copied().collect();
            assert_eq!(names.len(), once.len(), "{names:?}");
        }
    }

    #[test]
    fn a_bill_has_dependencies_and_no_paths() {
        for guest in &GUESTS {
            let text = of(guest, "0".repeat(64).as_str()).expect("a bill");
            assert!(!text.contains(&*root().to_string_lossy()), "{text}");
            let bill: Value = serde_json::from_str(&text).expect("JSON");
            let references = |list: &Value, key: &str| -> BTreeSet<String> {
                let list = list.as_array().expect("a list").iter();
                list.map(|one| one[key].as_str().unwrap_or_default().to_owned()).collect()
            };
            let mut known = references(&bill["components"], "bom-ref");
            assert_eq!(Some(known.len()), bill["components"].as_array().map(Vec::len), "a crate is repeated");
            known.insert(bill["metadata"]["component"]["bom-ref"].as_str().unwrap_or_default().to_owned());
            assert_eq!(references(&bill["dependencies"], "ref"), known);
            for one in bill["components"].as_array().expect("a list") {
                let is_own = one["name"].as_str().is_some_and(|name| name.starts_with("k8s-backup-target"));
                assert!(one["licenses"][0]["expression"].as_str().is_some_and(|license| !license.is_empty()), "{one}");
                assert_eq!(one["hashes"].is_array(), !is_own, "{one}");
            }
        }
    }
}
