//! Fixes of diagnostics, as code actions.

use std::collections::HashMap;

use k8s_backup_target::diagnostic::{Edit, Fix};
use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, Range, TextDocumentEdit, TextEdit, WorkspaceEdit,
};

use super::client::Client;
use super::documents::Document;
use super::{NAME, Server, diagnostics};

/// The kind of the action that applies all certain fixes of a file. Clients ask for it by `source.fixAll`, on save too.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.k8s-backup-target");

impl Server<'_> {
    /// Returns the fixes of the diagnostics in a range. The title of a fix says what it adds to the backup, or removes from
    /// it.
    pub(super) fn actions(&mut self, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
        let client = &self.client;
        let Some((document, _)) = self.documents.get(&params.text_document.uri, self.system) else { return Vec::new() };
        let is_wanted = |kind: &CodeActionKind| match &params.context.only {
            None => *kind != FIX_ALL,
            Some(kinds) => kinds.iter().any(|wanted| is_part_of(kind, wanted)),
        };
        let mut actions = Vec::new();
        if is_wanted(&CodeActionKind::QUICKFIX) {
            for found in document.diagnostics() {
                if !overlap(diagnostics::range_of(found, document, client), params.range) {
                    continue;
                }
                actions.extend(found.fixes.iter().map(|fix| CodeAction {
                    title: title(fix),
                    kind: Some(CodeActionKind::QUICKFIX),
                    diagnostics: Some(vec![diagnostics::one(found, document, client)]),
                    edit: Some(edit_of(&fix.edits, document, client)),
                    is_preferred: Some(fix.certain),
                    ..CodeAction::default()
                }));
            }
        }
        let certain = certain_edits(document);
        if is_wanted(&FIX_ALL) && !certain.is_empty() {
            actions.push(CodeAction {
                title: format!("Apply all certain fixes of {NAME}"),
                kind: Some(FIX_ALL),
                edit: Some(edit_of(&certain, document, client)),
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

fn edit_of(edits: &[Edit], document: &Document, client: &Client) -> WorkspaceEdit {
    let edits: Vec<TextEdit> = edits
        .iter()
        .map(|edit| TextEdit::new(document.text.range(edit.span, client.encoding), edit.text.clone()))
        .collect();
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
