//! What it costs to read a cluster's objects and to hold targets against them, natively and through the component, and
//! how that grows. `cargo xtask bench` runs it.
//!
//! Each figure is the best of three runs; compare those of one run with each other alone.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::inventory::{Inventory, Reader};
use k8s_backup_target::model;
use k8s_backup_target::selection::Coverage;
use k8s_backup_target_corpora::inventory::{Form, write};
use k8s_backup_target_host::{self as host, Evaluator};

const OBJECTS: [usize; 3] = [1_000, 10_000, 100_000];
const TARGETS: [usize; 3] = [1, 10, 100];
const CHUNK: usize = 1 << 16;

fn main() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/components/k8s-backup-target.wasm");
    let component = fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let evaluator = Evaluator::new(&component).expect("the component is ours");

    println!("| objects | targets | native | component | component / native | native, verdicts a second |");
    println!("|---|---|---|---|---|---|");
    let mut times = Vec::new();
    let mut read = Vec::new();
    for objects in OBJECTS {
        let mut text = Vec::new();
        write(&mut text, objects, 1, Form::List).expect("into memory");
        let (native_read, native) = best(|| read_natively(&text));
        let native = Arc::new(native);
        let (component_read, component) = best(|| read_through(&evaluator, &text));
        read.push((native.len(), text.len(), native.bytes(), native_read, component_read));
        for count in TARGETS {
            let (native_time, _) = best(|| cover_natively(&native, count));
            let (component_time, _) = best(|| cover_through(&component, count));
            let verdicts = native.len() as usize * count;
            println!(
                "| {} | {count} | {} | {} | {:.2} | {:.0} million |",
                native.len(),
                shown(native_time),
                shown(component_time),
                component_time.as_secs_f64() / native_time.as_secs_f64(),
                verdicts as f64 / native_time.as_secs_f64() / 1e6,
            );
            times.push((verdicts, native_time));
        }
    }
    if let (Some((fewest, shortest)), Some((most, longest))) = (times.first(), times.last()) {
        let growth = (longest.as_secs_f64() / shortest.as_secs_f64()).ln() / (*most as f64 / *fewest as f64).ln();
        println!("\nnative time grows with objects x targets to the power of {growth:.2}");
    }

    println!(
        "\n| objects | JSON | read natively | through the component | component / native | kept, bytes an object |"
    );
    println!("|---|---|---|---|---|---|");
    for (objects, bytes, kept, native, component) in read {
        let speed = |time: Duration| bytes as f64 / time.as_secs_f64() / 1e6;
        println!(
            "| {objects} | {:.1} MB | {:.0} MB/s | {:.0} MB/s | {:.2} | {} |",
            bytes as f64 / 1e6,
            speed(native),
            speed(component),
            component.as_secs_f64() / native.as_secs_f64(),
            kept / objects as usize,
        );
    }
}

fn best<T>(run: impl Fn() -> T) -> (Duration, T) {
    let timed = || {
        let start = Instant::now();
        let result = run();
        (start.elapsed(), result)
    };
    let runs = [timed(), timed(), timed()];
    runs.into_iter().min_by_key(|(time, _)| *time).expect("three runs")
}

fn shown(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

fn read_natively(text: &[u8]) -> Inventory {
    let mut reader = Reader::new(Cluster::builtin());
    for chunk in text.chunks(CHUNK) {
        reader.push(chunk).expect("objects");
    }
    reader.finish().expect("objects")
}

fn read_through(evaluator: &Evaluator, text: &[u8]) -> host::Inventory {
    let cluster = evaluator.open_cluster(&[], None).expect("within limits").expect("no kinds");
    let mut reader = cluster.inventory_reader().expect("within limits");
    for chunk in text.chunks(CHUNK) {
        reader.push(chunk).expect("within limits").expect("objects");
    }
    reader.finish().expect("within limits").expect("objects")
}

fn cover_natively(inventory: &Arc<Inventory>, count: usize) -> usize {
    let targets = (0..count).map(|place| model::Target {
        app: format!("app-{place}"),
        relation_name: "backup".into(),
        model: "prod".into(),
        spec: spec(place),
    });
    let mut coverage = Coverage::new(Arc::clone(inventory), targets.collect());
    while !coverage.step(100_000) {}
    coverage.uncovered(0, u32::MAX).count()
}

fn cover_through(inventory: &host::Inventory, count: usize) -> usize {
    let targets: Vec<host::Target> = (0..count)
        .map(|place| {
            let spec = spec(place);
            host::Target {
                app: format!("app-{place}"),
                relation_name: "backup".into(),
                model: "prod".into(),
                spec: host::Spec {
                    include_namespaces: spec.include_namespaces,
                    include_resources: spec.include_resources,
                    exclude_namespaces: spec.exclude_namespaces,
                    exclude_resources: spec.exclude_resources,
                    include_cluster_resources: spec.include_cluster_resources,
                    label_selector: spec.label_selector.map(Vec::from),
                    ttl: spec.ttl,
                },
            }
        })
        .collect();
    let mut coverage = inventory.coverage(&targets).expect("within limits");
    while !coverage.step(100_000).expect("within limits") {}
    coverage.uncovered(0, u32::MAX).expect("within limits").len()
}

/// Specs of five kinds: a namespace, patterns, resources, labels, and cluster-scoped objects.
fn spec(place: usize) -> model::Spec {
    const TEAMS: [&str; 4] = ["billing", "search", "identity", "checkout"];
    let team = TEAMS[place / 5 % TEAMS.len()];
    let list = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect());
    let none = model::Spec::default();
    match place % 5 {
        0 => model::Spec { include_namespaces: list(&[&format!("{team}-prod")]), ..none },
        1 => model::Spec {
            include_namespaces: list(&[&format!("{team}-*")]),
            exclude_namespaces: list(&["*-dev"]),
            ..none
        },
        2 => model::Spec { include_resources: list(&["configmaps", "secrets", "deployments.apps"]), ..none },
        3 => model::Spec { label_selector: Some([("app.kubernetes.io/part-of", team)].into_iter().collect()), ..none },
        _ => model::Spec {
            include_namespaces: list(&["*-prod"]),
            exclude_resources: list(&["pods", "events", "endpointslices"]),
            include_cluster_resources: Some(true),
            ..none
        },
    }
}
