//! Diagnostics of a text that is not what kubectl prints.

use super::scanner::Location;
use crate::catalogue::INVENTORY_SYNTAX;
use crate::diagnostic::{Finding, quoted};

const AS_PRINTED: &str = "give what `kubectl get ... -A -o json` prints";
const AS_YAML: &str = "print it again with `-o json`: `kubectl get ... -A -o json`";

/// How a text begins that is something else: what it is, and what to do.
const OTHERS: [(&[u8], &str, &str); 11] = [
    (b"\x1f\x8b", "the text is compressed with gzip", "decompress it: `gunzip`"),
    (b"PK\x03\x04", "the text is a ZIP archive", "unpack it"),
    (b"\x28\xb5\x2f\xfd", "the text is compressed with zstd", "decompress it: `unzstd`"),
    (b"\xff\xfe", "the text is UTF-16", "write it as UTF-8: in PowerShell with `| Out-File -Encoding utf8`"),
    (b"\xfe\xff", "the text is UTF-16", "write it as UTF-8"),
    (b"apiVersion:", "the text is YAML", AS_YAML),
    (b"kind:", "the text is YAML", AS_YAML),
    (b"items:", "the text is YAML", AS_YAML),
    (b"---", "the text is YAML", AS_YAML),
    (b"- ", "the text is YAML", AS_YAML),
    (b"NAME", "the text is a table", "print it again with `-o json`: `kubectl get ... -A -o json`"),
];

/// The text starts like one in another format.
pub(super) fn other_format(start: &[u8]) -> Option<Finding> {
    let (_, what, help) = OTHERS.iter().find(|(other, ..)| start.starts_with(other))?;
    Some(INVENTORY_SYNTAX.violation(format!("{what}, and not JSON")).help(*help))
}

/// A line that is not JSON, where an object belongs.
pub(super) fn not_json(line: u64, start: &[u8]) -> Finding {
    let text = String::from_utf8_lossy(start);
    let text = text.trim_end();
    let is_error =
        text.starts_with("error:") || text.starts_with("Unable to connect") || text.starts_with("The connection");
    let (message, help) = if is_error {
        (format!("line {line}: kubectl printed an error: {}", quoted(text)), "mend it, and print the objects again")
    } else {
        (format!("line {line}: {} stands where an object belongs", quoted(text)), AS_PRINTED)
    };
    INVENTORY_SYNTAX.violation(message).help(help)
}

/// A broken object, whose end is found: what follows it is read.
pub(super) fn broken_object(Location { line, column, .. }: &Location, what: &str) -> Finding {
    let message = format!("line {line}, column {column}: the JSON is broken: {what}");
    INVENTORY_SYNTAX.violation(message).help("mend it, or print the objects again")
}

/// A broken document.
pub(super) fn broken_document(location: &Location, what: &str) -> Finding {
    broken_object(location, &format!("{what}; the rest of this document is not read"))
}

/// A document in the middle of another one.
pub(super) fn interrupted(line: u64) -> Finding {
    cut_off(format!("line {line}: a document starts in the middle of the one before it, which is cut off"))
}

/// The end of the text in the middle of a document.
pub(super) fn truncated(line: u64) -> Finding {
    cut_off(format!("the text ends on line {line} in the middle of a list or an object"))
}

fn cut_off(message: String) -> Finding {
    INVENTORY_SYNTAX.violation(message).help("print the objects again: something cut the text off")
}

pub(super) fn empty() -> Finding {
    INVENTORY_SYNTAX.violation("the text is empty").help(AS_PRINTED)
}

/// The API server's answer to a request that it refused, with its words.
pub(super) fn status(line: u64, message: &str) -> Finding {
    let message = if message.is_empty() {
        format!("line {line}: a Status of the API server stands where an object belongs")
    } else {
        format!("line {line}: the API server refused to answer: {}", quoted(message))
    };
    INVENTORY_SYNTAX.violation(message).help("mend it, and print the objects again")
}
