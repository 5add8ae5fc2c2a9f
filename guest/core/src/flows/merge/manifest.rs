//! The objects that the backup operator creates for a target: Velero's Backup and Schedule (velero.io/v1).

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::cluster::Cluster;
use crate::diagnostic::{Diagnostic, Pointer, Severity};
use crate::model::{FieldValue, LabelSelector, SPEC_FIELDS, ScheduleConfig, Spec, Target, VeleroSettings};
use crate::report::Report;
use crate::rules::namespaces::VELERO_NAMESPACE;
use crate::rules::{self, plan, schedule, target};

/// Returns the JSON of the Backup that the operator creates for a target.
///
/// # Errors
///
/// Why Velero or Kubernetes refuses it. Pointers refer to the target or to the settings. The release of Velero is that
/// of the cluster.
pub fn backup_manifest(
    target: &Target,
    settings: &VeleroSettings,
    cluster: Option<&Cluster>,
) -> Result<String, Vec<Diagnostic>> {
    let mut refusals = refusals(target, Cluster::or_builtin(cluster), Report::default());
    refusals.extend(refusals_of_settings(settings));
    if refusals.is_empty() { Ok(backup_json(target, settings, None)) } else { Err(refusals) }
}

/// Returns the JSON of the Schedule that the operator creates for a target.
///
/// # Errors
///
/// Why Velero or Kubernetes refuses it, that there is no schedule, or that it never matches. Pointers refer to the
/// target, the settings, or the configuration of the schedule. Refusals of the integrator are not errors here.
pub fn schedule_manifest(
    target: &Target,
    config: &ScheduleConfig,
    settings: &VeleroSettings,
    cluster: Option<&Cluster>,
) -> Result<String, Vec<Diagnostic>> {
    let cluster = Cluster::or_builtin(cluster);
    let mut refusals = schedule::refusals_of_manifest(config, cluster.release());
    refusals.extend(self::refusals(target, cluster, Report::default()));
    refusals.extend(refusals_of_settings(settings));
    if refusals.is_empty() { Ok(schedule_json(target, config, settings, None)) } else { Err(refusals) }
}

/// Returns the JSON of a Schedule with this name for a spec that is not of a target, or of a Backup if there is no schedule.
/// It has no labels.
///
/// # Errors
///
/// Why Velero or Kubernetes refuses it. Pointers refer to the spec, the settings, or the configuration of the schedule.
pub fn manifest_of_spec(
    spec: &Spec,
    name: &str,
    config: &ScheduleConfig,
    settings: &VeleroSettings,
    cluster: Option<&Cluster>,
) -> Result<String, Vec<Diagnostic>> {
    let cluster = Cluster::or_builtin(cluster);
    let mut report = Report::default();
    rules::check_spec(spec, cluster, VELERO_NAMESPACE, &Pointer::Root, &mut report);
    let mut refusals = report.into_diagnostics();
    refusals.retain(|diagnostic| diagnostic.severity == Severity::Error);
    refusals.extend(refusals_of_settings(settings));
    let template = BackupSpec { spec, settings };
    let metadata = Metadata { name: Some(name), generate_name: None, namespace: &settings.namespace, labels: None };
    let json = match config.expression() {
        None => json_of("Backup", metadata, template),
        Some(schedule) => {
            refusals.extend(schedule::refusals_of_manifest(config, cluster.release()));
            json_of("Schedule", metadata, ScheduleSpec::of(schedule, config, template))
        }
    };
    if refusals.is_empty() { Ok(json) } else { Err(refusals) }
}

/// Returns why Velero or Kubernetes refuses the objects of a target, in a report about it.
pub(super) fn refusals(target: &Target, cluster: &Cluster, mut report: Report) -> Vec<Diagnostic> {
    target::check_objects(target, &Pointer::Root, &mut report);
    rules::check_spec(&target.spec, cluster, VELERO_NAMESPACE, &Pointer::Root.key("spec"), &mut report);
    let mut diagnostics = report.into_diagnostics();
    diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
    diagnostics
}

/// Returns why Kubernetes or Velero refuses all objects with these settings.
pub(super) fn refusals_of_settings(settings: &VeleroSettings) -> Vec<Diagnostic> {
    let mut report = Report::default();
    plan::check_settings(settings, &mut report);
    report.into_diagnostics()
}

pub(super) fn backup_json(target: &Target, settings: &VeleroSettings, name: Option<&str>) -> String {
    // Backups are labelled with the model of their target, Schedules with the operator's.
    object("Backup", target, &target.model, settings, name, BackupSpec { spec: &target.spec, settings })
}

pub(super) fn schedule_json(
    target: &Target,
    config: &ScheduleConfig,
    settings: &VeleroSettings,
    name: Option<&str>,
) -> String {
    let schedule = config.expression().expect("a Schedule is only created with a schedule");
    let spec = ScheduleSpec::of(schedule, config, BackupSpec { spec: &target.spec, settings });
    object("Schedule", target, &settings.namespace, settings, name, spec)
}

/// Without a name, Kubernetes generates one.
fn object(
    kind: &'static str,
    target: &Target,
    model: &str,
    settings: &VeleroSettings,
    name: Option<&str>,
    spec: impl Serialize,
) -> String {
    let labels = Labels { app: &target.app, endpoint: &target.relation_name, model, managed_by: "velero-operator" };
    let generate_name = name.is_none().then(|| target::generated_name(target));
    let metadata = Metadata { name, generate_name, namespace: &settings.namespace, labels: Some(labels) };
    json_of(kind, metadata, spec)
}

fn json_of(kind: &'static str, metadata: Metadata<'_>, spec: impl Serialize) -> String {
    let object = Object { api_version: "velero.io/v1", kind, metadata, spec };
    serde_json::to_string_pretty(&object).expect("string keys into memory")
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Object<'t, S> {
    api_version: &'static str,
    kind: &'static str,
    metadata: Metadata<'t>,
    spec: S,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Metadata<'t> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    generate_name: Option<String>,
    namespace: &'t str,
    #[serde(skip_serializing_if = "Option::is_none")]
    labels: Option<Labels<'t>>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Labels<'t> {
    app: &'t str,
    endpoint: &'t str,
    model: &'t str,
    managed_by: &'t str,
}

/// The fields of Velero's `ScheduleSpec` that the operator sets.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ScheduleSpec<'t> {
    schedule: &'t str,
    template: BackupSpec<'t>,
    paused: bool,
    skip_immediately: bool,
    use_owner_references_in_backup: bool,
}

impl<'t> ScheduleSpec<'t> {
    fn of(schedule: &'t str, config: &ScheduleConfig, template: BackupSpec<'t>) -> Self {
        ScheduleSpec {
            schedule,
            template,
            paused: config.paused,
            skip_immediately: config.skip_immediately,
            use_owner_references_in_backup: config.use_owner_references_in_backup,
        }
    }
}

/// The fields of Velero's `BackupSpec` that the operator sets.
struct BackupSpec<'t> {
    spec: &'t Spec,
    settings: &'t VeleroSettings,
}

impl Serialize for BackupSpec<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let BackupSpec { spec, settings } = self;
        let mut map = serializer.serialize_map(None)?;
        for field in &SPEC_FIELDS {
            match field.value(spec) {
                // The operator removes an empty selector.
                Some(FieldValue::Labels(labels)) if labels.iter().len() == 0 => {}
                Some(FieldValue::Labels(labels)) => {
                    map.serialize_entry(field.manifest_name, &MatchLabels { match_labels: labels })?;
                }
                Some(value) => map.serialize_entry(field.manifest_name, &value)?,
                None => {}
            }
        }
        if !settings.storage_location.is_empty() {
            map.serialize_entry("storageLocation", &settings.storage_location)?;
        }
        if !settings.volume_snapshot_locations.is_empty() {
            map.serialize_entry("volumeSnapshotLocations", &settings.volume_snapshot_locations)?;
        }
        if let Some(is_default) = settings.default_volumes_to_fs_backup {
            map.serialize_entry("defaultVolumesToFsBackup", &is_default)?;
        }
        map.end()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MatchLabels<'t> {
    match_labels: &'t LabelSelector,
}
