//! Velero's idea of two lists: what is included, and what of that is excluded.

use crate::model::Spec;

/// The group-resources that Velero always excludes, and removes from the includes where they are written exactly so.
pub(crate) const ALWAYS_EXCLUDED: [&str; 2] =
    ["volumesnapshots.snapshot.storage.k8s.io", "volumesnapshotcontents.snapshot.storage.k8s.io"];

/// The two lists of a spec about namespaces, or about resources. A list that is not set and an empty one are the same.
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

    /// Whether everything is included that is not excluded.
    pub(crate) fn includes_all(self) -> bool {
        self.includes.is_empty() || self.includes.iter().any(|name| name == "*")
    }

    /// Whether everything is included and nothing is excluded.
    pub(crate) fn is_everything(self) -> bool {
        self.includes_all() && self.excludes.is_empty()
    }

    /// The names of both lists.
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
