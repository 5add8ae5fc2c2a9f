//! Diagnostics: a stable code, a message, help, and a position.

mod finding;
mod pointer;
mod quote;
mod rule;

pub(crate) use finding::{Change, Changed, Draft, Finding, InKubernetes};
pub(crate) use pointer::unescaped_token;
pub use pointer::{Pointer, pointer_tokens};
pub(crate) use quote::and_list;
pub use quote::{is_hidden, quoted};
pub(crate) use rule::explanation;
pub use rule::{AppliesTo, Authority, Rule, Severity};

/// A problem, or something to improve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that is violated.
    pub rule: &'static Rule,
    /// The severity: that of the rule, if [`Levels`](crate::settings::Levels) do not set another.
    pub severity: Severity,
    /// What is wrong: one line, lower case, no final period, the user's text in backticks.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// The index of the input, if there are several.
    pub subject: Option<u32>,
    /// RFC 6901 JSON pointer into the subject; empty for the whole subject.
    pub pointer: String,
    /// Its position, if a text was checked.
    pub span: Option<Span>,
    /// Changes that each resolve the diagnostic, if a text was checked.
    pub fixes: Vec<Fix>,
    /// Other values that the diagnostic is about.
    pub related: Vec<RelatedPlace>,
}

/// Another value that a diagnostic is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedPlace {
    /// What the value is: one line, lower case, no final period.
    pub message: String,
    /// The index of the input, if there are several.
    pub subject: Option<u32>,
    /// RFC 6901 JSON pointer into the subject.
    pub pointer: String,
    /// Its position, if a text was checked.
    pub span: Option<Span>,
}

/// A position in a checked text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Bytes of the text in UTF-8 before the position.
    pub utf8_offset: u32,
    /// Units of the text in UTF-16 before the position, as in browsers and editors.
    pub utf16_offset: u32,
    /// Line, from 1.
    pub line: u32,
    /// Character in the line, from 1.
    pub column: u32,
}

/// A part of a checked text, from its first character to the position after its last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "from and to")]
pub struct Span {
    pub start: Position,
    pub end: Position,
}

/// Text that replaces a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// The text afterwards; empty to remove.
    pub text: String,
}

/// A change that resolves a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the change does, in a few words.
    pub title: String,
    /// All edits of the change, in the order of the text. They do not overlap.
    pub edits: Vec<Edit>,
    /// Whether it is certainly what the author meant, so that a program can apply it.
    pub certain: bool,
    /// What it adds to the backup, or removes from it, in words. `None` if the same objects are saved. If Velero refuses
    /// the spec, no object is saved before the change; the effect is then not about that.
    pub effect: Option<String>,
}
