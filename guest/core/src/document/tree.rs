//! A tree of the values of a text, each with its position in the text.

use std::borrow::Cow;
use std::ops::Range;

use super::strings::{decode, decode_bytes};

/// The values and keys of a text. A list is followed by its entries, an object by its keys and values in turn.
#[derive(Debug)]
pub struct Tree<'t> {
    /// The text, followed by decoded parts.
    pub(super) contents: Cow<'t, str>,
    pub(super) nodes: Vec<Node>,
}

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) layout: Layout,
    /// Number of nodes in it, including itself.
    pub(super) count: usize,
    /// Its range in the text.
    pub(super) source: Range<usize>,
    /// The range in the contents with the digits of a number, or with a string; empty for other values.
    pub(super) content: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Bool(bool),
    /// The digits, as in JSON.
    Number,
    /// A string, decoded.
    Text,
    /// A JSON string, with quotes and escapes.
    Literal,
    List,
    Object,
}

/// The style of a value in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    /// Indented lines: a block scalar, list or mapping.
    Block,
    /// In brackets.
    Flow,
    /// An alias, `*name`.
    Alias,
}

/// A value of a tree, or a key.
#[derive(Clone, Copy)]
pub struct Value<'t> {
    tree: &'t Tree<'t>,
    at: usize,
}

/// One layer of a value.
pub enum Layer<'t> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// The digits, as in JSON.
    Number(&'t str),
    /// A string.
    Text(Text<'t>),
    /// A list.
    List(Entries<'t>),
    /// An object, in text order, including repeated keys.
    Object(Members<'t>),
}

/// A decoded string.
pub struct Text<'t> {
    /// The string, with U+FFFD for half characters.
    pub text: Cow<'t, str>,
    /// Its range in the text, including quotes.
    pub source: Range<usize>,
    /// The first escape of half a character (`\ud800`). Each one is read as U+FFFD.
    pub lone_surrogate: Option<&'t str>,
}

/// The entries of a list.
#[derive(Clone)]
pub struct Entries<'t> {
    next: Value<'t>,
    end: usize,
}

/// The keys and values of an object.
#[derive(Clone)]
pub struct Members<'t>(Entries<'t>);

impl Tree<'_> {
    /// Returns the value of a node.
    pub(super) fn value(&self, at: usize) -> Value<'_> {
        Value { tree: self, at }
    }

    /// Returns the value of the whole text.
    pub fn root(&self) -> Value<'_> {
        self.value(0)
    }
}

impl<'t> Value<'t> {
    /// Returns the number of its node.
    pub(super) fn at(self) -> usize {
        self.at
    }

    fn node(self) -> &'t Node {
        self.tree.nodes.get(self.at).expect("a value is a node of its tree")
    }

    fn content(self) -> &'t str {
        self.tree.contents.get(self.node().content.clone()).expect("a content is a part of the contents")
    }

    pub(super) fn layout(self) -> Layout {
        self.node().layout
    }

    /// Its range in the text.
    pub(crate) fn source(self) -> Range<usize> {
        self.node().source.clone()
    }

    /// Returns the text of the value.
    pub fn written(self) -> &'t str {
        self.tree.contents.get(self.source()).expect("a source is a part of the text")
    }

    /// Returns whether it is `null`.
    pub fn is_null(self) -> bool {
        self.node().kind == Kind::Null
    }

    pub(super) fn is_collection(self) -> bool {
        matches!(self.node().kind, Kind::List | Kind::Object)
    }

    /// Returns its outer layer. The values of a list or an object are not opened.
    pub fn open(self) -> Layer<'t> {
        match self.node().kind {
            Kind::Null => Layer::Null,
            Kind::Bool(bool) => Layer::Bool(bool),
            Kind::Number => Layer::Number(self.content()),
            Kind::Text | Kind::Literal => Layer::Text(self.text()),
            Kind::List => Layer::List(self.entries()),
            Kind::Object => Layer::Object(Members(self.entries())),
        }
    }

    /// Returns the string of a key.
    pub(super) fn text(self) -> Text<'t> {
        let (text, lone_surrogate) = match self.node().kind {
            Kind::Literal => decode(self.content()),
            _ => (Cow::Borrowed(self.content()), None),
        };
        Text { text, source: self.source(), lone_surrogate }
    }

    /// Returns the bytes of a string: its text in UTF-8, where a lone surrogate from `\udc80` to `\udcff` is the byte
    /// of its last two digits. `None` if it is not a string.
    ///
    /// Python's `surrogateescape` encodes bytes that are not valid UTF-8 in this way.
    pub fn bytes(self) -> Option<Cow<'t, [u8]>> {
        Some(match self.node().kind {
            Kind::Text => Cow::Borrowed(self.content().as_bytes()),
            Kind::Literal => decode_bytes(self.content()),
            _ => return None,
        })
    }

    /// Returns the values in it, including keys.
    fn entries(self) -> Entries<'t> {
        Entries { next: Value { at: self.at + 1, ..self }, end: self.at + self.node().count }
    }

    /// Returns its entries, or its values with their keys.
    pub(super) fn members(self) -> impl Iterator<Item = (Option<Value<'t>>, Value<'t>)> {
        let is_object = self.node().kind == Kind::Object;
        let mut entries = self.entries();
        std::iter::from_fn(move || {
            let key = if is_object { Some(entries.next()?) } else { None };
            Some((key, entries.next()?))
        })
    }

    /// Returns its nodes, including itself, each with its number.
    fn nodes(self) -> impl Iterator<Item = Value<'t>> {
        (self.at..self.at + self.node().count).map(move |at| Value { at, ..self })
    }

    /// Returns the depth of nested lists and objects, and the maximum number of digits of an integer, which Python
    /// limits.
    pub(crate) fn extremes(self) -> Extremes {
        let mut found = Extremes::default();
        let mut ends = Vec::new();
        for value in self.nodes() {
            while ends.last() == Some(&value.at) {
                ends.pop();
            }
            match value.open() {
                Layer::List(entries) | Layer::Object(Members(entries)) => {
                    ends.push(entries.end);
                    found.depth = found.depth.max(ends.len());
                }
                Layer::Number(digits) => {
                    let digits = digits.trim_start_matches('-');
                    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
                        found.digits = found.digits.max(digits.len());
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// Returns the value as JSON without white space.
    pub(crate) fn to_json(self) -> String {
        self.to_json_with(None)
    }

    /// Returns the value as JSON, with other JSON for one of its nodes.
    pub(super) fn to_json_with(self, replaced: Option<(usize, &str)>) -> String {
        struct Open {
            end: usize,
            is_object: bool,
            /// Number of keys and values that are written.
            nodes: usize,
        }
        let mut json = String::new();
        let mut open: Vec<Open> = Vec::new();
        let end = self.at + self.node().count;
        let mut value = self;
        loop {
            while let Some(closed) = open.pop_if(|open| open.end == value.at) {
                json.push(if closed.is_object { '}' } else { ']' });
            }
            if value.at == end {
                return json;
            }
            if let Some(around) = open.last_mut() {
                match around.nodes {
                    0 => {}
                    nodes if around.is_object && nodes % 2 == 1 => json.push(':'),
                    _ => json.push(','),
                }
                around.nodes += 1;
            }
            if let Some((_, other)) = replaced.filter(|(at, _)| *at == value.at) {
                json.push_str(other);
                value.at += value.node().count;
                continue;
            }
            match value.open() {
                Layer::Null => json.push_str("null"),
                Layer::Bool(bool) => json.push_str(if bool { "true" } else { "false" }),
                Layer::Number(digits) => json.push_str(digits),
                Layer::Text(text) => json.push_str(&serde_json::Value::from(text.text).to_string()),
                Layer::List(Entries { end, .. }) => {
                    json.push('[');
                    open.push(Open { end, is_object: false, nodes: 0 });
                }
                Layer::Object(Members(Entries { end, .. })) => {
                    json.push('{');
                    open.push(Open { end, is_object: true, nodes: 0 });
                }
            }
            value.at += 1;
        }
    }
}

impl<'t> Iterator for Entries<'t> {
    type Item = Value<'t>;

    fn next(&mut self) -> Option<Value<'t>> {
        let value = self.next;
        if value.at >= self.end {
            return None;
        }
        self.next.at += value.node().count;
        Some(value)
    }
}

impl<'t> Iterator for Members<'t> {
    type Item = (Text<'t>, Value<'t>);

    fn next(&mut self) -> Option<Self::Item> {
        Some((self.0.next()?.text(), self.0.next()?))
    }
}

/// See [`Value::extremes`].
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Extremes {
    pub(crate) depth: usize,
    pub(crate) digits: usize,
}
