//! What a spec and a target must be, so that the interface, Velero, Kubernetes and Juju do with it what its author
//! meant: a file for each subject, and the catalogue of all rules.

pub(crate) mod interplay;
pub(crate) mod labels;
pub(crate) mod namespaces;
pub(crate) mod plan;
pub(crate) mod resources;
pub(crate) mod schedule;
pub(crate) mod selection;
pub(crate) mod size;
pub(crate) mod target;
pub(crate) mod ttl;

use crate::cluster::Cluster;
use crate::diagnostic::{Diagnostic, Place, Report, Rule, Severity};
use crate::model::{Spec, Target};
use crate::pattern::Pattern;
use crate::{cluster, diagnostic, document, inventory, json, shape, spelling, wire};
use resources::Resources;

/// Every rule, by subject. The reference page of the rules is made of it.
pub static CATALOGUE: [(&str, &[&Rule]); 13] = [
    (
        "Text",
        &[
            &json::NOT_JSON,
            &document::NOT_YAML,
            &document::MERGE_KEY,
            &document::ALIAS_EXPANSION,
            &document::AMBIGUOUS_SCALAR,
            &document::TOO_LONG,
            &diagnostic::TOO_MANY_PROBLEMS,
        ],
    ),
    (
        "Shape",
        &[
            &shape::WRONG_TYPE,
            &shape::MISSING_FIELD,
            &shape::UNKNOWN_FIELD,
            &shape::COERCED_VALUE,
            &shape::REPEATED_KEY,
            &shape::LONE_SURROGATE,
            &shape::DOUBLE_ENCODED,
            &shape::FLAT_LAYOUT,
            &shape::KUBERNETES_MANIFEST,
            &shape::DEEP_NESTING,
            &shape::LONG_INTEGER,
            &wire::DROPPED_TARGETS,
        ],
    ),
    ("ttl", &[&ttl::NOT_A_DURATION, &ttl::EMPTY, &ttl::NEGATIVE, &ttl::ZERO, &ttl::OTHER_FORM]),
    (
        "Namespaces",
        &[
            &namespaces::NAME,
            &namespaces::PATTERN,
            &namespaces::UNREADABLE_PATTERN,
            &namespaces::WILDCARD_NOT_ALONE,
            &namespaces::WILDCARD_EXCLUDED,
            &namespaces::IN_BOTH,
            &namespaces::REPEATED,
            &namespaces::EMPTY_NAME,
            &namespaces::EMPTY_LIST,
        ],
    ),
    (
        "Resources",
        &[
            &resources::UNKNOWN,
            &resources::WITHOUT_GROUP,
            &resources::ALIAS,
            &resources::AMBIGUOUS,
            &resources::WILDCARD_NOT_ALONE,
            &resources::WILDCARD_EXCLUDED,
            &resources::IN_BOTH,
            &resources::IN_BOTH_BY_ALIAS,
            &resources::REPEATED,
            &resources::EMPTY_NAME,
            &resources::EMPTY_LIST,
            &resources::NEVER_INCLUDED,
        ],
    ),
    (
        "Interplay",
        &[
            &interplay::EXCLUSION_WITHOUT_EFFECT,
            &interplay::NOTHING_LEFT,
            &interplay::CLUSTER_SCOPED_SKIPPED,
            &interplay::VOLUMES_LEFT_BEHIND,
            &interplay::WHOLE_CLUSTER,
            &size::TOO_LARGE,
        ],
    ),
    ("Labels", &[&labels::KEY, &labels::VALUE, &labels::EMPTY_SELECTOR]),
    (
        "Target",
        &[
            &target::APP_NAME,
            &target::RELATION_NAME,
            &target::MODEL_NAME,
            &target::LONG_NAME,
            &target::GENERATED_NAME,
            &target::GENERATED_NAME_CUT,
            &target::SHADOWED,
        ],
    ),
    (
        "Schedule",
        &[
            &schedule::NOT_CRON,
            &schedule::REFUSED_BY_INTEGRATOR,
            &schedule::UNKNOWN_TO_INTEGRATOR,
            &schedule::NEVER_RUNS,
            &schedule::EITHER_DAY,
            &schedule::OWNER_REFERENCES,
            &schedule::OPTION_WITHOUT_SCHEDULE,
        ],
    ),
    (
        "Plan",
        &[
            &plan::LOST_TARGET,
            &plan::SHARED_SCHEDULE,
            &plan::NO_VELERO_RELATION,
            &plan::GAP_WITHOUT_BACKUP,
            &plan::BACKUPS_KEPT,
            &plan::PODS_LEFT_BEHIND,
            &plan::VELERO_NAMESPACE,
            &plan::LOCATION_NAME,
            &plan::TOO_MANY_TARGETS,
        ],
    ),
    ("Cluster", &[&cluster::UNKNOWN_VELERO_VERSION, &cluster::INVALID_API_RESOURCE, &cluster::API_RESOURCES_SYNTAX]),
    (
        "Inventory",
        &[
            &inventory::rules::SYNTAX,
            &inventory::rules::UNREADABLE,
            &inventory::rules::TOO_LARGE,
            &inventory::rules::MISPLACED,
            &inventory::rules::KIND_NOT_KNOWN,
            &inventory::rules::NAMESPACES_NOT_LISTED,
        ],
    ),
    (
        "Selection",
        &[
            &selection::NAMESPACE_EXCLUDES_ITSELF,
            &selection::TOO_MANY_PATTERNS,
            &selection::NOTHING_SELECTED,
            &selection::NAMESPACE_NOT_FOUND,
            &selection::CLAIM_WITHOUT_VOLUME,
            &selection::RELATED_OBJECT_MISSING,
        ],
    ),
];

/// The rule whose code was meant by one that no rule has.
pub fn nearest_rule(code: &str) -> Option<&'static Rule> {
    let rules = || CATALOGUE.iter().flat_map(|(_, rules)| rules.iter().copied());
    let nearest = spelling::nearest(code, rules().map(|rule| rule.code))?;
    rules().find(|rule| rule.code == nearest)
}

/// Checks a spec that stands at a place.
pub(crate) fn check_spec(spec: &Spec, cluster: &Cluster, place: &Place<'_>, report: &mut Report<'_>) {
    if size::is_too_large(spec, place, report) || size::has_too_many_lookups(spec, cluster, place, report) {
        return;
    }
    namespaces::check(spec, place, report);
    let resources = Resources::of(spec, cluster);
    resources::check(spec, &resources, cluster, place, report);
    interplay::check(spec, &resources, cluster, place, report);
    labels::check(spec, place, report);
    ttl::check(spec, place, report);
}

/// Checks a target that stands at a place, its spec included.
pub(crate) fn check_target(target: &Target, cluster: &Cluster, place: &Place<'_>, report: &mut Report<'_>) {
    target::check(target, place, report);
    check_spec(&target.spec, cluster, &place.key("spec"), report);
}

/// What Velero, or Kubernetes, refuses a backup of the spec for, whatever the cluster has.
pub(crate) fn refusals(spec: &Spec) -> Vec<Diagnostic> {
    let mut report = Report::default();
    if !size::is_too_large(spec, &Place::Root, &mut report) {
        namespaces::check_refused(spec, &Place::Root, &mut report);
        resources::check_refused(spec, &Place::Root, &mut report);
        ttl::check(spec, &Place::Root, &mut report);
    }
    let mut diagnostics = report.into_diagnostics();
    diagnostics.retain(|diagnostic| diagnostic.rule.severity == Severity::Error);
    diagnostics
}

/// A pattern that can be compiled. None that is longer than a group-resource can be matches one, and none that long is
/// compiled, for the time that it takes.
fn compiled(pattern: &str) -> Option<Pattern> {
    const LONGEST: usize = 253;
    (pattern.len() <= LONGEST).then(|| Pattern::compile(pattern).ok()).flatten()
}
