//! Builds, serves and tests the browser editor.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::javascript;
use crate::node::{Node, chromium};
use crate::process::{root, run, step};

/// Returns the folder of the editor.
pub(crate) fn folder() -> PathBuf {
    root().join("editor")
}

/// Returns the folder of the built site.
pub(crate) fn site() -> PathBuf {
    folder().join("dist")
}

/// Builds the site. The JavaScript package must be built before.
pub(crate) fn build(node: &Node) -> Result<()> {
    node.install(&folder())?;
    script(node, "build", &[])
}

/// Serves the site at a local address, which is printed, until it is stopped. Without a port, it uses a free one.
pub(crate) fn serve(port: Option<u16>) -> Result<()> {
    let node = Node::ensure()?;
    javascript::build(&node)?;
    build(&node)?;
    step("the editor; Ctrl-C ends it");
    script(&node, "serve", &port.map(|port| port.to_string()).into_iter().collect::<Vec<_>>())
}

/// Tests the built site. The tests need a browser. Without one, the answer says what to install.
pub(crate) fn test(node: &Node) -> Result<Option<&'static str>> {
    script(node, "lint", &[])?;
    match chromium() {
        Ok(browser) => run(node.command("npm", &folder()).args(["run", "--silent", "test"]).env("CHROMIUM", browser))
            .map(|()| None),
        Err(missing) => Ok(Some(missing)),
    }
}

/// Measures the editor in a browser. The JavaScript package must be built before.
pub(crate) fn bench(node: &Node) -> Result<()> {
    build(node)?;
    match chromium() {
        Ok(browser) => run(node.command("node", &folder()).arg("bench.mjs").env("CHROMIUM", browser)),
        Err(missing) => bail!(missing),
    }
}

fn script(node: &Node, name: &str, arguments: &[String]) -> Result<()> {
    run(node.command("npm", &folder()).args(["run", "--silent", name, "--"]).args(arguments))
}
