//! The checks of the label selector.

use crate::catalogue::{LABEL_KEY, LABEL_SELECTOR_EMPTY, LABEL_VALUE};
use crate::diagnostic::{Pointer, quoted};
use crate::model::{LabelSelector, Spec};
use crate::names::{label_key_fault, label_value_fault};
use crate::report::Report;

pub(super) fn check(spec: &Spec, pointer: &Pointer<'_>, report: &mut Report) {
    let Some(labels) = &spec.label_selector else { return };
    let pointer = &pointer.key("label_selector");
    if labels.iter().len() == 0 {
        report.push(|| {
            let message = "`label_selector` is empty, which selects every object, not none";
            LABEL_SELECTOR_EMPTY
                .violation(message)
                .help("name a label to save fewer objects, or remove the selector")
                .at(pointer)
        });
    }
    for (key, value) in labels.iter() {
        let pointer = &pointer.key(key);
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

/// Returns the key of the first label that Kubernetes refuses in a selector.
pub(crate) fn first_refused(labels: &LabelSelector) -> Option<&str> {
    let is_refused = |(key, value): &(&str, &str)| label_key_fault(key).is_some() || label_value_fault(value).is_some();
    labels.iter().find(is_refused).map(|(key, _)| key)
}
