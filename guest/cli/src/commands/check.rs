//! `check`: what is wrong with files.

use k8s_backup_target::diagnostic::Severity;
use k8s_backup_target::validation::CheckedDocument;
use k8s_backup_target_render::Color;

use super::{Ended, cluster};
use crate::arguments::{Check, ReportFormat, When};
use crate::formats::{github, human, json, junit, sarif};
use crate::input::Inputs;
use crate::outcome::{Outcome, Status};
use crate::report::{CheckedFile, Report};
use crate::system::System;

pub(super) fn run(arguments: &Check, system: &mut dyn System) -> Ended<Outcome> {
    let cluster = cluster::read(&arguments.cluster, system)?;
    let kind = arguments.kind.map(Into::into);
    let Inputs { texts, unreadable, .. } = Inputs::read(&arguments.files, system);
    let mut passed_over = 0;
    let mut files = Vec::with_capacity(texts.len());
    for input in texts {
        let checked = CheckedDocument::read(input.text.clone(), input.format, kind, cluster.as_ref());
        if input.is_passed_over(&checked) {
            passed_over += 1;
        } else {
            let diagnostics = checked.diagnostics().to_vec();
            files.push(CheckedFile { name: input.name, text: input.text, diagnostics });
        }
    }
    let denied = arguments.deny.map_or(Severity::Error, Severity::from);
    let report = Report { files, unreadable, passed_over, denied };

    let mut outcome = Outcome::default();
    outcome.report_unreadable(&report.unreadable);
    if report.diagnostics().any(|(_, diagnostic)| report.is_denied(diagnostic)) {
        outcome.raise(Status::Problems);
    }
    outcome.stdout = match arguments.format {
        ReportFormat::Human => human::text(&report, color(arguments.color, system)),
        ReportFormat::Json => json::text(&report),
        ReportFormat::Sarif => sarif::text(&report, outcome.status),
        ReportFormat::Github => github::text(&report),
        ReportFormat::Junit => junit::text(&report),
    };
    Ok(outcome)
}

/// As no-color.org and bixense.com/clicolors have it. Whether a terminal reads is not known here.
fn color(when: When, system: &dyn System) -> Color {
    let is_set = |name| system.variable(name).is_some_and(|value| !value.is_empty());
    let is_forced = || system.variable("CLICOLOR_FORCE").is_some_and(|value| !matches!(value.as_str(), "" | "0"));
    match when {
        When::Always => Color::Always,
        When::Auto if is_forced() && !is_set("NO_COLOR") => Color::Always,
        When::Auto | When::Never => Color::Never,
    }
}
