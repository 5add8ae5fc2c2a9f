//! The commands that a client can run: check the workspace, select objects of a cluster, list the next runs.

use std::collections::BTreeSet;

use k8s_backup_target::diagnostic::{Diagnostic, Severity};
use lsp_server::ErrorCode;
use lsp_types::notification::PublishDiagnostics;
use lsp_types::{DidChangeWorkspaceFoldersParams, ExecuteCommandParams, MessageType, PublishDiagnosticsParams, Uri};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::documents::{Document, Documents};
use super::files::EditorFiles;
use super::text::Text;
use super::{IS_JSON, Refused, Server, diagnostics, hover, read, uris};
use crate::arguments::{InventoryOptions, RuleOptions, Select, SelectionFormat, ServerOptions};
use crate::commands::{check, select};
use crate::paths::Place;
use crate::report::CheckedFile;
use crate::system::STANDARD_INPUT;

/// Checks the files of all folders of the workspace, and returns how many problems they have.
const CHECK_WORKSPACE: &str = "k8s-backup-target.checkWorkspace";
/// Returns what `select --format json --included` prints for a text.
const SELECT: &str = "k8s-backup-target.select";
/// Returns the next runs of the Schedules in a text.
const NEXT_RUNS: &str = "k8s-backup-target.nextRuns";

pub(super) const ALL: [&str; 3] = [CHECK_WORKSPACE, SELECT, NEXT_RUNS];

/// Number of runs of a Schedule that are listed.
const RUNS: u32 = 5;

/// The text of a command.
#[derive(Deserialize)]
struct Chosen {
    uri: Uri,
}

#[derive(Deserialize)]
struct SelectArguments {
    uri: Uri,
    /// The path of a file with the objects of the cluster. Without it, the one of the settings.
    inventory: Option<String>,
}

#[derive(Serialize)]
struct Selected {
    /// What the command prints as JSON.
    selections: Value,
    /// What it prints on standard error.
    messages: String,
}

#[derive(Serialize)]
struct Runs {
    /// `schedule/velero/nightly`.
    name: String,
    schedule: String,
    /// When it runs, in words, if they are exact.
    words: Option<String>,
    /// Whether none of the runs happens.
    paused: bool,
    /// In UTC, as in RFC 3339. Empty if Velero refuses the expression.
    runs: Vec<String>,
}

impl Server<'_> {
    pub(super) fn execute(&mut self, params: ExecuteCommandParams) -> Result<Value, Refused> {
        let argument = params.arguments.into_iter().next().unwrap_or_default();
        match params.command.as_str() {
            CHECK_WORKSPACE => Ok(self.check_workspace().into()),
            SELECT => self.select(read(argument)?),
            NEXT_RUNS => self.next_runs(&read(argument)?),
            other => Err((ErrorCode::InvalidParams, format!("there is no command `{other}`"))),
        }
    }

    /// Publishes the diagnostics of all files in the folders of the workspace that are not open; open ones have theirs.
    fn check_workspace(&mut self) -> Option<String> {
        let folders = self.client.folders.clone();
        if folders.is_empty() {
            self.show(MessageType::ERROR, "no folder is open that can be checked");
            return None;
        }
        let (summary, files) = self.check_files(&folders);
        self.replace_checked(files.iter().map(|file| file.name.clone()).collect());
        files.iter().for_each(|file| self.publish_closed(&file.name, &file.text, &file.diagnostics));
        summary
    }

    /// Takes the folders of the workspace. Files outside have no diagnostics any more.
    pub(super) fn change_folders(&mut self, params: DidChangeWorkspaceFoldersParams) {
        self.client.change_folders(params);
        let folders: Vec<Place> = self.client.folders.iter().map(|folder| Place::of(folder, None)).collect();
        let is_inside = |path: &&String| folders.iter().any(|folder| Place::of(path, None).below(folder).is_some());
        self.replace_checked(self.checked_files.iter().filter(is_inside).cloned().collect());
    }

    /// Replaces the files that were checked with the workspace. Others have no diagnostics any more.
    fn replace_checked(&mut self, checked: BTreeSet<String>) {
        let before = std::mem::replace(&mut self.checked_files, checked);
        let no_longer: Vec<String> = before.difference(&self.checked_files).cloned().collect();
        no_longer.into_iter().for_each(|path| self.publish_closed(&path, "", &[]));
    }

    /// Publishes the diagnostics of a file that was closed, if the workspace was checked with it.
    pub(super) fn check_closed(&mut self, uri: &Uri) -> bool {
        let path = uris::path_of(uri).filter(|path| self.checked_files.contains(path));
        let Some(path) = path else { return false };
        let (_, files) = self.check_files(std::slice::from_ref(&path));
        match files.iter().find(|file| file.name == path) {
            Some(file) => self.publish_closed(&path, &file.text, &file.diagnostics),
            None => self.publish_closed(&path, "", &[]),
        }
        true
    }

    /// Checks files and folders as the command does, with the texts of the editor. Returns the summary, unless settings
    /// cannot be used, and what was checked.
    fn check_files(&mut self, paths: &[String]) -> (Option<String>, Vec<CheckedFile>) {
        let checked = self.with_open_texts(|documents, files| {
            check::report(paths, None, Severity::Error, documents.settings(), files)
        });
        match checked {
            Ok((report, _)) => {
                for unreadable in &report.unreadable {
                    self.show(MessageType::WARNING, unreadable.message());
                }
                (Some(report.summary()), report.configurations.into_iter().chain(report.files).collect())
            }
            Err(outcome) => {
                self.show(MessageType::ERROR, outcome.stderr);
                (None, outcome.configuration.map(|configuration| *configuration).into_iter().collect())
            }
        }
    }

    fn publish_closed(&mut self, path: &str, text: &str, diagnostics: &[Diagnostic]) {
        let uri = uris::of_path(path).filter(|_| self.documents.with_paths().all(|(open, _)| open != path));
        let Some(uri) = uri else { return };
        let text = Text::new(text.to_owned());
        let of = |found| diagnostics::of(found, &uri, &text, &self.client);
        let diagnostics = diagnostics.iter().map(of).collect();
        self.notify::<PublishDiagnostics>(PublishDiagnosticsParams { uri, diagnostics, version: None });
    }

    /// Runs `select` with the settings of the client.
    fn select(&mut self, chosen: SelectArguments) -> Result<Value, Refused> {
        let options = &self.client.options;
        let inventory = chosen.inventory.or_else(|| options.inventory.clone()).ok_or_else(|| {
            let message = "choose a file with the objects of the cluster: set `inventory`".to_owned();
            (ErrorCode::InvalidParams, message)
        })?;
        let path = uris::path_of(&chosen.uri);
        let document = self.documents.get(&chosen.uri, &mut self.files);
        // A new file has no path yet.
        let text = document.filter(|_| path.is_none()).map(|(document, _)| document.text.as_str().to_owned());
        let arguments = Select {
            inventory: InventoryOptions { inventory, cluster: options.cluster() },
            files: vec![path.unwrap_or_else(|| STANDARD_INPUT.to_owned())],
            format: SelectionFormat::Json,
            kind: None,
            included: true,
            rules: RuleOptions { ignore: options.ignore.clone() },
            server: ServerOptions::default(),
        };
        let outcome = self.with_open_texts(|_, files| {
            files.open.extend(text.map(|text| (STANDARD_INPUT.to_owned(), text)));
            select::run(&arguments, files).unwrap_or_else(|ended| ended)
        });
        let selections = serde_json::from_str(&outcome.stdout).unwrap_or_else(|_| Value::Array(Vec::new()));
        Ok(serde_json::to_value(Selected { selections, messages: outcome.stderr }).expect(IS_JSON))
    }

    fn next_runs(&mut self, chosen: &Chosen) -> Result<Value, Refused> {
        let now = self.now;
        let mut runs = Vec::new();
        let closed;
        let document = if self.documents.is_open(&chosen.uri) {
            self.documents.get(&chosen.uri, &mut self.files).map(|(document, _)| document)
        } else {
            let refused = |reason| (ErrorCode::InvalidParams, format!("cannot read {}: {reason}", chosen.uri.as_str()));
            closed = self.documents.read_closed(&chosen.uri, &mut self.files).map_err(refused)?;
            Some(&closed)
        };
        if let Some(own) = document.and_then(Document::own) {
            let release = own.settings.release();
            for backup in own.document.backups() {
                let Some(schedule) = &backup.schedule else { continue };
                let Some(expression) = &schedule.schedule else { continue };
                runs.push(Runs {
                    name: backup.full_name(),
                    schedule: expression.clone(),
                    words: hover::in_words(expression, release),
                    paused: schedule.paused,
                    runs: hover::runs(expression, release, now, RUNS),
                });
            }
        }
        Ok(serde_json::to_value(runs).expect(IS_JSON))
    }

    /// Calls a function with the files, in which open ones have their texts. Configurations are left out: the rest of the
    /// server reads the saved ones.
    fn with_open_texts<T>(&mut self, run: impl FnOnce(&mut Documents, &mut EditorFiles<'_>) -> T) -> T {
        let texts = self.documents.with_paths().filter(|(_, document)| !uris::is_configuration(&document.uri));
        self.files.open = texts.map(|(path, document)| (path, document.text.as_str().to_owned())).collect();
        let result = run(&mut self.documents, &mut self.files);
        self.files.open.clear();
        result
    }
}
