//! The kinds of the objects: their names in a resource list, and whether they are namespaced.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::catalogue::INVENTORY_KIND_NOT_KNOWN;
use crate::cluster::{ApiResource, COHABITING, Cluster, Cohabiting, Names, group_resource};
use crate::diagnostic::quoted;
use crate::report::Report;
use crate::velero::special::{SPECIAL_KINDS, Special};

/// A kind as it is in objects.
#[derive(Clone, Debug)]
pub(super) struct SeenKind {
    pub(super) group: String,
    pub(super) kind: String,
    pub(super) special: Option<Special>,
    /// Whether an object of the kind is in a namespace.
    pub(super) has_namespaces: bool,
}

/// A kind of the inventory.
#[derive(Clone, Debug)]
pub(crate) struct Kind {
    /// `deployments.apps`
    pub(crate) group_resource: String,
    /// The other name under which Velero lists the objects, if it does not list them under the first.
    pub(crate) cohabitant: Option<String>,
    pub(crate) special: Option<Special>,
    pub(crate) namespaced: bool,
    /// Whether Velero sees it.
    pub(crate) is_seen: bool,
}

/// Resolves the names of kinds. Returns the cluster with the kinds of its definitions, the kinds, and the index of each
/// seen kind in them.
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
    // Without a list of kinds, a guess is resolved like a known kind.
    let cluster = if known.knows_all_kinds() {
        known
    } else {
        known.with_definitions(guessed.iter().map(|(seen, named)| named.api_resource(seen)).collect())
    };

    let mut kinds: Vec<Kind> = Vec::new();
    // A guessed name can be that of a special kind, such as that of a kind `persistentVolume`.
    let mut indexes: BTreeMap<(String, Option<Special>), u32> = BTreeMap::new();
    let index_of = named.into_iter().zip(seen).map(|(named, seen)| {
        let group_resource = group_resource(&named.plural, &named.group);
        let next = kinds.len() as u32;
        *indexes.entry((group_resource.clone(), seen.special)).or_insert_with(|| {
            kinds.push(Kind {
                is_seen: !named.is_hidden && cluster.resolve(&group_resource).is_some(),
                group_resource,
                cohabitant: named.cohabitant,
                special: seen.special,
                namespaced: named.namespaced,
            });
            next
        })
    });
    let index_of = index_of.collect();
    (cluster, kinds, index_of)
}

type ByKind<'c> = BTreeMap<(&'c str, &'c str), &'c ApiResource>;

/// Returns the cluster's kinds by group and kind; of two, the one that Velero sees.
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

/// The names of a seen kind.
struct Named {
    group: String,
    plural: String,
    namespaced: bool,
    cohabitant: Option<String>,
    is_guessed: bool,
    /// The cluster serves it, but Velero does not see it.
    is_hidden: bool,
}

impl Named {
    fn of(seen: &SeenKind, cluster: &Cluster, by_kind: &ByKind<'_>) -> Self {
        let cohabiting =
            COHABITING.iter().find(|known| known.kind == seen.kind && known.groups.contains(&&*seen.group));
        let mut group = seen.group.as_str();
        let mut cohabitant = None;
        if let Some(Cohabiting { kind, plural, groups }) = cohabiting {
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
                format!(
                    "{} is not a kind of the cluster: its objects are treated as not visible to Velero",
                    quoted(&kind)
                ),
                "pass the current output of `kubectl api-resources -o wide`",
            )
        } else {
            (
                format!("unknown kind {}: treated as {}", quoted(&kind), quoted(&guess)),
                "pass the output of the cluster's `kubectl api-resources -o wide` to be sure",
            )
        };
        INVENTORY_KIND_NOT_KNOWN.violation(message).help(help)
    });
}
