//! The checks of label selectors.

use crate::catalogue::{LABEL_KEY, LABEL_SELECTOR_EMPTY, LABEL_SELECTOR_UNUSABLE, LABEL_SELECTORS_BOTH, LABEL_VALUE};
use crate::diagnostic::{Diagnostic, Pointer, quoted};
use crate::model::Spec;
use crate::names::{label_key_fault, label_value_fault};
use crate::report::Report;
use crate::velero::filters::{Dialect, Field, FilterPart, Filters};

/// Reports the selector of a spec that has no labels. The operator removes it.
pub(super) fn check_empty(spec: &Spec, pointer: &Pointer<'_>, report: &mut Report) {
    if spec.label_selector.as_ref().is_some_and(|labels| labels.iter().len() == 0) {
        report.push(|| {
            let message = "`label_selector` is empty, which selects every object, not none";
            LABEL_SELECTOR_EMPTY
                .violation(message)
                .help("name a label to save fewer objects, or remove the selector")
                .at(&pointer.key("label_selector"))
        });
    }
}

/// Reports a selector together with alternative ones.
pub(super) fn check_refused(filters: &Filters, pointer: &Pointer<'_>, report: &mut Report) {
    if filters.label_selector.is_some() && filters.or_label_selectors.is_some() {
        report.push(|| {
            let (one, several) = (filters.name(Field::LabelSelector), filters.name(Field::OrLabelSelectors));
            LABEL_SELECTORS_BOTH
                .violation(format!("Velero refuses `{one}` together with `{several}`, also if they are empty"))
                .help(format!("remove `{one}` or `{several}`: this saves more objects"))
                .at(&pointer.key(several))
        });
    }
}

/// Reports labels that Kubernetes refuses in a selector.
pub(super) fn check(filters: &Filters, pointer: &Pointer<'_>, report: &mut Report) {
    check_refused(filters, pointer, report);
    let Some(selector) = &filters.label_selector else { return };
    let pointer = &pointer.key(filters.name(Field::LabelSelector));
    let labels = &match filters.dialect {
        Dialect::Spec => *pointer,
        Dialect::Backup => pointer.key("matchLabels"),
    };
    for (key, value) in selector.match_labels.iter() {
        let pointer = &labels.key(key);
        if let Some(fault) = label_key_fault(key) {
            report.push(|| {
                let message = if key.is_empty() {
                    "a label key is empty".to_owned()
                } else {
                    format!("{} is not a valid label key: {fault}", quoted(key))
                };
                LABEL_KEY
                    .violation(message)
                    .help("write a key such as `app` or `app.kubernetes.io/name`")
                    .at(pointer)
                    .on_key()
            });
        }
        if let Some(fault) = label_value_fault(value) {
            report.push(|| {
                let message = format!("{} is not a valid label value: {fault}", quoted(value));
                let help = if value.contains(['*', '?', ',', '(']) {
                    "write one whole value: a selector has no patterns and no lists"
                } else {
                    "write the label value of the objects: no object can have this value"
                };
                LABEL_VALUE.violation(message).help(help).at(pointer)
            });
        }
    }
}

/// Returns why Velero cannot list with the selectors. `part` is the part that it cannot use.
pub(crate) fn unusable(filters: &Filters, part: FilterPart) -> Diagnostic {
    let what = match part {
        FilterPart::Requirement(_) => "with a label selector that Kubernetes refuses",
        _ => "with an empty label selector",
    };
    let message =
        format!("Velero can list nothing {what}: it saves at most Namespaces, and the backup ends PartiallyFailed");
    let help = "correct the selector, or remove it: this saves objects with any labels";
    let pointer = part.pointer(filters).unwrap_or_default();
    LABEL_SELECTOR_UNUSABLE.violation(message).help(help).at_pointer(pointer).into_diagnostic()
}

/// Returns why the backup fails, if Velero uses the alternative selector of an index for Namespaces.
pub(crate) fn panics(filters: &Filters, index: usize) -> Diagnostic {
    let message = "Velero panics if it compares a Namespace with a label selector that Kubernetes refuses";
    let pointer = FilterPart::Item(Field::OrLabelSelectors, index as u32).pointer(filters).unwrap_or_default();
    let finding = LABEL_SELECTOR_UNUSABLE.violation(message).help("correct the selector, or remove it");
    finding.at_pointer(pointer).into_diagnostic()
}
