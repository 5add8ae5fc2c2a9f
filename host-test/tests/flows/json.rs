//! Tests calls with JSON: their answers are those of typed calls.

mod both;
mod calls;
mod standalone;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;

use k8s_backup_target_testdata::velero::selection::{self as velero_selection, Place};
use k8s_backup_target_testdata::{self as measured, Labels, integrator, named, reference, velero};
use serde::Serialize;

use both::{Both, Json};

/// Returns the JSON of a value.
fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).expect("memory can be written to")
}

fn relation(id: u32, databag: &BTreeMap<String, String>) -> String {
    format!(r#"{{"id": {id}, "databag": {}}}"#, json(databag))
}

#[test]
fn databags_are_read_as_by_the_reference() {
    let both = RefCell::new(Both::new());
    reference::check_databags(|case| {
        let mut both = both.borrow_mut();
        let relations: Vec<_> = case.databags.iter().map(|each| relation(each.relation_id, &each.data)).collect();
        let relations = relations.join(",");
        let targets = both.call("requirer.targets.new", &format!(r#"{{"relations": [{relations}]}}"#));
        let targets = format!(r#""self": {targets}"#);
        let query = &case.query;
        let names = [("app_name", &query.app), ("endpoint", &query.endpoint), ("model", &query.model)];
        let names = names.map(|(name, value)| format!("{}: {}", json(name), json(value))).join(",");
        let found = both.call("requirer.targets.get-backup-spec", &format!("{{{targets}, {names}}}"));
        let once = both.call("requirer.find-spec", &format!(r#"{{"relations": [{relations}], {names}}}"#));
        assert_eq!(once, found);
        let is_ready = both.call("requirer.targets.is-ready", &format!("{{{targets}}}")) == Json::Bool(true);
        for function in ["entries", "diagnostics"] {
            both.call(&format!("requirer.targets.{function}"), &format!("{{{targets}}}"));
        }
        both.call("close", &format!("{{{targets}}}"));
        reference::DatabagAnswer { is_ready, found: serde_json::from_str(&found.to_string()).expect("a spec") }
    });
}

#[test]
fn specs_are_published_as_by_the_reference() {
    let both = RefCell::new(Both::new());
    reference::check_publishing(|case| {
        let mut both = both.borrow_mut();
        let relation = relation(0, &case.spec_databag());
        let names = r#""app_name": "", "endpoint": "", "model": """#;
        let spec = both.call("requirer.find-spec", &format!(r#"{{"relations": [{relation}], {names}}}"#));
        let identity = format!(
            r#"{{"app": {}, "model": {}, "relation_name": {}}}"#,
            json(&case.app),
            json(&case.model),
            json(&case.relation_name)
        );
        let publish = |leader: bool, relations: &str, on_errors: &str| {
            format!(
                r#"{{"identity": {identity}, "spec": {spec}, "leader": {leader}, "relations": [{relations}],
                    "on_errors": "{on_errors}"}}"#
            )
        };
        for (leader, relations) in [(false, ""), (true, ""), (true, relation.as_str())] {
            both.call("provider.publish", &publish(leader, relations, "refuse"));
        }
        let writes = both.call("provider.publish", &publish(true, &relation, "publish")).ok();
        writes.expect("it is published").entries()[0].get("value").text().to_owned()
    });
}

#[test]
fn schedules_run_as_in_velero() {
    let both = RefCell::new(Both::new());
    velero::check_crons(|input, after, count| {
        let mut both = both.borrow_mut();
        let schedule = format!(r#""schedule": {}, "after": {after}, "count": {count}"#, json(input));
        both.call("schedule.retention", &format!(r#"{{{schedule}, "ttl": "36h"}}"#));
        let runs = both.call("schedule.next-runs", &format!("{{{schedule}}}")).ok()?;
        Some(serde_json::from_str(&runs.to_string()).expect("numbers"))
    });
}

#[test]
fn schedules_are_accepted_as_by_the_integrator() {
    let both = RefCell::new(Both::new());
    integrator::check_schedules(|schedule| {
        let mut both = both.borrow_mut();
        let schedule = format!(
            r#""schedule": {{"schedule": {}, "paused": true, "skip_immediately": false,
                "use_owner_references_in_backup": true}}"#,
            json(schedule)
        );
        both.call("schedule.check-schedule", &format!("{{{schedule}}}"));
        let target = r#""target": {"app": "a", "relation_name": "b", "model": "m", "spec": {}}"#;
        both.call("merge.merge", &format!("{{{target}, {schedule}}}")).ok().is_some()
    });
}

#[test]
fn targets_are_merged_and_planned() {
    const SETTINGS: &str = r#"{"namespace": "velero", "storage_location": "default",
        "volume_snapshot_locations": ["snapshots"], "default_volumes_to_fs_backup": null}"#;
    let both = RefCell::new(Both::new());
    integrator::check_merging(|case| {
        let mut both = both.borrow_mut();
        let relations = format!("[{}]", relation(0, &case.provider_databag()));
        let targets = both.call("requirer.targets.new", &format!(r#"{{"relations": {relations}}}"#));
        let entries = both.call("requirer.targets.entries", &format!(r#"{{"self": {targets}}}"#));
        both.call("close", &format!(r#"{{"self": {targets}}}"#));
        let target = entries.entries().last()?.get("target").to_string();
        let schedule = format!(
            r#"{{"schedule": {}, "paused": {}, "skip_immediately": {}, "use_owner_references_in_backup": {}}}"#,
            json(&case.config.schedule),
            case.config.paused,
            case.config.skip_immediately,
            case.config.use_owner_references_in_backup
        );
        let (settings, schedule) = (format!(r#""settings": {SETTINGS}"#), format!(r#""schedule": {schedule}"#));
        let target_and = |rest: &str| format!(r#"{{"target": {target}, {rest}}}"#);
        both.call("merge.backup-manifest", &target_and(&settings));
        both.call("merge.schedule-manifest", &target_and(&format!("{schedule}, {settings}")));
        let relations = format!(r#""velero_relations": {relations}"#);
        both.call(
            "merge.plan",
            &format!(r#"{{"targets": [{target}, {target}], {schedule}, {settings}, {relations}}}"#),
        );
        let merged = both.call("merge.merge", &target_and(&schedule)).ok();
        let databag = both.call("merge.to-databag", &target_and(&schedule)).ok();
        assert_eq!(merged.is_some(), case.databag.is_some(), "{}", case.name);
        match databag {
            Some(databag) => Some(serde_json::from_str(&databag.to_string()).expect("texts")),
            // Velero refuses the databag of the integrator.
            None => case.databag.clone().filter(|_| merged.is_some()),
        }
    });
}

#[test]
fn texts_are_checked() {
    let mut both = Both::new();
    for case in named::texts() {
        let text = fs::read_to_string(&case.file).expect("text");
        let format = if case.file.extension().is_some_and(|end| end == "json") { "json" } else { "yaml" };
        let text = format!(r#""text": {}, "format": "{format}""#, json(&text));
        for kind in ["null", r#""spec""#, r#""target""#, r#""targets""#, r#""databag""#] {
            let text = format!(r#"{{{text}, "kind": {kind}}}"#);
            let found = both.call("validation.check-text", &text);
            let document = both.call("validation.document.new", &text);
            let document = format!(r#""self": {document}"#);
            assert_eq!(both.call("validation.document.diagnostics", &format!("{{{document}}}")), found);
            for spec in both.call("validation.document.specs", &format!("{{{document}}}")).entries() {
                both.call("validation.check-spec", &format!(r#"{{"spec": {spec}}}"#));
                both.call("validation.describe", &format!(r#"{{"spec": {spec}}}"#));
                both.call("validation.format-spec", &format!(r#"{{"spec": {spec}, "format": "{format}"}}"#));
            }
            for target in both.call("validation.document.targets", &format!("{{{document}}}")).entries() {
                both.call("validation.check-target", &format!(r#"{{"target": {target}, "cluster": null}}"#));
            }
            for diagnostic in found.entries() {
                let subject = diagnostic.get("subject");
                let place = format!(r#"{document}, "subject": {subject}, "pointer": {}"#, diagnostic.get("pointer"));
                both.call("validation.document.locate", &format!("{{{place}}}"));
                both.call("validation.document.edit", &format!(r#"{{{place}, "value": "\"1h\""}}"#));
                both.call("validation.document.edit", &format!("{{{place}}}"));
            }
            both.call("validation.document.pointer-at", &format!(r#"{{{document}, "utf16_offset": 20}}"#));
            both.call("close", &format!("{{{document}}}"));
        }
    }
}

#[test]
fn lists_of_kinds_are_parsed() {
    let mut both = Both::new();
    for case in named::api_resources() {
        let text = fs::read_to_string(&case.file).expect("text");
        if let Some(kinds) = both.call("cluster.parse-api-resources", &format!(r#"{{"text": {}}}"#, json(&text))).ok() {
            let cluster = both.call("cluster.cluster.open", &format!(r#"{{"api_resources": {kinds}}}"#));
            if let Some(cluster) = cluster.ok() {
                both.call("close", &format!(r#"{{"self": {cluster}}}"#));
            }
        }
    }
}

/// Returns the cluster that Velero was measured with.
fn measured_cluster(both: &mut Both) -> Json {
    let kinds: Vec<String> = velero::served_kinds()
        .into_iter()
        .map(|kind| {
            let (plural, group) = kind.plural_and_group();
            format!(
                r#"{{"group": {}, "plural": {}, "singular": {}, "kind": {}, "short_names": {}, "namespaced": {},
                    "verbs": []}}"#,
                json(group),
                json(plural),
                json(&kind.singular),
                json(&kind.kind),
                json(&kind.short_names.clone().unwrap_or_default()),
                kind.namespaced
            )
        })
        .collect();
    // At a commit of its main branch.
    let kinds = format!(r#"{{"api_resources": [{}], "velero_version": "next"}}"#, kinds.join(","));
    both.call("cluster.cluster.open", &kinds).ok().expect("kinds that a cluster serves")
}

#[test]
fn names_resolve_as_in_velero() {
    let mut both = Both::new();
    let cluster = measured_cluster(&mut both);
    both.call("cluster.cluster.api-resources", &format!(r#"{{"self": {cluster}}}"#));
    let both = RefCell::new(both);
    velero::check_resolving(|case| {
        let name = format!(r#"{{"self": {cluster}, "name": {}}}"#, json(&case.input));
        match both.borrow_mut().call("cluster.cluster.resolve", &name) {
            Json::Null => None,
            // A built-in kind that the measured cluster did not have.
            _ if case.input == "events.events.k8s.io" => case.answer(),
            kind => {
                let (plural, group) = (kind.get("plural").text(), kind.get("group").text());
                let group_resource = if group.is_empty() { plural.to_owned() } else { format!("{plural}.{group}") };
                Some((group_resource, *kind.get("namespaced") == Json::Bool(true)))
            }
        }
    });
}

/// Returns the verdicts of the objects, in the form of the cases.
fn verdicts(both: &mut Both, cluster: &Json, objects: &str, spec: &measured::Spec) -> Vec<velero_selection::Verdict> {
    let reader = both.call("selection.inventory-reader.new", &format!(r#"{{"cluster": {cluster}}}"#));
    both.call("selection.inventory-reader.push", &format!(r#"{{"self": {reader}, "chunk": {}}}"#, json(objects)));
    let inventory = both.call("selection.inventory-reader.finish", &format!(r#"{{"reader": {reader}}}"#));
    let inventory = inventory.ok().expect("objects");
    let evaluation = format!(r#"{{"inventory": {inventory}, "source": {{"spec": {}}}}}"#, json(spec));
    let evaluation = both.call("selection.evaluation.new", &evaluation);
    let evaluation = format!(r#""self": {evaluation}"#);
    let inventory = format!(r#""self": {inventory}"#);
    while both.call("selection.evaluation.step", &format!(r#"{{{evaluation}, "max_objects": 100000}}"#))
        != Json::Bool(true)
    {}
    for function in ["diagnostics", "included", "reasons"] {
        both.call(&format!("selection.evaluation.{function}"), &format!("{{{evaluation}}}"));
    }
    both.call("selection.inventory.diagnostics", &format!("{{{inventory}}}"));
    let all = r#""offset": 0, "limit": 4294967295"#;
    let objects = both.call("selection.inventory.objects", &format!("{{{inventory}, {all}}}"));
    let verdicts = both.call("selection.evaluation.verdicts", &format!("{{{evaluation}, {all}}}"));
    both.call("close", &format!("{{{evaluation}}}"));
    both.call("close", &format!("{{{inventory}}}"));

    let place = |object: &Json| Place {
        resource: object.get("group_resource").text().to_owned(),
        namespace: if *object.get("namespace") == Json::Null {
            String::new()
        } else {
            object.get("namespace").text().to_owned()
        },
        name: object.get("name").text().to_owned(),
    };
    let verdict = |verdict: &Json| {
        let brought_by = match verdict.get("brought_by") {
            Json::Number(by) => usize::try_from(*by).ok().and_then(|by| objects.entries().get(by)).map(place),
            _ => None,
        };
        let reason: String = verdict.get("reason").text().split('-').map(capitalised).collect();
        velero_selection::Verdict::new(
            *verdict.get("included") == Json::Bool(true),
            &format_args!("{reason}"),
            brought_by,
        )
    };
    verdicts.entries().iter().map(verdict).collect()
}

fn capitalised(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}

/// Returns whether the case is skipped: the operator ignores a selector without labels, and Velero does not.
fn is_left_out(spec: &measured::Spec) -> bool {
    spec.label_selector.as_ref().is_some_and(|Labels(labels)| labels.is_empty())
}

#[test]
fn objects_are_selected_as_in_velero() {
    let mut both = Both::new();
    let cluster = measured_cluster(&mut both);
    let both = RefCell::new(both);
    let answer = |objects: &str, spec: &measured::Spec| verdicts(&mut both.borrow_mut(), &cluster, objects, spec);
    velero_selection::check_selection(|case| {
        if is_left_out(&case.spec) {
            case.answer()
        } else {
            answer(&case.objects(), &case.spec).pop().expect("the object of the case")
        }
    });
    velero_selection::check_clusters(|case| {
        if is_left_out(&case.spec) { case.answer() } else { answer(&case.objects(), &case.spec) }
    });
    velero_selection::check_related(|case| answer(&case.lines(), &case.spec).split_off(case.namespaces.len()));
}
