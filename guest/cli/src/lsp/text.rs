//! The text of an open file, and the positions of the protocol in it.

use k8s_backup_target::diagnostic::Span;
use lsp_types::{Position, PositionEncodingKind, Range, TextDocumentContentChangeEvent};

/// What a position counts in a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    /// What a client without a choice has.
    #[default]
    Utf16,
}

impl Encoding {
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    fn units(self, char: char) -> usize {
        match self {
            Encoding::Utf8 => char.len_utf8(),
            Encoding::Utf16 => char.len_utf16(),
        }
    }
}

/// A text and its lines.
pub(super) struct Text {
    text: String,
    /// The offset of each line, in bytes.
    lines: Vec<usize>,
}

impl Text {
    pub(super) fn new(text: String) -> Self {
        let mut lines = vec![0];
        let bytes = text.as_bytes();
        for (at, byte) in bytes.iter().enumerate() {
            // `\r\n` is one end.
            if *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                lines.push(at + 1);
            }
        }
        Text { text, lines }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the text before an offset, and the rest.
    pub(super) fn split_at(&self, offset: usize) -> (&str, &str) {
        self.text.split_at(offset)
    }

    /// Replaces a part, or the whole text.
    pub(super) fn change(&mut self, change: TextDocumentContentChangeEvent, encoding: Encoding) {
        let text = match change.range {
            None => change.text,
            Some(range) => {
                let start = self.offset(range.start, encoding);
                let end = self.offset(range.end, encoding).max(start);
                let mut text = std::mem::take(&mut self.text);
                text.replace_range(start..end, &change.text);
                text
            }
        };
        *self = Text::new(text);
    }

    /// Returns the offset of a position in bytes. A position after the end of its line is that end, and a position in a
    /// character is its start.
    pub(super) fn offset(&self, position: Position, encoding: Encoding) -> usize {
        let Some(&start) = self.lines.get(position.line as usize) else { return self.text.len() };
        let mut left = position.character as usize;
        let mut offset = start;
        for char in self.line(start).chars() {
            let Some(after) = left.checked_sub(encoding.units(char)) else { break };
            left = after;
            offset += char.len_utf8();
        }
        offset
    }

    /// Returns the position of an offset in bytes.
    pub(super) fn position(&self, offset: usize, encoding: Encoding) -> Position {
        let line = self.lines.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.lines.get(line).copied().unwrap_or_default();
        let before = self.text.get(start..offset).unwrap_or_default();
        let character = before.chars().map(|char| encoding.units(char)).sum();
        Position { line: int(line), character: int(character) }
    }

    pub(super) fn range(&self, span: Span, encoding: Encoding) -> Range {
        let position = |offset: u32| self.position(offset as usize, encoding);
        Range { start: position(span.start.utf8_offset), end: position(span.end.utf8_offset) }
    }

    /// Returns the rest of a line without its end.
    fn line(&self, start: usize) -> &str {
        let rest = self.text.get(start..).unwrap_or_default();
        rest.split(['\n', '\r']).next().unwrap_or_default()
    }
}

fn int(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Returns the offset in UTF-16 of an offset in bytes.
pub(super) fn utf16_offset(text: &str, offset: usize) -> u32 {
    let before = text.get(..offset).unwrap_or(text);
    int(before.chars().map(char::len_utf16).sum())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BOTH: [Encoding; 2] = [Encoding::Utf8, Encoding::Utf16];

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn positions_count_the_units_of_the_encoding() {
        let text = Text::new("a: é\r\nb: 😀x\rc".to_owned());
        for (offset, utf8, utf16) in
            [(3, at(0, 3), at(0, 3)), (5, at(0, 5), at(0, 4)), (14, at(1, 7), at(1, 5)), (17, at(2, 1), at(2, 1))]
        {
            assert_eq!(text.position(offset, Encoding::Utf8), utf8);
            assert_eq!(text.position(offset, Encoding::Utf16), utf16);
            assert_eq!(text.offset(utf8, Encoding::Utf8), offset);
            assert_eq!(text.offset(utf16, Encoding::Utf16), offset);
        }
    }

    #[test]
    fn positions_outside_the_text_are_its_nearest() {
        let text = Text::new("a: 😀\nb".to_owned());
        for (position, offset) in [(at(0, 99), 7), (at(9, 0), 9), (at(0, 4), 3), (at(1, 1), 9)] {
            assert_eq!(text.offset(position, Encoding::Utf16), offset, "{position:?}");
        }
    }

    proptest! {
        #[test]
        fn offsets_and_positions_are_inverse(text in "[a😀é\r\n ]{0,20}") {
            let text = Text::new(text);
            for (offset, _) in text.as_str().char_indices() {
                // Between `\r` and `\n` there is no position.
                if text.as_str().get(..offset).is_some_and(|before| before.ends_with('\r')) && text.as_str()[offset..].starts_with('\n') {
                    continue;
                }
                for encoding in BOTH {
                    prop_assert_eq!(text.offset(text.position(offset, encoding), encoding), offset);
                }
            }
        }

        #[test]
        fn changes_are_those_of_the_protocol(
            text in "[a😀é\r\n ]{0,20}",
            from in 0_usize..20,
            length in 0_usize..8,
            new in "[b\n]{0,3}",
            is_utf_16: bool,
        ) {
            let encoding = BOTH[usize::from(is_utf_16)];
            let mut changed = Text::new(text.clone());
            let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let [from, to] = [from, from + length].map(boundary).map(|at| {
                changed.offset(changed.position(at, encoding), encoding)
            });
            let range = Range { start: changed.position(from, encoding), end: changed.position(to, encoding) };
            changed.change(
                TextDocumentContentChangeEvent { range: Some(range), range_length: None, text: new.clone() },
                encoding,
            );
            let expected = [&text[..from], &new, &text[to.max(from)..]].concat();
            prop_assert_eq!(changed.as_str(), expected);
        }
    }
}
