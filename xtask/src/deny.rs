//! `cargo deny` over the workspace: licences, sources and, where there is a copy of their database, advisories.

use std::fs;
use std::process::Command;

use anyhow::Result;

use crate::process::{self, cargo, root, run, step};

/// Whether a tool that is missing is installed, for which the network is needed and some minutes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    Installed,
    Skipped,
}

/// What is in the way of a complete check is said in plain sight.
pub(crate) fn check(missing: Missing) -> Result<()> {
    step("licences, sources and advisories of dependencies");
    let tool = process::target().join("tools/bin/cargo-deny");
    if !tool.is_file() {
        if missing == Missing::Skipped {
            println!("!! skipped: `cargo xtask deny` installs cargo-deny, and checks");
            return Ok(());
        }
        let tools = process::target().join("tools");
        run(cargo().args(["install", "--locked", "--quiet", "--root"]).arg(tools).arg("cargo-deny"))?;
    }
    let deny = |checks: &[&str]| {
        run(Command::new(&tool).current_dir(root()).args(["--offline", "--locked", "check"]).args(checks))
    };
    deny(&["licenses", "bans", "sources"])?;
    if are_advisories_here() {
        return deny(&["advisories"]);
    }
    println!(
        "!! advisories are not checked: there is no copy of their database in target/advisory-dbs; where there is"
    );
    println!("!! a network, `{} fetch db` makes one", tool.display());
    Ok(())
}

/// Where deny.toml says; cargo-deny makes the folder, and a file in it, in any case.
fn are_advisories_here() -> bool {
    let copies = fs::read_dir(process::target().join("advisory-dbs"));
    copies.into_iter().flatten().flatten().any(|copy| copy.path().is_dir())
}
