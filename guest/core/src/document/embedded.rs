//! JSON in a string of a text, as in a databag: the positions of the inner JSON in the text.

use std::ops::Range;

use super::json::SyntaxError;
use super::tree::Layout;
use super::written::literal;

/// The JSON in a string.
#[derive(Debug)]
pub(super) struct Embedded {
    /// JSON pointer to the string.
    pub(super) pointer: String,
    /// The node of its value, or why it is not JSON.
    pub(super) root: Result<usize, SyntaxError>,
    pub(super) string: Embedding,
}

/// Maps the parts of a decoded string to the text.
#[derive(Debug)]
pub(super) struct Embedding {
    /// Range and layout of the string in the text.
    source: Range<usize>,
    layout: Layout,
    /// Pairs of offsets in the decoded string and in the text; between them, the two are the same. `None` if lines were
    /// folded, so that positions in the string cannot be mapped.
    steps: Option<Vec<(usize, usize)>>,
}

impl Embedding {
    /// Compares a decoded string with the text at `source`.
    pub(super) fn new(decoded: &str, text: &str, source: Range<usize>, layout: Layout) -> Self {
        let (before, written) = text.split_at(source.start);
        let indentation = before.len() - before.rfind('\n').map_or(0, |line_break| line_break + 1);
        let written = written.get(..source.len()).expect("the string is in the text");
        let steps = steps(decoded, written, source.start, layout, indentation);
        Embedding { source, layout, steps }
    }

    /// Returns the range in the text of a part of the decoded string.
    pub(super) fn source(&self, range: &Range<usize>) -> Range<usize> {
        match &self.steps {
            Some(steps) => offset(steps, range.start)..offset(steps, range.end).min(self.source.end),
            None => self.source.clone(),
        }
    }

    /// Escapes text for the inside of the string; `None` if that is not certain.
    pub(super) fn escaped(&self, text: &str) -> Option<String> {
        self.steps.as_ref()?;
        match self.layout {
            Layout::DoubleQuoted => {
                let literal = literal(text);
                literal.get(1..literal.len().saturating_sub(1)).map(str::to_owned)
            }
            Layout::SingleQuoted => Some(text.replace('\'', "''")),
            _ => None,
        }
    }
}

fn offset(steps: &[(usize, usize)], decoded: usize) -> usize {
    let after = steps.partition_point(|(from, _)| *from <= decoded);
    let (from, written) = after.checked_sub(1).and_then(|step| steps.get(step)).copied().unwrap_or((0, 0));
    written + (decoded - from)
}

/// Compares the decoded string with the written one.
fn steps(
    decoded: &str,
    written: &str,
    start: usize,
    layout: Layout,
    indentation: usize,
) -> Option<Vec<(usize, usize)>> {
    let mut rest = match layout {
        Layout::DoubleQuoted => written.strip_prefix('"')?,
        Layout::SingleQuoted => written.strip_prefix('\'')?,
        _ => written,
    };
    let at = |rest: &str| start + (written.len() - rest.len());
    let mut steps = vec![(0, at(rest))];
    for (offset, char) in decoded.char_indices() {
        let length = match layout {
            Layout::Block if char == '\n' => line_break(rest, indentation),
            // A line break that was folded into a space.
            _ if char == ' ' && rest.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) => blanks(rest),
            Layout::DoubleQuoted => escape_length(rest, char),
            Layout::SingleQuoted if char == '\'' => 2,
            _ => char.len_utf8(),
        };
        // Otherwise lines were folded, indented or joined.
        let is_alike = length != char.len_utf8() || rest.starts_with(char);
        rest = rest.get(length..).filter(|_| is_alike)?;
        if length != char.len_utf8() {
            steps.push((offset + char.len_utf8(), at(rest)));
        }
    }
    Some(steps)
}

/// Returns the number of bytes of a line break, with the indentation of the next line. A block that ends with its document
/// is decoded with a last line break, also if the text has none.
fn line_break(rest: &str, indentation: usize) -> usize {
    if rest.is_empty() {
        return 0;
    }
    let after = rest.strip_prefix('\r').unwrap_or(rest);
    let Some(after) = after.strip_prefix('\n') else { return 1 };
    let indented = after.bytes().take(indentation).take_while(|byte| *byte == b' ').count();
    rest.len() - after.len() + indented
}

fn blanks(rest: &str) -> usize {
    rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len()
}

/// Returns the number of bytes of this character in a double-quoted string.
fn escape_length(rest: &str, char: char) -> usize {
    let mut written = rest.chars();
    if written.next() != Some('\\') {
        return char.len_utf8();
    }
    match written.next() {
        Some('u') if char.len_utf16() == 2 => 12,
        Some('u') => 6,
        Some('U') => 10,
        Some('x') => 4,
        Some(short) => 1 + short.len_utf8(),
        None => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn embedded(written: &str, decoded: &str, layout: Layout) -> Embedding {
        let before = " ".repeat(4);
        Embedding::new(decoded, &format!("key: \n{before}{written}"), 10..10 + written.len(), layout)
    }

    #[test]
    fn a_part_is_mapped_to_its_text() {
        let json = "[\"é\", \"b\"]";
        let double = embedded(r#""[\"\u00e9\", \"b\"]""#, json, Layout::DoubleQuoted);
        assert_eq!(double.source(&(1..5)), 12..22);
        assert_eq!(double.source(&(7..10)), 24..29);
        let single = embedded(r#"'["é", "b"]'"#, json, Layout::SingleQuoted);
        assert_eq!(single.source(&(7..10)), 18..21);
        let folded = embedded("[\"é\",\n    \"b\"]", json, Layout::Plain);
        assert_eq!(folded.source(&(7..10)), 21..24);
        let block = embedded("[\"é\",\n      \"b\"]", "[\"é\",\n  \"b\"]", Layout::Block);
        assert_eq!(block.source(&(9..12)), 23..26);
        let without_last_break = embedded("[\"é\",\n      \"b\"]", "[\"é\",\n  \"b\"]\n", Layout::Block);
        assert_eq!(without_last_break.source(&(9..12)), 23..26);
    }

    proptest! {
        #[test]
        fn every_character_is_mapped_to_its_escape(text in "[a\"\\\\\n\té漢😀/]{0,20}") {
            let literal = serde_json::Value::from(text.clone()).to_string();
            let read = Embedding::new(&text, &literal, 0..literal.len(), Layout::DoubleQuoted);
            for (offset, char) in text.char_indices() {
                let source = read.source(&(offset..offset + char.len_utf8()));
                prop_assert_eq!(Some(literal[source].to_owned()), read.escaped(&char.to_string()));
            }
        }
    }
}
