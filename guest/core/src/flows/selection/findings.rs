//! The findings about an evaluated spec.

use std::collections::{BTreeMap, BTreeSet};

use super::Reason;
use super::filter::Filter;
use crate::catalogue::{
    CLAIM_WITHOUT_VOLUME, NAMESPACE_OPTS_OUT, NOTHING_SELECTED, RELATED_OBJECT_MISSING, VOLUMES_OF_OTHERS,
};
use crate::diagnostic::{Diagnostic, quoted};
use crate::inventory::{Entry, Inventory};
use crate::report::Report;
use crate::rules;
use crate::rules::cross_field::{
    include_cluster_resources, include_volumes, only_used_volumes, unset_cluster_resources,
};
use crate::velero::filters::{Field, FilterPart, Filters};
use crate::velero::special::{Relation, Special};

/// A spec, evaluated over an inventory.
pub(super) struct Evaluated<'e> {
    pub(super) inventory: &'e Inventory,
    pub(super) filters: &'e Filters,
    pub(super) filter: &'e Filter,
    /// For each object.
    pub(super) reasons: &'e [Reason],
}

impl Evaluated<'_> {
    pub(super) fn findings(&self) -> Vec<Diagnostic> {
        let mut skipped = Report::default();
        if !self.filter.chooses_everything() {
            rules::check_cluster_scoped(self.filters, self.inventory.cluster(), &mut skipped);
        }
        let skipped = skipped.into_diagnostics();
        let mut report = Report::default();
        if !self.inventory.is_empty() && !self.reasons.iter().any(|reason| reason.is_included()) {
            report.push(|| {
                let nothing = NOTHING_SELECTED
                    .violation(format!("{} selects no object of this cluster", self.filters.dialect.noun()));
                // The findings about cluster-scoped kinds have a help of their own.
                if skipped.is_empty() { nothing.help(self.nearest()) } else { nothing }
            });
        }
        self.report_opting_out(&mut report);
        self.report_volumes_of_others(&mut report);
        self.report_claims(&mut report);
        self.report_missing(&mut report);
        let mut diagnostics = report.into_diagnostics();
        diagnostics.splice(0..0, skipped);
        diagnostics
    }

    fn is_included(&self, index: u32) -> bool {
        self.reasons.get(index as usize).is_some_and(|reason| reason.is_included())
    }

    /// Returns the help: the object that came nearest to being selected, and how to select it.
    fn nearest(&self) -> String {
        let candidates = self.inventory.entries.iter().zip(self.reasons).zip(0..);
        let of_kinds = candidates.filter(|((entry, _), _)| self.filter.names_kind(self.inventory.listing(entry).kind));
        // Of several with the same rank, the first.
        let ranked = of_kinds.filter_map(|((_, reason), index)| Some((rank(*reason)?, index)));
        let nearest = ranked.fold(None, |nearest: Option<(Rank, u32)>, next| match nearest {
            Some(nearest) if nearest.0.0 >= next.0.0 => Some(nearest),
            _ => Some(next),
        });
        let object = nearest.and_then(|((_, what), index)| Some((what, self.inventory.object(index)?, index)));
        match object {
            Some((what, object, index)) => {
                let what = match what {
                    Some(what) => what.to_owned(),
                    None => include_cluster_resources(self.filters),
                };
                let name = self.inventory.full_name(index);
                format!("to select {} of {}, {what}", quoted(&name), quoted(&object.group_resource))
            }
            None if self.reasons.contains(&Reason::ResourceExcluded) => format!(
                "exclude fewer resources in `{}`: every object of an included kind is of an excluded one",
                self.filters.name(Field::ExcludedResources)
            ),
            None => "include kinds that have objects in this cluster: no object is of an included kind".to_owned(),
        }
    }

    /// Reports Namespaces whose label excludes them, and what else that changes.
    fn report_opting_out(&self, report: &mut Report) {
        let cluster_scoped = self.reasons.contains(&Reason::ClusterScopeNotAutomatic)
            && self.filters.namespaces().is_everything()
            && self.filters.are_global();
        let also = if cluster_scoped {
            "; with an excluded namespace, cluster-scoped resources are not selected either"
        } else {
            ""
        };
        for index in self.filter.opting_out(self.inventory) {
            report.push(|| {
                let name = quoted(self.inventory.name(index)).to_string();
                let message = format!(
                    "the label `velero.io/exclude-from-backup` of the Namespace {name} excludes its objects{also}"
                );
                let help = "remove the label from the Namespace to save its objects";
                NAMESPACE_OPTS_OUT.violation(message).help(help).about(index)
            });
        }
    }

    /// Reports volumes that are saved without a claim, although namespaces are chosen.
    fn report_volumes_of_others(&self, report: &mut Report) {
        if self.filters.include_cluster_resources != Some(true) || self.filters.namespaces().includes_all() {
            return;
        }
        let edges = self.inventory.relations.edges.iter();
        let used = edges.filter(|edge| edge.relation == Relation::VolumeOfClaim && self.is_included(edge.from));
        let used: BTreeSet<u32> = used.map(|edge| edge.to).collect();
        let is_volume = |entry: &Entry| self.inventory.special(entry) == Some(Special::Volume);
        let entries = self.inventory.entries.iter().zip(0..);
        let unused =
            entries.filter(|(entry, index)| is_volume(entry) && self.is_included(*index) && !used.contains(index));
        let unused: Vec<u32> = unused.map(|(_, index)| index).collect();
        let Some(&first) = unused.first() else { return };
        report.push(|| {
            let name = self.filters.name(Field::IncludeClusterResources);
            let first = quoted(self.inventory.name(first)).to_string();
            let volumes = match unused.len() {
                1 => format!("the volume {first} is saved, but no saved claim uses it"),
                count => format!("{count} volumes, such as {first}, are saved, but no saved claim uses them"),
            };
            let help = only_used_volumes(self.filters, self.inventory.cluster());
            VOLUMES_OF_OTHERS.violation(volumes).help(help).at(&self.filters.dialect.pointer().key(name))
        });
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
                let help = "add `persistentvolumes` to the kinds that kubectl lists";
                let why = ("the inventory does not have it".to_owned(), help.to_owned());
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

    /// Returns why a volume is not brought along.
    fn why_not(&self, index: u32) -> WhyNot {
        let entry = self.inventory.entries.get(index as usize);
        let name = |field| self.filters.name(field);
        let (why, help) = match entry.and_then(|entry| self.filter.refused(entry, index, self.inventory)) {
            Some((Reason::ClusterScopeExcluded, _)) => {
                let why = format!("`{}` is false", name(Field::IncludeClusterResources));
                let volumes_are_included =
                    self.filter.names_kind(self.inventory.listing(entry.expect("it was refused")).kind);
                let release = self.inventory.cluster().release();
                return (why, unset_cluster_resources(self.filters, volumes_are_included, release));
            }
            Some((Reason::ResourceNotIncluded, _)) => {
                let why = format!("`{}` does not name `persistentvolumes`", name(Field::IncludedResources));
                return (why, include_volumes(self.filters));
            }
            Some((Reason::ResourceExcluded, part)) => {
                let list = match part {
                    FilterPart::Item(field, _) => name(field),
                    _ => name(Field::ExcludedResources),
                };
                let which = match self.filters.include_cluster_resources {
                    Some(true) => "every volume of the cluster is then saved",
                    _ => "volumes are then saved",
                };
                let help = format!("remove it from `{list}`: {which}");
                return ("`persistentvolumes` is excluded".to_owned(), help);
            }
            Some((Reason::ExcludeLabel, _)) => {
                ("it has the label `velero.io/exclude-from-backup`", "remove the label from the volume to save it")
            }
            Some((Reason::BeingDeleted, _)) => {
                ("it is being deleted", "back it up separately: the volume is being deleted")
            }
            _ => ("Velero does not see `persistentvolumes`", "check the list of kinds that the cluster serves"),
        };
        (why.to_owned(), help.to_owned())
    }

    fn report_missing(&self, report: &mut Report) {
        let relations = &self.inventory.relations;
        let is_included = |index: u32| self.is_included(index);
        let others = relations.missing.iter().filter(|missing| missing.relation != Relation::VolumeOfClaim);
        // Many pods may name the same object. For each missing object: the first that names it, and the number of them.
        let mut by_name: BTreeMap<(Relation, &str, &str), (u32, usize)> = BTreeMap::new();
        for missing in others.filter(|missing| is_included(missing.from)) {
            let from = self.inventory.entries.get(missing.from as usize).expect("it is an object of the inventory");
            // The others are cluster-scoped: namespace 0.
            let namespace =
                if missing.relation == Relation::ClaimOfPod { self.inventory.listing(from).namespace } else { 0 };
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
                    format!("the inventory does not have {} {}, which {named_by}", relation.what(), quoted(name));
                let help = "add its kind to the kinds that kubectl lists, or fix the name if the object does not exist";
                RELATED_OBJECT_MISSING.violation(message).help(help).about(first)
            });
        }
    }
}

/// How near an object came to being selected, and how to select it; `None` for a cluster-scoped object.
type Rank = (u8, Option<&'static str>);

/// Ranks a reason in the order of the checks of Velero.
fn rank(reason: Reason) -> Option<Rank> {
    let (rank, what) = match reason {
        Reason::ClusterScopeExcluded | Reason::ClusterScopeNotAutomatic => return Some((1, None)),
        Reason::NamespaceNotIncluded => (2, "include its namespace"),
        Reason::NamespaceExcluded => (3, "do not exclude its namespace"),
        Reason::LabelsDoNotMatch => (4, "change its labels or the label selector"),
        Reason::ExcludeLabel => (5, "remove its label `velero.io/exclude-from-backup`"),
        Reason::SkipAnnotation => (6, "remove its annotation `velero.io/skip-from-backup`"),
        Reason::BeingDeleted => (1, "select other objects: it is being deleted"),
        _ => return None,
    };
    Some((rank, Some(what)))
}

/// The reason, and the help.
type WhyNot = (String, String);
