//! What Velero takes of a cluster.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Debug, Write};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{ServedKind, served_kinds};
use crate::{Labels, Spec, check};

/// An object of a cluster, as far as selection looks at it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Object {
    /// The group-resource: `deployments.apps`.
    pub resource: String,
    /// Whether its kind is namespaced.
    pub namespaced: bool,
    /// Its namespace, or nothing.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its labels.
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

    /// The object in JSON, as kubectl prints it.
    fn json(&self, kinds: &[ServedKind]) -> String {
        let kind = kinds.iter().find(|kind| kind.group_resource == self.resource);
        let (version, kind) = match kind {
            Some(kind) => (kind.group_version.clone(), kind.kind.clone()),
            // The cluster does not serve it.
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

/// A spec, the namespaces that exist, and what becomes of one object.
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
    /// Why, in words.
    pub reason: String,
    /// `global` or `scoped`; none where the spec is refused.
    pub filter_mode: Option<String>,
    /// Why the spec is refused.
    #[serde(default)]
    pub errors: Vec<String>,
    /// How it would be in another version of Velero.
    pub included_without_auto_excludes: bool,
}

impl SelectionCase {
    /// The cluster's objects, one a line; the one that it is about comes last.
    pub fn objects(&self) -> String {
        let is_it = |name: &&String| self.object.resource == "namespaces" && self.object.name == **name;
        let namespaces = self.active_namespaces.iter().filter(|name| !is_it(name));
        let namespaces: Vec<Object> = namespaces.map(|name| Object::namespace(name)).collect();
        lines(namespaces.iter().chain([&self.object]))
    }

    /// What becomes of the object.
    pub fn answer(&self) -> Verdict {
        Verdict { included: self.included, reason: self.reason.clone(), brought_by: None }
    }
}

/// A spec, and what becomes of some objects and their namespaces.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClusterCase {
    /// The spec.
    pub spec: Spec,
    /// The namespaces.
    pub namespaces: Vec<Object>,
    /// The objects.
    pub objects: Vec<Object>,
    /// Which Namespaces are in the backup.
    pub included_namespaces_objects: Vec<String>,
    /// Why, in words, by name.
    pub namespaces_reasons: BTreeMap<String, String>,
    /// Which objects are.
    pub objects_included: Vec<bool>,
    /// Why, in words.
    pub objects_reasons: Vec<String>,
    /// Why the spec is refused.
    pub errors: Vec<String>,
    /// Why the backup fails.
    pub backup_error: String,
}

impl ClusterCase {
    /// The cluster's objects, one a line: the namespaces, then the others.
    pub fn objects(&self) -> String {
        lines(self.namespaces.iter().chain(&self.objects))
    }

    /// What becomes of each of them.
    pub fn answer(&self) -> Vec<Verdict> {
        let namespaces = self.namespaces.iter().map(|namespace| Verdict {
            included: self.included_namespaces_objects.contains(&namespace.name),
            reason: self.namespaces_reasons.get(&namespace.name).expect("a reason").clone(),
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

/// A spec, whole objects, and which of them come along with others.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelatedCase {
    /// Unique in its file.
    pub id: String,
    /// What is tried.
    pub note: String,
    /// The spec.
    pub spec: Spec,
    /// The namespaces, as kubectl prints them.
    pub namespaces: Vec<Box<RawValue>>,
    /// The objects, as kubectl prints them.
    pub objects: Vec<Box<RawValue>>,
    /// Why the spec is refused.
    pub errors: Vec<String>,
    /// What becomes of each object.
    pub expect: Vec<RelatedAnswer>,
}

/// What becomes of an object.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelatedAnswer {
    /// Whether it is in the backup.
    pub included: bool,
    /// Why, in words.
    pub how: String,
    /// What brings it.
    pub by: Option<Place>,
    /// All that bring it.
    #[serde(default)]
    pub by_all: Vec<Place>,
    /// Why it does not come along with what would bring it.
    pub refused: Option<String>,
    /// How it would be in another version of Velero.
    pub included_without_auto_excludes: Option<bool>,
}

/// Names an object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "their names say it")]
pub struct Place {
    pub resource: String,
    pub namespace: String,
    pub name: String,
}

impl RelatedCase {
    /// The cluster's objects, one a line: the namespaces, then the others.
    pub fn lines(&self) -> String {
        let objects = self.namespaces.iter().chain(&self.objects);
        objects.fold(String::new(), |mut lines, object| {
            let _ = writeln!(lines, "{object}");
            lines
        })
    }
}

/// What is answered of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it is in the backup.
    pub included: bool,
    /// Why, as the interface's enum has it, in kebab case.
    pub reason: String,
    /// What brings it.
    pub brought_by: Option<Place>,
}

impl Verdict {
    /// The reason of a Rust enum that has the names of the interface's, as Rust spells them.
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

/// Velero's words, by their start, and the reasons of the interface that they stand for.
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

/// A reason of the interface in Velero's words, if it is what they stand for.
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

/// Asks what becomes of the object of every selection case.
///
/// # Panics
///
/// With all disagreements, if there is one.
pub fn check_selection(select: impl Fn(&SelectionCase) -> Verdict) {
    check("selection", |case: &SelectionCase| {
        let (expected, mut answer) = (case.answer(), select(case));
        answer.reason = in_words(answer.reason, &expected.reason);
        (format!("{:?} of {:?}", case.object, case.spec), expected, answer)
    });
}

/// Asks what becomes of the namespaces and objects of every case of a cluster.
///
/// # Panics
///
/// With all disagreements, if there is one.
pub fn check_clusters(select: impl Fn(&ClusterCase) -> Vec<Verdict>) {
    check("selection_cluster", |case: &ClusterCase| {
        let expected = case.answer();
        let answers = all_in_words(select(case), &expected);
        (format!("{:?} of {:?}", case.objects, case.spec), expected, answers)
    });
}

/// Asks what becomes of the objects of every case of related ones, without the namespaces.
///
/// # Panics
///
/// With all disagreements, if there is one.
pub fn check_related(select: impl Fn(&RelatedCase) -> Vec<Verdict>) {
    check("related", |case: &RelatedCase| {
        let mut answers = select(case);
        let expected = case.expect.iter().zip(&mut answers).map(|(expected, answer)| {
            let bringers: BTreeSet<&Place> = expected.by.iter().chain(&expected.by_all).collect();
            // Any of them is right.
            let named = answer.brought_by.clone().filter(|place| bringers.contains(place));
            let brought_by = named.or_else(|| expected.by.clone()).or_else(|| expected.by_all.first().cloned());
            Verdict { included: expected.included, reason: expected.how.clone(), brought_by }
        });
        let expected: Vec<Verdict> = expected.collect();
        let answers = all_in_words(answers, &expected);
        (format!("{} {}, {:?}", case.id, case.note, case.spec), expected, answers)
    });
}
