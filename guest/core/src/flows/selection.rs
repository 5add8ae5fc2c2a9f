//! The selection flow: the objects that a spec selects, and the reasons for the others; the objects that no target
//! covers, and those that several targets cover.
//!
//! It follows what Velero does with the Backup that the operator makes of a spec, in the release of the cluster. The
//! operator removes a label selector without labels, and copies the rest.
//!
//! It also decides which contents of volumes are saved, with the settings of Velero's server and with resource policies.
//!
//! Hooks and plugins of third parties, which may bring more objects along, are not modelled.

mod contents;
mod coverage;
mod evaluation;
mod filter;
mod findings;
mod labels;
pub(crate) mod names;
mod namespaces;
pub(crate) mod policies;
mod policy_filters;
mod related;
pub(crate) mod resources;
mod server;
mod source;
mod stop;
#[cfg(test)]
mod tests;

pub use contents::{
    ContentsCount, CsiClaim, Means, PodVolumeBackup, Said, SavedBy, SavedContents, Unsaved, UnsavedBy, VolumeSubject,
    VolumeVerdict,
};
pub use coverage::{Coverage, Overlap, TargetCoverage};
pub use evaluation::{Evaluation, Outcome, Verdict};
pub use namespaces::matching_namespaces;
pub use server::{read_policies, read_settings};
pub use source::Source;

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
    /// Velero fails to save it, because of an error with its volume or its claim.
    SaveFailed,
    /// A filter of the resource policy leaves it out.
    PolicyExcluded,
}

impl Reason {
    /// Whether an object with this reason is in the backup.
    pub fn is_included(self) -> bool {
        matches!(self, Reason::Selected | Reason::ComesAlong | Reason::NamespaceOfSelected)
    }
}

/// Returns a bit for each reason: whether an object with it is in the backup.
fn included_bits(reasons: &[Reason]) -> impl Iterator<Item = u64> {
    // A multiplication collects the lowest bits of eight bytes in the highest byte.
    const COLLECT: u64 = 0x0102_0408_1020_4080;
    let byte = |eight: &[Reason]| {
        let mut bytes = [0; 8];
        bytes.iter_mut().zip(eight).for_each(|(byte, reason)| *byte = u8::from(reason.is_included()));
        u64::from_le_bytes(bytes).wrapping_mul(COLLECT) >> 56
    };
    let word = move |reasons: &[Reason]| {
        let bytes = reasons.chunks(8).zip((0..).step_by(8));
        bytes.fold(0, |word, (eight, at)| word | byte(eight) << at)
    };
    reasons.chunks(64).map(word)
}
