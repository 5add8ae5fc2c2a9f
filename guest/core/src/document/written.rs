//! A spec, or any JSON, as a text that is ready to be put into a file.

use serde::{Serialize, Serializer};

use super::Format;
use super::edit::is_plain;
use crate::document::json::{Json, Layer, Text};
use crate::model::{Field, SPEC_FIELDS, Spec};

/// The text of a spec: its fields that are set, in the reference's order. Read again, it is the same spec.
pub fn format_spec(spec: &Spec, format: Format) -> String {
    let fields = Fields(spec);
    match format {
        Format::Json => serde_json::to_string_pretty(&fields).expect("string keys into memory") + "\n",
        Format::Yaml => {
            let json = serde_json::to_string(&fields).expect("string keys into memory");
            yaml_of(&json).expect("serde_json writes JSON")
        }
    }
}

/// JSON as YAML in indented lines, in the order of the JSON; `None` where the text is not JSON. Read again, it is the
/// same, if no object has a key twice.
///
/// ```
/// use k8s_backup_target::document::yaml_of;
///
/// let yaml = yaml_of(r#"{"kind": "Backup", "spec": {"ttl": "24h", "hooks": {}, "names": ["on", "a"]}}"#);
/// assert_eq!(yaml.unwrap(), "kind: Backup\nspec:\n  ttl: 24h\n  hooks: {}\n  names:\n    - \"on\"\n    - a\n");
/// ```
pub fn yaml_of(json: &str) -> Option<String> {
    let value = Json::parse(json).ok()?;
    let mut yaml = Yaml::default();
    match entries(value) {
        Some(entries) => yaml.block(entries, 0),
        None => yaml.in_line(value),
    }
    Some(yaml.0)
}

/// The text in the making.
#[derive(Default)]
struct Yaml(String);

/// What stands in lines of its own.
enum Entries<'j> {
    List(Vec<Json<'j>>),
    Object(Vec<(Text<'j>, Json<'j>)>),
}

/// The entries of a list or object that has some.
fn entries(value: Json<'_>) -> Option<Entries<'_>> {
    match value.open() {
        Layer::List(entries) if !entries.is_empty() => Some(Entries::List(entries)),
        Layer::Object(members) if !members.is_empty() => Some(Entries::Object(members)),
        _ => None,
    }
}

impl Yaml {
    /// What is nested deeper than this stands in a line, as the JSON that it is.
    const MAX_BLOCK_DEPTH: usize = 32;

    /// The first entry goes on in a line that is indented already.
    fn block(&mut self, entries: Entries<'_>, depth: usize) {
        let mut is_first = true;
        let mut indent = |yaml: &mut Self| {
            if !std::mem::take(&mut is_first) {
                yaml.0.extend(std::iter::repeat_n("  ", depth));
            }
        };
        match entries {
            Entries::List(entries) => {
                for value in entries {
                    indent(self);
                    self.0 += "- ";
                    self.value(value, depth, false);
                }
            }
            Entries::Object(members) => {
                for (key, value) in members {
                    indent(self);
                    self.key(&scalar(&key.text), depth);
                    self.value(value, depth, true);
                }
            }
        }
    }

    fn key(&mut self, key: &str, depth: usize) {
        // YAML reads no longer one, of 1024 characters, without a sign before it.
        const MAX_SIMPLE_KEY_BYTES: usize = 1000;
        if key.len() > MAX_SIMPLE_KEY_BYTES {
            self.0 += "? ";
            self.0 += key;
            self.0.push('\n');
            self.0.extend(std::iter::repeat_n("  ", depth));
        } else {
            self.0 += key;
        }
        self.0 += ":";
    }

    fn value(&mut self, value: Json<'_>, depth: usize, is_member: bool) {
        let depth = depth + 1;
        match entries(value).filter(|_| depth < Self::MAX_BLOCK_DEPTH) {
            Some(entries) if is_member => {
                self.0.push('\n');
                self.0.extend(std::iter::repeat_n("  ", depth));
                self.block(entries, depth);
            }
            Some(entries) => self.block(entries, depth),
            None => {
                if is_member {
                    self.0.push(' ');
                }
                self.in_line(value);
            }
        }
    }

    fn in_line(&mut self, value: Json<'_>) {
        match value.open() {
            Layer::Text(text) => self.0 += &scalar(&text.text),
            // No line break of the JSON is in a string.
            _ => self.0.extend(value.text().split(['\n', '\r'])),
        }
        self.0.push('\n');
    }
}

/// The fields that are set.
struct Fields<'s>(&'s Spec);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = |field: &'static Field| Some((field.name, field.value(self.0)?));
        serializer.collect_map(SPEC_FIELDS.iter().filter_map(value))
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
