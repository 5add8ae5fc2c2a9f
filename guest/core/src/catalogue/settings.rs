//! Settings: which rules are reported, and how severely.

use crate::diagnostic::{Authority, Rule, Severity};

/// Every rule of the subject.
pub(super) static RULES: &[&Rule] = &[&INVALID_CONFIGURATION, &UNKNOWN_RULE, &UNUSED_IGNORE];

pub static INVALID_CONFIGURATION: Rule = Rule {
    code: "invalid-configuration",
    severity: Severity::Error,
    summary: "`.k8s-backup-target.toml` is TOML with known fields",
    explanation: "\
The file sets which rules are reported for the specs in its folder and in the folders below it. The nearest file counts.

```toml
ignore = [\"whole-cluster\"]           # not reported
api-resources = \"kinds.txt\"          # what `kubectl api-resources -o wide` prints; in the same folder or below

[severity]
volumes-left-behind = \"error\"        # `error`, `warning` or `advice`

[[overrides]]
files = [\"legacy/**\", \"*.test.yaml\"]
ignore = [\"ttl-negative\"]
severity = { unknown-field = \"advice\" }
```

A pattern without `/` matches a file or a folder of that name at any depth. Other patterns start at the folder of this
file. `*` matches within one name, `**` matches any number of folders. A later override replaces an earlier one.",
    authority: Authority::Project,
};

pub static UNKNOWN_RULE: Rule = Rule {
    code: "unknown-rule",
    severity: Severity::Warning,
    summary: "settings and `ignore` comments name rules that exist",
    explanation: "\
A code that is not the code of a rule has no effect. `k8s-backup-target rules` lists all rules.",
    authority: Authority::Project,
};

pub static UNUSED_IGNORE: Rule = Rule {
    code: "unused-ignore",
    severity: Severity::Warning,
    summary: "an `ignore` comment or setting has an effect",
    explanation: "\
A comment ignores diagnostics of one line:

```yaml
ttl: 1.5h # k8s-backup-target: ignore ttl-other-form -- our tool writes it so
# k8s-backup-target: ignore whole-cluster, unknown-field
include_namespaces: []
```

After a value it is for its own line. On a line of its own it is for the next line with a value. A reason may follow
`--`. When the rule reports nothing there, remove the comment: it would hide a later mistake.

An entry of `ignore` in `.k8s-backup-target.toml` is only reported when the whole folder of that file was checked.",
    authority: Authority::Project,
};
