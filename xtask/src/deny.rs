//! Runs `cargo deny` for each lock file: licences, sources and, if there is a copy of their database, advisories.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::process::{self, cargo, root, run, step};

/// The workspaces of this repository, each with its own lock file.
const MANIFESTS: [&str; 3] = ["Cargo.toml", "bench/Cargo.toml", "fuzz/Cargo.toml"];

/// The version of cargo-deny.
const VERSION: &str = "0.20.2";

/// Whether to install cargo-deny if it is missing. This needs a network and about a minute.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    Installed,
    Skipped,
}

/// Checks the dependencies of each workspace, and prints what was skipped.
pub(crate) fn check(missing: Missing) -> Result<()> {
    step("licences, sources and advisories of dependencies");
    let folder = process::target().join(format!("tools/cargo-deny-{VERSION}"));
    let tool = folder.join("bin").join(format!("cargo-deny{EXE_SUFFIX}"));
    if !tool.is_file() {
        if missing == Missing::Skipped {
            println!("!! skipped: cargo-deny is missing; run `cargo xtask deny`, which installs it");
            return Ok(());
        }
        install(&folder)?;
    }
    let deny = |manifest: &str, checks: &[&str]| {
        let mut deny = Command::new(&tool);
        deny.current_dir(root()).args(["--offline", "--locked", "--manifest-path", manifest]);
        run(deny.arg("check").args(checks))
    };
    let has_advisories = are_advisories_here();
    for manifest in MANIFESTS {
        println!("{manifest}");
        // cargo-deny reads the licences from the sources of the dependencies.
        run(cargo().args(["fetch", "--locked", "--quiet", "--manifest-path", manifest]))?;
        deny(manifest, &["licenses", "bans", "sources"])?;
        if has_advisories {
            deny(manifest, &["advisories"])?;
        }
    }
    if !has_advisories {
        println!(
            "!! advisories are not checked: target/advisory-dbs has no copy of their database; if there is a network, run"
        );
        println!("!! `{} fetch db`", tool.display());
    }
    Ok(())
}

/// Compiles cargo-deny, and installs it in a folder.
fn install(folder: &Path) -> Result<()> {
    println!("cargo-deny: compiling version {VERSION}");
    // Not optimized and without debug information: it is fast enough, and compiles much faster.
    let install = ["install", "--locked", "--quiet", "--debug", "--root"];
    run(cargo().args(install).arg(folder).arg(format!("cargo-deny@{VERSION}")).env("CARGO_PROFILE_DEV_DEBUG", "0"))
}

/// Returns whether there is a copy of the database, in the folder in deny.toml. cargo-deny always creates the folder
/// and a file in it.
fn are_advisories_here() -> bool {
    let copies = fs::read_dir(process::target().join("advisory-dbs"));
    copies.into_iter().flatten().flatten().any(|copy| copy.path().is_dir())
}
