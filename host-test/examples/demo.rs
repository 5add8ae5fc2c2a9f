//! The main job on the real specs of `examples/`: each provider publishes, the requirer looks up, the integrator merges.
//!
//! `cargo xtask demo` builds the component and runs this.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use k8s_backup_target_host::{
    Diagnostic, DocumentFormat, Evaluator, Identity, OnErrors, Relation, ScheduleConfig, Target, Targets,
    VeleroSettings,
};

const TARGETS: [&str; 4] =
    ["cluster-infra-backup", "namespaced-infra-backup", "kubeflow-control-plane", "plain-application"];
const SEVERAL_TARGETS: &str = "examples/several-targets.databag.json";
const NIGHTLY: &str = "0 2 * * *";

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let component = fs::read(root.join("target/components/k8s-backup-target.wasm"))
        .map_err(|error| format!("target/components/k8s-backup-target.wasm: {error}; `cargo xtask build` makes it"))?;
    let evaluator = Evaluator::new(&component)?;

    println!("PUBLISH: what each provider writes into its relation\n");
    let mut relations = publish(&evaluator, &root)?;
    let databag: BTreeMap<String, String> = serde_json::from_str(&fs::read_to_string(root.join(SEVERAL_TARGETS))?)?;
    relations.push(Relation { id: 9, databag: databag.into_iter().collect() });
    relations.push(Relation { id: 10, databag: vec![("backup_targets".into(), "[{'app': 'my-app'}]".into())] });

    println!("LOOK UP: what the requirer finds in these, {SEVERAL_TARGETS} as relation 9, and a broken relation 10\n");
    let targets = evaluator.read_targets(&relations)?;
    look_up(&evaluator, &targets)?;

    println!("SAY: what is dropped in silence today\n");
    let relation = |place: u32| relations.get(place as usize).map(|relation| format!("relation {}", relation.id));
    say(&targets.diagnostics()?, relation);

    println!("MERGE: what the operator and Velero get, with the schedule {NIGHTLY}\n");
    merge(&evaluator, &targets)
}

fn publish(evaluator: &Evaluator, root: &Path) -> Result<Vec<Relation>, Box<dyn Error>> {
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
    Ok(relations)
}

fn look_up(evaluator: &Evaluator, targets: &Targets) -> Result<(), Box<dyn Error>> {
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
                println!("  {}\n", indented(text.trim_end()));
            }
            None => println!("  nothing: no relation has this target\n"),
        }
    }
    Ok(())
}

fn merge(evaluator: &Evaluator, targets: &Targets) -> Result<(), Box<dyn Error>> {
    let mut found = BTreeSet::new();
    let targets: Vec<Target> = targets.entries()?.into_iter().map(|located| located.target).collect();
    let is_found =
        |target: &Target| found.insert((target.app.clone(), target.relation_name.clone(), target.model.clone()));
    let targets: Vec<Target> = targets.into_iter().filter(is_found).collect();

    let nightly = ScheduleConfig { schedule: Some(NIGHTLY.into()), ..ScheduleConfig::default() };
    let settings = VeleroSettings {
        namespace: "velero".into(),
        storage_location: "default".into(),
        volume_snapshot_locations: vec!["default".into()],
        default_volumes_to_fs_backup: Some(false),
    };
    let velero_backup = Relation { id: 20, databag: Vec::new() };
    let plan = evaluator.plan(&targets, &nightly, &settings, &[velero_backup])?;

    for target in &targets {
        println!("{}, {}, {}", target.app, target.relation_name, target.model);
        println!("  {}", evaluator.describe(&target.spec, Some(&nightly))?);
    }
    let name = |index: u32| targets.get(index as usize).map(|target| format!("{}, {}", target.app, target.model));
    if let Some(manifest) = plan.manifests.last() {
        let name = name(manifest.target_index).unwrap_or_default();
        println!("\nthe Schedule of {name}, one of {}\n  {}\n", plan.manifests.len(), indented(&manifest.json));
    }
    println!("PLAN: all of them through one integrator, related to one operator\n");
    for write in &plan.writes {
        let name = name(write.target_index).unwrap_or_default();
        println!("relation {} ends with the target of {name}\n", write.relation_id);
    }
    say(&plan.diagnostics, name);
    Ok(())
}

/// Prints diagnostics, with what is known as their subject.
fn say(diagnostics: &[Diagnostic], subject: impl Fn(u32) -> Option<String>) {
    for diagnostic in diagnostics {
        println!("{} {}", diagnostic.subject.and_then(&subject).unwrap_or_default(), diagnostic.pointer);
        println!("  {}[{}]: {}", diagnostic.severity, diagnostic.code, diagnostic.message);
        if let Some(help) = &diagnostic.help {
            println!("  help: {help}");
        }
    }
    println!();
}

fn indented(text: &str) -> String {
    text.replace('\n', "\n  ")
}
