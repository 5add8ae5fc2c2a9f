//! Sorts lists, and collects sets.
//!
//! The standard library's sorts are compiled again for each type and comparison. Each adds about 5 KB to the component.
//! `collect` into a `BTreeSet` or a `BTreeMap` uses such a sort too. This module has one sort, of indexes, and inserts
//! items into sets one by one.

use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Sorts indexes by their items. The sort is stable.
#[inline(never)]
pub(crate) fn sort_indexes(indexes: &mut [u32], compare: &dyn Fn(u32, u32) -> Ordering) {
    indexes.sort_by(|&a, &b| compare(a, b));
}

/// Returns the items in order. The sort is stable.
pub(crate) fn sorted<T>(items: Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) -> Vec<T> {
    const OF_ITEM: &str = "each item has one index";
    let mut indexes: Vec<u32> = (0_u32..).zip(&items).map(|(index, _)| index).collect();
    let item = |index: u32| items.get(index as usize).expect(OF_ITEM);
    sort_indexes(&mut indexes, &|a, b| compare(item(a), item(b)));
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    let take = |index: u32| items.get_mut(index as usize).and_then(Option::take).expect(OF_ITEM);
    indexes.into_iter().map(take).collect()
}

/// Returns the set of the items.
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
        fn sorts_like_the_standard_library(mut items: Vec<(u8, u32)>) {
            let sorted = sorted(items.clone(), &|a, b| a.0.cmp(&b.0));
            items.sort_by_key(|item| item.0);
            prop_assert_eq!(sorted, items);
        }
    }
}
