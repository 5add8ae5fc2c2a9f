//! Checks the manifests against Velero's CRDs, from which the types of `kcr_velero_io` are generated.

use std::fmt::Debug;
use std::fs;
use std::path::Path;

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::merge::{
    TargetManifest, backup_manifest, named_manifests, object_names, plan, schedule_manifest,
};
use k8s_backup_target::model::{ScheduleConfig, Target, VeleroSettings};
use k8s_backup_target::validation::{CheckedDocument, Format};
use k8s_backup_target_testdata::generate;
use kcr_velero_io::v1::backups::Backup;
use kcr_velero_io::v1::schedules::Schedule;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Parses an object as the type of the CRD, and asserts that no field is lost: a field that the CRD does not have would
/// be lost.
#[track_caller]
fn assert_is<K: DeserializeOwned + Serialize + Debug>(json: &str) -> Value {
    let object: K = serde_json::from_str(json).expect("an object of the kind");
    let (written, read): (Value, Value) =
        (serde_json::from_str(json).expect("JSON"), serde_json::to_value(&object).expect("JSON"));
    assert_eq!(written, read);
    written
}

fn settings() -> VeleroSettings {
    VeleroSettings {
        namespace: "velero".into(),
        storage_location: "default".into(),
        volume_snapshot_locations: vec!["default".into()],
        default_volumes_to_fs_backup: Some(true),
    }
}

fn nightly() -> ScheduleConfig {
    ScheduleConfig { schedule: Some("0 2 * * *".into()), ..ScheduleConfig::default() }
}

fn examples() -> Vec<Target> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|file| file.expect("readable").path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "json"));
    files.sort();
    let read = |file| CheckedDocument::read(fs::read_to_string(file).expect("text"), Format::Json, None, None);
    files.iter().flat_map(|file| read(file).targets().to_vec()).collect()
}

#[test]
fn manifests_of_the_examples_match_the_crds() {
    let examples = examples();
    assert!(examples.len() >= 4);
    for target in examples {
        let backup = assert_is::<Backup>(&backup_manifest(&target, &settings(), None).expect("nothing is refused"));
        let schedule = assert_is::<Schedule>(
            &schedule_manifest(&target, &nightly(), &settings(), None).expect("nothing is refused"),
        );
        assert_eq!(schedule["spec"]["template"], backup["spec"]);
        assert_eq!(backup["metadata"]["labels"]["model"], Value::from(target.model));
        assert_eq!(schedule["metadata"]["labels"]["model"], Value::from("velero"));
    }
}

#[test]
fn a_schedule_has_all_fields_of_the_operator() {
    let target = examples().into_iter().find(|target| target.spec.ttl.is_some()).expect("one with a ttl");
    let config = ScheduleConfig {
        schedule: Some("@daily".into()),
        paused: true,
        skip_immediately: true,
        use_owner_references_in_backup: true,
    };
    let written =
        assert_is::<Schedule>(&schedule_manifest(&target, &config, &settings(), None).expect("nothing is refused"));
    let expected = serde_json::json!({
        "apiVersion": "velero.io/v1",
        "kind": "Schedule",
        "metadata": {
            "generateName": "my-app-backup-",
            "namespace": "velero",
            "labels": {"app": "my-app", "endpoint": "backup", "model": "velero", "managed-by": "velero-operator"},
        },
        "spec": {
            "schedule": "@daily",
            "template": {
                "includedNamespaces": ["my-namespace"],
                "includedResources": ["persistentvolumeclaims", "services", "deployments"],
                "includeClusterResources": false,
                "labelSelector": {"matchLabels": {"app": "my-app"}},
                "ttl": "24h",
                "storageLocation": "default",
                "volumeSnapshotLocations": ["default"],
                "defaultVolumesToFsBackup": true,
            },
            "paused": true,
            "skipImmediately": true,
            "useOwnerReferencesInBackup": true,
        },
    });
    assert_eq!(written, expected);
}

#[test]
fn manifests_that_would_be_refused_are_errors() {
    let sound = examples().swap_remove(0);
    let refused = |target: &Target, config: &ScheduleConfig, settings: &VeleroSettings| -> Vec<&str> {
        let refusals = schedule_manifest(target, config, settings, None).expect_err("refused");
        refusals.iter().map(|refusal| refusal.rule.code).collect()
    };
    let with = |change: fn(&mut Target)| {
        let mut target = sound.clone();
        change(&mut target);
        target
    };
    for (target, code) in [
        (with(|target| target.spec.ttl = Some("30d".into())), "ttl-not-a-duration"),
        (
            with(|target| target.spec.include_namespaces = Some(vec!["*".into(), "a".into()])),
            "namespace-wildcard-not-alone",
        ),
        (with(|target| target.spec.label_selector = Some([("a b", "c")].into_iter().collect())), "label-key"),
        (with(|target| target.app = "a".repeat(64)), "long-name"),
        (with(|target| target.model = "-".into()), "long-name"),
        (with(|target| target.relation_name = "back_up".into()), "generated-name"),
        (with(|target| target.app = String::new()), "generated-name"),
        (with(|target| target.app = "My-App".into()), "generated-name"),
    ] {
        assert_eq!(refused(&target, &nightly(), &settings()), [code], "{target:?}");
        assert!(backup_manifest(&target, &settings(), None).is_err(), "{target:?}");
    }
    let without = ScheduleConfig::default();
    let six = ScheduleConfig { schedule: Some("0 0 2 * * *".into()), ..ScheduleConfig::default() };
    assert_eq!(refused(&sound, &without, &settings()), ["schedule-not-cron"]);
    assert_eq!(refused(&sound, &six, &settings()), ["schedule-not-cron"]);
    let nowhere = VeleroSettings { namespace: "My Model".into(), ..settings() };
    assert_eq!(refused(&sound, &nightly(), &nowhere), ["velero-namespace"]);
    let elsewhere = VeleroSettings { storage_location: "s3://bucket".into(), ..settings() };
    assert_eq!(refused(&sound, &nightly(), &elsewhere), ["location-name"]);
}

/// Returns targets with valid Juju names and any spec.
fn any_target() -> impl Strategy<Value = Target> {
    const APPS: [&str; 6] = ["my-app", "mlflow-server", "a", "b_c", "X", ""];
    (proptest::sample::select(&APPS), generate::spec()).prop_map(|(app, spec)| {
        let databag = serde_json::json!([{"app": app, "relation_name": "backup", "model": "prod", "spec": spec}]);
        let checked = CheckedDocument::read(databag.to_string(), Format::Json, None, None);
        checked.targets().first().expect("a target").clone()
    })
}

#[test]
fn named_manifests_differ_only_in_their_name() {
    let targets = examples();
    for (config, made) in [
        (nightly(), schedule_manifest as fn(&_, &_, &_, Option<&Cluster>) -> _),
        (ScheduleConfig::default(), |target: &Target, _: &ScheduleConfig, settings: &_, cluster| {
            backup_manifest(target, settings, cluster)
        }),
    ] {
        let named = named_manifests(&targets, &config, &settings(), None);
        for ((target, named), name) in targets.iter().zip(named).zip(object_names(&targets)) {
            let TargetManifest { json, .. } = named.expect("nothing is refused");
            let mut named: Value = serde_json::from_str(&json).expect("JSON");
            let mut generated: Value =
                serde_json::from_str(&made(target, &config, &settings(), None).expect("nothing is refused"))
                    .expect("JSON");
            let metadata = |object: &mut Value, key| object["metadata"].as_object_mut().expect("an object").remove(key);
            assert_eq!(metadata(&mut named, "name"), Some(Value::from(name)));
            assert!(metadata(&mut generated, "generateName").is_some());
            assert_eq!(named, generated);
        }
    }
}

#[test]
fn names_contain_the_names_of_the_target() {
    let target = |app: &str, relation_name: &str, model: &str| Target {
        app: app.into(),
        relation_name: relation_name.into(),
        model: model.into(),
        spec: Default::default(),
    };
    let long = target(&"a".repeat(40), "backup", &"m".repeat(40));
    let targets = [
        target("my-app", "backup", "prod"),
        target("my-app", "backup", "prod"),
        long.clone(),
        target("my-app", "back_up", "Prod"),
        target("a-b", "c", "d"),
        target("a", "b-c", "d"),
        target("", "", ""),
    ];
    let expected = [
        "my-app-backup-prod",
        "my-app-backup-prod",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-backup-mmmmmm-1c60450e",
        "my-app-back-up-prod-5cd0fece",
        "a-b-c-d-b3b59b63",
        "a-b-c-d-ddc3aa43",
        "target-8f6284d4",
    ];
    assert_eq!(object_names(&targets), expected);
    assert_eq!(object_names(&[long]), expected[2..3]);
}

proptest! {
    #[test]
    fn names_are_valid_and_unique(
        names in prop::collection::vec(("[a-c-]{0,3}|[a-z-]{20,40}", "[a-c_-]{0,3}", "[a-cA]{0,2}|[a-z]{10,30}"), 1..6),
    ) {
        let target = |(app, relation_name, model): (String, String, String)| {
            Target { app, relation_name, model, spec: Default::default() }
        };
        let targets: Vec<Target> = names.into_iter().map(target).collect();
        let named: Vec<(String, &Target)> = object_names(&targets).into_iter().zip(&targets).collect();
        for (name, target) in &named {
            let is_inner = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-';
            prop_assert!(name.len() <= 63 && name.chars().all(is_inner), "{}", name);
            prop_assert!(!name.starts_with('-') && !name.ends_with('-') && !name.is_empty(), "{}", name);
            for (other, of) in &named {
                prop_assert_eq!(name == other, target.identity() == of.identity(), "{} {}", name, other);
            }
        }
    }

    #[test]
    fn plans_and_named_manifests_have_the_same_kinds(
        targets in prop::collection::vec(any_target(), 0..4),
        schedule in prop::option::of(prop::sample::select(vec!["0 2 * * *", "", "@daily", "0 0 2 * * *"])),
        namespace in prop::sample::select(vec!["velero", "My Model"]),
    ) {
        let config = ScheduleConfig { schedule: schedule.map(str::to_owned), ..ScheduleConfig::default() };
        let settings = VeleroSettings { namespace: namespace.into(), ..settings() };
        let planned = plan(&targets, &config, &settings, &[], None).manifests;
        let named: Vec<TargetManifest> = named_manifests(&targets, &config, &settings, None).into_iter().flatten().collect();
        let kinds = |manifests: &[TargetManifest]| -> Vec<_> {
            manifests.iter().map(|manifest| (manifest.target_index, manifest.kind)).collect()
        };
        prop_assert_eq!(kinds(&planned), kinds(&named));
    }

    #[test]
    fn every_manifest_is_an_object_of_the_crds(target in any_target()) {
        match backup_manifest(&target, &settings(), None) {
            Ok(json) => {
                let written = assert_is::<Backup>(&json);
                let ttl = written["spec"].get("ttl").cloned();
                prop_assert_eq!(ttl, target.spec.ttl.map(Value::from));
            }
            Err(refusals) => prop_assert!(!refusals.is_empty()),
        }
    }
}
