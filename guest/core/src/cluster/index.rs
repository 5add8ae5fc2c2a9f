//! Finds kinds by their names, and the kind that is nearest to a misspelled name.

use std::borrow::Cow;

use super::api_resource::{ApiResource, in_lower_case};
use crate::sort::sorted;
use crate::suggest::Word;

/// A name, and the index of a kind with this name.
pub(super) type IndexEntry = (Cow<'static, str>, u32);

/// [`IndexEntry`]s of a built-in table.
macro_rules! index_entries {
    [$(($name:literal, $index:literal)),*] => { [$((::std::borrow::Cow::Borrowed($name), $index)),*] };
}
pub(super) use index_entries;

/// The indexes of kinds, by their names.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Index {
    called: SortedNames,
    abbreviated: SortedNames,
}

/// Sorted by name and then by index.
#[derive(Clone, Debug, PartialEq)]
struct SortedNames(Cow<'static, [IndexEntry]>);

impl Index {
    /// Creates an index from tables that are sorted by name and then by index: plurals and singulars, and short names.
    pub(super) const fn of_tables(by_name: &'static [IndexEntry], by_short_name: &'static [IndexEntry]) -> Self {
        Index { called: SortedNames(Cow::Borrowed(by_name)), abbreviated: SortedNames(Cow::Borrowed(by_short_name)) }
    }

    pub(super) fn of(kinds: &[ApiResource]) -> Self {
        let (mut called, mut abbreviated) = (Vec::new(), Vec::new());
        for (index, kind) in (0_u32..).zip(kinds) {
            let singular = kind.singular();
            if singular != kind.plural {
                called.push((singular.into_owned().into(), index));
            }
            called.push((kind.plural.clone(), index));
            abbreviated.extend(kind.short_names.iter().map(|short| (short.clone(), index)));
        }
        Index { called: SortedNames::of(called), abbreviated: SortedNames::of(abbreviated) }
    }

    /// Returns the kinds whose plural or singular is this resource in lower case, in order.
    pub(super) fn called(&self, resource: &str) -> impl Iterator<Item = u32> {
        self.called.of_name(resource)
    }

    /// Returns the kinds with this short name, in order.
    pub(super) fn abbreviated(&self, short_name: &str) -> impl Iterator<Item = u32> {
        self.abbreviated.of_name(short_name)
    }
}

/// Returns the kind that Velero sees and that is nearest to a name in lower case; of two at the same distance, the
/// first.
pub(super) fn nearest<'k>(name: &str, kinds: &'k [ApiResource]) -> Option<&'k ApiResource> {
    let name = Word::new(name);
    let mut nearest = None;
    for resource in kinds.iter().filter(|resource| resource.is_seen_by_velero()) {
        for written in [&*resource.group_resource(), &resource.plural, &in_lower_case(&resource.kind)] {
            let most = nearest.map_or(name.max_distance(), |(distance, _)| distance - 1);
            // The same text is not a misspelling: it resolves to another group.
            if let Some(distance) = name.distance(&Word::new(written), most).filter(|&distance| distance > 0) {
                nearest = Some((distance, resource));
            }
        }
    }
    nearest.map(|(_, resource)| resource)
}

impl SortedNames {
    fn of(entries: Vec<IndexEntry>) -> Self {
        SortedNames(sorted(entries, &|(a, _), (b, _)| a.cmp(b)).into())
    }

    fn of_name(&self, name: &str) -> impl Iterator<Item = u32> {
        let start = self.0.partition_point(|(known, _)| &**known < name);
        let of_name = self.0.split_at(start).1.iter().take_while(move |(known, _)| known == name);
        of_name.map(|(_, index)| *index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_kind() -> impl Strategy<Value = ApiResource> {
        let name = || "[ab]{1,3}";
        let kind = ("[AB][ab]{0,2}", prop::option::of("[ab]{0,2}"), prop::collection::vec(name(), 0..2));
        (prop::option::of(name()), name(), kind, any::<bool>()).prop_map(|(group, plural, kind, is_seen)| {
            let (kind, singular, short_names) = kind;
            ApiResource {
                group: group.unwrap_or_default().into(),
                plural: plural.into(),
                singular: singular.map(Cow::from),
                kind: kind.into(),
                short_names: short_names.into_iter().map(Cow::from).collect(),
                namespaced: true,
                verbs: if is_seen { Vec::new() } else { vec!["get".into()] }.into(),
            }
        })
    }

    /// Returns the indexes of the kinds with a property.
    fn entries(kinds: &[ApiResource], is_it: impl Fn(&ApiResource) -> bool) -> Vec<u32> {
        (0..).zip(kinds).filter(|(_, kind)| is_it(kind)).map(|(index, _)| index).collect()
    }

    proptest! {
        #[test]
        fn the_index_agrees_with_a_search(kinds in prop::collection::vec(any_kind(), 0..9), name in "[ab]{0,3}") {
            let made = Index::of(&kinds);
            let is_called = |kind: &ApiResource| kind.plural == name || kind.singular() == name;
            prop_assert_eq!(made.called(&name).collect::<Vec<_>>(), entries(&kinds, is_called));
            let mut abbreviated: Vec<u32> = made.abbreviated(&name).collect();
            abbreviated.dedup();
            prop_assert_eq!(abbreviated, entries(&kinds, |kind| kind.short_names.iter().any(|short| *short == name)));
        }

        #[test]
        fn the_nearest_kind_is_as_near_as_any(kinds in prop::collection::vec(any_kind(), 0..9), name in "[ab]{0,9}(\\.[ab])?") {
            let distance = |resource: &ApiResource| {
                let written = [resource.group_resource(), resource.plural.to_string(), in_lower_case(&resource.kind)];
                let most = Word::new(&name).max_distance();
                let distances = written.map(|text| strsim::osa_distance(&name, &text));
                distances.into_iter().filter(|found| resource.is_seen_by_velero() && (1..=most).contains(found)).min()
            };
            let least = kinds.iter().filter_map(distance).min();
            let expected = least.and_then(|least| kinds.iter().position(|kind| distance(kind) == Some(least)));
            prop_assert_eq!(nearest(&name, &kinds), expected.map(|index| &kinds[index]));
        }
    }
}
