//! The selection flow: what a spec would take of a cluster, and why not the rest; what several targets leave uncovered,
//! and what they both take.
//!
//! It follows what Velero does with the Backup that the operator makes of a spec: a label selector without labels is
//! left out, the rest is taken over as it is. Velero's CSI actions, hooks, volume policies, volume groups and plugins of
//! third parties are not modelled: they may bring more along. Nor is the data of volumes: whether it is saved is up to
//! the operator's settings, which a spec does not have.

mod coverage;
mod evaluation;
mod filter;
mod findings;
mod names;
mod namespaces;
mod related;
mod resources;
#[cfg(test)]
mod tests;

pub use coverage::{Coverage, Overlap, TargetCoverage};
pub use evaluation::{Evaluation, Verdict};
pub use namespaces::matching_namespaces;

use crate::model::Spec;

/// Why an object is in a backup, or is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Reason {
    /// The spec selects it.
    Selected,
    /// Brought by an object that is included: the volume of a claim, the roles of a service account, a definition.
    ComesAlong,
    /// A Namespace that comes with its objects, or by its labels; one whose name is taken is selected.
    NamespaceOfSelected,
    /// Velero refuses the spec, or the backup fails: nothing is selected.
    SpecRefused,
    /// Its namespace is not among those that are included.
    NamespaceNotIncluded,
    /// Its namespace is excluded.
    NamespaceExcluded,
    /// Its kind is not among those that are included.
    ResourceNotIncluded,
    /// Its kind is excluded.
    ResourceExcluded,
    /// It is in no namespace, and `include_cluster_resources` is false.
    ClusterScopeExcluded,
    /// It is in no namespace, `include_cluster_resources` is not set, and the backup is not one of everything.
    ClusterScopeNotAutomatic,
    /// It has not the labels of the selector.
    LabelsDoNotMatch,
    /// It has the label `velero.io/exclude-from-backup: "true"`.
    ExcludeLabel,
    /// It has the annotation `velero.io/skip-from-backup`, on a kind where Velero looks at it.
    SkipAnnotation,
    /// Velero does not see its kind.
    UnknownResource,
    /// It is being deleted, or is a Namespace that is not active.
    BeingDeleted,
}

impl Reason {
    /// Whether an object is in the backup for this reason.
    pub fn is_included(self) -> bool {
        matches!(self, Reason::Selected | Reason::ComesAlong | Reason::NamespaceOfSelected)
    }
}

/// The entry of the spec that decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum SpecEntry {
    /// No entry of the spec did.
    #[default]
    None,
    IncludeNamespaces,
    ExcludeNamespaces,
    ExcludeNamespace(u32),
    IncludeResources,
    ExcludeResource(u32),
    IncludeClusterResources,
    /// By its place among the labels.
    Label(u32),
}

impl SpecEntry {
    /// Returns the JSON pointer into the spec (RFC 6901); `None` where no entry decided.
    fn text(self, spec: &Spec) -> Option<String> {
        Some(match self {
            SpecEntry::None => return None,
            SpecEntry::IncludeNamespaces => "/include_namespaces".to_owned(),
            SpecEntry::ExcludeNamespaces => "/exclude_namespaces".to_owned(),
            SpecEntry::ExcludeNamespace(index) => format!("/exclude_namespaces/{index}"),
            SpecEntry::IncludeResources => "/include_resources".to_owned(),
            SpecEntry::ExcludeResource(index) => format!("/exclude_resources/{index}"),
            SpecEntry::IncludeClusterResources => "/include_cluster_resources".to_owned(),
            SpecEntry::Label(index) => {
                let (key, _) = spec.label_selector.as_ref()?.iter().nth(index as usize)?;
                let root = crate::diagnostic::Pointer::Root;
                root.key("label_selector").key(key).to_string()
            }
        })
    }
}
