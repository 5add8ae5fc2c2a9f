//! Parses JSON text into a tree, in one pass without recursion.
//!
//! The dialect is that of Python's `json.loads`, without `NaN` and `Infinity`. Digits, escapes and repeated keys are
//! kept as they are written.

use std::borrow::Cow;
use std::ops::Range;

use super::limits::{self, MAX_VALUES};
use super::strings::plain_bytes;
use super::tree::{Kind, Layout, Node, Tree};
use crate::catalogue::NOT_JSON;
use crate::diagnostic::Finding;

/// Why a text is not JSON, and where.
#[derive(Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong: one line, lower case, no final period.
    pub message: &'static str,
    /// What to write instead.
    pub help: Option<&'static str>,
    /// The word or character that is wrong, in bytes of the text; empty at the end of the text.
    pub range: Range<usize>,
}

/// Parses a text that is one value.
///
/// # Errors
///
/// When the text is not JSON.
pub fn parse(text: &str) -> Result<Tree<'_>, SyntaxError> {
    let (nodes, read) = read(text, usize::MAX);
    read.map(|()| Tree { contents: Cow::Borrowed(text), nodes })
}

/// Whether a text is one list or object, with no more values than a text may have.
pub(crate) fn is_list_or_object(text: &str) -> bool {
    let (nodes, read) = read(text, MAX_VALUES);
    read.is_ok() && nodes.first().is_some_and(|root| matches!(root.kind, Kind::List | Kind::Object))
}

/// Parses a text that is one value, with a maximum number of nodes. After an error, the nodes are those before it.
pub(super) fn read(text: &str, most: usize) -> (Vec<Node>, Result<(), SyntaxError>) {
    let nodes = Vec::with_capacity((text.len() / 8).clamp(1, 256));
    let mut reader = Reader { bytes: text.as_bytes(), at: 0, nodes, most, open: Vec::new() };
    let read = reader.text();
    // A list or an object that is cut off has the values that were read.
    while let Some(open) = reader.open.last() {
        reader.close(*open, text.len());
    }
    (reader.nodes, read.map_err(|fault| SyntaxError::new(text, &fault)))
}

/// What is expected, or wrong, and what to write instead.
type Problem = (&'static str, Option<&'static str>);

/// Reported as a limit: the text may be JSON.
const TOO_MANY_VALUES: Problem = ("too many values", None);
const VALUE: Problem = ("expected a value", None);
const WORD: Problem = ("expected `null`, `true` or `false`", None);
const COMMA_IN_LIST: Problem = ("expected `,` or `]`", Some("write a comma between two values"));
const COMMA_IN_OBJECT: Problem = ("expected `,` or `}`", Some("write a comma between two values"));
const COLON: Problem = ("expected `:`", Some("write a colon after the key"));
const KEY: Problem = ("a key must be a string", Some("write the key in double quotes"));
const TRAILING: Problem = ("text after the end of the value", Some("write only one value"));
const CONTROL: Problem =
    ("a control character in a string", Some("write a line break in a string as `\\n`, a tab as `\\t`"));
const ESCAPE: Problem = ("an invalid escape in a string", Some("write a backslash in a string as `\\\\`"));
const NUMBER: Problem =
    ("an invalid number", Some("write digits without leading zeros or signs, or put text in double quotes"));
const EMPTY: Problem = ("it is empty", Some("write `{}` for an empty object"));
const END: Problem = ("the text ends in the middle of a value", Some("add the missing quote, bracket or brace"));
const LAST_COMMA: Problem = ("a comma after the last value", Some("remove the comma"));

/// Text of other languages that people write in JSON: its start, and what is wrong.
const FOREIGN: [(&str, Problem); 13] = [
    ("- ", ("a YAML list", Some("write the list in brackets"))),
    ("'", ("a string in single quotes", Some("write the string in double quotes"))),
    ("\u{feff}", ("a byte order mark before the value", Some("remove the byte order mark"))),
    ("//", ("a comment", Some("remove the comment: JSON has no comments"))),
    ("/*", ("a comment", Some("remove the comment: JSON has no comments"))),
    ("#", ("a comment", Some("remove the comment: JSON has no comments"))),
    ("NaN", ("`NaN` is not a JSON number", Some("write `null`, or remove the key"))),
    ("Infinity", ("`Infinity` is not a JSON number", Some("write `null`, or remove the key"))),
    ("-Infinity", ("`-Infinity` is not a JSON number", Some("write `null`, or remove the key"))),
    ("True", ("`True` is Python, not JSON", Some("write `true`"))),
    ("False", ("`False` is Python, not JSON", Some("write `false`"))),
    ("None", ("`None` is Python, not JSON", Some("write `null`"))),
    ("---", ("a YAML document", Some("check it as YAML"))),
];

/// A problem, and the offset of its byte; `None` at the end of the text.
struct Fault {
    problem: Problem,
    at: Option<usize>,
}

type Read<T> = Result<T, Fault>;

struct Reader<'t> {
    bytes: &'t [u8],
    at: usize,
    nodes: Vec<Node>,
    /// Maximum number of nodes.
    most: usize,
    /// The lists and objects that are not closed, the innermost last.
    open: Vec<usize>,
}

impl Reader<'_> {
    fn text(&mut self) -> Read<()> {
        loop {
            // Otherwise it is the opening bracket of a list or an object.
            let mut ends_value = self.value()?;
            loop {
                let next = self.skip_space();
                let Some(innermost) = self.open.last().copied() else {
                    return if next.is_none() { Ok(()) } else { self.fail(TRAILING) };
                };
                match next {
                    Some(b',') if ends_value => {
                        self.at += 1;
                        break;
                    }
                    Some(b'}') if self.is_in_object() => {}
                    Some(b']') if !self.is_in_object() => {}
                    Some(_) if !ends_value => break,
                    _ => return self.fail(if self.is_in_object() { COMMA_IN_OBJECT } else { COMMA_IN_LIST }),
                }
                self.at += 1;
                self.close(innermost, self.at);
                ends_value = true;
            }
            if self.is_in_object() {
                self.key()?;
            }
        }
    }

    /// Reads a value, or an opening bracket; returns whether it is a whole value.
    fn value(&mut self) -> Read<bool> {
        if self.nodes.len() >= self.most {
            return self.fail(TOO_MANY_VALUES);
        }
        match self.skip_space() {
            Some(b'"') => self.string()?,
            Some(bracket @ (b'[' | b'{')) => {
                self.open.push(self.nodes.len());
                let kind = if bracket == b'{' { Kind::Object } else { Kind::List };
                self.push(kind, Layout::Flow, self.at);
                self.at += 1;
                return Ok(false);
            }
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b'n') => self.word("null", Kind::Null)?,
            Some(b't') => self.word("true", Kind::Bool(true))?,
            Some(b'f') => self.word("false", Kind::Bool(false))?,
            _ => return self.fail(VALUE),
        }
        Ok(true)
    }

    fn key(&mut self) -> Read<()> {
        if self.skip_space() != Some(b'"') {
            return self.fail(KEY);
        }
        self.string()?;
        if self.skip_space() != Some(b':') {
            return self.fail(COLON);
        }
        self.at += 1;
        Ok(())
    }

    fn string(&mut self) -> Read<()> {
        let start = self.at;
        self.at += 1;
        loop {
            self.at += plain_bytes(self.bytes.get(self.at..).unwrap_or_default());
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => self.escape()?,
                Some(_) => return self.fail_at(CONTROL, self.at - 1),
                None => return self.fail(END),
            }
        }
        self.at += 1;
        self.push(Kind::Literal, Layout::DoubleQuoted, start);
        Ok(())
    }

    fn escape(&mut self) -> Read<()> {
        self.at += 1;
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
            Some(b'u') => {
                self.at += 5;
                let Some(digits) = self.bytes.get(self.at - 4..self.at) else { return self.fail(END) };
                if !digits.iter().all(u8::is_ascii_hexdigit) {
                    return self.fail_at(ESCAPE, self.at - 1);
                }
            }
            Some(_) => return self.fail(ESCAPE),
            None => return self.fail(END),
        }
        Ok(())
    }

    fn number(&mut self) -> Read<()> {
        let start = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        if self.peek() == Some(b'0') {
            self.at += 1;
            if self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
                return self.fail_at(NUMBER, self.at);
            }
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            self.digits()?;
        }
        self.push(Kind::Number, Layout::Plain, start);
        Ok(())
    }

    fn digits(&mut self) -> Read<()> {
        let count = self.bytes.iter().skip(self.at).take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        if count == 0 { self.fail_at(NUMBER, self.at) } else { Ok(()) }
    }

    fn word(&mut self, word: &str, kind: Kind) -> Read<()> {
        let start = self.at;
        for expected in word.bytes() {
            if self.peek() != Some(expected) {
                return self.fail(WORD);
            }
            self.at += 1;
        }
        self.push(kind, Layout::Plain, start);
        Ok(())
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Skips white space; returns the next byte.
    fn skip_space(&mut self) -> Option<u8> {
        loop {
            match self.peek() {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                next => return next,
            }
        }
    }

    fn is_in_object(&self) -> bool {
        let innermost = self.open.last().and_then(|open| self.nodes.get(*open));
        innermost.is_some_and(|node| node.kind == Kind::Object)
    }

    /// Adds a node that starts at `start`.
    fn push(&mut self, kind: Kind, layout: Layout, start: usize) {
        let source = start..self.at;
        self.nodes.push(Node { kind, layout, count: 1, content: source.clone(), source });
    }

    /// Completes a list or an object.
    fn close(&mut self, open: usize, end: usize) {
        self.open.pop();
        let count = self.nodes.len() - open;
        let node = self.nodes.get_mut(open).expect("what is open is a node");
        node.count = count;
        node.source.end = end;
    }

    /// Fails at the next byte, or at the end of the text.
    fn fail<T>(&self, problem: Problem) -> Read<T> {
        Err(Fault { problem, at: Some(self.at).filter(|at| *at < self.bytes.len()) })
    }

    fn fail_at<T>(&self, problem: Problem, at: usize) -> Read<T> {
        Err(Fault { problem, at: Some(at) })
    }
}

impl SyntaxError {
    /// Returns the finding; the caller adds its position.
    pub(crate) fn finding(&self, what: &str) -> Finding {
        if self.message == TOO_MANY_VALUES.0 {
            return limits::of_too_many_values(what);
        }
        let finding = NOT_JSON.violation(format!("{what} is not JSON: {}", self.message));
        match self.help {
            Some(help) => finding.help(help),
            None => finding,
        }
    }

    fn new(text: &str, fault: &Fault) -> Self {
        let last = text.len().saturating_sub(1);
        let at = fault.at.map_or(last, |at| at.min(last));
        // For a line break, the end of its line is marked.
        let is_line_break = text.as_bytes().get(at) == Some(&b'\n');
        let offset = text.floor_char_boundary(at.saturating_sub(usize::from(is_line_break)));
        let range = if fault.at.is_none() { text.len()..text.len() } else { word_around(text, offset) };
        let token = text.get(range.start..).expect("a word starts on a character");
        let before = text.get(..offset).expect("the offset is on a character").trim_end();
        let (message, help) = if fault.problem == TOO_MANY_VALUES {
            TOO_MANY_VALUES
        } else if text.trim_start().is_empty() {
            EMPTY
        } else if fault.at.is_none() {
            END
        } else if before.ends_with(',') && token.starts_with([']', '}']) {
            LAST_COMMA
        } else {
            let foreign = FOREIGN.iter().find(|(start, _)| token.starts_with(start));
            foreign.map_or(fault.problem, |(_, problem)| *problem)
        };
        SyntaxError { message, help, range }
    }
}

/// Returns the word that contains the byte at `offset`, or the character there.
fn word_around(text: &str, offset: usize) -> Range<usize> {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let (before, after) = text.as_bytes().split_at_checked(offset).expect("the offset is in the text");
    let start = offset - before.iter().rev().take_while(|byte| is_word(byte)).count();
    let end = offset + after.iter().take_while(|byte| is_word(byte)).count();
    if end > start {
        start..end
    } else {
        offset..offset + text.get(offset..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::{Extremes, Layer, Value};
    use super::*;
    use proptest::prelude::*;

    /// Converts the value to that of serde_json, by opening every layer.
    fn opened(value: Value<'_>) -> serde_json::Value {
        match value.open() {
            Layer::Null => serde_json::Value::Null,
            Layer::Bool(bool) => bool.into(),
            Layer::Number(digits) => serde_json::from_str(digits).expect("a number"),
            Layer::Text(text) => text.text.into(),
            Layer::List(entries) => entries.map(opened).collect(),
            Layer::Object(members) => members.map(|(key, value)| (key.text.into_owned(), opened(value))).collect(),
        }
    }

    fn any_json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(serde_json::Value::from),
            any::<i64>().prop_map(serde_json::Value::from),
            any::<String>().prop_map(serde_json::Value::from),
        ];
        leaf.prop_recursive(4, 32, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(serde_json::Value::from),
                prop::collection::hash_map(any::<String>(), inner, 0..5)
                    .prop_map(|members| members.into_iter().collect::<serde_json::Value>()),
            ]
        })
    }

    proptest! {
        #[test]
        fn opening_every_layer_gives_the_value(value in any_json(), pretty: bool) {
            let text = if pretty { format!(" {value:#}\n") } else { value.to_string() };
            let tree = parse(&text).expect("JSON");
            prop_assert_eq!(opened(tree.root()), value.clone());
            let json = tree.root().to_json();
            prop_assert_eq!(opened(parse(&json).expect("JSON").root()), value);
        }

        #[test]
        fn a_text_is_json_if_and_only_if_serde_json_agrees(text in r#"(?s)([\[\]{}:,"\\ ntrue0-9.\-+eE\t\n]|"a"|é|\\u12|null|false){0,14}"#) {
            let (nodes, read) = read(&text, usize::MAX);
            let error = read.err();
            prop_assert!(error.iter().all(|error| text.get(error.range.clone()).is_some()), "{error:?}");
            prop_assert_eq!(error.is_none(), serde_json::from_str::<&serde_json::value::RawValue>(&text).is_ok());
            prop_assert!(nodes.iter().all(|node| text.get(node.source.clone()).is_some()));
        }
    }

    #[track_caller]
    fn decodes(literal: &str, text: &str, lone_surrogate: Option<&str>) {
        let tree = parse(literal).expect("JSON");
        let Layer::Text(decoded) = tree.root().open() else { panic!("not a string") };
        assert_eq!((decoded.text.as_ref(), decoded.lone_surrogate), (text, lone_surrogate));
    }

    #[test]
    fn half_a_character_is_read_as_the_replacement_character() {
        decodes(r#""a\u00e9\ud83d\ude00""#, "aé😀", None);
        decodes(r#""\ud800""#, "\u{fffd}", Some("\\ud800"));
        decodes(r#""\uD83D\ud83d\ude00!""#, "\u{fffd}😀!", Some("\\uD83D"));
        decodes(r#""\ude00\ud83d""#, "\u{fffd}\u{fffd}", Some("\\ude00"));
        decodes(r#""\\ud800""#, "\\ud800", None);
        decodes(r#""\\\ud800\n""#, "\\\u{fffd}\n", Some("\\ud800"));
    }

    #[track_caller]
    fn refuses(text: &str, before: &str, message: &str) {
        let error = parse(text).expect_err("not JSON");
        assert_eq!((&text[..error.range.start], error.message), (before, message));
    }

    #[test]
    fn a_syntax_error_has_a_message_and_a_position() {
        refuses("[1,\n  é]", "[1,\n  ", "expected a value");
        refuses("[\"é\", \"é\" 1]", "[\"é\", \"é\" ", "expected `,` or `]`");
        refuses("[1", "[1", "the text ends in the middle of a value");
        refuses("{} {}", "{} ", "text after the end of the value");
        refuses("[{'app': 1}]", "[{", "a string in single quotes");
        refuses("\u{feff}[]", "", "a byte order mark before the value");
        refuses("[-Infinity]", "[", "`-Infinity` is not a JSON number");
        refuses("[NaN]", "[", "`NaN` is not a JSON number");
        refuses("[1,\n]", "[1,\n", "a comma after the last value");
        refuses("{\"a\": 1,}", "{\"a\": 1,", "a comma after the last value");
        refuses("- app: a", "", "a YAML list");
        refuses("{\"spec\": None}", "{\"spec\": ", "`None` is Python, not JSON");
    }

    #[test]
    fn nesting_uses_no_stack() {
        let deep = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
        let tree = parse(&deep).expect("JSON");
        assert_eq!(tree.root().members().count(), 1);
        assert_eq!(tree.root().extremes().depth, 1_000_000);
        assert!(tree.root().to_json() == deep);
    }

    #[test]
    fn extremes_do_not_count_inside_strings() {
        let text = r#"{"[[[12345": [123, -45, 1234.5, 12345e1, {"a\"[": 1}]}"#;
        assert_eq!(parse(text).expect("JSON").root().extremes(), Extremes { depth: 3, digits: 3 });
    }
}
