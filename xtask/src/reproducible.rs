//! Checks that the same sources give the same component in any folder.

use std::fs;
use std::process::Command;

use anyhow::{Result, bail};

use crate::component::{self, Progress};
use crate::process::{self, output, root, step};
use crate::wasm_target::WasmToolchain;

/// Builds the components of the packages a second time, from a copy of the sources in another folder, and compares the bytes.
pub(crate) fn check(wasm: &WasmToolchain) -> Result<()> {
    step("reproducible build");
    let copy = process::target().join("reproducible/another folder");
    process::remove_folder(&copy)?;
    // Tracked files, and new files that are not ignored: so the check also works before a commit.
    let files = output(Command::new("git").current_dir(root()).args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
    ]))?;
    for file in files.lines().filter(|file| root().join(file).is_file()) {
        let to = copy.join(file);
        fs::create_dir_all(to.parent().expect("a file is in a folder"))?;
        fs::copy(root().join(file), to)?;
    }
    for guest in &[component::EVALUATOR, component::CLI] {
        let here = component::write(wasm, guest, Progress::Shown)?.bytes;
        let to = copy.join(guest.file);
        let there = component::build(wasm, guest, &copy, &copy.join("target"), to, Progress::Shown)?.bytes;
        let package = guest.package;
        if here != there {
            bail!("{package}: builds in two folders differ: {} and {} bytes", here.len(), there.len());
        }
        println!("{package}: builds in two folders are equal ({} bytes)", here.len());
    }
    Ok(())
}
