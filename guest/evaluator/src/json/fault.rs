//! Why a function was not called.

use k8s_backup_target::diagnostic::{Pointer, quoted};
use k8s_backup_target::document::json::SyntaxError;
use k8s_backup_target::nearest;

use super::contract::FUNCTIONS;

/// What is wrong with a call.
pub(super) struct Fault {
    /// A stable name in kebab case.
    pub(super) code: &'static str,
    /// One line, lower case, no final period.
    pub(super) message: String,
    /// How to correct it.
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
            None if name.ends_with(".close") => "write `close`, which closes any resource".to_owned(),
            None => "write a name that wit/json.md lists, such as `validation.check-spec`".to_owned(),
        };
        Fault::new("unknown-function", &Pointer::Root, format!("unknown function {}", quoted(name)), help)
    }

    pub(super) fn not_json(error: &SyntaxError) -> Self {
        let message = format!("the arguments are not JSON: {} (at byte {})", error.message, error.range.start);
        let help = error.help.unwrap_or("write a JSON object with a member for each parameter").to_owned();
        Fault::new("not-json", &Pointer::Root, message, help)
    }

    /// Returns the fault of a host that writes other text than UTF-8 into the memory of a module.
    pub(super) fn not_utf8(offset: usize) -> Self {
        let help = "write text in UTF-8".to_owned();
        Fault::new("not-json", &Pointer::Root, format!("the call is not UTF-8 (at byte {offset})"), help)
    }

    pub(super) fn wrong_type(at: &Pointer<'_>, expected: &str) -> Self {
        Fault::not("wrong-type", at, expected)
    }

    pub(super) fn out_of_range(at: &Pointer<'_>, expected: &str) -> Self {
        Fault::not("out-of-range", at, expected)
    }

    fn not(code: &'static str, at: &Pointer<'_>, expected: &str) -> Self {
        let what = match at {
            Pointer::Root => "the arguments are".to_owned(),
            Pointer::Key(_, name) => format!("{} is", quoted(name)),
            Pointer::Index(..) => "an entry is".to_owned(),
        };
        Fault::new(code, at, format!("{what} not {expected}"), format!("write {expected}"))
    }

    pub(super) fn unknown_value(at: &Pointer<'_>, value: &str, known: &[&str]) -> Self {
        let known = known.join(", ");
        let message = format!("{} is not one of {known}", quoted(value));
        Fault::new("unknown-value", at, message, format!("write one of {known}"))
    }

    pub(super) fn missing_field(at: &Pointer<'_>, name: &str) -> Self {
        Fault::new("missing-field", at, format!("`{name}` is missing"), format!("add `{name}`"))
    }

    pub(super) fn repeated_key(at: &Pointer<'_>, name: &str) -> Self {
        Fault::new("repeated-key", &at.key(name), format!("`{name}` is repeated"), "remove one of them".to_owned())
    }

    pub(super) fn unknown_field(at: &Pointer<'_>, name: &str, known: &[&str]) -> Self {
        let help = match (nearest(name, known.iter().copied()), known) {
            (Some(near), _) => format!("write `{near}`"),
            (None, []) => "remove it".to_owned(),
            (None, known) => format!("remove it; the fields are {}", known.join(", ")),
        };
        Fault::new("unknown-field", &at.key(name), format!("unknown field {}", quoted(name)), help)
    }

    pub(super) fn not_one_member(at: &Pointer<'_>, names: &[&str]) -> Self {
        Fault::not("wrong-type", at, &format!("an object with one key, which is {}", names.join(" or ")))
    }

    pub(super) fn unknown_resource(at: &Pointer<'_>, number: u64, is_closed: bool) -> Self {
        let message = format!("resource {number} {}", if is_closed { "is closed" } else { "does not exist" });
        Fault::new("unknown-resource", at, message, "write the number of an open resource".to_owned())
    }

    pub(super) fn wrong_resource(at: &Pointer<'_>, number: u64, found: &str, kind: &str) -> Self {
        let message = format!("resource {number} is of type `{found}`, not `{kind}`");
        Fault::new("wrong-resource", at, message, format!("write the number of an open `{kind}`"))
    }
}
