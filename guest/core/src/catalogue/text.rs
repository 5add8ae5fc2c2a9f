//! Texts: JSON, YAML, and how much of them.

use crate::diagnostic::{Authority, Rule, Severity};

/// Every rule of the subject.
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
    summary: "the text is JSON",
    explanation: "\
Strings stand in double quotes, nothing follows the last value of a list, and there are no comments. A Python dict
printed with `str` is not JSON: write it with `json.dumps`. The reference drops a relation whose data is not JSON, in
silence. `NaN` and `Infinity` are not JSON; the reference reads them all the same where it ignores the field.",
    authority: Authority::Json,
};

pub static NOT_YAML: Rule = Rule {
    code: "not-yaml",
    severity: Severity::Error,
    summary: "the text is YAML, and says what JSON can say",
    explanation: "\
Indentation is of spaces, brackets and quotes are closed, keys are text. A databag holds JSON, so there is no place for
`.nan`, `.inf`, custom tags or keys that are lists.",
    authority: Authority::Yaml,
};

pub static MERGE_KEY: Rule = Rule {
    code: "merge-key",
    severity: Severity::Error,
    summary: "fields are written out, not merged with `<<`",
    explanation: "\
Merging with `<<` was a proposal for YAML 1.1. Readers differ on it, so the fields that it brings are lost for some of
them. Write the fields out. Anchors and aliases (`&name`, `*name`) are fine.",
    authority: Authority::Yaml,
};

pub static ALIAS_EXPANSION: Rule = Rule {
    code: "alias-expansion",
    severity: Severity::Error,
    summary: "aliases do not make a document many times as long as its text",
    explanation: "\
Aliases of lists of aliases grow a short text without bound. What aliases add to a document may be sixteen times as
large as its text, and a megabyte. Each value counts 32 bytes and its text. Write out what is meant.",
    authority: Authority::Interface,
};

pub static AMBIGUOUS_SCALAR: Rule = Rule {
    code: "ambiguous-scalar",
    severity: Severity::Warning,
    summary: "words that YAML 1.1 takes for a bool stand in quotes",
    explanation: "\
`yes`, `no`, `on` and `off` are text in YAML 1.2 and bools in YAML 1.1, which PyYAML and with it most charms read.
There a label `on` becomes true, and the reference drops the target.

```yaml
label_selector: {debug: on}   # write \"on\"
```",
    authority: Authority::Yaml,
};

pub static DOCUMENT_TOO_LONG: Rule = Rule {
    code: "document-too-long",
    severity: Severity::Error,
    summary: "a text has at most 8 MiB, and 100 documents",
    explanation:
        "\
A text of this interface has some kilobytes. So that a hostile one takes neither all the time nor all the memory of a
host, no text of more than 8 MiB is read, and of YAML no more than the first 100 documents. Check large files in parts.",
    authority: Authority::Project,
};

pub static TOO_MANY_PROBLEMS: Rule = Rule {
    code: "too-many-problems",
    severity: Severity::Error,
    summary: "no more than 1,000 problems of one subject are listed",
    explanation: "\
A text with thousands of problems was hardly meant for this interface, and a list of them helps nobody. The rest is
counted. Mend what is listed, and check again.",
    authority: Authority::Project,
};

pub static EDIT_REFUSED: Rule = Rule {
    code: "edit-refused",
    severity: Severity::Error,
    summary: "an edit changes one value of a text, and no other",
    explanation: "\
An editor asks for the edit that sets, adds or removes one value. It is refused when there is no such value, when the
text cannot be read, or when the edit would change another value too: an anchored value is also that of its aliases.",
    authority: Authority::Project,
};
