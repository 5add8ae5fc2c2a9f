//! Rules about the label selector.

use crate::diagnostic::{Authority, Rule, Severity};

/// All rules of the subject.
pub(super) static RULES: &[&Rule] = &[&LABEL_KEY, &LABEL_VALUE, &LABEL_SELECTOR_EMPTY];

pub static LABEL_KEY: Rule = Rule {
    code: "label-key",
    severity: Severity::Error,
    summary: "a label key is one that Kubernetes accepts",
    explanation: "\
A key is a name, with an optional prefix before a slash: `app.kubernetes.io/name`.

- The name has at most 63 letters, digits, `-`, `_` and `.`. It starts and ends with a letter or digit.
- The prefix is a domain name in lower case.

No object can have another label. Kubernetes refuses the selector, so the backup fails.",
    authority: Authority::Kubernetes,
};

pub static LABEL_VALUE: Rule = Rule {
    code: "label-value",
    severity: Severity::Error,
    summary: "a label value is one that Kubernetes accepts",
    explanation: "\
A value is empty, or has at most 63 letters, digits, `-`, `_` and `.`. It starts and ends with a letter or digit. No
object can have another value. Kubernetes refuses the selector, so the backup fails.",
    authority: Authority::Kubernetes,
};

pub static LABEL_SELECTOR_EMPTY: Rule = Rule {
    code: "label-selector-empty",
    severity: Severity::Warning,
    summary: "a label selector names a label",
    explanation: "\
The operator ignores an empty selector, so `label_selector: {}` selects every object, with any labels. Name a label, or
remove the selector.",
    authority: Authority::Velero,
};
