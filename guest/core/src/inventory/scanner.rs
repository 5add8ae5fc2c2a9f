//! Finds the objects in a stream of JSON: single ones, one a line, in lists, and in lists of lists.
//!
//! Objects go out as bytes, whole. Memory is that of one object, however long the stream is, and what is found does not
//! depend on where the stream is cut into chunks.

use super::object::ListKind;

/// A longer object is not read. API servers keep none of more than 1.5 MiB.
pub(super) const LONGEST_OBJECT: usize = 8 << 20;
/// Lists that stand in each other deeper than this are objects that have no kind.
const MOST_LISTS: usize = 8;
/// So much of a text that is no JSON tells what it is.
const SAMPLE: usize = 256;

/// Where something stands: the document, from 0, and for each list around it the place in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Location {
    pub(super) document: u32,
    /// RFC 6901.
    pub(super) pointer: String,
    /// Both from 1; a column is a byte.
    pub(super) line: u64,
    pub(super) column: u64,
}

/// What comes out of the stream.
pub(super) enum Found<'s> {
    /// An object, or another value that stands where one belongs, and what the list around it says of it.
    Value { bytes: &'s [u8], list: Option<&'s ListKind> },
    /// A value that is longer than [`LONGEST_OBJECT`].
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

const ITEMS: &[u8] = b"items";

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

/// Counts lines, up to a place in the chunk.
#[derive(Default)]
struct Lines {
    /// Line ends before the place.
    count: u64,
    /// Where the last one stands in the stream, and one more.
    line_start: u64,
    /// In the chunk.
    place: usize,
}

impl Lines {
    /// Goes on to a place in the chunk; gives its line and column.
    fn at(&mut self, chunk: &[u8], place: usize, offset: u64) -> (u64, u64) {
        if let Some(passed) = chunk.get(self.place..place) {
            let ends = passed.iter().filter(|&&byte| byte == b'\n').count();
            if ends > 0 {
                self.count += ends as u64;
                let last = passed.iter().rposition(|&byte| byte == b'\n').unwrap_or_default();
                self.line_start = offset + (self.place + last + 1) as u64;
            }
            self.place = place;
        }
        (self.count + 1, (offset + place as u64).saturating_sub(self.line_start) + 1)
    }
}

/// How deep brackets stand in each other, and of which kind the outer ones are.
#[derive(Default)]
struct Nesting {
    depth: usize,
    /// Bits: an object, and not an array.
    are_objects: [u64; 16],
}

impl Nesting {
    fn open(&mut self, is_object: bool) {
        if let Some(word) = self.are_objects.get_mut(self.depth / 64) {
            let bit = 1 << (self.depth % 64);
            if is_object { *word |= bit } else { *word &= !bit }
        }
        self.depth += 1;
    }

    /// Whether the innermost bracket is closed by one of its kind; deep inside it is taken to be.
    fn close(&mut self, is_object: bool) -> bool {
        let Some(depth) = self.depth.checked_sub(1) else { return false };
        self.depth = depth;
        self.are_objects.get(depth / 64).is_none_or(|word| (word >> (depth % 64) & 1 == 1) == is_object)
    }
}

/// Bytes outside of strings that mean something inside of a value.
const STRUCTURE: [bool; 256] = {
    let mut structure = [false; 256];
    let mut index = 0;
    while index < b"\"{}[],:".len() {
        structure[b"\"{}[],:"[index] as usize] = true;
        index += 1;
    }
    structure
};

impl Scanner {
    /// Goes through a chunk.
    pub(super) fn push(&mut self, chunk: &[u8], sink: &mut dyn Sink) {
        let mut cursor = Cursor { scanner: self, chunk, at: 0, value: 0 };
        while cursor.at < chunk.len() {
            match cursor.scanner.state {
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
        let is_too_long = self.is_too_long || self.buffer.len() + end.len() > LONGEST_OBJECT;
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

/// The scanner in a chunk.
struct Cursor<'s, 'c> {
    scanner: &'s mut Scanner,
    chunk: &'c [u8],
    at: usize,
    /// Where the value that is read starts in the chunk, or goes on.
    value: usize,
}

impl<'c> Cursor<'_, 'c> {
    fn byte(&self) -> Option<u8> {
        self.chunk.get(self.at).copied()
    }

    fn since_value(&self, end: usize) -> &'c [u8] {
        self.chunk.get(self.value..end).unwrap_or_default()
    }

    /// Keeps what is seen of a value, at the end of the chunk.
    fn keep(&mut self) {
        if self.scanner.state != State::Value {
            return;
        }
        let seen = self.since_value(self.chunk.len());
        let scanner = &mut *self.scanner;
        if scanner.is_too_long || scanner.buffer.len() + seen.len() > LONGEST_OBJECT {
            scanner.is_too_long = true;
            scanner.buffer = Vec::new();
        } else {
            scanner.buffer.extend_from_slice(seen);
        }
    }

    fn begin(&mut self) {
        let (at, chunk) = (self.at, self.chunk);
        let scanner = &mut *self.scanner;
        scanner.start = scanner.lines.at(chunk, at, scanner.offset);
        if scanner.lists.is_empty() {
            scanner.documents = scanner.documents.saturating_add(1);
        }
        scanner.buffer.clear();
    }

    fn begin_value(&mut self, is_scalar: bool) {
        self.begin();
        let scanner = &mut *self.scanner;
        if let Some(list) = scanner.lists.last_mut() {
            list.indent = scanner.indent;
        }
        scanner.state = State::Value;
        scanner.nesting.depth = 0;
        scanner.in_string = false;
        scanner.escaped = false;
        scanner.is_scalar = is_scalar;
        scanner.is_too_long = false;
        scanner.key = Key::Other;
        self.value = self.at;
    }

    fn between(&mut self, sink: &mut dyn Sink) {
        while let Some(byte) = self.byte() {
            let in_list = self.scanner.state == State::Items;
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => self.scanner.track_indent(byte),
                b'{' => return self.begin_value(false),
                b',' if in_list => self.scanner.indent = None,
                b']' if in_list => {
                    self.at += 1;
                    return self.end_items();
                }
                b'[' if !in_list => {
                    self.begin();
                    self.at += 1;
                    self.scanner.lists.push(List { kind: None, index: 0, is_array: true, indent: None });
                    self.scanner.state = State::Items;
                    self.scanner.indent = None;
                    return;
                }
                b'}' if in_list => return self.broken("`}` where `]` belongs", self.at, sink),
                _ if in_list => return self.begin_value(byte != b'['),
                // A byte order mark.
                0xef | 0xbb | 0xbf if self.is_in_mark(byte) => {}
                _ => {
                    self.begin();
                    self.scanner.state = State::NoJson;
                    return;
                }
            }
            self.at += 1;
        }
    }

    fn is_in_mark(&self, byte: u8) -> bool {
        let offset = self.scanner.offset + self.at as u64;
        [0xef, 0xbb, 0xbf].get(usize::try_from(offset).unwrap_or(usize::MAX)) == Some(&byte)
    }

    fn value(&mut self, sink: &mut dyn Sink) {
        while self.at < self.chunk.len() {
            if self.scanner.in_string {
                self.string();
                if self.scanner.in_string && self.at < self.chunk.len() {
                    return self.broken("a line that ends in the middle of a string", self.at, sink);
                }
                continue;
            }
            // A scalar ends with what it is followed by.
            if self.scanner.is_scalar {
                let rest = self.chunk.get(self.at..).unwrap_or_default();
                let end = rest.iter().position(|byte| matches!(byte, b',' | b']' | b'}' | b'"'));
                self.at += end.unwrap_or(rest.len());
                match self.byte() {
                    Some(b'"') => {
                        self.at += 1;
                        self.scanner.in_string = true;
                        continue;
                    }
                    Some(_) => {
                        let end = self.since_value(self.at);
                        self.scanner.emit_value(end, sink);
                        return self.scanner.after_value();
                    }
                    None => return,
                }
            }
            let rest = self.chunk.get(self.at..).unwrap_or_default();
            self.at += rest.iter().position(|&byte| STRUCTURE[usize::from(byte)]).unwrap_or(rest.len());
            let Some(byte) = self.byte() else { return };
            self.at += 1;
            let scanner = &mut *self.scanner;
            let is_outermost = scanner.nesting.depth == 1;
            match byte {
                b'"' => {
                    scanner.in_string = true;
                    if is_outermost && scanner.key == Key::Awaited {
                        scanner.key = Key::Matching(0);
                    }
                }
                b'{' => {
                    scanner.nesting.open(true);
                    scanner.key = if scanner.nesting.depth == 1 { Key::Awaited } else { Key::Other };
                }
                b'[' => {
                    if is_outermost && scanner.key == Key::Items && scanner.lists.len() < MOST_LISTS {
                        return self.begin_items();
                    }
                    scanner.nesting.open(false);
                    scanner.key = Key::Other;
                }
                b',' if is_outermost => scanner.key = Key::Awaited,
                b'}' | b']' => {
                    if !scanner.nesting.close(byte == b'}') {
                        return self.broken("brackets that do not match", self.at.saturating_sub(1), sink);
                    }
                    if self.scanner.nesting.depth == 0 {
                        let end = self.since_value(self.at);
                        self.scanner.emit_value(end, sink);
                        return self.scanner.after_value();
                    }
                }
                _ => {}
            }
        }
    }

    /// Goes to the end of a string, or to a line end in it.
    fn string(&mut self) {
        let scanner = &mut *self.scanner;
        while let Some(&byte) = self.chunk.get(self.at) {
            if std::mem::take(&mut scanner.escaped) {
                scanner.key = Key::Other;
                self.at += 1;
                continue;
            }
            match (byte, scanner.key) {
                (b'"', key) => {
                    scanner.in_string = false;
                    scanner.key = match key {
                        Key::Matching(matched) if matched == ITEMS.len() => Key::Items,
                        _ => Key::Other,
                    };
                    self.at += 1;
                    return;
                }
                (b'\\', _) => scanner.escaped = true,
                (b'\n', _) => return,
                (byte, Key::Matching(matched)) => {
                    scanner.key =
                        if ITEMS.get(matched) == Some(&byte) { Key::Matching(matched + 1) } else { Key::Other };
                }
                _ => {
                    let rest = self.chunk.get(self.at..).unwrap_or_default();
                    let run = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | b'\n'));
                    self.at += run.unwrap_or(rest.len());
                    continue;
                }
            }
            self.at += 1;
        }
    }

    /// The value turns out to be a list.
    fn begin_items(&mut self) {
        let start = self.since_value(self.at);
        let scanner = &mut *self.scanner;
        let kind = match scanner.is_too_long || scanner.buffer.len() + start.len() > LONGEST_OBJECT {
            true => None,
            false if scanner.buffer.is_empty() => ListKind::of(start),
            false => {
                scanner.buffer.extend_from_slice(start);
                ListKind::of(&scanner.buffer)
            }
        };
        scanner.buffer = Vec::new();
        scanner.lists.push(List { kind, index: 0, is_array: false, indent: None });
        scanner.state = State::Items;
        scanner.indent = None;
    }

    fn end_items(&mut self) {
        let scanner = &mut *self.scanner;
        scanner.indent = None;
        if scanner.lists.last().is_some_and(|list| list.is_array) {
            scanner.lists.pop();
            scanner.after_value();
            return;
        }
        scanner.state = State::Rest;
        scanner.nesting.depth = 0;
        scanner.nesting.open(true);
        scanner.in_string = false;
        scanner.escaped = false;
        scanner.key = Key::Other;
    }

    /// Behind the items of a list.
    fn rest(&mut self, sink: &mut dyn Sink) {
        while self.at < self.chunk.len() {
            if self.scanner.in_string {
                self.string();
                if self.scanner.in_string && self.at < self.chunk.len() {
                    return self.broken("a line that ends in the middle of a string", self.at, sink);
                }
                continue;
            }
            let rest = self.chunk.get(self.at..).unwrap_or_default();
            self.at += rest.iter().position(|&byte| STRUCTURE[usize::from(byte)]).unwrap_or(rest.len());
            let Some(byte) = self.byte() else { return };
            self.at += 1;
            let scanner = &mut *self.scanner;
            match byte {
                b'"' => scanner.in_string = true,
                b'{' | b'[' => scanner.nesting.open(byte == b'{'),
                b'}' | b']' => {
                    if !scanner.nesting.close(byte == b'}') {
                        return self.broken("brackets that do not match", self.at.saturating_sub(1), sink);
                    }
                    if self.scanner.nesting.depth == 0 {
                        self.scanner.lists.pop();
                        return self.scanner.after_value();
                    }
                }
                _ => {}
            }
        }
    }

    /// Here the text is broken; what follows is read from the next line on that starts as an item or a document does.
    fn broken(&mut self, message: &'static str, at: usize, sink: &mut dyn Sink) {
        let chunk = self.chunk;
        let scanner = &mut *self.scanner;
        let place = scanner.lines.at(chunk, at, scanner.offset);
        let location = scanner.location(place);
        sink.take(Found::Broken(message), &|| location.clone());
        scanner.buffer = Vec::new();
        scanner.indent = None;
        scanner.state = State::Lost;
    }

    fn lost(&mut self) {
        while let Some(byte) = self.byte() {
            if byte == b'{'
                && let Some(indent) = self.scanner.indent
            {
                let lists = &mut self.scanner.lists;
                let list = lists.iter().rposition(|list| list.indent == Some(indent));
                if list.is_some() || indent == 0 {
                    lists.truncate(list.map_or(0, |list| list + 1));
                    self.scanner.state = match lists.last_mut() {
                        Some(list) => {
                            list.index += 1;
                            State::Items
                        }
                        None => State::Between,
                    };
                    return;
                }
            }
            self.scanner.track_indent(byte);
            self.at += 1;
        }
    }

    /// Gathers enough to say what it is.
    fn no_json(&mut self, sink: &mut dyn Sink) {
        while let Some(byte) = self.byte() {
            let scanner = &mut *self.scanner;
            if byte == b'\n' || scanner.buffer.len() == SAMPLE {
                scanner.emit_no_json(sink);
                scanner.state = State::Lost;
                scanner.indent = None;
                return;
            }
            scanner.buffer.push(byte);
            self.at += 1;
        }
    }
}
