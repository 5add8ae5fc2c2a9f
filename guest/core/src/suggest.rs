//! Suggestions for misspelled names.

/// Maximum length of a compared word, in characters, to limit the time.
const MAX_WORD_CHARS: usize = 100;

/// A word, with data for a fast check that another word is not similar.
#[derive(Debug)]
pub(crate) struct Word<'w> {
    text: &'w str,
    /// In characters, up to the limit and one more.
    length: usize,
    /// The set of its characters: a bit for all with the same last six bits.
    letters: u64,
}

impl<'w> Word<'w> {
    pub(crate) fn new(text: &'w str) -> Self {
        let (mut length, mut letters) = (0, 0);
        for char in text.chars().take(MAX_WORD_CHARS + 1) {
            length += 1;
            letters |= 1 << (u32::from(char) % 64);
        }
        Word { text, length, letters }
    }

    /// Returns the edit distance of two words: characters to insert, remove, replace or swap with their neighbour.
    /// `None` if it is more than `most`.
    pub(crate) fn distance(&self, other: &Word<'_>, most: usize) -> Option<usize> {
        if self.length.max(other.length) > MAX_WORD_CHARS || self.length.abs_diff(other.length) > most {
            return None;
        }
        // A letter that only one of them has is at least one edit.
        let missing = |a: &Word<'_>, b: &Word<'_>| (a.letters & !b.letters).count_ones() as usize;
        if missing(self, other).max(missing(other, self)) > most {
            return None;
        }
        Some(strsim::osa_distance(self.text, other.text)).filter(|distance| *distance <= most)
    }

    /// Returns the maximum edit distance for a suggestion: a third of the characters, at most three.
    pub(crate) fn max_distance(&self) -> usize {
        (self.length / 3).min(3)
    }
}

/// Returns the candidate that is nearest to a misspelled name; `None` if none is similar.
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let name = Word::new(name);
    let distance = |candidate: &str| name.distance(&Word::new(candidate), name.max_distance());
    let near = candidates.into_iter().filter_map(|candidate| Some((distance(candidate)?, candidate)));
    // Of two at the same distance, the first is used.
    near.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_near_text_is_skipped(a in "[a-c.é]{0,6}", b in "[a-c.é]{0,6}", most in 0_usize..4) {
            let distance = Word::new(&a).distance(&Word::new(&b), most);
            prop_assert_eq!(distance, Some(strsim::osa_distance(&a, &b)).filter(|found| *found <= most));
        }
    }

    #[test]
    fn the_nearest_name_is_found_and_a_different_one_is_not() {
        let fields = ["include_namespaces", "exclude_namespaces", "ttl"];
        assert_eq!(nearest("include_namespace", fields), Some("include_namespaces"));
        assert_eq!(nearest("exlcude_namespaces", fields), Some("exclude_namespaces"));
        assert_eq!(nearest("tll", fields), Some("ttl"));
        assert_eq!(nearest("timeout", fields), None);
        assert_eq!(nearest("", fields), None);
        assert_eq!(nearest(&"t".repeat(10_000_000), fields), None);
    }
}
