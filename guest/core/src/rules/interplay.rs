//! What the fields of a spec do to each other.

use std::collections::BTreeSet;

use crate::authority::VELERO;
use crate::cluster::{ApiResource, Cluster};
use crate::diagnostic::{Place, Report, Rule, Severity, quoted};
use crate::model::Spec;
use crate::order::set;
use crate::pattern::{self, Pattern};

pub(crate) static EXCLUSION_WITHOUT_EFFECT: Rule = Rule {
    code: "exclusion-without-effect",
    severity: Severity::Warning,
    summary: "what is excluded would be included otherwise",
    explanation: "\
Only what is included is backed up, so the exclusion of anything else does nothing.

```yaml
include_namespaces: [prod]
exclude_namespaces: [staging]   # is not included anyway
```

Remove it, or leave the inclusions out if everything but the exclusions is meant.",
    authority: VELERO,
};
pub(crate) static NOTHING_LEFT: Rule = Rule {
    code: "nothing-left",
    severity: Severity::Warning,
    summary: "the exclusions leave something",
    explanation: "\
Every namespace that is included is excluded too, by a pattern. Velero takes the backup, which then holds nothing of
any.

```yaml
include_namespaces: [prod-a, prod-b]
exclude_namespaces: [prod-*]
```",
    authority: VELERO,
};
pub(crate) static CLUSTER_SCOPED_SKIPPED: Rule = Rule {
    code: "cluster-scoped-skipped",
    severity: Severity::Warning,
    summary: "cluster-scoped resources that are included are backed up",
    explanation: "\
Objects that are in no namespace are skipped when `include_cluster_resources` is false; and when it is not set, as soon
as the spec chooses namespaces, even if their kind is named. Set `include_cluster_resources: true` to have them.

```yaml
include_namespaces: [prod]
include_resources: [deployments, clusterroles]   # no ClusterRole is saved
```",
    authority: VELERO,
};
pub(crate) static VOLUMES_LEFT_BEHIND: Rule = Rule {
    code: "volumes-left-behind",
    severity: Severity::Warning,
    summary: "volume claims are saved with their volumes",
    explanation: "\
A PersistentVolume is cluster-scoped. It comes along with its claim only if the spec lets it: not when
`include_cluster_resources` is false, and not when it is unset and the resources that are included do not name
`persistentvolumes`. A claim that is restored without its volume is bound to an empty one, or to none.

```yaml
include_resources: [persistentvolumeclaims, deployments]
include_cluster_resources: false   # the data of the claims is not saved
```

Set `include_cluster_resources: true`, or leave it unset and add `persistentvolumes`.",
    authority: VELERO,
};
pub(crate) static WHOLE_CLUSTER: Rule = Rule {
    code: "whole-cluster",
    severity: Severity::Advice,
    summary: "a spec selects what its app needs, and not the whole cluster",
    explanation: "\
Without namespaces, resources or labels a spec selects every namespaced object of the cluster, Secrets of other apps
among them. The interface follows least privilege: name the namespaces of the app.",
    authority: VELERO,
};

pub(super) fn check(spec: &Spec, cluster: &Cluster, place: &Place<'_>, report: &mut Report<'_>) {
    let namespaces = Filter::of(&spec.include_namespaces, &spec.exclude_namespaces);
    let resources = Filter::of(&spec.include_resources, &spec.exclude_resources);
    check_namespaces(&namespaces, place, report);
    check_resources(spec, &resources, cluster, place, report);
    check_cluster_scoped(spec, &namespaces, &resources, cluster, place, report);
    check_volumes(spec, &resources, cluster, place, report);
    // An empty list, an empty selector or `*` beside others are mistakes of their own.
    let is_meant = spec.label_selector.is_none() && namespaces.includes.len() < 2;
    let is_empty_list = spec.include_namespaces.as_ref().is_some_and(Vec::is_empty);
    if namespaces.is_everything() && resources.is_everything() && is_meant && !is_empty_list {
        report.push(|| {
            let what = match spec.include_cluster_resources {
                Some(true) => "every object of the cluster",
                _ => "every namespaced object of the cluster",
            };
            let help = "name the namespaces that the app needs: `include_namespaces`";
            WHOLE_CLUSTER.broken(format!("the spec selects {what}")).help(help).at(place)
        });
    }
}

/// Two lists, as Velero takes them: no list and an empty one are the same.
struct Filter<'s> {
    includes: &'s [String],
    excludes: &'s [String],
}

impl<'s> Filter<'s> {
    fn of(includes: &'s Option<Vec<String>>, excludes: &'s Option<Vec<String>>) -> Self {
        Filter { includes: includes.as_deref().unwrap_or_default(), excludes: excludes.as_deref().unwrap_or_default() }
    }

    fn includes_all(&self) -> bool {
        self.includes.is_empty() || self.includes.iter().any(|name| name == "*")
    }

    fn is_everything(&self) -> bool {
        self.includes_all() && self.excludes.is_empty()
    }
}

fn check_namespaces(filter: &Filter<'_>, place: &Place<'_>, report: &mut Report<'_>) {
    if filter.includes_all() {
        return;
    }
    let includes = Names::of(filter.includes, filter.excludes);
    let (Some(includes), Some(excludes)) = (includes, Names::of(filter.excludes, filter.includes)) else { return };
    let place = &place.key("exclude_namespaces");
    for (index, excluded) in filter.excludes.iter().enumerate() {
        // Two patterns may share a namespace or not: that depends on the cluster.
        let may_share = match pattern::is_pattern(excluded) {
            false => includes.has(excluded),
            true if !includes.patterns.is_empty() => true,
            true => super::compiled(excluded)
                .is_none_or(|excluded| includes.plain.iter().any(|included| excluded.matches(included))),
        };
        if !may_share {
            report.push(|| {
                let message = format!("{} is not included, so excluding it does nothing", quoted(excluded));
                EXCLUSION_WITHOUT_EFFECT.broken(message).help("remove it").at(&place.index(index))
            });
        }
    }
    // The same name in both lists is refused: another rule says so.
    let is_left = |name: &&str| excludes.plain.contains(name) || !excludes.has(name);
    let excludes_all = filter.excludes.iter().any(|name| name == "*");
    if includes.patterns.is_empty()
        && !filter.excludes.is_empty()
        && !excludes_all
        && !includes.plain.iter().any(is_left)
    {
        report.push(|| {
            let message = "every namespace that is included is excluded too, so nothing of any is saved";
            NOTHING_LEFT.broken(message).help("remove the exclusions").at(place)
        });
    }
}

/// The names of a list, and its patterns, compiled once.
struct Names<'s> {
    plain: BTreeSet<&'s str>,
    patterns: Vec<Pattern>,
}

impl<'s> Names<'s> {
    /// So many names are held against patterns: two long lists are not judged.
    const MOST_MATCHES: usize = 100_000;

    /// `None` for a list with a pattern that cannot be compiled, or with too many for the names of the other.
    fn of(names: &'s [String], others: &[String]) -> Option<Self> {
        let (patterns, plain): (Vec<&str>, Vec<&str>) =
            names.iter().map(String::as_str).partition(|name| pattern::is_pattern(name));
        if patterns.len().saturating_mul(others.len()) > Self::MOST_MATCHES {
            return None;
        }
        let patterns = patterns.into_iter().map(super::compiled).collect::<Option<_>>()?;
        Some(Names { plain: set(plain.into_iter()), patterns })
    }

    fn has(&self, name: &str) -> bool {
        self.plain.contains(name) || self.patterns.iter().any(|pattern| pattern.matches(name))
    }
}

fn check_resources(spec: &Spec, filter: &Filter<'_>, cluster: &Cluster, place: &Place<'_>, report: &mut Report<'_>) {
    if filter.includes_all() {
        return;
    }
    let place = &place.key("exclude_resources");
    let identity = |kind: &ApiResource| (kind.group.to_string(), kind.plural.to_string());
    let kind_of = |name: &String| cluster.resolve(name).map(identity);
    let included = set(filter.includes.iter().filter_map(kind_of));
    let has_pattern = filter.includes.iter().any(|name| pattern::is_pattern(name));
    for (index, name) in filter.excludes.iter().enumerate() {
        // A pattern, or a kind that is not known, may be anything; a volume may come along with its claim.
        let is_judged = |kind: &&ApiResource| kind.namespaced || spec.include_cluster_resources == Some(false);
        let Some(kind) = cluster.resolve(name).filter(is_judged) else { continue };
        if !has_pattern && !included.contains(&identity(kind)) {
            report.push(|| {
                let message = format!("{} is not included, so excluding it does nothing", quoted(name));
                EXCLUSION_WITHOUT_EFFECT.broken(message).help("remove it").at(&place.index(index))
            });
        }
    }
}

/// A kind, by its group and plural.
type GroupPlural = (&'static str, &'static str);

/// Cluster-scoped kinds that come along with what is included, if they are named: the kind, and what brings it.
const BROUGHT_BY: [(GroupPlural, GroupPlural); 4] = [
    (("", "persistentvolumes"), ("", "persistentvolumeclaims")),
    (("rbac.authorization.k8s.io", "clusterroles"), ("", "serviceaccounts")),
    (("rbac.authorization.k8s.io", "clusterrolebindings"), ("", "serviceaccounts")),
    (("scheduling.k8s.io", "priorityclasses"), ("", "pods")),
];

fn check_cluster_scoped(
    spec: &Spec,
    namespaces: &Filter<'_>,
    resources: &Filter<'_>,
    cluster: &Cluster,
    place: &Place<'_>,
    report: &mut Report<'_>,
) {
    let why = match spec.include_cluster_resources {
        Some(true) => return,
        Some(false) => "`include_cluster_resources` is false",
        None if namespaces.is_everything() => return,
        None => "the spec chooses namespaces and does not set `include_cluster_resources`",
    };
    let kinds: Vec<Option<&ApiResource>> = resources.includes.iter().map(|name| cluster.resolve(name)).collect();
    // What is not known may be a custom resource, and bring its definition.
    let has_unknown = kinds.iter().any(Option::is_none);
    let included: BTreeSet<(&str, &str)> = set(kinds.iter().flatten().map(|kind| (&*kind.group, &*kind.plural)));
    let has_custom = kinds.iter().flatten().any(|kind| cluster.is_custom(kind));
    for (index, (name, kind)) in resources.includes.iter().zip(&kinds).enumerate() {
        let Some(kind) = kind.filter(|kind| !kind.namespaced) else { continue };
        let identity = (&*kind.group, &*kind.plural);
        let bringer = BROUGHT_BY.iter().find(|(brought, _)| *brought == identity);
        let comes_otherwise = match identity {
            // Namespaces come with their objects.
            ("", "namespaces") => true,
            ("apiextensions.k8s.io", "customresourcedefinitions") => has_custom || has_unknown,
            _ => bringer.is_some_and(|(_, bringer)| has_unknown || included.contains(bringer)),
        };
        if comes_otherwise && spec.include_cluster_resources.is_none() {
            continue;
        }
        report.push(|| {
            let message = format!("{} is cluster-scoped, and is skipped: {why}", quoted(name));
            let help = "set `include_cluster_resources: true`";
            CLUSTER_SCOPED_SKIPPED.broken(message).help(help).at(&place.key("include_resources").index(index))
        });
    }
}

/// Whether the resource lists of a spec take a kind of the core group.
pub(super) fn selects_core_kind(spec: &Spec, plural: &str, cluster: &Cluster) -> bool {
    let filter = Filter::of(&spec.include_resources, &spec.exclude_resources);
    let is_in = |names: &[String]| find_core_kind(names, plural, cluster).is_some();
    (filter.includes_all() || is_in(filter.includes)) && !is_in(filter.excludes)
}

/// Where a list names a kind of the core group, or has a pattern that matches it.
fn find_core_kind(names: &[String], plural: &str, cluster: &Cluster) -> Option<usize> {
    names.iter().position(|name| match cluster.resolve(name) {
        Some(kind) => kind.group.is_empty() && kind.plural == plural,
        None => pattern::is_pattern(name) && super::compiled(name).is_some_and(|pattern| pattern.matches(plural)),
    })
}

fn check_volumes(spec: &Spec, filter: &Filter<'_>, cluster: &Cluster, place: &Place<'_>, report: &mut Report<'_>) {
    let find = |names: &[String], plural| find_core_kind(names, plural, cluster);
    // Who excludes volumes by name knows.
    if !selects_core_kind(spec, "persistentvolumeclaims", cluster)
        || find(filter.excludes, "persistentvolumes").is_some()
    {
        return;
    }
    let claims = find(filter.includes, "persistentvolumeclaims");
    let are_volumes_named = filter.includes_all() || find(filter.includes, "persistentvolumes").is_some();
    let (why, help) = match spec.include_cluster_resources {
        Some(true) => return,
        Some(false) => ("`include_cluster_resources` is false", "set `include_cluster_resources: true`"),
        None if are_volumes_named => return,
        None => ("the resources do not name them", "add `persistentvolumes`, or set `include_cluster_resources: true`"),
    };
    report.push(|| {
        let message = format!("volume claims are saved without their volumes: {why}");
        let left = VOLUMES_LEFT_BEHIND.broken(message).help(help);
        match claims {
            Some(index) => left.at(&place.key("include_resources").index(index)),
            None => left.at(&place.key("include_cluster_resources")),
        }
    });
}
