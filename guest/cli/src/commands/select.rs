//! `select`: which objects of a cluster specs select, and why not the others.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use k8s_backup_target::catalogue::NOTHING_SELECTED;
use k8s_backup_target::diagnostic::{Diagnostic, Severity};
use k8s_backup_target::inventory::Inventory;
use k8s_backup_target::model::Spec;
use k8s_backup_target::selection::{self, Evaluation, Reason, Verdict};
use k8s_backup_target::validation::{TextPlace, describe, describe_backup};
use k8s_backup_target::velero::backup::Backup;
use k8s_backup_target::velero::glob::Pattern;
use k8s_backup_target::velero::server::ServerSettings;
use k8s_backup_target_render::json::DiagnosticJson;
use k8s_backup_target_render::{Color, Source, render};
use serde::Serialize;

use super::contents::{Contents, ContentsJson};
use super::inventory::{self, MAX_STEP_OBJECTS, ObjectJson, by_kind, full_name, object_at, table};
use super::located::{File, Files};
use super::{Ended, server, targets};
use crate::arguments::{Select, SelectionFormat};
use crate::formats::{json_text, visible};
use crate::outcome::{Outcome, Status};
use crate::settings::Settings;
use crate::system::System;

pub(crate) fn run(arguments: &Select, system: &mut dyn System) -> Ended<Outcome> {
    let mut settings = Settings::new(&arguments.inventory.cluster, &arguments.rules.ignore, system)?;
    let mut server = server::settings(&arguments.server, system)?;
    let (inventory, said) = inventory::read(&arguments.inventory.inventory, &arguments.files, &mut settings, system)?;
    let files = Files::read(
        &arguments.files,
        arguments.kind.map(Into::into),
        Some(inventory.cluster()),
        &mut settings,
        system,
    )?;
    server.policies.extend(files.policies());
    let warnings = settings.warnings() + &files.other_releases(inventory.cluster().release());
    let mut outcome = Outcome { stderr: warnings + &said, ..Outcome::default() };
    let mut selections = Vec::new();
    for file in &files.files {
        outcome.stderr += &file.draw_errors();
        outcome.judge(file.errors());
        let (specs, targets) = (file.document.specs(), file.document.targets());
        for (index, (spec, place)) in specs.iter().zip(file.document.spec_places()).enumerate() {
            let target = targets.get(index).filter(|_| specs.len() == targets.len());
            let chosen = Chosen::Spec { spec, target: target.map(targets::name) };
            selections.push(Selection::of(file, chosen, place, &inventory, &server));
        }
        for (backup, place) in file.document.backups().iter().zip(file.document.backup_places()) {
            selections.push(Selection::of(file, Chosen::Backup(backup), place, &inventory, &server));
        }
    }
    outcome.report_unreadable(&files.unreadable);
    outcome.note_nothing(&files.files);
    for selection in &selections {
        outcome.judge(&selection.diagnostics);
        if matches!(selection.outcome, selection::Outcome::Failed(_) | selection::Outcome::Refused(_)) {
            outcome.raise(Status::Problems);
        }
    }
    outcome.stdout = match arguments.format {
        SelectionFormat::Human => selections.iter().map(|selection| selection.summary(&inventory)).collect(),
        SelectionFormat::Table => {
            outcome.stderr.extend(selections.iter().map(Selection::outcome_lines));
            let rows: Vec<Vec<String>> =
                selections.iter().flat_map(|selection| selection.rows(&inventory, arguments.included)).collect();
            table(&["SPEC", "SELECTED", "REASON", "KIND", "NAMESPACE", "NAME", "DECIDED BY"], &rows)
        }
        SelectionFormat::Json => {
            let selections: Vec<SelectionJson<'_>> =
                selections.iter().map(|selection| selection.json(&inventory, arguments.included)).collect();
            json_text(&selections)
        }
    };
    Ok(outcome)
}

/// Maximum number of skipped kinds that are listed; the rest are counted.
const MAX_LISTED_KINDS: usize = 10;

/// What is evaluated.
enum Chosen<'f> {
    /// A spec, with the names of its target.
    Spec { spec: &'f Spec, target: Option<String> },
    /// A Backup, or the next backup of a Schedule.
    Backup(&'f Backup),
}

impl Chosen<'_> {
    /// Returns the names of the target, or the name of the Backup or the Schedule.
    fn name(&self) -> Option<String> {
        match self {
            Chosen::Spec { target, .. } => target.clone(),
            Chosen::Backup(backup) => Some(visible(&backup.full_name())),
        }
    }

    fn evaluation(&self, inventory: &Arc<Inventory>, server: &ServerSettings) -> Evaluation {
        let source = match self {
            Chosen::Spec { spec, .. } => selection::Source::Spec((*spec).clone()),
            Chosen::Backup(backup) => selection::Source::Backup(Box::new((*backup).clone())),
        };
        Evaluation::of(Arc::clone(inventory), &source, server.clone())
    }

    fn described(&self, inventory: &Inventory) -> String {
        match self {
            Chosen::Spec { spec, .. } => describe(spec, None, Some(inventory.cluster())),
            Chosen::Backup(backup) => describe_backup(backup, Some(inventory.cluster())),
        }
    }

    /// Returns the resources that are named in the includes.
    fn included_resources(&self) -> impl Iterator<Item = &String> {
        let lists = match self {
            Chosen::Spec { spec, .. } => [&spec.include_resources, &None, &None],
            Chosen::Backup(backup) => [
                &backup.filters.included_resources,
                &backup.filters.included_cluster_scoped_resources,
                &backup.filters.included_namespace_scoped_resources,
            ],
        };
        lists.into_iter().flatten().flatten()
    }
}

/// A spec or a Backup over the inventory.
struct Selection<'f> {
    file: &'f File,
    chosen: Chosen<'f>,
    place: &'f TextPlace,
    verdicts: Vec<Verdict>,
    diagnostics: Vec<Diagnostic>,
    outcome: selection::Outcome,
    contents: Contents,
}

impl<'f> Selection<'f> {
    fn of(
        file: &'f File,
        chosen: Chosen<'f>,
        place: &'f TextPlace,
        inventory: &Arc<Inventory>,
        server: &ServerSettings,
    ) -> Self {
        let mut evaluation = chosen.evaluation(inventory, server);
        while !evaluation.step(MAX_STEP_OBJECTS) {}
        // Pointers into a spec are relative to it, those into a manifest are not.
        let of_object = match chosen {
            Chosen::Spec { .. } => "",
            Chosen::Backup(_) => place.pointer.as_str(),
        };
        let placed = |verdict: Verdict| Verdict {
            pointer: verdict.pointer.map(|pointer| format!("{of_object}{pointer}")),
            ..verdict
        };
        let verdicts = evaluation.verdicts(0, inventory.len()).map(placed).collect();
        let placed = |mut found: Diagnostic| {
            if found.subject.is_none() {
                found.span = file.document.mark_of(place.subject, &format!("{}{}", place.pointer, found.pointer));
            }
            found
        };
        let reported = |found| file.reported(&placed(found));
        let diagnostics = evaluation.diagnostics().into_iter().filter_map(reported).collect();
        let contents = Contents::of(&evaluation);
        Selection { file, chosen, place, verdicts, diagnostics, outcome: evaluation.outcome(), contents }
    }

    /// Whether the backup is made.
    fn is_made(&self) -> bool {
        matches!(self.outcome, selection::Outcome::Completed | selection::Outcome::PartiallyFailed(_))
    }

    /// The name of the spec: its file, and its target.
    fn name(&self) -> String {
        match self.chosen.name() {
            Some(names) => format!("{}: {names}", visible(&self.file.name)),
            None => visible(&self.file.name),
        }
    }

    fn summary(&self, inventory: &Inventory) -> String {
        let described = self.chosen.described(inventory);
        let mut text = format!("{}\n  {described}\n", self.name());
        let included = || self.verdicts.iter().filter(|verdict| verdict.included);
        let (count, all, outcome) = (included().count(), self.verdicts.len(), outcome_name(&self.outcome));
        let _ = writeln!(text, "\nselected: {count} of {all} objects; outcome: {outcome}");
        for (kind, count) in by_kind(included().map(|verdict| verdict.object.clone())) {
            let _ = writeln!(text, "  {count:>6}  {}", visible(&kind));
        }
        text += &self.comes_along(inventory);
        text += &self.contents.summary(inventory);
        let mut reasons = BTreeMap::<(Reason, &str), Vec<&Verdict>>::new();
        for verdict in self.verdicts.iter().filter(|verdict| !verdict.included) {
            reasons.entry((verdict.reason, verdict.pointer.as_deref().unwrap_or_default())).or_default().push(verdict);
        }
        if !reasons.is_empty() {
            text += "\nnot selected\n";
        }
        for ((reason, pointer), verdicts) in reasons {
            let by = if pointer.is_empty() { String::new() } else { format!(", by {}", visible(pointer)) };
            let _ = writeln!(text, "  {:>6}  {}{by}", verdicts.len(), words(reason));
            if matches!(reason, Reason::ClusterScopeExcluded | Reason::ClusterScopeNotAutomatic) {
                let objects = verdicts.iter().map(|verdict| verdict.object.clone());
                let kinds: Vec<(String, usize)> =
                    by_kind(objects).into_iter().filter(|(kind, _)| self.names(kind, inventory)).collect();
                for (kind, count) in kinds.iter().take(MAX_LISTED_KINDS) {
                    let _ = writeln!(text, "          {count:>6}  {}", visible(kind));
                }
                if kinds.len() > MAX_LISTED_KINDS {
                    let _ = writeln!(text, "          and {} more kinds", kinds.len() - MAX_LISTED_KINDS);
                }
            }
        }
        text.push('\n');
        let of_spec = self.warnings_of_spec();
        let is_known = |found: &Diagnostic| {
            let is_same = |known: &&Diagnostic| (known.rule, known.span) == (found.rule, found.span);
            found.span.is_some() && of_spec.iter().any(is_same)
        };
        // The number of selected objects says it, and another diagnostic says why.
        let is_redundant = |found: &Diagnostic| found.rule == &NOTHING_SELECTED && found.help.is_none();
        let found = self.diagnostics.iter().filter(|found| !self.is_error_of_file(found) && !is_known(found));
        let found = found.filter(|found| !is_redundant(found));
        for found in of_spec.iter().copied().chain(found) {
            text += &self.draw(found, inventory);
        }
        text
    }

    /// The warnings of `check` about the spec.
    fn warnings_of_spec(&self) -> Vec<&Diagnostic> {
        let place = &self.place;
        let is_of_spec = |found: &&Diagnostic| {
            found.severity == Severity::Warning
                && found.subject == Some(place.subject)
                && found
                    .pointer
                    .strip_prefix(&place.pointer)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.file.document.diagnostics().iter().filter(is_of_spec).collect()
    }

    /// Whether standard error has it already.
    fn is_error_of_file(&self, found: &Diagnostic) -> bool {
        is_in(self.file.document.errors(), found)
    }

    /// Whether the included resources have this kind.
    fn names(&self, group_resource: &str, inventory: &Inventory) -> bool {
        let mut names = self.chosen.included_resources().peekable();
        let is_it = |name: &String| match inventory.cluster().resolve(name) {
            Some(kind) => kind.group_resource() == group_resource,
            None => Pattern::compile(name).is_ok_and(|pattern| pattern.matches(group_resource)),
        };
        names.peek().is_none() || names.any(is_it)
    }

    /// The objects that come along, each with the object that brings it.
    fn comes_along(&self, inventory: &Inventory) -> String {
        /// Maximum number of objects that are listed; the rest are counted.
        const MAX_LISTED: usize = 20;
        let mut brought = self.verdicts.iter().filter_map(|verdict| Some((&verdict.object, verdict.brought_by?)));
        let count = brought.clone().count();
        if count == 0 {
            return String::new();
        }
        let mut text = format!("\ncome along: {count} of these, because others use them\n");
        for (object, bringer) in brought.by_ref().take(MAX_LISTED) {
            let (object, bringer) = (full_name(object), full_name(&object_at(inventory, bringer)));
            let _ = writeln!(text, "          {}, with {}", visible(&object), visible(&bringer));
        }
        if count > MAX_LISTED {
            let _ = writeln!(text, "          and {} more: `--format table` lists all", count - MAX_LISTED);
        }
        text
    }

    /// `spec.yaml: outcome: completed`, and a line for each reason that standard error does not have yet.
    fn outcome_lines(&self) -> String {
        let mut text = format!("{}: outcome: {}\n", self.name(), outcome_name(&self.outcome));
        let is_shown = |reason: &&Diagnostic| is_in(&self.diagnostics, reason) && !self.is_error_of_file(reason);
        for reason in reasons(&self.outcome).iter().filter(is_shown) {
            let _ = writeln!(text, "  {}[{}]: {}", reason.severity.name(), reason.rule.code, visible(&reason.message));
        }
        text
    }

    /// A diagnostic about an object is drawn at its name, one about the spec at its pointer.
    fn draw(&self, found: &Diagnostic, inventory: &Inventory) -> String {
        // A diagnostic of the file has a document as its subject.
        let is_of_file = self.file.document.diagnostics().contains(found);
        let object = found.subject.filter(|_| !is_of_file).map(|place| object_at(inventory, place));
        let text = if object.is_some() { "" } else { &self.file.text };
        let name = object.map_or_else(|| visible(&self.file.name), |object| full_name(&object));
        let mut found = found.clone();
        for related in found.related.iter_mut().filter(|_| !is_of_file) {
            if let Some(place) = related.subject {
                related.message += &format!(": {}", full_name(&object_at(inventory, place)));
            }
        }
        render(&[found], Source { name: &name, text }, Color::Never) + "\n"
    }

    fn shown(&self, included: bool) -> impl Iterator<Item = &Verdict> {
        self.verdicts.iter().filter(move |verdict| verdict.included || !included)
    }

    fn rows<'s>(&'s self, inventory: &'s Inventory, included: bool) -> impl Iterator<Item = Vec<String>> + 's {
        self.shown(included).map(|verdict| {
            let brought_by = verdict.brought_by.map(|place| object_at(inventory, place));
            let decided_by = brought_by.map(|object| full_name(&object)).or_else(|| verdict.pointer.clone());
            let object = &verdict.object;
            let cells = [
                self.chosen.name().unwrap_or_else(|| self.file.name.clone()).replace(", ", "/"),
                if verdict.included { "yes" } else { "no" }.to_owned(),
                reason_name(verdict.reason).to_owned(),
                object.group_resource.clone(),
                object.namespace.clone().unwrap_or_else(|| "-".to_owned()),
                object.name.clone(),
                decided_by.unwrap_or_else(|| "-".to_owned()),
            ];
            cells.into_iter().map(|cell| visible(&cell)).collect()
        })
    }

    fn json<'s>(&'s self, inventory: &Inventory, included: bool) -> SelectionJson<'s> {
        let verdict = |verdict: &'s Verdict| VerdictJson {
            object: verdict.object.clone().into(),
            included: verdict.included,
            reason: reason_name(verdict.reason),
            pointer: verdict.pointer.as_deref(),
            brought_by: verdict.brought_by.map(|place| object_at(inventory, place).into()),
        };
        let about = |found: &'s Diagnostic| FoundJson {
            object: found.subject.map(|place| object_at(inventory, place).into()),
            diagnostic: DiagnosticJson::of(found, None),
        };
        SelectionJson {
            file: &self.file.name,
            target: match &self.chosen {
                Chosen::Spec { target, .. } => target.as_deref(),
                Chosen::Backup(_) => None,
            },
            backup: match &self.chosen {
                Chosen::Spec { .. } => None,
                Chosen::Backup(backup) => Some(backup.full_name()),
            },
            objects: self.verdicts.len(),
            included: self.verdicts.iter().filter(|verdict| verdict.included).count(),
            outcome: outcome_name(&self.outcome),
            contents: self.is_made().then(|| self.contents.json(inventory)),
            diagnostics: self.diagnostics.iter().map(about).collect(),
            verdicts: self.shown(included).map(verdict).collect(),
        }
    }
}

fn is_in(all: &[Diagnostic], found: &Diagnostic) -> bool {
    all.iter().any(|known| (known.rule, &known.message) == (found.rule, &found.message))
}

#[derive(Serialize)]
struct SelectionJson<'s> {
    file: &'s str,
    target: Option<&'s str>,
    /// The name of a Backup or a Schedule: `schedule/velero/nightly`.
    #[serde(skip_serializing_if = "Option::is_none")]
    backup: Option<String>,
    objects: usize,
    included: usize,
    /// As in the component's interface.
    outcome: &'static str,
    /// `None` for a backup that fails or is refused.
    contents: Option<ContentsJson>,
    diagnostics: Vec<FoundJson<'s>>,
    verdicts: Vec<VerdictJson<'s>>,
}

#[derive(Serialize)]
struct FoundJson<'s> {
    object: Option<ObjectJson>,
    #[serde(flatten)]
    diagnostic: DiagnosticJson<'s>,
}

#[derive(Serialize)]
struct VerdictJson<'s> {
    object: ObjectJson,
    included: bool,
    reason: &'static str,
    pointer: Option<&'s str>,
    brought_by: Option<ObjectJson>,
}

/// The name in the component's interface.
fn outcome_name(outcome: &selection::Outcome) -> &'static str {
    match outcome {
        selection::Outcome::Completed => "completed",
        selection::Outcome::PartiallyFailed(_) => "partially-failed",
        selection::Outcome::Failed(_) => "failed",
        selection::Outcome::Refused(_) => "refused",
    }
}

fn reasons(outcome: &selection::Outcome) -> &[Diagnostic] {
    match outcome {
        selection::Outcome::Completed => &[],
        selection::Outcome::PartiallyFailed(reasons)
        | selection::Outcome::Failed(reasons)
        | selection::Outcome::Refused(reasons) => reasons,
    }
}

/// The name in the component's interface.
fn reason_name(reason: Reason) -> &'static str {
    match reason {
        Reason::Selected => "selected",
        Reason::ComesAlong => "comes-along",
        Reason::NamespaceOfSelected => "namespace-of-selected",
        Reason::SpecRefused => "spec-refused",
        Reason::NamespaceNotIncluded => "namespace-not-included",
        Reason::NamespaceExcluded => "namespace-excluded",
        Reason::ResourceNotIncluded => "resource-not-included",
        Reason::ResourceExcluded => "resource-excluded",
        Reason::ClusterScopeExcluded => "cluster-scope-excluded",
        Reason::ClusterScopeNotAutomatic => "cluster-scope-not-automatic",
        Reason::LabelsDoNotMatch => "labels-do-not-match",
        Reason::ExcludeLabel => "exclude-label",
        Reason::SkipAnnotation => "skip-annotation",
        Reason::UnknownResource => "unknown-resource",
        Reason::BeingDeleted => "being-deleted",
        Reason::SaveFailed => "save-failed",
        Reason::PolicyExcluded => "policy-excluded",
    }
}

/// The words after a number of objects.
fn words(reason: Reason) -> &'static str {
    match reason {
        Reason::Selected => "selected",
        Reason::ComesAlong => "because a selected object needs them",
        Reason::NamespaceOfSelected => "namespaces of selected objects",
        Reason::SpecRefused => "Velero refuses the backup, or it fails",
        Reason::NamespaceNotIncluded => "in a namespace that is not included",
        Reason::NamespaceExcluded => "in a namespace that is excluded",
        Reason::ResourceNotIncluded => "of a kind that is not included",
        Reason::ResourceExcluded => "of a kind that is excluded",
        Reason::ClusterScopeExcluded => "cluster-scoped, which are excluded",
        Reason::ClusterScopeNotAutomatic => "cluster-scoped, which are not included",
        Reason::LabelsDoNotMatch => "without the labels of the selector",
        Reason::ExcludeLabel => "with the label `velero.io/exclude-from-backup`",
        Reason::SkipAnnotation => "with the annotation `velero.io/skip-from-backup`",
        Reason::UnknownResource => "of a kind that the cluster does not serve",
        Reason::BeingDeleted => "being deleted",
        Reason::SaveFailed => "that Velero fails to save",
        Reason::PolicyExcluded => "that a filter of the resource policy leaves out",
    }
}
