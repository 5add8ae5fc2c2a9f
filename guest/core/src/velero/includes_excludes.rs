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

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn an_empty_list_and_a_star_include_everything() {
        for (includes, excludes, includes_all, is_everything) in [
            (&[][..], &[][..], true, true),
            (&["a", "*"], &[], true, true),
            (&["*"], &["b"], true, false),
            (&["a"], &[], false, false),
            (&["a*"], &["b"], false, false),
        ] {
            let (includes, excludes) = (texts(includes), texts(excludes));
            let lists = IncludesExcludes { includes: &includes, excludes: &excludes };
            assert_eq!(lists.includes_all(), includes_all, "{lists:?}");
            assert_eq!(lists.is_everything(), is_everything, "{lists:?}");
            assert_eq!(lists.names().count(), includes.len() + excludes.len(), "{lists:?}");
        }
    }

    #[test]
    fn excludes_from_an_unreadable_one_on_are_not_used() {
        let used = |excludes: &[&str]| {
            let excludes = texts(excludes);
            let lists = IncludesExcludes { includes: &[], excludes: &excludes };
            lists.used_excludes().map(|(at, _)| at).collect::<Vec<_>>()
        };
        assert_eq!(used(&["b", "a"]), [0, 1]);
        // `[` is after upper-case letters, and before lower-case ones.
        assert_eq!(used(&["a", "[", "A", "["]), [2]);
        assert!(used(&["a", "[b", "[a"]).is_empty());
        assert_eq!(first_unreadable(["a", "[b", "[a"].into_iter()), Some("[a"));
        assert_eq!(first_unreadable(["a"].into_iter()), None);
    }
}
