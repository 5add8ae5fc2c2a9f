//! Rules about texts: JSON, YAML, and their size.

use crate::diagnostic::{AppliesTo, Authority, Rule, Severity};

/// All rules of the subject.
pub(super) static RULES: &[&Rule] = &[
    &NOT_JSON,
    &NOT_YAML,
    &MERGE_KEY,
    &ALIAS_EXPANSION,
    &AMBIGUOUS_SCALAR,
    &DOCUMENT_TOO_LONG,
    &TOO_MANY_PROBLEMS,
    &EDIT_REFUSED,
];

pub static NOT_JSON: Rule = Rule {
    code: "not-json",
    severity: Severity::Error,
    summary: "the text is valid JSON",
    explanation: "\
In JSON, strings are in double quotes. There is no comma after the last value of a list, and there are no comments.

```text
{'app': 'my-app'}   a Python dict that was printed with `str`: not JSON
```

Write it with `json.dumps`. The reference library ignores a relation whose data is not JSON, and reports no error. It
accepts `NaN` and `Infinity` in fields that it ignores, although they are not JSON.",
    applies_to: AppliesTo::Both,
    authority: Authority::Json,
};

pub static NOT_YAML: Rule = Rule {
    code: "not-yaml",
    severity: Severity::Error,
    summary: "the text is valid YAML, and has only values that JSON has",
    explanation: "\
Indent with spaces, close all brackets and quotes, and write keys as text. A databag holds JSON. JSON has no `.nan`,
no `.inf`, no custom tags, and no lists as keys.",
    applies_to: AppliesTo::Both,
    authority: Authority::Yaml,
};

pub static MERGE_KEY: Rule = Rule {
    code: "merge-key",
    severity: Severity::Error,
    summary: "fields are written out, not merged with `<<`",
    explanation: "\
The merge key `<<` was a proposal for YAML 1.1. Some readers support it, others do not and lose the fields that it
adds.

```yaml
<<: *defaults   # write the fields of `defaults` here
```

Write the fields out. Anchors and aliases (`&name`, `*name`) are allowed. In manifests and Helm values, fields are
merged without a message, as `kubectl` and Helm do.",
    applies_to: AppliesTo::Specs,
    authority: Authority::Yaml,
};

pub static ALIAS_EXPANSION: Rule = Rule {
    code: "alias-expansion",
    severity: Severity::Error,
    summary: "aliases do not make a document many times larger than its text",
    explanation: "\
Aliases of lists that contain aliases can make a short text arbitrarily large. Aliases can add at most 16 times the
size of the text, plus 1 MiB. Each value counts as 32 bytes plus its text.

Write the values out.",
    applies_to: AppliesTo::Both,
    authority: Authority::Interface,
};

pub static AMBIGUOUS_SCALAR: Rule = Rule {
    code: "ambiguous-scalar",
    severity: Severity::Warning,
    summary: "words that YAML 1.1 reads as a bool are in quotes",
    explanation: "\
`yes`, `no`, `on` and `off` are strings in YAML 1.2, and bools in YAML 1.1. PyYAML reads YAML 1.1, so most charms do
too. For them, a label value `on` becomes `true`, and the reference library drops the target.

```yaml
label_selector: {debug: on}   # write \"on\"
```",
    applies_to: AppliesTo::Both,
    authority: Authority::Yaml,
};

pub static DOCUMENT_TOO_LONG: Rule = Rule {
    code: "document-too-long",
    severity: Severity::Error,
    summary: "a text has at most 8 MiB and at most 1,000 documents",
    explanation: "\
Texts of this interface have a few kilobytes. The limits protect the time and memory of the host: a text of more than
8 MiB is not read, and only the first 1,000 documents of a YAML text are read.

Check a large file in parts.",
    applies_to: AppliesTo::Both,
    authority: Authority::Project,
};

pub static TOO_MANY_PROBLEMS: Rule = Rule {
    code: "too-many-problems",
    severity: Severity::Error,
    summary: "at most 1,000 problems of one subject are listed",
    explanation: "\
A text with thousands of problems is probably not meant for this interface. Further problems are only counted. Fix the
listed problems, and check again.",
    applies_to: AppliesTo::Both,
    authority: Authority::Project,
};

pub static EDIT_REFUSED: Rule = Rule {
    code: "edit-refused",
    severity: Severity::Error,
    summary: "an edit changes exactly one value of a text",
    explanation: "\
An editor asks for an edit that sets, adds or removes one value. The edit is refused in these cases:

- The value does not exist.
- The text cannot be read.
- The edit would also change another value. For example, a value with an anchor is also the value of its aliases.",
    applies_to: AppliesTo::Both,
    authority: Authority::Project,
};
