//! A pair of lists: what Velero includes, and what it excludes from that.

use crate::model::Spec;

/// The group-resources that Velero always excludes, and removes from the includes if they are written exactly like
/// this.
pub(crate) const ALWAYS_EXCLUDED: [&str; 2] =
    ["volumesnapshots.snapshot.storage.k8s.io", "volumesnapshotcontents.snapshot.storage.k8s.io"];

/// The two lists of namespaces or of resources in a spec. An unset list and an empty list are the same.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IncludesExcludes<'s> {
    pub(crate) includes: &'s [String],
    pub(crate) excludes: &'s [String],
}

impl<'s> IncludesExcludes<'s> {
    fn of(includes: &'s Option<Vec<String>>, excludes: &'s Option<Vec<String>>) -> Self {
        let list = |names: &'s Option<Vec<String>>| names.as_deref().unwrap_or(&[]);
        IncludesExcludes { includes: list(includes), excludes: list(excludes) }
    }

    /// Whether everything is included, except the excludes.
    pub(crate) fn includes_all(self) -> bool {
        self.includes.is_empty() || self.includes.iter().any(|name| name == "*")
    }

    /// Whether everything is included and nothing is excluded.
    pub(crate) fn is_everything(self) -> bool {
        self.includes_all() && self.excludes.is_empty()
    }

    /// Returns the names of both lists.
    pub(crate) fn names(self) -> impl Iterator<Item = &'s String> {
        self.includes.iter().chain(self.excludes)
    }
}

impl Spec {
    pub(crate) fn namespaces(&self) -> IncludesExcludes<'_> {
        IncludesExcludes::of(&self.include_namespaces, &self.exclude_namespaces)
    }

    pub(crate) fn resources(&self) -> IncludesExcludes<'_> {
        IncludesExcludes::of(&self.include_resources, &self.exclude_resources)
    }
}
