//! Tests that the named cases do not cover: streams in chunks, limits, and repeated objects.

use super::*;
use crate::catalogue;
use crate::cluster::Cluster;
use proptest::prelude::*;

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

/// Reads a text in chunks of a size. Returns the names of the objects, and the messages of the diagnostics.
fn read_in_chunks(text: &str, size: usize) -> (String, Vec<String>) {
    let mut reader = reader();
    for chunk in text.as_bytes().chunks(size) {
        reader.push(chunk).expect("it may go on");
    }
    let inventory = reader.finish().expect("objects");
    let names: Vec<_> = inventory.objects(0, u32::MAX).map(|object| object.name).collect();
    let messages = inventory.diagnostics().iter().map(|diagnostic| diagnostic.message.clone()).collect();
    (names.join(" "), messages)
}

#[track_caller]
fn assert_read(text: &str, expected_names: &str, expected_messages: &[&str]) {
    for size in 1..=text.len() {
        let (names, messages) = read_in_chunks(text, size);
        assert_eq!(names, expected_names, "in chunks of {size} bytes: {text}");
        assert_eq!(messages, expected_messages, "in chunks of {size} bytes: {text}");
    }
}

#[test]
fn a_kind_in_another_case_is_a_kind_of_its_own() {
    let inventory = read(
        r#"{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "c", "namespace": "n"},
            "spec": {"volumeName": "v"}, "status": {"phase": "Bound"}}
        {"apiVersion": "v1", "kind": "Persistentvolume", "metadata": {"name": "v"}}
        {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "w"}}"#,
    );
    let find = |name| inventory.find(Special::Volume, 0, name);
    assert_eq!((find("v"), find("w").is_some()), (None, true));
    assert_eq!(names(&inventory), ["persistentvolumeclaims c", "persistentvolumes v", "persistentvolumes w"]);
}

/// A list of ConfigMaps, as kubectl prints it.
fn list(names: &[&str]) -> String {
    let items: Vec<_> = names.iter().map(|name| CONFIG_MAP.replace("NAME", name)).collect();
    let items = items.join(",\n");
    format!(
        r#"{{
    "apiVersion": "v1",
    "items": [
{items}
    ],
    "kind": "List",
    "metadata": {{
        "resourceVersion": ""
    }}
}}
"#
    )
}

const CONFIG_MAP: &str = r#"        {
            "apiVersion": "v1",
            "data": {
                "port": "80"
            },
            "immutable": true,
            "kind": "ConfigMap",
            "metadata": {
                "name": "NAME",
                "namespace": "a"
            }
        }"#;

const NAMESPACE: &str =
    r#"{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}, "status": {"phase": "Active"}}"#;

fn config_map(name: &str, inside: &str) -> String {
    format!(
        r#"{{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {{"name": "{name}", "namespace": "a"}}, "data": {inside}}}"#
    )
}

#[test]
fn an_object_that_is_too_long_is_skipped() {
    let long = config_map("long", &format!("\"{}\"", "x".repeat(scanner::MAX_INVENTORY_OBJECT_BYTES)));
    let inventory = read(&format!("[{NAMESPACE}, {long},\n{}]", config_map("b", "{}")));
    assert_eq!(names(&inventory), ["namespaces a", "configmaps b"]);
    let found: Vec<_> =
        inventory.diagnostics().iter().map(|found| (found.message.as_str(), found.pointer.as_str())).collect();
    assert_eq!(found, [("the object on line 1 has more than 8 MiB", "/1")]);
}

#[test]
fn lists_are_read_with_lines_of_kubectl_before_between_and_after_them() {
    let text = format!(
        "Warning: v1 ComponentStatus is deprecated in v1.19+\n{NAMESPACE}\n{}error: the server doesn't have a resource \
         type \"x\"\n[{}]\nWarning: old\n{}No resources found",
        list(&["b", "c"]),
        config_map("d", "{}"),
        list(&["e"]),
    );
    let messages = [
        "line 1: expected an object, found `Warning: v1 ComponentStatus is deprecated in v1.19+`",
        "line 36: kubectl printed an error: `error: the server doesn't have a resource type \"x\"`",
        "line 38: expected an object, found `Warning: old`",
        "line 60: expected an object, found `No resources found`",
    ];
    assert_read(&text, "a b c d e", &messages);
    assert_read(&text.replace('\n', "\r\n"), "a b c d e", &messages);
}

#[test]
fn each_file_of_a_stream_may_have_a_byte_order_mark() {
    let text = format!("\u{feff}{NAMESPACE}\n\u{feff}{}\u{feff}[]", list(&["b"]));
    assert_read(&text, "a b", &[]);
}

#[test]
fn an_object_may_start_at_the_start_of_a_line_wherever_a_value_may() {
    let without_indentation: String =
        list(&["b", "c"]).lines().map(|line| format!("{}\n", line.trim_start())).collect();
    let inside = "\n{\"x\":\n{\"y\": [\n{}, [],\n{\n}\n,\n[\n[1],\n[\n]]]}}";
    let text = format!("{NAMESPACE}{without_indentation}[\n{}\n,\n{}]", config_map("d", inside), config_map("e", "{}"));
    assert_read(&text, "a b c d e", &[]);
}

#[test]
fn the_rest_of_a_broken_document_is_skipped_and_the_next_one_is_read() {
    const OPEN_STRING: &str = "a line that ends in the middle of a string";
    const MISMATCH: &str = "brackets that do not match";
    const LIST: &str = "an object with `items` that is not JSON";
    for (part, broken_part, names, line, column, what) in [
        ("\"c\"", "\"c", "a b", 25, 28, OPEN_STRING),
        ("\"c\"", "]", "a b", 25, 25, MISMATCH),
        ("\"c\"", "{", "a b", 41, 5, MISMATCH),
        ("[", "[}", "a", 4, 15, MISMATCH),
        ("\"v1\"", "v1", "a", 4, 15, LIST),
        ("\"List\"", "List", "a b c d", 46, 2, LIST),
    ] {
        let broken = format!("{NAMESPACE}\n{}", list(&["b", "c", "d"]).replacen(part, broken_part, 1));
        let message = format!(
            "line {line}, column {column}: the text is not valid JSON: {what}; the rest of this document is skipped"
        );
        assert_read(&broken, names, &[&message]);
        assert_read(&format!("{broken}{}", list(&["e"])), &format!("{names} e"), &[&message]);
    }
}

#[test]
fn a_list_that_is_cut_off_is_reported_and_its_objects_stay() {
    let pretty = ["b", "c"].map(|name| CONFIG_MAP.replace("NAME", name));
    let compact = ["b", "c"].map(|name| config_map(name, "{}"));
    for (text, items) in [(list(&["b", "c"]), pretty), (format!("{{\"items\": [{}]}}", compact.join(", ")), compact)] {
        let text = text.trim_end();
        let ends = items.map(|item| text.find(&item).expect("it is in the list") + item.len());
        for end in 1..text.len() {
            let cut_off = &text[..end];
            let names = ["a", "a b", "a b c"][ends.iter().filter(|&&object_end| object_end <= end).count()];
            for size in [1, 10, usize::MAX] {
                let line = 2 + cut_off.matches('\n').count();
                let truncated = format!("the text ends on line {line} in the middle of a list or an object");
                let read = read_in_chunks(&format!("{NAMESPACE}\n{cut_off}"), size);
                assert_eq!(read, (names.to_owned(), vec![truncated]), "{cut_off}");

                // After a colon, the next list is a value of the one that is cut off.
                if !cut_off.trim_end().ends_with(':') {
                    let text = format!("{NAMESPACE}\n{cut_off}\n{}", list(&["d"]));
                    let (all_names, messages) = read_in_chunks(&text, size);
                    assert_eq!((all_names, messages.len()), (format!("{names} d"), 1), "{text}");
                }
            }
        }
    }
}

#[test]
fn a_broken_line_does_not_hide_the_others() {
    const OPEN_STRING: &str = "a line that ends in the middle of a string; the rest of this document is skipped";
    const MISMATCH: &str = "brackets that do not match; the rest of this document is skipped";
    let line = config_map("c", r#"{"x": [1, {"y": "z"}]}"#);
    for (part, broken_part, message) in [
        (r#""z""#, "z", "line 2, column 112: the text is not valid JSON: expected value".to_owned()),
        (r#""z""#, r#""z"#, format!("line 2, column 118: the text is not valid JSON: {OPEN_STRING}")),
        (r#""z"}]}}"#, "\"", format!("line 2, column 113: the text is not valid JSON: {OPEN_STRING}")),
        ("]", "", format!("line 2, column 116: the text is not valid JSON: {MISMATCH}")),
        ("[", "", format!("line 2, column 115: the text is not valid JSON: {MISMATCH}")),
        ("}", "", "line 3: a document starts before the previous one ends: the previous one is cut off".to_owned()),
        (", {\"y", "", format!("line 2, column 114: the text is not valid JSON: {OPEN_STRING}")),
        ("}]}}", "", "line 3: a document starts before the previous one ends: the previous one is cut off".to_owned()),
        (&line, r#""x": {}}"#, r#"line 2: expected an object, found `"x": {}}`"#.to_owned()),
    ] {
        let broken = line.replacen(part, broken_part, 1);
        let text = format!("{NAMESPACE}\n{broken}\n{}\n", config_map("d", "{}"));
        assert_read(&text, "a d", &[&message]);
    }
    let text = format!("{NAMESPACE}\n{line}}}\n{}\n", config_map("d", "{}"));
    assert_read(&text, "a c d", &["line 2: expected an object, found `}`"]);
}

#[test]
fn deep_nesting_is_read() {
    let deep = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
    let inventory = read(&format!("{NAMESPACE}{}", config_map("b", &deep)));
    assert_eq!((names(&inventory).len(), inventory.diagnostics()), (2, &[][..]));
    let open = "{\"items\": [".repeat(1000);
    let mut reader = reader();
    reader.push(open.as_bytes()).expect("it may go on");
    assert!(reader.finish().is_err());
}

#[test]
fn an_inventory_has_limits() {
    let most = builder::Limits { objects: 9, kinds: 9, bytes: usize::MAX };
    let objects = builder::Limits { objects: 2, ..most };
    let kinds = builder::Limits { kinds: 0, ..most };
    let bytes = builder::Limits { bytes: 100, ..most };
    for limits in [objects, kinds, bytes] {
        let mut reader = reader();
        reader.builder.limits = limits;
        let text: String = (0..4).map(|name| config_map(&format!("b{name}"), "{}")).collect();
        let refused = reader.push(text.as_bytes()).expect_err("too many");
        assert_eq!(refused.iter().map(|found| found.rule).collect::<Vec<_>>(), [&catalogue::INVENTORY_TOO_LARGE]);
        // It stays refused.
        assert_eq!(reader.push(NAMESPACE.as_bytes()), Err(refused.clone()));
        assert_eq!(reader.finish().err(), Some(refused));
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_refused_in_names() {
    let mut reader = reader();
    let name = [&b"{\"apiVersion\": \"v1\", \"kind\": \"Node\", \"metadata\": {\"name\": \""[..], b"\xff\"}}"].concat();
    reader.push(&name).expect("it may go on");
    reader.push(NAMESPACE.as_bytes()).expect("it may go on");
    let inventory = reader.finish().expect("one object");
    assert_eq!(names(&inventory), ["namespaces a"]);
    assert_eq!(
        inventory.diagnostics().iter().map(|found| found.rule).collect::<Vec<_>>(),
        [&catalogue::INVENTORY_SYNTAX]
    );
}

#[test]
fn an_object_counts_once_in_all_its_versions() {
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
fn the_references_of_repeated_objects_are_ignored() {
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
fn faults_above_the_limit_are_counted() {
    let text = "{}\n".repeat(2000);
    let mut reader = reader();
    reader.push(text.as_bytes()).expect("it may go on");
    let found = reader.finish().expect_err("no objects");
    assert_eq!(
        (found.len(), found.last().map(|last| last.message.as_str())),
        (1001, Some("1000 more problems are not listed"))
    );
}

/// Objects of several kinds, in a list and on their own.
const MIXED: &str = r#"{"apiVersion": "v1", "items": [
    {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "é", "labels": {"a": "\"b\""}}, "status": {"phase": "Active"}},
    {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "é"}, "spec": {"nodeName": "n", "volumes": [
        {"name": "v", "persistentVolumeClaim": {"claimName": "c"}}]}, "status": {"phase": "Running"}},
    {"metadata": {"name": "q"}, "items": {}}
], "kind": "List", "metadata": {}}
{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "c", "namespace": "é"}, "spec": {"volumeName": "x"}}
{"apiVersion": "v1", "kind": "ConfigMapList", "items": [{"metadata": {"name": "a"}}, [], {"items": [{}]}]}
"#;

proptest! {
    #[test]
    fn the_chunks_make_no_difference(
        edits in prop::collection::vec((0..MIXED.len(), prop::sample::select(b"{}[]\",:\\\n a1\x80\xc3".to_vec()), any::<bool>()), 0..6),
        size in 1_usize..200,
    ) {
        let mut text = MIXED.as_bytes().to_vec();
        for (at, byte, replaces) in edits {
            text.splice(at..at + usize::from(replaces), [byte]);
        }
        let read = |size: usize| {
            let mut reader = reader();
            for chunk in text.chunks(size) {
                reader.push(chunk)?;
            }
            reader.finish()
        };
        prop_assert_eq!(format!("{:?}", read(size)), format!("{:?}", read(text.len())));
    }
}
