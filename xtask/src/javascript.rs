//! The JavaScript package: built, packed and tested.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::node::{Node, chromium};
use crate::process::{output, root, run};

/// Tests that open pages.
const BROWSER_TESTS: [&str; 2] = ["browser.test.mjs", "package.test.mjs"];

/// Its folder.
pub(crate) fn folder() -> PathBuf {
    root().join("embed/js")
}

/// Builds it, of the component in `target/components`.
pub(crate) fn build(node: &Node) -> Result<()> {
    node.install(&folder())?;
    run(node.command("node", &folder()).arg("build.mjs"))
}

/// Packs what was built.
pub(crate) fn pack(node: &Node, to: &Path) -> Result<()> {
    output(node.command("npm", &folder()).args(["pack", "--pack-destination"]).arg(to)).map(drop)
}

/// Tests what was built, and that tarball of it in a folder of its own.
///
/// Answers why what needs a browser was left out, if it was.
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
