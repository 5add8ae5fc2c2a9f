//! What a word at the cursor would be, in a text that may end anywhere.

use std::borrow::Cow;

use k8s_backup_target::validation::{CheckedDocument, Format};

use super::text::utf16_offset;

/// A word that does not occur in texts: a private-use character.
const WORD: char = '\u{e000}';

/// What is written at the cursor.
pub(super) struct Cursor {
    /// A key if a key is possible, also in a new entry of a list. Otherwise it is a value.
    pub(super) is_key: bool,
    /// JSON pointer to the object with the key, or to the value. If it is uncertain, to the parent.
    pub(super) pointer: String,
    pub(super) subject: u32,
    /// The text with that word, as far as it was read.
    pub(super) text: CheckedDocument,
}

impl Cursor {
    /// Reads the text before a word, with another word appended, and with what makes it a key where a key is possible.
    pub(super) fn after(before: &str, format: Format) -> Option<Self> {
        let cursors = with_word(before, format).into_iter().filter_map(|text| {
            let read = CheckedDocument::read(text.clone(), format, None, None);
            let (subject, pointer) = read.pointer_at(utf16_offset(&text, text.rfind(WORD)?))?;
            let key = pointer.strip_suffix(WORD).and_then(|pointer| pointer.strip_suffix('/'));
            let (is_key, pointer) = (key.is_some(), key.unwrap_or(&pointer).to_owned());
            Some(Cursor { is_key, pointer, subject, text: read })
        });
        // If the word is not valid there, less of the text was read.
        cursors.max_by_key(|cursor| (cursor.is_key, cursor.pointer.len()))
    }
}

/// Returns the text with the word as a key: in JSON, or in a YAML block and in YAML braces. A quote may be open.
fn with_word(before: &str, format: Format) -> Vec<String> {
    let (start, quote) = without_quote(before, format);
    match format {
        Format::Json => vec![format!("{start}\"{WORD}\": null}}")],
        // A key in YAML has at most 1024 characters. With fewer, the brackets before it could be a key, and would not be
        // read. Block scalars only exist in blocks. In brackets, `word:` would make each entry an object.
        Format::Yaml => vec![
            format!("{start}{quote}{WORD}{quote}: |"),
            format!("{start}{}{quote}{WORD}{quote}}}", " ".repeat(1025)),
        ],
    }
}

/// Returns which of the keys the object at the cursor has, before and after the cursor.
pub(super) fn present_keys<'k>(before: &str, after: &str, format: Format, keys: &[&'k str]) -> Vec<&'k str> {
    let mut present = Vec::new();
    for text in with_key(before, after, format) {
        let read = CheckedDocument::read(text.clone(), format, None, None);
        let at = text.find(WORD).map(|at| utf16_offset(&text, at));
        let Some((subject, pointer)) = at.and_then(|at| read.pointer_at(at)) else { continue };
        let Some(parent) = pointer.strip_suffix(WORD) else { continue };
        present.extend(keys.iter().filter(|key| read.locate(subject, &format!("{parent}{key}")).is_some()));
    }
    present
}

/// Returns the text with the word as a whole entry at the cursor, in a YAML block and between commas.
fn with_key(before: &str, after: &str, format: Format) -> Vec<String> {
    let (start, _) = without_quote(before, Format::Yaml);
    let rest = after.trim_start_matches(is_of_word).trim_start_matches(['"', '\'']);
    let next = rest.trim_start().starts_with(|char: char| char.is_alphanumeric() || "\"'_".contains(char));
    let between = format!("{start}\"{WORD}\": null{}{rest}", if next { "," } else { "" });
    match format {
        Format::Json => vec![between],
        Format::Yaml => {
            let lines = rest.find('\n').and_then(|end| rest.get(end..)).unwrap_or_default();
            vec![format!("{start}{WORD}:{lines}"), between]
        }
    }
}

/// Returns the text without the quote at its end, and that quote.
fn without_quote(text: &str, format: Format) -> (&str, Cow<'static, str>) {
    let quotes: &[char] = if format == Format::Json { &['"'] } else { &['"', '\''] };
    match text.strip_suffix(quotes) {
        Some(start) => (start, text.chars().next_back().map(String::from).unwrap_or_default().into()),
        None => (text, "".into()),
    }
}

/// Whether a character is a part of a word: of a key, a name or a pattern.
pub(super) fn is_of_word(char: char) -> bool {
    !char.is_whitespace() && !",[]{}\"':".contains(char)
}
