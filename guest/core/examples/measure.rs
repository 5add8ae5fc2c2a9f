//! How long selection takes, and what an inventory keeps: `cargo run --release --example measure`.

use std::sync::Arc;
use std::time::Instant;

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::inventory::Reader;
use k8s_backup_target::model::{Spec, Target};
use k8s_backup_target::selection::{Coverage, Evaluation};
use k8s_backup_target_corpora::inventory::{Form, write};

const OBJECTS: usize = 100_000;
const CHUNK: usize = 64 << 10;

fn main() {
    let mut text = Vec::new();
    write(&mut text, OBJECTS, 1, Form::List).expect("written to memory");
    let start = Instant::now();
    let mut reader = Reader::new(&Cluster::builtin());
    for chunk in text.chunks(CHUNK) {
        reader.push(chunk).expect("JSON");
    }
    let pushed = start.elapsed();
    let inventory = Arc::new(reader.finish().expect("objects"));
    let read = start.elapsed();
    let megabytes = text.len() as f64 / 1e6;
    println!(
        "read {} objects, {megabytes:.0} MB, in {read:.2?} ({:.0} MB/s; finishing {:.2?}); {} bytes kept an object, {} diagnostics",
        inventory.len(),
        megabytes / read.as_secs_f64(),
        read - pushed,
        inventory.bytes() / inventory.len() as usize,
        inventory.diagnostics().len(),
    );

    let target = |number: usize| Target {
        app: format!("app-{number}"),
        relation_name: "backup".into(),
        model: "model".into(),
        spec: spec(number),
    };
    for count in [1, 10, 100] {
        let start = Instant::now();
        let mut coverage = Coverage::new(Arc::clone(&inventory), (0..count).map(target).collect());
        while !coverage.step(50_000) {}
        let took = start.elapsed();
        let verdicts = count * inventory.len() as usize;
        println!(
            "{count} targets: {took:.2?}, {:.0} million verdicts/s; {} uncovered, {} overlaps",
            verdicts as f64 / 1e6 / took.as_secs_f64(),
            coverage.uncovered(0, u32::MAX).count(),
            coverage.overlapping(0, u32::MAX).count(),
        );
    }

    let start = Instant::now();
    let mut evaluation = Evaluation::new(Arc::clone(&inventory), spec(0));
    while !evaluation.step(50_000) {}
    println!("one evaluation: {:.2?}, {} included", start.elapsed(), evaluation.included());
    let start = Instant::now();
    let verdicts = evaluation.verdicts(0, u32::MAX).count();
    println!("{verdicts} verdicts as records: {:.2?}", start.elapsed());
}

/// Specs as targets have them: of a namespace, of a pattern, by labels, of everything.
fn spec(number: usize) -> Spec {
    let names = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect());
    match number % 4 {
        0 => Spec { include_namespaces: names(&["billing-*"]), ..Spec::default() },
        1 => Spec {
            include_namespaces: names(&["search-prod", "data-prod"]),
            include_resources: names(&["pvc", "deployments", "secrets", "*.example.com"]),
            ..Spec::default()
        },
        2 => Spec {
            label_selector: Some([("app.kubernetes.io/part-of", "risk")].into_iter().collect()),
            include_cluster_resources: Some(true),
            ..Spec::default()
        },
        _ => Spec { exclude_namespaces: names(&["*-dev", "*-test*"]), ..Spec::default() },
    }
}
