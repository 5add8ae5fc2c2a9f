//! Named cases of each rule: inputs in `cases/CODE/fail` violate the rule. Similar inputs in `cases/CODE/ok` do not.
//! Backups and Schedules as people write them are in `manifests/fail` and `manifests/ok`.
//!
//! `NAME.txt` is the answer to the input `NAME`. The inputs are:
//!
//! - documents: `NAME.yaml`, `NAME.json`, or `NAME.KIND.yaml` for a kind of document,
//! - schedules: `NAME.schedule.json`,
//! - plans: `NAME.plan.json`,
//! - objects of a cluster: `NAME.objects`, with the spec in `NAME.yaml`,
//! - configurations: `NAME.configuration.toml`,
//! - kinds of a cluster, as `kubectl` lists them: `NAME.api-resources`,
//! - the version of Velero: `NAME.velero-version`.

use std::fs;
use std::path::{Path, PathBuf};

/// Whether the input of a case is expected to violate the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The rule is violated.
    Fail,
    /// No rule is violated.
    Ok,
}

/// An input, and its rule.
#[derive(Clone, Debug)]
pub struct NamedCase {
    /// The code of the rule.
    pub code: String,
    /// Whether the input violates the rule.
    pub verdict: Verdict,
    /// The input.
    pub file: PathBuf,
}

impl NamedCase {
    /// Returns the file next to the input with the same name and another extension.
    pub fn beside(&self, ending: &str) -> PathBuf {
        let name = self.file.file_name().expect("a file has a name").to_string_lossy();
        let stem = name.split('.').next().expect("a split has a first part");
        self.file.with_file_name(format!("{stem}.{ending}"))
    }

    fn is(&self, endings: &[&str]) -> bool {
        endings.iter().any(|ending| self.file.to_string_lossy().ends_with(&format!(".{ending}")))
    }
}

/// Returns documents, schedules and plans, in the order of their paths.
pub fn texts() -> Vec<NamedCase> {
    cases(|case| case.is(&["yaml", "json"]) && !case.beside("objects").is_file())
}

/// The code of cases of manifests, which are not about one rule.
pub const MANIFESTS: &str = "manifests";

/// Returns Backups and Schedules as people write them, in the order of their paths.
pub fn manifests() -> Vec<NamedCase> {
    cases_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join(MANIFESTS), |case| case.is(&["yaml"]))
}

/// Returns only the documents.
pub fn documents() -> Vec<NamedCase> {
    let mut cases = texts();
    cases.retain(|case| !case.is(&["schedule.json", "plan.json"]));
    cases
}

/// Returns the objects of clusters, in the order of their paths.
pub fn objects() -> Vec<NamedCase> {
    cases(|case| case.is(&["objects"]))
}

/// Returns the configurations, in the order of their paths.
pub fn configurations() -> Vec<NamedCase> {
    cases(|case| case.is(&["configuration.toml"]))
}

/// Returns the lists of a cluster's kinds, in the order of their paths.
pub fn api_resources() -> Vec<NamedCase> {
    cases(|case| case.is(&["api-resources"]))
}

fn cases(is_wanted: impl Fn(&NamedCase) -> bool) -> Vec<NamedCase> {
    let rules = entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")).into_iter();
    let cases: Vec<NamedCase> = rules.flat_map(|rule| cases_in(&rule, &is_wanted)).collect();
    assert!(!cases.is_empty(), "there are no cases of this kind");
    cases
}

/// Returns the cases in the folders `fail` and `ok` of a folder, whose name is their code.
fn cases_in(folder: &Path, is_wanted: impl Fn(&NamedCase) -> bool) -> Vec<NamedCase> {
    let code = folder.file_name().expect("a folder has a name").to_string_lossy().into_owned();
    let mut cases = Vec::new();
    for (verdict, name) in [(Verdict::Fail, "fail"), (Verdict::Ok, "ok")] {
        let files = entries(&folder.join(name)).into_iter();
        let case = |file| NamedCase { code: code.clone(), verdict, file };
        cases.extend(files.map(case).filter(&is_wanted));
    }
    cases
}

/// Returns the files and folders in a folder, in the order of their names.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut entries: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    entries.sort();
    entries
}
