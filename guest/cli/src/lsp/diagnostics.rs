//! Diagnostics, as the protocol has them.

use k8s_backup_target::diagnostic::{Diagnostic, Severity};
use lsp_types::{
    CodeDescription, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Range, Uri,
};

use super::NAME;
use super::client::Client;
use super::text::Text;

/// The page with all rules. Each has its code as the anchor.
const RULES: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/rules.md");

/// Returns a diagnostic of a text. One about the whole text has the range of its first character.
pub(super) fn of(found: &Diagnostic, uri: &Uri, text: &Text, client: &Client) -> lsp_types::Diagnostic {
    let help = found.help.as_deref().map(|help| format!("\nhelp: {help}"));
    let related = found.related.iter().filter_map(|related| {
        let range = text.range(related.span?, client.encoding);
        let location = Location { uri: uri.clone(), range };
        Some(DiagnosticRelatedInformation { location, message: related.message.clone() })
    });
    let related: Vec<_> = if client.has_related_information { related.collect() } else { Vec::new() };
    lsp_types::Diagnostic {
        range: range_of(found, text, client),
        severity: Some(match found.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Advice => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(found.rule.code.to_owned())),
        code_description: format!("{RULES}#{}", found.rule.code).parse().ok().map(|href| CodeDescription { href }),
        source: Some(NAME.to_owned()),
        message: found.message.clone() + &help.unwrap_or_default(),
        related_information: (!related.is_empty()).then_some(related),
        ..lsp_types::Diagnostic::default()
    }
}

/// Returns what a diagnostic marks.
pub(super) fn range_of(found: &Diagnostic, text: &Text, client: &Client) -> Range {
    found.span.map(|span| text.range(span, client.encoding)).unwrap_or_default()
}
