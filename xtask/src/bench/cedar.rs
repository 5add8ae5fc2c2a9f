//! cedar-wasm: a policy language in WebAssembly, to compare size and start.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::node::Node;
use crate::process::{self, output, root};

/// The package. It has no dependencies.
const NAME: &str = "@cedar-policy/cedar-wasm";
const VERSION: &str = "4.13.0";

/// Installs it if necessary, and returns its folder.
pub(super) fn installed(node: &Node) -> Result<PathBuf> {
    let folder = process::target().join("tools/cedar-wasm").join(VERSION);
    if !module(&folder).is_file() {
        println!("node: installing {NAME} {VERSION} into target/tools");
        fs::create_dir_all(&folder)?;
        let install = ["install", "--no-save", "--no-audit", "--no-fund", "--prefix"];
        output(node.command("npm", &folder).args(install).arg(&folder).arg(format!("{NAME}@{VERSION}")))?;
    }
    Ok(folder)
}

/// Returns the path of its WebAssembly.
pub(super) fn module(folder: &Path) -> PathBuf {
    folder.join("node_modules").join(NAME).join("nodejs/cedar_wasm_bg.wasm")
}

/// Measures the time until it answers.
pub(super) fn start(node: &Node, folder: &Path) -> Result<String> {
    output(node.command("node", &root().join("bench")).arg("cedar.mjs").arg(folder))
}
