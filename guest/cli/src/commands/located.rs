//! Files with their diagnostics, and diagnostics of the flows at their positions in files.

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::diagnostic::{Diagnostic, Severity};
use k8s_backup_target::release::Release;
use k8s_backup_target::validation::{CheckedDocument, Kind};
use k8s_backup_target::velero::server::PolicyMap;
use k8s_backup_target_render::{Color, Source, render};

use super::Ended;
use crate::formats::visible;
use crate::input::{Inputs, Unreadable};
use crate::outcome::Outcome;
use crate::settings::{FileSettings, Settings};
use crate::system::System;

/// Files, read and checked.
pub(super) struct Files {
    pub(super) files: Vec<File>,
    pub(super) unreadable: Vec<Unreadable>,
    /// Number of Kubernetes objects that were skipped, because they are of other kinds.
    pub(super) skipped: usize,
    /// Number of files in folders that were skipped, because they are of other programs.
    pub(super) skipped_files: usize,
    /// The folders that were named.
    pub(super) folders: Vec<String>,
}

pub(super) struct File {
    pub(super) name: String,
    pub(super) text: String,
    pub(super) document: CheckedDocument,
    pub(super) settings: FileSettings,
}

/// Where an item of a flow's list was read.
pub(super) struct Origin {
    /// The index of the file.
    pub(super) file: usize,
    /// The index of the document in the file.
    pub(super) subject: u32,
    /// Pointers of diagnostics are relative to this one.
    pub(super) pointer: String,
}

/// Returns the origin of a subject of diagnostics.
pub(super) fn origin_of(origins: &[Origin], subject: u32) -> &Origin {
    origins.get(subject as usize).expect("subjects are indices of the list that the flow got")
}

impl Files {
    /// The resource policies: a ConfigMap beside the Backup that names it.
    pub(super) fn policies(&self) -> impl Iterator<Item = PolicyMap> {
        self.files.iter().flat_map(|file| file.document.policies().iter().cloned())
    }

    /// Reads and checks files, each with its settings, and with this cluster or else that of its settings.
    pub(super) fn read(
        paths: &[String],
        kind: Option<Kind>,
        cluster: Option<&Cluster>,
        settings: &mut Settings,
        system: &mut dyn System,
    ) -> Ended<Self> {
        let Inputs { texts, unreadable, folders, .. } = Inputs::read(paths, system);
        let mut read =
            Files { files: Vec::with_capacity(texts.len()), unreadable, skipped: 0, skipped_files: 0, folders };
        for input in texts {
            let of_file = settings.of(&input.name, system)?;
            let cluster = cluster.or(of_file.cluster());
            let text = input.text.clone();
            let document = CheckedDocument::read_with_levels(text, input.format, kind, cluster, &of_file.levels);
            if input.in_folder && document.is_unrelated() {
                read.skipped_files += 1;
                continue;
            }
            read.skipped += document.skipped() as usize;
            read.files.push(File { name: input.name, text: input.text, document, settings: of_file });
        }
        Ok(read)
    }

    /// Returns all errors, and the other diagnostics that neither comments nor levels ignore, with the severities of the
    /// levels. What is about no file has the levels of the first one.
    pub(super) fn reported(&self, diagnostics: &[Diagnostic], origins: &[Origin]) -> Vec<Diagnostic> {
        let reported = |diagnostic: &Diagnostic| match diagnostic.subject.map(|subject| origin_of(origins, subject)) {
            Some(origin) => {
                let file = self.of(origin);
                file.reported(&self.placed(diagnostic, origin, file, origins))
                    .map(|placed| Diagnostic { severity: placed.severity, ..diagnostic.clone() })
            }
            None => match self.files.first() {
                Some(file) => file.reported(diagnostic),
                None => Some(diagnostic.clone()),
            },
        };
        diagnostics.iter().filter_map(reported).collect()
    }

    /// Returns the diagnostics of all files that neither comments nor levels ignore, and all errors.
    pub(super) fn all(&self) -> impl Iterator<Item = &Diagnostic> {
        self.files.iter().flat_map(|file| file.errors().chain(file.others()))
    }

    /// Renders the diagnostics of all files that are not errors. An empty line follows each.
    pub(super) fn draw_others(&self) -> String {
        self.files.iter().map(|file| file.draw(file.others())).collect()
    }

    /// Returns a warning for each other release that settings of files name, where all files have this one.
    pub(super) fn other_releases(&self, release: Release) -> String {
        let mut text = String::new();
        let mut seen = vec![release];
        for file in &self.files {
            let own = file.settings.release();
            if !seen.contains(&own) {
                seen.push(own);
                let name = visible(&file.name);
                text += &format!(
                    "warning: the settings of `{name}` are for Velero {own}, but Velero {release} of the first file is \
                     used for all files: choose one with `--velero-version`\n"
                );
            }
        }
        text
    }

    /// Returns the file of an origin.
    pub(super) fn of(&self, origin: &Origin) -> &File {
        self.files.get(origin.file).expect("an origin is in one of the files that were read")
    }

    /// Renders diagnostics with source lines. An empty line follows each.
    pub(super) fn draw(&self, diagnostics: &[Diagnostic], origins: &[Origin]) -> String {
        let mut text = String::new();
        for diagnostic in diagnostics {
            text += &match diagnostic.subject.map(|subject| origin_of(origins, subject)) {
                Some(origin) => {
                    let file = self.of(origin);
                    let placed = self.placed(diagnostic, origin, file, origins);
                    render(&[placed], Source { name: &file.name, text: &file.text }, Color::Never)
                }
                None => of_options(diagnostic),
            };
            text.push('\n');
        }
        text
    }

    fn placed(&self, diagnostic: &Diagnostic, origin: &Origin, file: &File, origins: &[Origin]) -> Diagnostic {
        let mark = |origin: &Origin, pointer: &str| {
            file.document.mark_of(origin.subject, &format!("{}{pointer}", origin.pointer))
        };
        let mut placed = diagnostic.clone();
        placed.span = mark(origin, &diagnostic.pointer);
        for related in &mut placed.related {
            let Some(other) = related.subject.map(|subject| origin_of(origins, subject)) else { continue };
            if other.file == origin.file {
                related.span = mark(other, &related.pointer);
            } else {
                related.message += &format!(", in {}", self.of(other).name);
                related.pointer.clear();
            }
        }
        placed
    }
}

impl File {
    /// Returns a diagnostic of a flow, whose span is in this file, with the severity of the levels; `None` if a comment or
    /// the levels ignore it. Errors do not change: what is refused is refused, whatever `check` reports.
    pub(super) fn reported(&self, diagnostic: &Diagnostic) -> Option<Diagnostic> {
        let mut reported = vec![diagnostic.clone()];
        if diagnostic.severity != Severity::Error {
            reported.retain(|diagnostic| !self.document.is_ignored(diagnostic));
            self.settings.levels.apply(&mut reported);
        }
        reported.pop()
    }

    /// Returns all errors, and the diagnostics that settings raise to errors.
    pub(super) fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        let raised = self
            .document
            .diagnostics()
            .iter()
            .filter(|found| found.severity == Severity::Error && found.rule.severity != Severity::Error);
        self.document.errors().iter().chain(raised)
    }

    /// Returns the other diagnostics that neither comments nor levels ignore.
    fn others(&self) -> impl Iterator<Item = &Diagnostic> {
        self.document.diagnostics().iter().filter(|found| found.severity != Severity::Error)
    }

    /// Renders the errors of this file. An empty line follows each.
    pub(super) fn draw_errors(&self) -> String {
        self.draw(self.errors())
    }

    /// Renders diagnostics of this file. An empty line follows each.
    pub(super) fn draw<'d>(&self, diagnostics: impl Iterator<Item = &'d Diagnostic>) -> String {
        let draw = |found: &Diagnostic| {
            let source = Source { name: &self.name, text: &self.text };
            render(std::slice::from_ref(found), source, Color::Never) + "\n"
        };
        diagnostics.map(draw).collect()
    }
}

/// Renders a diagnostic about the schedule or the settings at the option that it came from.
fn of_options(diagnostic: &Diagnostic) -> String {
    let options = [
        ("/schedule", "--schedule"),
        ("/paused", "--paused"),
        ("/skip_immediately", "--skip-immediately"),
        ("/use_owner_references_in_backup", "--use-owner-references-in-backup"),
        ("/namespace", "--namespace"),
        ("/storage_location", "--storage-location"),
        ("/volume_snapshot_locations", "--volume-snapshot-location"),
    ];
    let option = options.into_iter().find(|(pointer, _)| diagnostic.pointer.starts_with(pointer));
    let name = option.map_or("the plan", |(_, option)| option);
    let said = Diagnostic { pointer: String::new(), ..diagnostic.clone() };
    render(&[said], Source { name, text: "" }, Color::Never)
}

impl Outcome {
    /// Notes each file that has nothing to evaluate, and no errors that say why.
    pub(super) fn note_nothing(&mut self, files: &[File]) {
        for file in files {
            let document = &file.document;
            let is_empty = document.specs().is_empty() && document.backups().is_empty();
            if is_empty && document.errors().is_empty() {
                let name = visible(&file.name);
                self.stderr += &format!("note: `{name}` contains no spec, target, Backup or Schedule\n");
            }
        }
    }
}
