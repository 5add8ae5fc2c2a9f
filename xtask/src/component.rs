//! The components: compiled, encoded, and looked into before they are called built.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, thread};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::process::{self, cargo, output, root, run, step};
use crate::wasm_target::{TARGET, WasmToolchain};

/// A component of this project.
pub(crate) struct Guest {
    /// The package that it is built from.
    pub(crate) package: &'static str,
    /// The features of the package that it is built with, next to the default ones.
    pub(crate) features: &'static [&'static str],
    /// Its file's name.
    pub(crate) file: &'static str,
    /// All that it asks of its host, in the order of their names.
    imports: &'static [&'static str],
}

/// The evaluator, which any language runtime embeds.
pub(crate) const EVALUATOR: Guest =
    Guest { package: "k8s-backup-target-evaluator", features: &[], file: "k8s-backup-target.wasm", imports: &[] };

/// The command for pipelines, which any WASI runtime runs.
pub(crate) const CLI: Guest = Guest {
    package: "k8s-backup-target-cli",
    features: &[],
    file: "k8s-backup-target-cli.wasm",
    imports: &[
        "wasi:cli/environment@0.2.12",
        "wasi:cli/exit@0.2.12",
        "wasi:cli/stderr@0.2.12",
        "wasi:cli/stdin@0.2.12",
        "wasi:cli/stdout@0.2.12",
        "wasi:filesystem/preopens@0.2.12",
        "wasi:filesystem/types@0.2.12",
        "wasi:io/error@0.2.12",
        "wasi:io/streams@0.2.12",
    ],
};

/// The admission webhook, which any server for `wasi:http` 0.3 runs.
pub(crate) const HTTP: Guest = Guest {
    package: "k8s-backup-target-http",
    features: &[],
    file: "k8s-backup-target-http.wasm",
    imports: &["wasi:cli/environment@0.3.0", "wasi:http/types@0.3.0"],
};

/// The same for servers that only have `wasi:http` 0.2.
pub(crate) const HTTP_0_2: Guest = Guest {
    package: "k8s-backup-target-http",
    features: &["wasi-0-2"],
    file: "k8s-backup-target-http-0.2.wasm",
    imports: &[
        "wasi:cli/environment@0.2.12",
        "wasi:http/types@0.2.12",
        "wasi:io/error@0.2.12",
        "wasi:io/streams@0.2.12",
    ],
};

/// The language server, for editors that cannot start processes.
pub(crate) const LANGUAGE_SERVER: Guest = Guest {
    package: "k8s-backup-target-cli",
    features: &["language-server"],
    file: "k8s-backup-target-lsp.wasm",
    imports: &["k8s-backup:language-server/files@0.1.0"],
};

/// All of them.
pub(crate) const GUESTS: [Guest; 5] = [EVALUATOR, CLI, HTTP, HTTP_0_2, LANGUAGE_SERVER];

/// The policy for Kubewarden, a core module. Its test asserts what it imports.
pub(crate) const POLICY: Guest = Guest {
    package: "k8s-backup-target-kubewarden",
    features: &[],
    file: "k8s-backup-target-kubewarden.wasm",
    imports: &[],
};

const PROFILE: &str = "component";
const TEXTS_PROFILE: &str = "texts";

/// A component that was built.
pub(crate) struct Built {
    pub(crate) file: PathBuf,
    pub(crate) bytes: Vec<u8>,
    imports: Vec<String>,
    exports: Vec<String>,
}

impl Built {
    fn print(&self) {
        print_size(&self.file, &self.bytes);
        for export in &self.exports {
            println!("  exports {export}");
        }
        for import in &self.imports {
            println!("  imports {import}");
        }
        if self.imports.is_empty() {
            println!("  imports nothing");
        }
    }
}

/// Builds what `target/components` has.
pub(crate) fn build_all(wasm: &WasmToolchain) -> Result<()> {
    step("the components");
    let target = process::target();
    // At the same time: most of the time is the last step of each build, which has one thread.
    let mut build_texts = cargo_build(wasm, &EVALUATOR, TEXTS_PROFILE, root(), &target)?;
    build_texts.args(["--no-default-features", "--quiet"]);
    let built_texts = thread::spawn(move || run(&mut build_texts));
    run(cargo_build(wasm, &HTTP, PROFILE, root(), &target)?.args(["--package", POLICY.package]))?;
    for guest in &GUESTS {
        write(wasm, guest, Progress::Shown)?.print();
    }
    write_policy(wasm)?;
    make_standalone(&module(&EVALUATOR, &target, PROFILE), &standalone())?;
    built_texts.join().expect("it returns errors")?;
    make_standalone(&module(&EVALUATOR, &target, TEXTS_PROFILE), &texts())
}

/// Builds the policy for Kubewarden into `target/components`.
fn write_policy(wasm: &WasmToolchain) -> Result<()> {
    let target = process::target();
    run(&mut cargo_build(wasm, &POLICY, PROFILE, root(), &target)?)?;
    let policy = read(&module(&POLICY, &target, PROFILE))?;
    refuse_paths(&policy, root())?;
    let file = file(&POLICY);
    fs::write(&file, &policy).with_context(|| format!("cannot write {}", file.display()))?;
    print_size(&file, &policy);
    Ok(())
}

/// Makes a module for hosts without the component model from the core module of the evaluator.
fn make_standalone(module: &Path, file: &Path) -> Result<()> {
    run(tool()?.arg("standalone").arg(module).arg(file))?;
    print_size(file, &read(file)?);
    println!("  exports memory, call, allocate, free\n  imports nothing");
    Ok(())
}

/// Returns the path of the evaluator's module for hosts without the component model.
pub(crate) fn standalone() -> PathBuf {
    process::target().join("components/k8s-backup-target-module.wasm")
}

/// Returns the path of the same module with what a page calls while it checks texts, for pages that wait for it.
fn texts() -> PathBuf {
    process::target().join("components/k8s-backup-target-texts.wasm")
}

fn print_size(file: &Path, bytes: &[u8]) {
    println!("{}: {} bytes", file.strip_prefix(root()).unwrap_or(file).display(), bytes.len());
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

/// Whether cargo shows what it compiles.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    Shown,
    Hidden,
}

/// Returns the program that reads WIT and WebAssembly. It is built first; cargo shows its progress the first time.
pub(crate) fn tool() -> Result<Command> {
    const PACKAGE: &str = "xtask-components";
    let program = process::target().join("debug").join(PACKAGE);
    let quiet = program.is_file().then_some("--quiet");
    run(cargo().args(["build", "--locked", "--package", PACKAGE]).args(quiet))?;
    Ok(Command::new(program))
}

/// Returns the path that a component is built to.
pub(crate) fn file(guest: &Guest) -> PathBuf {
    process::target().join("components").join(guest.file)
}

/// Builds a component into `target/components`.
pub(crate) fn write(wasm: &WasmToolchain, guest: &Guest, progress: Progress) -> Result<Built> {
    let file = file(guest);
    fs::create_dir_all(file.parent().context("a file is in a folder")?)?;
    build(wasm, guest, root(), &process::target(), file, progress)
}

/// Builds a component from the sources in `workspace`, into this file.
pub(crate) fn build(
    wasm: &WasmToolchain,
    guest: &Guest,
    workspace: &Path,
    target: &Path,
    file: PathBuf,
    progress: Progress,
) -> Result<Built> {
    let mut cargo = cargo_build(wasm, guest, PROFILE, workspace, target)?;
    run(cargo.args((progress == Progress::Hidden).then_some("--quiet")))?;
    let interfaces = output(tool()?.arg("encode").arg(module(guest, target, PROFILE)).arg(&file))?;
    let interfaces: Interfaces = serde_json::from_str(&interfaces).context("the tool prints JSON")?;
    let Interfaces { imports, exports } = interfaces;
    if imports != guest.imports {
        bail!("{} imports {imports:?}, and must import {:?}", guest.file, guest.imports);
    }
    let bytes = read(&file)?;
    refuse_paths(&bytes, workspace)?;
    Ok(Built { file, bytes, imports, exports })
}

/// Returns the command that compiles a core module without paths of this machine.
fn cargo_build(wasm: &WasmToolchain, guest: &Guest, profile: &str, workspace: &Path, target: &Path) -> Result<Command> {
    let mut cargo = wasm.cargo("build");
    cargo
        .args(["--package", guest.package, "--features", &guest.features.join(","), "--lib", "--profile", profile])
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_ENCODED_RUSTFLAGS", without_paths(wasm, workspace)?);
    Ok(cargo)
}

/// What a component imports and exports, by name.
#[derive(Deserialize)]
struct Interfaces {
    imports: Vec<String>,
    exports: Vec<String>,
}

/// The core module of a component, with the names of its functions.
pub(crate) fn module_with_names(wasm: &WasmToolchain, guest: &Guest) -> Result<PathBuf> {
    const PROFILE_WITH_NAMES: &str = "component-with-names";
    let setting = |setting: &str| format!("profile.{PROFILE_WITH_NAMES}.{setting}");
    run(wasm
        .cargo("build")
        .args(["--package", guest.package, "--features", &guest.features.join(",")])
        .args(["--lib", "--profile", PROFILE_WITH_NAMES])
        .args(["--config", &setting(&format!("inherits = \"{PROFILE}\""))])
        .args(["--config", &setting("strip = \"debuginfo\"")]))?;
    Ok(module(guest, &process::target(), PROFILE_WITH_NAMES))
}

fn module(guest: &Guest, target: &Path, profile: &str) -> PathBuf {
    target.join(TARGET).join(profile).join(guest.package.replace('-', "_")).with_extension("wasm")
}

/// Flags for rustc that keep this machine's folders out of panic messages.
///
/// If the sources of the standard library are installed, rustc writes their folder instead of the name that it has
/// without them.
fn without_paths(wasm: &WasmToolchain, workspace: &Path) -> Result<OsString> {
    let mut flags = OsString::new();
    let crates = crate_folders()?.into_iter().map(|folder| (folder, "crates".to_owned()));
    for (folder, name) in [(workspace.to_owned(), ".".to_owned()), wasm.standard_library()?].into_iter().chain(crates) {
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
fn crate_folders() -> Result<Vec<PathBuf>> {
    let sources = cargo_home()?.join("registry/src");
    let folders = match fs::read_dir(&sources) {
        Ok(folders) => folders,
        // Crates can all be vendored.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", sources.display())),
    };
    let mut folders: Vec<_> = folders.map(|folder| Ok(folder?.path())).collect::<Result<_>>()?;
    folders.sort();
    Ok(folders)
}

fn cargo_home() -> Result<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    home.or_else(|| Some(env::home_dir()?.join(".cargo"))).context("there is no home folder")
}

fn refuse_paths(component: &[u8], workspace: &Path) -> Result<()> {
    for folder in [Some(workspace.to_owned()), Some(cargo_home()?), env::home_dir()].into_iter().flatten() {
        let name = folder.as_os_str().as_encoded_bytes();
        if component.windows(name.len()).any(|window| window == name) {
            bail!("the component holds a path of this machine: {}", folder.display());
        }
    }
    Ok(())
}
