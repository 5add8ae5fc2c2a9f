//! Finds the objects in a stream of JSON: single ones, one a line, in lists, and in lists of lists.
//!
//! Objects go out as bytes, whole. Memory is that of one object, however long the stream is, and what is found does not
//! depend on where the stream is cut into chunks.

mod cursor;
mod nesting;
mod position;

use super::object::ListKind;
use cursor::Cursor;
use nesting::Nesting;
use position::Lines;
pub(super) use position::Location;

/// A longer object is not read. API servers keep none of more than 1.5 MiB.
pub(super) const MAX_INVENTORY_OBJECT_BYTES: usize = 8 << 20;

/// What comes out of the stream.
pub(super) enum Found<'s> {
    /// An object, or another value that stands where one belongs, and what the list around it says of it.
    Value { bytes: &'s [u8], list: Option<&'s ListKind> },
    /// A value that is longer than [`MAX_INVENTORY_OBJECT_BYTES`].
    TooLong,
    /// Brackets that do not match, or a line that ends in the middle of a string: what is wrong.
    Broken(&'static str),
    /// The end of the stream inside a document.
    Truncated,
    /// Something that is no JSON, where a document belongs, from its start.
    NoJson(&'s [u8]),
}

/// Takes what is found.
pub(super) trait Sink {
    /// `location` is asked for when it matters.
    fn take(&mut self, found: Found<'_>, location: &dyn Fn() -> Location);
}

/// A list whose items are read.
struct List {
    kind: Option<ListKind>,
    /// The place of the item that comes, or is read.
    index: u64,
    /// A JSON array, and not an object with `items`.
    is_array: bool,
    /// How far its items are indented, each on a line of its own.
    indent: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before a document, or between two.
    Between,
    /// Between the items of the innermost list.
    Items,
    /// In an object, or another value.
    Value,
    /// Behind the items of the innermost list, in the object that it is.
    Rest,
    /// In something that is no JSON; what is seen of it is in the buffer.
    NoJson,
    /// Behind something broken, until a line starts as a document or an item does.
    Lost,
}

/// Whether the key is read that makes an object a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    /// A key comes, at the outermost level of the object.
    Awaited,
    /// So many bytes of it are those of `items`.
    Matching(usize),
    /// It is another one, or a value.
    Other,
    /// It is `items`, and its value comes.
    Items,
}

/// Reads a stream chunk by chunk.
pub(super) struct Scanner {
    state: State,
    lists: Vec<List>,
    /// The start of the value that is read, if it began in an earlier chunk.
    buffer: Vec<u8>,
    nesting: Nesting,
    in_string: bool,
    escaped: bool,
    key: Key,
    is_too_long: bool,
    /// Whether the value that is read is neither object nor array.
    is_scalar: bool,
    /// Documents that have begun.
    documents: u32,
    /// Bytes in the chunks before.
    offset: u64,
    /// White space since the start of the line, if there is nothing else.
    indent: Option<u32>,
    lines: Lines,
    /// Line and column of the value that is read.
    start: (u64, u64),
}

impl Default for Scanner {
    fn default() -> Self {
        Scanner {
            state: State::Between,
            lists: Vec::new(),
            buffer: Vec::new(),
            nesting: Nesting::default(),
            in_string: false,
            escaped: false,
            key: Key::Other,
            is_too_long: false,
            is_scalar: false,
            documents: 0,
            offset: 0,
            indent: Some(0),
            lines: Lines::default(),
            start: (1, 1),
        }
    }
}

impl Scanner {
    /// Goes through a chunk.
    pub(super) fn push(&mut self, chunk: &[u8], sink: &mut dyn Sink) {
        let mut cursor = Cursor::new(self, chunk);
        while !cursor.is_at_end() {
            match cursor.state() {
                State::Between | State::Items => cursor.between(sink),
                State::Value => cursor.value(sink),
                State::Rest => cursor.rest(sink),
                State::NoJson => cursor.no_json(sink),
                State::Lost => cursor.lost(),
            }
        }
        cursor.keep();
        self.lines.at(chunk, chunk.len(), self.offset);
        self.lines.place = 0;
        self.offset += chunk.len() as u64;
    }

    /// The stream has ended.
    pub(super) fn finish(&mut self, sink: &mut dyn Sink) {
        let end = (self.lines.count + 1, self.offset.saturating_sub(self.lines.line_start) + 1);
        match self.state {
            State::Between | State::Lost => {}
            State::NoJson => self.emit_no_json(sink),
            State::Value | State::Items | State::Rest => {
                let location = self.location(end);
                sink.take(Found::Truncated, &|| location.clone());
            }
        }
        self.state = State::Between;
        self.buffer = Vec::new();
    }

    /// Whether a document has begun.
    pub(super) fn has_begun(&self) -> bool {
        self.documents > 0
    }

    fn location(&self, (line, column): (u64, u64)) -> Location {
        let mut pointer = String::new();
        for list in &self.lists {
            let items = if list.is_array { "" } else { "/items" };
            pointer.push_str(&format!("{items}/{}", list.index));
        }
        Location { document: self.documents.saturating_sub(1), pointer, line, column }
    }

    fn emit(&self, found: Found<'_>, sink: &mut dyn Sink) {
        sink.take(found, &|| self.location(self.start));
    }

    /// The value that is in the buffer, and goes on with these bytes.
    fn emit_value(&mut self, end: &[u8], sink: &mut dyn Sink) {
        let is_too_long = self.is_too_long || self.buffer.len() + end.len() > MAX_INVENTORY_OBJECT_BYTES;
        let mut buffer = std::mem::take(&mut self.buffer);
        let list = self.lists.last().and_then(|list| list.kind.as_ref());
        if is_too_long {
            self.emit(Found::TooLong, sink);
        } else if buffer.is_empty() {
            self.emit(Found::Value { bytes: end, list }, sink);
        } else {
            buffer.extend_from_slice(end);
            self.emit(Found::Value { bytes: &buffer, list }, sink);
        }
        buffer.clear();
        self.buffer = buffer;
    }

    fn emit_no_json(&mut self, sink: &mut dyn Sink) {
        let mut sample = std::mem::take(&mut self.buffer);
        self.emit(Found::NoJson(&sample), sink);
        sample.clear();
        self.buffer = sample;
    }

    /// What comes behind a value.
    fn after_value(&mut self) {
        self.state = match self.lists.last_mut() {
            Some(list) => {
                list.index += 1;
                State::Items
            }
            None => State::Between,
        };
        self.indent = None;
    }

    fn track_indent(&mut self, byte: u8) {
        self.indent = match (byte, self.indent) {
            (b'\n', _) => Some(0),
            (b' ' | b'\t' | b'\r', Some(indent)) => Some(indent.saturating_add(1)),
            _ => None,
        };
    }
}
