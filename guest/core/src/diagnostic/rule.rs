//! Rules, and whose behaviour they follow.

use std::fmt;

/// The severity of a violation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The interface, Velero, Kubernetes or Juju refuses it, or it does harm.
    Error,
    /// It has no effect, or an effect that is probably not intended.
    Warning,
    /// It can be improved.
    Advice,
}

impl Severity {
    /// Returns the name: `error`, `warning` or `advice`.
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        }
    }
}

/// Whose behaviour a rule follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Authority {
    /// The Python library of the interface.
    Interface,
    /// The charm that merges targets with a schedule, and the operator that gets the result.
    Integrator,
    /// Velero and its libraries.
    Velero,
    /// Velero's library for schedules.
    Cron,
    /// Kubernetes' validation of names and labels.
    Kubernetes,
    /// Juju's validation of names.
    Juju,
    /// The JSON format.
    Json,
    /// The YAML format.
    Yaml,
    /// This project: its own limits and settings.
    Project,
}

impl Authority {
    /// Returns the name, with the version.
    pub const fn name(self) -> &'static str {
        match self {
            Authority::Interface => "the interface: charmlibs-interfaces-k8s-backup-target 0.1.0.post1",
            Authority::Integrator => "the charms velero-integrator and velero-operator, May 2026",
            Authority::Velero => "Velero d30d389b (after v1.18.1), Go's time.ParseDuration, gobwas/glob 0.2.3",
            Authority::Cron => "Velero d30d389b: robfig/cron 3.0.1, time zones of tzdata 2026.6",
            Authority::Kubernetes => "Kubernetes: apimachinery 0.36.0",
            Authority::Juju => "Juju 3.6: github.com/juju/names v5",
            Authority::Json => "JSON: RFC 8259",
            Authority::Yaml => "YAML 1.2.2, core schema",
            Authority::Project => "this project",
        }
    }
}

impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A requirement for an input. A [`Diagnostic`](super::Diagnostic) is one violation of a rule.
///
/// Rules are compared by their codes.
#[derive(Debug)]
pub struct Rule {
    /// Stable kebab-case name.
    pub code: &'static str,
    /// The severity of a violation.
    pub severity: Severity,
    /// The requirement, in one line.
    pub summary: &'static str,
    /// Why it matters, with an example and what to write instead, in Markdown.
    pub explanation: &'static str,
    /// Whose behaviour the rule follows.
    pub authority: Authority,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Rule {}
