//! Tests how a charm publishes its spec.

use k8s_backup_target_host::{DatabagWrite, Identity, OnErrors, PublishError, Relation, Spec};

use crate::{EVALUATOR, relation, spec_with_ttl};

fn identity() -> Identity {
    Identity { app: "my-app".into(), model: "my-model".into(), relation_name: "backup".into() }
}

fn publish(spec: &Spec, leader: bool, relations: &[Relation]) -> Result<Vec<DatabagWrite>, PublishError> {
    EVALUATOR.publish(&identity(), spec, leader, relations, OnErrors::Publish).expect("the call is within its limits")
}

/// Returns the value that is published for a spec, in an empty relation.
fn published(spec: &Spec) -> String {
    publish(spec, true, &[Relation { id: 1, databag: vec![] }]).expect("leader and related").swap_remove(0).value
}

const EMPTY_SPEC: &str = concat!(
    r#"[{"app": "my-app", "relation_name": "backup", "model": "my-model", "spec": {"include_namespaces": null, "#,
    r#""include_resources": null, "exclude_namespaces": null, "exclude_resources": null, "#,
    r#""include_cluster_resources": null, "label_selector": null, "ttl": null}}]"#
);

#[test]
fn only_the_leader_publishes() {
    assert_eq!(publish(&Spec::default(), false, &[relation(1, "")]), Err(PublishError::NotLeader));
    assert_eq!(publish(&Spec::default(), false, &[]), Err(PublishError::NotLeader));
}

#[test]
fn without_a_relation_nothing_is_published() {
    assert_eq!(publish(&Spec::default(), true, &[]), Err(PublishError::NoRelation));
}

#[test]
fn all_relations_get_the_same_bytes() {
    let other_key = Relation { id: 5, databag: vec![("other".into(), EMPTY_SPEC.into())] };
    let overwritten = Relation {
        id: 6,
        databag: vec![("backup_targets".into(), EMPTY_SPEC.into()), ("backup_targets".into(), "[]".into())],
    };
    let relations = [relation(9, "[]"), relation(3, EMPTY_SPEC), other_key, overwritten];
    let writes = publish(&Spec::default(), true, &relations).expect("leader and related");
    assert!(writes.iter().all(|write| write.key == "backup_targets" && write.value == EMPTY_SPEC), "{writes:?}");
    let changed: Vec<_> = writes.iter().map(|write| (write.relation_id, write.changed)).collect();
    assert_eq!(changed, [(9, true), (3, false), (5, true), (6, true)]);
}

#[test]
fn only_missing_fields_are_written_as_null() {
    assert_eq!(published(&Spec::default()), EMPTY_SPEC);
    let empty = Spec {
        include_namespaces: Some(vec![]),
        include_resources: Some(vec![]),
        exclude_namespaces: Some(vec![]),
        exclude_resources: Some(vec![]),
        include_cluster_resources: Some(false),
        label_selector: Some(vec![]),
        ttl: Some(String::new()),
    };
    assert_eq!(
        published(&empty),
        concat!(
            r#"[{"app": "my-app", "relation_name": "backup", "model": "my-model", "spec": {"include_namespaces": [], "#,
            r#""include_resources": [], "exclude_namespaces": [], "exclude_resources": [], "#,
            r#""include_cluster_resources": false, "label_selector": {}, "ttl": ""}}]"#
        )
    );
}

#[test]
fn fields_are_written_in_the_order_of_the_reference() {
    let full = Spec {
        include_namespaces: Some(vec!["my-namespace".into(), "b".into()]),
        include_resources: Some(vec!["services".into()]),
        exclude_namespaces: Some(vec!["default".into()]),
        exclude_resources: Some(vec!["pods".into()]),
        include_cluster_resources: Some(true),
        label_selector: Some(vec![("b".into(), "1".into()), ("a".into(), "2".into()), ("b".into(), "3".into())]),
        ttl: Some("24h".into()),
    };
    assert_eq!(
        published(&full),
        concat!(
            r#"[{"app": "my-app", "relation_name": "backup", "model": "my-model", "spec": "#,
            r#"{"include_namespaces": ["my-namespace", "b"], "include_resources": ["services"], "#,
            r#""exclude_namespaces": ["default"], "exclude_resources": ["pods"], "include_cluster_resources": true, "#,
            r#""label_selector": {"b": "3", "a": "2"}, "ttl": "24h"}}]"#
        )
    );
}

#[test]
fn text_that_is_not_ascii_is_escaped() {
    let text = published(&spec_with_ttl("é漢😀\u{7f}\u{0}\"\\/<"));
    assert!(text.ends_with(r#""ttl": "\u00e9\u6f22\ud83d\ude00\u007f\u0000\"\\/<"}}]"#), "{text}");
}
