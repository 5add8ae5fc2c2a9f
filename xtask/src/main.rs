//! Every command that a person runs here: `cargo xtask COMMAND`.

#![forbid(unsafe_code)]

mod bench;
mod command;
mod component;
mod cron_libraries;
mod deny;
mod editor;
mod embedding;
mod fuzz;
mod go;
mod javascript;
mod jvm;
mod kinds;
mod mutants;
mod node;
mod package;
mod process;
mod pypi;
mod python;
mod reproducible;
mod sbom;
mod test;
mod vscode;
mod wasm_target;
mod webhook;
mod workflows;
mod zones;

use std::collections::BTreeMap;
use std::env;
use std::process::ExitCode;

use anyhow::{Result, ensure};
use clap::Parser;

use component::Progress;
use deny::Missing;
use go::Go;
use jvm::Maven;
use node::Node;
use package::Packages;
use process::{cargo, run, step};

/// The commands of this project.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Command {
    /// Install what the other commands need: the wasm target, and the tools that build and test the packages
    Setup,
    /// Build the components and the module for hosts without the component model, in target/components
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
    /// Publish, look up, merge, plan and dry-run the specs in examples/, through the component
    Demo,
    /// Serve the spec editor at a local address
    Editor {
        /// The port; by default a free one
        #[arg(long)]
        port: Option<u16>,
    },
    /// Run all tests: of the crates, of the packages, and against the Python library
    Test,
    /// Build a release in target/package: components, packages of the languages, editor, checksums
    Package {
        /// The tag of the release: `v` and the version of the packages
        #[arg(long)]
        tag: Option<String>,
    },
    /// Measure times and sizes on this machine
    Bench {
        /// Only calls and start, from each language
        #[arg(long)]
        hosts: bool,
    },
    /// Fuzz the properties with libFuzzer
    Fuzz {
        /// The time for each target
        #[arg(long, default_value_t = 5)]
        minutes: u64,
        /// Targets in fuzz/fuzz_targets; by default all
        targets: Vec<String>,
    },
    /// Change core in small ways, and report the changes that its tests do not notice; run it again to continue
    Mutants {
        /// A part of the changes: `1/20` is the second of 20 parts
        #[arg(long)]
        shard: Option<String>,
        /// Number of changes that are tested at the same time
        #[arg(long)]
        jobs: Option<u32>,
        /// Files to change; by default those with the rules of Velero
        files: Vec<String>,
    },
    /// Use the Python package from many threads at once, with signals and forks, and check every answer
    StressPython {
        /// The time
        #[arg(long, default_value_t = 60)]
        seconds: u64,
    },
    /// Send the requests of testdata/admission to the admission webhook in `wasmtime serve`
    Webhook,
    /// Check format, lints and docs, and the dependencies if cargo-deny is installed
    Lint,
    /// Check licences, sources and advisories of all dependencies with cargo-deny, which is installed if needed
    Deny,
    /// Check the GitHub workflows with actionlint, if Go is installed
    Workflows,
    /// Run lint, deny, workflows and test; a skipped test is a failure
    Ci,
    /// Check that builds of the components in two folders give the same bytes
    Reproducible,
    /// Rewrite the expected answers; read the difference before you commit it
    Bless,
    /// Rewrite the code and documentation that is generated from wit/
    Bindings,
    /// Rewrite core's table of built-in kinds from Kubernetes' OpenAPI, in a Python package on PyPI
    Kinds,
    /// Rewrite core's table of time zones from tzdata, a Python package on PyPI
    Zones,
    /// Compare how core reads generated schedules with the two libraries of Velero, which need Go
    CronLibraries {
        /// Other texts for each number
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
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
        Command::Bench { hosts: true } => build().and_then(|()| bench::of_hosts()),
        Command::Bench { hosts: false } => build().and_then(|()| bench::all(&wasm_target::ensure()?)),
        Command::Fuzz { minutes, targets } => build().and_then(|()| fuzz::all(minutes, &targets)),
        Command::Mutants { shard, jobs, files } => mutants::all(shard.as_deref(), jobs, &files),
        Command::StressPython { seconds } => build().and_then(|()| python::stress(&python::environment()?, seconds)),
        Command::Webhook => build().and_then(|()| webhook::test(&webhook::wasmtime()?)),
        Command::Lint => lint(Missing::Skipped),
        Command::Deny => deny::check(Missing::Installed),
        Command::Workflows => workflows::check(),
        Command::Ci => lint(Missing::Installed).and_then(|()| workflows::check()).and_then(|()| test::all(true)),
        Command::Reproducible => wasm_target::ensure().and_then(|wasm| reproducible::check(&wasm)),
        Command::Bless => bless(),
        Command::Bindings => component::tool().and_then(|mut tool| run(tool.arg("bindings"))),
        Command::Kinds => kinds::write(),
        Command::Zones => zones::write(),
        Command::CronLibraries { seed } => cron_libraries::compare(seed),
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
    println!("wasm target: ready");
    if let Err(missing) = python::environment().and_then(|python| embedding::setup(&python)) {
        println!("python: missing: {missing:#}");
    }
    if let Err(missing) = install_for_node() {
        println!("node: missing: {missing:#}");
    }
    if let Err(missing) = Go::find() {
        println!("go: missing: {missing:#}");
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
    println!("The first time, this compiles the component and wasmtime: 2 to 3 minutes on 2 cores.");
    step("1 of 3: compile the component");
    component::write(&wasm_target::ensure()?, &component::EVALUATOR, Progress::Shown)?;
    step("2 of 3: compile the host, which runs the component in wasmtime");
    let demo = ["--locked", "--package", "k8s-backup-target-flows", "--bin", "demo"];
    run(cargo().arg("build").args(demo))?;
    step("3 of 3: run the demo");
    run(cargo().args(["run", "--quiet"]).args(demo))
}

fn package(tag: Option<&str>) -> Result<()> {
    let version = env!("CARGO_PKG_VERSION");
    ensure!(tag.is_none_or(|tag| tag == format!("v{version}")), "the tag of version {version} is v{version}");
    build()?;
    step("the packages");
    let packages = Packages::of_components()?;
    let (mut built, mut missing) = (Vec::new(), Vec::new());
    match python::environment() {
        Ok(python) => built.extend(packages.add_python(&python)?),
        Err(error) => missing.push(("the Python package", error)),
    }
    match Node::ensure() {
        Ok(node) => {
            built.push(packages.add_tarball(&node)?);
            packages.add_extension(&node)?;
            packages.add_editor(&node)?;
        }
        Err(error) => missing.push(("the JavaScript package, the extension for VS Code, and the editor", error)),
    }
    match Go::find() {
        Ok(go) => drop(packages.add_go(&go)?),
        Err(error) => missing.push(("the Go package", error)),
    }
    match Maven::find() {
        Ok(maven) => jvm::build(&maven, &packages.maven())?,
        Err(error) => missing.push(("the Java package", error)),
    }
    for package in built {
        let name = package.file_name().unwrap_or_default().to_string_lossy();
        ensure!(name.contains(&format!("-{version}")), "{name} is not of version {version}");
    }
    packages.finish()?;
    for (package, error) in &missing {
        println!("!! not built: {package}: {error:#}");
    }
    ensure!(tag.is_none() || missing.is_empty(), "a release has all packages");
    Ok(())
}

fn lint(missing: Missing) -> Result<()> {
    let wasm = wasm_target::ensure()?;
    step("format");
    run(cargo().args(["fmt", "--all", "--check"]))?;
    step("lints");
    run(cargo().args(["clippy", "--locked", "--all-targets", "--", "--deny", "warnings"]))?;
    let guests = component::GUESTS.iter().chain([&component::POLICY]);
    let mut of_features: BTreeMap<&[&str], Vec<&str>> = BTreeMap::new();
    for guest in guests {
        of_features.entry(guest.features).or_default().extend(["--package", guest.package]);
    }
    for (features, packages) in of_features {
        let features = ["--features", &features.join(",")];
        run(wasm.cargo("clippy").args(packages).args(features).args(["--lib", "--", "--deny", "warnings"]))?;
    }
    step("docs");
    run(cargo().args(["doc", "--locked", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))?;
    deny::check(missing)
}

fn bless() -> Result<()> {
    build()?;
    step("rewriting the expected answers");
    let tests = ["catalogue", "compatibility", "examples", "cases", "readme", "flows"];
    let tests = tests.iter().flat_map(|test| ["--test", test]);
    run(cargo().args(["test", "--locked", "--no-fail-fast"]).args(tests).env("BLESS", "1"))?;
    run(cargo().args(["test", "--locked", "-p", "k8s-backup-target-cli", "--lib", "words"]).env("BLESS", "1"))
}
