//! Findings about a text that is not the output of kubectl.

use super::scanner::Location;
use crate::catalogue::INVENTORY_SYNTAX;
use crate::diagnostic::{Finding, quoted};

const AS_PRINTED: &str = "pass the output of `kubectl get ... -A -o json`";
const AS_JSON: &str = "run kubectl with `-o json`: `kubectl get ... -A -o json`";

/// Other formats: the start of the text, the message and the help.
const OTHERS: [(&[u8], &str, &str); 11] = [
    (b"\x1f\x8b", "the text is compressed with gzip", "decompress it with `gunzip`"),
    (b"PK\x03\x04", "the text is a ZIP archive", "unpack the archive"),
    (b"\x28\xb5\x2f\xfd", "the text is compressed with zstd", "decompress it with `unzstd`"),
    (
        b"\xff\xfe",
        "the text is UTF-16",
        "convert it to UTF-8; in PowerShell, write it with `| Out-File -Encoding utf8`",
    ),
    (b"\xfe\xff", "the text is UTF-16", "convert it to UTF-8"),
    (b"apiVersion:", "the text is YAML", AS_JSON),
    (b"kind:", "the text is YAML", AS_JSON),
    (b"items:", "the text is YAML", AS_JSON),
    (b"---", "the text is YAML", AS_JSON),
    (b"- ", "the text is YAML", AS_JSON),
    (b"NAME", "the text is a table", AS_JSON),
];

/// Returns the finding about a text that starts like another format.
pub(super) fn other_format(start: &[u8]) -> Option<Finding> {
    let (_, what, help) = OTHERS.iter().find(|(other, ..)| start.starts_with(other))?;
    Some(INVENTORY_SYNTAX.violation(format!("{what}, not JSON")).help(*help))
}

/// The finding about a line that is not JSON.
pub(super) fn not_json(line: u64, start: &[u8]) -> Finding {
    let text = String::from_utf8_lossy(start);
    let text = text.trim_end();
    let is_error =
        text.starts_with("error:") || text.starts_with("Unable to connect") || text.starts_with("The connection");
    let (message, help) = if is_error {
        (format!("line {line}: kubectl printed an error: {}", quoted(text)), "fix the error, and run kubectl again")
    } else {
        (format!("line {line}: expected an object, found {}", quoted(text)), AS_PRINTED)
    };
    INVENTORY_SYNTAX.violation(message).help(help)
}

/// The finding about a broken object whose end is found; the next object is read.
pub(super) fn broken_object(Location { line, column, .. }: &Location, what: &str) -> Finding {
    let message = format!("line {line}, column {column}: the text is not valid JSON: {what}");
    INVENTORY_SYNTAX.violation(message).help("fix the JSON, or run kubectl again")
}

/// The finding about a broken document.
pub(super) fn broken_document(location: &Location, what: &str) -> Finding {
    broken_object(location, &format!("{what}; the rest of this document is skipped"))
}

/// The finding about a document in the middle of another one.
pub(super) fn interrupted(line: u64) -> Finding {
    cut_off(format!("line {line}: a document starts before the previous one ends: the previous one is cut off"))
}

/// The finding about the end of the text in the middle of a document.
pub(super) fn truncated(line: u64) -> Finding {
    cut_off(format!("the text ends on line {line} in the middle of a list or an object"))
}

fn cut_off(message: String) -> Finding {
    INVENTORY_SYNTAX.violation(message).help("run kubectl again: the output is incomplete")
}

pub(super) fn empty() -> Finding {
    INVENTORY_SYNTAX.violation("the text is empty").help(AS_PRINTED)
}

/// The finding about an error of the API server, with its message.
pub(super) fn status(line: u64, message: &str) -> Finding {
    let message = if message.is_empty() {
        format!("line {line}: expected an object, found a Status of the API server")
    } else {
        format!("line {line}: the API server returned an error: {}", quoted(message))
    };
    INVENTORY_SYNTAX.violation(message).help("fix the error, and run kubectl again")
}
