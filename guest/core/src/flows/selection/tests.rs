//! The cases measured on Velero.

use std::sync::Arc;

use k8s_backup_target_testdata as testdata;
use k8s_backup_target_testdata::velero::selection::{self, Place};

use super::{Evaluation, Reason};
use crate::cluster::{ApiResource, Cluster, Names};
use crate::inventory::{Inventory, ObjectRef, Reader};
use crate::model::{LabelSelector, Spec};

fn cluster() -> Cluster {
    let kinds = testdata::velero::served_kinds().into_iter().map(|resource| {
        let (plural, group) = resource.plural_and_group();
        ApiResource {
            group: group.to_owned().into(),
            plural: plural.to_owned().into(),
            singular: Some(resource.singular.clone().into()),
            kind: resource.kind.clone().into(),
            short_names: resource.short_names.clone().unwrap_or_default().into_iter().map(Into::into).collect(),
            namespaced: resource.namespaced,
            verbs: Names::default(),
        }
    });
    Cluster::exactly(kinds.collect()).expect("kinds that a cluster serves")
}

fn spec(spec: &testdata::Spec) -> Spec {
    let spec = spec.clone();
    Spec {
        include_namespaces: spec.include_namespaces,
        include_resources: spec.include_resources,
        exclude_namespaces: spec.exclude_namespaces,
        exclude_resources: spec.exclude_resources,
        include_cluster_resources: spec.include_cluster_resources,
        label_selector: spec.label_selector.map(|labels| labels.0.into_iter().collect::<LabelSelector>()),
        ttl: spec.ttl,
    }
}

fn inventory(cluster: &Cluster, objects: &str) -> Arc<Inventory> {
    let mut reader = Reader::new(cluster);
    reader.push(objects.as_bytes()).expect("objects");
    Arc::new(reader.finish().expect("objects"))
}

fn key(object: ObjectRef) -> Place {
    Place { resource: object.group_resource, namespace: object.namespace.unwrap_or_default(), name: object.name }
}

/// Evaluates the spec of a Backup, which may have a selector without labels.
fn verdicts(objects: &str, cluster: &Cluster, given: &testdata::Spec) -> Vec<selection::Verdict> {
    let inventory = inventory(cluster, objects);
    let mut evaluation = Evaluation::of_backup(Arc::clone(&inventory), spec(given));
    while !evaluation.step(1000) {}
    let verdicts = evaluation.verdicts(0, u32::MAX).map(|verdict| {
        let brought_by = verdict.brought_by.and_then(|by| inventory.object(by)).map(key);
        selection::Verdict::new(verdict.included, &verdict.reason, brought_by)
    });
    verdicts.collect()
}

#[test]
fn objects_are_selected_as_velero_selects_them() {
    let cluster = cluster();
    selection::check_selection(|case| {
        verdicts(&case.objects(), &cluster, &case.spec).pop().expect("the object that it is about")
    });
}

#[test]
fn namespaces_are_brought_along_by_their_objects_as_in_velero() {
    let cluster = cluster();
    selection::check_clusters(|case| verdicts(&case.objects(), &cluster, &case.spec));
}

#[test]
fn objects_are_brought_along_as_in_velero() {
    let cluster = cluster();
    selection::check_related(|case| verdicts(&case.lines(), &cluster, &case.spec).split_off(case.namespaces.len()));
}

#[test]
fn a_selector_without_labels_is_ignored() {
    let objects = r#"{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}}
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "b", "namespace": "a"}}"#;
    let inventory = inventory(Cluster::builtin(), objects);
    let spec = Spec { label_selector: Some(LabelSelector::default()), ..Spec::default() };
    let mut evaluation = Evaluation::new(inventory, spec);
    while !evaluation.step(1) {}
    assert_eq!(evaluation.reasons(), [Reason::Selected, Reason::Selected]);
}

#[test]
fn too_many_patterns_are_reported() {
    let namespace = |number: usize| {
        format!("{{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {{\"name\": \"ns-{number}\"}}}}\n")
    };
    let namespaces: String = (0..20_000).map(namespace).collect();
    let inventory = inventory(Cluster::builtin(), &namespaces);
    let patterns = |count: usize| Spec {
        exclude_namespaces: Some((0..count).map(|number| format!("*-{number}-*x*")).collect()),
        ..Spec::default()
    };
    let evaluated = |spec: Spec| {
        let mut evaluation = Evaluation::new(Arc::clone(&inventory), spec);
        while !evaluation.step(u32::MAX) {}
        let codes: Vec<&str> = evaluation.diagnostics().iter().map(|found| found.rule.code).collect();
        (evaluation.included(), codes)
    };
    assert_eq!(evaluated(patterns(20)), (20_000, vec![]));
    assert_eq!(evaluated(patterns(10_000)), (0, vec!["selection-too-many-patterns"]));
    // Plain names take almost no time.
    let names = (0..50_000).map(|number| format!("ns-{number}")).collect();
    assert_eq!(evaluated(Spec { exclude_namespaces: Some(names), ..Spec::default() }), (0, vec!["nothing-selected"]));
}
