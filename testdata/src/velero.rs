//! The behaviour of Velero (`d30d389b`, after v1.18.1) and of its libraries.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::{Spec, cases, check};

pub mod api_server;
pub mod releases;
pub mod selection;
pub mod volumes;

/// A kind that the measured cluster served. It served no others.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServedKind {
    /// The plural, and the group if it is not the core group: `deployments.apps`.
    pub group_resource: String,
    /// The `apiVersion` of objects: `apps/v1`.
    pub group_version: String,
    /// The `kind` of objects: `Deployment`.
    pub kind: String,
    /// Whether its objects are in namespaces.
    pub namespaced: bool,
    /// The short names, if there are any.
    pub short_names: Option<Vec<String>>,
    /// The singular.
    pub singular: String,
}

impl ServedKind {
    /// Returns the plural and the group.
    pub fn plural_and_group(&self) -> (&str, &str) {
        self.group_resource.split_once('.').unwrap_or((&self.group_resource, ""))
    }

    /// Returns whether it is not a built-in kind.
    pub fn is_custom(&self) -> bool {
        const CUSTOM: [&str; 5] =
            ["cert-manager.io", "example.com", "serving.knative.dev", "snapshot.storage.k8s.io", "velero.io"];
        CUSTOM.contains(&self.plural_and_group().1)
    }
}

/// A name in a list of resources, and the kind that Velero finds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResolveCase {
    /// The name.
    pub input: String,
    /// Whether Velero finds a kind.
    pub ok: bool,
    /// The kind that Velero finds.
    pub group_resource: Option<String>,
    /// Whether the objects of this kind are in namespaces.
    pub namespaced: Option<bool>,
    /// Velero's error if it finds no kind.
    pub error: Option<String>,
}

impl ResolveCase {
    /// Returns the group-resource and the scope of the kind that Velero finds.
    pub fn answer(&self) -> Option<(String, bool)> {
        self.group_resource.clone().zip(self.namespaced)
    }
}

/// Returns the kinds of the measured cluster, in its order.
///
/// # Panics
///
/// If the file is not a list of kinds.
pub fn served_kinds() -> Vec<ServedKind> {
    let cases = cases("kinds");
    cases.into_iter().map(|(_, kind)| kind).collect()
}

/// Compares the kinds that names resolve to in a cluster with [`served_kinds`]. A kind is its group-resource and scope.
///
/// # Panics
///
/// If an answer differs. The message has all cases with other answers.
pub fn check_resolving(resolve: impl Fn(&ResolveCase) -> Option<(String, bool)>) {
    check("resolve", |case: &ResolveCase| (case.input.clone(), case.answer(), resolve(case)));
}

/// A text, and its duration for Go 1.25.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TtlCase {
    /// The name. It is unique in the file.
    pub name: String,
    /// The text.
    pub input: String,
    /// Whether it is a duration.
    pub ok: bool,
    /// The length, if it is a duration.
    pub nanoseconds: Option<i64>,
    /// The text that Go formats it as.
    pub canonical: Option<String>,
    /// Go's error, if it is not a duration.
    pub error: Option<String>,
}

/// The result of parsing a duration.
#[derive(Debug, PartialEq, Eq)]
pub enum TtlAnswer {
    /// A duration.
    Duration {
        /// The length.
        nanoseconds: i64,
        /// The text that it is formatted as.
        canonical: String,
    },
    /// Go's error.
    Error(String),
}

/// A pattern, and the texts that it matches in gobwas/glob 0.2.3 without separators.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GlobCase {
    /// The name. It is unique in the file.
    pub name: String,
    /// The pattern.
    pub pattern: String,
    /// Whether it compiles.
    pub ok: bool,
    /// The matching texts of all cases, if it compiles.
    pub matches: Option<BTreeSet<String>>,
    /// The error of gobwas, if it does not compile.
    pub error: Option<String>,
    /// Velero's error for the pattern in a list of namespaces, if any.
    pub velero_namespace_pattern_error: Option<String>,
}

/// What a pattern matches.
#[derive(Debug, PartialEq, Eq)]
pub struct GlobAnswer {
    /// The texts that it matches, or `None` if it does not compile.
    pub matches: Option<BTreeSet<String>>,
    /// Velero's error for the pattern in a list of namespaces, if any.
    pub velero_namespace_pattern_error: Option<String>,
}

/// Compares the durations of texts.
///
/// # Panics
///
/// If an answer differs. The message has all cases with other answers.
pub fn check_ttls(read: impl Fn(&TtlCase) -> TtlAnswer) {
    check("ttl", |case: &TtlCase| {
        let expected = match (case.nanoseconds, &case.canonical, &case.error) {
            (Some(nanoseconds), Some(canonical), None) => {
                TtlAnswer::Duration { nanoseconds, canonical: canonical.clone() }
            }
            (None, None, Some(error)) => TtlAnswer::Error(error.clone()),
            _ => panic!("{}: must have a duration or an error", case.name),
        };
        (case.name.clone(), expected, read(case))
    });
}

/// Compares what patterns match. The second argument of `answer` has the texts to match.
///
/// # Panics
///
/// If an answer differs. The message has all cases with other answers.
pub fn check_globs(answer: impl Fn(&GlobCase, &BTreeSet<String>) -> GlobAnswer) {
    let texts =
        cases("glob").into_iter().flat_map(|(_, case): (_, GlobCase)| case.matches.unwrap_or_default()).collect();
    check("glob", |case: &GlobCase| {
        let expected = GlobAnswer {
            matches: case.matches.clone(),
            velero_namespace_pattern_error: case.velero_namespace_pattern_error.clone(),
        };
        (case.name.clone(), expected, answer(case, &texts))
    });
}

/// A spec, and Velero's errors.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValidationCase {
    /// A description.
    pub name: String,
    /// Velero's errors for the spec with its default values.
    pub errors: Vec<String>,
    /// Velero's errors for the two lists of namespaces, without default values.
    pub namespace_errors: Vec<String>,
    /// Velero's errors for the two lists of resources, without default values.
    pub resource_errors: Vec<String>,
    /// The spec.
    pub spec: Spec,
}

/// The kind of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are enough")]
pub enum Subject {
    Namespaces,
    Resources,
}

/// The kinds of errors, each with the entry if Velero reports it.
pub type Refusals = BTreeSet<(Subject, &'static str, Option<String>)>;

impl ValidationCase {
    /// Returns the kinds of Velero's errors. The messages are not compared.
    fn refusals(&self) -> Refusals {
        let refusal = |error: &String| {
            let (subject, words) = match error.strip_prefix("Invalid included/excluded namespace lists: ") {
                Some(words) => (Subject::Namespaces, words),
                None => (
                    Subject::Resources,
                    error.strip_prefix("Invalid included/excluded resource lists: ").expect("one of the lists"),
                ),
            };
            let in_both = words.strip_prefix("excludes list cannot contain an item in the includes list: ");
            let (kind, entry) = if let Some(entry) = in_both {
                ("in both", Some(entry.to_owned()))
            } else if words.starts_with("excludes list cannot contain '*'") {
                ("wildcard excluded", None)
            } else if words.starts_with("includes list must either contain '*' only") {
                ("wildcard not alone", None)
            } else if words.starts_with("wildcard pattern") {
                ("pattern", None)
            } else if words.starts_with("invalid namespace") {
                ("name", None)
            } else {
                panic!("{error}")
            };
            (subject, kind, entry)
        };
        self.errors.iter().map(refusal).collect()
    }
}

/// Compares why specs are refused.
///
/// # Panics
///
/// If an answer differs. The message has all cases with other answers.
pub fn check_validation(refusals: impl Fn(&ValidationCase) -> Refusals) {
    check("validation", |case: &ValidationCase| (case.name.clone(), case.refusals(), refusals(case)));
}

/// A text, and its runs in Velero up to 1.18.2: robfig/cron 3.0.1, `ParseStandard`, in UTC, with the time zones of tzdata
/// 2026.6.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CronCase {
    /// The text.
    pub input: String,
    /// The runs are after this time, in Unix seconds.
    pub after: Option<i64>,
    /// The first three runs, if it is an expression. There can be fewer.
    pub next: Option<Vec<i64>>,
    /// The error of robfig/cron, if it is not an expression.
    pub error: Option<String>,
}

/// Compares the first runs after a time. They are `None` if the text is not a cron expression.
///
/// # Panics
///
/// If an answer differs. The message has all cases with other answers.
pub fn check_crons(runs: impl Fn(&str, i64, usize) -> Option<Vec<i64>>) {
    check("cron", |case: &CronCase| {
        assert_eq!(case.next.is_none(), case.error.is_some(), "{}: must have runs or an error", case.input);
        let after = case.after.unwrap_or_default();
        (format!("{:?} after {after}", case.input), case.next.clone(), runs(&case.input, after, 3))
    });
}

/// A library that Velero reads schedules with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CronLibrary {
    /// robfig/cron 3.0.1, up to 1.18.2.
    Robfig,
    /// netresearch/go-cron 0.15.0, from 1.18.3 on.
    GoCron,
}

/// A text, and what both libraries read.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CronLibrariesCase {
    input: String,
    robfig: CronReading,
    #[serde(rename = "go-cron")]
    go_cron: GoCronReading,
    /// The hours and minutes of a generated text.
    #[serde(rename = "H")]
    _hours: Option<Vec<u8>>,
    #[serde(rename = "M")]
    _minutes: Option<Vec<u8>>,
}

impl CronLibrariesCase {
    fn go_cron_reading(&self) -> &CronReading {
        match &self.go_cron {
            GoCronReading::Other(reading) => reading,
            GoCronReading::Same(same) => {
                assert_eq!(same, "=robfig", "{:?}", self.input);
                &self.robfig
            }
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum GoCronReading {
    /// `=robfig`.
    Same(String),
    Other(CronReading),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CronReading {
    ok: bool,
    /// Why it is refused.
    error: Option<String>,
    /// The runs after each time. The last one is null if there are no more.
    next: Option<BTreeMap<String, Vec<Option<String>>>>,
}

/// Returns each text that a library refuses, and whether robfig/cron and go-cron refuse it.
pub fn refused_by_a_cron_library() -> Vec<(String, bool, bool)> {
    let refused = |case: CronLibrariesCase| {
        let (robfig, go_cron) = (case.robfig.error.is_some(), case.go_cron_reading().error.is_some());
        (robfig || go_cron).then_some((case.input, robfig, go_cron))
    };
    cases("cron_libraries").into_iter().filter_map(|(_, case)| refused(case)).collect()
}

/// Compares the runs after several times, for both libraries. They are `None` if the text is not a cron expression. The
/// arguments are the library, the text, a time, and how many runs are wanted; times are in RFC 3339.
///
/// # Panics
///
/// If an answer differs. The message has all cases with other answers.
pub fn check_cron_libraries(runs: impl Fn(CronLibrary, &str, &str, usize) -> Option<Vec<String>>) {
    check("cron_libraries", |case: &CronLibrariesCase| {
        let go_cron = case.go_cron_reading();
        let libraries = [(CronLibrary::Robfig, &case.robfig), (CronLibrary::GoCron, go_cron)];
        let expected = libraries.map(|(_, reading)| {
            assert_eq!(reading.ok, reading.error.is_none(), "{:?}: must have runs or an error", case.input);
            reading.next.clone()
        });
        let answered = libraries.map(|(library, reading)| {
            let Some(next) = &reading.next else {
                let runs = runs(library, &case.input, "2024-01-01T00:00:00Z", 1)?;
                return Some(BTreeMap::from([("accepted".to_owned(), runs.into_iter().map(Some).collect())]));
            };
            let answers = next.iter().map(|(after, expected)| {
                let mut runs: Vec<_> =
                    runs(library, &case.input, after, expected.len())?.into_iter().map(Some).collect();
                if runs.len() < expected.len() {
                    runs.push(None);
                }
                Some((after.clone(), runs))
            });
            answers.collect::<Option<BTreeMap<_, _>>>()
        });
        (format!("{:?}", case.input), expected, answered)
    });
}
