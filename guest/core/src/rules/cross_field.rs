//! Checks of fields of a spec that depend on each other.

use std::collections::BTreeSet;

use super::resources::{Lists, Named, Resources, kinds_of};
use crate::catalogue::{
    CLUSTER_SCOPED_SKIPPED, EXCLUSION_WITHOUT_EFFECT, NOTHING_LEFT, VOLUMES_LEFT_BEHIND, VOLUMES_OF_OTHERS,
    WHOLE_CLUSTER,
};
use crate::cluster::{ApiResource, Cluster};
use crate::diagnostic::{Changed, Pointer, quoted};
use crate::release::{Behaviour, Release};
use crate::report::Report;
use crate::sort::set;
use crate::velero::filters::{Field, Filters};
use crate::velero::glob::{self, Pattern};
use crate::velero::special::Relation;

/// The help to include cluster-scoped objects, and what else that saves.
pub(crate) fn include_cluster_resources(filters: &Filters) -> String {
    let name = filters.name(Field::IncludeClusterResources);
    let others = if filters.resources().includes_all() {
        "this saves every cluster-scoped object that is not excluded, with the volumes of other namespaces"
    } else {
        "this saves all objects of the included cluster-scoped resources, also those that other namespaces use"
    };
    format!("set `{name}: true`: {others}")
}

/// The help to save the volumes of claims, although cluster-scoped objects are excluded.
pub(crate) fn unset_cluster_resources(filters: &Filters, volumes_are_included: bool, release: Release) -> String {
    let name = filters.name(Field::IncludeClusterResources);
    if !volumes_are_included {
        return format!(
            "set `{name}: true`: this also saves the volumes of the saved claims, other objects that saved objects use, \
             and all objects of the included cluster-scoped resources"
        );
    }
    let default_selects = release.has(Behaviour::SelectsClusterScopedTypesByDefault);
    let saves = match (filters.namespaces().is_everything(), filters.resources().is_everything()) {
        (true, true) if default_selects => "every cluster-scoped object is saved too",
        (true, false) => "every object of the included cluster-scoped resources is saved too",
        _ if filters.resources().includes_all() => {
            "the volumes of the saved claims, other cluster-scoped objects that saved objects use, and Namespaces are saved \
             too; with `true`, the volumes of other namespaces as well"
        }
        _ => "the volumes of the saved claims are saved too; with `true`, the volumes of other namespaces as well",
    };
    format!("remove `{name}`: {saves}")
}

/// The help to include volumes.
pub(crate) fn include_volumes(filters: &Filters) -> String {
    let name = filters.name(Field::IncludedResources);
    let which =
        if filters.namespaces().is_everything() { "every volume is" } else { "the volumes of the saved claims are" };
    format!("add `persistentvolumes` to `{name}`: {which} saved too")
}

pub(super) fn check(
    filters: &Filters,
    resources: &Resources<'_>,
    cluster: &Cluster,
    pointer: &Pointer<'_>,
    report: &mut Report,
) {
    check_namespaces(filters, cluster.release(), pointer, report);
    check_resources(filters, resources, pointer, report);
    check_cluster_scoped(filters, resources, cluster, pointer, report);
    check_volumes(filters, resources, cluster.release(), pointer, report);
    check_volumes_of_others(filters, resources, pointer, report);
}

/// Whether Velero selects cluster-scoped objects of all kinds that the lists of resources select.
pub(crate) fn selects_cluster_scoped(filters: &Filters, release: Release) -> bool {
    let by_default = || filters.are_global() || release.has(Behaviour::SelectsClusterScopedTypesByDefault);
    let automatic = || filters.namespaces().is_everything() && !filters.are_scoped() && by_default();
    filters.include_cluster_resources.unwrap_or_else(automatic)
}

/// Reports filters that select the whole cluster.
pub(super) fn check_whole_cluster(filters: &Filters, release: Release, pointer: &Pointer<'_>, report: &mut Report) {
    // An empty list and `*` with other entries have rules of their own.
    let namespaces = filters.namespaces();
    let is_meant = namespaces.includes.len() < 2
        && filters.resources().includes.len() < 2
        && !filters.included_namespaces.as_ref().is_some_and(Vec::is_empty);
    let selects_all = filters.label_selector.is_none() && filters.or_label_selectors.is_none() && !filters.are_scoped();
    let excludes_all = |names: &[String]| names.iter().any(|name| glob::matches_everything(name));
    let is_left = !excludes_all(filters.resources().excludes) && !excludes_all(namespaces.excludes);
    let includes_all = namespaces.includes_all() && filters.resources().includes_all() && is_left;
    if includes_all && selects_all && is_meant {
        report.push(|| {
            let is_whole = namespaces.excludes.is_empty() && filters.resources().excludes.is_empty();
            let except = if is_whole { "" } else { ", except for what it excludes" };
            let what = if selects_cluster_scoped(filters, release) {
                "every object of the cluster"
            } else {
                "every namespaced object of the cluster"
            };
            let name = filters.name(Field::IncludedNamespaces);
            let help = format!("name the app's namespaces in `{name}`: this makes the backup smaller");
            WHOLE_CLUSTER.violation(format!("the spec selects {what}{except}")).help(help).at(pointer)
        });
    }
}

/// Returns what changes if only these namespaces stay excluded: without a name among them, the included namespaces may be
/// all of the cluster, which Velero then treats as a choice of everything.
fn may_become_everything<'n>(
    filters: &Filters,
    release: Release,
    mut excluded: impl Iterator<Item = &'n String>,
) -> Option<String> {
    let can_be = release.has(Behaviour::ExpandsNamespacePatterns) && excluded.all(|name| glob::is_pattern(name));
    let is_automatic = filters.are_global() && filters.include_cluster_resources.is_none();
    (can_be && (is_automatic || filters.label_selector.is_some())).then(|| {
        "if the included namespaces are then all of the cluster, Velero chooses cluster-scoped objects and Namespaces as \
         for the whole cluster"
            .to_owned()
    })
}

fn check_namespaces(filters: &Filters, release: Release, pointer: &Pointer<'_>, report: &mut Report) {
    let namespaces = filters.namespaces();
    let exclude_name = filters.name(Field::ExcludedNamespaces);
    if namespaces.includes_all() {
        return;
    }
    let includes = Names::of(namespaces.includes, namespaces.excludes);
    let (Some(includes), Some(excludes)) = (includes, Names::of(namespaces.excludes, namespaces.includes)) else {
        return;
    };
    let pointer = &pointer.key(exclude_name);
    for (index, excluded) in namespaces.excludes.iter().enumerate() {
        // Whether two patterns share a namespace depends on the cluster.
        let may_share = if !glob::is_pattern(excluded) {
            includes.has(excluded)
        } else if includes.patterns.is_empty() {
            super::compiled(excluded)
                .is_none_or(|excluded| includes.plain.iter().any(|included| excluded.matches(included)))
        } else {
            true
        };
        if !may_share {
            report.push(|| {
                let message = format!("{} is not included, so excluding it has no effect", quoted(excluded));
                let others = namespaces.excludes.iter().filter(|other| *other != excluded);
                let pointer = &pointer.index(index);
                EXCLUSION_WITHOUT_EFFECT.violation(message).help("remove it").at(pointer).suggest(
                    "remove it",
                    may_become_everything(filters, release, others),
                    pointer,
                    Changed::Removed,
                )
            });
        }
    }
    // The same name in both lists is refused by another rule.
    let is_left = |name: &&str| excludes.plain.contains(name) || !excludes.has(name);
    let excludes_all = namespaces.excludes.iter().any(|name| name == "*");
    if includes.patterns.is_empty()
        && !namespaces.excludes.is_empty()
        && !excludes_all
        && !includes.plain.iter().any(is_left)
    {
        report.push(|| {
            let message = "every included namespace is also excluded, so no namespaced object is saved";
            NOTHING_LEFT
                .violation(message)
                .help(format!("remove `{exclude_name}`: the included namespaces are saved then"))
                .at(pointer)
        });
    }
}

/// The names and the compiled patterns of a list.
struct Names<'s> {
    plain: BTreeSet<&'s str>,
    patterns: Vec<Pattern>,
}

impl<'s> Names<'s> {
    /// Returns `None` if a pattern cannot be compiled, or if it takes too long to match the patterns with the names of the
    /// other list.
    fn of(names: &'s [String], others: &[String]) -> Option<Self> {
        let (patterns, plain): (Vec<&str>, Vec<&str>) =
            names.iter().map(String::as_str).partition(|name| glob::is_pattern(name));
        if glob::exceeds_steps(patterns.iter().copied(), others.iter().map(String::as_str)) {
            return None;
        }
        let patterns = patterns.into_iter().map(super::compiled).collect::<Option<_>>()?;
        Some(Names { plain: set(plain.into_iter()), patterns })
    }

    fn has(&self, name: &str) -> bool {
        self.plain.contains(name) || self.patterns.iter().any(|pattern| pattern.matches(name))
    }
}

fn check_resources(filters: &Filters, resources: &Resources<'_>, pointer: &Pointer<'_>, report: &mut Report) {
    let (lists, includes_all, field) = match &resources.scoped {
        Some(scoped) => {
            let lists = &scoped.namespaced;
            (lists, lists.includes_all(), Field::ExcludedNamespaceScopedResources)
        }
        None => (&resources.global, resources.includes_all, Field::ExcludedResources),
    };
    if includes_all {
        return;
    }
    let pointer = &pointer.key(filters.name(field));
    let included = kinds_of(&lists.includes);
    let has_pattern = lists.includes.iter().any(|included| glob::is_glob(included.name));
    for (index, excluded) in lists.excludes.iter().enumerate() {
        // A pattern or an unknown kind may match anything. A volume may be brought along by its claim.
        let is_checked = |kind: &ApiResource| kind.namespaced || filters.include_cluster_resources == Some(false);
        let Some((_, kind)) = excluded.kind.as_ref().filter(|(kind, _)| is_checked(kind)) else { continue };
        if !has_pattern && !included.contains(kind.as_str()) {
            report.push(|| {
                let message = format!("{} is not included, so excluding it has no effect", quoted(excluded.name));
                let pointer = &pointer.index(index);
                let unused = EXCLUSION_WITHOUT_EFFECT.violation(message).help("remove it").at(pointer);
                unused.change("remove it", pointer, Changed::Removed)
            });
        }
    }
}

pub(super) fn check_cluster_scoped(
    filters: &Filters,
    resources: &Resources<'_>,
    cluster: &Cluster,
    pointer: &Pointer<'_>,
    report: &mut Report,
) {
    let name = filters.name(Field::IncludeClusterResources);
    let why = match filters.include_cluster_resources {
        Some(true) => return,
        Some(false) => format!("`{name}` is false"),
        None if filters.namespaces().is_everything() => return,
        None => format!("{} chooses namespaces and does not set `{name}`", filters.dialect.noun()),
    };
    // An unknown kind may be a custom resource, which brings its definition along.
    let has_unknown = resources.global.includes.iter().any(|named| named.kind.is_none());
    let included = kinds_of(&resources.global.includes);
    let is_custom = |named: &Named<'_>| named.kind.as_ref().is_some_and(|(kind, _)| cluster.is_custom(kind));
    let has_custom = || resources.global.includes.iter().any(is_custom);
    for (index, named) in resources.global.includes.iter().enumerate() {
        let Some((_, kind)) = named.kind.as_ref().filter(|(kind, _)| !kind.namespaced) else { continue };
        if named.is_snapshots() && cluster.release().has(Behaviour::ExcludesVolumeSnapshots) {
            // Another rule says that it is never included.
            continue;
        }
        let comes_otherwise = match kind.as_str() {
            // Namespaces are brought along by their objects.
            "namespaces" => true,
            "customresourcedefinitions.apiextensions.k8s.io" => has_unknown || has_custom(),
            _ => bringers(kind).any(|bringer| has_unknown || included.contains(bringer.as_str())),
        };
        if comes_otherwise && filters.include_cluster_resources.is_none() {
            continue;
        }
        report.push(|| {
            let message = format!("{} is cluster-scoped and is skipped: {why}", quoted(named.name));
            let help = match kind.as_str() {
                "namespaces" => {
                    format!("remove `{name}`: the Namespace objects of the chosen namespaces are then saved")
                }
                _ => include_cluster_resources(filters),
            };
            CLUSTER_SCOPED_SKIPPED
                .violation(message)
                .help(help)
                .at(&pointer.key(filters.name(Field::IncludedResources)).index(index))
        });
    }
}

/// Returns the group-resources whose objects bring along objects of this one.
fn bringers(group_resource: &str) -> impl Iterator<Item = String> {
    let kinds = Relation::ALL.into_iter().map(Relation::kinds);
    let brings = kinds.filter(move |(_, brought)| brought.group_resource() == group_resource);
    brings.map(|(bringer, _)| bringer.group_resource())
}

/// Whether the lists of resources select a namespaced kind of the core group.
pub(super) fn selects_core_kind(resources: &Resources<'_>, plural: &str) -> bool {
    let lists = resources.of_scope(true);
    let includes_all = match resources.scoped {
        Some(_) => lists.includes_all(),
        None => resources.includes_all,
    };
    (includes_all || find_core_kind(&lists.includes, plural).is_some()) && !excludes_core_kind(lists, plural)
}

/// Whether the lists that do not depend on the scope select a cluster-scoped kind of the core group.
fn selects_cluster_scoped_core_kind(resources: &Resources<'_>, plural: &str) -> bool {
    let lists = &resources.global;
    (resources.includes_all || find_core_kind(&lists.includes, plural).is_some()) && !excludes_core_kind(lists, plural)
}

fn excludes_core_kind(lists: &Lists<'_>, plural: &str) -> bool {
    find_core_kind(&lists.excludes, plural).is_some()
}

/// Whether Velero collects Namespace objects.
pub(super) fn selects_namespaces(filters: &Filters, resources: &Resources<'_>) -> bool {
    match &resources.scoped {
        // The lists of one scope select them, unless they are excluded.
        Some(scoped) => !excludes_core_kind(&scoped.cluster_scoped, "namespaces"),
        None => {
            filters.include_cluster_resources != Some(false)
                && selects_cluster_scoped_core_kind(resources, "namespaces")
        }
    }
}

/// Returns the index of the first entry that names a kind of the core group, or is a pattern that matches it.
pub(super) fn find_core_kind(list: &[Named<'_>], plural: &str) -> Option<usize> {
    list.iter().position(|named| named.means(plural))
}

fn check_volumes(
    filters: &Filters,
    resources: &Resources<'_>,
    release: Release,
    pointer: &Pointer<'_>,
    report: &mut Report,
) {
    if !selects_core_kind(resources, "persistentvolumeclaims") {
        return;
    }
    let excluding = find_core_kind(&resources.of_scope(false).excludes, "persistentvolumes");
    if let Some(index) = excluding {
        // An explicit exclusion is deliberate.
        let is_of_all = |named: &Named<'_>| glob::matches_everything(named.name);
        if resources.scoped.is_some() && resources.of_scope(false).excludes.get(index).is_some_and(is_of_all) {
            report.push(|| {
                let name = filters.name(Field::ExcludedClusterScopedResources);
                let message =
                    format!("volume claims are saved without their volumes: `{name}` excludes every resource");
                let help = format!(
                    "name the resources to exclude in `{name}`: the volumes of the saved claims, other cluster-scoped \
                     objects that saved objects use, and Namespaces are saved too"
                );
                VOLUMES_LEFT_BEHIND.violation(message).help(help).at(&pointer.key(name).index(index))
            });
        }
        return;
    }
    if resources.scoped.is_some() {
        // Cluster-scoped objects that are not excluded come along.
        return;
    }
    // With every resource included, the field that leaves out volumes decides.
    let claims =
        find_core_kind(&resources.global.includes, "persistentvolumeclaims").filter(|_| !resources.includes_all);
    let are_volumes_named =
        resources.includes_all || find_core_kind(&resources.global.includes, "persistentvolumes").is_some();
    let (why, help) = match filters.include_cluster_resources {
        Some(true) => return,
        Some(false) => (
            format!("`{}` is false", filters.name(Field::IncludeClusterResources)),
            unset_cluster_resources(filters, are_volumes_named, release),
        ),
        None if are_volumes_named => return,
        None => (
            format!("`{}` does not name `persistentvolumes`", filters.name(Field::IncludedResources)),
            include_volumes(filters),
        ),
    };
    report.push(|| {
        let message = format!("volume claims are saved without their volumes: {why}");
        let left = VOLUMES_LEFT_BEHIND.violation(message).help(help);
        match claims {
            Some(index) => left.at(&pointer.key(filters.name(Field::IncludedResources)).index(index)),
            None => left.at(&pointer.key(filters.name(Field::IncludeClusterResources))),
        }
    });
}

/// What changes without `include_cluster_resources: true`.
const UNUSED_ARE_NOT_SAVED: &str = "cluster-scoped objects that no saved object uses are no longer saved";

/// The help to save only volumes of saved claims, if claims are not selected.
fn volumes_of_claims(filters: &Filters) -> String {
    format!(
        "add `persistentvolumeclaims` to `{}` and remove `{}`: only the claims and their volumes are then saved",
        filters.name(Field::IncludedResources),
        filters.name(Field::IncludeClusterResources)
    )
}

/// The help to save only volumes of saved claims.
pub(crate) fn only_used_volumes(filters: &Filters, cluster: &Cluster) -> String {
    if selects_core_kind(&Resources::of(filters, cluster), "persistentvolumeclaims") {
        format!("remove `{}`: {UNUSED_ARE_NOT_SAVED}", filters.name(Field::IncludeClusterResources))
    } else {
        volumes_of_claims(filters)
    }
}

/// Reports that volumes of other namespaces are saved. Who excludes some namespaces from all saves a whole cluster.
fn check_volumes_of_others(filters: &Filters, resources: &Resources<'_>, pointer: &Pointer<'_>, report: &mut Report) {
    let is_set = filters.include_cluster_resources == Some(true);
    // Velero refuses the lists of one scope together with this field.
    if is_set
        && !filters.are_scoped()
        && !filters.namespaces().includes_all()
        && selects_cluster_scoped_core_kind(resources, "persistentvolumes")
    {
        report.push(|| {
            let name = filters.name(Field::IncludeClusterResources);
            let pointer = &pointer.key(name);
            let labelled = match (&filters.label_selector, &filters.or_label_selectors) {
                (None, None) => "the volumes",
                _ => "the volumes with these labels",
            };
            let message = format!("`{name}: true` also saves {labelled} of namespaces that are not saved");
            let others = VOLUMES_OF_OTHERS.violation(message).at(pointer);
            if selects_core_kind(resources, "persistentvolumeclaims") {
                others.help(format!("remove `{name}`: {UNUSED_ARE_NOT_SAVED}")).suggest(
                    "remove it",
                    UNUSED_ARE_NOT_SAVED.to_owned(),
                    pointer,
                    Changed::Removed,
                )
            } else {
                others.help(volumes_of_claims(filters))
            }
        });
    }
}

#[cfg(test)]
mod tests;
