//! `POST /check`: the check of any text that the command checks.

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::validation::{CheckedDocument, Format};
use k8s_backup_target_render::json::Report;

use crate::Settings;

/// The name of the text in the report.
const NAME: &str = "body";

/// Checks a text. Returns the report as JSON, or why the text cannot be read.
pub(crate) fn answer(settings: &Settings, body: &[u8]) -> Result<String, String> {
    let not_utf_8 =
        |error: std::str::Utf8Error| format!("the byte at offset {} is not UTF-8: send UTF-8", error.valid_up_to());
    let text = str::from_utf8(body).map_err(not_utf_8)?;
    let cluster = settings.cluster.as_ref();
    let format = Format::guess(text);
    let document = CheckedDocument::read_with_levels(text.to_owned(), format, None, cluster, &settings.levels);
    let report = Report {
        diagnostics: document.diagnostics().iter().map(|found| (NAME, found)).collect(),
        files: vec![(NAME, Some(cluster.map(Cluster::release).unwrap_or_default()))],
        skipped: document.skipped() as usize,
        ..Report::default()
    };
    Ok(report.text())
}
