//! Fixes of diagnostics, as code actions.

use std::collections::HashMap;

use k8s_backup_target::diagnostic::{Diagnostic, Edit, Fix, Severity};
use k8s_backup_target::settings::ignore_comment;
use k8s_backup_target::validation::{CheckedDocument, Format};
use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, Position, Range, TextDocumentEdit, TextEdit, WorkspaceEdit,
};

use super::client::Client;
use super::documents::Document;
use super::{NAME, Server, diagnostics};

/// The kind of the action that applies all certain fixes of a file. Clients ask for it by `source.fixAll`, on save too.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.k8s-backup-target");

/// Number of actions after which no comments are offered: each is tried, which takes a check of the text.
const MAX_ACTIONS: usize = 20;

impl Server<'_> {
    /// Returns the fixes of the diagnostics in a range. The title of a fix says what it adds to the backup, or removes from
    /// it.
    pub(super) fn actions(&mut self, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
        let client = &self.client;
        let Some((document, _)) = self.documents.get(&params.text_document.uri, &mut self.files) else {
            return Vec::new();
        };
        let is_wanted = |kind: &CodeActionKind| match &params.context.only {
            None => *kind != FIX_ALL,
            Some(kinds) => kinds.iter().any(|wanted| is_part_of(kind, wanted)),
        };
        let mut actions = Vec::new();
        if is_wanted(&CodeActionKind::QUICKFIX) {
            for found in document.diagnostics() {
                if !overlap(diagnostics::range_of(found, &document.text, client), params.range) {
                    continue;
                }
                let quick_fix = |title: String, edits: Vec<TextEdit>, is_certain: bool| CodeAction {
                    title,
                    kind: Some(CodeActionKind::QUICKFIX),
                    diagnostics: Some(vec![diagnostics::of(found, &document.uri, &document.text, client)]),
                    edit: Some(edit_of(edits, document, client)),
                    is_preferred: Some(is_certain),
                    ..CodeAction::default()
                };
                for fix in &found.fixes {
                    actions.push(quick_fix(title(fix), text_edits(&fix.edits, document, client), fix.certain));
                }
                if actions.len() < MAX_ACTIONS
                    && let Some(comment) = ignoring(found, document, client)
                {
                    actions.push(quick_fix(format!("Ignore `{}` on this line", found.rule.code), vec![comment], false));
                }
            }
        }
        let certain = certain_edits(document);
        if is_wanted(&FIX_ALL) && !certain.is_empty() {
            actions.push(CodeAction {
                title: format!("Apply all certain fixes of {NAME}"),
                kind: Some(FIX_ALL),
                edit: Some(edit_of(text_edits(&certain, document, client), document, client)),
                ..CodeAction::default()
            });
        }
        actions.into_iter().map(Into::into).collect()
    }
}

fn title(fix: &Fix) -> String {
    match &fix.effect {
        Some(effect) => format!("{}: {effect}", fix.title),
        None => fix.title.clone(),
    }
}

/// Whether a kind is the wanted one, or below it: `source.fixAll.x` is below `source.fixAll`.
fn is_part_of(kind: &CodeActionKind, wanted: &CodeActionKind) -> bool {
    let rest = kind.as_str().strip_prefix(wanted.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || wanted.as_str().is_empty())
}

fn overlap(one: Range, other: Range) -> bool {
    one.start <= other.end && other.start <= one.end
}

/// Returns the edits of the certain fixes, one fix of each diagnostic. A fix whose edits overlap with those of an earlier
/// one is left out: the next check offers it again.
fn certain_edits(document: &Document) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    for found in document.diagnostics() {
        let Some(fix) = found.fixes.iter().find(|fix| fix.certain) else { continue };
        let is_free = |edit: &Edit| {
            edits.iter().all(|known| {
                let (known, edit) = (known.span, edit.span);
                known.end < edit.start || edit.end < known.start
            })
        };
        if fix.edits.iter().all(is_free) {
            edits.extend(fix.edits.iter().cloned());
        }
    }
    edits.sort_by_key(|edit| edit.span.start);
    edits
}

/// Returns the comment above a line of YAML that ignores a warning or an advice in it, if that works there. An error is
/// not ignored: Velero refuses the text all the same.
fn ignoring(found: &Diagnostic, document: &Document, client: &Client) -> Option<TextEdit> {
    let own = document.own().filter(|_| document.format == Format::Yaml && found.severity != Severity::Error)?;
    let range = diagnostics::range_of(found, &document.text, client);
    let position = Position { line: range.start.line, character: 0 };
    let (before, after) = document.text.split_at(document.text.offset(position, client.encoding));
    let indentation = after.get(..after.len() - after.trim_start_matches(' ').len()).unwrap_or_default();
    let comment = format!("{indentation}{}\n", ignore_comment(found.rule.code));
    // A comment in a string, for instance, is none.
    let text = [before, &comment, after].concat();
    let levels = &own.settings.levels;
    let read = CheckedDocument::read_with_levels(text, document.format, None, own.settings.cluster(), levels);
    let works = read.diagnostics().len() < document.diagnostics().len();
    works.then(|| TextEdit::new(Range { start: position, end: position }, comment))
}

fn text_edits(edits: &[Edit], document: &Document, client: &Client) -> Vec<TextEdit> {
    let edits = edits.iter();
    edits.map(|edit| TextEdit::new(document.text.range(edit.span, client.encoding), edit.text.clone())).collect()
}

fn edit_of(edits: Vec<TextEdit>, document: &Document, client: &Client) -> WorkspaceEdit {
    if client.has_versioned_edits {
        let uri = document.uri.clone();
        let text_document = OptionalVersionedTextDocumentIdentifier { uri, version: Some(document.version) };
        let edits = edits.into_iter().map(OneOf::Left).collect();
        let changes = DocumentChanges::Edits(vec![TextDocumentEdit { text_document, edits }]);
        return WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() };
    }
    #[expect(clippy::mutable_key_type, reason = "the type of the protocol's crate")]
    let changes = HashMap::from([(document.uri.clone(), edits)]);
    WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
}
