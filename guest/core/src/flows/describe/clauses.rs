//! What a backup with some filters saves, as data, for any cluster.

use std::collections::BTreeSet;

use crate::cluster::{COHABITING, Cluster};
use crate::flows::selection::names::{NameMatcher, exceeds_steps};
use crate::flows::selection::resources::{KindFilter, Mode, ResolvedFilters, ResolvedLists};
use crate::release::{Behaviour, Release};
use crate::rules::resources::{can_match, is_compared};
use crate::velero::filters::{FilterPart, Filters, Selector};
use crate::velero::glob;
use crate::velero::includes_excludes::first_unreadable;
use crate::velero::retention::Lifetime;
use crate::velero::special::{Relation, Special};

/// What a backup saves that Velero neither refuses nor fails.
///
/// The clauses hold for every cluster. They leave out what an object says of itself: an object or a namespace with the
/// label `velero.io/exclude-from-backup: "true"`, an object that is being deleted, and the annotations
/// `velero.io/skip-from-backup` and `backup.velero.io/must-include-additional-items`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clauses {
    /// The namespaces whose objects are saved.
    pub namespaces: NameFilter,
    /// The namespaced resources of which objects are saved, as group-resources and patterns. A kind that is served under
    /// two names, such as events, is saved under either.
    pub namespaced_resources: NameFilter,
    /// The cluster-scoped resources of which objects are saved, without `namespaces`.
    pub cluster_scoped_resources: NameFilter,
    /// When objects of the cluster-scoped resources are saved.
    pub cluster_scoped_condition: Condition,
    /// Which Namespace objects are saved.
    pub namespace_objects: NamespaceObjects,
    /// What saved objects bring along.
    pub brought_along: Vec<BroughtAlong>,
    /// Labels that an object must have, except for what comes along and for Namespace objects.
    pub label_selector: Vec<(String, String)>,
    /// When each backup expires, in seconds after its start: the ttl, or Velero's default of 30 days. 0 for a negative ttl.
    pub expires_after_seconds: i64,
}

/// Names and patterns: what is included, and what is excluded from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameFilter {
    /// `None` includes everything, and an empty list nothing.
    pub included: Option<Vec<String>>,
    /// What is not included, although `included` matches it.
    pub excluded: Vec<String>,
}

/// A condition on the namespaces of the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Always.
    Always,
    /// If no Namespace has the label `velero.io/exclude-from-backup: "true"`.
    NoNamespaceOptsOut,
    /// If the included namespaces are all namespaces of the cluster, and the excluded ones match none. Also, no Namespace
    /// opts out.
    AllNamespaces,
    /// If the included namespaces and the excluded ones match no namespace of the cluster. Also, no Namespace opts out.
    NoNamespace,
    /// One of the last two.
    AllNamespacesOrNone,
}

/// Which Namespace objects are saved: those of each field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamespaceObjects {
    /// Those with these names.
    pub named: NameFilter,
    /// When the names do not matter, because Velero then chooses by the labels only.
    pub unless: Option<Condition>,
    /// Whether all Namespaces with the labels are saved.
    pub labelled: bool,
    /// Which Namespaces with a selected object are saved. An object counts even if it opts out.
    pub with_objects: WithObjects,
    /// Whether a Namespace that is not Active is only saved for its objects.
    pub skips_inactive: bool,
}

/// Which Namespaces are saved because an object in them is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithObjects {
    /// None.
    Never,
    /// Those of `named`.
    Named,
    /// All, also excluded ones: objects in any namespace count if their resource and labels are selected.
    Any,
}

/// A resource whose objects are saved because others use them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BroughtAlong {
    /// The group-resource of the others; `None` for any custom resource.
    pub because_of: Option<String>,
    /// The group-resource that comes along.
    pub group_resource: String,
}

impl Clauses {
    /// Whether no object is saved. Objects that come along need others.
    pub fn is_nothing(&self) -> bool {
        let objects = &self.namespace_objects;
        !self.saves_namespaced()
            && self.cluster_scoped_resources.is_nothing()
            && objects.named.is_nothing()
            && !objects.labelled
            && objects.with_objects == WithObjects::Never
    }

    /// Whether namespaced objects are saved.
    pub fn saves_namespaced(&self) -> bool {
        !self.namespaces.is_nothing() && !self.namespaced_resources.is_nothing()
    }
}

/// What is everything, as Velero decides it: [`Condition`], or never.
type Everything = Option<Condition>;

impl NameFilter {
    /// Includes nothing.
    fn nothing() -> Self {
        NameFilter { included: Some(Vec::new()), excluded: Vec::new() }
    }

    /// Whether it includes nothing.
    pub fn is_nothing(&self) -> bool {
        self.included.as_ref().is_some_and(Vec::is_empty)
    }

    /// Whether it includes one name, and nothing else.
    pub(super) fn is_one_name(&self) -> bool {
        self.included.as_deref().is_some_and(|included| matches!(included, [name] if !glob::is_glob(name)))
    }

    /// Removes included names that are excluded, and excluded names that are not included. Lists that take too long to
    /// compare stay as they are.
    fn reduced(self) -> Self {
        let NameFilter { included, mut excluded } = self;
        let Some(mut included) = included else { return NameFilter { included, excluded } };
        if !exceeds_steps(excluded.iter(), included.iter().map(String::as_str)) {
            let matcher = matcher(&excluded);
            included.retain(|name| glob::is_glob(name) || matcher.matching(name).is_none());
        }
        if !included.iter().any(|name| glob::is_glob(name)) {
            excluded.clear();
        }
        NameFilter { included: Some(included), excluded }
    }

    pub(super) fn compiled(&self) -> CompiledFilter<'_> {
        CompiledFilter { included: self.included.as_deref().map(matcher), excluded: matcher(&self.excluded) }
    }
}

/// A filter whose patterns are compiled.
pub(super) struct CompiledFilter<'f> {
    included: Option<NameMatcher<'f>>,
    excluded: NameMatcher<'f>,
}

impl CompiledFilter<'_> {
    pub(super) fn includes(&self, name: &str) -> bool {
        self.included.as_ref().is_none_or(|included| included.matching(name).is_some())
            && self.excluded.matching(name).is_none()
    }
}

fn matcher(names: &[String]) -> NameMatcher<'_> {
    NameMatcher::of(names.iter().map(|name| (name.as_str(), None)))
}

/// Returns the entries that Velero uses, each once.
fn used<'n>(names: impl Iterator<Item = &'n str> + Clone) -> Vec<String> {
    let unreadable = first_unreadable(names.clone());
    let mut seen = BTreeSet::new();
    let used = names.filter(|name| unreadable.is_none_or(|unreadable| *name < unreadable));
    used.filter(|name| seen.insert(name.to_owned())).map(str::to_owned).collect()
}

/// Returns the clauses of filters. Velero neither refuses them nor fails with them.
pub(super) fn clauses(filters: &Filters, lifetime: Lifetime, cluster: &Cluster) -> Clauses {
    let release = cluster.release();
    let namespaces = ChosenNamespaces::of(filters, release);
    let resolved = ResolvedFilters::of(filters, cluster);
    // Only whether Namespaces and namespaced kinds are selected is asked of this one: it does not depend on everything.
    let kinds = resolved.for_namespaces(false, FilterPart::None);
    let selector = filters.label_selector.as_ref();
    let mut selectors = selector.into_iter().chain(filters.alternatives());
    let chooses_by_labels = selectors.clone().next().is_some();
    // Velero lists nothing then, and saves every Namespace that is Active.
    let has_empty = selectors.clone().any(Selector::is_empty);
    let is_unusable = has_empty || selectors.any(|selector| selector.first_refused().is_some());

    let of_scope = |lists: &ResolvedLists, namespaced| names_of_scope(lists, namespaced, cluster);
    let namespaced = match &resolved.mode {
        Mode::Global(lists) => of_scope(lists, true),
        Mode::Scoped { namespaced, .. } => of_scope(namespaced, true),
    };
    let (cluster_scoped, everything) = cluster_scoped(filters, &resolved, &namespaces, cluster);
    let lists_objects = !is_unusable && !namespaced.is_nothing();
    let with_objects = match namespaces.lists_beyond && release.has(Behaviour::SavesNamespacesOfListedObjects) {
        _ if !lists_objects => WithObjects::Never,
        true => WithObjects::Any,
        false if namespaces.listed.is_nothing() => WithObjects::Never,
        false => WithObjects::Named,
    };
    let chooses = chooses_by_labels && !is_unusable;
    let has_namespaces = kinds.lists("namespaces");
    let selects_cluster_scoped = everything.is_some() && !is_unusable && !cluster_scoped.is_nothing();
    let mut clauses = Clauses {
        namespaces: namespaces.listed,
        namespaced_resources: if is_unusable { NameFilter::nothing() } else { namespaced },
        cluster_scoped_resources: if selects_cluster_scoped { cluster_scoped } else { NameFilter::nothing() },
        cluster_scoped_condition: everything.filter(|_| selects_cluster_scoped).unwrap_or(Condition::Always),
        namespace_objects: NamespaceObjects {
            named: match has_namespaces {
                true if has_empty => NameFilter::default(),
                true => namespaces.named,
                false => NameFilter::nothing(),
            },
            unless: namespaces.everything.filter(|_| chooses),
            labelled: has_namespaces && chooses,
            with_objects: if has_namespaces { with_objects } else { WithObjects::Never },
            skips_inactive: release.has(Behaviour::SkipsInactiveNamespaces),
        },
        brought_along: Vec::new(),
        expires_after_seconds: lifetime.seconds(),
        label_selector: selector.iter().flat_map(|selector| selector.match_labels.iter()).map(owned).collect(),
    };
    clauses.brought_along = comes_along(&clauses, &kinds, release);
    clauses
}

fn owned((key, value): (&str, &str)) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

/// The namespaces that filters choose.
struct ChosenNamespaces {
    /// Whose objects are saved.
    listed: NameFilter,
    /// Whose Namespace objects are saved.
    named: NameFilter,
    /// Whether objects in other namespaces are listed too, but do not pass Velero's check of each item.
    lists_beyond: bool,
    everything: Everything,
}

impl ChosenNamespaces {
    fn of(filters: &Filters, release: Release) -> Self {
        let lists = filters.namespaces();
        let excluded = used(lists.excludes.iter().map(String::as_str));
        let has_pattern = lists.names().any(|name| glob::is_pattern(name));
        let counts_all = release.has(Behaviour::CountsAllNamesAsEverything);
        let excludes_names = lists.excludes.iter().any(|name| !glob::is_pattern(name));
        if lists.includes_all() {
            let excludes_all = excluded.iter().any(|name| glob::matches_everything(name));
            let named = if excludes_all { NameFilter::nothing() } else { NameFilter { included: None, excluded } };
            let everything = match release.has(Behaviour::ExpandsWildcard) {
                _ if lists.excludes.is_empty() => Some(Condition::NoNamespaceOptsOut),
                true if !excludes_names => Some(Condition::AllNamespaces),
                _ => None,
            };
            if release.has(Behaviour::ExpandsWildcard) {
                return ChosenNamespaces { listed: named.clone(), named, lists_beyond: false, everything };
            }
            // Velero lists all namespaces at once, as `*`.
            let lists_none = excludes_all || matcher(&named.excluded).matching("*").is_some();
            let listed = if lists_none { NameFilter::nothing() } else { named.clone() };
            return ChosenNamespaces { listed, named, lists_beyond: !lists_none, everything };
        }
        let included: Vec<String> = used(lists.includes.iter().map(String::as_str));
        let are_expanded = has_pattern && release.has(Behaviour::ExpandsNamespacePatterns);
        let includes_empty_name = included.iter().any(String::is_empty);
        let has_empty_name = includes_empty_name && matcher(&excluded).matching("").is_none();
        let lists_all = if are_expanded {
            includes_empty_name && !lists.excludes.iter().any(String::is_empty)
        } else {
            has_empty_name || (matcher(&included).matching("*").is_some() && matcher(&excluded).matching("*").is_none())
        };
        let is_only_patterns = included.iter().all(|name| glob::is_pattern(name));
        let everything = match are_expanded {
            _ if excludes_names || (!are_expanded && !lists.excludes.is_empty()) => None,
            true if counts_all && is_only_patterns => Some(Condition::AllNamespacesOrNone),
            true if is_only_patterns => Some(Condition::NoNamespace),
            _ if counts_all => Some(Condition::AllNamespaces),
            _ => None,
        };
        let is_listed = |name: &String| are_expanded || lists_all || !glob::is_pattern(name);
        let listed = included.iter().filter(|name| is_listed(name)).cloned().collect();
        let of = |included: Vec<String>| {
            // No namespace has the empty name.
            let included = included.into_iter().filter(|name| !name.is_empty()).collect();
            NameFilter { included: Some(included), excluded: excluded.clone() }.reduced()
        };
        ChosenNamespaces { listed: of(listed), named: of(included), lists_beyond: lists_all, everything }
    }
}

/// Returns the cluster-scoped resources, and when their objects are selected.
fn cluster_scoped(
    filters: &Filters,
    resolved: &ResolvedFilters<'_>,
    namespaces: &ChosenNamespaces,
    cluster: &Cluster,
) -> (NameFilter, Everything) {
    match &resolved.mode {
        Mode::Global(lists) => {
            let when = match filters.include_cluster_resources {
                Some(false) => None,
                Some(true) => Some(Condition::Always),
                None => namespaces.everything,
            };
            (names_of_scope(lists, false, cluster), when)
        }
        Mode::Scoped { namespaced, cluster_scoped } => {
            let names = names_of_scope(cluster_scoped, false, cluster);
            let is_everything =
                |lists: &ResolvedLists| lists.excludes.is_empty() && lists.includes.iter().all(|name| name == "*");
            let is_unset = cluster_scoped.includes.is_empty() && cluster_scoped.excludes.is_empty();
            let when = match cluster_scoped.includes.is_empty() {
                true if is_unset && is_everything(namespaced) => namespaces.everything,
                true => None,
                false => Some(Condition::Always),
            };
            (names, when)
        }
    }
}

/// Returns the names and patterns of lists that can match resources of a scope.
fn names_of_scope(lists: &ResolvedLists, namespaced: bool, cluster: &Cluster) -> NameFilter {
    let is_compared = is_compared(lists.includes.len() + lists.excludes.len(), cluster);
    let is_of_scope = |name: &String| match cluster.resolve(name) {
        Some(kind) => kind.namespaced == namespaced && (namespaced || name != NAMESPACES),
        None => !is_compared || can_match(name, cluster),
    };
    let includes_all = lists.includes.is_empty() || lists.includes.iter().any(|name| name == "*");
    let included = used(lists.includes.iter().map(String::as_str)).into_iter().filter(is_of_scope).collect();
    let excluded = used(lists.excludes.iter().map(|(name, _)| name.as_str())).into_iter();
    let mut names = NameFilter {
        included: Some(included).filter(|_| !includes_all),
        excluded: excluded.filter(is_of_scope).collect(),
    };
    if names.excluded.iter().any(|name| glob::matches_everything(name)) {
        return NameFilter::nothing();
    }
    // A kind that is served under several names is selected under each of them.
    for served in COHABITING.iter().filter(|_| namespaced).map(|kind| kind.names(cluster)) {
        if served.iter().any(|name| names.compiled().includes(name)) {
            names.excluded.retain(|name| !served.contains(name));
        }
    }
    names.reduced()
}

const NAMESPACES: &str = "namespaces";

/// Returns what comes along with saved objects.
fn comes_along(clauses: &Clauses, kinds: &KindFilter<'_>, release: Release) -> Vec<BroughtAlong> {
    let group_resource = |special: Special| special.group_resource();
    let namespaced = clauses.namespaced_resources.compiled();
    let mut saved = vec![Special::Claim, Special::Pod, Special::ServiceAccount];
    saved.retain(|special| clauses.saves_namespaced() && namespaced.includes(&group_resource(*special)));
    let mut pairs = Vec::new();
    loop {
        let brings = |relation: &Relation| {
            let (from, to) = relation.kinds();
            saved.contains(&from) && kinds.passes(&group_resource(to)) && !pairs.contains(relation)
        };
        let Some(relation) = Relation::ALL.into_iter().find(brings) else { break };
        pairs.push(relation);
        saved.push(relation.kinds().1);
    }
    pairs.sort();
    let mut comes_along: Vec<BroughtAlong> = Vec::new();
    for (from, to) in pairs.into_iter().map(Relation::kinds) {
        comes_along.push(BroughtAlong { because_of: Some(group_resource(from)), group_resource: group_resource(to) });
    }
    let claims = group_resource(Special::Claim);
    if saved.contains(&Special::Claim) && release.has(Behaviour::BringsVolumeGroups) && kinds.passes(&claims) {
        comes_along.push(BroughtAlong { because_of: Some(claims.clone()), group_resource: claims });
    }
    let definitions = group_resource(Special::Definition);
    let saves_objects = clauses.saves_namespaced() || !clauses.cluster_scoped_resources.is_nothing();
    if saves_objects && kinds.passes(&definitions) {
        comes_along.push(BroughtAlong { because_of: None, group_resource: definitions });
    }
    comes_along
}
