//! What the API server answers to Backups and Schedules, with the CustomResourceDefinitions of each release of Velero.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::cases;

#[derive(Debug, Deserialize)]
struct Case {
    name: String,
    object: serde_json::Value,
    answers: Vec<AnswerOf>,
}

#[derive(Debug, Deserialize)]
struct AnswerOf {
    releases: Vec<String>,
    answer: Measured,
}

#[derive(Debug, Deserialize)]
struct Measured {
    accepted: bool,
    #[serde(default)]
    errors: Vec<String>,
    /// The fields that are dropped.
    #[serde(default)]
    pruned: Vec<String>,
    #[serde(rename = "velero cannot read it")]
    unreadable: Option<IgnoredAny>,
}

/// The answer to an object, with RFC 6901 JSON pointers to fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The fields because of which the API server refuses the object.
    pub refused: BTreeSet<String>,
    /// The fields that it drops. `kubectl` refuses them. Not measured if the object is refused.
    pub dropped: BTreeSet<String>,
    /// Whether Velero cannot decode the object.
    pub is_unreadable: bool,
}

/// Returns the pointer of a path such as `spec.hooks.resources[0].name`.
fn pointer(path: &str) -> String {
    format!("/{}", path.replace('[', ".").replace(']', "").replace('.', "/"))
}

impl From<&Measured> for Answer {
    fn from(measured: &Measured) -> Self {
        let field = |error: &String| pointer(error.split(": ").next().expect("a split has a first part"));
        Answer {
            refused: measured.errors.iter().map(field).collect(),
            dropped: measured.pruned.iter().map(|path| pointer(path)).collect(),
            is_unreadable: measured.unreadable.is_some(),
        }
    }
}

/// Returns the JSON of each object, with the newest release of each answer.
pub fn objects() -> Vec<(String, String)> {
    let with_releases = |case: Case| {
        let object = case.object.to_string();
        let newest = |answer: AnswerOf| answer.releases.into_iter().next_back().expect("an answer is of a release");
        case.answers.into_iter().map(move |answer| (object.clone(), newest(answer)))
    };
    cases::<Case>("api_server").into_iter().flat_map(|(_, case)| with_releases(case)).collect()
}

/// Compares the answers to all objects in all releases. `run` gets the JSON of an object and a release.
///
/// # Panics
///
/// If an answer differs. The message has all objects with other answers.
pub fn check_objects(mut run: impl FnMut(&str, &str) -> Answer) {
    let mut disagreements = String::new();
    let mut compared = 0;
    for (place, case) in cases::<Case>("api_server") {
        let object = case.object.to_string();
        for AnswerOf { releases, answer: measured } in &case.answers {
            let mut expected = Answer::from(measured);
            assert_eq!(measured.accepted, expected.refused.is_empty(), "{place}");
            for release in releases {
                let answered = run(&object, release);
                if !measured.accepted {
                    expected.dropped.clone_from(&answered.dropped);
                }
                compared += 1;
                if answered != expected {
                    let _ =
                        writeln!(disagreements, "{place} in {release}: {}: {answered:?}, not {expected:?}", case.name);
                }
            }
        }
    }
    assert!(compared > 1_000, "{compared}");
    assert!(disagreements.is_empty(), "{disagreements}");
}
