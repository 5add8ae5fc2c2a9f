//! The findings about one subject, up to a limit.

use crate::catalogue::TOO_MANY_PROBLEMS;
use crate::diagnostic::{Diagnostic, Finding};

/// Maximum number of diagnostics about one subject; the rest are counted.
pub(crate) const MAX_DIAGNOSTICS: usize = 1000;

/// Maximum number of diagnostics about all subjects together, where a host may pass any number of them.
pub(crate) const MAX_TOTAL_DIAGNOSTICS: usize = 10_000;

/// The finding at the end of an incomplete list.
pub(crate) fn more_problems(not_listed: usize) -> Finding {
    let message = match not_listed {
        1 => "1 more problem is not listed".to_owned(),
        more => format!("{more} more problems are not listed"),
    };
    TOO_MANY_PROBLEMS.violation(message).help("fix the listed problems, and check again")
}

/// Collects the findings about one subject.
///
/// After a limit they are only counted, so that a malicious text cannot fill the memory.
#[derive(Debug, Default)]
pub(crate) struct Report {
    subject: Option<u32>,
    findings: Vec<Finding>,
    not_listed: usize,
    /// Whether findings are only counted: those about other subjects have reached the limit.
    counts_only: bool,
}

impl Report {
    pub(crate) fn about(subject: u32) -> Self {
        Report { subject: Some(subject), ..Report::default() }
    }

    /// Returns a report that only counts findings.
    pub(crate) fn counting(subject: u32) -> Self {
        Report { counts_only: true, ..Report::about(subject) }
    }

    /// Only counts findings from now on.
    pub(crate) fn only_count(&mut self) {
        self.counts_only = true;
    }

    /// Returns the number of findings that are kept.
    pub(crate) fn listed(&self) -> usize {
        self.findings.len()
    }

    /// Returns the number of findings that were only counted, if this report only counts.
    pub(crate) fn only_counted(&self) -> usize {
        if self.counts_only { self.not_listed } else { 0 }
    }

    /// Adds a finding. The closure only runs if the finding is kept.
    pub(crate) fn push(&mut self, finding: impl FnOnce() -> Finding) {
        if self.findings.len() < MAX_DIAGNOSTICS && !self.counts_only {
            self.take(finding());
        } else {
            self.not_listed += 1;
        }
    }

    #[inline(never)]
    fn take(&mut self, mut finding: Finding) {
        let subject = self.subject;
        let diagnostic = &mut finding.diagnostic;
        diagnostic.subject = diagnostic.subject.or(subject);
        for related in &mut diagnostic.related {
            related.subject = related.subject.or(subject);
        }
        self.findings.push(finding);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// Returns the findings in order, and a last one if some were only counted.
    pub(crate) fn into_findings(mut self) -> Vec<Finding> {
        if self.not_listed > 0 && !self.counts_only {
            let mut closing = more_problems(self.not_listed);
            closing.diagnostic.subject = self.subject;
            self.findings.push(closing);
        }
        self.findings
    }

    /// Returns the findings as diagnostics without spans.
    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.into_findings().into_iter().map(Finding::into_diagnostic).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_counts_findings_that_it_does_not_list() {
        let mut report = Report::about(4);
        for _ in 0..MAX_DIAGNOSTICS + 2 {
            report.push(|| TOO_MANY_PROBLEMS.violation("something"));
        }
        let diagnostics = report.into_diagnostics();
        assert_eq!(diagnostics.len(), MAX_DIAGNOSTICS + 1);
        let last = diagnostics.last().expect("not empty");
        assert_eq!((last.rule, last.subject), (&TOO_MANY_PROBLEMS, Some(4)));
        assert_eq!(last.message, "2 more problems are not listed");
    }
}
