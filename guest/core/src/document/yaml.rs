//! YAML text, turned into the JSON that it says, with the place that each part of it comes from.
//!
//! granit-parser reads the text; the core schema of YAML 1.2 says what plain scalars are, so that `no` and `on` are
//! text. What JSON cannot hold (keys that are no text, `.nan`) and what readers disagree about is reported.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span, StructureStyle, Tag, options};

use super::{Layout, MAX_DOCUMENTS, MAX_YAML_DEPTH, Misread, Part};
use crate::catalogue::{ALIAS_EXPANSION, AMBIGUOUS_SCALAR, MERGE_KEY, NOT_YAML, TOO_MANY_PROBLEMS};
use crate::diagnostic::{Finding, quoted};
use crate::report::MAX_DIAGNOSTICS;

/// Maximum length of a document whose aliases are expanded: this many times the text, and this many bytes more.
const MAX_EXPANSION_FACTOR: usize = 16;
const EXPANSION_ALLOWANCE: usize = 1 << 20;

/// One document of the text.
#[derive(Debug, Default)]
pub(super) struct YamlDocument {
    /// What it says, in JSON; `None` when that could not be read.
    pub(super) json: Option<String>,
    /// The values and keys of the JSON, in the order in which they start in it.
    pub(super) parts: Vec<Part>,
    /// What is wrong with it.
    pub(super) misread: Vec<Misread>,
}

/// Every document of the text, or the first [`MAX_DOCUMENTS`] and where the next one starts. After an error, reading
/// goes on with the next document.
pub(super) fn read(text: &str) -> (Vec<YamlDocument>, Option<usize>) {
    let options =
        options! { emit_comments: false, flow_nesting_limit: MAX_YAML_DEPTH, block_nesting_limit: MAX_YAML_DEPTH };
    let mut parser = Parser::new_from_str_with_options(text, options);
    let mut documents = Vec::new();
    let mut builder = Builder::new(text);
    while let Some(event) = parser.next() {
        let done = match event {
            Ok((Event::DocumentStart(..), span)) if documents.len() == MAX_DOCUMENTS => {
                let start = span.byte_range().map_or(text.len(), |range| text.floor_char_boundary(range.start));
                return (documents, Some(start));
            }
            Ok((Event::DocumentEnd, _)) => true,
            Ok((event, span)) => match builder.take(event, &span) {
                Ok(()) => false,
                Err(Abandoned) => parser.proceed_next_document().is_ok(),
            },
            Err(error) => {
                builder.refuse(&error);
                // When there is no next document, the iterator ends.
                let _ = parser.proceed_next_document();
                true
            }
        };
        if done {
            documents.push(std::mem::replace(&mut builder, Builder::new(text)).finish());
        }
    }
    (documents, None)
}

/// The rest of the document cannot be read; a finding says why.
struct Abandoned;

struct Builder<'t> {
    text: &'t str,
    json: String,
    parts: Vec<Part>,
    open: Vec<Collection>,
    anchors: BTreeMap<usize, Anchored>,
    misread: Vec<Misread>,
    /// While the value of a key that is left out is read: how many collections of it are open.
    left_out: Option<usize>,
    abandoned: bool,
}

/// A list or object whose end is still to come.
struct Collection {
    part: usize,
    is_object: bool,
    /// In an object, whether the next node is a value.
    after_key: bool,
    is_empty: bool,
    anchor: usize,
}

/// What an anchor stands for: ranges of the JSON and of its parts.
struct Anchored {
    json: Range<usize>,
    parts: Range<usize>,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str) -> Self {
        Builder {
            text,
            json: String::new(),
            parts: Vec::new(),
            open: Vec::new(),
            anchors: BTreeMap::new(),
            misread: Vec::new(),
            left_out: None,
            abandoned: false,
        }
    }

    fn finish(self) -> YamlDocument {
        let json = (!self.abandoned && !self.json.is_empty()).then_some(self.json);
        YamlDocument { json, parts: self.parts, misread: self.misread }
    }

    fn refuse(&mut self, error: &ScanError) {
        self.abandoned = true;
        let marked = error.marker().byte_offset().unwrap_or(self.text.len());
        let (before, _) = self.text.split_at(self.text.floor_char_boundary(marked));
        let start = before.trim_end_matches('\t').len();
        let (_, rest) = self.text.split_at(start);
        let length = rest.chars().next().map_or(0, char::len_utf8);
        let finding = NOT_YAML.violation(format!("the text is not YAML: {}", error.info().replace('`', "'")));
        let help = HELP.iter().find(|(starts, _)| starts.iter().any(|starts| rest.starts_with(starts)));
        let finding = match help {
            Some((_, help)) => finding.help(*help),
            None => finding,
        };
        self.misread(finding, start..start + length);
    }

    fn misread(&mut self, finding: Finding, source: Range<usize>) {
        self.misread.push(Misread { finding, source, replacement: None });
    }

    /// The same of what a text may have without end: past [`MAX_DIAGNOSTICS`], only that there is more.
    fn note(&mut self, found: impl FnOnce() -> Misread) {
        match self.misread.len().cmp(&MAX_DIAGNOSTICS) {
            Ordering::Less => self.misread.push(found()),
            Ordering::Equal => {
                let finding = TOO_MANY_PROBLEMS.violation("more problems of the text are not listed");
                let Misread { source, .. } = found();
                self.misread(finding.help("mend what is listed, and check again"), source);
            }
            Ordering::Greater => {}
        }
    }

    fn abandon(&mut self, finding: Finding, at: Range<usize>) -> Result<(), Abandoned> {
        self.abandoned = true;
        self.misread(finding, at);
        Err(Abandoned)
    }

    fn take(&mut self, event: Event<'_>, span: &Span) -> Result<(), Abandoned> {
        if let Some(depth) = self.left_out {
            self.left_out = match event {
                Event::SequenceStart(..) | Event::MappingStart(..) => Some(depth + 1),
                Event::SequenceEnd | Event::MappingEnd if depth > 1 => Some(depth - 1),
                Event::Scalar(..) | Event::Alias(_) if depth > 0 => Some(depth),
                _ => None,
            };
            return Ok(());
        }
        match event {
            Event::Scalar(value, style, anchor, tag) => self.scalar(&value, style, anchor, tag.as_deref(), span),
            Event::SequenceStart(style, anchor, tag) => self.start(false, style, anchor, tag.as_deref(), span),
            Event::MappingStart(style, anchor, tag) => self.start(true, style, anchor, tag.as_deref(), span),
            Event::SequenceEnd | Event::MappingEnd => {
                self.end(&bytes_of(span));
                Ok(())
            }
            Event::Alias(anchor) => self.alias(anchor, bytes_of(span)),
            _ => Ok(()),
        }
    }

    fn is_key(&self) -> bool {
        self.open.last().is_some_and(|open| open.is_object && !open.after_key)
    }

    /// What stands before a node in the JSON.
    fn separate(&mut self) {
        let Some(open) = self.open.last_mut() else { return };
        if open.after_key {
            self.json.push(':');
        } else if !open.is_empty {
            self.json.push(',');
        }
        open.is_empty = false;
        open.after_key = open.is_object && !open.after_key;
    }

    fn scalar(
        &mut self,
        value: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: &Span,
    ) -> Result<(), Abandoned> {
        let at = bytes_of(span);
        let is_plain = style == ScalarStyle::Plain;
        if self.is_key() && is_plain && value == "<<" {
            self.note(|| {
                let finding = MERGE_KEY.violation("`<<` merges nothing in YAML 1.2, and its fields would be lost");
                Misread { finding: finding.help("write the fields out"), source: at, replacement: None }
            });
            self.left_out = Some(0);
            return Ok(());
        }
        let is_text = match tag {
            None => !is_plain,
            Some(tag) if tag.original() == "!" => true,
            Some(tag) if tag.is_custom() => return self.custom_tag(tag, span),
            Some(tag) => tag.core_suffix() == Some("str"),
        };
        let json = if self.is_key() || is_text { Some(text(value)) } else { resolve(value) };
        let Some(json) = json else {
            let finding = NOT_YAML.violation(format!("{} is a number that JSON does not have", quoted(value)));
            return self.abandon(finding.help("write it in quotes, if it is text"), at);
        };
        if is_plain && tag.is_none() && !self.is_key() && AMBIGUOUS.contains(&value) {
            self.note(|| {
                let message = format!("{} is text here, and a bool for readers of YAML 1.1", quoted(value));
                Misread {
                    finding: AMBIGUOUS_SCALAR.violation(message).help(format!("write `\"{value}\"`")),
                    source: at.clone(),
                    replacement: Some(text(value)),
                }
            });
        }
        self.separate();
        let start = self.json.len();
        self.json.push_str(&json);
        let layout = match style {
            ScalarStyle::Plain => Layout::Plain,
            ScalarStyle::SingleQuoted => Layout::SingleQuoted,
            ScalarStyle::DoubleQuoted => Layout::DoubleQuoted,
            ScalarStyle::Literal | ScalarStyle::Folded => Layout::Block,
        };
        self.parts.push(Part { json: start, source: at, layout });
        self.anchor(anchor, start, self.parts.len() - 1);
        Ok(())
    }

    fn start(
        &mut self,
        is_object: bool,
        style: StructureStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: &Span,
    ) -> Result<(), Abandoned> {
        let at = bytes_of(span);
        if let Some(tag) = tag.filter(|tag| tag.is_custom()) {
            return self.custom_tag(tag, span);
        }
        if self.is_key() {
            return self.abandon(NOT_YAML.violation("a key must be text").help("write the key as a string"), at);
        }
        self.separate();
        self.open.push(Collection { part: self.parts.len(), is_object, after_key: false, is_empty: true, anchor });
        let layout = if style == StructureStyle::Flow { Layout::Flow } else { Layout::Block };
        self.parts.push(Part { json: self.json.len(), source: at, layout });
        self.json.push(if is_object { '{' } else { '[' });
        Ok(())
    }

    fn end(&mut self, at: &Range<usize>) {
        let Some(closed) = self.open.pop() else { return };
        self.json.push(if closed.is_object { '}' } else { ']' });
        // A block ends with its last value; what granit-parser gives is the start of what follows.
        let last = self.parts.last().map_or(at.end, |last| last.source.end);
        if let Some(part) = self.parts.get_mut(closed.part) {
            part.source.end = if part.layout == Layout::Flow { at.end } else { last.max(part.source.end) };
            let start = part.json;
            self.anchor(closed.anchor, start, closed.part);
        }
    }

    /// Remembers what was read since `start` under the anchor.
    fn anchor(&mut self, anchor: usize, start: usize, part: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, Anchored { json: start..self.json.len(), parts: part..self.parts.len() });
        }
    }

    fn alias(&mut self, anchor: usize, at: Range<usize>) -> Result<(), Abandoned> {
        let Some(Anchored { json, parts }) = self.anchors.get(&anchor) else {
            return self.abandon(NOT_YAML.violation("an alias stands inside of what it stands for"), at);
        };
        let json = self.json.get(json.clone()).expect("an anchored value is in the JSON").to_owned();
        let parts = self.parts.get(parts.clone()).expect("an anchored value has its parts").to_vec();
        if self.is_key() && !json.starts_with('"') {
            return self.abandon(NOT_YAML.violation("a key must be text").help("write the key as a string"), at);
        }
        if self.json.len() + json.len() > MAX_EXPANSION_FACTOR * self.text.len() + EXPANSION_ALLOWANCE {
            let finding = ALIAS_EXPANSION.violation("aliases make the document many times as long as its text");
            return self.abandon(finding.help("write out what is meant"), at);
        }
        self.separate();
        let start = self.json.len();
        let from = parts.first().map_or(0, |first| first.json);
        self.json.push_str(&json);
        let moved = parts.into_iter().map(|part| Part { json: start + part.json - from, ..part });
        let place = self.parts.len();
        self.parts.extend(moved);
        if let Some(first) = self.parts.get_mut(place) {
            (first.source, first.layout) = (at, Layout::Alias);
        }
        Ok(())
    }

    fn custom_tag(&mut self, tag: &Tag, span: &Span) -> Result<(), Abandoned> {
        let written = tag.original();
        let finding = NOT_YAML.violation(format!("the tag {} has no meaning here", quoted(&written)));
        let start = span.tag_start().and_then(|start| start.byte_offset());
        let at = start.map_or_else(|| bytes_of(span), |start| start..start + written.len());
        // A tag may be written longer than it reads.
        let at = at.start..self.text.floor_char_boundary(at.end);
        self.abandon(finding.help("leave the tag out"), at)
    }
}

/// What PyYAML, as most readers of YAML 1.1, takes for bools, and YAML 1.2 for text.
const AMBIGUOUS: [&str; 12] = ["yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF"];

/// What to write instead of what YAML does not read: how it starts.
const HELP: [(&[&str], &str); 4] = [
    (&["\t"], "indent with spaces"),
    (&["{{", "{%"], "this is a template: render it first"),
    (&["*", "@", "%", "&", "!", "`"], "write it in quotes, if it is text"),
    (&["]", "}"], "open the bracket, or remove it"),
];

fn text(value: &str) -> String {
    serde_json::Value::from(value).to_string()
}

/// A plain scalar in JSON, by the core schema; `None` for what JSON does not have.
fn resolve(plain: &str) -> Option<String> {
    match plain {
        "" | "~" | "null" | "Null" | "NULL" => return Some("null".to_owned()),
        "true" | "True" | "TRUE" => return Some("true".to_owned()),
        "false" | "False" | "FALSE" => return Some("false".to_owned()),
        ".nan" | ".NaN" | ".NAN" => return None,
        _ => {}
    }
    let (minus, unsigned) = match plain.strip_prefix(['+', '-']) {
        Some(unsigned) => (if plain.starts_with('-') { "-" } else { "" }, unsigned),
        None => ("", plain),
    };
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return None;
    }
    let based = |prefix, base| u128::from_str_radix(plain.strip_prefix(prefix)?, base).ok();
    if let Some(integer) = based("0o", 8).or_else(|| based("0x", 16)) {
        return Some(integer.to_string());
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_exponent = |text: &str| {
        text.strip_prefix(['+', '-']).unwrap_or(text).bytes().next().is_some()
            && digits(text.strip_prefix(['+', '-']).unwrap_or(text))
    };
    let is_number = digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(is_exponent);
    if !is_number {
        return Some(text(plain));
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = if fraction.is_empty() { String::new() } else { format!(".{fraction}") };
    let exponent = exponent.map_or_else(String::new, |exponent| format!("e{exponent}"));
    Some(format!("{minus}{whole}{fraction}{exponent}"))
}

fn bytes_of(span: &Span) -> Range<usize> {
    span.byte_range().expect("a text in memory is read by bytes")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::json::Json;
    use proptest::prelude::*;

    #[track_caller]
    fn reads(yaml: &str, json: &[&str]) {
        let (documents, _) = read(yaml);
        let read: Vec<_> = documents.iter().map(|document| document.json.as_deref().unwrap_or("?")).collect();
        assert_eq!(read, json);
    }

    #[test]
    fn plain_scalars_follow_the_core_schema() {
        reads(
            "[no, on, Yes, 0777, 1_000, 1:30, 24h, null, ~, true]",
            &[r#"["no","on","Yes",777,"1_000","1:30","24h",null,null,true]"#],
        );
        reads(
            "[0o17, 0x1F, 1., .5, +1.50, -0, -.5e3, 1E+5, 00, e1, ., 1e, 0x]",
            &[r#"[15,31,1,0.5,1.50,-0,-0.5e3,1e+5,0,"e1",".","1e","0x"]"#],
        );
        reads("[!!str 5, !!str null, '5', \"5\", ! 5]", &[r#"["5","null","5","5","5"]"#]);
    }

    #[test]
    fn collections_anchors_and_documents_become_json() {
        reads("a: &x [1, {b: c}]\nd: *x\n", &[r#"{"a":[1,{"b":"c"}],"d":[1,{"b":"c"}]}"#]);
        reads("5: x\nnull: y\n", &[r#"{"5":"x","null":"y"}"#]);
        reads("\u{feff}a: |\n  x\n  y\r\nb:\n---\n- 1\n", &[r#"{"a":"x\ny\n","b":null}"#, "[1]"]);
        reads("a: 1\n<<: {b: [1, {c: 2}]}\nd: 3\n", &[r#"{"a":1,"d":3}"#]);
    }

    #[test]
    fn what_cannot_be_read_leaves_the_next_document() {
        reads("a: [\n---\nb: 1\n", &["?", r#"{"b":1}"#]);
        reads("a: .nan\n---\nb: 1\n", &["?", r#"{"b":1}"#]);
        reads("? [a]\n: b\n---\n- !secret x\n---\nb: 1\n", &["?", "?", r#"{"b":1}"#]);
        reads("a: &a [*a]\n", &["?"]);
    }

    #[test]
    fn an_alias_bomb_is_refused() {
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..30 {
            let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
            bomb += &format!("a{level}: &a{level} [{aliases}]\n");
        }
        let (documents, _) = read(&bomb);
        let rules: Vec<_> = documents[0].misread.iter().map(|found| found.finding.diagnostic.rule.code).collect();
        assert_eq!(rules, ["alias-expansion"]);
    }

    proptest! {
        #[test]
        fn any_text_becomes_json_or_a_finding(text in r#"(?s)([a:\-\[\]{},&*#|>'"!%@ \t\n\r]|---\n|<<: |\*a|&a |é|0|\.){0,40}"#) {
            for document in read(&text).0 {
                prop_assert!(document.json.is_some() || !document.misread.is_empty() || document.parts.is_empty());
                for found in &document.misread {
                    prop_assert!(text.get(found.source.clone()).is_some(), "{found:?}");
                }
                let Some(json) = document.json else { continue };
                prop_assert!(Json::parse(&json).is_ok(), "{}", json);
                prop_assert!(document.parts.is_sorted_by_key(|part| part.json));
                for part in &document.parts {
                    prop_assert!(text.get(part.source.clone()).is_some(), "{part:?}");
                }
            }
        }
    }
}
