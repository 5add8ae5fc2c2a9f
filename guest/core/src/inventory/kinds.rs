//! The kinds of the objects that are read: what a resource list calls them, and whether they are in namespaces.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::strings::Interner;
use crate::catalogue::INVENTORY_KIND_NOT_KNOWN;
use crate::cluster::{ApiResource, Cluster, Names, group_resource};
use crate::diagnostic::quoted;
use crate::report::Report;
use crate::velero::special::{SPECIAL_KINDS, Special};

/// A kind as the objects have it.
#[derive(Clone, Debug)]
pub(super) struct SeenKind {
    pub(super) group: String,
    pub(super) kind: String,
    pub(super) special: Option<Special>,
    /// Whether an object of it is in a namespace.
    pub(super) has_namespaces: bool,
}

/// A kind of the inventory.
#[derive(Clone, Debug)]
pub(crate) struct Kind {
    /// `deployments.apps`
    pub(crate) group_resource: String,
    /// The other name under which Velero collects the objects, if not under the first.
    pub(crate) cohabitant: Option<String>,
    pub(crate) special: Option<Special>,
    pub(crate) namespaced: bool,
    /// Whether Velero sees it.
    pub(crate) is_seen: bool,
}

/// Kinds that one object shows under two groups, and that Velero collects once: kind, plural, the groups.
const COHABITING: [(&str, &str, [&str; 2]); 5] = [
    ("Event", "events", ["", "events.k8s.io"]),
    ("Deployment", "deployments", ["apps", "extensions"]),
    ("DaemonSet", "daemonsets", ["apps", "extensions"]),
    ("ReplicaSet", "replicasets", ["apps", "extensions"]),
    ("NetworkPolicy", "networkpolicies", ["networking.k8s.io", "extensions"]),
];

/// What the kinds are called. Gives the cluster with what its definitions tell, the kinds, and for each seen one its
/// place among them.
pub(super) fn name_kinds(
    seen: &[SeenKind],
    cluster: &Cluster,
    definitions: Vec<ApiResource>,
    report: &mut Report,
) -> (Cluster, Vec<Kind>, Vec<u32>) {
    let known = cluster.with_definitions(definitions);
    let by_kind = by_kind(&known);
    let named: Vec<Named> = seen.iter().map(|seen| Named::of(seen, &known, &by_kind)).collect();
    let guessed = seen.iter().zip(&named).filter(|(_, named)| named.is_guessed);
    let guessed: Vec<(&SeenKind, &Named)> = guessed.collect();
    for (seen, named) in &guessed {
        report_guessed(seen, named, cluster, report);
    }
    // A guess that is as good as any is looked up as what is known is.
    let cluster = if known.knows_all_kinds() {
        known
    } else {
        known.with_definitions(guessed.iter().map(|(seen, named)| named.api_resource(seen)).collect())
    };

    let mut kinds: Vec<Kind> = Vec::new();
    let mut places = Interner::default();
    let place_of = named.into_iter().zip(seen).map(|(named, seen)| {
        let group_resource = group_resource(&named.plural, &named.group);
        let place = places.intern(&group_resource);
        if place as usize == kinds.len() {
            kinds.push(Kind {
                is_seen: !named.is_hidden && cluster.resolve(&group_resource).is_some(),
                group_resource,
                cohabitant: named.cohabitant,
                special: seen.special,
                namespaced: named.namespaced,
            });
        }
        place
    });
    let place_of = place_of.collect();
    (cluster, kinds, place_of)
}

type ByKind<'c> = BTreeMap<(&'c str, &'c str), &'c ApiResource>;

/// The cluster's kinds; of two with the same name in objects, the one that Velero sees.
fn by_kind(cluster: &Cluster) -> ByKind<'_> {
    let mut by_kind = ByKind::new();
    for resource in cluster.api_resources().iter().rev() {
        let known = by_kind.entry((&resource.group, &resource.kind)).or_insert(resource);
        if resource.is_seen_by_velero() || !known.is_seen_by_velero() {
            *known = resource;
        }
    }
    by_kind
}

/// What a seen kind is called.
struct Named {
    group: String,
    plural: String,
    namespaced: bool,
    cohabitant: Option<String>,
    is_guessed: bool,
    /// The cluster serves it, and Velero does not see it.
    is_hidden: bool,
}

impl Named {
    fn of(seen: &SeenKind, cluster: &Cluster, by_kind: &ByKind<'_>) -> Self {
        let cohabiting =
            COHABITING.iter().find(|(kind, _, groups)| *kind == seen.kind && groups.contains(&&*seen.group));
        let mut group = seen.group.as_str();
        let mut cohabitant = None;
        if let Some((kind, plural, groups)) = cohabiting {
            let mut served =
                groups.iter().filter(|group| by_kind.get(&(*group, kind)).is_some_and(|kind| kind.is_seen_by_velero()));
            group = served.next().unwrap_or(groups.first().unwrap_or(&group));
            cohabitant = served.next().map(|group| group_resource(plural, group));
        }
        if let Some(kind) = by_kind.get(&(group, &seen.kind)) {
            return Named {
                group: kind.group.to_string(),
                plural: kind.plural.to_string(),
                namespaced: kind.namespaced,
                cohabitant,
                is_guessed: false,
                is_hidden: !kind.is_seen_by_velero(),
            };
        }
        let known = SPECIAL_KINDS
            .iter()
            .find(|(special, ..)| Some(*special) == seen.special)
            .map(|(.., plural)| (*plural).to_owned());
        Named {
            group: group.to_owned(),
            plural: known.unwrap_or_else(|| format!("{}s", seen.kind.to_lowercase())),
            namespaced: seen.has_namespaces,
            cohabitant,
            is_guessed: true,
            is_hidden: cluster.knows_all_kinds(),
        }
    }

    fn api_resource(&self, seen: &SeenKind) -> ApiResource {
        ApiResource {
            group: Cow::Owned(self.group.clone()),
            plural: Cow::Owned(self.plural.clone()),
            singular: None,
            kind: Cow::Owned(seen.kind.clone()),
            short_names: Names::default(),
            namespaced: self.namespaced,
            verbs: Names::default(),
        }
    }
}

fn report_guessed(seen: &SeenKind, named: &Named, cluster: &Cluster, report: &mut Report) {
    report.push(|| {
        let kind = if seen.group.is_empty() { seen.kind.clone() } else { format!("{}/{}", seen.group, seen.kind) };
        let guess = group_resource(&named.plural, &named.group);
        let (message, help) = if cluster.knows_all_kinds() {
            (
                format!("{} is none of the cluster's kinds, so Velero is taken not to see its objects", quoted(&kind)),
                "print the cluster's kinds again: `kubectl api-resources -o wide`",
            )
        } else {
            (
                format!("nothing tells of the kind {}, so it is taken for {}", quoted(&kind), quoted(&guess)),
                "give the cluster's kinds, as `kubectl api-resources -o wide` prints them",
            )
        };
        INVENTORY_KIND_NOT_KNOWN.violation(message).help(help)
    });
}
