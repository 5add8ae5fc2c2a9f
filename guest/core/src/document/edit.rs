//! Edits that change one value of a text, and keep the style of the text.

use std::ops::Range;

use super::embedded::Embedded;
use super::positions::{complete, span_of_bytes};
use super::tree::{Layer, Layout, Tree, Value};
use super::written::{block, flow, is_plain, literal};
use super::{Document, Format, Found, Index, json};
use crate::catalogue::EDIT_REFUSED;
use crate::diagnostic::{Change, Changed, Edit, Finding, unescaped_token};

/// The range that an edit replaces, and the new text.
type Replacement = (Range<usize>, String);

/// An edit, and the expected result.
struct Edited<'d> {
    replacement: Replacement,
    /// The changed value, and its new JSON.
    changed: Value<'d>,
    json: String,
    /// The string whose JSON contains the value.
    string: Option<&'d Embedded>,
}

/// Why an edit is refused, and what to do instead.
type Refusal = (&'static str, &'static str);

const UNREAD: Refusal = ("the document cannot be read, so it is not edited", "fix its errors first");
const NO_VALUE: Refusal = ("there is no value at this pointer", "check the pointer");
const NOT_ADDABLE: Refusal =
    ("no value can be added at this pointer", "add a key to an object, or the next entry to a list");
const UNCERTAIN: Refusal = (
    "no edit changes only this value of the text",
    "edit the text by hand: anchors, aliases, tags and block scalars are not rewritten",
);

impl Document {
    /// Returns the edits that write this JSON as the value at a pointer, or remove the value with its key or list
    /// entry.
    ///
    /// A missing key or entry is added, with missing objects around it. `-`, or the length of the list, is the entry
    /// after the last one. Comments, order and layout of the rest are kept. An edit is only returned if exactly this
    /// value of the edited text is different.
    pub(crate) fn edit(&self, subject: u32, pointer: &str, json: Option<&str>) -> Result<Vec<Edit>, Finding> {
        let new = json.map(json::parse).transpose().map_err(|error| error.finding("the value").at_pointer(pointer))?;
        let (range, text) = self
            .replacement(subject as usize, pointer, new.as_ref())
            .map_err(|(message, help)| EDIT_REFUSED.violation(message).help(help).at_pointer(pointer))?;
        let mut span = span_of_bytes(&range);
        complete(self.text(), vec![&mut span.start, &mut span.end]);
        Ok(vec![Edit { span, text }])
    }

    fn replacement(&self, subject: usize, pointer: &str, new: Option<&Tree<'_>>) -> Result<Replacement, Refusal> {
        if let (Format::Json, Some(new), "", Some(missing)) =
            (self.format, new, self.text().trim(), pointer.strip_prefix('/'))
        {
            let added = flow(parsed(&wrapped(missing.split('/'), new.root())).root(), self.format);
            return Ok((0..self.text_length, added + "\n"));
        }
        self.value(subject).ok_or(UNREAD)?;
        let index = &mut Index::default();
        let edited = match (self.find(subject, pointer, index), new) {
            (Some(found), Some(new)) => self.set(&found, new.root()),
            (Some(found), None) => self.remove(subject, pointer, &found, index),
            (None, Some(new)) => {
                let (around, missing) = self.nearest(subject, pointer, index).ok_or(NO_VALUE)?;
                self.add(&around, &missing, new.root())?
            }
            (None, None) => return Err(NO_VALUE),
        };
        let edited = edited.filter(|edited| self.reads_as_expected(subject, edited)).ok_or(UNCERTAIN)?;
        Ok(edited.replacement)
    }

    /// Returns the deepest existing value of a pointer, and the remaining tokens.
    fn nearest<'d, 'p>(
        &'d self,
        subject: usize,
        pointer: &'p str,
        index: &mut Index<'d>,
    ) -> Option<(Found<'d>, Vec<&'p str>)> {
        let mut around = pointer;
        loop {
            around = around.rsplit_once('/')?.0;
            if let Some(found) = self.find(subject, around, index) {
                let missing = pointer.get(around.len() + 1..).expect("a slash follows");
                return Some((found, missing.split('/').collect()));
            }
        }
    }

    fn reads_as_expected(&self, subject: usize, edited: &Edited<'_>) -> bool {
        let (range, written) = &edited.replacement;
        let mut text = self.text().to_owned();
        text.replace_range(range.clone(), written);
        let mut read = Document::read(text, self.format);
        if let Some(string) = edited.string {
            read.embed(subject, vec![string.pointer.clone()]);
        }
        fn root<'d>(document: &'d Document, subject: usize, string: Option<&Embedded>) -> Option<Value<'d>> {
            match string {
                Some(string) => document.embedded(subject, &string.pointer)?.ok(),
                None => document.value(subject),
            }
        }
        read.len() == self.len()
            && (0..self.len()).all(|other| {
                let is_edited = other == subject;
                let change = is_edited.then_some((edited.changed.at(), &*edited.json));
                let string = edited.string.filter(|_| is_edited);
                let (before, after) = (root(self, other, string), root(&read, other, string));
                before.map(|root| root.to_json_with(change)) == after.map(Value::to_json)
            })
    }

    /// Replaces a value.
    fn set<'d>(&'d self, found: &Found<'d>, new: Value<'_>) -> Option<Edited<'d>> {
        let old = found.value;
        let is_in_flow = self.is_in_flow(found) || old.layout() == Layout::Flow && has_entries(old);
        let is_empty_text = found.parent.is_none() && old.source().is_empty();
        let replacement = if is_empty_text {
            self.begin(new)
        } else if is_in_flow {
            (old.source(), self.in_flow(found, &flow(new, self.format_in(found)))?)
        } else if has_entries(new) {
            self.set_block(found, new)
        } else {
            let written = match (new.open(), old.open()) {
                // The old text needed quotes; the new one may not.
                (Layer::Text(new), Layer::Text(old)) if !is_plain(&old.text) => {
                    in_layout(Layout::Plain, self.format, &new.text)
                }
                (Layer::Text(new), _) => in_layout(old.layout(), self.format, &new.text),
                _ => flow(new, self.format),
            };
            self.set_in_line(found, written)?
        };
        Some(Edited { replacement, changed: old, json: new.to_json(), string: found.string })
    }

    /// Writes a value at the end of a text without values.
    fn begin(&self, new: Value<'_>) -> Replacement {
        let text = self.text();
        let start = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        (text.len()..text.len(), format!("{start}{}\n", block(new, 0)))
    }

    /// Writes a value as indented lines.
    fn set_block(&self, found: &Found<'_>, new: Value<'_>) -> Replacement {
        let source = found.value.source();
        let column = self.column(source.start);
        let key_column = found.key.map(|key| self.column(key.source().start));
        let keeps_its_lines = found.value.is_collection() && found.value.layout() == Layout::Block;
        match (found.key, key_column) {
            (Some(key), Some(key_column)) if !keeps_its_lines || column <= key_column => {
                let column = key_column + 2;
                let range = self.after_colon(key, found.value);
                let end = if self.text().get(range.clone()).is_some_and(|old| old.ends_with('\n')) { "\n" } else { "" };
                (range, format!("\n{}{}{end}", " ".repeat(column), block(new, column)))
            }
            _ => (source, block(new, column)),
        }
    }

    /// Writes a value on the line of its key or dash.
    fn set_in_line(&self, found: &Found<'_>, written: String) -> Option<Replacement> {
        let source = found.value.source();
        let has_own_lines = found.value.layout() == Layout::Block;
        match found.key {
            Some(key) if has_own_lines || source.is_empty() => {
                let range = self.after_colon(key, found.value);
                let end = if self.text().get(range.clone())?.ends_with('\n') { "\n" } else { "" };
                Some((range, format!(" {written}{end}")))
            }
            None if has_own_lines && !found.value.is_collection() => None,
            _ => Some((source, written)),
        }
    }

    /// Returns the range from the colon of a key to the end of its value.
    fn after_colon(&self, key: Value<'_>, value: Value<'_>) -> Range<usize> {
        let key_end = key.source().end;
        let after = self.text().get(key_end..).expect("a key is a part of the text");
        let start = key_end + after.find(':').map_or(0, |colon| colon + 1);
        start..value.source().end.max(start)
    }

    fn add<'d>(&'d self, around: &Found<'d>, missing: &[&str], new: Value<'_>) -> Result<Option<Edited<'d>>, Refusal> {
        let (first, deeper) = missing.split_first().expect("the remaining pointer has a token");
        let json = wrapped(deeper.iter().copied(), new);
        let collection = around.value;
        let entries = collection.members().count();
        let key = match collection.open() {
            Layer::Object(_) => Some(unescaped_token(first)),
            Layer::List(_) if *first == "-" || first.parse() == Ok(entries) => None,
            Layer::Null => return Ok(self.set(around, parsed(&wrapped(missing.iter().copied(), new)).root())),
            _ => return Err(NOT_ADDABLE),
        };
        if entries == 0 {
            let only = with_members(collection, None, Some((key.as_deref(), &json)));
            return Ok(self.set(around, parsed(&only).root()));
        }
        let added = parsed(&json);
        let replacement = if self.is_in_flow(around) || collection.layout() == Layout::Flow {
            self.add_in_flow(around, key.as_deref(), added.root())
        } else {
            self.add_in_lines(collection, key.as_deref(), added.root())
        };
        let json = with_members(collection, None, Some((key.as_deref(), &json)));
        let string = around.string;
        Ok(replacement.map(|replacement| Edited { replacement, changed: collection, json, string }))
    }

    fn add_in_flow(&self, around: &Found<'_>, key: Option<&str>, new: Value<'_>) -> Option<Replacement> {
        let (last_key, last) = around.value.members().last()?;
        let start = last_key.unwrap_or(last).source().start;
        let before = self.line_before(start);
        let separator = match (around.string, before.trim()) {
            (None, "") if !before.is_empty() => format!(",\n{before}"),
            _ => ", ".to_owned(),
        };
        let format = self.format_in(around);
        let key = key.map_or(String::new(), |key| in_layout(Layout::Plain, format, key) + ": ");
        let added = self.in_flow(around, &format!("{separator}{key}{}", flow(new, format)))?;
        let end = last.source().end;
        Some((end..end, added))
    }

    fn add_in_lines(&self, collection: Value<'_>, key: Option<&str>, new: Value<'_>) -> Option<Replacement> {
        let (first_key, first) = collection.members().next()?;
        let (_, last) = collection.members().last()?;
        let before = self.line_before(first_key.unwrap_or(first).source().start);
        let before = if key.is_some() { before } else { before.trim_end().strip_suffix('-')? };
        let column = before.chars().count();
        let plain = |key| in_layout(Layout::Plain, self.format, key);
        let entry = match key {
            Some(key) if has_entries(new) => {
                let column = column + 2;
                format!("{}:\n{}{}", plain(key), " ".repeat(column), block(new, column))
            }
            Some(key) => format!("{}: {}", plain(key), flow(new, self.format)),
            None => format!("- {}", block(new, column + 2)),
        };
        let end = last.source().end;
        let line = format!("{}{entry}", " ".repeat(column));
        if self.text().get(..end)?.ends_with('\n') {
            return Some((end..end, line + "\n"));
        }
        let end = end + self.rest_of_line(end)?.len();
        Some((end..end, format!("\n{line}")))
    }

    fn remove<'d>(
        &'d self,
        subject: usize,
        pointer: &str,
        found: &Found<'d>,
        index: &mut Index<'d>,
    ) -> Option<Edited<'d>> {
        let parent = found.parent?;
        let json = with_members(parent, Some(found.value), None);
        let string = found.string;
        if parent.members().count() > 1 {
            let replacement = (self.removed(found, index)?, String::new());
            return Some(Edited { replacement, changed: parent, json, string });
        }
        let around = self.find(subject, pointer.rsplit_once('/')?.0, index)?;
        let written = self.in_flow(&around, &json)?;
        let replacement =
            if self.is_in_flow(&around) { (parent.source(), written) } else { self.set_in_line(&around, written)? };
        Some(Edited { replacement, changed: parent, json, string })
    }

    /// Returns the edit that makes a change; `None` if no edit is certain.
    pub(super) fn fixing_edit<'d>(&'d self, subject: usize, change: &Change, index: &mut Index<'d>) -> Option<Edit> {
        let found = self.find(subject, &change.pointer, index)?;
        // The finding can be about an earlier value of the same key.
        let (_, token) = change.pointer.rsplit_once('/').unwrap_or_default();
        if found.parent.is_some_and(|parent| index.members(parent).is_repeated(&unescaped_token(token))) {
            return None;
        }
        let (range, text) = match &change.to {
            Changed::Added(_) if found.value.layout() == Layout::Alias => return None,
            Changed::Added(text) => {
                let json = serde_json::Value::from(text.as_str()).to_string();
                let entry = parsed(&json);
                self.add(&found, &["-"], entry.root()).ok()??.replacement
            }
            // The only entry stays: an empty list has another meaning.
            Changed::Removed if found.parent?.members().nth(1).is_none() => return None,
            Changed::Removed => (self.removed(&found, index)?, String::new()),
            Changed::Text(text) => self.rewritten(&found, found.value, text)?,
            // Numbers and bools need quotes to be text.
            Changed::Quoted => self.rewritten(&found, found.value, found.value.written())?,
            Changed::Key(key) => self.rewritten(&found, found.key?, key)?,
            Changed::Json(json) => (self.rewritable(found.value)?, self.in_flow(&found, json)?),
        };
        // An alias can need an anchor of the replaced text.
        let has_anchor = self.format == Format::Yaml && self.text().get(range.clone())?.contains('&');
        (!has_anchor).then(|| Edit { span: span_of_bytes(&range), text })
    }

    /// Replaces the text of a value or a key.
    fn rewritten(&self, found: &Found<'_>, part: Value<'_>, text: &str) -> Option<Replacement> {
        let source = self.rewritable(part)?;
        let written = match found.string {
            Some(embedded) => embedded.string.escaped(&literal(text))?,
            None => in_layout(part.layout(), self.format, text),
        };
        Some((source, written))
    }

    /// Returns the range of a value or a key, if replacing the range replaces all of it.
    fn rewritable(&self, part: Value<'_>) -> Option<Range<usize>> {
        let source = part.source();
        // It has indented lines, or the text of its anchor.
        let is_elsewhere = matches!(part.layout(), Layout::Block | Layout::Alias);
        // A tag before it would apply to the new value: `! prod`.
        let before = self.text().get(..source.start)?;
        let mut words = before.rsplit([' ', '\t', '\n', '[', '{']).filter(|word| !word.is_empty());
        let mut properties = std::iter::from_fn(|| words.next().filter(|word| word.starts_with(['!', '&'])));
        let is_tagged = self.format == Format::Yaml && properties.any(|word| word.starts_with('!'));
        (!is_elsewhere && !is_tagged).then_some(source)
    }

    /// Returns the range to remove for a list entry, or a key with its value, that is not the only one.
    fn removed<'d>(&'d self, found: &Found<'d>, index: &mut Index<'d>) -> Option<Range<usize>> {
        let parent = found.parent?;
        let siblings = index.members(parent);
        let position = siblings.position_of(found.value);
        let source = |position: usize| {
            let (key, value) = siblings.members.get(position)?;
            Some(key.unwrap_or(*value).source().start..self.end_of(*key, *value))
        };
        let own = source(position)?;
        let before = position.checked_sub(1).and_then(source);
        let after = source(position + 1);
        // The members of a merged alias are in the text of their anchor, which is before the parent or in it.
        let before_end = before.as_ref().map_or(parent.source().start, |before| before.end);
        let after_start = after.as_ref().map_or(own.end, |after| after.start);
        if ![parent.source().start, before_end, own.start, own.end, after_start].is_sorted() {
            return None;
        }
        let is_in_lines = !self.is_in_flow(found) && parent.layout() == Layout::Block;
        match (&before, &after) {
            // The line also has the dash of the outer list: the next entry moves there.
            _ if is_in_lines && outer_dash(found, self.line_before(own.start)) => {
                let between = own.end..after.as_ref()?.start;
                let is_alone = matches!(self.text().get(between.clone())?.trim(), "" | "-");
                is_alone.then_some(own.start..between.end)
            }
            _ if is_in_lines => self.whole_lines(found.value, &own),
            (Some(before), _) => {
                // `{b: }`: not every reader takes `b:}` for a key.
                let (written, rest) = self.text().split_at_checked(before.end)?;
                let is_empty = written.ends_with(':') && rest.starts_with(' ');
                Some(before.end + usize::from(is_empty)..own.end)
            }
            (None, Some(after)) => Some(own.start..after.start),
            (None, None) => None,
        }
    }

    /// Returns the end of a member. An empty value can be before the colon of its key.
    fn end_of(&self, key: Option<Value<'_>>, value: Value<'_>) -> usize {
        let end = value.source().end;
        let Some(key) = key.filter(|_| value.source().is_empty()) else { return end };
        let after = self.text().get(key.source().end..).expect("a key is a part of the text");
        let colon = after.trim_start_matches([' ', '\t']);
        if colon.starts_with(':') { end.max(self.text_length - colon.len() + 1) } else { end }
    }

    /// Returns the lines that contain only a value, with its key or the dash of a list.
    fn whole_lines(&self, value: Value<'_>, part: &Range<usize>) -> Option<Range<usize>> {
        let before = self.line_before(part.start);
        if !matches!(before.trim_matches(' '), "" | "-") {
            return None;
        }
        let start = part.start - before.len();
        // A block scalar starts after its indicator, and ends after its last line break.
        let is_block_scalar = value.layout() == Layout::Block && !value.is_collection();
        if is_block_scalar || !part.is_empty() && self.text().get(..part.end)?.ends_with('\n') {
            return (!is_block_scalar || value.source() != *part).then_some(start..part.end);
        }
        let rest = self.rest_of_line(part.end)?;
        Some(start..(part.end + rest.len() + 1).min(self.text_length))
    }

    /// Whether a value is in brackets, where line breaks have no meaning.
    fn is_in_flow(&self, found: &Found<'_>) -> bool {
        self.format_in(found) == Format::Json || found.parent.is_some_and(|parent| parent.layout() == Layout::Flow)
    }

    /// Returns the format of a value.
    fn format_in(&self, found: &Found<'_>) -> Format {
        if found.string.is_some() { Format::Json } else { self.format }
    }

    /// Returns a text with escapes if it is inside a string.
    fn in_flow(&self, found: &Found<'_>, text: &str) -> Option<String> {
        found.string.map_or_else(|| Some(text.to_owned()), |embedded| embedded.string.escaped(text))
    }

    /// Returns the text of the line before an offset.
    fn line_before(&self, offset: usize) -> &str {
        let before = self.text().get(..offset).expect("a value starts in the text");
        before.rsplit('\n').next().expect("a split has a part")
    }

    /// Returns the number of characters in the line before an offset.
    fn column(&self, offset: usize) -> usize {
        self.line_before(offset).chars().count()
    }

    /// Returns the rest of the line after a value, if it is blank or a comment.
    fn rest_of_line(&self, end: usize) -> Option<&str> {
        let rest = self.text().get(end..)?.split('\n').next().expect("a split has a part");
        let content = rest.trim_start();
        (content.is_empty() || content.starts_with('#')).then_some(rest)
    }
}

fn has_entries(value: Value<'_>) -> bool {
    value.members().next().is_some()
}

/// Whether the line has another dash before an entry than its own.
fn outer_dash(found: &Found<'_>, before: &str) -> bool {
    let around = if found.key.is_some() { Some(before) } else { before.trim_end().strip_suffix('-') };
    around.is_some_and(|around| around.contains('-'))
}

/// Returns a text in a given layout.
fn in_layout(layout: Layout, format: Format, text: &str) -> String {
    match (layout, format) {
        (Layout::SingleQuoted, _) if !text.chars().any(char::is_control) => format!("'{}'", text.replace('\'', "''")),
        (Layout::Plain | Layout::Alias | Layout::Block, Format::Yaml) if is_plain(text) => text.to_owned(),
        _ => literal(text),
    }
}

/// Returns JSON that has a value at a pointer, given by its tokens.
fn wrapped<'p>(tokens: impl Iterator<Item = &'p str>, value: Value<'_>) -> String {
    let (mut json, mut closing) = (String::new(), Vec::new());
    for token in tokens {
        if matches!(token, "-" | "0") {
            json.push('[');
            closing.push(']');
        } else {
            json += &format!("{{{}:", literal(&unescaped_token(token)));
            closing.push('}');
        }
    }
    json += &value.to_json();
    json.extend(closing.into_iter().rev());
    json
}

/// Returns the JSON of a list or an object without one of its members, or with another one at its end.
fn with_members(collection: Value<'_>, without: Option<Value<'_>>, added: Option<(Option<&str>, &str)>) -> String {
    let member = |key: Option<&str>, json: &str| key.map_or_else(String::new, |key| literal(key) + ":") + json;
    let left = collection.members().filter(|(_, value)| without.is_none_or(|without| without.at() != value.at()));
    let left = left.map(|(key, value)| key.map_or_else(String::new, |key| key.to_json() + ":") + &value.to_json());
    let members: Vec<String> = left.chain(added.map(|(key, json)| member(key, json))).collect();
    let members = members.join(",");
    if matches!(collection.open(), Layer::Object(_)) { format!("{{{members}}}") } else { format!("[{members}]") }
}

fn parsed(json: &str) -> Tree<'_> {
    json::parse(json).expect("it is made of JSON")
}
