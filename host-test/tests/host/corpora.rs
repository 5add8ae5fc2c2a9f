//! The measured cases, through the component.

use k8s_backup_target_corpora::{self as corpora, reference};
use k8s_backup_target_host::{Identity, OnErrors, Relation, Spec};

use crate::EVALUATOR;

pub(crate) fn from_corpora(spec: corpora::Spec) -> Spec {
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

pub(crate) fn to_corpora(spec: Spec) -> corpora::Spec {
    corpora::Spec {
        include_namespaces: spec.include_namespaces,
        include_resources: spec.include_resources,
        exclude_namespaces: spec.exclude_namespaces,
        exclude_resources: spec.exclude_resources,
        include_cluster_resources: spec.include_cluster_resources,
        label_selector: spec.label_selector.map(corpora::Labels),
        ttl: spec.ttl,
    }
}

#[test]
fn databags_are_read_as_the_reference_reads_them() {
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
            found: found.expect("within limits").map(to_corpora),
        }
    });
}

#[test]
fn specs_are_published_as_the_reference_publishes_them() {
    reference::check_publishing(|case| {
        let relation = Relation { id: 0, databag: case.spec_databag().into_iter().collect() };
        let targets = EVALUATOR.read_targets(std::slice::from_ref(&relation)).expect("within limits");
        let spec = targets.get_backup_spec("", "", "").expect("within limits").expect("the reference takes the spec");
        let identity =
            Identity { app: case.app.clone(), model: case.model.clone(), relation_name: case.relation_name.clone() };
        let writes = EVALUATOR.publish(&identity, &spec, true, &[relation], OnErrors::Publish);
        writes.expect("within limits").expect("leader and related").swap_remove(0).value
    });
}
