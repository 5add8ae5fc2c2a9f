//! `publish`: the databag for a spec.

use k8s_backup_target::diagnostic::Diagnostic;
use k8s_backup_target::model::{Databag, Relation, Spec};
use k8s_backup_target::provider::{self, Identity, OnErrors, PublishError};

use super::Ended;
use super::located::Files;
use crate::arguments::{self, Publish};
use crate::formats::json_text;
use crate::outcome::{Outcome, Status};
use crate::settings::Settings;
use crate::system::System;

pub(super) fn run(arguments: Publish, system: &mut dyn System) -> Ended<Outcome> {
    let mut settings = Settings::new(&arguments.velero.into(), &[], system)?;
    let files = Files::read(std::slice::from_ref(&arguments.file), None, None, &mut settings, system)?;
    let mut outcome = Outcome { stderr: settings.warnings(), ..Outcome::default() };
    outcome.report_unreadable(&files.unreadable);
    let [file] = files.files.as_slice() else {
        return Err(match files.files.len() {
            0 => outcome,
            _ => Outcome::failure("the folder has several specs: name one file"),
        });
    };
    let is_error = |found: &Diagnostic| file.errors().any(|error| (error.rule, error.span) == (found.rule, found.span));
    let others = file.document.diagnostics().iter().filter(|found| !is_error(found));
    outcome.stderr += &(file.draw_errors() + &file.draw(others));
    let has_errors = file.errors().next().is_some();
    let [spec] = file.document.specs() else {
        if has_errors {
            outcome.raise(Status::Problems);
            return Err(outcome);
        }
        return Err(Outcome::failure(match file.document.specs() {
            [] => "the file contains no spec: `convert --to spec` makes one from a Backup or a Schedule",
            _ => "the file has several specs: only one can be published",
        }));
    };
    if has_errors && matches!(arguments.on_errors, arguments::OnErrors::Refuse) {
        outcome.stderr +=
            "error: the spec has errors, and is not published: correct it, or use `--on-errors publish`\n";
        outcome.raise(Status::Problems);
        return Err(outcome);
    }
    let target = file.document.targets().first();
    let identity = Identity {
        app: given(arguments.app, target.map(|target| &target.app), "--app")?,
        model: given(arguments.model, target.map(|target| &target.model), "--model")?,
        relation_name: given(arguments.endpoint, target.map(|target| &target.relation_name), "--endpoint")?,
    };
    match written(&identity, spec) {
        Ok(databag) => outcome.stdout = json_text(&databag),
        Err(error) => return Err(Outcome::failure(&error.to_string())),
    }
    Ok(outcome)
}

fn given(option: Option<String>, of_target: Option<&String>, name: &str) -> Ended<String> {
    let missing = || Outcome::failure(&format!("the file contains a spec without names: add `{name}`"));
    option.or_else(|| of_target.cloned()).ok_or_else(missing)
}

/// The errors are known: those of the release of Velero that the settings name.
fn written(identity: &Identity, spec: &Spec) -> Result<serde_json::Map<String, serde_json::Value>, PublishError> {
    let relation = Relation { id: 0, databag: Databag::default() };
    let writes = provider::publish(identity, spec, true, &[relation], OnErrors::Publish)?;
    Ok(writes.into_iter().map(|write| (write.key.to_owned(), write.value.into())).collect())
}
