//! Named cases of each rule: `cases/CODE/fail` has inputs that violate it, `cases/CODE/ok` inputs that just do not.
//!
//! `NAME.txt` is the answer to the input `NAME`. An input is a document (`NAME.yaml`, `NAME.json`; `NAME.KIND.yaml` says
//! what it holds), a schedule (`NAME.schedule.json`), a plan (`NAME.plan.json`), or a cluster's objects
//! (`NAME.objects`, with the spec in `NAME.yaml`), or a configuration (`NAME.configuration.toml`). `NAME.api-resources`
//! lists the cluster's kinds.

use std::fs;
use std::path::{Path, PathBuf};

/// What the author of a case expects of its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The rule is violated.
    Fail,
    /// No rule is.
    Ok,
}

/// An input, and the rule that it is about.
#[derive(Clone, Debug)]
pub struct NamedCase {
    /// The code of the rule.
    pub code: String,
    /// Whether the input violates it.
    pub verdict: Verdict,
    /// The input.
    pub file: PathBuf,
}

impl NamedCase {
    /// The file beside the input that has its name and this ending.
    pub fn beside(&self, ending: &str) -> PathBuf {
        let name = self.file.file_name().expect("a file has a name").to_string_lossy();
        let stem = name.split('.').next().expect("a split has a first part");
        self.file.with_file_name(format!("{stem}.{ending}"))
    }

    fn is(&self, endings: &[&str]) -> bool {
        endings.iter().any(|ending| self.file.to_string_lossy().ends_with(&format!(".{ending}")))
    }
}

/// The texts: documents, schedules and plans, in the order of their paths.
pub fn texts() -> Vec<NamedCase> {
    cases(|case| case.is(&["yaml", "json"]) && !case.beside("objects").is_file())
}

/// The documents alone.
pub fn documents() -> Vec<NamedCase> {
    let mut cases = texts();
    cases.retain(|case| !case.is(&["schedule.json", "plan.json"]));
    cases
}

/// The objects of clusters, in the order of their paths.
pub fn objects() -> Vec<NamedCase> {
    cases(|case| case.is(&["objects"]))
}

/// The configurations, in the order of their paths.
pub fn configurations() -> Vec<NamedCase> {
    cases(|case| case.is(&["configuration.toml"]))
}

/// The lists of a cluster's kinds, in the order of their paths.
pub fn api_resources() -> Vec<NamedCase> {
    cases(|case| case.is(&["api-resources"]))
}

fn cases(is_wanted: impl Fn(&NamedCase) -> bool) -> Vec<NamedCase> {
    let mut cases = Vec::new();
    for rule in entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")) {
        let code = rule.file_name().expect("a folder has a name").to_string_lossy().into_owned();
        for (verdict, folder) in [(Verdict::Fail, "fail"), (Verdict::Ok, "ok")] {
            let files = entries(&rule.join(folder)).into_iter();
            let case = |file| NamedCase { code: code.clone(), verdict, file };
            cases.extend(files.map(case).filter(|case| is_wanted(case)));
        }
    }
    assert!(!cases.is_empty(), "no case is wanted");
    cases
}

/// The files and folders in a folder, in the order of their names.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut entries: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    entries.sort();
    entries
}
