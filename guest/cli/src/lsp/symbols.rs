//! The specs, targets, Backups and Schedules of a text, for an outline.

use k8s_backup_target::validation::TextPlace;
use lsp_types::{DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, SymbolKind};

use super::Server;

impl Server<'_> {
    /// Returns what a text contains, in the order of the text.
    pub(super) fn symbols(&mut self, params: &DocumentSymbolParams) -> DocumentSymbolResponse {
        let encoding = self.client.encoding;
        let mut symbols = Vec::new();
        let document = self.documents.get(&params.text_document.uri, &mut self.files);
        if let Some((document, own)) = document.and_then(|(document, _)| Some((document, document.own()?))) {
            let read = &own.document;
            let mut add = |name: String, detail: Option<String>, place: &TextPlace| {
                let Some(span) = read.locate(place.subject, &place.pointer) else { return };
                let range = document.text.range(span, encoding);
                #[expect(deprecated, reason = "the type of the protocol has a deprecated field")]
                symbols.push(DocumentSymbol {
                    name,
                    detail,
                    kind: SymbolKind::OBJECT,
                    tags: None,
                    deprecated: None,
                    range,
                    selection_range: range,
                    children: None,
                });
            };
            for (target, place) in read.targets().iter().zip(read.target_places()) {
                let name = format!("{}:{}", target.app, target.relation_name);
                add(name, Some(format!("target in model {}", target.model)), place);
            }
            let is_of_target = |place: &TextPlace| {
                let is_around =
                    |target: &TextPlace| target.subject == place.subject && place.pointer.starts_with(&target.pointer);
                read.target_places().iter().any(is_around)
            };
            for place in read.spec_places().iter().filter(|place| !is_of_target(place)) {
                add("spec".to_owned(), None, place);
            }
            for (backup, place) in read.backups().iter().zip(read.backup_places()) {
                let kind = if backup.schedule.is_some() { "Schedule" } else { "Backup" };
                let name = backup.name.clone().unwrap_or_else(|| "without a name".to_owned());
                add(name, Some(kind.to_owned()), place);
            }
        }
        symbols.sort_by_key(|symbol| symbol.range.start);
        DocumentSymbolResponse::Nested(symbols)
    }
}
