//! `coverage`: the objects of a cluster that no target, Schedule or Backup covers, and those that several cover.

mod fleet;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use k8s_backup_target::diagnostic::Diagnostic;
use k8s_backup_target::inventory::{Inventory, ObjectRef};
use k8s_backup_target::model::Target;
use k8s_backup_target::selection::{self, Overlap, Source};
use k8s_backup_target::validation::{CheckedDocument, Format, Kind};
use k8s_backup_target::velero::backup::Backup;
use k8s_backup_target::velero::server::ServerSettings;
use k8s_backup_target_render::{self as render_text, Color, render};
use serde::Serialize;

use super::inventory::{self, MAX_STEP_OBJECTS, ObjectJson, by_kind, full_name, object_at, table};
use super::targets::Targets;
use super::{Ended, server, targets, time};
use crate::arguments::{Coverage, CoverageFormat, DenyUncovered};
use crate::formats::{json_text, visible};
use crate::outcome::{Outcome, Status};
use crate::settings::Settings;
use crate::system::System;
use fleet::ClusterCoverage;

/// Maximum number of objects with several targets that the summary lists.
const MAX_LISTED_OVERLAPS: usize = 10;

pub(super) fn run(arguments: &Coverage, system: &mut dyn System) -> Ended<Outcome> {
    let at = time::instant(arguments.at.as_deref())?;
    let mut settings = Settings::new(&arguments.inventory.cluster, &arguments.rules.ignore, system)?;
    let mut server = server::settings(&arguments.server, system)?;
    let (inventory, said) = inventory::read(&arguments.inventory.inventory, &arguments.files, &mut settings, system)?;
    let (protections, mut outcome) = if arguments.files.is_empty() {
        of_inventory(&inventory)
    } else {
        let cluster = Some(inventory.cluster());
        let (targets, mut outcome) = Targets::read(&arguments.files, cluster, &mut settings, system)?;
        let other_releases = targets.files.other_releases(inventory.cluster().release());
        outcome.stderr.insert_str(0, &other_releases);
        server.policies.extend(targets.files.policies());
        (of_files(&targets, &mut outcome), outcome)
    };
    outcome.stderr.insert_str(0, &(settings.warnings() + &said));
    if at.is_none() && protections.iter().any(Protection::may_have_expired) {
        outcome.stderr += "note: whether Backups have expired is not checked: pass `--at TIME`\n";
    }
    let cluster_name = arguments.cluster_name.as_deref();
    if cluster_name.is_some() && !matches!(arguments.format, CoverageFormat::Jsonl | CoverageFormat::Prometheus) {
        outcome.stderr += "note: `--cluster-name` has no effect in this format: it is for jsonl and prometheus\n";
    }
    let covered = Covered::of(protections, &inventory, server, at);
    outcome.stdout = match arguments.format {
        CoverageFormat::Human => covered.summary(),
        CoverageFormat::Table => covered.table(),
        CoverageFormat::Json => json_text(&covered.json()),
        CoverageFormat::Jsonl => ClusterCoverage::of(&covered, cluster_name).jsonl(),
        CoverageFormat::Prometheus => ClusterCoverage::of(&covered, cluster_name).prometheus(),
    };
    let denied = match arguments.deny {
        None => 0,
        Some(DenyUncovered::UncoveredClaims) => covered.uncovered_claims.len(),
        Some(DenyUncovered::Uncovered) => covered.uncovered.len(),
    };
    if denied > 0 {
        outcome.raise(Status::Problems);
    }
    Ok(outcome)
}

const PERSISTENT_VOLUME_CLAIMS: &str = "persistentvolumeclaims";

/// A target, a Schedule or a Backup.
enum Protection {
    Target(Box<Target>),
    Backup(Box<Backup>),
}

impl Protection {
    /// `my-app, backup, prod` or `schedule/velero/nightly`
    fn name(&self) -> String {
        match self {
            Protection::Target(target) => targets::name(target),
            Protection::Backup(backup) => visible(&backup.full_name()),
        }
    }

    fn source(&self) -> Source {
        match self {
            Protection::Target(target) => Source::Spec(target.spec.clone()),
            Protection::Backup(backup) => Source::Backup(backup.clone()),
        }
    }

    fn may_have_expired(&self) -> bool {
        matches!(self, Protection::Backup(backup) if backup.status.expiration.is_some())
    }
}

/// Returns the targets, Schedules and Backups of files. Of several with the same name, the first one counts.
fn of_files(targets: &Targets, outcome: &mut Outcome) -> Vec<Protection> {
    let mut protections: Vec<Protection> =
        targets.targets.iter().cloned().map(|target| Protection::Target(Box::new(target))).collect();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for file in &targets.files.files {
        for backup in file.document.backups() {
            let name = backup.full_name();
            match seen.get(&name) {
                Some(first) if backup.name.is_some() => {
                    let (name, here, there) = (visible(&name), visible(&file.name), visible(first));
                    outcome.stderr += &format!("note: {name} is skipped in {here}: it is already in {there}\n");
                }
                _ => {
                    seen.insert(name, file.name.clone());
                    protections.push(Protection::Backup(Box::new(backup.clone())));
                }
            }
        }
    }
    protections
}

/// Returns the Schedules of the cluster.
fn of_inventory(inventory: &Inventory) -> (Vec<Protection>, Outcome) {
    let mut outcome = Outcome::default();
    let mut protections = Vec::new();
    for text in inventory.schedules() {
        let kind = Some(Kind::Schedule);
        let document = CheckedDocument::read(text.to_owned(), Format::Json, kind, Some(inventory.cluster()));
        let name = document.backups().first().map_or_else(|| "a Schedule".to_owned(), Backup::full_name);
        let name = format!("{} of the inventory", visible(&name));
        let found = document.errors().iter().map(|error| Diagnostic { span: None, ..error.clone() });
        let found: Vec<Diagnostic> = found.collect();
        outcome.judge(&found);
        outcome.stderr.extend(found.iter().map(|found| {
            render(std::slice::from_ref(found), render_text::Source { name: &name, text: "" }, Color::Never) + "\n"
        }));
        protections.extend(document.backups().iter().cloned().map(|backup| Protection::Backup(Box::new(backup))));
    }
    if inventory.schedules().len() == 0 {
        outcome.stderr += "warning: the inventory has no Schedule of Velero, and no file is given: add \
                           `schedules.velero.io` to the kinds that kubectl lists\n";
    }
    (protections, outcome)
}

/// All targets, Schedules and Backups over the inventory.
struct Covered<'i> {
    protections: Vec<Protection>,
    inventory: &'i Inventory,
    by_target: Vec<selection::TargetCoverage>,
    /// Places of objects.
    uncovered_claims: Vec<u32>,
    claims_without_contents: Vec<u32>,
    uncovered: Vec<u32>,
    overlaps: Vec<Overlap>,
}

impl<'i> Covered<'i> {
    fn of(
        protections: Vec<Protection>,
        inventory: &'i Arc<Inventory>,
        server: ServerSettings,
        at: Option<i64>,
    ) -> Self {
        let sources = protections.iter().map(Protection::source).collect();
        let mut coverage = selection::Coverage::with_settings(Arc::clone(inventory), sources, server, at);
        while !coverage.step(MAX_STEP_OBJECTS) {}
        Covered {
            protections,
            inventory,
            by_target: coverage.targets().to_vec(),
            uncovered_claims: coverage.uncovered_claims(0, u32::MAX).collect(),
            claims_without_contents: coverage.claims_without_contents(0, u32::MAX).collect(),
            uncovered: coverage.uncovered(0, u32::MAX).collect(),
            overlaps: coverage.overlapping(0, u32::MAX).collect(),
        }
    }

    fn name(&self, index: u32) -> String {
        self.protections.get(index as usize).expect("the coverage got these").name()
    }

    /// Returns the number of volume claims of the inventory.
    fn claims(&self) -> usize {
        let objects = self.inventory.objects(0, u32::MAX);
        objects.filter(|object| object.group_resource == PERSISTENT_VOLUME_CLAIMS).count()
    }

    fn objects<'s>(&'s self, places: &'s [u32]) -> impl Iterator<Item = ObjectRef> + 's {
        places.iter().map(|place| object_at(self.inventory, *place))
    }

    fn summary(&self) -> String {
        let mut text = format!("{:>7} {:>6} {:>13}\n", "objects", "claims", "with contents");
        for (index, covered) in (0..).zip(&self.by_target) {
            let (objects, claims) = (covered.objects, covered.persistent_volume_claims);
            let contents = covered.claims_with_contents;
            let why = covered.why_nothing.as_ref().map(|why| format!(": {}", visible(why))).unwrap_or_default();
            let _ = writeln!(text, "{objects:>7} {claims:>6} {contents:>13}  {}{why}", self.name(index));
        }
        let (objects, claims) = (self.inventory.len() as usize, self.claims());
        let _ = writeln!(
            text,
            "\ncovered: {} of the volume claims with their contents, {} of them in any way, {} of the objects",
            share(claims - self.uncovered_claims.len() - self.claims_without_contents.len(), claims),
            share(claims - self.uncovered_claims.len(), claims),
            share(objects - self.uncovered.len(), objects)
        );
        let _ = writeln!(text, "\nvolume claims that no target selects: {} of {claims}", self.uncovered_claims.len());
        for object in self.objects(&self.uncovered_claims) {
            let _ = writeln!(text, "  {}", full_name(&object));
        }
        let without = &self.claims_without_contents;
        let _ =
            writeln!(text, "\nvolume claims that are selected without their contents: {} of {claims}", without.len());
        for object in self.objects(without) {
            let _ = writeln!(text, "  {}", full_name(&object));
        }
        let (uncovered, all) = (self.uncovered.len(), self.inventory.len());
        let _ = writeln!(text, "\nobjects that no target selects: {uncovered} of {all}");
        for (kind, count) in by_kind(self.objects(&self.uncovered)) {
            let _ = writeln!(text, "  {count:>6}  {}", visible(&kind));
        }
        let _ = writeln!(text, "\nobjects that several targets select: {}", self.overlaps.len());
        for overlap in self.overlaps.iter().take(MAX_LISTED_OVERLAPS) {
            let object = object_at(self.inventory, overlap.object);
            let by: Vec<String> = overlap.targets.iter().map(|index| self.name(*index)).collect();
            let _ = writeln!(text, "  {} by {}", full_name(&object), by.join("; "));
        }
        if let Some(more) = self.overlaps.len().checked_sub(MAX_LISTED_OVERLAPS).filter(|more| *more > 0) {
            let _ = writeln!(text, "  and {more} more");
        }
        text
    }

    /// The number of targets of an object is 0, 1, or that of its overlap.
    fn table(&self) -> String {
        let overlaps: BTreeMap<u32, &Overlap> = self.overlaps.iter().map(|overlap| (overlap.object, overlap)).collect();
        let uncovered: std::collections::BTreeSet<u32> = self.uncovered.iter().copied().collect();
        let rows: Vec<Vec<String>> = (0..self.inventory.len())
            .map(|place| {
                let object = object_at(self.inventory, place);
                let (count, by) = match overlaps.get(&place) {
                    Some(overlap) => {
                        let name = |index: &u32| self.name(*index).replace(", ", "/");
                        (overlap.targets.len(), overlap.targets.iter().map(name).collect::<Vec<_>>().join(" "))
                    }
                    None => (usize::from(!uncovered.contains(&place)), "-".to_owned()),
                };
                let namespace = object.namespace.unwrap_or_else(|| "-".to_owned());
                let cells = [count.to_string(), object.group_resource, namespace, object.name, by];
                cells.iter().map(|cell| visible(cell)).collect()
            })
            .collect();
        table(&["TARGETS", "KIND", "NAMESPACE", "NAME", "SELECTED BY"], &rows)
    }

    fn json(&self) -> CoverageJson<'_> {
        let overlap = |overlap: &Overlap| OverlapJson {
            object: object_at(self.inventory, overlap.object).into(),
            targets: overlap.targets.clone(),
        };
        CoverageJson {
            objects: self.inventory.len(),
            persistent_volume_claims: self.claims(),
            targets: self.protections.iter().zip(&self.by_target).map(TargetJson::of).collect(),
            uncovered_claims: self.objects(&self.uncovered_claims).map(Into::into).collect(),
            claims_without_contents: self.objects(&self.claims_without_contents).map(Into::into).collect(),
            uncovered: self.objects(&self.uncovered).map(Into::into).collect(),
            overlapping: self.overlaps.iter().map(overlap).collect(),
        }
    }
}

impl<'c> TargetJson<'c> {
    fn of((protection, covered): (&'c Protection, &'c selection::TargetCoverage)) -> Self {
        let (target, backup) = match protection {
            Protection::Target(target) => (Some(target), None),
            Protection::Backup(backup) => (None, Some(backup)),
        };
        TargetJson {
            name: protection.name(),
            app: target.map(|target| target.app.as_str()),
            relation_name: target.map(|target| target.relation_name.as_str()),
            model: target.map(|target| target.model.as_str()),
            kind: backup.map(|backup| backup.kind().name()),
            objects: covered.objects,
            persistent_volume_claims: covered.persistent_volume_claims,
            claims_with_contents: covered.claims_with_contents,
            why_nothing: covered.why_nothing.as_deref(),
        }
    }
}

/// `75 % (3 of 4)`
fn share(part: usize, all: usize) -> String {
    // Nothing is missing from nothing.
    let percent = (100 * part).checked_div(all).unwrap_or(100);
    format!("{percent} % ({part} of {all})")
}

#[derive(Serialize)]
struct CoverageJson<'c> {
    objects: u32,
    persistent_volume_claims: usize,
    targets: Vec<TargetJson<'c>>,
    uncovered_claims: Vec<ObjectJson>,
    /// Claims that a target covers, and whose contents none saves.
    claims_without_contents: Vec<ObjectJson>,
    uncovered: Vec<ObjectJson>,
    overlapping: Vec<OverlapJson>,
}

/// A target has the names that a lookup compares, a Schedule or a Backup has a kind.
#[derive(Serialize)]
struct TargetJson<'c> {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    app: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relation_name: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    objects: u32,
    persistent_volume_claims: u32,
    claims_with_contents: u32,
    why_nothing: Option<&'c str>,
}

#[derive(Serialize)]
struct OverlapJson {
    object: ObjectJson,
    /// By their places among the targets.
    targets: Vec<u32>,
}
