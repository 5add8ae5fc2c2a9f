//! Runs the examples of `docs/embedding.md` and `wit/json.md`: programs that call the component or the core module.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::process::{self, cargo, output, root};

/// The crate with the headers of wasmtime's C API.
const HEADERS: &str = "wasmtime-c-api-impl";

/// Prints the version and the shared library of the Python package `wasmtime`.
const LIBRARY: &str = "
import importlib.metadata, pathlib, wasmtime
print(importlib.metadata.version('wasmtime'))
print(next(pathlib.Path(wasmtime.__file__).parent.glob('*/_libwasmtime.so')))
";

/// Downloads what the examples in C need.
pub(crate) fn setup(python: &Path) -> Result<()> {
    if is_c_tested() { CApi::of_package(python).map(drop) } else { Ok(()) }
}

/// Runs the examples in Python and C.
pub(crate) fn test(python: &Path) -> Result<()> {
    let page = fs::read_to_string(root().join("wit/json.md"))?;
    let (_, example) = page.split_once("```python\n").context("wit/json.md has no example in Python")?;
    let (example, _) = example.split_once("```").context("the example in wit/json.md has no end")?;
    expect_answer(Command::new(python).args(["-c", example]))?;

    if !is_c_tested() {
        println!("!! skipped: the examples in C are only tested on Linux");
        return Ok(());
    }
    let api = CApi::of_package(python)?;
    ["component", "module"].iter().try_for_each(|name| expect_answer(&mut Command::new(api.compile(name)?)))
}

/// Runs the example in Ruby. Returns why it was skipped, if it was.
pub(crate) fn test_ruby() -> Result<Option<&'static str>> {
    if output(Command::new("ruby").args(["-e", "require 'wasmtime'"])).is_err() {
        return Ok(Some("install Ruby and its gem wasmtime"));
    }
    expect_answer(Command::new("ruby").arg("-w").arg(root().join("examples/embedding/ruby/component.rb")))?;
    Ok(None)
}

/// Runs a program that opens a file of `target/components` in its working directory.
fn expect_answer(program: &mut Command) -> Result<()> {
    let answer = output(program.current_dir(process::target().join("components")))?;
    ensure!(answer.contains("ttl-not-a-duration"), "the example prints {answer:?}");
    Ok(())
}

/// Returns whether the library of the Python package can be linked by its path: on Linux it has no name of its own.
fn is_c_tested() -> bool {
    cfg!(target_os = "linux")
}

/// wasmtime's C API.
struct CApi {
    headers: [PathBuf; 2],
    library: PathBuf,
}

impl CApi {
    /// Returns the library of the Python package, and the headers of the same version.
    fn of_package(python: &Path) -> Result<CApi> {
        let printed = output(Command::new(python).args(["-c", LIBRARY]))?;
        let (version, library) =
            printed.split_once('\n').context("the package wasmtime has a version and a library")?;
        let downloaded = downloaded(version)?.join("include");
        let generated = folder().join("include");
        fs::create_dir_all(generated.join("wasmtime"))?;
        // CMake generates this header from the features of a build. The library was built with all of them.
        let features = fs::read_to_string(downloaded.join("wasmtime/conf.h.in"))?;
        fs::write(generated.join("wasmtime/conf.h"), features.replace("#cmakedefine", "#define"))?;
        Ok(CApi { headers: [downloaded, generated], library: library.into() })
    }

    /// Compiles an example, and returns the program.
    fn compile(&self, name: &str) -> Result<PathBuf> {
        let source = root().join("examples/embedding/c").join(name).with_extension("c");
        let program = folder().join(name);
        let mut compiler = Command::new(env::var_os("CC").unwrap_or_else(|| "cc".into()));
        compiler.args(["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]);
        for headers in &self.headers {
            compiler.arg("-isystem").arg(headers);
        }
        output(compiler.arg(source).arg(&self.library).arg("-o").arg(&program))?;
        Ok(program)
    }
}

/// Returns the folder of the crate with the headers. It is a dependency of an empty package, and is not compiled.
fn downloaded(version: &str) -> Result<PathBuf> {
    let manifest = folder().join("Cargo.toml");
    fs::create_dir_all(folder())?;
    fs::write(folder().join("lib.rs"), "")?;
    fs::write(
        &manifest,
        format!(
            "[package]\nname = \"headers\"\nedition = \"2024\"\n\n[lib]\npath = \"lib.rs\"\n\n[workspace]\n\n\
             [dependencies]\n{HEADERS} = {{ version = \"={version}\", default-features = false }}\n"
        ),
    )?;
    let metadata = output(cargo().args(["metadata", "--format-version", "1", "--manifest-path"]).arg(&manifest))?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let found =
        packages.filter(|package| package["name"] == HEADERS).find_map(|package| package["manifest_path"].as_str());
    let found = found.and_then(|manifest| Path::new(manifest).parent());
    found.map(Path::to_owned).with_context(|| format!("cargo did not download {HEADERS}"))
}

fn folder() -> PathBuf {
    process::target().join("embedding")
}
