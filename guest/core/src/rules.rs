//! The checks of specs, targets, schedules and plans, one file for each subject. Their rules are in `catalogue`.

pub(crate) mod backup;
pub(crate) mod contents;
pub(crate) mod cross_field;
pub(crate) mod labels;
pub(crate) mod namespaces;
pub(crate) mod plan;
pub(crate) mod policy;
pub(crate) mod releases;
pub(crate) mod resources;
pub(crate) mod schedule;
pub(crate) mod size;
pub(crate) mod target;
pub(crate) mod ttl;

use crate::cluster::Cluster;
use crate::diagnostic::{Changed, Diagnostic, Pointer, Rule, Severity, quoted};
use crate::model::{Spec, Target};
use crate::names::MAX_DNS_SUBDOMAIN;
use crate::release::Release;
use crate::report::Report;
use crate::velero::filters::{Dialect, Filters};
use crate::velero::glob::Pattern;
use namespaces::VELERO_NAMESPACE;
use resources::Resources;

/// Checks a spec. Velero runs in this namespace.
pub(crate) fn check_spec(
    spec: &Spec,
    cluster: &Cluster,
    velero_namespace: &str,
    pointer: &Pointer<'_>,
    report: &mut Report,
) {
    let filters = Filters::from(spec);
    if is_too_large(&filters, spec.ttl.as_deref(), cluster, pointer, report) {
        return;
    }
    let resources = Resources::of(&filters, cluster);
    check_filters(&filters, &resources, cluster, velero_namespace, pointer, report);
    if !cluster.knows_release() {
        check_releases(&filters, &resources, pointer, report);
    }
    if spec.label_selector.as_ref().is_none_or(|labels| labels.iter().len() != 0) {
        cross_field::check_whole_cluster(&filters, cluster.release(), pointer, report);
    }
    labels::check_empty(spec, pointer, report);
    ttl::check(spec.ttl.as_deref(), Dialect::Spec, pointer, report);
}

/// Reports filters that are too large for the API server, or to check; returns whether they are.
fn is_too_large(
    filters: &Filters,
    ttl: Option<&str>,
    cluster: &Cluster,
    pointer: &Pointer<'_>,
    report: &mut Report,
) -> bool {
    size::is_too_large(filters, ttl, pointer, report) || size::has_too_many_lookups(filters, cluster, pointer, report)
}

/// Checks filters. Velero runs in this namespace.
fn check_filters(
    filters: &Filters,
    resources: &Resources<'_>,
    cluster: &Cluster,
    velero_namespace: &str,
    pointer: &Pointer<'_>,
    report: &mut Report,
) {
    let has_namespaces = cross_field::selects_namespaces(filters, resources);
    namespaces::check(filters, has_namespaces, cluster.release(), pointer, report);
    resources::check(filters, resources, cluster, pointer, report);
    cross_field::check(filters, resources, cluster, pointer, report);
    labels::check(filters, pointer, report);
    namespaces::check_velero_namespace(filters, velero_namespace, pointer, report);
}

/// Reports what differs between the releases of Velero.
fn check_releases(filters: &Filters, resources: &Resources<'_>, pointer: &Pointer<'_>, report: &mut Report) {
    let has_namespaces = cross_field::selects_namespaces(filters, resources);
    releases::check(filters, resources, has_namespaces, pointer, report);
}

/// Checks a target and its spec.
pub(crate) fn check_target(target: &Target, cluster: &Cluster, pointer: &Pointer<'_>, report: &mut Report) {
    target::check(target, pointer, report);
    check_spec(&target.spec, cluster, VELERO_NAMESPACE, &pointer.key("spec"), report);
}

/// Whether a backup with these filters has Namespace objects.
pub(crate) fn selects_namespaces(filters: &Filters, cluster: &Cluster) -> bool {
    cross_field::selects_namespaces(filters, &Resources::of(filters, cluster))
}

/// Reports included kinds of a cluster that are cluster-scoped and skipped.
pub(crate) fn check_cluster_scoped(filters: &Filters, cluster: &Cluster, report: &mut Report) {
    let resources = Resources::of(filters, cluster);
    cross_field::check_cluster_scoped(filters, &resources, cluster, filters.dialect.pointer(), report);
}

/// Returns why Velero refuses a backup with these filters, independent of the objects of the cluster.
pub(crate) fn refusals(filters: &Filters, release: Release) -> Vec<Diagnostic> {
    let mut report = Report::default();
    let pointer = filters.dialect.pointer();
    resources::check_refused(filters, release, pointer, &mut report);
    namespaces::check_refused(filters, release, pointer, &mut report);
    labels::check_refused(filters, pointer, &mut report);
    errors(report)
}

/// Returns why Velero cannot read the backups of these filters and this ttl, Kubernetes refuses them, or they are too large
/// to evaluate.
pub(crate) fn unreadable(filters: &Filters, ttl: Option<&str>, cluster: &Cluster) -> Vec<Diagnostic> {
    let mut report = Report::default();
    let pointer = filters.dialect.pointer();
    if !is_too_large(filters, ttl, cluster, pointer, &mut report) {
        ttl::check(ttl, filters.dialect, pointer, &mut report);
    }
    errors(report)
}

fn errors(report: Report) -> Vec<Diagnostic> {
    let mut diagnostics = report.into_diagnostics();
    diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
    diagnostics
}

/// Compiles a pattern; `None` for one that cannot be compiled, or is longer than any name that it can match.
fn compiled(pattern: &str) -> Option<Pattern> {
    (pattern.len() <= MAX_DNS_SUBDOMAIN).then(|| Pattern::compile(pattern).ok()).flatten()
}

/// Reports the entry at an index of a list that repeats the entry at another index.
fn report_repeated(
    rule: &'static Rule,
    name: &str,
    (first, index): (usize, usize),
    list: &Pointer<'_>,
    report: &mut Report,
) {
    report.push(|| {
        let pointer = &list.index(index);
        let repeated = rule.violation(format!("{} is already in the list", quoted(name))).help("remove it").at(pointer);
        repeated.related("first here", None, &list.index(first)).change("remove it", pointer, Changed::Removed)
    });
}
