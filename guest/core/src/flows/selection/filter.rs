//! A spec, compiled for an inventory: decisions by kind, namespace and labels.

use super::namespaces::{self, Namespaces};
use super::{Reason, SpecEntry, resources};
use crate::diagnostic::Diagnostic;
use crate::inventory::{Entry, Flags, Inventory, LabelSet};
use crate::model::{LabelSelector, Spec};
use crate::report::Report;
use crate::rules::{self, labels};

/// A spec that is compiled for an inventory.
pub(super) struct Filter {
    /// Why Velero refuses the spec, or the backup fails.
    pub(super) refusals: Vec<Diagnostic>,
    /// Other diagnostics of the spec.
    pub(super) diagnostics: Vec<Diagnostic>,
    namespaces: Namespaces,
    kinds: Vec<resources::KindDecision>,
    labels: Labels,
}

/// The label selector, as Velero uses it.
struct Labels {
    selects: Selects,
    /// The first missing label of each label set, if it does not match.
    missing: Vec<Option<u32>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Selects {
    /// There is no selector.
    All,
    /// Objects with the labels.
    Matching,
    /// The selector has no labels: the API server refuses to list with it, and every Namespace matches.
    OnlyNamespaces,
    /// Kubernetes refuses the selector: nothing is listed, and Namespaces are selected as without a selector.
    Nothing(u32),
}

impl Filter {
    /// Compiles the spec of a Backup, which may have a selector without labels.
    pub(super) fn of(spec: &Spec, inventory: &Inventory) -> Self {
        let mut filter = Filter {
            refusals: rules::refusals(spec),
            diagnostics: Vec::new(),
            namespaces: Namespaces::default(),
            kinds: Vec::new(),
            labels: Labels { selects: Selects::All, missing: Vec::new() },
        };
        if filter.refusals.is_empty() {
            let mut report = Report::default();
            let compiled = Namespaces::of(spec, inventory, &mut report).and_then(|namespaces| {
                let kinds = resources::decide(spec, inventory, &namespaces, &mut report)?;
                Ok((namespaces, kinds))
            });
            match compiled {
                Ok((namespaces, kinds)) => {
                    (filter.namespaces, filter.kinds) = (namespaces, kinds);
                    filter.labels = Labels::of(spec.label_selector.as_ref(), inventory);
                    filter.diagnostics = report.into_diagnostics();
                }
                Err(namespaces::Refused) => filter.refusals = report.into_diagnostics(),
            }
        }
        filter
    }

    fn kind(&self, entry: &Entry) -> &resources::KindDecision {
        const UNKNOWN: Result<(), (Reason, SpecEntry)> = Err((Reason::UnknownResource, SpecEntry::None));
        const NONE: resources::KindDecision =
            resources::KindDecision { listed: UNKNOWN, passes: UNKNOWN, is_named: false };
        self.kinds.get(entry.kind as usize).unwrap_or(&NONE)
    }

    /// Whether the lists of resources select the kind, independent of other reasons.
    pub(super) fn names_kind(&self, entry: &Entry) -> bool {
        self.kind(entry).is_named
    }

    /// Returns why an object, other than a Namespace, is not listed. Called for each object and target; an optimization
    /// for size would not inline it.
    #[inline(always)]
    pub(super) fn not_listed(&self, entry: &Entry) -> Option<(Reason, SpecEntry)> {
        if let Err(refusal) = self.kind(entry).listed {
            return Some(refusal);
        }
        let namespace = self.namespaces.decision(entry.namespace);
        if entry.namespace != 0 && !namespace.is_listed {
            return Some(namespace.reason());
        }
        self.labels.mismatch(entry.labels)
    }

    /// Returns why an object does not pass Velero's check of each item, listed or brought along.
    #[inline(always)]
    pub(super) fn refused(&self, entry: &Entry, set: Option<&LabelSet>) -> Option<(Reason, SpecEntry)> {
        if set.is_some_and(|set| set.excludes) {
            return Some((Reason::ExcludeLabel, SpecEntry::None));
        }
        let namespace = self.namespaces.decision(entry.namespace);
        if entry.namespace != 0 && !namespace.is_in {
            return Some(namespace.reason());
        }
        if let Err(refusal) = self.kind(entry).passes {
            return Some(refusal);
        }
        entry.flags.has(Flags::DELETED).then_some((Reason::BeingDeleted, SpecEntry::None))
    }

    /// Decides on a Namespace, whose objects may have been listed. `namespace` is the number of its name.
    pub(super) fn namespace(
        &self,
        entry: &Entry,
        set: Option<&LabelSet>,
        namespace: u32,
        has_listed: bool,
    ) -> (Reason, SpecEntry) {
        if let Err(refusal) = self.kind(entry).listed {
            return refusal;
        }
        let decision = self.namespaces.decision(namespace);
        let is_active = !entry.flags.has(Flags::NOT_ACTIVE);
        let has_selector = matches!(self.labels.selects, Selects::Matching | Selects::OnlyNamespaces);
        let by_labels = has_selector && self.labels.matches_namespace(entry.labels);
        let included = if is_active && by_labels {
            Reason::NamespaceOfSelected
        } else if is_active && decision.is_in && !(has_selector && self.namespaces.is_everything) {
            Reason::Selected
        } else if has_listed {
            Reason::NamespaceOfSelected
        } else if !is_active {
            return (Reason::BeingDeleted, SpecEntry::None);
        } else if decision.is_in {
            return self.labels.mismatch(entry.labels).unwrap_or((Reason::LabelsDoNotMatch, SpecEntry::None));
        } else {
            return decision.reason();
        };
        if set.is_some_and(|set| set.excludes) {
            (Reason::ExcludeLabel, SpecEntry::None)
        } else if entry.flags.has(Flags::DELETED) {
            (Reason::BeingDeleted, SpecEntry::None)
        } else {
            (included, SpecEntry::None)
        }
    }

    /// Whether definitions of kinds are brought along. `definitions` is the index of their own kind.
    pub(super) fn brings_definitions(&self, definitions: usize) -> bool {
        self.kinds.get(definitions).is_some_and(|decision| decision.listed.is_err() && decision.passes.is_ok())
    }
}

impl Labels {
    fn of(selector: Option<&LabelSelector>, inventory: &Inventory) -> Self {
        let Some(selector) = selector else { return Labels { selects: Selects::All, missing: Vec::new() } };
        if selector.iter().len() == 0 {
            return Labels { selects: Selects::OnlyNamespaces, missing: Vec::new() };
        }
        if let Some(refused) = labels::first_refused(selector) {
            let index = selector.iter().position(|(key, _)| key == refused).expect("it is a key of the selector");
            return Labels { selects: Selects::Nothing(index as u32), missing: Vec::new() };
        }
        let words = &inventory.words;
        let wanted: Vec<Option<(u32, u32)>> =
            selector.iter().map(|(key, value)| words.find(key).zip(words.find(value))).collect();
        let has = |set: &LabelSet, label: &Option<(u32, u32)>| {
            label.is_some_and(|label| set.labels.binary_search(&label).is_ok())
        };
        let first_missing = |set: &LabelSet| {
            let (_, index) = wanted.iter().zip(0..).find(|(label, _)| !has(set, label))?;
            Some(index)
        };
        let missing = inventory.label_sets.iter().map(first_missing).collect();
        Labels { selects: Selects::Matching, missing }
    }

    #[inline(always)]
    fn mismatch(&self, labels: u32) -> Option<(Reason, SpecEntry)> {
        let pointer = match self.selects {
            Selects::All => return None,
            Selects::Matching => SpecEntry::Label(self.missing.get(labels as usize).copied().flatten()?),
            Selects::OnlyNamespaces => SpecEntry::None,
            Selects::Nothing(index) => SpecEntry::Label(index),
        };
        Some((Reason::LabelsDoNotMatch, pointer))
    }

    fn matches_namespace(&self, labels: u32) -> bool {
        self.selects == Selects::OnlyNamespaces || self.mismatch(labels).is_none()
    }
}
