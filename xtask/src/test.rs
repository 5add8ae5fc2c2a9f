//! `cargo xtask test`: runs all tests, and lists those that were skipped.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail, ensure};

use crate::component;
use crate::editor;
use crate::embedding;
use crate::go::Go;
use crate::javascript;
use crate::jvm::{self, Maven};
use crate::node::Node;
use crate::package::Packages;
use crate::process::{self, cargo, output, run, step};
use crate::python;
use crate::vscode;
use crate::wasm_target;
use crate::webhook;

/// Runs all tests.
///
/// Tests that need Python, Node, a browser, Go or Java are skipped if it is missing. With `skips_fail`, that is an error.
/// The project has no package for Ruby, so its example is optional.
pub(crate) fn all(skips_fail: bool) -> Result<()> {
    component::build_all(&wasm_target::ensure()?)?;
    let mut skipped = Vec::new();
    let mut skipped_optional = Vec::new();

    step("tests");
    run(cargo().args(["test", "--locked"]))?;
    step("the installed command");
    use_installed_command()?;
    match webhook::wasmtime() {
        Ok(wasmtime) => {
            step("the admission webhook in `wasmtime serve`");
            webhook::test(&wasmtime)?;
        }
        Err(missing) => skipped.push(format!("the admission webhook in `wasmtime serve`: {missing:#}")),
    }

    step("the packages");
    let packages = Packages::of_components()?;
    match python::environment() {
        Ok(python) => {
            step("comparison with the Python library");
            compare(&python)?;
            step("the Python package");
            let [wheel, _] = packages.add_python(&python)?;
            python::test(&python, &wheel)?;
            step("the examples for other hosts");
            embedding::test(&python)?;
        }
        Err(missing) => {
            skipped.push(format!(
                "the comparison with the Python library, the Python package, and the examples for other hosts: {missing:#}"
            ));
        }
    }
    if let Some(missing) = embedding::test_ruby()? {
        skipped_optional.push(format!("the example in Ruby: {missing}"));
    }
    match Node::ensure() {
        Ok(node) => {
            step("the JavaScript package");
            if let Some(missing) = javascript::test(&node, &packages.add_tarball(&node)?)? {
                skipped.push(format!("the JavaScript package in a browser: {missing}"));
            }
            step("the extension for VS Code");
            packages.add_extension(&node)?;
            vscode::test(&node)?;
            step("the editor");
            packages.add_editor(&node)?;
            if let Some(missing) = editor::test(&node)? {
                skipped.push(format!("the editor: {missing}"));
            }
        }
        Err(missing) => {
            skipped.push(format!("the JavaScript package, the extension for VS Code, and the editor: {missing:#}"))
        }
    }
    match Go::find() {
        Ok(go) => {
            step("the Go package");
            go.test(&packages.add_go(&go)?)?;
        }
        Err(missing) => skipped.push(format!("the Go package: {missing:#}")),
    }
    match Maven::find() {
        Ok(maven) => {
            step("the Java package");
            jvm::build_and_test(&maven, &packages.maven())?;
            jvm::use_package(&maven)?;
        }
        Err(missing) => skipped.push(format!("the Java package: {missing:#}")),
    }
    step("target/package");
    packages.finish()?;

    for part in &skipped_optional {
        println!("\n!! skipped, as it is optional: {part}");
    }
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

/// Installs the command with cargo, and checks a file in a folder with nothing else.
fn use_installed_command() -> Result<()> {
    let installed = process::target().join("installed");
    // In the profile of the tests before it, so that dependencies are not compiled again.
    let install = ["install", "--quiet", "--locked", "--force", "--profile", "test", "--path", "guest/cli", "--root"];
    run(cargo().args(install).arg(&installed))?;
    let folder = process::target().join("empty folder");
    process::remove_folder(&folder)?;
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("spec.yaml"), "include_namespaces: [prod]\nttl: 24h\n")?;
    let mut check = Command::new(installed.join("bin/k8s-backup-target"));
    let printed = output(check.current_dir(&folder).args(["check", "spec.yaml"]))?;
    ensure!(printed == "checked 1 file: no problems found", "the installed command prints {printed:?}");
    Ok(())
}

fn compare(python: &Path) -> Result<()> {
    // Without a package, so that features are those of all tests and nothing is compiled again.
    let compare = ["test", "--locked", "--test", "flows"];
    let only = ["--", "--ignored", "--nocapture", "differential"];
    run(cargo().args(compare).args(only).env("K8S_BACKUP_TARGET_PYTHON", python))
}
