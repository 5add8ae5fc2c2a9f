//! The namespaces that a spec selects: Velero's `NamespaceIncludesExcludes`.

use super::names::{NameMatcher, can_match, exceeds_pattern_work};
use super::{Reason, SpecEntry};
use crate::catalogue::{NAMESPACE_EXCLUDES_ITSELF, NAMESPACE_NOT_FOUND, SELECTION_TOO_MANY_PATTERNS};
use crate::diagnostic::{Diagnostic, Pointer, quoted};
use crate::inventory::Inventory;
use crate::model::Spec;
use crate::report::Report;
use crate::rules::namespaces::unreadable_pattern;
use crate::suggest::nearest;
use crate::velero::glob::{self, Pattern};
use crate::velero::includes_excludes::IncludesExcludes;
use crate::velero::special::Special;

/// The decision on a namespace.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NamespaceDecision {
    /// Whether its objects are listed.
    pub(super) is_listed: bool,
    /// Whether its objects pass Velero's check of each item.
    pub(super) is_in: bool,
    /// The entry that excludes it.
    excluded: Option<SpecEntry>,
}

impl NamespaceDecision {
    /// Returns why its objects are not listed, or do not pass.
    pub(super) fn reason(self) -> (Reason, SpecEntry) {
        match self.excluded {
            Some(pointer) => (Reason::NamespaceExcluded, pointer),
            None => (Reason::NamespaceNotIncluded, SpecEntry::IncludeNamespaces),
        }
    }
}

/// The decisions on the namespaces of an inventory.
#[derive(Debug, Default)]
pub(super) struct Namespaces {
    /// By the number of the namespace.
    decisions: Vec<NamespaceDecision>,
    /// Whether the spec does not choose namespaces, as Velero decides it.
    pub(super) is_everything: bool,
    /// The field that chooses namespaces, if there is one.
    pub(super) chosen_by: SpecEntry,
}

/// The backup fails; the report has the reason.
pub(super) struct Refused;

impl Namespaces {
    pub(super) fn decision(&self, namespace: u32) -> NamespaceDecision {
        self.decisions.get(namespace as usize).copied().unwrap_or_default()
    }

    /// Decides on all namespaces. `spec` is valid, except for rules that depend on the cluster.
    pub(super) fn of(spec: &Spec, inventory: &Inventory, report: &mut Report) -> Result<Self, Refused> {
        let lists = spec.namespaces();
        let IncludesExcludes { includes, excludes } = lists;
        let labelled = labelled(inventory);
        let included = NameMatcher::of(includes.iter().zip(0..).map(|(name, index)| (name.as_str(), Some(index))));
        for name in &labelled {
            if let Some(index) = included.written(name) {
                report.push(|| {
                    let message = format!("{} is included, but its own label excludes it", quoted(name));
                    let help =
                        "remove the label `velero.io/exclude-from-backup` to save the namespace, or remove the name";
                    let root = Pointer::Root;
                    let list = &root.key("include_namespaces");
                    NAMESPACE_EXCLUDES_ITSELF.violation(message).help(help).at(&list.index(index as usize))
                });
            }
        }
        let is_too_much = exceeds_pattern_work(lists.names(), inventory.namespaces.len() as usize);
        if is_too_much {
            report.push(|| {
                let message = "there are too many namespace patterns to compare with the namespaces";
                SELECTION_TOO_MANY_PATTERNS
                    .violation(message)
                    .help("write fewer and simpler patterns")
                    .at_pointer("/include_namespaces")
            });
        }
        if is_too_much || !report.is_empty() {
            return Err(Refused);
        }
        let has_pattern = lists.names().any(|name| glob::is_pattern(name));
        let includes_all = lists.includes_all();
        let lists = Lists { includes, excludes, labelled: &labelled, inventory };
        let namespaces = if includes_all {
            lists.all_but()
        } else if has_pattern {
            lists.expanded(report)?
        } else {
            lists.named()
        };
        lists.report_missing(report);
        Ok(namespaces)
    }
}

/// Returns the names of the namespaces with the label that excludes them.
fn labelled(inventory: &Inventory) -> Vec<&str> {
    let Some(kind) = inventory.kinds.iter().position(|kind| kind.special == Some(Special::Namespace)) else {
        return Vec::new();
    };
    let excludes = |labels: u32| inventory.label_sets.get(labels as usize).is_some_and(|set| set.excludes);
    let namespaces = inventory.entries.iter().zip(0..).filter(|(entry, _)| entry.kind as usize == kind);
    let labelled = namespaces.filter(|(entry, _)| excludes(entry.labels));
    labelled.map(|(_, index)| inventory.name(index)).collect()
}

/// The lists of a spec that Velero accepts, over an inventory.
struct Lists<'s> {
    includes: &'s [String],
    excludes: &'s [String],
    /// Namespaces that their own labels exclude.
    labelled: &'s [&'s str],
    inventory: &'s Inventory,
}

impl<'s> Lists<'s> {
    /// Returns the entries of the excludes, and the namespaces that labels add to them.
    fn excluded(&self) -> impl Iterator<Item = (&'s str, Option<u32>)> {
        let written = self.excludes.iter().zip(0..).map(|(name, index)| (name.as_str(), Some(index)));
        written.chain(self.labelled.iter().map(|name| (*name, None)))
    }

    fn decide(&self, decide: impl Fn(&'s str) -> NamespaceDecision) -> Vec<NamespaceDecision> {
        let mut decisions = vec![NamespaceDecision::default(); self.inventory.namespaces.len() as usize];
        for (name, id) in self.inventory.namespaces.sorted() {
            if let Some(decision) = decisions.get_mut(id as usize) {
                *decision = decide(name);
            }
        }
        decisions
    }

    /// Decides if every namespace is included. Patterns in the excludes are not expanded.
    fn all_but(&self) -> Namespaces {
        let excludes = NameMatcher::of(self.excluded());
        // Velero checks the name `*` for all namespaces, and lists nothing if it is excluded.
        let all_excluded = excludes.matching("*").map(exclude_pointer);
        let decisions = self.decide(|name| {
            let excluded = excludes.matching(name).map(exclude_pointer);
            NamespaceDecision {
                is_listed: all_excluded.is_none(),
                is_in: excluded.is_none(),
                excluded: excluded.or(all_excluded),
            }
        });
        let is_everything = self.excludes.is_empty() && self.labelled.is_empty();
        let chosen_by = if self.excludes.is_empty() { SpecEntry::None } else { SpecEntry::ExcludeNamespaces };
        Namespaces { decisions, is_everything, chosen_by }
    }

    /// Decides for lists without patterns.
    fn named(&self) -> Namespaces {
        let includes = NameMatcher::of(self.includes.iter().map(|name| (name.as_str(), None)));
        let excludes = NameMatcher::of(self.excluded());
        self.chosen(|name| includes.matching(name).is_some(), |name| excludes.matching(name))
    }

    /// Decides for lists with patterns, which are expanded to the existing namespaces.
    fn expanded(&self, report: &mut Report) -> Result<Namespaces, Refused> {
        let included = self.expand(self.includes, "include_namespaces", report);
        let excluded = self.expand(self.excludes, "exclude_namespaces", report);
        let (Some(included), Some(mut excluded)) = (included, excluded) else { return Err(Refused) };
        for name in self.labelled {
            if let Some(slot) = self.inventory.namespaces.find(name).and_then(|id| excluded.by_id.get_mut(id as usize))
            {
                slot.get_or_insert(None);
                excluded.count += 1;
            }
        }
        let at = |expanded: &Expanded, name: &str| {
            let id = self.inventory.namespaces.find(name)?;
            expanded.by_id.get(id as usize).copied().flatten()
        };
        let is_nothing = included.count == 0;
        let excludes = |name: &str| at(&excluded, name).filter(|_| !is_nothing);
        let mut namespaces = self.chosen(|name| at(&included, name).is_some(), excludes);
        // Two empty lists are the same as no lists.
        namespaces.is_everything = is_nothing && excluded.count == 0;
        Ok(namespaces)
    }

    fn chosen(&self, includes: impl Fn(&str) -> bool, excludes: impl Fn(&str) -> Option<Option<u32>>) -> Namespaces {
        // For the empty namespace, the API server lists the objects of all namespaces.
        let lists_all = self.includes.iter().any(String::is_empty);
        let decisions = self.decide(|name| {
            let excluded = excludes(name).map(exclude_pointer);
            let is_in = includes(name) && excluded.is_none();
            NamespaceDecision { is_listed: is_in || lists_all, is_in, excluded }
        });
        Namespaces { decisions, is_everything: false, chosen_by: SpecEntry::IncludeNamespaces }
    }

    /// Expands a list. Returns `None` for a pattern that Velero cannot compile: the backup fails.
    fn expand(&self, names: &[String], field: &str, report: &mut Report) -> Option<Expanded> {
        let namespaces = &self.inventory.namespaces;
        let mut expanded = Expanded { by_id: vec![None; namespaces.len() as usize], count: 0 };
        let mut is_readable = true;
        for (name, index) in names.iter().zip(0..) {
            if !glob::is_pattern(name) {
                expanded.count += 1;
                if let Some(slot) = namespaces.find(name).and_then(|id| expanded.by_id.get_mut(id as usize)) {
                    slot.get_or_insert(Some(index));
                }
                continue;
            }
            let pattern = match Pattern::compile(name) {
                Ok(pattern) => pattern,
                Err(error) => {
                    let root = Pointer::Root;
                    report.push(|| unreadable_pattern(name, error).at(&root.key(field).index(index as usize)));
                    is_readable = false;
                    continue;
                }
            };
            let matches = |id: u32| can_match(namespaces.get(id)) && pattern.matches(namespaces.get(id));
            for &id in self.inventory.existing.iter().filter(|&&id| matches(id)) {
                expanded.count += 1;
                if let Some(slot) = expanded.by_id.get_mut(id as usize) {
                    slot.get_or_insert(Some(index));
                }
            }
        }
        is_readable.then_some(expanded)
    }

    fn report_missing(&self, report: &mut Report) {
        // Maximum number of names to compare for a suggestion, to limit the time.
        const MAX_SUGGESTION_CANDIDATES: usize = 1000;
        let namespaces = &self.inventory.namespaces;
        let existing = || self.inventory.existing.iter().map(|&id| namespaces.get(id)).filter(|name| can_match(name));
        let by_name: Vec<&str> = existing().collect();
        for (index, name) in self.includes.iter().enumerate().filter(|(_, name)| !matches!(name.as_str(), "" | "*")) {
            let is_pattern = glob::is_pattern(name);
            let is_there = if is_pattern {
                Pattern::compile(name).is_ok_and(|pattern| existing().any(|name| pattern.matches(name)))
            } else {
                by_name.binary_search(&name.as_str()).is_ok()
            };
            if is_there {
                continue;
            }
            report.push(|| {
                let message = if is_pattern {
                    format!("{} matches no namespace of the cluster", quoted(name))
                } else {
                    format!("the cluster has no namespace {}", quoted(name))
                };
                let meant = nearest(name, existing().take(MAX_SUGGESTION_CANDIDATES)).filter(|_| !is_pattern);
                let help = match meant {
                    Some(meant) => format!("did you mean {}?", quoted(meant)),
                    None => "write the name of an existing namespace, or remove the entry".to_owned(),
                };
                let root = Pointer::Root;
                NAMESPACE_NOT_FOUND.violation(message).help(help).at(&root.key("include_namespaces").index(index))
            });
        }
    }
}

/// The namespaces of a list with patterns.
struct Expanded {
    /// For each namespace: the index of its entry; the inner `None` is a label.
    by_id: Vec<Option<Option<u32>>>,
    /// Number of names. Plain names count even if the namespace does not exist.
    count: usize,
}

fn exclude_pointer(index: Option<u32>) -> SpecEntry {
    index.map_or(SpecEntry::None, SpecEntry::ExcludeNamespace)
}

/// Returns the namespaces of the inventory that an entry of a namespace list means, sorted by name: the name itself, or
/// those that the pattern matches, as Velero expands it.
///
/// # Errors
///
/// Why Velero refuses the entry, or cannot match with it.
pub fn matching_namespaces(inventory: &Inventory, entry: &str) -> Result<Vec<String>, Vec<Diagnostic>> {
    let spec = Spec { include_namespaces: Some(vec![entry.to_owned()]), ..Spec::default() };
    let mut refusals = crate::rules::refusals(&spec);
    let existing = inventory.existing.iter().map(|&id| inventory.namespaces.get(id)).filter(|name| can_match(name));
    let matching: Vec<String> = match Pattern::compile(entry) {
        _ if !refusals.is_empty() => Vec::new(),
        Ok(pattern) => existing.filter(|name| pattern.matches(name)).map(str::to_owned).collect(),
        Err(error) => {
            refusals.push(unreadable_pattern(entry, error).into_diagnostic());
            Vec::new()
        }
    };
    for refusal in &mut refusals {
        refusal.pointer = String::new();
    }
    if refusals.is_empty() { Ok(matching) } else { Err(refusals) }
}
