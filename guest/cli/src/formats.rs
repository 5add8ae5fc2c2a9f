//! The formats of a report, a file for each.

pub(crate) mod github;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod sarif;

use serde::Serialize;

/// Indented JSON, with a line break at its end.
pub(crate) fn json_text(value: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(value);
    debug_assert!(text.is_ok(), "string keys into memory: {text:?}");
    text.unwrap_or_default() + "\n"
}
