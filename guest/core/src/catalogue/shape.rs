//! The shape of specs and targets.

use crate::diagnostic::{Authority, Rule, Severity};

/// Every rule of the subject.
pub(super) static RULES: &[&Rule] = &[
    &WRONG_TYPE,
    &MISSING_FIELD,
    &UNKNOWN_FIELD,
    &COERCED_VALUE,
    &REPEATED_KEY,
    &LONE_SURROGATE,
    &DOUBLE_ENCODED,
    &FLAT_LAYOUT,
    &KUBERNETES_MANIFEST,
    &DEEP_NESTING,
    &LONG_INTEGER,
    &DROPPED_TARGETS,
];

pub static WRONG_TYPE: Rule = Rule {
    code: "wrong-type",
    severity: Severity::Error,
    summary: "every value has the type that the interface gives it",
    explanation: "\
Lists are lists of strings, labels are strings, the ttl is a string. The reference converts nothing but bools; one
value of another type makes it drop all targets of the relation.

```yaml
include_namespaces: kube-system   # a string
label_selector: {version: 2}      # a number
```

Write `include_namespaces: [kube-system]` and `version: \"2\"`.",
    authority: Authority::Interface,
};

pub static MISSING_FIELD: Rule = Rule {
    code: "missing-field",
    severity: Severity::Error,
    summary: "a target has app, relation_name, model and spec",
    explanation: "\
A lookup compares app, relation name and model, so a target without one of them can belong to nobody. The reference
drops all targets of the relation. An empty spec is written `spec: {}`.",
    authority: Authority::Interface,
};

pub static UNKNOWN_FIELD: Rule = Rule {
    code: "unknown-field",
    severity: Severity::Warning,
    summary: "there are no other fields than those of the interface",
    explanation: "\
The reference ignores what it does not know, so a misspelled field is as good as absent, and absent mostly means *all*.

```yaml
includeNamespaces: [prod]   # ignored: every namespace is backed up
```

Field names are in snake case: `include_namespaces`.",
    authority: Authority::Interface,
};

pub static COERCED_VALUE: Rule = Rule {
    code: "coerced-value",
    severity: Severity::Warning,
    summary: "include_cluster_resources is true, false or null",
    explanation: "\
The reference also takes 0 and 1, and the words t, yes, y, on, f, no, n, off in any case, also in quotes. Others that
read the databag may not. Write `true` or `false`.",
    authority: Authority::Interface,
};

pub static REPEATED_KEY: Rule = Rule {
    code: "repeated-key",
    severity: Severity::Warning,
    summary: "a key is given once",
    explanation: "\
Of a key that is given more than once the last value counts, and what was written before is lost.

```yaml
include_namespaces: [prod]
include_namespaces: [staging]   # prod is not backed up
```

Join the values, or remove all but one.",
    authority: Authority::Interface,
};

pub static LONE_SURROGATE: Rule = Rule {
    code: "lone-surrogate",
    severity: Severity::Error,
    summary: "escapes are of whole characters",
    explanation:
        "\
`\"\\ud83d\"` is the first half of a character that takes two escapes. The reference keeps the half, and raises
UnicodeEncodeError as soon as it writes it again. Here it reads as U+FFFD. Write the character itself, or both escapes.",
    authority: Authority::Interface,
};

pub static DOUBLE_ENCODED: Rule = Rule {
    code: "double-encoded",
    severity: Severity::Error,
    summary: "backup_targets is encoded once",
    explanation: "\
The text of `backup_targets` is the JSON of a list. Encoded twice it is the JSON of a string, in which the reference
finds no target. Pass the list to `json.dumps`, not its text.",
    authority: Authority::Interface,
};

pub static FLAT_LAYOUT: Rule = Rule {
    code: "flat-layout",
    severity: Severity::Error,
    summary: "targets stand in a list under backup_targets",
    explanation: "\
The documentation of the interface shows `app`, `model`, `relation_name` and `spec` as keys of the databag. The library
neither writes nor reads that: it has a list of such objects under the one key `backup_targets`.",
    authority: Authority::Interface,
};

pub static KUBERNETES_MANIFEST: Rule = Rule {
    code: "kubernetes-manifest",
    severity: Severity::Error,
    summary: "a spec is no manifest of Kubernetes",
    explanation: "\
A spec of this interface is not a Velero Backup: it has no apiVersion, kind or metadata, and its fields are in snake
case and in the present tense.

```yaml
includedNamespaces: [prod]   # in a Backup
include_namespaces: [prod]   # in a spec
```",
    authority: Authority::Interface,
};

pub static DEEP_NESTING: Rule = Rule {
    code: "deep-nesting",
    severity: Severity::Warning,
    summary: "ignored values are not nested deeper than Python reads",
    explanation: "\
About 980 levels of lists and objects in each other make Python's reader raise RecursionError, which the reference does
not catch: the requirer's charm goes into error. Here an ignored value does no harm. Leave it out.",
    authority: Authority::Interface,
};

pub static LONG_INTEGER: Rule = Rule {
    code: "long-integer",
    severity: Severity::Warning,
    summary: "ignored integers have no more digits than Python reads",
    explanation: "\
CPython refuses integers of more than 4300 digits, so the reference drops all targets of the relation for one, even
where it ignores the field. Here it is ignored as the rest is. Leave it out.",
    authority: Authority::Interface,
};

pub static DROPPED_TARGETS: Rule = Rule {
    code: "dropped-targets",
    severity: Severity::Error,
    summary: "every target of a relation can be read",
    explanation: "\
The reference reads a relation as a whole: when one of its targets cannot be read, it drops the others with it, in
silence. The other diagnostics say what is wrong with that one. Mend it, or publish without it.",
    authority: Authority::Interface,
};
