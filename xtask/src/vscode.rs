//! Builds, packs and tests the extension for VS Code.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::node::Node;
use crate::process::{output, root, run};

/// Returns the folder of the extension.
fn folder() -> PathBuf {
    root().join("editor/vscode")
}

/// Builds the extension from the language server in `target/components`. The JavaScript package must be built before: its
/// tools read components.
pub(crate) fn build(node: &Node) -> Result<()> {
    node.install(&folder())?;
    run(node.command("node", &folder()).arg("build.mjs"))
}

/// Packs the built extension into a file.
pub(crate) fn pack(node: &Node, file: &Path) -> Result<()> {
    output(node.command("npm", &folder()).args(["run", "--silent", "package", "--"]).arg(file)).map(drop)
}

/// Tests the built extension, without VS Code: its worker with a client of the protocol, and its entries with a stand-in for
/// the API.
pub(crate) fn test(node: &Node) -> Result<()> {
    for script in ["lint", "test"] {
        run(node.command("npm", &folder()).args(["run", "--silent", script]))?;
    }
    Ok(())
}
