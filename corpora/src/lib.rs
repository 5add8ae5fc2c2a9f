//! Measured cases: what goes in, and what the reference (`charmlibs-interfaces-k8s-backup-target` 0.1.0.post1) answers.
//!
//! Each corpus is a folder of JSON lines beside this crate. Whoever implements the interface runs it with a function of
//! its own, and is told every case on which it disagrees. [`generate`] makes more cases, to be asked of the reference.

use std::collections::BTreeMap;
use std::fmt::{self, Debug, Write};
use std::fs;
use std::path::{Path, PathBuf};

use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

pub mod generate;

/// The spec of a case; also the form in which an implementation answers.
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

/// Databags, a lookup in them, and the answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabagCase {
    /// Unique in its file.
    pub name: String,
    /// The relations, in order.
    pub databags: Vec<RelationData>,
    /// What is looked up.
    pub query: Query,
    /// Whether the reference is ready; `None` where it raises.
    pub is_ready: Option<bool>,
    /// The spec that the reference finds.
    pub found: Option<Spec>,
    /// The exception with which the reference leaves, where it does.
    pub raises: Option<String>,
    /// Where the answer differs from the reference's on purpose.
    pub instead: Option<Instead>,
}

/// What is answered instead of what the reference answers, and why.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instead {
    /// The deliberate difference.
    pub because: String,
    /// Whether there is a target.
    pub is_ready: bool,
    /// The spec that is found.
    pub found: Option<Spec>,
}

/// One relation's databag.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names of Juju")]
pub struct RelationData {
    pub relation_id: u32,
    pub data: BTreeMap<String, String>,
}

impl PublishCase {
    /// A databag through which an implementation reads the spec of the case, found by three empty names.
    pub fn spec_databag(&self) -> BTreeMap<String, String> {
        let text = format!(r#"[{{"app": "", "relation_name": "", "model": "", "spec": {}}}]"#, self.spec);
        BTreeMap::from([("backup_targets".to_owned(), text)])
    }
}

/// What a requirer looks up.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the parameters of the reference")]
pub struct Query {
    pub app: String,
    pub endpoint: String,
    pub model: String,
}

/// What a requirer answers.
#[derive(Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the reference")]
pub struct DatabagAnswer {
    pub is_ready: bool,
    pub found: Option<Spec>,
}

/// A spec, and the text that is published for it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishCase {
    /// Unique in its file.
    pub name: String,
    /// The provider's application.
    pub app: String,
    /// Its model.
    pub model: String,
    /// Its relation.
    pub relation_name: String,
    /// What the reference's constructor was given, coerced values and unknown fields included.
    pub spec: Box<RawValue>,
    /// The text of `backup_targets`.
    pub wire: String,
}

/// Asks for the answer to every databag case.
///
/// # Panics
///
/// With all disagreements, if there is one.
pub fn check_databags(answer: impl Fn(&DatabagCase) -> DatabagAnswer) {
    check("databag", |case: &DatabagCase| {
        let expected = match &case.instead {
            Some(instead) => DatabagAnswer { is_ready: instead.is_ready, found: instead.found.clone() },
            None => DatabagAnswer {
                is_ready: case.is_ready.expect("where the reference raises, the case says what is answered instead"),
                found: case.found.clone(),
            },
        };
        (case.name.clone(), expected, answer(case))
    });
}

/// Asks for the published text of every publish case.
///
/// # Panics
///
/// With all disagreements, if there is one.
pub fn check_publishing(publish: impl Fn(&PublishCase) -> String) {
    check("publish", |case: &PublishCase| (case.name.clone(), case.wire.clone(), publish(case)));
}

fn check<C: DeserializeOwned, A: PartialEq + Debug>(corpus: &str, run: impl Fn(&C) -> (String, A, A)) {
    let mut cases = 0;
    let mut disagreements = String::new();
    for file in files(corpus) {
        let lines = fs::read_to_string(&file).expect("a corpus file is text");
        for (line, case) in (1..).zip(lines.lines()) {
            let case = serde_json::from_str(case).unwrap_or_else(|error| panic!("{}:{line}: {error}", file.display()));
            let (name, expected, answered) = run(&case);
            cases += 1;
            if expected != answered {
                let _ = writeln!(
                    disagreements,
                    "{}:{line}: {name}\n  expected {expected:?}\n  answered {answered:?}",
                    file.display()
                );
            }
        }
    }
    assert!(cases > 0, "the corpus {corpus} is empty");
    assert!(disagreements.is_empty(), "{disagreements}");
}

fn files(corpus: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(corpus);
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("a corpus is a folder").map(|entry| entry.expect("readable").path()).collect();
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
