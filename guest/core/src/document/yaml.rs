//! Parses YAML text into a tree.
//!
//! granit-parser reads the text. Plain scalars follow the core schema of YAML 1.2, so `no` and `on` are text. Values
//! that JSON does not have (`.nan`, keys that are not text) and values that YAML readers read differently are reported.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span, StructureStyle, Tag, options};

use super::tree::{Kind, Layout, Node};
use super::{MAX_DOCUMENTS, MAX_YAML_DEPTH, Subject, limits};
use crate::catalogue::{ALIAS_EXPANSION, AMBIGUOUS_SCALAR, MERGE_KEY, NOT_YAML, TOO_MANY_PROBLEMS};
use crate::diagnostic::{Finding, quoted};
use crate::report::{MAX_DIAGNOSTICS, MAX_TOTAL_DIAGNOSTICS};

/// Maximum size that aliases add to a document: this many times the text, plus this many bytes.
const MAX_EXPANSION_FACTOR: usize = 16;
const EXPANSION_ALLOWANCE: usize = 1 << 20;
/// Size of a value without its digits or its text, in bytes.
const NODE_SIZE: usize = 32;

/// The parsed documents of a text.
#[derive(Default)]
pub(super) struct Yaml {
    pub(super) nodes: Vec<Node>,
    /// Decoded contents; their offsets start at the end of the text.
    pub(super) decoded: String,
    /// Every document, or the first [`MAX_DOCUMENTS`] and one that reports the limit.
    pub(super) subjects: Vec<Subject>,
    /// Number of findings of the documents before.
    noted: usize,
}

/// Parses every document of a text. After an error, it continues with the next document.
pub(super) fn read(text: &str) -> Yaml {
    let options =
        options! { emit_comments: false, flow_nesting_limit: MAX_YAML_DEPTH, block_nesting_limit: MAX_YAML_DEPTH };
    let mut parser = Parser::new_from_str_with_options(text, options);
    let mut yaml = Yaml::default();
    let mut builder = Builder::new(text, &mut yaml);
    while let Some(event) = parser.next() {
        let done = match event {
            Ok((Event::DocumentStart(..), span)) if builder.yaml.subjects.len() == MAX_DOCUMENTS => {
                let start = span.byte_range().map_or(text.len(), |range| text.floor_char_boundary(range.start));
                yaml.subjects.push(limits::of_too_many(start));
                return yaml;
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
            builder.finish();
            builder = Builder::new(text, &mut yaml);
        }
    }
    yaml
}

/// The rest of the document cannot be parsed; a finding says why.
struct Abandoned;

type Step = Result<(), Abandoned>;

/// Reads one document.
struct Builder<'y> {
    text: &'y str,
    yaml: &'y mut Yaml,
    root: usize,
    open: Vec<Collection>,
    /// The nodes of each anchor.
    anchors: BTreeMap<usize, Range<usize>>,
    /// Size that aliases have added.
    expanded: usize,
    misread: Vec<Finding>,
    /// Number of open collections while the value of a skipped key is read.
    skipped_depth: Option<usize>,
    /// Whether that value is a list.
    skips_list: bool,
    abandoned: bool,
    is_broken: bool,
}

/// A list or object that is not closed.
struct Collection {
    node: usize,
    is_object: bool,
    /// In an object, whether the next node is a key.
    is_before_key: bool,
    /// End of its values in the text.
    end: usize,
    anchor: usize,
    /// The anchors of mappings that `<<` merges into it.
    merged: Vec<usize>,
}

impl<'y> Builder<'y> {
    fn new(text: &'y str, yaml: &'y mut Yaml) -> Self {
        Builder {
            text,
            root: yaml.nodes.len(),
            yaml,
            open: Vec::new(),
            anchors: BTreeMap::new(),
            expanded: 0,
            misread: Vec::new(),
            skipped_depth: None,
            skips_list: false,
            abandoned: false,
            is_broken: false,
        }
    }

    fn finish(mut self) {
        // If the document is cut off, its collections have the values that were read.
        while let Some(open) = self.open.pop() {
            // A document that is cut off is not read, whatever is merged into it.
            let _ = self.close(&open, self.text.len());
        }
        let root = Some(self.root).filter(|root| *root < self.yaml.nodes.len());
        let is_read = root.is_some() && !self.abandoned;
        let Builder { misread, is_broken, .. } = self;
        self.yaml.noted += misread.len();
        self.yaml.subjects.push(Subject { root, is_read, embedded: BTreeMap::new(), misread, is_broken });
    }

    fn refuse(&mut self, error: &ScanError) {
        self.abandoned = true;
        self.is_broken = true;
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
        self.misread.push(finding.source(start..start + length));
    }

    /// Adds a finding that can occur many times: up to [`MAX_DIAGNOSTICS`], and then one that there are more.
    fn note(&mut self, source: Range<usize>, finding: impl FnOnce() -> Finding) {
        // The last documents of a text with too many findings have one each.
        let limit = MAX_DIAGNOSTICS.min(MAX_TOTAL_DIAGNOSTICS.saturating_sub(self.yaml.noted));
        let finding = match self.misread.len().cmp(&limit) {
            Ordering::Less => finding(),
            Ordering::Equal => TOO_MANY_PROBLEMS
                .violation("more problems of the text are not listed")
                .help("fix the listed problems, and check again"),
            Ordering::Greater => return,
        };
        self.misread.push(finding.source(source));
    }

    fn abandon(&mut self, finding: Finding, at: Range<usize>) -> Step {
        self.abandoned = true;
        self.misread.push(finding.source(at));
        Err(Abandoned)
    }

    fn take(&mut self, event: Event<'_>, span: &Span) -> Step {
        let at = span.byte_range().expect("a text in memory is read by bytes");
        if let Some(depth) = self.skipped_depth {
            if let Event::Scalar(..) | Event::Alias(_) = event {
                self.extend_to(at.end);
            }
            // `<<: *one` or `<<: [*one, *other]`
            if let (Event::Alias(anchor), Some(around)) = (&event, self.open.last_mut())
                && (depth == 0 || (depth == 1 && self.skips_list))
            {
                around.merged.push(*anchor);
            }
            self.skips_list |= depth == 0 && matches!(event, Event::SequenceStart(..));
            self.skipped_depth = match event {
                Event::SequenceStart(..) | Event::MappingStart(..) => Some(depth + 1),
                Event::SequenceEnd | Event::MappingEnd if depth > 1 => Some(depth - 1),
                Event::Scalar(..) | Event::Alias(_) if depth > 0 => Some(depth),
                _ => None,
            };
            return Ok(());
        }
        match event {
            Event::Scalar(value, style, anchor, tag) => self.scalar(&value, style, anchor, tag.as_deref(), span, at),
            Event::SequenceStart(style, anchor, tag) => self.start(Kind::List, style, anchor, tag.as_deref(), span, at),
            Event::MappingStart(style, anchor, tag) => {
                self.start(Kind::Object, style, anchor, tag.as_deref(), span, at)
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(closed) => self.close(&closed, at.end),
                None => Ok(()),
            },
            Event::Alias(anchor) => self.alias(anchor, at),
            _ => Ok(()),
        }
    }

    fn is_key(&self) -> bool {
        self.open.last().is_some_and(|open| open.is_before_key)
    }

    /// Adds a node; returns its index.
    fn push(&mut self, kind: Kind, layout: Layout, source: Range<usize>, content: Range<usize>) -> usize {
        self.enter(source.end);
        self.yaml.nodes.push(Node { kind, layout, count: 1, source, content });
        self.yaml.nodes.len() - 1
    }

    /// Extends the innermost collection to an end.
    fn extend_to(&mut self, end: usize) {
        if let Some(around) = self.open.last_mut() {
            around.end = around.end.max(end);
        }
    }

    /// Adds a node with an end to the innermost collection.
    fn enter(&mut self, end: usize) {
        self.extend_to(end);
        if let Some(around) = self.open.last_mut() {
            around.is_before_key = around.is_object && !around.is_before_key;
        }
    }

    fn scalar(
        &mut self,
        value: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: &Span,
        at: Range<usize>,
    ) -> Step {
        let is_plain = style == ScalarStyle::Plain;
        if self.is_key() && is_plain && value == "<<" {
            self.extend_to(at.end);
            self.note(at, || {
                let finding = MERGE_KEY.violation("`<<` merges fields in YAML 1.1, and not in YAML 1.2");
                finding.help("write the fields out")
            });
            (self.skipped_depth, self.skips_list) = (Some(0), false);
            return Ok(());
        }
        let is_text = match tag {
            None => !is_plain,
            Some(tag) if tag.original() == "!" => true,
            Some(tag) if tag.is_custom() => return self.custom_tag(tag, span, at),
            Some(tag) => tag.core_suffix() == Some("str"),
        };
        let resolved = if self.is_key() || is_text { Some((Kind::Text, Cow::Borrowed(value))) } else { resolve(value) };
        let Some((kind, scalar)) = resolved else {
            let finding = NOT_YAML.violation(format!("{} is a number that JSON does not have", quoted(value)));
            return self.abandon(finding.help("write it in quotes to make it a string"), at);
        };
        if is_plain && tag.is_none() && !self.is_key() && AMBIGUOUS.contains(&value) {
            self.note(at.clone(), || {
                let message = format!("{} is a string in YAML 1.2, and a bool in YAML 1.1", quoted(value));
                let finding = AMBIGUOUS_SCALAR.violation(message).help(format!("write `\"{value}\"`"));
                finding.rewritten(format!("\"{value}\""))
            });
        }
        let layout = match style {
            ScalarStyle::Plain => Layout::Plain,
            ScalarStyle::SingleQuoted => Layout::SingleQuoted,
            ScalarStyle::DoubleQuoted => Layout::DoubleQuoted,
            ScalarStyle::Literal | ScalarStyle::Folded => Layout::Block,
        };
        let content = self.content(&scalar, &at);
        let node = self.push(kind, layout, at, content);
        self.anchor(anchor, node);
        Ok(())
    }

    /// Returns the position of a string in the contents: in the text itself, or decoded.
    fn content(&mut self, scalar: &str, source: &Range<usize>) -> Range<usize> {
        if self.text.get(source.clone()) == Some(scalar) {
            return source.clone();
        }
        let start = self.text.len() + self.yaml.decoded.len();
        self.yaml.decoded.push_str(scalar);
        start..start + scalar.len()
    }

    fn start(
        &mut self,
        kind: Kind,
        style: StructureStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: &Span,
        at: Range<usize>,
    ) -> Step {
        if let Some(tag) = tag.filter(|tag| tag.is_custom()) {
            return self.custom_tag(tag, span, at);
        }
        if self.is_key() {
            return self.abandon(NOT_YAML.violation("a key must be text").help("write the key as a string"), at);
        }
        let layout = if style == StructureStyle::Flow { Layout::Flow } else { Layout::Block };
        let end = at.end;
        // granit-parser starts a list in the column of its key after the first dash.
        let before = self.text.get(..at.start).and_then(|before| before.rsplit('\n').next()).unwrap_or("");
        let is_after_dash =
            kind == Kind::List && self.open.last().is_some_and(|around| around.is_object) && before.trim() == "-";
        let start = if is_after_dash { at.start - before.trim_start().len() } else { at.start };
        let node = self.push(kind, layout, start..end, 0..0);
        let is_object = kind == Kind::Object;
        self.open.push(Collection { node, is_object, is_before_key: is_object, end, anchor, merged: Vec::new() });
        Ok(())
    }

    /// Completes a collection. A flow collection ends with its bracket, a block collection with its last value: for
    /// granit-parser, it ends where the next node starts.
    fn close(&mut self, closed: &Collection, end: usize) -> Step {
        for anchor in &closed.merged {
            self.merge(*anchor, closed)?;
        }
        let count = self.yaml.nodes.len() - closed.node;
        let node = self.yaml.nodes.get_mut(closed.node).expect("what is closed is a node");
        node.count = count;
        node.source.end = if node.layout == Layout::Flow { end } else { closed.end };
        let end = node.source.end;
        self.extend_to(end);
        self.anchor(closed.anchor, closed.node);
        Ok(())
    }

    /// Adds the fields of an anchored mapping that a mapping does not have, as YAML 1.1 does for `<<`.
    fn merge(&mut self, anchor: usize, into: &Collection) -> Step {
        let Some(anchored) = self.anchors.get(&anchor).cloned() else { return Ok(()) };
        let nodes = &self.yaml.nodes;
        if !into.is_object || nodes.get(anchored.start).is_none_or(|node| node.kind != Kind::Object) {
            return Ok(());
        }
        let known: BTreeSet<&str> = self.fields(into.node + 1..nodes.len()).map(|(key, _)| key).collect();
        let fields = self.fields(anchored.start + 1..anchored.end);
        let added: Vec<Range<usize>> = fields.filter(|(key, _)| !known.contains(key)).map(|(_, field)| field).collect();
        for field in added {
            let nodes = self.yaml.nodes.get(field.clone()).unwrap_or_default();
            self.expand(nodes.iter().map(|node| NODE_SIZE + node.content.len()).sum(), into.end..into.end)?;
            self.yaml.nodes.extend_from_within(field);
        }
        Ok(())
    }

    /// Returns the keys of the fields in a range of nodes, each with the nodes of its key and its value.
    fn fields(&self, mut nodes: Range<usize>) -> impl Iterator<Item = (&str, Range<usize>)> {
        std::iter::from_fn(move || {
            let start = Some(nodes.start).filter(|start| *start < nodes.end)?;
            let key = self.yaml.nodes.get(start)?;
            let value = self.yaml.nodes.get(start + 1)?;
            nodes.start += 1 + value.count;
            Some((self.content_of(key), start..nodes.start))
        })
    }

    fn content_of(&self, node: &Node) -> &str {
        let decoded = |at: usize| at.checked_sub(self.text.len());
        let content = match (decoded(node.content.start), decoded(node.content.end)) {
            (Some(start), Some(end)) => self.yaml.decoded.get(start..end),
            _ => self.text.get(node.content.clone()),
        };
        content.expect("a content is a part of the text or decoded")
    }

    /// Counts the size that aliases add.
    fn expand(&mut self, size: usize, at: Range<usize>) -> Step {
        self.expanded += size;
        if self.expanded > MAX_EXPANSION_FACTOR * self.text.len() + EXPANSION_ALLOWANCE {
            let finding = ALIAS_EXPANSION.violation("aliases make the document many times larger than its text");
            return self.abandon(finding.help("write the values out"), at);
        }
        Ok(())
    }

    /// Stores a node and its contents under the anchor.
    fn anchor(&mut self, anchor: usize, node: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, node..self.yaml.nodes.len());
        }
    }

    fn alias(&mut self, anchor: usize, at: Range<usize>) -> Step {
        let Some(anchored) = self.anchors.get(&anchor).cloned() else {
            return self.abandon(NOT_YAML.violation("an alias is inside its own anchor"), at);
        };
        let nodes = self.yaml.nodes.get(anchored.clone()).expect("what is anchored was read");
        if self.is_key() && nodes.first().is_none_or(|node| node.kind != Kind::Text) {
            return self.abandon(NOT_YAML.violation("a key must be text").help("write the key as a string"), at);
        }
        self.expand(nodes.iter().map(|node| NODE_SIZE + node.content.len()).sum(), at.clone())?;
        self.enter(at.end);
        let copy = self.yaml.nodes.len();
        self.yaml.nodes.extend_from_within(anchored);
        let node = self.yaml.nodes.get_mut(copy).expect("an anchor has a node");
        (node.source, node.layout) = (at, Layout::Alias);
        Ok(())
    }

    fn custom_tag(&mut self, tag: &Tag, span: &Span, at: Range<usize>) -> Step {
        let written = tag.original();
        let finding = NOT_YAML.violation(format!("the tag {} is not supported", quoted(&written)));
        let start = span.tag_start().and_then(|start| start.byte_offset());
        let at = start.map_or(at, |start| start..start + written.len());
        // A tag may be longer in the text than decoded.
        let at = at.start..self.text.floor_char_boundary(at.end);
        self.abandon(finding.help("remove the tag"), at)
    }
}

/// Words that are bools in YAML 1.1, as PyYAML reads it, and text in YAML 1.2.
const AMBIGUOUS: [&str; 12] = ["yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF"];

/// Helps for syntax errors, by the text at the error.
const HELP: [(&[&str], &str); 4] = [
    (&["\t"], "indent with spaces"),
    (&["{{", "{%"], "render the template first"),
    (&["*", "@", "%", "&", "!", "`"], "write it in quotes to make it a string"),
    (&["]", "}"], "add the opening bracket, or remove this one"),
];

/// Resolves a plain scalar by the core schema: its kind, with its digits or its text. `None` if JSON has no such value.
fn resolve(plain: &str) -> Option<(Kind, Cow<'_, str>)> {
    let kind = match plain {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "true" | "True" | "TRUE" => Kind::Bool(true),
        "false" | "False" | "FALSE" => Kind::Bool(false),
        ".nan" | ".NaN" | ".NAN" => return None,
        _ => Kind::Text,
    };
    if kind != Kind::Text {
        return Some((kind, Cow::Borrowed("")));
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
        return Some((Kind::Number, Cow::Owned(integer.to_string())));
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_exponent = |text: &str| {
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        !digits.is_empty() && are_digits(digits)
    };
    let is_number = are_digits(whole)
        && are_digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(is_exponent);
    if !is_number {
        return Some((Kind::Text, Cow::Borrowed(plain)));
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = if fraction.is_empty() { String::new() } else { format!(".{fraction}") };
    let exponent = exponent.map_or_else(String::new, |exponent| format!("e{exponent}"));
    Some((Kind::Number, Cow::Owned(format!("{minus}{whole}{fraction}{exponent}"))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Format, json};
    use proptest::prelude::*;

    #[track_caller]
    fn reads(yaml: &str, json: &[&str]) {
        let document = Document::read(yaml.to_owned(), Format::Yaml);
        let read: Vec<_> =
            (0..document.len()).map(|subject| document.json(subject).map_or("?".into(), Cow::into_owned)).collect();
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
    fn an_unreadable_document_does_not_affect_the_next() {
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
        let rules: Vec<_> = read(&bomb).subjects[0].misread.iter().map(|found| found.diagnostic.rule.code).collect();
        assert_eq!(rules, ["alias-expansion"]);
    }

    proptest! {
        #[test]
        fn any_text_becomes_json_or_a_finding(text in r#"(?s)([a:\-\[\]{},&*#|>'"!%@ \t\n\r]|---\n|<<: |\*a|&a |é|0|\.){0,40}"#) {
            let yaml = read(&text);
            let is_in_text = |range: &Range<usize>| text.get(range.clone()).is_some();
            prop_assert!(yaml.nodes.iter().all(|node| is_in_text(&node.source)), "{:?}", yaml.nodes);
            for subject in &yaml.subjects {
                prop_assert!(subject.is_read || subject.root.is_none() || !subject.misread.is_empty());
                prop_assert!(subject.misread.iter().flat_map(|found| &found.source).all(is_in_text), "{:?}", subject.misread);
            }
            let document = Document::read(text, Format::Yaml);
            for json in (0..document.len()).filter_map(|subject| document.json(subject)) {
                prop_assert!(json::parse(&json).is_ok(), "{}", json);
            }
        }
    }
}
