//! What is said of a text that is not what kubectl prints.

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

/// Something that is no JSON, where an object belongs, from its start.
pub(super) fn no_json(start: &[u8], line: u64) -> Finding {
    if let Some((_, what, help)) = OTHERS.iter().find(|(other, ..)| start.starts_with(other)) {
        return INVENTORY_SYNTAX.violation(format!("{what}, and not JSON")).help(*help);
    }
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

pub(super) fn syntax_error(line: u64, column: u64, what: &str) -> Finding {
    let message = format!("line {line}, column {column}: the JSON is broken: {what}");
    INVENTORY_SYNTAX.violation(message).help("mend it, or print the objects again")
}

pub(super) fn truncated(line: u64) -> Finding {
    let message = format!("the text ends on line {line} in the middle of a list or an object");
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
