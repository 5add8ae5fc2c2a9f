//! Diagnostics before their spans are known.

use std::ops::{Deref, DerefMut, Range};

use super::pointer::Pointer;
use super::rule::Rule;
use super::{Diagnostic, RelatedPlace};

impl Rule {
    /// Returns a violation of the rule. It is about the whole input until [`Finding::at`] sets a pointer.
    pub(crate) fn violation(&'static self, message: impl Into<String>) -> Finding {
        Finding::of(self, message.into())
    }
}

/// A diagnostic before its spans are known. Boxed: large and moved often.
#[derive(Debug)]
pub(crate) struct Finding(Box<Draft>);

/// The content of a [`Finding`].
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) diagnostic: Diagnostic,
    /// The part of the text, if the pointer does not determine it: a key, one of several values.
    pub(crate) source: Option<Range<usize>>,
    /// The text to write instead of that part, if it is certain. The help says it too.
    pub(crate) rewritten: Option<String>,
    /// Whether it is about the key of the value, not the value itself.
    pub(crate) is_on_key: bool,
    /// A change that resolves it, if one is certain.
    pub(crate) change: Option<Change>,
    /// What is different in a document that clients of Kubernetes read.
    pub(crate) in_kubernetes: Option<InKubernetes>,
}

/// What is different about a finding in a document that clients of Kubernetes read, and PyYAML probably does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InKubernetes {
    /// They read the value as it is written.
    SameValue,
    /// They read a string as this bool. It may be what the author meant.
    Bool(bool),
}

/// A change to a document, before the edited part of the text is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// What the change does, in a few words.
    pub(crate) title: String,
    /// JSON pointer to the value that changes.
    pub(crate) pointer: String,
    pub(crate) to: Changed,
    /// Whether it is certainly what the author meant.
    pub(crate) is_certain: bool,
    /// What it adds to the backup, or removes from it.
    pub(crate) effect: Option<String>,
}

/// What a value is changed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Changed {
    /// This string.
    Text(String),
    /// A string with the source of the value as its text.
    Quoted,
    /// This JSON.
    Json(String),
    /// The same value under this key.
    Key(String),
    /// A list with this string as its new last entry.
    Added(String),
    /// Nothing: the value is removed, with its key or its list entry.
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
    /// Not inlined: many callers, few calls.
    #[inline(never)]
    fn of(rule: &'static Rule, message: String) -> Self {
        let diagnostic = Diagnostic {
            rule,
            severity: rule.severity,
            message,
            help: None,
            subject: None,
            pointer: String::new(),
            span: None,
            fixes: Vec::new(),
            related: Vec::new(),
        };
        Finding(Box::new(Draft {
            diagnostic,
            source: None,
            rewritten: None,
            is_on_key: false,
            change: None,
            in_kubernetes: None,
        }))
    }

    pub(crate) fn into_draft(self) -> Draft {
        *self.0
    }

    pub(crate) fn into_diagnostic(self) -> Diagnostic {
        self.0.diagnostic
    }

    pub(crate) fn at(mut self, pointer: &Pointer) -> Self {
        self.diagnostic.pointer = pointer.to_string();
        self
    }

    /// The same, with a pointer as text.
    pub(crate) fn at_pointer(mut self, pointer: impl Into<String>) -> Self {
        self.diagnostic.pointer = pointer.into();
        self
    }

    /// Sets the subject, if one report is about several.
    pub(crate) fn about(mut self, subject: u32) -> Self {
        self.diagnostic.subject = Some(subject);
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.diagnostic.help = Some(help.into());
        self
    }

    /// Sets the part of the text, if the pointer does not determine it.
    pub(crate) fn source(mut self, source: Range<usize>) -> Self {
        self.source = Some(source);
        self
    }

    /// Adds the text to write instead of that part.
    pub(crate) fn rewritten(mut self, text: String) -> Self {
        self.rewritten = Some(text);
        self
    }

    /// Marks the key instead of the value.
    pub(crate) fn on_key(mut self) -> Self {
        self.is_on_key = true;
        self
    }

    /// Adds the change that resolves the diagnostic. It changes nothing else.
    pub(crate) fn change(mut self, title: impl Into<String>, pointer: &Pointer, to: Changed) -> Self {
        let pointer = pointer.to_string();
        self.change = Some(Change { title: title.into(), pointer, to, is_certain: true, effect: None });
        self
    }

    /// Adds a change that resolves the diagnostic, and may not be what the author meant. The effect is what it adds to the
    /// backup, or removes from it.
    pub(crate) fn suggest(
        mut self,
        title: impl Into<String>,
        effect: impl Into<Option<String>>,
        pointer: &Pointer,
        to: Changed,
    ) -> Self {
        let (pointer, effect) = (pointer.to_string(), effect.into());
        self.change = Some(Change { title: title.into(), pointer, to, is_certain: false, effect });
        self
    }

    /// Adds another value that the diagnostic is about. Without a subject, it is in the same subject.
    pub(crate) fn related(mut self, message: impl Into<String>, subject: Option<u32>, pointer: &Pointer) -> Self {
        let related = RelatedPlace { message: message.into(), subject, pointer: pointer.to_string(), span: None };
        self.diagnostic.related.push(related);
        self
    }
}
