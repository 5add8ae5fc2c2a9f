//! Changes as edits of the text, in the way in which the text is written.

use std::ops::Range;

use super::{Document, Format, Found, Layout, Member, Opened, range_in};
use crate::diagnostic::{Change, Changed, Edit};

impl Document {
    /// The edits that make a change; `None` where the text is written so that no edit is certain.
    pub(super) fn edits<'s>(&'s self, subject: usize, change: &Change, opened: &mut Opened<'s>) -> Option<Vec<Edit>> {
        let found = self.find(subject, &change.pointer, opened)?;
        let value = found.member.value.text();
        let (range, text) = match &change.to {
            Changed::Removed => (self.removed(subject, &found, opened)?, String::new()),
            Changed::Text(text) => self.replaced(subject, &found, value, &New::Text(text))?,
            Changed::Json(json) => self.replaced(subject, &found, value, &New::Json(json))?,
            Changed::Quoted => {
                let source = self.source(subject, &range_in(found.json, value), found.is_embedded)?;
                // No number or bool is text without quotes.
                self.replaced(subject, &found, value, &New::Text(self.text.get(source)?))?
            }
            Changed::Key(key) => self.replaced(subject, &found, found.member.key?, &New::Text(key))?,
        };
        Some(vec![Edit { span: self.positions.span(&self.text, range), text }])
    }

    fn replaced(&self, subject: usize, found: &Found<'_>, part: &str, new: &New<'_>) -> Option<(Range<usize>, String)> {
        let range = range_in(found.json, part);
        let source = self.source(subject, &range, found.is_embedded)?;
        if found.is_embedded {
            let embedded = self.subjects.get(subject)?.embedded.as_ref()?;
            return Some((source, embedded.escaped(&new.json())?));
        }
        if self.format == Format::Yaml && self.is_tagged(source.start)? {
            return None;
        }
        let text = match self.layout(subject, &range) {
            // Its lines are indented, or stand elsewhere.
            Layout::Block | Layout::Alias => return None,
            Layout::Plain if self.format == Format::Yaml => new.plain(),
            Layout::SingleQuoted => new.single_quoted(),
            _ => new.json(),
        };
        Some((source, text))
    }

    /// Whether a tag stands before a place, which would be that of what is written there: `! prod`.
    fn is_tagged(&self, place: usize) -> Option<bool> {
        let words = self.text.get(..place)?.rsplit([' ', '\t', '\n', '[', '{']).filter(|word| !word.is_empty());
        Some(words.take_while(|word| word.starts_with(['!', '&'])).any(|word| word.starts_with('!')))
    }

    /// The text to take out for an entry of a list, or a key with its value. The only one stays: an empty list says
    /// something else.
    fn removed<'s>(&'s self, subject: usize, found: &Found<'s>, opened: &mut Opened<'s>) -> Option<Range<usize>> {
        let parent = found.parent?;
        let siblings = opened.children(parent);
        let place = siblings.place_of(&found.member);
        let before = place.checked_sub(1).and_then(|place| siblings.members.get(place));
        let after = siblings.members.get(place + 1);
        let source = |member: &Member<'_>| {
            let part = |part: &str| self.source(subject, &range_in(found.json, part), found.is_embedded);
            Some(part(member.key.unwrap_or(member.value.text()))?.start..part(member.value.text())?.end)
        };
        let own = source(&found.member)?;
        if !self.stands_in_lines(subject, found) {
            return None;
        }
        if !found.is_embedded && self.layout(subject, &range_in(found.json, parent.text())) == Layout::Block {
            before.or(after)?;
            return self.whole_lines(&own);
        }
        match (before, after) {
            (Some(before), _) => Some(source(before)?.end..own.end),
            (None, Some(after)) => Some(own.start..source(after)?.start),
            (None, None) => None,
        }
    }

    /// Whether the place of a value is all of it: a block scalar starts behind its `|`.
    fn stands_in_lines(&self, subject: usize, found: &Found<'_>) -> bool {
        let value = found.member.value.text();
        found.is_embedded
            || found.member.is_collection()
            || self.layout(subject, &range_in(found.json, value)) != Layout::Block
    }

    /// The lines that a part of the text has for itself, but for the dash of a list.
    fn whole_lines(&self, part: &Range<usize>) -> Option<Range<usize>> {
        let before = self.text.get(..part.start)?;
        let line_start = before.rfind('\n').map_or(0, |line_break| line_break + 1);
        let indentation = before.get(line_start..)?.trim_start_matches(' ');
        if !matches!(indentation.trim_end_matches(' '), "" | "-") {
            return None;
        }
        let after = self.text.get(part.end..)?;
        let rest_of_line = after.split('\n').next().expect("a split has a first part");
        let is_alone = rest_of_line.trim_start().is_empty() || rest_of_line.trim_start().starts_with('#');
        // A block scalar ends behind its last line break.
        let line_end = if self.text.get(..part.end)?.ends_with('\n') {
            part.end
        } else if is_alone {
            (part.end + rest_of_line.len() + 1).min(self.text.len())
        } else {
            return None;
        };
        Some(line_start..line_end)
    }
}

/// What is to be written.
enum New<'n> {
    Text(&'n str),
    Json(&'n str),
}

impl New<'_> {
    fn json(&self) -> String {
        match self {
            New::Text(text) => serde_json::Value::from(*text).to_string(),
            New::Json(json) => (*json).to_owned(),
        }
    }

    fn plain(&self) -> String {
        match self {
            New::Text(text) if is_plain(text) => (*text).to_owned(),
            _ => self.json(),
        }
    }

    fn single_quoted(&self) -> String {
        match self {
            New::Text(text) if !text.chars().any(char::is_control) => format!("'{}'", text.replace('\'', "''")),
            _ => self.json(),
        }
    }
}

/// Whether any reader of YAML takes the text, unquoted, for just this text: names and durations, never numbers or bools.
pub(super) fn is_plain(text: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'/');
    let is_special = |word: &&str| word.eq_ignore_ascii_case(text);
    text.bytes().all(is_word)
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
        && text.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric())
        && !text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'_' | b'e' | b'E' | b'-'))
        && !["0x", "0o", "0b"].iter().any(|prefix| text.starts_with(prefix))
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].iter().any(is_special)
}
