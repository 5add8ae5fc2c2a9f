//! The merge: what the backup operator, and then Velero, gets for targets and a schedule.

mod manifest;
mod named;
mod plan;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

pub use self::manifest::{backup_manifest, manifest_of_spec, schedule_manifest};
pub use self::named::{named_manifests, object_names};
pub use self::plan::{MAX_TARGETS, ManifestKind, MergePlan, PlannedWrite, TargetManifest, plan};
use crate::cluster::Cluster;
use crate::diagnostic::{Diagnostic, Pointer};
use crate::model::{Databag, SPEC_FIELDS, ScheduleConfig, Spec, Target};
use crate::release::Release;
use crate::report::Report;
use crate::rules::schedule;

/// A spec with the schedule that the integrator adds to it.
///
/// Serializes to the value of the key `spec` in a `velero_backup_config` databag, as pydantic's `model_dump_json`
/// writes it: compact, in the order of the integrator, with nulls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VeleroBackupSpec {
    /// The spec of the target.
    pub spec: Spec,
    /// The schedule; an empty expression is `None`.
    pub schedule: ScheduleConfig,
}

/// The integrator's order of the spec's fields.
const INTEGRATOR_ORDER: [&str; SPEC_FIELDS.len()] = [
    "include_namespaces",
    "include_resources",
    "exclude_namespaces",
    "exclude_resources",
    "label_selector",
    "ttl",
    "include_cluster_resources",
];

impl Serialize for VeleroBackupSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let VeleroBackupSpec { spec, schedule } = self;
        let mut map = serializer.serialize_map(None)?;
        for name in INTEGRATOR_ORDER {
            let field = SPEC_FIELDS.iter().find(|field| field.name == name).expect("each is a field of a spec");
            map.serialize_entry(name, &field.value(spec))?;
        }
        map.serialize_entry("schedule", &schedule.expression())?;
        map.serialize_entry("paused", &schedule.paused)?;
        map.serialize_entry("skip_immediately", &schedule.skip_immediately)?;
        map.serialize_entry("use_owner_references_in_backup", &schedule.use_owner_references_in_backup)?;
        map.end()
    }
}

/// Merges a spec and a schedule like the integrator (velero-integrator, May 2026). The spec is not checked.
///
/// # Errors
///
/// Why the integrator refuses the schedule. Refusals of Velero are not errors here.
pub fn merge(target: &Target, schedule: &ScheduleConfig) -> Result<VeleroBackupSpec, Vec<Diagnostic>> {
    let mut report = Report::default();
    schedule::check_for_integrator(schedule, Release::default(), &Pointer::Root, &mut report);
    let refusals = report.into_diagnostics();
    if refusals.is_empty() { Ok(merged(target, schedule)) } else { Err(refusals) }
}

fn merged(target: &Target, schedule: &ScheduleConfig) -> VeleroBackupSpec {
    let expression = schedule.expression().map(str::to_owned);
    VeleroBackupSpec {
        spec: target.spec.clone(),
        schedule: ScheduleConfig { schedule: expression, ..schedule.clone() },
    }
}

/// Returns the `velero_backup_config` databag of a target: the keys spec, app, relation_name and model, byte for byte
/// as the integrator writes them.
///
/// # Errors
///
/// Why the integrator or Velero refuses the schedule, or that it never matches. The integrator itself accepts some
/// schedules that Velero refuses.
/// The release of Velero is that of the cluster.
pub fn to_databag(
    target: &Target,
    schedule: &ScheduleConfig,
    cluster: Option<&Cluster>,
) -> Result<Databag, Vec<Diagnostic>> {
    let refusals = schedule::refusals_of_databag(schedule, Cluster::or_builtin(cluster).release());
    if refusals.is_empty() { Ok(databag(target, schedule)) } else { Err(refusals) }
}

fn databag(target: &Target, schedule: &ScheduleConfig) -> Databag {
    let spec = serde_json::to_string(&merged(target, schedule)).expect("string keys into memory");
    let entries = [
        ("spec", spec),
        ("app", target.app.clone()),
        ("relation_name", target.relation_name.clone()),
        ("model", target.model.clone()),
    ];
    entries.into_iter().collect()
}
