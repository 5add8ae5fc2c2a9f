//! The Python library that the interface comes from, in an environment of its own.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process::{self, output, root};

/// The interpreter of an environment that has the library, made when it is not there or out of date.
pub(crate) fn reference() -> Result<PathBuf> {
    let requirements = root().join("host-test/reference/requirements.txt");
    let environment = process::target().join("python");
    let python = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let installed = environment.join("requirements.txt");

    let wanted = fs::read_to_string(&requirements)?;
    if fs::read_to_string(&installed).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    println!("python: installing {} into target/python", wanted.lines().collect::<Vec<_>>().join(", "));
    let _ = fs::remove_dir_all(&environment);
    output(Command::new("python3").args(["-m", "venv"]).arg(&environment))
        .context("Python with venv is needed (Debian and Ubuntu: `apt-get install python3-venv`)")?;
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    output(Command::new(&python).args(install).arg(&requirements))?;
    fs::write(installed, wanted)?;
    Ok(python)
}
