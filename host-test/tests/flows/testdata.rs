//! Runs the measured cases with the component.

use std::collections::BTreeMap;

use k8s_backup_target_host::{Identity, OnErrors, Relation, ScheduleConfig, Spec};
use k8s_backup_target_testdata::{self as testdata, integrator, reference, velero};

use crate::EVALUATOR;

pub(crate) fn from_testdata(spec: testdata::Spec) -> Spec {
    Spec {
        include_namespaces: spec.include_namespaces,
        include_resources: spec.include_resources,
        exclude_namespaces: spec.exclude_namespaces,
        exclude_resources: spec.exclude_resources,
        include_cluster_resources: spec.include_cluster_resources,
        label_selector: spec.label_selector.map(|labels| labels.0),
        ttl: spec.ttl,
    }
}

pub(crate) fn to_testdata(spec: Spec) -> testdata::Spec {
    testdata::Spec {
        include_namespaces: spec.include_namespaces,
        include_resources: spec.include_resources,
        exclude_namespaces: spec.exclude_namespaces,
        exclude_resources: spec.exclude_resources,
        include_cluster_resources: spec.include_cluster_resources,
        label_selector: spec.label_selector.map(testdata::Labels),
        ttl: spec.ttl,
    }
}

#[test]
fn databags_are_read_as_by_the_reference() {
    reference::check_databags(|case| {
        let relation = |bag: &reference::RelationData| Relation {
            id: bag.relation_id,
            databag: bag.data.clone().into_iter().collect(),
        };
        let relations: Vec<_> = case.databags.iter().map(relation).collect();
        let targets = EVALUATOR.read_targets(&relations).expect("within limits");
        let found = targets.get_backup_spec(&case.query.app, &case.query.endpoint, &case.query.model);
        reference::DatabagAnswer {
            is_ready: targets.is_ready().expect("within limits"),
            found: found.expect("within limits").map(to_testdata),
        }
    });
}

#[test]
fn specs_are_published_as_by_the_reference() {
    reference::check_publishing(|case| {
        let relation = Relation { id: 0, databag: case.spec_databag().into_iter().collect() };
        let targets = EVALUATOR.read_targets(std::slice::from_ref(&relation)).expect("within limits");
        let spec = targets.get_backup_spec("", "", "").expect("within limits").expect("the reference accepts the spec");
        let identity =
            Identity { app: case.app.clone(), model: case.model.clone(), relation_name: case.relation_name.clone() };
        let writes = EVALUATOR.publish(&identity, &spec, true, &[relation], OnErrors::Publish);
        writes.expect("within limits").expect("leader and related").swap_remove(0).value
    });
}

#[test]
fn schedules_run_as_in_velero() {
    velero::check_crons(|input, after, count| {
        EVALUATOR.next_runs(input, after, u32::try_from(count).expect("few"), None).expect("within limits").ok()
    });
}

#[test]
fn targets_are_merged_as_by_the_integrator() {
    integrator::check_merging(|case| {
        let relation = Relation { id: 0, databag: case.provider_databag().into_iter().collect() };
        let targets = EVALUATOR.read_targets(&[relation]).expect("within limits");
        let target = targets.entries().expect("within limits").pop()?.target;
        let config = ScheduleConfig {
            schedule: case.config.schedule.clone(),
            paused: case.config.paused,
            skip_immediately: case.config.skip_immediately,
            use_owner_references_in_backup: case.config.use_owner_references_in_backup,
        };
        let merged = EVALUATOR.merge(&target, &config).expect("within limits");
        assert_eq!(merged.is_ok(), case.databag.is_some(), "{}", case.name);

        let databag = EVALUATOR.to_databag(&target, &config).expect("within limits");
        // Unlike the integrator, the component does not write a schedule that Velero refuses.
        let schedule = config.schedule.as_deref().filter(|schedule| !schedule.is_empty());
        let refused = |schedule| EVALUATOR.next_runs(schedule, 0, 0, None).expect("within limits").is_err();
        if merged.is_ok() && schedule.is_some_and(refused) {
            assert!(databag.is_err(), "{}", case.name);
            return case.databag.clone();
        }
        databag.ok().map(|databag| databag.into_iter().collect::<BTreeMap<_, _>>())
    });
}
