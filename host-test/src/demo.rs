//! Runs the flows with the specs of `examples/`: charms publish, an integrator looks up and merges, Velero selects.
//!
//! `cargo xtask demo` builds the component and runs this. Each part fits a screen.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use k8s_backup_target_host::{
    Diagnostic, DocumentFormat, Evaluator, Identity, ObjectRef, OnErrors, Relation, ScheduleConfig, Severity, Target,
    Targets, VeleroSettings,
};
use serde_json::Value;

const TARGETS: [&str; 4] =
    ["cluster-infra-backup", "namespaced-infra-backup", "kubeflow-control-plane", "plain-application"];
const SEVERAL_TARGETS: &str = "examples/several-targets.databag.json";
const CLUSTER: &str = "examples/cluster/objects.json";
const CLUSTER_KINDS: &str = "examples/cluster/api-resources.txt";
const NIGHTLY: &str = "0 2 * * *";

/// Maximum number of characters of a databag that are shown.
const MAX_SHOWN_CHARS: usize = 100;
/// Maximum number of entries of a list that are shown.
const MAX_SHOWN: usize = 3;

const NEXT: &str = "\
Next:
  cargo xtask run -- check FILE    check a spec of yours
  cargo xtask run -- --help        all commands, such as the dry run `select`
  cargo xtask editor               write specs in the browser
  README.md                        packages for Python and JavaScript, and pipelines";

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let component = fs::read(root.join("target/components/k8s-backup-target.wasm"))
        .map_err(|error| format!("target/components/k8s-backup-target.wasm: {error}; run `cargo xtask build`"))?;
    let evaluator = Evaluator::new(&component)?;

    title(1, "PUBLISH", "three charms write four specs into relations with the backup integrator");
    let mut relations = publish(&evaluator, &root)?;
    let databag: BTreeMap<String, String> = serde_json::from_str(&fs::read_to_string(root.join(SEVERAL_TARGETS))?)?;
    relations.push(Relation { id: 9, databag: databag.into_iter().collect() });
    relations.push(Relation { id: 10, databag: vec![("backup_targets".into(), "[{'app': 'my-app'}]".into())] });

    title(2, "LOOK UP", "the integrator reads these, relation 9 with three more targets, and the broken relation 10");
    let targets = evaluator.read_targets(&relations)?;
    look_up(&evaluator, &targets, &relations)?;
    let targets = found(&targets)?;

    title(3, "MERGE", "a target and the schedule of the integrator become a Schedule of Velero");
    merge(&evaluator, &targets)?;

    title(4, "PLAN", "all six targets with one integrator, whose relation 20 leads to one backup operator");
    plan(&evaluator, &targets)?;

    title(5, "DRY RUN", &format!("what each target selects from the cluster in {CLUSTER}"));
    dry_run(&evaluator, &targets, &root)?;
    println!("\n{NEXT}");
    Ok(())
}

fn title(number: usize, name: &str, text: &str) {
    println!("\n--- {number}/5 {name}: {text}\n");
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
            println!("{}", file.display());
            println!("  relation {}: {} = {}", write.relation_id, write.key, cut(&write.value));
            println!("  {}", evaluator.describe(&spec, None)?);
            relations.push(Relation { id, databag: vec![(write.key, write.value)] });
        }
    }
    Ok(relations)
}

fn look_up(evaluator: &Evaluator, targets: &Targets, relations: &[Relation]) -> Result<(), Box<dyn Error>> {
    println!("is_ready: {}", targets.is_ready()?);
    for (app, endpoint, model) in [("mlflow-server", "backup", "kubeflow"), ("my-app", "backup", "another-model")] {
        println!("get_backup_spec({app}, {endpoint}, {model})");
        match targets.get_backup_spec(app, endpoint, model)? {
            Some(spec) => {
                let text = evaluator.format_spec(&spec, DocumentFormat::Yaml)?;
                println!("  {}", text.trim_end().replace('\n', "\n  "));
            }
            None => println!("  none: no relation has this target"),
        }
    }
    println!("\nThe Python library drops these without a message:");
    for diagnostic in targets.diagnostics()? {
        let index = diagnostic.subject.ok_or("a diagnostic of targets is about a relation")?;
        let relation = relations.get(index as usize).ok_or("the subject is the index of a relation")?;
        print(&format!("relation {} {}", relation.id, diagnostic.pointer), &diagnostic);
    }
    Ok(())
}

/// Returns the targets that a lookup finds. For targets with the same names, it is the first one.
fn found(targets: &Targets) -> Result<Vec<Target>, Box<dyn Error>> {
    let mut names = BTreeSet::new();
    let targets = targets.entries()?.into_iter().map(|located| located.target);
    let is_first =
        |target: &Target| names.insert((target.app.clone(), target.relation_name.clone(), target.model.clone()));
    Ok(targets.filter(is_first).collect())
}

fn nightly() -> ScheduleConfig {
    ScheduleConfig { schedule: Some(NIGHTLY.into()), ..ScheduleConfig::default() }
}

fn settings() -> VeleroSettings {
    VeleroSettings {
        namespace: "velero".into(),
        storage_location: "default".into(),
        volume_snapshot_locations: vec!["default".into()],
        default_volumes_to_fs_backup: Some(false),
    }
}

fn merge(evaluator: &Evaluator, targets: &[Target]) -> Result<(), Box<dyn Error>> {
    let target = targets.last().ok_or("there are targets")?;
    println!("{}", name(target));
    println!("  {}", evaluator.describe(&target.spec, Some(&nightly()))?);
    let manifest = evaluator.schedule_manifest(target, &nightly(), &settings())?;
    let manifest = manifest.map_err(|refusals| format!("{refusals:?}"))?;
    print_value(&serde_json::from_str(&manifest)?, 1);
    Ok(())
}

/// Prints an object like YAML, with lists on one line.
fn print_value(value: &Value, depth: usize) {
    for (key, value) in value.as_object().into_iter().flatten() {
        let indent = "  ".repeat(depth);
        if value.is_object() {
            println!("{indent}{key}:");
            print_value(value, depth + 1);
        } else {
            println!("{indent}{key}: {value}");
        }
    }
}

fn plan(evaluator: &Evaluator, targets: &[Target]) -> Result<(), Box<dyn Error>> {
    let relation = Relation { id: 20, databag: Vec::new() };
    let plan = evaluator.plan(targets, &nightly(), &settings(), &[relation])?;
    let target = |index: u32| targets.get(index as usize).expect("a plan has indices of its targets");
    for write in &plan.writes {
        println!("relation {} keeps the target of {}", write.relation_id, name(target(write.target_index)));
    }
    println!("\nTargets that get no backup, or share one:");
    let (errors, notes): (Vec<Diagnostic>, Vec<Diagnostic>) =
        plan.diagnostics.into_iter().partition(|diagnostic| matches!(diagnostic.severity, Severity::Error));
    for error in &errors {
        let name = error.subject.map(|index| name(target(index))).unwrap_or_default();
        println!("  {name}: error[{}]", error.code);
    }
    println!("\nThe first two in full, of {} errors and {} notes:", errors.len(), notes.len());
    let shared = errors.iter().find(|error| error.code == "shared-schedule");
    for error in errors.first().into_iter().chain(shared) {
        print(&error.subject.map(|index| name(target(index))).unwrap_or_default(), error);
    }
    Ok(())
}

fn dry_run(evaluator: &Evaluator, targets: &[Target], root: &Path) -> Result<(), Box<dyn Error>> {
    let kinds = fs::read_to_string(root.join(CLUSTER_KINDS))?;
    let kinds = evaluator.parse_api_resources(&kinds)?.map_err(|refusals| format!("{refusals:?}"))?;
    let cluster = evaluator.open_cluster(&kinds, None)?.map_err(|refusals| format!("{refusals:?}"))?;
    let mut reader = cluster.inventory_reader()?;
    // In pieces, so that a file of any size can be read.
    for chunk in fs::read(root.join(CLUSTER))?.chunks(1 << 16) {
        reader.push(chunk)?.map_err(|refusals| format!("{refusals:?}"))?;
    }
    let inventory = reader.finish()?.map_err(|refusals| format!("{refusals:?}"))?;

    let mut coverage = inventory.coverage(targets, None, None)?;
    while !coverage.step(10_000)? {}
    println!("objects  volume claims  target");
    for (target, covered) in targets.iter().zip(coverage.targets()?) {
        println!("{:>7}  {:>13}  {}", covered.objects, covered.persistent_volume_claims, name(target));
    }

    let objects = inventory.objects(0, u32::MAX)?;
    let object = |index: u32| full_name(objects.get(index as usize).expect("these are indices of the inventory"));
    let claims = coverage.uncovered_claims(0, u32::MAX)?;
    println!("\nNo target selects {} of the volume claims:", claims.len());
    list(claims.iter().map(|claim| object(*claim)));
    let (uncovered, overlaps) = (coverage.uncovered(0, u32::MAX)?, coverage.overlapping(0, u32::MAX)?);
    println!(
        "\nOf {} objects, no target selects {}, and several select {}.",
        objects.len(),
        uncovered.len(),
        overlaps.len()
    );

    println!("\nSpecs that probably do not do what their authors meant:");
    for target in targets.iter().take(MAX_SHOWN + 1) {
        let mut evaluation = inventory.evaluate(&target.spec, None)?;
        while !evaluation.step(10_000)? {}
        if let Some(diagnostic) = evaluation.diagnostics()?.first() {
            print(&name(target), diagnostic);
        }
    }
    Ok(())
}

/// `my-app, backup, prod`
fn name(target: &Target) -> String {
    format!("{}, {}, {}", target.app, target.relation_name, target.model)
}

/// `pods kube-system/coredns`
fn full_name(object: &ObjectRef) -> String {
    match &object.namespace {
        Some(namespace) => format!("{} {namespace}/{}", object.group_resource, object.name),
        None => format!("{} {}", object.group_resource, object.name),
    }
}

/// Prints the start of a list.
fn list(entries: impl ExactSizeIterator<Item = String>) {
    let more = entries.len().saturating_sub(MAX_SHOWN);
    for entry in entries.take(MAX_SHOWN) {
        println!("  {entry}");
    }
    if more > 0 {
        println!("  and {more} more");
    }
}

/// Prints a diagnostic, with what it is about.
fn print(subject: &str, diagnostic: &Diagnostic) {
    println!("  {subject}");
    println!("    {}[{}]: {}", diagnostic.severity, diagnostic.code, diagnostic.message);
    if let Some(help) = &diagnostic.help {
        println!("    help: {help}");
    }
}

/// Returns the start of a text.
fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", text.get(..end).expect("it is the start of a character")),
        None => text.to_owned(),
    }
}
