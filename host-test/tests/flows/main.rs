//! Tests the component in its host: flows, measured cases, limits and hostile input.

mod admission;
mod backups;
mod cache;
mod command;
mod component;
mod differential;
mod hostile;
mod hostile_inventory;
mod hostile_sizes;
mod json;
mod limits;
mod merge;
mod provider;
mod readings;
mod releases;
mod requirer;
mod schedule;
mod selection;
mod testdata;
mod validation;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use k8s_backup_target_host::{Evaluator, Limits, Options, Relation, Spec};

/// The bytes of the component.
static COMPONENT: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/components/k8s-backup-target.wasm");
    fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}; run `cargo xtask build`", file.display()))
});

/// One evaluator for all tests, as in a host.
static EVALUATOR: LazyLock<Evaluator> = LazyLock::new(|| Evaluator::new(&COMPONENT).expect("a valid component"));

/// An evaluator with little memory, whose calls end after a number of instructions: some seconds on a slow machine. The
/// limits of the evaluator keep every call within these.
static BOUNDED: LazyLock<Evaluator> = LazyLock::new(|| {
    let limits = Limits { memory_bytes: 256 << 20, fuel: Some(100_000_000_000), ..Limits::default() };
    Evaluator::with_options(&COMPONENT, &Options { limits, cache: None }).expect("a valid component")
});

/// Returns a relation with a value of `backup_targets`.
fn relation(id: u32, backup_targets: &str) -> Relation {
    Relation { id, databag: vec![("backup_targets".to_owned(), backup_targets.to_owned())] }
}

/// Returns the JSON of a target.
fn entry(app: &str, relation_name: &str, model: &str, spec: &str) -> String {
    format!(r#"{{"app": "{app}", "relation_name": "{relation_name}", "model": "{model}", "spec": {spec}}}"#)
}

fn spec_with_ttl(ttl: &str) -> Spec {
    Spec { ttl: Some(ttl.to_owned()), ..Spec::default() }
}
