//! The label selector.

use crate::authority::{KUBERNETES, VELERO};
use crate::diagnostic::{Place, Report, Rule, Severity, quoted};
use crate::model::{LabelSelector, Spec};

pub(super) static KEY: Rule = Rule {
    code: "label-key",
    severity: Severity::Error,
    summary: "a label key is one that Kubernetes takes",
    explanation: "\
A key is a name of at most 63 letters, digits, `-`, `_` and `.` that starts and ends with a letter or digit, after an
optional prefix, which is a domain name in lower case and a slash: `app.kubernetes.io/name`. No object can have another
label, and Kubernetes refuses the selector, so the backup fails.",
    authority: KUBERNETES,
};
pub(super) static VALUE: Rule = Rule {
    code: "label-value",
    severity: Severity::Error,
    summary: "a label value is one that Kubernetes takes",
    explanation: "\
A value is empty, or at most 63 letters, digits, `-`, `_` and `.` that start and end with a letter or digit. No object
can have another value, and Kubernetes refuses the selector, so the backup fails.",
    authority: KUBERNETES,
};
pub(super) static EMPTY_SELECTOR: Rule = Rule {
    code: "label-selector-empty",
    severity: Severity::Warning,
    summary: "a label selector names a label",
    explanation: "\
The operator leaves an empty selector out, so that `label_selector: {}` selects every object, whatever its labels. Name
a label, or leave the selector out.",
    authority: VELERO,
};

pub(super) fn check(spec: &Spec, place: &Place<'_>, report: &mut Report<'_>) {
    let Some(labels) = &spec.label_selector else { return };
    let place = &place.key("label_selector");
    if labels.iter().len() == 0 {
        report.push(|| {
            let message = "`label_selector` is empty, which selects every object and not none";
            EMPTY_SELECTOR.broken(message).help("name a label, or leave the selector out").at(place)
        });
    }
    for (key, value) in labels.iter() {
        let place = &place.key(key);
        if let Some(fault) = key_fault(key) {
            report.push(|| {
                let message = match key.is_empty() {
                    true => "the key of a label is empty".to_owned(),
                    false => format!("{} is no label key for Kubernetes: {fault}", quoted(key)),
                };
                KEY.broken(message).help("write a key such as `app` or `app.kubernetes.io/name`").at(place).on_key()
            });
        }
        if let Some(fault) = name_fault(value).filter(|_| !value.is_empty()) {
            report.push(|| {
                let message = format!("{} is no label value for Kubernetes: {fault}", quoted(value));
                let help = match value.contains(['*', '?', ',', '(']) {
                    true => "a selector compares whole values: write one",
                    false => "write the value that the objects have: none can have this one",
                };
                VALUE.broken(message).help(help).at(place)
            });
        }
    }
}

/// The key of the first label that Kubernetes takes in no selector.
pub(crate) fn first_refused(labels: &LabelSelector) -> Option<&str> {
    let is_refused =
        |(key, value): &(&str, &str)| key_fault(key).is_some() || (!value.is_empty() && name_fault(value).is_some());
    labels.iter().find(is_refused).map(|(key, _)| key)
}

/// Kubernetes: `validation.IsQualifiedName`.
fn key_fault(key: &str) -> Option<String> {
    match key.split_once('/') {
        Some((prefix, name)) => prefix_fault(prefix).or_else(|| name_fault(name)),
        None => name_fault(key),
    }
}

/// Kubernetes: `validation.IsDNS1123Subdomain`.
fn prefix_fault(prefix: &str) -> Option<String> {
    if prefix.len() > LONGEST_DOMAIN {
        return Some(format!("its prefix has {} characters, of at most {LONGEST_DOMAIN}", prefix.len()));
    }
    (!is_domain(prefix)).then(|| "its prefix is not a domain name in lower case".to_owned())
}

/// So long the name of most objects, and the prefix of a key, can be.
pub(super) const LONGEST_DOMAIN: usize = 253;

/// Whether a text of any length is a domain name in lower case.
pub(crate) fn is_domain(text: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(is_inner) && !label.starts_with('-') && !label.ends_with('-')
    };
    text.split('.').all(is_label)
}

/// A key without its prefix, or a value that is not empty.
pub(super) fn name_fault(name: &str) -> Option<String> {
    const LONGEST: usize = 63;
    let is_inner = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | '.');
    if name.is_empty() {
        return Some("its name is empty".to_owned());
    }
    if let Some(other) = name.chars().find(|char| !is_inner(*char)) {
        return Some(format!("it has {}", quoted(&other.to_string())));
    }
    if name.len() > LONGEST {
        return Some(format!("it has {} characters, of at most {LONGEST}", name.len()));
    }
    let is_end = |char: char| char.is_ascii_alphanumeric();
    let has_ends = name.starts_with(is_end) && name.ends_with(is_end);
    (!has_ends).then(|| "it must start and end with a letter or digit".to_owned())
}
