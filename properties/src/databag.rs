//! Properties of reading databags.

use std::collections::BTreeMap;

use k8s_backup_target::databag;
use k8s_backup_target::model::{BACKUP_TARGETS, Databag, LabelSelector, Relation, Spec, Target};
use k8s_backup_target::requirer::Targets;
use serde_json::{Map, Value};

use crate::diagnostics;
use crate::input::Input;

/// The input contains the `backup_targets` of some relations, one after the other.
pub(crate) fn holds(input: &[u8]) {
    let mut input = Input(input);
    let mut texts = Vec::new();
    while !input.is_empty() && texts.len() < 4 {
        texts.push(input.text().into_owned());
    }
    let relation =
        |(id, text): (u32, &String)| Relation { id, databag: Databag::from_iter([(BACKUP_TARGETS, text.as_str())]) };
    let relations: Vec<Relation> = (0..).zip(&texts).map(relation).collect();
    let together = Targets::read(&relations);
    let again = Targets::read(&relations);
    assert_eq!((together.entries(), together.diagnostics()), (again.entries(), again.diagnostics()));
    diagnostics::check(together.diagnostics(), None);

    // Each relation is read separately: one that cannot be read does not affect the others.
    let alone: Vec<Targets> = relations.iter().map(|relation| Targets::read(std::slice::from_ref(relation))).collect();
    let entries: Vec<_> = alone.iter().flat_map(Targets::entries).collect();
    assert_eq!(together.entries().iter().collect::<Vec<_>>(), entries);
    assert_eq!(together.is_ready(), !entries.is_empty());
    for (text, read) in texts.iter().zip(&alone) {
        let targets: Vec<Target> = read.entries().iter().map(|entry| entry.target.clone()).collect();
        if let Some(expected) = targets_of(text) {
            assert_eq!(normal(&targets), normal(&expected), "{text:?}");
        }
        let is_told = !read.diagnostics().is_empty();
        assert!(
            is_told || !targets.is_empty() || text.is_empty() || text.trim() == "[]" || no_entries(text),
            "{text:?}"
        );
        is_written_and_read(&targets);
    }

    // The first target with the names is found.
    for entry in together.entries() {
        let (app, endpoint, model) = entry.target.identity();
        let first = entries.iter().find(|other| other.target.identity() == entry.target.identity());
        assert_eq!(together.get_backup_spec(app, endpoint, model), first.map(|first| &first.target.spec));
    }
}

fn no_entries(text: &str) -> bool {
    matches!(serde_json::from_str(text), Ok(Value::Array(entries)) if entries.is_empty())
}

/// Checks that written targets are ASCII, and that reading and writing them again changes nothing.
pub(crate) fn is_written_and_read(targets: &[Target]) {
    let text = databag::write(targets);
    assert!(text.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{text:?}");
    let databag = Databag::from_iter([(BACKUP_TARGETS, text.as_str())]);
    let read = Targets::read(&[Relation { id: 0, databag }]);
    let read: Vec<Target> = read.entries().iter().map(|entry| entry.target.clone()).collect();
    assert_eq!(read, targets, "{text}");
    assert_eq!(databag::write(&read), text);
}

/// Sorts labels by their keys: the second reader does not keep their order.
fn normal(targets: &[Target]) -> Vec<Target> {
    let mut targets = targets.to_vec();
    for target in &mut targets {
        let labels: Option<BTreeMap<String, String>> =
            target.spec.label_selector.take().map(|labels| Vec::from(labels).into_iter().collect());
        target.spec.label_selector = labels.map(LabelSelector::from_iter);
    }
    targets
}

/// Returns the targets that the reference reads (pydantic, lax mode). If a target cannot be read, there are none.
///
/// Returns `None` for inputs that this reader does not support: lone surrogates, large numbers, and more than 128
/// levels.
fn targets_of(text: &str) -> Option<Vec<Target>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    let json: Value = match serde_json::from_str(text) {
        Ok(json) => json,
        Err(error) => {
            let known = ["recursion", "surrogate", "hex escape", "number out of range"];
            return (!known.iter().any(|unknown| error.to_string().contains(unknown))).then(Vec::new);
        }
    };
    let Some(entries) = json.as_array() else { return Some(Vec::new()) };
    Some(entries.iter().map(target_of).collect::<Option<_>>().unwrap_or_default())
}

fn target_of(json: &Value) -> Option<Target> {
    let name = |key: &str| json.get(key)?.as_str().map(str::to_owned);
    Some(Target {
        app: name("app")?,
        relation_name: name("relation_name")?,
        model: name("model")?,
        spec: spec_of(json.get("spec")?.as_object()?)?,
    })
}

/// Returns the spec, or `None` if it cannot be read.
fn spec_of(fields: &Map<String, Value>) -> Option<Spec> {
    /// The outer option is `None` if the value cannot be read. The inner one is `None` if there is no value.
    fn optional<T>(value: Option<&Value>, read: impl Fn(&Value) -> Option<T>) -> Option<Option<T>> {
        value.filter(|value| !value.is_null()).map_or(Some(None), |value| read(value).map(Some))
    }
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let texts = |value: &Value| value.as_array()?.iter().map(text).collect::<Option<Vec<String>>>();
    let labels = |value: &Value| {
        let labels = value.as_object()?.iter().map(|(key, value)| Some((key.clone(), text(value)?)));
        Some(LabelSelector::from_iter(labels.collect::<Option<Vec<_>>>()?))
    };
    let bool = |value: &Value| match value {
        Value::Bool(bool) => Some(*bool),
        Value::Number(number) if number.as_f64() == Some(0.0) => Some(false),
        Value::Number(number) if number.as_f64() == Some(1.0) => Some(true),
        Value::String(word) => match &*word.to_ascii_lowercase() {
            "true" | "t" | "yes" | "y" | "on" | "1" => Some(true),
            "false" | "f" | "no" | "n" | "off" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    };
    Some(Spec {
        include_namespaces: optional(fields.get("include_namespaces"), texts)?,
        include_resources: optional(fields.get("include_resources"), texts)?,
        exclude_namespaces: optional(fields.get("exclude_namespaces"), texts)?,
        exclude_resources: optional(fields.get("exclude_resources"), texts)?,
        include_cluster_resources: optional(fields.get("include_cluster_resources"), bool)?,
        label_selector: optional(fields.get("label_selector"), labels)?,
        ttl: optional(fields.get("ttl"), text)?,
    })
}
