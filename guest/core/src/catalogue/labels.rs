//! The label selector.

use crate::diagnostic::{Authority, Rule, Severity};

/// Every rule of the subject.
pub(super) static RULES: &[&Rule] = &[&LABEL_KEY, &LABEL_VALUE, &LABEL_SELECTOR_EMPTY];

pub static LABEL_KEY: Rule = Rule {
    code: "label-key",
    severity: Severity::Error,
    summary: "a label key is one that Kubernetes takes",
    explanation: "\
A key is a name of at most 63 letters, digits, `-`, `_` and `.` that starts and ends with a letter or digit, after an
optional prefix, which is a domain name in lower case and a slash: `app.kubernetes.io/name`. No object can have another
label, and Kubernetes refuses the selector, so the backup fails.",
    authority: Authority::Kubernetes,
};

pub static LABEL_VALUE: Rule = Rule {
    code: "label-value",
    severity: Severity::Error,
    summary: "a label value is one that Kubernetes takes",
    explanation: "\
A value is empty, or at most 63 letters, digits, `-`, `_` and `.` that start and end with a letter or digit. No object
can have another value, and Kubernetes refuses the selector, so the backup fails.",
    authority: Authority::Kubernetes,
};

pub static LABEL_SELECTOR_EMPTY: Rule = Rule {
    code: "label-selector-empty",
    severity: Severity::Warning,
    summary: "a label selector names a label",
    explanation: "\
The operator leaves an empty selector out, so that `label_selector: {}` selects every object, whatever its labels. Name
a label, or leave the selector out.",
    authority: Authority::Velero,
};
