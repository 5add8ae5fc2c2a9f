//! Where things stand in the stream.

/// Where something stands: the document, from 0, and for each list around it the place in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::inventory) struct Location {
    pub(in crate::inventory) document: u32,
    /// RFC 6901.
    pub(in crate::inventory) pointer: String,
    /// Both from 1; a column is a byte.
    pub(in crate::inventory) line: u64,
    pub(in crate::inventory) column: u64,
}

/// Counts lines, up to a place in the chunk.
#[derive(Default)]
pub(super) struct Lines {
    /// Line ends before the place.
    pub(super) count: u64,
    /// Where the last one stands in the stream, and one more.
    pub(super) line_start: u64,
    /// In the chunk.
    pub(super) place: usize,
}

impl Lines {
    /// Goes on to a place in the chunk; gives its line and column.
    pub(super) fn at(&mut self, chunk: &[u8], place: usize, offset: u64) -> (u64, u64) {
        if let Some(passed) = chunk.get(self.place..place) {
            let ends = passed.iter().filter(|&&byte| byte == b'\n').count();
            if ends > 0 {
                self.count += ends as u64;
                let last = passed.iter().rposition(|&byte| byte == b'\n').expect("there are line ends");
                self.line_start = offset + (self.place + last + 1) as u64;
            }
            self.place = place;
        }
        (self.count + 1, (offset + place as u64).saturating_sub(self.line_start) + 1)
    }
}
