//! The selection flow: the objects that a spec selects, and the reasons for the others; the objects that no target
//! covers, and those that several targets cover.
//!
//! It follows what Velero does with the Backup that the operator makes of a spec. The operator removes a label selector
//! without labels, and copies the rest.
//!
//! Not modelled are:
//!
//! - Velero's CSI actions, hooks, volume policies and volume groups, and plugins of third parties, which may bring more
//!   objects along
//! - the data of volumes, which depends on the operator's settings

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
pub use evaluation::{Evaluation, Outcome, Verdict};
pub use namespaces::matching_namespaces;

use crate::model::Spec;

/// Why an object is in a backup, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Reason {
    /// The spec selects it.
    Selected,
    /// An included object brings it along: the volume of a claim, the roles of a service account, a definition.
    ComesAlong,
    /// It is a Namespace that its objects or its labels bring along. A Namespace that is included by name is
    /// `Selected`.
    NamespaceOfSelected,
    /// Velero refuses the spec, or the backup fails. Nothing is selected.
    SpecRefused,
    /// Its namespace is not included.
    NamespaceNotIncluded,
    /// Its namespace is excluded.
    NamespaceExcluded,
    /// Its kind is not included.
    ResourceNotIncluded,
    /// Its kind is excluded.
    ResourceExcluded,
    /// It is cluster-scoped, and `include_cluster_resources` is false.
    ClusterScopeExcluded,
    /// It is cluster-scoped, `include_cluster_resources` is not set, and the backup is not one of everything.
    ClusterScopeNotAutomatic,
    /// It does not have the labels of the selector.
    LabelsDoNotMatch,
    /// It has the label `velero.io/exclude-from-backup: "true"`.
    ExcludeLabel,
    /// It has the annotation `velero.io/skip-from-backup`, on a kind for which Velero reads it.
    SkipAnnotation,
    /// Velero does not see its kind.
    UnknownResource,
    /// It is being deleted, or is a Namespace that is not active.
    BeingDeleted,
}

impl Reason {
    /// Whether an object with this reason is in the backup.
    pub fn is_included(self) -> bool {
        matches!(self, Reason::Selected | Reason::ComesAlong | Reason::NamespaceOfSelected)
    }
}

/// The entry of the spec that decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum SpecEntry {
    /// No entry of the spec decided.
    #[default]
    None,
    IncludeNamespaces,
    ExcludeNamespaces,
    ExcludeNamespace(u32),
    IncludeResources,
    ExcludeResource(u32),
    IncludeClusterResources,
    /// By the index of the label.
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
