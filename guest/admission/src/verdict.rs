//! What the core finds in an object, as the API server passes it on to the client.

use k8s_backup_target::catalogue::{MANIFEST_FIELD_MISSING, MANIFEST_FIELD_TYPE, MANIFEST_FIELD_UNKNOWN, REPEATED_KEY};
use k8s_backup_target::diagnostic::{Diagnostic, Rule, Severity};
use k8s_backup_target::validation::{Format, check_text};
use serde::Serialize;

use crate::Settings;
use crate::field::path;
use crate::review::{Request, Subject, Unreadable};
use crate::settings::sentence;

/// Maximum number of errors of an answer, and of warnings. The last one then says how many more there are.
pub const MAX_REPORTED: usize = 20;

/// Maximum length of a warning, in characters. The API server cuts longer ones.
pub const MAX_WARNING_CHARS: usize = 255;

/// Whether an object is admitted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Why it is refused; `None` if it is admitted.
    pub refusal: Option<Status>,
    /// What the client prints beside the result.
    pub warnings: Vec<String>,
}

/// A Status of Kubernetes (`meta/v1`): the failure of a request whose object is not valid, which clients print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Status {
    status: &'static str,
    /// All errors, on one line.
    pub message: String,
    reason: &'static str,
    details: Details,
    /// The HTTP status.
    pub code: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Details {
    #[serde(skip_serializing_if = "String::is_empty")]
    name: String,
    group: &'static str,
    kind: &'static str,
    causes: Vec<Cause>,
}

/// A StatusCause of Kubernetes: an error of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Cause {
    reason: &'static str,
    message: String,
    field: String,
}

/// The group of Velero's kinds.
pub(crate) const GROUP: &str = "velero.io";

/// Judges a request: a Backup or a Schedule that is created, or whose spec is updated, is checked as the command checks its
/// manifest. All other requests are admitted without a warning.
///
/// # Errors
///
/// The request has no object to check.
pub fn judge(settings: &Settings, request: &Request<'_>) -> Result<Verdict, Unreadable> {
    let Some(Subject { kind, kind_name, name, object }) = request.subject()? else { return Ok(Verdict::default()) };
    let text = object.get().to_owned();
    let found = check_text(text, Format::Json, Some(kind), settings.cluster.as_ref(), &settings.levels);
    let reported = found.iter().filter(|found| found.severity <= Severity::Warning);
    let (refused, warned): (Vec<_>, Vec<_>) = reported.partition(|found| settings.denied.includes(found));
    let refusal = (!refused.is_empty()).then(|| Status::of(kind_name, name, causes(&refused)));
    Ok(Verdict { refusal, warnings: warnings(&warned) })
}

impl Status {
    /// Follows `errors.NewInvalid` of Kubernetes (apimachinery 0.36.0).
    fn of(kind: &'static str, name: String, causes: Vec<Cause>) -> Self {
        let errors: Vec<String> = causes.iter().map(Cause::line).collect();
        let errors = match &errors[..] {
            [only] => only.clone(),
            all => format!("[{}]", all.join(", ")),
        };
        Status {
            status: "Failure",
            message: format!("{kind}.{GROUP} {name:?} is invalid: {errors}"),
            reason: "Invalid",
            details: Details { name, group: GROUP, kind, causes },
            code: 422,
        }
    }
}

impl Cause {
    fn of(diagnostic: &Diagnostic) -> Self {
        let message = sentence(diagnostic) + &code(diagnostic);
        Cause { reason: reason(diagnostic.rule), message, field: path(&diagnostic.pointer) }
    }

    fn line(&self) -> String {
        format!("{}: {}", self.field, self.message)
    }
}

/// Returns the code of the rule, for the end of a message. An administrator can ignore it.
fn code(diagnostic: &Diagnostic) -> String {
    format!(" [{}]", diagnostic.rule.code)
}

/// Returns the `CauseType` of `meta/v1` for a rule.
fn reason(rule: &Rule) -> &'static str {
    let others = [
        (&MANIFEST_FIELD_MISSING, "FieldValueRequired"),
        (&MANIFEST_FIELD_TYPE, "FieldValueTypeInvalid"),
        (&MANIFEST_FIELD_UNKNOWN, "FieldValueForbidden"),
        (&REPEATED_KEY, "FieldValueDuplicate"),
    ];
    others.into_iter().find(|(known, _)| *known == rule).map_or("FieldValueInvalid", |(_, reason)| reason)
}

fn causes(refused: &[&Diagnostic]) -> Vec<Cause> {
    let (listed, more) = listed(refused);
    let more = more.first().map(|next| Cause {
        reason: "FieldValueInvalid",
        message: format!("{} errors from here on are not listed: correct those before, and try again", more.len()),
        field: path(&next.pointer),
    });
    listed.iter().map(|found| Cause::of(found)).chain(more).collect()
}

fn warnings(warned: &[&Diagnostic]) -> Vec<String> {
    let (listed, more) = listed(warned);
    let more = (!more.is_empty())
        .then(|| format!("{} more warnings are not listed: `k8s-backup-target check` lists them", more.len()));
    listed.iter().map(|found| warning(found)).chain(more).collect()
}

/// Returns the diagnostics that are listed, and those that are not.
fn listed<'d, 'f>(found: &'f [&'d Diagnostic]) -> (&'f [&'d Diagnostic], &'f [&'d Diagnostic]) {
    match found.split_at_checked(MAX_REPORTED - 1) {
        Some(parts) if found.len() > MAX_REPORTED => parts,
        _ => (found, &[]),
    }
}

fn warning(found: &Diagnostic) -> String {
    cut(format!("{}: {}", path(&found.pointer), sentence(found)), &code(found))
}

/// Cuts the text of a warning, so that it ends with its code within the maximum length.
fn cut(text: String, code: &str) -> String {
    let longest = MAX_WARNING_CHARS - code.len();
    match text.chars().nth(longest) {
        None => text + code,
        Some(_) => text.chars().take(longest - 1).chain(['…']).chain(code.chars()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_is_cut_between_characters() {
        let code = " [ttl-zero]";
        let longest = MAX_WARNING_CHARS - code.len();
        assert_eq!(cut("é".repeat(longest), code), "é".repeat(longest) + code);
        let cut = cut("é".repeat(longest + 1), code);
        assert_eq!(cut, "é".repeat(longest - 1) + "…" + code);
        assert_eq!(cut.chars().count(), MAX_WARNING_CHARS);
    }
}
