//! Finds the objects in a stream of JSON: single objects, one in each line, in lists, and in lists of lists.
//!
//! Each object is passed on as bytes. The memory use is that of one object, for a stream of any length. The result
//! does not depend on the chunks.
//!
//! The rest of a broken document is skipped. The next document is at the next line that starts with `{` or `[`.

mod kept;
mod nesting;
mod position;

use serde::de::IgnoredAny;

use super::object::ListKind;
use kept::Kept;
use nesting::Nesting;
use position::Lines;
pub(super) use position::Location;

/// Maximum number of bytes of an object. API servers store at most 1.5 MiB.
pub(super) const MAX_INVENTORY_OBJECT_BYTES: usize = 8 << 20;
/// Maximum depth of lists in lists; a deeper one is read as an object, which has no kind.
const MAX_NESTED_LISTS: usize = 8;
/// Maximum number of bytes of a line that is not JSON, for its diagnostic.
const MAX_SAMPLE_BYTES: usize = 256;

const MISMATCH: Found<'_> = Found::Broken("brackets that do not match");
const OPEN_STRING: Found<'_> = Found::Broken("a line that ends in the middle of a string");

const BROKEN_LIST: Found<'_> = Found::Broken("an object with `items` that is not JSON");

const IN_CHUNK: &str = "positions are in the chunk, in ascending order";

/// Bytes that have a meaning inside a value, outside strings.
const STRUCTURE: [bool; 256] = {
    let mut structure = [false; 256];
    let mut index = 0;
    while index < b"\"{}[],".len() {
        structure[b"\"{}[],"[index] as usize] = true;
        index += 1;
    }
    structure
};

/// What is found in the stream.
pub(super) enum Found<'s> {
    /// A value that should be an object, and the kind that its list states.
    Value { bytes: &'s [u8], list: Option<&'s ListKind> },
    /// A value that is longer than [`MAX_INVENTORY_OBJECT_BYTES`].
    TooLong,
    /// A broken document, and what is wrong with it. Its rest is skipped.
    Broken(&'static str),
    /// The start of a document before the previous one ends.
    Interrupted,
    /// The end of the stream inside a document.
    Truncated,
    /// The start of a line that is not JSON.
    NotJson(&'s [u8]),
    /// The end of a stream without documents.
    Empty,
}

/// Takes what is found.
pub(super) trait Sink {
    /// `location` computes the position, which takes time.
    fn take(&mut self, found: Found<'_>, location: &dyn Fn() -> Location);

    /// Takes the object at the start of a text, and returns its number of bytes. Returns `None`, and takes nothing, if it is
    /// not whole, or not usual: then it is found in the other way. It has at most [`MAX_INVENTORY_OBJECT_BYTES`], and no key
    /// `items`.
    fn take_start(&mut self, text: &str, list: Option<&ListKind>) -> Option<usize>;
}

/// A list whose items are read.
struct List {
    kind: Option<ListKind>,
    /// Index of the item that is read, or is next.
    index: u64,
    /// Whether it is a JSON array, not an object with `items`.
    is_array: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State {
    /// Before a document, or before an item of the innermost list.
    #[default]
    Between,
    /// In an object, or another value.
    Value,
    /// After the items of the innermost list, in its object.
    ListEnd,
    /// In a line that is not JSON.
    NotJson,
    /// After such a line, or in the rest of a broken document.
    Skipping,
}

/// How the next byte of a value is read. An object is a list if its key `items` has an array.
#[derive(Clone, Copy, Default)]
enum Mode {
    /// Outside strings.
    #[default]
    Plain,
    /// Outside strings; the next one is a key of the value.
    BeforeKey,
    /// Outside strings, after the key `items` of the value.
    AfterItems,
    /// In a key of the value that starts like `items`, with the bytes that are missing.
    Key(&'static [u8]),
    /// In another string.
    String,
    /// In a string, after a backslash.
    Escape,
}

/// A part of a chunk that is UTF-8.
#[derive(Default)]
struct Valid<'c> {
    /// Position in the chunk.
    start: usize,
    text: &'c str,
}

/// Returns the bytes up to the first that are not UTF-8.
fn valid_start(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let (valid, _) = bytes.split_at(error.valid_up_to());
            std::str::from_utf8(valid).expect("it is UTF-8 up to the error")
        }
    }
}

/// Reads a stream chunk by chunk.
#[derive(Default)]
pub(super) struct Scanner {
    state: State,
    /// Number of documents that have begun.
    documents: u32,
    lists: Vec<List>,
    lines: Lines,
    /// Position in the chunk.
    at: usize,
    /// Position in the chunk where the value starts or continues.
    value_start: usize,
    /// The value's part from earlier chunks, or the start of a line that is not JSON.
    kept: Kept,
    /// Line and column of the start.
    start: (u64, u64),
    nesting: Nesting,
    mode: Mode,
    /// The last byte of earlier chunks that is not white space.
    last: u8,
}

impl Scanner {
    /// Reads the next chunk.
    pub(super) fn push(&mut self, chunk: &[u8], sink: &mut dyn Sink) {
        (self.at, self.value_start) = (0, 0);
        let mut valid = Valid::default();
        while let Some(&byte) = chunk.get(self.at) {
            match self.state {
                State::Between => {
                    if byte != b'{' || !self.take_start(chunk, &mut valid, sink) {
                        self.between(byte, chunk, sink);
                    }
                }
                State::Value | State::ListEnd => self.value(chunk, sink),
                State::NotJson => self.not_json(byte, sink),
                State::Skipping => self.skip(byte, chunk),
            }
        }
        if let State::Value | State::ListEnd = self.state {
            self.kept.push(self.value_in(chunk));
        }
        if let Some(&last) = chunk.iter().rfind(|byte| !byte.is_ascii_whitespace()) {
            self.last = last;
        }
        self.lines.end_chunk(chunk);
    }

    /// Ends the stream.
    pub(super) fn finish(mut self, sink: &mut dyn Sink) {
        match self.state {
            State::Between if self.documents == 0 => self.emit(Found::Empty, self.start, sink),
            State::Between if self.lists.is_empty() => {}
            State::Between | State::Value | State::ListEnd => {
                let end = self.lines.locate(&[], 0);
                self.emit(Found::Truncated, end, sink);
            }
            State::NotJson => self.emit_not_json(sink),
            State::Skipping => {}
        }
    }

    fn emit(&self, found: Found<'_>, position: (u64, u64), sink: &mut dyn Sink) {
        sink.take(found, &|| Location::new(self.documents, &self.lists, position));
    }

    /// Skips the rest of the document.
    fn fail(&mut self, found: Found<'_>, chunk: &[u8], sink: &mut dyn Sink) {
        let position = self.lines.locate(chunk, self.at);
        self.emit(found, position, sink);
        self.lists.clear();
        self.state = State::Skipping;
    }

    fn skip(&mut self, byte: u8, chunk: &[u8]) {
        if matches!(byte, b'{' | b'[') && self.lines.is_start(chunk, self.at) {
            self.state = State::Between;
        } else {
            self.at += 1;
        }
    }

    fn not_json(&mut self, byte: u8, sink: &mut dyn Sink) {
        if byte == b'\n' || self.kept.bytes().len() == MAX_SAMPLE_BYTES {
            self.emit_not_json(sink);
            self.state = State::Skipping;
        } else {
            self.kept.push(&[byte]);
            self.at += 1;
        }
    }

    fn emit_not_json(&self, sink: &mut dyn Sink) {
        self.emit(Found::NotJson(self.kept.bytes()), self.start, sink);
    }

    fn between(&mut self, byte: u8, chunk: &[u8], sink: &mut dyn Sink) {
        let in_list = !self.lists.is_empty();
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
            b'{' => self.begin(State::Value, chunk),
            b',' if in_list => self.at += 1,
            b']' if in_list => self.end_items(),
            b'}' if in_list => self.fail(MISMATCH, chunk, sink),
            _ if in_list => self.begin(State::Value, chunk),
            b'[' => {
                self.begin(State::Between, chunk);
                self.lists.push(List { kind: None, index: 0, is_array: true });
                self.at += 1;
            }
            // Byte order marks: each file of a stream may have one.
            0xef | 0xbb | 0xbf => self.at += 1,
            _ => self.begin(State::NotJson, chunk),
        }
    }

    /// Reads the object at the current position at once, if the sink can.
    fn take_start<'c>(&mut self, chunk: &'c [u8], valid: &mut Valid<'c>, sink: &mut dyn Sink) -> bool {
        if valid.start + valid.text.len() <= self.at {
            *valid = Valid { start: self.at, text: valid_start(self.rest(chunk)) };
        }
        let text = valid.text.get(self.at - valid.start..).expect("an object starts with an ASCII character");
        let list = self.lists.last().and_then(|list| list.kind.as_ref());
        let Some(length) = sink.take_start(text, list) else { return false };
        self.count_document();
        self.at += length;
        self.end_item();
        true
    }

    fn count_document(&mut self) {
        if self.lists.is_empty() {
            self.documents = self.documents.saturating_add(1);
        }
    }

    /// Begins a document, or an item of the innermost list.
    fn begin(&mut self, state: State, chunk: &[u8]) {
        self.count_document();
        self.state = state;
        self.start = self.lines.locate(chunk, self.at);
        self.value_start = self.at;
        self.kept.clear();
        self.nesting = Nesting::default();
        self.mode = Mode::Plain;
    }

    /// Begins the items of the object that is read.
    fn begin_items(&mut self, chunk: &[u8], sink: &mut dyn Sink) {
        self.at += 1;
        let part = self.value_in(chunk);
        let start = self.kept.with(part);
        let kind = start.and_then(ListKind::of);
        if start.is_some_and(|start| !is_json(start, b"]}")) {
            return self.fail(BROKEN_LIST, chunk, sink);
        }
        self.lists.push(List { kind, index: 0, is_array: false });
        self.state = State::Between;
    }

    /// Ends the items of the innermost list.
    fn end_items(&mut self) {
        if self.lists.last().is_some_and(|list| list.is_array) {
            self.at += 1;
            return self.end_list();
        }
        self.state = State::ListEnd;
        self.value_start = self.at;
        self.kept.clear();
        self.nesting = Nesting::default();
        self.nesting.open(true);
        self.nesting.open(false);
        self.mode = Mode::Plain;
    }

    fn end_list(&mut self) {
        self.lists.pop();
        self.end_item();
    }

    fn end_item(&mut self) {
        self.state = State::Between;
        if let Some(list) = self.lists.last_mut() {
            list.index += 1;
        }
    }

    fn end_value(&mut self, chunk: &[u8], sink: &mut dyn Sink) {
        let part = self.value_in(chunk);
        let value = self.kept.with(part);
        if self.state == State::ListEnd {
            if value.is_some_and(|end| !is_json(b"{\"items\":[", end)) {
                return self.fail(BROKEN_LIST, chunk, sink);
            }
            return self.end_list();
        }
        let list = self.lists.last().and_then(|list| list.kind.as_ref());
        let found = value.map_or(Found::TooLong, |bytes| Found::Value { bytes, list });
        sink.take(found, &|| Location::new(self.documents, &self.lists, self.start));
        self.end_item();
    }

    /// Reads a value, or the end of a list's object.
    fn value(&mut self, chunk: &[u8], sink: &mut dyn Sink) {
        loop {
            if let Mode::Key(_) | Mode::String | Mode::Escape = self.mode
                && !self.string(chunk)
            {
                if self.at < chunk.len() {
                    self.fail(OPEN_STRING, chunk, sink);
                }
                return;
            }
            let rest = self.rest(chunk);
            self.at += rest.iter().position(|&byte| STRUCTURE[usize::from(byte)]).unwrap_or(rest.len());
            let Some(&byte) = chunk.get(self.at) else { return };
            match byte {
                b'"' => self.mode = if let Mode::BeforeKey = self.mode { Mode::Key(b"items") } else { Mode::String },
                // A value that is neither an object nor an array ends before this byte.
                b',' | b'}' | b']' if self.nesting.depth == 0 => return self.end_value(chunk, sink),
                b',' if self.nesting.depth == 1 && self.state == State::Value => self.mode = Mode::BeforeKey,
                b',' => {}
                b'}' | b']' => {
                    if !self.nesting.close(byte == b'}') {
                        return self.fail(MISMATCH, chunk, sink);
                    }
                    if self.nesting.depth == 0 {
                        self.at += 1;
                        return self.end_value(chunk, sink);
                    }
                }
                _ if self.lines.is_start(chunk, self.at) && !self.expects_value(chunk) => {
                    return self.fail(Found::Interrupted, chunk, sink);
                }
                b'[' if matches!(self.mode, Mode::AfterItems) && self.lists.len() < MAX_NESTED_LISTS => {
                    return self.begin_items(chunk, sink);
                }
                _ => {
                    self.nesting.open(byte == b'{');
                    self.mode = if byte == b'{' && self.nesting.depth == 1 { Mode::BeforeKey } else { Mode::Plain };
                }
            }
            self.at += 1;
        }
    }

    /// Reads a string. Returns false at a line end in it, and at the end of the chunk.
    fn string(&mut self, chunk: &[u8]) -> bool {
        while let Some(&byte) = chunk.get(self.at) {
            match (self.mode, byte) {
                (Mode::Escape, _) => self.mode = Mode::String,
                (Mode::Key([first, left @ ..]), _) if *first == byte => self.mode = Mode::Key(left),
                (mode, b'"') => {
                    self.mode = if let Mode::Key([]) = mode { Mode::AfterItems } else { Mode::Plain };
                    self.at += 1;
                    return true;
                }
                (_, b'\\') => self.mode = Mode::Escape,
                (_, b'\n') => return false,
                _ => {
                    self.mode = Mode::String;
                    let rest = self.rest(chunk);
                    let end = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | b'\n'));
                    self.at += end.unwrap_or(rest.len());
                    continue;
                }
            }
            self.at += 1;
        }
        false
    }

    /// Whether the grammar allows a value here, by the byte before it.
    fn expects_value(&self, chunk: &[u8]) -> bool {
        let before = chunk.get(..self.at).expect(IN_CHUNK);
        match before.iter().rfind(|byte| !byte.is_ascii_whitespace()).unwrap_or(&self.last) {
            _ if self.nesting.depth == 0 => true,
            b':' | b'[' => true,
            b',' => self.nesting.is_in_object() != Some(true),
            _ => false,
        }
    }

    fn rest<'c>(&self, chunk: &'c [u8]) -> &'c [u8] {
        chunk.get(self.at..).expect(IN_CHUNK)
    }

    /// Returns the part of the value in this chunk, up to the current position.
    fn value_in<'c>(&self, chunk: &'c [u8]) -> &'c [u8] {
        chunk.get(self.value_start..self.at).expect(IN_CHUNK)
    }
}

fn is_json(start: &[u8], end: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(&[start, end].concat()).is_ok()
}
