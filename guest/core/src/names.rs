//! Validation of names, as in Kubernetes (apimachinery 0.36.0).

use crate::diagnostic::quoted;

/// Maximum length of an RFC 1123 label, in bytes: the name of a namespace, or a label value.
pub(crate) const MAX_DNS_LABEL: usize = 63;
/// Maximum length of an RFC 1123 subdomain, in bytes: the name of most objects, or the prefix of a label key.
pub(crate) const MAX_DNS_SUBDOMAIN: usize = 253;
/// Maximum length of a group-resource, in bytes: a plural, a dot and a group.
pub(crate) const MAX_GROUP_RESOURCE: usize = MAX_DNS_LABEL + 1 + MAX_DNS_SUBDOMAIN;

/// Whether a text is an RFC 1123 label. Kubernetes: `validation.IsDNS1123Label`.
pub(crate) fn is_dns_label(text: &str) -> bool {
    text.len() <= MAX_DNS_LABEL && has_form_of_dns_label(text)
}

/// Whether a text is an RFC 1123 subdomain. Kubernetes: `validation.IsDNS1123Subdomain`.
pub(crate) fn is_dns_subdomain(text: &str) -> bool {
    text.len() <= MAX_DNS_SUBDOMAIN && has_form_of_dns_subdomain(text)
}

/// Whether a text of any length has the characters of an RFC 1123 label.
pub(crate) fn has_form_of_dns_label(text: &str) -> bool {
    let is_inner = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    !text.is_empty() && text.bytes().all(is_inner) && !text.starts_with('-') && !text.ends_with('-')
}

/// Whether a text of any length consists of RFC 1123 labels with dots between them.
pub(crate) fn has_form_of_dns_subdomain(text: &str) -> bool {
    text.split('.').all(has_form_of_dns_label)
}

/// Returns what is wrong with a label key. Kubernetes: `validation.IsQualifiedName`.
pub(crate) fn label_key_fault(key: &str) -> Option<String> {
    match key.split_once('/') {
        Some((prefix, name)) => label_prefix_fault(prefix).or_else(|| label_name_fault(name)),
        None => label_name_fault(key),
    }
}

fn label_prefix_fault(prefix: &str) -> Option<String> {
    if prefix.len() > MAX_DNS_SUBDOMAIN {
        return Some(format!("its prefix has {} characters, and the maximum is {MAX_DNS_SUBDOMAIN}", prefix.len()));
    }
    (!has_form_of_dns_subdomain(prefix)).then(|| "its prefix is not a domain name in lower case".to_owned())
}

/// Returns what is wrong with a label value, which may be empty. Kubernetes: `validation.IsValidLabelValue`.
pub(crate) fn label_value_fault(value: &str) -> Option<String> {
    if value.is_empty() { None } else { label_name_fault(value) }
}

/// Returns what is wrong with a label key without its prefix, or with a label value that must not be empty.
pub(crate) fn label_name_fault(name: &str) -> Option<String> {
    let is_inner = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | '.');
    if name.is_empty() {
        return Some("its name is empty".to_owned());
    }
    if let Some(other) = name.chars().find(|char| !is_inner(*char)) {
        return Some(format!("it contains {}", quoted(&other.to_string())));
    }
    if name.len() > MAX_DNS_LABEL {
        return Some(format!("it has {} characters, and the maximum is {MAX_DNS_LABEL}", name.len()));
    }
    let is_end = |char: char| char.is_ascii_alphanumeric();
    let has_ends = name.starts_with(is_end) && name.ends_with(is_end);
    (!has_ends).then(|| "it must start and end with a letter or digit".to_owned())
}
