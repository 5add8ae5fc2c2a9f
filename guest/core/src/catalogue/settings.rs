//! Settings: which rules are reported, and how severely.

use crate::diagnostic::{AppliesTo, Authority, Rule, Severity, explanation};

/// Every rule of the subject.
pub(super) static RULES: &[&Rule] = &[&INVALID_CONFIGURATION, &UNKNOWN_RULE, &UNUSED_IGNORE];

pub static INVALID_CONFIGURATION: Rule = Rule {
    code: "invalid-configuration",
    severity: Severity::Error,
    summary: "`.k8s-backup-target.toml` is TOML with known fields",
    explanation: explanation(
        "\
The file sets which rules are reported for the specs in its folder and in the folders below it, and what is known about
their cluster. Only the nearest file above a spec is used.

```toml
ignore = [\"whole-cluster\"]           # not reported
api-resources = \"kinds.txt\"          # what `kubectl api-resources -o wide` prints; in the same folder or below
velero-version = \"1.17\"              # the version of Velero in the cluster, as a string

[severity]
volumes-left-behind = \"error\"        # `error`, `warning` or `advice`

[[overrides]]
files = [\"legacy/**\", \"*.test.yaml\"]
ignore = [\"ttl-negative\"]
severity = { unknown-field = \"advice\" }
```

A pattern without `/` matches a file or a folder of that name at any depth. Other patterns start at the folder of this
file. `*` matches within one name, `**` matches any number of folders. If several overrides set the same rule, the last
one applies. `ignore` wins over `severity`. The options `--api-resources` and `--velero-version` replace the fields of
the same name.",
    ),
    applies_to: AppliesTo::Inputs,
    authority: Authority::Project,
};

pub static UNKNOWN_RULE: Rule = Rule {
    code: "unknown-rule",
    severity: Severity::Warning,
    summary: "settings and `ignore` comments name rules that exist",
    explanation: explanation(
        "\
A code that is not the code of a rule has no effect. `k8s-backup-target rules` lists all rules.",
    ),
    applies_to: AppliesTo::Inputs,
    authority: Authority::Project,
};

pub static UNUSED_IGNORE: Rule = Rule {
    code: "unused-ignore",
    severity: Severity::Warning,
    summary: "an `ignore` comment or setting has an effect",
    explanation: explanation(
        "\
A comment ignores diagnostics of one line:

```yaml
ttl: 1.5h # k8s-backup-target: ignore ttl-other-form -- our tool writes it so
# k8s-backup-target: ignore whole-cluster, unknown-field
include_namespaces: []
```

After a value, a comment applies to its line. On its own line, it applies to the next line with a value. It cannot apply
to a line inside a block string. A reason can follow `--`.

If the rule reports nothing there, remove the comment: it hides future problems. An unused entry of `ignore` in
`.k8s-backup-target.toml` is only reported if you check the whole folder of that file.

Errors that mean that a text is not read, such as `not-yaml` and `wrong-type`, cannot be ignored. `publish`, `merge`,
`plan`, `select` and `coverage` report all errors: what Velero refuses is not backed up, also if it is ignored.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Project,
};
