//! A spec as a text, ready to be put into a file.

use serde::{Serialize, Serializer};

use super::Format;
use super::edit::is_plain;
use crate::model::{LabelSelector, Spec};

/// The text of a spec: its fields that are set, in the reference's order. Read again, it is the same spec.
pub fn format_spec(spec: &Spec, format: Format) -> String {
    let fields = Fields::of(spec);
    match format {
        Format::Json => serde_json::to_string_pretty(&fields).map(|text| text + "\n").unwrap_or_default(),
        Format::Yaml => fields.yaml(),
    }
}

/// The fields that are set.
struct Fields<'s>(Vec<(&'static str, Value<'s>)>);

#[derive(Serialize)]
#[serde(untagged)]
enum Value<'s> {
    List(&'s [String]),
    Bool(bool),
    Labels(&'s LabelSelector),
    Text(&'s str),
}

impl<'s> Fields<'s> {
    fn of(spec: &'s Spec) -> Self {
        let list = |names: &'s Option<Vec<String>>| names.as_deref().map(Value::List);
        let fields = [
            ("include_namespaces", list(&spec.include_namespaces)),
            ("include_resources", list(&spec.include_resources)),
            ("exclude_namespaces", list(&spec.exclude_namespaces)),
            ("exclude_resources", list(&spec.exclude_resources)),
            ("include_cluster_resources", spec.include_cluster_resources.map(Value::Bool)),
            ("label_selector", spec.label_selector.as_ref().map(Value::Labels)),
            ("ttl", spec.ttl.as_deref().map(Value::Text)),
        ];
        Fields(fields.into_iter().filter_map(|(key, value)| Some((key, value?))).collect())
    }

    fn yaml(&self) -> String {
        if self.0.is_empty() {
            return "{}\n".to_owned();
        }
        let mut text = String::new();
        for (key, value) in &self.0 {
            match value {
                Value::List([]) => text += &format!("{key}: []\n"),
                Value::List(names) => {
                    text += &format!("{key}:\n");
                    text.extend(names.iter().map(|name| format!("  - {}\n", scalar(name))));
                }
                Value::Bool(bool) => text += &format!("{key}: {bool}\n"),
                Value::Labels(labels) if labels.iter().len() == 0 => text += &format!("{key}: {{}}\n"),
                Value::Labels(labels) => {
                    text += &format!("{key}:\n");
                    text.extend(labels.iter().map(|(key, value)| format!("  {}: {}\n", scalar(key), scalar(value))));
                }
                Value::Text(value) => text += &format!("{key}: {}\n", scalar(value)),
            }
        }
        text
    }
}

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// Unquoted where every reader of YAML takes that for the text, else as in JSON, with what YAML does not take escaped.
fn scalar(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut quoted = String::new();
    for char in serde_json::Value::from(text).to_string().chars() {
        match char {
            // Line breaks, the byte order mark and what is not printable in YAML.
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                quoted += &format!("\\u{:04x}", u32::from(char));
            }
            _ => quoted.push(char),
        }
    }
    quoted
}
