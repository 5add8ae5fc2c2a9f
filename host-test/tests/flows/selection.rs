//! Tests selection: Velero's cases, and the flow from the output of `kubectl` to coverage.

use std::collections::BTreeMap;
use std::io;

use k8s_backup_target_host::{
    ApiResource, Cluster, Evaluator, Inventory, InventoryReader, Limits, ObjectRef, Options, OutcomeKind, Reason, Spec,
    Target, TargetCoverage, Verdict,
};
use k8s_backup_target_testdata::inventory as made_up;
use k8s_backup_target_testdata::velero::releases::{self, Ended};
use k8s_backup_target_testdata::velero::selection::{self as velero, Place};
use k8s_backup_target_testdata::velero::{ServedKind, served_kinds};
use k8s_backup_target_testdata::{self as testdata};

use crate::testdata::from_testdata;
use crate::{COMPONENT, EVALUATOR};

/// Returns the cluster that Velero was measured with, at a commit of its main branch.
fn measured_cluster() -> Cluster {
    cluster_of(served_kinds(), "next")
}

fn cluster_of(kinds: Vec<ServedKind>, velero_version: &str) -> Cluster {
    let kinds: Vec<ApiResource> = kinds
        .into_iter()
        .map(|kind| {
            let (plural, group) = kind.plural_and_group();
            ApiResource {
                group: group.to_owned(),
                plural: plural.to_owned(),
                singular: Some(kind.singular.clone()),
                kind: kind.kind.clone(),
                short_names: kind.short_names.clone().unwrap_or_default(),
                namespaced: kind.namespaced,
                verbs: vec![],
            }
        })
        .collect();
    let cluster = EVALUATOR.open_cluster(&kinds, Some(velero_version)).expect("within limits");
    cluster.expect("kinds that a cluster serves, and a known version")
}

fn builtin_cluster() -> Cluster {
    EVALUATOR.open_cluster(&[], None).expect("within limits").expect("no kinds")
}

fn inventory(cluster: &Cluster, objects: &str, chunk: usize) -> Inventory {
    let mut reader = cluster.inventory_reader().expect("within limits");
    for chunk in objects.as_bytes().chunks(chunk) {
        reader.push(chunk).expect("within limits").expect("objects");
    }
    reader.finish().expect("within limits").expect("objects")
}

fn verdicts(inventory: &Inventory, spec: &Spec, step: u32) -> Vec<Verdict> {
    let mut evaluation = inventory.evaluate(spec, None).expect("within limits");
    while !evaluation.step(step).expect("within limits") {}
    evaluation.verdicts(0, u32::MAX).expect("within limits")
}

/// Returns whether the case is skipped: the operator ignores a selector without labels, and Velero does not.
fn is_left_out(spec: &testdata::Spec) -> bool {
    spec.label_selector.as_ref().is_some_and(|labels| labels.0.is_empty())
}

fn place(object: ObjectRef) -> Place {
    Place { resource: object.group_resource, namespace: object.namespace.unwrap_or_default(), name: object.name }
}

fn answer(cluster: &Cluster, objects: &str, spec: &testdata::Spec) -> Vec<velero::Verdict> {
    let inventory = inventory(cluster, objects, 1 << 16);
    let objects = inventory.objects(0, u32::MAX).expect("within limits");
    let verdicts = verdicts(&inventory, &from_testdata(spec.clone()), u32::MAX);
    let named = |verdict: Verdict| {
        let brought_by = verdict.brought_by.and_then(|by| objects.get(by as usize).cloned()).map(place);
        velero::Verdict::new(verdict.included, &verdict.reason, brought_by)
    };
    verdicts.into_iter().map(named).collect()
}

#[test]
fn each_release_saves_what_it_saves() {
    let names: Vec<String> =
        EVALUATOR.velero_versions().expect("within limits").into_iter().map(|release| release.name).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let clusters: BTreeMap<&str, Cluster> =
        names.iter().map(|name| (*name, cluster_of(releases::served_kinds(), name))).collect();
    let mut inventories = BTreeMap::new();
    releases::check_specs_by_release(&names, |objects, spec, release| {
        let inventory = inventories
            .entry((objects.to_owned(), release.to_owned()))
            .or_insert_with(|| inventory(&clusters[release], objects, 1 << 16));
        let spec = from_testdata(spec.clone());
        let included = verdicts(inventory, &spec, u32::MAX).into_iter().filter(|verdict| verdict.included);
        let name = |ObjectRef { group_resource, namespace, name }: ObjectRef| {
            releases::object_name(&group_resource, namespace.as_deref(), &name)
        };
        let objects = included.map(|verdict| name(verdict.object)).collect();
        let outcome =
            inventory.evaluate(&spec, None).and_then(|evaluation| evaluation.outcome()).expect("within limits");
        match outcome.kind {
            OutcomeKind::Refused => Ended::Refused(None),
            OutcomeKind::Failed => Ended::Failed,
            kind => {
                let partially_failed = Some(kind == OutcomeKind::PartiallyFailed);
                Ended::Saved { objects, partially_failed }
            }
        }
    });
}

#[test]
fn objects_are_selected_as_in_velero() {
    let cluster = measured_cluster();
    velero::check_selection(|case| {
        if is_left_out(&case.spec) {
            case.answer()
        } else {
            answer(&cluster, &case.objects(), &case.spec).pop().expect("the object of the case")
        }
    });
}

#[test]
fn namespaces_are_added_as_in_velero() {
    let cluster = measured_cluster();
    velero::check_clusters(|case| {
        if is_left_out(&case.spec) { case.answer() } else { answer(&cluster, &case.objects(), &case.spec) }
    });
}

#[test]
fn related_objects_are_added_as_in_velero() {
    let cluster = measured_cluster();
    velero::check_related(|case| answer(&cluster, &case.lines(), &case.spec).split_off(case.namespaces.len()));
}

/// A namespace with an app, a bound claim and its volume, and another namespace with a claim that is not bound.
const CLUSTER: &str = r#"{
  "apiVersion": "v1",
  "kind": "List",
  "items": [
    {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "prod"}, "status": {"phase": "Active"}},
    {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "staging"}, "status": {"phase": "Active"}},
    {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "data", "namespace": "prod"},
     "spec": {"volumeName": "pv-1"}, "status": {"phase": "Bound"}},
    {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "pv-1"}, "status": {"phase": "Bound"}},
    {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings", "namespace": "prod"}},
    {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "key", "namespace": "prod",
     "labels": {"velero.io/exclude-from-backup": "true"}}},
    {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "data", "namespace": "staging"},
     "status": {"phase": "Pending"}}
  ]
}"#;

fn spec(namespaces: &[&str]) -> Spec {
    Spec { include_namespaces: Some(namespaces.iter().map(|name| (*name).to_owned()).collect()), ..Spec::default() }
}

fn target(app: &str, spec: Spec) -> Target {
    Target { app: app.into(), relation_name: "backup".into(), model: "prod".into(), spec }
}

#[test]
fn verdicts_have_a_reason_and_an_entry_of_the_spec() {
    let inventory = inventory(&builtin_cluster(), CLUSTER, 7);
    assert_eq!(inventory.len().expect("within limits"), 7);
    assert_eq!(inventory.diagnostics().expect("within limits"), []);
    let without_settings = Spec { exclude_resources: Some(vec!["pods".into(), "cm".into()]), ..spec(&["prod"]) };
    let verdicts = verdicts(&inventory, &without_settings, 2);
    let found: Vec<_> = verdicts
        .iter()
        .map(|verdict| {
            let name = format!("{} {}", verdict.object.group_resource, verdict.object.name);
            (name, verdict.reason, verdict.pointer.clone(), verdict.brought_by)
        })
        .collect();
    let at = |pointer: &str| Some(pointer.to_owned());
    assert_eq!(
        found,
        [
            ("namespaces prod".to_owned(), Reason::Selected, None, None),
            ("namespaces staging".to_owned(), Reason::NamespaceNotIncluded, at("/include_namespaces"), None),
            ("persistentvolumeclaims data".to_owned(), Reason::Selected, None, None),
            ("persistentvolumes pv-1".to_owned(), Reason::ComesAlong, None, Some(2)),
            ("configmaps settings".to_owned(), Reason::ResourceExcluded, at("/exclude_resources/1"), None),
            ("secrets key".to_owned(), Reason::ExcludeLabel, None, None),
            ("persistentvolumeclaims data".to_owned(), Reason::NamespaceNotIncluded, at("/include_namespaces"), None),
        ]
    );
}

#[test]
fn coverage_finds_uncovered_claims_and_overlaps() {
    let inventory = inventory(&builtin_cluster(), CLUSTER, 1 << 16);
    let claims = Spec { include_resources: Some(vec!["persistentvolumeclaims".into()]), ..spec(&["prod"]) };
    let refused = Spec { ttl: Some("30d".into()), ..spec(&["staging"]) };
    let targets = [target("all", spec(&["prod"])), target("claims", claims), target("refused", refused)];
    let mut coverage = inventory.coverage(&targets, None, None).expect("within limits");
    let mut steps = 1;
    while !coverage.step(3).expect("within limits") {
        steps += 1;
    }
    assert!(steps >= 7, "{steps}");
    let count = |objects, persistent_volume_claims| TargetCoverage {
        objects,
        persistent_volume_claims,
        claims_with_contents: 0,
        why_nothing: None,
    };
    let covered = coverage.targets().expect("within limits");
    assert_eq!(covered[..2], [count(4, 1), count(1, 1)]);
    let why = covered[2].why_nothing.as_deref().expect("it is refused");
    assert_eq!((covered[2].objects, why.starts_with("`30d` is not a duration for Velero")), (0, true), "{why}");
    assert_eq!(coverage.uncovered_claims(0, 10).expect("within limits"), [6]);
    assert_eq!(coverage.uncovered(0, 10).expect("within limits"), [6, 1, 5]);
    let overlaps = coverage.overlapping(0, 10).expect("within limits");
    assert_eq!(
        overlaps.iter().map(|overlap| (overlap.object, overlap.targets.clone())).collect::<Vec<_>>(),
        [(2, vec![0, 1])]
    );
}

#[test]
fn a_refused_spec_selects_nothing() {
    let inventory = inventory(&builtin_cluster(), CLUSTER, 1 << 16);
    let refused = Spec { ttl: Some("30d".into()), ..spec(&["prod"]) };
    let mut evaluation = inventory.evaluate(&refused, None).expect("within limits");
    assert!(evaluation.step(100).expect("within limits"));
    assert_eq!(evaluation.included().expect("within limits"), 0);
    assert_eq!(evaluation.reasons().expect("within limits"), [Reason::SpecRefused as u8; 7]);
    let codes: Vec<_> =
        evaluation.diagnostics().expect("within limits").into_iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, ["ttl-not-a-duration"]);
}

/// Passes written chunks to a reader, as when a file is read.
struct Pieces(InventoryReader);

impl io::Write for Pieces {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.0.push(piece).expect("within limits").expect("objects");
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_hundred_thousand_objects_fit_in_64_mib() {
    let limits = Limits { memory_bytes: 64 << 20, ..Limits::default() };
    let options = Options { limits, ..Options::default() };
    let evaluator = Evaluator::with_options(&COMPONENT, &options).expect("a valid component");
    let cluster = evaluator.open_cluster(&[], None).expect("within limits").expect("no kinds");
    let mut pieces = io::BufWriter::with_capacity(1 << 16, Pieces(cluster.inventory_reader().expect("within limits")));
    made_up::write(&mut pieces, 100_000, 1, made_up::Form::Lines).expect("no errors");
    let Pieces(reader) = pieces.into_inner().ok().expect("all is written");
    let inventory = reader.finish().expect("within limits").expect("objects");
    let objects = inventory.len().expect("within limits");
    assert!(objects >= 100_000);
    let mut evaluation = inventory.evaluate(spec(&["*-prod"]), None).expect("within limits");
    let mut steps = 1;
    while !evaluation.step(10_000).expect("within limits") {
        steps += 1;
    }
    assert!(steps >= 10, "{steps}");
    assert_eq!(evaluation.reasons().expect("within limits").len(), objects as usize);
}

#[test]
fn patterns_return_their_namespaces() {
    let inventory = inventory(&builtin_cluster(), CLUSTER, 1 << 16);
    let matching = |pattern| inventory.matching_namespaces(pattern).expect("within limits");
    assert_eq!(matching("*"), Ok(vec!["prod".into(), "staging".into()]));
    assert_eq!(matching("st*"), Ok(vec!["staging".into()]));
    assert_eq!(matching("other"), Ok(vec![]));
    assert!(matching("a**").is_err());
}

#[test]
fn incomplete_and_invalid_json_are_errors() {
    let cluster = builtin_cluster();
    let (whole, _) = CLUSTER.split_once(r#""kind": "ConfigMap""#).expect("it has one");
    let mut reader = cluster.inventory_reader().expect("within limits");
    reader.push(whole.as_bytes()).expect("within limits").expect("objects so far");
    let cut_off = reader.finish().expect("within limits").expect("those before");
    assert_eq!(cut_off.len().expect("within limits"), 4);
    let codes: Vec<_> =
        cut_off.diagnostics().expect("within limits").into_iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, ["inventory-syntax"]);

    let mut reader = cluster.inventory_reader().expect("within limits");
    let refusal = reader.push(b"NAME   STATUS\nprod   Active\n").expect("within limits").expect_err("a table");
    assert_eq!(refusal[0].message, "the text is a table, not JSON");
    assert!(reader.finish().expect("within limits").is_err());
}
