//! JSON with all data of each diagnostic.

use k8s_backup_target::diagnostic::{Diagnostic, Edit, Fix, Position, RelatedPlace, Span};
use k8s_backup_target::release::Release;
use serde::Serialize;

use super::json_text;
use crate::report::{CheckedFile, Report};

/// The whole report.
pub(crate) fn text(report: &Report) -> String {
    let counts = report.counts();
    json_text(&ReportJson {
        diagnostics: report.diagnostics().map(|(file, found)| DiagnosticJson::of(found, Some(&file.name))).collect(),
        files: report.files.iter().map(FileJson::of).collect(),
        unreadable: report
            .unreadable
            .iter()
            .map(|unreadable| UnreadableJson { file: &unreadable.name, reason: &unreadable.reason })
            .collect(),
        summary: SummaryJson {
            files: report.files.len(),
            errors: counts.errors,
            warnings: counts.warnings,
            advice: counts.advice,
            unreadable: report.unreadable.len(),
            skipped: report.skipped,
            skipped_files: report.skipped_files,
        },
    })
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

impl<'r> FileJson<'r> {
    fn of(file: &'r CheckedFile) -> Self {
        FileJson { file: &file.name, velero_version: file.release.map(Release::name) }
    }
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

/// A diagnostic, with the field names of the component's interface.
#[derive(Serialize)]
pub(crate) struct DiagnosticJson<'d> {
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
    pub(crate) fn of(diagnostic: &'d Diagnostic, file: Option<&'d str>) -> Self {
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
