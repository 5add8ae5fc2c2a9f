//! `check`: reports what is wrong with files.

use k8s_backup_target::diagnostic::Severity;
use k8s_backup_target::validation::Kind;
use k8s_backup_target_render::Color;

use super::Ended;
use super::located::{File, Files};
use crate::arguments::{Check, ReportFormat, When};
use crate::formats::{github, human, json, junit, sarif};
use crate::outcome::{Outcome, Status};
use crate::report::{CheckedFile, Report};
use crate::settings::Settings;
use crate::system::System;

pub(super) fn run(arguments: &Check, system: &mut dyn System) -> Ended<Outcome> {
    let mut settings = Settings::new(&arguments.cluster, &arguments.rules.ignore, system)?;
    let kind = arguments.kind.map(Into::into);
    let denied = arguments.deny.map_or(Severity::Error, Severity::from);
    let (report, unused) = match report(&arguments.files, kind, denied, &mut settings, system) {
        Ok(reported) => reported,
        Err(mut outcome) => {
            if let Some(configuration) = outcome.configuration.take() {
                let report = Report {
                    configurations: vec![*configuration],
                    files: Vec::new(),
                    unreadable: Vec::new(),
                    skipped: 0,
                    skipped_files: 0,
                    denied: Severity::Error,
                };
                outcome.stdout = match arguments.format {
                    // Standard error has it already.
                    ReportFormat::Human => String::new(),
                    format => written(&report, format, Color::Never, outcome.status),
                };
            }
            return Err(outcome);
        }
    };
    let mut outcome = Outcome { stderr: settings.option_warnings() + &unused, ..Outcome::default() };
    outcome.report_unreadable(&report.unreadable);
    let of_option = settings.option_diagnostics();
    let mut diagnostics = report.diagnostics().map(|(_, diagnostic)| diagnostic).chain(&of_option);
    if diagnostics.any(|diagnostic| report.is_denied(diagnostic)) {
        outcome.raise(Status::Problems);
    }
    outcome.stdout = written(&report, arguments.format, color(arguments.color, system), outcome.status);
    Ok(outcome)
}

/// Checks files and folders. Returns the report, and the warnings about options without effect.
pub(crate) fn report(
    paths: &[String],
    kind: Option<Kind>,
    denied: Severity,
    settings: &mut Settings,
    system: &mut dyn System,
) -> Ended<(Report, String)> {
    let Files { files, unreadable, skipped, skipped_files, folders } =
        Files::read(paths, kind, None, settings, system)?;
    let ignored: Vec<_> = files.iter().map(|file| (&file.settings, file.document.ignored())).collect();
    let configurations = settings.diagnostics(&folders, &ignored).into_iter();
    let configurations = configurations.map(|(file, diagnostics)| CheckedFile {
        name: file.path.clone(),
        text: file.text.clone(),
        diagnostics,
        release: None,
    });
    let configurations = configurations.collect();
    let codes: Vec<_> = ignored.iter().map(|(_, codes)| *codes).collect();
    let unused = settings.unused_options(&codes);
    let files = files.into_iter().map(CheckedFile::from).collect();
    Ok((Report { configurations, files, unreadable, skipped, skipped_files, denied }, unused))
}

fn written(report: &Report, format: ReportFormat, color: Color, status: Status) -> String {
    match format {
        ReportFormat::Human => human::text(report, color),
        ReportFormat::Json => json::text(report),
        ReportFormat::Sarif => sarif::text(report, status),
        ReportFormat::Github => github::text(report),
        ReportFormat::Junit => junit::text(report),
    }
}

impl From<File> for CheckedFile {
    fn from(file: File) -> Self {
        let diagnostics = file.document.diagnostics().to_vec();
        let release = Some(file.settings.release());
        CheckedFile { name: file.name, text: file.text, diagnostics, release }
    }
}

/// Follows no-color.org and bixense.com/clicolors. A system sets CLICOLOR_FORCE for a terminal.
fn color(when: When, system: &dyn System) -> Color {
    let is_set = |name| system.variable(name).is_some_and(|value| !value.is_empty());
    let is_forced = || system.variable("CLICOLOR_FORCE").is_some_and(|value| !matches!(value.as_str(), "" | "0"));
    match when {
        When::Always => Color::Always,
        When::Auto if is_forced() && !is_set("NO_COLOR") => Color::Always,
        When::Auto | When::Never => Color::Never,
    }
}
