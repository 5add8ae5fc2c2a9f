//! The GitHub workflows, checked with actionlint, which Go compiles.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process::{output, root, run, step};

const ACTIONLINT: &str = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";

/// Where the workflows of this repository are, and the one that users copy.
const WORKFLOWS: &str = ".github/workflows";
const TEMPLATE: &str = "ci/github-workflow.yml";

/// Checks the workflows, or prints that Go is missing.
pub(crate) fn check() -> Result<()> {
    step("GitHub workflows");
    if output(Command::new("go").arg("version")).is_err() {
        println!("!! skipped: actionlint needs Go");
        return Ok(());
    }
    let files = fs::read_dir(root().join(WORKFLOWS)).with_context(|| format!("cannot read {WORKFLOWS}"))?;
    let files = files.map(|file| Ok(file?.path())).collect::<Result<Vec<PathBuf>>>()?;
    // Without the checkers of scripts that actionlint calls where they are installed: each machine finds the same.
    let options = ["-shellcheck=", "-pyflakes="];
    run(Command::new("go").current_dir(root()).args(["run", ACTIONLINT]).args(options).arg(TEMPLATE).args(files))?;
    println!("no problems found");
    Ok(())
}
