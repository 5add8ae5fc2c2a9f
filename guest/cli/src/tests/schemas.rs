//! The JSON Schemas, which agree with `check` about the fields of manifests.

use std::fs;

use k8s_backup_target::diagnostic::Diagnostic;
use k8s_backup_target::release::Release;
use k8s_backup_target::validation::{CheckedDocument, Kind, json_schema};
use k8s_backup_target_testdata::named;
use serde_json::{Value, json};

use super::World;
use super::lsp::format;
use crate::Status;

/// The rules that a schema has too.
const OF_SCHEMA: [&str; 4] =
    ["manifest-field-missing", "manifest-field-type", "manifest-field-unknown", "manifest-field-value"];

/// The rules of which a schema has a part.
const PARTLY_OF_SCHEMA: [&str; 4] =
    ["hook-selector", "label-selector-unusable", "manifest-metadata", "schedule-not-cron"];

fn validator(kind: Kind, release: Release) -> jsonschema::Validator {
    let schema = json_schema(kind, release).expect("people write it");
    jsonschema::validator_for(&serde_json::from_str(&schema).expect("JSON")).expect("a schema")
}

#[test]
fn manifests_match_the_schema_if_check_accepts_their_fields() {
    let validators = [("Backup", Kind::Backup), ("Schedule", Kind::Schedule)]
        .map(|(name, kind)| (name, validator(kind, Release::default())));
    let (mut matching, mut others) = (0, 0);
    for case in named::documents() {
        let file = case.file.display().to_string();
        let text = fs::read_to_string(&case.file).expect("text");
        let checked = CheckedDocument::read(text, format(&file), None, None);
        // Kubernetes reads `no` as a boolean, and the JSON has what YAML 1.2 says.
        let is_coerced =
            |found: &Diagnostic| found.rule.code == "coerced-value" || found.message.contains("for `kubectl`");
        if checked.diagnostics().iter().any(is_coerced) {
            continue;
        }
        for (subject, json) in (0..).zip(checked.json()) {
            let Some(value) = json.and_then(|json| serde_json::from_str::<Value>(&json).ok()) else { continue };
            let Some((_, validator)) = validators.iter().find(|(name, _)| value["kind"] == *name) else { continue };
            if value["apiVersion"] != "velero.io/v1" {
                continue;
            }
            let has = |codes: &[&str]| {
                let is_of = |found: &Diagnostic| codes.contains(&found.rule.code) && found.subject == Some(subject);
                checked.diagnostics().iter().any(is_of)
            };
            let faults: Vec<String> = validator.iter_errors(&value).map(|fault| fault.to_string()).collect();
            let is_right = if faults.is_empty() { !has(&OF_SCHEMA) } else { has(&OF_SCHEMA) || has(&PARTLY_OF_SCHEMA) };
            assert!(is_right, "{file}: {faults:?}, {:?}", checked.diagnostics());
            *(if faults.is_empty() { &mut matching } else { &mut others }) += 1;
        }
    }
    assert!(matching > 50 && others > 5, "{matching} and {others}");
}

#[test]
fn a_schema_has_the_fields_of_its_release() {
    let of = |arguments: &[&str]| {
        let mut world = World::default();
        assert_eq!(world.run(arguments), Status::Success, "{}", world.errors);
        serde_json::from_str::<Value>(&world.output).expect("JSON")
    };
    let key = "volumeGroupSnapshotLabelKey";
    let old = of(&["schema", "backup", "--velero-version", "1.16"]);
    let new = of(&["schema", "backup", "--velero-version", "1.17"]);
    assert_eq!(old["properties"]["spec"]["properties"][key], Value::Null);
    assert_eq!(new["properties"]["spec"]["properties"][key]["type"], json!(["string", "null"]));
    assert_eq!(of(&["schema"]), of(&["schema", "spec"]));
    assert_eq!(of(&["schema", "target"])["properties"]["spec"]["title"], "k8s_backup_target spec");
    let values = of(&["schema", "helm-values"]);
    let schedules = &values["properties"]["schedules"];
    assert_eq!(schedules["additionalProperties"]["else"]["required"], json!(["schedule", "template"]));
    assert_eq!(values["properties"]["velero"]["properties"]["schedules"], *schedules);
    let schedule = of(&["schema", "schedule"]);
    assert_eq!(schedule["required"], json!(["apiVersion", "kind", "metadata", "spec"]));
    assert_eq!(schedule["properties"]["spec"]["properties"]["template"]["type"], json!(["object"]));
    assert_eq!(of(&["schema", "targets"])["items"]["properties"], of(&["schema", "target"])["properties"]);

    let mut world = World::default();
    assert_eq!(world.run(&["schema", "backup", "--velero-version", "0.1"]), Status::Failure);
    assert!(world.errors.starts_with("error[unknown-velero-version]: Velero `0.1` is not"), "{}", world.errors);
    // The settings of the folder count, as for other commands without files.
    let mut world = World::with(&[(".k8s-backup-target.toml", b"velero-version = \"1.16\"\n")]);
    world.run(&["schema", "backup"]);
    assert_eq!(serde_json::from_str::<Value>(&world.output).expect("JSON"), old);
}
