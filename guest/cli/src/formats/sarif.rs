//! SARIF 2.1.0, the format of code scanning on GitHub and other hosts.
//!
//! Braces in messages are not escaped: readers do not unescape them in messages without arguments.

use std::collections::BTreeMap;

use k8s_backup_target::diagnostic::{Diagnostic, Edit, Fix, RelatedPlace, Rule, Severity, Span};
use k8s_backup_target::validation::CATALOGUE;
use serde::Serialize;

use super::json_text;
use crate::outcome::Status;
use crate::report::Report;

/// Writes a log of one run. It lists the rules that are violated, in the order of the catalogue.
pub(crate) fn text(report: &Report, status: Status) -> String {
    let broken: Vec<&str> = report.diagnostics().map(|(_, diagnostic)| diagnostic.rule.code).collect();
    let catalogue = CATALOGUE.iter().flat_map(|(subject, rules)| rules.iter().map(|rule| (*subject, *rule)));
    let rules: Vec<(&str, &Rule)> = catalogue.filter(|(_, rule)| broken.contains(&rule.code)).collect();
    let places: BTreeMap<&str, usize> = rules.iter().enumerate().map(|(place, (_, rule))| (rule.code, place)).collect();

    let results = report.diagnostics().map(|(file, diagnostic)| {
        let place = places.get(diagnostic.rule.code).expect("each rule is in the catalogue");
        SarifResult::of(diagnostic, &file.name, *place)
    });
    let notifications = report.unreadable.iter().map(|unreadable| Notification {
        level: "error",
        message: Message { text: format!("cannot be read: {}", unreadable.reason) },
        locations: vec![Location::of(&unreadable.name, None, None)],
    });
    json_text(&Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "k8s-backup-target",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: rules.into_iter().map(|(subject, rule)| Descriptor::of(subject, rule)).collect(),
                },
            },
            invocations: [Invocation {
                execution_successful: report.unreadable.is_empty(),
                exit_code: status as u8,
                tool_execution_notifications: notifications.collect(),
            }],
            column_kind: "unicodeCodePoints",
            results: results.collect(),
        }],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

#[derive(Serialize)]
struct Log<'r> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'r>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'r> {
    tool: Tool,
    invocations: [Invocation; 1],
    column_kind: &'static str,
    results: Vec<SarifResult<'r>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    exit_code: u8,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
    locations: Vec<Location>,
}

/// A rule: `reportingDescriptor`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Message,
    full_description: Message,
    help: Help,
    default_configuration: Configuration,
    properties: Properties,
}

impl Descriptor {
    fn of(subject: &'static str, rule: &'static Rule) -> Self {
        let Rule { code, severity, summary, explanation, authority, .. } = rule;
        Descriptor {
            id: code,
            short_description: Message { text: (*summary).to_owned() },
            full_description: Message { text: format!("{summary}. {explanation}") },
            help: Help {
                text: format!("{explanation}\n\nFollows {authority}."),
                markdown: format!("{explanation}\n\nFollows {authority}."),
            },
            default_configuration: Configuration { level: level(*severity) },
            properties: Properties { tags: [subject] },
        }
    }
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Properties {
    tags: [&'static str; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'r> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<SarifFix<'r>>,
}

impl<'r> SarifResult<'r> {
    fn of(diagnostic: &'r Diagnostic, file: &str, rule_index: usize) -> Self {
        let help = diagnostic.help.as_ref().map(|help| format!(" (help: {help})")).unwrap_or_default();
        // Only a span makes a place in the file that a viewer can show.
        let is_placed = |related: &&RelatedPlace| related.span.is_some();
        let related = diagnostic.related.iter().filter(is_placed);
        SarifResult {
            rule_id: diagnostic.rule.code,
            rule_index,
            level: level(diagnostic.severity),
            message: Message { text: format!("{}{help}", diagnostic.message) },
            locations: [Location::of(file, diagnostic.span.as_ref(), None)],
            related_locations: related
                .map(|related| Location::of(file, related.span.as_ref(), Some(related.message.clone())))
                .collect(),
            fixes: diagnostic.fixes.iter().map(|fix| SarifFix::of(fix, file)).collect(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

impl Location {
    /// A result without a position is at the start of its file, because GitHub needs a line.
    fn of(file: &str, span: Option<&Span>, message: Option<String>) -> Self {
        let region = span.map_or(Region { start_line: 1, ..Region::default() }, Region::of);
        Location {
            physical_location: PhysicalLocation { artifact_location: Artifact::of(file), region },
            message: message.map(|text| Message { text }),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

impl Artifact {
    fn of(path: &str) -> Self {
        Artifact { uri: uri(path) }
    }
}

/// Returns a path as a URI of RFC 3986. A relative path is a relative URI.
fn uri(path: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte);
    let path = path.strip_prefix("./").unwrap_or(path);
    let mut uri = if path.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in path.bytes() {
        if is_plain(byte) {
            uri.push(char::from(byte));
        } else {
            uri += &format!("%{byte:02X}");
        }
    }
    uri
}

/// Lines and columns count from 1, columns in code points. The end is after the last character.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<u32>,
}

impl Region {
    fn of(span: &Span) -> Self {
        Region {
            start_line: span.start.line,
            start_column: Some(span.start.column),
            end_line: Some(span.end.line),
            end_column: Some(span.end.column),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifFix<'r> {
    description: Message,
    artifact_changes: [Change<'r>; 1],
}

impl<'r> SarifFix<'r> {
    fn of(fix: &'r Fix, file: &str) -> Self {
        let replacement = |edit: &'r Edit| Replacement {
            deleted_region: Region::of(&edit.span),
            inserted_content: (!edit.text.is_empty()).then_some(Content { text: &edit.text }),
        };
        let effect = fix.effect.iter().map(|effect| format!(": {effect}")).collect::<String>();
        SarifFix {
            description: Message { text: fix.title.clone() + &effect },
            artifact_changes: [Change {
                artifact_location: Artifact::of(file),
                replacements: fix.edits.iter().map(replacement).collect(),
            }],
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'r> {
    artifact_location: Artifact,
    replacements: Vec<Replacement<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'r> {
    deleted_region: Region,
    #[serde(skip_serializing_if = "Option::is_none")]
    inserted_content: Option<Content<'r>>,
}

#[derive(Serialize)]
struct Content<'r> {
    text: &'r str,
}
