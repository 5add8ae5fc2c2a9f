//! Syntax that PyYAML or Kubernetes reads differently, or refuses: tabs, line breaks of YAML 1.1, document markers,
//! directives and names of anchors.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::catalogue::AMBIGUOUS_SYNTAX;
use crate::diagnostic::{Finding, InKubernetes, quoted};

/// What a part of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Between scalars: indicators, names, comments and white space.
    Between,
    Plain,
    Quoted,
    /// The lines of a block scalar, after its header.
    Block,
}

/// Maximum number of anchors whose names are compared: the names take memory.
const MAX_ANCHORS: usize = 100_000;

/// Examines the parts of a text one after the other.
#[derive(Debug, Default)]
pub(super) struct Syntax {
    /// The end of the parts that were examined.
    pub(super) end: usize,
    /// The names of the anchors of the document.
    anchors: BTreeSet<String>,
    /// Whether there is a value after the last `---`.
    is_filled: bool,
}

impl Syntax {
    /// Forgets the anchors of the document before.
    pub(super) fn start_document(&mut self) {
        self.anchors.clear();
    }

    /// Examines the text up to an offset; reports each finding with its range.
    pub(super) fn examine(
        &mut self,
        text: &str,
        end: usize,
        part: Part,
        report: &mut dyn FnMut(Range<usize>, Finding),
    ) {
        let mut is_comment = false;
        if self.end == 0 && end > 0 {
            self.line(text, 0, part, report);
        }
        while let Some((at, rest)) = self.rest(text, end) {
            let char = rest.chars().next().unwrap_or_default();
            let mut length = char.len_utf8();
            let is_between = part == Part::Between && !is_comment;
            match char {
                '\r' if rest.starts_with("\r\n") => {}
                '\n' | '\r' => {
                    is_comment = false;
                    self.line(text, at + 1, part, report);
                }
                ' '..='~' if !is_between => self.is_filled |= !is_comment,
                '#' => is_comment = true,
                '&' | '*' => length += self.name(at, rest, char == '&', report),
                '!' => length += word(rest).len().saturating_sub(1),
                '\t' if part == Part::Plain || is_between => {
                    length = rest.len() - rest.trim_start_matches('\t').len();
                    report(at..at + length, pyyaml_refusal("PyYAML refuses a tab here", "write spaces"));
                }
                ' ' | '-' | '.' | '\t' => {}
                ' '..='~' => self.is_filled = true,
                '\u{85}' | '\u{2028}' | '\u{2029}' => {
                    let source = at..at + length;
                    let is_harmless = if is_comment {
                        // Only line breaks and spaces up to the end of the comment's line are harmless.
                        let after = rest.trim_start_matches([' ', '\u{85}', '\u{2028}', '\u{2029}']);
                        length = rest.len() - after.len();
                        after.is_empty() || after.starts_with(LINE_BREAKS)
                    } else {
                        char != '\u{85}' && part == Part::Quoted && !has_blanks_around(text, at, length)
                    };
                    if !is_harmless {
                        let code = u32::from(char);
                        let message =
                            format!("U+{code:04X} is a line break for PyYAML and Kubernetes, and not in YAML 1.2");
                        report(source, escaped(&message, code));
                    }
                }
                '\u{feff}' if at == 0 => self.line(text, length, part, report),
                // PyYAML and Kubernetes do not skip a byte order mark, and read it as a part of a name.
                '\u{feff}' if is_between => {
                    let message = "PyYAML and Kubernetes do not skip a byte order mark inside of a text";
                    report(at..at + length, refusal(message, "remove it"));
                }
                // granit-parser refuses characters that are not printable.
                _ => {}
            }
            self.end = at + length;
        }
    }

    /// Returns the part of the text that is not examined, up to an end, with its start.
    fn rest<'t>(&self, text: &'t str, end: usize) -> Option<(usize, &'t str)> {
        let rest = text.get(self.end..end).filter(|rest| !rest.is_empty())?;
        Some((self.end, rest))
    }

    /// Examines a line that starts at an offset: markers of documents, and directives.
    fn line(&mut self, text: &str, at: usize, part: Part, report: &mut dyn FnMut(Range<usize>, Finding)) {
        let Some(rest) = text.get(at..) else { return };
        let length = || rest.split(LINE_BREAKS).next().unwrap_or_default().trim_end().len();
        if let Some(after) = rest.strip_prefix("---") {
            self.is_filled = false;
            // Kubernetes splits a text into lines at `\n` only.
            let after = after.split('\n').next().unwrap_or_default();
            let content = after.trim();
            if !content.is_empty() && (!content.starts_with('#') || after.starts_with('#')) {
                let message = "Kubernetes refuses text after `---` on its line";
                report(at..at + length(), refusal(message, "write it on the next line"));
            }
        } else if is_end(rest) {
            let is_content = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
            let next = rest.split(LINE_BREAKS).skip(1).find(is_content);
            if !self.is_filled {
                let message = "PyYAML or Kubernetes refuses `...` without a value before it";
                report(at..at + 3, refusal(message, "remove it"));
            } else if next.is_some_and(|next| !next.starts_with("---") && !is_end(next)) {
                let message = "PyYAML refuses a document after `...`, and Kubernetes does not read it";
                report(at..at + 3, refusal(message, "write `---` instead"));
            }
        } else if rest.starts_with('%') && part == Part::Between {
            let directive = rest.get(..length()).unwrap_or_default();
            let message = format!("Kubernetes refuses the directive {}", quoted(directive));
            report(at..at + directive.len(), refusal(&message, "remove it"));
        }
    }

    /// Examines the name of an anchor or an alias; returns its length.
    fn name(&mut self, at: usize, rest: &str, is_anchor: bool, report: &mut dyn FnMut(Range<usize>, Finding)) -> usize {
        let name = word(rest).get(1..).unwrap_or_default();
        let range = at..at + 1 + name.len();
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if !name.bytes().all(is_letter) {
            let message = format!("PyYAML and Kubernetes do not read the whole name {}", quoted(name));
            report(range, refusal(&message, "use letters, digits, `-` and `_` in names of anchors"));
        } else if is_anchor && self.anchors.len() < MAX_ANCHORS && !self.anchors.insert(name.to_owned()) {
            let message = format!("PyYAML refuses a second anchor {}", quoted(name));
            report(range, pyyaml_refusal(&message, "give it another name"));
        }
        name.len()
    }
}

/// Returns the text up to white space or an indicator of a list or mapping in brackets.
fn word(rest: &str) -> &str {
    let is_end = |char: char| char.is_ascii_whitespace() || matches!(char, ',' | '[' | ']' | '{' | '}');
    rest.split(is_end).next().unwrap_or_default()
}

const LINE_BREAKS: [char; 2] = ['\n', '\r'];

/// Whether a text starts with `...`, the end of a document.
fn is_end(text: &str) -> bool {
    text.strip_prefix("...").is_some_and(|rest| rest.is_empty() || rest.starts_with(BLANKS))
}

/// White space and line breaks, for YAML 1.1.
const BLANKS: [char; 7] = [' ', '\t', '\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];

/// Whether white space is next to a line break inside of quotes: it is removed then.
fn has_blanks_around(text: &str, at: usize, length: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let after = text.get(at + length..).unwrap_or_default();
    before.ends_with(BLANKS) || before.ends_with('\\') || after.starts_with(BLANKS)
}

/// Returns a finding about syntax.
pub(super) fn refusal(message: &str, help: &str) -> Finding {
    AMBIGUOUS_SYNTAX.violation(message.to_owned()).help(help.to_owned())
}

/// Returns a finding about syntax that only PyYAML refuses, or reads differently.
pub(super) fn pyyaml_refusal(message: &str, help: &str) -> Finding {
    let mut finding = refusal(message, help);
    finding.in_kubernetes = Some(InKubernetes::SameValue);
    finding
}

fn escaped(message: &str, code: u32) -> Finding {
    refusal(message, &format!("remove it, or write it as `\\U{code:08x}` in double quotes"))
}
