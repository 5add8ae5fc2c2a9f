//! Which rules are reported, and how severely. A file, a comment or the caller says it.

mod comments;
#[cfg(feature = "configuration")]
mod configuration;

use crate::catalogue::{CATALOGUE, UNKNOWN_RULE, UNUSED_IGNORE, nearest_rule};
use crate::diagnostic::{Diagnostic, Finding, Rule, Severity, quoted};
pub(crate) use comments::IgnoreComments;
pub use comments::ignore_comment;
#[cfg(feature = "configuration")]
pub use configuration::{CONFIGURATION_FILE, Configuration};

/// How a rule is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Not at all.
    Ignore,
    /// With this severity.
    Report(Severity),
}

/// The levels of some rules, by code. Other rules have their own severity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels(Vec<(String, Level)>);

impl Levels {
    /// Sets the level of a rule. It replaces an earlier one.
    pub fn set(&mut self, code: impl Into<String>, level: Level) {
        let code = code.into();
        match self.0.iter_mut().find(|(known, _)| *known == code) {
            Some((_, known)) => *known = level,
            None => self.0.push((code, level)),
        }
    }

    /// Returns the codes and their levels, in the order in which they were set first.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Level)> {
        self.0.iter().map(|(code, level)| (code.as_str(), *level))
    }

    /// Removes the diagnostics of ignored rules, and sets the severity of the others. Errors that mean that a text cannot be
    /// read do not change.
    ///
    /// Returns the codes of what was removed.
    pub fn apply(&self, diagnostics: &mut Vec<Diagnostic>) -> Vec<&'static str> {
        let mut ignored = Vec::new();
        diagnostics.retain_mut(|diagnostic| {
            let code = diagnostic.rule.code;
            match self.0.iter().find(|(known, _)| known == code && can_change(code)) {
                Some((_, Level::Ignore)) => {
                    if !ignored.contains(&code) {
                        ignored.push(code);
                    }
                    false
                }
                Some((_, Level::Report(severity))) => {
                    diagnostic.severity = *severity;
                    true
                }
                None => true,
            }
        });
        ignored
    }

    /// Returns a diagnostic for each code that has no effect: it is not the code of a rule, or the rule cannot change.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.without_effect().map(Finding::into_diagnostic).collect()
    }

    /// Returns a finding for each code that has no effect: it is not the code of a rule, or the rule cannot change.
    pub(crate) fn without_effect(&self) -> impl Iterator<Item = Finding> {
        self.0.iter().filter_map(|(code, _)| without_effect(code))
    }
}

impl FromIterator<(String, Level)> for Levels {
    fn from_iter<I: IntoIterator<Item = (String, Level)>>(levels: I) -> Self {
        let mut all = Levels::default();
        for (code, level) in levels {
            all.set(code, level);
        }
        all
    }
}

/// Returns whether this is the code of a rule.
pub fn is_rule(code: &str) -> bool {
    CATALOGUE.iter().flat_map(|(_, rules)| rules.iter()).any(|rule| rule.code == code)
}

/// Returns whether a check of a document can report this rule. Other rules are about plans, inventories and selections, or
/// about settings.
pub fn is_reported_by_check(code: &str) -> bool {
    const OTHER_SUBJECTS: [&str; 6] = ["Schedule", "Plan", "Cluster", "Inventory", "Selection", "Settings"];
    let checked = CATALOGUE.iter().filter(|(subject, _)| !OTHER_SUBJECTS.contains(subject));
    checked.flat_map(|(_, rules)| rules.iter()).any(|rule| rule.code == code)
}

/// Returns whether settings and comments can change how this rule is reported.
///
/// They cannot for an error that means that a text, or a part of it, is not read: the rest was not checked.
pub fn can_change(code: &str) -> bool {
    const READING: [&str; 2] = ["Text", "Shape"];
    let reading = CATALOGUE.iter().filter(|(subject, _)| READING.contains(subject));
    let is_error = |rule: &&&Rule| rule.code == code && rule.severity == Severity::Error;
    !reading.flat_map(|(_, rules)| rules.iter()).any(|rule| is_error(&rule))
}

/// Returns the finding about a code that has no effect in settings or a comment, if it has none.
fn without_effect(code: &str) -> Option<Finding> {
    if !is_rule(code) {
        return Some(unknown_rule(code));
    }
    let finding = || {
        let message = format!("{} cannot be ignored: the text is not read", quoted(code));
        UNUSED_IGNORE.violation(message).help("remove it, and correct the text")
    };
    (!can_change(code)).then(finding)
}

fn unknown_rule(code: &str) -> Finding {
    let finding = UNKNOWN_RULE.violation(format!("there is no rule {}", quoted(code)));
    match nearest_rule(code) {
        Some(rule) => finding.help(format!("write `{}`", rule.code)).rewritten(rule.code.to_owned()),
        None => finding.help("write the code of a rule: `k8s-backup-target rules` lists them; a reason follows `--`"),
    }
}
