//! What is said of bad input: a stable code, a message, what to write instead, and where.

use std::fmt;
use std::ops::{Deref, DerefMut, Range};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The interface, Velero, Kubernetes or Juju refuses it.
    Error,
    /// It does nothing, or what was hardly meant.
    Warning,
    /// It could be better.
    Advice,
}

impl Severity {
    /// As it is written: `error`, `warning`, `advice`.
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        }
    }
}

/// What a diagnostic is an instance of.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable kebab-case name.
    pub code: &'static str,
    /// How bad it is when the rule is broken.
    pub severity: Severity,
    /// What the rule asks for, in a line.
    pub summary: &'static str,
    /// Why it matters, with an example and the way out, in Markdown.
    pub explanation: &'static str,
    /// Whose behaviour the rule follows, with version.
    pub authority: &'static str,
}

impl Rule {
    /// An instance of the rule, about the whole of what was checked until [`Finding::at`] says where.
    pub(crate) fn broken(&'static self, message: impl Into<String>) -> Finding {
        Finding::of(self, message.into())
    }
}

/// One thing that is wrong, or could be better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that is broken, with its code and severity.
    pub rule: &'static Rule,
    /// What is wrong: one line, lower case, no final period, the user's text in backticks.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// Which of several things that were checked, by its place.
    pub subject: Option<u32>,
    /// RFC 6901 JSON pointer into the subject; empty for the whole of it.
    pub pointer: String,
    /// Where it stands, when a text was checked.
    pub span: Option<Span>,
    /// Changes that each make the diagnostic go away, when a text was checked.
    pub fixes: Vec<Fix>,
    /// Other places that have to do with it.
    pub related: Vec<RelatedPlace>,
}

/// Another place that has to do with a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedPlace {
    /// What is there: one line, lower case, no final period.
    pub message: String,
    /// Which of several things that were checked, by its place.
    pub subject: Option<u32>,
    /// RFC 6901 JSON pointer into the subject.
    pub pointer: String,
    /// Where it stands, when a text was checked.
    pub span: Option<Span>,
}

/// A place in a checked text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Bytes of the text in UTF-8 before the place.
    pub utf8_offset: u32,
    /// Units of the text in UTF-16 before the place, as browsers and editors count.
    pub utf16_offset: u32,
    /// Line, from 1.
    pub line: u32,
    /// Character in the line, from 1.
    pub column: u32,
}

/// A part of a checked text, from a place to the one after its last character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "from and to")]
pub struct Span {
    pub start: Position,
    pub end: Position,
}

/// Text to put in the place of a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// What stands there afterwards; empty to remove.
    pub text: String,
}

/// A change that makes a diagnostic go away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the change does, in a few words.
    pub title: String,
    /// All edits of the change, in the order of the text, none over another.
    pub edits: Vec<Edit>,
}

/// A diagnostic in the making: what is known of it before a text says where everything stands. It goes from hand to
/// hand, and is large: hence the box.
#[derive(Debug)]
pub(crate) struct Finding(Box<Draft>);

/// What a [`Finding`] has.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) diagnostic: Diagnostic,
    /// Where it stands in the JSON that was read, where the pointer does not say it: a key, one of several values.
    pub(crate) range: Option<Range<usize>>,
    /// Whether that range is in the JSON around the one that was read, which stands in a string of it.
    pub(crate) is_around: bool,
    /// Whether it is about the key of the value that the pointer leads to.
    pub(crate) is_on_key: bool,
    /// What makes it go away, where that is certain.
    pub(crate) change: Option<Change>,
}

/// A change to a document, before it is an edit of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// In a few words.
    pub(crate) title: String,
    /// The value that changes.
    pub(crate) pointer: String,
    pub(crate) to: Changed,
}

/// What becomes of the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Changed {
    /// It becomes this string.
    Text(String),
    /// It becomes a string, of the text that it is written as.
    Quoted,
    /// It becomes this JSON.
    Json(String),
    /// It gets this key.
    Key(String),
    /// It goes, with its key or its place in the list.
    Removed,
}

impl Deref for Finding {
    type Target = Draft;

    fn deref(&self) -> &Draft {
        &self.0
    }
}

impl DerefMut for Finding {
    fn deref_mut(&mut self) -> &mut Draft {
        &mut self.0
    }
}

impl Finding {
    /// Made in many places, and rarely: the code for it is here once.
    #[inline(never)]
    fn of(rule: &'static Rule, message: String) -> Self {
        let diagnostic = Diagnostic {
            rule,
            message,
            help: None,
            subject: None,
            pointer: String::new(),
            span: None,
            fixes: Vec::new(),
            related: Vec::new(),
        };
        Finding(Box::new(Draft { diagnostic, range: None, is_around: false, is_on_key: false, change: None }))
    }

    pub(crate) fn into_draft(self) -> Draft {
        *self.0
    }

    pub(crate) fn into_diagnostic(self) -> Diagnostic {
        self.0.diagnostic
    }

    pub(crate) fn at(mut self, place: &Place) -> Self {
        self.diagnostic.pointer = place.pointer();
        self
    }

    /// The same, of a place that is already written out.
    pub(crate) fn at_pointer(mut self, pointer: impl Into<String>) -> Self {
        self.diagnostic.pointer = pointer.into();
        self
    }

    /// Which of several things that were checked, where one report is about all of them.
    pub(crate) fn about(mut self, subject: u32) -> Self {
        self.diagnostic.subject = Some(subject);
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.diagnostic.help = Some(help.into());
        self
    }

    /// The part of the JSON that was read, where the place does not say it.
    pub(crate) fn range(mut self, range: Option<Range<usize>>) -> Self {
        self.range = range;
        self
    }

    /// The part of the JSON around the one that was read.
    pub(crate) fn range_around(mut self, range: Option<Range<usize>>) -> Self {
        self.is_around = range.is_some();
        self.range(range)
    }

    /// It is the key that is wrong, not the value.
    pub(crate) fn on_key(mut self) -> Self {
        self.is_on_key = true;
        self
    }

    /// What becomes of the value at a place so that the diagnostic goes away.
    pub(crate) fn change(mut self, title: impl Into<String>, place: &Place, to: Changed) -> Self {
        self.change = Some(Change { title: title.into(), pointer: place.pointer(), to });
        self
    }

    /// Another place that has to do with it; of the same subject, where none is given.
    pub(crate) fn related(mut self, message: impl Into<String>, subject: Option<u32>, place: &Place) -> Self {
        let related = RelatedPlace { message: message.into(), subject, pointer: place.pointer(), span: None };
        self.diagnostic.related.push(related);
        self
    }
}

/// Those past [`LISTED`] are counted, not listed.
pub static TOO_MANY_PROBLEMS: Rule = Rule {
    code: "too-many-problems",
    severity: Severity::Error,
    summary: "no more than 1,000 problems of one subject are listed",
    explanation: "\
A text with thousands of problems was hardly meant for this interface, and a list of them helps nobody. The rest is
counted. Mend what is listed, and check again.",
    authority: "this project",
};

/// So many diagnostics of one subject are listed.
pub const LISTED: usize = 1000;

/// So many diagnostics are listed of many subjects together, where a host may give any number of them.
pub const LISTED_IN_ALL: usize = 100_000;

/// What is said at the end of what is not listed.
pub(crate) fn more_problems(not_listed: usize) -> Finding {
    let message = match not_listed {
        1 => "1 more problem is not listed".to_owned(),
        more => format!("{more} more problems are not listed"),
    };
    TOO_MANY_PROBLEMS.broken(message).help("mend what is listed, and check again")
}

/// Collects the findings about one subject.
///
/// Past a limit they are only counted, so that a hostile text cannot fill the memory with them.
#[derive(Debug, Default)]
pub(crate) struct Report<'t> {
    subject: Option<u32>,
    /// The JSON that is read, if its places matter.
    json: &'t str,
    findings: Vec<Finding>,
    not_listed: usize,
    /// Whether nothing is listed, and only counted: too much is listed of other subjects.
    counts_only: bool,
}

impl<'t> Report<'t> {
    pub(crate) fn about(subject: u32) -> Self {
        Report { subject: Some(subject), ..Report::default() }
    }

    /// The same, of a text: findings keep the ranges of the parts of it that they are about.
    pub(crate) fn about_text(subject: u32, json: &'t str) -> Self {
        Report { subject: Some(subject), json, ..Report::default() }
    }

    /// About a subject of which nothing is listed.
    pub(crate) fn counting(subject: u32) -> Self {
        Report { counts_only: true, ..Report::about(subject) }
    }

    /// How many findings are listed.
    pub(crate) fn listed(&self) -> usize {
        self.findings.len()
    }

    /// How many are not, where none is.
    pub(crate) fn only_counted(&self) -> usize {
        if self.counts_only { self.not_listed } else { 0 }
    }

    /// Where a part of the text stands in it.
    pub(crate) fn range_of(&self, part: &str) -> Option<Range<usize>> {
        let start = part.as_ptr().addr().checked_sub(self.json.as_ptr().addr())?;
        let range = start..start + part.len();
        (range.end <= self.json.len()).then_some(range)
    }

    /// Takes the finding, which is only made when it is listed.
    pub(crate) fn push(&mut self, finding: impl FnOnce() -> Finding) {
        if self.findings.len() < LISTED && !self.counts_only {
            self.take(finding());
        } else {
            self.not_listed += 1;
        }
    }

    #[inline(never)]
    fn take(&mut self, mut finding: Finding) {
        let subject = self.subject;
        let diagnostic = &mut finding.diagnostic;
        diagnostic.subject = diagnostic.subject.or(subject);
        for related in &mut diagnostic.related {
            related.subject = related.subject.or(subject);
        }
        self.findings.push(finding);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// The findings in the order in which they came, and how many are not listed.
    pub(crate) fn into_findings(mut self) -> Vec<Finding> {
        if self.not_listed > 0 && !self.counts_only {
            let mut closing = more_problems(self.not_listed);
            closing.diagnostic.subject = self.subject;
            self.findings.push(closing);
        }
        self.findings
    }

    /// The same, of what has no text.
    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.into_findings().into_iter().map(Finding::into_diagnostic).collect()
    }
}

/// Where a value stands in a document: steps from the root, written out only when a diagnostic needs it.
#[derive(Clone, Copy)]
pub(crate) enum Place<'p> {
    Root,
    Key(&'p Place<'p>, &'p str),
    Index(&'p Place<'p>, usize),
}

impl<'p> Place<'p> {
    pub(crate) fn key(&'p self, key: &'p str) -> Place<'p> {
        Place::Key(self, key)
    }

    pub(crate) fn index(&'p self, index: usize) -> Place<'p> {
        Place::Index(self, index)
    }

    /// RFC 6901.
    pub(crate) fn pointer(&self) -> String {
        match self {
            Place::Root => String::new(),
            Place::Key(parent, key) => format!("{}/{}", parent.pointer(), key.replace('~', "~0").replace('/', "~1")),
            Place::Index(parent, index) => format!("{}/{index}", parent.pointer()),
        }
    }
}

/// The user's text for a message: in backticks, on one line, long text cut.
pub(crate) fn quoted(text: &str) -> impl fmt::Display {
    const LONGEST: usize = 60;
    fmt::from_fn(move |f| {
        if text.is_empty() {
            return f.write_str("`\"\"`");
        }
        f.write_str("`")?;
        for char in text.chars().take(LONGEST) {
            if char.is_control() { write!(f, "{}", char.escape_default())? } else { write!(f, "{char}")? }
        }
        if text.chars().nth(LONGEST).is_some() {
            f.write_str("…")?;
        }
        f.write_str("`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_escapes_what_rfc_6901_asks_for() {
        let root = Place::Root;
        let labels = root.key("label_selector");
        assert_eq!(root.pointer(), "");
        assert_eq!(labels.key("a/b~c").pointer(), "/label_selector/a~1b~0c");
        assert_eq!(labels.index(3).pointer(), "/label_selector/3");
    }

    #[test]
    fn quoted_text_stays_on_a_line_and_short() {
        assert_eq!(quoted("a\nb\0").to_string(), "`a\\nb\\u{0}`");
        assert_eq!(quoted(&"é".repeat(60)).to_string(), format!("`{}`", "é".repeat(60)));
        assert_eq!(quoted(&"é".repeat(61)).to_string(), format!("`{}…`", "é".repeat(60)));
    }

    #[test]
    fn a_report_counts_what_it_does_not_list() {
        let mut report = Report::about(4);
        for _ in 0..LISTED + 2 {
            report.push(|| TOO_MANY_PROBLEMS.broken("something"));
        }
        let diagnostics = report.into_diagnostics();
        assert_eq!(diagnostics.len(), LISTED + 1);
        let last = diagnostics.last().expect("not empty");
        assert_eq!((last.rule, last.subject), (&TOO_MANY_PROBLEMS, Some(4)));
        assert_eq!(last.message, "2 more problems are not listed");
    }
}
