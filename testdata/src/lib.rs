//! Measured cases: inputs, and the answers of [the reference](mod@reference), [the integrator](integrator) or
//! [Velero](velero).
//!
//! Each folder next to `src` contains files of JSON lines, some of them compressed with gzip. An implementation of the interface runs the cases with its
//! own function, and gets all cases with another answer. [`generate`] makes more cases, to compare with the reference.

#![forbid(unsafe_code)]

use std::fmt::{self, Debug, Write};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub mod admission;
pub mod example;
pub mod generate;
pub mod integrator;
pub mod inventory;
pub mod named;
pub mod reference;
pub mod transcripts;
pub mod velero;
pub mod yaml;

/// The spec of a case, or of an implementation's answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields of the interface")]
pub struct Spec {
    pub include_namespaces: Option<Vec<String>>,
    pub include_resources: Option<Vec<String>>,
    pub exclude_namespaces: Option<Vec<String>>,
    pub exclude_resources: Option<Vec<String>>,
    pub include_cluster_resources: Option<bool>,
    pub label_selector: Option<Labels>,
    pub ttl: Option<String>,
}

fn check<C: DeserializeOwned, A: PartialEq + Debug>(folder: &str, run: impl Fn(&C) -> (String, A, A)) {
    let mut disagreements = String::new();
    for (place, case) in cases(folder) {
        let (name, expected, answered) = run(&case);
        if expected != answered {
            let _ = writeln!(disagreements, "{place}: {name}\n  expected {expected:?}\n  answered {answered:?}");
        }
    }
    assert!(disagreements.is_empty(), "{disagreements}");
}

/// Returns the cases of a folder, each with its file and line.
fn cases<C: DeserializeOwned>(folder: &str) -> Vec<(String, C)> {
    let mut cases = Vec::new();
    for file in files(folder) {
        let lines = text(&file);
        for (line, case) in (1..).zip(lines.lines()) {
            let place = format!("{}:{line}", file.display());
            let case = serde_json::from_str(case).unwrap_or_else(|error| panic!("{place}: {error}"));
            cases.push((place, case));
        }
    }
    assert!(!cases.is_empty(), "{folder} has no cases");
    cases
}

/// Returns the text of a file, which may be compressed with gzip.
fn text(file: &Path) -> String {
    let bytes = fs::read(file).expect("readable");
    let mut text = String::new();
    let read = match file.extension() {
        Some(ending) if ending == "gz" => GzDecoder::new(bytes.as_slice()).read_to_string(&mut text),
        _ => bytes.as_slice().read_to_string(&mut text),
    };
    read.expect("a file of cases is text");
    text
}

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable").path()).collect();
    files.sort();
    files
}

/// Labels in the order of the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels(pub Vec<(String, String)>);

impl Serialize for Labels {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl<'de> Deserialize<'de> for Labels {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Labels;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("labels")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Labels, A::Error> {
                let mut labels = Vec::new();
                while let Some(label) = map.next_entry()? {
                    labels.push(label);
                }
                Ok(Labels(labels))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}
