//! The cases that were measured on the reference library.

use k8s_backup_target::model::{Relation, Spec};
use k8s_backup_target::provider::{self, Identity, OnErrors};
use k8s_backup_target::requirer::Targets;
use k8s_backup_target_testdata::{self as testdata, reference};

fn answer(spec: &Spec) -> testdata::Spec {
    let spec = spec.clone();
    testdata::Spec {
        include_namespaces: spec.include_namespaces,
        include_resources: spec.include_resources,
        exclude_namespaces: spec.exclude_namespaces,
        exclude_resources: spec.exclude_resources,
        include_cluster_resources: spec.include_cluster_resources,
        label_selector: spec.label_selector.map(|labels| testdata::Labels(labels.into())),
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
        let targets = Targets::read(&case.databags.iter().map(relation).collect::<Vec<_>>());
        let found = targets.get_backup_spec(&case.query.app, &case.query.endpoint, &case.query.model);
        reference::DatabagAnswer { is_ready: targets.is_ready(), found: found.map(answer) }
    });
}

#[test]
fn specs_are_published_as_by_the_reference() {
    reference::check_publishing(|case| {
        let identity =
            Identity { app: case.app.clone(), model: case.model.clone(), relation_name: case.relation_name.clone() };
        let relation = Relation { id: 0, databag: case.spec_databag().into_iter().collect() };
        let targets = Targets::read(std::slice::from_ref(&relation));
        let spec = targets.get_backup_spec("", "", "").expect("the reference accepts the spec");
        let writes = provider::publish(&identity, spec, true, &[relation], OnErrors::Publish);
        writes.expect("leader and related").swap_remove(0).value
    });
}
