//! What is to be said of a spec that has been evaluated.

use std::collections::BTreeMap;

use super::Reason;
use super::filter::Filter;
use crate::catalogue::{CLAIM_WITHOUT_VOLUME, NOTHING_SELECTED, RELATED_OBJECT_MISSING};
use crate::diagnostic::{Diagnostic, quoted};
use crate::inventory::Inventory;
use crate::report::Report;
use crate::velero::special::Relation;

/// A spec that has been evaluated over an inventory.
pub(super) struct Evaluated<'e> {
    pub(super) inventory: &'e Inventory,
    pub(super) filter: &'e Filter,
    /// By object.
    pub(super) reasons: &'e [Reason],
}

impl Evaluated<'_> {
    pub(super) fn findings(&self) -> Vec<Diagnostic> {
        let mut report = Report::default();
        if !self.inventory.is_empty() && !self.reasons.iter().any(|reason| reason.is_included()) {
            report.push(|| {
                let message = "the spec selects nothing of this cluster";
                NOTHING_SELECTED.violation(message).help(self.nearest())
            });
        }
        self.report_claims(&mut report);
        self.report_missing(&mut report);
        report.into_diagnostics()
    }

    fn is_included(&self, index: u32) -> bool {
        self.reasons.get(index as usize).is_some_and(|reason| reason.is_included())
    }

    /// What came nearest to being selected, and what to do for it.
    fn nearest(&self) -> String {
        let candidates = self.inventory.entries.iter().zip(self.reasons).zip(0..);
        let of_kinds = candidates.filter(|((entry, _), _)| self.filter.names_kind(entry));
        // Of those that came equally far, the first.
        let ranked = of_kinds.filter_map(|((_, reason), index)| Some((rank(*reason)?, index)));
        let nearest = ranked.fold(None, |nearest: Option<(Rank, u32)>, next| match nearest {
            Some(nearest) if nearest.0.0 >= next.0.0 => Some(nearest),
            _ => Some(next),
        });
        let object = nearest.and_then(|((_, what), index)| Some((what, self.inventory.object(index)?, index)));
        match object {
            Some((what, object, index)) => {
                let name = self.inventory.full_name(index);
                format!("nearest comes {} of {}: {what}", quoted(&name), quoted(&object.group_resource))
            }
            None => "no object is of a kind that the spec includes".to_owned(),
        }
    }

    fn report_claims(&self, report: &mut Report) {
        let relations = &self.inventory.relations;
        let is_included = |index: u32| self.is_included(index);
        let mut without: BTreeMap<u32, (String, WhyNot)> = BTreeMap::new();
        for edge in &relations.edges {
            if edge.relation == Relation::VolumeOfClaim && is_included(edge.from) && !is_included(edge.to) {
                without.insert(edge.from, (self.inventory.name(edge.to).to_owned(), self.why_not(edge.to)));
            }
        }
        for missing in &relations.missing {
            if missing.relation == Relation::VolumeOfClaim && is_included(missing.from) {
                let name = relations.missing_names.get(missing.name).to_owned();
                let why = ("it is not among the objects", "add `persistentvolumes` to what is listed");
                without.insert(missing.from, (name, why));
            }
        }
        for (claim, (volume, (why, help))) in without {
            report.push(|| {
                let claim_name = self.inventory.full_name(claim);
                let message =
                    format!("the claim {} is saved without its volume {}: {why}", quoted(&claim_name), quoted(&volume));
                CLAIM_WITHOUT_VOLUME.violation(message).help(help).about(claim)
            });
        }
    }

    /// Why a volume that would come along does not.
    fn why_not(&self, index: u32) -> WhyNot {
        let entry = self.inventory.entries.get(index as usize);
        let set = entry.and_then(|entry| self.inventory.label_sets.get(entry.labels as usize));
        match entry.and_then(|entry| self.filter.refused(entry, set)) {
            Some((Reason::ClusterScopeExcluded, _)) => {
                ("`include_cluster_resources` is false", "set `include_cluster_resources: true`")
            }
            Some((Reason::ResourceNotIncluded, _)) => (
                "the resources do not name `persistentvolumes`",
                "add `persistentvolumes`, or set `include_cluster_resources: true`",
            ),
            Some((Reason::ResourceExcluded, _)) => {
                ("`persistentvolumes` is excluded", "remove it from `exclude_resources`")
            }
            Some((Reason::ExcludeLabel, _)) => {
                ("it has the label `velero.io/exclude-from-backup`", "remove the label from the volume")
            }
            Some((Reason::BeingDeleted, _)) => ("it is being deleted", "save the data in another way: it goes"),
            _ => ("Velero does not see `persistentvolumes`", "look at the kinds that the cluster serves"),
        }
    }

    fn report_missing(&self, report: &mut Report) {
        let relations = &self.inventory.relations;
        let is_included = |index: u32| self.is_included(index);
        let others = relations.missing.iter().filter(|missing| missing.relation != Relation::VolumeOfClaim);
        // Many pods may name the same: by what is missing, the first that names it and how many do.
        let mut by_name: BTreeMap<(Relation, &str, &str), (u32, usize)> = BTreeMap::new();
        for missing in others.filter(|missing| is_included(missing.from)) {
            let from = self.inventory.entries.get(missing.from as usize).expect("it is an object of the inventory");
            // The others are in no namespace, whose number is 0.
            let namespace = if missing.relation == Relation::ClaimOfPod { from.namespace } else { 0 };
            let namespace = self.inventory.namespaces.get(namespace);
            let name = relations.missing_names.get(missing.name);
            by_name.entry((missing.relation, namespace, name)).or_insert((missing.from, 0)).1 += 1;
        }
        for ((relation, _, name), (first, count)) in by_name {
            report.push(|| {
                let namer = quoted(&self.inventory.full_name(first)).to_string();
                let named_by = match count {
                    1 => format!("{namer} names"),
                    2 => format!("{namer} and 1 other name"),
                    _ => format!("{namer} and {} others name", count - 1),
                };
                let message =
                    format!("{} {}, which {named_by}, is not among the objects", relation.what(), quoted(name));
                let help = "list its kind too; or mend the name, if the cluster has none";
                RELATED_OBJECT_MISSING.violation(message).help(help).about(first)
            });
        }
    }
}

/// How far an object came, and what to do for it.
type Rank = (u8, &'static str);

/// In the order in which Velero asks.
fn rank(reason: Reason) -> Option<Rank> {
    Some(match reason {
        Reason::ClusterScopeExcluded | Reason::ClusterScopeNotAutomatic => (1, "set `include_cluster_resources: true`"),
        Reason::NamespaceNotIncluded => (2, "include its namespace"),
        Reason::NamespaceExcluded => (3, "do not exclude its namespace"),
        Reason::LabelsDoNotMatch => (4, "look at its labels"),
        Reason::ExcludeLabel => (5, "remove its label `velero.io/exclude-from-backup`"),
        Reason::SkipAnnotation => (6, "remove its annotation `velero.io/skip-from-backup`"),
        Reason::BeingDeleted => (6, "it is being deleted"),
        _ => return None,
    })
}

/// What is wrong, and what to do.
type WhyNot = (&'static str, &'static str);
