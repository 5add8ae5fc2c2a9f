//! Texts that are templates: they cannot be read before they are rendered.

use std::ops::Range;

use super::Document;
use crate::catalogue::MANIFEST_TEMPLATE;
use crate::diagnostic::{Finding, Severity, quoted};

/// The start and the end of an action of Helm or Jinja.
const ACTIONS: [(&str, &str); 2] = [("{{", "}}"), ("{%", "%}")];

/// The finding about a placeholder that a program replaces.
pub(crate) fn not_rendered(placeholder: &str) -> Finding {
    let message = format!("this is a template: {} is not replaced yet", quoted(placeholder));
    let help = "render it first, and check the output: `helm template`, `kustomize build` or `envsubst`";
    MANIFEST_TEMPLATE.violation(message).help(help)
}

/// Returns the first action in a text, with its range. Lines of comments are skipped.
pub(crate) fn action(text: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim_start().starts_with('#') {
            for (open, close) in ACTIONS {
                let Some((before, rest)) = line.split_once(open) else { continue };
                let length = rest.find(close).map_or(rest.trim_end().len(), |end| end + close.len());
                let at = start + before.len();
                return Some(at..at + open.len() + length);
            }
        }
        start += line.len();
    }
    None
}

/// Replaces the errors about documents that are templates by one error each.
pub(super) fn report(document: &mut Document) {
    let mut reported = Vec::new();
    let text = document.text().to_owned();
    for subject in &mut document.subjects {
        let is_error = |finding: &&Finding| finding.diagnostic.severity == Severity::Error;
        let Some(at) = subject.misread.iter().find(is_error).and_then(|finding| finding.source.clone()) else {
            continue;
        };
        let range = around(&text, at.start);
        let Some(found) = text.get(range.clone()).and_then(action) else { continue };
        subject.is_read = false;
        subject.misread.clear();
        if reported.contains(&range) {
            continue;
        }
        let source = range.start + found.start..range.start + found.end;
        let placeholder = text.get(source.clone()).expect("it is a part of the text");
        subject.misread.push(not_rendered(placeholder).source(source));
        reported.push(range);
    }
}

/// Returns the range of the YAML document around an offset.
fn around(text: &str, offset: usize) -> Range<usize> {
    let (before, after) = text.split_at(text.floor_char_boundary(offset));
    let start = before.rfind("\n---").map_or(0, |at| at + 1);
    let end = after.find("\n---").map_or(text.len(), |at| before.len() + at + 1);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_action_outside_of_comments_is_found() {
        let found = |text: &str| action(text).and_then(|range| text.get(range).map(str::to_owned));
        assert_eq!(found("# {{ a }}\nname: {{ .Release.Name }}-daily\n"), Some("{{ .Release.Name }}".to_owned()));
        assert_eq!(found("{{- if .Values.backup\n"), Some("{{- if .Values.backup".to_owned()));
        assert_eq!(found("{% if backup %}"), Some("{% if backup %}".to_owned()));
        assert_eq!(found("a: {b: {c: d}}"), None);
    }
}
