//! `convert`: a spec as a Schedule, or a Backup or a Schedule as a spec.

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::diagnostic::Diagnostic;
use k8s_backup_target::merge::{manifest_of_spec, named_manifests};
use k8s_backup_target::model::ScheduleConfig;
use k8s_backup_target::validation::{ConvertedSpec, format_spec, yaml_of};

use super::Ended;
use super::located::{File, Files, Origin};
use super::merge::{json_array, json_list};
use crate::arguments::{Conversion, Convert, TextFormat};
use crate::formats::{escaped, visible};
use crate::outcome::{Outcome, Status};
use crate::settings::Settings;
use crate::system::System;

pub(super) fn run(arguments: Convert, system: &mut dyn System) -> Ended<Outcome> {
    let mut settings = Settings::new(&arguments.velero.clone().into(), &[], system)?;
    let files = Files::read(&arguments.files, None, None, &mut settings, system)?;
    let mut outcome = Outcome { stderr: settings.warnings(), ..Outcome::default() };
    outcome.report_unreadable(&files.unreadable);
    for file in &files.files {
        outcome.stderr += &file.draw_errors();
        outcome.judge(file.errors());
    }
    let (format, to) = (arguments.format, arguments.to);
    let texts = match to {
        Conversion::Spec => specs(&files, format, &mut outcome),
        Conversion::Schedule => schedules(&files, arguments, &mut outcome),
    };
    if texts.is_empty() && outcome.status == Status::Success {
        let missing = match to {
            Conversion::Spec => "Backup or Schedule",
            Conversion::Schedule => "spec or target",
        };
        outcome.stderr += &format!("error: the files contain no {missing} to convert\n");
        outcome.raise(Status::Failure);
    }
    outcome.stdout = match (format, &texts[..], to) {
        (TextFormat::Yaml, ..) => texts.join("---\n"),
        (TextFormat::Json, [] | [_], _) => texts.concat(),
        (TextFormat::Json, _, Conversion::Spec) => json_array(&trimmed(&texts)),
        (TextFormat::Json, _, Conversion::Schedule) => json_list(&trimmed(&texts)),
    };
    outcome.stdout = escaped(&outcome.stdout);
    Ok(outcome)
}

fn trimmed(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| text.trim_end().to_owned()).collect()
}

/// Returns the spec of each Backup and Schedule.
fn specs(files: &Files, format: TextFormat, outcome: &mut Outcome) -> Vec<String> {
    let mut texts = Vec::new();
    for file in &files.files {
        let converted = (0..file.document.backups().len()).map(|index| file.document.backup_as_spec(index));
        for converted in converted {
            match converted {
                Ok(ConvertedSpec { spec, left_out }) => {
                    outcome.stderr += &file.draw(left_out.iter());
                    texts.push(format_spec(&spec, format.into()));
                }
                Err(lost) => {
                    outcome.stderr += &file.draw(lost.iter());
                    outcome.judge(&lost);
                }
            }
        }
        note_other(file, !file.document.specs().is_empty(), "a spec", outcome);
    }
    texts
}

/// Returns the Schedule of each spec and target.
fn schedules(files: &Files, arguments: Convert, outcome: &mut Outcome) -> Vec<String> {
    let config = ScheduleConfig::from(arguments.schedule);
    if config.expression().is_none() {
        outcome.stderr += "error: a Schedule needs an expression: add `--schedule`, such as `--schedule '0 2 * * *'`\n";
        outcome.raise(Status::Failure);
        return Vec::new();
    }
    let settings = arguments.settings.settings();
    let mut texts = Vec::new();
    let mut refused = Vec::new();
    let mut origins = Vec::new();
    for (place, file) in files.files.iter().enumerate() {
        let cluster = file.settings.cluster().unwrap_or_else(|| Cluster::builtin());
        let targets = file.document.targets();
        let made: Vec<Result<String, Vec<Diagnostic>>> = if targets.is_empty() {
            let name = arguments.name.clone().unwrap_or_else(|| name_of(file));
            let specs = file.document.specs().iter();
            specs.map(|spec| manifest_of_spec(spec, &name, &config, &settings, Some(cluster))).collect()
        } else {
            let named = named_manifests(targets, &config, &settings, Some(cluster));
            named.into_iter().map(|made| made.map(|manifest| manifest.json)).collect()
        };
        let places = if targets.is_empty() { file.document.spec_places() } else { file.document.target_places() };
        for (made, at) in made.into_iter().zip(places) {
            let subject = origins.len() as u32;
            origins.push(Origin { file: place, subject: at.subject, pointer: at.pointer.clone() });
            match made {
                Ok(json) => texts.push(match arguments.format {
                    TextFormat::Json => json + "\n",
                    TextFormat::Yaml => yaml_of(&json).expect("a manifest is JSON"),
                }),
                Err(found) => refused.extend(found.into_iter().map(|found| of_file(found, subject))),
            }
        }
        note_other(file, !file.document.backups().is_empty(), "a Backup or a Schedule", outcome);
    }
    // Standard error has the errors of the files.
    let is_new = |found: &Diagnostic| {
        found.subject.is_none()
            || !files.all().any(|known| (known.rule, &known.message) == (found.rule, &found.message))
    };
    let mut new: Vec<Diagnostic> = refused.iter().filter(|found| is_new(found)).cloned().collect();
    new.dedup();
    outcome.stderr += &files.draw(&new, &origins);
    outcome.judge(&refused);
    texts
}

/// A diagnostic about an option has no subject.
fn of_file(found: Diagnostic, subject: u32) -> Diagnostic {
    let options = ["/schedule", "/namespace", "/storage_location", "/volume_snapshot_locations"];
    let is_of_option = options.iter().any(|option| found.pointer.starts_with(option));
    Diagnostic { subject: (!is_of_option).then_some(subject), ..found }
}

/// The name of a Schedule: that of the file, without its folders and its endings.
fn name_of(file: &File) -> String {
    let name = file.name.rsplit('/').next().unwrap_or(&file.name);
    let name = name.split('.').next().unwrap_or(name).to_lowercase();
    let name: String = name.chars().map(|char| if char.is_ascii_alphanumeric() { char } else { '-' }).collect();
    let name = name.trim_matches('-');
    if name.is_empty() { "backup".to_owned() } else { name.to_owned() }
}

/// Notes that a file has what is converted into.
fn note_other(file: &File, has_other: bool, what: &str, outcome: &mut Outcome) {
    if has_other {
        outcome.stderr += &format!("note: `{}` contains {what}, which is skipped\n", visible(&file.name));
    }
}
