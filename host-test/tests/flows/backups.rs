//! Tests Backups and Schedules: what the component returns for them is what core returns.

use std::fs;
use std::sync::Arc;

use k8s_backup_target::cluster::Cluster as NativeCluster;
use k8s_backup_target::inventory::{Inventory as NativeInventory, Reader};
use k8s_backup_target::model::ScheduleConfig as NativeSchedule;
use k8s_backup_target::velero::{backup as native, filters};
use k8s_backup_target::{selection, validation};
use k8s_backup_target_host::{
    Backup, BackupKind, DocumentFormat, DocumentKind, Filters, HookSelector, Inventory, LabelRequirement, Outcome,
    OutcomeKind, ScheduleConfig, Selector, Source, Spec, Target, TargetCoverage, VolumeFields,
};

use crate::EVALUATOR;
use crate::validation::{case_files, diagnostic};

fn selector(selector: filters::Selector) -> Selector {
    let requirement = |filters::Expression { key, operator, values }| LabelRequirement { key, operator, values };
    Selector {
        match_labels: selector.match_labels.into(),
        match_expressions: selector.match_expressions.into_iter().map(requirement).collect(),
    }
}

fn schedule(schedule: NativeSchedule) -> ScheduleConfig {
    let NativeSchedule { schedule, paused, skip_immediately, use_owner_references_in_backup } = schedule;
    ScheduleConfig { schedule, paused, skip_immediately, use_owner_references_in_backup }
}

fn volume_fields(fields: native::VolumeFields) -> VolumeFields {
    VolumeFields {
        snapshot_volumes: fields.snapshot_volumes,
        snapshot_move_data: fields.snapshot_move_data,
        datamover: fields.datamover,
        default_volumes_to_fs_backup: fields.default_volumes_to_fs_backup,
        default_volumes_to_restic: fields.default_volumes_to_restic,
        volume_snapshot_locations: fields.volume_snapshot_locations,
        annotations: fields.annotations,
    }
}

fn backup(backup: native::Backup) -> Backup {
    let native::Backup { name, namespace, filters, ttl, resource_policy, storage_location, volumes, .. } = backup;
    Backup {
        kind: match filters.dialect {
            filters::Dialect::Spec => unreachable!("a Backup is not a spec"),
            filters::Dialect::Backup => BackupKind::Backup,
            filters::Dialect::Schedule => BackupKind::Schedule,
            filters::Dialect::HelmSchedule => BackupKind::HelmSchedule,
        },
        name,
        namespace,
        filters: Filters {
            included_namespaces: filters.included_namespaces,
            excluded_namespaces: filters.excluded_namespaces,
            included_resources: filters.included_resources,
            excluded_resources: filters.excluded_resources,
            include_cluster_resources: filters.include_cluster_resources,
            included_cluster_scoped_resources: filters.included_cluster_scoped_resources,
            excluded_cluster_scoped_resources: filters.excluded_cluster_scoped_resources,
            included_namespace_scoped_resources: filters.included_namespace_scoped_resources,
            excluded_namespace_scoped_resources: filters.excluded_namespace_scoped_resources,
            label_selector: filters.label_selector.map(selector),
            or_label_selectors: filters.or_label_selectors.map(|all| all.into_iter().map(selector).collect()),
            volume_group_snapshot_label_key: filters.volume_group_snapshot_label_key,
        },
        ttl,
        schedule: backup.schedule.map(schedule),
        resource_policy,
        volumes: Some(volumes).filter(|fields| *fields != native::VolumeFields::default()).map(volume_fields),
        storage_location,
        hook_selectors: backup
            .hook_selectors
            .into_iter()
            .map(|(hook, native)| HookSelector { hook, selector: selector(native) })
            .collect(),
        phase: backup.status.phase,
        expiration: backup.status.expiration,
    }
}

#[test]
fn backups_of_documents_are_those_of_core() {
    let (mut found, mut skipped) = (0, 0);
    for file in case_files() {
        let text = fs::read_to_string(&file).expect("text");
        let is_json = file.extension().is_some_and(|end| end == "json");
        let (format, native_format) = if is_json {
            (DocumentFormat::Json, validation::Format::Json)
        } else {
            (DocumentFormat::Yaml, validation::Format::Yaml)
        };
        for (kind, native_kind) in [
            (None, None),
            (Some(DocumentKind::Schedule), Some(validation::Kind::Schedule)),
            (Some(DocumentKind::HelmValues), Some(validation::Kind::HelmValues)),
        ] {
            let native = validation::CheckedDocument::read(text.clone(), native_format, native_kind, None);
            let document = EVALUATOR.read_document(&text, format, kind, None).expect("within limits");
            let backups = document.backups().expect("within limits");
            let expected: Vec<Backup> = native.backups().iter().cloned().map(backup).collect();
            assert_eq!(backups, expected, "{}", file.display());
            assert_eq!(document.skipped().expect("within limits"), native.skipped(), "{}", file.display());
            for (backup, native) in backups.iter().zip(native.backups()) {
                let checked = EVALUATOR.check_backup(backup).expect("within limits");
                let expected: Vec<_> = validation::check_backup(native, None).iter().map(diagnostic).collect();
                assert_eq!(checked, expected, "{}", file.display());
                let described = EVALUATOR.describe_backup(backup).expect("within limits");
                assert_eq!(described, validation::describe_backup(native, None), "{}", file.display());
            }
            found += backups.len();
            skipped += native.skipped();
        }
    }
    assert!(found > 50 && skipped > 0, "{found} {skipped}");
}

#[test]
fn a_cluster_checks_and_describes_backups_by_its_kinds() {
    let cluster = EVALUATOR.open_cluster(&[], Some("1.17")).expect("within limits").expect("no kinds");
    let native_cluster = NativeCluster::open(Vec::new(), Some("1.17")).expect("no kinds");
    // Release 1.17 does not expand patterns.
    let pattern = "apiVersion: velero.io/v1\nkind: Backup\nmetadata: {name: a, namespace: velero}\n\
                   spec: {includedNamespaces: ['prod-*']}\n";
    let [native] = read_natively(pattern).try_into().expect("one");
    let checked = cluster.check_backup(&backup(native.clone())).expect("within limits");
    let expected: Vec<_> = validation::check_backup(&native, Some(&native_cluster)).iter().map(diagnostic).collect();
    assert_eq!(checked, expected);
    assert_ne!(checked, EVALUATOR.check_backup(&backup(native.clone())).expect("within limits"));
    assert_eq!(
        cluster.describe_backup(&backup(native.clone())).expect("within limits"),
        validation::describe_backup(&native, Some(&native_cluster))
    );
}

/// A namespace with a volume claim, a ConfigMap with a label and a Secret, another one with a claim, and two Schedules.
const CLUSTER: &str = r#"
{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "prod"}, "status": {"phase": "Active"}}
{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "dev"}, "status": {"phase": "Active"}}
{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "data", "namespace": "prod"}}
{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "prod", "labels": {"tier": "web"}}}
{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "b", "namespace": "prod"}}
{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "data", "namespace": "dev"}}
{"apiVersion": "velero.io/v1", "kind": "Schedule", "metadata": {"name": "nightly", "namespace": "velero"},
 "spec": {"schedule": "0 2 * * *", "template": {"includedNamespaces": ["prod"]}}, "status": {"phase": "Enabled"}}
{"apiVersion": "velero.io/v1", "kind": "Schedule", "metadata": {"name": "hourly", "namespace": "velero"},
 "spec": {"schedule": "0 * * * *", "paused": true, "template": {"includedNamespaces": ["dev"]}}}
"#;

/// Backups and Schedules that select in different ways, and one that Velero refuses.
const BACKUPS: &str = "
apiVersion: velero.io/v1
kind: Backup
metadata: {name: labelled, namespace: velero}
spec:
  includedNamespaces: [prod]
  orLabelSelectors:
  - matchExpressions: [{key: tier, operator: In, values: [web, api]}]
  - matchLabels: {tier: db}
---
apiVersion: velero.io/v1
kind: Schedule
metadata: {name: scoped, namespace: velero}
spec:
  schedule: '@daily'
  template:
    includedNamespaceScopedResources: [persistentvolumeclaims]
    excludedClusterScopedResources: ['*']
---
apiVersion: velero.io/v1
kind: Backup
metadata: {name: refused, namespace: velero}
spec: {includedNamespaces: [prod], includedResources: [pods], includedNamespaceScopedResources: [secrets]}
---
apiVersion: velero.io/v1
kind: Schedule
metadata: {name: paused, namespace: velero}
spec: {schedule: '@daily', paused: true, template: {}}
---
apiVersion: velero.io/v1
kind: Backup
metadata: {name: expired, namespace: velero}
spec: {includedNamespaces: [prod]}
status: {phase: Completed, expiration: '2026-01-01T00:00:00Z'}
---
apiVersion: velero.io/v1
kind: Backup
metadata: {name: failed, namespace: velero}
spec: {includedNamespaces: [prod]}
status: {phase: Failed}
";

/// When the expired Backup expires, in Unix seconds.
const EXPIRATION: i64 = 1_767_225_600;

fn read_natively(text: &str) -> Vec<native::Backup> {
    validation::CheckedDocument::read(text.to_owned(), validation::Format::Yaml, None, None).backups().to_vec()
}

fn read(text: &str) -> Vec<Backup> {
    let document = EVALUATOR.read_document(text, DocumentFormat::Yaml, None, None).expect("within limits");
    document.backups().expect("within limits")
}

fn inventories() -> (Inventory, Arc<NativeInventory>) {
    let cluster = EVALUATOR.open_cluster(&[], None).expect("within limits").expect("no kinds");
    let mut reader = cluster.inventory_reader().expect("within limits");
    reader.push(CLUSTER.as_bytes()).expect("within limits").expect("objects");
    let mut native = Reader::new(NativeCluster::builtin());
    native.push(CLUSTER.as_bytes()).expect("objects");
    let inventory = reader.finish().expect("within limits").expect("objects");
    (inventory, Arc::new(native.finish().expect("objects")))
}

#[test]
fn a_backup_selects_what_core_selects() {
    let (inventory, native_inventory) = inventories();
    let mut counts = Vec::new();
    for (backup, native) in read(BACKUPS).iter().zip(read_natively(BACKUPS)) {
        let mut evaluation = inventory.evaluate(backup, None).expect("within limits");
        while !evaluation.step(1).expect("within limits") {}
        let mut expected = selection::Evaluation::of_backup(Arc::clone(&native_inventory), &native);
        while !expected.step(1) {}
        let name = native.full_name();
        let reasons: Vec<u8> = expected.reasons().iter().map(|reason| *reason as u8).collect();
        assert_eq!(evaluation.reasons().expect("within limits"), reasons, "{name}");
        assert_eq!(evaluation.included().expect("within limits"), expected.included(), "{name}");
        let diagnostics: Vec<_> = expected.diagnostics().iter().map(diagnostic).collect();
        assert_eq!(evaluation.diagnostics().expect("within limits"), diagnostics, "{name}");
        let (kind, why) = match expected.outcome() {
            selection::Outcome::Completed => (OutcomeKind::Completed, Vec::new()),
            selection::Outcome::PartiallyFailed(why) => (OutcomeKind::PartiallyFailed, why),
            selection::Outcome::Failed(why) => (OutcomeKind::Failed, why),
            selection::Outcome::Refused(why) => (OutcomeKind::Refused, why),
        };
        let outcome = Outcome { kind, diagnostics: why.iter().map(diagnostic).collect() };
        assert_eq!(evaluation.outcome().expect("within limits"), outcome, "{name}");
        let pointers: Vec<_> = evaluation
            .verdicts(0, u32::MAX)
            .expect("within limits")
            .into_iter()
            .map(|verdict| verdict.pointer)
            .collect();
        assert_eq!(
            pointers,
            expected.verdicts(0, u32::MAX).map(|verdict| verdict.pointer).collect::<Vec<_>>(),
            "{name}"
        );
        counts.push(evaluation.included().expect("within limits"));
    }
    assert_eq!(counts, [2, 2, 0, 8, 4, 4]);
}

#[test]
fn coverage_counts_backups_and_schedules_that_protect() {
    let (inventory, native_inventory) = inventories();
    let spec = Spec { include_namespaces: Some(vec!["dev".into()]), ..Spec::default() };
    let target = Target { app: "a".into(), relation_name: "b".into(), model: "m".into(), spec: spec.clone() };
    let (backups, native_backups) = (read(BACKUPS), read_natively(BACKUPS));
    for at in [None, Some(EXPIRATION - 1), Some(EXPIRATION)] {
        let given = [Source::from(&spec), Source::from(&target)].into_iter().chain(backups.iter().map(Source::from));
        let mut coverage = inventory.coverage(given, at, None).expect("within limits");
        while !coverage.step(1).expect("within limits") {}

        let native_spec = k8s_backup_target::model::Spec {
            include_namespaces: Some(vec!["dev".into()]),
            ..k8s_backup_target::model::Spec::default()
        };
        let specs = [native_spec.clone(), native_spec].map(selection::Source::Spec);
        let native_backups = native_backups.iter().cloned().map(|each| selection::Source::Backup(Box::new(each)));
        let given = specs.into_iter().chain(native_backups).collect();
        let mut expected = selection::Coverage::new(Arc::clone(&native_inventory), given, at);
        while !expected.step(1) {}

        let covered = coverage.targets().expect("within limits");
        let to_host = |coverage: selection::TargetCoverage| TargetCoverage {
            objects: coverage.objects,
            persistent_volume_claims: coverage.persistent_volume_claims,
            claims_with_contents: coverage.claims_with_contents,
            why_nothing: coverage.why_nothing,
        };
        assert_eq!(covered, expected.targets().iter().cloned().map(to_host).collect::<Vec<_>>());
        assert_eq!(coverage.uncovered(0, 9).expect("within limits"), expected.uncovered(0, 9).collect::<Vec<_>>());

        let reasons: Vec<Option<&str>> = covered.iter().map(|covered| covered.why_nothing.as_deref()).collect();
        let expired = (at == Some(EXPIRATION)).then_some("it expired at 2026-01-01T00:00:00Z");
        assert_eq!(
            (reasons[0], reasons[1], reasons[5], reasons[6], reasons[7]),
            (None, None, Some("it is paused"), expired, Some("its phase is `Failed`"))
        );
        assert!(reasons[4].is_some(), "{reasons:?}");
        assert_eq!(covered[5].objects, 0);
        assert_eq!(covered[6].objects == 0, expired.is_some());
        assert_eq!(covered[0], covered[1]);
    }
}

#[test]
fn schedules_of_an_inventory_are_documents() {
    let (inventory, native_inventory) = inventories();
    let schedules = inventory.schedules().expect("within limits");
    assert_eq!(schedules, native_inventory.schedules().collect::<Vec<_>>());
    let schedules: Vec<Backup> = schedules.iter().flat_map(|json| read(json)).collect();
    let names: Vec<_> = schedules.iter().map(|schedule| (schedule.kind, schedule.name.as_deref())).collect();
    assert_eq!(names, [(BackupKind::Schedule, Some("hourly")), (BackupKind::Schedule, Some("nightly"))]);
    let mut coverage = inventory.coverage(&schedules, None, None).expect("within limits");
    assert!(coverage.step(100).expect("within limits"));
    let covered = coverage.targets().expect("within limits");
    assert_eq!(covered.iter().map(|covered| covered.objects).collect::<Vec<_>>(), [0, 4]);
    assert_eq!(coverage.uncovered_claims(0, 9).expect("within limits"), [5]);
}
