//! Did you mean.

/// Maximum length of a word that is compared, in characters, to bound the time.
const MAX_WORD_CHARS: usize = 100;

/// A word, with what shows at a glance that another is far from it.
#[derive(Debug)]
pub(crate) struct Word<'w> {
    text: &'w str,
    /// In characters, of so many that are counted.
    length: usize,
    /// Which characters stand in it, a bit for all that are alike in their last six bits.
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

    /// How many slips of the hand lie between two words: characters to insert, remove, replace or swap with their
    /// neighbour. `None` when there are more than `most`.
    pub(crate) fn distance(&self, other: &Word<'_>, most: usize) -> Option<usize> {
        if self.length.max(other.length) > MAX_WORD_CHARS || self.length.abs_diff(other.length) > most {
            return None;
        }
        // A letter that only one of them has is a slip at least.
        let missing = |a: &Word<'_>, b: &Word<'_>| (a.letters & !b.letters).count_ones() as usize;
        if missing(self, other).max(missing(other, self)) > most {
            return None;
        }
        Some(strsim::osa_distance(self.text, other.text)).filter(|distance| *distance <= most)
    }

    /// Maximum edit distance for a suggestion: a third of the characters, and at most three.
    pub(crate) fn max_distance(&self) -> usize {
        (self.length / 3).min(3)
    }
}

/// The candidate that a misspelled name was probably meant to be; `None` when none is near.
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let name = Word::new(name);
    let distance = |candidate: &str| name.distance(&Word::new(candidate), name.max_distance());
    let near = candidates.into_iter().filter_map(|candidate| Some((distance(candidate)?, candidate)));
    // Of two at the same distance the first counts.
    near.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_near_text_is_passed_over(a in "[a-c.é]{0,6}", b in "[a-c.é]{0,6}", most in 0_usize..4) {
            let distance = Word::new(&a).distance(&Word::new(&b), most);
            prop_assert_eq!(distance, Some(strsim::osa_distance(&a, &b)).filter(|found| *found <= most));
        }
    }

    #[test]
    fn the_nearest_name_is_found_and_a_strange_one_is_not() {
        let fields = ["include_namespaces", "exclude_namespaces", "ttl"];
        assert_eq!(nearest("include_namespace", fields), Some("include_namespaces"));
        assert_eq!(nearest("exlcude_namespaces", fields), Some("exclude_namespaces"));
        assert_eq!(nearest("tll", fields), Some("ttl"));
        assert_eq!(nearest("timeout", fields), None);
        assert_eq!(nearest("", fields), None);
        assert_eq!(nearest(&"t".repeat(10_000_000), fields), None);
    }
}
