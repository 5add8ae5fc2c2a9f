//! A list of names and patterns, matched as in Velero.

use std::collections::BTreeMap;

use crate::names::{MAX_DNS_SUBDOMAIN, MAX_GROUP_RESOURCE};
use crate::velero::glob::{self, Pattern};

/// Maximum number of names times kinds when a list is resolved: about a second.
const MAX_SELECTION_LOOKUPS: usize = 20_000_000;

/// Names and patterns, each with its index in the list of the spec; `None` for entries that Velero adds.
///
/// Velero matches the patterns in alphabetical order. It stops at the first that does not compile, and ignores the
/// rest.
#[derive(Default)]
pub(crate) struct NameMatcher<'s> {
    plain: BTreeMap<&'s str, Option<u32>>,
    patterns: Vec<(Pattern, Option<u32>)>,
}

impl<'s> NameMatcher<'s> {
    pub(crate) fn of(names: impl Iterator<Item = (&'s str, Option<u32>)>) -> Self {
        let mut sorted = BTreeMap::new();
        for (name, index) in names {
            sorted.entry(name).or_insert(index);
        }
        let mut names = NameMatcher::default();
        for (name, index) in sorted {
            if is_plain(name) {
                names.plain.insert(name, index);
            } else if name.len() <= MAX_DNS_SUBDOMAIN {
                let Ok(pattern) = Pattern::compile(name) else { break };
                names.patterns.push((pattern, index));
            }
        }
        names
    }

    /// Returns the index of the plain entry with this name.
    pub(crate) fn written(&self, name: &str) -> Option<u32> {
        self.plain.get(name).copied().flatten()
    }

    /// Returns the index of the entry that matches: the name itself, or else the first pattern.
    pub(crate) fn matching(&self, name: &str) -> Option<Option<u32>> {
        let patterns = if can_match(name) { self.patterns.as_slice() } else { &[] };
        let plain = self.plain.get(name).copied();
        plain.or_else(|| patterns.iter().find(|(pattern, _)| pattern.matches(name)).map(|&(_, index)| index))
    }
}

/// Whether a name is matched against patterns.
pub(crate) fn can_match(name: &str) -> bool {
    name.len() <= MAX_GROUP_RESOURCE
}

/// Whether a pattern only matches its own text.
pub(crate) fn is_plain(name: &str) -> bool {
    !name.contains(['*', '?', '[', '{', '\\', '\0', '\u{fffd}'])
}

/// Whether it takes too long to look up each name in the kinds.
pub(crate) fn exceeds_lookups(names: usize, kinds: usize) -> bool {
    names.saturating_mul(kinds) > MAX_SELECTION_LOOKUPS
}

/// Whether it takes too long to match every pattern of a list with these names.
pub(crate) fn exceeds_steps<'s, 'n>(
    names: impl Iterator<Item = &'s String>,
    candidates: impl Iterator<Item = &'n str>,
) -> bool {
    let patterns = names.map(String::as_str).filter(|name| !is_plain(name) && name.len() <= MAX_DNS_SUBDOMAIN);
    glob::exceeds_steps(patterns, candidates)
}
