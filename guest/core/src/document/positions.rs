//! Places in a text, counted as people, bytes and browsers count.

use std::ops::Range;

use crate::diagnostic::{Position, Span};

/// Turns byte offsets of one text into positions, each in constant time.
#[derive(Clone, Debug)]
pub(crate) struct Positions {
    /// The position at or before every [`Positions::STRIDE`] bytes.
    checkpoints: Vec<Position>,
}

impl Positions {
    const STRIDE: usize = 256;

    pub(crate) fn of(text: &str) -> Self {
        let mut checkpoints = Vec::with_capacity(text.len() / Self::STRIDE + 1);
        let mut position = START;
        for char in text.chars() {
            if position.utf8_offset as usize >= checkpoints.len() * Self::STRIDE {
                checkpoints.push(position);
            }
            advance(&mut position, char);
        }
        Positions { checkpoints }
    }

    /// The position of a byte offset; within a character or past the end, that of the character or of the end.
    pub(crate) fn at(&self, text: &str, offset: usize) -> Position {
        let offset = text.floor_char_boundary(offset);
        let nearest = self.checkpoints.partition_point(|checkpoint| checkpoint.utf8_offset as usize <= offset);
        let mut position =
            nearest.checked_sub(1).and_then(|nearest| self.checkpoints.get(nearest)).map_or(START, |at| *at);
        for char in text.get(position.utf8_offset as usize..offset).expect("both are on characters").chars() {
            advance(&mut position, char);
        }
        position
    }

    pub(crate) fn span(&self, text: &str, range: Range<usize>) -> Span {
        Span { start: self.at(text, range.start), end: self.at(text, range.end) }
    }
}

const START: Position = Position { utf8_offset: 0, utf16_offset: 0, line: 1, column: 1 };

fn advance(position: &mut Position, char: char) {
    // At most four and two: no text in memory overflows.
    position.utf8_offset = position.utf8_offset.saturating_add(char.len_utf8() as u32);
    position.utf16_offset = position.utf16_offset.saturating_add(char.len_utf16() as u32);
    if char == '\n' {
        position.line += 1;
        position.column = 1;
    } else {
        position.column += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn positions_count_what_is_before(text in "(?s)[a\n\r\té漢😀]{0,600}", offset in 0..2000_usize) {
            let before = &text[..text.floor_char_boundary(offset)];
            let last_line = before.rsplit('\n').next().unwrap_or_default();
            let expected = Position {
                utf8_offset: before.len() as u32,
                utf16_offset: before.encode_utf16().count() as u32,
                line: before.matches('\n').count() as u32 + 1,
                column: last_line.chars().count() as u32 + 1,
            };
            prop_assert_eq!(Positions::of(&text).at(&text, offset), expected);
        }
    }
}
