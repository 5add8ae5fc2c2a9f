//! Lists put in order, and sets made of lists.
//!
//! The standard library's sorts are compiled anew for each type and comparison, at some 5 KB of the component each, and
//! `collect` into a sorted set or map is one of them. Here is one sort, of numbers by what they stand for, and sets are
//! made by inserting.

use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Puts places in the order of what they stand for; those of equals stay in theirs.
#[inline(never)]
pub(crate) fn sort_places(places: &mut [u32], compare: &dyn Fn(u32, u32) -> Ordering) {
    places.sort_by(|&a, &b| compare(a, b));
}

/// The items in order; equals stay in theirs.
pub(crate) fn sorted<T>(items: Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) -> Vec<T> {
    let mut places: Vec<u32> = (0_u32..).zip(&items).map(|(place, _)| place).collect();
    let item = |place: u32| items.get(place as usize);
    sort_places(&mut places, &|a, b| item(a).zip(item(b)).map_or(Ordering::Equal, |(a, b)| compare(a, b)));
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    places.into_iter().filter_map(|place| items.get_mut(place as usize)?.take()).collect()
}

/// The items, each once.
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
