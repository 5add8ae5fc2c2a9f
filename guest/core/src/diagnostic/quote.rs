//! The user's text and lists in messages.

use std::fmt;

/// Whether a character is not shown, or changes how the text around it is shown: control characters, line separators, and
/// marks that set the direction of text.
pub fn is_hidden(char: char) -> bool {
    let is_format = matches!(char, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}');
    char.is_control() || is_format
}

/// Quotes the user's text for a message: in backticks, on one line. Long text is cut.
pub fn quoted(text: &str) -> impl fmt::Display {
    const MAX_QUOTED_CHARS: usize = 60;
    fmt::from_fn(move |f| {
        if text.is_empty() {
            return f.write_str("`\"\"`");
        }
        f.write_str("`")?;
        for (at, char) in text.char_indices().take(MAX_QUOTED_CHARS) {
            // `##[` starts a command in the log of a GitHub workflow, wherever a host prints the message.
            let is_command = text.get(at..).is_some_and(|rest| rest.starts_with("##["));
            if is_command {
                f.write_str("\\u{23}")?;
            } else if is_hidden(char) {
                write!(f, "{}", char.escape_default())?;
            } else {
                write!(f, "{char}")?;
            }
        }
        if text.chars().nth(MAX_QUOTED_CHARS).is_some() {
            f.write_str("…")?;
        }
        f.write_str("`")
    })
}

/// Joins items for a sentence: `a, b and c`.
pub(crate) fn and_list(items: &[String]) -> String {
    match items.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_text_stays_on_a_line_and_short() {
        assert_eq!(quoted("a\nb\0").to_string(), "`a\\nb\\u{0}`");
        assert_eq!(quoted("##[error]").to_string(), "`\\u{23}#[error]`");
        assert_eq!(quoted("a\u{202e}b\u{85}").to_string(), "`a\\u{202e}b\\u{85}`");
        assert_eq!(quoted(&"é".repeat(60)).to_string(), format!("`{}`", "é".repeat(60)));
        assert_eq!(quoted(&"é".repeat(61)).to_string(), format!("`{}…`", "é".repeat(60)));
    }

    #[test]
    fn a_list_ends_with_and() {
        let items = |items: &[&str]| and_list(&items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>());
        assert_eq!(items(&[]), "");
        assert_eq!(items(&["a"]), "a");
        assert_eq!(items(&["a", "b", "c"]), "a, b and c");
    }
}
