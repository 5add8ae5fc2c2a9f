//! Cases that are not in a document: a schedule, or a plan of targets.

use std::collections::BTreeMap;

use k8s_backup_target::diagnostic::Diagnostic;
use k8s_backup_target::merge;
use k8s_backup_target::model::{self, Relation};
use k8s_backup_target::schedule::check_schedule;
use k8s_backup_target::validation::{CheckedDocument, Format, Kind};
use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct ScheduleConfig {
    schedule: Option<String>,
    paused: bool,
    skip_immediately: bool,
    use_owner_references_in_backup: bool,
}

impl From<ScheduleConfig> for model::ScheduleConfig {
    fn from(config: ScheduleConfig) -> Self {
        model::ScheduleConfig {
            schedule: config.schedule,
            paused: config.paused,
            skip_immediately: config.skip_immediately,
            use_owner_references_in_backup: config.use_owner_references_in_backup,
        }
    }
}

/// The operator's settings; the defaults are those of the operator.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Settings {
    namespace: String,
    storage_location: String,
    volume_snapshot_locations: Vec<String>,
    default_volumes_to_fs_backup: Option<bool>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            namespace: "velero".into(),
            storage_location: "default".into(),
            volume_snapshot_locations: vec!["default".into()],
            default_volumes_to_fs_backup: None,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    targets: Box<RawValue>,
    #[serde(default)]
    schedule: ScheduleConfig,
    #[serde(default)]
    settings: Settings,
    /// The databags of the velero-backup relations, by id.
    relations: BTreeMap<u32, BTreeMap<String, String>>,
}

/// Returns the diagnostics of a schedule's configuration. The key `velero_version` is the version of Velero.
pub(crate) fn of_schedule(text: &str) -> Vec<Diagnostic> {
    let mut keys: BTreeMap<String, serde_json::Value> = serde_json::from_str(text).expect("a schedule's configuration");
    let version = keys.remove("velero_version");
    let config: ScheduleConfig = serde_json::from_value(serde_json::json!(keys)).expect("a schedule's configuration");
    check_schedule(&config.into(), version.as_ref().and_then(|version| version.as_str()))
}

/// Returns the diagnostics of a plan.
pub(crate) fn of_plan(text: &str) -> Vec<Diagnostic> {
    let Plan { targets, schedule, settings, relations } = serde_json::from_str(text).expect("a plan");
    let targets = CheckedDocument::read(targets.get().to_owned(), Format::Json, Some(Kind::Targets), None);
    let settings = model::VeleroSettings {
        namespace: settings.namespace,
        storage_location: settings.storage_location,
        volume_snapshot_locations: settings.volume_snapshot_locations,
        default_volumes_to_fs_backup: settings.default_volumes_to_fs_backup,
    };
    let relations = relations.into_iter().map(|(id, databag)| Relation { id, databag: databag.into_iter().collect() });
    let relations: Vec<_> = relations.collect();
    merge::plan(targets.targets(), &schedule.into(), &settings, &relations, None).diagnostics
}
