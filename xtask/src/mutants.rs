//! `cargo xtask mutants`: changes core in small ways, and runs its tests. A change that no test notices is missed.

use std::env::consts::EXE_SUFFIX;
use std::process::Command;

use anyhow::Result;

use crate::process::{self, cargo, root, run, step};

/// The version of cargo-mutants.
const VERSION: &str = "27.1.0";

/// Changes these files, or those of `.cargo/mutants.toml`, and tests each change, or those of one shard, with as many tests
/// at a time as there are jobs. It can be ended and run again: what was caught before is skipped. The results are in
/// `target/mutants.out`.
pub(crate) fn all(shard: Option<&str>, jobs: Option<u32>, files: &[String]) -> Result<()> {
    let folder = process::target().join(format!("tools/cargo-mutants-{VERSION}"));
    let tool = folder.join("bin").join(format!("cargo-mutants{EXE_SUFFIX}"));
    if !tool.is_file() {
        step("cargo-mutants");
        let install = ["install", "--locked", "--quiet", "--debug", "--root"];
        run(cargo().args(install).arg(&folder).arg(format!("cargo-mutants@{VERSION}")))?;
    }
    step("mutants");
    let mut mutants = Command::new(tool);
    mutants.current_dir(root()).args(["mutants", "--package", "k8s-backup-target", "--iterate", "--no-shuffle"]);
    mutants.arg("--output").arg(process::target());
    for file in files {
        mutants.args(["--file", file]);
    }
    if let Some(shard) = shard {
        mutants.args(["--shard", shard]);
    }
    if let Some(jobs) = jobs {
        mutants.args(["--jobs", &jobs.to_string()]);
    }
    // Each change is compiled and tested on its own: few generated cases, and no debug information to link.
    run(mutants.env("PROPTEST_CASES", "32").env("CARGO_PROFILE_TEST_DEBUG", "0"))
}
