//! Texts with positions: what a JSON or YAML text says, as one tree, and where each part of that is written.

mod edit;
mod embedded;
pub mod json;
mod limits;
pub(crate) mod positions;
mod strings;
pub mod tree;
mod written;
mod yaml;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::catalogue::{AMBIGUOUS_SCALAR, COERCED_VALUE};
use crate::diagnostic::{Diagnostic, Draft, Edit, Finding, Fix, Pointer, Position, Span};
use crate::sort::{set, sorted};
use embedded::{Embedded, Embedding};
use json::SyntaxError;
pub use limits::{MAX_DOCUMENTS, MAX_TEXT_BYTES, MAX_YAML_DEPTH};
use positions::{Positions, span_of_bytes};
use tree::{Kind, Layer, Layout, Node, Tree, Value};
pub use written::{format_spec, yaml_of};

/// The language of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "their names say it")]
pub enum Format {
    Json,
    Yaml,
}

/// A text, read once. It may hold several documents of YAML: each is a subject.
#[derive(Debug)]
pub struct Document {
    /// All values of the text. The contents start with the text itself.
    tree: Tree<'static>,
    text_length: usize,
    format: Format,
    positions: Positions,
    subjects: Vec<Subject>,
}

/// One document of a text.
#[derive(Debug, Default)]
struct Subject {
    /// The node of its value, or of what could be read of it.
    root: Option<usize>,
    /// Whether all of it could be read.
    is_read: bool,
    embedded: Option<Embedded>,
    /// What is wrong with the text itself; each has its source.
    misread: Vec<Finding>,
}

/// A value that a pointer leads to.
struct Found<'d> {
    parent: Option<Value<'d>>,
    key: Option<Value<'d>>,
    value: Value<'d>,
    /// The string whose JSON has it.
    string: Option<&'d Embedding>,
}

/// Findings about a text are in a report about one of its documents.
const HAS_SUBJECT: &str = "a finding about a text has a subject";

impl Document {
    /// Reads a text. Never fails: what cannot be read is a diagnostic.
    pub fn read(mut text: String, format: Format) -> Self {
        let text_length = text.len();
        let (nodes, subjects) = match format {
            _ if text.len() > MAX_TEXT_BYTES => (Vec::new(), vec![limits::of_too_long(&text)]),
            Format::Json => {
                let (nodes, read) = json::read(&text);
                let root = Some(0).filter(|_| !nodes.is_empty());
                let is_read = read.is_ok();
                let misread = read.err().map(|error| error.finding("the text").source(error.range));
                let misread = misread.into_iter().collect();
                (nodes, vec![Subject { root, is_read, embedded: None, misread }])
            }
            Format::Yaml => {
                let yaml = yaml::read(&text);
                text.push_str(&yaml.decoded);
                (yaml.nodes, yaml.subjects)
            }
        };
        let tree = Tree { contents: Cow::Owned(text), nodes };
        let mut document = Document { tree, text_length, format, positions: Positions::default(), subjects };
        document.leave_out_empty();
        document
    }

    /// Documents that say nothing are left out where others say something, as `---` at an end leaves one.
    fn leave_out_empty(&mut self) {
        let Document { tree, subjects, .. } = self;
        let says = |subject: &Subject| !subject.is_read || subject.root.is_none_or(|root| !tree.value(root).is_null());
        if subjects.iter().any(says) {
            subjects.retain(says);
        }
        if subjects.is_empty() {
            // An empty text says as much as one with an empty document.
            let root = Some(tree.nodes.len());
            tree.nodes.push(Node { kind: Kind::Null, layout: Layout::Plain, count: 1, source: 0..0, content: 0..0 });
            subjects.push(Subject { root, is_read: true, ..Subject::default() });
        }
    }

    pub(crate) fn text(&self) -> &str {
        self.tree.contents.get(..self.text_length).expect("the contents start with the text")
    }

    /// Returns the parts of the text that are strings or keys, in their order.
    pub(crate) fn strings(&self) -> Vec<Range<usize>> {
        let strings = self.tree.nodes.iter().filter(|node| matches!(node.kind, Kind::Text | Kind::Literal));
        sorted(strings.map(|node| node.source.clone()).collect(), &|a, b| a.start.cmp(&b.start))
    }

    /// Returns the document that an offset in bytes is in, or the one before it.
    pub(crate) fn subject_at(&self, offset: usize) -> u32 {
        let starts_before =
            |subject: &Subject| subject.root.is_some_and(|root| self.tree.value(root).source().start <= offset);
        let subject = self.subjects.iter().rposition(starts_before).unwrap_or(0);
        u32::try_from(subject).expect("MAX_DOCUMENTS")
    }

    /// Returns the positions of a part of the text.
    pub(crate) fn span(&self, source: Range<usize>) -> Span {
        self.positions.span(self.text(), source)
    }

    /// How many documents the text has.
    pub(crate) fn len(&self) -> usize {
        self.subjects.len()
    }

    /// What a document says; `None` where that cannot be read.
    pub(crate) fn value(&self, subject: usize) -> Option<Value<'_>> {
        let subject = self.subjects.get(subject).filter(|subject| subject.is_read)?;
        Some(self.tree.value(subject.root?))
    }

    /// What a document says, in JSON; `None` where that cannot be read.
    pub(crate) fn json(&self, subject: usize) -> Option<Cow<'_, str>> {
        let value = self.value(subject)?;
        Some(match self.format {
            Format::Json => Cow::Borrowed(self.text()),
            Format::Yaml => Cow::Owned(value.to_json()),
        })
    }

    /// From now on, pointers lead into the JSON in the string under this key of a document, if there is a string.
    pub(crate) fn embed(&mut self, subject: usize, key: &str) {
        let Some(found) = self.find(subject, &format!("/{key}"), &mut Index::default()) else { return };
        let Layer::Text(text) = found.value.open() else { return };
        let decoded = text.text.into_owned();
        let string = Embedding::new(&decoded, self.text(), text.source, found.value.layout());

        let (nodes, read) = json::read(&decoded);
        let tree = &mut self.tree;
        let (root, start) = (tree.nodes.len(), tree.contents.len());
        tree.nodes.extend(nodes.into_iter().map(|node| Node {
            source: string.source(&node.source),
            content: start + node.content.start..start + node.content.end,
            ..node
        }));
        tree.contents.to_mut().push_str(&decoded);
        let root = match read {
            Ok(()) => Ok(root),
            Err(error) => Err(SyntaxError { range: string.source(&error.range), ..error }),
        };
        let subject = self.subjects.get_mut(subject).expect("a value was found in it");
        subject.embedded = Some(Embedded { key: key.to_owned(), root, string });
    }

    /// The JSON that [`Document::embed`] found: what it says, or why it is not JSON.
    pub(crate) fn embedded(&self, subject: usize) -> Option<Result<Value<'_>, &SyntaxError>> {
        let embedded = self.subjects.get(subject)?.embedded.as_ref()?;
        Some(embedded.root.as_ref().map(|root| self.tree.value(*root)))
    }

    /// Where a value is in the text.
    pub fn locate(&self, subject: u32, pointer: &str) -> Option<Span> {
        let found = self.find(subject as usize, pointer, &mut Index::default())?;
        Some(self.span(found.value.source()))
    }

    /// Returns the document and the pointer of the value that an offset in UTF-16 is in, or whose key it is in.
    ///
    /// Between values, that is the list or the object around the offset. `None` past the end of the text. Of a document
    /// that cannot be read, it is what was read before the error. All values of a repeated key have the same pointer.
    pub(crate) fn pointer_at(&self, utf16_offset: u32) -> Option<(u32, String)> {
        let offset = positions::utf8_offset(self.text(), utf16_offset)?;
        let subject = self.subject_at(offset);
        let read = self.subjects.get(subject as usize).expect("a text has a subject");

        let mut pointer = String::new();
        let mut around = read.root.map(|root| self.tree.value(root));
        while let Some(value) = around.filter(|value| value.layout() != Layout::Alias) {
            let is_at = |key: Option<Value<'_>>, member: Value<'_>| {
                key.unwrap_or(member).source().start <= offset && offset <= self.end_of_member(key, member)
            };
            let member = (0_usize..).zip(value.members()).filter(|(_, (key, member))| is_at(*key, *member)).last();
            let Some((place, (key, member))) = member else { break };
            let string = read.embedded.as_ref().filter(|embedded| pointer.is_empty() && embedded.is_under(key));
            pointer += &match key {
                Some(key) => Pointer::Root.key(&key.text().text).to_string(),
                None => Pointer::Root.index(place).to_string(),
            };
            around = match string {
                Some(string) => string.root.as_ref().ok().map(|root| self.tree.value(*root)),
                None => Some(member),
            };
        }
        Some((subject, pointer))
    }

    /// Where a member ends: without a value, with the line of its key.
    fn end_of_member(&self, key: Option<Value<'_>>, value: Value<'_>) -> usize {
        let source = value.source();
        match key {
            Some(key) if source.is_empty() => {
                let rest = self.text().get(key.source().end..).expect("a key is a part of the text");
                key.source().end + rest.find(['\n', ',', '}']).unwrap_or(rest.len())
            }
            _ => source.end,
        }
    }

    /// What to mark for what is said of a value: the value, or the key or the first line of a list or an object. For a
    /// missing value, that is what it is missing in.
    pub(crate) fn mark_of(&self, subject: u32, pointer: &str) -> Option<Span> {
        let source = self.nearest_mark(subject as usize, pointer, false, &mut Index::default())?;
        Some(self.span(source))
    }

    /// Returns the findings and those about the text itself as diagnostics, with positions and fixes, in the order of the
    /// text.
    pub(crate) fn diagnostics(&mut self, findings: Vec<Finding>) -> Vec<Diagnostic> {
        let take = |(subject, read): (u32, &mut Subject)| {
            std::mem::take(&mut read.misread).into_iter().map(move |finding| (subject, finding))
        };
        let misread: Vec<(u32, Finding)> = (0_u32..).zip(&mut self.subjects).flat_map(take).collect();
        let mut index = Index::default();
        let place = |finding: Finding| (self.place(&finding, &mut index), finding);
        let mut placed: Vec<_> = findings.into_iter().map(place).collect();
        // What is coerced is said better by that rule.
        let coerced = placed.iter().filter(|(_, finding)| finding.diagnostic.rule == &COERCED_VALUE);
        let coerced = set(coerced.filter_map(|(source, _)| Some(source.as_ref()?.start)));
        for (subject, mut finding) in misread {
            let source = finding.source.clone().expect("it is about a part of the text");
            if finding.diagnostic.rule != &AMBIGUOUS_SCALAR || !coerced.contains(&source.start) {
                finding.diagnostic.subject = Some(subject);
                placed.push((Some(source), finding));
            }
        }
        let key = |(source, finding): &(Option<Range<usize>>, Finding)| {
            (source.as_ref().map(|source| source.start), finding.diagnostic.subject)
        };
        let placed = sorted(placed, &|a, b| key(a).cmp(&key(b)));
        let mut diagnostics: Vec<Diagnostic> =
            placed.into_iter().map(|(source, finding)| self.finish(finding, source, &mut index)).collect();
        // What an alias stands for is read more than once, and stands in one place.
        diagnostics.dedup_by(|a, b| a.span.is_some() && (a.span, a.rule, &a.message) == (b.span, b.rule, &b.message));
        positions::complete(self.text(), diagnostics.iter_mut().flat_map(positions_of).collect());
        diagnostics
    }

    /// Adds the spans and the fix; positions are in bytes only.
    fn finish<'d>(&'d self, finding: Finding, source: Option<Range<usize>>, index: &mut Index<'d>) -> Diagnostic {
        let Draft { mut diagnostic, change, rewritten, .. } = finding.into_draft();
        let subject = diagnostic.subject.expect(HAS_SUBJECT) as usize;
        diagnostic.span = source.as_ref().map(span_of_bytes);
        if let (Some(span), Some(text)) = (diagnostic.span, rewritten) {
            let title = diagnostic.help.clone().expect("the help says what to write");
            diagnostic.fixes.push(Fix { title, edits: vec![Edit { span, text }] });
        }
        for related in &mut diagnostic.related {
            let subject = related.subject.map_or(subject, |subject| subject as usize);
            let found = self.find(subject, &related.pointer, index);
            let source = found.and_then(|found| self.mark(&found, found.value.is_collection()));
            related.span = source.as_ref().map(span_of_bytes);
        }
        if let Some(change) = change {
            let edit = self.fixing_edit(subject, &change, index);
            diagnostic.fixes.extend(edit.map(|edit| Fix { title: change.title, edits: vec![edit] }));
        }
        diagnostic
    }

    /// What to mark for a finding.
    fn place<'d>(&'d self, finding: &Finding, index: &mut Index<'d>) -> Option<Range<usize>> {
        let subject = finding.diagnostic.subject.expect(HAS_SUBJECT) as usize;
        match &finding.source {
            Some(source) => Some(source.clone()),
            None => self.nearest_mark(subject, &finding.diagnostic.pointer, finding.is_on_key, index),
        }
    }

    /// What to mark for a pointer: for a missing value, what it is missing in.
    fn nearest_mark<'d>(
        &'d self,
        subject: usize,
        mut pointer: &str,
        is_on_key: bool,
        index: &mut Index<'d>,
    ) -> Option<Range<usize>> {
        loop {
            if let Some(found) = self.find(subject, pointer, index) {
                return self.mark(&found, is_on_key || found.value.is_collection());
            }
            pointer = pointer.rsplit_once('/')?.0;
        }
    }

    /// A collection is marked by its key, or the first in it, or its first line: nobody wants a page underlined.
    fn mark(&self, found: &Found<'_>, by_key: bool) -> Option<Range<usize>> {
        let first_key = || found.value.members().next().and_then(|(key, _)| key);
        let key = found.key.filter(|_| by_key);
        let marked = key.or_else(|| if found.value.is_collection() { first_key() } else { None });
        let source = marked.unwrap_or(found.value).source();
        let first_line = self.text().get(source.clone())?.lines().next().unwrap_or("");
        Some(source.start..source.start + first_line.len())
    }

    /// The value that a pointer leads to, and its key.
    fn find<'d>(&'d self, subject: usize, pointer: &str, index: &mut Index<'d>) -> Option<Found<'d>> {
        let embedded = self.subjects.get(subject)?.embedded.as_ref();
        let mut found = Found { parent: None, key: None, value: self.value(subject)?, string: None };
        let mut tokens = pointer.split('/');
        // What is before the first slash.
        tokens.next().filter(|before| before.is_empty())?;
        for (depth, token) in tokens.enumerate() {
            if depth == 1
                && let Some(embedded) = embedded.filter(|embedded| embedded.is_under(found.key))
            {
                found.value = self.tree.value(*embedded.root.as_ref().ok()?);
                found.string = Some(&embedded.string);
            }
            let (key, value) = index.members(found.value).get(&unescaped(token))?;
            found = Found { parent: Some(found.value), key, value, ..found };
        }
        Some(found)
    }
}

/// What a token of a JSON pointer stands for.
fn unescaped(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

/// All positions of a diagnostic.
fn positions_of(diagnostic: &mut Diagnostic) -> impl Iterator<Item = &mut Position> {
    let related = diagnostic.related.iter_mut().filter_map(|related| related.span.as_mut());
    let edits = diagnostic.fixes.iter_mut().flat_map(|fix| fix.edits.iter_mut().map(|edit| &mut edit.span));
    diagnostic.span.iter_mut().chain(related).chain(edits).flat_map(|span| [&mut span.start, &mut span.end])
}

/// The members of the lists and objects on the way to values, each looked at once.
#[derive(Default)]
struct Index<'d>(BTreeMap<usize, Members<'d>>);

/// The values in a list or an object, in order, each with its key if it has one.
struct Members<'d> {
    members: Vec<(Option<Value<'d>>, Value<'d>)>,
    /// Of an object: the last place of each key.
    places: Option<BTreeMap<Cow<'d, str>, usize>>,
}

impl<'d> Index<'d> {
    fn members(&mut self, value: Value<'d>) -> &Members<'d> {
        self.0.entry(value.at()).or_insert_with(|| Members {
            members: value.members().collect(),
            places: match value.open() {
                Layer::Object(members) => Some((0..).zip(members).map(|(place, (key, _))| (key.text, place)).collect()),
                _ => None,
            },
        })
    }
}

impl<'d> Members<'d> {
    fn get(&self, token: &str) -> Option<(Option<Value<'d>>, Value<'d>)> {
        let place = match &self.places {
            Some(places) => *places.get(token)?,
            None => token.parse().ok()?,
        };
        self.members.get(place).copied()
    }

    /// The place of a value, which is one of these.
    fn place_of(&self, value: Value<'_>) -> usize {
        self.members.partition_point(|(_, other)| other.at() < value.at())
    }
}
