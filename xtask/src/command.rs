//! `cargo xtask run`: the command for pipelines, built and run in the project's own host.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::component::{self, Progress};
use crate::process::{self, cargo, run};
use crate::wasm_target;

/// The host's program.
const HOST: &str = "command";

/// Runs the command where the user is. Nothing but the command writes to standard output.
pub(crate) fn run_in_host(arguments: &[String]) -> Result<ExitCode> {
    let wasm = wasm_target::ensure()?;
    // The first time, it takes minutes.
    let progress = if component::file(&component::CLI).is_file() { Progress::Hidden } else { Progress::Shown };
    let (component, _) = component::write(&wasm, &component::CLI, progress)?;
    run(cargo()
        .args(["build", "--locked", "--package", "k8s-backup-target-host", "--bin", HOST])
        .args((progress == Progress::Hidden).then_some("--quiet")))?;
    let status = in_host(&component).args(arguments).status().context("cannot run the host")?;
    // Without a status it was ended by a signal.
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// The command in the host, which was built before.
pub(crate) fn in_host(component: &Path) -> Command {
    let mut host = Command::new(process::target().join("debug").join(HOST));
    host.arg(component).arg(cache());
    host
}

/// Where the host keeps the component compiled.
fn cache() -> PathBuf {
    process::target().join("compiled-components")
}
