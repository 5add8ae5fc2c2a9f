//! The formats of a report, a file for each.

pub(crate) mod github;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod sarif;

use serde::Serialize;

/// Indented JSON, with a line break at its end.
pub(crate) fn json_text(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("the keys are strings, and memory can be written to") + "\n"
}
