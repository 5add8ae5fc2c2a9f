//! Annotations of GitHub workflows: a command for each diagnostic, which GitHub shows at its lines.

use std::fmt::Write;

use k8s_backup_target::diagnostic::{Diagnostic, Severity, is_hidden};

use super::LOG_COMMAND;
use crate::report::Report;

/// Writes a workflow command for each diagnostic and each file that cannot be read, then a summary.
pub(crate) fn text(report: &Report) -> String {
    let mut text = String::new();
    for (file, diagnostic) in report.diagnostics() {
        text += &annotation(&file.name, diagnostic);
    }
    for unreadable in &report.unreadable {
        let (file, reason) = (property(&unreadable.name), data(&unreadable.reason));
        let _ = writeln!(text, "::error file={file},title=cannot be read::{reason}");
    }
    text + &report.summary() + "\n"
}

fn annotation(name: &str, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "notice",
    };
    let mut properties = format!("file={}", property(name));
    if let Some(span) = &diagnostic.span {
        let (start, end) = (span.start, span.end);
        let _ = write!(properties, ",line={},endLine={}", start.line, end.line);
        // GitHub accepts columns only within one line.
        if start.line == end.line {
            let _ = write!(properties, ",col={},endColumn={}", start.column, end.column);
        }
    }
    let mut message = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        let _ = write!(message, "\nhelp: {help}");
    }
    format!("::{level} {properties},title={}::{}\n", property(diagnostic.rule.code), data(&message))
}

/// The same as `escapeData` of GitHub's toolkit, and other hidden characters are escaped.
fn data(text: &str) -> String {
    let mut data = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '%' => data.push_str("%25"),
            '\r' => data.push_str("%0D"),
            '\n' => data.push_str("%0A"),
            _ if is_hidden(char) => data.extend(char.escape_default()),
            _ => data.push(char),
        }
    }
    data.replace(LOG_COMMAND, "\\u{23}#[")
}

/// The same as `escapeProperty` of GitHub's toolkit.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
