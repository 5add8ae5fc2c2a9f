//! What `check` found, ready to be written in any format.

use k8s_backup_target::diagnostic::{Diagnostic, Severity};
use k8s_backup_target_render::summary;

use crate::input::Unreadable;

/// What was found in all that was named.
pub(crate) struct Report {
    pub(crate) files: Vec<CheckedFile>,
    pub(crate) unreadable: Vec<Unreadable>,
    /// How many files of folders are lists of objects that kubectl printed.
    pub(crate) passed_over: usize,
    /// What is as bad as this, or worse, fails the check.
    pub(crate) denied: Severity,
}

/// A text, and what was found in it, in its order.
pub(crate) struct CheckedFile {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// How many diagnostics there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) advice: usize,
}

impl Report {
    /// Each diagnostic with its file.
    pub(crate) fn diagnostics(&self) -> impl Iterator<Item = (&CheckedFile, &Diagnostic)> {
        self.files.iter().flat_map(|file| file.diagnostics.iter().map(move |diagnostic| (file, diagnostic)))
    }

    pub(crate) fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for (_, diagnostic) in self.diagnostics() {
            match diagnostic.rule.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Advice => counts.advice += 1,
            }
        }
        counts
    }

    /// Whether a diagnostic fails the check.
    pub(crate) fn is_denied(&self, diagnostic: &Diagnostic) -> bool {
        diagnostic.rule.severity <= self.denied
    }

    /// `checked 2 files: 3 errors, 2 warnings`
    pub(crate) fn summary(&self) -> String {
        let Counts { errors, warnings, advice } = self.counts();
        let found = if self.files.is_empty() {
            String::new()
        } else {
            format!(": {}", summary(self.diagnostics().map(|(_, diagnostic)| diagnostic)))
        };
        let unreadable = match self.unreadable.len() {
            0 => String::new(),
            count => format!("; {count} could not be read"),
        };
        let passed_over = match self.passed_over {
            0 => String::new(),
            1 => "; 1 list of Kubernetes objects is passed over".to_owned(),
            count => format!("; {count} lists of Kubernetes objects are passed over"),
        };
        let files = match self.files.len() {
            1 => "1 file".to_owned(),
            count => format!("{count} files"),
        };
        let denied = match (errors, self.denied) {
            (0, Severity::Warning) if warnings > 0 => " (warnings are denied)",
            (0, Severity::Advice) if warnings + advice > 0 => " (warnings and advice are denied)",
            _ => "",
        };
        format!("checked {files}{found}{denied}{unreadable}{passed_over}")
    }
}
