//! The filters of a resource policy, compiled for an inventory: `clusterScopedFilterPolicy` and
//! `namespacedFilterPolicies`.
//!
//! Velero looks at them twice. When it lists a kind in a namespace, the policy of the namespace chooses kinds, and
//! replaces the label selector. When it checks an item, also one that is brought along, the names of the policy count.

use super::Reason;
use super::labels::{exceeds_checks, matching_sets};
use super::names::{exceeds_lookups, exceeds_steps};
use crate::catalogue::SELECTION_TOO_MANY_PATTERNS;
use crate::diagnostic::Diagnostic;
use crate::inventory::{Inventory, Listing};
use crate::sort::sorted;
use crate::velero::filters::{FilterPart, Filters};
use crate::velero::glob::Pattern;
use crate::velero::policy::{Policy, ResourceFilter};

/// Why an object is left out, and the part of the filters that decided.
const LEFT_OUT: (Reason, FilterPart) = (Reason::PolicyExcluded, FilterPart::ResourcePolicy);

/// Returns why a policy is not evaluated, if that takes too long.
pub(super) fn too_many(filters: &Filters, policy: &Policy, inventory: &Inventory) -> Option<Diagnostic> {
    let resource_filters =
        || policy.cluster_scoped.iter().chain(policy.namespaced.iter().flat_map(|each| &each.filters));
    let namespaces = policy.namespaced.iter().flat_map(|each| &each.namespaces);
    let objects = || (0..inventory.len()).map(|index| inventory.name(index));
    let selectors = resource_filters().flat_map(|filter| &filter.selectors);
    let kinds = resource_filters().map(|filter| filter.kinds.len()).sum();
    let is_too_much = exceeds_lookups(policy.volume_rules.len(), inventory.storage.volume_count())
        || exceeds_lookups(kinds, inventory.kinds.len())
        || exceeds_steps(namespaces, inventory.namespaces.sorted().map(|(name, _)| name))
        || exceeds_checks(selectors, inventory)
        // At most one filter is used for an object.
        || resource_filters().any(|filter| exceeds_steps(filter.names.iter().chain(&filter.excluded_names), objects()));
    is_too_much.then(|| {
        let message = "the resource policy has too many rules and filters to compare with the objects";
        let finding = SELECTION_TOO_MANY_PATTERNS.violation(message).help("write fewer rules and filters");
        finding.at(&filters.dialect.pointer().key("resourcePolicy")).into_diagnostic()
    })
}

/// The filters of a policy.
#[derive(Default)]
pub(super) struct PolicyFilters {
    filters: Vec<Compiled>,
    /// For each kind: the filter for cluster-scoped objects, as an index of `filters`.
    cluster_scoped: Vec<Option<usize>>,
    policies: Vec<NamespacePolicy>,
    /// For each namespace: its policy.
    of_namespace: Vec<Option<usize>>,
    /// The policy that is used when Velero lists all namespaces at once, and for cluster-scoped kinds.
    of_all: Option<usize>,
    lists_at_once: bool,
    /// For each object: whether its name is left out. Empty if no filter has names.
    is_name_left_out: Vec<bool>,
}

/// A filter of the objects of some kinds.
struct Compiled {
    /// For each label set: whether it is chosen. `None` without a selector.
    chosen: Option<Vec<bool>>,
    names: Vec<Pattern>,
    excluded_names: Vec<Pattern>,
}

/// The filters of a namespace, by kind.
struct NamespacePolicy {
    of_kind: Vec<Option<usize>>,
    catch_all: Option<usize>,
}

impl NamespacePolicy {
    fn filter(&self, kind: u32) -> Option<usize> {
        self.of_kind.get(kind as usize).copied().flatten().or(self.catch_all)
    }
}

impl Compiled {
    fn of(filter: &ResourceFilter, inventory: &Inventory) -> Self {
        let patterns = |names: &[String]| names.iter().filter_map(|name| Pattern::compile(name).ok()).collect();
        let chosen = (!filter.selectors.is_empty()).then(|| {
            let mut chosen = vec![false; inventory.label_sets.len()];
            for selector in &filter.selectors {
                let matching = matching_sets(selector, inventory);
                chosen.iter_mut().zip(matching).for_each(|(chosen, matches)| *chosen |= matches);
            }
            chosen
        });
        Compiled { chosen, names: patterns(&filter.names), excluded_names: patterns(&filter.excluded_names) }
    }

    fn leaves_out(&self, name: &str) -> bool {
        let matches = |patterns: &[Pattern]| patterns.iter().any(|pattern| pattern.matches(name));
        matches(&self.excluded_names) || (!self.names.is_empty() && !matches(&self.names))
    }
}

impl PolicyFilters {
    /// Compiles the filters of a policy. `lists_at_once` is whether Velero lists all namespaces at once.
    pub(super) fn of(policy: &Policy, inventory: &Inventory, lists_at_once: bool) -> Option<Self> {
        if policy.cluster_scoped.is_empty() && policy.namespaced.is_empty() {
            return None;
        }
        let mut compiled = PolicyFilters { lists_at_once, ..PolicyFilters::default() };
        compiled.cluster_scoped = compiled.by_kind(&policy.cluster_scoped, inventory).of_kind;
        let mut exact: Vec<(&str, usize)> = Vec::new();
        let mut patterns: Vec<(Pattern, usize)> = Vec::new();
        for (filter, index) in policy.namespaced.iter().zip(0..) {
            let namespace_policy = compiled.by_kind(&filter.filters, inventory);
            compiled.policies.push(namespace_policy);
            exact.extend(filter.namespaces.iter().map(|name| (name.as_str(), index)));
            let patterns_of = filter.namespaces.iter().filter_map(|name| Pattern::compile(name).ok());
            patterns.extend(patterns_of.map(|pattern| (pattern, index)));
        }
        let exact = sorted(exact, &Ord::cmp);
        let find = |namespace: &str| {
            let first = exact.get(exact.partition_point(|(name, _)| *name < namespace));
            let named = first.filter(|(name, _)| *name == namespace).map(|(_, index)| *index);
            named.or_else(|| patterns.iter().find(|(pattern, _)| pattern.matches(namespace)).map(|(_, index)| *index))
        };
        compiled.of_namespace = vec![None; inventory.namespaces.len() as usize];
        for (name, id) in inventory.namespaces.sorted().filter(|(name, _)| !name.is_empty()) {
            *compiled.of_namespace.get_mut(id as usize).expect("there is one for each namespace") = find(name);
        }
        compiled.of_all = find("");
        let has_names = |filter: &Compiled| !filter.names.is_empty() || !filter.excluded_names.is_empty();
        if compiled.filters.iter().any(has_names) {
            let entries = inventory.entries.iter().zip(0..);
            compiled.is_name_left_out = entries
                .map(|(entry, index)| compiled.leaves_out_name(inventory.listing(entry), inventory.name(index)))
                .collect();
        }
        Some(compiled)
    }

    fn by_kind(&mut self, filters: &[ResourceFilter], inventory: &Inventory) -> NamespacePolicy {
        let cluster = inventory.cluster();
        let mut policy = NamespacePolicy { of_kind: vec![None; inventory.kinds.len()], catch_all: None };
        for filter in filters {
            let index = self.filters.len();
            self.filters.push(Compiled::of(filter, inventory));
            if filter.is_catch_all() {
                policy.catch_all = Some(index);
            }
            for name in &filter.kinds {
                let Some(resolved) = cluster.resolve(name).map(|kind| kind.group_resource()) else { continue };
                for (kind, slot) in inventory.kinds.iter().zip(&mut policy.of_kind) {
                    if kind.group_resource == resolved || kind.cohabitant.as_ref() == Some(&resolved) {
                        slot.get_or_insert(index);
                    }
                }
            }
        }
        policy
    }

    /// Whether the name of an object is left out.
    fn leaves_out_name(&self, Listing { kind, namespace }: Listing, name: &str) -> bool {
        let filter = if namespace == 0 {
            self.cluster_scoped.get(kind as usize).copied().flatten()
        } else {
            let policy = self.of_namespace.get(namespace as usize).copied().flatten();
            policy.and_then(|policy| self.policies.get(policy)?.filter(kind))
        };
        filter.and_then(|filter| self.filters.get(filter)).is_some_and(|filter| filter.leaves_out(name))
    }

    /// Returns why an object is not listed. `None` if the filters of the backup decide.
    pub(super) fn not_listed(
        &self,
        Listing { kind, namespace }: Listing,
        labels: u32,
    ) -> Option<Result<(), (Reason, FilterPart)>> {
        let at_once = namespace == 0 || self.lists_at_once;
        let policy = if at_once { self.of_all } else { self.of_namespace.get(namespace as usize).copied().flatten() };
        let mut filter = None;
        if let Some(policy) = policy.and_then(|policy| self.policies.get(policy)) {
            filter = policy.filter(kind);
            if filter.is_none() {
                return Some(Err(LEFT_OUT));
            }
        }
        if namespace == 0 {
            filter = self.cluster_scoped.get(kind as usize).copied().flatten().or(filter);
        }
        let filter = self.filters.get(filter?)?;
        let is_chosen = filter.chosen.as_ref().is_none_or(|chosen| chosen.get(labels as usize) == Some(&true));
        Some(if is_chosen { Ok(()) } else { Err(LEFT_OUT) })
    }

    /// Returns why an object does not pass the check of each item.
    pub(super) fn refused(&self, object: u32) -> Option<(Reason, FilterPart)> {
        self.is_name_left_out.get(object as usize).copied().unwrap_or(false).then_some(LEFT_OUT)
    }
}
