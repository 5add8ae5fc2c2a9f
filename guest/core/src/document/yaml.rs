//! Parses YAML text into a tree.
//!
//! granit-parser reads the text. Plain scalars follow the core schema of YAML 1.2, so `no` and `on` are text. Values
//! that JSON does not have (`.nan`, keys that are not text) and values that YAML readers read differently are reported.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span, StructureStyle, Tag, options};

use super::readers::{self, resolve};
use super::syntax::{Part, Syntax, pyyaml_refusal, refusal};
use super::tree::{Kind, Layout, Node};
use super::{MAX_DOCUMENTS, MAX_YAML_DEPTH, Subject, limits};
use crate::catalogue::{ALIAS_EXPANSION, MERGE_KEY, NOT_YAML, TOO_MANY_PROBLEMS};
use crate::diagnostic::{Finding, quoted};
use crate::report::{MAX_DIAGNOSTICS, MAX_TOTAL_DIAGNOSTICS};

/// Maximum size that aliases add to a document: this many times the text, plus this many bytes.
const MAX_EXPANSION_FACTOR: usize = 16;
const EXPANSION_ALLOWANCE: usize = 1 << 20;
/// The same for documents of any size: 32 MiB.
const MAX_EXPANSION: usize = 32 << 20;
/// Size of a value without its digits or its text, in bytes: that of a node where addresses have 64 bits. It is the same
/// on each host, so that their answers are.
const NODE_SIZE: usize = 48;
const _: () = assert!(size_of::<Node>() <= NODE_SIZE);

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
    syntax: Syntax,
    /// Maximum number of nodes.
    most: usize,
}

/// Parses every document of a text. After an error, it continues with the next document.
///
/// `most` is the maximum number of nodes.
pub(super) fn read(text: &str, most: usize) -> Yaml {
    let options =
        options! { emit_comments: false, flow_nesting_limit: MAX_YAML_DEPTH, block_nesting_limit: MAX_YAML_DEPTH };
    let mut parser = Parser::new_from_str_with_options(text, options);
    let mut yaml = Yaml { most, ..Yaml::default() };
    let mut builder = Builder::new(text, &mut yaml);
    while let Some(event) = parser.next() {
        let done = match event {
            Ok((Event::DocumentStart(..), span)) if builder.yaml.subjects.len() == MAX_DOCUMENTS => {
                let start = span.byte_range().map_or(text.len(), |range| text.floor_char_boundary(range.start));
                yaml.subjects.push(limits::of_too_many(start));
                return yaml;
            }
            Ok((Event::DocumentStart(..), span)) => {
                builder.start_document(span.byte_range().map_or(text.len(), |range| range.start));
                false
            }
            Ok((Event::DocumentEnd, span)) => {
                builder.examine(span.byte_range().map_or(text.len(), |range| range.start), Part::Between);
                true
            }
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
        if builder.yaml.nodes.len() > most {
            builder.refuse_values();
            return yaml;
        }
        if done {
            builder.finish();
            builder = Builder::new(text, &mut yaml);
        }
    }
    builder.finish_text();
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
    is_flow: bool,
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
        self.yaml.subjects.push(Subject { root, is_read, misread, is_broken, ..Subject::default() });
    }

    /// Ends a text with too many values.
    fn refuse_values(mut self) {
        let at = self.yaml.nodes.last().map_or(0..0, |last| last.source.clone());
        (self.abandoned, self.is_broken) = (true, true);
        self.misread.push(limits::of_too_many_values("the text").source(at));
        self.finish();
    }

    /// Reports what follows the last document, with that document.
    fn finish_text(mut self) {
        let is_last_read = self.yaml.subjects.last().is_none_or(|last| last.is_read);
        if is_last_read {
            self.examine(self.text.len(), Part::Between);
        }
        if self.misread.is_empty() {
            return;
        }
        match self.yaml.subjects.last_mut() {
            Some(last) => last.misread.append(&mut self.misread),
            None => {
                self.push(Kind::Null, Layout::Plain, 0..0, 0..0);
                self.finish();
            }
        }
    }

    /// Starts a document. Nothing is examined of a document before it that cannot be read.
    fn start_document(&mut self, start: usize) {
        if self.yaml.subjects.last().is_some_and(|last| !last.is_read) {
            self.yaml.syntax.end = self.yaml.syntax.end.max(start);
        }
        self.yaml.syntax.start_document();
    }

    /// Examines the syntax of the text up to an offset.
    fn examine(&mut self, end: usize, part: Part) {
        let mut syntax = std::mem::take(&mut self.yaml.syntax);
        syntax.examine(self.text, end, part, &mut |source, finding| self.note(source, || finding));
        self.yaml.syntax = syntax;
    }

    /// Examines the syntax of a scalar, and of the text before it.
    fn examine_scalar(&mut self, value: &str, style: ScalarStyle, source: &Range<usize>) {
        let text = self.text.get(source.clone()).unwrap_or_default();
        let part = match style {
            ScalarStyle::Plain => Part::Plain,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Part::Quoted,
            // The source of an empty block is its header.
            ScalarStyle::Literal | ScalarStyle::Folded if value.is_empty() => Part::Between,
            ScalarStyle::Literal | ScalarStyle::Folded => Part::Block,
        };
        self.examine(source.start, Part::Between);
        self.examine(source.end, part);
        let before = self.text.get(..source.start).unwrap_or_default();
        let after = self.text.get(source.end..).unwrap_or_default();
        let is_in_flow = self.open.last().is_some_and(|around| around.is_flow);
        if is_in_flow && part == Part::Plain && (text.contains('?') || text.starts_with(':')) {
            let message = format!("PyYAML and Kubernetes do not read {} as a string in brackets", quoted(text));
            self.note(source.clone(), || refusal(&message, "write it in quotes"));
        }
        let colon = after.trim_start_matches([' ', '\t']);
        let has_colon = if is_in_flow { after.trim_start() } else { colon }.starts_with(':');
        if has_colon && self.is_key() && part != Part::Block && !before.trim_end().ends_with('?') {
            let is_on_line = colon.starts_with(':') && !text.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']);
            if !is_on_line {
                let message = "PyYAML and Kubernetes refuse a key of more than one line";
                self.note(source.clone(), || refusal(message, "write the key and its colon on one line"));
            } else if text.chars().count() + after.len() - colon.len() > MAX_SIMPLE_KEY_CHARS {
                let message =
                    format!("PyYAML and Kubernetes refuse a key of more than {MAX_SIMPLE_KEY_CHARS} characters");
                self.note(source.clone(), || refusal(&message, "write `? ` before it, and `:` on the next line"));
            }
        }
        let ends_value = |char| matches!(char, ',' | '[' | ']' | '{' | '}');
        if is_in_flow
            && part == Part::Plain
            && self.is_key()
            && colon.strip_prefix(':').is_some_and(|value| value.starts_with(ends_value))
        {
            let message = format!("Kubernetes reads the colon as a part of {}", quoted(text));
            self.note(source.clone(), || refusal(&message, "write a space after the colon"));
        }
        if style == ScalarStyle::DoubleQuoted && text.contains('\\') {
            self.examine_escapes(text, source.start);
        }
        if part == Part::Block {
            // The source starts after the indentation of the first line.
            let is_indented = !before.ends_with(['\n', '\r']) || text.starts_with([' ', '\n', '\r']);
            if self.open.is_empty() && !is_indented {
                let message = "PyYAML and Kubernetes refuse a block scalar that is not indented";
                self.note(source.clone(), || refusal(message, "indent it"));
            }
            let header = before.trim_end().rsplit(['|', '>']).next().unwrap_or_default();
            let has_indentation = header.trim_start_matches(['+', '-']).starts_with(|char: char| char.is_ascii_digit());
            if value.trim_start_matches('\n').starts_with('\t') && !has_indentation {
                let message = "Kubernetes refuses a block scalar that starts with a tab";
                self.note(source.clone(), || {
                    refusal(message, "write spaces, or the number of spaces after `|` or `>`")
                });
            }
            // Spaces alone are a line of the block only with a number or `+`.
            let keeps_spaces = has_indentation || header.starts_with('+');
            let lines = if keeps_spaces { self.text } else { self.text.trim_end_matches(' ') };
            let is_last = || after.trim_matches(' ').is_empty() && !lines.ends_with('\n');
            if value.ends_with('\n') && is_last() {
                let message = "PyYAML reads the last line of the block without a line break";
                self.note(source.end..source.end, || pyyaml_refusal(message, "end the text with a line break"));
            }
        }
    }

    /// Reports escapes of a string in double quotes that other readers refuse.
    fn examine_escapes(&mut self, text: &str, start: usize) {
        let mut escapes = text.match_indices('\\');
        while let Some((at, _)) = escapes.next() {
            let escape = text.get(at + 1..).unwrap_or_default();
            if escape.starts_with('\\') {
                escapes.next();
            } else if escape.starts_with('/') {
                self.note(start + at..start + at + 2, || {
                    refusal("Kubernetes refuses the escape `\\/`", "write `/`").rewritten("/".to_owned())
                });
            } else if escape.starts_with("ud") || escape.starts_with("uD") || escape.starts_with("Ud") {
                let half = escape.get(2..3).unwrap_or_default();
                if matches!(half, "8" | "9" | "a" | "A" | "b" | "B") {
                    self.note(start + at..start + at + 2, || {
                        refusal(
                            "Kubernetes refuses a character that is written as two escapes, and PyYAML reads two characters",
                            "write the character itself",
                        )
                    });
                }
            }
        }
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
        // granit-parser gives `~` for a value that is missing.
        let value = if is_plain && at.is_empty() { "" } else { value };
        self.examine_scalar(value, style, &at);
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
        let finding = match tag {
            None if is_plain => readers::ambiguity(value, self.is_key()),
            None => None,
            Some(tag) => readers::ambiguity_of_tag(&tag.original(), tag.core_suffix(), value, self.is_key()),
        };
        if let Some(finding) = finding {
            self.note(at.clone(), || finding);
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
        if let Some(finding) =
            tag.and_then(|tag| readers::ambiguity_of_collection(kind, &tag.original(), tag.core_suffix()))
        {
            self.note(at.clone(), || finding);
        }
        let layout = if style == StructureStyle::Flow { Layout::Flow } else { Layout::Block };
        let end = at.end;
        // granit-parser starts a list in the column of its key after the first dash.
        let is_in_object = self.open.last().is_some_and(|around| around.is_object);
        let dash = if kind == Kind::List && is_in_object { self.first_dash_before(at.start) } else { None };
        let start = dash.unwrap_or(at.start);
        let node = self.push(kind, layout, start..end, 0..0);
        let is_object = kind == Kind::Object;
        let is_flow = layout == Layout::Flow;
        self.open.push(Collection {
            node,
            is_object,
            is_flow,
            is_before_key: is_object,
            end,
            anchor,
            merged: Vec::new(),
        });
        Ok(())
    }

    /// Returns the offset of a dash that starts the line of an offset, if only spaces are between them.
    fn first_dash_before(&self, at: usize) -> Option<usize> {
        let before = self.text.get(..at)?.trim_end_matches([' ', '\t']).strip_suffix('-')?;
        let indentation = before.trim_end_matches([' ', '\t']);
        Some(before.len()).filter(|_| indentation.is_empty() || indentation.ends_with('\n'))
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
            self.expand(&field, into.end..into.end)?;
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

    /// Counts the size that aliases add with copies of nodes.
    fn expand(&mut self, copied: &Range<usize>, at: Range<usize>) -> Step {
        let nodes = self.yaml.nodes.get(copied.clone()).unwrap_or_default();
        let count = nodes.len();
        self.expanded += nodes.iter().map(|node| NODE_SIZE + node.content.len()).sum::<usize>();
        let most = (MAX_EXPANSION_FACTOR * self.text.len() + EXPANSION_ALLOWANCE).min(MAX_EXPANSION);
        if self.expanded > most || self.yaml.nodes.len() + count > self.yaml.most {
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
        self.expand(&anchored, at.clone())?;
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

/// Maximum length of a key without `? `, for PyYAML and Kubernetes.
const MAX_SIMPLE_KEY_CHARS: usize = 1024;

/// Helps for syntax errors, by the text at the error.
const HELP: [(&[&str], &str); 4] = [
    (&["\t"], "indent with spaces"),
    (&["{{", "{%"], "render the template first"),
    (&["*", "@", "%", "&", "!", "`"], "write it in quotes to make it a string"),
    (&["]", "}"], "add the opening bracket, or remove this one"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Format, MAX_VALUES, json};
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
        let rules: Vec<_> =
            read(&bomb, MAX_VALUES).subjects[0].misread.iter().map(|found| found.diagnostic.rule.code).collect();
        assert_eq!(rules, ["alias-expansion"]);
    }

    #[test]
    fn aliases_add_at_most_32_mib_to_a_text_of_any_size() {
        let text = |aliases| {
            let aliases = vec!["*a"; aliases].join(",");
            format!("a: &a [{}]\nb: [{aliases}]\n#{}\n", vec!["x"; 1000].join(","), " ".repeat(4 << 20))
        };
        let codes = |text: &str| -> Vec<_> {
            read(text, usize::MAX).subjects[0].misread.iter().map(|found| found.diagnostic.rule.code).collect()
        };
        let of_alias = NODE_SIZE + 1000 * (NODE_SIZE + 1);
        assert_eq!(codes(&text(MAX_EXPANSION / of_alias)), [""; 0]);
        assert_eq!(codes(&text(MAX_EXPANSION / of_alias + 1)), ["alias-expansion"]);
    }

    proptest! {
        #[test]
        fn any_text_becomes_json_or_a_finding(text in r#"(?s)([a:\-\[\]{},&*#|>'"!%@ \t\n\r]|---\n|<<: |\*a|&a |é|0|\.){0,40}"#) {
            let yaml = read(&text, MAX_VALUES);
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
