//! Checks the GitHub workflows with actionlint. Go compiles it.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process::{output, root, run, step};

const ACTIONLINT: &str = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";

/// The folder of this repository's workflows, and the workflow that users copy.
const WORKFLOWS: &str = ".github/workflows";
const TEMPLATE: &str = "ci/github-workflow.yml";

/// Checks the workflows. If Go is missing, they are skipped.
pub(crate) fn check() -> Result<()> {
    step("GitHub workflows");
    if output(Command::new("go").arg("version")).is_err() {
        println!("!! skipped: actionlint needs Go");
        return Ok(());
    }
    let files = fs::read_dir(root().join(WORKFLOWS)).with_context(|| format!("cannot read {WORKFLOWS}"))?;
    let files = files.map(|file| Ok(file?.path())).collect::<Result<Vec<PathBuf>>>()?;
    // Without the optional checkers of scripts, so that the result is the same on each machine.
    let options = ["-shellcheck=", "-pyflakes="];
    run(Command::new("go").current_dir(root()).args(["run", ACTIONLINT]).args(options).arg(TEMPLATE).args(files))?;
    println!("no problems found");
    Ok(())
}
