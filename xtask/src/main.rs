//! Every command that a person runs here: `cargo xtask COMMAND`.

#![forbid(unsafe_code)]

mod bench;
mod command;
mod component;
mod deny;
mod editor;
mod fuzz;
mod javascript;
mod kinds;
mod node;
mod package;
mod process;
mod pypi;
mod python;
mod reproducible;
mod sbom;
mod test;
mod wasm_target;
mod workflows;
mod zones;

use std::env;
use std::process::ExitCode;

use anyhow::{Result, ensure};
use clap::Parser;

use deny::Missing;
use node::Node;
use package::Packages;
use process::{cargo, run, step};

/// The commands of this project.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Command {
    /// Install what the others need: the wasm target, and what the packages are built and tested with
    Setup,
    /// Build k8s-backup-target.wasm and k8s-backup-target-cli.wasm, the components, and k8s-backup-target-module.wasm, for
    /// hosts without the component model; in target/components
    Build,
    /// Run the command on your files: `cargo xtask run -- check FILE`
    Run {
        /// Run it as WebAssembly, where it can read only what its arguments name
        #[arg(long)]
        sandbox: bool,
        /// The arguments of the command
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Publish the examples and look them up, through the component
    Demo,
    /// Serve the spec editor at a local address
    Editor {
        /// Where; a free port where it is not said
        #[arg(long)]
        port: Option<u16>,
    },
    /// Run all tests, those of the packages, the comparison with the Python library and the check that builds are
    /// reproducible
    Test,
    /// Build what a release has: the components, the Python and JavaScript packages, the editor, checksums; in
    /// target/package
    Package {
        /// The tag of the release, which must be `v` and the version of the packages
        #[arg(long)]
        tag: Option<String>,
    },
    /// Measure what things cost, on this machine
    Bench,
    /// Try what must hold of any input with what libFuzzer comes up with
    Fuzz {
        /// How long each target is fuzzed
        #[arg(long, default_value_t = 5)]
        minutes: u64,
        /// Which of fuzz/fuzz_targets; all of them where none is named
        targets: Vec<String>,
    },
    /// Check format, lints and docs; licences and sources of dependencies where cargo-deny is there
    Lint,
    /// Check licences, sources and advisories of every lock file's dependencies with cargo-deny, which is installed
    /// where it is missing
    Deny,
    /// Check the GitHub workflows with actionlint, where Go is installed
    Workflows,
    /// What CI runs: lint, deny, workflows and test, where a skipped test is a failure
    Ci,
    /// Rewrite the expected answers in testdata/ with the present ones; read the difference before you commit it
    Bless,
    /// Rewrite the code and documentation that is generated from wit/
    Bindings,
    /// Rewrite core's table of built-in kinds from Kubernetes' OpenAPI, as a Python package on PyPI has it
    Kinds,
    /// Rewrite core's table of time zones from tzdata, a Python package on PyPI
    Zones,
}

fn main() -> ExitCode {
    let done = match Command::parse() {
        Command::Run { sandbox: false, arguments } => return ended(command::run_natively(&arguments)),
        Command::Run { sandbox: true, arguments } => return ended(command::run_in_host(&arguments)),
        Command::Setup => setup(),
        Command::Build => build(),
        Command::Demo => demo(),
        Command::Editor { port } => build().and_then(|()| editor::serve(port)),
        Command::Test => test::all(env::var("CI").is_ok_and(|ci| ci == "true")),
        Command::Package { tag } => package(tag.as_deref()),
        Command::Bench => build().and_then(|()| bench::all(&wasm_target::ensure()?)),
        Command::Fuzz { minutes, targets } => build().and_then(|()| fuzz::all(minutes, &targets)),
        Command::Lint => lint(Missing::Skipped),
        Command::Deny => deny::check(Missing::Installed),
        Command::Workflows => workflows::check(),
        Command::Ci => lint(Missing::Installed).and_then(|()| workflows::check()).and_then(|()| test::all(true)),
        Command::Bless => bless(),
        Command::Bindings => component::tool().and_then(|mut tool| run(tool.arg("bindings"))),
        Command::Kinds => kinds::write(),
        Command::Zones => zones::write(),
    };
    ended(done.map(|()| ExitCode::SUCCESS))
}

fn ended(done: Result<ExitCode>) -> ExitCode {
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn setup() -> Result<()> {
    step("setup");
    wasm_target::ensure()?;
    println!("wasm target: here");
    if let Err(missing) = python::environment() {
        println!("python: not here: {missing:#}");
    }
    if let Err(missing) = install_for_node() {
        println!("node: not here: {missing:#}");
    }
    Ok(())
}

fn install_for_node() -> Result<()> {
    let node = Node::ensure()?;
    [javascript::folder(), editor::folder()].iter().try_for_each(|folder| node.install(folder))
}

fn build() -> Result<()> {
    component::build_all(&wasm_target::ensure()?)
}

fn demo() -> Result<()> {
    build()?;
    step("the host");
    let demo = ["--locked", "--package", "k8s-backup-target-flows", "--bin", "demo"];
    run(cargo().arg("build").args(demo))?;
    step("demo");
    run(cargo().args(["run", "--quiet"]).args(demo))
}

fn package(tag: Option<&str>) -> Result<()> {
    let version = env!("CARGO_PKG_VERSION");
    ensure!(tag.is_none_or(|tag| tag == format!("v{version}")), "the tag of version {version} is v{version}");
    build()?;
    step("the packages");
    let packages = Packages::of_components()?;
    let wheel = packages.add_wheel(&python::environment()?)?;
    let node = Node::ensure()?;
    let tarball = packages.add_tarball(&node)?;
    packages.add_editor(&node)?;
    for package in [wheel, tarball] {
        let name = package.file_name().unwrap_or_default().to_string_lossy();
        ensure!(name.contains(&format!("-{version}")), "{name} is not of version {version}");
    }
    packages.finish()
}

fn lint(missing: Missing) -> Result<()> {
    let wasm = wasm_target::ensure()?;
    step("format");
    run(cargo().args(["fmt", "--all", "--check"]))?;
    step("lints");
    run(cargo().args(["clippy", "--locked", "--all-targets", "--", "--deny", "warnings"]))?;
    for guest in &component::GUESTS {
        run(wasm.cargo("clippy").args(["--package", guest.package, "--lib", "--", "--deny", "warnings"]))?;
    }
    step("docs");
    run(cargo().args(["doc", "--locked", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))?;
    deny::check(missing)
}

fn bless() -> Result<()> {
    build()?;
    step("rewriting the expected answers");
    let tests = ["catalogue", "examples", "cases", "readme", "flows"].iter().flat_map(|test| ["--test", test]);
    run(cargo().args(["test", "--locked", "--no-fail-fast"]).args(tests).env("BLESS", "1"))
}
