//! The result of a command: its output and its exit status.

use k8s_backup_target::diagnostic::{Diagnostic, Severity};

use crate::input::Unreadable;
use crate::report::CheckedFile;

/// The exit status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// No errors were found.
    #[default]
    Success = 0,
    /// Errors were found in the input, or what was asked for is not there.
    Problems = 1,
    /// The command could not run: wrong usage, or something that cannot be read.
    Failure = 2,
}

/// What a command writes, and its exit status.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) status: Status,
    /// The configuration that is not valid, if the command ended for this reason.
    pub(crate) configuration: Option<Box<CheckedFile>>,
}

impl Outcome {
    /// The command succeeded, with this on standard output.
    pub(crate) fn success(stdout: impl Into<String>) -> Self {
        Outcome { stdout: stdout.into(), ..Outcome::default() }
    }

    /// The command could not run, for this reason.
    pub(crate) fn failure(reason: &str) -> Self {
        Outcome { stderr: format!("error: {reason}\n"), status: Status::Failure, ..Outcome::default() }
    }

    /// Raises the exit status to this one, if it is lower.
    pub(crate) fn raise(&mut self, status: Status) {
        self.status = self.status.max(status);
    }

    /// Reports on standard error what cannot be read.
    pub(crate) fn report_unreadable(&mut self, unreadable: &[Unreadable]) {
        for unreadable in unreadable {
            self.stderr += &unreadable.message();
            self.raise(Status::Failure);
        }
    }

    /// Raises the exit status if one of the diagnostics is an error.
    pub(crate) fn judge<'d>(&mut self, diagnostics: impl IntoIterator<Item = &'d Diagnostic>) {
        if diagnostics.into_iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
            self.raise(Status::Problems);
        }
    }
}

impl From<Unreadable> for Outcome {
    fn from(unreadable: Unreadable) -> Self {
        let mut outcome = Outcome::default();
        outcome.report_unreadable(&[unreadable]);
        outcome
    }
}
