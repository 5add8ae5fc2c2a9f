//! What a component is made of, as a software bill of materials: CycloneDX 1.6 in JSON.
//!
//! Written from what cargo says of the build for wasm, since cargo-cyclonedx notes this machine's paths and a random
//! serial number: two builds give the same bytes.

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
    /// Its name.
    pub(crate) name: String,
    version: String,
    license: String,
    /// One of this workspace.
    pub(crate) is_own: bool,
    /// What it depends on, by name and version.
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

/// The crates whose code is in the component; those that run when it is compiled are not.
pub(crate) fn crates_of(package: &str) -> Result<Vec<Crate>> {
    let printed = output(
        cargo()
            .args(["tree", "--locked", "--package", package, "--target", TARGET, "--edges", "normal,no-proc-macro"])
            .args(["--prefix", "depth", "--no-dedupe", "--format", "|{p}|{l}"]),
    )?;
    let mut found: BTreeMap<(String, String), Crate> = BTreeMap::new();
    let mut path: Vec<(String, String)> = Vec::new();
    for line in printed.lines() {
        let [depth, described, license] = line.split('|').collect::<Vec<_>>()[..] else {
            bail!("not a line of `cargo tree`: {line}");
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

/// The bill of a component, whose file has this SHA-256.
pub(crate) fn of(guest: &Guest, sha256: &str) -> Result<String> {
    let crates = crates_of(guest.package)?;
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

/// What crates.io says of each crate that is locked: the SHA-256 of what was downloaded.
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
    use crate::component::{CLI, EVALUATOR};

    #[test]
    fn the_page_lists_each_dependency_of_the_evaluator_and_no_other() {
        let page = fs::read_to_string(root().join("docs/dependencies.md")).expect("the page");
        let (_, table) = page.split_once("## In the evaluator").expect("the part about the evaluator");
        let table = table.split("\n## ").next().unwrap_or_default();
        let row = |line: &str| Some(line.strip_prefix("| [")?.split(']').next()?.to_owned());
        let listed: BTreeSet<String> = table.lines().filter_map(row).collect();
        let crates = crates_of(EVALUATOR.package).expect("cargo knows them");
        let used: BTreeSet<String> = crates.into_iter().filter(|one| !one.is_own).map(|one| one.name).collect();
        assert_eq!(listed, used, "docs/dependencies.md is the left one");
    }

    #[test]
    fn no_component_has_a_crate_in_two_versions() {
        for guest in [&EVALUATOR, &CLI] {
            let crates = crates_of(guest.package).expect("cargo knows them");
            let names: Vec<&String> = crates.iter().map(|one| &one.name).collect();
            let once: BTreeSet<&String> = names.iter().copied().collect();
            assert_eq!(names.len(), once.len(), "{names:?}");
        }
    }

    #[test]
    fn a_bill_names_what_it_depends_on_and_no_path() {
        for guest in [&EVALUATOR, &CLI] {
            let text = of(guest, "0".repeat(64).as_str()).expect("a bill");
            assert!(!text.contains(&*root().to_string_lossy()), "{text}");
            let bill: Value = serde_json::from_str(&text).expect("JSON");
            let references = |list: &Value, key: &str| -> BTreeSet<String> {
                let list = list.as_array().expect("a list").iter();
                list.map(|one| one[key].as_str().unwrap_or_default().to_owned()).collect()
            };
            let names: BTreeSet<_> =
                bill["components"].as_array().expect("a list").iter().map(|one| one["name"].as_str()).collect();
            assert_eq!(Some(names.len()), bill["components"].as_array().map(Vec::len), "a crate is there twice");
            let mut known = references(&bill["components"], "bom-ref");
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
