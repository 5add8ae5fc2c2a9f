//! JSON with all data of each diagnostic.

use k8s_backup_target_render::json;

use crate::report::Report;

/// The whole report.
pub(crate) fn text(report: &Report) -> String {
    let report = json::Report {
        diagnostics: report.diagnostics().map(|(file, found)| (file.name.as_str(), found)).collect(),
        files: report.files.iter().map(|file| (file.name.as_str(), file.release)).collect(),
        unreadable: report.unreadable.iter().map(|file| (file.name.as_str(), file.reason.as_str())).collect(),
        skipped: report.skipped,
        skipped_files: report.skipped_files,
    };
    report.text()
}
