//! Runs the flows with the specs of `examples/`: each provider publishes, the requirer looks up, the integrator merges.
//!
//! `cargo xtask demo` builds the component and runs this.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use k8s_backup_target_host::{
    Diagnostic, DocumentFormat, Evaluator, Identity, ObjectRef, OnErrors, Relation, ScheduleConfig, Target, Targets,
    VeleroSettings,
};

const TARGETS: [&str; 4] =
    ["cluster-infra-backup", "namespaced-infra-backup", "kubeflow-control-plane", "plain-application"];
const SEVERAL_TARGETS: &str = "examples/several-targets.databag.json";
const CLUSTER: &str = "examples/cluster/objects.json";
const CLUSTER_KINDS: &str = "examples/cluster/api-resources.txt";
/// Maximum number of shown objects that several targets include.
const MAX_SHOWN_OVERLAPS: usize = 5;
const NIGHTLY: &str = "0 2 * * *";

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let component = fs::read(root.join("target/components/k8s-backup-target.wasm"))
        .map_err(|error| format!("target/components/k8s-backup-target.wasm: {error}; run `cargo xtask build`"))?;
    let evaluator = Evaluator::new(&component)?;

    println!("PUBLISH: what each provider writes into its relation\n");
    let mut relations = publish(&evaluator, &root)?;
    let databag: BTreeMap<String, String> = serde_json::from_str(&fs::read_to_string(root.join(SEVERAL_TARGETS))?)?;
    relations.push(Relation { id: 9, databag: databag.into_iter().collect() });
    relations.push(Relation { id: 10, databag: vec![("backup_targets".into(), "[{'app': 'my-app'}]".into())] });

    println!("LOOK UP: what the requirer finds. {SEVERAL_TARGETS} is relation 9, and relation 10 is invalid\n");
    let targets = evaluator.read_targets(&relations)?;
    look_up(&evaluator, &targets)?;

    println!("DIAGNOSE: what the reference ignores without a message\n");
    let relation = |index: u32| {
        let relation = relations.get(index as usize).expect("the subject is the index of a relation");
        format!("relation {}", relation.id)
    };
    print_all(&targets.diagnostics()?, relation);

    println!("MERGE: what the operator and Velero get, for the schedule {NIGHTLY}\n");
    let targets = found(&targets)?;
    merge(&evaluator, &targets)?;

    println!("COVER: what each target includes of the cluster in {CLUSTER}\n");
    cover(&evaluator, &targets, &root)
}

fn publish(evaluator: &Evaluator, root: &Path) -> Result<Vec<Relation>, Box<dyn Error>> {
    let mut relations = Vec::new();
    for (id, name) in (1..).zip(TARGETS) {
        let file = PathBuf::from("examples").join(name).with_extension("json");
        let document =
            evaluator.read_document(&fs::read_to_string(root.join(&file))?, DocumentFormat::Json, None, None)?;
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
            None => println!("  none: no relation has this target\n"),
        }
    }
    Ok(())
}

/// Returns the targets that lookups find: the first of several targets with the same names.
fn found(targets: &Targets) -> Result<Vec<Target>, Box<dyn Error>> {
    let mut names = BTreeSet::new();
    let targets = targets.entries()?.into_iter().map(|located| located.target);
    let is_first =
        |target: &Target| names.insert((target.app.clone(), target.relation_name.clone(), target.model.clone()));
    Ok(targets.filter(is_first).collect())
}

fn merge(evaluator: &Evaluator, targets: &[Target]) -> Result<(), Box<dyn Error>> {
    let nightly = ScheduleConfig { schedule: Some(NIGHTLY.into()), ..ScheduleConfig::default() };
    let settings = VeleroSettings {
        namespace: "velero".into(),
        storage_location: "default".into(),
        volume_snapshot_locations: vec!["default".into()],
        default_volumes_to_fs_backup: Some(false),
    };
    let velero_backup = Relation { id: 20, databag: Vec::new() };
    let plan = evaluator.plan(targets, &nightly, &settings, &[velero_backup])?;

    for target in targets {
        println!("{}, {}, {}", target.app, target.relation_name, target.model);
        println!("  {}", evaluator.describe(&target.spec, Some(&nightly))?);
    }
    let name = |index: u32| {
        let target = targets.get(index as usize).expect("an index of a target");
        format!("{}, {}", target.app, target.model)
    };
    if let Some(manifest) = plan.manifests.last() {
        let name = name(manifest.target_index);
        println!("\nthe Schedule of {name}, one of {}\n  {}\n", plan.manifests.len(), indented(&manifest.json));
    }
    println!("PLAN: all targets, with one integrator that is related to one operator\n");
    for write in &plan.writes {
        let name = name(write.target_index);
        println!("relation {} holds the target of {name} at the end\n", write.relation_id);
    }
    print_all(&plan.diagnostics, name);
    Ok(())
}

fn cover(evaluator: &Evaluator, targets: &[Target], root: &Path) -> Result<(), Box<dyn Error>> {
    let kinds = fs::read_to_string(root.join(CLUSTER_KINDS))?;
    let kinds = evaluator.parse_api_resources(&kinds)?.map_err(|refusals| format!("{refusals:?}"))?;
    let cluster = evaluator.open_cluster(&kinds, None)?.map_err(|refusals| format!("{refusals:?}"))?;
    let mut reader = cluster.inventory_reader()?;
    // In chunks, as a large file would be read.
    for chunk in fs::read(root.join(CLUSTER))?.chunks(1 << 16) {
        reader.push(chunk)?.map_err(|refusals| format!("{refusals:?}"))?;
    }
    let inventory = reader.finish()?.map_err(|refusals| format!("{refusals:?}"))?;
    print_all(&inventory.diagnostics()?, |_| String::new());

    let mut coverage = inventory.coverage(targets)?;
    while !coverage.step(10_000)? {}
    println!("{:>7} {:>6}", "objects", "claims");
    for (target, covered) in targets.iter().zip(coverage.targets()?) {
        let Target { app, relation_name, model, .. } = target;
        println!("{:>7} {:>6}  {app}, {relation_name}, {model}", covered.objects, covered.persistent_volume_claims);
    }

    let objects = inventory.objects(0, u32::MAX)?;
    let object = |index: u32| objects.get(index as usize).expect("an index of an object");
    let names = |indexes: &[u32]| -> Vec<String> { indexes.iter().map(|index| full_name(object(*index))).collect() };
    println!("\nvolume claims that no target includes");
    for name in names(&coverage.uncovered_claims(0, u32::MAX)?) {
        println!("  {name}");
    }
    let uncovered = coverage.uncovered(0, u32::MAX)?;
    println!("\n{} of {} objects that no target includes, by kind", uncovered.len(), objects.len());
    let mut by_kind: BTreeMap<&str, usize> = BTreeMap::new();
    for index in uncovered {
        *by_kind.entry(&object(index).group_resource).or_default() += 1;
    }
    for (kind, count) in by_kind {
        println!("  {count:>4} {kind}");
    }
    let overlaps = coverage.overlapping(0, u32::MAX)?;
    println!("\n{} objects that several targets include; the first of them", overlaps.len());
    for overlap in overlaps.iter().take(MAX_SHOWN_OVERLAPS) {
        let target = |index: &u32| targets.get(*index as usize).expect("an index of a target");
        let by: Vec<&str> = overlap.targets.iter().map(|index| target(index).app.as_str()).collect();
        println!("  {} by {}", names(&[overlap.object]).concat(), by.join(", "));
    }

    println!("\ndiagnostics of the evaluation");
    for target in targets {
        let mut evaluation = inventory.evaluate(&target.spec)?;
        while !evaluation.step(10_000)? {}
        let of_target = |object: &str| format!("{}, {}: {object}", target.app, target.model);
        for diagnostic in &mut evaluation.diagnostics()? {
            let object = diagnostic.subject.map(|index| full_name(object(index)));
            println!("{}", of_target(&object.unwrap_or_default()));
            print(diagnostic);
        }
    }
    Ok(())
}

/// Returns a name such as `pods kube-system/coredns`.
fn full_name(object: &ObjectRef) -> String {
    match &object.namespace {
        Some(namespace) => format!("{} {namespace}/{}", object.group_resource, object.name),
        None => format!("{} {}", object.group_resource, object.name),
    }
}

/// Prints diagnostics, each with its subject and its pointer.
fn print_all(diagnostics: &[Diagnostic], subject: impl Fn(u32) -> String) {
    for diagnostic in diagnostics {
        println!("{} {}", diagnostic.subject.map(&subject).unwrap_or_default(), diagnostic.pointer);
        print(diagnostic);
    }
    println!();
}

fn print(diagnostic: &Diagnostic) {
    println!("  {}[{}]: {}", diagnostic.severity, diagnostic.code, diagnostic.message);
    if let Some(help) = &diagnostic.help {
        println!("  help: {help}");
    }
}

fn indented(text: &str) -> String {
    text.replace('\n', "\n  ")
}
