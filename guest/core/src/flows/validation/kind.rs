//! What a document contains.

use super::manifests;
use crate::decode;
use crate::decode::manifest::json_schema;
use crate::document::tree::{Layer, Value};
use crate::model::{BACKUP_TARGETS, JSON_SCHEMA, TARGET_FIELDS};
use crate::release::Release;

pub(super) const SPEC: &str = "spec";
pub(super) const RELATION_INFO: &str = "relation-info";

/// What a document contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What to back up.
    Spec,
    /// A spec with the names of its charm.
    Target,
    /// A list of targets: the content of `backup_targets`.
    Targets,
    /// An object whose `backup_targets` is JSON in a string.
    Databag,
    /// The databag that the integrator writes for the operator: a target whose `spec` is JSON in a string, with the
    /// schedule.
    VeleroBackupConfig,
    /// The output of `juju show-unit`, with the databags of its relations.
    Unit,
    /// A Backup of Velero (velero.io/v1).
    Backup,
    /// A Schedule of Velero (velero.io/v1).
    Schedule,
    /// The values of Velero's Helm chart, with `schedules`.
    HelmValues,
    /// Another Kubernetes object, or a List of objects. Backups, Schedules and ConfigMaps with a resource policy are read,
    /// and the others skipped.
    Objects,
    /// A resource policy of Velero: the value in its ConfigMap.
    Policy,
}

impl Kind {
    /// Whether it is read by clients of Kubernetes.
    pub(super) fn is_of_kubernetes(self) -> bool {
        matches!(self, Kind::Backup | Kind::Schedule | Kind::HelmValues | Kind::Objects | Kind::Policy)
    }
}

/// Returns the JSON Schema (draft 2020-12) of what a document of this kind contains, for editors: fields, types and
/// descriptions. Those of manifests are of Velero's CustomResourceDefinitions in this release.
///
/// `None` for kinds that people do not write. A text that matches the schema can still have other problems.
pub fn json_schema(kind: Kind, release: Release) -> Option<String> {
    let schema = match kind {
        Kind::Spec => return Some(JSON_SCHEMA.to_owned()),
        Kind::Target => json_schema::of_target(),
        Kind::Targets => json_schema::of_targets(),
        Kind::Backup => json_schema::of_backup(release),
        Kind::Schedule => json_schema::of_schedule(release),
        Kind::HelmValues => json_schema::of_helm_values(release),
        _ => return None,
    };
    Some(json_schema::file(schema))
}

/// Returns what a document contains, by its keys.
pub(super) fn guess(value: Value<'_>) -> Kind {
    if let Some(kind) = manifests::guess(value) {
        return kind;
    }
    match value.open() {
        Layer::List(_) => Kind::Targets,
        Layer::Object(members) => {
            let has = |field: &str| members.clone().any(|(key, _)| key.text == field);
            if has(BACKUP_TARGETS) {
                Kind::Databag
            } else if has("app") && members.clone().any(|(key, value)| key.text == SPEC && decode::holds_json(value)) {
                Kind::VeleroBackupConfig
            } else if TARGET_FIELDS.into_iter().any(has) {
                Kind::Target
            } else if members.clone().any(|(_, unit)| decode::member(unit, RELATION_INFO).is_some()) {
                Kind::Unit
            } else {
                Kind::Spec
            }
        }
        _ => Kind::Spec,
    }
}
