//! The requirer's flow: an integrator reads what its relations publish and looks specs up.

use crate::diagnostic::{Diagnostic, Place, RelatedPlace, Report, Rule, quoted};
use crate::model::{Relation, Spec, Target};
use crate::wire;

/// A target that no lookup finds, because an earlier one has the same app, relation name and model.
pub const SHADOWED_TARGET: Rule = Rule::warning("shadowed-target");

/// A target, and where it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocatedTarget {
    /// The relation.
    pub relation_id: u32,
    /// Its place in the relation's `backup_targets`.
    pub index: u32,
    /// The target itself.
    pub target: Target,
}

/// Every target of a set of relations, read once.
#[derive(Clone, Debug, Default)]
pub struct Targets {
    entries: Vec<LocatedTarget>,
    /// Places in `entries`, sorted by identity and then by place.
    by_identity: Vec<usize>,
    diagnostics: Vec<Diagnostic>,
}

impl Targets {
    /// Reads the providers' application databags. Never fails: a relation that cannot be read has no targets, and a
    /// diagnostic says why.
    pub fn read(relations: &[Relation]) -> Self {
        let mut entries = Vec::new();
        // Each entry's relation, by its place in the list: an id may repeat.
        let mut subjects = Vec::new();
        let mut reports = Vec::with_capacity(relations.len());
        for (subject, relation) in (0_u32..).zip(relations) {
            let mut report = Report::about(subject);
            for (index, target) in (0_u32..).zip(wire::read(&relation.databag, &mut report)) {
                entries.push(LocatedTarget { relation_id: relation.id, index, target });
                subjects.push(subject);
            }
            reports.push(report);
        }
        let mut by_identity: Vec<usize> = (0..entries.len()).collect();
        let identity = |&place: &usize| entries.get(place).map(|entry| entry.target.identity());
        by_identity.sort_by(|a, b| identity(a).cmp(&identity(b)));
        for same in by_identity.chunk_by(|a, b| identity(a) == identity(b)) {
            report_shadowed(same, &entries, &subjects, &mut reports);
        }
        Targets { entries, by_identity, diagnostics: reports.into_iter().flat_map(Report::into_diagnostics).collect() }
    }

    /// Whether some relation has a target. A lookup may find nothing all the same.
    pub fn is_ready(&self) -> bool {
        !self.entries.is_empty()
    }

    /// The first match in the order of the relations, then of the entries. Names are compared exactly.
    pub fn get_backup_spec(&self, app_name: &str, endpoint: &str, model: &str) -> Option<&Spec> {
        let wanted = (app_name, endpoint, model);
        let target = |&place: &usize| self.entries.get(place).map(|entry| &entry.target);
        let first = self.by_identity.partition_point(|place| target(place).map(Target::identity) < Some(wanted));
        let found = self.by_identity.get(first).and_then(target)?;
        (found.identity() == wanted).then_some(&found.spec)
    }

    /// Every target, in the order of the relations, then of the entries.
    pub fn entries(&self) -> &[LocatedTarget] {
        &self.entries
    }

    /// What the reference drops in silence: unreadable databags, shadowed duplicates, coerced values, ignored fields.
    /// The subject is the relation's place in the list; pointers lead into its databag, and on inside the text of
    /// `backup_targets`.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

/// `same` are the places of entries with one identity, first to last.
fn report_shadowed(same: &[usize], entries: &[LocatedTarget], subjects: &[u32], reports: &mut [Report]) {
    let pointer = |entry: &LocatedTarget| {
        let root = Place::Root;
        root.key(wire::BACKUP_TARGETS).index(entry.index as usize).pointer()
    };
    let mut located = same.iter().filter_map(|&place| Some((entries.get(place)?, *subjects.get(place)?)));
    let Some((first, first_subject)) = located.next() else {
        return;
    };
    for (shadowed, subject) in located {
        let Some(report) = reports.get_mut(subject as usize) else { continue };
        report.push(|| {
            let (app, relation_name, model) = shadowed.target.identity();
            let message = format!(
                "the target of app {}, relation {} and model {} is never found: an earlier one has the same names",
                quoted(app),
                quoted(relation_name),
                quoted(model)
            );
            let related = RelatedPlace {
                message: format!("this one, of relation {}, is found instead", first.relation_id),
                subject: Some(first_subject),
                pointer: pointer(first),
            };
            Diagnostic {
                pointer: pointer(shadowed),
                related: vec![related],
                ..SHADOWED_TARGET.broken(message).help("publish it once, or under another name")
            }
        });
    }
}
