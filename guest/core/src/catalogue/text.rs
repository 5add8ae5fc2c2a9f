//! Rules about texts: JSON, YAML, and their size.

use crate::diagnostic::{AppliesTo, Authority, Rule, Severity, explanation};

/// All rules of the subject.
pub(super) static RULES: &[&Rule] = &[
    &NOT_JSON,
    &NOT_YAML,
    &MERGE_KEY,
    &ALIAS_EXPANSION,
    &AMBIGUOUS_SCALAR,
    &AMBIGUOUS_SYNTAX,
    &DOCUMENT_TOO_LONG,
    &TOO_MANY_PROBLEMS,
    &EDIT_REFUSED,
];

pub static NOT_JSON: Rule = Rule {
    code: "not-json",
    severity: Severity::Error,
    summary: "the text is valid JSON",
    explanation: explanation(
        "\
In JSON, strings are in double quotes. There is no comma after the last value of a list, and there are no comments.

```text
{'app': 'my-app'}   a Python dict that was printed with `str`: not JSON
```

Write it with `json.dumps`. The reference library ignores a relation whose data is not JSON, and reports no error. It
accepts `NaN` and `Infinity` in fields that it ignores, although they are not JSON.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Json,
};

pub static NOT_YAML: Rule = Rule {
    code: "not-yaml",
    severity: Severity::Error,
    summary: "the text is valid YAML, and has only values that JSON has",
    explanation: explanation(
        "\
Indent with spaces, close all brackets and quotes, and write keys as text. A databag holds JSON. JSON has no `.nan`,
no `.inf`, no custom tags, and no lists as keys.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Yaml,
};

pub static MERGE_KEY: Rule = Rule {
    code: "merge-key",
    severity: Severity::Error,
    summary: "fields are written out, not merged with `<<`",
    explanation: explanation(
        "\
The merge key `<<` was a proposal for YAML 1.1. Some readers support it, others do not and lose the fields that it
adds.

```yaml
<<: *defaults   # write the fields of `defaults` here
```

Write the fields out. Anchors and aliases (`&name`, `*name`) are allowed. In manifests and Helm values, fields are
merged without a message, as `kubectl` and Helm do.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Yaml,
};

pub static ALIAS_EXPANSION: Rule = Rule {
    code: "alias-expansion",
    severity: Severity::Error,
    summary: "aliases do not make a document many times larger than its text",
    explanation: explanation(
        "\
Aliases of lists that contain aliases can make a short text arbitrarily large. Aliases can add at most 16 times the
size of the text plus 1 MiB, and at most 32 MiB. Each value counts as 48 bytes plus its text.

Write the values out.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Interface,
};

pub static AMBIGUOUS_SCALAR: Rule = Rule {
    code: "ambiguous-scalar",
    severity: Severity::Warning,
    summary: "words and numbers that YAML readers read differently are in quotes",
    explanation: explanation(
        "\
Values without quotes are read here by YAML 1.2. PyYAML reads YAML 1.1, so most charms do too. Kubernetes, kubectl and
Velero read them by rules of their own.

| value | YAML 1.2 | PyYAML | Kubernetes |
|---|---|---|---|
| `yes`, `no`, `on`, `off` | string | bool | bool |
| `y`, `n` | string | string | bool |
| `0777` | 777 | 511 | 511 |
| `0o17` | 15 | string | 15 |
| `1_000`, `0b1` | string | number | number |
| `1e3` | number | string | number |
| `1:30` | string | number in base 60 | string |
| `2001-01-01` | string | date | string |
| `=`, `<<` | string | refused | string |

In manifests and Helm values, what only PyYAML reads differently is advice. In resource policies, Velero reads words
such as `on` as strings.

For a charm, a label value `on` becomes `true`, and the reference library drops the target. A key such as `1`, `on` or
`null` is not a string for PyYAML.

```yaml
label_selector: {debug: on}   # write \"on\"
```",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Yaml,
};

pub static AMBIGUOUS_SYNTAX: Rule = Rule {
    code: "ambiguous-syntax",
    severity: Severity::Warning,
    summary: "the text has only syntax that all YAML readers read alike",
    explanation: explanation(
        "\
PyYAML reads YAML 1.1, and Kubernetes reads parts of both versions. One of them refuses this syntax of YAML 1.2, or
reads another value:

- a tab between values, or at the end of a line,
- the line breaks U+0085, U+2028 and U+2029, and a byte order mark inside of the text,
- a name of an anchor that is used twice, or that has other characters than letters, digits, `-` and `_`,
- a directive (`%YAML`), text after `---`, and a document after `...`,
- `?` and `:` in a string without quotes in brackets,
- a key of more than one line or of more than 1024 characters,
- a tag that does not match its value.

```text
a: b # a note<U+2028>c: d   YAML 1.2: one field; PyYAML and Kubernetes: two fields
```",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Yaml,
};

pub static DOCUMENT_TOO_LONG: Rule = Rule {
    code: "document-too-long",
    severity: Severity::Error,
    summary: "a text has at most 8 MiB, at most 1,000 documents and at most 1,000,000 values",
    explanation: explanation(
        "\
Texts of this interface have a few kilobytes. The limits protect the time and memory of the host:

- A text of more than 8 MiB is not read.
- Only the first 1,000 documents of a YAML text are read.
- Only the first 1,000,000 values of a text are read. Keys, and values of JSON in strings, count too.

Check a large file in parts.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Project,
};

pub static TOO_MANY_PROBLEMS: Rule = Rule {
    code: "too-many-problems",
    severity: Severity::Error,
    summary: "at most 1,000 problems of one subject are listed",
    explanation: explanation(
        "\
A text with thousands of problems is probably not meant for this interface. Further problems are only counted. Fix the
listed problems, and check again.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Project,
};

pub static EDIT_REFUSED: Rule = Rule {
    code: "edit-refused",
    severity: Severity::Error,
    summary: "an edit changes exactly one value of a text",
    explanation: explanation(
        "\
An editor asks for an edit that sets, adds or removes one value. The edit is refused in these cases:

- The value does not exist.
- The text cannot be read.
- The edit would also change another value. For example, a value with an anchor is also the value of its aliases.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Project,
};
