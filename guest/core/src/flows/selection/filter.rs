//! Filters, compiled for an inventory: decisions by kind, namespace and labels.

use std::ops::Range;

use super::labels::{self, Labels};
use super::namespaces::{self, Namespaces, Stopped};
use super::policy_filters::{self, PolicyFilters};
use super::resources::{self, Decided, KindDecision};
use super::stop::{Step, Stop};
use super::{Outcome, Reason};
use crate::diagnostic::Diagnostic;
use crate::inventory::{Entry, Flags, Inventory, Listing};
use crate::release::{Behaviour, Release};
use crate::report::Report;
use crate::rules;
use crate::velero::filters::{FilterPart, Filters};
use crate::velero::policy::Policy;
use crate::velero::special::Special;

/// Filters that are compiled for an inventory.
pub(super) struct Filter {
    pub(super) outcome: Outcome,
    /// Other diagnostics of the filters.
    pub(super) diagnostics: Vec<Diagnostic>,
    namespaces: Namespaces,
    kinds: Vec<KindDecision>,
    /// Whether the resources include volume claims.
    pub(super) includes_claims: bool,
    labels: Labels,
    policy: Option<PolicyFilters>,
    behaves: Behaves,
    tables: Tables,
}

/// Where Velero leaves out an object, without the policy of the Backup.
#[derive(Default)]
struct Tables {
    /// By the listing of the object.
    by_listing: Vec<Stop>,
    /// By its label set. Empty if no object is left out by its labels.
    by_labels: Vec<Stop>,
    /// By whether it is being deleted, and an annotation drops it: [`Flags::deleted_or_skips`].
    by_flags: [Stop; 4],
}

/// The behaviours of the release that matter for each entry.
struct Behaves {
    skips_inactive_namespaces: bool,
    honours_skip_annotation: bool,
    tracks_listed_namespaces: bool,
}

impl Behaves {
    fn of(release: Release) -> Self {
        Behaves {
            skips_inactive_namespaces: release.has(Behaviour::SkipsInactiveNamespaces),
            honours_skip_annotation: release.has(Behaviour::HonoursSkipAnnotation),
            tracks_listed_namespaces: release.has(Behaviour::SavesNamespacesOfListedObjects),
        }
    }
}

impl Filter {
    /// Compiles filters, with the policy of the Backup. `others` are other reasons why Velero refuses the backup.
    pub(super) fn of(
        filters: &Filters,
        policy: Option<&Policy>,
        others: Vec<Diagnostic>,
        inventory: &Inventory,
    ) -> Self {
        let release = inventory.cluster().release();
        let mut filter = Filter {
            outcome: Outcome::Completed,
            diagnostics: Vec::new(),
            namespaces: Namespaces::default(),
            kinds: Vec::new(),
            includes_claims: false,
            labels: Labels::default(),
            policy: None,
            behaves: Behaves::of(release),
            tables: Tables::default(),
        };
        let mut refusals = rules::refusals(filters, release);
        refusals.extend(namespaces::refusals(filters, inventory));
        refusals.extend(others);
        refusals.extend(policy.and_then(|policy| rules::policy::mixed(filters, policy)));
        if refusals.is_empty() {
            refusals.extend(labels::too_many(filters, inventory));
            refusals.extend(policy.and_then(|policy| policy_filters::too_many(filters, policy, inventory)));
        }
        if !refusals.is_empty() {
            filter.outcome = Outcome::Refused(refusals);
            return filter;
        }
        filter.labels = Labels::of(filters, inventory);
        let mut report = Report::default();
        let compiled = Namespaces::of(filters, inventory, &mut report).and_then(|namespaces| {
            let decided = resources::decide(filters, policy, inventory, &namespaces, &mut report)?;
            Ok((namespaces, decided))
        });
        match compiled {
            Err(Stopped::Refused) => filter.outcome = Outcome::Refused(report.into_diagnostics()),
            Err(Stopped::Failed) => filter.outcome = Outcome::Failed(report.into_diagnostics()),
            Ok((namespaces, Decided { kinds, includes_claims })) => {
                filter.policy =
                    policy.and_then(|policy| PolicyFilters::of(policy, inventory, namespaces.are_listed_at_once));
                (filter.namespaces, filter.kinds, filter.includes_claims) = (namespaces, kinds, includes_claims);
                filter.diagnostics = report.into_diagnostics();
                filter.outcome = filter.outcome(filters, inventory);
                filter.tables = filter.tables(inventory);
                match &filter.outcome {
                    Outcome::PartiallyFailed(reasons) => filter.diagnostics.extend(reasons.iter().cloned()),
                    _ => filter.diagnostics.extend(filter.namespaces.missing.iter().cloned()),
                }
            }
        }
        filter
    }

    /// Returns how a backup ends that starts.
    fn outcome(&self, filters: &Filters, inventory: &Inventory) -> Outcome {
        let kinds = || inventory.kinds.iter().zip(&self.kinds);
        let is_namespaces = |special: Option<Special>| special == Some(Special::Namespace);
        let namespaces = kinds().position(|(kind, decision)| is_namespaces(kind.special) && decision.listed.is_ok());
        let collects = |entry: &Entry| {
            Some(inventory.listing(entry).kind as usize) == namespaces && !self.is_skipped_as_inactive(entry)
        };
        let is_refused = |index: usize| filters.alternatives().get(index)?.first_refused().map(|_| index);
        if let Some(refused) = (0..filters.alternatives().len()).find_map(is_refused)
            && inventory.entries.iter().any(collects)
        {
            return Outcome::Failed(vec![rules::labels::panics(filters, refused)]);
        }
        let mut reasons = Vec::new();
        if namespaces.is_some() {
            reasons.extend(self.namespaces.missing.iter().cloned());
        }
        let lists = |(kind, decision): (&crate::inventory::Kind, &KindDecision)| {
            !is_namespaces(kind.special) && decision.listed.is_ok()
        };
        if let Some(entry) = self.labels.unusable()
            && kinds().any(lists)
        {
            reasons.push(rules::labels::unusable(filters, entry));
        }
        if reasons.is_empty() { Outcome::Completed } else { Outcome::PartiallyFailed(reasons) }
    }

    /// Whether the chosen namespaces are everything, as Velero decides it for this cluster.
    pub(super) fn chooses_everything(&self) -> bool {
        self.namespaces.is_everything
    }

    /// Whether objects of a namespace pass Velero's check of each item.
    pub(super) fn has_namespace(&self, namespace: u32) -> bool {
        self.namespaces.decision(namespace).is_in
    }

    /// Returns the Namespaces whose own labels exclude them, by their index.
    pub(super) fn opting_out(&self, inventory: &Inventory) -> Vec<u32> {
        namespaces::labelled(inventory)
    }

    /// Whether objects are evaluated: Velero does not refuse the backup, and it does not fail.
    pub(super) fn saves(&self) -> bool {
        matches!(self.outcome, Outcome::Completed | Outcome::PartiallyFailed(_))
    }

    /// Returns why nothing is saved.
    pub(super) fn refusals(&self) -> &[Diagnostic] {
        match &self.outcome {
            Outcome::Refused(reasons) | Outcome::Failed(reasons) => reasons,
            Outcome::Completed | Outcome::PartiallyFailed(_) => &[],
        }
    }

    fn kind(&self, kind: u32) -> &KindDecision {
        const UNSEEN: KindDecision = KindDecision::UNSEEN;
        self.kinds.get(kind as usize).unwrap_or(&UNSEEN)
    }

    /// Whether the lists of resources select the kind, independent of other reasons.
    pub(super) fn names_kind(&self, kind: u32) -> bool {
        self.kind(kind).is_named
    }

    fn tables(&self, inventory: &Inventory) -> Tables {
        let by_listing = |listing: &Listing| {
            let not_listed = self.none_listed(*listing).map(|(reason, _)| Stop::at(Step::List, reason));
            let refused = || self.none_passes(*listing).map(|(reason, _)| Stop::at(Step::Check, reason));
            not_listed.or_else(refused).unwrap_or(Stop::NONE)
        };
        let by_labels = |(excludes, set): (&bool, u32)| match self.labels.mismatch(set) {
            Some((reason, _)) => Stop::at(Step::Labels, reason),
            None if *excludes => Stop::at(Step::ExcludeLabel, Reason::ExcludeLabel),
            None => Stop::NONE,
        };
        let has_labels = self.labels.are_matched() || inventory.excluding.contains(&true);
        let deleted = Stop::at(Step::Deletion, Reason::BeingDeleted);
        let skipped = Stop::at(Step::Annotation, Reason::SkipAnnotation);
        let skipped = if self.behaves.honours_skip_annotation { skipped } else { Stop::NONE };
        Tables {
            by_listing: inventory.listings.iter().map(by_listing).collect(),
            by_labels: if has_labels {
                inventory.excluding.iter().zip(0..).map(by_labels).collect()
            } else {
                Vec::new()
            },
            by_flags: [Stop::NONE, deleted, skipped, deleted],
        }
    }

    /// Returns why no object of a kind and a namespace is listed.
    fn none_listed(&self, Listing { kind, namespace }: Listing) -> Option<(Reason, FilterPart)> {
        if let Err(refusal) = self.kind(kind).listed {
            return Some(refusal);
        }
        let decision = self.namespaces.decision(namespace);
        (namespace != 0 && !decision.is_listed).then(|| decision.reason())
    }

    /// Returns why no object of a kind and a namespace passes Velero's check of each item.
    fn none_passes(&self, Listing { kind, namespace }: Listing) -> Option<(Reason, FilterPart)> {
        let decision = self.namespaces.decision(namespace);
        if namespace != 0 && !decision.is_in {
            return Some(decision.reason());
        }
        self.kind(kind).passes.err()
    }

    /// Returns why an object, other than a Namespace, is not listed.
    pub(super) fn not_listed(&self, entry: &Entry, inventory: &Inventory) -> Option<(Reason, FilterPart)> {
        let listing = inventory.listing(entry);
        self.none_listed(listing).or_else(|| {
            match self.policy.as_ref().and_then(|policy| policy.not_listed(listing, entry.labels)) {
                Some(decided) => decided.err(),
                None => self.labels.mismatch(entry.labels),
            }
        })
    }

    /// Decides on objects, each on its own, by tables. `listed` has for each listing whether one of its objects, other than a
    /// Namespace, is listed.
    pub(super) fn decide(
        &self,
        objects: Range<u32>,
        inventory: &Inventory,
        reasons: &mut Vec<Reason>,
        listed: &mut [bool],
    ) {
        let range = objects.start as usize..objects.end as usize;
        let entries = inventory.entries.get(range).expect("the range is in the objects");
        let mut reason = |entry: &Entry, stop: Stop| {
            if stop.is_listed()
                && let Some(listed) = listed.get_mut(entry.listing as usize)
            {
                *listed = true;
            }
            stop.reason()
        };
        if self.policy.is_some() {
            let decide = |(entry, object): (&Entry, u32)| reason(entry, self.stop(entry, object, inventory));
            return reasons.extend(entries.iter().zip(objects).map(decide));
        }
        let Tables { by_listing, by_labels, by_flags } = &self.tables;
        let stop = |entry: &Entry| {
            let by_listing = by_listing.get(entry.listing as usize).copied().unwrap_or(Stop::NONE);
            by_listing.min(by_flags[entry.flags.deleted_or_skips()])
        };
        if by_labels.is_empty() {
            if objects.start == 0 {
                listed.iter_mut().zip(by_listing).for_each(|(listed, stop)| *listed = stop.is_listed());
            }
            return reasons.extend(entries.iter().map(|entry| stop(entry).reason()));
        }
        let by_labels = |entry: &Entry| by_labels.get(entry.labels as usize).copied().unwrap_or(Stop::NONE);
        reasons.extend(entries.iter().map(|entry| reason(entry, stop(entry).min(by_labels(entry)))));
    }

    /// Returns where Velero leaves out an object, other than a Namespace.
    fn stop(&self, entry: &Entry, object: u32, inventory: &Inventory) -> Stop {
        if let Some((reason, _)) = self.not_listed(entry, inventory) {
            return Stop::at(Step::List, reason);
        }
        match self.refused(entry, object, inventory) {
            Some((reason, _)) => Stop::at(Step::Check, reason),
            None if self.skips(entry) => Stop::at(Step::Annotation, Reason::SkipAnnotation),
            None => Stop::NONE,
        }
    }

    /// Whether the Namespace of a listed object is saved too.
    pub(super) fn tracks(&self, namespace: u32) -> bool {
        self.behaves.tracks_listed_namespaces || self.namespaces.decision(namespace).is_in
    }

    /// Returns why an object does not pass Velero's check of each item, listed or brought along.
    pub(super) fn refused(&self, entry: &Entry, object: u32, inventory: &Inventory) -> Option<(Reason, FilterPart)> {
        if inventory.is_excluded_by_label(entry) {
            return Some((Reason::ExcludeLabel, FilterPart::None));
        }
        let none_passes = self.none_passes(inventory.listing(entry));
        none_passes
            .or_else(|| self.policy.as_ref()?.refused(object))
            .or_else(|| entry.flags.has(Flags::DELETED).then_some((Reason::BeingDeleted, FilterPart::None)))
    }

    /// Whether an annotation drops an entry.
    pub(super) fn skips(&self, entry: &Entry) -> bool {
        self.behaves.honours_skip_annotation && entry.flags.has(Flags::SKIPS)
    }

    fn is_skipped_as_inactive(&self, entry: &Entry) -> bool {
        self.behaves.skips_inactive_namespaces && entry.flags.has(Flags::NOT_ACTIVE)
    }

    /// Decides on a Namespace. `has_listed` is whether an object in it was listed, and the release saves it for that.
    /// `namespace` is the number of its name.
    pub(super) fn namespace(
        &self,
        entry: &Entry,
        inventory: &Inventory,
        namespace: u32,
        has_listed: bool,
    ) -> (Reason, FilterPart) {
        if let Err(refusal) = self.kind(inventory.listing(entry).kind).listed {
            return refusal;
        }
        let decision = self.namespaces.decision(namespace);
        let is_active = !self.is_skipped_as_inactive(entry);
        let by_labels = self.labels.choose_namespace(entry.labels);
        let by_name = decision.is_in && !(self.labels.chooses_namespaces && self.namespaces.is_everything);
        let included = if is_active && by_labels {
            Reason::NamespaceOfSelected
        } else if is_active && by_name {
            Reason::Selected
        } else if has_listed {
            Reason::NamespaceOfSelected
        } else if !is_active {
            return (Reason::BeingDeleted, FilterPart::None);
        } else if decision.is_in {
            return self.labels.mismatch(entry.labels).unwrap_or((Reason::LabelsDoNotMatch, FilterPart::None));
        } else {
            return decision.reason();
        };
        if inventory.is_excluded_by_label(entry) {
            (Reason::ExcludeLabel, FilterPart::None)
        } else if entry.flags.has(Flags::DELETED) {
            (Reason::BeingDeleted, FilterPart::None)
        } else {
            (included, FilterPart::None)
        }
    }

    /// Whether definitions of kinds are brought along. `definitions` is the index of their own kind.
    pub(super) fn brings_definitions(&self, definitions: usize) -> bool {
        self.kinds.get(definitions).is_some_and(|decision| decision.listed.is_err() && decision.passes.is_ok())
    }
}
