//! Sorting, and sets made of lists.
//!
//! The standard library's sorts are compiled anew for each type and comparison, at some 5 KB of the component each, and
//! `collect` into a sorted set or map is one of them. Here is one sort, of indexes by what they are of, and sets are
//! made by inserting.

use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Sorts indexes by what they are of; the sort is stable.
#[inline(never)]
pub(crate) fn sort_indexes(indexes: &mut [u32], compare: &dyn Fn(u32, u32) -> Ordering) {
    indexes.sort_by(|&a, &b| compare(a, b));
}

/// Returns the items in order; the sort is stable.
pub(crate) fn sorted<T>(items: Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) -> Vec<T> {
    const OF_ITEM: &str = "each index is of an item, once";
    let mut indexes: Vec<u32> = (0_u32..).zip(&items).map(|(index, _)| index).collect();
    let item = |index: u32| items.get(index as usize).expect(OF_ITEM);
    sort_indexes(&mut indexes, &|a, b| compare(item(a), item(b)));
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    let take = |index: u32| items.get_mut(index as usize).and_then(Option::take).expect(OF_ITEM);
    indexes.into_iter().map(take).collect()
}

/// Returns the items, each once.
pub(crate) fn set<T: Ord>(items: impl Iterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    set.extend(items);
    set
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(mut items: Vec<(u8, u32)>) {
            let sorted = sorted(items.clone(), &|a, b| a.0.cmp(&b.0));
            items.sort_by_key(|item| item.0);
            prop_assert_eq!(sorted, items);
        }
    }
}
