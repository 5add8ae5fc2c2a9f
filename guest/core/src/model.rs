//! The types of the interface: specs, targets, databags, relations.

mod fields;
mod schema;

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

pub(crate) use fields::{Access, Field, FieldValue, SPEC_FIELDS};
pub use schema::JSON_SCHEMA;

/// What to back up.
///
/// A field that is `None` is the same as a missing key. An empty list is not the same as `None`. Values are not checked
/// or normalized. Fields are declared and serialized in the reference's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spec {
    /// Namespaces to include. `None` means all.
    pub include_namespaces: Option<Vec<String>>,
    /// Resources to include, with their group. `None` means all.
    pub include_resources: Option<Vec<String>>,
    /// Namespaces to exclude.
    pub exclude_namespaces: Option<Vec<String>>,
    /// Resources to exclude, with their group.
    pub exclude_resources: Option<Vec<String>>,
    /// Whether to include cluster-scoped objects. If it is `None`, Velero decides.
    pub include_cluster_resources: Option<bool>,
    /// Labels that an object must have.
    pub label_selector: Option<LabelSelector>,
    /// When a backup expires, as a duration such as `24h`.
    pub ttl: Option<String>,
}

/// An entry of `backup_targets`: an application, one of its relations, and what to back up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Target {
    /// Name of the application that asks for the backup.
    pub app: String,
    /// Name of the relation in the application's metadata. Lookups call it the endpoint.
    pub relation_name: String,
    /// Name of the application's model.
    pub model: String,
    /// What to back up.
    pub spec: Spec,
}

/// The key of a provider's databag. Its value is the list of targets, as JSON.
pub const BACKUP_TARGETS: &str = "backup_targets";
/// The fields of a target, in the reference's order.
pub(crate) const TARGET_FIELDS: [&str; 4] = ["app", "relation_name", "model", "spec"];

impl Target {
    /// Returns the names that a lookup compares: app, relation name and model.
    pub fn identity(&self) -> (&str, &str, &str) {
        (&self.app, &self.relation_name, &self.model)
    }
}

/// When to back up a spec, and the settings of its Velero Schedule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScheduleConfig {
    /// A cron expression. If it is `None`, backups are created on request.
    pub schedule: Option<String>,
    /// Whether the schedule is paused.
    pub paused: bool,
    /// Whether a run that is already due is skipped, such as one that was missed while the schedule was paused.
    pub skip_immediately: bool,
    /// Whether the schedule owns its backups. They are then deleted with the schedule.
    pub use_owner_references_in_backup: bool,
}

/// Where the backup operator runs, and where it stores backups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VeleroSettings {
    /// Name of the operator's model. Velero runs in the namespace of this name.
    pub namespace: String,
    /// Name of the BackupStorageLocation. If it is empty, the default of Velero's server.
    pub storage_location: String,
    /// Names of the VolumeSnapshotLocations.
    pub volume_snapshot_locations: Vec<String>,
    /// Whether Velero backs up the files of all pod volumes. `None` is the default of Velero's server.
    pub default_volumes_to_fs_backup: Option<bool>,
}

impl ScheduleConfig {
    /// Returns the cron expression. An empty one is `None`, as for the integrator and the operator.
    pub fn expression(&self) -> Option<&str> {
        self.schedule.as_deref().filter(|schedule| !schedule.is_empty())
    }
}

/// Label keys and values, in the order of the document. Keys are not repeated.
///
/// If a key is repeated when it is collected, the last value is used, at the position of the first one, as in a Python
/// dict:
///
/// ```
/// use k8s_backup_target::model::LabelSelector;
///
/// let labels: LabelSelector = [("b", "1"), ("a", "2"), ("b", "3")].into_iter().collect();
/// assert_eq!(labels.iter().collect::<Vec<_>>(), [("b", "3"), ("a", "2")]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelSelector(Vec<(String, String)>);

impl LabelSelector {
    /// Returns the selector of pairs without repeated keys.
    pub(crate) fn of_distinct(pairs: Vec<(String, String)>) -> Self {
        LabelSelector(pairs)
    }

    /// Returns the keys and values, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for LabelSelector {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let pairs = pairs.into_iter().map(|(key, value)| (key.into(), value.into()));
        LabelSelector(last_value_at_first_place(pairs, |_, _| ()))
    }
}

impl From<LabelSelector> for Vec<(String, String)> {
    fn from(labels: LabelSelector) -> Self {
        labels.0
    }
}

impl Serialize for LabelSelector {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// Returns each key once, as a Python dict of the pairs does. Calls `replaced` for each value that a later one
/// replaces.
pub(crate) fn last_value_at_first_place<K: Ord + Clone, V>(
    pairs: impl Iterator<Item = (K, V)>,
    mut replaced: impl FnMut(&K, V),
) -> Vec<(K, V)> {
    let mut indexes = BTreeMap::new();
    let mut unique: Vec<(K, V)> = Vec::with_capacity(pairs.size_hint().0);
    for (key, value) in pairs {
        match indexes.get(&key).and_then(|&index: &usize| unique.get_mut(index)) {
            Some(first) => replaced(&key, std::mem::replace(&mut first.1, value)),
            None => {
                indexes.insert(key.clone(), unique.len());
                unique.push((key, value));
            }
        }
    }
    unique
}

/// A Juju databag: keys and values. If a key is repeated, the last value is used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Databag(Vec<(String, String)>);

impl Databag {
    /// Returns the value of a key, or `None` if the key is missing.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().rev().find(|(candidate, _)| candidate == key).map(|(_, value)| value.as_str())
    }

    /// Returns whether it has all keys of another databag, with equal values.
    pub fn holds(&self, other: &Databag) -> bool {
        other.0.iter().all(|(key, _)| self.get(key) == other.get(key))
    }
}

impl From<Databag> for Vec<(String, String)> {
    fn from(databag: Databag) -> Self {
        databag.0
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Databag {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Databag(pairs.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

/// A relation, and an application's databag in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Juju's id of the relation.
    pub id: u32,
    /// The application's databag.
    pub databag: Databag,
}
