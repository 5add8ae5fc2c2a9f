//! What is said of bad input: a stable code, a message, what to write instead, and where.

use std::fmt;

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

/// What a diagnostic is an instance of. A room declares the rules that it applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable kebab-case name.
    pub code: &'static str,
    /// How bad it is when the rule is broken.
    pub severity: Severity,
}

impl Rule {
    /// A rule whose breach the interface, Velero, Kubernetes or Juju refuses.
    pub(crate) const fn error(code: &'static str) -> Self {
        Rule { code, severity: Severity::Error }
    }

    /// A rule whose breach does nothing, or what was hardly meant.
    pub(crate) const fn warning(code: &'static str) -> Self {
        Rule { code, severity: Severity::Warning }
    }

    /// An instance of the rule, about the whole of what was checked until [`Diagnostic::at`] says where.
    pub(crate) fn broken(self, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            rule: self,
            message: message.into(),
            help: None,
            subject: None,
            pointer: String::new(),
            related: Vec::new(),
        }
    }
}

/// One thing that is wrong, or could be better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that is broken, with its code and severity.
    pub rule: Rule,
    /// What is wrong: one line, lower case, no final period, the user's text in backticks.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// Which of several things that were checked, by its place.
    pub subject: Option<u32>,
    /// RFC 6901 JSON pointer into the subject; empty for the whole of it.
    pub pointer: String,
    /// Other places that have to do with it.
    pub related: Vec<RelatedPlace>,
}

impl Diagnostic {
    pub(crate) fn at(self, place: &Place) -> Self {
        Diagnostic { pointer: place.pointer(), ..self }
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Diagnostic { help: Some(help.into()), ..self }
    }
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
}

/// Too many diagnostics for one subject: those past [`LISTED`] are counted, not listed.
pub const TOO_MANY_PROBLEMS: Rule = Rule::error("too-many-problems");

/// So many diagnostics of one subject are listed.
pub const LISTED: usize = 1000;

/// Collects the diagnostics of one subject.
///
/// Past a limit they are only counted, so that a hostile text cannot fill the memory with them.
#[derive(Debug)]
pub(crate) struct Report {
    subject: Option<u32>,
    diagnostics: Vec<Diagnostic>,
    not_listed: usize,
}

impl Report {
    pub(crate) fn about(subject: u32) -> Self {
        Report { subject: Some(subject), diagnostics: Vec::new(), not_listed: 0 }
    }

    /// Takes the diagnostic, which is only made when it is listed.
    pub(crate) fn push(&mut self, diagnostic: impl FnOnce() -> Diagnostic) {
        if self.diagnostics.len() < LISTED {
            self.diagnostics.push(Diagnostic { subject: self.subject, ..diagnostic() });
        } else {
            self.not_listed += 1;
        }
    }

    /// The diagnostics in the order in which they came, and how many are not listed.
    pub(crate) fn into_diagnostics(mut self) -> Vec<Diagnostic> {
        if self.not_listed > 0 {
            let message = match self.not_listed {
                1 => "1 more problem is not listed".to_owned(),
                more => format!("{more} more problems are not listed"),
            };
            let closing = TOO_MANY_PROBLEMS.broken(message).help("mend what is listed, and check again");
            self.diagnostics.push(Diagnostic { subject: self.subject, ..closing });
        }
        self.diagnostics
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
            report.push(|| Rule::warning("some-rule").broken("something"));
        }
        let diagnostics = report.into_diagnostics();
        assert_eq!(diagnostics.len(), LISTED + 1);
        let last = diagnostics.last().expect("not empty");
        assert_eq!((last.rule, last.subject), (TOO_MANY_PROBLEMS, Some(4)));
        assert_eq!(last.message, "2 more problems are not listed");
    }
}
