//! The browser editor: built, served and tested.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::javascript;
use crate::node::{Node, chromium};
use crate::process::{root, run, step};

/// Its folder.
pub(crate) fn folder() -> PathBuf {
    root().join("editor")
}

/// The static site that is built.
pub(crate) fn site() -> PathBuf {
    folder().join("dist")
}

/// Builds it, of the JavaScript package that was built.
pub(crate) fn build(node: &Node) -> Result<()> {
    node.install(&folder())?;
    script(node, "build", &[])
}

/// Serves it at a local address, which is printed, until it is stopped; at a free port where none is asked for.
pub(crate) fn serve(port: Option<u16>) -> Result<()> {
    let node = Node::ensure()?;
    javascript::build(&node)?;
    build(&node)?;
    step("the editor; Ctrl-C ends it");
    script(&node, "serve", &port.map(|port| port.to_string()).into_iter().collect::<Vec<_>>())
}

/// Tests what was built. All of it is done in a browser: where there is none, answers what is to be done about it.
pub(crate) fn test(node: &Node) -> Result<Option<&'static str>> {
    script(node, "lint", &[])?;
    match chromium() {
        Ok(browser) => run(node.command("npm", &folder()).args(["run", "--silent", "test"]).env("CHROMIUM", browser))
            .map(|()| None),
        Err(missing) => Ok(Some(missing)),
    }
}

/// Measures it in a browser; the JavaScript package is built.
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
