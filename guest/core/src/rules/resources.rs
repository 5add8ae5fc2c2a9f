//! The checks of the two lists of resources.

mod unresolved;

use std::collections::{BTreeMap, BTreeSet};

use super::report_repeated;
use crate::catalogue::{
    FILTERS_MIXED, NOTHING_LEFT, RESOURCE_ALIAS, RESOURCE_AMBIGUOUS, RESOURCE_EMPTY_NAME, RESOURCE_IN_BOTH,
    RESOURCE_IN_BOTH_BY_ALIAS, RESOURCE_NEVER_INCLUDED, RESOURCE_OF_OTHER_SCOPE, RESOURCE_REPEATED,
    RESOURCE_SERVED_TWICE, RESOURCE_WILDCARD_EXCLUDED, RESOURCE_WILDCARD_NOT_ALONE, RESOURCES_EMPTY, SECRETS_EXCLUDED,
};
use crate::cluster::{ApiResource, COHABITING, Cluster};
use crate::diagnostic::{Changed, Pointer, quoted};
use crate::release::{Behaviour, Release};
use crate::report::Report;
use crate::sort::set;
use crate::velero::filters::{Dialect, Field, Filters, Pair, included_resources};
use crate::velero::glob::{self, Pattern};
use crate::velero::includes_excludes::{EXCLUDED_CLUSTER_SCOPED, EXCLUDED_NAMESPACED, IncludesExcludes};
use unresolved::List;
pub(crate) use unresolved::{can_match, is_compared};

/// The lists of resources with their names resolved, once for all rules.
pub(super) struct Resources<'s> {
    /// Whether every resource is included in the lists that do not depend on the scope, also because Velero removes what is
    /// written.
    pub(super) includes_all: bool,
    /// The lists that do not depend on the scope.
    pub(super) global: Lists<'s>,
    /// The lists of one scope, if Velero uses them.
    pub(super) scoped: Option<Scoped<'s>>,
}

/// The lists of each scope.
pub(super) struct Scoped<'s> {
    pub(super) cluster_scoped: Lists<'s>,
    pub(super) namespaced: Lists<'s>,
}

/// A pair of lists.
pub(super) struct Lists<'s> {
    pair: Pair,
    pub(super) includes: Vec<Named<'s>>,
    pub(super) excludes: Vec<Named<'s>>,
}

/// A name in a list.
pub(super) struct Named<'s> {
    pub(super) name: &'s str,
    /// The kind that Velero resolves it to, with its group-resource.
    pub(super) kind: Option<(&'s ApiResource, String)>,
    /// If it is not resolved: the pattern, if it is one.
    pattern: Option<Pattern>,
}

impl Named<'_> {
    /// Whether it resolves to this group-resource, or is a pattern that matches it.
    pub(super) fn means(&self, group_resource: &str) -> bool {
        match &self.kind {
            Some((_, resolved)) => resolved == group_resource,
            None => self.pattern.as_ref().is_some_and(|pattern| pattern.matches(group_resource)),
        }
    }

    pub(super) fn group_resource(&self) -> Option<&str> {
        self.kind.as_ref().map(|(_, group_resource)| group_resource.as_str())
    }

    /// Whether Velero drops it from a list of one scope.
    fn is_of_other_scope(&self, pair: Pair) -> bool {
        let Some((kind, _)) = &self.kind else { return false };
        match pair {
            Pair::ClusterScopedResources => kind.namespaced,
            Pair::NamespaceScopedResources => !kind.namespaced,
            Pair::Resources | Pair::Namespaces => false,
        }
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
        let kept = included_resources(filters, cluster.release());
        let includes_all = kept.iter().all(String::is_empty) || kept.iter().any(|name| name == "*");
        let scoped = (!filters.are_global() && filters.are_scoped()).then(|| Scoped {
            cluster_scoped: Lists::of(filters, Pair::ClusterScopedResources, cluster),
            namespaced: Lists::of(filters, Pair::NamespaceScopedResources, cluster),
        });
        Resources { includes_all, global: Lists::of(filters, Pair::Resources, cluster), scoped }
    }

    /// Returns the lists that decide on the resources of a scope.
    pub(super) fn of_scope(&self, namespaced: bool) -> &Lists<'s> {
        match (&self.scoped, namespaced) {
            (Some(scoped), true) => &scoped.namespaced,
            (Some(scoped), false) => &scoped.cluster_scoped,
            (None, _) => &self.global,
        }
    }
}

impl<'s> Lists<'s> {
    fn of(filters: &'s Filters, pair: Pair, cluster: &'s Cluster) -> Self {
        let named = |name: &'s String| {
            let kind = cluster.resolve(name).map(|kind| (kind, kind.group_resource()));
            let is_pattern = kind.is_none() && glob::is_glob(name);
            Named { name, kind, pattern: is_pattern.then(|| super::compiled(name)).flatten() }
        };
        let lists = filters.pair(pair);
        let list = |names: &'s [String]| names.iter().map(named).collect();
        Lists { pair, includes: list(lists.includes), excludes: list(lists.excludes) }
    }

    /// Whether it has all resources of its scope.
    pub(super) fn includes_all(&self) -> bool {
        let is_dropped = |named: &Named<'_>| named.name.is_empty() || named.is_of_other_scope(self.pair);
        let may_be_empty = self.pair != Pair::ClusterScopedResources;
        (may_be_empty && self.includes.iter().all(is_dropped)) || self.includes.iter().any(|named| named.name == "*")
    }
}

pub(super) fn check(
    filters: &Filters,
    resources: &Resources<'_>,
    cluster: &Cluster,
    pointer: &Pointer<'_>,
    report: &mut Report,
) {
    let exclude_pointer = &pointer.key(filters.name(Field::ExcludedResources));
    check_lists(filters, &resources.global, cluster, pointer, report);
    if cluster.release().has(Behaviour::ExcludesVolumeSnapshots) {
        let include_pointer = &pointer.key(filters.name(Field::IncludedResources));
        check_snapshots(filters, &resources.global.includes, cluster.release(), include_pointer, report);
    }
    check_served_twice(&resources.global, resources.includes_all, cluster, exclude_pointer, report);
    check_nothing_left(filters, resources, exclude_pointer, report);
    if let Some(Scoped { cluster_scoped, namespaced }) = &resources.scoped {
        check_lists(filters, cluster_scoped, cluster, pointer, report);
        check_lists(filters, namespaced, cluster, pointer, report);
        let excludes = &pointer.key(filters.name(Field::ExcludedNamespaceScopedResources));
        check_served_twice(namespaced, namespaced.includes_all(), cluster, excludes, report);
    }
    check_refused(filters, cluster.release(), pointer, report);
}

/// Checks the names of a pair of lists.
fn check_lists(filters: &Filters, lists: &Lists<'_>, cluster: &Cluster, pointer: &Pointer<'_>, report: &mut Report) {
    let Lists { pair, includes, excludes } = lists;
    let (include, exclude) = pair.fields();
    let (include_name, exclude_name) = (filters.name(include), filters.name(exclude));
    let include_pointer = &pointer.key(include_name);
    let exclude_pointer = &pointer.key(exclude_name);
    let means_all = *pair != Pair::ClusterScopedResources;
    if means_all && filters.list_as_written(include).as_deref().is_some_and(<[_]>::is_empty) {
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
    let of_includes = List {
        dialect: filters.dialect,
        is_excluded: false,
        is_compared,
        kinds: &included_kinds,
        others: &excluded_kinds,
        cluster,
    };
    let of_excludes = List { is_excluded: true, kinds: &excluded_kinds, others: &included_kinds, ..of_includes };
    let included = check_list(includes, *pair, &of_includes, include_pointer, report);
    check_list(excludes, *pair, &of_excludes, exclude_pointer, report);
    report_scope(filters, lists, pointer, report);
    report_secrets(lists, exclude_pointer, report);

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
}

/// Reports resources that Velero drops from a list of one scope.
fn report_scope(filters: &Filters, lists: &Lists<'_>, pointer: &Pointer<'_>, report: &mut Report) {
    let (scope, other) = match lists.pair {
        Pair::ClusterScopedResources => ("cluster-scoped", Pair::NamespaceScopedResources),
        Pair::NamespaceScopedResources => ("namespaced", Pair::ClusterScopedResources),
        Pair::Resources | Pair::Namespaces => return,
    };
    let (include, exclude) = lists.pair.fields();
    let (other_include, other_exclude) = other.fields();
    let is_emptied = !lists.includes.is_empty()
        && lists.pair == Pair::NamespaceScopedResources
        && lists.includes.iter().all(|named| named.name.is_empty() || named.is_of_other_scope(lists.pair));
    for (field, other, names) in [(include, other_include, &lists.includes), (exclude, other_exclude, &lists.excludes)]
    {
        let list = &pointer.key(filters.name(field));
        for (index, named) in names.iter().enumerate().filter(|(_, named)| named.is_of_other_scope(lists.pair)) {
            report.push(|| {
                let all = if is_emptied && field == include {
                    ", and the empty list then means every namespaced resource"
                } else {
                    ""
                };
                let message = format!("Velero drops {}, which is not {scope}{all}", quoted(named.name));
                let help = format!("move it to `{}`", filters.name(other));
                RESOURCE_OF_OTHER_SCOPE.violation(message).help(help).at(&list.index(index))
            });
        }
    }
}

/// Reports that secrets are excluded from what is otherwise included.
fn report_secrets(lists: &Lists<'_>, list: &Pointer<'_>, report: &mut Report) {
    let is_secrets = |named: &Named<'_>| named.group_resource() == Some("secrets");
    if !lists.includes_all() {
        return;
    }
    for (index, _) in lists.excludes.iter().enumerate().filter(|(_, named)| is_secrets(named)).take(1) {
        report.push(|| {
            SECRETS_EXCLUDED
                .violation("secrets are not saved: apps that use them do not start after they are restored")
                .help("remove it to save them, unless something else creates the secrets")
                .at(&list.index(index))
        });
    }
}

/// Reports patterns that exclude every included resource.
fn check_nothing_left(filters: &Filters, resources: &Resources<'_>, list: &Pointer<'_>, report: &mut Report) {
    let everything = resources.global.excludes.iter().position(|excluded| glob::matches_everything(excluded.name));
    if let Some(index) = everything.filter(|_| resources.global.excludes.iter().all(|excluded| excluded.name != "*")) {
        report.push(|| {
            let message = format!(
                "{} excludes every resource, so nothing is saved",
                resources
                    .global
                    .excludes
                    .get(index)
                    .map_or_else(String::new, |excluded| quoted(excluded.name).to_string())
            );
            let name = filters.name(Field::IncludedResources);
            let help = format!("name the resources to exclude, or name those to save in `{name}` and exclude none");
            NOTHING_LEFT.violation(message).help(help).at(&list.index(index))
        });
        return;
    }
    let Lists { includes, excludes, .. } = &resources.global;
    let patterns: Vec<&Named<'_>> = excludes.iter().filter(|excluded| excluded.pattern.is_some()).collect();
    let names = includes.iter().filter_map(Named::group_resource);
    let is_too_much = || glob::exceeds_steps(patterns.iter().map(|excluded| excluded.name), names);
    if resources.includes_all || patterns.is_empty() || is_too_much() {
        return;
    }
    let plain = kinds_of(excludes);
    let is_excluded = |included: &Named<'_>| {
        let name = included.group_resource();
        name.is_some_and(|name| plain.contains(name) || patterns.iter().any(|pattern| pattern.means(name)))
    };
    let are_excluded = includes.iter().all(is_excluded);
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
fn check_served_twice(
    lists: &Lists<'_>,
    includes_all: bool,
    cluster: &Cluster,
    list: &Pointer<'_>,
    report: &mut Report,
) {
    if lists.excludes.is_empty() {
        return;
    }
    // The index of the first entry that means a name.
    let find = |names: &[Named<'_>], name: &String| names.iter().position(|named| named.means(name));
    for names in COHABITING.iter().map(|kind| kind.names(cluster)).filter(|names| names.len() > 1) {
        let excluded = names.iter().find_map(|name| find(&lists.excludes, name));
        let is_saved = |name: &&String| {
            find(&lists.excludes, name).is_none() && (includes_all || find(&lists.includes, name).is_some())
        };
        let (Some(index), Some(other)) = (excluded, names.iter().find(is_saved)) else { continue };
        let Some(excluded) = lists.excludes.get(index) else { continue };
        report.push(|| {
            let (name, other_quoted) = (quoted(excluded.name), quoted(other));
            let message = format!("{name} excludes only one name of these objects: they are saved as {other_quoted}");
            let partly = RESOURCE_SERVED_TWICE.violation(message).at(&list.index(index));
            if lists.includes.iter().any(|included| included.group_resource() == Some(other)) {
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
            let written = |field: &Field| match field {
                Field::IncludeClusterResources => filters.include_cluster_resources.is_some(),
                _ => !filters.list(*field).is_empty(),
            };
            let old = [Field::IncludeClusterResources, Field::IncludedResources, Field::ExcludedResources];
            let new = [
                Field::IncludedClusterScopedResources,
                Field::ExcludedClusterScopedResources,
                Field::IncludedNamespaceScopedResources,
                Field::ExcludedNamespaceScopedResources,
            ];
            let name = |field: Option<&Field>| filters.name(*field.expect("there is a list of both kinds"));
            let (old, new) =
                (name(old.iter().find(|field| written(field))), name(new.iter().find(|field| written(field))));
            let message = format!("Velero refuses `{new}` together with `{old}`");
            let help = "use only the lists of each scope, or only `includedResources`, `excludedResources` and \
                        `includeClusterResources`";
            FILTERS_MIXED.violation(message).help(help).at(&pointer.key(new)).related(
                "together with this",
                None,
                &pointer.key(old),
            )
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

/// Checks each name on its own; returns the first index of each kind.
fn check_list<'s>(
    list: &'s [Named<'_>],
    pair: Pair,
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
        if named.is_of_other_scope(pair) {
            continue;
        }
        match &named.kind {
            // The same kind in both lists has rules of its own.
            Some((_, group_resource)) if of.others.contains(group_resource.as_str()) => {}
            Some((kind, group_resource)) => check_resolved(name, kind, group_resource, of, pointer, report),
            None if name == "*" => {}
            None => unresolved::check(name, of, pointer, report),
        }
    }
    first_indexes
}

fn check_resolved(
    name: &str,
    kind: &ApiResource,
    canonical: &str,
    List { cluster, dialect, .. }: &List<'_>,
    pointer: &Pointer<'_>,
    report: &mut Report,
) {
    let (resource, group) = name.split_once('.').unwrap_or((name, ""));
    if SNAPSHOTS.contains(&canonical) && cluster.release().has(Behaviour::ExcludesVolumeSnapshots) {
        return;
    }
    if resource != kind.plural || (!group.is_empty() && group != kind.group) {
        // Velero documents short names.
        if *dialect != Dialect::Spec {
            return;
        }
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
