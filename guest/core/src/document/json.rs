//! JSON text, checked once and then opened layer by layer.
//!
//! A value stays text until it is opened, so what nobody asks for costs one scan, however deep it is nested, and a
//! number keeps its digits. The dialect is that of Python's `json.loads`, but for `NaN` and `Infinity`.

use std::borrow::Cow;
use std::ops::Range;

use serde_json::value::RawValue;

use crate::catalogue::NOT_JSON;
use crate::diagnostic::Finding;

/// A value in a text that is known to be JSON.
#[derive(Clone, Copy)]
pub(crate) struct Json<'t> {
    text: &'t str,
    /// Its lists and objects, if they were looked for, in the order in which they start; itself first, if it is one.
    brackets: &'t [Bracket],
}

/// A list or an object in a text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Bracket {
    /// In bytes, from the opening bracket to the closing one.
    length: usize,
    /// How many lists and objects start there, itself included.
    count: usize,
}

/// A value, opened by one layer.
pub(crate) enum Layer<'t> {
    Null,
    Bool(bool),
    /// The digits as they stand in the text.
    Number(&'t str),
    Text(Text<'t>),
    List(Vec<Json<'t>>),
    /// In the order of the text, repeated keys included.
    Object(Vec<(Text<'t>, Json<'t>)>),
}

/// A decoded string.
pub(crate) struct Text<'t> {
    pub(crate) text: Cow<'t, str>,
    /// The string as it stands in the text, quotes included.
    pub(crate) literal: &'t str,
    /// The first escape of half a character (`\ud800`); each such escape reads as U+FFFD.
    pub(crate) lone_surrogate: Option<&'t str>,
}

/// Why a text is not JSON, and where.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    pub(crate) message: String,
    pub(crate) help: Option<&'static str>,
    /// The word or character that is wrong; empty at the end of the text.
    pub(crate) range: Range<usize>,
}

impl<'t> Json<'t> {
    pub(crate) fn parse(text: &'t str) -> Result<Self, SyntaxError> {
        let value: Result<&RawValue, _> = serde_json::from_str(text);
        value.map(|value| Json { text: value.get(), brackets: &[] }).map_err(|error| SyntaxError::new(text, &error))
    }

    /// All lists and objects in the value. With them it is opened to the bottom without reading any part of it twice.
    pub(crate) fn brackets(self) -> Vec<Bracket> {
        let bytes = self.text.as_bytes();
        let mut brackets: Vec<Bracket> = Vec::new();
        // Until it is closed, a bracket has where it starts and the place of the one around it.
        let mut around = 0;
        let mut rest = bytes;
        while let Some((&byte, after)) = rest.split_first() {
            rest = after;
            match byte {
                b'"' => rest = after_string(after),
                b'[' | b'{' => {
                    brackets.push(Bracket { length: bytes.len() - after.len() - 1, count: around });
                    around = brackets.len() - 1;
                }
                b']' | b'}' => {
                    let count = brackets.len() - around;
                    let Some(closed) = brackets.get_mut(around) else { break };
                    around = closed.count;
                    *closed = Bracket { length: bytes.len() - after.len() - closed.length, count };
                }
                _ => {}
            }
        }
        brackets
    }

    /// The same value, with all lists and objects in it.
    pub(crate) fn with_brackets(self, brackets: &'t [Bracket]) -> Self {
        Json { brackets, ..self }
    }

    pub(crate) fn text(self) -> &'t str {
        self.text
    }

    pub(crate) fn is_null(self) -> bool {
        self.text() == "null"
    }

    pub(crate) fn open(self) -> Layer<'t> {
        let text = self.text();
        match text.as_bytes().first() {
            Some(b'{') => {
                let mut parts = Parts::of(self);
                let member = || Some((Text::decode(parts.next()?.text), parts.next()?));
                Layer::Object(std::iter::from_fn(member).collect())
            }
            Some(b'[') => Layer::List(Parts::of(self).collect()),
            Some(b'"') => Layer::Text(Text::decode(text)),
            Some(b't') => Layer::Bool(true),
            Some(b'f') => Layer::Bool(false),
            Some(b'-' | b'0'..=b'9') => Layer::Number(text),
            _ => Layer::Null,
        }
    }

    /// How deep lists and objects stand in each other, and the most digits of an integer: what Python's reader limits.
    pub(crate) fn extremes(self) -> Extremes {
        let mut found = Extremes::default();
        let mut depth = 0_usize;
        let mut rest = self.text().as_bytes();
        while let Some((&byte, after)) = rest.split_first() {
            rest = match byte {
                b'"' => after_string(after),
                b'0'..=b'9' => {
                    let (number, after) =
                        rest.split_at(run(rest, |b| matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-')));
                    if number.iter().all(u8::is_ascii_digit) {
                        found.digits = found.digits.max(number.len());
                    }
                    after
                }
                _ => {
                    match byte {
                        b'[' | b'{' => depth += 1,
                        b']' | b'}' => depth -= 1,
                        _ => {}
                    }
                    found.depth = found.depth.max(depth);
                    after
                }
            };
        }
        found
    }
}

/// See [`Json::extremes`].
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Extremes {
    pub(crate) depth: usize,
    pub(crate) digits: usize,
}

fn run(bytes: &[u8], of: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|&byte| !of(byte)).unwrap_or(bytes.len())
}

/// What follows a string whose opening quote is behind.
fn after_string(mut rest: &[u8]) -> &[u8] {
    loop {
        // Eight bytes at once, as long as they are plain.
        while let Some((eight, after)) = rest.split_first_chunk() {
            let word = u64::from_le_bytes(*eight);
            if has_byte(word, b'"') || has_byte(word, b'\\') {
                break;
            }
            rest = after;
        }
        rest = match rest.get(run(rest, |byte| !matches!(byte, b'"' | b'\\'))..).expect("a run ends in the text") {
            [b'\\', _, after @ ..] => after,
            [_, after @ ..] => return after,
            [] => return &[],
        };
    }
}

/// Whether one of eight bytes is this one.
fn has_byte(word: u64, byte: u8) -> bool {
    const ONES: u64 = u64::MAX / 255;
    // A byte that was equal is zero, from which taking one away sets the highest bit.
    let difference = word ^ (ONES * u64::from(byte));
    difference.wrapping_sub(ONES) & !difference & (ONES << 7) != 0
}

/// The entries of a list, or the keys and values of an object in turn, all still text.
///
/// Parsing has seen that the text is JSON, so that it is enough to find where each part ends.
struct Parts<'t> {
    rest: &'t str,
    brackets: &'t [Bracket],
}

impl<'t> Parts<'t> {
    /// The parts of a list or an object.
    fn of(value: Json<'t>) -> Self {
        let rest = value.text.get(1..value.text.len().saturating_sub(1)).expect("it starts and ends with a bracket");
        // Brackets are only known where they were looked for.
        let brackets = value.brackets.split_first().map_or(&[][..], |(_, inner)| inner);
        Parts { rest, brackets }
    }
}

impl<'t> Iterator for Parts<'t> {
    type Item = Json<'t>;

    fn next(&mut self) -> Option<Json<'t>> {
        let is_between = |byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b':');
        let rest = self.rest.get(run(self.rest.as_bytes(), is_between)..)?;
        let known = self.brackets.first().filter(|_| rest.starts_with(['[', '{'])).copied();
        let length = known.map_or_else(|| rest.len() - after_value(rest.as_bytes()).len(), |bracket| bracket.length);
        let (text, rest) = rest.split_at_checked(length)?;
        let (brackets, after) = self.brackets.split_at_checked(known.map_or(0, |bracket| bracket.count))?;
        *self = Parts { rest, brackets: after };
        (!text.is_empty()).then_some(Json { text, brackets })
    }
}

/// What follows the value that the bytes start with.
fn after_value(mut bytes: &[u8]) -> &[u8] {
    let mut depth = 0_usize;
    while let Some((&byte, after)) = bytes.split_first() {
        bytes = after;
        match byte {
            b'"' => bytes = after_string(after),
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            _ => {
                let is_more = |byte| !matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\n' | b'\r');
                return after.get(run(after, is_more)..).expect("a run ends in the text");
            }
        }
        if depth == 0 {
            return bytes;
        }
    }
    bytes
}

impl<'t> Text<'t> {
    /// `literal` is a JSON string with its quotes.
    fn decode(literal: &'t str) -> Self {
        let inner = literal.get(1..literal.len().saturating_sub(1)).expect("a string has quotes");
        if !inner.contains('\\') {
            return Text { text: Cow::Borrowed(inner), literal, lone_surrogate: None };
        }
        // Only half a character keeps serde_json from decoding a string of a text that is JSON.
        match serde_json::from_str(literal) {
            Ok(text) => Text { text: Cow::Owned(text), literal, lone_surrogate: None },
            Err(_) => {
                let lone = lone_surrogates(literal);
                let mut repaired = literal.to_owned();
                for escape in &lone {
                    repaired.replace_range(escape.clone(), "\\ufffd");
                }
                Text {
                    text: Cow::Owned(serde_json::from_str(&repaired).expect("nothing else is wrong with it")),
                    literal,
                    lone_surrogate: lone.into_iter().next().and_then(|escape| literal.get(escape)),
                }
            }
        }
    }
}

/// Where escapes stand that are half of a surrogate pair whose other half is not there, each six bytes long.
fn lone_surrogates(literal: &str) -> Vec<Range<usize>> {
    let unit_at = |at: usize| {
        let digits = literal.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut lone = Vec::new();
    let mut at = 0;
    while let Some(found) = literal.get(at..).and_then(|rest| rest.find('\\')) {
        at += found;
        at += match unit_at(at) {
            Some(0xD800..=0xDBFF) if matches!(unit_at(at + 6), Some(0xDC00..=0xDFFF)) => 12,
            Some(0xD800..=0xDFFF) => {
                lone.push(at..at + 6);
                6
            }
            Some(_) => 6,
            None => 2,
        };
    }
    lone
}

impl SyntaxError {
    /// What is said of it; where it stands is for the caller to add.
    pub(crate) fn finding(&self, what: &str) -> Finding {
        let finding = NOT_JSON.violation(format!("{what} is not JSON: {}", self.message));
        match self.help {
            Some(help) => finding.help(help),
            None => finding,
        }
    }

    fn new(text: &str, error: &serde_json::Error) -> Self {
        let line = text.split('\n').nth(error.line().saturating_sub(1)).expect("the error is in a line of the text");
        let line_start = line.as_ptr().addr() - text.as_ptr().addr();
        let offset = line_start + line.floor_char_boundary(error.column().saturating_sub(1));
        let range = if error.is_eof() { text.len()..text.len() } else { word_around(text, offset) };
        let token = text.get(range.start..).expect("a word starts on a character");

        let said = error.to_string();
        let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(message, _)| message);
        let before = text.get(..offset).expect("the offset is on a character").trim_end();
        let (message, help) = if text.trim_start().is_empty() {
            ("it is empty", Some("write `{}` for an empty object"))
        } else if error.is_eof() {
            ("the text ends in the middle of a value", Some("close what is open: a quote, a bracket or a brace"))
        } else if before.ends_with(',') && token.starts_with([']', '}']) {
            ("a comma after the last value", Some("remove the comma"))
        } else {
            let known = FOREIGN.iter().find(|(start, ..)| token.starts_with(start));
            let helped = SAID.iter().find(|(start, _)| said.starts_with(start)).map(|(_, help)| *help);
            known.map_or((said, helped), |&(_, message, help)| (message, Some(help)))
        };
        SyntaxError { message: message.to_owned(), help, range }
    }
}

/// What people write that other languages take for JSON: how it starts, what is wrong with it, what to write instead.
const FOREIGN: [(&str, &str, &str); 13] = [
    ("- ", "a list in YAML", "write the list in brackets"),
    ("'", "a string in single quotes", "write the string in double quotes"),
    ("\u{feff}", "a byte order mark before the value", "leave the byte order mark out"),
    ("//", "a comment", "leave the comment out: JSON has none"),
    ("/*", "a comment", "leave the comment out: JSON has none"),
    ("#", "a comment", "leave the comment out: JSON has none"),
    ("NaN", "`NaN` is no number of JSON", "write null, or leave the key out"),
    ("Infinity", "`Infinity` is no number of JSON", "write null, or leave the key out"),
    ("-Infinity", "`-Infinity` is no number of JSON", "write null, or leave the key out"),
    ("True", "`True` is Python's word", "write `true`"),
    ("False", "`False` is Python's word", "write `false`"),
    ("None", "`None` is Python's word", "write `null`"),
    ("---", "a document of YAML", "check it as YAML"),
];

/// What to write where serde_json says what is wrong: how its message starts.
const SAID: [(&str, &str); 7] = [
    ("key must be a string", "write the key in double quotes"),
    ("expected `,`", "write a comma between two values"),
    ("expected `:`", "write a colon behind the key"),
    ("trailing characters", "write one value, and nothing behind it"),
    ("control character", "write a line break in a string as `\\n`, a tab as `\\t`"),
    ("invalid escape", "write a backslash in a string as `\\\\`"),
    ("invalid number", "write digits without leading zeros or signs, or put text in double quotes"),
];

/// The word that the byte at `offset` belongs to, or the character there.
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
    use super::*;
    use proptest::prelude::*;

    /// The value as serde_json reads it, made by opening every layer.
    fn opened(json: Json<'_>) -> serde_json::Value {
        match json.open() {
            Layer::Null => serde_json::Value::Null,
            Layer::Bool(bool) => bool.into(),
            Layer::Number(digits) => serde_json::from_str(digits).expect("a number"),
            Layer::Text(text) => text.text.into(),
            Layer::List(entries) => entries.into_iter().map(opened).collect(),
            Layer::Object(members) => {
                members.into_iter().map(|(key, value)| (key.text.into_owned(), opened(value))).collect()
            }
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
            let json = Json::parse(&text).expect("JSON");
            prop_assert_eq!(opened(json.with_brackets(&json.brackets())), value.clone());
            prop_assert_eq!(opened(json), value);
        }

        #[test]
        fn any_text_is_a_value_or_an_error_inside_the_text(text: String) {
            if let Err(error) = Json::parse(&text) {
                prop_assert!(text.get(error.range.clone()).is_some(), "{error:?}");
            }
        }
    }

    #[track_caller]
    fn decodes(literal: &str, text: &str, lone_surrogate: Option<&str>) {
        let Layer::Text(decoded) = Json::parse(literal).expect("JSON").open() else { panic!("not a string") };
        assert_eq!((decoded.text.as_ref(), decoded.lone_surrogate), (text, lone_surrogate));
    }

    #[test]
    fn half_a_character_reads_as_the_replacement_character() {
        decodes(r#""a\u00e9\ud83d\ude00""#, "aé😀", None);
        decodes(r#""\ud800""#, "\u{fffd}", Some("\\ud800"));
        decodes(r#""\uD83D\ud83d\ude00!""#, "\u{fffd}😀!", Some("\\uD83D"));
        decodes(r#""\ude00\ud83d""#, "\u{fffd}\u{fffd}", Some("\\ude00"));
        decodes(r#""\\ud800""#, "\\ud800", None);
        decodes(r#""\\\ud800\n""#, "\\\u{fffd}\n", Some("\\ud800"));
    }

    #[track_caller]
    fn refuses(text: &str, before: &str, message: &str) {
        let error = Json::parse(text).err().expect("not JSON");
        assert_eq!((&text[..error.range.start], error.message.as_str()), (before, message));
    }

    #[test]
    fn a_syntax_error_says_what_and_where() {
        refuses("[1,\n  é]", "[1,\n  ", "expected value");
        refuses("[\"é\", \"é\" 1]", "[\"é\", \"é\" ", "expected `,` or `]`");
        refuses("[1", "[1", "the text ends in the middle of a value");
        refuses("{} {}", "{} ", "trailing characters");
        refuses("[{'app': 1}]", "[{", "a string in single quotes");
        refuses("\u{feff}[]", "", "a byte order mark before the value");
        refuses("[-Infinity]", "[", "`-Infinity` is no number of JSON");
        refuses("[NaN]", "[", "`NaN` is no number of JSON");
        refuses("[1,\n]", "[1,\n", "a comma after the last value");
        refuses("{\"a\": 1,}", "{\"a\": 1,", "a comma after the last value");
        refuses("- app: a", "", "a list in YAML");
        refuses("{\"spec\": None}", "{\"spec\": ", "`None` is Python's word");
    }

    #[test]
    fn nesting_costs_no_stack() {
        let deep = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
        let json = Json::parse(&deep).expect("JSON");
        assert!(matches!(json.open(), Layer::List(entries) if entries.len() == 1));
        assert_eq!(json.extremes().depth, 1_000_000);
    }

    #[test]
    fn extremes_do_not_count_inside_strings() {
        let text = r#"{"[[[12345": [123, -45, 1234.5, 12345e1, {"a\"[": 1}]}"#;
        assert_eq!(Json::parse(text).expect("JSON").extremes(), Extremes { depth: 3, digits: 3 });
    }
}
