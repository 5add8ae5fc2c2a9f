//! Python environments with the reference library: for the tests of the Python package, and for a benchmark.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process::{self, output, root, run};

/// The requirements: the reference library, and the tools of the package's tests.
const REQUIREMENTS: [&str; 2] = [REFERENCE, "embed/python/tests/requirements.txt"];

/// The requirement of the reference library.
const REFERENCE: &str = "host-test/reference/requirements.txt";

/// Returns the interpreter of the environment for tests.
pub(crate) fn environment() -> Result<PathBuf> {
    with("python", REQUIREMENTS)
}

/// Returns the interpreter of an environment with FastAPI.
pub(crate) fn with_fastapi() -> Result<PathBuf> {
    with("fastapi", [REFERENCE, "bench/fastapi/requirements.txt"])
}

/// Returns the interpreter of an environment in this folder of `target`. The environment is created if it is missing or
/// out of date.
fn with(folder: &str, requirements: [&str; 2]) -> Result<PathBuf> {
    let environment = process::target().join(folder);
    let python = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let installed = environment.join("requirements.txt");

    let files = requirements.map(|file| root().join(file));
    let wanted = files.iter().map(fs::read_to_string).collect::<Result<String, _>>()?;
    if fs::read_to_string(&installed).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    println!("python: installing {} into target/{folder}", requirements.join(" and "));
    process::remove_folder(&environment)?;
    output(Command::new("python3").args(["-m", "venv"]).arg(&environment))
        .context("Python with venv is needed (Debian and Ubuntu: `apt-get install python3-venv`)")?;
    let arguments = files.iter().flat_map(|file| ["--requirement".into(), file.clone().into_os_string()]);
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    output(Command::new(&python).args(install).args(arguments))?;
    fs::write(installed, wanted)?;
    Ok(python)
}

/// Builds the wheel and the source distribution from the components in `target/components`.
///
/// Charms are often packed without wheels.
pub(crate) fn build(python: &Path, to: &Path) -> Result<()> {
    let build = ["-m", "build", "--wheel", "--sdist", "--no-isolation", "--outdir"];
    output(Command::new(python).current_dir(package()).args(build).arg(to)).map(drop)
}

/// Tests the Python package, and the wheel and the source distribution beside it in environments of their own.
pub(crate) fn test(python: &Path, wheel: &Path) -> Result<()> {
    run(Command::new(python).current_dir(package()).args(["-m", "pytest", "--quiet"]).env("WHEEL", wheel))
}

/// Uses the package from many threads at once. A fork while there are threads, which is tested, would be a warning.
pub(crate) fn stress(python: &Path, seconds: u64) -> Result<()> {
    let program = ["-W", "ignore", "tests/stress.py", "--seconds"];
    run(Command::new(python).current_dir(package()).args(program).arg(seconds.to_string()))
}

fn package() -> PathBuf {
    root().join("embed/python")
}
