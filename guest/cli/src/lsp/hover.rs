//! What a field or a value means.

use std::fmt::Write;

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::diagnostic::quoted;
use k8s_backup_target::release::Release;
use k8s_backup_target::schedule::next_runs;
use k8s_backup_target::velero::cron::{Cron, Library, instant_to_rfc3339};
use k8s_backup_target::velero::duration::Duration;
use lsp_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind, Range};
use serde_json::Value;

use super::Server;
use super::cursor::is_of_word;
use super::schemas::{Meaning, Schema};
use super::text::utf16_offset;

/// Number of runs that are listed.
const RUNS: u32 = 3;

impl Server<'_> {
    /// Returns what the field or the value at a position means: the description of a field, the kind of a resource, how
    /// long a duration is, when a schedule runs.
    pub(super) fn hover(&mut self, params: &HoverParams) -> Option<Hover> {
        let encoding = self.client.encoding;
        let at = &params.text_document_position_params;
        let (document, _) = self.documents.get(&at.text_document.uri, &mut self.files)?;
        let own = document.own()?;
        let offset = document.text.offset(at.position, encoding);
        let (before, after) = document.text.split_at(offset);
        let start = before.trim_end_matches(is_of_word).len();
        let end = offset + after.len() - after.trim_start_matches(is_of_word).len();
        let word = document.text.as_str().get(start..end)?;
        let (subject, pointer) = own.document.pointer_at(utf16_offset(document.text.as_str(), offset))?;
        let json = own.document.json().nth(subject as usize).flatten()?;
        let json: Value = serde_json::from_str(&json).ok()?;
        let release = own.settings.release();
        let (schema, tokens) = Schema::around(&own.document, subject, &pointer, release)?;
        let node = schema.at(&tokens)?;
        let value = json.pointer(&pointer)?;
        let mut text = String::new();
        let is_key = tokens.last().is_some_and(|name| name == word);
        if is_key {
            let _ = writeln!(text, "**{word}**");
            if let Some(description) = node.description() {
                let _ = writeln!(text, "\n{description}");
            }
        }
        let cluster = own.settings.cluster().unwrap_or_else(|| Cluster::builtin());
        text += &match (Meaning::at(&tokens), value.as_str()) {
            (Meaning::Resource, Some(name)) if !is_key => of_resource(name, cluster)?,
            (Meaning::Duration, Some(duration)) => of_duration(duration).unwrap_or_default(),
            (Meaning::Cron, Some(expression)) => of_schedule(expression, release, self.now),
            _ => String::new(),
        };
        if text.is_empty() {
            return None;
        }
        let span = own.document.locate(subject, &pointer).map(|span| document.text.range(span, encoding));
        let of_word =
            Range { start: document.text.position(start, encoding), end: document.text.position(end, encoding) };
        Some(Hover {
            contents: HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value: text }),
            range: Some(if is_key { of_word } else { span.unwrap_or(of_word) }),
        })
    }
}

fn of_resource(name: &str, cluster: &Cluster) -> Option<String> {
    let resource = cluster.resolve(name)?;
    let scope = if resource.namespaced { "namespaced" } else { "cluster-scoped" };
    let short: Vec<&str> = resource.short_names.iter().map(|name| name.as_ref()).collect();
    let short = if short.is_empty() { String::new() } else { format!("; short names: {}", short.join(", ")) };
    Some(format!("**{}**\n\n{}, {scope}{short}\n", resource.group_resource(), resource.kind))
}

fn of_duration(text: &str) -> Option<String> {
    let duration: Duration = text.parse().ok()?;
    Some(format!("\n{} is {}\n", quoted(text), duration.in_words()))
}

fn of_schedule(expression: &str, release: Release, now: i64) -> String {
    let mut text = String::new();
    if let Some(words) = in_words(expression, release) {
        let _ = writeln!(text, "\nRuns {words}");
    }
    for run in runs(expression, release, now, RUNS) {
        let _ = writeln!(text, "- {run}");
    }
    text
}

/// Returns the next runs of a schedule after a time, as in RFC 3339; none if Velero refuses the expression.
pub(super) fn runs(expression: &str, release: Release, now: i64, count: u32) -> Vec<String> {
    let runs = next_runs(expression, now, count, Some(release.name())).unwrap_or_default();
    runs.into_iter().map(instant_to_rfc3339).collect()
}

/// Returns when a schedule runs, in words, if they are exact.
pub(super) fn in_words(expression: &str, release: Release) -> Option<String> {
    Cron::parse(expression, Library::of(release)).ok()?.in_words()
}
