//! `cargo xtask mutants`: changes core in small ways, and runs its tests. A change that no test notices is missed.

use std::env::consts::EXE_SUFFIX;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::process::{self, cargo, root, run, step};

/// The version of cargo-mutants.
const VERSION: &str = "27.1.0";

/// The rules that decide what a backup has, and when.
const FILES: [&str; 10] = [
    "guest/core/src/databag.rs",
    "guest/core/src/databag/*.rs",
    "guest/core/src/flows/selection/coverage.rs",
    "guest/core/src/rules/cross_field.rs",
    "guest/core/src/velero/cron.rs",
    "guest/core/src/velero/cron/*.rs",
    "guest/core/src/velero/filters.rs",
    "guest/core/src/velero/glob.rs",
    "guest/core/src/velero/glob/*.rs",
    "guest/core/src/velero/includes_excludes.rs",
];

/// The tests of each pass: first the fast ones, then all of them for the changes that the fast ones did not notice.
const PASSES: [Pass; 2] = [
    Pass {
        name: "mutants and unit tests",
        targets: &["--lib"],
        skipped: &["contents_of_volumes_are_saved", "schedules_with_the_same_description", "velero::retention::"],
    },
    Pass {
        name: "mutants and all tests of core",
        targets: &["--lib", "--test=velero", "--test=cases", "--test=reference"],
        skipped: &[],
    },
];

struct Pass {
    name: &'static str,
    targets: &'static [&'static str],
    /// Tests that take seconds.
    skipped: &'static [&'static str],
}

/// Tests of other files that take seconds.
const SKIPPED: [&str; 3] = ["document::", "inventory::", "rules::size::"];

/// Changes these files, or [`FILES`], and tests each change, or those of one shard, with as many tests at a time as there
/// are jobs. It can be ended and run again: what was caught before is skipped. The results are in
/// `target/mutants.out`.
pub(crate) fn all(shard: Option<&str>, jobs: Option<u32>, files: &[String]) -> Result<()> {
    let folder = process::target().join(format!("tools/cargo-mutants-{VERSION}"));
    let tool = folder.join("bin").join(format!("cargo-mutants{EXE_SUFFIX}"));
    if !tool.is_file() {
        step("cargo-mutants");
        let install = ["install", "--locked", "--quiet", "--debug", "--root"];
        run(cargo().args(install).arg(&folder).arg(format!("cargo-mutants@{VERSION}")))?;
    }
    let files: Vec<&str> = match files {
        [] => FILES.to_vec(),
        files => files.iter().map(String::as_str).collect(),
    };
    let mut are_noticed = false;
    for Pass { name, targets, skipped } in PASSES {
        step(name);
        let mut mutants = Command::new(&tool);
        mutants.current_dir(root()).args(["mutants", "--package", "k8s-backup-target", "--iterate", "--no-shuffle"]);
        mutants.arg("--output").arg(process::target());
        for file in &files {
            mutants.args(["--file", file]);
        }
        if let Some(shard) = shard {
            mutants.args(["--shard", shard]);
        }
        if let Some(jobs) = jobs {
            mutants.args(["--jobs", &jobs.to_string()]);
        }
        // `--fail-fast` is not stable, and the runner allows it.
        mutants.args(["--", "--locked", "--config", "target.'cfg(unix)'.runner=['env', 'RUSTC_BOOTSTRAP=1']"]);
        mutants.args(targets).args(["--", "-Zunstable-options", "--fail-fast"]);
        for tests in SKIPPED.iter().chain(skipped) {
            mutants.args(["--skip", tests]);
        }
        // Each change is compiled and tested on its own: few generated cases, and no debug information to link.
        mutants.env("PROPTEST_CASES", "32").env("CARGO_PROFILE_TEST_DEBUG", "0");
        let status = mutants.status().context("cargo-mutants does not start")?;
        // The codes of cargo-mutants: 2 if changes were missed, and 3 if tests did not end.
        are_noticed = match status.code() {
            Some(0) => true,
            Some(2 | 3) => false,
            _ => bail!("cargo-mutants fails: {status}"),
        };
    }
    ensure!(are_noticed, "see missed.txt and timeout.txt in target/mutants.out");
    Ok(())
}
