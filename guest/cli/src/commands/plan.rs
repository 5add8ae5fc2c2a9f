//! `plan`: what the integrator and Velero do with targets.

use std::fmt::Write;

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::diagnostic::Diagnostic;
use k8s_backup_target::merge::{self, ManifestKind, MergePlan, object_names};
use k8s_backup_target::model::{Databag, Relation, ScheduleConfig};
use k8s_backup_target::schedule::{SchedulePlan, plan_backups};
use k8s_backup_target::validation::{CheckedDocument, Format, Kind, describe, describe_backup};
use k8s_backup_target::velero::backup::{Backup, BackupKind};
use k8s_backup_target::velero::cron::instant_to_rfc3339;
use k8s_backup_target_render::summary;

use super::located::{File, Origin};
use super::targets::Targets;
use super::{Ended, lookup, time};
use crate::arguments::{ManifestOptions, Plan, PlanFormat};
use crate::formats::visible;
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
    let settings = arguments.manifest.settings.settings();
    let plan = merge::plan(&targets.targets, &config, &settings, &relations, Some(cluster));
    let schedules = Schedules::of(&targets, after, cluster);

    let reported = targets.reported(&plan.diagnostics);
    let said: Vec<Diagnostic> = targets.unreported(&reported).cloned().collect();
    let drawn = targets.files.draw_others()
        + &targets.files.draw(&said, &targets.origins)
        + &targets.files.draw(&schedules.reported, &schedules.origins);
    let all: Vec<Diagnostic> = targets.files.all().chain(&said).chain(&schedules.reported).cloned().collect();
    let manifests = || super::merge::manifests(&targets, &config, &arguments.manifest, cluster, &mut Vec::new());
    match arguments.format {
        PlanFormat::Human => {
            let described = described(&targets, &plan, &config, &arguments.manifest, cluster);
            let of_schedules = schedules.described(cluster);
            outcome.stdout = format!("{described}{runs}{of_schedules}\n{drawn}");
            let counted = counted(targets.targets.len(), &schedules.backups);
            outcome.stdout += &format!("planned {counted}: {}\n", summary(&all));
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
    outcome.judge(&schedules.reported);
    Ok(outcome)
}

/// Each target with its description and its object, then the target that each relation keeps.
fn described(
    targets: &Targets,
    plan: &MergePlan,
    config: &ScheduleConfig,
    options: &ManifestOptions,
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
            (Some(kind), false) => writeln!(text, "  {kind} {name} in namespace {}", options.settings.namespace),
            (Some(kind), true) => writeln!(text, "  {kind} in namespace {}", options.settings.namespace),
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

/// `1 target and 2 Schedules`
fn counted(targets: usize, backups: &[Backup]) -> String {
    let of_kind = |kind| backups.iter().filter(|backup| backup.kind() == kind).count();
    let counts = [
        (targets, "target", "targets"),
        (of_kind(BackupKind::Schedule), "Schedule", "Schedules"),
        (of_kind(BackupKind::Backup), "Backup", "Backups"),
    ];
    let counts = counts.iter().filter(|(count, ..)| *count > 0);
    let counts: Vec<String> =
        counts.map(|(count, one, several)| format!("{count} {}", if *count == 1 { one } else { several })).collect();
    if counts.is_empty() { "0 targets".to_owned() } else { counts.join(" and ") }
}

/// Maximum number of runs of all Schedules that are listed.
const MAX_LISTED_RUNS: usize = 10;

/// The Schedules and Backups of all files.
struct Schedules {
    backups: Vec<Backup>,
    origins: Vec<Origin>,
    after: Option<i64>,
    plan: SchedulePlan,
    /// The diagnostics that settings and comments do not ignore.
    reported: Vec<Diagnostic>,
}

impl Schedules {
    fn of(targets: &Targets, after: Option<i64>, cluster: &Cluster) -> Self {
        let (mut backups, mut origins) = (Vec::new(), Vec::new());
        for (place, file) in targets.files.files.iter().enumerate() {
            for (backup, at) in file.document.backups().iter().zip(file.document.backup_places()) {
                backups.push(backup.clone());
                origins.push(Origin { file: place, subject: at.subject, pointer: at.pointer.clone() });
            }
        }
        let plan = plan_backups(&backups, after, MAX_LISTED_RUNS as u32, Some(cluster));
        let reported = targets.files.reported(&plan.diagnostics, &origins);
        Schedules { backups, origins, after, plan, reported }
    }

    /// Returns each Backup and Schedule with its description, and the next runs of all Schedules.
    fn described(&self, cluster: &Cluster) -> String {
        let mut text = String::new();
        for backup in &self.backups {
            let _ = writeln!(text, "{}", visible(&backup.full_name()));
            let _ = writeln!(text, "  {}", describe_backup(backup, Some(cluster)));
        }
        let mut runs: Vec<(i64, u32)> = Vec::new();
        for planned in &self.plan.schedules {
            runs.extend(planned.next_runs.iter().map(|run| (*run, planned.index)));
        }
        runs.sort_unstable();
        if let Some(after) = self.after.filter(|_| !runs.is_empty()) {
            let _ = writeln!(text, "The next runs after {}:", instant_to_rfc3339(after));
            for (run, index) in runs.iter().take(MAX_LISTED_RUNS) {
                let name = self.backups.get(*index as usize).map(Backup::full_name).unwrap_or_default();
                let _ = writeln!(text, "  {}  {}", instant_to_rfc3339(*run), visible(&name));
            }
        }
        text
    }
}

/// The integrator's relations, from `--relation`.
fn relations(options: &[String], system: &mut dyn System) -> Ended<Vec<Relation>> {
    options
        .iter()
        .map(|option| {
            let (id, file) = option.split_once('=').map_or((option.as_str(), None), |(id, file)| (id, Some(file)));
            let id = id.parse().map_err(|_| {
                let option = crate::formats::visible(option);
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
