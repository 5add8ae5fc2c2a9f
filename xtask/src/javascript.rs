//! Builds, packs and tests the JavaScript package.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::node::{Node, chromium};
use crate::process::{output, root, run};

/// Tests that need a browser.
const BROWSER_TESTS: [&str; 2] = ["browser.test.mjs", "package.test.mjs"];

/// Returns the folder of the package.
pub(crate) fn folder() -> PathBuf {
    root().join("embed/js")
}

/// Builds the package from the components in `target/components`.
pub(crate) fn build(node: &Node) -> Result<()> {
    node.install(&folder())?;
    run(node.command("node", &folder()).arg("build.mjs"))
}

/// Packs the built package.
pub(crate) fn pack(node: &Node, to: &Path) -> Result<()> {
    output(node.command("npm", &folder()).args(["pack", "--pack-destination"]).arg(to)).map(drop)
}

/// Tests the built package, and the tarball in a folder of its own.
///
/// Returns why tests in a browser were skipped, if they were.
pub(crate) fn test(node: &Node, tarball: &Path) -> Result<Option<&'static str>> {
    run(node.command("npm", &folder()).args(["run", "--silent", "lint"]))?;
    let browser = chromium();
    let mut tests = node.command("node", &folder());
    tests.args(["--test", "--test-reporter=dot"]).env("TARBALL", tarball);
    for file in fs::read_dir(folder().join("test"))? {
        let file = file?.path();
        let name = file.file_name().expect("an entry of a folder has a name").to_string_lossy();
        let is_left_out = browser.is_err() && BROWSER_TESTS.contains(&name.as_ref());
        if name.ends_with(".test.mjs") && !is_left_out {
            tests.arg(&file);
        }
    }
    run(tests.envs(browser.iter().map(|browser| ("CHROMIUM", browser))))?;
    Ok(browser.err())
}
