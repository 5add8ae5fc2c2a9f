//! What Velero does (`d30d389b`, after v1.18.1), and the libraries that it does it with.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::{Spec, cases, check};

pub mod selection;

/// A kind of the cluster with which Velero was measured: it served these and no others.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServedKind {
    /// The plural, and the group where it is not the core group: `deployments.apps`.
    pub group_resource: String,
    /// As in objects: `apps/v1`.
    pub group_version: String,
    /// As in objects: `Deployment`.
    pub kind: String,
    /// Whether its objects are in namespaces.
    pub namespaced: bool,
    /// Abbreviations, if it has some.
    pub short_names: Option<Vec<String>>,
    /// The plural's singular.
    pub singular: String,
}

impl ServedKind {
    /// The plural, and the group.
    pub fn plural_and_group(&self) -> (&str, &str) {
        self.group_resource.split_once('.').unwrap_or((&self.group_resource, ""))
    }

    /// Whether it was there because someone installed it, and not because every Kubernetes serves it.
    pub fn is_custom(&self) -> bool {
        const CUSTOM: [&str; 5] =
            ["cert-manager.io", "example.com", "serving.knative.dev", "snapshot.storage.k8s.io", "velero.io"];
        CUSTOM.contains(&self.plural_and_group().1)
    }
}

/// A name in a resource list, and the kind that Velero takes it for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResolveCase {
    /// The name.
    pub input: String,
    /// Whether Velero finds a kind.
    pub ok: bool,
    /// The kind that it finds.
    pub group_resource: Option<String>,
    /// Whether that kind's objects are in namespaces.
    pub namespaced: Option<bool>,
    /// What Velero says when it finds none.
    pub error: Option<String>,
}

impl ResolveCase {
    /// Group-resource and scope of the kind that Velero finds.
    pub fn answer(&self) -> Option<(String, bool)> {
        self.group_resource.clone().zip(self.namespaced)
    }
}

/// The kinds of the cluster with which Velero was measured, in the order in which it served them.
///
/// # Panics
///
/// When the file is no list of kinds.
pub fn served_kinds() -> Vec<ServedKind> {
    let cases = cases("kinds");
    cases.into_iter().map(|(_, kind)| kind).collect()
}

/// Asks for the kind, by group-resource and scope, that every name resolves to where [`served_kinds`] are served.
///
/// # Panics
///
/// With all disagreements, if there is one.
pub fn check_resolving(resolve: impl Fn(&ResolveCase) -> Option<(String, bool)>) {
    check("resolve", |case: &ResolveCase| (case.input.clone(), case.answer(), resolve(case)));
}

/// A text, and the duration that Go (1.25) reads in it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TtlCase {
    /// Unique in its file.
    pub name: String,
    /// What is parsed.
    pub input: String,
    /// Whether it is a duration.
    pub ok: bool,
    /// Its length, where it is one.
    pub nanoseconds: Option<i64>,
    /// The text that Go makes of that.
    pub canonical: Option<String>,
    /// Go's words, where it is none.
    pub error: Option<String>,
}

/// What is read in a text that may be a duration.
#[derive(Debug, PartialEq, Eq)]
pub enum TtlAnswer {
    /// A duration.
    Duration {
        /// Its length.
        nanoseconds: i64,
        /// The text that is made of it.
        canonical: String,
    },
    /// None, and Go's words for that.
    Error(String),
}

/// A pattern, and what it matches for gobwas/glob 0.2.3 without separators.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GlobCase {
    /// Unique in its file.
    pub name: String,
    /// What is compiled.
    pub pattern: String,
    /// Whether it compiles.
    pub ok: bool,
    /// Which of the texts of all cases it matches, where it compiles.
    pub matches: Option<BTreeSet<String>>,
    /// The words of gobwas, where it does not.
    pub error: Option<String>,
    /// The words with which Velero refuses it in a namespace list, where it does.
    pub velero_namespace_pattern_error: Option<String>,
}

/// What becomes of a pattern.
#[derive(Debug, PartialEq, Eq)]
pub struct GlobAnswer {
    /// Which of the texts it matches; `None` when it does not compile.
    pub matches: Option<BTreeSet<String>>,
    /// The words with which Velero refuses it in a namespace list, where it does.
    pub velero_namespace_pattern_error: Option<String>,
}

/// Asks what is read in the text of every ttl case.
///
/// # Panics
///
/// With all disagreements, if there is one.
pub fn check_ttls(read: impl Fn(&TtlCase) -> TtlAnswer) {
    check("ttl", |case: &TtlCase| {
        let expected = match (case.nanoseconds, &case.canonical, &case.error) {
            (Some(nanoseconds), Some(canonical), None) => {
                TtlAnswer::Duration { nanoseconds, canonical: canonical.clone() }
            }
            (None, None, Some(error)) => TtlAnswer::Error(error.clone()),
            _ => panic!("{}: either a duration or an error", case.name),
        };
        (case.name.clone(), expected, read(case))
    });
}

/// Asks what becomes of the pattern of every glob case, given the texts to match: those that any case matches.
///
/// # Panics
///
/// With all disagreements, if there is one.
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

/// A spec, and why Velero refuses it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValidationCase {
    /// What is tried.
    pub name: String,
    /// What Velero reports of the spec as it completes it, in its words.
    pub errors: Vec<String>,
    /// What it says of the two lists of namespaces as they are given.
    pub namespace_errors: Vec<String>,
    /// What it says of the two lists of resources as they are given.
    pub resource_errors: Vec<String>,
    /// The spec.
    pub spec: Spec,
}

/// A list of a spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "their names say it")]
pub enum Subject {
    Namespaces,
    Resources,
}

/// What is refused: the kind of fault, with the entry where Velero names it.
pub type Refusals = BTreeSet<(Subject, &'static str, Option<String>)>;

impl ValidationCase {
    /// Velero's errors, of which only the kind is compared and not the wording.
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

/// Asks why the spec of every validation case is refused.
///
/// # Panics
///
/// With all disagreements, if there is one.
pub fn check_validation(refusals: impl Fn(&ValidationCase) -> Refusals) {
    check("validation", |case: &ValidationCase| (case.name.clone(), case.refusals(), refusals(case)));
}

/// A text, and when Velero runs it: robfig/cron 3.0.1, `ParseStandard`, in UTC, with the time zones of tzdata 2026.6.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CronCase {
    /// What is parsed.
    pub input: String,
    /// The time after which the runs are, in Unix seconds.
    pub after: Option<i64>,
    /// The first three runs, or as many as there are, where it is an expression.
    pub next: Option<Vec<i64>>,
    /// The words of robfig, where it is none.
    pub error: Option<String>,
}

/// Asks for the first runs after a time, `None` where the text is no cron expression, of every cron case.
///
/// # Panics
///
/// With all disagreements, if there is one.
pub fn check_crons(runs: impl Fn(&str, i64, usize) -> Option<Vec<i64>>) {
    check("cron", |case: &CronCase| {
        assert_eq!(case.next.is_none(), case.error.is_some(), "{}: either runs or an error", case.input);
        let after = case.after.unwrap_or_default();
        (format!("{:?} after {after}", case.input), case.next.clone(), runs(&case.input, after, 3))
    });
}
