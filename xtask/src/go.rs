//! Finds Go, and tests and packages the Go package.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::component;
use crate::process::{self, output, root, run};

/// The oldest supported version.
const OLDEST: (u32, u32) = (1, 24);

const STATICCHECK: &str = "honnef.co/go/tools/cmd/staticcheck@v0.8.2";

/// The folder of the package.
const PACKAGE: &str = "embed/go";

/// A program that uses the package, and what it prints.
const PROGRAM: &str = r#"package main

import (
	"context"
	"fmt"

	backuptarget "github.com/OWNER/k8s-backup-target/embed/go"
)

func main() {
	fmt.Println(backuptarget.CheckSpec(context.Background(), backuptarget.Spec{
		IncludeNamespaces: []string{"prod"},
		TTL:               backuptarget.Ptr("24h"),
		ExcludeNamespaces: []string{"prod"},
	}))
}
"#;
const PRINTED: &str = "error[namespace-in-both]";

/// The Go command.
pub(crate) struct Go(());

impl Go {
    /// Finds Go.
    pub(crate) fn find() -> Result<Go> {
        let (major, minor) = OLDEST;
        let install = || format!("install Go {major}.{minor} or later");
        let version = output(Command::new("go").arg("version")).with_context(install)?;
        ensure!(version_of(&version).is_some_and(|version| version >= OLDEST), install());
        Ok(Go(()))
    }

    /// Returns a command in a folder.
    pub(crate) fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new("go");
        command.current_dir(folder);
        command
    }

    /// Returns a command in the folder of the package. Its caches are below `target`.
    fn in_package(&self) -> Command {
        with_caches(self.command(&package()))
    }

    /// Copies the module into the package, which embeds it.
    fn prepare(&self) -> Result<()> {
        fs::copy(component::standalone(), package().join(module_name()?))?;
        Ok(())
    }

    /// Writes the files of a module proxy.
    pub(crate) fn package(&self, to: &Path) -> Result<()> {
        self.prepare()?;
        let version = format!("v{}", env!("CARGO_PKG_VERSION"));
        let mut zip = with_caches(self.command(&root().join("xtask/module-zip")));
        zip.args(["run", "-mod=readonly", "."]).arg(package().join("go.mod")).arg(version).arg(to);
        let mut running = zip.stdin(Stdio::piped()).spawn().context("cannot run go")?;
        let mut files = running.stdin.take().context("it has a standard input")?;
        files.write_all(files_of_module()?.as_bytes())?;
        drop(files);
        ensure!(running.wait()?.success(), "the module was not written");
        Ok(())
    }

    /// Tests the package, and the module in a folder of its own.
    pub(crate) fn test(&self, proxy: &Path) -> Result<()> {
        self.prepare()?;
        run(self.in_package().args(["vet", "./..."]))?;
        run(self.in_package().args(["run", STATICCHECK, "./..."]))?;
        // The race detector needs a C compiler.
        let has_compiler = output(self.in_package().args(["env", "CGO_ENABLED"]))? == "1";
        run(self.in_package().arg("test").args(has_compiler.then_some("-race")).arg("./..."))?;
        self.use_module(proxy)
    }

    /// Runs a program that uses the module of the proxy, in a folder with nothing else.
    fn use_module(&self, proxy: &Path) -> Result<()> {
        let folder = process::target().join("go/program");
        let modules = process::target().join("go/modules");
        process::remove_folder(&folder)?;
        process::remove_folder(&modules)?;
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("main.go"), PROGRAM)?;
        let of_user = PathBuf::from(output(self.in_package().args(["env", "GOMODCACHE"]))?).join("cache/download");
        let ordinary = output(self.in_package().args(["env", "GOPROXY"]))?;
        let proxies = format!("file://{},file://{},{ordinary}", proxy.display(), of_user.display());
        let go = || {
            let mut go = with_caches(self.command(&folder));
            go.envs([("GOPROXY", proxies.as_str()), ("GONOSUMDB", "github.com/OWNER"), ("GOWORK", "off")]);
            // Without the flag, the folder could not be removed.
            go.env("GOFLAGS", "-mod=mod -modcacherw").env("GOMODCACHE", &modules);
            go
        };
        output(go().args(["mod", "init", "program"]))?;
        let module = format!("github.com/OWNER/k8s-backup-target/embed/go@v{}", env!("CARGO_PKG_VERSION"));
        output(go().args(["get", &module]))?;
        let printed = output(go().args(["run", "."]))?;
        ensure!(printed.starts_with(PRINTED), "the program prints {printed:?}");
        Ok(())
    }

    /// Runs the benchmarks of the package, and returns the lines that they print.
    pub(crate) fn bench(&self, arguments: &[&std::ffi::OsStr]) -> Result<String> {
        self.prepare()?;
        let program = process::target().join("go/bench");
        run(self.in_package().args(["build", "-o"]).arg(&program).arg("./internal/bench"))?;
        output(Command::new(program).args(arguments))
    }
}

fn package() -> PathBuf {
    root().join(PACKAGE)
}

fn with_caches(mut command: Command) -> Command {
    let caches = process::target().join("go");
    command.env("GOCACHE", caches.join("build")).env("XDG_CACHE_HOME", caches.join("cache"));
    command
}

fn module_name() -> Result<String> {
    let module = component::standalone();
    Ok(module.file_name().context("it is a file")?.to_string_lossy().into_owned())
}

/// Returns a line for each file of the module: its name in the module, a tab and its path.
fn files_of_module() -> Result<String> {
    // Tracked files, and new files that are not ignored: so this also works before a commit.
    let list = ["ls-files", "--cached", "--others", "--exclude-standard"];
    let names = output(Command::new("git").current_dir(package()).args(list))?;
    let module = module_name()?;
    let mut names: Vec<&str> = names.lines().chain([module.as_str()]).collect();
    // git has two lists, and the bytes of the zip must not depend on them.
    names.sort_unstable();
    names.retain(|name| package().join(name).is_file());
    let mut lines = String::new();
    for name in names {
        let _ = writeln!(lines, "{name}\t{}", package().join(name).display());
    }
    let _ = writeln!(lines, "LICENSE\t{}", root().join("LICENSE").display());
    Ok(lines)
}

/// Returns the version in what `go version` prints: `go version go1.24.1 linux/amd64`.
fn version_of(printed: &str) -> Option<(u32, u32)> {
    let version = printed.split(' ').nth(2)?.strip_prefix("go")?;
    let mut numbers = version.split(|char: char| !char.is_ascii_digit()).map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::version_of;

    #[test]
    fn the_version_of_go_is_read() {
        assert_eq!(version_of("go version go1.24.1 linux/amd64"), Some((1, 24)));
        assert_eq!(version_of("go version go1.26rc1 linux/amd64"), Some((1, 26)));
        assert_eq!(version_of("go version devel linux/amd64"), None);
    }
}
