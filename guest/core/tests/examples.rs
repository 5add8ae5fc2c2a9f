//! The example cluster, and the objects that the example targets select: `BLESS=1` writes its files.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

use k8s_backup_target::api_resources::parse_api_resources;
use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::diagnostic::Severity;
use k8s_backup_target::inventory::{Inventory, Reader};
use k8s_backup_target::model::Target;
use k8s_backup_target::selection::{Coverage, Evaluation, Reason, Source};
use k8s_backup_target::validation::{CheckedDocument, Format};
use k8s_backup_target_testdata::example::{self, CUSTOM_KINDS};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

/// Returns the output of `kubectl api-resources -o wide`: the built-in kinds of Kubernetes, and installed ones.
fn api_resources() -> String {
    const HEADINGS: [&str; 6] = ["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND", "VERBS"];
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    let custom_verbs = "create,delete,deletecollection,get,list,patch,update,watch";
    rows.extend(Cluster::builtin().api_resources().iter().map(|resource| {
        let version = match (&*resource.group, resource.group.is_empty()) {
            (_, true) => "v1".to_owned(),
            ("autoscaling", _) => "autoscaling/v2".to_owned(),
            (group, _) => format!("{group}/v1"),
        };
        let names = resource.short_names.join(",");
        let verbs = resource.verbs.join(",");
        [resource.plural.to_string(), names, version, resource.namespaced.to_string(), resource.kind.to_string(), verbs]
    }));
    rows.extend(CUSTOM_KINDS.iter().map(|resource| {
        let version = format!("{}/{}", resource.group, resource.version);
        let names = resource.short_names.join(",");
        let namespaced = resource.namespaced.to_string();
        [resource.plural.to_owned(), names, version, namespaced, resource.kind.to_owned(), custom_verbs.to_owned()]
    }));
    let mut widths = [0; 6];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.len() + 3);
        }
    }
    rows.iter().fold(String::new(), |mut text, row| {
        let cells: String = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        let _ = writeln!(text, "{}", cells.trim_end());
        text
    })
}

#[test]
fn the_files_of_the_cluster_are_up_to_date() {
    for (name, text) in [("cluster/objects.json", example::cluster()), ("cluster/api-resources.txt", api_resources())] {
        let file = folder().join(name);
        if env::var_os("BLESS").is_some() {
            fs::write(&file, &text).expect("writable");
        }
        let written = fs::read_to_string(&file).unwrap_or_default();
        assert!(written == text, "{name} is outdated; run `cargo xtask bless`");
        assert!(text.len() < 350_000, "{name} has {} bytes", text.len());
    }
}

fn cluster() -> Cluster {
    let kinds = parse_api_resources(&fs::read_to_string(folder().join("cluster/api-resources.txt")).expect("text"));
    Cluster::open(kinds.expect("kinds"), Some("1.18")).expect("kinds that a cluster serves")
}

fn inventory() -> Arc<Inventory> {
    let mut reader = Reader::new(&cluster());
    reader.push(&fs::read(folder().join("cluster/objects.json")).expect("bytes")).expect("JSON");
    Arc::new(reader.finish().expect("objects"))
}

/// Returns the targets of all examples, in the order of the files.
fn targets() -> Vec<Target> {
    let files = fs::read_dir(folder()).expect("a folder").map(|file| file.expect("readable").path());
    let is_target = |file: &PathBuf| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".json")
    };
    let mut files: Vec<PathBuf> = files.filter(is_target).collect();
    files.sort();
    let read = |file: &PathBuf| {
        let text = fs::read_to_string(file).expect("text");
        CheckedDocument::read(text, Format::Json, None, None).targets().to_vec()
    };
    files.iter().flat_map(read).collect()
}

fn name(target: &Target) -> String {
    let (app, relation, model) = target.identity();
    format!("{app}:{relation} of {model}")
}

#[test]
fn every_object_of_the_cluster_is_read() {
    let inventory = inventory();
    assert!((300..700).contains(&inventory.len()), "{}", inventory.len());
    assert_eq!(inventory.diagnostics(), []);
}

#[test]
fn each_example_but_one_selects_what_its_author_meant() {
    let inventory = inventory();
    let included = targets().into_iter().map(|target| {
        let mut evaluation = Evaluation::new(Arc::clone(&inventory), target.spec.clone());
        while !evaluation.step(100) {}
        let errors = evaluation.diagnostics().iter().any(|found| found.severity == Severity::Error);
        assert!(!errors, "{}", name(&target));
        let codes: Vec<&str> = evaluation.diagnostics().iter().map(|found| found.rule.code).collect();
        (name(&target), evaluation.included(), codes)
    });
    let included: Vec<(String, u32, Vec<&str>)> = included.collect();
    let included: Vec<(&str, u32, &[&str])> =
        included.iter().map(|(name, included, codes)| (name.as_str(), *included, codes.as_slice())).collect();
    let without_volume: &[&str] = &["claim-without-volume", "contents-not-saved"];
    assert_eq!(
        included,
        [
            ("infra-backup-operator:cluster-infra-backup of infra-backup", 98, &[][..]),
            ("kubeflow-profiles:profiles-backup of kubeflow", 0, &["cluster-scoped-skipped", "nothing-selected"]),
            ("infra-backup-operator:namespaced-infra-backup of infra-backup", 176, &[]),
            ("my-app:backup of my-model", 3, without_volume),
            ("my-app:backup of staging", 3, without_volume),
            ("mlflow-server:backup of kubeflow", 4, &[]),
            ("my-app:backup of my-model", 3, without_volume),
        ]
    );
}

#[test]
fn the_kubeflow_profiles_are_excluded_as_cluster_scoped() {
    let inventory = inventory();
    let target = targets().into_iter().find(|target| target.app == "kubeflow-profiles").expect("the example");
    let mut evaluation = Evaluation::new(inventory, target.spec);
    while !evaluation.step(100) {}
    let profiles =
        evaluation.verdicts(0, u32::MAX).filter(|verdict| verdict.object.group_resource == "profiles.kubeflow.org");
    let reasons: Vec<_> = profiles.map(|verdict| (verdict.reason, verdict.pointer)).collect();
    assert_eq!(reasons, vec![(Reason::ClusterScopeExcluded, Some("/include_cluster_resources".to_owned())); 3]);
}

#[test]
fn some_claims_are_uncovered_and_some_objects_overlap() {
    let inventory = inventory();
    let targets = targets();
    let mut coverage = Coverage::new(
        Arc::clone(&inventory),
        targets.iter().map(|target| Source::Spec(target.spec.clone())).collect(),
        None,
    );
    while !coverage.step(1000) {}
    let uncovered = coverage.uncovered_claims(0, u32::MAX).filter_map(|index| inventory.object(index));
    let uncovered: Vec<String> =
        uncovered.map(|claim| format!("{}/{}", claim.namespace.unwrap_or_default(), claim.name)).collect();
    assert_eq!(
        uncovered,
        [
            "alice/exploration-volume",
            "bob/forecasting-volume",
            "controller-ck8s/controller-storage-18b8de5b-controller-0",
            "kubeflow/katib-db-database-8cfddd63-katib-db-0",
            "kubeflow/kfp-db-database-ba21140c-kfp-db-0",
            "kubeflow/minio-minio-data-81b5bc62-minio-0",
            "kubeflow/mlflow-mysql-database-5b4088ec-mlflow-mysql-0",
            "kubeflow/mlmd-mlmd-data-f40371a2-mlmd-0",
            "kubeflow/pipeline-scratch",
            "my-namespace/reports-archive",
            "my-namespace-staging/reports-archive",
            "team-vision/datasets",
            "team-vision/labelling-volume",
            "team-vision/training-volume",
        ]
    );
    let overlaps = coverage.overlapping(0, u32::MAX).map(|overlap| {
        let object = inventory.object(overlap.object).expect("an object");
        let targets = overlap.targets.iter().filter_map(|&target| targets.get(target as usize)).map(name);
        (format!("{} {}", object.group_resource, object.name), targets.collect())
    });
    let overlaps: Vec<(String, Vec<String>)> = overlaps.collect();
    let secret = overlaps.iter().find(|(object, _)| object == "secrets mlflow-server-db-secret");
    let both = ["infra-backup-operator:namespaced-infra-backup of infra-backup", "mlflow-server:backup of kubeflow"];
    assert_eq!(secret.map(|(_, targets)| targets.as_slice()), Some(both.map(str::to_owned).as_slice()));
}
