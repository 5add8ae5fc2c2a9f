//! `cargo xtask mutants`: changes core in small ways, and runs its tests. A change that no test notices is missed.

use std::env::consts::EXE_SUFFIX;
use std::process::Command;

use anyhow::Result;

use crate::process::{self, cargo, root, run, step};

/// The version of cargo-mutants.
const VERSION: &str = "27.1.0";

/// What is changed: the rules that decide what a backup has, and when.
const FILES: [&str; 9] = [
    "guest/core/src/databag.rs",
    "guest/core/src/flows/selection/coverage.rs",
    "guest/core/src/rules/cross_field.rs",
    "guest/core/src/velero/cron.rs",
    "guest/core/src/velero/cron/*.rs",
    "guest/core/src/velero/filters.rs",
    "guest/core/src/velero/glob.rs",
    "guest/core/src/velero/glob/*.rs",
    "guest/core/src/velero/includes_excludes.rs",
];

/// The tests of core that notice changes of these files.
const TESTS: [&str; 7] = ["--lib", "--test", "velero", "--test", "cases", "--test", "reference"];

/// Tests of other files that take seconds.
const SLOW_TESTS: [&str; 4] = ["document::", "inventory::", "rules::size::", "contents_of_volumes_are_saved"];

/// Runs the tests so that they accept the unstable option `--fail-fast`.
const RUNNER: &str = "target.'cfg(unix)'.runner=['env', 'RUSTC_BOOTSTRAP=1']";

/// Changes these files, or [`FILES`], and tests each change, or those of one shard, with as many tests at a time as there
/// are jobs. It can be ended and run again: what was caught before is skipped. The results are in `target/mutants.out`.
pub(crate) fn all(shard: Option<&str>, jobs: Option<u32>, files: &[String]) -> Result<()> {
    let folder = process::target().join(format!("tools/cargo-mutants-{VERSION}"));
    let tool = folder.join("bin").join(format!("cargo-mutants{EXE_SUFFIX}"));
    if !tool.is_file() {
        step("cargo-mutants");
        let install = ["install", "--locked", "--quiet", "--debug", "--root"];
        run(cargo().args(install).arg(&folder).arg(format!("cargo-mutants@{VERSION}")))?;
    }
    step("mutants");
    let files: Vec<&str> = if files.is_empty() { FILES.to_vec() } else { files.iter().map(String::as_str).collect() };
    let mut mutants = Command::new(tool);
    mutants.current_dir(root()).args([
        "mutants",
        "--package",
        "k8s-backup-target",
        "--iterate",
        "--no-shuffle",
        "--output",
    ]);
    mutants.arg(process::target());
    for file in files {
        mutants.args(["--file", file]);
    }
    if let Some(shard) = shard {
        mutants.args(["--shard", shard]);
    }
    if let Some(jobs) = jobs {
        mutants.args(["--jobs", &jobs.to_string()]);
    }
    mutants.args(["--minimum-test-timeout", "60", "--", "--locked", "--config", RUNNER]).args(TESTS);
    mutants.args(["--", "-Zunstable-options", "--fail-fast"]);
    for test in SLOW_TESTS {
        mutants.args(["--skip", test]);
    }
    // Each change is compiled and tested on its own: few generated cases, and no debug information to link.
    run(mutants.env("PROPTEST_CASES", "32").env("CARGO_PROFILE_TEST_DEBUG", "0"))
}
