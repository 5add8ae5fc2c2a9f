//! For the requirer: an integrator reads the targets that its relations publish, and looks up specs.

use crate::databag;
use crate::diagnostic::{Diagnostic, Finding, Pointer};
use crate::model::{BACKUP_TARGETS, Relation, Spec, Target};
use crate::report::{MAX_TOTAL_DIAGNOSTICS, Report, more_problems};
use crate::rules::target;

/// A target, and where it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocatedTarget {
    /// The relation.
    pub relation_id: u32,
    /// The index of the target in the relation's `backup_targets`.
    pub index: u32,
    /// The target.
    pub target: Target,
}

/// The targets of a list of relations.
#[derive(Clone, Debug, Default)]
pub struct Targets {
    entries: Vec<LocatedTarget>,
    /// Indexes of `entries`, sorted by identity and then by index.
    by_identity: Vec<u32>,
    diagnostics: Vec<Diagnostic>,
}

impl Targets {
    /// Reads the providers' application databags. It never fails. If a part of a relation cannot be read, the relation
    /// has no targets, and a diagnostic gives the reason.
    pub fn read(relations: &[Relation]) -> Self {
        let mut entries = Vec::new();
        // The index of each entry's relation. An id is not enough: it can be repeated.
        let mut subjects = Vec::new();
        let mut reports = Vec::with_capacity(relations.len());
        let mut listed = 0;
        for (subject, relation) in (0_u32..).zip(relations) {
            let is_listed = listed < MAX_TOTAL_DIAGNOSTICS;
            let mut report = if is_listed { Report::about(subject) } else { Report::counting(subject) };
            for (index, target) in (0_u32..).zip(databag::read(&relation.databag, &mut report)) {
                entries.push(LocatedTarget { relation_id: relation.id, index, target });
                subjects.push(subject);
            }
            listed += report.listed();
            reports.push(report);
        }
        let target = |index: u32| entries.get(index as usize).map(|entry: &LocatedTarget| &entry.target);
        let by_identity = target::by_identity(&target, entries.len());
        let located = |index: u32| Some((entries.get(index as usize)?, *subjects.get(index as usize)?));
        for (shadowed, first) in target::shadowed(&by_identity, &target) {
            let (Some((shadowed, subject)), Some(first)) = (located(shadowed), located(first)) else { continue };
            if let Some(report) = reports.get_mut(subject as usize) {
                if listed >= MAX_TOTAL_DIAGNOSTICS {
                    report.only_count();
                }
                let before = report.listed();
                report.push(|| shadowed_target(shadowed, first));
                listed += report.listed() - before;
            }
        }
        let not_listed: usize = reports.iter().map(Report::only_counted).sum();
        let closing = (not_listed > 0).then(|| more_problems(not_listed).into_diagnostic());
        let diagnostics = reports.into_iter().flat_map(Report::into_diagnostics).chain(closing).collect();
        Targets { entries, by_identity, diagnostics }
    }

    /// Returns whether a relation has a target. A lookup can still find nothing.
    pub fn is_ready(&self) -> bool {
        !self.entries.is_empty()
    }

    /// Returns the spec of the first target with these names, in the order of [`Targets::entries`]. The names must be
    /// equal.
    pub fn get_backup_spec(&self, app_name: &str, endpoint: &str, model: &str) -> Option<&Spec> {
        let wanted = (app_name, endpoint, model);
        let target = |&index: &u32| self.entries.get(index as usize).map(|entry| &entry.target);
        let first = self.by_identity.partition_point(|index| target(index).map(Target::identity) < Some(wanted));
        let found = self.by_identity.get(first).and_then(target)?;
        (found.identity() == wanted).then_some(&found.spec)
    }

    /// Returns all targets, in the order of the relations and of their entries.
    pub fn entries(&self) -> &[LocatedTarget] {
        &self.entries
    }

    /// Returns what the reference ignores without a message: databags that cannot be read, repeated targets, converted
    /// values and ignored fields. The subject is the index of the relation. The pointer is a path in its databag, and
    /// continues inside the JSON of `backup_targets`.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

/// Returns the first match, as [`Targets::get_backup_spec`] does. It is for callers that look up one spec.
pub fn find_spec(relations: &[Relation], app_name: &str, endpoint: &str, model: &str) -> Option<Spec> {
    Targets::read(relations).get_backup_spec(app_name, endpoint, model).cloned()
}

/// Returns the finding about a shadowed target. `first` is the target that a lookup finds, `subject` the index of its
/// relation.
fn shadowed_target(shadowed: &LocatedTarget, (first, subject): (&LocatedTarget, u32)) -> Finding {
    let root = Pointer::Root;
    let list = root.key(BACKUP_TARGETS);
    let found = format!("this target of relation {} is found instead", first.relation_id);
    let finding = target::shadowed_target(&shadowed.target).at(&list.index(shadowed.index as usize));
    finding.related(found, Some(subject), &list.index(first.index as usize))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Databag;

    #[test]
    fn the_number_of_listed_problems_is_limited() {
        let relation = |id| Relation { id, databag: Databag::from_iter([(BACKUP_TARGETS, "x")]) };
        let relations: Vec<Relation> = (0..).map(relation).take(MAX_TOTAL_DIAGNOSTICS + 5).collect();
        let targets = Targets::read(&relations);
        let (last, listed) = targets.diagnostics().split_last().expect("not empty");
        assert_eq!(listed.len(), MAX_TOTAL_DIAGNOSTICS);
        assert_eq!((last.rule.code, &*last.message), ("too-many-problems", "5 more problems are not listed"));
    }
}
