//! The coverage of a cluster among many: metrics that Prometheus reads, with the numbers of the other formats.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::World;

/// The labels of a sample, in their order.
type Labels = Vec<(String, String)>;

/// Reads Prometheus' text format: the values of each metric by their labels.
fn metrics(text: &str) -> BTreeMap<String, BTreeMap<Labels, i64>> {
    let mut metrics: BTreeMap<String, BTreeMap<Labels, i64>> = BTreeMap::new();
    let mut last = None;
    for line in text.lines() {
        if let Some(comment) = line.strip_prefix("# ") {
            let (word, rest) = comment.split_once(' ').expect("HELP or TYPE");
            let (name, rest) = rest.split_once(' ').expect("a name");
            match word {
                "HELP" => assert!(!rest.is_empty() && !metrics.contains_key(name), "{line}"),
                "TYPE" => assert!(rest == "gauge" && metrics.insert(name.to_owned(), BTreeMap::new()).is_none()),
                _ => panic!("{line}"),
            }
            last = Some(name.to_owned());
            continue;
        }
        let (name, rest) = line.split_once('{').expect("labels");
        assert_eq!(last.as_deref(), Some(name), "the samples of a metric follow its comments");
        let (labels, rest) = labels(rest);
        let value = rest.strip_prefix(' ').expect("a space").parse().expect("a number");
        let samples = metrics.get_mut(name).expect("it was announced");
        assert!(samples.insert(labels, value).is_none(), "{line} is there twice");
    }
    metrics
}

/// Reads labels and the brace after them; returns the rest of the line.
fn labels(mut text: &str) -> (Labels, &str) {
    let mut labels = Vec::new();
    loop {
        let (name, rest) = text.split_once("=\"").expect("a label");
        let mut value = String::new();
        let mut chars = rest.char_indices();
        let end = loop {
            match chars.next().expect("the value ends") {
                (_, '\\') => match chars.next().expect("an escaped character").1 {
                    char @ ('\\' | '"') => value.push(char),
                    'n' => value.push('\n'),
                    char => panic!("\\{char} is no escape of Prometheus"),
                },
                (at, '"') => break at,
                (_, char) => value.push(char),
            }
        };
        labels.push((name.to_owned(), value));
        let rest = rest.get(end + 1..).expect("the value ended before");
        match rest.strip_prefix(',') {
            Some(more) => text = more,
            None => return (labels, rest.strip_prefix('}').expect("a brace")),
        }
    }
}

fn claim(namespace: &str, name: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": name, "namespace": namespace}})
}

fn output(world: &mut World, format: &str) -> String {
    world.run(&[
        "coverage",
        "--inventory",
        "objects.json",
        "--cluster-name",
        "a \"b\\\n",
        "--format",
        format,
        "s.yaml",
    ]);
    assert!(!world.output.is_empty(), "{}", world.errors);
    std::mem::take(&mut world.output)
}

#[test]
fn a_name_of_the_cluster_without_effect_is_said() {
    let objects = json!({"apiVersion": "v1", "kind": "List", "items": [claim("prod", "data")]}).to_string();
    for (format, has_effect) in [("human", false), ("json", false), ("jsonl", true), ("prometheus", true)] {
        let mut world = World::with(&[("objects.json", objects.as_bytes())]);
        world.run(&["coverage", "--inventory", "objects.json", "--cluster-name", "a", "--format", format]);
        assert_eq!(world.errors.contains("`--cluster-name` has no effect"), !has_effect, "{format}: {}", world.errors);
    }
}

#[test]
fn each_format_has_the_same_numbers_and_any_name_is_a_label() {
    let objects = json!({"apiVersion": "v1", "kind": "List", "items": [
        claim("prod", "data"),
        claim("a\"b\\c\n", "x"),
        claim("dev", "data"),
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c", "namespace": "prod"}},
        {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n"}},
    ]});
    // Two Schedules without a name, and one that does not run.
    let schedule = |paused: bool| {
        format!(
            "apiVersion: velero.io/v1\nkind: Schedule\nmetadata: {{namespace: velero}}\nspec:\n  schedule: 0 2 * * *\n  \
             paused: {paused}\n  template:\n    includedNamespaces: [prod]\n    ttl: 6h\n---\n"
        )
    };
    let schedules = [schedule(false), schedule(false), schedule(true)].concat();
    let mut world = World::with(&[("objects.json", objects.to_string().as_bytes()), ("s.yaml", schedules.as_bytes())]);

    let whole: Value = serde_json::from_str(&output(&mut world, "json")).expect("JSON");
    let records: Vec<Value> =
        output(&mut world, "jsonl").lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let metrics = metrics(&output(&mut world, "prometheus"));

    let cluster = records.first().expect("the cluster is first");
    assert_eq!((&cluster["record"], &cluster["cluster"]), (&json!("cluster"), &json!("a \"b\\\n")));
    let len = |list: &Value| list.as_array().expect("a list").len();
    assert_eq!(cluster["objects"], whole["objects"]);
    assert_eq!(cluster["claims_without_cover"], len(&whole["uncovered_claims"]));
    assert_eq!(cluster["claims_without_contents"], len(&whole["claims_without_contents"]));

    let sum = |metric: &str| metrics.get(metric).expect("it is there").values().sum::<i64>();
    for (metric, member) in [
        ("k8s_backup_objects", "objects"),
        ("k8s_backup_objects_covered", "objects_covered"),
        ("k8s_backup_claims", "claims"),
        ("k8s_backup_claims_without_cover", "claims_without_cover"),
        ("k8s_backup_claims_without_contents", "claims_without_contents"),
    ] {
        assert_eq!(cluster[member], sum(metric), "{metric}");
        let namespaces = records.iter().filter(|record| record["record"] == "namespace");
        assert_eq!(namespaces.map(|record| record[member].as_i64().expect("a number")).sum::<i64>(), sum(metric));
    }
    assert_eq!(records.iter().filter(|record| record["record"] == "claim").count(), 3);

    let targets = &metrics["k8s_backup_target_objects"];
    let names: BTreeSet<&str> = targets.keys().map(|labels| labels[1].1.as_str()).collect();
    let name = "schedule/velero/(generated)";
    assert_eq!(names, BTreeSet::from([name, &format!("{name} (2)"), &format!("{name} (3)")]));
    // The paused one does not run, so it has no times.
    assert_eq!(metrics["k8s_backup_target_longest_gap_seconds"].values().collect::<Vec<_>>(), [&86_400; 2]);
    let without = &metrics["k8s_backup_target_longest_without_backup_seconds"];
    assert_eq!(without.values().collect::<Vec<_>>(), [&(18 * 3600); 2]);
}
