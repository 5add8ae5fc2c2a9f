//! `rules`: the catalogue.

use std::fmt::Write;

use k8s_backup_target::diagnostic::Rule;
use k8s_backup_target::validation::{CATALOGUE, nearest_rule};
use serde::Serialize;

use super::Ended;
use crate::arguments::{ListFormat, Rules};
use crate::formats::{json_text, visible};
use crate::outcome::Outcome;

pub(super) fn run(arguments: &Rules) -> Ended<Outcome> {
    let mut rules: Vec<(&'static str, &'static Rule)> =
        CATALOGUE.iter().flat_map(|(subject, rules)| rules.iter().map(move |rule| (*subject, *rule))).collect();
    if let Some(code) = &arguments.code {
        rules.retain(|(_, rule)| rule.code == code);
        if rules.is_empty() {
            return Err(unknown(code));
        }
    }
    Ok(Outcome::success(match (arguments.format, &arguments.code) {
        (ListFormat::Json, _) => {
            json_text(&rules.into_iter().map(|(subject, rule)| RuleJson::of(subject, rule)).collect::<Vec<_>>())
        }
        (ListFormat::Human, None) => table(),
        (ListFormat::Human, Some(_)) => rules.into_iter().map(|(_, rule)| explained(rule)).collect(),
    }))
}

/// The failure of a command with a code that is not the code of a rule.
pub(crate) fn unknown(code: &str) -> Outcome {
    let meant = nearest_rule(code).map(|rule| format!(": did you mean `{}`?", rule.code));
    let meant = meant.unwrap_or_else(|| "; `rules` lists all rules".to_owned());
    Outcome::failure(&format!("there is no rule `{}`{meant}", visible(code)))
}

/// A line for each rule, below its subject.
fn table() -> String {
    let mut text = String::new();
    let longest = CATALOGUE.iter().flat_map(|(_, rules)| rules.iter().map(|rule| rule.code.len())).max();
    let width = longest.expect("the catalogue has rules");
    for (subject, rules) in &CATALOGUE {
        let line_break = if text.is_empty() { "" } else { "\n" };
        let _ = writeln!(text, "{line_break}{subject}");
        for rule in *rules {
            let _ = writeln!(text, "  {:width$}  {:7}  {}", rule.code, rule.severity.name(), rule.summary);
        }
    }
    text
}

fn explained(rule: &Rule) -> String {
    let Rule { code, severity, summary, explanation, applies_to, authority } = rule;
    let severity = severity.name();
    format!(
        "{code} ({severity})\n\nRule: {summary}.\n\n{explanation}\n\nApplies to: {applies_to}.\nSource: {authority}.\n"
    )
}

#[derive(Serialize)]
struct RuleJson {
    code: &'static str,
    severity: &'static str,
    subject: &'static str,
    summary: &'static str,
    explanation: &'static str,
    applies_to: String,
    authority: String,
}

impl RuleJson {
    fn of(subject: &'static str, rule: &'static Rule) -> Self {
        let Rule { code, severity, summary, explanation, applies_to, authority } = rule;
        let (applies_to, authority) = (applies_to.to_string(), authority.to_string());
        RuleJson { code, severity: severity.name(), subject, summary, explanation, applies_to, authority }
    }
}
