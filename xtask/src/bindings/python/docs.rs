//! Words of the contract as docstrings.

use std::collections::BTreeSet;

use crate::bindings::snake;

/// Words of WIT in Python's names, on lines of 120 characters.
pub(super) fn docstring(docs: &[String], indent: &str, names: &BTreeSet<String>) -> String {
    const WIDTH: usize = 120;
    // Lines that follow each other are one paragraph, but for items of a list and what is indented.
    let mut paragraphs: Vec<String> = Vec::new();
    for line in docs {
        let starts = line.is_empty() || line.starts_with(['-', ' ']);
        match paragraphs.last_mut().filter(|last| !starts && !last.is_empty()) {
            Some(last) => *last = format!("{last} {line}"),
            None => paragraphs.push(line.clone()),
        }
    }
    // The first line is a sentence alone where more than a line follows.
    if let Some(first) = paragraphs.first()
        && (paragraphs.len() > 1 || indent.len() + first.chars().count() + 6 > WIDTH)
        && let Some((sentence, rest)) = first.split_once(". ")
    {
        let (sentence, rest) = (format!("{sentence}."), rest.to_owned());
        paragraphs.splice(..1, [sentence, String::new(), rest]);
    }
    let mut lines = Vec::new();
    for paragraph in paragraphs {
        let text = paragraph.trim_start();
        let (lead, hanging) =
            (&paragraph[..paragraph.len() - text.len()], if text.starts_with("- ") { "  " } else { "" });
        let mut line = lead.to_owned();
        for word in in_python(text, names).split(' ') {
            // The first line follows the quotes.
            let before = indent.len() + if lines.is_empty() { 3 } else { 0 };
            let is_first = line.trim_start().is_empty();
            if !is_first && before + line.chars().count() + 1 + word.chars().count() > WIDTH {
                lines.push(std::mem::replace(&mut line, format!("{lead}{hanging}{word}")));
            } else {
                line += if is_first { "" } else { " " };
                line += word;
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    if let [line] = &lines[..]
        && indent.len() + line.chars().count() + 6 <= WIDTH
    {
        return format!("{indent}\"\"\"{line}\"\"\"\n");
    }
    let text: String =
        lines.iter().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{indent}{line}\n") }).collect();
    format!("{indent}\"\"\"{}{indent}\"\"\"\n", text.trim_start())
}

/// Names of the contract in backticks as Python has them.
fn in_python(text: &str, names: &BTreeSet<String>) -> String {
    let quoted = |(place, piece): (usize, &str)| match piece {
        "none" if place % 2 == 1 => "None".to_owned(),
        name if place % 2 == 1 && names.contains(name) => snake(name),
        other => other.to_owned(),
    };
    text.split('`').enumerate().map(quoted).collect::<Vec<_>>().join("`")
}
