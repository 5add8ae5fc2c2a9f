//! Breaks lines of Python at 120 characters, as ruff does.

const WIDTH: usize = 120;
const STEP: usize = 4;

/// Formats a module that has each statement on one line.
pub(super) fn module(text: &str) -> String {
    let mut is_docstring = false;
    text.lines()
        .map(|line| {
            let quotes = line.matches("\"\"\"").count();
            let is_statement = !is_docstring && quotes == 0;
            is_docstring ^= quotes == 1;
            if is_statement { statement(line) } else { format!("{line}\n") }
        })
        .collect()
}

/// Breaks a statement into as many lines as it needs.
fn statement(line: &str) -> String {
    let text = line.trim_start();
    let indent = line.len() - text.len();
    let imports = text.strip_prefix("from ").and_then(|rest| rest.split_once(" import "));
    let lines = match imports {
        Some((module, names)) if line.chars().count() > WIDTH => {
            broken(&format!("from {module} import ({names})"), indent)
        }
        _ => laid_out(text, indent),
    };
    lines.join("\n") + "\n"
}

fn laid_out(text: &str, indent: usize) -> Vec<String> {
    if indent + text.chars().count() <= WIDTH {
        return vec![indented(text, indent)];
    }
    match text.strip_prefix("None if ").and_then(|rest| rest.split_once(" else ")) {
        Some((condition, value)) => {
            let mut lines = vec![indented("None", indent), indented(&format!("if {condition}"), indent)];
            lines.extend(laid_out(&format!("else {value}"), indent));
            lines
        }
        None => broken(text, indent),
    }
}

/// Breaks a text in its last pair of brackets.
fn broken(text: &str, indent: usize) -> Vec<String> {
    let Some((open, close)) = last_brackets(text) else { return vec![indented(text, indent)] };
    let (head, rest) = text.split_at(open + 1);
    let (body, tail) = rest.split_at(close - open - 1);
    let within = indent + STEP;
    let parts = split(body, ", ");
    let mut lines = vec![indented(head, indent)];
    if within + body.chars().count() <= WIDTH && !text.starts_with("from ") {
        lines.push(indented(body, within));
    } else if parts.len() > 1 {
        lines.extend(parts.iter().flat_map(|part| laid_out(&format!("{part},"), within)));
    } else if let [value, source] = &split(body, " for ")[..] {
        lines.extend(laid_out(value, within));
        lines.extend(laid_out(&format!("for {source}"), within));
    } else {
        lines.extend(laid_out(body, within));
    }
    lines.push(indented(tail, indent));
    lines
}

fn indented(text: &str, indent: usize) -> String {
    format!("{:indent$}{text}", "")
}

/// Returns the characters outside of strings, with their offset and the depth of brackets. A bracket is not inside of
/// itself.
fn outside_of_strings(text: &str) -> impl Iterator<Item = (usize, char, usize)> {
    let (mut depth, mut is_string) = (0_usize, false);
    text.char_indices().filter_map(move |(offset, char)| {
        match char {
            '"' => is_string = !is_string,
            _ if is_string => return None,
            '(' | '[' | '{' => {
                depth += 1;
                return Some((offset, char, depth - 1));
            }
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        Some((offset, char, depth))
    })
}

/// Returns the last pair of outer brackets that is not empty.
fn last_brackets(text: &str) -> Option<(usize, usize)> {
    let mut open = None;
    let mut last = None;
    for (offset, char, depth) in outside_of_strings(text) {
        match char {
            '(' | '[' | '{' if depth == 0 => open = Some(offset),
            ')' | ']' | '}' if depth == 0 => {
                last = open.map(|open| (open, offset)).filter(|(open, close)| close - open > 1).or(last)
            }
            // The return type stays after the parameters.
            '>' if text.starts_with("def ") && depth == 0 => return last,
            _ => {}
        }
    }
    last
}

/// Returns the parts of a text between separators outside of brackets.
fn split<'t>(text: &'t str, separator: &str) -> Vec<&'t str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (offset, _, depth) in outside_of_strings(text) {
        if depth == 0 && offset >= start && text.get(offset..).is_some_and(|rest| rest.starts_with(separator)) {
            parts.push(text.get(start..offset).expect("a separator is on a character"));
            start = offset + separator.len();
        }
    }
    parts.push(text.get(start..).expect("a separator ends on a character"));
    parts
}
