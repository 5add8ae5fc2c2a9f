//! Rules, and whose behaviour they follow.

use std::fmt;

use crate::release::{Behaviour, Releases};

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
    /// All releases of Velero.
    Velero,
    /// The releases of Velero that have a behaviour.
    VeleroWith(Behaviour),
    /// The releases of Velero before those that have a behaviour.
    VeleroBefore(Behaviour),
    /// Velero's libraries for schedules.
    Cron,
    /// Kubernetes' validation of names and labels.
    Kubernetes,
    /// The API server, with Velero's CustomResourceDefinitions.
    ApiServer,
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
    /// Returns the releases of Velero in which the rule holds; `None` if it does not follow Velero.
    pub fn releases(self) -> Option<Releases> {
        match self {
            Authority::Velero | Authority::Cron => Some(Releases::ALL),
            Authority::VeleroWith(behaviour) => Some(behaviour.releases()),
            Authority::VeleroBefore(behaviour) => Some(behaviour.releases().before()),
            _ => None,
        }
    }
}

/// Writes the name, with the version.
impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Authority::Velero | Authority::VeleroWith(_) | Authority::VeleroBefore(_) => {
                let releases = self.releases().expect("it follows Velero");
                return write!(f, "Velero {releases}");
            }
            Authority::Interface => "the interface: charmlibs-interfaces-k8s-backup-target 0.1.0.post1",
            Authority::Integrator => "the charms velero-integrator and velero-operator, May 2026",
            Authority::Cron => {
                "Velero: robfig/cron 3.0.1 before 1.18.3, go-cron 0.15.0 since, time zones of tzdata 2026.6"
            }
            Authority::Kubernetes => "Kubernetes: apimachinery 0.36.0",
            Authority::ApiServer => "the Kubernetes API server, with Velero's CustomResourceDefinitions",
            Authority::Juju => "Juju 3.6: github.com/juju/names v5",
            Authority::Json => "JSON: RFC 8259",
            Authority::Yaml => "YAML 1.2.2, core schema",
            Authority::Project => "this project",
        };
        f.write_str(name)
    }
}

/// The inputs that a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AppliesTo {
    /// Specs, targets and databags of the interface.
    Specs,
    /// Velero's Backups and Schedules.
    Backups,
    /// All of these.
    Both,
    /// Other inputs: kinds, objects and settings.
    Inputs,
}

/// Writes the inputs as a list.
impl fmt::Display for AppliesTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            AppliesTo::Specs => "specs",
            AppliesTo::Backups => "Backups and Schedules",
            AppliesTo::Both => "specs, Backups and Schedules",
            AppliesTo::Inputs => "kinds, inventories and settings",
        })
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
    /// Why it matters, with an example and what to write instead, in Markdown. Empty without the feature `explanations`.
    pub explanation: &'static str,
    /// The inputs that the rule is about.
    pub applies_to: AppliesTo,
    /// Whose behaviour the rule follows.
    pub authority: Authority,
}

/// Returns the explanation of a rule if this build has them.
pub(crate) const fn explanation(text: &'static str) -> &'static str {
    if cfg!(feature = "explanations") { text } else { "" }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Rule {}
