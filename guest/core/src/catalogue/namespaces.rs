//! The two lists of namespaces.

use crate::diagnostic::{Authority, Rule, Severity};

/// Every rule of the subject.
pub(super) static RULES: &[&Rule] = &[
    &NAMESPACE_NAME,
    &NAMESPACE_PATTERN,
    &NAMESPACE_PATTERN_UNREADABLE,
    &NAMESPACE_WILDCARD_NOT_ALONE,
    &NAMESPACE_WILDCARD_EXCLUDED,
    &NAMESPACE_IN_BOTH,
    &NAMESPACE_REPEATED,
    &NAMESPACE_EMPTY_NAME,
    &NAMESPACES_EMPTY,
];

pub static NAMESPACE_NAME: Rule = Rule {
    code: "namespace-name",
    severity: Severity::Error,
    summary: "a namespace has a name that Kubernetes takes",
    explanation: "\
A namespace's name is of lower-case letters, digits and `-`, starts and ends with a letter or digit, and has at most 63
characters. Velero refuses the backup for any other, in either list.

```yaml
include_namespaces: [My_Namespace]   # my-namespace
```",
    authority: Authority::Velero,
};

pub static NAMESPACE_PATTERN: Rule = Rule {
    code: "namespace-pattern",
    severity: Severity::Error,
    summary: "a namespace pattern is one that Velero takes",
    explanation: "\
Since 1.18 Velero takes patterns of `*`, `?` and a class such as `[a-z]`. It refuses `**`, each of `| ( ) ! { } ,`, and
brackets that are empty, not closed or not opened, in either list. Instead of `{prod,staging}-*` write two patterns.",
    authority: Authority::Velero,
};

pub static NAMESPACE_PATTERN_UNREADABLE: Rule = Rule {
    code: "namespace-pattern-unreadable",
    severity: Severity::Error,
    summary: "a class in a pattern is one range, or characters",
    explanation: "\
`[a-z0-9]`, `[a-]` and `[z-a]` pass Velero's validation and cannot be compiled by the library that it matches with. The
backup fails; or, with every namespace included, the exclusion and those after it are ignored. Write two patterns,
one for each range.",
    authority: Authority::Velero,
};

pub static NAMESPACE_WILDCARD_NOT_ALONE: Rule = Rule {
    code: "namespace-wildcard-not-alone",
    severity: Severity::Error,
    summary: "`*` is the only namespace that is included",
    explanation: "\
`*` stands for every namespace. Velero refuses a list that has it together with others, rather than guess which is
meant.

```yaml
include_namespaces: [\"*\", kube-system]   # write one or the other
```",
    authority: Authority::Velero,
};

pub static NAMESPACE_WILDCARD_EXCLUDED: Rule = Rule {
    code: "namespace-wildcard-excluded",
    severity: Severity::Error,
    summary: "`*` is not excluded",
    explanation: "\
Excluding every namespace leaves nothing of any, and Velero refuses it. For objects that are in no namespace, include
their kinds and set `include_cluster_resources: true`.",
    authority: Authority::Velero,
};

pub static NAMESPACE_IN_BOTH: Rule = Rule {
    code: "namespace-in-both",
    severity: Severity::Error,
    summary: "a namespace is not both included and excluded",
    explanation: "\
Velero compares the two lists as they are written, and refuses a backup when they share an entry, pattern or not. Remove
it from one of them.",
    authority: Authority::Velero,
};

pub static NAMESPACE_REPEATED: Rule = Rule {
    code: "namespace-repeated",
    severity: Severity::Warning,
    summary: "a namespace stands once in a list",
    explanation: "A second time it does nothing. Remove it; perhaps another namespace was meant.",
    authority: Authority::Velero,
};

pub static NAMESPACE_EMPTY_NAME: Rule = Rule {
    code: "namespace-empty-name",
    severity: Severity::Warning,
    summary: "a namespace has a name",
    explanation: "\
Velero takes an empty name, and no namespace has it. `include_namespaces: [\"\"]` selects no object of any namespace.
It is mostly what is left of a configuration that was not set. Remove it.",
    authority: Authority::Velero,
};

pub static NAMESPACES_EMPTY: Rule = Rule {
    code: "namespaces-empty",
    severity: Severity::Warning,
    summary: "a list of included namespaces has an entry",
    explanation: "\
For Velero an empty list is the same as none: every namespace is included, and not no namespace. Name the namespaces,
or leave the field out if all are meant.",
    authority: Authority::Velero,
};
