//! `plan`: what the integrator and Velero do with targets.

use std::fmt::Write;

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::diagnostic::Diagnostic;
use k8s_backup_target::merge::{self, ManifestKind, MergePlan, object_names};
use k8s_backup_target::model::{Databag, Relation, ScheduleConfig};
use k8s_backup_target::validation::{CheckedDocument, Format, Kind, describe};
use k8s_backup_target_render::summary;

use super::located::File;
use super::targets::Targets;
use super::{Ended, lookup, time};
use crate::arguments::{Plan, PlanFormat};
use crate::input::{Unreadable, read_text, shown};
use crate::outcome::{Outcome, Status};
use crate::settings::{FileSettings, Settings};
use crate::system::System;

pub(super) fn run(arguments: Plan, system: &mut dyn System) -> Ended<Outcome> {
    let relations = relations(&arguments.relation, system)?;
    let config = ScheduleConfig::from(arguments.schedule);
    let after = time::instant(arguments.at.as_deref())?;
    let mut rules = Settings::new(&arguments.cluster, &arguments.rules.ignore, system)?;
    let of_first = rules.of_first(&arguments.files, system)?;
    let cluster = of_first.cluster().unwrap_or_else(|| Cluster::builtin());
    let (targets, mut outcome) = Targets::read(&arguments.files, Some(cluster), &mut rules, system)?;
    let runs = time::runs(&config, after, &[cluster.release()]);
    let settings = arguments.settings.settings();
    let plan = merge::plan(&targets.targets, &config, &settings, &relations, Some(cluster));

    let reported = targets.reported(&plan.diagnostics);
    let said: Vec<Diagnostic> = targets.unreported(&reported).cloned().collect();
    let drawn = targets.files.draw_others() + &targets.files.draw(&said, &targets.origins);
    let all: Vec<Diagnostic> = targets.files.all().chain(&said).cloned().collect();
    let manifests = || super::merge::manifests(&targets, &config, &arguments.settings, cluster, &mut Vec::new());
    match arguments.format {
        PlanFormat::Human => {
            let described = described(&targets, &plan, &config, &arguments.settings, cluster);
            outcome.stdout = format!("{described}{runs}\n{drawn}");
            outcome.stdout += &format!("planned {}: {}\n", counted(targets.targets.len()), summary(&all));
        }
        PlanFormat::Yaml => outcome.stdout = super::merge::yaml_documents(&manifests()),
        PlanFormat::Json => outcome.stdout = super::merge::json_list(&manifests()),
    }
    if !matches!(arguments.format, PlanFormat::Human) {
        outcome.stderr.insert_str(0, &drawn);
    }
    let warnings = rules.warnings() + &targets.files.other_releases(cluster.release());
    outcome.stderr.insert_str(0, &warnings);
    outcome.judge(&reported);
    Ok(outcome)
}

/// Each target with its description and its object, then the target that each relation keeps.
fn described(
    targets: &Targets,
    plan: &MergePlan,
    config: &ScheduleConfig,
    options: &crate::arguments::SettingsOptions,
    cluster: &Cluster,
) -> String {
    let mut text = String::new();
    let names = object_names(&targets.targets);
    for ((index, target), name) in (0..).zip(&targets.targets).zip(names) {
        let _ = writeln!(text, "{}", targets.name(index));
        let _ = writeln!(text, "  {}", describe(&target.spec, Some(config), Some(cluster)));
        let made = plan.manifests.iter().find(|manifest| manifest.target_index == index);
        let made = made.map(|manifest| match manifest.kind {
            ManifestKind::Backup => "Backup",
            ManifestKind::Schedule => "Schedule",
        });
        let _ = match (made, options.generate_names) {
            (Some(kind), false) => writeln!(text, "  {kind} {name} in namespace {}", options.namespace),
            (Some(kind), true) => writeln!(text, "  {kind} in namespace {}", options.namespace),
            (None, _) => writeln!(text, "  No manifest: the target or the schedule has errors"),
        };
    }
    for write in &plan.writes {
        let change = if write.changed { "" } else { ", unchanged" };
        let name = targets.name(write.target_index);
        let _ = writeln!(text, "relation {} keeps {name}{change}", write.relation_id);
    }
    text
}

fn counted(targets: usize) -> String {
    match targets {
        1 => "1 target".to_owned(),
        count => format!("{count} targets"),
    }
}

/// The integrator's relations, from `--relation`.
fn relations(options: &[String], system: &mut dyn System) -> Ended<Vec<Relation>> {
    options
        .iter()
        .map(|option| {
            let (id, file) = option.split_once('=').map_or((option.as_str(), None), |(id, file)| (id, Some(file)));
            let id = id.parse().map_err(|_| {
                let option = crate::input::visible(option);
                Outcome::failure(&format!("`{option}` is not a relation: write its number, or `20=databag.json`"))
            })?;
            let databag = file.map_or(Ok(Databag::default()), |file| read_databag(file, system))?;
            Ok(Relation { id, databag })
        })
        .collect()
}

fn read_databag(path: &str, system: &mut dyn System) -> Ended<Databag> {
    let text = read_text(path, system)?;
    // JSON is YAML.
    let document = CheckedDocument::read(text.clone(), Format::Yaml, Some(Kind::Databag), None);
    let file = File { name: shown(path).to_owned(), text, document, settings: FileSettings::default() };
    match file.document.json().next().flatten() {
        Some(json) => lookup::databag(&json).map_err(|reason| Unreadable { name: path.to_owned(), reason }.into()),
        None => Err(Outcome { stderr: file.draw_errors(), status: Status::Failure, ..Outcome::default() }),
    }
}
