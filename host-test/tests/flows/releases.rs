//! Tests releases of Velero: their list, clusters with a version, and answers that depend on it.

use k8s_backup_target_host::{
    ApiResource, Cluster, Diagnostic, Inventory, Outcome, OutcomeKind, ScheduleConfig, Severity, Spec, Target,
    VeleroSettings,
};

use crate::{EVALUATOR, spec_with_ttl};

const OBJECTS: &[u8] = br#"{"kind": "List", "items": [
    {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "team-a"}, "status": {"phase": "Active"}},
    {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings", "namespace": "team-a"}}]}"#;

fn codes(diagnostics: &[Diagnostic]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect()
}

fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

fn open(kinds: &[ApiResource], version: Option<&str>) -> Result<Cluster, Vec<Diagnostic>> {
    EVALUATOR.open_cluster(kinds, version).expect("within limits")
}

/// Returns the name of each release, and a cluster with it.
fn clusters() -> Vec<(String, Cluster)> {
    let releases = EVALUATOR.velero_versions().expect("within limits");
    let cluster = |name: &str| open(&[], Some(name)).unwrap_or_else(|refusals| panic!("{name}: {refusals:?}"));
    releases.into_iter().map(|release| (release.name.clone(), cluster(&release.name))).collect()
}

fn inventory(cluster: &Cluster) -> Inventory {
    let mut reader = cluster.inventory_reader().expect("within limits");
    reader.push(OBJECTS).expect("within limits").expect("objects");
    reader.finish().expect("within limits").expect("objects")
}

fn outcome(inventory: &Inventory, spec: &Spec) -> (Outcome, Vec<Diagnostic>) {
    let mut evaluation = inventory.evaluate(spec, None).expect("within limits");
    while !evaluation.step(100).expect("within limits") {}
    (evaluation.outcome().expect("within limits"), evaluation.diagnostics().expect("within limits"))
}

fn namespaces(names: &[&str]) -> Spec {
    Spec { include_namespaces: Some(names.iter().map(|name| (*name).to_owned()).collect()), ..Spec::default() }
}

/// Specs, some of which only some releases refuse or complete.
fn specs() -> Vec<Spec> {
    vec![
        namespaces(&["team-a"]),
        namespaces(&["team-?"]),
        namespaces(&["team-*"]),
        namespaces(&["team-[ab]", "other"]),
        Spec { exclude_namespaces: Some(vec!["team-*".into()]), ..Spec::default() },
        spec_with_ttl("30d"),
    ]
}

fn nightly() -> ScheduleConfig {
    ScheduleConfig { schedule: Some("0 2 * * *".into()), ..ScheduleConfig::default() }
}

fn settings() -> VeleroSettings {
    VeleroSettings {
        namespace: "velero".into(),
        storage_location: String::new(),
        volume_snapshot_locations: vec![],
        default_volumes_to_fs_backup: None,
    }
}

#[test]
fn each_listed_release_opens_a_cluster() {
    let releases = EVALUATOR.velero_versions().expect("within limits");
    let names: Vec<&str> = releases.iter().map(|release| release.name.as_str()).collect();
    assert_eq!((names.first(), names.last()), (Some(&"1.15"), Some(&"next")));
    let defaults: Vec<&str> =
        releases.iter().filter(|release| release.is_default).map(|release| release.name.as_str()).collect();
    assert_eq!(defaults, ["1.18"]);
    assert!(releases.iter().all(|release| !release.measured.is_empty()));
    for (name, cluster) in clusters() {
        assert_eq!(cluster.diagnostics().expect("within limits"), [], "{name}");
    }
    assert_eq!(open(&[], None).expect("no version").diagnostics().expect("within limits"), []);
}

#[test]
fn a_version_that_differs_from_its_release_is_a_warning() {
    for version in ["1.15.0", "v1.18.0", "1.19", "2.0.1"] {
        let cluster = open(&[], Some(version)).unwrap_or_else(|refusals| panic!("{version}: {refusals:?}"));
        let warnings = cluster.diagnostics().expect("within limits");
        assert_eq!(codes(&warnings), ["velero-version-differs"], "{version}");
        assert_eq!(warnings[0].severity, Severity::Warning);
        assert!(warnings[0].message.contains(version), "{}", warnings[0].message);
    }
    for version in ["v1.17", "1.16.0", "1.18.7"] {
        let cluster = open(&[], Some(version)).unwrap_or_else(|refusals| panic!("{version}: {refusals:?}"));
        assert_eq!(cluster.diagnostics().expect("within limits"), [], "{version}");
    }
}

#[test]
fn an_unknown_version_is_refused_with_the_other_errors() {
    for version in ["1.2", "1.18.x", "", "latest"] {
        let refusals = open(&[], Some(version)).err().unwrap_or_else(|| panic!("{version} is known"));
        assert_eq!(codes(&refusals), ["unknown-velero-version"], "{version}");
        let help = refusals[0].help.as_deref().unwrap_or_default();
        for release in EVALUATOR.velero_versions().expect("within limits") {
            assert!(help.contains(&format!("`{}`", release.name)), "{help}");
        }
    }
    let subresource = ApiResource {
        group: String::new(),
        plural: "pods/log".into(),
        singular: None,
        kind: "Pod".into(),
        short_names: vec![],
        namespaced: true,
        verbs: vec![],
    };
    let refusals = open(&[subresource], Some("0.1")).err().expect("two errors");
    assert_eq!(codes(&refusals), ["unknown-velero-version", "invalid-api-resource"]);
}

#[test]
fn answers_for_a_release_agree() {
    for (release, cluster) in clusters() {
        let inventory = inventory(&cluster);
        for spec in specs() {
            let is_refused = has_errors(&cluster.check_spec(&spec).expect("within limits"));
            let (outcome, diagnostics) = outcome(&inventory, &spec);
            let is_completed = outcome.kind == OutcomeKind::Completed;
            assert_eq!(outcome.diagnostics.is_empty(), is_completed, "{release} {spec:?}");
            assert!(outcome.diagnostics.iter().all(|reason| diagnostics.contains(reason)), "{release} {spec:?}");
            // A spec with errors also has no manifest if Velero would accept it, and save nothing.
            let is_refused_by_velero = outcome.kind == OutcomeKind::Refused;
            assert!(!is_refused_by_velero || is_refused, "{release} {spec:?}");
            assert!(!is_refused || !is_completed, "{release} {spec:?}");

            let described = cluster.describe(&spec, Some(&nightly())).expect("within limits");
            assert!(described.starts_with("Saves nothing") || !is_refused_by_velero, "{release}: {described}");

            let target = Target { app: "a".into(), relation_name: "b".into(), model: "c".into(), spec };
            let backup = cluster.backup_manifest(&target, &settings()).expect("within limits");
            let scheduled = cluster.schedule_manifest(&target, &nightly(), &settings()).expect("within limits");
            let targets = [target];
            let plan = cluster.plan(&targets, &nightly(), &settings(), &[]).expect("within limits");
            assert_eq!((backup.is_err(), scheduled.is_err()), (is_refused, is_refused), "{release} {targets:?}");
            assert_eq!((plan.manifests.is_empty(), has_errors(&plan.diagnostics)), (is_refused, is_refused));
        }
    }
}

#[test]
fn without_a_cluster_the_default_release_answers() {
    let (_, default) = clusters().into_iter().find(|(release, _)| release == "1.18").expect("the default");
    for spec in specs() {
        let described = EVALUATOR.describe(&spec, None).expect("within limits");
        assert_eq!(described, default.describe(&spec, None).expect("within limits"));
        let target = Target { app: "a".into(), relation_name: "b".into(), model: "c".into(), spec };
        assert_eq!(
            EVALUATOR.backup_manifest(&target, &settings()).expect("within limits"),
            default.backup_manifest(&target, &settings()).expect("within limits")
        );
    }
}

#[test]
fn an_outcome_does_not_depend_on_the_steps() {
    let inventory = inventory(&open(&[], Some("1.17")).expect("a release"));
    for spec in specs() {
        let evaluation = inventory.evaluate(&spec, None).expect("within limits");
        let before = evaluation.outcome().expect("within limits");
        assert_eq!(before, outcome(&inventory, &spec).0, "{spec:?}");
    }
}

#[test]
fn schedules_are_checked_for_a_release() {
    let config = |schedule: &str| ScheduleConfig { schedule: Some(schedule.to_owned()), ..ScheduleConfig::default() };
    for (release, _) in clusters() {
        let release = Some(release.as_str());
        let check = |schedule| EVALUATOR.check_schedule(&config(schedule), release).expect("within limits");
        assert_eq!(codes(&check("0 2 * * *")), [""; 0], "{release:?}");
        assert_eq!(codes(&check("at night")), ["schedule-not-cron"], "{release:?}");
        let runs = EVALUATOR.next_runs("0 2 * * *", 0, 2, release).expect("within limits");
        assert_eq!(runs, Ok(vec![7_200, 93_600]), "{release:?}");
        let retention = EVALUATOR.retention("0 2 * * *", Some("6h"), 0, 1, release).expect("within limits");
        assert_eq!(retention.map(|timeline| timeline.backups.len()), Ok(1), "{release:?}");
    }
}
