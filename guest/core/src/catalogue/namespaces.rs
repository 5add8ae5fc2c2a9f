//! Rules about the two lists of namespaces.

use crate::diagnostic::{AppliesTo, Authority, Rule, Severity, explanation};
use crate::release::Behaviour;

/// All rules of the subject.
pub(super) static RULES: &[&Rule] = &[
    &NAMESPACE_NAME,
    &NAMESPACE_PATTERN,
    &NAMESPACE_PATTERN_UNREADABLE,
    &NAMESPACE_PATTERN_NOT_EXPANDED,
    &NAMESPACE_WILDCARD_NOT_ALONE,
    &NAMESPACE_WILDCARD_EXCLUDED,
    &NAMESPACE_EXCLUDES_ALL,
    &NAMESPACE_IN_BOTH,
    &NAMESPACE_REPEATED,
    &NAMESPACE_EMPTY_NAME,
    &NAMESPACES_EMPTY,
    &VELERO_NAMESPACE_INCLUDED,
];

pub static NAMESPACE_NAME: Rule = Rule {
    code: "namespace-name",
    severity: Severity::Error,
    summary: "a namespace has a name that Kubernetes accepts",
    explanation: explanation(
        "\
The name of a namespace has at most 63 lower-case letters, digits and `-`. It starts and ends with a letter or digit.
Velero refuses the backup for any other name, in both lists.

```yaml
include_namespaces: [My_Namespace]   # write my-namespace
```",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static NAMESPACE_PATTERN: Rule = Rule {
    code: "namespace-pattern",
    severity: Severity::Error,
    summary: "a namespace pattern is one that Velero accepts",
    explanation: explanation(
        "\
Since 1.18, Velero accepts patterns with `*`, `?` and a class such as `[a-z]`. In both lists, it refuses:

- `**`
- each of the characters `| ( ) ! { } ,`
- brackets that are empty, not closed or not opened

Write two patterns instead of `{prod,staging}-*`.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::VeleroWith(Behaviour::ExpandsNamespacePatterns),
};

pub static NAMESPACE_PATTERN_UNREADABLE: Rule = Rule {
    code: "namespace-pattern-unreadable",
    severity: Severity::Error,
    summary: "a class in a pattern is one range, or a set of characters",
    explanation: explanation(
        "\
`[a-z0-9]`, `[a-]` and `[z-a]` pass Velero's validation, but its matching library cannot compile them. The backup
fails. When every namespace is included, Velero instead ignores this exclusion and the exclusions after it.

Write a pattern for each range.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::VeleroWith(Behaviour::ExpandsNamespacePatterns),
};

pub static NAMESPACE_PATTERN_NOT_EXPANDED: Rule = Rule {
    code: "namespace-pattern-not-expanded",
    severity: Severity::Error,
    summary: "an included namespace pattern is one that the release of Velero expands",
    explanation: explanation(
        "\
Velero 1.15 to 1.17 accept a pattern such as `team-*` in the included namespaces, and do not expand it. They list the
objects of the namespace that is literally called `team-*`, and there is none. Of the namespaces that match, the backup
contains only the Namespace objects, and it ends PartiallyFailed. `**` saves every namespace, and also ends
PartiallyFailed. In the excluded namespaces, such patterns work.

```yaml
include_namespaces: [team-*]   # write [team-a, team-b]
```

The rule applies if the version of Velero is given. If it is not, `differs-by-release` reports the pattern.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::VeleroBefore(Behaviour::ExpandsNamespacePatterns),
};

pub static NAMESPACE_WILDCARD_NOT_ALONE: Rule = Rule {
    code: "namespace-wildcard-not-alone",
    severity: Severity::Error,
    summary: "`*` is the only included namespace",
    explanation: explanation(
        "\
`*` means every namespace. Velero refuses a list that contains `*` and other entries.

```yaml
include_namespaces: [\"*\", kube-system]   # write one or the other
```",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static NAMESPACE_WILDCARD_EXCLUDED: Rule = Rule {
    code: "namespace-wildcard-excluded",
    severity: Severity::Error,
    summary: "`*` is not excluded",
    explanation: explanation(
        "\
Excluding every namespace leaves no namespaced objects, and Velero refuses it. To back up only cluster-scoped objects,
include their kinds and set `include_cluster_resources: true`.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static NAMESPACE_EXCLUDES_ALL: Rule = Rule {
    code: "namespace-excludes-all",
    severity: Severity::Warning,
    summary: "an excluded pattern leaves namespaced objects",
    explanation: explanation(
        "\
If every namespace is included, Velero compares the excluded patterns with `*`. A pattern such as `?` or `?*` also
matches `*`, and then Velero saves no namespaced object, in any namespace. Velero 1.18.1 is an exception: it excludes
only the namespaces that match.

```yaml
exclude_namespaces: ['?']   # write [a, b]
```

If the included namespaces are named, such a pattern excludes only the namespaces that it matches.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static NAMESPACE_IN_BOTH: Rule = Rule {
    code: "namespace-in-both",
    severity: Severity::Error,
    summary: "a namespace is not both included and excluded",
    explanation: explanation(
        "\
Velero compares the texts of the two lists, also of patterns. It refuses a backup when both lists contain the same
entry. Remove the entry from one of the lists.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static NAMESPACE_REPEATED: Rule = Rule {
    code: "namespace-repeated",
    severity: Severity::Warning,
    summary: "a list names a namespace once",
    explanation: explanation(
        "\
A repeated entry has no effect. Remove it. Perhaps another namespace was meant.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static NAMESPACE_EMPTY_NAME: Rule = Rule {
    code: "namespace-empty-name",
    severity: Severity::Warning,
    summary: "a namespace has a name",
    explanation: explanation(
        "\
Velero accepts an empty name, but no namespace has it. `include_namespaces: [\"\"]` selects no namespaced object. An
empty name often comes from a configuration value that is not set. Up to 1.18.1, Velero still saves the Namespace of
each selected object in the cluster. Name the namespaces to save.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static NAMESPACES_EMPTY: Rule = Rule {
    code: "namespaces-empty",
    severity: Severity::Warning,
    summary: "a list of included namespaces is not empty",
    explanation: explanation(
        "\
For Velero, an empty list means every namespace, not none. Name the namespaces. If every namespace is meant,
write `[\"*\"]`.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static VELERO_NAMESPACE_INCLUDED: Rule = Rule {
    code: "velero-namespace-included",
    severity: Severity::Warning,
    summary: "the namespace of Velero is not backed up",
    explanation: explanation(
        "\
Velero saves its own namespace like any other, with its Backups, Schedules and Restores. When it is restored, old
Backups come back. Velero then deletes those that have expired, with their data.

The namespace is `velero`, or the one of the operator's settings. To save the rest of it, exclude the resources of
`velero.io`.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};
