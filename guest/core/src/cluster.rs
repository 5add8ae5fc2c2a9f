//! The kinds that a cluster serves, and how Velero resolves the names in a resource list.

mod api_resource;
mod cohabiting;
mod index;
mod kinds;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::catalogue::{INVALID_API_RESOURCE, UNKNOWN_VELERO_VERSION, VELERO_VERSION_DIFFERS};
use crate::diagnostic::{Diagnostic, and_list, quoted};
use crate::model::last_value_at_first_place;
use crate::release::Release;
use crate::report::Report;
use crate::sort::sorted;
pub(crate) use api_resource::group_resource;
pub use api_resource::{ApiResource, Names};
use api_resource::{in_lower_case, lower_case};
pub(crate) use cohabiting::{COHABITING, Cohabiting};
use index::{Index, nearest};
use kinds::{BY_NAME, BY_SHORT_NAME, KINDS};

/// Maximum number of kinds of a cluster. Large clusters serve a few hundred.
pub const MAX_API_RESOURCES: usize = 5_000;

/// A kind with its group and plural.
type Named = ((Cow<'static, str>, Cow<'static, str>), ApiResource);

/// The kinds that a cluster serves.
///
/// ```
/// use k8s_backup_target::api_resources;
/// use k8s_backup_target::cluster::Cluster;
///
/// let listing = "NAME      SHORTNAMES   APIVERSION       NAMESPACED   KIND
/// widgets   wd           example.com/v1   true         Widget
/// ";
/// let cluster = Cluster::open(api_resources::parse_api_resources(listing).unwrap(), None).unwrap();
/// let resolve = |name| cluster.resolve(name).map(|kind| kind.group_resource());
///
/// assert_eq!(resolve("wd").as_deref(), Some("widgets.example.com"));
/// assert_eq!(resolve("Deployment").as_deref(), Some("deployments.apps"));
/// assert_eq!(resolve("gadgets"), None);
/// assert_eq!(cluster.suggest("deploymnets").as_deref(), Some("deployments.apps"));
/// ```
#[derive(Clone, Debug)]
pub struct Cluster {
    /// Sorted by group, in the order in which the cluster lists its groups: core first. A plural is unique in its
    /// group.
    kinds: Cow<'static, [ApiResource]>,
    index: Index,
    knows_all_kinds: bool,
    /// `None` if no version of Velero was given.
    release: Option<Release>,
    diagnostics: Vec<Diagnostic>,
}

static BUILTIN: Cluster = Cluster {
    kinds: Cow::Borrowed(&KINDS),
    index: Index::of_tables(&BY_NAME, &BY_SHORT_NAME),
    knows_all_kinds: false,
    release: None,
    diagnostics: Vec::new(),
};

impl Cluster {
    /// Returns a cluster of which only the built-in kinds of Kubernetes are known.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// Returns the given cluster, or else the built-in one.
    pub(crate) fn or_builtin(cluster: Option<&Self>) -> &Self {
        cluster.unwrap_or(Cluster::builtin())
    }

    fn with_kinds(kinds: Vec<ApiResource>, knows_all_kinds: bool) -> Self {
        let index = Index::of(&kinds);
        Cluster { index, kinds: kinds.into(), knows_all_kinds, release: None, diagnostics: Vec::new() }
    }

    /// Creates a cluster with the built-in kinds of Kubernetes and the given ones. A given kind replaces a built-in one
    /// with the same group and plural. `velero_version` is the version of Velero in the cluster, such as `1.18` or
    /// `v1.17.2`. Without it, rules follow the default release, and differences between the releases are reported.
    ///
    /// # Errors
    ///
    /// Refuses an unknown version of Velero, and kinds that no cluster can serve, each with its index as the subject.
    pub fn open(api_resources: Vec<ApiResource>, velero_version: Option<&str>) -> Result<Self, Vec<Diagnostic>> {
        let knows_all_kinds = !api_resources.is_empty();
        let mut report = Report::default();
        let release = release_of(velero_version, &mut report);
        let kinds = Cluster::of(KINDS.to_vec(), api_resources);
        let mut diagnostics = report.into_diagnostics();
        match (release, kinds) {
            (Some(release), Ok(kinds)) => Ok(Cluster {
                release: velero_version.map(|_| release),
                diagnostics,
                ..Cluster::with_kinds(kinds, knows_all_kinds)
            }),
            (_, kinds) => {
                diagnostics.extend(kinds.err().into_iter().flatten());
                Err(diagnostics)
            }
        }
    }

    /// Returns this cluster with a release of Velero.
    pub fn with_release(self, release: Release) -> Self {
        Cluster { release: Some(release), ..self }
    }

    /// Returns the warnings about the version of Velero.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Returns the release of Velero; the default if no version was given.
    pub fn release(&self) -> Release {
        self.release.unwrap_or_default()
    }

    /// Whether a version of Velero was given. Otherwise, differences between the releases matter.
    pub fn knows_release(&self) -> bool {
        self.release.is_some()
    }

    /// Creates a cluster that serves exactly the given kinds, without the built-in ones.
    ///
    /// # Errors
    ///
    /// Refuses kinds that no cluster can serve, each with its index as the subject.
    pub fn exactly(api_resources: Vec<ApiResource>) -> Result<Self, Vec<Diagnostic>> {
        Cluster::of(Vec::new(), api_resources).map(|kinds| Cluster::with_kinds(kinds, true))
    }

    /// Returns this cluster with further kinds from its own definitions. A kind that it already has, or that no cluster
    /// can serve, is skipped.
    pub(crate) fn with_definitions(&self, definitions: Vec<ApiResource>) -> Self {
        let is_new = |kind: &ApiResource| {
            let mut report = Report::default();
            api_resource::check(kind, &mut report);
            report.is_empty() && self.of_plural(&kind.plural).all(|known| known.group != kind.group)
        };
        let new: Vec<ApiResource> = definitions.into_iter().filter(is_new).collect();
        if new.is_empty() {
            return self.clone();
        }
        Cluster {
            release: self.release,
            diagnostics: self.diagnostics.clone(),
            ..Cluster::with_kinds(joined(self.kinds.to_vec(), new), self.knows_all_kinds)
        }
    }

    /// Returns known kinds with the given ones, in order.
    fn of(kinds: Vec<ApiResource>, given: Vec<ApiResource>) -> Result<Vec<ApiResource>, Vec<Diagnostic>> {
        if given.len() > MAX_API_RESOURCES {
            let message = format!("there are {} kinds, and the maximum is {MAX_API_RESOURCES}", given.len());
            let finding = INVALID_API_RESOURCE.violation(message).help("pass the kinds of one cluster, each once");
            return Err(vec![finding.into_diagnostic()]);
        }
        let mut diagnostics = Vec::new();
        for (subject, kind) in (0_u32..).zip(&given) {
            let mut report = Report::about(subject);
            api_resource::check(kind, &mut report);
            diagnostics.extend(report.into_diagnostics());
        }
        if diagnostics.is_empty() { Ok(joined(kinds, given)) } else { Err(diagnostics) }
    }

    /// Returns the kinds that the cluster serves, sorted by group, including those that Velero does not see.
    pub fn api_resources(&self) -> &[ApiResource] {
        &self.kinds
    }

    /// Whether the cluster's own kinds were given. Otherwise a name that does not resolve may be a custom resource.
    pub fn knows_all_kinds(&self) -> bool {
        self.knows_all_kinds
    }

    /// Whether the group of a kind is not built in.
    pub(crate) fn is_custom(&self, kind: &ApiResource) -> bool {
        !KINDS.iter().any(|builtin| builtin.group == kind.group)
    }

    /// Returns the kinds with a plural, in all groups.
    pub(crate) fn of_plural(&self, plural: &str) -> impl Iterator<Item = &ApiResource> {
        self.called(plural).filter(move |kind| kind.plural == plural)
    }

    /// Returns the kinds whose plural or singular is this resource in lower case, in order.
    fn called(&self, resource: &str) -> impl Iterator<Item = &ApiResource> {
        self.index.called(resource).filter_map(|index| self.kind(index))
    }

    /// Whether a name is that of a kind that Velero does not see.
    pub(crate) fn unseen(&self, name: &str) -> bool {
        let (resource, group) = name.split_once('.').unwrap_or((name, ""));
        let resource = in_lower_case(resource);
        let is_it = |kind: &ApiResource| !kind.is_seen_by_velero() && (group.is_empty() || kind.group == group);
        self.called(&resource).any(is_it)
    }

    /// Resolves a name in a resource list as Velero does: a plural, a singular, a kind or a short name, with or without
    /// a group or the start of one. `None` if Velero finds nothing, or a kind that it does not see.
    pub fn resolve(&self, name: &str) -> Option<&ApiResource> {
        let (resource, group) = name.split_once('.').unwrap_or((name, ""));
        // A short name keeps the written group, also an empty one: `ksvc` is the first `services` of all groups.
        let resource = in_lower_case(self.long_name(resource, group));
        if resource.is_empty() {
            return None;
        }
        // For client-go, each kind has a list, and each group has a kind `list`. They cannot be stored, but they hide
        // kinds of later groups.
        let list = resource.strip_suffix('s').unwrap_or(&resource).strip_suffix("list");
        let list = list.map(|listed| (listed, format!("{listed}lists")));

        let all: &[ApiResource] = if list.is_some() { &self.kinds } else { &[] };
        let called = list.is_none().then(|| self.called(&resource));
        let kinds = all.iter().chain(called.into_iter().flatten());

        // The first group that starts with the written group is used, even if a later group is equal to it.
        let mut found: Option<(&ApiResource, &str)> = None;
        for candidate in kinds.filter(|kind| group.is_empty() || kind.group.starts_with(group)) {
            let plural = match &list {
                _ if candidate.is_called(&resource) => &*candidate.plural,
                Some((listed, plural)) if listed.is_empty() || lower_case(&candidate.kind).eq(listed.chars()) => {
                    plural.as_str()
                }
                _ => continue,
            };
            match found {
                None => found = Some((candidate, plural)),
                Some((first, _)) if first.group != candidate.group => break,
                Some((_, same)) if same == plural => {}
                // Two kinds of one group are ambiguous for client-go.
                Some(_) => return None,
            }
        }
        let (first, plural) = found?;
        let is_it = |kind: &&ApiResource| kind.plural == plural && kind.group == first.group;
        let kind = Some(first).filter(is_it).or_else(|| self.kinds.iter().find(is_it))?;
        kind.is_seen_by_velero().then_some(kind)
    }

    /// Returns the plural of a short name, or the name itself. Velero uses the kind with the written group, or else the
    /// first one whose group starts with it.
    fn long_name<'n>(&'n self, resource: &'n str, group: &str) -> &'n str {
        let mut by_prefix = None;
        let mut is_known = false;
        for kind in self.index.abbreviated(resource).filter_map(|index| self.kind(index)) {
            if !kind.is_seen_by_velero() {
                continue;
            }
            is_known = true;
            if group.is_empty() || group == kind.group {
                return &kind.plural;
            }
            if kind.group.starts_with(group) {
                by_prefix.get_or_insert(&*kind.plural);
            }
        }
        let is_supplied = |short: &str, its_group: &str| !is_known && short == resource && its_group.starts_with(group);
        let supplied = SUPPLIED_SHORT_NAMES.iter().find(|(short, its_group, _)| is_supplied(short, its_group));
        by_prefix.or(supplied.map(|&(.., plural)| plural)).unwrap_or(resource)
    }

    /// Returns the group-resource that is probably meant by a name that does not resolve.
    pub fn suggest(&self, name: &str) -> Option<String> {
        let name = in_lower_case(name);
        let (resource, _) = name.split_once('.').unwrap_or((&name, ""));
        // A known resource with an unknown group, or a short name in upper case, is nearer than any misspelled name.
        let known = self.index.called(resource).chain(self.index.abbreviated(&name));
        // `pvcs` is the plural of a short name.
        let abbreviated = resource.strip_suffix('s').into_iter().flat_map(|short| self.index.abbreviated(short));
        let known = known.chain(abbreviated);
        let is_seen = |index: &u32| self.kind(*index).is_some_and(ApiResource::is_seen_by_velero);
        let known = known.filter(is_seen).min().and_then(|index| self.kind(index));
        known.or_else(|| nearest(&name, &self.kinds)).map(ApiResource::group_resource)
    }

    fn kind(&self, index: u32) -> Option<&ApiResource> {
        self.kinds.get(index as usize)
    }
}

/// Joins known kinds with others, in the order of their groups; of two with the same group and plural, the later one.
fn joined(mut kinds: Vec<ApiResource>, others: Vec<ApiResource>) -> Vec<ApiResource> {
    kinds.extend(others);
    // A printed list is sorted by group. Its order is not that of the built-in groups.
    let mut ranks = BTreeMap::new();
    for kind in KINDS.iter().chain(&kinds) {
        let next = ranks.len();
        ranks.entry(kind.group.clone()).or_insert(next);
    }
    let named = kinds.into_iter().map(|kind| ((kind.group.clone(), kind.plural.clone()), kind));
    let rank = |kind: &Named| ranks.get(&kind.0.0).copied();
    let unique = sorted(last_value_at_first_place(named, |_, _| ()), &|a, b| rank(a).cmp(&rank(b)));
    unique.into_iter().map(|(_, kind)| kind).collect()
}

/// Short names that Velero adds if no kind has them: the name, its group, the plural.
const SUPPLIED_SHORT_NAMES: [(&str, &str, &str); 2] =
    [("svc", "", "services"), ("netpol", "extensions", "networkpolicies")];

/// Returns the release of a version of Velero; the default without a version. An unknown version is an error in the
/// report, and then there is no release. A version that is known to differ from its release is a warning.
pub(crate) fn release_of(version: Option<&str>, report: &mut Report) -> Option<Release> {
    let Some(version) = version else { return Some(Release::default()) };
    let release = Release::of_version(version);
    match (release, Release::difference_of_version(version)) {
        (None, _) => report.push(|| {
            let known: Vec<String> = Release::ALL.iter().map(|release| format!("`{release}`")).collect();
            let help = format!("the known versions are {}, and their patches, such as `v1.17.0`", and_list(&known));
            UNKNOWN_VELERO_VERSION.violation(format!("Velero {} is not a known version", quoted(version))).help(help)
        }),
        (Some(release), Some(difference)) => report.push(|| {
            let message = format!("Velero {} is treated as {}, but {difference}", quoted(version), release.measured());
            let help = if release == Release::NEWEST {
                format!("write `{release}` if the server runs a build of the main branch")
            } else {
                format!("update the server to a later patch, and write `{release}`")
            };
            VELERO_VERSION_DIFFERS.violation(message).help(help)
        }),
        _ => {}
    }
    release
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Returns a namespaced kind with a group-resource, a kind and short names.
    fn kind(group_resource: &str, kind: &str, short_names: &[&str]) -> ApiResource {
        let (plural, group) = group_resource.split_once('.').unwrap_or((group_resource, ""));
        ApiResource {
            group: group.to_owned().into(),
            plural: plural.to_owned().into(),
            singular: None,
            kind: kind.to_owned().into(),
            short_names: short_names.iter().map(|name| (*name).to_owned().into()).collect(),
            namespaced: true,
            verbs: Names::default(),
        }
    }

    #[track_caller]
    fn cluster(kinds: &[ApiResource]) -> Cluster {
        Cluster::exactly(kinds.to_vec()).expect("kinds that a cluster serves")
    }

    fn resolve(cluster: &Cluster, name: &str) -> Option<String> {
        cluster.resolve(name).map(ApiResource::group_resource)
    }

    #[test]
    fn the_built_in_kinds_are_in_order_and_whole() {
        let mut groups: Vec<&str> = KINDS.iter().map(|kind| &*kind.group).collect();
        groups.dedup();
        let order = groups.clone();
        groups.sort_unstable();
        groups.dedup();
        assert_eq!(groups.len(), order.len(), "a group is in two places: {order:?}");
        assert_eq!(order.first(), Some(&""));
        for pair in KINDS.windows(2) {
            assert!(pair[0].group != pair[1].group || pair[0].plural < pair[1].plural, "{pair:?}");
        }
        for resource in &KINDS {
            let mut report = Report::default();
            api_resource::check(resource, &mut report);
            assert!(report.into_diagnostics().is_empty(), "{resource:?}");
            assert_eq!(resource.singular.as_deref(), Some(resource.kind.to_lowercase().as_str()));
            assert!(resource.verbs.iter().any(|verb| verb == "create" || verb == "list"), "{resource:?}");
            assert!(resource.verbs.is_sorted(), "{resource:?}");
        }
        let seen = KINDS.iter().filter(|kind| kind.is_seen_by_velero()).count();
        assert!((50..KINDS.len()).contains(&seen), "{seen}");
    }

    #[test]
    fn the_built_in_index_is_that_of_the_built_in_kinds() {
        assert_eq!(Cluster::builtin().index, Index::of(&KINDS));
    }

    #[test]
    fn every_built_in_kind_that_velero_sees_resolves_to_itself() {
        let cluster = Cluster::builtin();
        for kind in &KINDS {
            let expected = kind.is_seen_by_velero().then_some(kind);
            assert_eq!(cluster.resolve(&kind.group_resource()), expected, "{kind:?}");
        }
    }

    #[test]
    fn names_that_velero_does_not_find() {
        let cluster = Cluster::builtin();
        for name in ["", ".", ".apps", "PO", "deployments.v1.apps", "pods.core", "pods ", "podlist", "list", "bindings"]
        {
            assert_eq!(resolve(cluster, name), None, "{name}");
        }
    }

    #[test]
    fn a_name_in_several_groups_is_of_the_first() {
        let own = [
            kind("services.serving.knative.dev", "Service", &["ksvc"]),
            kind("services", "Service", &["svc"]),
            kind("things.b.example.com", "Thing", &["th"]),
            kind("things.b", "Thing", &["th"]),
            kind("things.a", "Thing", &["th"]),
        ];
        let cluster = cluster(&own);
        for (name, found) in [
            ("service", "services"),
            ("services.serving", "services.serving.knative.dev"),
            ("ksvc", "services"),
            ("ksvc.serving", "services.serving.knative.dev"),
            ("things", "things.b.example.com"),
            // client-go uses the order of the groups even if the whole group is written.
            ("things.b", "things.b.example.com"),
            ("th.b", "things.b.example.com"),
            ("things.a", "things.a"),
        ] {
            assert_eq!(resolve(&cluster, name).as_deref(), Some(found), "{name}");
        }
    }

    #[test]
    fn lower_case_is_that_of_go() {
        let cluster = cluster(&[kind("kits", "Kit", &["k"])]);
        assert_eq!(resolve(&cluster, "\u{212a}\u{130}TS").as_deref(), Some("kits"));
        assert_eq!(resolve(&cluster, "\u{212a}"), None);
    }

    #[test]
    fn a_short_name_wins_over_a_plural() {
        let cluster = cluster(&[kind("secrets", "Secret", &[]), kind("vaults.example.com", "Vault", &["secret"])]);
        assert_eq!(resolve(&cluster, "secret").as_deref(), Some("vaults.example.com"));
        assert_eq!(resolve(&cluster, "Secret").as_deref(), Some("secrets"));
    }

    #[test]
    fn velero_supplies_two_short_names() {
        let own = cluster(&[
            kind("services", "Service", &[]),
            kind("networkpolicies.networking.k8s.io", "NetworkPolicy", &[]),
        ]);
        assert_eq!(resolve(&own, "svc").as_deref(), Some("services"));
        assert_eq!(resolve(&own, "netpol").as_deref(), Some("networkpolicies.networking.k8s.io"));
        assert_eq!(resolve(&own, "netpol.networking"), None);
        let taken = cluster(&[kind("services", "Service", &[]), kind("saviours.example.com", "Saviour", &["svc"])]);
        assert_eq!(resolve(&taken, "svc").as_deref(), Some("saviours.example.com"));
    }

    #[test]
    fn a_kind_that_velero_does_not_see_hides_later_ones() {
        let verbs = |verbs: &'static [&str], kind| ApiResource {
            verbs: verbs.iter().map(|&verb| verb.into()).collect(),
            ..kind
        };
        let cluster = cluster(&[
            verbs(&["get", "list"], kind("gauges.a", "Gauge", &["ga"])),
            verbs(&["get", "list", "create", "delete"], kind("gauges.b", "Gauge", &["ga"])),
            kind("podlists.b", "PodList", &[]),
            kind("pods", "Pod", &[]),
        ]);
        assert_eq!(resolve(&cluster, "gauges"), None);
        assert_eq!(resolve(&cluster, "ga"), None);
        assert_eq!(resolve(&cluster, "ga.b").as_deref(), Some("gauges.b"));
        assert_eq!(resolve(&cluster, "podlists"), None);
        assert_eq!(resolve(&cluster, "podlists.b").as_deref(), Some("podlists.b"));
    }

    #[test]
    fn two_kinds_of_one_group_with_a_name_do_not_resolve() {
        let cluster = cluster(&[kind("gauges.a", "Gauge", &[]), kind("gauge.a", "Other", &[])]);
        assert_eq!(resolve(&cluster, "gauge"), None);
        assert_eq!(resolve(&cluster, "gauges").as_deref(), Some("gauges.a"));
    }

    #[test]
    fn a_given_kind_replaces_a_built_in_one() {
        let cluster = Cluster::open(vec![kind("deployments.apps", "Deployment", &["dp"])], None).expect("a kind");
        assert_eq!(cluster.api_resources().len(), KINDS.len());
        assert_eq!((resolve(&cluster, "deploy"), resolve(&cluster, "dp")), (None, Some("deployments.apps".to_owned())));
        assert!(cluster.knows_all_kinds());
        assert!(!Cluster::open(Vec::new(), None).expect("nothing given").knows_all_kinds());
        assert!(!Cluster::builtin().knows_all_kinds());
    }

    #[test]
    fn the_version_of_velero_is_a_known_one() {
        for (version, rules) in [
            ("1.15", &[][..]),
            ("v1.17.0", &[]),
            ("1.18.12", &[]),
            ("main", &[]),
            ("1.15.0", &[&VELERO_VERSION_DIFFERS]),
            ("v1.19", &[&VELERO_VERSION_DIFFERS]),
        ] {
            let cluster = Cluster::open(Vec::new(), Some(version)).expect(version);
            let warnings = cluster.diagnostics().iter().map(|diagnostic| diagnostic.rule).collect::<Vec<_>>();
            assert_eq!((warnings.as_slice(), cluster.knows_release()), (rules, true), "{version}");
        }
        assert_eq!(Cluster::builtin().release(), Release::V1_18);
        assert!(!Cluster::open(Vec::new(), None).expect("the built-in kinds").knows_release());
        for version in ["", "v", "1", "1.1", "1.14.1", "1.18.x", "1.18.1.2", "1.18-rc"] {
            let refused = Cluster::open(Vec::new(), Some(version)).expect_err(version);
            assert_eq!(refused.iter().map(|diagnostic| diagnostic.rule).collect::<Vec<_>>(), [&UNKNOWN_VELERO_VERSION]);
        }
    }

    #[test]
    fn kinds_that_no_cluster_serves_are_refused_with_their_index() {
        let given = [
            kind("pods", "Pod", &[]),
            kind("", "", &[]),
            kind("Pods", "Pod", &[]),
            kind("pods/log", "Pod", &[]),
            kind("a b", "Pod", &[]),
            ApiResource { plural: "deployments.apps".into(), ..kind("pods", "Pod", &[]) },
        ];
        let refused = Cluster::open(given.to_vec(), Some("2")).expect_err("all is bad");
        let found: Vec<_> =
            refused.iter().map(|found| (found.subject, found.pointer.as_str(), found.message.as_str())).collect();
        assert_eq!(
            found,
            [
                (None, "", "Velero `2` is not a known version"),
                (Some(1), "/plural", "the plural is empty"),
                (Some(1), "/kind", "the kind of `\"\"` is empty"),
                (Some(2), "/plural", "the plural `Pods` is not in lower case"),
                (Some(3), "/plural", "`pods/log` is a subresource"),
                (Some(4), "/plural", "the plural `a b` is not a valid name"),
                (Some(5), "/plural", "the plural `deployments.apps` is not a valid name"),
            ]
        );
    }

    #[test]
    fn a_near_name_is_suggested() {
        let cluster = Cluster::builtin();
        for (name, suggested) in [
            ("deploymnets", Some("deployments.apps")),
            ("Deploymet", Some("deployments.apps")),
            ("deployment.app.k8s.io", Some("deployments.apps")),
            ("deployments.v1.apps", Some("deployments.apps")),
            ("pods.core", Some("pods")),
            ("PO", Some("pods")),
            ("secretes", Some("secrets")),
            ("pod ", Some("pods")),
            ("persistentvolumeclaim.s", Some("persistentvolumeclaims")),
            ("ingresses.networking.k8s.oi", Some("ingresses.networking.k8s.io")),
            ("widgets", None),
            ("x", None),
            ("", None),
            ("*", None),
        ] {
            assert_eq!(cluster.suggest(name).as_deref(), suggested, "{name}");
        }
    }

    proptest! {
        #[test]
        fn any_text_resolves_or_does_not(name: String) {
            let cluster = Cluster::builtin();
            let _ = (cluster.resolve(&name), cluster.suggest(&name));
        }

        #[test]
        fn what_is_suggested_resolves(name in "[a-zP]{0,12}(\\.[a-z]{0,5})?") {
            let cluster = Cluster::builtin();
            if let Some(suggested) = cluster.suggest(&name) {
                prop_assert_eq!(resolve(cluster, &suggested), Some(suggested));
            }
        }

        #[test]
        fn what_resolves_is_of_the_group_that_was_written(
            kinds in prop::collection::vec(("[ab]{1,2}(\\.[ab]{1,2})?", "[AB][ab]?", "[ab]{1,2}"), 0..8),
            resource in "[abAB]{1,3}(s|list|lists)?",
            group in "[ab]{0,2}",
        ) {
            let kinds: Vec<_> = kinds.iter().map(|(name, camel, short)| kind(name, camel, &[short])).collect();
            let cluster = cluster(&kinds);
            if let Some(found) = cluster.resolve(&format!("{resource}.{group}")) {
                prop_assert!(found.group.starts_with(group.as_str()));
            }
        }
    }
}
