//! The main job on the real specs of `examples/`: each provider publishes, the requirer looks up.
//!
//! `cargo xtask demo` builds the component and runs this.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use k8s_backup_target_host::{DocumentFormat, Evaluator, Identity, OnErrors, Relation};

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
        let document = evaluator.read_document(&fs::read_to_string(root.join(&file))?, DocumentFormat::Json, None)?;
        let target =
            document.targets()?.pop().ok_or_else(|| format!("{}: {:?}", file.display(), document.diagnostics()))?;
        let identity = Identity { app: target.app, model: target.model, relation_name: target.relation_name };
        let spec = target.spec;

        let empty = Relation { id, databag: Vec::new() };
        for write in evaluator.publish(&identity, &spec, true, &[empty], OnErrors::Publish)?? {
            println!("{} -> relation {}, {}", file.display(), write.relation_id, write.key);
            println!("  {}", write.value);
            println!("  {}\n", evaluator.describe(&spec, None)?);
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
            Some(spec) => {
                let text = evaluator.format_spec(&spec, DocumentFormat::Yaml)?;
                println!("  {}\n", text.trim_end().replace('\n', "\n  "));
            }
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
