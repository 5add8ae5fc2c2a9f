//! `cargo xtask run`: the command, native or as WebAssembly in the project's own host.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::component::{self, Progress};
use crate::process::{self, cargo, run};
use crate::wasm_target;

/// The native command.
const NATIVE: &str = "k8s-backup-target";
/// The host of the command's component.
const HOST: &str = "command";

/// Runs the native command in the user's folder.
pub(crate) fn run_natively(arguments: &[String]) -> Result<ExitCode> {
    build("k8s-backup-target-cli", NATIVE)?;
    status(Command::new(program(NATIVE)).args(arguments))
}

/// Runs the command's component in the user's folder, under the limits of the host.
pub(crate) fn run_in_host(arguments: &[String]) -> Result<ExitCode> {
    let wasm = wasm_target::ensure()?;
    let progress = if component::file(&component::CLI).is_file() { Progress::Hidden } else { Progress::Shown };
    let component = component::write(&wasm, &component::CLI, progress)?;
    build("k8s-backup-target-host", HOST)?;
    status(in_host(&component.file).args(arguments))
}

/// Returns the command in the host, which is built.
fn in_host(component: &Path) -> Command {
    let mut host = Command::new(program(HOST));
    host.arg(component).arg(cache());
    host
}

/// Builds a program. Cargo shows its progress on standard error the first time.
fn build(package: &str, name: &str) -> Result<()> {
    let quiet = program(name).is_file().then_some("--quiet");
    run(cargo().args(["build", "--locked", "--package", package, "--bin", name]).args(quiet))
}

fn program(name: &str) -> PathBuf {
    process::target().join("debug").join(name)
}

/// Runs a command, and returns its exit status. Nothing else writes to standard output.
fn status(command: &mut Command) -> Result<ExitCode> {
    let status = command.status().context("cannot run the command")?;
    // A command that was ended by a signal has no status.
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// The folder of the host's compiled components.
fn cache() -> PathBuf {
    process::target().join("compiled-components")
}
