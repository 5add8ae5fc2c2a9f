//! Did you mean.

/// What is longer is no name, and would take its time.
const LONGEST: usize = 100;

/// How many slips of the hand lie between two words: characters to insert, remove, replace or swap with their
/// neighbour. `None` when there are more than `most`.
pub(crate) fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let length = |text: &str| text.chars().take(LONGEST + 1).count();
    let (length_a, length_b) = (length(a), length(b));
    if length_a.max(length_b) > LONGEST || length_a.abs_diff(length_b) > most {
        return None;
    }
    // A letter that only one of them has is a slip at least.
    let (letters_a, letters_b) = (letters(a), letters(b));
    let slips = (letters_a & !letters_b).count_ones().max((letters_b & !letters_a).count_ones());
    if slips as usize > most {
        return None;
    }
    Some(strsim::osa_distance(a, b)).filter(|distance| *distance <= most)
}

/// Which characters stand in a text, a bit for all that are alike in their last six bits.
fn letters(text: &str) -> u64 {
    text.chars().fold(0, |letters, char| letters | 1 << (u32::from(char) % 64))
}

/// The candidate that a misspelled name was probably meant to be; `None` when none is near.
pub(crate) fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    // A third of the characters may be wrong, and no more than three; of two at the same distance the first counts.
    let most = (name.chars().take(LONGEST + 1).count() / 3).min(3);
    let near = candidates.into_iter().filter_map(|candidate| Some((distance(name, candidate, most)?, candidate)));
    near.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_near_text_is_passed_over(a in "[a-c.é]{0,6}", b in "[a-c.é]{0,6}", most in 0_usize..4) {
            prop_assert_eq!(distance(&a, &b, most), Some(strsim::osa_distance(&a, &b)).filter(|found| *found <= most));
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
