//! How a command ends.

use k8s_backup_target::diagnostic::{Diagnostic, Severity};

use crate::input::Unreadable;

/// The exit status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// There is nothing wrong.
    #[default]
    Fine = 0,
    /// Errors were found in the input, or what was asked for is not there.
    Problems = 1,
    /// The command could not run: wrong usage, or something that cannot be read.
    Unable = 2,
}

/// What a command writes, and its exit status.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) output: String,
    pub(crate) complaints: String,
    pub(crate) status: Status,
}

impl Outcome {
    /// All that there is to say.
    pub(crate) fn fine(output: impl Into<String>) -> Self {
        Outcome { output: output.into(), ..Outcome::default() }
    }

    /// The command cannot run, for this reason.
    pub(crate) fn unable(reason: &str) -> Self {
        Outcome { complaints: format!("error: {reason}\n"), status: Status::Unable, ..Outcome::default() }
    }

    pub(crate) fn worsen(&mut self, status: Status) {
        self.status = self.status.max(status);
    }

    /// What cannot be read, on standard error.
    pub(crate) fn report_unreadable(&mut self, unreadable: &[Unreadable]) {
        for unreadable in unreadable {
            self.complaints += &unreadable.complaint();
            self.worsen(Status::Unable);
        }
    }

    /// Whether some of what is said is an error.
    pub(crate) fn judge<'d>(&mut self, diagnostics: impl IntoIterator<Item = &'d Diagnostic>) {
        if diagnostics.into_iter().any(|diagnostic| diagnostic.rule.severity == Severity::Error) {
            self.worsen(Status::Problems);
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
