//! `cargo xtask test`: everything that can be tested, and in plain sight what could not.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail, ensure};

use crate::command;
use crate::component;
use crate::editor;
use crate::javascript;
use crate::node::Node;
use crate::package::Packages;
use crate::process::{self, cargo, output, run, step};
use crate::python;
use crate::reproducible;
use crate::wasm_target;

/// Runs all tests.
///
/// Where Python, Node or a browser is missing, what needs it is skipped; with `skips_fail` that is an error.
pub(crate) fn all(skips_fail: bool) -> Result<()> {
    let wasm = wasm_target::ensure()?;
    component::build_all(&wasm)?;
    let mut skipped = Vec::new();

    step("tests");
    run(cargo().args(["test", "--locked"]))?;

    step("the packages");
    let packages = Packages::of_components()?;
    use_command(&packages)?;
    match python::environment() {
        Ok(python) => {
            step("comparison with the Python library");
            compare(&python)?;
            step("the Python package");
            python::test(&python, &packages.add_wheel(&python)?)?;
        }
        Err(missing) => {
            skipped.push(format!("the comparison with the Python library, and the Python package: {missing:#}"));
        }
    }
    match Node::ensure() {
        Ok(node) => {
            step("the JavaScript package");
            if let Some(missing) = javascript::test(&node, &packages.add_tarball(&node)?)? {
                skipped.push(format!("the JavaScript package in a browser: {missing}"));
            }
            step("the editor");
            packages.add_editor(&node)?;
            if let Some(missing) = editor::test(&node)? {
                skipped.push(format!("the editor: {missing}"));
            }
        }
        Err(missing) => skipped.push(format!("the JavaScript package, and the editor: {missing:#}")),
    }
    step("target/package");
    packages.finish()?;

    step("reproducible build");
    reproducible::check(&wasm)?;

    if skipped.is_empty() {
        step("all passed");
        return Ok(());
    }
    println!("\n!! passed, but NOT ALL WAS TESTED. Skipped:");
    for part in &skipped {
        println!("!!   {part}");
    }
    if skips_fail {
        bail!("in CI every part must run");
    }
    Ok(())
}

/// The packaged command says of a spec, in a folder with nothing else, what is wrong with it.
fn use_command(packages: &Packages) -> Result<()> {
    let folder = process::target().join("empty folder");
    process::remove_folder(&folder)?;
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("spec.yaml"), "include_namespaces: [prod]\nttl: 24h\n")?;
    // The host was built for a test of its own.
    let mut check = command::in_host(&packages.component(&component::CLI));
    let told = output(check.current_dir(&folder).args(["check", "spec.yaml"]))?;
    ensure!(told.contains("no problems found"), "the packaged command says {told:?}");
    Ok(())
}

fn compare(python: &Path) -> Result<()> {
    // Without a package, features are those of all tests, and nothing is compiled again.
    let compare = ["test", "--locked", "--test", "flows"];
    let only = ["--", "--ignored", "--nocapture", "differential"];
    run(cargo().args(compare).args(only).env("K8S_BACKUP_TARGET_PYTHON", python))
}
