//! Filters, compiled for an inventory: decisions by kind, namespace and labels.

use super::labels::{self, Labels};
use super::namespaces::{self, Namespaces, Stopped};
use super::policy_filters::{self, PolicyFilters};
use super::resources::{self, Decided, KindDecision};
use super::{Outcome, Reason};
use crate::diagnostic::Diagnostic;
use crate::inventory::{Entry, Flags, Inventory, LabelSet};
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
        let collects = |entry: &Entry| Some(entry.kind as usize) == namespaces && !self.is_skipped_as_inactive(entry);
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

    fn kind(&self, entry: &Entry) -> &KindDecision {
        const UNSEEN: KindDecision = KindDecision::UNSEEN;
        self.kinds.get(entry.kind as usize).unwrap_or(&UNSEEN)
    }

    /// Whether the lists of resources select the kind, independent of other reasons.
    pub(super) fn names_kind(&self, entry: &Entry) -> bool {
        self.kind(entry).is_named
    }

    /// Returns why an object, other than a Namespace, is not listed. Called for each object and target; an optimization
    /// for size would not inline it.
    #[inline(always)]
    pub(super) fn not_listed(&self, entry: &Entry) -> Option<(Reason, FilterPart)> {
        if let Err(refusal) = self.kind(entry).listed {
            return Some(refusal);
        }
        let namespace = self.namespaces.decision(entry.namespace);
        if entry.namespace != 0 && !namespace.is_listed {
            return Some(namespace.reason());
        }
        match self.policy.as_ref().and_then(|policy| policy.not_listed(entry)) {
            Some(decided) => decided.err(),
            None => self.labels.mismatch(entry.labels),
        }
    }

    /// Whether the Namespace of a listed object is saved too.
    #[inline(always)]
    pub(super) fn tracks(&self, namespace: u32) -> bool {
        self.behaves.tracks_listed_namespaces || self.namespaces.decision(namespace).is_in
    }

    /// Returns why an object does not pass Velero's check of each item, listed or brought along.
    #[inline(always)]
    pub(super) fn refused(&self, entry: &Entry, object: u32, set: Option<&LabelSet>) -> Option<(Reason, FilterPart)> {
        if set.is_some_and(|set| set.excludes) {
            return Some((Reason::ExcludeLabel, FilterPart::None));
        }
        let namespace = self.namespaces.decision(entry.namespace);
        if entry.namespace != 0 && !namespace.is_in {
            return Some(namespace.reason());
        }
        if let Err(refusal) = self.kind(entry).passes {
            return Some(refusal);
        }
        if let Some(refused) = self.policy.as_ref().and_then(|policy| policy.refused(object)) {
            return Some(refused);
        }
        entry.flags.has(Flags::DELETED).then_some((Reason::BeingDeleted, FilterPart::None))
    }

    /// Whether an annotation drops an entry.
    #[inline(always)]
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
        set: Option<&LabelSet>,
        namespace: u32,
        has_listed: bool,
    ) -> (Reason, FilterPart) {
        if let Err(refusal) = self.kind(entry).listed {
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
        if set.is_some_and(|set| set.excludes) {
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
