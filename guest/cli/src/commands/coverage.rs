//! `coverage`: the objects of a cluster that no target selects, and those that several targets select.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use k8s_backup_target::inventory::{Inventory, ObjectRef};
use k8s_backup_target::selection::{self, Overlap};
use serde::Serialize;

use super::Ended;
use super::inventory::{self, MAX_STEP_OBJECTS, ObjectJson, by_kind, full_name, object_at, table};
use super::targets::Targets;
use crate::arguments::{Coverage, DenyUncovered, SelectionFormat};
use crate::formats::json_text;
use crate::input::visible;
use crate::outcome::{Outcome, Status};
use crate::settings::Settings;
use crate::system::System;

/// Maximum number of objects with several targets that the summary lists.
const MAX_LISTED_OVERLAPS: usize = 10;

pub(super) fn run(arguments: &Coverage, system: &mut dyn System) -> Ended<Outcome> {
    let mut settings = Settings::new(&arguments.inventory.cluster, &arguments.rules.ignore, system)?;
    let (inventory, said) = inventory::read(&arguments.inventory, &arguments.files, &mut settings, system)?;
    let (targets, mut outcome) = Targets::read(&arguments.files, Some(inventory.cluster()), &mut settings, system)?;
    let warnings = settings.warnings() + &targets.files.other_releases(inventory.cluster().release());
    outcome.stderr.insert_str(0, &(warnings + &said));
    let covered = Covered::of(&targets, &inventory);
    outcome.stdout = match arguments.format {
        SelectionFormat::Human => covered.summary(),
        SelectionFormat::Table => covered.table(),
        SelectionFormat::Json => json_text(&covered.json()),
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

/// All targets over the inventory.
struct Covered<'t> {
    targets: &'t Targets,
    inventory: &'t Inventory,
    by_target: Vec<selection::TargetCoverage>,
    /// Places of objects.
    uncovered_claims: Vec<u32>,
    uncovered: Vec<u32>,
    overlaps: Vec<Overlap>,
}

impl<'t> Covered<'t> {
    fn of(targets: &'t Targets, inventory: &'t Arc<Inventory>) -> Self {
        let mut coverage = selection::Coverage::new(Arc::clone(inventory), targets.targets.clone());
        while !coverage.step(MAX_STEP_OBJECTS) {}
        Covered {
            targets,
            inventory,
            by_target: coverage.targets().to_vec(),
            uncovered_claims: coverage.uncovered_claims(0, u32::MAX).collect(),
            uncovered: coverage.uncovered(0, u32::MAX).collect(),
            overlaps: coverage.overlapping(0, u32::MAX).collect(),
        }
    }

    fn objects<'s>(&'s self, places: &'s [u32]) -> impl Iterator<Item = ObjectRef> + 's {
        places.iter().map(|place| object_at(self.inventory, *place))
    }

    fn summary(&self) -> String {
        let mut text = format!("{:>7} {:>6}\n", "objects", "claims");
        for (index, covered) in (0..).zip(&self.by_target) {
            let (objects, claims) = (covered.objects, covered.persistent_volume_claims);
            let _ = writeln!(text, "{objects:>7} {claims:>6}  {}", self.targets.name(index));
        }
        let _ = writeln!(text, "\nvolume claims that no target selects: {}", self.uncovered_claims.len());
        for object in self.objects(&self.uncovered_claims) {
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
            let by: Vec<String> = overlap.targets.iter().map(|index| self.targets.name(*index)).collect();
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
                        let name = |index: &u32| self.targets.name(*index).replace(", ", "/");
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
        let target =
            |(target, covered): (&'t k8s_backup_target::model::Target, &selection::TargetCoverage)| TargetJson {
                app: &target.app,
                relation_name: &target.relation_name,
                model: &target.model,
                objects: covered.objects,
                persistent_volume_claims: covered.persistent_volume_claims,
            };
        let overlap = |overlap: &Overlap| OverlapJson {
            object: object_at(self.inventory, overlap.object).into(),
            targets: overlap.targets.clone(),
        };
        CoverageJson {
            objects: self.inventory.len(),
            targets: self.targets.targets.iter().zip(&self.by_target).map(target).collect(),
            uncovered_claims: self.objects(&self.uncovered_claims).map(Into::into).collect(),
            uncovered: self.objects(&self.uncovered).map(Into::into).collect(),
            overlapping: self.overlaps.iter().map(overlap).collect(),
        }
    }
}

#[derive(Serialize)]
struct CoverageJson<'c> {
    objects: u32,
    targets: Vec<TargetJson<'c>>,
    uncovered_claims: Vec<ObjectJson>,
    uncovered: Vec<ObjectJson>,
    overlapping: Vec<OverlapJson>,
}

#[derive(Serialize)]
struct TargetJson<'c> {
    app: &'c str,
    relation_name: &'c str,
    model: &'c str,
    objects: u32,
    persistent_volume_claims: u32,
}

#[derive(Serialize)]
struct OverlapJson {
    object: ObjectJson,
    /// By their places among the targets.
    targets: Vec<u32>,
}
