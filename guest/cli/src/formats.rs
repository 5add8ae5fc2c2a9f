//! The formats of a report, a file for each.

pub(crate) mod github;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod sarif;

use std::fmt::Write;

use k8s_backup_target::diagnostic::is_hidden;
use serde::Serialize;

/// The start of a command in the log of a GitHub workflow or an Azure pipeline, anywhere in a line.
pub(crate) const LOG_COMMAND: &str = "##[";

/// Indented JSON, with a line break at its end. What could act on a terminal or a log is escaped.
pub(crate) fn json_text(value: &impl Serialize) -> String {
    escaped(&serde_json::to_string_pretty(value).expect("the keys are strings, and memory can be written to")) + "\n"
}

/// Escapes what could act on a terminal or a log in JSON, or in YAML that core wrote: it is only in double quotes.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\n' => escaped.push(char),
            _ if is_hidden(char) => write!(escaped, "\\u{:04x}", u32::from(char)).expect("a string can be written to"),
            _ => escaped.push(char),
        }
    }
    escaped.replace(LOG_COMMAND, "\\u0023#[")
}

/// Returns the text on one line, for people. What could act on a terminal or a log is escaped.
pub(crate) fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for char in text.chars() {
        if is_hidden(char) { visible.extend(char.escape_default()) } else { visible.push(char) }
    }
    if let Some(command) = visible.trim_start().strip_prefix("::") {
        visible = format!("\\u{{3a}}:{command}");
    }
    visible.replace(LOG_COMMAND, "\\u{23}#[")
}
