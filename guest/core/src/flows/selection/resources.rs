//! The kinds that filters select: Velero's `GlobalIncludesExcludes` and `ScopeIncludesExcludes`.

use super::Reason;
use super::names::{NameMatcher, exceeds_lookups, exceeds_steps};
use super::namespaces::{Namespaces, Stopped};
use crate::catalogue::SELECTION_TOO_MANY_PATTERNS;
use crate::cluster::Cluster;
use crate::inventory::{Inventory, Kind};
use crate::release::Behaviour;
use crate::report::Report;
use crate::velero::filters::{Field, FilterPart, Filters, Pair, without_excluded};
use crate::velero::includes_excludes::{EXCLUDED_CLUSTER_SCOPED, EXCLUDED_NAMESPACED, IncludesExcludes};
use crate::velero::policy::{Policy, PolicyResources};

/// Why an object does not pass, and the part of the filters that decided.
type Refusal = (Reason, FilterPart);

/// The decision on a kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct KindDecision {
    /// Whether its objects are listed.
    pub(super) listed: Result<(), Refusal>,
    /// Whether its objects pass Velero's check of each item, listed or brought along.
    pub(super) passes: Result<(), Refusal>,
    /// Whether the lists of resources select it, independent of other reasons.
    pub(super) is_named: bool,
}

const NAMESPACES: &str = "namespaces";
const CLAIMS: &str = "persistentvolumeclaims";
const UNKNOWN: Refusal = (Reason::UnknownResource, FilterPart::None);

impl KindDecision {
    /// The decision on a kind that Velero does not see.
    pub(super) const UNSEEN: Self = KindDecision { listed: Err(UNKNOWN), passes: Err(UNKNOWN), is_named: false };
}

/// The decisions on kinds.
pub(super) struct Decided {
    /// On each kind of the inventory, in order.
    pub(super) kinds: Vec<KindDecision>,
    /// Whether volume claims are included.
    pub(super) includes_claims: bool,
}

/// Decides on the kinds of an inventory.
pub(super) fn decide(
    filters: &Filters,
    policy: Option<&Policy>,
    inventory: &Inventory,
    namespaces: &Namespaces,
    report: &mut Report,
) -> Result<Decided, Stopped> {
    let cluster = inventory.cluster();
    let pairs: &[Pair] = if filters.are_global() {
        &[Pair::Resources]
    } else {
        &[Pair::NamespaceScopedResources, Pair::ClusterScopedResources]
    };
    for &pair in pairs {
        let lists = filters.pair(pair);
        let kinds = inventory.kinds.iter().map(|kind| kind.group_resource.as_str());
        let is_too_much = exceeds_steps(lists.names(), kinds);
        let count = lists.includes.len() + lists.excludes.len();
        if is_too_much || exceeds_lookups(count, cluster.api_resources().len()) {
            report.push(|| {
                let message = "there are too many resources to compare with the kinds";
                SELECTION_TOO_MANY_PATTERNS
                    .violation(message)
                    .help("write fewer resources, and fewer and simpler patterns")
                    .at(&filters.dialect.pointer().key(filters.name(pair.fields().0)))
            });
            return Err(Stopped::Refused);
        }
    }
    let mut resolved = ResolvedFilters::of(filters, cluster);
    if let Some(policy) = policy.and_then(|policy| policy.resources.as_ref()) {
        resolved.add(policy);
    }
    let filter = resolved.for_namespaces(namespaces.is_everything, namespaces.chosen_by);
    Ok(Decided {
        kinds: inventory.kinds.iter().map(|kind| filter.decide(kind)).collect(),
        includes_claims: filter.lists(CLAIMS),
    })
}

/// The lists of resources of filters, with their names resolved in a cluster.
pub(crate) struct ResolvedFilters<'c> {
    pub(crate) mode: Mode<ResolvedLists>,
    include_cluster_resources: Option<bool>,
    cluster: &'c Cluster,
}

impl<'c> ResolvedFilters<'c> {
    pub(crate) fn of(filters: &Filters, cluster: &'c Cluster) -> Self {
        let excludes_snapshots = cluster.release().has(Behaviour::ExcludesVolumeSnapshots);
        let added = |names: &'static [&'static str]| if excludes_snapshots { names } else { &[] };
        let resolved = |pair, names, of_scope| ResolvedLists::of(filters.pair(pair), added(names), of_scope, cluster);
        let mode = if filters.are_global() {
            Mode::Global(resolved(Pair::Resources, &[EXCLUDED_NAMESPACED, EXCLUDED_CLUSTER_SCOPED], None))
        } else {
            Mode::Scoped {
                namespaced: resolved(Pair::NamespaceScopedResources, &[EXCLUDED_NAMESPACED], Some(true)),
                cluster_scoped: resolved(Pair::ClusterScopedResources, &[EXCLUDED_CLUSTER_SCOPED], Some(false)),
            }
        };
        ResolvedFilters { mode, include_cluster_resources: filters.include_cluster_resources, cluster }
    }

    /// Adds the resources of a policy to the lists of each scope: Velero's `CombineWithPolicy`.
    fn add(&mut self, policy: &PolicyResources) {
        if let Mode::Scoped { namespaced, cluster_scoped } = &mut self.mode {
            namespaced.add(&policy.excluded_namespace_scoped, &policy.included_namespace_scoped, true, self.cluster);
            cluster_scoped.add(&policy.excluded_cluster_scoped, &policy.included_cluster_scoped, false, self.cluster);
        }
    }

    /// Returns the filter for a choice of namespaces: whether it is everything, and the part of the filters that chooses.
    pub(crate) fn for_namespaces(&self, are_everything: bool, chosen_by: FilterPart) -> KindFilter<'_> {
        KindFilter {
            mode: match &self.mode {
                Mode::Global(lists) => Mode::Global(lists.matchers(Pair::Resources)),
                Mode::Scoped { namespaced, cluster_scoped } => Mode::Scoped {
                    namespaced: namespaced.matchers(Pair::NamespaceScopedResources),
                    cluster_scoped: cluster_scoped.matchers(Pair::ClusterScopedResources),
                },
            },
            include_cluster_resources: self.include_cluster_resources,
            are_everything,
            chosen_by,
            cluster: self.cluster,
        }
    }
}

/// The lists that Velero uses.
pub(crate) enum Mode<L> {
    /// Those that do not depend on the scope.
    Global(L),
    /// Those of each scope.
    Scoped { namespaced: L, cluster_scoped: L },
}

/// A pair of lists whose names are resolved to group-resources. A name that does not resolve is used as a pattern.
pub(crate) struct ResolvedLists {
    pub(crate) includes: Vec<String>,
    /// With their indexes; `None` for what Velero adds.
    pub(crate) excludes: Vec<(String, Option<u32>)>,
}

impl ResolvedLists {
    /// Resolves lists, with what Velero adds to the excludes. With a scope, names of the other scope are dropped.
    fn of(lists: IncludesExcludes<'_>, added: &[&str], namespaced: Option<bool>, cluster: &Cluster) -> Self {
        let resolve = |name: &str| match cluster.resolve(name) {
            // In the lists that do not depend on the scope, Velero ignores `*` in the excludes.
            _ if name == "*" => Some(name.to_owned()),
            Some(kind) if namespaced.is_some_and(|namespaced| namespaced != kind.namespaced) => None,
            Some(kind) => Some(kind.group_resource()),
            None => Some(name.to_owned()).filter(|name| !name.is_empty()),
        };
        let includes = without_excluded(lists.includes, added);
        let excludes = lists.excludes.iter().zip(0..).map(|(name, index)| (name.as_str(), Some(index)));
        let excludes = excludes.filter(|(name, _)| namespaced.is_some() || *name != "*");
        let excludes = excludes.chain(added.iter().map(|name| (*name, None)));
        ResolvedLists {
            includes: includes.iter().filter_map(|name| resolve(name)).collect(),
            excludes: excludes.filter_map(|(name, index)| Some((resolve(name)?, index))).collect(),
        }
    }

    /// Adds the resources of a policy that neither list matches yet.
    fn add(&mut self, excludes: &[String], includes: &[String], namespaced: bool, cluster: &Cluster) {
        let resolve = |name: &String| match cluster.resolve(name) {
            Some(kind) => (kind.namespaced == namespaced).then(|| kind.group_resource()),
            None => Some(name.clone()).filter(|name| !name.is_empty()),
        };
        for (names, is_excluded) in [(excludes, true), (includes, false)] {
            for name in names.iter().filter_map(resolve) {
                let included = NameMatcher::of(self.includes.iter().map(|name| (name.as_str(), None)));
                let excluded = NameMatcher::of(self.excludes.iter().map(|(name, _)| (name.as_str(), None)));
                let is_known = self.includes.iter().any(|include| include == "*")
                    || included.matching(&name).is_some()
                    || excluded.matching(&name).is_some();
                match is_excluded {
                    _ if is_known => {}
                    true => self.excludes.push((name, None)),
                    false => self.includes.push(name),
                }
            }
        }
    }

    fn matchers(&self, pair: Pair) -> Matchers<'_> {
        let includes = || self.includes.iter().map(|name| (name.as_str(), None));
        Matchers {
            pair,
            is_unset: self.includes.is_empty() && self.excludes.is_empty(),
            includes_none: self.includes.is_empty(),
            includes_wildcard: self.includes.iter().any(|name| name == "*"),
            is_everything: self.excludes.is_empty() && self.includes.iter().all(|name| name == "*"),
            includes: NameMatcher::of(includes()),
            excludes: NameMatcher::of(self.excludes.iter().map(|(name, index)| (name.as_str(), *index))),
        }
    }
}

pub(crate) struct Matchers<'s> {
    pair: Pair,
    is_unset: bool,
    includes_none: bool,
    includes_wildcard: bool,
    /// Whether everything is included, and nothing is excluded.
    is_everything: bool,
    includes: NameMatcher<'s>,
    excludes: NameMatcher<'s>,
}

impl Matchers<'_> {
    fn excluded(&self, group_resource: &str) -> Result<(), Refusal> {
        match self.excludes.matching(group_resource) {
            None => Ok(()),
            Some(None) => Err((Reason::ResourceExcluded, FilterPart::None)),
            Some(Some(index)) => Err((Reason::ResourceExcluded, FilterPart::Item(self.pair.fields().1, index))),
        }
    }

    /// Whether it is included, apart from the excludes.
    fn includes(&self, group_resource: &str) -> Result<(), Refusal> {
        if self.includes_wildcard || self.includes.matching(group_resource).is_some() {
            Ok(())
        } else {
            Err((Reason::ResourceNotIncluded, FilterPart::Field(self.pair.fields().0)))
        }
    }

    /// Whether both lists select it. An empty list of includes selects everything.
    fn select(&self, group_resource: &str) -> Result<(), Refusal> {
        self.excluded(group_resource)?;
        if self.includes_none { Ok(()) } else { self.includes(group_resource) }
    }
}

/// Decides on kinds.
pub(crate) struct KindFilter<'s> {
    mode: Mode<Matchers<'s>>,
    include_cluster_resources: Option<bool>,
    /// Whether the chosen namespaces are everything, as Velero decides it.
    are_everything: bool,
    chosen_by: FilterPart,
    cluster: &'s Cluster,
}

impl KindFilter<'_> {
    fn decide(&self, kind: &Kind) -> KindDecision {
        if !kind.is_seen {
            return KindDecision::UNSEEN;
        }
        let first = self.decide_name(kind, &kind.group_resource);
        // If the first name is not listed, Velero lists the other one.
        match (&kind.cohabitant, first.listed) {
            (Some(other), Err(_)) => {
                let other = self.decide_name(kind, other);
                if other.listed.is_ok() { other } else { first }
            }
            _ => first,
        }
    }

    fn decide_name(&self, kind: &Kind, group_resource: &str) -> KindDecision {
        let listed = self.should_include(group_resource);
        let passes = if kind.namespaced { listed } else { self.should_not_exclude(group_resource) };
        let is_named = match &self.mode {
            Mode::Global(lists) => lists.select(group_resource).is_ok(),
            Mode::Scoped { namespaced, .. } if kind.namespaced => namespaced.select(group_resource).is_ok(),
            Mode::Scoped { cluster_scoped, .. } => cluster_scoped.select(group_resource).is_ok(),
        };
        KindDecision { listed, passes, is_named }
    }

    /// Returns the scope of a name. Velero resolves the name, which sometimes means another kind.
    fn is_namespaced(&self, group_resource: &str) -> Result<bool, Refusal> {
        self.cluster.resolve(group_resource).map(|kind| kind.namespaced).ok_or(UNKNOWN)
    }

    /// Whether objects of a kind are listed.
    pub(crate) fn lists(&self, group_resource: &str) -> bool {
        self.should_include(group_resource).is_ok()
    }

    /// Whether objects of a kind pass Velero's check of each item, listed or brought along.
    pub(crate) fn passes(&self, group_resource: &str) -> bool {
        match self.is_namespaced(group_resource) {
            Ok(true) => self.lists(group_resource),
            Ok(false) => self.should_not_exclude(group_resource).is_ok(),
            Err(_) => false,
        }
    }

    fn should_include(&self, group_resource: &str) -> Result<(), Refusal> {
        let is_namespaced = self.is_namespaced(group_resource)?;
        let is_namespaces = group_resource == NAMESPACES;
        let not_automatic = Err((Reason::ClusterScopeNotAutomatic, self.chosen_by));
        match &self.mode {
            Mode::Global(lists) => {
                if !is_namespaced {
                    match self.include_cluster_resources {
                        Some(false) => return Err(CLUSTER_SCOPE_EXCLUDED),
                        None if !is_namespaces && !self.are_everything => return not_automatic,
                        _ => {}
                    }
                }
                lists.select(group_resource)
            }
            Mode::Scoped { namespaced, .. } if is_namespaced => namespaced.select(group_resource),
            Mode::Scoped { namespaced, cluster_scoped } => {
                cluster_scoped.excluded(group_resource)?;
                // Never in the releases that exclude volume snapshots: they make a list.
                let is_whole = cluster_scoped.is_unset && self.are_everything && namespaced.is_everything;
                match cluster_scoped.includes(group_resource) {
                    _ if is_whole || is_namespaces => Ok(()),
                    Err(_) if cluster_scoped.includes_none => not_automatic,
                    included => included,
                }
            }
        }
    }

    /// Returns why cluster-scoped objects do not pass the check of each item.
    fn should_not_exclude(&self, group_resource: &str) -> Result<(), Refusal> {
        match &self.mode {
            Mode::Global(lists) => {
                lists.excluded(group_resource)?;
                match self.include_cluster_resources {
                    _ if self.is_namespaced(group_resource)? => Ok(()),
                    Some(false) => Err(CLUSTER_SCOPE_EXCLUDED),
                    Some(true) => Ok(()),
                    None => lists.select(group_resource),
                }
            }
            Mode::Scoped { namespaced, .. } if self.is_namespaced(group_resource)? => {
                namespaced.excluded(group_resource)
            }
            Mode::Scoped { cluster_scoped, .. } => cluster_scoped.excluded(group_resource),
        }
    }
}

const CLUSTER_SCOPE_EXCLUDED: Refusal =
    (Reason::ClusterScopeExcluded, FilterPart::Field(Field::IncludeClusterResources));
