//! Finds or installs a toolchain for wasm32-unknown-unknown.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::process::{self, cargo, output};

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's and Ubuntu's packages: the toolchain, and the sources of the standard library for wasm.
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];

/// A toolchain that compiles to wasm.
pub(crate) enum WasmToolchain {
    /// The toolchain of this program.
    Own,
    /// Debian's toolchain. It builds the standard library too. `linker` is the folder of its linker.
    Debian { linker: PathBuf },
}

impl WasmToolchain {
    /// Returns a cargo command for the wasm target, in the workspace.
    pub(crate) fn cargo(&self, subcommand: &str) -> Command {
        match self {
            WasmToolchain::Own => {
                let mut cargo = cargo();
                cargo.args([subcommand, "--locked", "--target", TARGET]);
                cargo
            }
            WasmToolchain::Debian { linker } => {
                let mut cargo = Command::new("/usr/bin/cargo");
                let path = env::var_os("PATH").unwrap_or_default();
                let path = env::join_paths([linker.clone()].into_iter().chain(env::split_paths(&path)))
                    .expect("the folder was joined before, and the others are from PATH");
                cargo
                    .current_dir(process::root())
                    .args([subcommand, "--locked", "--target", TARGET, "-Zbuild-std=std,panic_abort"])
                    .env("PATH", path)
                    .env("CARGO_TARGET_DIR", process::target())
                    .env("RUSTC", "/usr/bin/rustc")
                    .env("RUSTC_BOOTSTRAP", "1");
                // Set by rustup for this program. This is another toolchain.
                for variable in ["CARGO", "RUSTDOC", "RUSTUP_TOOLCHAIN", "RUSTUP_HOME"] {
                    cargo.env_remove(variable);
                }
                cargo
            }
        }
    }

    /// Returns the folder where the sources of the standard library can be installed, and the name that rustc gives it if
    /// they are not.
    pub(crate) fn standard_library(&self) -> Result<(PathBuf, String)> {
        let rustc = || match self {
            WasmToolchain::Own => rustc(),
            WasmToolchain::Debian { .. } => Command::new("/usr/bin/rustc"),
        };
        let sysroot = PathBuf::from(output(rustc().args(["--print", "sysroot"]))?);
        let version = output(rustc().arg("-vV"))?;
        let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: ")).unwrap_or("unknown");
        Ok((sysroot.join("lib/rustlib/src/rust"), format!("/rustc/{commit}")))
    }
}

/// Finds a toolchain, or installs one and prints which it is.
pub(crate) fn ensure() -> Result<WasmToolchain> {
    let sysroot = PathBuf::from(output(rustc().args(["--print", "sysroot"]))?);
    let is_there = || sysroot.join("lib/rustlib").join(TARGET).join("lib").is_dir();
    if is_there() {
        return Ok(WasmToolchain::Own);
    }
    let by_rustup = output(Command::new("rustup").args(["target", "add", TARGET])).and_then(|_| {
        ensure!(is_there(), "rustup did not install the target");
        Ok(())
    });
    let Err(rustup) = by_rustup else {
        eprintln!("wasm target: installed by rustup");
        return Ok(WasmToolchain::Own);
    };
    match debian(&sysroot) {
        Ok(toolchain) => {
            eprintln!("wasm target: built by Debian's {} (rustup: {rustup:#})", DEBIAN_PACKAGES.join(", "));
            Ok(toolchain)
        }
        Err(debian) => bail!(
            "cannot install a toolchain for {TARGET}\n  rustup: {rustup:#}\n  Debian's packages: {debian:#}\n\
             run `rustup target add {TARGET}` if rustup can reach its server, \
             or `apt-get install {}` on Debian and Ubuntu",
            DEBIAN_PACKAGES.join(" ")
        ),
    }
}

fn rustc() -> Command {
    Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
}

fn debian(sysroot: &Path) -> Result<WasmToolchain> {
    if output(Command::new("dpkg").arg("--status").args(DEBIAN_PACKAGES)).is_err() {
        eprintln!("wasm target: installing Debian's {}", DEBIAN_PACKAGES.join(", "));
        output(apt_get().arg("update"))?;
        output(apt_get().args(["install", "--yes", "--no-install-recommends"]).args(DEBIAN_PACKAGES))?;
    }
    let host = output(rustc().arg("-vV"))?;
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc does not print its host")?;
    let linker = sysroot.join("lib/rustlib").join(host).join("bin");
    if !linker.join("rust-lld").is_file() {
        bail!("the linker is missing: {} has no rust-lld", linker.display());
    }
    env::join_paths([&linker]).context("the folder of the linker is not valid in PATH")?;
    Ok(WasmToolchain::Debian { linker })
}

/// Returns a command for apt-get: as root, or with sudo without a password.
fn apt_get() -> Command {
    let is_root = output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0");
    let mut command = if is_root {
        Command::new("apt-get")
    } else {
        let mut sudo = Command::new("sudo");
        sudo.args(["--non-interactive", "apt-get"]);
        sudo
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
