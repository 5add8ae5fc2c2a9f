//! The main job on the real specs of `examples/`: each provider publishes, the requirer looks up.
//!
//! `cargo xtask demo` builds the component and runs this.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use k8s_backup_target_host::{Evaluator, Identity, OnErrors, Relation, Spec};
use serde::Deserialize;

/// A target as the files of `examples/` have it.
#[derive(Deserialize)]
struct Example {
    app: String,
    relation_name: String,
    model: String,
    spec: serde_json::Value,
}

const TARGETS: [&str; 4] =
    ["cluster-infra-backup", "namespaced-infra-backup", "kubeflow-control-plane", "plain-application"];

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let component = fs::read(root.join("target/components/k8s-backup-target.wasm"))
        .map_err(|error| format!("target/components/k8s-backup-target.wasm: {error}; `cargo xtask build` makes it"))?;
    let evaluator = Evaluator::new(&component)?;

    println!("PUBLISH: what each provider writes into its relation\n");
    let mut relations = Vec::new();
    for (id, name) in (1..).zip(TARGETS) {
        let file = PathBuf::from("examples").join(name).with_extension("json");
        let example: Example = serde_json::from_str(&fs::read_to_string(root.join(&file))?)?;
        let identity = Identity { app: example.app, model: example.model, relation_name: example.relation_name };
        let spec = read_spec(&evaluator, &example.spec)?;

        let empty = Relation { id, databag: Vec::new() };
        for write in evaluator.publish(&identity, &spec, true, &[empty], OnErrors::Publish)?? {
            println!("{} -> relation {}, {}", file.display(), write.relation_id, write.key);
            println!("  {}\n", write.value);
            relations.push(Relation { id, databag: vec![(write.key, write.value)] });
        }
    }

    let file = "examples/several-targets.databag.json";
    let databag: BTreeMap<String, String> = serde_json::from_str(&fs::read_to_string(root.join(file))?)?;
    relations.push(Relation { id: 9, databag: databag.into_iter().collect() });
    relations.push(Relation { id: 10, databag: vec![("backup_targets".into(), "[{'app': 'my-app'}]".into())] });

    println!("LOOK UP: what the requirer finds in these relations, {file} as relation 9, and a broken relation 10\n");
    let targets = evaluator.read_targets(&relations)?;
    println!("is_ready: {}\n", targets.is_ready()?);
    for (app, endpoint, model) in [
        ("infra-backup-operator", "cluster-infra-backup", "infra-backup"),
        ("infra-backup-operator", "namespaced-infra-backup", "infra-backup"),
        ("kubeflow-profiles", "profiles-backup", "kubeflow"),
        ("my-app", "backup", "my-model"),
        ("my-app", "backup", "staging"),
        ("mlflow-server", "backup", "kubeflow"),
        ("my-app", "backup", "another-model"),
    ] {
        println!("get_backup_spec({app}, {endpoint}, {model})");
        match targets.get_backup_spec(app, endpoint, model)? {
            Some(spec) => println!("{}", shown(&spec)),
            None => println!("  nothing: no relation has this target\n"),
        }
    }

    println!("SAY: what is dropped in silence today\n");
    for diagnostic in targets.diagnostics()? {
        let relation = diagnostic.subject.and_then(|place| relations.get(place as usize)).map(|relation| relation.id);
        let relation = relation.map_or_else(String::new, |id| format!("relation {id}"));
        println!("{relation} {}", diagnostic.pointer);
        println!("  {}[{}]: {}", diagnostic.severity, diagnostic.code, diagnostic.message);
        if let Some(help) = diagnostic.help {
            println!("  help: {help}");
        }
    }
    Ok(())
}

/// The component reads specs from databags, so an example's spec goes in as the only target of one.
fn read_spec(evaluator: &Evaluator, spec: &serde_json::Value) -> Result<Spec, Box<dyn Error>> {
    let target = serde_json::json!([{ "app": "", "relation_name": "", "model": "", "spec": spec }]);
    let databag = vec![("backup_targets".to_owned(), target.to_string())];
    let targets = evaluator.read_targets(&[Relation { id: 0, databag }])?;
    let problems = targets.diagnostics()?;
    let spec = targets.get_backup_spec("", "", "")?;
    spec.ok_or_else(|| format!("not a spec: {problems:?}").into())
}

/// The fields that are set.
fn shown(spec: &Spec) -> String {
    let mut text = String::new();
    let mut field = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            text += &format!("  {name}: {value}\n");
        }
    };
    let list = |names: &Option<Vec<String>>| names.as_ref().map(|names| names.join(", "));
    field("include_namespaces", list(&spec.include_namespaces));
    field("include_resources", list(&spec.include_resources));
    field("exclude_namespaces", list(&spec.exclude_namespaces));
    field("exclude_resources", list(&spec.exclude_resources));
    field("include_cluster_resources", spec.include_cluster_resources.map(|included| included.to_string()));
    let labels = spec.label_selector.as_ref();
    let labels = labels.map(|labels| labels.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>());
    field("label_selector", labels.map(|labels| labels.join(", ")));
    field("ttl", spec.ttl.clone());
    text
}
