//! Text for people, in the style of rustc.

use k8s_backup_target_render::{Color, Source, render};

use crate::report::Report;

/// Writes each diagnostic with its source lines, then a summary.
pub(crate) fn text(report: &Report, color: Color) -> String {
    let mut text = String::new();
    for file in report.all_files().filter(|file| !file.diagnostics.is_empty()) {
        text += &render(&file.diagnostics, Source { name: &file.name, text: &file.text }, color);
        text.push('\n');
    }
    text + &report.summary() + "\n"
}
