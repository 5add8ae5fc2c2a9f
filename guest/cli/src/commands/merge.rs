//! `merge`: the databag of the operator, or Velero's object, for each target.

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::diagnostic::Diagnostic;
use k8s_backup_target::merge::{TargetManifest, backup_manifest, named_manifests, schedule_manifest, to_databag};
use k8s_backup_target::model::{Databag, ScheduleConfig};
use k8s_backup_target::validation::yaml_of;

use super::Ended;
use super::targets::Targets;
use crate::arguments::{ManifestOptions, Merge, TextFormat};
use crate::formats::escaped;
use crate::outcome::{Outcome, Status};
use crate::settings::Settings;
use crate::system::System;

pub(super) fn run(arguments: Merge, system: &mut dyn System) -> Ended<Outcome> {
    let mut settings = Settings::new(&arguments.velero.into(), &[], system)?;
    let of_first = settings.of_first(&arguments.files, system)?;
    let cluster = of_first.cluster().unwrap_or_else(|| Cluster::builtin());
    let (targets, mut outcome) = Targets::read(&arguments.files, Some(cluster), &mut settings, system)?;
    let has_backups = targets.files.files.iter().any(|file| !file.document.backups().is_empty());
    if targets.targets.is_empty() && has_backups {
        outcome.stderr += "error: the files contain Backups or Schedules, and no targets\n";
        outcome.raise(Status::Failure);
        return Err(outcome);
    }
    let config = ScheduleConfig::from(arguments.schedule);
    let mut refusals = Vec::new();
    let objects = if arguments.manifests {
        manifests(&targets, &config, &arguments.manifest, cluster, &mut refusals)
    } else {
        databags(&targets, &config, cluster, &mut refusals)
    };
    outcome.stdout = match (arguments.format, arguments.manifests) {
        (Some(TextFormat::Json), true) => json_list(&objects),
        (Some(TextFormat::Json) | None, false) => json_array(&objects),
        _ => yaml_documents(&objects),
    };
    outcome.stdout = escaped(&outcome.stdout);
    let new: Vec<Diagnostic> = targets.unreported(&refusals).cloned().collect();
    let warnings = settings.warnings() + &targets.files.other_releases(cluster.release());
    outcome.stderr.insert_str(0, &(warnings + &targets.files.draw(&new, &targets.origins)));
    outcome.judge(&refusals);
    Ok(outcome)
}

/// Returns the databag of each target as JSON.
fn databags(
    targets: &Targets,
    config: &ScheduleConfig,
    cluster: &Cluster,
    refusals: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let mut databags = Vec::new();
    for target in &targets.targets {
        match to_databag(target, config, Some(cluster)) {
            Ok(databag) => databags.push(json_of(databag)),
            // All targets have the same schedule: its diagnostics are reported once.
            Err(found) => *refusals = found,
        }
    }
    databags
}

fn json_of(databag: Databag) -> String {
    let entries: Vec<(String, String)> = databag.into();
    let text = |text: &String| serde_json::Value::from(text.as_str()).to_string();
    let entries: Vec<String> = entries.iter().map(|(key, value)| format!("{}: {}", text(key), text(value))).collect();
    format!("{{\n  {}\n}}", entries.join(",\n  "))
}

/// Returns the object of each target as JSON.
pub(super) fn manifests(
    targets: &Targets,
    config: &ScheduleConfig,
    options: &ManifestOptions,
    cluster: &Cluster,
    refusals: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let settings = options.settings.settings();
    let made: Vec<Result<String, Vec<Diagnostic>>> = if options.generate_names {
        let generated = |target| match config.expression() {
            Some(_) => schedule_manifest(target, config, &settings, Some(cluster)),
            None => backup_manifest(target, &settings, Some(cluster)),
        };
        targets.targets.iter().map(generated).collect()
    } else {
        let named = named_manifests(&targets.targets, config, &settings, Some(cluster));
        named.into_iter().map(|made| made.map(|TargetManifest { json, .. }| json)).collect()
    };
    let mut manifests = Vec::new();
    for (index, made) in (0..).zip(made) {
        match made {
            Ok(manifest) => manifests.push(manifest),
            Err(found) => {
                for mut found in found {
                    // Diagnostics about the options are reported once.
                    let is_of_target = is_in_target(&found);
                    found.subject = is_of_target.then_some(index);
                    if is_of_target || !refusals.contains(&found) {
                        refusals.push(found);
                    }
                }
            }
        }
    }
    manifests
}

/// Whether a pointer leads into a target, and not into the schedule or the settings.
fn is_in_target(found: &Diagnostic) -> bool {
    let fields = ["/app", "/relation_name", "/model", "/spec"];
    found.pointer.is_empty() || fields.iter().any(|field| found.pointer.starts_with(field))
}

/// A YAML document for each object.
pub(super) fn yaml_documents(objects: &[String]) -> String {
    let yaml = |object: &String| yaml_of(object).expect("databags and manifests are JSON");
    let documents: Vec<String> = objects.iter().map(yaml).collect();
    documents.join("---\n")
}

/// A List object for `kubectl`.
pub(super) fn json_list(objects: &[String]) -> String {
    let items = json_array(objects);
    let items = items.trim_end().replace('\n', "\n  ");
    format!("{{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"List\",\n  \"items\": {items}\n}}\n")
}

pub(super) fn json_array(objects: &[String]) -> String {
    if objects.is_empty() {
        return "[]\n".to_owned();
    }
    let objects: Vec<String> = objects.iter().map(|object| format!("  {}", object.replace('\n', "\n  "))).collect();
    format!("[\n{}\n]\n", objects.join(",\n"))
}
