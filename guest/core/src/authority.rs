//! Whose behaviour a rule follows, with the version that was read and measured.

/// The Python library that the interface comes from.
pub(crate) const INTERFACE: &str = "the interface: charmlibs-interfaces-k8s-backup-target 0.1.0.post1";
/// The charm that merges targets with a schedule, and the operator behind it.
pub(crate) const INTEGRATOR: &str = "the charms velero-integrator and velero-operator, May 2026";
/// Velero, and the libraries that it decides with.
pub(crate) const VELERO: &str = "Velero d30d389b (after v1.18.1), Go's time.ParseDuration, gobwas/glob 0.2.3";
/// What Velero reads a schedule with.
pub(crate) const CRON: &str = "Velero d30d389b: robfig/cron 3.0.1, time zones of tzdata 2026.6";
/// Kubernetes' checks of names and labels.
pub(crate) const KUBERNETES: &str = "Kubernetes: apimachinery 0.36.0";
/// Juju's checks of names.
pub(crate) const JUJU: &str = "Juju 3.6: github.com/juju/names v5";
/// The texts that people write.
pub(crate) const JSON: &str = "JSON: RFC 8259";
/// See [`JSON`].
pub(crate) const YAML: &str = "YAML 1.2.2, core schema";
