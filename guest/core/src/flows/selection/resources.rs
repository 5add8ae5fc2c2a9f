//! The kinds that a spec selects: Velero's `GlobalIncludesExcludes`, and its `ScopeIncludesExcludes` for a spec that
//! does not choose kinds.

use super::names::{NameMatcher, exceeds_lookups, exceeds_pattern_work};
use super::namespaces::{Namespaces, Refused};
use super::{Reason, SpecEntry};
use crate::catalogue::SELECTION_TOO_MANY_PATTERNS;
use crate::cluster::Cluster;
use crate::inventory::{Inventory, Kind};
use crate::model::Spec;
use crate::report::Report;
use crate::velero::includes_excludes::{ALWAYS_EXCLUDED, IncludesExcludes};

/// Why an object does not pass, and the entry that decided.
type Refusal = (Reason, SpecEntry);

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

/// Decides on each kind of an inventory, in order.
pub(super) fn decide(
    spec: &Spec,
    inventory: &Inventory,
    namespaces: &Namespaces,
    report: &mut Report,
) -> Result<Vec<KindDecision>, Refused> {
    let lists = spec.resources();
    let IncludesExcludes { includes, excludes } = lists;
    let cluster = inventory.cluster();
    let is_too_much = exceeds_pattern_work(lists.names(), inventory.kinds.len());
    if is_too_much || exceeds_lookups(includes.len() + excludes.len(), cluster.api_resources().len()) {
        report.push(|| {
            let message = "there are too many resources to compare with the kinds";
            SELECTION_TOO_MANY_PATTERNS
                .violation(message)
                .help("write fewer resources, and fewer and simpler patterns")
                .at_pointer("/include_resources")
        });
        return Err(Refused);
    }
    let is_global = spec.include_cluster_resources.is_some() || !includes.is_empty() || !excludes.is_empty();
    let resolved = |names: &[String]| -> Vec<String> {
        // A name that does not resolve is used as a pattern.
        let resolve = |name: &String| cluster.resolve(name).map_or_else(|| name.clone(), |kind| kind.group_resource());
        names.iter().map(resolve).collect()
    };
    // Velero removes from the includes what it always excludes, if it is written exactly like this.
    let included =
        includes.iter().filter(|name| !ALWAYS_EXCLUDED.contains(&name.as_str())).cloned().collect::<Vec<_>>();
    let (included, excluded) = (resolved(&included), resolved(excludes));
    let snapshots: Vec<String> = resolved(&ALWAYS_EXCLUDED.map(str::to_owned));
    let includes = || included.iter().filter(|name| !name.is_empty()).map(|name| (name.as_str(), None));
    let excludes = excluded.iter().zip(0..).map(|(name, index)| (name.as_str(), Some(index)));
    let excludes = excludes.chain(snapshots.iter().map(|name| (name.as_str(), None)));
    let filter = KindFilter {
        includes_all: includes().next().is_none() || includes().any(|(name, _)| name == "*"),
        includes: NameMatcher::of(includes()),
        excludes: NameMatcher::of(excludes.filter(|(name, _)| !matches!(*name, "" | "*"))),
        include_cluster_resources: spec.include_cluster_resources,
        is_global,
        namespaces,
        cluster,
    };
    Ok(inventory.kinds.iter().map(|kind| filter.decide(kind)).collect())
}

struct KindFilter<'s> {
    includes_all: bool,
    includes: NameMatcher<'s>,
    excludes: NameMatcher<'s>,
    include_cluster_resources: Option<bool>,
    /// Whether the spec chooses kinds.
    is_global: bool,
    namespaces: &'s Namespaces,
    cluster: &'s Cluster,
}

impl KindFilter<'_> {
    fn decide(&self, kind: &Kind) -> KindDecision {
        if !kind.is_seen {
            let unknown = Err((Reason::UnknownResource, SpecEntry::None));
            return KindDecision { listed: unknown, passes: unknown, is_named: false };
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
        KindDecision { listed, passes, is_named: self.passes_lists(group_resource).is_ok() }
    }

    /// Returns the scope of a name. Velero resolves the name, which sometimes means another kind.
    fn is_namespaced(&self, group_resource: &str) -> Result<bool, Refusal> {
        let unknown = (Reason::UnknownResource, SpecEntry::None);
        self.cluster.resolve(group_resource).map(|kind| kind.namespaced).ok_or(unknown)
    }

    fn should_include(&self, group_resource: &str) -> Result<(), Refusal> {
        let is_namespaced = self.is_namespaced(group_resource)?;
        let is_namespaces = group_resource == NAMESPACES;
        if !self.is_global {
            return match self.excluded(group_resource) {
                Some(refusal) => Err(refusal),
                None if is_namespaced || is_namespaces => Ok(()),
                None => Err((Reason::ClusterScopeNotAutomatic, self.namespaces.chosen_by)),
            };
        }
        if !is_namespaced {
            match self.include_cluster_resources {
                Some(false) => return Err((Reason::ClusterScopeExcluded, SpecEntry::IncludeClusterResources)),
                None if !is_namespaces && !self.namespaces.is_everything => {
                    return Err((Reason::ClusterScopeNotAutomatic, self.namespaces.chosen_by));
                }
                _ => {}
            }
        }
        self.passes_lists(group_resource)
    }

    /// Returns why cluster-scoped objects do not pass the check of each item.
    fn should_not_exclude(&self, group_resource: &str) -> Result<(), Refusal> {
        if let Some(refusal) = self.excluded(group_resource) {
            return Err(refusal);
        }
        if self.is_namespaced(group_resource)? || !self.is_global {
            return Ok(());
        }
        match self.include_cluster_resources {
            Some(false) => Err((Reason::ClusterScopeExcluded, SpecEntry::IncludeClusterResources)),
            Some(true) => Ok(()),
            None => self.passes_lists(group_resource),
        }
    }

    fn excluded(&self, group_resource: &str) -> Option<Refusal> {
        let index = self.excludes.matching(group_resource)?;
        Some((Reason::ResourceExcluded, index.map_or(SpecEntry::None, SpecEntry::ExcludeResource)))
    }

    fn passes_lists(&self, group_resource: &str) -> Result<(), Refusal> {
        if let Some(refusal) = self.excluded(group_resource) {
            return Err(refusal);
        }
        if self.includes_all || self.includes.matching(group_resource).is_some() {
            Ok(())
        } else {
            Err((Reason::ResourceNotIncluded, SpecEntry::IncludeResources))
        }
    }
}
