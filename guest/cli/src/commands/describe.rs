//! `describe`: specs in plain words.

use std::fmt::Write;

use k8s_backup_target::model::ScheduleConfig;
use k8s_backup_target::validation;

use super::located::Files;
use super::{Ended, targets, time};
use crate::arguments::{ClusterOptions, Describe};
use crate::outcome::Outcome;
use crate::settings::Settings;
use crate::system::System;

pub(super) fn run(arguments: Describe, system: &mut dyn System) -> Ended<Outcome> {
    let config = ScheduleConfig::from(arguments.schedule);
    let runs = time::runs(&config, arguments.at.as_deref())?;
    // Without `--schedule`, the description has no schedule.
    let config = Some(&config).filter(|config| config.schedule.is_some());
    let mut settings = Settings::new(&ClusterOptions::default(), &[], system)?;
    let files = Files::read(&arguments.files, None, None, &mut settings, system)?;
    let mut outcome = Outcome::default();
    for file in &files.files {
        outcome.stderr += &file.draw_errors();
        outcome.judge(file.errors());
        let (specs, targets) = (file.document.specs(), file.document.targets());
        for (place, spec) in specs.iter().enumerate() {
            let name = crate::input::visible(&file.name);
            let target = targets.get(place).filter(|_| specs.len() == targets.len());
            let of = target.map(|target| format!(": {}", targets::name(target))).unwrap_or_default();
            let _ = writeln!(outcome.stdout, "{name}{of}\n  {}", validation::describe(spec, config, None));
        }
    }
    outcome.stdout += &runs;
    outcome.report_unreadable(&files.unreadable);
    Ok(outcome)
}
