//! Shared code of the benchmarks: the component, targets, measuring and printing.
//!
//! `cargo xtask bench` runs the benchmarks, and makes tables from the lines that they print. Do not compare figures of
//! different runs.

mod clock;
mod line;
mod targets;

use std::fs;
use std::path::{Path, PathBuf};

use k8s_backup_target_host::{Evaluator, Options};

pub use clock::{in_turn, median};
pub use line::Line;
pub use targets::{targets, to_host};

/// The host name of core in Rust.
pub const NATIVE: &str = "Rust, native";
/// The row of the machine's noise: the same work, measured several times in turn.
pub const NOISE: &str = "the same native loop, repetition";
/// The host name of the component in Rust.
pub const COMPONENT: &str = "Rust, component";

/// Returns the path of a file of the project.
pub fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// Returns the component from `cargo xtask build`.
///
/// # Panics
///
/// If it does not exist.
pub fn component() -> Vec<u8> {
    let file = file("target/components/k8s-backup-target.wasm");
    fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}; run `cargo xtask build`", file.display()))
}

/// Returns the options of a host that starts often: the compiled component is cached.
pub fn cached() -> Options {
    Options { cache: Some(file("target/compiled-components")), ..Options::default() }
}

/// Returns the component, with the host's default limits.
///
/// # Panics
///
/// If it does not exist, or is not valid.
pub fn evaluator() -> Evaluator {
    Evaluator::with_options(&component(), &cached()).expect("a valid component")
}

/// Returns the spec of an example, as JSON.
///
/// # Panics
///
/// If it does not exist.
pub fn example() -> serde_json::Value {
    let example = fs::read_to_string(file("examples/plain-application.json")).expect("an example");
    let mut target: serde_json::Value = serde_json::from_str(&example).expect("JSON");
    target["spec"].take()
}
