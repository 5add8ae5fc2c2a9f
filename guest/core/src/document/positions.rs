//! Positions in a text: lines and columns, and offsets in UTF-8 and UTF-16.

use std::ops::Range;
use std::sync::OnceLock;

use crate::diagnostic::{Position, Span};
use crate::sort::sorted;

const START: Position = Position { utf8_offset: 0, utf16_offset: 0, line: 1, column: 1 };

/// Returns a span with offsets in bytes only; [`complete`] adds the rest.
pub(super) fn span_of_bytes(range: &Range<usize>) -> Span {
    // Longer texts are not read.
    let at = |offset: usize| Position { utf8_offset: u32::try_from(offset).expect("MAX_TEXT_BYTES"), ..START };
    Span { start: at(range.start), end: at(range.end) }
}

/// Completes positions whose offset in bytes is known, in one pass over the text.
pub(super) fn complete(text: &str, positions: Vec<&mut Position>) {
    let mut passed = START;
    for position in sorted(positions, &|a, b| a.utf8_offset.cmp(&b.utf8_offset)) {
        passed = advanced(passed, text, position.utf8_offset as usize);
        *position = passed;
    }
}

/// Returns the position of a byte offset. Inside a character, it is that of the character; after the end, that of the
/// end.
pub(crate) fn position(text: &str, offset: usize) -> Position {
    advanced(START, text, text.floor_char_boundary(offset))
}

/// Converts an offset in UTF-16 to one in bytes; `None` after the end.
pub(super) fn utf8_offset(text: &str, utf16_offset: u32) -> Option<usize> {
    let mut units = 0;
    let mut ends = text.char_indices().map(|(start, char)| (start + char.len_utf8(), char.len_utf16() as u32));
    let mut end = 0;
    while units < utf16_offset {
        let (char_end, char_units) = ends.next()?;
        (end, units) = (char_end, units + char_units);
    }
    Some(end)
}

/// Returns the position of a later offset, which is at a character.
fn advanced(from: Position, text: &str, offset: usize) -> Position {
    let passed = text.get(from.utf8_offset as usize..offset).expect("both are at characters, in order");
    let (lines, last_line) = match passed.rsplit_once('\n') {
        Some((lines, last_line)) => (1 + count(lines, |byte| byte == b'\n'), last_line),
        None => (0, passed),
    };
    Position {
        utf8_offset: from.utf8_offset + passed.len() as u32,
        // Characters of four bytes are two units.
        utf16_offset: from.utf16_offset + chars(passed) + count(passed, |byte| byte >= 0xf0),
        line: from.line + lines,
        column: if lines > 0 { 1 } else { from.column } + chars(last_line),
    }
}

/// Counts characters: each has one byte that is not a continuation byte.
fn chars(text: &str) -> u32 {
    count(text, |byte| byte & 0xc0 != 0x80)
}

fn count(text: &str, is_counted: impl Fn(u8) -> bool) -> u32 {
    text.bytes().filter(|byte| is_counted(*byte)).count() as u32
}

/// Converts offsets of one text into positions, in constant time after the first one.
#[derive(Debug, Default)]
pub(super) struct Positions {
    /// The positions of every [`Positions::STRIDE`] bytes.
    checkpoints: OnceLock<Vec<Position>>,
}

impl Positions {
    const STRIDE: usize = 4096;

    pub(super) fn span(&self, text: &str, range: Range<usize>) -> Span {
        let checkpoints = self.checkpoints.get_or_init(|| {
            let offsets = (Self::STRIDE..text.len()).step_by(Self::STRIDE);
            offsets
                .scan(START, |last, offset| {
                    *last = advanced(*last, text, text.floor_char_boundary(offset));
                    Some(*last)
                })
                .collect()
        });
        let at = |offset| {
            let before = checkpoints.partition_point(|checkpoint| checkpoint.utf8_offset as usize <= offset);
            let nearest = before.checked_sub(1).and_then(|before| checkpoints.get(before)).copied();
            advanced(nearest.unwrap_or(START), text, offset)
        };
        Span { start: at(range.start), end: at(range.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn counted(text: &str, offset: usize) -> Position {
        let before = &text[..offset];
        Position {
            utf8_offset: before.len() as u32,
            utf16_offset: before.encode_utf16().count() as u32,
            line: before.matches('\n').count() as u32 + 1,
            column: before.rsplit('\n').next().unwrap_or_default().chars().count() as u32 + 1,
        }
    }

    proptest! {
        #[test]
        fn positions_count_the_text_before_them(
            text in "(?s)[a\n\r\té漢😀]{0,6000}",
            offsets in prop::collection::vec(0..20_000_usize, 0..9),
        ) {
            let offsets: Vec<usize> = offsets.into_iter().map(|offset| text.floor_char_boundary(offset)).collect();
            let expected: Vec<Position> = offsets.iter().map(|offset| counted(&text, *offset)).collect();
            let positions = Positions::default();
            let one_by_one = offsets.iter().map(|offset| positions.span(&text, *offset..*offset).start);
            prop_assert_eq!(one_by_one.collect::<Vec<_>>(), expected.clone());
            let mut together: Vec<Position> = offsets.iter().map(|offset| span_of_bytes(&(*offset..*offset)).end).collect();
            complete(&text, together.iter_mut().collect());
            prop_assert_eq!(together, expected);
        }
    }
}
