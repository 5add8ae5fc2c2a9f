//! What Velero includes of a cluster.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Debug, Write};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{ServedKind, served_kinds};
use crate::{Labels, Spec, check};

/// The fields of an object that selection uses.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Object {
    /// The group-resource: `deployments.apps`.
    pub resource: String,
    /// Whether its kind is namespaced.
    pub namespaced: bool,
    /// The namespace, or an empty string.
    pub namespace: String,
    /// The name.
    pub name: String,
    /// The labels.
    pub labels: Labels,
}

impl Object {
    fn namespace(name: &str) -> Self {
        Object {
            resource: "namespaces".to_owned(),
            namespaced: false,
            namespace: String::new(),
            name: name.to_owned(),
            labels: Labels::default(),
        }
    }

    /// Returns the object as JSON, as `kubectl` prints it.
    fn json(&self, kinds: &[ServedKind]) -> String {
        let kind = kinds.iter().find(|kind| kind.group_resource == self.resource);
        let (version, kind) = match kind {
            Some(kind) => (kind.group_version.clone(), kind.kind.clone()),
            // The cluster does not serve its kind.
            None => (format!("{}/v1", self.resource.split_once('.').expect("a group").1), "Nosuch".to_owned()),
        };
        let mut metadata = BTreeMap::from([("name", serde_json::Value::from(self.name.as_str()))]);
        metadata.insert("labels", serde_json::to_value(&self.labels).expect("labels"));
        if self.namespaced {
            metadata.insert("namespace", self.namespace.as_str().into());
        }
        let status = if kind == "Namespace" { serde_json::json!({"phase": "Active"}) } else { serde_json::json!({}) };
        serde_json::json!({"apiVersion": version, "kind": kind, "metadata": metadata, "status": status}).to_string()
    }
}

/// A spec, the existing namespaces, and whether an object is in the backup.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelectionCase {
    /// The spec.
    pub spec: Spec,
    /// The namespaces.
    pub active_namespaces: Vec<String>,
    /// The object.
    pub object: Object,
    /// Whether it is in the backup.
    pub included: bool,
    /// The reason.
    pub reason: String,
    /// `global` or `scoped`, or `None` if the spec is refused.
    pub filter_mode: Option<String>,
    /// Why the spec is refused.
    #[serde(default)]
    pub errors: Vec<String>,
    /// Whether it is in the backup of another version of Velero.
    pub included_without_auto_excludes: bool,
}

impl SelectionCase {
    /// Returns the cluster's objects, one in each line. The object of the case is last.
    pub fn objects(&self) -> String {
        let is_it = |name: &&String| self.object.resource == "namespaces" && self.object.name == **name;
        let namespaces = self.active_namespaces.iter().filter(|name| !is_it(name));
        let namespaces: Vec<Object> = namespaces.map(|name| Object::namespace(name)).collect();
        lines(namespaces.iter().chain([&self.object]))
    }

    /// Returns the expected verdict.
    pub fn answer(&self) -> Verdict {
        Verdict { included: self.included, reason: self.reason.clone(), brought_by: None }
    }
}

/// A spec, and whether some objects and their namespaces are in the backup.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClusterCase {
    /// The spec.
    pub spec: Spec,
    /// The namespaces.
    pub namespaces: Vec<Object>,
    /// The objects.
    pub objects: Vec<Object>,
    /// The Namespace objects in the backup.
    pub included_namespaces_objects: Vec<String>,
    /// The reasons, by name.
    pub namespaces_reasons: BTreeMap<String, String>,
    /// Whether each object is in the backup.
    pub objects_included: Vec<bool>,
    /// The reason.
    pub objects_reasons: Vec<String>,
    /// Why the spec is refused.
    pub errors: Vec<String>,
    /// Why the backup fails.
    pub backup_error: String,
    /// Another reason for a Namespace that is not in the backup.
    #[serde(default)]
    pub instead: Option<InsteadReason>,
}

/// The reason of a newer commit for a Namespace, which is listed beside the measured one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InsteadReason {
    /// The Namespace.
    pub namespace: String,
    /// The reason.
    pub reason: String,
    /// Why it differs.
    pub because: String,
}

impl ClusterCase {
    /// Returns the cluster's objects, one in each line: the namespaces, then the others.
    pub fn objects(&self) -> String {
        lines(self.namespaces.iter().chain(&self.objects))
    }

    /// Returns the expected verdict of each object.
    pub fn answer(&self) -> Vec<Verdict> {
        let namespaces = self.namespaces.iter().map(|namespace| Verdict {
            included: self.included_namespaces_objects.contains(&namespace.name),
            reason: match &self.instead {
                Some(instead) if instead.namespace == namespace.name => instead.reason.clone(),
                _ => self.namespaces_reasons.get(&namespace.name).expect("a reason").clone(),
            },
            brought_by: None,
        });
        let objects = self.objects_included.iter().zip(&self.objects_reasons);
        let objects = objects.map(|(&included, reason)| Verdict { included, reason: reason.clone(), brought_by: None });
        namespaces.chain(objects).collect()
    }
}

fn lines<'o>(objects: impl Iterator<Item = &'o Object>) -> String {
    let kinds = served_kinds();
    objects.fold(String::new(), |mut lines, object| {
        let _ = writeln!(lines, "{}", object.json(&kinds));
        lines
    })
}

/// A spec, complete objects, and which of them come along with others.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelatedCase {
    /// The name. It is unique in the file.
    pub id: String,
    /// A description.
    pub note: String,
    /// The spec.
    pub spec: Spec,
    /// The namespaces, as `kubectl` prints them.
    pub namespaces: Vec<Box<RawValue>>,
    /// The objects, as `kubectl` prints them.
    pub objects: Vec<Box<RawValue>>,
    /// Why the spec is refused.
    pub errors: Vec<String>,
    /// The expected verdict of each object.
    pub expect: Vec<RelatedAnswer>,
}

/// The expected verdict of an object.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelatedAnswer {
    /// Whether it is in the backup.
    pub included: bool,
    /// The reason.
    pub how: String,
    /// The object that adds it.
    pub by: Option<Place>,
    /// All objects that add it.
    #[serde(default)]
    pub by_all: Vec<Place>,
    /// Why it is not added, although another object refers to it.
    pub refused: Option<String>,
    /// Whether it is in the backup of another version of Velero.
    pub included_without_auto_excludes: Option<bool>,
}

/// A reference to an object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names are enough")]
pub struct Place {
    pub resource: String,
    pub namespace: String,
    pub name: String,
}

impl RelatedCase {
    /// Returns the cluster's objects, one in each line: the namespaces, then the others.
    pub fn lines(&self) -> String {
        let objects = self.namespaces.iter().chain(&self.objects);
        objects.fold(String::new(), |mut lines, object| {
            let _ = writeln!(lines, "{object}");
            lines
        })
    }
}

/// An answer for an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it is in the backup.
    pub included: bool,
    /// The reason, as in the interface's enum, in kebab case.
    pub reason: String,
    /// The object that adds it.
    pub brought_by: Option<Place>,
}

impl Verdict {
    /// Returns a verdict. `reason` is a variant of a Rust enum with the names of the interface's enum.
    pub fn new(included: bool, reason: &impl Debug, brought_by: Option<Place>) -> Self {
        let reason = format!("{reason:?}");
        let name = reason.rsplit("::").next().expect("a split has a last part");
        let reason = name.chars().fold(String::new(), |mut text, char| {
            if char.is_ascii_uppercase() && !text.is_empty() {
                text.push('-');
            }
            text.push(char.to_ascii_lowercase());
            text
        });
        Verdict { included, reason, brought_by }
    }
}

/// The start of each measured reason, and the interface's reasons for it.
const WORDS: [(&str, &[&str]); 18] = [
    ("included: namespace object matches the label selector", &["namespace-of-selected"]),
    ("included", &["selected", "namespace-of-selected"]),
    ("selected", &["selected"]),
    ("comes-along", &["comes-along"]),
    ("spec rejected by validation", &["spec-refused"]),
    ("backup fails", &["spec-refused"]),
    ("namespace not listed", &["namespace-not-included", "namespace-excluded"]),
    ("namespace excluded (item check)", &["namespace-not-included", "namespace-excluded"]),
    ("namespace not tracked", &["namespace-not-included", "namespace-excluded", "labels-do-not-match"]),
    ("namespaces resource type excluded", &["resource-not-included", "resource-excluded", "cluster-scope-excluded"]),
    ("resource type excluded", &["resource-not-included", "resource-excluded"]),
    (
        "cluster-scoped resource type not selected",
        &["cluster-scope-excluded", "cluster-scope-not-automatic", "resource-not-included", "resource-excluded"],
    ),
    ("label selector does not match", &["labels-do-not-match"]),
    ("list error: label selector", &["labels-do-not-match"]),
    ("label velero.io/exclude-from-backup=true", &["exclude-label"]),
    ("annotation velero.io/skip-from-backup", &["skip-annotation"]),
    ("resource type not in discovery", &["unknown-resource"]),
    ("being deleted", &["being-deleted"]),
];

/// Returns the measured reason if it means the interface's reason. Otherwise, the interface's reason.
fn in_words(reason: String, words: &str) -> String {
    if reason == words {
        return reason;
    }
    let (_, reasons) = WORDS.iter().find(|(start, _)| words.starts_with(start)).unwrap_or_else(|| panic!("{words}"));
    if reasons.contains(&reason.as_str()) { words.to_owned() } else { reason }
}

fn all_in_words(answers: Vec<Verdict>, expected: &[Verdict]) -> Vec<Verdict> {
    let answers = answers.into_iter().zip(expected);
    answers.map(|(answer, expected)| Verdict { reason: in_words(answer.reason, &expected.reason), ..answer }).collect()
}

/// Compares whether an object is in the backup.
///
/// # Panics
///
/// If an answer differs. The message has all cases with other answers.
pub fn check_selection(select: impl Fn(&SelectionCase) -> Verdict) {
    check("selection", |case: &SelectionCase| {
        let (expected, mut answer) = (case.answer(), select(case));
        answer.reason = in_words(answer.reason, &expected.reason);
        (format!("{:?} of {:?}", case.object, case.spec), expected, answer)
    });
}

/// Compares which namespaces and objects of a cluster are in the backup.
///
/// # Panics
///
/// If an answer differs. The message has all cases with other answers.
pub fn check_clusters(select: impl Fn(&ClusterCase) -> Vec<Verdict>) {
    check("selection_cluster", |case: &ClusterCase| {
        let expected = case.answer();
        let answers = all_in_words(select(case), &expected);
        (format!("{:?} of {:?}", case.objects, case.spec), expected, answers)
    });
}

/// Compares which related objects are in the backup. Namespaces are not compared.
///
/// # Panics
///
/// If an answer differs. The message has all cases with other answers.
pub fn check_related(select: impl Fn(&RelatedCase) -> Vec<Verdict>) {
    check("related", |case: &RelatedCase| {
        let mut answers = select(case);
        let expected = case.expect.iter().zip(&mut answers).map(|(expected, answer)| {
            let bringers: BTreeSet<&Place> = expected.by.iter().chain(&expected.by_all).collect();
            // Each of these is correct.
            let named = answer.brought_by.clone().filter(|place| bringers.contains(place));
            let brought_by = named.or_else(|| expected.by.clone()).or_else(|| expected.by_all.first().cloned());
            Verdict { included: expected.included, reason: expected.how.clone(), brought_by }
        });
        let expected: Vec<Verdict> = expected.collect();
        let answers = all_in_words(answers, &expected);
        (format!("{} {}, {:?}", case.id, case.note, case.spec), expected, answers)
    });
}
