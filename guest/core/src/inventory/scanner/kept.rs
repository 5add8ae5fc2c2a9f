//! A buffer for a value that is longer than a chunk.

use super::MAX_INVENTORY_OBJECT_BYTES;

/// The parts of a value from earlier chunks; empty for a value that is too long.
#[derive(Default)]
pub(super) struct Kept {
    bytes: Vec<u8>,
    is_too_long: bool,
}

impl Kept {
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.is_too_long = false;
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn push(&mut self, part: &[u8]) {
        self.is_too_long |= self.bytes.len() + part.len() > MAX_INVENTORY_OBJECT_BYTES;
        if self.is_too_long {
            self.bytes = Vec::new();
        } else {
            self.bytes.extend_from_slice(part);
        }
    }

    /// Returns the value, with its last part; `None` if it is too long.
    pub(super) fn with<'v>(&'v mut self, last: &'v [u8]) -> Option<&'v [u8]> {
        // Most values are in one chunk, and need no copy.
        if self.bytes.is_empty() && !self.is_too_long && last.len() <= MAX_INVENTORY_OBJECT_BYTES {
            return Some(last);
        }
        self.push(last);
        (!self.is_too_long).then_some(&self.bytes)
    }
}
