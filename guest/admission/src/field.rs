//! The fields of an object, as Kubernetes names them in errors.

use k8s_backup_target::diagnostic::{is_hidden, pointer_tokens};

/// Maximum length of a key in a path, in characters. A longer one is cut.
const MAX_KEY_CHARS: usize = 64;

/// Returns the path of an RFC 6901 JSON pointer, such as `spec.template.includedNamespaces[1]`.
///
/// It follows `field.Path` of Kubernetes (apimachinery 0.36.0): `<nil>` is the whole object, and other keys than names of
/// fields are in brackets. Hidden characters are escaped.
pub(crate) fn path(pointer: &str) -> String {
    let mut path = String::new();
    for key in pointer_tokens(pointer) {
        let is_index = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit());
        let is_name = !is_index && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
        if is_name && !key.is_empty() && key.len() <= MAX_KEY_CHARS {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(&key);
        } else {
            path.push('[');
            path.push_str(&shown(&key));
            path.push(']');
        }
    }
    if path.is_empty() { "<nil>".to_owned() } else { path }
}

/// Returns a key on one line. Long keys are cut.
fn shown(key: &str) -> String {
    let mut shown = String::new();
    for char in key.chars().take(MAX_KEY_CHARS) {
        if is_hidden(char) { shown.extend(char.escape_default()) } else { shown.push(char) }
    }
    if key.chars().nth(MAX_KEY_CHARS).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_as_kubernetes_writes_it() {
        for (pointer, expected) in [
            ("", "<nil>"),
            ("/spec/template/ttl", "spec.template.ttl"),
            ("/spec/includedNamespaces/1", "spec.includedNamespaces[1]"),
            ("/metadata/labels/app.kubernetes.io~1name", "metadata.labels[app.kubernetes.io/name]"),
            ("/metadata/labels/a~0b", "metadata.labels[a~b]"),
            ("/spec/", "spec[]"),
            ("/spec/a\nb", "spec[a\\nb]"),
        ] {
            assert_eq!(path(pointer), expected, "{pointer}");
        }
        let long = path(&format!("/spec/{}", "é".repeat(100)));
        assert_eq!(long, format!("spec[{}…]", "é".repeat(MAX_KEY_CHARS)));
    }
}
