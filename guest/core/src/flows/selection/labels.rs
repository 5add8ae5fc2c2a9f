//! The label selectors of filters, as Velero uses them: for lists, and for Namespaces.

use super::Reason;
use crate::catalogue::SELECTION_TOO_MANY_PATTERNS;
use crate::diagnostic::Diagnostic;
use crate::inventory::{Inventory, LabelSet};
use crate::sort::sorted;
use crate::velero::filters::{Expression, Field, FilterPart, Filters, Requirement, Selector};

/// Maximum number of requirements times label sets: about a second.
const MAX_REQUIREMENT_CHECKS: usize = 100_000_000;

/// Whether it takes too long to compare selectors with all label sets of an inventory.
pub(super) fn exceeds_checks<'s>(selectors: impl Iterator<Item = &'s Selector>, inventory: &Inventory) -> bool {
    let requirements = |selector: &Selector| selector.match_labels.iter().count() + selector.match_expressions.len();
    selectors.map(requirements).sum::<usize>().saturating_mul(inventory.label_sets.len()) > MAX_REQUIREMENT_CHECKS
}

/// Returns why the selectors of filters are not evaluated, if that takes too long.
pub(super) fn too_many(filters: &Filters, inventory: &Inventory) -> Option<Diagnostic> {
    let selectors = filters.label_selector.iter().chain(filters.alternatives());
    exceeds_checks(selectors, inventory).then(|| {
        let field = if filters.label_selector.is_some() { Field::LabelSelector } else { Field::OrLabelSelectors };
        let message = "there are too many label requirements to compare with the labels of the objects";
        let pointer = &filters.dialect.pointer().key(filters.name(field));
        SELECTION_TOO_MANY_PATTERNS.violation(message).help("write fewer requirements").at(pointer).into_diagnostic()
    })
}

/// The label selectors, compiled for the label sets of an inventory.
#[derive(Default)]
pub(super) struct Labels {
    listed: Listed,
    /// Whether Velero chooses Namespaces by their labels.
    pub(super) chooses_namespaces: bool,
    /// For each label set: whether a Namespace with it is chosen by its labels. Empty if no set is chosen.
    chosen: Vec<bool>,
}

/// What is listed.
#[derive(Default)]
enum Listed {
    #[default]
    All,
    /// For each label set: the requirement that it does not meet.
    Matching(Vec<Option<FilterPart>>),
    /// Velero can list nothing with the selector.
    Nothing(FilterPart),
}

impl Labels {
    pub(super) fn of(filters: &Filters, inventory: &Inventory) -> Self {
        let sets = &inventory.label_sets;
        let compiled = |selector: &Selector| -> Vec<Option<Requirement>> {
            let compiled = Compiled::of(selector, inventory);
            sets.iter().map(|set| compiled.first_missing(set)).collect()
        };
        let all = || vec![true; sets.len()];
        if let Some(selector) = &filters.label_selector {
            if selector.is_empty() {
                let listed = Listed::Nothing(FilterPart::Field(Field::LabelSelector));
                return Labels { listed, chooses_namespaces: true, chosen: all() };
            }
            if let Some(refused) = selector.first_refused() {
                // Without a selector that it can use, Velero chooses Namespaces by their names alone.
                let listed = Listed::Nothing(FilterPart::Requirement(refused));
                return Labels { listed, chooses_namespaces: false, chosen: Vec::new() };
            }
            let missing = compiled(selector);
            let chosen = missing.iter().map(Option::is_none).collect();
            let listed = missing.into_iter().map(|missing| missing.map(FilterPart::Requirement)).collect();
            return Labels { listed: Listed::Matching(listed), chooses_namespaces: true, chosen };
        }
        let alternatives = filters.alternatives();
        if alternatives.is_empty() {
            return Labels::default();
        }
        let field = FilterPart::Field(Field::OrLabelSelectors);
        let mut chosen = vec![false; sets.len()];
        for selector in alternatives {
            match (selector.is_empty(), selector.first_refused()) {
                (true, _) => chosen = all(),
                (false, Some(_)) => {}
                (false, None) => {
                    let matches = compiled(selector);
                    chosen.iter_mut().zip(matches).for_each(|(chosen, missing)| *chosen |= missing.is_none());
                }
            }
        }
        let is_usable = |selector: &Selector| !selector.is_empty() && selector.first_refused().is_none();
        let listed = if alternatives.iter().all(is_usable) {
            Listed::Matching(chosen.iter().map(|chosen| (!chosen).then_some(field)).collect())
        } else {
            Listed::Nothing(field)
        };
        Labels { listed, chooses_namespaces: true, chosen }
    }

    /// Returns why an object with these labels is not listed.
    pub(super) fn mismatch(&self, labels: u32) -> Option<(Reason, FilterPart)> {
        let entry = match &self.listed {
            Listed::All => return None,
            Listed::Matching(missing) => missing.get(labels as usize).copied().flatten()?,
            Listed::Nothing(entry) => *entry,
        };
        Some((Reason::LabelsDoNotMatch, entry))
    }

    /// Whether the labels of an object decide whether it is listed.
    pub(super) fn are_matched(&self) -> bool {
        !matches!(self.listed, Listed::All)
    }

    /// Whether a Namespace is chosen by its labels.
    pub(super) fn choose_namespace(&self, labels: u32) -> bool {
        self.chosen.get(labels as usize).copied().unwrap_or(false)
    }

    /// Returns the part of the filters with which Velero can list nothing, if there is one.
    pub(super) fn unusable(&self) -> Option<FilterPart> {
        match self.listed {
            Listed::Nothing(entry) => Some(entry),
            _ => None,
        }
    }
}

/// A selector, with the numbers of its words in an inventory.
struct Compiled<'s> {
    /// `None` for a label that no object has.
    labels: Vec<Option<(u32, u32)>>,
    expressions: Vec<CompiledExpression<'s>>,
}

struct CompiledExpression<'s> {
    expression: &'s Expression,
    key: Option<u32>,
    values: Vec<u32>,
}

impl<'s> Compiled<'s> {
    fn of(selector: &'s Selector, inventory: &Inventory) -> Self {
        let words = &inventory.words;
        let labels = selector.match_labels.iter().map(|(key, value)| words.find(key).zip(words.find(value)));
        let expression = |expression: &'s Expression| CompiledExpression {
            expression,
            key: words.find(&expression.key),
            values: sorted(expression.values.iter().filter_map(|value| words.find(value)).collect(), &u32::cmp),
        };
        Compiled { labels: labels.collect(), expressions: selector.match_expressions.iter().map(expression).collect() }
    }

    /// Returns the first requirement that a label set does not meet.
    fn first_missing(&self, set: &LabelSet) -> Option<Requirement> {
        let has = |label: &Option<(u32, u32)>| label.is_some_and(|label| set.labels.binary_search(&label).is_ok());
        let label = (0..).zip(&self.labels).find(|(_, label)| !has(label));
        let expression = || (0..).zip(&self.expressions).find(|(_, expression)| !expression.is_met(set));
        let label = label.map(|(index, _)| Requirement::Label(index));
        label.or_else(|| expression().map(|(index, _)| Requirement::Expression(index)))
    }
}

/// Returns for each label set whether a selector matches it.
pub(super) fn matching_sets(selector: &Selector, inventory: &Inventory) -> impl Iterator<Item = bool> {
    let compiled = Compiled::of(selector, inventory);
    inventory.label_sets.iter().map(move |set| compiled.first_missing(set).is_none())
}

impl CompiledExpression<'_> {
    fn is_met(&self, set: &LabelSet) -> bool {
        let value = self.key.and_then(|key| set.value(key));
        let is_one = || value.is_some_and(|value| self.values.binary_search(&value).is_ok());
        match self.expression.operator.as_str() {
            "In" => is_one(),
            "NotIn" => !is_one(),
            "Exists" => value.is_some(),
            "DoesNotExist" => value.is_none(),
            other => unreachable!("Kubernetes refuses the operator {other}"),
        }
    }
}
