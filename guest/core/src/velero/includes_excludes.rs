//! A pair of lists: what Velero includes, and what it excludes from that.

use super::glob::Pattern;

/// The two lists of namespaces or of resources. An unset list and an empty list are the same.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IncludesExcludes<'s> {
    pub(crate) includes: &'s [String],
    pub(crate) excludes: &'s [String],
}

impl<'s> IncludesExcludes<'s> {
    /// Whether everything is included, except the excludes.
    pub(crate) fn includes_all(self) -> bool {
        self.includes.is_empty() || self.includes.iter().any(|name| name == "*")
    }

    /// Whether everything is included and nothing is excluded.
    pub(crate) fn is_everything(self) -> bool {
        self.includes_all() && self.excludes.is_empty()
    }

    /// Returns the excludes that are [used](first_unreadable), with their indexes.
    pub(crate) fn used_excludes(self) -> impl Iterator<Item = (usize, &'s String)> {
        let unreadable = first_unreadable(self.excludes.iter().map(String::as_str));
        let is_used = move |name: &str| unreadable.is_none_or(|unreadable| name < unreadable);
        self.excludes.iter().enumerate().filter(move |(_, name)| is_used(name))
    }

    /// Returns the names of both lists.
    pub(crate) fn names(self) -> impl Iterator<Item = &'s String> {
        self.includes.iter().chain(self.excludes)
    }
}

/// Returns the entry from which on Velero uses no entry of a list. It matches them in sorted order, and ignores one that it
/// cannot compile and all that follow it.
pub(crate) fn first_unreadable<'n>(names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    names.filter(|name| Pattern::compile(name).is_err()).min()
}

/// The namespaced kind that Velero excludes, in the releases that
/// [exclude volume snapshots](crate::release::Behaviour::ExcludesVolumeSnapshots).
pub(crate) const EXCLUDED_NAMESPACED: &str = "volumesnapshots.snapshot.storage.k8s.io";
/// The cluster-scoped kind that it excludes.
pub(crate) const EXCLUDED_CLUSTER_SCOPED: &str = "volumesnapshotcontents.snapshot.storage.k8s.io";
