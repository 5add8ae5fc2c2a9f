//! The checks of the two lists of resources.

use std::collections::{BTreeMap, BTreeSet};

use super::report_repeated;
use crate::catalogue::{
    FILTERS_MIXED, RESOURCE_ALIAS, RESOURCE_AMBIGUOUS, RESOURCE_EMPTY_NAME, RESOURCE_IN_BOTH,
    RESOURCE_IN_BOTH_BY_ALIAS, RESOURCE_NEVER_INCLUDED, RESOURCE_REPEATED, RESOURCE_UNKNOWN,
    RESOURCE_WILDCARD_EXCLUDED, RESOURCE_WILDCARD_NOT_ALONE, RESOURCE_WITHOUT_GROUP, RESOURCES_EMPTY,
};
use crate::cluster::{ApiResource, Cluster};
use crate::diagnostic::{Changed, Finding, Pointer, and_list, quoted};
use crate::release::{Behaviour, Release};
use crate::report::Report;
use crate::sort::set;
use crate::suggest::Word;
use crate::velero::filters::{Field, Filters, Pair, included_resources};
use crate::velero::glob;
use crate::velero::includes_excludes::{EXCLUDED_CLUSTER_SCOPED, EXCLUDED_NAMESPACED, IncludesExcludes};

/// The two lists with their names resolved, once for all rules.
pub(super) struct Resources<'s> {
    pub(super) lists: IncludesExcludes<'s>,
    pub(super) includes: Vec<Named<'s>>,
    pub(super) excludes: Vec<Named<'s>>,
}

/// A name in a list.
pub(super) struct Named<'s> {
    pub(super) name: &'s str,
    /// The kind that Velero resolves it to, with its group-resource.
    pub(super) kind: Option<(&'s ApiResource, String)>,
}

impl Named<'_> {
    pub(super) fn group_resource(&self) -> Option<&str> {
        self.kind.as_ref().map(|(_, group_resource)| group_resource.as_str())
    }

    /// Whether it means a kind that Velero excludes in newer releases.
    pub(super) fn is_snapshots(&self) -> bool {
        SNAPSHOTS.contains(&self.name) || self.snapshots().is_some()
    }

    /// Returns the group-resource, if it is one that Velero excludes in newer releases.
    fn snapshots(&self) -> Option<&str> {
        self.group_resource().filter(|group_resource| SNAPSHOTS.contains(group_resource))
    }
}

/// What Velero excludes in the releases that exclude volume snapshots.
const SNAPSHOTS: [&str; 2] = [EXCLUDED_NAMESPACED, EXCLUDED_CLUSTER_SCOPED];

impl<'s> Resources<'s> {
    pub(super) fn of(filters: &'s Filters, cluster: &'s Cluster) -> Self {
        let named = |name: &'s String| {
            let kind = cluster.resolve(name).map(|kind| (kind, kind.group_resource()));
            Named { name, kind }
        };
        let lists = filters.resources();
        let list = |names: &'s [String]| names.iter().map(named).collect();
        Resources { includes: list(lists.includes), excludes: list(lists.excludes), lists }
    }
}

pub(super) fn check(
    filters: &Filters,
    resources: &Resources<'_>,
    cluster: &Cluster,
    pointer: &Pointer<'_>,
    report: &mut Report,
) {
    let Resources { includes, excludes, .. } = resources;
    let (include_name, exclude_name) = (filters.name(Field::IncludedResources), filters.name(Field::ExcludedResources));
    let include_pointer = &pointer.key(include_name);
    let exclude_pointer = &pointer.key(exclude_name);
    if filters.included_resources.as_deref().is_some_and(<[_]>::is_empty) {
        report.push(|| {
            let message = format!("`{include_name}` is an empty list, which means every resource, not none");
            RESOURCES_EMPTY
                .violation(message)
                .help("name the resources to save only these, or remove the field")
                .at(include_pointer)
        });
    }
    let included = check_list(includes, &kinds_of(excludes), cluster, include_pointer, report);
    check_list(excludes, &kinds_of(includes), cluster, exclude_pointer, report);

    if cluster.release().has(Behaviour::ExcludesVolumeSnapshots) {
        check_snapshots(filters, includes, cluster.release(), include_pointer, report);
    }
    let written = set(includes.iter().map(|included| included.name));
    for (index, excluded) in excludes.iter().enumerate().filter(|(_, excluded)| !written.contains(excluded.name)) {
        let pointer = &exclude_pointer.index(index);
        if let Some(first) = excluded.group_resource().and_then(|kind| included.get(kind)) {
            report.push(|| {
                let included = includes.get(*first).map_or("", |included| included.name);
                let (name, included) = (quoted(excluded.name), quoted(included));
                let message = format!("{name} is the same kind as the included {included}: nothing of it is saved");
                let both = RESOURCE_IN_BOTH_BY_ALIAS
                    .violation(message)
                    .help(format!("remove it from `{exclude_name}` to save it, or from `{include_name}` to exclude it"))
                    .at(pointer);
                both.related("included here", None, &include_pointer.index(*first))
            });
        }
    }
    check_refused(filters, cluster.release(), pointer, report);
}

/// Reports included kinds that Velero excludes.
fn check_snapshots(
    filters: &Filters,
    includes: &[Named<'_>],
    release: Release,
    list: &Pointer<'_>,
    report: &mut Report,
) {
    let is_emptied = included_resources(filters, release).is_empty();
    for (index, included) in includes.iter().enumerate() {
        let name = included.name;
        let pointer = &list.index(index);
        if let Some(kind) = included.snapshots().filter(|kind| *kind != name) {
            report.push(|| {
                let message = format!("{} is {}, which Velero excludes", quoted(name), quoted(kind));
                RESOURCE_NEVER_INCLUDED
                    .violation(message)
                    .help("include `persistentvolumeclaims` to save volumes")
                    .at(pointer)
            });
        } else if SNAPSHOTS.contains(&name) {
            report.push(|| {
                let message = if is_emptied {
                    format!(
                        "Velero removes {} from the list, and the empty list then means every resource",
                        quoted(name)
                    )
                } else {
                    format!("Velero removes {} from the list", quoted(name))
                };
                RESOURCE_NEVER_INCLUDED
                    .violation(message)
                    .help("include `persistentvolumeclaims` to save volumes")
                    .at(pointer)
            });
        }
    }
}

/// Returns the group-resources that a list names.
pub(super) fn kinds_of<'l>(list: &'l [Named<'_>]) -> BTreeSet<&'l str> {
    set(list.iter().filter_map(Named::group_resource))
}

/// Reports why a release of Velero refuses the lists as they are written.
pub(super) fn check_refused(filters: &Filters, release: Release, pointer: &Pointer<'_>, report: &mut Report) {
    if filters.are_global() && filters.are_scoped() {
        report.push(|| {
            let old = and_list(
                &[Field::IncludedResources, Field::ExcludedResources, Field::IncludeClusterResources]
                    .map(|field| format!("`{}`", filters.name(field))),
            );
            FILTERS_MIXED
                .violation(format!("Velero refuses {old} together with the lists of one scope"))
                .help("use only the lists of each scope, or only the others")
                .at(pointer)
        });
    }
    let pairs = [
        (Pair::Resources, filters.are_global()),
        (Pair::ClusterScopedResources, !filters.are_global()),
        (Pair::NamespaceScopedResources, !filters.are_global()),
    ];
    let validates_all = release.has(Behaviour::ValidatesUnusedLists);
    for (pair, _) in pairs.into_iter().filter(|(_, is_used)| *is_used || validates_all) {
        check_pair(filters, pair, pointer, report);
    }
}

fn check_pair(filters: &Filters, pair: Pair, pointer: &Pointer<'_>, report: &mut Report) {
    let IncludesExcludes { includes, excludes } = filters.pair(pair);
    let (include_name, exclude_name) = (filters.name(pair.fields().0), filters.name(pair.fields().1));
    let include_pointer = &pointer.key(include_name);
    let exclude_pointer = &pointer.key(exclude_name);
    let is_scoped = pair != Pair::Resources;
    let mut check_wildcards = |list: &[String], pointer: &Pointer<'_>, help: &'static str| {
        let only_wildcards = list.iter().all(|name| name == "*");
        for (index, _) in list.iter().enumerate().filter(|(_, name)| *name == "*" && !only_wildcards) {
            report.push(|| {
                let message = "`*` means every resource: Velero refuses it together with other entries";
                RESOURCE_WILDCARD_NOT_ALONE.violation(message).help(help).at(&pointer.index(index))
            });
        }
    };
    let help = "write only `*` to save every resource, or remove `*` to save only the others";
    check_wildcards(includes, include_pointer, help);
    if is_scoped {
        let help = "write only `*` to exclude every resource, or remove `*` to exclude only the others";
        check_wildcards(excludes, exclude_pointer, help);
    }
    let mut written: BTreeMap<&str, usize> = BTreeMap::new();
    written.extend(includes.iter().enumerate().rev().map(|(index, name)| (name.as_str(), index)));
    for (index, name) in excludes.iter().enumerate() {
        let pointer = &exclude_pointer.index(index);
        if name == "*" && is_scoped && !includes.is_empty() {
            report.push(|| {
                RESOURCE_WILDCARD_EXCLUDED
                    .violation("Velero refuses to exclude every resource with `*` if some are included")
                    .help(format!("remove `*`, or remove `{include_name}`: this excludes every resource"))
                    .at(pointer)
            });
        } else if name == "*" && !is_scoped {
            report.push(|| {
                let help = "remove it, or name the resources to exclude";
                RESOURCE_WILDCARD_EXCLUDED
                    .violation("Velero refuses to exclude every resource with `*`")
                    .help(help)
                    .at(pointer)
            });
        } else if let Some(first) = written.get(name.as_str()) {
            report.push(|| {
                let message = format!("{} is both included and excluded: Velero refuses the backup", quoted(name));
                let both = RESOURCE_IN_BOTH
                    .violation(message)
                    .help(format!("remove it from `{exclude_name}` to save it, or from `{include_name}` to exclude it"))
                    .at(pointer);
                both.related("included here", None, &include_pointer.index(*first))
            });
        }
    }
}

/// Checks each name on its own; returns the first index of each kind. `others` are the kinds of the other list.
fn check_list<'s>(
    list: &'s [Named<'_>],
    others: &BTreeSet<&str>,
    cluster: &Cluster,
    pointer: &Pointer<'_>,
    report: &mut Report,
) -> BTreeMap<&'s str, usize> {
    let mut first_indexes = BTreeMap::new();
    for (index, named) in list.iter().enumerate() {
        let name = named.name;
        let identity = named.group_resource().unwrap_or(name);
        if let Some(first) = first_indexes.get(identity) {
            report_repeated(&RESOURCE_REPEATED, name, (*first, index), pointer, report);
            continue;
        }
        let pointer = &pointer.index(index);
        first_indexes.insert(identity, index);
        if name.is_empty() {
            report.push(|| {
                let (message, help) = if list.iter().all(|named| named.name.is_empty()) {
                    (
                        "Velero removes `\"\"`, and the empty list then means every resource",
                        "name the resources to save only these, or remove the field",
                    )
                } else {
                    ("`\"\"` is not the name of a resource", "remove it")
                };
                RESOURCE_EMPTY_NAME.violation(message).help(help).at(pointer)
            });
            continue;
        }
        match &named.kind {
            // The same kind in both lists has rules of its own.
            Some((_, group_resource)) if others.contains(group_resource.as_str()) => {}
            Some((kind, group_resource)) => check_resolved(name, kind, group_resource, cluster, pointer, report),
            None if name == "*" => {}
            None => check_unresolved(name, cluster, pointer, report),
        }
    }
    first_indexes
}

fn check_resolved(
    name: &str,
    kind: &ApiResource,
    canonical: &str,
    cluster: &Cluster,
    pointer: &Pointer<'_>,
    report: &mut Report,
) {
    let (resource, group) = name.split_once('.').unwrap_or((name, ""));
    if SNAPSHOTS.contains(&canonical) && cluster.release().has(Behaviour::ExcludesVolumeSnapshots) {
        return;
    }
    if resource != kind.plural || (!group.is_empty() && group != kind.group) {
        report.push(|| {
            let help = format!("write `{canonical}`");
            let message = format!("{} is another name of {}", quoted(name), quoted(canonical));
            let alias = RESOURCE_ALIAS.violation(message).help(&*help).at(pointer);
            alias.change(help, pointer, Changed::Text(canonical.to_owned()))
        });
        return;
    }
    // The core group has no name to write. The events of both groups are the same objects.
    let is_ambiguous = group.is_empty() && !kind.group.is_empty() && kind.plural != "events";
    let others: Vec<String> = if is_ambiguous {
        cluster
            .of_plural(&kind.plural)
            .filter(|other| other.group != kind.group)
            .map(ApiResource::group_resource)
            .collect()
    } else {
        Vec::new()
    };
    if !others.is_empty() {
        report.push(|| {
            let others = others.iter().map(|other| quoted(other).to_string()).collect::<Vec<_>>().join(", ");
            let message = format!("{} means {}, not {others}", quoted(name), quoted(canonical));
            let help = format!("write the name with its group, such as {}", quoted(canonical));
            RESOURCE_AMBIGUOUS.violation(message).help(help).at(pointer)
        });
    }
}

fn check_unresolved(name: &str, cluster: &Cluster, pointer: &Pointer<'_>, report: &mut Report) {
    if glob::is_pattern(name) {
        // It is matched with the group-resources of the cluster, which are not known here.
        if super::compiled(name).is_none() {
            report.push(|| {
                let message = format!("{} is a pattern that cannot be compiled, and matches nothing", quoted(name));
                RESOURCE_UNKNOWN.violation(message).help("write an entry for each resource").at(pointer)
            });
        }
        return;
    }
    let fault = NoResource::of(name, cluster);
    if let (NoResource::OfUnknownGroup, false) = (&fault, cluster.knows_all_kinds()) {
        // It may be a custom resource.
        return;
    }
    let compared = report.listed().saturating_mul(cluster.api_resources().len());
    report.push(|| {
        let meant = if compared < MAX_COMPARED_KINDS { cluster.suggest(name) } else { None };
        fault.finding(name, meant, cluster).at(pointer)
    });
}

/// Maximum number of comparisons of misspelled names with kinds, to limit the time; further names get no suggestion.
const MAX_COMPARED_KINDS: usize = 500_000;

/// Why a name does not resolve to a kind.
enum NoResource {
    /// `all`, which only kubectl knows.
    All,
    /// It has a character that is not valid in names.
    Character(char),
    /// A kind that lacks one of the verbs list, create, get and delete.
    Unseen,
    /// A version, a group that no custom resource can have, or a group that is similar to that of the kind.
    WrongGroup,
    /// The cluster serves the group, but not this kind in it.
    OfServedGroup,
    OfUnknownGroup,
    WithoutGroup,
}

impl NoResource {
    fn of(name: &str, cluster: &Cluster) -> Self {
        let is_in_names = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '-');
        if name == "all" {
            return NoResource::All;
        }
        if let Some(other) = name.chars().find(|char| !is_in_names(*char)) {
            return NoResource::Character(other);
        }
        if cluster.unseen(name) {
            return NoResource::Unseen;
        }
        let Some((resource, group)) = name.split_once('.') else { return NoResource::WithoutGroup };
        if cluster.api_resources().iter().any(|kind| kind.group == group) {
            return NoResource::OfServedGroup;
        }
        let is_like = |of_kind: &str| Word::new(of_kind).distance(&Word::new(group), 2).is_some();
        let is_near = |kind: &ApiResource| !kind.group.is_empty() && is_like(&kind.group);
        if !group.contains('.') || starts_with_version(group) || cluster.resolve(resource).is_some_and(is_near) {
            NoResource::WrongGroup
        } else {
            NoResource::OfUnknownGroup
        }
    }

    /// Returns the finding, with the kind that may be meant.
    fn finding(self, name: &str, meant: Option<String>, cluster: &Cluster) -> Finding {
        const AS_LISTED: &str = "write the plural, with its group, as `kubectl api-resources` lists it";
        let name_quoted = quoted(name);
        let unknown = match (&self, cluster.knows_all_kinds()) {
            (NoResource::All, _) => {
                let all = RESOURCE_UNKNOWN.violation("`all` is not a resource for Velero, and matches nothing");
                return all.help("name the resources, or write `*` in `include_resources` for every resource");
            }
            (NoResource::Character(char), _) => {
                let unknown = RESOURCE_UNKNOWN.violation(format!("{name_quoted} is not a resource name"));
                return unknown.help(match char {
                    ',' | ' ' => "write an entry for each resource",
                    '/' => "write the plural, with its group: `deployments.apps`",
                    _ => AS_LISTED,
                });
            }
            (NoResource::Unseen, _) => {
                let message = format!(
                    "Velero skips {name_quoted}: it does not have all of the verbs list, get, create and delete"
                );
                return RESOURCE_UNKNOWN.violation(message).help("remove it");
            }
            (_, true) => RESOURCE_UNKNOWN
                .violation(format!("{name_quoted} is not a resource of the cluster, and matches nothing")),
            (_, false) => RESOURCE_UNKNOWN.violation(format!("{name_quoted} is not a Kubernetes resource")),
        };
        match (meant, self) {
            (Some(meant), _) => unknown.help(format!("did you mean {}?", quoted(&meant))),
            (None, NoResource::WithoutGroup) if !cluster.knows_all_kinds() => {
                let message = format!("{name_quoted} is not a Kubernetes resource, and has no group");
                let help = format!("write the custom resource with its group: {}", quoted(&format!("{name}.GROUP")));
                RESOURCE_WITHOUT_GROUP.violation(message).help(help)
            }
            _ => unknown.help(AS_LISTED),
        }
    }
}

/// Whether a group starts with a version, as in `v1.apps` and `v1beta1.batch`.
fn starts_with_version(group: &str) -> bool {
    let first = group.split('.').next().expect("a split has a first part");
    let is_digit = |char: char| char.is_ascii_digit();
    first.strip_prefix('v').is_some_and(|version| {
        let rest = version.trim_start_matches(is_digit);
        rest.len() < version.len() && matches!(rest.trim_end_matches(is_digit), "" | "alpha" | "beta")
    })
}
