//! What no named case shows: limits, and what is kept of an object.

use super::*;
use crate::catalogue;
use crate::cluster::Cluster;

fn reader() -> Reader {
    Reader::new(Cluster::builtin())
}

#[track_caller]
fn read(text: &str) -> Inventory {
    let mut reader = reader();
    reader.push(text.as_bytes()).expect("objects");
    reader.finish().expect("objects")
}

fn names(inventory: &Inventory) -> Vec<String> {
    inventory.objects(0, u32::MAX).map(|object| format!("{} {}", object.group_resource, object.name)).collect()
}

const NAMESPACE: &str = r#"{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}}"#;

fn config_map(name: &str, inside: &str) -> String {
    format!(
        r#"{{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {{"name": "{name}", "namespace": "a"}}, "data": {inside}}}"#
    )
}

#[test]
fn an_object_that_is_too_long_is_left_out_and_the_rest_counts() {
    let long = config_map("long", &format!("\"{}\"", "x".repeat(scanner::MAX_INVENTORY_OBJECT_BYTES)));
    let inventory = read(&format!("[{NAMESPACE}, {long},\n{}]", config_map("b", "{}")));
    assert_eq!(names(&inventory), ["namespaces a", "configmaps b"]);
    let said: Vec<_> =
        inventory.diagnostics().iter().map(|said| (said.message.as_str(), said.pointer.as_str())).collect();
    assert_eq!(said, [("the object on line 1 has more than 8 MiB", "/1")]);
}

#[test]
fn nesting_is_no_matter() {
    let deep = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
    let inventory = read(&format!("{NAMESPACE}{}", config_map("b", &deep)));
    assert_eq!((names(&inventory).len(), inventory.diagnostics()), (2, &[][..]));
    let open = "{\"items\": [".repeat(1000);
    let mut reader = reader();
    reader.push(open.as_bytes()).expect("it may go on");
    assert!(reader.finish().is_err());
}

#[test]
fn there_is_a_limit_to_what_is_kept() {
    let most = builder::Limits { objects: 9, kinds: 9, bytes: usize::MAX };
    let objects = builder::Limits { objects: 2, ..most };
    let kinds = builder::Limits { kinds: 0, ..most };
    let bytes = builder::Limits { bytes: 100, ..most };
    for limits in [objects, kinds, bytes] {
        let mut reader = reader();
        reader.builder.limits = limits;
        let text: String = (0..4).map(|name| config_map(&format!("b{name}"), "{}")).collect();
        let refused = reader.push(text.as_bytes()).expect_err("too many");
        assert_eq!(refused.iter().map(|said| said.rule).collect::<Vec<_>>(), [&catalogue::INVENTORY_TOO_LARGE]);
        // It stays refused.
        assert_eq!(reader.push(NAMESPACE.as_bytes()), Err(refused.clone()));
        assert_eq!(reader.finish().err(), Some(refused));
    }
}

#[test]
fn bytes_that_are_no_text_are_refused_where_they_matter() {
    let mut reader = reader();
    let name =
        [&b"{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \""[..], b"\xff\"}}"].concat();
    reader.push(&name).expect("it may go on");
    reader.push(NAMESPACE.as_bytes()).expect("it may go on");
    let inventory = reader.finish().expect("one object");
    assert_eq!(names(&inventory), ["namespaces a"]);
    assert_eq!(
        inventory.diagnostics().iter().map(|said| said.rule).collect::<Vec<_>>(),
        [&catalogue::INVENTORY_SYNTAX]
    );
}

#[test]
fn an_object_counts_once_whatever_its_version() {
    let event = |version: &str, name: &str| {
        format!(r#"{{"apiVersion": "{version}", "kind": "Event", "metadata": {{"name": "{name}", "namespace": "a"}}}}"#)
    };
    let deployment = |version: &str| {
        format!(r#"{{"apiVersion": "{version}", "kind": "Deployment", "metadata": {{"name": "d", "namespace": "a"}}}}"#)
    };
    let text = [
        NAMESPACE.to_owned(),
        event("events.k8s.io/v1", "x"),
        event("v1", "y"),
        event("v1", "x"),
        deployment("extensions/v1beta1"),
        deployment("apps/v1"),
        NAMESPACE.to_owned(),
    ];
    assert_eq!(names(&read(&text.concat())), ["namespaces a", "events x", "events y", "deployments.apps d"]);
}

#[test]
fn what_repeats_an_object_says_nothing_of_others() {
    let claim = |volume: &str, phase: &str| {
        format!(
            r#"{{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {{"name": "c", "namespace": "a"}},
                "spec": {{"volumeName": "{volume}"}}, "status": {{"phase": "{phase}"}}}}"#
        )
    };
    let volume =
        |name: &str| format!(r#"{{"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {{"name": "{name}"}}}}"#);
    let inventory = read(&[claim("v", "Pending"), volume("v"), volume("w"), claim("w", "Bound")].concat());
    assert_eq!(inventory.len(), 3);
    assert_eq!(inventory.relations.edges, []);
    let inventory = read(&[volume("w"), volume("w"), claim("w", "Bound"), claim("v", "Bound")].concat());
    let edges: Vec<_> = inventory.relations.edges.iter().map(|edge| (edge.from, edge.to)).collect();
    assert_eq!((edges, inventory.relations.missing.len()), (vec![(1, 0)], 0));
}

#[test]
fn of_a_thousand_faults_each_is_counted() {
    let text = "{}\n".repeat(2000);
    let mut reader = reader();
    reader.push(text.as_bytes()).expect("it may go on");
    let said = reader.finish().expect_err("no objects");
    assert_eq!(
        (said.len(), said.last().map(|said| said.message.as_str())),
        (1001, Some("1000 more problems are not listed"))
    );
}
