//! What the interface speaks of: specs, targets, databags, relations.

mod fields;
mod schema;

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

pub(crate) use fields::{Access, Field, FieldValue, SPEC_FIELDS};
pub use schema::JSON_SCHEMA;

/// What to back up.
///
/// `None` and an absent key are the same; an empty list is not `None`. Nothing is checked or normalised here. Fields are
/// declared, and serialized, in the reference's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spec {
    /// Namespaces to take; all when `None`.
    pub include_namespaces: Option<Vec<String>>,
    /// Group-resources to take; all when `None`.
    pub include_resources: Option<Vec<String>>,
    /// Namespaces to leave out.
    pub exclude_namespaces: Option<Vec<String>>,
    /// Group-resources to leave out.
    pub exclude_resources: Option<Vec<String>>,
    /// Whether cluster-scoped objects are taken; `None` leaves it to Velero.
    pub include_cluster_resources: Option<bool>,
    /// Labels that an object must have, all of them.
    pub label_selector: Option<LabelSelector>,
    /// How long a backup lives, as a duration such as `24h`.
    pub ttl: Option<String>,
}

/// One entry of `backup_targets`: who asks, through which relation, for what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Target {
    /// Name of the application that asks.
    pub app: String,
    /// Name of the relation on that application, as in its metadata; a lookup calls it the endpoint.
    pub relation_name: String,
    /// Name of the model that the application runs in.
    pub model: String,
    /// What to back up.
    pub spec: Spec,
}

/// The key of a provider's databag; its text is the list of targets, as JSON.
pub const BACKUP_TARGETS: &str = "backup_targets";
/// The fields of a target, in the reference's order.
pub(crate) const TARGET_FIELDS: [&str; 4] = ["app", "relation_name", "model", "spec"];

impl Target {
    /// What a lookup compares, and all that it compares: app, relation name and model, each exactly.
    pub fn identity(&self) -> (&str, &str, &str) {
        (&self.app, &self.relation_name, &self.model)
    }
}

/// When a spec is backed up, and how its schedule behaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScheduleConfig {
    /// A cron expression; without one, backups are made when somebody asks for them.
    pub schedule: Option<String>,
    /// Whether the schedule rests.
    pub paused: bool,
    /// Whether the first backup waits for the schedule, instead of being made at once.
    pub skip_immediately: bool,
    /// Whether the backups are deleted with the schedule.
    pub use_owner_references_in_backup: bool,
}

/// Where the backup operator runs and keeps backups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VeleroSettings {
    /// The operator's model, which is the namespace that Velero runs in.
    pub namespace: String,
    /// Name of the BackupStorageLocation; empty for the default of Velero's server.
    pub storage_location: String,
    /// Names of the VolumeSnapshotLocations.
    pub volume_snapshot_locations: Vec<String>,
    /// Whether the data of volumes is read through the pods that mount them; `None` leaves it to Velero's server.
    pub default_volumes_to_fs_backup: Option<bool>,
}

impl ScheduleConfig {
    /// The cron expression; an empty one is none, for the integrator as for the operator.
    pub fn expression(&self) -> Option<&str> {
        self.schedule.as_deref().filter(|schedule| !schedule.is_empty())
    }
}

/// Label keys and values, in the order of the document; a key stands once.
///
/// Made from pairs, of a repeated key the last value counts, at the first place, as in a Python dict:
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
    /// Of pairs in which no key is repeated.
    pub(crate) fn of_distinct(pairs: Vec<(String, String)>) -> Self {
        LabelSelector(pairs)
    }

    /// Keys and values in order.
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

/// Leaves each key once, as a Python dict made of the pairs has them; `replaced` is told of each value that a later one
/// replaces.
pub(crate) fn last_value_at_first_place<K: Ord + Clone, V>(
    pairs: impl Iterator<Item = (K, V)>,
    mut replaced: impl FnMut(&K, V),
) -> Vec<(K, V)> {
    let mut places = BTreeMap::new();
    let mut unique: Vec<(K, V)> = Vec::with_capacity(pairs.size_hint().0);
    for (key, value) in pairs {
        match places.get(&key).and_then(|&place: &usize| unique.get_mut(place)) {
            Some(first) => replaced(&key, std::mem::replace(&mut first.1, value)),
            None => {
                places.insert(key.clone(), unique.len());
                unique.push((key, value));
            }
        }
    }
    unique
}

/// A Juju databag: keys to text. Of a repeated key the last value counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Databag(Vec<(String, String)>);

impl Databag {
    /// The text of a key, or `None` when it is not there.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().rev().find(|(candidate, _)| candidate == key).map(|(_, value)| value.as_str())
    }

    /// Whether it holds the text of each key of another.
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

/// One relation, and an application's databag in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Juju's number of the relation.
    pub id: u32,
    /// The application's databag.
    pub databag: Databag,
}
