//! Rules about the objects that a spec selects.

use crate::diagnostic::{AppliesTo, Authority, Rule, Severity, explanation};

/// All rules of the subject.
pub(super) static RULES: &[&Rule] = &[
    &NAMESPACE_OPTS_OUT,
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
    summary: "an included namespace is not excluded by its own label",
    explanation: explanation(
        "\
Velero excludes every Namespace with the label `velero.io/exclude-from-backup: \"true\"`. If `include_namespaces` names
such a namespace, it is in both lists, and Velero refuses the backup. If only a pattern matches it, the namespace is
excluded.

Remove the label, or the name.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static SELECTION_TOO_MANY_PATTERNS: Rule = Rule {
    code: "selection-too-many-patterns",
    severity: Severity::Error,
    summary: "the patterns of a spec can be compared with the names of a cluster in seconds",
    explanation: explanation(
        "\
Each pattern is compared with every namespace or kind of the cluster. A spec with so many patterns that this takes
minutes is not evaluated, and selects nothing here. Ten thousand patterns such as `prod-*` with ten thousand
namespaces are still evaluated.

Write fewer and simpler patterns. Plain names take almost no time.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Project,
};

pub static NOTHING_SELECTED: Rule = Rule {
    code: "nothing-selected",
    severity: Severity::Warning,
    summary: "a spec selects something",
    explanation: explanation(
        "\
The backup contains no object of this cluster. Velero makes it, and reports it as completed, but it is empty. The
reasons of the objects that you expect show the cause: namespaces, kinds, labels, or cluster scope.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static NAMESPACE_NOT_FOUND: Rule = Rule {
    code: "namespace-not-found",
    severity: Severity::Warning,
    summary: "an included namespace exists",
    explanation: explanation(
        "\
The cluster has no namespace of this name, or none that matches the pattern. Velero accepts the backup, which contains
nothing for this entry. For a missing name, it also logs an error if Namespaces are among the resources, and then the
backup ends PartiallyFailed.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static CLAIM_WITHOUT_VOLUME: Rule = Rule {
    code: "claim-without-volume",
    severity: Severity::Warning,
    summary: "a volume claim is selected with its volume",
    explanation: explanation(
        "\
The claim is bound, but its PersistentVolume is not in the backup. A restored claim gets an empty volume, or none. Set
`include_cluster_resources: true`, or leave it unset and add `persistentvolumes` to `include_resources`.

An unbound claim has no volume, so it is not reported.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static RELATED_OBJECT_MISSING: Rule = Rule {
    code: "related-object-missing",
    severity: Severity::Warning,
    summary: "objects that a selected object brings along exist",
    explanation: explanation(
        "\
Velero also saves objects that a selected object names: the volume of a claim, a claim or the priority class of a pod,
the role of a service account. This one is not in the inventory. Velero logs a warning, and continues. The object may
have been deleted, or its kind was not listed.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static NAMESPACE_OPTS_OUT: Rule = Rule {
    code: "namespace-opts-out",
    severity: Severity::Advice,
    summary: "no Namespace of the cluster excludes itself",
    explanation: explanation(
        "\
A Namespace with the label `velero.io/exclude-from-backup: \"true\"` is excluded, with all objects in it. Velero adds it
to the excluded namespaces. A spec that chooses no namespaces then no longer counts as a backup of everything, so its
cluster-scoped resources are only saved with `include_cluster_resources: true`.

Remove the label from the Namespace to save its objects.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};
