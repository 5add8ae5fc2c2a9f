//! A Python environment with the reference library, and with what tests the Python package.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process::{self, output, root, run};

/// The requirements: the reference library, and the tools of the package's tests.
const REQUIREMENTS: [&str; 2] = ["host-test/reference/requirements.txt", "embed/python/tests/requirements.txt"];

/// Returns the interpreter of the environment. The environment is created if it is missing or out of date.
pub(crate) fn environment() -> Result<PathBuf> {
    let environment = process::target().join("python");
    let python = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let installed = environment.join("requirements.txt");

    let files = REQUIREMENTS.map(|file| root().join(file));
    let wanted = files.iter().map(fs::read_to_string).collect::<Result<String, _>>()?;
    if fs::read_to_string(&installed).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    println!("python: installing {} into target/python", REQUIREMENTS.join(" and "));
    process::remove_folder(&environment)?;
    output(Command::new("python3").args(["-m", "venv"]).arg(&environment))
        .context("Python with venv is needed (Debian and Ubuntu: `apt-get install python3-venv`)")?;
    let requirements = files.iter().flat_map(|file| ["--requirement".into(), file.clone().into_os_string()]);
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    output(Command::new(&python).args(install).args(requirements))?;
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
