//! The result of `check`, for all formats.

use k8s_backup_target::diagnostic::{Diagnostic, Severity};
use k8s_backup_target::release::Release;
use k8s_backup_target_render::summary;

use crate::input::Unreadable;

/// The diagnostics of all files.
pub(crate) struct Report {
    /// The configurations with diagnostics.
    pub(crate) configurations: Vec<CheckedFile>,
    pub(crate) files: Vec<CheckedFile>,
    pub(crate) unreadable: Vec<Unreadable>,
    /// Number of Kubernetes objects that were skipped, because they are of other kinds.
    pub(crate) skipped: usize,
    /// Number of files in folders that were skipped, because they are of other programs.
    pub(crate) skipped_files: usize,
    /// The check fails for this severity and higher ones.
    pub(crate) denied: Severity,
}

/// A text and its diagnostics, in the order of the text.
#[derive(Debug)]
pub(crate) struct CheckedFile {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The release of Velero that it was checked for; `None` for a configuration.
    pub(crate) release: Option<Release>,
}

/// The number of diagnostics of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) advice: usize,
}

impl Report {
    /// The configurations with diagnostics, and then the files.
    pub(crate) fn all_files(&self) -> impl Iterator<Item = &CheckedFile> {
        self.configurations.iter().chain(&self.files)
    }

    /// Each diagnostic with its file.
    pub(crate) fn diagnostics(&self) -> impl Iterator<Item = (&CheckedFile, &Diagnostic)> {
        self.all_files().flat_map(|file| file.diagnostics.iter().map(move |diagnostic| (file, diagnostic)))
    }

    pub(crate) fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for (_, diagnostic) in self.diagnostics() {
            match diagnostic.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Advice => counts.advice += 1,
            }
        }
        counts
    }

    /// Returns whether a diagnostic fails the check.
    pub(crate) fn is_denied(&self, diagnostic: &Diagnostic) -> bool {
        diagnostic.severity <= self.denied
    }

    /// Returns a line such as `checked 2 files: 3 errors, 2 warnings`.
    pub(crate) fn summary(&self) -> String {
        let Counts { errors, warnings, advice } = self.counts();
        let found = if self.all_files().next().is_none() {
            String::new()
        } else {
            format!(": {}", summary(self.diagnostics().map(|(_, diagnostic)| diagnostic)))
        };
        let unreadable = match self.unreadable.len() {
            0 => String::new(),
            count => format!("; {count} could not be read"),
        };
        let skipped = match self.skipped {
            0 => String::new(),
            1 => "; skipped 1 object of another kind".to_owned(),
            count => format!("; skipped {count} objects of other kinds"),
        };
        let skipped_files = match self.skipped_files {
            0 => String::new(),
            1 => "; skipped 1 other file".to_owned(),
            count => format!("; skipped {count} other files"),
        };
        let files = match self.files.len() {
            1 => "1 file".to_owned(),
            count => format!("{count} files"),
        };
        let denied = match (errors, self.denied) {
            (0, Severity::Warning) if warnings > 0 => " (warnings are denied)",
            (0, Severity::Advice) if warnings + advice > 0 => " (warnings and notes are denied)",
            _ => "",
        };
        format!("checked {files}{found}{denied}{unreadable}{skipped}{skipped_files}")
    }
}
