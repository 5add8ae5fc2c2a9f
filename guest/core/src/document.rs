//! Texts with positions: what a JSON or YAML text says, in JSON, and where each part of that stands.
//!
//! Whatever the format, a subject is read as JSON. A value's range in that JSON leads back to the text: at once for
//! JSON, through the parts of the YAML for YAML, and through the escapes of the string for a databag.

mod edit;
mod embedded;
pub(crate) mod json;
mod limits;
pub(crate) mod positions;
mod written;
mod yaml;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;

use crate::catalogue::{AMBIGUOUS_SCALAR, COERCED_VALUE};
use crate::diagnostic::{Diagnostic, Draft, Edit, Finding, Fix, Span};
use crate::document::json::{Json, Layer, Text};
use crate::document::positions::Positions;
use crate::sort::{set, sorted};
use embedded::Embedded;
pub use limits::{MAX_DOCUMENTS, MAX_TEXT_BYTES, MAX_YAML_DEPTH};
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
    text: String,
    format: Format,
    positions: Positions,
    subjects: Vec<Subject>,
}

/// One document of a text.
#[derive(Debug, Default)]
pub(crate) struct Subject {
    /// What it says; `None` when that cannot be read.
    json: Option<String>,
    /// The values and keys of the JSON that came from YAML, in the order in which they start in it.
    parts: Vec<Part>,
    /// JSON in a string of this JSON.
    embedded: Option<Embedded>,
    misread: Vec<Misread>,
}

/// What is wrong with the text itself.
#[derive(Debug)]
struct Misread {
    finding: Finding,
    /// Where in the text.
    source: Range<usize>,
    /// What to write there, where that is certain.
    replacement: Option<String>,
}

/// A value or key, and where it comes from.
#[derive(Clone, Debug)]
struct Part {
    /// Where it starts in the JSON.
    json: usize,
    /// Where it stands in the text.
    source: Range<usize>,
    layout: Layout,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    /// Indented lines: a block scalar, list or mapping.
    Block,
    /// In brackets.
    Flow,
    /// `*name`, which stands for what is written elsewhere.
    Alias,
}

/// A value that a pointer leads to.
struct Found<'s> {
    /// The JSON that it stands in: a document's, or that in a string of it.
    json: &'s str,
    is_embedded: bool,
    parent: Option<Json<'s>>,
    member: Member<'s>,
}

/// An entry of a list, or a value with its key as it stands in the JSON.
#[derive(Clone, Copy)]
struct Member<'s> {
    key: Option<&'s str>,
    value: Json<'s>,
}

impl Member<'_> {
    fn is_collection(&self) -> bool {
        self.value.text().starts_with(['[', '{'])
    }
}

/// Findings about a text are in a report about one of its documents.
const HAS_SUBJECT: &str = "a finding about a text has a subject";

impl Document {
    /// Reads a text. Never fails: what cannot be read is a diagnostic.
    pub fn read(text: String, format: Format) -> Self {
        let subjects = match format {
            _ if text.len() > MAX_TEXT_BYTES => vec![limits::of_too_long(&text)],
            Format::Json => vec![Subject::of_json(&text)],
            Format::Yaml => Subject::of_yaml(&text),
        };
        Document { positions: Positions::of(&text), text, format, subjects }
    }

    /// How many documents the text has.
    pub(crate) fn len(&self) -> usize {
        self.subjects.len()
    }

    /// What a document says, in JSON; `None` where that cannot be read.
    pub(crate) fn json(&self, subject: usize) -> Option<&str> {
        self.subjects.get(subject)?.json.as_deref()
    }

    /// From now on, pointers lead into the JSON in the string under this key of a document, if there is a string.
    pub(crate) fn embed(&mut self, subject: usize, key: &str) {
        let embedded = self.read_embedded(subject, key);
        if let Some(read) = self.subjects.get_mut(subject) {
            read.embedded = embedded;
        }
    }

    /// The JSON that [`Document::embed`] found.
    pub(crate) fn embedded(&self, subject: usize) -> Option<&str> {
        Some(&self.subjects.get(subject)?.embedded.as_ref()?.json)
    }

    fn read_embedded(&self, subject: usize, key: &str) -> Option<Embedded> {
        let found = self.find(subject, &format!("/{key}"), &mut Opened::default())?;
        let literal = found.member.value.text();
        let range = range_in(found.json, literal);
        let source = self.source(subject, &range, false)?;
        let written = self.text.get(source.clone())?;
        let before = self.text.get(..source.start)?;
        let indentation = before.len() - before.rfind('\n').map_or(0, |line_break| line_break + 1);
        Embedded::read(key, literal, written, source, self.layout(subject, &range), indentation)
    }

    /// Where a value stands in the text.
    pub fn locate(&self, subject: u32, pointer: &str) -> Option<Span> {
        let subject = subject as usize;
        let found = self.find(subject, pointer, &mut Opened::default())?;
        let source = self.source(subject, &range_in(found.json, found.member.value.text()), found.is_embedded)?;
        Some(self.positions.span(&self.text, source))
    }

    /// What to mark for what is said of a value: the value, or the key or the first line of a list or an object. Of what is
    /// not there, that is what it is not in.
    pub(crate) fn mark_of(&self, subject: u32, pointer: &str) -> Option<Span> {
        let source = self.nearest_mark(subject as usize, pointer, false, &mut Opened::default())?;
        Some(self.positions.span(&self.text, source))
    }

    /// Diagnostics with their places and fixes, those of the text itself among them, in the order of the text.
    pub(crate) fn diagnostics(&mut self, findings: Vec<Finding>) -> Vec<Diagnostic> {
        let mut misread = Vec::new();
        for (subject, read) in (0_u32..).zip(&mut self.subjects) {
            for mut found in std::mem::take(&mut read.misread) {
                found.finding.diagnostic.subject = Some(subject);
                misread.push(found);
            }
        }
        let mut opened = Opened::default();
        let place = |finding: Finding| (self.place(&finding, &mut opened), finding);
        let mut placed: Vec<_> = findings.into_iter().map(place).collect();
        // What is coerced is said better by that rule.
        let is_coerced = |(_, finding): &&(_, Finding)| finding.diagnostic.rule.code == COERCED_VALUE.code;
        let coerced = set(placed.iter().filter(is_coerced).filter_map(|(source, _)| Some(source.as_ref()?.start)));
        misread.retain(|found| {
            found.finding.diagnostic.rule.code != AMBIGUOUS_SCALAR.code || !coerced.contains(&found.source.start)
        });
        for Misread { mut finding, source, replacement } in misread {
            if let Some(text) = replacement {
                let edits = vec![Edit { span: self.positions.span(&self.text, source.clone()), text }];
                let title = finding.diagnostic.help.clone().expect("a replacement comes with a help");
                finding.diagnostic.fixes.push(Fix { title, edits });
            }
            placed.push((Some(source), finding));
        }
        let key = |(source, finding): &(Option<Range<usize>>, Finding)| {
            (source.as_ref().map(|source| source.start), finding.diagnostic.subject)
        };
        let placed = sorted(placed, &|a, b| key(a).cmp(&key(b)));
        let mut diagnostics: Vec<Diagnostic> =
            placed.into_iter().map(|(source, finding)| self.finish(finding, source, &mut opened)).collect();
        // What an alias stands for is read more than once, and stands in one place.
        diagnostics.dedup_by(|a, b| a.span.is_some() && (a.span, a.rule, &a.message) == (b.span, b.rule, &b.message));
        diagnostics
    }

    fn finish<'s>(&'s self, finding: Finding, source: Option<Range<usize>>, opened: &mut Opened<'s>) -> Diagnostic {
        let Draft { mut diagnostic, change, .. } = finding.into_draft();
        let subject = diagnostic.subject.expect(HAS_SUBJECT) as usize;
        diagnostic.span = source.map(|source| self.positions.span(&self.text, source));
        for related in &mut diagnostic.related {
            let subject = related.subject.map_or(subject, |subject| subject as usize);
            let found = self.find(subject, &related.pointer, opened);
            let source = found.and_then(|found| self.mark(subject, &found, found.member.is_collection(), opened));
            related.span = source.map(|source| self.positions.span(&self.text, source));
        }
        if let Some(change) = change {
            let edits = self.edits(subject, &change, opened).filter(|edits| !edits.is_empty());
            diagnostic.fixes.extend(edits.map(|edits| Fix { title: change.title, edits }));
        }
        diagnostic
    }

    /// What to mark for a finding.
    fn place<'s>(&'s self, finding: &Finding, opened: &mut Opened<'s>) -> Option<Range<usize>> {
        let subject = finding.diagnostic.subject.expect(HAS_SUBJECT) as usize;
        if let Some(range) = &finding.range {
            let is_embedded = !finding.is_around && self.subjects.get(subject)?.embedded.is_some();
            return self.source(subject, range, is_embedded);
        }
        self.nearest_mark(subject, &finding.diagnostic.pointer, finding.is_on_key, opened)
    }

    /// What is said of something that is not there is said of what it is not in.
    fn nearest_mark<'s>(
        &'s self,
        subject: usize,
        mut pointer: &str,
        is_on_key: bool,
        opened: &mut Opened<'s>,
    ) -> Option<Range<usize>> {
        loop {
            let found = self.find(subject, pointer, opened);
            if let Some(found) = found {
                return self.mark(subject, &found, is_on_key || found.member.is_collection(), opened);
            }
            pointer = pointer.rsplit_once('/')?.0;
        }
    }

    /// A collection is marked by its key, or the first in it, or its first line: nobody wants a page underlined.
    fn mark<'s>(
        &'s self,
        subject: usize,
        found: &Found<'s>,
        by_key: bool,
        opened: &mut Opened<'s>,
    ) -> Option<Range<usize>> {
        let Member { key, value } = found.member;
        let part = match key.filter(|_| by_key) {
            Some(key) => key,
            None if found.member.is_collection() => {
                let first = opened.children(value).members.first();
                first.and_then(|first| first.key).unwrap_or(value.text())
            }
            None => value.text(),
        };
        let source = self.source(subject, &range_in(found.json, part), found.is_embedded)?;
        let first_line = self.text.get(source.clone())?.lines().next().unwrap_or("");
        Some(source.start..source.start + first_line.len())
    }

    /// The part of the text that a part of a document's JSON, or of the JSON in it, comes from.
    fn source(&self, subject: usize, range: &Range<usize>, is_embedded: bool) -> Option<Range<usize>> {
        match (is_embedded, self.format) {
            (true, _) => Some(self.subjects.get(subject)?.embedded.as_ref()?.source(range)),
            (false, Format::Json) => Some(range.clone()),
            (false, Format::Yaml) => Some(self.part(subject, range)?.source.clone()),
        }
    }

    fn layout(&self, subject: usize, range: &Range<usize>) -> Layout {
        let in_json = || match self.json(subject).and_then(|json| json.as_bytes().get(range.start)) {
            Some(b'"') => Layout::DoubleQuoted,
            Some(b'[' | b'{') => Layout::Flow,
            _ => Layout::Plain,
        };
        match self.format {
            Format::Json => in_json(),
            Format::Yaml => self.part(subject, range).map_or_else(in_json, |part| part.layout),
        }
    }

    fn part(&self, subject: usize, range: &Range<usize>) -> Option<&Part> {
        let parts = &self.subjects.get(subject)?.parts;
        let place = parts.binary_search_by_key(&range.start, |part| part.json).ok()?;
        parts.get(place)
    }

    /// The value that a pointer leads to, and its key.
    fn find<'s>(&'s self, subject: usize, pointer: &str, opened: &mut Opened<'s>) -> Option<Found<'s>> {
        let read = self.subjects.get(subject)?;
        let mut tokens = pointer.split('/');
        // What is before the first slash.
        tokens.next().filter(|before| before.is_empty())?;
        let embedded = read.embedded.as_ref().and_then(|embedded| {
            // Only below the key: at the key stands the string.
            let rest = pointer.strip_prefix('/')?.strip_prefix(&*embedded.key)?;
            (!rest.is_empty() && rest.starts_with('/')).then_some(embedded)
        });
        let json = match embedded {
            Some(embedded) => {
                tokens.next();
                embedded.json.as_str()
            }
            None => read.json.as_deref()?,
        };
        let mut parent = None;
        let mut member = Member { key: None, value: opened.root(json)? };
        for token in tokens {
            parent = Some(member.value);
            member = opened.children(member.value).get(&token.replace("~1", "/").replace("~0", "~"))?;
        }
        Some(Found { json, is_embedded: embedded.is_some(), parent, member })
    }
}

impl Subject {
    fn of_json(text: &str) -> Self {
        match Json::parse(text) {
            Ok(_) => Subject { json: Some(text.to_owned()), ..Subject::default() },
            Err(error) => {
                let finding = error.finding("the text");
                let found = Misread { finding, source: error.range, replacement: None };
                Subject { misread: vec![found], ..Subject::default() }
            }
        }
    }

    /// Documents that say nothing are left out where others say something, as `---` at an end leaves one.
    fn of_yaml(text: &str) -> Vec<Self> {
        let of = |document: yaml::YamlDocument| Subject {
            json: document.json,
            parts: document.parts,
            embedded: None,
            misread: document.misread,
        };
        let says = |subject: &Subject| subject.json.as_deref() != Some("null");
        let (documents, rest) = yaml::read(text);
        let mut subjects: Vec<Self> = documents.into_iter().map(of).chain(rest.map(limits::of_too_many)).collect();
        if subjects.iter().any(says) {
            subjects.retain(says);
        }
        if subjects.is_empty() {
            // An empty text says as much as one with an empty document.
            subjects.push(Subject { json: Some("null".to_owned()), ..Subject::default() });
        }
        subjects
    }
}

/// Where a part of a text stands in it.
fn range_in(text: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr().addr().saturating_sub(text.as_ptr().addr());
    start..start + part.len()
}

/// What was opened on the way to values, each once, by the address of its text.
#[derive(Default)]
struct Opened<'s> {
    roots: BTreeMap<usize, Json<'s>>,
    children: BTreeMap<usize, Children<'s>>,
}

/// The values in a list or object, in order.
#[derive(Default)]
struct Children<'s> {
    members: Vec<Member<'s>>,
    /// Of an object: the last place of each key.
    places: Option<BTreeMap<String, usize>>,
}

impl<'s> Opened<'s> {
    fn root(&mut self, json: &'s str) -> Option<Json<'s>> {
        match self.roots.entry(json.as_ptr().addr()) {
            Entry::Occupied(root) => Some(*root.get()),
            Entry::Vacant(place) => Some(*place.insert(Json::parse(json).ok()?)),
        }
    }

    fn children(&mut self, value: Json<'s>) -> &Children<'s> {
        self.children.entry(value.text().as_ptr().addr()).or_insert_with(|| Children::of(value))
    }
}

impl<'s> Children<'s> {
    fn of(value: Json<'s>) -> Self {
        match value.open() {
            Layer::List(entries) => {
                let members = entries.into_iter().map(|value| Member { key: None, value }).collect();
                Children { members, places: None }
            }
            Layer::Object(members) => {
                let member = |(key, value): &(Text<'s>, _)| Member { key: Some(key.literal), value: *value };
                let values = members.iter().map(member).collect();
                let places = (0..).zip(members).map(|(place, (key, _))| (key.text.into_owned(), place)).collect();
                Children { members: values, places: Some(places) }
            }
            _ => Children::default(),
        }
    }

    fn get(&self, token: &str) -> Option<Member<'s>> {
        let place = match &self.places {
            Some(places) => *places.get(token)?,
            None => token.parse().ok()?,
        };
        self.members.get(place).copied()
    }

    /// The place of a member, which is one of these.
    fn place_of(&self, member: &Member<'_>) -> usize {
        let address = member.value.text().as_ptr().addr();
        self.members.partition_point(|other| other.value.text().as_ptr().addr() < address)
    }
}
