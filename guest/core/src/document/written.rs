//! Formats a spec, or any JSON, as a text for a file.

use serde::{Serialize, Serializer};

use super::tree::{Entries, Layer, Members, Text, Value};
use super::{Format, json};
use crate::model::{Field, SPEC_FIELDS, Spec};

/// Formats a spec: its fields that are set, in the order of the reference library. Parsed again, it is the same spec.
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

/// Converts JSON to YAML in indented lines, in the same order; `None` if the text is not JSON. Parsed again, it is the
/// same, if no object has a repeated key.
///
/// ```
/// use k8s_backup_target::document::yaml_of;
///
/// let yaml = yaml_of(r#"{"kind": "Backup", "spec": {"ttl": "24h", "hooks": {}, "names": ["on", "a"]}}"#);
/// assert_eq!(yaml.unwrap(), "kind: Backup\nspec:\n  ttl: 24h\n  hooks: {}\n  names:\n    - \"on\"\n    - a\n");
/// ```
pub fn yaml_of(json: &str) -> Option<String> {
    let tree = json::parse(json).ok()?;
    Some(block(tree.root(), 0) + "\n")
}

/// Formats a value as lines of YAML. All lines but the first are indented to this column; the last has no line break.
pub(super) fn block(value: Value<'_>, column: usize) -> String {
    let mut yaml = Yaml { text: String::new(), column };
    match filled(value) {
        Some(entries) => yaml.block(entries, 0),
        None => yaml.in_line(value),
    }
    yaml.text.pop();
    yaml.text
}

/// Maximum depth of blocks and brackets that are formatted for people; deeper values are compact JSON.
const MAX_LAYOUT_DEPTH: usize = 32;

/// Formats a value on one line: JSON, or YAML in brackets.
pub(super) fn flow(value: Value<'_>, format: Format) -> String {
    flow_at(value, format, 0)
}

fn flow_at(value: Value<'_>, format: Format, depth: usize) -> String {
    let scalar = |text: &str| if format == Format::Yaml { scalar(text) } else { literal(text) };
    let nested = |value: Value<'_>| flow_at(value, format, depth + 1);
    match value.open() {
        _ if depth > MAX_LAYOUT_DEPTH => value.to_json(),
        Layer::Text(text) => scalar(&text.text),
        Layer::List(entries) => format!("[{}]", entries.map(nested).collect::<Vec<_>>().join(", ")),
        Layer::Object(members) => {
            let member = |(key, value): (Text<'_>, _)| format!("{}: {}", scalar(&key.text), nested(value));
            format!("{{{}}}", members.map(member).collect::<Vec<_>>().join(", "))
        }
        _ => value.to_json(),
    }
}

/// A writer of YAML.
struct Yaml {
    text: String,
    column: usize,
}

/// A list or an object that has entries.
enum Filled<'t> {
    List(Entries<'t>),
    Object(Members<'t>),
}

fn filled(value: Value<'_>) -> Option<Filled<'_>> {
    let _ = value.members().next()?;
    match value.open() {
        Layer::List(entries) => Some(Filled::List(entries)),
        Layer::Object(members) => Some(Filled::Object(members)),
        _ => None,
    }
}

impl Yaml {
    /// Writes each entry on its own line. The first entry continues an indented line.
    fn block(&mut self, entries: Filled<'_>, depth: usize) {
        match entries {
            Filled::List(entries) => {
                for (index, value) in entries.enumerate() {
                    self.indent(index, depth);
                    self.text += "- ";
                    self.value(value, depth, false);
                }
            }
            Filled::Object(members) => {
                for (index, (key, value)) in members.enumerate() {
                    self.indent(index, depth);
                    self.key(&scalar(&key.text), depth);
                    self.value(value, depth, true);
                }
            }
        }
    }

    /// Indents the lines of all entries but the first.
    fn indent(&mut self, index: usize, depth: usize) {
        if index > 0 {
            self.text.extend(std::iter::repeat_n(' ', self.column + 2 * depth));
        }
    }

    fn key(&mut self, key: &str, depth: usize) {
        // A key of more than 1024 characters needs an indicator in YAML.
        const MAX_SIMPLE_KEY_BYTES: usize = 1000;
        if key.len() > MAX_SIMPLE_KEY_BYTES {
            self.text += "? ";
            self.text += key;
            self.text.push('\n');
            self.indent(1, depth);
        } else {
            self.text += key;
        }
        self.text += ":";
    }

    fn value(&mut self, value: Value<'_>, depth: usize, is_member: bool) {
        let depth = depth + 1;
        match filled(value).filter(|_| depth < MAX_LAYOUT_DEPTH) {
            Some(entries) if is_member => {
                self.text.push('\n');
                self.indent(1, depth);
                self.block(entries, depth);
            }
            Some(entries) => self.block(entries, depth),
            None => {
                if is_member {
                    self.text.push(' ');
                }
                self.in_line(value);
            }
        }
    }

    fn in_line(&mut self, value: Value<'_>) {
        match value.open() {
            Layer::Text(text) => self.text += &scalar(&text.text),
            _ => self.text += &value.to_json(),
        }
        self.text.push('\n');
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

/// Formats a string without quotes if every YAML reader reads it as this string; otherwise as in JSON, with escapes
/// that YAML needs.
fn scalar(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut quoted = String::new();
    for char in literal(text).chars() {
        match char {
            // Line breaks, the byte order mark and characters that are not printable in YAML.
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                quoted += &format!("\\u{:04x}", u32::from(char));
            }
            _ => quoted.push(char),
        }
    }
    quoted
}

/// Formats a text as a JSON string.
pub(super) fn literal(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Whether every YAML reader reads the unquoted text as this text: names and durations, not numbers or bools.
pub(super) fn is_plain(text: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'/');
    let is_special = |word: &&str| word.eq_ignore_ascii_case(text);
    text.bytes().all(is_word)
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
        && text.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric())
        && !text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'_' | b'e' | b'E' | b'-'))
        && !["0x", "0o", "0b"].iter().any(|prefix| text.starts_with(prefix))
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].iter().any(is_special)
}
