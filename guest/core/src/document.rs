//! Texts with positions: the values of a JSON or YAML text as one tree, each with its position in the text.

mod edit;
mod embedded;
pub mod json;
mod limits;
pub(crate) mod positions;
mod readers;
mod strings;
mod syntax;
pub(crate) mod templates;
pub mod tree;
mod written;
mod yaml;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::de::IgnoredAny;

use crate::catalogue::{AMBIGUOUS_SCALAR, COERCED_VALUE, MANIFEST_FIELD_TYPE, MERGE_KEY, WRONG_TYPE};
use crate::diagnostic::{
    Change, Diagnostic, Draft, Edit, Finding, Fix, InKubernetes, Pointer, Position, Severity, Span, unescaped_token,
};
use crate::sort::{set, sorted};
use embedded::{Embedded, Embedding};
use json::SyntaxError;
pub use limits::{MAX_DOCUMENTS, MAX_TEXT_BYTES, MAX_VALUES, MAX_YAML_DEPTH};
use positions::{Positions, span_of_bytes};
use tree::{Kind, Layer, Layout, Node, Tree, Value};
pub use written::{format_spec, yaml_of};

/// The format of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "their names say it")]
pub enum Format {
    Json,
    Yaml,
}

impl Format {
    /// Returns the format of a text without a file name: JSON if it is valid JSON, else YAML.
    pub fn guess(text: &str) -> Self {
        match serde_json::from_str::<IgnoredAny>(text) {
            Ok(_) => Format::Json,
            Err(_) => Format::Yaml,
        }
    }
}

/// A parsed text. Each document of a YAML text is a subject.
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
    /// The node of its value, or of the part that could be read.
    root: Option<usize>,
    /// Whether all of it could be read.
    is_read: bool,
    /// The JSON in strings, by the node of the string.
    embedded: BTreeMap<usize, Embedded>,
    /// The nodes of these strings, by their pointers.
    embedded_at: BTreeMap<String, usize>,
    /// Findings about the text itself; each has its source.
    misread: Vec<Finding>,
    /// Whether the rest of it is not YAML or JSON at all.
    is_broken: bool,
}

impl Subject {
    fn embed(&mut self, at: usize, pointer: String, root: Result<usize, SyntaxError>, string: Embedding) {
        self.embedded_at.insert(pointer.clone(), at);
        self.embedded.insert(at, Embedded { pointer, root, string });
    }
}

/// The string at a pointer.
struct StringAt {
    pointer: String,
    at: usize,
    decoded: String,
    source: Range<usize>,
    string: Embedding,
}

/// The value at a pointer.
struct Found<'d> {
    parent: Option<Value<'d>>,
    key: Option<Value<'d>>,
    value: Value<'d>,
    /// The string whose JSON contains the value.
    string: Option<&'d Embedded>,
}

/// Findings about a text are in a report about one of its documents.
const HAS_SUBJECT: &str = "a finding about a text has a subject";

impl Document {
    /// Parses a text. Never fails: errors are diagnostics.
    pub fn read(mut text: String, format: Format) -> Self {
        let text_length = text.len();
        let (nodes, subjects) = match format {
            _ if text.len() > MAX_TEXT_BYTES => (Vec::new(), vec![limits::of_too_long(&text)]),
            Format::Json => {
                let (nodes, read) = json::read(&text, MAX_VALUES);
                let root = Some(0).filter(|_| !nodes.is_empty());
                let is_read = read.is_ok();
                let misread = read.err().map(|error| error.finding("the text").source(error.range));
                let misread = misread.into_iter().collect();
                (nodes, vec![Subject { root, is_read, is_broken: !is_read, misread, ..Subject::default() }])
            }
            Format::Yaml => {
                let yaml = yaml::read(&text, MAX_VALUES);
                text.push_str(&yaml.decoded);
                (yaml.nodes, yaml.subjects)
            }
        };
        let tree = Tree { contents: Cow::Owned(text), nodes };
        let mut document = Document { tree, text_length, format, positions: Positions::default(), subjects };
        templates::report(&mut document);
        document.remove_empty();
        document
    }

    /// Removes empty documents if others are not empty. For example, `---` at the end of a text adds an empty one.
    fn remove_empty(&mut self) {
        let Document { tree, subjects, .. } = self;
        let is_filled =
            |subject: &Subject| !subject.is_read || subject.root.is_none_or(|root| !tree.value(root).is_null());
        if subjects.iter().any(is_filled) {
            let mut misread = Vec::new();
            let mut kept: Vec<Subject> = Vec::new();
            for mut subject in std::mem::take(subjects) {
                // What other readers do not read in an empty document is reported with a document next to it.
                misread.append(&mut subject.misread);
                if is_filled(&subject) {
                    kept.push(subject);
                }
                if let Some(last) = kept.last_mut() {
                    last.misread.append(&mut misread);
                }
            }
            *subjects = kept;
        }
        if subjects.is_empty() {
            // An empty text is the same as one with an empty document.
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

    /// Returns the number of documents.
    pub(crate) fn len(&self) -> usize {
        self.subjects.len()
    }

    /// Returns the value of a document; `None` if it cannot be read.
    pub(crate) fn value(&self, subject: usize) -> Option<Value<'_>> {
        let subject = self.subjects.get(subject).filter(|subject| subject.is_read)?;
        Some(self.tree.value(subject.root?))
    }

    /// Returns the value of a document, or the part of it before an error. `None` if there is none.
    pub(crate) fn value_or_part(&self, subject: usize) -> Option<Value<'_>> {
        Some(self.tree.value(self.subjects.get(subject)?.root?))
    }

    /// Returns the part that could be read of a document whose other part has values that JSON does not have.
    pub(crate) fn readable_part(&self, subject: usize) -> Option<Value<'_>> {
        let subject = self.subjects.get(subject).filter(|subject| !subject.is_read && !subject.is_broken)?;
        Some(self.tree.value(subject.root?))
    }

    /// Adapts the findings about the text of a document that clients of Kubernetes read. They accept `<<`.
    pub(crate) fn read_by_kubernetes(&mut self, subject: u32) {
        let Some(subject) = self.subjects.get_mut(subject as usize) else { return };
        subject.misread.retain(|finding| finding.diagnostic.rule != &MERGE_KEY);
        for finding in &mut subject.misread {
            match finding.in_kubernetes {
                Some(InKubernetes::SameValue) => finding.diagnostic.severity = Severity::Advice,
                Some(InKubernetes::Bool(bool)) => {
                    finding.rewritten = None;
                    let string = finding.diagnostic.help.take().unwrap_or_default();
                    let string = string.strip_prefix("write ").unwrap_or_default();
                    finding.diagnostic.help = Some(format!("write `{bool}`, or {string} for a string"));
                }
                None => {}
            }
        }
    }

    /// Removes the findings about bools in the text of a resource policy: Velero reads the strings.
    pub(crate) fn read_by_velero(&mut self, subject: u32) {
        if let Some(subject) = self.subjects.get_mut(subject as usize) {
            subject.misread.retain(is_other_for_velero);
        }
    }

    /// Removes the findings about parts of a document that nobody reads. The parts are in text order.
    pub(crate) fn forget(&mut self, subject: u32, parts: &[Range<usize>]) {
        let is_in_part = |at: usize| {
            let before = parts.partition_point(|part| part.start <= at);
            before.checked_sub(1).and_then(|last| parts.get(last)).is_some_and(|part| at < part.end)
        };
        if let Some(subject) = self.subjects.get_mut(subject as usize).filter(|subject| !subject.is_broken) {
            subject.misread.retain(|finding| !finding.source.as_ref().is_some_and(|source| is_in_part(source.start)));
        }
    }

    /// Returns the JSON of a document; `None` if it cannot be read.
    pub(crate) fn json(&self, subject: usize) -> Option<Cow<'_, str>> {
        let value = self.value(subject)?;
        Some(match self.format {
            Format::Json => Cow::Borrowed(self.text()),
            Format::Yaml => Cow::Owned(value.to_json()),
        })
    }

    /// Returns the number of values that the strings of the text may add.
    fn values_left(&self) -> usize {
        MAX_VALUES.saturating_sub(self.tree.nodes.len())
    }

    /// Returns the strings at pointers, decoded.
    fn strings_at(&self, subject: usize, pointers: Vec<String>) -> Vec<StringAt> {
        let mut index = Index::default();
        let string = |pointer: String| {
            let found = self.find(subject, &pointer, &mut index)?;
            let Layer::Text(text) = found.value.open() else { return None };
            let (decoded, source) = (text.text.into_owned(), text.source);
            let string = Embedding::new(&decoded, self.text(), source.clone(), found.value.layout());
            Some(StringAt { pointer, at: found.value.at(), decoded, source, string })
        };
        pointers.into_iter().filter_map(string).collect()
    }

    /// Parses the JSON in the strings at pointers into a document, if there are any. Afterwards, pointers can refer to
    /// values inside the strings.
    pub(crate) fn embed(&mut self, subject: usize, pointers: Vec<String>) {
        for string in self.strings_at(subject, pointers) {
            self.embed_json(subject, string);
        }
    }

    fn embed_json(&mut self, subject: usize, found: StringAt) {
        let StringAt { pointer, at, decoded, string, .. } = found;
        let (nodes, read) = json::read(&decoded, self.values_left());
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
        self.subjects.get_mut(subject).expect("a value was found in it").embed(at, pointer, root, string);
    }

    /// Parses the YAML in the strings at pointers into a document, if there are any: the first document of each. Afterwards,
    /// pointers can refer to values inside the strings. What cannot be read is reported with the document.
    pub(crate) fn embed_yaml(&mut self, subject: usize, pointers: Vec<String>) {
        for string in self.strings_at(subject, pointers) {
            self.embed_one_yaml(subject, string);
        }
    }

    fn embed_one_yaml(&mut self, subject: usize, found: StringAt) {
        let StringAt { pointer, at, decoded, source, string } = found;
        let yaml = yaml::read(&decoded, self.values_left());
        let tree = &mut self.tree;
        let (base, start) = (tree.nodes.len(), tree.contents.len());
        tree.nodes.extend(yaml.nodes.into_iter().map(|node| Node {
            source: string.source(&node.source),
            content: start + node.content.start..start + node.content.end,
            ..node
        }));
        tree.contents.to_mut().push_str(&decoded);
        tree.contents.to_mut().push_str(&yaml.decoded);
        let inner = yaml.subjects.into_iter().next();
        let root = inner.as_ref().filter(|inner| inner.is_read).and_then(|inner| inner.root);
        let root =
            root.map(|root| base + root).ok_or(SyntaxError { message: "is not YAML", help: None, range: source });
        let subject = self.subjects.get_mut(subject).expect("a value was found in it");
        for mut finding in inner.into_iter().flat_map(|inner| inner.misread).filter(is_other_for_velero) {
            finding.source = finding.source.take().map(|source| string.source(&source));
            subject.misread.push(finding);
        }
        subject.embed(at, pointer, root, string);
    }

    /// Returns the value that [`Document::embed`] or [`Document::embed_yaml`] parsed at a pointer, or why it is not JSON.
    pub(crate) fn embedded(&self, subject: usize, pointer: &str) -> Option<Result<Value<'_>, &SyntaxError>> {
        let subject = self.subjects.get(subject)?;
        let embedded = subject.embedded.get(subject.embedded_at.get(pointer)?)?;
        Some(embedded.root.as_ref().map(|root| self.tree.value(*root)))
    }

    /// Returns the value at a pointer.
    pub(crate) fn value_at(&self, subject: u32, pointer: &str) -> Option<Value<'_>> {
        self.find(subject as usize, pointer, &mut Index::default()).map(|found| found.value)
    }

    /// Returns the span of a value.
    pub fn locate(&self, subject: u32, pointer: &str) -> Option<Span> {
        let found = self.find(subject as usize, pointer, &mut Index::default())?;
        Some(self.span(found.value.source()))
    }

    /// Returns the document and the pointer of the value at an offset in UTF-16. The offset may also be in its key.
    ///
    /// Between values, it is the list or the object around the offset. `None` after the end of the text. In a document
    /// that cannot be read, only values before the error are found. All values of a repeated key have the same pointer.
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
            let Some((position, (key, member))) = member else { break };
            let string = read.embedded.get(&member.at());
            pointer += &match key {
                Some(key) => Pointer::Root.key(&key.text().text).to_string(),
                None => Pointer::Root.index(position).to_string(),
            };
            around = match string {
                Some(string) => string.root.as_ref().ok().map(|root| self.tree.value(*root)),
                None => Some(member),
            };
        }
        Some((subject, pointer))
    }

    /// Returns the end of a member; without a value, it is the end of the line of its key.
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

    /// Returns the span to mark for a diagnostic about a value: the value, or the key or the first line of a list or an
    /// object. For a missing value, it is that of its parent.
    pub(crate) fn mark_of(&self, subject: u32, pointer: &str) -> Option<Span> {
        let source = self.nearest_mark(subject as usize, pointer, false, &mut Index::default())?;
        Some(self.span(source))
    }

    /// Returns the findings, and those about the text itself, as diagnostics with positions and fixes, in text order.
    pub(crate) fn diagnostics(&mut self, findings: Vec<Finding>) -> Vec<Diagnostic> {
        let take = |(subject, read): (u32, &mut Subject)| {
            std::mem::take(&mut read.misread).into_iter().map(move |finding| (subject, finding))
        };
        let misread: Vec<(u32, Finding)> = (0_u32..).zip(&mut self.subjects).flat_map(take).collect();
        let mut index = Index::default();
        let mark = |finding: Finding| (self.mark_of_finding(&finding, &mut index), finding);
        let mut marked: Vec<_> = findings.into_iter().map(mark).collect();
        // The rules about the type of a value are more specific.
        let of_type = [&COERCED_VALUE, &MANIFEST_FIELD_TYPE, &WRONG_TYPE];
        let is_of_type = |finding: &Finding| of_type.contains(&finding.diagnostic.rule);
        let coerced = marked.iter().filter(|(_, finding)| is_of_type(finding));
        let coerced = set(coerced.filter_map(|(source, _)| Some(source.as_ref()?.start)));
        for (subject, mut finding) in misread {
            let source = finding.source.clone().expect("it is about a part of the text");
            if finding.diagnostic.rule != &AMBIGUOUS_SCALAR || !coerced.contains(&source.start) {
                finding.diagnostic.subject = Some(subject);
                marked.push((Some(source), finding));
            }
        }
        let key = |(source, finding): &(Option<Range<usize>>, Finding)| {
            (source.as_ref().map(|source| source.start), finding.diagnostic.subject)
        };
        let marked = sorted(marked, &|a, b| key(a).cmp(&key(b)));
        let mut diagnostics: Vec<Diagnostic> =
            marked.into_iter().map(|(source, finding)| self.finish(finding, source, &mut index)).collect();
        // A value with aliases is read more than once, and has one position.
        diagnostics.dedup_by(|a, b| a.span.is_some() && (a.span, a.rule, &a.message) == (b.span, b.rule, &b.message));
        positions::complete(self.text(), diagnostics.iter_mut().flat_map(positions_of).collect());
        diagnostics
    }

    /// Adds the spans and the fixes; positions only have bytes.
    fn finish<'d>(&'d self, finding: Finding, source: Option<Range<usize>>, index: &mut Index<'d>) -> Diagnostic {
        let Draft { mut diagnostic, change, rewritten, .. } = finding.into_draft();
        let subject = diagnostic.subject.expect(HAS_SUBJECT) as usize;
        diagnostic.span = source.as_ref().map(span_of_bytes);
        if let (Some(span), Some(text)) = (diagnostic.span, rewritten) {
            let title = diagnostic.help.clone().expect("the help says what to write");
            diagnostic.fixes.push(Fix { title, edits: vec![Edit { span, text }], certain: true, effect: None });
        }
        for related in &mut diagnostic.related {
            let subject = related.subject.map_or(subject, |subject| subject as usize);
            let found = self.find(subject, &related.pointer, index);
            let source = found.and_then(|found| self.mark(&found, found.value.is_collection()));
            related.span = source.as_ref().map(span_of_bytes);
        }
        if let Some(change) = change {
            let edit = self.fixing_edit(subject, &change, index);
            let Change { title, is_certain: certain, effect, .. } = change;
            diagnostic.fixes.extend(edit.map(|edit| Fix { title, edits: vec![edit], certain, effect }));
        }
        diagnostic
    }

    /// Returns the range to mark for a finding.
    fn mark_of_finding<'d>(&'d self, finding: &Finding, index: &mut Index<'d>) -> Option<Range<usize>> {
        let subject = finding.diagnostic.subject.expect(HAS_SUBJECT) as usize;
        match &finding.source {
            Some(source) => Some(source.clone()),
            None => self.nearest_mark(subject, &finding.diagnostic.pointer, finding.is_on_key, index),
        }
    }

    /// Returns the range to mark for a pointer; for a missing value, it is that of its parent.
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

    /// Returns the range to mark for a value. For a collection, it is its key, its first key, or its first line,
    /// because a whole collection is too long to mark.
    fn mark(&self, found: &Found<'_>, by_key: bool) -> Option<Range<usize>> {
        let first_key = || found.value.members().next().and_then(|(key, _)| key);
        let key = found.key.filter(|_| by_key);
        let marked = key.or_else(|| if found.value.is_collection() { first_key() } else { None });
        let source = marked.unwrap_or(found.value).source();
        let first_line = self.text().get(source.clone())?.lines().next().unwrap_or("");
        Some(source.start..source.start + first_line.len())
    }

    /// Returns the value at a pointer, and its key.
    fn find<'d>(&'d self, subject: usize, pointer: &str, index: &mut Index<'d>) -> Option<Found<'d>> {
        let embedded = &self.subjects.get(subject)?.embedded;
        let mut found = Found { parent: None, key: None, value: self.value(subject)?, string: None };
        let mut tokens = pointer.split('/');
        // The text before the first slash.
        tokens.next().filter(|before| before.is_empty())?;
        for token in tokens {
            if let Some(embedded) = embedded.get(&found.value.at()) {
                found.value = self.tree.value(*embedded.root.as_ref().ok()?);
                found.string = Some(embedded);
            }
            let (key, value) = index.members(found.value).get(&unescaped_token(token))?;
            found = Found { parent: Some(found.value), key, value, ..found };
        }
        Some(found)
    }
}

/// Whether a finding is also one about a resource policy: Velero reads words such as `on` in it as strings.
fn is_other_for_velero(finding: &Finding) -> bool {
    !matches!(finding.in_kubernetes, Some(InKubernetes::Bool(_)))
}

/// Returns all positions of a diagnostic.
fn positions_of(diagnostic: &mut Diagnostic) -> impl Iterator<Item = &mut Position> {
    let related = diagnostic.related.iter_mut().filter_map(|related| related.span.as_mut());
    let edits = diagnostic.fixes.iter_mut().flat_map(|fix| fix.edits.iter_mut().map(|edit| &mut edit.span));
    diagnostic.span.iter_mut().chain(related).chain(edits).flat_map(|span| [&mut span.start, &mut span.end])
}

/// A cache of the members of lists and objects.
#[derive(Default)]
struct Index<'d>(BTreeMap<usize, Members<'d>>);

/// The values of a list or an object, in order, with their keys.
struct Members<'d> {
    members: Vec<(Option<Value<'d>>, Value<'d>)>,
    /// For an object: where each key is.
    positions: Option<BTreeMap<Cow<'d, str>, KeyPosition>>,
}

struct KeyPosition {
    last: usize,
    is_repeated: bool,
}

impl<'d> Index<'d> {
    fn members(&mut self, value: Value<'d>) -> &Members<'d> {
        self.0.entry(value.at()).or_insert_with(|| Members {
            members: value.members().collect(),
            positions: match value.open() {
                Layer::Object(members) => {
                    let mut positions = BTreeMap::new();
                    for (last, (key, _)) in (0..).zip(members) {
                        let is_repeated = positions.contains_key(&key.text);
                        positions.insert(key.text, KeyPosition { last, is_repeated });
                    }
                    Some(positions)
                }
                _ => None,
            },
        })
    }
}

impl<'d> Members<'d> {
    fn get(&self, token: &str) -> Option<(Option<Value<'d>>, Value<'d>)> {
        let position = match &self.positions {
            Some(positions) => positions.get(token)?.last,
            None => token.parse().ok()?,
        };
        self.members.get(position).copied()
    }

    /// Whether an object has a key more than once.
    fn is_repeated(&self, token: &str) -> bool {
        self.positions.as_ref().and_then(|positions| positions.get(token)).is_some_and(|key| key.is_repeated)
    }

    /// Returns the position of a value, which is one of these.
    fn position_of(&self, value: Value<'_>) -> usize {
        self.members.partition_point(|(_, other)| other.at() < value.at())
    }
}
