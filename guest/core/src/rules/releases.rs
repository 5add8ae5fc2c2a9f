//! What differs between the releases of Velero, in filters whose release is not known.

use super::cross_field::selects_cluster_scoped;
use super::namespaces::are_refused;
use super::resources::Resources;
use crate::catalogue::DIFFERS_BY_RELEASE;
use crate::diagnostic::{Finding, Pointer, quoted};
use crate::release::{Behaviour, Release, Releases};
use crate::report::Report;
use crate::velero::filters::{Field, Filters};
use crate::velero::glob::{self, Pattern};

/// Reports what is saved or refused in some releases only.
pub(super) fn check(
    filters: &Filters,
    resources: &Resources<'_>,
    has_namespaces: bool,
    pointer: &Pointer<'_>,
    report: &mut Report,
) {
    if are_refused(filters, Release::NEWEST) {
        return;
    }
    check_default(filters, pointer, report);
    check_snapshots(filters, resources, pointer, report);
    check_included(filters, has_namespaces, pointer, report);
    check_excluded(filters, pointer, report);
}

fn differs(message: String, help: impl Into<String>) -> Finding {
    DIFFERS_BY_RELEASE.violation(message).help(help)
}

/// Returns the releases before those that have a behaviour.
fn before(behaviour: Behaviour) -> Releases {
    behaviour.releases().before()
}

/// The cluster-scoped objects of filters that choose every namespace, or objects of all kinds by their labels.
fn check_default(filters: &Filters, pointer: &Pointer<'_>, report: &mut Report) {
    let behaviour = Behaviour::SelectsClusterScopedTypesByDefault;
    let includes = filters.namespaces().includes;
    // All releases refuse `*` together with other entries.
    let names_all = !includes.is_empty() && includes.iter().all(|name| name == "*");
    let names_labels = filters.label_selector.is_some() || !filters.alternatives().is_empty();
    let is_chosen = names_all || (includes.is_empty() && names_labels);
    if is_chosen
        && selects_cluster_scoped(filters, Release::OLDEST)
        && !selects_cluster_scoped(filters, Release::NEWEST)
    {
        report.push(|| {
            let name = filters.name(Field::IncludeClusterResources);
            let objects = if names_labels {
                "the cluster-scoped objects with these labels"
            } else {
                "all cluster-scoped objects"
            };
            let message = format!("Velero {} also save {objects}", behaviour.releases());
            let help = format!("set `{name}: true` to save them in every release");
            differs(message, help).at(pointer)
        });
    }
}

fn check_snapshots(filters: &Filters, resources: &Resources<'_>, pointer: &Pointer<'_>, report: &mut Report) {
    let list = &pointer.key(filters.name(Field::IncludedResources));
    let snapshots = resources.global.includes.iter().enumerate().find(|(_, named)| named.is_snapshots());
    if let Some((index, named)) = snapshots {
        report.push(|| {
            let releases = before(Behaviour::ExcludesVolumeSnapshots);
            let message = format!("only Velero {releases} save {}", quoted(named.name));
            differs(message, "include `persistentvolumeclaims` to save volumes in every release").at(&list.index(index))
        });
    }
}

/// Whether older releases refuse a namespace pattern that newer ones accept.
fn is_refused_by_some(name: &str) -> bool {
    let is_accepted_by = |release| glob::name_faults(name, release).is_empty();
    glob::is_pattern(name) && is_accepted_by(Release::NEWEST) && !is_accepted_by(Release::OLDEST)
}

/// Included patterns that older releases do not expand, or refuse.
fn check_included(filters: &Filters, has_namespaces: bool, pointer: &Pointer<'_>, report: &mut Report) {
    let is_expanded_by_some =
        |name: &str| glob::is_pattern(name) && name != "*" && glob::name_faults(name, Release::NEWEST).is_empty();
    let includes = filters.namespaces().includes;
    // What older releases refuse has no other answer in them.
    let are_refused = are_refused(filters, Release::OLDEST);
    let is_reported = |name: &str| is_expanded_by_some(name) && (!are_refused || is_refused_by_some(name));
    for (index, name) in includes.iter().enumerate().filter(|(_, name)| is_reported(name)).take(1) {
        report.push(|| {
            let releases = before(Behaviour::ExpandsNamespacePatterns);
            let name_quoted = quoted(name);
            let message = if is_refused_by_some(name) {
                refused(name, releases)
            } else if has_namespaces {
                format!(
                    "of the namespaces that match {name_quoted}, Velero {releases} save only the Namespace objects, and \
                     the backup ends PartiallyFailed"
                )
            } else {
                format!("Velero {releases} save nothing for {name_quoted}: they do not expand it")
            };
            let list = &pointer.key(filters.name(Field::IncludedNamespaces));
            differs(message, "for these releases, write the names of the namespaces").at(&list.index(index))
        });
    }
}

fn refused(name: &str, releases: Releases) -> String {
    format!("Velero {releases} refuse {}: `*` is their only pattern character", quoted(name))
}

/// Excluded patterns that older releases refuse, or that one release applies to each namespace and others to `*`.
fn check_excluded(filters: &Filters, pointer: &Pointer<'_>, report: &mut Report) {
    let lists = filters.namespaces();
    let is_pattern =
        |name: &str| glob::is_pattern(name) && name != "*" && glob::name_faults(name, Release::NEWEST).is_empty();
    let expanding = Behaviour::ExpandsWildcard.releases();
    let older = before(Behaviour::ExpandsNamespacePatterns);
    let message = |name: &str| match Pattern::compile(name) {
        Ok(_) if lists.includes_all() && glob::matches_wildcard(name) => Some(format!(
            "Velero {older} refuse {}, and {expanding} excludes only the namespaces that it matches",
            quoted(name)
        )),
        Err(_) if lists.includes_all() => {
            Some(format!("Velero {older} refuse {}, and in {expanding} the backup fails because of it", quoted(name)))
        }
        _ => is_refused_by_some(name).then(|| refused(name, older)),
    };
    let excludes = lists.excludes.iter().enumerate().filter(|(_, name)| is_pattern(name));
    let found = excludes.filter_map(|(index, name)| Some((index, message(name)?))).next();
    if let Some((index, message)) = found {
        let list = &pointer.key(filters.name(Field::ExcludedNamespaces));
        report.push(|| differs(message, "write the names of the namespaces to exclude").at(&list.index(index)));
    }
}
