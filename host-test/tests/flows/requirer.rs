//! Tests how an integrator looks up specs.

use k8s_backup_target_host::{Identity, OnErrors, Relation, Spec, Targets};
use k8s_backup_target_testdata::{generate, reference};
use proptest::prelude::*;

use crate::testdata::{from_testdata, to_testdata};
use crate::{EVALUATOR, entry, relation, spec_with_ttl};

fn read(relations: &[Relation]) -> Targets {
    EVALUATOR.read_targets(relations).expect("the call is within its limits")
}

#[track_caller]
fn finds(targets: &Targets, (app, endpoint, model): (&str, &str, &str), spec: Option<Spec>) {
    assert_eq!(targets.get_backup_spec(app, endpoint, model).expect("within limits"), spec);
}

fn ready(relations: &[Relation]) -> bool {
    read(relations).is_ready().expect("within limits")
}

#[test]
fn relations_with_a_target_are_ready() {
    let good = entry("a", "backup", "m", "{}");
    assert!(!ready(&[]));
    assert!(!ready(&[Relation { id: 1, databag: vec![] }]));
    assert!(!ready(&[relation(1, "")]));
    assert!(!ready(&[relation(1, "[]")]));
    assert!(!ready(&[relation(1, "{}")]));
    assert!(ready(&[relation(1, &format!("[{good}]"))]));
    assert!(ready(&[relation(1, "nonsense"), relation(2, &format!("[{good}]"))]));
    let other_key = Relation { id: 1, databag: vec![("backup-targets".into(), format!("[{good}]"))] };
    assert!(!ready(&[other_key]));
}

#[test]
fn the_first_match_is_found() {
    let first = entry("a", "backup", "m", r#"{"ttl": "1h"}"#);
    let second = entry("a", "backup", "m", r#"{"ttl": "2h"}"#);
    let third = entry("a", "backup", "m", r#"{"ttl": "3h"}"#);
    let relations = [relation(7, &format!("[{first}, {second}]")), relation(3, &format!("[{third}]"))];
    finds(&read(&relations), ("a", "backup", "m"), Some(spec_with_ttl("1h")));
}

#[test]
fn shadowed_targets_have_a_diagnostic() {
    let first = entry("a", "backup", "m", r#"{"ttl": "1h"}"#);
    let relations =
        [relation(7, &format!("[{first}]")), relation(3, &format!("[{}, {first}]", entry("b", "", "", "{}")))];
    let diagnostics = read(&relations).diagnostics().expect("within limits");
    let [shadowed] = diagnostics.as_slice() else { panic!("{diagnostics:?}") };
    assert_eq!(shadowed.code, "shadowed-target");
    assert_eq!((shadowed.subject, shadowed.pointer.as_str()), (Some(1), "/backup_targets/1"));
    let [found] = shadowed.related.as_slice() else { panic!("{shadowed:?}") };
    assert_eq!((found.subject, found.pointer.as_str()), (Some(0), "/backup_targets/0"));
}

#[test]
fn an_invalid_relation_does_not_affect_others() {
    let good = entry("a", "backup", "m", "{}");
    let half = format!("[{good}, {{}}]");
    for garbage in ["", "{", "null", "[1]", "[[]]", "\u{0}", &half] {
        let other = format!("[{}]", entry("b", "backup", "m", r#"{"ttl": "1h"}"#));
        let targets = read(&[relation(1, garbage), relation(2, &other)]);
        finds(&targets, ("b", "backup", "m"), Some(spec_with_ttl("1h")));
        finds(&targets, ("a", "backup", "m"), None);
    }
}

#[test]
fn unknown_keys_are_ignored() {
    let text = r#"[{"app": "a", "x": [{}], "relation_name": "b", "model": "m", "spec": {"ttl": "1h", "TTL": 5}}]"#;
    finds(&read(&[relation(1, text)]), ("a", "b", "m"), Some(spec_with_ttl("1h")));
}

#[test]
fn names_must_be_equal_and_can_be_empty() {
    let text = format!("[{}, {}]", entry("", "", "", r#"{"ttl": "1h"}"#), entry("A ", "b", "m", r#"{"ttl": "2h"}"#));
    let targets = read(&[relation(1, &text)]);
    finds(&targets, ("", "", ""), Some(spec_with_ttl("1h")));
    finds(&targets, ("A ", "b", "m"), Some(spec_with_ttl("2h")));
    finds(&targets, ("A", "b", "m"), None);
    finds(&targets, ("a ", "b", "m"), None);
    finds(&targets, ("", "", "m"), None);
}

#[test]
fn targets_of_two_models_are_different() {
    let text = format!("[{}]", entry("a", "backup", "prod", r#"{"ttl": "1h"}"#));
    let other = format!("[{}]", entry("a", "backup", "staging", r#"{"ttl": "2h"}"#));
    let targets = read(&[relation(1, &text), relation(2, &other)]);
    finds(&targets, ("a", "backup", "prod"), Some(spec_with_ttl("1h")));
    finds(&targets, ("a", "backup", "staging"), Some(spec_with_ttl("2h")));
    assert_eq!(targets.diagnostics().expect("within limits"), []);
}

#[test]
fn entries_are_in_order_with_their_index() {
    let text = format!("[{}, {}]", entry("z", "backup", "m", "{}"), entry("a", "backup", "m", "{}"));
    let other = format!("[{}]", entry("k", "backup", "m", "{}"));
    let entries = read(&[relation(8, &text), relation(2, "x"), relation(4, &other)]).entries().expect("within limits");
    let places: Vec<_> =
        entries.iter().map(|entry| (entry.relation_id, entry.index, entry.target.app.as_str())).collect();
    assert_eq!(places, [(8, 0, "z"), (8, 1, "a"), (4, 0, "k")]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn published_specs_are_found(
        spec in generate::spec(),
        app in generate::text(),
        model in generate::text(),
        relation_name in generate::text(),
    ) {
        let identity = Identity { app: app.clone(), model: model.clone(), relation_name: relation_name.clone() };
        let relation = Relation { id: 1, databag: vec![] };
        let written = EVALUATOR
            .publish(&identity, &from_testdata(spec.clone()), true, &[relation], OnErrors::Publish)
            .expect("within limits")
            .expect("leader and related")
            .swap_remove(0);
        prop_assert!(written.value.is_ascii());
        let targets = read(&[Relation { id: 1, databag: vec![(written.key, written.value)] }]);
        let found = targets.get_backup_spec(&app, &relation_name, &model).expect("within limits");
        prop_assert_eq!(found.map(to_testdata), Some(spec));
        prop_assert_eq!(targets.diagnostics().expect("within limits"), []);
    }

    #[test]
    fn reading_is_deterministic((databags, query) in generate::lookup()) {
        let relations: Vec<_> = (0..).zip(&databags).map(|(id, text)| relation(id, text)).collect();
        let answers = || {
            let targets = read(&relations);
            let reference::Query { app, endpoint, model } = &query;
            let found = targets.get_backup_spec(app, endpoint, model).expect("within limits");
            let entries = targets.entries().expect("within limits");
            let first = entries.iter().find(|entry| {
                (&entry.target.app, &entry.target.relation_name, &entry.target.model) == (app, endpoint, model)
            });
            assert_eq!(found.as_ref(), first.map(|entry| &entry.target.spec));
            assert_eq!(targets.is_ready().expect("within limits"), !entries.is_empty());
            (found, entries, targets.diagnostics().expect("within limits"))
        };
        prop_assert_eq!(answers(), answers());
    }
}
