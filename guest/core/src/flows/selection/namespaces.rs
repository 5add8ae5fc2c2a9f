//! The namespaces that filters select: Velero's `NamespaceIncludesExcludes`.

use std::collections::BTreeMap;

use super::Reason;
use super::names::{NameMatcher, can_match, exceeds_steps};
use crate::catalogue::{NAMESPACE_EXCLUDES_ITSELF, NAMESPACE_NOT_FOUND, SELECTION_TOO_MANY_PATTERNS};
use crate::diagnostic::{Diagnostic, quoted};
use crate::inventory::{Entry, Inventory};
use crate::model::Spec;
use crate::release::{Behaviour, Release};
use crate::report::Report;
use crate::rules::namespaces::{not_expanded, unreadable_pattern};
use crate::rules::selects_namespaces;
use crate::sort::set;
use crate::suggest::nearest;
use crate::velero::filters::{Field, FilterPart, Filters};
use crate::velero::glob::{self, Pattern};
use crate::velero::includes_excludes::IncludesExcludes;

/// The decision on a namespace.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NamespaceDecision {
    /// Whether its objects are listed.
    pub(super) is_listed: bool,
    /// Whether its objects pass Velero's check of each item.
    pub(super) is_in: bool,
    /// The entry that excludes it.
    excluded: Option<FilterPart>,
}

impl NamespaceDecision {
    /// Returns why its objects are not listed, or do not pass.
    pub(super) fn reason(self) -> (Reason, FilterPart) {
        match self.excluded {
            Some(entry) => (Reason::NamespaceExcluded, entry),
            None => (Reason::NamespaceNotIncluded, FilterPart::Field(Field::IncludedNamespaces)),
        }
    }
}

/// The decisions on the namespaces of an inventory.
#[derive(Debug, Default)]
pub(super) struct Namespaces {
    /// By the number of the namespace.
    decisions: Vec<NamespaceDecision>,
    /// Whether Velero lists all namespaces at once.
    pub(super) are_listed_at_once: bool,
    /// Whether the filters do not choose namespaces, as Velero decides it.
    pub(super) is_everything: bool,
    /// The field that chooses namespaces, if there is one.
    pub(super) chosen_by: FilterPart,
    /// The included names that do not exist. Velero logs an error for each, if it collects Namespaces.
    pub(super) missing: Vec<Diagnostic>,
}

/// The backup is refused, or fails; the report has the reason.
pub(super) enum Stopped {
    Refused,
    Failed,
}

impl Namespaces {
    pub(super) fn decision(&self, namespace: u32) -> NamespaceDecision {
        self.decisions.get(namespace as usize).copied().unwrap_or_default()
    }

    /// Decides on all namespaces. The filters are valid, except for rules that depend on the cluster.
    pub(super) fn of(filters: &Filters, inventory: &Inventory, report: &mut Report) -> Result<Self, Stopped> {
        let written = filters.namespaces();
        let labelled: Vec<&str> = labelled(inventory).into_iter().map(|index| inventory.name(index)).collect();
        let lists = Lists { written, labelled: &labelled, filters, inventory, release: inventory.cluster().release() };
        if exceeds_steps(written.names(), inventory.namespaces.sorted().map(|(name, _)| name)) {
            report.push(|| {
                let message = "there are too many namespace patterns to compare with the namespaces";
                SELECTION_TOO_MANY_PATTERNS
                    .violation(message)
                    .help("write fewer and simpler patterns")
                    .at(&filters.dialect.pointer().key(filters.name(Field::IncludedNamespaces)))
            });
        }
        if !report.is_empty() {
            return Err(Stopped::Refused);
        }
        let mut namespaces =
            if lists.are_expanded() { lists.expanded(report).ok_or(Stopped::Failed)? } else { lists.as_written() };
        lists.report_missing(&mut namespaces, report);
        Ok(namespaces)
    }
}

/// Returns why Velero refuses included names: their own labels exclude them.
pub(super) fn refusals(filters: &Filters, inventory: &Inventory) -> Vec<Diagnostic> {
    let includes = filters.list(Field::IncludedNamespaces).iter().enumerate().rev();
    let mut included = BTreeMap::new();
    included.extend(includes.map(|(index, name)| (name.as_str(), index)));
    let root = filters.dialect.pointer();
    let list = &root.key(filters.name(Field::IncludedNamespaces));
    let names = labelled(inventory).into_iter().map(|index| inventory.name(index));
    let overlaps = names.filter_map(|name| Some((name, *included.get(name)?)));
    let refusal = |(name, index): (&str, usize)| {
        let message = format!("{} is included, but its own label excludes it", quoted(name));
        let help = "remove the label `velero.io/exclude-from-backup` to save the namespace, or remove the name";
        let finding = NAMESPACE_EXCLUDES_ITSELF.violation(message).help(help);
        finding.at(&list.index(index)).into_diagnostic()
    };
    overlaps.map(refusal).collect()
}

/// Returns the Namespaces with the label that excludes them, by their index.
pub(super) fn labelled(inventory: &Inventory) -> Vec<u32> {
    let objects = inventory.namespace_objects.iter().map(|(object, _)| *object);
    let is_labelled = |entry: &Entry| inventory.is_excluded_by_label(entry);
    objects.filter(|object| inventory.entries.get(*object as usize).is_some_and(is_labelled)).collect()
}

/// The lists of filters that Velero accepts, over an inventory.
struct Lists<'s> {
    written: IncludesExcludes<'s>,
    /// Namespaces that their own labels exclude.
    labelled: &'s [&'s str],
    filters: &'s Filters,
    inventory: &'s Inventory,
    release: Release,
}

impl<'s> Lists<'s> {
    /// Whether patterns are replaced by the namespaces that they match: `ShouldExpandWildcards`.
    fn are_expanded(&self) -> bool {
        if self.written.includes_all() {
            return self.release.has(Behaviour::ExpandsWildcard);
        }
        let has_pattern = || self.written.names().any(|name| glob::is_pattern(name));
        self.release.has(Behaviour::ExpandsNamespacePatterns) && has_pattern()
    }

    /// Returns the entries of the excludes, and the namespaces that labels add to them.
    fn excluded(&self) -> impl Iterator<Item = (&'s str, Option<u32>)> {
        let written = self.written.excludes.iter().zip(0..).map(|(name, index)| (name.as_str(), Some(index)));
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

    /// Decides with lists whose patterns are not expanded: each item is compared with them.
    fn as_written(&self) -> Namespaces {
        let includes_all = self.written.includes_all();
        let includes =
            NameMatcher::of(self.written.includes.iter().zip(0..).map(|(name, index)| (name.as_str(), Some(index))));
        let excludes = NameMatcher::of(self.excluded());
        let is_in =
            |name: &str| excludes.matching(name).is_none() && (includes_all || includes.matching(name).is_some());
        // Velero lists all namespaces at once if the name `*` is in, or for the empty name.
        let lists_all = is_in("*") || (includes.written("").is_some() && is_in(""));
        let all_excluded = excludes.matching("*").map(excluded_by).filter(|_| includes_all);
        let decisions = self.decide(|name| NamespaceDecision {
            is_listed: lists_all || (includes.written(name).is_some() && is_in(name)),
            is_in: is_in(name),
            excluded: excludes.matching(name).map(excluded_by).or(all_excluded),
        });
        let chooses_none = includes_all && self.excluded().next().is_none();
        let names_all = || self.counts_names() && self.names_all(|name| includes.written(name).is_some());
        Namespaces {
            decisions,
            are_listed_at_once: lists_all,
            is_everything: chooses_none || (self.excluded().next().is_none() && names_all()),
            chosen_by: match includes_all {
                true if self.written.excludes.is_empty() => FilterPart::None,
                true => FilterPart::Field(Field::ExcludedNamespaces),
                false => FilterPart::Field(Field::IncludedNamespaces),
            },
            missing: Vec::new(),
        }
    }

    /// Decides with lists whose patterns are expanded to the existing namespaces. Returns `None` for a pattern that
    /// Velero cannot compile.
    fn expanded(&self, report: &mut Report) -> Option<Namespaces> {
        let everything = ["*".to_owned()];
        let includes_all = self.written.includes_all();
        let includes = if includes_all { &everything } else { self.written.includes };
        let included = self.expand(includes, Field::IncludedNamespaces, report);
        let excluded = self.expand(self.written.excludes, Field::ExcludedNamespaces, report);
        let (Some(included), Some(mut excluded)) = (included, excluded) else { return None };
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
        // For the empty name, the API server lists the objects of all namespaces.
        let lists_all = includes.iter().any(String::is_empty) && !self.written.excludes.iter().any(String::is_empty);
        let decisions = self.decide(|name| {
            let excluded = at(&excluded, name).map(excluded_by).filter(|_| !is_nothing);
            let is_in = at(&included, name).is_some() && excluded.is_none();
            NamespaceDecision { is_listed: is_in || lists_all, is_in, excluded }
        });
        // Two empty lists are the same as no lists.
        let names_all = || self.counts_names() && self.names_all(|name| at(&included, name).is_some());
        Some(Namespaces {
            decisions,
            are_listed_at_once: lists_all,
            is_everything: excluded.count == 0 && (is_nothing || names_all()),
            chosen_by: FilterPart::Field(if includes_all {
                Field::ExcludedNamespaces
            } else {
                Field::IncludedNamespaces
            }),
            missing: Vec::new(),
        })
    }

    /// Whether included names count as everything if they are all names.
    fn counts_names(&self) -> bool {
        self.release.has(Behaviour::CountsAllNamesAsEverything)
    }

    /// Whether every existing namespace is named.
    fn names_all(&self, is_named: impl Fn(&str) -> bool) -> bool {
        self.inventory.existing.iter().all(|&id| is_named(self.inventory.namespaces.get(id)))
    }

    /// Expands a list. Returns `None` for a pattern that Velero cannot compile: the backup fails.
    fn expand(&self, names: &[String], field: Field, report: &mut Report) -> Option<Expanded> {
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
                    let root = self.filters.dialect.pointer();
                    let list = &root.key(self.filters.name(field));
                    report.push(|| unreadable_pattern(name, error).at(&list.index(index as usize)));
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

    /// Reports included entries that mean no namespace. For the names among them, Velero logs an error.
    fn report_missing(&self, namespaces: &mut Namespaces, report: &mut Report) {
        let names = &self.inventory.namespaces;
        let existing = || self.inventory.existing.iter().map(|&id| names.get(id)).filter(|name| can_match(name));
        let by_name: Vec<&str> = existing().collect();
        let root = self.filters.dialect.pointer();
        let list = &root.key(self.filters.name(Field::IncludedNamespaces));
        let mut logged = Report::default();
        // Without the only entry, the list means every namespace.
        let help = match self.written.includes.len() {
            1 => "write the name of an existing namespace",
            _ => "write the name of an existing namespace, or remove the entry",
        };
        let has_namespaces = || selects_namespaces(self.filters, self.inventory.cluster());
        for (index, name) in self.written.includes.iter().enumerate().filter(|(_, name)| *name != "*") {
            let is_pattern = glob::is_pattern(name);
            if is_pattern && !self.release.has(Behaviour::ExpandsNamespacePatterns) {
                logged.push(|| not_expanded(name, self.release, has_namespaces()).at(&list.index(index)));
            } else if is_pattern {
                if !Pattern::compile(name).is_ok_and(|pattern| existing().any(|name| pattern.matches(name))) {
                    report.push(|| {
                        NAMESPACE_NOT_FOUND
                            .violation(format!("{} matches no namespace of the cluster", quoted(name)))
                            .help(help)
                            .at(&list.index(index))
                    });
                }
            } else if by_name.binary_search(&name.as_str()).is_err() {
                logged.push(|| {
                    let meant = nearest(name, existing().take(MAX_SUGGESTION_CANDIDATES));
                    let help = match meant {
                        Some(meant) => format!("did you mean {}?", quoted(meant)),
                        None => help.to_owned(),
                    };
                    let message = format!("the cluster has no namespace {}", quoted(name));
                    NAMESPACE_NOT_FOUND.violation(message).help(help).at(&list.index(index))
                });
            }
        }
        self.report_missing_excludes(&by_name, report);
        namespaces.missing = logged.into_diagnostics();
    }

    /// Reports excluded names that do not exist, if another name is probably meant.
    fn report_missing_excludes(&self, existing: &[&str], report: &mut Report) {
        let root = self.filters.dialect.pointer();
        let list = &root.key(self.filters.name(Field::ExcludedNamespaces));
        let is_missing = |name: &String| !glob::is_pattern(name) && existing.binary_search(&name.as_str()).is_err();
        let written = set(self.written.names().map(String::as_str));
        let candidates = existing.iter().copied().take(MAX_SUGGESTION_CANDIDATES);
        let others: Vec<&str> = candidates.filter(|other| !written.contains(other)).collect();
        let missing = self.written.excludes.iter().enumerate().filter(|(_, name)| is_missing(name));
        for (index, name) in missing.take(MAX_COMPARED_EXCLUDES) {
            let Some(meant) = nearest(name, others.iter().copied()) else { continue };
            report.push(|| {
                let message = format!("the cluster has no namespace {}, so excluding it has no effect", quoted(name));
                let help = format!("did you mean {}?", quoted(meant));
                NAMESPACE_NOT_FOUND.violation(message).help(help).at(&list.index(index))
            });
        }
    }
}

/// Maximum number of excluded names that get a suggestion, to limit the time.
const MAX_COMPARED_EXCLUDES: usize = 1000;
/// Maximum number of names to compare for a suggestion, to limit the time.
const MAX_SUGGESTION_CANDIDATES: usize = 1000;

/// The namespaces of a list with patterns.
struct Expanded {
    /// For each namespace: the index of its entry; the inner `None` is a label.
    by_id: Vec<Option<Option<u32>>>,
    /// Number of names. Plain names count even if the namespace does not exist.
    count: usize,
}

fn excluded_by(index: Option<u32>) -> FilterPart {
    index.map_or(FilterPart::None, |index| FilterPart::Item(Field::ExcludedNamespaces, index))
}

/// Returns the namespaces of the inventory that an entry of a namespace list means, sorted by name: the name itself, or
/// those that the pattern matches, as Velero expands it.
///
/// # Errors
///
/// Why Velero refuses the entry, or cannot match with it.
pub fn matching_namespaces(inventory: &Inventory, entry: &str) -> Result<Vec<String>, Vec<Diagnostic>> {
    let spec = Spec { include_namespaces: Some(vec![entry.to_owned()]), ..Spec::default() };
    let mut refusals = crate::rules::refusals(&Filters::from(&spec), inventory.cluster().release());
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
