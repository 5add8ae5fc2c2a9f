//! Tests calls of each function of the contract, and calls that are refused.

use std::collections::BTreeSet;

use super::both::{Both, Json};
use super::json;

/// Returns a call of each function, with the members of its arguments. The order of the calls decides the numbers of
/// resources.
fn calls() -> Vec<(&'static str, String)> {
    const SPEC: &str = r#""spec": {"include_namespaces": ["prod"]}"#;
    const TARGET: &str = r#""target": {"app": "a", "relation_name": "b", "model": "m", "spec": {"ttl": "1h"}}"#;
    const SCHEDULE: &str = r#""schedule": {"schedule": "0 2 * * *", "paused": false, "skip_immediately": true,
        "use_owner_references_in_backup": false}"#;
    const SETTINGS: &str =
        r#""settings": {"namespace": "velero", "storage_location": "s3", "volume_snapshot_locations": []}"#;
    const SERVER: &str = r#""settings": {"enable_csi": true, "snapshot_locations": [{"name": "a", "provider": "aws"}],
        "default_snapshot_locations": {"aws": "a"}, "nodes": {"n": "linux"}, "agents": [],
        "snapshots_without_handles": false, "policies": [{"name": "p", "data": {"k": "version: v1"}}]}"#;
    const RELATIONS: &str = r#"[{"id": 7, "databag": {"backup_targets": "[]"}}]"#;
    const CLAIM: &str =
        r#"{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "d", "namespace": "x"}}"#;
    const PAGE: &str = r#""offset": 0, "limit": 9"#;
    const FILTERS: &str = r#"{"included_namespaces": ["x"], "include_cluster_resources": true, "label_selector":
        {"match_labels": {"a": "b"}, "match_expressions": [{"key": "c", "operator": "In", "values": ["d"]}]},
        "or_label_selectors": [{"match_labels": {}, "match_expressions": []}], "volume_group_snapshot_label_key": "e"}"#;
    let backup = format!(
        r#"{{"kind": "schedule", "name": "s", "namespace": "velero", "filters": {FILTERS}, "ttl": "1h", {SCHEDULE},
        "resource_policy": "p", "volumes": {{"snapshot_volumes": false, "volume_snapshot_locations": ["aws"],
        "annotations": {{"velero.io/csi-volumesnapshot-class_x": "y"}}}}, "storage_location": "s3", "hook_selectors": [{{"hook": 1, "selector": {{"match_labels": {{"f": "g"}},
        "match_expressions": []}}}}], "phase": "Enabled", "expiration": "2026-01-01T00:00:00Z"}}"#
    );
    let manifest = json(
        "apiVersion: velero.io/v1\nkind: Schedule\nmetadata: {name: s, namespace: velero}\nspec:\n  schedule: '@daily'\n  \
         template: {labelSelector: {matchExpressions: [{key: a, operator: In, values: [b]}]}}\n---\napiVersion: v1\n\
         kind: Secret\nmetadata: {name: a}\n",
    );
    let claim = json(CLAIM);
    let calls = [
        ("cluster.parse-api-resources", r#""text": "hello""#.to_owned()),
        ("cluster.velero-versions", String::new()),
        ("cluster.cluster.open", r#""api_resources": [], "velero_version": "1.18.0""#.to_owned()),
        ("cluster.cluster.diagnostics", r#""self": 1"#.to_owned()),
        ("cluster.cluster.api-resources", r#""self": 1"#.to_owned()),
        ("cluster.cluster.resolve", r#""self": 1, "name": "po""#.to_owned()),
        ("selection.inventory-reader.new", r#""cluster": 1"#.to_owned()),
        ("selection.inventory-reader.push", format!(r#""self": 2, "chunk": {claim}"#)),
        ("selection.inventory-reader.finish", r#""reader": 2"#.to_owned()),
        ("selection.inventory.diagnostics", r#""self": 3"#.to_owned()),
        ("selection.inventory.len", r#""self": 3"#.to_owned()),
        ("selection.inventory.objects", format!(r#""self": 3, {PAGE}"#)),
        ("selection.inventory.schedules", r#""self": 3"#.to_owned()),
        ("selection.inventory.settings", r#""self": 3"#.to_owned()),
        ("selection.parse-settings", r#""text": "EnableCSI: true\nlocations: [{name: a, provider: aws}]""#.to_owned()),
        ("selection.parse-settings", r#""text": "{\"enableCSI\": 1}""#.to_owned()),
        ("selection.parse-policies", r#""text": "version: v1\nvolumePolicies: []""#.to_owned()),
        ("selection.parse-policies", r#""text": "[""#.to_owned()),
        ("selection.inventory.matching-namespaces", r#""self": 3, "pattern": "x*""#.to_owned()),
        (
            "selection.coverage.new",
            format!(r#""inventory": 3, "targets": [{{{SPEC}}}, {{"backup": {backup}}}], "at": 1767225600"#),
        ),
        ("selection.coverage.step", r#""self": 4, "max_objects": 1000"#.to_owned()),
        ("selection.coverage.targets", r#""self": 4"#.to_owned()),
        ("selection.coverage.uncovered-claims", format!(r#""self": 4, {PAGE}"#)),
        ("selection.coverage.claims-without-contents", format!(r#""self": 4, {PAGE}"#)),
        ("selection.coverage.uncovered", format!(r#""self": 4, {PAGE}"#)),
        ("selection.coverage.overlapping", format!(r#""self": 4, {PAGE}"#)),
        ("selection.evaluation.new", format!(r#""inventory": 3, "source": {{{SPEC}}}, {SERVER}"#)),
        ("selection.evaluation.step", r#""self": 5, "max_objects": 1000"#.to_owned()),
        ("selection.evaluation.diagnostics", r#""self": 5"#.to_owned()),
        ("selection.evaluation.outcome", r#""self": 5"#.to_owned()),
        ("selection.evaluation.included", r#""self": 5"#.to_owned()),
        ("selection.evaluation.reasons", r#""self": 5"#.to_owned()),
        ("selection.evaluation.verdicts", format!(r#""self": 5, {PAGE}"#)),
        ("selection.evaluation.contents", r#""self": 5"#.to_owned()),
        ("selection.evaluation.volume-count", r#""self": 5"#.to_owned()),
        ("selection.evaluation.volumes", format!(r#""self": 5, {PAGE}"#)),
        ("selection.evaluation.contents-count", r#""self": 5"#.to_owned()),
        ("selection.evaluation.settings", r#""self": 5"#.to_owned()),
        ("validation.check-spec", format!(r#"{SPEC}, "cluster": 1"#)),
        ("validation.check-target", format!(r#"{TARGET}, "cluster": 1"#)),
        ("validation.check-backup", format!(r#""backup": {backup}, "cluster": 1"#)),
        (
            "validation.check-text",
            r#""text": "ttl: 1", "format": "yaml", "kind": "spec", "cluster": 1,
            "levels": [{"code": "whole-cluster", "level": "ignore"}, {"code": "unknown", "level": "warning"}]"#
                .to_owned(),
        ),
        ("validation.document.new", r#""text": "ttl: 1", "format": "yaml", "cluster": 1"#.to_owned()),
        ("validation.document.diagnostics", r#""self": 6"#.to_owned()),
        ("validation.document.specs", r#""self": 6"#.to_owned()),
        ("validation.document.targets", r#""self": 6"#.to_owned()),
        ("validation.document.backups", r#""self": 6"#.to_owned()),
        ("validation.document.skipped", r#""self": 6"#.to_owned()),
        ("validation.document.policies", r#""self": 6"#.to_owned()),
        ("validation.document.locate", r#""self": 6, "subject": 0, "pointer": "/ttl""#.to_owned()),
        ("validation.document.edit", r#""self": 6, "subject": 0, "pointer": "/ttl", "value": "\"1h\"""#.to_owned()),
        ("validation.document.pointer-at", r#""self": 6, "utf16_offset": 2"#.to_owned()),
        ("validation.format-spec", format!(r#"{SPEC}, "format": "yaml""#)),
        ("validation.describe", format!(r#"{SPEC}, {SCHEDULE}, "cluster": 1"#)),
        ("validation.describe-backup", format!(r#""backup": {backup}, "cluster": 1"#)),
        ("validation.describe-clauses", format!(r#"{SPEC}, "cluster": 1"#)),
        ("validation.json-schema", String::new()),
        ("validation.rules", String::new()),
        (
            "provider.publish",
            format!(
                r#""identity": {{"app": "a", "model": "m", "relation_name": "b"}}, {SPEC},
            "leader": true, "relations": {RELATIONS}, "on_errors": "refuse""#
            ),
        ),
        ("requirer.targets.new", format!(r#""relations": {RELATIONS}"#)),
        ("requirer.targets.is-ready", r#""self": 7"#.to_owned()),
        ("requirer.targets.get-backup-spec", r#""self": 7, "app_name": "", "endpoint": "", "model": """#.to_owned()),
        ("requirer.targets.entries", r#""self": 7"#.to_owned()),
        ("requirer.targets.diagnostics", r#""self": 7"#.to_owned()),
        ("requirer.find-spec", format!(r#""relations": {RELATIONS}, "app_name": "", "endpoint": "", "model": """#)),
        ("schedule.check-schedule", format!(r#"{SCHEDULE}, "velero_version": "1.17""#)),
        (
            "schedule.next-runs",
            r#""schedule": "0 2 * * *", "after": -1, "count": 2, "velero_version": "next""#.to_owned(),
        ),
        ("schedule.retention", r#""schedule": "0 2 * * *", "ttl": "30d", "after": 0, "count": 2"#.to_owned()),
        ("merge.merge", format!("{TARGET}, {SCHEDULE}")),
        ("merge.to-databag", format!("{TARGET}, {SCHEDULE}")),
        ("merge.backup-manifest", format!(r#"{TARGET}, {SETTINGS}, "cluster": 1"#)),
        ("merge.schedule-manifest", format!(r#"{TARGET}, {SCHEDULE}, {SETTINGS}, "cluster": 1"#)),
        (
            "merge.plan",
            format!(r#""targets": [], {SCHEDULE}, {SETTINGS}, "velero_relations": {RELATIONS}, "cluster": 1"#),
        ),
        // An outcome with reasons.
        ("selection.evaluation.new", r#""inventory": 3, "source": {"spec": {"ttl": "30d"}}"#.to_owned()),
        ("selection.evaluation.outcome", r#""self": 8"#.to_owned()),
        // A backup, as an argument and in an answer.
        ("selection.evaluation.new", format!(r#""inventory": 3, "source": {{"backup": {backup}}}"#)),
        ("selection.evaluation.outcome", r#""self": 9"#.to_owned()),
        ("validation.document.new", format!(r#""text": {manifest}, "format": "yaml""#)),
        ("validation.document.backups", r#""self": 10"#.to_owned()),
        ("validation.document.skipped", r#""self": 10"#.to_owned()),
        ("validation.document.backup-as-spec", r#""self": 10, "index": 0"#.to_owned()),
        ("schedule.plan-backups", format!(r#""backups": [{backup}], "after": 0, "count": 2, "cluster": 1"#)),
    ];
    calls.into_iter().map(|(function, arguments)| (function, format!("{{{arguments}}}"))).collect()
}

#[test]
fn every_function_can_be_called() {
    let mut both = Both::new();
    let mut called = BTreeSet::new();
    for (function, arguments) in calls() {
        both.call(function, &arguments);
        called.insert(function.to_owned());
    }
    assert_eq!(called, both.functions);
}

/// Returns copies of a value in which one part is replaced by another value.
fn replaced(value: &Json, other: &Json) -> Vec<Json> {
    let within: Vec<Json> = match value {
        Json::List(entries) => (0..entries.len())
            .flat_map(|index| {
                replaced(&entries[index], other).into_iter().map(move |changed| {
                    let mut entries = entries.clone();
                    entries[index] = changed;
                    Json::List(entries)
                })
            })
            .collect(),
        Json::Object(members) => (0..members.len())
            .flat_map(|index| {
                replaced(&members[index].1, other).into_iter().map(move |changed| {
                    let mut members = members.clone();
                    members[index].1 = changed;
                    Json::Object(members)
                })
            })
            .collect(),
        _ => Vec::new(),
    };
    within.into_iter().chain([other.clone()]).collect()
}

#[test]
fn calls_with_any_wrong_value_are_answered_or_refused() {
    let others = ["null", "true", "-1", "4294967296", r#""x""#, "[]", "[[]]", "{}", r#"{"x": {}}"#, "1", "7"];
    let others = others.map(parsed);
    let mut both = Both::new();
    for (function, arguments) in calls() {
        both.call_with_json(function, &arguments).expect("it is called");
    }
    let mut refused = 0;
    for (function, arguments) in calls() {
        for changed in others.iter().flat_map(|other| replaced(&parsed(&arguments), other)) {
            let answer = both.call_with_json(function, &changed.to_string());
            let Err(error) = answer else { continue };
            let error = parsed(&error);
            for member in ["code", "message", "help"] {
                assert!(!error.get(member).text().is_empty(), "{function} {changed}: {error}");
            }
            refused += 1;
        }
    }
    assert!(refused > 1000, "{refused}");
}

fn parsed(text: &str) -> Json {
    serde_json::from_str(text).expect("JSON")
}

#[track_caller]
fn refused(both: &mut Both, function: &str, arguments: &str, code: &str, pointer: &str, message: &str, help: &str) {
    let error = both.call_with_json(function, arguments).expect_err("it is refused");
    let error: Json = serde_json::from_str(&error).expect("the error is JSON");
    let found = ["code", "pointer", "message", "help"].map(|member| error.get(member).text().to_owned());
    assert_eq!(found, [code, pointer, message, help]);
}

#[test]
fn invalid_calls_are_refused_with_pointer_and_help() {
    let both = &mut Both::new();
    refused(
        both,
        "validation.chek-spec",
        "{}",
        "unknown-function",
        "",
        "unknown function `validation.chek-spec`",
        "write `validation.check-spec`",
    );
    refused(
        both,
        "selection.inventory.close",
        "{}",
        "unknown-function",
        "",
        "unknown function `selection.inventory.close`",
        "write `close`, which closes any resource",
    );
    refused(
        both,
        "lookup",
        "{}",
        "unknown-function",
        "",
        "unknown function `lookup`",
        "write a name that wit/json.md lists, such as `validation.check-spec`",
    );
    refused(
        both,
        "validation.rules",
        "{'a': 1}",
        "not-json",
        "",
        "the arguments are not JSON: a string in single quotes (at byte 1)",
        "write the string in double quotes",
    );
    refused(both, "validation.rules", "[]", "wrong-type", "", "the arguments are not an object", "write an object");
    let check = "validation.check-spec";
    refused(both, check, "{}", "missing-field", "", "`spec` is missing", "add `spec`");
    refused(
        both,
        check,
        r#"{"spec": {"ttl": 3600}}"#,
        "wrong-type",
        "/spec/ttl",
        "`ttl` is not a string",
        "write a string",
    );
    refused(
        both,
        check,
        r#"{"spec": {"include_namespaces": ["a", null]}}"#,
        "wrong-type",
        "/spec/include_namespaces/1",
        "an entry is not a string",
        "write a string",
    );
    refused(
        both,
        check,
        r#"{"spec": {"include_namespace": []}}"#,
        "unknown-field",
        "/spec/include_namespace",
        "unknown field `include_namespace`",
        "write `include_namespaces`",
    );
    refused(
        both,
        check,
        r#"{"spec": {}, "spec": {}}"#,
        "repeated-key",
        "/spec",
        "`spec` is repeated",
        "remove one of them",
    );
    refused(
        both,
        check,
        r#"{"spec": {"label_selector": {"a/b": 1}}}"#,
        "wrong-type",
        "/spec/label_selector/a~1b",
        "`a/b` is not a string",
        "write a string",
    );
    refused(
        both,
        "validation.check-text",
        r#"{"text": "", "format": "toml"}"#,
        "unknown-value",
        "/format",
        "`toml` is not one of json, yaml",
        "write one of json, yaml",
    );
    refused(
        both,
        "schedule.next-runs",
        r#"{"schedule": "@daily", "after": 0, "count": -1}"#,
        "out-of-range",
        "/count",
        "`count` is not a whole number from 0 to 4294967295",
        "write a whole number from 0 to 4294967295",
    );
}

#[test]
fn a_variant_is_an_object_with_one_case() {
    let both = &mut Both::new();
    both.call("cluster.cluster.open", r#"{"api_resources": []}"#);
    both.call("selection.inventory-reader.new", r#"{"cluster": 1}"#);
    let namespace = json(r#"{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}}"#);
    both.call("selection.inventory-reader.push", &format!(r#"{{"self": 2, "chunk": {namespace}}}"#));
    both.call("selection.inventory-reader.finish", r#"{"reader": 2}"#);
    let mut refused = |source: &str, code: &str, pointer: &str, message: &str, help: &str| {
        let arguments = format!(r#"{{"inventory": 3, "source": {source}}}"#);
        refused(both, "selection.evaluation.new", &arguments, code, pointer, message, help);
    };
    let one = "an object with one key, which is spec or backup";
    let (not_one, help) = (format!("`source` is not {one}"), format!("write {one}"));
    refused("{}", "wrong-type", "/source", &not_one, &help);
    refused(r#"{"spec": {}, "backup": {}}"#, "wrong-type", "/source", &not_one, &help);
    refused(r#"{"spec": null}"#, "wrong-type", "/source/spec", "`spec` is not an object", "write an object");
    refused(r#""spec""#, "wrong-type", "/source", "`source` is not an object", "write an object");
    refused(r#"{"specs": {}}"#, "unknown-field", "/source/specs", "unknown field `specs`", "write `spec`");
    refused(r#"{"spec": {"ttl": 1}}"#, "wrong-type", "/source/spec/ttl", "`ttl` is not a string", "write a string");
    refused(r#"{"backup": {}}"#, "missing-field", "/source/backup", "`kind` is missing", "add `kind`");
}

#[test]
fn closed_and_wrong_resources_are_refused() {
    let both = &mut Both::new();
    let new = |both: &mut Both| both.call_with_json("requirer.targets.new", r#"{"relations": []}"#);
    assert_eq!(new(both).as_deref(), Ok("1"));
    assert_eq!(both.call_with_json("close", r#"{"self": 1}"#).as_deref(), Ok("null"));
    assert_eq!(new(both).as_deref(), Ok("2"));
    let entries = "requirer.targets.entries";
    let open = "write the number of an open resource";
    refused(both, entries, r#"{"self": 1}"#, "unknown-resource", "/self", "resource 1 is closed", open);
    refused(both, entries, r#"{"self": 3}"#, "unknown-resource", "/self", "resource 3 does not exist", open);
    refused(both, entries, "{}", "missing-field", "", "`self` is missing", "add `self`");
    refused(
        both,
        "close",
        r#"{"self": 1}"#,
        "unknown-resource",
        "/self",
        "resource 1 is closed",
        "write the number of an open resource",
    );
    refused(
        both,
        "selection.inventory.len",
        r#"{"self": 2}"#,
        "wrong-resource",
        "/self",
        "resource 2 is of type `targets`, not `inventory`",
        "write the number of an open `inventory`",
    );
    assert_eq!(both.call_with_json(entries, r#"{"self": 2}"#).as_deref(), Ok("[]"));
}

#[test]
fn bytes_that_are_not_utf_8_are_escapes() {
    let both = &mut Both::new();
    let mut call = |function: &str, arguments: &str| both.call_with_json(function, arguments).expect("it is called");
    call("cluster.cluster.open", r#"{"api_resources": []}"#);
    let mut diagnostics = |name: &str| {
        let object =
            format!(r#"{{\"apiVersion\": \"v1\", \"kind\": \"Node\", \"metadata\": {{\"name\": \"{name}\"}}}}"#);
        let reader = call("selection.inventory-reader.new", r#"{"cluster": 1}"#);
        call("selection.inventory-reader.push", &format!(r#"{{"self": {reader}, "chunk": "{object}"}}"#));
        let inventory = call("selection.inventory-reader.finish", &format!(r#"{{"reader": {reader}}}"#));
        match serde_json::from_str::<Json>(&inventory).expect("JSON").ok() {
            Some(inventory) => call("selection.inventory.diagnostics", &format!(r#"{{"self": {inventory}}}"#)),
            None => inventory,
        }
    };
    // An é as a character and as two bytes, and a byte that is not part of a character.
    let whole = diagnostics("\\u00e9");
    assert!(!whole.contains("invalid unicode code point"), "{whole}");
    assert_eq!(diagnostics("\\udcc3\\udca9"), whole);
    let broken = diagnostics("\\udcff");
    assert!(broken.contains("invalid unicode code point"), "{broken}");
}
