//! `cargo xtask run`: the command for pipelines, built and run in the project's own host.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::component::{self, Progress};
use crate::process::{self, cargo, run};
use crate::wasm_target;

/// The host's program. An example would build what the tests need, too.
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
    let host = process::target().join("debug").join(HOST);
    let status = Command::new(&host)
        .arg(&component)
        .arg(cache())
        .args(arguments)
        .status()
        .with_context(|| format!("cannot run {}", host.display()))?;
    // Without a status it was ended by a signal.
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Where the host keeps the component compiled.
fn cache() -> PathBuf {
    process::target().join("compiled-components")
}
