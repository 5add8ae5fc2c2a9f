//! Checks the GitHub workflows with actionlint. Go compiles it.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::go::Go;
use crate::process::{root, run, step};

const ACTIONLINT: &str = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";

/// The folder of this repository's workflows, and the workflow that users copy.
const WORKFLOWS: &str = ".github/workflows";
const TEMPLATE: &str = "ci/github-workflow.yml";

/// Checks the workflows. If Go is missing, they are skipped.
pub(crate) fn check() -> Result<()> {
    step("GitHub workflows");
    let go = match Go::find() {
        Ok(go) => go,
        Err(missing) => {
            println!("!! skipped: actionlint needs Go: {missing:#}");
            return Ok(());
        }
    };
    let files = fs::read_dir(root().join(WORKFLOWS)).with_context(|| format!("cannot read {WORKFLOWS}"))?;
    let files = files.map(|file| Ok(file?.path())).collect::<Result<Vec<PathBuf>>>()?;
    // Without the optional checkers of scripts, so that the result is the same on each machine.
    let options = ["-shellcheck=", "-pyflakes="];
    run(go.command(root()).args(["run", ACTIONLINT]).args(options).arg(TEMPLATE).args(files))?;
    println!("no problems found");
    Ok(())
}
