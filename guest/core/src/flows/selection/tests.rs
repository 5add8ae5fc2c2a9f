//! The cases measured on Velero.

use std::collections::BTreeMap;
use std::sync::Arc;

use k8s_backup_target_testdata as testdata;
use k8s_backup_target_testdata::velero::ServedKind;
use k8s_backup_target_testdata::velero::releases::{self, Ended};
use k8s_backup_target_testdata::velero::selection::{self, Place};
use k8s_backup_target_testdata::velero::volumes;

use super::{Evaluation, Outcome, Reason, Source};
use crate::cluster::{ApiResource, Cluster, Names};
use crate::diagnostic::Diagnostic;
use crate::inventory::{Inventory, ObjectRef, Reader};
use crate::model::{LabelSelector, Spec};
use crate::release::{Behaviour, Release};
use crate::validation::{CheckedDocument, Format};
use crate::velero::backup::Backup;
use crate::velero::filters::{Filters, Pair, Selector};
use crate::velero::server::{PolicyMap, ServerSettings, SnapshotLocation};

/// The release of the measured commit of main.
fn cluster() -> Cluster {
    serving(testdata::velero::served_kinds()).with_release(Release::Next)
}

fn serving(kinds: Vec<ServedKind>) -> Cluster {
    let kinds = kinds.into_iter().map(|resource| {
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

/// Returns the filters of the spec of a Backup, which may have a selector without labels.
fn filters(given: &testdata::Spec) -> Filters {
    let spec = spec(given);
    let selector = |match_labels| Selector { match_labels, match_expressions: Vec::new() };
    Filters { label_selector: spec.label_selector.clone().map(selector), ..Filters::from(&spec) }
}

fn verdicts(objects: &str, cluster: &Cluster, given: &testdata::Spec) -> Vec<selection::Verdict> {
    let inventory = inventory(cluster, objects);
    let backup = Backup { filters: filters(given), ..Backup::default() };
    let mut evaluation = Evaluation::of_backup(Arc::clone(&inventory), &backup);
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

/// Reads the manifest of a Backup with this spec, as JSON.
fn backup(spec: &serde_json::Value, cluster: &Cluster) -> Backup {
    let metadata = serde_json::json!({"name": "b", "namespace": "velero"});
    let manifest =
        serde_json::json!({"apiVersion": "velero.io/v1", "kind": "Backup", "metadata": metadata, "spec": spec});
    let document = CheckedDocument::read(manifest.to_string(), Format::Json, None, Some(cluster));
    document.backups().first().unwrap_or_else(|| panic!("{spec}: {:?}", document.diagnostics())).clone()
}

/// Returns the kinds of errors that Velero reports for a diagnostic.
fn kinds_of_errors(diagnostic: &Diagnostic, filters: &Filters, release: Release) -> Vec<String> {
    use Pair::*;
    let code = diagnostic.rule.code;
    let root = filters.dialect.pointer().to_string();
    let pointer = diagnostic.pointer.strip_prefix(&root).expect("it is about the filters");
    let (field, index) = pointer.trim_start_matches('/').split_once('/').unwrap_or_default();
    let names = [
        (Namespaces, "namespaces"),
        (Resources, "resources"),
        (ClusterScopedResources, "cluster-scoped resources"),
        (NamespaceScopedResources, "namespace-scoped resources"),
    ];
    let is_it = |pair: Pair| [pair.fields().0, pair.fields().1].map(|each| filters.name(each)).contains(&field);
    match code {
        "filters-mixed" => return vec!["mixed lists".to_owned()],
        "policy-refused" if diagnostic.message.contains("together with") => return vec!["mixed lists".to_owned()],
        "policy-refused" | "policy-missing" => return vec!["resource policy".to_owned()],
        "label-selectors-both" => return vec!["both selectors".to_owned()],
        _ => {}
    }
    let Some((pair, lists)) = names.into_iter().find(|(pair, _)| is_it(*pair)) else {
        return vec![code.split('-').next().expect("a first word").to_owned()];
    };
    let is_excluded = filters.name(pair.fields().1) == field;
    let list = filters.list(if is_excluded { pair.fields().1 } else { pair.fields().0 });
    let entry = &list[index.parse::<usize>().expect("an index")];
    let wildcard_in_both = filters.list(pair.fields().0).iter().any(|name| name == "*");
    let is_replaced =
        pair == Namespaces && filters.namespaces().includes.is_empty() && release.has(Behaviour::ReplacesEmptyIncludes);
    let fault = match code.split_once('-').expect("two words").1 {
        "in-both" | "excludes-itself" => format!("in both {entry}"),
        // Velero has a second error if `*` is included too. We report it once.
        "wildcard-excluded" if wildcard_in_both || is_replaced => {
            return vec![format!("{lists}: wildcard excluded"), format!("{lists}: in both *")];
        }
        "wildcard-excluded" => "wildcard excluded".to_owned(),
        "wildcard-not-alone" if is_excluded => "excluded wildcard not alone".to_owned(),
        "wildcard-not-alone" => "included wildcard not alone".to_owned(),
        "pattern" => "pattern".to_owned(),
        "name" => format!("name {entry:?}"),
        _ => panic!("{code}"),
    };
    vec![format!("{lists}: {fault}")]
}

#[test]
fn each_release_saves_what_it_saves() {
    let kinds = serving(releases::served_kinds());
    let names = Release::ALL.map(Release::name);
    let mut inventories = BTreeMap::new();
    releases::check_releases(&names, |objects, case, release| {
        let inventory = inventories.entry((objects.to_owned(), release.to_owned())).or_insert_with(|| {
            let release = Release::of_version(release).expect("a known release");
            inventory(&kinds.clone().with_release(release), objects)
        });
        let inventory = Arc::clone(inventory);
        let mut evaluation = match (&case.spec, &case.backup) {
            (Some(given), _) => Evaluation::new(Arc::clone(&inventory), spec(given)),
            (None, Some(given)) => Evaluation::of_backup(Arc::clone(&inventory), &backup(given, inventory.cluster())),
            (None, None) => panic!("a case has a spec or a Backup"),
        };
        while !evaluation.step(1000) {}
        let partially_failed = match evaluation.outcome() {
            Outcome::Completed => false,
            Outcome::PartiallyFailed(_) => true,
            Outcome::Failed(_) => return Ended::Failed,
            Outcome::Refused(reasons) => {
                let filters = match (&case.spec, &case.backup) {
                    (Some(given), _) => Filters::from(&spec(given)),
                    (_, given) => backup(given.as_ref().expect("it is one of the two"), inventory.cluster()).filters,
                };
                let release = inventory.cluster().release();
                let kinds = reasons.iter().flat_map(|reason| kinds_of_errors(reason, &filters, release));
                return Ended::Refused(Some(kinds.collect()));
            }
        };
        let included = evaluation.verdicts(0, u32::MAX).filter(|verdict| verdict.included);
        let name = |ObjectRef { group_resource, namespace, name }: ObjectRef| {
            releases::object_name(&group_resource, namespace.as_deref(), &name)
        };
        let objects = included.map(|verdict| name(verdict.object)).collect();
        Ended::Saved { objects, partially_failed: Some(partially_failed) }
    });
}

#[test]
fn a_selector_without_labels_is_ignored() {
    let objects = r#"{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}, "status": {"phase": "Active"}}
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
        let metadata = format!("{{\"name\": \"ns-{number}\"}}");
        let status = "{\"phase\": \"Active\"}";
        format!("{{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {metadata}, \"status\": {status}}}\n")
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

#[test]
fn a_volume_without_a_name_brings_its_claim() {
    let objects = concat!(
        r#"{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"prod"}}"#,
        r#"{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"namespace":"prod","name":"data"}}"#,
        r#"{"apiVersion":"v1","kind":"Pod","metadata":{"namespace":"prod","name":"web","labels":{"app":"web"}},"#,
        r#""spec":{"volumes":[{"persistentVolumeClaim":{"claimName":"data"}}]}}"#,
    );
    let inventory = inventory(Cluster::builtin(), objects);
    let label_selector = Some(LabelSelector::from_iter([("app".to_owned(), "web".to_owned())]));
    let mut evaluation = Evaluation::new(inventory, Spec { label_selector, ..Spec::default() });
    while !evaluation.step(u32::MAX) {}
    let claim = evaluation.verdicts(0, u32::MAX).find(|verdict| verdict.object.name == "data");
    assert_eq!(claim.map(|verdict| verdict.reason), Some(Reason::ComesAlong));
}

/// Reads the manifest of a Backup of a case.
fn backup_of(case: &volumes::VolumesCase, cluster: &Cluster) -> Backup {
    let metadata = serde_json::json!({"name": "oracle", "namespace": "velero", "annotations": case.backup_annotations});
    let manifest =
        serde_json::json!({"apiVersion": "velero.io/v1", "kind": "Backup", "metadata": metadata, "spec": case.backup});
    let document = CheckedDocument::read(manifest.to_string(), Format::Json, None, Some(cluster));
    document.backups().first().unwrap_or_else(|| panic!("{:?}: {:?}", case.backup, document.diagnostics())).clone()
}

fn settings_of(case: &volumes::VolumesCase) -> ServerSettings {
    let bool = |key: &str| case.settings.get(key).and_then(serde_json::Value::as_bool);
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    let list = |key: &str| case.settings.get(key).and_then(serde_json::Value::as_array);
    let pairs = |key: &str| case.settings.get(key).and_then(serde_json::Value::as_object);
    let location = |location: &serde_json::Value| SnapshotLocation {
        name: text(location.get("name").expect("a name")),
        provider: text(location.get("provider").expect("a provider")),
    };
    let map = |name: Option<&str>, data: &Option<BTreeMap<String, String>>| {
        let data = data.clone()?.into_iter().collect();
        Some(PolicyMap { namespace: None, name: name.map(str::to_owned), data })
    };
    let nodes = pairs("nodes").map(|nodes| nodes.iter().map(|(name, os)| (name.clone(), text(os))).collect());
    ServerSettings {
        default_volumes_to_fs_backup: bool("defaultVolumesToFsBackup"),
        default_snapshot_move_data: bool("defaultSnapshotMoveData"),
        enable_csi: bool("EnableCSI"),
        snapshot_locations: list("locations").map(|locations| locations.iter().map(location).collect()),
        default_snapshot_locations: pairs("defaultSnapshotLocations")
            .map(|defaults| defaults.iter().map(|(provider, name)| (provider.clone(), text(name))).collect())
            .unwrap_or_default(),
        storage_locations: None,
        // The measured clusters have two nodes if a case does not say otherwise.
        nodes: nodes.or_else(|| Some(["n1", "n2"].map(|node| (node.to_owned(), "linux".to_owned())).to_vec())),
        agents: list("agents").map(|agents| agents.iter().map(text).collect()),
        group_snapshot_driver: case.settings.get("groupClass").map(text),
        snapshots_without_handles: bool("csiNoHandle").unwrap_or(false),
        policies: map(Some("pol"), &case.policy).into_iter().collect(),
        global_policy: map(None, &case.global_policy),
    }
}

fn contents_of(objects: &str, case: &volumes::VolumesCase, cluster: &Cluster) -> volumes::Contents {
    let inventory = inventory(cluster, objects);
    let source = Source::Backup(Box::new(backup_of(case, cluster)));
    let mut evaluation = Evaluation::of(Arc::clone(&inventory), &source, settings_of(case));
    while !evaluation.step(50) {}
    let has_errors = match evaluation.outcome() {
        Outcome::Refused(_) => return volumes::Contents::Refused,
        Outcome::Failed(reasons) => panic!("{reasons:?}"),
        Outcome::Completed => false,
        Outcome::PartiallyFailed(_) => true,
    };
    let name = |object: u32| {
        let object = inventory.object(object).expect("an object");
        match object.namespace {
            Some(namespace) => format!("{namespace}/{}", object.name),
            None => object.name,
        }
    };
    const KINDS: [&str; 3] = ["pods", "persistentvolumeclaims", "persistentvolumes"];
    let saved = evaluation.verdicts(0, u32::MAX).filter(|verdict| verdict.included);
    let saved = saved.map(|verdict| verdict.object).filter(|object| KINDS.contains(&object.group_resource.as_str()));
    let contents = evaluation.contents();
    let sorted = |mut names: Vec<String>| {
        names.sort();
        names
    };
    volumes::Contents::Saved {
        fs: contents.fs.iter().map(|backup| format!("{} {}", name(backup.pod), backup.volume)).collect(),
        snapshots: contents.snapshots.iter().map(|volume| name(*volume)).collect(),
        csi: sorted(contents.csi.iter().map(|csi| name(csi.claim)).collect()),
        moved: sorted(contents.csi.iter().filter(|csi| csi.is_moved).map(|csi| name(csi.claim)).collect()),
        saved: saved
            .map(|object| releases::object_name(&object.group_resource, object.namespace.as_deref(), &object.name))
            .collect(),
        has_errors,
    }
}

#[test]
fn contents_of_volumes_are_saved_as_by_each_release() {
    let kinds = serving(releases::served_kinds());
    let names = Release::ALL.map(Release::name);
    volumes::check_volumes(&names, |objects, case, release| {
        let cluster = kinds.clone().with_release(Release::of_version(release).expect("a known release"));
        contents_of(objects, case, &cluster)
    });
}
