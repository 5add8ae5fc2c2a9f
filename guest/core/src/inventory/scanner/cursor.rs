//! The scanner's way through a chunk, state by state.

use super::{Found, Key, List, MAX_INVENTORY_OBJECT_BYTES, Scanner, Sink, State};
use crate::inventory::object::ListKind;

/// Maximum depth of lists in lists; a deeper one is read as an object, which has no kind.
const MAX_NESTED_LISTS: usize = 8;
/// So much of a text that is no JSON tells what it is.
const SAMPLE: usize = 256;

/// The key of an object's items, which makes it a list.
const ITEMS: &[u8] = b"items";

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

/// The scanner in a chunk.
pub(super) struct Cursor<'s, 'c> {
    scanner: &'s mut Scanner,
    chunk: &'c [u8],
    at: usize,
    /// Where the value that is read starts in the chunk, or goes on.
    value: usize,
}

impl<'s, 'c> Cursor<'s, 'c> {
    pub(super) fn new(scanner: &'s mut Scanner, chunk: &'c [u8]) -> Self {
        Cursor { scanner, chunk, at: 0, value: 0 }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.chunk.len()
    }

    pub(super) fn state(&self) -> State {
        self.scanner.state
    }

    fn byte(&self) -> Option<u8> {
        self.chunk.get(self.at).copied()
    }

    fn since_value(&self, end: usize) -> &'c [u8] {
        self.chunk.get(self.value..end).expect("a value ends after its start, in the chunk")
    }

    /// Keeps what is seen of a value, at the end of the chunk.
    pub(super) fn keep(&mut self) {
        if self.scanner.state != State::Value {
            return;
        }
        let seen = self.since_value(self.chunk.len());
        let scanner = &mut *self.scanner;
        if scanner.is_too_long || scanner.buffer.len() + seen.len() > MAX_INVENTORY_OBJECT_BYTES {
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

    pub(super) fn between(&mut self, sink: &mut dyn Sink) {
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
                b'}' if in_list => return self.syntax_error("`}` where `]` belongs", self.at, sink),
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

    pub(super) fn value(&mut self, sink: &mut dyn Sink) {
        while self.at < self.chunk.len() {
            if self.scanner.in_string {
                if !self.pass_string(sink) {
                    return;
                }
                continue;
            }
            // A scalar ends with what it is followed by.
            if self.scanner.is_scalar {
                let rest = self.chunk.get(self.at..).expect("the cursor is in the chunk");
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
            let Some(byte) = self.structure() else { return };
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
                    if is_outermost && scanner.key == Key::Items && scanner.lists.len() < MAX_NESTED_LISTS {
                        return self.begin_items();
                    }
                    scanner.nesting.open(false);
                    scanner.key = Key::Other;
                }
                b',' if is_outermost => scanner.key = Key::Awaited,
                b'}' | b']' => {
                    if !scanner.nesting.close(byte == b'}') {
                        return self.syntax_error("brackets that do not match", self.at.saturating_sub(1), sink);
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

    /// Goes past the next byte that means something, if the chunk has one.
    fn structure(&mut self) -> Option<u8> {
        let rest = self.chunk.get(self.at..).expect("the cursor is in the chunk");
        self.at += rest.iter().position(|&byte| STRUCTURE[usize::from(byte)]).unwrap_or(rest.len());
        let byte = self.byte()?;
        self.at += 1;
        Some(byte)
    }

    /// Goes to the end of a string, as far as the chunk has it; says where it is broken, and then is not to be gone on.
    fn pass_string(&mut self, sink: &mut dyn Sink) -> bool {
        self.string();
        let is_broken = self.scanner.in_string && self.at < self.chunk.len();
        if is_broken {
            self.syntax_error("a line that ends in the middle of a string", self.at, sink);
        }
        !is_broken
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
                    let rest = self.chunk.get(self.at..).expect("the cursor is in the chunk");
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
        let kind = if scanner.is_too_long || scanner.buffer.len() + start.len() > MAX_INVENTORY_OBJECT_BYTES {
            None
        } else if scanner.buffer.is_empty() {
            ListKind::of(start)
        } else {
            scanner.buffer.extend_from_slice(start);
            ListKind::of(&scanner.buffer)
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
    pub(super) fn rest(&mut self, sink: &mut dyn Sink) {
        while self.at < self.chunk.len() {
            if self.scanner.in_string {
                if !self.pass_string(sink) {
                    return;
                }
                continue;
            }
            let Some(byte) = self.structure() else { return };
            let scanner = &mut *self.scanner;
            match byte {
                b'"' => scanner.in_string = true,
                b'{' | b'[' => scanner.nesting.open(byte == b'{'),
                b'}' | b']' => {
                    if !scanner.nesting.close(byte == b'}') {
                        return self.syntax_error("brackets that do not match", self.at.saturating_sub(1), sink);
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
    fn syntax_error(&mut self, message: &'static str, at: usize, sink: &mut dyn Sink) {
        let chunk = self.chunk;
        let scanner = &mut *self.scanner;
        let place = scanner.lines.at(chunk, at, scanner.offset);
        let location = scanner.location(place);
        sink.take(Found::Broken(message), &|| location.clone());
        scanner.buffer = Vec::new();
        scanner.indent = None;
        scanner.state = State::Lost;
    }

    pub(super) fn lost(&mut self) {
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
    pub(super) fn no_json(&mut self, sink: &mut dyn Sink) {
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
