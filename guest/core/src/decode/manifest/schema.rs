//! The fields of Backups and Schedules: Velero's CustomResourceDefinitions, by release.
//!
//! A test compares them with the definitions of each release.

use Schema::{Any, Bool, Duration, Integer, Object, Objects, OneOf, Text, TextMap, Texts};

use crate::release::{Release, Releases};

/// A field of an object. Null is the same as a missing field.
pub(in crate::decode) struct Field {
    pub(in crate::decode) name: &'static str,
    pub(in crate::decode) schema: Schema,
    pub(in crate::decode) is_required: bool,
    /// The releases that have the field.
    pub(in crate::decode) releases: Releases,
}

/// The type of a field.
pub(in crate::decode) enum Schema {
    Text,
    /// Text for the API server, and a duration of Go for Velero.
    Duration,
    Bool,
    Integer,
    /// One of these texts.
    OneOf(&'static [Choice]),
    /// A list of at least this many texts.
    Texts(usize),
    /// An object whose values are texts.
    TextMap,
    Object(&'static [Field]),
    Objects(&'static [Field]),
    /// Not checked.
    Any,
}

/// A value that is allowed in some releases.
pub(in crate::decode) struct Choice(pub(in crate::decode) &'static str, pub(in crate::decode) Releases);

impl Field {
    const fn new(name: &'static str, schema: Schema) -> Self {
        Field { name, schema, is_required: false, releases: Releases::ALL }
    }

    const fn required(self) -> Self {
        Field { is_required: true, ..self }
    }

    pub(in crate::decode) const fn since(self, release: Release) -> Self {
        Field { releases: Releases::since(release), ..self }
    }
}

pub(in crate::decode) const fn field(name: &'static str, schema: Schema) -> Field {
    Field::new(name, schema)
}

/// A list of names.
pub(in crate::decode) const fn names(name: &'static str) -> Field {
    field(name, Texts(0))
}

const fn always(choice: &'static str) -> Choice {
    Choice(choice, Releases::ALL)
}

const fn since(choice: &'static str, release: Release) -> Choice {
    Choice(choice, Releases::since(release))
}

pub(in crate::decode) static BACKUP: &[Field] = &[
    field("apiVersion", Text),
    field("kind", Text),
    field("metadata", Object(OBJECT_METADATA)),
    field("spec", Object(BACKUP_SPEC)),
    field("status", Object(BACKUP_STATUS)),
];

pub(in crate::decode) static SCHEDULE: &[Field] = &[
    field("apiVersion", Text),
    field("kind", Text),
    field("metadata", Object(OBJECT_METADATA)),
    field("spec", Object(SCHEDULE_SPEC)),
    field("status", Object(SCHEDULE_STATUS)),
];

/// The metadata that Kubernetes has for every object.
pub(in crate::decode) static OBJECT_METADATA: &[Field] = &[
    field("name", Text),
    field("generateName", Text),
    field("namespace", Text),
    field("labels", TextMap),
    field("annotations", TextMap),
    field("creationTimestamp", Any),
    field("deletionTimestamp", Any),
    field("deletionGracePeriodSeconds", Integer),
    field("finalizers", Texts(0)),
    field("generation", Integer),
    field("managedFields", Any),
    field("ownerReferences", Any),
    field("resourceVersion", Text),
    field("selfLink", Text),
    field("uid", Text),
];

pub(in crate::decode) static BACKUP_SPEC: &[Field] = &[
    field("backupType", OneOf(&[always("Full"), always("Incremental")])).since(Release::Next),
    field("csiSnapshotTimeout", Duration),
    field("datamover", Text),
    field("defaultVolumesToFsBackup", Bool),
    field("defaultVolumesToRestic", Bool),
    names("excludedClusterScopedResources"),
    names("excludedNamespaceScopedResources"),
    names("excludedNamespaces"),
    names("excludedResources"),
    field("hooks", Object(HOOKS)),
    field("includeClusterResources", Bool),
    names("includedClusterScopedResources"),
    names("includedNamespaceScopedResources"),
    names("includedNamespaces"),
    names("includedResources"),
    field("itemOperationTimeout", Duration),
    field("labelSelector", Object(LABEL_SELECTOR)),
    field("metadata", Object(BACKUP_METADATA)),
    field("orLabelSelectors", Objects(LABEL_SELECTOR)),
    field("orderedResources", TextMap),
    field("resourcePolicy", Object(RESOURCE_POLICY)),
    field("snapshotMoveData", Bool),
    field("snapshotVolumes", Bool),
    field("storageLocation", Text),
    field("ttl", Duration),
    field("uploaderConfig", Object(&[field("parallelFilesUpload", Integer)])),
    field("volumeGroupSnapshotLabelKey", Text).since(Release::V1_17),
    field("volumeSnapshotLocations", Texts(0)),
];

static BACKUP_METADATA: &[Field] = &[field("annotations", TextMap).since(Release::Next), field("labels", TextMap)];

pub(in crate::decode) static LABEL_SELECTOR: &[Field] = &[
    field(
        "matchExpressions",
        Objects(&[field("key", Text).required(), field("operator", Text).required(), field("values", Texts(0))]),
    ),
    field("matchLabels", TextMap),
];

static HOOKS: &[Field] = &[field(
    "resources",
    Objects(&[
        names("excludedNamespaces"),
        names("excludedResources"),
        names("includedNamespaces"),
        names("includedResources"),
        field("labelSelector", Object(LABEL_SELECTOR)),
        field("name", Text).required(),
        field("post", Objects(HOOK)),
        field("pre", Objects(HOOK)),
    ]),
)];

static HOOK: &[Field] = &[field(
    "exec",
    Object(&[
        field("command", Texts(1)).required(),
        field("container", Text),
        field("onError", OneOf(&[always("Continue"), always("Fail")])),
        field("timeout", Duration),
    ]),
)
.required()];

static RESOURCE_POLICY: &[Field] =
    &[field("apiGroup", Text), field("kind", Text).required(), field("name", Text).required()];

pub(in crate::decode) static SCHEDULE_SPEC: &[Field] = &[
    field("paused", Bool),
    field("schedule", Text).required(),
    field("skipImmediately", Bool),
    field("template", Object(BACKUP_SPEC)).required(),
    field("useOwnerReferencesInBackup", Bool),
];

static BACKUP_STATUS: &[Field] = &[
    field("backupItemOperationsAttempted", Integer),
    field("backupItemOperationsCompleted", Integer),
    field("backupItemOperationsFailed", Integer),
    field("completionTimestamp", Text),
    field("csiVolumeSnapshotsAttempted", Integer),
    field("csiVolumeSnapshotsCompleted", Integer),
    field("errors", Integer),
    field("expiration", Text),
    field("failureReason", Text),
    field("formatVersion", Text),
    field("hookStatus", Object(&[field("hooksAttempted", Integer), field("hooksFailed", Integer)])),
    field(
        "phase",
        OneOf(&[
            always("New"),
            since("Queued", Release::V1_18_1),
            since("ReadyToStart", Release::V1_18_1),
            always("FailedValidation"),
            always("InProgress"),
            always("WaitingForPluginOperations"),
            always("WaitingForPluginOperationsPartiallyFailed"),
            always("Finalizing"),
            always("FinalizingPartiallyFailed"),
            always("Completed"),
            always("PartiallyFailed"),
            always("Failed"),
            always("Deleting"),
        ]),
    ),
    field("progress", Object(&[field("itemsBackedUp", Integer), field("totalItems", Integer)])),
    field("queuePosition", Integer).since(Release::V1_18_1),
    field("startTimestamp", Text),
    field("validationErrors", Texts(0)),
    field("version", Integer),
    field("volumeSnapshotsAttempted", Integer),
    field("volumeSnapshotsCompleted", Integer),
    field("warnings", Integer),
];

static SCHEDULE_STATUS: &[Field] = &[
    field("lastBackup", Text),
    field("lastSkipped", Text),
    field("phase", OneOf(&[always("New"), always("Enabled"), always("FailedValidation")])),
    field("validationErrors", Texts(0)),
];

/// An entry of `schedules` in the values of Velero's Helm chart.
pub(in crate::decode) static HELM_SCHEDULE: &[Field] = &[
    field("annotations", TextMap),
    field("disabled", Bool),
    field("labels", TextMap),
    field("paused", Bool),
    field("schedule", Text).required(),
    field("skipImmediately", Bool),
    field("template", Object(BACKUP_SPEC)).required(),
    field("useOwnerReferencesInBackup", Bool),
];

/// The fields of a RestoreSpec that Backups do not have.
pub(in crate::decode) const RESTORE_FIELDS: [&str; 9] = [
    "backupName",
    "existingResourcePolicy",
    "namespaceMapping",
    "preserveNodePorts",
    "resourceModifier",
    "restorePVs",
    "restoreStatus",
    "scheduleName",
    "writeSparseFiles",
];

/// The kinds of velero.io.
pub(crate) const VELERO_KINDS: [&str; 14] = [
    "Backup",
    "BackupRepository",
    "BackupStorageLocation",
    "DataDownload",
    "DataUpload",
    "DeleteBackupRequest",
    "DownloadRequest",
    "PodVolumeBackup",
    "PodVolumeRestore",
    "ResticRepository",
    "Restore",
    "Schedule",
    "ServerStatusRequest",
    "VolumeSnapshotLocation",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fmt::Write;

    use serde_json::{Map, Value};

    use super::*;

    /// The definitions of each release, or the release with the same ones.
    fn definitions(all: &Value, release: Release) -> Value {
        match &all[release.name()] {
            Value::String(same) => all[same.trim_start_matches('=')].clone(),
            definitions => definitions.clone(),
        }
    }

    /// Writes the fields of a definition, each on a line.
    fn lines_of_definition(properties: &Map<String, Value>, required: &Value, path: &str, lines: &mut Vec<String>) {
        for (name, schema) in properties {
            let path = format!("{path}.{name}");
            if path == ".metadata" {
                continue;
            }
            let is_required = required.as_array().is_some_and(|names| names.contains(&Value::from(name.as_str())));
            let kind = match schema["type"].as_str().expect("a type") {
                "array" => format!("list of {} {}", schema["items"]["type"], schema["minItems"].as_u64().unwrap_or(0)),
                "object" if schema["additionalProperties"].is_object() => "texts by key".to_owned(),
                other => other.to_owned(),
            };
            let mut choices = String::new();
            for choice in schema["enum"].as_array().into_iter().flatten() {
                let _ = write!(choices, " {choice}");
            }
            lines.push(format!("{path}: {kind}{choices} {is_required}"));
            for inner in [schema, &schema["items"]] {
                if let Some(properties) = inner["properties"].as_object() {
                    lines_of_definition(properties, &inner["required"], &path, lines);
                }
            }
        }
    }

    fn lines_of_fields(fields: &[Field], release: Release, path: &str, lines: &mut Vec<String>) {
        let fields = fields.iter().filter(|field| field.releases.contain(release));
        for field in fields.map(|field| (field.name, field)).collect::<BTreeMap<_, _>>().values() {
            let path = format!("{path}.{}", field.name);
            if path == ".metadata" {
                continue;
            }
            let mut choices = String::new();
            let (kind, inner) = match &field.schema {
                Schema::Text | Schema::Duration => ("string".to_owned(), None),
                Schema::Bool => ("boolean".to_owned(), None),
                Schema::Integer => ("integer".to_owned(), None),
                Schema::OneOf(all) => {
                    for Choice(choice, _) in all.iter().filter(|Choice(_, releases)| releases.contain(release)) {
                        let _ = write!(choices, " \"{choice}\"");
                    }
                    ("string".to_owned(), None)
                }
                Schema::Texts(least) => (format!("list of \"string\" {least}"), None),
                Schema::TextMap => ("texts by key".to_owned(), None),
                Schema::Object(fields) => ("object".to_owned(), Some(*fields)),
                Schema::Objects(fields) => ("list of \"object\" 0".to_owned(), Some(*fields)),
                Schema::Any => panic!("only metadata has fields that are not checked: {path}"),
            };
            lines.push(format!("{path}: {kind}{choices} {}", field.is_required));
            lines_of_fields(inner.unwrap_or_default(), release, &path, lines);
        }
    }

    #[test]
    fn the_fields_are_those_of_the_definitions_of_each_release() {
        let all = include_str!("../../../../../testdata/releases/fields.json");
        let all: Value = serde_json::from_str(all).expect("JSON");
        for release in Release::ALL {
            let definitions = definitions(&all, release);
            for (name, fields) in [("backup", BACKUP), ("schedule", SCHEDULE)] {
                let (mut expected, mut found) = (Vec::new(), Vec::new());
                let definition = &definitions[name];
                let properties = definition["properties"].as_object().expect("an object");
                lines_of_definition(properties, &definition["required"], "", &mut expected);
                lines_of_fields(fields, release, "", &mut found);
                assert_eq!(found, expected, "{name} of Velero {release}");
            }
        }
    }
}
