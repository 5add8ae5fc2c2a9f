//! What the benchmarks share: the component, the targets of a shared cluster, how time is taken and how it is told.
//!
//! `cargo xtask bench` runs them and makes tables of the lines that they print. Figures of different runs are not to be
//! compared.

mod clock;
mod line;
mod targets;

use std::fs;
use std::path::{Path, PathBuf};

use k8s_backup_target_host::{Evaluator, Options};

pub use clock::{in_turn, median};
pub use line::Line;
pub use targets::{targets, to_host};

/// Ours in Rust, natively.
pub const NATIVE: &str = "Rust, native";
/// Ours in Rust, through the component.
pub const COMPONENT: &str = "Rust, component";

/// A file of the project.
pub fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// The component as `cargo xtask build` left it.
///
/// # Panics
///
/// When it is not there.
pub fn component() -> Vec<u8> {
    let file = file("target/components/k8s-backup-target.wasm");
    fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}: `cargo xtask build` makes it", file.display()))
}

/// How a host that starts often keeps the component.
pub fn cached() -> Options {
    Options { cache: Some(file("target/compiled-components")), ..Options::default() }
}

/// The component, ready to be called, under the host's default limits.
///
/// # Panics
///
/// When it is not there, or not ours.
pub fn evaluator() -> Evaluator {
    Evaluator::with_options(&component(), &cached()).expect("the component is ours")
}

/// The spec of an example, as JSON.
///
/// # Panics
///
/// When it is not there.
pub fn example() -> serde_json::Value {
    let example = fs::read_to_string(file("examples/plain-application.json")).expect("an example");
    let mut target: serde_json::Value = serde_json::from_str(&example).expect("JSON");
    target["spec"].take()
}
