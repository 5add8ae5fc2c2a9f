//! The paths of `file:` URIs. The protocol names files by URIs, and the rest of the command by paths.

use std::fmt::Write;
use std::path::Path;

use k8s_backup_target::settings::CONFIGURATION_FILE;
use lsp_types::Uri;
use serde_json::Value;

/// Whether a URI is that of a `.k8s-backup-target.toml`.
pub(super) fn is_configuration(uri: &Uri) -> bool {
    path_of(uri).is_some_and(|path| Path::new(&path).file_name().is_some_and(|name| name == CONFIGURATION_FILE))
}

/// Returns the path of a file; `None` if it has none, such as a new file of an editor.
pub(super) fn path_of(uri: &Uri) -> Option<String> {
    if uri.scheme().is_none_or(|scheme| !scheme.as_str().eq_ignore_ascii_case("file")) {
        return None;
    }
    let path = uri.path().as_estr().decode().into_string().ok()?.into_owned();
    Some(if is_of_drive(&path) { path.get(1..).unwrap_or_default().to_owned() } else { path })
}

/// Returns the URI of an absolute path.
pub(super) fn of_path(path: &str) -> Option<Uri> {
    let mut uri = "file://".to_owned();
    if is_of_drive(&format!("/{path}")) {
        uri.push('/');
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri.parse().ok()
}

/// Encodes the characters of URIs in parameters that RFC 3986 does not permit there. Some clients leave `[` as it is.
pub(super) fn encode(params: &mut Value) {
    match params {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(uri) if ["uri", "rootUri"].contains(&name.as_str()) => *uri = encoded(uri),
                    _ => encode(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(encode),
        _ => {}
    }
}

fn encoded(uri: &str) -> String {
    let mut encoded = String::new();
    for byte in uri.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=%".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// Whether a path of a URI starts with a drive, as in `file:///C:/spec.yaml`.
fn is_of_drive(path: &str) -> bool {
    let mut chars = path.chars();
    let start = [chars.next(), chars.next(), chars.next()];
    matches!(start, [Some('/'), Some(drive), Some(':')] if drive.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_uris_are_inverse() {
        for path in ["/home/user/spec.yaml", "/a b/%41/é/[x]#?.yaml", "C:/specs/a.yaml", "/"] {
            let uri = of_path(path).expect("a URI");
            assert_eq!(path_of(&uri).as_deref(), Some(path), "{}", uri.as_str());
        }
        let mut params = serde_json::json!({ "folders": [{ "uri": "file:///[x]/é%20.yaml", "name": "[x]" }] });
        encode(&mut params);
        let expected = serde_json::json!({ "folders": [{ "uri": "file:///%5Bx%5D/%C3%A9%20.yaml", "name": "[x]" }] });
        assert_eq!(params, expected);
        let untitled: Uri = "untitled:Untitled-1".parse().expect("a URI");
        assert_eq!(path_of(&untitled), None);
    }
}
