//! Rules about the shape of specs and targets.

use crate::diagnostic::{AppliesTo, Authority, Rule, Severity, explanation};

/// All rules of the subject.
pub(super) static RULES: &[&Rule] = &[
    &WRONG_TYPE,
    &MISSING_FIELD,
    &UNKNOWN_FIELD,
    &NO_KNOWN_FIELD,
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
    summary: "every value has the type that the interface requires",
    explanation: explanation(
        "\
Lists are lists of strings. Label values are strings. The ttl is a string.

```yaml
include_namespaces: kube-system   # a string: write [kube-system]
label_selector: {version: 2}      # a number: write {version: \"2\"}
```

The reference library converts only bools. One value of a wrong type makes it drop all targets of the relation.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Interface,
};

pub static MISSING_FIELD: Rule = Rule {
    code: "missing-field",
    severity: Severity::Error,
    summary: "a target has app, relation_name, model and spec",
    explanation: explanation(
        "\
A lookup compares app, relation name and model, so a target without one of them cannot be found. The reference library
drops all targets of the relation.

Write an empty spec as `spec: {}`.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Interface,
};

pub static UNKNOWN_FIELD: Rule = Rule {
    code: "unknown-field",
    severity: Severity::Warning,
    summary: "all fields are fields of the interface",
    explanation: explanation(
        "\
The reference library ignores unknown fields. A misspelled field therefore has no effect, and a missing field usually
means *all*.

```yaml
includeNamespaces: [prod]   # ignored: every namespace is backed up
```

Write field names in snake case: `include_namespaces`.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Interface,
};

pub static NO_KNOWN_FIELD: Rule = Rule {
    code: "no-known-field",
    severity: Severity::Error,
    summary: "a document has a field of a spec, a target or a databag",
    explanation: explanation(
        "\
Every field of a spec is optional, so a document without any of them is a spec that selects the whole cluster. It is
probably another kind of file. `check --kind spec` reads it as a spec.

To select the whole cluster, say so: `include_namespaces: [\"*\"]`.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Project,
};

pub static COERCED_VALUE: Rule = Rule {
    code: "coerced-value",
    severity: Severity::Warning,
    summary: "a bool is written as true or false",
    explanation: explanation(
        "\
In a spec, the reference library also accepts 0 and 1, and the words t, yes, y, on, f, no, n and off in upper or lower
case, with or without quotes. Other readers of the databag may not accept them.

In a manifest, `kubectl` reads yes, no, on and off without quotes as bools, as in YAML 1.1. In YAML 1.2, they are
strings.

Write `true` or `false`.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Interface,
};

pub static REPEATED_KEY: Rule = Rule {
    code: "repeated-key",
    severity: Severity::Warning,
    summary: "a key occurs once",
    explanation: explanation(
        "\
When a key occurs more than once, only its last value is used. The earlier values are ignored.

```yaml
include_namespaces: [prod]
include_namespaces: [staging]   # prod is not backed up
```

Join the values, or keep only one of them.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Interface,
};

pub static LONE_SURROGATE: Rule = Rule {
    code: "lone-surrogate",
    severity: Severity::Error,
    summary: "escapes are whole characters",
    explanation: explanation(
        "\
`\"\\ud83d\"` is the first half of a character that needs two escapes. The reference library reads the half, and raises
UnicodeEncodeError when it writes it again. Here, it is read as U+FFFD.

Write the character itself, or both escapes.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Interface,
};

pub static DOUBLE_ENCODED: Rule = Rule {
    code: "double-encoded",
    severity: Severity::Error,
    summary: "backup_targets is encoded once",
    explanation: explanation(
        "\
The value of `backup_targets` is a list, encoded as JSON. When it is encoded twice, it is a string that contains JSON,
and the reference library finds no target. Pass the list itself to `json.dumps`, not its JSON text.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Interface,
};

pub static FLAT_LAYOUT: Rule = Rule {
    code: "flat-layout",
    severity: Severity::Error,
    summary: "targets are in a list under backup_targets",
    explanation: explanation(
        "\
The documentation of the interface shows `app`, `model`, `relation_name` and `spec` as keys of the databag. The
reference library does not write or read that layout. It uses one key, `backup_targets`, with a list of such objects.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Interface,
};

pub static KUBERNETES_MANIFEST: Rule = Rule {
    code: "kubernetes-manifest",
    severity: Severity::Error,
    summary: "a spec is not a Kubernetes manifest",
    explanation: explanation(
        "\
A spec of this interface is not a Velero Backup. It has no apiVersion, kind or metadata. Its fields have other names,
in snake case.

```yaml
includedNamespaces: [prod]   # in a Backup
include_namespaces: [prod]   # in a spec
```",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Interface,
};

pub static DEEP_NESTING: Rule = Rule {
    code: "deep-nesting",
    severity: Severity::Warning,
    summary: "ignored values are not nested deeper than Python can read",
    explanation: explanation(
        "\
Python raises RecursionError at about 980 levels of nested lists and objects. The reference library does not catch it,
so the charm of the requirer goes into error state. Here, an ignored value does no harm. Remove it.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Interface,
};

pub static LONG_INTEGER: Rule = Rule {
    code: "long-integer",
    severity: Severity::Warning,
    summary: "ignored integers have no more digits than Python can read",
    explanation: explanation(
        "\
CPython refuses integers of more than 4300 digits. The reference library then drops all targets of the relation, even
when it ignores the field. Here, the integer is ignored like other unknown values. Remove it.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Interface,
};

pub static DROPPED_TARGETS: Rule = Rule {
    code: "dropped-targets",
    severity: Severity::Error,
    summary: "every target of a relation can be read",
    explanation: explanation(
        "\
The reference library reads a relation as a whole. When it cannot read one target, it drops all targets of the
relation, and reports no error. The other diagnostics describe that target. Fix it, or publish the list without it.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Interface,
};
