//! The formats of a report, a file for each.

pub(crate) mod github;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod sarif;

use k8s_backup_target::diagnostic::is_hidden;
pub(crate) use k8s_backup_target_render::json::{LOG_COMMAND, escaped, json_text};

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
