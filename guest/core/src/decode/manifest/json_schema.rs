//! JSON Schemas (draft 2020-12) of what is read, for editors: they offer the fields, and mark what is not one.

use serde_json::{Map, Value, json};

use super::SPEC;
use super::schema::{BACKUP, Field, HELM_SCHEDULE, SCHEDULE, Schema};
use crate::model::{JSON_SCHEMA, TARGET_FIELDS};
use crate::release::Release;

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// What an editor shows for a field, without Velero's status and what Kubernetes writes.
const DESCRIPTIONS: [(&str, &str); 45] = [
    ("annotations", "Annotations, by key."),
    ("backupType", "Whether the data mover saves volumes fully or incrementally."),
    ("command", "The command and its arguments."),
    ("container", "The container to run the command in; by default the first one of the pod."),
    ("csiSnapshotTimeout", "How long Velero waits for a CSI snapshot; by default 10m."),
    ("datamover", "Which data mover moves the snapshots; empty or `velero` for Velero's own."),
    (
        "defaultVolumesToFsBackup",
        "Whether the volumes of pods are saved by file-system backup if no annotation says otherwise.",
    ),
    ("defaultVolumesToRestic", "The old name of defaultVolumesToFsBackup."),
    ("excludedClusterScopedResources", "Cluster-scoped resources to exclude, as plural and group; * for all."),
    ("excludedNamespaceScopedResources", "Namespaced resources to exclude, as plural and group; * for all."),
    ("excludedNamespaces", "Namespaces to exclude from the included ones."),
    ("excludedResources", "Resources to exclude, as plural and group."),
    ("hooks", "Commands that run in pods before and after they are saved."),
    (
        "includeClusterResources",
        "Whether to back up cluster-scoped objects: true for all included ones, false for none.",
    ),
    ("includedClusterScopedResources", "Cluster-scoped resources to back up, as plural and group; * for all."),
    ("includedNamespaceScopedResources", "Namespaced resources to back up, as plural and group; * for all."),
    ("includedNamespaces", "Namespaces to back up. If it is missing or empty, all."),
    ("includedResources", "Resources to back up, as plural and group. If it is missing or empty, all."),
    (
        "itemOperationTimeout",
        "How long Velero waits for operations of plugins that run in the background; by default 4h.",
    ),
    ("key", "The key of the label."),
    ("labelSelector", "Labels that an object must have."),
    ("labels", "Labels, by key."),
    ("matchExpressions", "Conditions on labels, which must all hold."),
    ("matchLabels", "Labels with their values, which an object must all have."),
    ("name", "The name."),
    ("namespace", "The namespace of Velero."),
    ("onError", "Whether the backup of the pod continues if the command fails."),
    ("operator", "In, NotIn, Exists or DoesNotExist."),
    ("orLabelSelectors", "Label selectors of which an object must match one."),
    (
        "orderedResources",
        "For a resource, the names of objects that are saved first: `namespace/name`, separated by commas.",
    ),
    ("parallelFilesUpload", "Number of files that are uploaded at the same time."),
    ("paused", "Whether no backups are made."),
    ("post", "Commands after the pod was saved."),
    ("pre", "Commands before the pod is saved."),
    ("resourcePolicy", "The ConfigMap with the resource policy: how each volume is saved."),
    ("schedule", "When backups are made: a cron expression, such as `0 2 * * *`, or `@every 6h`."),
    (
        "skipImmediately",
        "Whether a Schedule that was created or resumed waits for its next run, also if one was missed.",
    ),
    ("snapshotMoveData", "Whether the data of CSI snapshots are moved to the storage location."),
    ("snapshotVolumes", "Whether snapshots of volumes are made; by default where Velero can."),
    ("storageLocation", "The BackupStorageLocation that the backup is written to."),
    ("template", "The spec of each backup."),
    ("ttl", "When a backup expires: hours, minutes and seconds. If it is missing or zero, after 720h (30 days)."),
    ("uploaderConfig", "Settings of the file-system backup."),
    ("useOwnerReferencesInBackup", "Whether the backups are deleted together with their Schedule."),
    ("volumeSnapshotLocations", "The VolumeSnapshotLocations for native snapshots, one for each provider."),
];

/// Values that an editor offers.
const EXAMPLES: [(&str, &[&str]); 2] =
    [("schedule", &["0 2 * * *", "@every 6h"]), ("ttl", &["24h", "72h", "168h", "720h"])];

/// All texts of fields whose values are checked with others.
const CHOICES: [(&str, &[&str]); 1] = [("operator", &["In", "NotIn", "Exists", "DoesNotExist"])];

/// Returns the schema of a list of targets.
pub(crate) fn of_targets() -> Value {
    json!({ "title": "k8s_backup_target targets", "type": "array", "items": of_target() })
}

/// Returns the schema of a target: a spec with the names of its charm.
pub(crate) fn of_target() -> Value {
    let spec = of_spec();
    let mut properties = Map::new();
    for field in TARGET_FIELDS {
        let schema = if field == SPEC { spec.clone() } else { json!({"type": "string"}) };
        properties.insert(field.to_owned(), schema);
    }
    json!({
        "title": "k8s_backup_target target",
        "description": "A spec with the app, the relation and the model of its charm.",
        "type": "object",
        "required": TARGET_FIELDS,
        "properties": properties,
    })
}

/// Returns the schema of a spec.
pub(crate) fn of_spec() -> Value {
    let mut schema: Value = serde_json::from_str(JSON_SCHEMA).expect("the schema is JSON, as a test checks");
    schema.as_object_mut().and_then(|members| members.remove("$schema"));
    schema
}

/// Returns the schema of a Backup, in a release of Velero.
pub(crate) fn of_backup(release: Release) -> Value {
    of_manifest("Backup", BACKUP, &["apiVersion", "kind", "metadata"], release)
}

/// Returns the schema of a Schedule, in a release of Velero.
pub(crate) fn of_schedule(release: Release) -> Value {
    of_manifest("Schedule", SCHEDULE, &["apiVersion", "kind", "metadata", "spec"], release)
}

/// Returns the schema of the values of Velero's Helm chart. Only its schedules are described.
pub(crate) fn of_helm_values(release: Release) -> Value {
    let mut schedule = object(HELM_SCHEDULE, release);
    let required = schedule.as_object_mut().and_then(|schedule| schedule.remove("required"));
    // The chart makes no Schedule of one that is disabled.
    schedule["if"] = json!({ "properties": { "disabled": { "const": true } }, "required": ["disabled"] });
    schedule["else"] = json!({ "required": required });
    let schedules = json!({
        "description": "Schedules, by name. The chart makes a Schedule of each.",
        "type": ["object", "null"],
        "additionalProperties": schedule,
    });
    let dependency = json!({
        "description": "The values of Velero's chart in those of a chart that depends on it.",
        "type": ["object", "null"],
        "properties": { "schedules": schedules },
    });
    json!({
        "title": "Schedules in the values of Velero's Helm chart",
        "type": "object",
        "properties": { "schedules": schedules, "velero": dependency },
    })
}

/// Returns a schema as the text of a file.
pub(crate) fn file(mut schema: Value) -> String {
    schema["$schema"] = DRAFT.into();
    format!("{schema:#}\n")
}

fn of_manifest(kind: &str, fields: &'static [Field], required: &[&str], release: Release) -> Value {
    let mut schema = object(fields, release);
    schema["title"] = format!("{kind} of Velero {release}").into();
    schema["type"] = "object".into();
    schema["required"] = required.into();
    schema["properties"]["apiVersion"] = json!({ "const": "velero.io/v1" });
    schema["properties"]["kind"] = json!({ "const": kind });
    // Velero writes it, and a newer Velero writes more.
    schema["properties"]["status"] = json!({});
    schema
}

fn object(fields: &'static [Field], release: Release) -> Value {
    let fields = fields.iter().filter(|field| field.releases.contain(release));
    let required: Vec<&str> = fields.clone().filter(|field| field.is_required).map(|field| field.name).collect();
    let property = |field: &'static Field| {
        let schema = of(&field.schema, release);
        described(field.name, if field.is_required { without_null(schema) } else { schema })
    };
    let properties: Map<String, Value> = fields.map(|field| (field.name.to_owned(), property(field))).collect();
    let mut object = json!({ "type": ["object", "null"], "properties": properties, "additionalProperties": false });
    if !required.is_empty() {
        object["required"] = required.into();
    }
    object
}

fn described(name: &str, mut schema: Value) -> Value {
    if let Some((_, description)) = DESCRIPTIONS.iter().find(|(described, _)| *described == name) {
        schema["description"] = (*description).into();
    }
    for (table, keyword) in [(EXAMPLES.as_slice(), "examples"), (&CHOICES, "enum")] {
        if let Some((_, texts)) = table.iter().find(|(described, _)| *described == name) {
            schema[keyword] = json!(texts);
        }
    }
    schema
}

/// Returns the schema of a value that must not be missing.
fn without_null(mut schema: Value) -> Value {
    for keyword in ["type", "enum"] {
        let null = if keyword == "type" { "null".into() } else { Value::Null };
        if let Some(values) = schema.get_mut(keyword).and_then(Value::as_array_mut) {
            values.retain(|value| *value != null);
        }
    }
    schema
}

/// Returns the schema of a value. Null is the same as a missing field.
fn of(schema: &'static Schema, release: Release) -> Value {
    match schema {
        Schema::Text | Schema::Duration => json!({ "type": ["string", "null"] }),
        Schema::Bool => json!({ "type": ["boolean", "null"] }),
        Schema::Integer => json!({ "type": ["integer", "null"] }),
        Schema::OneOf(choices) => {
            let choices = choices.iter().filter(|choice| choice.1.contain(release)).map(|choice| json!(choice.0));
            json!({ "enum": choices.chain([Value::Null]).collect::<Vec<_>>() })
        }
        Schema::Texts(least) => {
            let mut texts = json!({ "type": ["array", "null"], "items": { "type": "string" } });
            if *least > 0 {
                texts["minItems"] = (*least).into();
            }
            texts
        }
        Schema::TextMap => json!({ "type": ["object", "null"], "additionalProperties": { "type": "string" } }),
        Schema::Object(fields) => object(fields, release),
        Schema::Objects(fields) => json!({ "type": ["array", "null"], "items": object(fields, release) }),
        Schema::Any => json!({}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_description_is_of_a_field() {
        let schema = of_schedule(Release::NEWEST).to_string();
        for (name, description) in DESCRIPTIONS {
            assert!(schema.contains(description), "{name}");
        }
    }
}
