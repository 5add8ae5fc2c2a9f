//! What a spec takes of a cluster's objects.

use crate::diagnostic::{Authority, Rule, Severity};

/// Every rule of the subject.
pub(super) static RULES: &[&Rule] = &[
    &NAMESPACE_EXCLUDES_ITSELF,
    &SELECTION_TOO_MANY_PATTERNS,
    &NOTHING_SELECTED,
    &NAMESPACE_NOT_FOUND,
    &CLAIM_WITHOUT_VOLUME,
    &RELATED_OBJECT_MISSING,
];

pub static NAMESPACE_EXCLUDES_ITSELF: Rule = Rule {
    code: "namespace-excludes-itself",
    severity: Severity::Error,
    summary: "a namespace that is included is not excluded by its own label",
    explanation: "\
Velero excludes each Namespace with the label `velero.io/exclude-from-backup: \"true\"`. When such a namespace is named
in `include_namespaces`, it is in both lists, and Velero refuses the backup. Remove the label, or the name. A namespace
that only a pattern reaches is left out.",
    authority: Authority::Velero,
};

pub static SELECTION_TOO_MANY_PATTERNS: Rule = Rule {
    code: "selection-too-many-patterns",
    severity: Severity::Error,
    summary: "the patterns of a spec are compared with the names of a cluster in seconds",
    explanation: "\
Each pattern of a spec is compared with each namespace, or kind, of the cluster. A spec with so many patterns that this
takes minutes was hardly written by hand. It is not evaluated, and selects nothing here: ten thousand patterns such as
`prod-*` and as many namespaces still are. Write fewer and simpler patterns; plain names cost next to nothing.",
    authority: Authority::Project,
};

pub static NOTHING_SELECTED: Rule = Rule {
    code: "nothing-selected",
    severity: Severity::Warning,
    summary: "a spec selects something",
    explanation: "\
No object of this cluster gets into the backup. Velero makes it all the same, says that it completed, and it is empty.
The reasons of the objects that were meant say why: namespaces, kinds, labels, or the cluster scope.",
    authority: Authority::Velero,
};

pub static NAMESPACE_NOT_FOUND: Rule = Rule {
    code: "namespace-not-found",
    severity: Severity::Warning,
    summary: "a namespace that is included exists",
    explanation: "\
The cluster has no namespace of that name, or none that the pattern matches. Velero takes the backup, which holds
nothing of it; where a name is missing it logs an error, and the backup ends as PartiallyFailed.",
    authority: Authority::Velero,
};

pub static CLAIM_WITHOUT_VOLUME: Rule = Rule {
    code: "claim-without-volume",
    severity: Severity::Warning,
    summary: "a volume claim is selected with its volume",
    explanation: "\
The claim is bound, and its PersistentVolume is not in the backup. Restored, the claim is bound to an empty volume, or
to none. Set `include_cluster_resources: true`, or leave it unset and add `persistentvolumes` to `include_resources`.
Of a claim that is not bound nothing is said: it has no volume.",
    authority: Authority::Velero,
};

pub static RELATED_OBJECT_MISSING: Rule = Rule {
    code: "related-object-missing",
    severity: Severity::Warning,
    summary: "what an object brings along exists",
    explanation: "\
A selected object names another that would come along with it (the volume of a claim, a claim or the priority class of a
pod, the role of a service account), and it is not among the cluster's objects. Velero warns, and goes on. Perhaps the
object is gone; perhaps its kind was not listed.",
    authority: Authority::Velero,
};
