//! Inlay hints: when a schedule runs, and how long a backup is kept.

use k8s_backup_target::release::Release;
use k8s_backup_target::velero::duration::Duration;
use lsp_types::{InlayHint, InlayHintLabel, InlayHintParams};
use serde_json::Value;

use super::Server;
use super::hover::in_words;

/// Returns a time in words.
type InWords = fn(&str, Release) -> Option<String>;

/// The places of times in what a document contains, with their words.
const TIMES: [(&str, InWords); 6] = [
    ("/ttl", |text, _| words_of(text)),
    ("/template/ttl", |text, _| words_of(text)),
    ("/spec/ttl", |text, _| words_of(text)),
    ("/spec/template/ttl", |text, _| words_of(text)),
    ("/schedule", in_words),
    ("/spec/schedule", in_words),
];

impl Server<'_> {
    /// Returns the hints in a range, after their values.
    pub(super) fn hints(&mut self, params: &InlayHintParams) -> Vec<InlayHint> {
        let encoding = self.client.encoding;
        let document = self.documents.get(&params.text_document.uri, &mut self.files);
        let Some((document, own)) = document.and_then(|(document, _)| Some((document, document.own()?))) else {
            return Vec::new();
        };
        let release = own.settings.release();
        let mut documents: Vec<(u32, Value)> = Vec::new();
        let mut hints = Vec::new();
        for place in own.places() {
            if documents.last().is_none_or(|(subject, _)| *subject != place.subject) {
                let json = own.document.json().nth(place.subject as usize).flatten();
                let read = json.and_then(|json| serde_json::from_str(&json).ok());
                documents.push((place.subject, read.unwrap_or_default()));
            }
            let Some((_, value)) = documents.last() else { continue };
            for (end, words) in TIMES {
                let pointer = format!("{}{end}", place.pointer);
                let text = value.pointer(&pointer).and_then(Value::as_str);
                let Some(words) = text.and_then(|text| words(text, release)).filter(|words| text != Some(words)) else {
                    continue;
                };
                let Some(span) = own.document.locate(place.subject, &pointer) else { continue };
                let position = document.text.range(span, encoding).end;
                if params.range.start <= position && position <= params.range.end {
                    hints.push(InlayHint {
                        position,
                        label: InlayHintLabel::String(words),
                        kind: None,
                        text_edits: None,
                        tooltip: None,
                        padding_left: Some(true),
                        padding_right: None,
                        data: None,
                    });
                }
            }
        }
        hints
    }
}

fn words_of(duration: &str) -> Option<String> {
    Some(duration.parse::<Duration>().ok()?.in_words())
}
