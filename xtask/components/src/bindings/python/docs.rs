//! Formats the documentation of the contract as docstrings.

use std::collections::BTreeSet;

use crate::bindings::docs::{filled, paragraphs};
use crate::bindings::snake;

const WIDTH: usize = 120;
const QUOTES: usize = 3;

/// Returns a docstring, with Python's names, in lines of 120 characters.
pub(super) fn docstring(docs: &[String], indent: &str, names: &BTreeSet<String>) -> String {
    let docs: Vec<String> = docs.iter().map(|line| in_python(line, names)).collect();
    let width = WIDTH - indent.len();
    let paragraphs = paragraphs(&docs, width - 2 * QUOTES);
    let lines = paragraphs.iter().enumerate().flat_map(|(index, paragraph)| {
        // The first line follows the quotes.
        filled(paragraph, if index == 0 { width - QUOTES } else { width })
    });
    let lines: Vec<String> = lines.collect();
    if let [line] = &lines[..]
        && line.chars().count() + 2 * QUOTES <= width
    {
        return format!("{indent}\"\"\"{line}\"\"\"\n");
    }
    let text: String =
        lines.iter().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{indent}{line}\n") }).collect();
    format!("{indent}\"\"\"{}{indent}\"\"\"\n", text.trim_start())
}

/// Converts names in backticks to Python's names.
fn in_python(text: &str, names: &BTreeSet<String>) -> String {
    let quoted = |(index, part): (usize, &str)| match part {
        "none" if index % 2 == 1 => "None".to_owned(),
        name if index % 2 == 1 && names.contains(name) => snake(name),
        other => other.to_owned(),
    };
    text.split('`').enumerate().map(quoted).collect::<Vec<_>>().join("`")
}
