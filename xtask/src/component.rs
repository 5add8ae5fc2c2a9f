//! The components: compiled, encoded, and looked into before they are called built.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result, bail};
use wit_component::{ComponentEncoder, DecodedWasm};

use crate::process::{self, root, run, step};
use crate::wasm_target::{TARGET, WasmToolchain};

/// The package of the evaluator.
pub(crate) const EVALUATOR: &str = "k8s-backup-target-evaluator";
const PROFILE: &str = "component";

/// Builds what `target/components` has.
pub(crate) fn build_all(wasm: &WasmToolchain) -> Result<()> {
    step("the component");
    let component = build(wasm, root(), &process::target())?;
    let file = process::target().join("components/k8s-backup-target.wasm");
    fs::create_dir_all(file.parent().context("a file is in a folder")?)?;
    fs::write(&file, &component)?;
    let shown = file.strip_prefix(root()).unwrap_or(&file).display();
    println!("{shown}: {} bytes", component.len());
    for export in exports(&component)? {
        println!("  exports {export}");
    }
    println!("  imports nothing");
    Ok(())
}

/// The bytes of the evaluator, from the sources in `workspace`.
pub(crate) fn build(wasm: &WasmToolchain, workspace: &Path, target: &Path) -> Result<Vec<u8>> {
    run(wasm
        .cargo("build")
        .args(["--package", EVALUATOR, "--profile", PROFILE])
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_ENCODED_RUSTFLAGS", without_paths(workspace)?))?;
    let module = target.join(TARGET).join(PROFILE).join(EVALUATOR.replace('-', "_")).with_extension("wasm");
    let module = fs::read(&module).with_context(|| format!("cannot read {}", module.display()))?;
    let component = ComponentEncoder::default().validate(true).module(&module)?.encode()?;
    refuse_paths(&component, workspace)?;
    Ok(component)
}

/// What the component exports; an import is an error.
fn exports(component: &[u8]) -> Result<Vec<String>> {
    let DecodedWasm::Component(resolve, world) = wit_component::decode(component)? else {
        bail!("this is no component");
    };
    let world = &resolve.worlds[world];
    if let Some(import) = world.imports.keys().next() {
        bail!("the component imports {}, and must import nothing", resolve.name_world_key(import));
    }
    Ok(world.exports.keys().map(|export| resolve.name_world_key(export)).collect())
}

/// Flags for rustc that keep this machine's folders out of panic messages.
fn without_paths(workspace: &Path) -> Result<OsString> {
    let mut flags = OsString::new();
    for (folder, name) in [(workspace.to_owned(), ".")].into_iter().chain(crate_folders()?) {
        if !flags.is_empty() {
            flags.push("\u{1f}");
        }
        flags.push("--remap-path-prefix=");
        flags.push(folder);
        flags.push("=");
        flags.push(name);
    }
    Ok(flags)
}

/// Where cargo unpacks crates: a folder for each registry, whose name depends on the machine.
fn crate_folders() -> Result<Vec<(PathBuf, &'static str)>> {
    let sources = cargo_home()?.join("registry/src");
    let Ok(folders) = fs::read_dir(&sources) else { return Ok(Vec::new()) };
    let mut folders: Vec<_> = folders.map(|folder| Ok((folder?.path(), "crates"))).collect::<Result<_>>()?;
    folders.sort();
    Ok(folders)
}

fn cargo_home() -> Result<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    home.or_else(|| Some(env::home_dir()?.join(".cargo"))).context("there is no home folder")
}

fn refuse_paths(component: &[u8], workspace: &Path) -> Result<()> {
    for folder in [workspace.to_owned(), cargo_home()?] {
        let name = folder.as_os_str().as_encoded_bytes();
        if component.windows(name.len()).any(|window| window == name) {
            bail!("the component holds a path of this machine: {}", folder.display());
        }
    }
    Ok(())
}
