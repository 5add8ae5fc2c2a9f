//! Brackets.

/// How deep brackets stand in each other, and of which kind the outer ones are.
#[derive(Default)]
pub(super) struct Nesting {
    pub(super) depth: usize,
    /// Bits: an object, and not an array.
    are_objects: [u64; 16],
}

impl Nesting {
    pub(super) fn open(&mut self, is_object: bool) {
        if let Some(word) = self.are_objects.get_mut(self.depth / 64) {
            let bit = 1 << (self.depth % 64);
            if is_object { *word |= bit } else { *word &= !bit }
        }
        self.depth += 1;
    }

    /// Whether the innermost bracket is closed by one of its kind; deep inside it is taken to be.
    pub(super) fn close(&mut self, is_object: bool) -> bool {
        let Some(depth) = self.depth.checked_sub(1) else { return false };
        self.depth = depth;
        self.are_objects.get(depth / 64).is_none_or(|word| (word >> (depth % 64) & 1 == 1) == is_object)
    }
}
