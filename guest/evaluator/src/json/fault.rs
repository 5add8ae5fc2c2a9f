//! Why there was no call.

use k8s_backup_target::diagnostic::{Pointer, quoted};
use k8s_backup_target::document::json::SyntaxError;
use k8s_backup_target::nearest;

use super::contract::FUNCTIONS;

/// What is wrong with a call.
pub(super) struct Fault {
    /// Stable kebab-case name of what is wrong.
    pub(super) code: &'static str,
    /// One line, lower case, no final period.
    pub(super) message: String,
    /// What to write instead.
    pub(super) help: String,
    /// RFC 6901 JSON pointer into the arguments.
    pub(super) pointer: String,
}

impl Fault {
    fn new(code: &'static str, at: &Pointer<'_>, message: String, help: String) -> Self {
        Fault { code, message, help, pointer: at.to_string() }
    }

    pub(super) fn unknown_function(name: &str) -> Self {
        let help = match nearest(name, FUNCTIONS.iter().copied()) {
            Some(near) => format!("write `{near}`"),
            None => "write a name of the list in wit/json.md, such as `validation.check-spec`".to_owned(),
        };
        Fault::new("unknown-function", &Pointer::Root, format!("there is no function {}", quoted(name)), help)
    }

    pub(super) fn not_json(error: &SyntaxError) -> Self {
        let message = format!("the arguments are not JSON: {} (at byte {})", error.message, error.range.start);
        let help = error.help.unwrap_or("write a JSON object with the parameters by name").to_owned();
        Fault::new("not-json", &Pointer::Root, message, help)
    }

    pub(super) fn wrong_type(at: &Pointer<'_>, expected: &str) -> Self {
        Fault::other("wrong-type", at, expected)
    }

    pub(super) fn other_number(at: &Pointer<'_>, expected: &str) -> Self {
        Fault::other("other-number", at, expected)
    }

    fn other(code: &'static str, at: &Pointer<'_>, expected: &str) -> Self {
        let what = match at {
            Pointer::Root => "the arguments are".to_owned(),
            Pointer::Key(_, name) => format!("{} is", quoted(name)),
            Pointer::Index(..) => "an entry is".to_owned(),
        };
        Fault::new(code, at, format!("{what} not {expected}"), format!("write {expected}"))
    }

    pub(super) fn missing(at: &Pointer<'_>, name: &str) -> Self {
        Fault::new("missing-field", at, format!("`{name}` is missing"), format!("add `{name}`"))
    }

    pub(super) fn repeated(at: &Pointer<'_>, name: &str) -> Self {
        Fault::new("repeated-key", &at.key(name), format!("`{name}` is there twice"), "leave one of them".to_owned())
    }

    pub(super) fn unknown_field(at: &Pointer<'_>, name: &str, names: &[&str]) -> Self {
        let help = match (nearest(name, names.iter().copied()), names) {
            (Some(near), _) => format!("write `{near}`"),
            (None, []) => "leave it out".to_owned(),
            (None, names) => format!("leave it out; there are {}", names.join(", ")),
        };
        Fault::new("unknown-field", &at.key(name), format!("there is no {}", quoted(name)), help)
    }

    pub(super) fn unknown_word(at: &Pointer<'_>, word: &str, words: &[&str]) -> Self {
        let help = format!("write one of {}", words.join(", "));
        Fault::new("unknown-word", at, format!("there is no {}", quoted(word)), help)
    }

    pub(super) fn no_resource(at: &Pointer<'_>, number: u32, kind: &str, is_closed: bool) -> Self {
        let message = if is_closed { "was closed before" } else { "was never made" };
        Fault::new(
            "no-resource",
            at,
            format!("resource {number} {message}"),
            format!("write the number of {} that is open", with_article(kind)),
        )
    }

    pub(super) fn other_resource(at: &Pointer<'_>, number: u32, found: &str, kind: &str) -> Self {
        Fault::new(
            "other-resource",
            at,
            format!("resource {number} is {}, not {}", with_article(found), with_article(kind)),
            format!("write the number of {}", with_article(kind)),
        )
    }
}

fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {noun}")
}
