//! What each release of Velero saves of a cluster.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::ServedKind;
use crate::{Spec, cases};

/// A spec or a Backup, and what each release saves of a cluster.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReleaseCase {
    /// The name of the cluster.
    cluster: String,
    /// The spec, if it is not a Backup.
    pub spec: Option<Spec>,
    /// The spec of a Backup, as JSON.
    pub backup: Option<serde_json::Value>,
    /// The answers by release. `=1.17` is the answer of 1.17.
    expect: BTreeMap<String, Answer>,
    /// The errors that Velero logs in backups that end PartiallyFailed, by release.
    #[serde(default)]
    partially_failed: Option<BTreeMap<String, Vec<String>>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Answer {
    AsIn(String),
    Own(OwnAnswer),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum OwnAnswer {
    Saved(BTreeSet<String>),
    Refused(Vec<String>),
    Failed(IgnoredAny),
}

/// How a backup ends, and what it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It ends without an error, or PartiallyFailed.
    Saved {
        /// The objects: `pods prod/web-0`.
        objects: BTreeSet<String>,
        /// Whether it ends PartiallyFailed; `None` if that was not measured.
        partially_failed: Option<bool>,
    },
    /// Velero refuses it, with these kinds of errors: `namespaces: in both *`. The wording is not compared. `None` in an
    /// answer is not compared at all.
    Refused(Option<BTreeSet<String>>),
    /// It fails.
    Failed,
}

#[derive(Deserialize)]
struct Cluster {
    namespaces: Vec<Box<RawValue>>,
    objects: Vec<Box<RawValue>>,
}

/// The objects of clusters, one in each line, by the name of the cluster.
pub(super) struct Clusters(BTreeMap<String, String>);

impl Clusters {
    /// Reads the clusters of a folder.
    pub(super) fn of(folder: &str) -> Self {
        let clusters: Vec<(String, BTreeMap<String, Cluster>)> = cases(folder);
        let (_, clusters) = clusters.into_iter().next().expect("a line with all clusters");
        let lines = |cluster: Cluster| {
            let objects = cluster.namespaces.iter().chain(&cluster.objects);
            objects.fold(String::new(), |lines, object| lines + object.get() + "\n")
        };
        Clusters(clusters.into_iter().map(|(name, cluster)| (name, lines(cluster))).collect())
    }

    /// Returns the objects of a cluster.
    pub(super) fn objects(&self, name: &str) -> &str {
        self.0.get(name).expect("a cluster of the file")
    }
}

/// Why cases of Backups are not about filters.
const NOT_ABOUT_FILTERS: [(&str, &str); 3] = [
    ("storageLocation", "the location must exist in the cluster"),
    ("volumeSnapshotLocations", "the location must exist in the cluster"),
    ("ttl", "the Backup cannot be decoded"),
];

impl ReleaseCase {
    fn answer(&self, release: &str) -> Ended {
        let mut of = release;
        let own = loop {
            match self.expect.get(of).expect("each release has an answer") {
                Answer::AsIn(other) => of = other.strip_prefix('=').expect("it starts with `=`"),
                Answer::Own(own) => break own,
            }
        };
        match own {
            OwnAnswer::Saved(objects) => Ended::Saved {
                objects: objects.iter().map(|object| merged_events(object)).collect(),
                partially_failed: self.partially_failed.as_ref().map(|errors| errors.contains_key(release)),
            },
            OwnAnswer::Refused(errors) => Ended::Refused(Some(errors.iter().map(|error| kind_of(error)).collect())),
            OwnAnswer::Failed(_) => Ended::Failed,
        }
    }

    fn is_about_filters(&self) -> bool {
        let has = |field: &str| self.backup.as_ref().is_some_and(|backup| backup.get(field).is_some());
        !NOT_ABOUT_FILTERS.iter().any(|(field, _)| has(field))
    }
}

/// Returns the kind of an error: the lists that it is about, what is wrong, and the entry.
fn kind_of(error: &str) -> String {
    const LISTS: [(&str, &str); 4] = [
        ("Invalid included/excluded namespace lists: ", "namespaces"),
        ("Invalid included/excluded resource lists: ", "resources"),
        ("Invalid cluster-scoped included/excluded resource lists: ", "cluster-scoped resources"),
        ("Invalid namespace-scoped included/excluded resource lists: ", "namespace-scoped resources"),
    ];
    const OTHERS: [(&str, &str); 4] = [
        ("fail to ", "resource policy"),
        ("include-resources, exclude-resources and include-cluster-resources are old", "mixed lists"),
        ("encountered labelSelector as well as orLabelSelectors", "both selectors"),
        ("cannot be decoded: time: ", "ttl"),
    ];
    const FAULTS: [(&str, &str); 5] = [
        ("excludes list cannot contain '*'", "wildcard excluded"),
        ("when exclude is '*'", "wildcard excluded"),
        ("includes list must either", "included wildcard not alone"),
        ("excludes list must either", "excluded wildcard not alone"),
        ("wildcard pattern", "pattern"),
    ];
    let list = LISTS.iter().find_map(|(start, lists)| Some((*lists, error.strip_prefix(start)?)));
    let Some((lists, words)) = list else {
        let other = OTHERS.iter().find(|(start, _)| error.starts_with(start));
        return other.unwrap_or_else(|| panic!("{error}")).1.to_owned();
    };
    let fault = FAULTS.iter().find(|(start, _)| words.starts_with(start)).map(|(_, fault)| (*fault).to_owned());
    let in_both = || words.strip_prefix("excludes list cannot contain an item in the includes list: ");
    let name = || words.strip_prefix("invalid namespace ")?.rsplit_once("\": ");
    let fault = fault.or_else(|| Some(format!("in both {}", in_both()?)));
    let fault = fault.or_else(|| name().map(|(name, _)| format!("name {name}\"")));
    format!("{lists}: {}", fault.unwrap_or_else(|| panic!("{error}")))
}

/// Events are served under two groups, and are the same objects. The group in the backup is not compared.
fn merged_events(object: &str) -> String {
    match object.strip_prefix("events.events.k8s.io ") {
        Some(name) => format!("events {name}"),
        None => object.to_owned(),
    }
}

/// Returns the name of an object in an answer: `pods prod/web-0`.
pub fn object_name(group_resource: &str, namespace: Option<&str>, name: &str) -> String {
    match namespace {
        Some(namespace) => format!("{group_resource} {namespace}/{name}"),
        None => format!("{group_resource} {name}"),
    }
}

/// Returns the kinds of the measured clusters, in order.
pub fn served_kinds() -> Vec<ServedKind> {
    cases("releases/kinds").into_iter().map(|(_, kind)| kind).collect()
}

/// Compares how the backups of all releases end, and which objects they have. `run` gets the objects of a cluster, one
/// in each line, a case and a release; its objects are `group-resource namespace/name`.
///
/// # Panics
///
/// If an answer differs. The message has all cases with other answers.
pub fn check_releases(releases: &[&str], run: impl FnMut(&str, &ReleaseCase, &str) -> Ended) {
    check_cases(releases, |_| true, run);
}

/// The same, only for specs.
///
/// # Panics
///
/// If an answer differs. The message has all cases with other answers.
pub fn check_specs_by_release(releases: &[&str], mut run: impl FnMut(&str, &Spec, &str) -> Ended) {
    check_cases(
        releases,
        |case| case.spec.is_some(),
        |objects, case, release| run(objects, case.spec.as_ref().expect("only specs"), release),
    );
}

fn check_cases(
    releases: &[&str],
    is_run: impl Fn(&ReleaseCase) -> bool,
    mut run: impl FnMut(&str, &ReleaseCase, &str) -> Ended,
) {
    let clusters = Clusters::of("releases/clusters");
    let mut disagreements = String::new();
    let mut compared = 0;
    for (place, case) in
        cases::<ReleaseCase>("releases/cases").into_iter().filter(|(_, case)| case.is_about_filters() && is_run(case))
    {
        let objects = clusters.objects(&case.cluster);
        for release in releases {
            let expected = case.answer(release);
            let mut answered = run(objects, &case, release);
            if let Ended::Saved { objects, partially_failed } = &mut answered {
                *objects = objects.iter().map(|object| merged_events(object)).collect();
                if matches!(&expected, Ended::Saved { partially_failed: None, .. }) {
                    *partially_failed = None;
                }
            }
            if let (Ended::Refused(kinds @ None), Ended::Refused(measured)) = (&mut answered, &expected) {
                *kinds = measured.clone();
            }
            compared += 1;
            if expected != answered {
                let _ = writeln!(disagreements, "{place} in {release}: {}", difference(&case, &expected, &answered));
            }
        }
    }
    assert!(compared > 5_000, "{compared}");
    assert!(disagreements.is_empty(), "{disagreements}");
}

fn difference(case: &ReleaseCase, expected: &Ended, answered: &Ended) -> String {
    let input = match (&case.spec, &case.backup) {
        (Some(spec), _) => format!("{spec:?}"),
        (_, backup) => format!("{backup:?}"),
    };
    match (expected, answered) {
        (
            Ended::Saved { objects: expected, partially_failed: expected_end },
            Ended::Saved { objects: answered, partially_failed: end },
        ) => {
            let missing: Vec<_> = expected.difference(answered).collect();
            let added: Vec<_> = answered.difference(expected).collect();
            format!(
                "{input}\n  missing {missing:?}\n  added {added:?}\n  PartiallyFailed {expected_end:?}, answered {end:?}"
            )
        }
        _ => {
            let short = |ended: &Ended| format!("{ended:?}").chars().take(200).collect::<String>();
            format!("{input}\n  expected {}\n  answered {}", short(expected), short(answered))
        }
    }
}
