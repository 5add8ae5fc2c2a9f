//! `describe`: specs in plain words.

use std::fmt::Write;
use std::sync::Arc;

use k8s_backup_target::catalogue::{CONTENTS_NOT_KNOWN, CONTENTS_NOT_SAVED, CONTENTS_SAVED_TWICE};
use k8s_backup_target::inventory::Inventory;
use k8s_backup_target::model::ScheduleConfig;
use k8s_backup_target::release::Release;
use k8s_backup_target::selection::{self, Evaluation, Source};
use k8s_backup_target::validation;
use k8s_backup_target::velero::server::ServerSettings;

use super::contents::Contents;
use super::inventory::{self, MAX_STEP_OBJECTS};
use super::located::Files;
use super::{Ended, server, targets, time};
use crate::arguments::Describe;
use crate::formats::visible;
use crate::outcome::Outcome;
use crate::settings::Settings;
use crate::system::System;

pub(super) fn run(arguments: Describe, system: &mut dyn System) -> Ended<Outcome> {
    let config = ScheduleConfig::from(arguments.schedule);
    let after = time::instant(arguments.at.as_deref())?;
    let mut settings = Settings::new(&arguments.cluster, &[], system)?;
    let mut server = server::settings(&arguments.server, system)?;
    let (inventory, about_objects) = match &arguments.inventory {
        Some(path) => {
            let (inventory, said) = inventory::read(path, &arguments.files, &mut settings, system)?;
            (Some(inventory), said)
        }
        None => (None, String::new()),
    };
    let cluster = inventory.as_ref().map(|inventory| inventory.cluster());
    let files = Files::read(&arguments.files, arguments.kind.map(Into::into), cluster, &mut settings, system)?;
    server.policies.extend(files.policies());
    let contents = |source: Source| {
        let inventory = inventory.as_ref().map(Arc::clone);
        inventory.map(|inventory| contents(inventory, &source, server.clone())).unwrap_or_default()
    };
    let releases: Vec<Release> = files.files.iter().map(|file| file.settings.release()).collect();
    let runs = time::runs(&config, after, &releases);
    // Without `--schedule`, the description has no schedule.
    let config = Some(&config).filter(|config| config.schedule.is_some());
    let of_others = cluster.map(|cluster| files.other_releases(cluster.release())).unwrap_or_default();
    let mut outcome = Outcome { stderr: settings.warnings() + &of_others + &about_objects, ..Outcome::default() };
    for file in &files.files {
        outcome.stderr += &file.draw_errors();
        outcome.judge(file.errors());
        let (specs, targets) = (file.document.specs(), file.document.targets());
        for (place, spec) in specs.iter().enumerate() {
            let name = visible(&file.name);
            let described = validation::describe(spec, config, cluster.or(file.settings.cluster()));
            let target = targets.get(place).filter(|_| specs.len() == targets.len());
            let of = target.map(|target| format!(": {}", targets::name(target))).unwrap_or_default();
            let _ = writeln!(outcome.stdout, "{name}{of}\n  {described}");
            outcome.stdout += &contents(Source::Spec(spec.clone()));
        }
        for backup in file.document.backups() {
            let (name, backup_name) = (visible(&file.name), visible(&backup.full_name()));
            let described = validation::describe_backup(backup, cluster.or(file.settings.cluster()));
            let _ = writeln!(outcome.stdout, "{name}: {backup_name}\n  {described}");
            outcome.stdout += &contents(Source::Backup(Box::new(backup.clone())));
            if let Some(schedule) = &backup.schedule {
                outcome.stdout += &time::runs(schedule, after, &[file.settings.release()]);
            }
        }
    }
    if after.is_some() && config.is_none() && !files.files.iter().any(|file| !file.document.backups().is_empty()) {
        outcome.stderr += "note: `--at` lists the runs of a schedule: add `--schedule`\n";
    }
    outcome.note_nothing(&files.files);
    outcome.stdout += &runs;
    outcome.report_unreadable(&files.unreadable);
    Ok(outcome)
}

/// Returns which contents of volumes are saved, and why others are not.
fn contents(inventory: Arc<Inventory>, source: &Source, server: ServerSettings) -> String {
    let mut evaluation = Evaluation::of(inventory, source, server);
    while !evaluation.step(MAX_STEP_OBJECTS) {}
    if matches!(evaluation.outcome(), selection::Outcome::Failed(_) | selection::Outcome::Refused(_)) {
        return "  Contents of volumes: no backup is made, `select` shows why.\n".to_owned();
    }
    let mut text = format!("  Contents of volumes: {}.\n", Contents::of(&evaluation).counted());
    let codes = [&CONTENTS_NOT_SAVED, &CONTENTS_NOT_KNOWN, &CONTENTS_SAVED_TWICE].map(|rule| rule.code);
    for found in evaluation.diagnostics().iter().filter(|found| codes.contains(&found.rule.code)) {
        let _ = writeln!(text, "  - {}", found.message);
    }
    text
}
