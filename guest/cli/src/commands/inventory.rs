//! The objects of a cluster, for `select`, `coverage` and `describe`.

use std::sync::Arc;

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::diagnostic::Diagnostic;
use k8s_backup_target::inventory::{Inventory, ObjectRef, Reader};
use k8s_backup_target_render::{Color, Source, render};
use serde::Serialize;

use super::Ended;
use crate::formats::visible;
use crate::input::{Unreadable, shown};
use crate::outcome::{Outcome, Status};
use crate::settings::Settings;
use crate::system::System;

/// Maximum number of objects that are evaluated in one step.
pub(super) const MAX_STEP_OBJECTS: u32 = 100_000;

/// Reads the objects. The cluster is that of the first file.
///
/// The text has the diagnostics about the objects.
pub(super) fn read(
    path: &str,
    files: &[String],
    settings: &mut Settings,
    system: &mut dyn System,
) -> Ended<(Arc<Inventory>, String)> {
    let of_first = settings.of_first(files, system)?;
    let mut reader = Reader::new(of_first.cluster().unwrap_or_else(|| Cluster::builtin()));
    let mut refusal = None;
    let mut take = |bytes: &[u8]| {
        refusal = reader.push(bytes).err();
        refusal.is_none()
    };
    let read = system.read(path, &mut take);
    read.map_err(|unopened| Outcome::from(Unreadable { name: path.to_owned(), reason: unopened.reason }))?;
    let refused =
        |found: Vec<Diagnostic>| Outcome { stderr: drawn(&found, path), status: Status::Failure, ..Outcome::default() };
    if let Some(refusal) = refusal {
        return Err(refused(refusal));
    }
    let inventory = reader.finish().map_err(refused)?;
    let said = drawn(inventory.diagnostics(), path);
    Ok((Arc::new(inventory), said))
}

/// Diagnostics about objects have pointers into the documents, and no positions in the text.
fn drawn(diagnostics: &[Diagnostic], path: &str) -> String {
    let draw =
        |found: &Diagnostic| render(std::slice::from_ref(found), Source { name: shown(path), text: "" }, Color::Never);
    diagnostics.iter().map(|found| draw(found) + "\n").collect()
}

/// Returns the object at an index from an evaluation or a coverage of this inventory.
pub(super) fn object_at(inventory: &Inventory, place: u32) -> ObjectRef {
    inventory.object(place).expect("these indices are in the inventory")
}

/// `pods kube-system/coredns`
pub(super) fn full_name(object: &ObjectRef) -> String {
    visible(&match &object.namespace {
        Some(namespace) => format!("{} {namespace}/{}", object.group_resource, object.name),
        None => format!("{} {}", object.group_resource, object.name),
    })
}

/// Counts objects by kind.
pub(super) fn by_kind(objects: impl Iterator<Item = ObjectRef>) -> Vec<(String, usize)> {
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    for object in objects {
        *counts.entry(object.group_resource).or_default() += 1;
    }
    counts.into_iter().collect()
}

/// Aligns rows in columns.
pub(super) fn table(headings: &[&str], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = headings.iter().map(|heading| heading.len()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let cells: String = cells.zip(&widths).map(|(cell, &width)| format!("{cell:width$}  ")).collect();
        cells.trim_end().to_owned() + "\n"
    };
    let mut text = line(&mut headings.iter().copied());
    text.extend(rows.iter().map(|row| line(&mut row.iter().map(String::as_str))));
    text
}

/// An object, with the field names of the component's interface.
#[derive(Serialize)]
pub(super) struct ObjectJson {
    group_resource: String,
    namespace: Option<String>,
    name: String,
}

impl From<ObjectRef> for ObjectJson {
    fn from(object: ObjectRef) -> Self {
        let ObjectRef { group_resource, namespace, name } = object;
        ObjectJson { group_resource, namespace, name }
    }
}
