//! Tracks open brackets.

/// The open brackets of a value: their number, and for each of the outer 128 whether it is that of an object.
#[derive(Default)]
pub(super) struct Nesting {
    pub(super) depth: u32,
    objects: u128,
}

impl Nesting {
    pub(super) fn open(&mut self, is_object: bool) {
        let bit = 1_u128.checked_shl(self.depth).unwrap_or(0);
        self.objects = if is_object { self.objects | bit } else { self.objects & !bit };
        self.depth = self.depth.saturating_add(1);
    }

    /// Closes the innermost bracket. Returns whether it is of this kind, or too deep to know.
    pub(super) fn close(&mut self, is_object: bool) -> bool {
        let is_match = self.is_in_object().is_none_or(|is_in_object| is_in_object == is_object);
        self.depth = self.depth.saturating_sub(1);
        is_match
    }

    /// Whether the innermost bracket is that of an object; `None` if it is too deep to know.
    pub(super) fn is_in_object(&self) -> Option<bool> {
        let bit = 1_u128.checked_shl(self.depth.checked_sub(1)?)?;
        Some(self.objects & bit != 0)
    }
}
