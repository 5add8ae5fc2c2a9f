//! `describe`: specs in plain words.

use std::fmt::Write;

use k8s_backup_target::model::ScheduleConfig;
use k8s_backup_target::release::Release;
use k8s_backup_target::validation;

use super::located::Files;
use super::{Ended, targets, time};
use crate::arguments::Describe;
use crate::input::visible;
use crate::outcome::Outcome;
use crate::settings::Settings;
use crate::system::System;

pub(super) fn run(arguments: Describe, system: &mut dyn System) -> Ended<Outcome> {
    let config = ScheduleConfig::from(arguments.schedule);
    let after = time::instant(arguments.at.as_deref())?;
    let mut settings = Settings::new(&arguments.cluster, &[], system)?;
    let files = Files::read(&arguments.files, arguments.kind.map(Into::into), None, &mut settings, system)?;
    let releases: Vec<Release> = files.files.iter().map(|file| file.settings.release()).collect();
    let runs = time::runs(&config, after, &releases);
    // Without `--schedule`, the description has no schedule.
    let config = Some(&config).filter(|config| config.schedule.is_some());
    let mut outcome = Outcome { stderr: settings.warnings(), ..Outcome::default() };
    for file in &files.files {
        outcome.stderr += &file.draw_errors();
        outcome.judge(file.errors());
        let (specs, targets) = (file.document.specs(), file.document.targets());
        for (place, spec) in specs.iter().enumerate() {
            let name = visible(&file.name);
            let described = validation::describe(spec, config, file.settings.cluster());
            let target = targets.get(place).filter(|_| specs.len() == targets.len());
            let of = target.map(|target| format!(": {}", targets::name(target))).unwrap_or_default();
            let _ = writeln!(outcome.stdout, "{name}{of}\n  {}", described);
        }
        for backup in file.document.backups() {
            let (name, backup_name) = (visible(&file.name), visible(&backup.full_name()));
            let described = validation::describe_backup(backup, file.settings.cluster());
            let _ = writeln!(outcome.stdout, "{name}: {backup_name}\n  {described}");
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
