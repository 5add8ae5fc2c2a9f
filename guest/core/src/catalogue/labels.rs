//! Rules about the label selector.

use crate::diagnostic::{AppliesTo, Authority, Rule, Severity, explanation};

/// All rules of the subject.
pub(super) static RULES: &[&Rule] =
    &[&LABEL_KEY, &LABEL_VALUE, &LABEL_SELECTOR_EMPTY, &LABEL_SELECTOR_UNUSABLE, &LABEL_SELECTORS_BOTH];

pub static LABEL_KEY: Rule = Rule {
    code: "label-key",
    severity: Severity::Error,
    summary: "a label key is one that Kubernetes accepts",
    explanation: explanation(
        "\
A key is a name, with an optional prefix before a slash: `app.kubernetes.io/name`.

- The name has at most 63 letters, digits, `-`, `_` and `.`. It starts and ends with a letter or digit.
- The prefix is a domain name in lower case.

No object can have another label. Velero can list nothing with the selector: the backup contains at most Namespaces,
and ends PartiallyFailed.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Kubernetes,
};

pub static LABEL_VALUE: Rule = Rule {
    code: "label-value",
    severity: Severity::Error,
    summary: "a label value is one that Kubernetes accepts",
    explanation: explanation(
        "\
A value is empty, or has at most 63 letters, digits, `-`, `_` and `.`. It starts and ends with a letter or digit. No
object can have another value. Velero can list nothing with the selector: the backup contains at most Namespaces, and
ends PartiallyFailed.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Kubernetes,
};

pub static LABEL_SELECTOR_EMPTY: Rule = Rule {
    code: "label-selector-empty",
    severity: Severity::Warning,
    summary: "a label selector names a label",
    explanation: explanation(
        "\
The operator ignores an empty selector, so `label_selector: {}` selects every object, with any labels. Name a label, or
remove the selector.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Velero,
};

pub static LABEL_SELECTOR_UNUSABLE: Rule = Rule {
    code: "label-selector-unusable",
    severity: Severity::Error,
    summary: "a backup has a label selector that Velero can use",
    explanation: explanation(
        "\
Velero passes the selector to Kubernetes with each list. Kubernetes refuses an invalid selector, and Velero turns an
empty one (`labelSelector: {}` in a Backup) into an invalid text. No objects are listed. The backup contains at most
Namespaces, and ends PartiallyFailed. An invalid entry of `orLabelSelectors` makes Velero panic, and the backup fails.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static LABEL_SELECTORS_BOTH: Rule = Rule {
    code: "label-selectors-both",
    severity: Severity::Error,
    summary: "a Backup has one kind of label selector",
    explanation: explanation(
        "\
Velero refuses a Backup with `labelSelector` and `orLabelSelectors`, also if one of them is empty. Remove one of them.",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::Velero,
};
