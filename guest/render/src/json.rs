//! Diagnostics as JSON: what `check --format json` prints.

use std::fmt::Write;

use k8s_backup_target::diagnostic::{Diagnostic, Edit, Fix, Position, RelatedPlace, Severity, Span, is_hidden};
use k8s_backup_target::release::Release;
use serde::Serialize;

/// The start of a command in the log of a GitHub workflow or an Azure pipeline, anywhere in a line.
pub const LOG_COMMAND: &str = "##[";

/// Returns indented JSON, with a line break at its end. What could act on a terminal or a log is escaped.
///
/// # Panics
///
/// When the keys of a map are not strings.
pub fn json_text(value: &impl Serialize) -> String {
    escaped(&serde_json::to_string_pretty(value).expect("the keys are strings, and memory can be written to")) + "\n"
}

/// Escapes what could act on a terminal or a log in JSON, or in YAML that core wrote: it is only in double quotes.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\n' => escaped.push(char),
            _ if is_hidden(char) => write!(escaped, "\\u{:04x}", u32::from(char)).expect("a string can be written to"),
            _ => escaped.push(char),
        }
    }
    escaped.replace(LOG_COMMAND, "\\u0023#[")
}

/// The result of a check of files.
#[derive(Debug, Default)]
pub struct Report<'r> {
    /// Each diagnostic, with the name of its file.
    pub diagnostics: Vec<(&'r str, &'r Diagnostic)>,
    /// The name of each file that was checked, with the release of Velero that it was checked for.
    pub files: Vec<(&'r str, Option<Release>)>,
    /// The name of each file that could not be read, with the reason.
    pub unreadable: Vec<(&'r str, &'r str)>,
    /// Number of Kubernetes objects that were skipped, because they are of other kinds.
    pub skipped: usize,
    /// Number of files that were skipped, because they are of other programs.
    pub skipped_files: usize,
}

impl Report<'_> {
    /// Returns the report as JSON.
    ///
    /// ```
    /// use k8s_backup_target::validation::{CheckedDocument, Format};
    /// use k8s_backup_target_render::json::Report;
    ///
    /// let checked = CheckedDocument::read("ttl: 30d".to_owned(), Format::Yaml, None, None);
    /// let diagnostics = checked.diagnostics().iter().map(|found| ("spec.yaml", found)).collect();
    /// let report = Report { diagnostics, files: vec![("spec.yaml", None)], ..Report::default() };
    /// assert!(report.text().contains(r#""code": "ttl-not-a-duration""#));
    /// ```
    pub fn text(&self) -> String {
        let count = |severity| self.diagnostics.iter().filter(|(_, found)| found.severity == severity).count();
        json_text(&ReportJson {
            diagnostics: self.diagnostics.iter().map(|(file, found)| DiagnosticJson::of(found, Some(file))).collect(),
            files: self
                .files
                .iter()
                .map(|(file, release)| FileJson { file, velero_version: release.map(Release::name) })
                .collect(),
            unreadable: self.unreadable.iter().map(|(file, reason)| UnreadableJson { file, reason }).collect(),
            summary: SummaryJson {
                files: self.files.len(),
                errors: count(Severity::Error),
                warnings: count(Severity::Warning),
                advice: count(Severity::Advice),
                unreadable: self.unreadable.len(),
                skipped: self.skipped,
                skipped_files: self.skipped_files,
            },
        })
    }
}

#[derive(Serialize)]
struct ReportJson<'r> {
    diagnostics: Vec<DiagnosticJson<'r>>,
    files: Vec<FileJson<'r>>,
    unreadable: Vec<UnreadableJson<'r>>,
    summary: SummaryJson,
}

#[derive(Serialize)]
struct FileJson<'r> {
    file: &'r str,
    velero_version: Option<&'static str>,
}

#[derive(Serialize)]
struct UnreadableJson<'r> {
    file: &'r str,
    reason: &'r str,
}

#[derive(Serialize)]
struct SummaryJson {
    files: usize,
    errors: usize,
    warnings: usize,
    advice: usize,
    unreadable: usize,
    skipped: usize,
    skipped_files: usize,
}

/// A diagnostic, with the field names of the component's interface. It can be a part of other JSON.
#[derive(Serialize)]
pub struct DiagnosticJson<'d> {
    code: &'static str,
    severity: &'static str,
    message: &'d str,
    help: Option<&'d str>,
    file: Option<&'d str>,
    subject: Option<u32>,
    pointer: &'d str,
    span: Option<SpanJson>,
    fixes: Vec<FixJson<'d>>,
    related: Vec<RelatedJson<'d>>,
}

impl<'d> DiagnosticJson<'d> {
    /// Describes a diagnostic, with the name of its file.
    pub fn of(diagnostic: &'d Diagnostic, file: Option<&'d str>) -> Self {
        DiagnosticJson {
            code: diagnostic.rule.code,
            severity: diagnostic.severity.name(),
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
            file,
            subject: diagnostic.subject,
            pointer: &diagnostic.pointer,
            span: diagnostic.span.as_ref().map(SpanJson::of),
            fixes: diagnostic.fixes.iter().map(FixJson::of).collect(),
            related: diagnostic.related.iter().map(RelatedJson::of).collect(),
        }
    }
}

#[derive(Serialize)]
struct RelatedJson<'d> {
    message: &'d str,
    subject: Option<u32>,
    pointer: &'d str,
    span: Option<SpanJson>,
}

impl<'d> RelatedJson<'d> {
    fn of(related: &'d RelatedPlace) -> Self {
        RelatedJson {
            message: &related.message,
            subject: related.subject,
            pointer: &related.pointer,
            span: related.span.as_ref().map(SpanJson::of),
        }
    }
}

#[derive(Serialize)]
struct FixJson<'d> {
    title: &'d str,
    edits: Vec<EditJson<'d>>,
    certain: bool,
    effect: Option<&'d str>,
}

impl<'d> FixJson<'d> {
    fn of(fix: &'d Fix) -> Self {
        let edit = |edit: &'d Edit| EditJson { span: SpanJson::of(&edit.span), text: &edit.text };
        FixJson {
            title: &fix.title,
            edits: fix.edits.iter().map(edit).collect(),
            certain: fix.certain,
            effect: fix.effect.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct EditJson<'d> {
    span: SpanJson,
    text: &'d str,
}

#[derive(Serialize)]
struct SpanJson {
    start: PositionJson,
    end: PositionJson,
}

impl SpanJson {
    fn of(span: &Span) -> Self {
        SpanJson { start: PositionJson::of(span.start), end: PositionJson::of(span.end) }
    }
}

#[derive(Serialize)]
struct PositionJson {
    line: u32,
    column: u32,
    utf8_offset: u32,
    utf16_offset: u32,
}

impl PositionJson {
    fn of(position: Position) -> Self {
        let Position { line, column, utf8_offset, utf16_offset } = position;
        PositionJson { line, column, utf8_offset, utf16_offset }
    }
}
