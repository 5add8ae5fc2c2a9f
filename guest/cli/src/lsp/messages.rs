//! Messages of the client, as text.

use std::borrow::Cow;

use lsp_server::Message;

/// Reads a message.
///
/// A text of an editor can have half of a surrogate pair, which JSON can write and Rust cannot hold: it becomes U+FFFD.
///
/// # Errors
///
/// It is not a message of JSON-RPC.
pub(super) fn read(text: &str) -> Result<Message, serde_json::Error> {
    serde_json::from_str(text).or_else(|error| match without_lone_surrogates(text) {
        Cow::Borrowed(_) => Err(error),
        Cow::Owned(text) => serde_json::from_str(&text),
    })
}

/// Replaces the escapes of lone surrogates in JSON.
fn without_lone_surrogates(json: &str) -> Cow<'_, str> {
    const ESCAPE_LENGTH: usize = 6;
    let unit = |at: usize| {
        let digits = json.get(at..at + ESCAPE_LENGTH)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut replaced = String::new();
    let (mut kept, mut at) = (0, 0);
    while let Some(next) = json.get(at..).and_then(|rest| rest.find('\\')) {
        at += next;
        match (unit(at), unit(at + ESCAPE_LENGTH)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => at += 2 * ESCAPE_LENGTH,
            (Some(0xD800..=0xDFFF), _) => {
                replaced += json.get(kept..at).unwrap_or_default();
                replaced += "\\ufffd";
                at += ESCAPE_LENGTH;
                kept = at;
            }
            // An escape of one character, which can be a backslash.
            _ => at += 2,
        }
    }
    if kept == 0 {
        return json.into();
    }
    (replaced + json.get(kept..).unwrap_or_default()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lone_surrogates_are_replaced() {
        for (json, expected) in [
            (r#""a\n\\ud800\ud83d\ude00""#, r#""a\n\\ud800\ud83d\ude00""#),
            (r#""\ud800""#, r#""\ufffd""#),
            (r#""\ud800\ud83d\ude00\uDFFFx\udbff""#, r#""\ufffd\ud83d\ude00\ufffdx\ufffd""#),
            (r#""\u12é\"#, r#""\u12é\"#),
            ("", ""),
        ] {
            assert_eq!(without_lone_surrogates(json), expected);
        }
    }
}
