//! The checks of the two lists of resources.

use std::collections::{BTreeMap, BTreeSet};

use super::report_repeated;
use crate::catalogue::{
    FILTERS_MIXED, NOTHING_LEFT, RESOURCE_ALIAS, RESOURCE_AMBIGUOUS, RESOURCE_EMPTY_NAME, RESOURCE_IN_BOTH,
    RESOURCE_IN_BOTH_BY_ALIAS, RESOURCE_NEVER_INCLUDED, RESOURCE_REPEATED, RESOURCE_SERVED_TWICE, RESOURCE_UNKNOWN,
    RESOURCE_WILDCARD_EXCLUDED, RESOURCE_WILDCARD_NOT_ALONE, RESOURCE_WITHOUT_GROUP, RESOURCES_EMPTY,
};
use crate::cluster::COHABITING;
use crate::cluster::{ApiResource, Cluster};
use crate::diagnostic::{Changed, Finding, Pointer, and_list, quoted};
use crate::release::{Behaviour, Release};
use crate::report::Report;
use crate::sort::set;
use crate::suggest::Word;
use crate::velero::filters::{Field, Filters, Pair, included_resources};
use crate::velero::glob::{self, Pattern};
use crate::velero::includes_excludes::{EXCLUDED_CLUSTER_SCOPED, EXCLUDED_NAMESPACED, IncludesExcludes};

/// The two lists with their names resolved, once for all rules.
pub(super) struct Resources<'s> {
    /// Whether every resource is included, also because Velero removes what is written.
    pub(super) includes_all: bool,
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
        let kept = included_resources(filters, cluster.release());
        let includes_all = kept.iter().all(String::is_empty) || kept.iter().any(|name| name == "*");
        Resources { includes: list(lists.includes), excludes: list(lists.excludes), includes_all }
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
                .help("name the resources to save only these; write `[\"*\"]` if every resource is meant")
                .at(include_pointer)
        });
    }
    let (included_kinds, excluded_kinds) = (kinds_of(includes), kinds_of(excludes));
    let is_compared = is_compared(includes.len() + excludes.len(), cluster);
    let of_includes =
        List { is_excluded: false, is_compared, kinds: &included_kinds, others: &excluded_kinds, cluster };
    let of_excludes = List { is_excluded: true, is_compared, kinds: &excluded_kinds, others: &included_kinds, cluster };
    let included = check_list(includes, &of_includes, include_pointer, report);
    check_list(excludes, &of_excludes, exclude_pointer, report);

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
    check_served_twice(resources, cluster, exclude_pointer, report);
    check_nothing_left(filters, resources, exclude_pointer, report);
    check_refused(filters, cluster.release(), pointer, report);
}

/// Reports patterns that exclude every included resource.
fn check_nothing_left(filters: &Filters, resources: &Resources<'_>, list: &Pointer<'_>, report: &mut Report) {
    let everything = resources.excludes.iter().position(|excluded| glob::matches_everything(excluded.name));
    if let Some(index) = everything.filter(|_| resources.excludes.iter().all(|excluded| excluded.name != "*")) {
        report.push(|| {
            let message = format!(
                "{} excludes every resource, so nothing is saved",
                resources.excludes.get(index).map_or_else(String::new, |excluded| quoted(excluded.name).to_string())
            );
            let name = filters.name(Field::IncludedResources);
            let help = format!("name the resources to exclude, or name those to save in `{name}` and exclude none");
            NOTHING_LEFT.violation(message).help(help).at(&list.index(index))
        });
        return;
    }
    let patterns: Vec<Pattern> = resources
        .excludes
        .iter()
        .filter(|excluded| excluded.kind.is_none() && glob::is_glob(excluded.name))
        .filter_map(|excluded| super::compiled(excluded.name))
        .collect();
    let comparisons = patterns.len().saturating_mul(resources.includes.len());
    if resources.includes_all || patterns.is_empty() || comparisons > MAX_COMPARED_KINDS {
        return;
    }
    let plain = kinds_of(&resources.excludes);
    let is_excluded = |included: &Named<'_>| {
        included
            .group_resource()
            .is_some_and(|name| plain.contains(name) || patterns.iter().any(|pattern| pattern.matches(name)))
    };
    let are_excluded = resources.includes.iter().all(is_excluded);
    if are_excluded {
        report.push(|| {
            let exclude_name = filters.name(Field::ExcludedResources);
            NOTHING_LEFT
                .violation("every included resource is also excluded, so nothing is saved")
                .help(format!("remove `{exclude_name}`: the included resources are saved then"))
                .at(list)
        });
    }
}

/// Reports an excluded kind whose objects are saved under another name.
fn check_served_twice(resources: &Resources<'_>, cluster: &Cluster, list: &Pointer<'_>, report: &mut Report) {
    // The index of the first entry that means a name.
    let find = |names: &[Named<'_>], name: &String| {
        names.iter().position(|named| match named.group_resource() {
            Some(resolved) => resolved == name,
            None => {
                let is_glob = glob::is_glob(named.name);
                is_glob && super::compiled(named.name).is_some_and(|pattern| pattern.matches(name))
            }
        })
    };
    for names in COHABITING.iter().map(|kind| kind.names(cluster)).filter(|names| names.len() > 1) {
        let excluded = names.iter().find_map(|name| find(&resources.excludes, name));
        let is_saved = |name: &&String| {
            find(&resources.excludes, name).is_none()
                && (resources.includes_all || find(&resources.includes, name).is_some())
        };
        let (Some(index), Some(other)) = (excluded, names.iter().find(is_saved)) else { continue };
        let Some(excluded) = resources.excludes.get(index) else { continue };
        report.push(|| {
            let (name, other_quoted) = (quoted(excluded.name), quoted(other));
            let message = format!("{name} excludes only one name of these objects: they are saved as {other_quoted}");
            let partly = RESOURCE_SERVED_TWICE.violation(message).at(&list.index(index));
            if resources.includes.iter().any(|included| included.group_resource() == Some(other)) {
                return partly
                    .help(format!("remove it, or remove {other_quoted} from the includes to save none of them"));
            }
            let effect = format!("objects of {other_quoted} are no longer saved");
            partly.help(format!("also exclude {other_quoted}")).suggest(
                format!("add `{other}`"),
                effect,
                list,
                Changed::Added(other.clone()),
            )
        });
    }
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
                RESOURCE_WILDCARD_EXCLUDED
                    .violation("Velero refuses to exclude every resource with `*`")
                    .help(format!(
                        "name the resources to exclude, or name those to save in `{include_name}` and exclude none"
                    ))
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

/// A list of resources.
struct List<'l> {
    is_excluded: bool,
    /// Whether its patterns are compared with the kinds.
    is_compared: bool,
    /// The kinds that it names.
    kinds: &'l BTreeSet<&'l str>,
    /// The kinds of the other list.
    others: &'l BTreeSet<&'l str>,
    cluster: &'l Cluster,
}

/// Checks each name on its own; returns the first index of each kind.
fn check_list<'s>(
    list: &'s [Named<'_>],
    of: &List<'_>,
    pointer: &Pointer<'_>,
    report: &mut Report,
) -> BTreeMap<&'s str, usize> {
    let mut first_indexes = BTreeMap::new();
    for (index, named) in list.iter().enumerate() {
        let name = named.name;
        let identity = named.group_resource().unwrap_or(name);
        if let Some(first) = first_indexes.get(identity) {
            // Velero removes one of two in a row, and without the other, the list means every resource.
            let is_kept = !of.is_excluded && named.is_snapshots();
            if !(is_kept && of.cluster.release().has(Behaviour::ExcludesVolumeSnapshots)) {
                report_repeated(&RESOURCE_REPEATED, name, (*first, index), pointer, report);
            }
            continue;
        }
        let pointer = &pointer.index(index);
        first_indexes.insert(identity, index);
        if name.is_empty() {
            report.push(|| {
                let (message, help) = if of.is_excluded && list.len() == 1 {
                    ("`\"\"` is not the name of a resource, and excludes nothing", "name the resources to exclude")
                } else if !of.is_excluded && list.iter().all(|named| named.name.is_empty()) {
                    (
                        "Velero removes `\"\"`, and the empty list then means every resource",
                        "name the resources to save only these; write `[\"*\"]` if every resource is meant",
                    )
                } else {
                    ("`\"\"` is not the name of a resource, and is ignored", "remove it")
                };
                let empty = RESOURCE_EMPTY_NAME.violation(message).help(help).at(pointer);
                if help == "remove it" { empty.change("remove it", pointer, Changed::Removed) } else { empty }
            });
            continue;
        }
        match &named.kind {
            // The same kind in both lists has rules of its own.
            Some((_, group_resource)) if of.others.contains(group_resource.as_str()) => {}
            Some((kind, group_resource)) => check_resolved(name, kind, group_resource, of.cluster, pointer, report),
            None if name == "*" => {}
            None => check_unresolved(name, of, pointer, report),
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
            RESOURCE_AMBIGUOUS.violation(message).help(help).at(pointer).suggest(
                format!("write `{canonical}`"),
                None,
                pointer,
                Changed::Text(canonical.to_owned()),
            )
        });
    }
}

fn check_unresolved(name: &str, of: &List<'_>, pointer: &Pointer<'_>, report: &mut Report) {
    if glob::is_glob(name) {
        let pattern_use = match super::compiled(name) {
            None => PatternUse::CannotCompile,
            Some(_) if !of.is_compared => PatternUse::MayMatch,
            Some(_) => PatternUse::of(name, of.cluster),
        };
        let (why, meant) = match pattern_use {
            PatternUse::MayMatch => return,
            PatternUse::CannotCompile => ("is a pattern that cannot be compiled", None),
            PatternUse::OtherCharacters(meant) => ("has characters that are not in the name of any resource", meant),
            PatternUse::OfNoKind(meant) => ("is not the start of any `plural.group`", meant),
            PatternUse::OfNoServedKind => ("matches no kind of the cluster", None),
        };
        report.push(|| {
            let message = format!("{} {why}, and {}", quoted(name), of.matches_nothing());
            let unknown = RESOURCE_UNKNOWN.violation(message).at(pointer);
            match meant {
                Some(meant) => of.did_you_mean(unknown, &meant, pointer),
                None => unknown.help("write an entry for each resource: its plural and its group, in lower case"),
            }
        });
        return;
    }
    let cluster = of.cluster;
    if !of.is_excluded && is_snapshots_without_group(name, cluster) {
        report.push(|| {
            let message = format!("Velero excludes {}: it makes and manages volume snapshots itself", quoted(name));
            let help = "include `persistentvolumeclaims` to save volumes";
            RESOURCE_NEVER_INCLUDED.violation(message).help(help).at(pointer)
        });
        return;
    }
    let fault = NoResource::of(name, cluster);
    if let (NoResource::OfUnknownGroup, false) = (&fault, cluster.knows_all_kinds()) {
        // It may be a custom resource.
        return;
    }
    let compared = report.listed().saturating_mul(cluster.api_resources().len());
    report.push(|| {
        let meant = if compared < MAX_COMPARED_KINDS { cluster.suggest(&written(name)) } else { None };
        fault.finding(name, meant, of, pointer).at(pointer)
    });
}

/// Whether a name without a group probably means a kind that Velero excludes.
fn is_snapshots_without_group(name: &str, cluster: &Cluster) -> bool {
    const NAMES: [&str; 6] =
        ["volumesnapshot", "volumesnapshots", "vs", "volumesnapshotcontent", "volumesnapshotcontents", "vsc"];
    let is_one = NAMES.contains(&name.to_ascii_lowercase().as_str());
    is_one && !cluster.knows_all_kinds() && cluster.release().has(Behaviour::ExcludesVolumeSnapshots)
}

/// Returns the part of a name that may be a kind: `secrets` of `secrets/name`.
fn written(name: &str) -> String {
    name.split_once('/').map_or(name, |(kind, _)| kind).trim().replace('_', "")
}

impl List<'_> {
    fn matches_nothing(&self) -> &'static str {
        if self.is_excluded { "excludes nothing" } else { "matches nothing" }
    }

    /// Adds the resource that is probably meant, and what including or excluding it changes.
    fn did_you_mean(&self, unknown: Finding, meant: &str, pointer: &Pointer<'_>) -> Finding {
        let meant_quoted = quoted(meant);
        if self.kinds.contains(meant) {
            let help = format!("remove it: {meant_quoted} is already in the list");
            return unknown.help(help).change("remove it", pointer, Changed::Removed);
        }
        let effect = match (self.is_excluded, self.others.contains(meant)) {
            (true, true) => format!("{meant_quoted} is included too: Velero then saves none of it"),
            (true, false) => format!("objects of {meant_quoted} are no longer saved"),
            (false, true) => format!("none: {meant_quoted} is excluded too"),
            (false, false) => format!("objects of {meant_quoted} are saved too"),
        };
        let help = format!("did you mean {meant_quoted}?");
        unknown.help(help).suggest(format!("write `{meant}`"), effect, pointer, Changed::Text(meant.to_owned()))
    }
}

/// Whether a name or a pattern can match a kind: one of the cluster, or a custom resource that is not known.
pub(crate) fn can_match(name: &str, cluster: &Cluster) -> bool {
    if cluster.resolve(name).is_some() {
        return true;
    }
    if glob::is_glob(name) {
        return matches!(PatternUse::of(name, cluster), PatternUse::MayMatch);
    }
    !cluster.knows_all_kinds()
        && !is_snapshots_without_group(name, cluster)
        && match NoResource::of(name, cluster) {
            NoResource::OfUnknownGroup => true,
            NoResource::WithoutGroup => cluster.suggest(name).is_none(),
            _ => false,
        }
}

/// What a pattern in a list of resources can match.
enum PatternUse {
    MayMatch,
    CannotCompile,
    /// It has a character that is in no group-resource. With the resource that may be meant.
    OtherCharacters(Option<String>),
    /// `pod.*`: no kind has this plural. With the resource that may be meant.
    OfNoKind(Option<String>),
    /// All kinds of the cluster are known, and none matches.
    OfNoServedKind,
}

impl PatternUse {
    fn of(pattern: &str, cluster: &Cluster) -> Self {
        let Some(compiled) = super::compiled(pattern) else { return PatternUse::CannotCompile };
        let (resource, group) = pattern.split_once('.').unwrap_or((pattern, ""));
        let is_fixed = !glob::is_glob(resource);
        // What is before the first pattern character may name a kind.
        let meant = || {
            if pattern.starts_with(['*', '?', '[', '{']) {
                return None;
            }
            let named = if is_fixed { resource } else { pattern.split(['*', '?', '[', '{']).next()? };
            cluster.suggest(named)
        };
        // The characters in brackets may be a range that has others.
        let outside = pattern.split('[').enumerate().map(|(index, part)| match index {
            0 => part,
            _ => part.split_once(']').map_or("", |(_, after)| after),
        });
        let is_in_names = |char: char| matches!(char, 'a'..='z' | '0'..='9' | '.' | '-');
        let is_special = |char: char| matches!(char, '*' | '?' | '{' | '}' | ',' | '\\');
        if outside.flat_map(str::chars).any(|char| !is_in_names(char) && !is_special(char)) {
            return PatternUse::OtherCharacters(meant());
        }
        let mut served = cluster.api_resources().iter().filter(|kind| kind.is_seen_by_velero());
        if served.any(|kind| compiled.matches(&kind.group_resource())) {
            return PatternUse::MayMatch;
        }
        if cluster.knows_all_kinds() {
            return PatternUse::OfNoServedKind;
        }
        // A known kind under another name than its plural, or in the core group, which has no name.
        if is_fixed && glob::is_glob(group) && cluster.resolve(resource).is_some() {
            return PatternUse::OfNoKind(cluster.resolve(resource).map(ApiResource::group_resource));
        }
        PatternUse::MayMatch
    }
}

/// Whether all of these names are compared with the kinds of a cluster. Otherwise, it takes too long.
pub(crate) fn is_compared(names: usize, cluster: &Cluster) -> bool {
    names.saturating_mul(cluster.api_resources().len()) <= MAX_COMPARED_KINDS
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
        let has_capitals = group.contains(|char: char| char.is_ascii_uppercase());
        if !group.contains('.')
            || has_capitals
            || starts_with_version(group)
            || cluster.resolve(resource).is_some_and(is_near)
        {
            NoResource::WrongGroup
        } else {
            NoResource::OfUnknownGroup
        }
    }

    /// Returns the finding, with the kind that may be meant.
    fn finding(self, name: &str, meant: Option<String>, of: &List<'_>, pointer: &Pointer<'_>) -> Finding {
        let cluster = of.cluster;
        let matches_nothing = of.matches_nothing();
        const AS_LISTED: &str = "write the plural, with its group, as `kubectl api-resources` lists it";
        let name_quoted = quoted(name);
        let unknown = match (&self, cluster.knows_all_kinds()) {
            (NoResource::All, _) => {
                let message = format!("`all` is not a resource for Velero, and {matches_nothing}");
                let all = RESOURCE_UNKNOWN.violation(message);
                return all.help(if of.is_excluded {
                    "name the resources to exclude"
                } else {
                    "name the resources; only `*` includes every resource"
                });
            }
            (NoResource::Character(char), _) => {
                let message = format!("{name_quoted} is not a resource name, and {matches_nothing}");
                let unknown = RESOURCE_UNKNOWN.violation(message);
                return match (char, meant) {
                    (',' | ' ', _) => unknown.help("write an entry for each resource"),
                    ('/', Some(meant)) if !name.contains("apps/v") => {
                        let slash = of.did_you_mean(unknown, &meant, pointer);
                        let all =
                            format!("a list of resources names kinds, not objects: {} is all of them", quoted(&meant));
                        slash.help(format!("{all}; use a label selector for some of them"))
                    }
                    ('/', _) => unknown.help("write the plural, with its group: `deployments.apps`"),
                    (_, Some(meant)) => of.did_you_mean(unknown, &meant, pointer),
                    (_, None) => unknown.help(AS_LISTED),
                };
            }
            (NoResource::Unseen, _) => {
                let message = format!(
                    "Velero skips {name_quoted}: it does not have all of the verbs list, get, create and delete"
                );
                return RESOURCE_UNKNOWN.violation(message).help("write only kinds that Velero saves");
            }
            (_, true) => RESOURCE_UNKNOWN
                .violation(format!("{name_quoted} is not a resource of the cluster, and {matches_nothing}")),
            (_, false) => {
                RESOURCE_UNKNOWN.violation(format!("{name_quoted} is not a Kubernetes resource, and {matches_nothing}"))
            }
        };
        match (meant, self) {
            (Some(meant), _) => of.did_you_mean(unknown, &meant, pointer),
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
