//! Positions in the stream.

use std::fmt::Write;

use super::List;

/// The position of an object or an error.
pub(in crate::inventory) struct Location {
    /// Index of the document.
    pub(in crate::inventory) document: u32,
    /// RFC 6901 pointer.
    pub(in crate::inventory) pointer: String,
    /// Line and column start at 1. Columns are bytes.
    pub(in crate::inventory) line: u64,
    pub(in crate::inventory) column: u64,
}

impl Location {
    /// Returns the location of an item of the innermost list, in the last document.
    pub(super) fn new(documents: u32, lists: &[List], (line, column): (u64, u64)) -> Self {
        let mut pointer = String::new();
        for list in lists {
            let items = if list.is_array { "" } else { "/items" };
            let _ = write!(pointer, "{items}/{}", list.index);
        }
        Location { document: documents.saturating_sub(1), pointer, line, column }
    }
}

/// Counts line ends, eight bytes at a time.
fn count_line_ends(bytes: &[u8]) -> u64 {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    const LOW_BITS: u64 = 0x7f * EACH;
    const PAIRS: u64 = 0x00ff_00ff_00ff_00ff;
    // In the highest bit of each byte: whether it is a line end.
    let line_ends = |word: &[u8; 8]| {
        let different = u64::from_ne_bytes(*word) ^ (u64::from(b'\n') * EACH);
        !(((different & LOW_BITS) + LOW_BITS) | different | LOW_BITS)
    };
    let (words, rest) = bytes.as_chunks::<8>();
    // A byte counts up to 255.
    let count = |words: &[[u8; 8]]| {
        let counts: u64 = words.iter().map(|word| line_ends(word) >> 7).sum();
        let pairs = (counts & PAIRS) + (counts >> 8 & PAIRS);
        pairs.wrapping_mul(0x0001_0001_0001_0001) >> 48
    };
    let in_rest = rest.iter().filter(|byte| **byte == b'\n').count();
    words.chunks(255).map(count).sum::<u64>() + in_rest as u64
}

/// Counts lines.
#[derive(Default)]
pub(super) struct Lines {
    /// Number of line ends so far.
    count: u64,
    /// Offset in the stream of the start of the last line.
    start: u64,
    /// Position in the chunk up to which line ends are counted.
    counted: usize,
    /// Offset in the stream of the chunk.
    chunk: u64,
}

impl Lines {
    /// Returns line and column of a position, which is not before that of an earlier call.
    pub(super) fn locate(&mut self, chunk: &[u8], at: usize) -> (u64, u64) {
        let passed = chunk.get(self.counted..at).expect("positions are asked for in ascending order");
        let ends = count_line_ends(passed);
        if ends > 0 {
            let last = passed.iter().rposition(|&byte| byte == b'\n').expect("there are line ends");
            self.count += ends;
            self.start = self.chunk + (self.counted + last + 1) as u64;
        }
        self.counted = at;
        (self.count + 1, self.chunk + at as u64 - self.start + 1)
    }

    /// Whether a position is the first one of a line.
    pub(super) fn is_start(&self, chunk: &[u8], at: usize) -> bool {
        match at.checked_sub(1) {
            Some(before) => chunk.get(before) == Some(&b'\n'),
            None => self.start == self.chunk,
        }
    }

    pub(super) fn end_chunk(&mut self, chunk: &[u8]) {
        self.locate(chunk, chunk.len());
        self.counted = 0;
        self.chunk += chunk.len() as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_line_end_counts(bytes in prop::collection::vec(prop_oneof![Just(b'\n'), Just(b'\x0b'), Just(0x8a), any::<u8>()], 0..5000)) {
            let expected = bytes.iter().filter(|byte| **byte == b'\n').count();
            prop_assert_eq!(count_line_ends(&bytes), expected as u64);
            prop_assert_eq!(count_line_ends(&[b'\n'].repeat(bytes.len())), bytes.len() as u64);
        }
    }
}
