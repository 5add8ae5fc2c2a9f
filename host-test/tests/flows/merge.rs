//! Tests merging: from three providers to the plan of their integrators.

use std::collections::BTreeMap;

use k8s_backup_target_host::{
    Identity, ManifestKind, MergePlan, OnErrors, Relation, ScheduleConfig, Severity, Spec, Target, VeleroSettings,
};
use k8s_backup_target_testdata::generate;
use proptest::prelude::*;
use serde_json::Value;

use crate::EVALUATOR;
use crate::testdata::from_testdata;

fn nightly() -> ScheduleConfig {
    schedule("0 2 * * *")
}

fn schedule(expression: &str) -> ScheduleConfig {
    ScheduleConfig { schedule: Some(expression.to_owned()), ..ScheduleConfig::default() }
}

fn settings() -> VeleroSettings {
    VeleroSettings {
        namespace: "velero".into(),
        storage_location: "default".into(),
        volume_snapshot_locations: vec!["default".into()],
        default_volumes_to_fs_backup: None,
    }
}

/// Returns the integrator's relation with the databag of a provider.
fn published(id: u32, app: &str) -> Relation {
    let identity = Identity { app: app.into(), model: "prod".into(), relation_name: "backup".into() };
    let spec = Spec { include_namespaces: Some(vec![app.into()]), ttl: Some("168h".into()), ..Spec::default() };
    let empty = Relation { id, databag: vec![] };
    let writes = EVALUATOR.publish(&identity, &spec, true, &[empty], OnErrors::Refuse).expect("within limits");
    let databag = writes.expect("a valid spec").into_iter().map(|write| (write.key, write.value)).collect();
    Relation { id, databag }
}

fn read(relations: &[Relation]) -> Vec<Target> {
    let targets = EVALUATOR.read_targets(relations).expect("within limits").entries().expect("within limits");
    targets.into_iter().map(|located| located.target).collect()
}

fn plan(targets: &[Target], config: &ScheduleConfig, relations: &[Relation]) -> MergePlan {
    EVALUATOR.plan(targets, config, &settings(), relations).expect("within limits")
}

/// Returns the targets with a diagnostic of this code.
fn with_code(plan: &MergePlan, code: &str) -> Vec<u32> {
    plan.diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.code == code)
        .filter_map(|diagnostic| diagnostic.subject)
        .collect()
}

fn empty(id: u32) -> Relation {
    Relation { id, databag: vec![] }
}

#[test]
fn one_relation_loses_targets_and_three_do_not() {
    let targets = read(&[published(1, "mlflow"), published(2, "minio"), published(3, "katib-db")]);
    assert_eq!(targets.len(), 3);

    let one = plan(&targets, &nightly(), &[empty(7)]);
    assert_eq!(with_code(&one, "lost-target"), [0, 1]);
    assert_eq!(one.writes.iter().map(|write| (write.relation_id, write.target_index)).collect::<Vec<_>>(), [(7, 2)]);
    let app = |write: &[(String, String)]| write.iter().find(|(key, _)| key == "app").map(|(_, app)| app.clone());
    assert_eq!(app(&one.writes[0].databag).as_deref(), Some("katib-db"));
    // All targets have a manifest.
    let manifests: Vec<_> = one.manifests.iter().map(|manifest| (manifest.target_index, manifest.kind)).collect();
    assert_eq!(manifests, [0, 1, 2].map(|index| (index, ManifestKind::Schedule)));

    for (id, target) in (7..).zip(&targets) {
        let alone = plan(std::slice::from_ref(target), &nightly(), &[empty(id)]);
        let errors = alone.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        assert_eq!(errors.count(), 0, "{target:?}");
        assert_eq!(alone.writes.len(), 1);
        assert_eq!(alone.manifests.len(), 1);
    }
}

#[test]
fn a_plan_writes_the_databag_of_the_integrator_once() {
    let targets = read(&[published(1, "mlflow")]);
    let first = plan(&targets, &nightly(), &[empty(7), empty(8)]);
    let databag = EVALUATOR.to_databag(&targets[0], &nightly()).expect("within limits").expect("sound");
    assert_eq!(
        databag.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(),
        ["spec", "app", "relation_name", "model"]
    );
    assert!(first.writes.iter().all(|write| write.changed && write.databag == databag));

    let mut kept = databag.clone();
    kept.push(("other".into(), "key".into()));
    let mut stale = databag.clone();
    stale[0].1 = "{}".into();
    let again = plan(&targets, &nightly(), &[Relation { id: 7, databag: kept }, Relation { id: 8, databag: stale }]);
    assert_eq!(again.writes.iter().map(|write| write.changed).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn a_refused_schedule_is_not_written() {
    let targets = read(&[published(1, "mlflow")]);
    for (expression, code, manifests) in
        [("@daily", "schedule-refused-by-integrator", 1), ("0 0 2 * * *", "schedule-not-cron", 0)]
    {
        let plan = plan(&targets, &schedule(expression), &[empty(7)]);
        assert_eq!((plan.writes.len(), plan.manifests.len()), (0, manifests), "{expression}");
        assert!(
            plan.diagnostics.iter().any(|diagnostic| diagnostic.code == code && diagnostic.subject.is_none()),
            "{expression}"
        );
        let databag = EVALUATOR.to_databag(&targets[0], &schedule(expression)).expect("within limits");
        assert_eq!(
            databag.expect_err("refused").into_iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(),
            [code]
        );
    }
}

#[test]
fn merging_only_uses_the_check_of_the_integrator() {
    let target = read(&[published(1, "mlflow")]).swap_remove(0);
    let merged = EVALUATOR
        .merge(&target, &schedule("0 0 2 * * *"))
        .expect("within limits")
        .expect("the integrator accepts six fields");
    assert_eq!((merged.spec, merged.schedule), (target.spec.clone(), schedule("0 0 2 * * *")));
    let without = EVALUATOR.merge(&target, &schedule("")).expect("within limits").expect("no schedule");
    assert_eq!(without.schedule.schedule, None);
    assert!(EVALUATOR.merge(&target, &schedule("@daily")).expect("within limits").is_err());
}

#[test]
fn targets_of_two_models_share_a_schedule() {
    let mut targets = read(&[published(1, "my-app"), published(2, "my-app"), published(3, "my-app")]);
    targets[1].model = "staging".into();
    targets[2].relation_name = "database".into();
    let scheduled = plan(&targets, &nightly(), &[]);
    assert_eq!(with_code(&scheduled, "shared-schedule"), [1]);
    assert_eq!(scheduled.manifests.len(), 3);
    let on_demand = ScheduleConfig { schedule: None, ..nightly() };
    let on_demand = plan(&targets, &on_demand, &[]);
    assert_eq!(with_code(&on_demand, "shared-schedule"), [0_u32; 0]);
    assert!(on_demand.manifests.iter().all(|manifest| manifest.kind == ManifestKind::Backup));
}

#[test]
fn only_a_refused_target_has_no_manifest() {
    let mut targets = read(&[published(1, "mlflow"), published(2, "minio")]);
    targets[0].spec.ttl = Some("30d".into());
    let plan = plan(&targets, &nightly(), &[]);
    assert_eq!(with_code(&plan, "ttl-not-a-duration"), [0]);
    assert_eq!(plan.manifests.iter().map(|manifest| manifest.target_index).collect::<Vec<_>>(), [1]);
}

#[test]
fn manifests_of_a_plan_equal_single_ones() {
    let targets = read(&[published(1, "mlflow"), published(2, "minio")]);
    let plan = plan(&targets, &nightly(), &[]);
    let alone = targets.iter().map(|target| {
        EVALUATOR.schedule_manifest(target, &nightly(), &settings()).expect("within limits").expect("sound")
    });
    assert!(plan.manifests.iter().map(|manifest| manifest.json.clone()).eq(alone));
    let backup = EVALUATOR.backup_manifest(&targets[0], &settings()).expect("within limits").expect("sound");
    let backup: Value = serde_json::from_str(&backup).expect("JSON");
    let labels: BTreeMap<String, String> =
        serde_json::from_value(backup["metadata"]["labels"].clone()).expect("labels");
    let labels: Vec<_> = labels.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    assert_eq!(
        labels,
        [("app", "mlflow"), ("endpoint", "backup"), ("managed-by", "velero-operator"), ("model", "prod")]
    );
}

#[test]
fn a_plan_without_targets_is_empty() {
    let plan = plan(&[], &nightly(), &[empty(7)]);
    assert_eq!((plan.writes.len(), plan.manifests.len(), plan.diagnostics.len()), (0, 0, 0));
}

fn any_target() -> impl Strategy<Value = Target> {
    (generate::text(), generate::text(), generate::text(), generate::spec())
        .prop_map(|(app, relation_name, model, spec)| Target { app, relation_name, model, spec: from_testdata(spec) })
}

proptest! {
    #[test]
    fn every_target_has_a_manifest_or_an_error(
        targets in prop::collection::vec(any_target(), 0..6),
        expression in "|0 2 \\* \\* \\*|@daily|[0-9*/ ]{0,12}",
        relations in 0_u32..3,
    ) {
        let relations: Vec<_> = (0..relations).map(empty).collect();
        let planned = plan(&targets, &schedule(&expression), &relations);
        prop_assert_eq!(&planned, &plan(&targets, &schedule(&expression), &relations));
        let is_refused = |index: u32| planned.diagnostics.iter().any(|diagnostic| {
            diagnostic.severity == Severity::Error && diagnostic.subject.is_none_or(|subject| subject == index)
        });
        for index in (0..).take(targets.len()) {
            let is_made = planned.manifests.iter().any(|manifest| manifest.target_index == index);
            prop_assert!(is_made || is_refused(index), "{}", index);
        }
        // Each relation holds one target. Each other target is lost, or has the same databag.
        for write in &planned.writes {
            prop_assert_eq!(write.target_index as usize, targets.len() - 1);
        }
        if let Some(write) = planned.writes.first() {
            let lost = with_code(&planned, "lost-target");
            for (index, target) in (0..).zip(&targets) {
                let databag = EVALUATOR.to_databag(target, &schedule(&expression)).expect("within limits");
                prop_assert_eq!(lost.contains(&index), databag != Ok(write.databag.clone()));
            }
        }
    }
}
