//! The checks of specs, targets, schedules and plans, one file for each subject. Their rules are in `catalogue`.

pub(crate) mod cross_field;
pub(crate) mod labels;
pub(crate) mod namespaces;
pub(crate) mod plan;
pub(crate) mod resources;
pub(crate) mod schedule;
pub(crate) mod size;
pub(crate) mod target;
pub(crate) mod ttl;

use crate::cluster::Cluster;
use crate::diagnostic::{Changed, Diagnostic, Pointer, Rule, Severity, quoted};
use crate::model::{Spec, Target};
use crate::names::MAX_DNS_SUBDOMAIN;
use crate::report::Report;
use crate::velero::glob::Pattern;
use resources::Resources;

/// Checks a spec.
pub(crate) fn check_spec(spec: &Spec, cluster: &Cluster, pointer: &Pointer<'_>, report: &mut Report) {
    if size::is_too_large(spec, pointer, report) || size::has_too_many_lookups(spec, cluster, pointer, report) {
        return;
    }
    namespaces::check(spec, pointer, report);
    let resources = Resources::of(spec, cluster);
    resources::check(spec, &resources, cluster, pointer, report);
    cross_field::check(spec, &resources, cluster, pointer, report);
    labels::check(spec, pointer, report);
    ttl::check(spec, pointer, report);
}

/// Checks a target and its spec.
pub(crate) fn check_target(target: &Target, cluster: &Cluster, pointer: &Pointer<'_>, report: &mut Report) {
    target::check(target, pointer, report);
    check_spec(&target.spec, cluster, &pointer.key("spec"), report);
}

/// Returns why Velero or Kubernetes refuses a backup of the spec, independent of the cluster.
pub(crate) fn refusals(spec: &Spec) -> Vec<Diagnostic> {
    let mut report = Report::default();
    if !size::is_too_large(spec, &Pointer::Root, &mut report) {
        namespaces::check_refused(spec, &Pointer::Root, &mut report);
        resources::check_refused(spec, &Pointer::Root, &mut report);
        ttl::check(spec, &Pointer::Root, &mut report);
    }
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
