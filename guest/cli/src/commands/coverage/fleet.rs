//! Formats for the coverage of many clusters: lines of JSON, and metrics of Prometheus.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use k8s_backup_target::schedule::{PlannedSchedule, plan_backups};
use k8s_backup_target::selection::TargetCoverage;
use serde::Serialize;

use super::{Covered, PERSISTENT_VOLUME_CLAIMS, Protection};
use crate::commands::inventory::object_at;
use crate::formats::{escaped, visible};

/// The coverage of one cluster, by namespace and by target.
pub(super) struct ClusterCoverage<'c> {
    /// The name that the user gives the cluster.
    name: Option<&'c str>,
    /// Cluster-scoped objects have no namespace.
    by_namespace: BTreeMap<Option<String>, Counts>,
    by_target: Vec<OfTarget>,
    missed: Vec<MissedClaim>,
}

/// Numbers of objects and volume claims.
#[derive(Clone, Copy, Default, Serialize)]
struct Counts {
    objects: u32,
    objects_covered: u32,
    claims: u32,
    claims_without_cover: u32,
    claims_without_contents: u32,
}

/// What a target, a Schedule or a Backup covers.
#[derive(Serialize)]
struct OfTarget {
    target: String,
    objects: u32,
    claims: u32,
    claims_with_contents: u32,
    /// Only a Schedule that runs has these two.
    longest_gap_seconds: Option<i64>,
    longest_without_backup_seconds: Option<i64>,
    why_nothing: Option<String>,
}

/// A claim that is not saved completely.
#[derive(Serialize)]
struct MissedClaim {
    namespace: Option<String>,
    name: String,
    missing: Missing,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Missing {
    /// No target covers the claim.
    Cover,
    /// A target covers it, and none saves its contents.
    Contents,
}

impl<'c> ClusterCoverage<'c> {
    pub(super) fn of(covered: &Covered<'_>, name: Option<&'c str>) -> Self {
        let set = |places: &[u32]| places.iter().copied().collect::<BTreeSet<u32>>();
        let (uncovered, without_contents) = (set(&covered.uncovered), set(&covered.claims_without_contents));
        let mut by_namespace: BTreeMap<Option<String>, Counts> = BTreeMap::new();
        let mut missed = Vec::new();
        for place in 0..covered.inventory.len() {
            let object = object_at(covered.inventory, place);
            let counts = by_namespace.entry(object.namespace.clone()).or_default();
            counts.objects += 1;
            counts.objects_covered += u32::from(!uncovered.contains(&place));
            if object.group_resource != PERSISTENT_VOLUME_CLAIMS {
                continue;
            }
            counts.claims += 1;
            let missing = if uncovered.contains(&place) {
                counts.claims_without_cover += 1;
                Missing::Cover
            } else if without_contents.contains(&place) {
                counts.claims_without_contents += 1;
                Missing::Contents
            } else {
                continue;
            };
            missed.push(MissedClaim { namespace: object.namespace, name: object.name, missing });
        }
        ClusterCoverage { name, by_namespace, by_target: by_target(covered), missed }
    }

    fn all(&self) -> Counts {
        self.by_namespace.values().fold(Counts::default(), |all, counts| Counts {
            objects: all.objects + counts.objects,
            objects_covered: all.objects_covered + counts.objects_covered,
            claims: all.claims + counts.claims,
            claims_without_cover: all.claims_without_cover + counts.claims_without_cover,
            claims_without_contents: all.claims_without_contents + counts.claims_without_contents,
        })
    }

    /// Returns a line for the cluster, each namespace, each target and each claim that is not saved completely.
    pub(super) fn jsonl(&self) -> String {
        let cluster = self.name;
        let mut text = line(&Record { record: "cluster", cluster, value: self.all() });
        for (namespace, counts) in &self.by_namespace {
            let value = OfNamespace { namespace: namespace.as_deref(), counts: *counts };
            text += &line(&Record { record: "namespace", cluster, value });
        }
        text.extend(self.by_target.iter().map(|value| line(&Record { record: "target", cluster, value })));
        text.extend(self.missed.iter().map(|value| line(&Record { record: "claim", cluster, value })));
        text
    }

    /// Returns the metrics in Prometheus' text format 0.0.4.
    pub(super) fn prometheus(&self) -> String {
        let namespaces = self.by_namespace.iter();
        let namespaces = namespaces.map(|(namespace, counts)| (namespace.as_deref().unwrap_or_default(), counts));
        let targets = self.by_target.iter().map(|target| (&*target.target, target));
        self.metrics(&OF_NAMESPACES, "namespace", namespaces) + &self.metrics(&OF_TARGETS, "target", targets)
    }

    /// Returns metrics with a sample for each value that is known. The values of this label are names.
    fn metrics<'n, T: 'n>(
        &self,
        metrics: &[Metric<T>],
        label: &str,
        values: impl Iterator<Item = (&'n str, &'n T)> + Clone,
    ) -> String {
        let cluster = self.name.map(|name| format!("cluster=\"{}\",", label_value(name))).unwrap_or_default();
        let mut text = String::new();
        for Metric { name, help, value } in metrics {
            let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge");
            for (of, value) in values.clone().filter_map(|(of, counted)| Some((of, value(counted)?))) {
                let _ = writeln!(text, "{name}{{{cluster}{label}=\"{}\"}} {value}", label_value(of));
            }
        }
        text
    }
}

struct Metric<T> {
    name: &'static str,
    help: &'static str,
    value: fn(&T) -> Option<i64>,
}

const OF_NAMESPACES: [Metric<Counts>; 5] = [
    Metric {
        name: "k8s_backup_objects",
        help: "Objects of the inventory. Cluster-scoped ones have no namespace.",
        value: |counts| Some(counts.objects.into()),
    },
    Metric {
        name: "k8s_backup_objects_covered",
        help: "Objects that the next backups save.",
        value: |counts| Some(counts.objects_covered.into()),
    },
    Metric { name: "k8s_backup_claims", help: "Volume claims.", value: |counts| Some(counts.claims.into()) },
    Metric {
        name: "k8s_backup_claims_without_cover",
        help: "Volume claims that no backup saves.",
        value: |counts| Some(counts.claims_without_cover.into()),
    },
    Metric {
        name: "k8s_backup_claims_without_contents",
        help: "Volume claims that are saved without the contents of their volumes.",
        value: |counts| Some(counts.claims_without_contents.into()),
    },
];

const OF_TARGETS: [Metric<OfTarget>; 5] = [
    Metric {
        name: "k8s_backup_target_objects",
        help: "Objects that a target saves.",
        value: |target| Some(target.objects.into()),
    },
    Metric {
        name: "k8s_backup_target_claims",
        help: "Volume claims that a target saves.",
        value: |target| Some(target.claims.into()),
    },
    Metric {
        name: "k8s_backup_target_claims_with_contents",
        help: "Volume claims that a target saves with the contents of their volumes.",
        value: |target| Some(target.claims_with_contents.into()),
    },
    Metric {
        name: "k8s_backup_target_longest_gap_seconds",
        help: "The longest time between two runs of a Schedule. One that does not run has no value.",
        value: |target| target.longest_gap_seconds,
    },
    Metric {
        name: "k8s_backup_target_longest_without_backup_seconds",
        help: "The longest time in which no backup of a Schedule exists, since all have expired.",
        value: |target| target.longest_without_backup_seconds,
    },
];

/// The names are different: equal ones are numbered, since a metric has one value for each.
fn by_target(covered: &Covered<'_>) -> Vec<OfTarget> {
    let planned = planned(covered);
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let targets = (0_u32..).zip(covered.protections.iter().zip(&covered.by_target));
    let targets = targets.map(|(index, (protection, covered))| {
        let TargetCoverage { objects, persistent_volume_claims, claims_with_contents, why_nothing } = covered;
        let name = protection.name();
        let count = seen.entry(name.clone()).or_default();
        *count += 1;
        let planned = planned.get(&index);
        OfTarget {
            target: if *count == 1 { name } else { format!("{name} ({count})") },
            objects: *objects,
            claims: *persistent_volume_claims,
            claims_with_contents: *claims_with_contents,
            longest_gap_seconds: planned.and_then(|planned| planned.longest_gap),
            longest_without_backup_seconds: planned.map(|planned| planned.longest_without_backup),
            why_nothing: why_nothing.clone(),
        }
    });
    targets.collect()
}

/// Returns the Schedules that run, by their index among the targets, Schedules and Backups.
fn planned(covered: &Covered<'_>) -> BTreeMap<u32, PlannedSchedule> {
    let backups = (0_u32..).zip(&covered.protections).filter_map(|(index, protection)| match protection {
        Protection::Backup(backup) => Some((index, (**backup).clone())),
        Protection::Target(_) => None,
    });
    let (indexes, backups): (Vec<u32>, Vec<_>) = backups.unzip();
    let plan = plan_backups(&backups, None, 0, Some(covered.inventory.cluster()));
    let of_plan = plan.schedules.into_iter().map(|planned| {
        let index = indexes.get(planned.index as usize).expect("the plan got these");
        (*index, planned)
    });
    of_plan.collect()
}

/// A line: what it is about, and the cluster.
#[derive(Serialize)]
struct Record<'c, T> {
    record: &'static str,
    cluster: Option<&'c str>,
    #[serde(flatten)]
    value: T,
}

#[derive(Serialize)]
struct OfNamespace<'c> {
    namespace: Option<&'c str>,
    #[serde(flatten)]
    counts: Counts,
}

fn line(record: &impl Serialize) -> String {
    escaped(&serde_json::to_string(record).expect("the keys are strings, and memory can be written to")) + "\n"
}

/// Returns a value between the quotes of a label.
fn label_value(value: &str) -> String {
    visible(value).replace('\\', r"\\").replace('"', r#"\""#)
}
