//! Which rules are reported, and how severely. A file, a comment or the caller says it.

mod comments;
#[cfg(feature = "configuration")]
mod configuration;

use crate::catalogue::{CATALOGUE, UNKNOWN_RULE, nearest_rule};
use crate::diagnostic::{Diagnostic, Finding, Severity, quoted};
pub(crate) use comments::IgnoreComments;
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

    /// Removes the diagnostics of ignored rules, and sets the severity of the others.
    ///
    /// Returns the codes of what was removed.
    pub fn apply(&self, diagnostics: &mut Vec<Diagnostic>) -> Vec<&'static str> {
        let mut ignored = Vec::new();
        diagnostics.retain_mut(|diagnostic| {
            let code = diagnostic.rule.code;
            match self.0.iter().find(|(known, _)| known == code) {
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

    /// Returns a finding for each code that is not the code of a rule.
    pub(crate) fn unknown(&self) -> impl Iterator<Item = Finding> {
        self.0.iter().filter(|(code, _)| !is_rule(code)).map(|(code, _)| unknown_rule(code))
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

/// Returns whether a check of a document can report this rule. Other rules are about plans, inventories and selections.
pub fn is_reported_by_check(code: &str) -> bool {
    const OTHER_SUBJECTS: [&str; 5] = ["Schedule", "Plan", "Cluster", "Inventory", "Selection"];
    let checked = CATALOGUE.iter().filter(|(subject, _)| !OTHER_SUBJECTS.contains(subject));
    checked.flat_map(|(_, rules)| rules.iter()).any(|rule| rule.code == code)
}

fn unknown_rule(code: &str) -> Finding {
    let finding = UNKNOWN_RULE.violation(format!("there is no rule {}", quoted(code)));
    match nearest_rule(code) {
        Some(rule) => finding.help(format!("write `{}`", rule.code)).rewritten(rule.code.to_owned()),
        None => finding.help("remove it, or write the code of a rule: `k8s-backup-target rules` lists them"),
    }
}
