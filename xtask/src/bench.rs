//! `cargo xtask bench`: measures the project and its alternatives, for docs/performance.md.

mod cedar;
mod goals;
mod table;

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;
use serde_json::{Value, json};

use crate::component;
use crate::editor;
use crate::go::Go;
use crate::javascript;
use crate::jvm::{self, Maven};
use crate::node::Node;
use crate::process::{self, cargo, output, root, run, step};
use crate::python;
use crate::wasm_target::WasmToolchain;
use crate::webhook;
use table::{Base, Table};

/// Hosts that other measurements are compared with.
const LIBRARY: &str = "the Python library";
const NATIVE: &str = "Rust, native";
const COMPONENT: &str = "Rust, component";
const PYTHON: &str = "Python";
const HYPER: &str = "hyper, native";
const WASMTIME: &str = "wasmtime alone";
const SIMD: &str = "simd-json, into its values";
/// The row of the machine's noise.
const NOISE: &str = "the same native loop, repetition";
const SCHEMA: &str = "the shape alone, by jsonschema";

/// Numbers of targets in databags.
const TARGETS: [usize; 5] = [1, 10, 100, 1_000, 10_000];

/// Runs all benchmarks. The components must be in `target/components`.
pub(crate) fn all(wasm: &WasmToolchain) -> Result<()> {
    step("hosts");
    let hosts = Hosts::ready()?;
    let module = component::module_with_names(wasm, &component::EVALUATOR)?;
    run(&mut of_rust(&["--no-run"]))?;

    println!("\n{}", circumstances(&hosts.python)?);
    let tables = [
        shown_calls(&hosts)?,
        shown("Checking", Base::Host(SCHEMA), rust("checking", &[])?),
        shown("Selection", Base::Host(NATIVE), rust("selection", &[])?),
        shown("Policy languages", Base::Host(COMPONENT), rust("policies", &[])?),
        shown("The admission webhook, over HTTP", Base::Host(HYPER), webhook()?),
        shown("The language server", Base::Nothing, keys()?),
        shown_start(&hosts)?,
        shown("Size", Base::Nothing, rust("size", &sizes(&hosts.cedar))?),
        shown("The evaluator's code, by crate", Base::Nothing, rust("code", &[module.into()])?),
    ];
    println!("\n## Goals\n");
    goals::print(&tables);
    step("editor");
    editor::bench(&hosts.node)
}

/// Runs only the benchmarks that compare hosts. The components must be in `target/components`.
pub(crate) fn of_hosts() -> Result<()> {
    step("hosts");
    let hosts = Hosts::ready()?;
    run(&mut of_rust(&["--no-run", "--bench", "calls", "--bench", "start"]))?;
    println!("\n{}", circumstances(&hosts.python)?);
    shown_calls(&hosts)?;
    shown_start(&hosts)?;
    Ok(())
}

fn shown_calls(hosts: &Hosts) -> Result<Table> {
    Ok(shown("A call, from each host", Base::Host(LIBRARY), calls(hosts)?))
}

fn shown_start(hosts: &Hosts) -> Result<Table> {
    Ok(shown("Start", Base::Cell { host: LIBRARY, row: "import" }, start(hosts)?))
}

fn of_rust(arguments: &[&str]) -> Command {
    let mut cargo = cargo();
    cargo.args(["bench", "--locked", "--manifest-path", "bench/Cargo.toml"]).args(arguments);
    cargo
}

/// Runs a benchmark in Rust, and returns its table.
fn rust(bench: &str, arguments: &[OsString]) -> Result<Table> {
    let mut table = Table::default();
    table.add(&output(of_rust(&["--quiet", "--bench", bench, "--"]).args(arguments))?)?;
    Ok(table)
}

fn shown(title: &str, base: Base, table: Table) -> Table {
    println!("\n## {title}\n");
    table.print(base);
    table
}

/// The programs that run the packages.
struct Hosts {
    python: PathBuf,
    node: Node,
    go: Go,
    /// The folder with cedar-wasm.
    cedar: PathBuf,
}

impl Hosts {
    fn ready() -> Result<Hosts> {
        let python = python::environment()?;
        let node = Node::ensure()?;
        let go = Go::find()?;
        javascript::build(&node)?;
        jvm::build_bench(&Maven::find()?)?;
        let cedar = cedar::installed(&node)?;
        Ok(Hosts { python, node, go, cedar })
    }

    fn python(&self, arguments: &[&OsStr]) -> Result<String> {
        output(Command::new(&self.python).arg(root().join("embed/python/bench.py")).args(arguments))
    }

    fn node(&self, arguments: &[&OsStr]) -> Result<String> {
        output(self.node.command("node", &javascript::folder()).args(["bench.mjs", "lines"]).args(arguments))
    }
}

/// Returns a line about the machine and the date.
fn circumstances(python: &Path) -> Result<String> {
    let program = "import datetime, os, platform; \
        print(platform.system(), platform.machine(), 'on', os.cpu_count(), 'cores', 'on', datetime.date.today())";
    let machine = output(Command::new(python).args(["-c", program]))?;
    let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpuinfo.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map(|(_, model)| format!(" ({model})")).unwrap_or_default();
    Ok(format!("Measured by `cargo xtask bench`, {machine}{model}."))
}

/// Measures calls. All hosts have the same inputs, and run one after the other.
fn calls(hosts: &Hosts) -> Result<Table> {
    let inputs = process::target().join("bench/inputs.json");
    fs::create_dir_all(process::target().join("bench"))?;
    fs::write(&inputs, inputs_of(&root().join("examples/plain-application.json"))?.to_string())?;

    let arguments = ["calls".as_ref(), inputs.as_os_str()];
    let mut table = Table::default();
    table.add(&hosts.python(&arguments)?)?;
    table.append(rust("calls", &[inputs.clone().into()])?);
    table.add(&hosts.node(&arguments)?)?;
    table.add(&hosts.go.bench(&arguments)?)?;
    table.add(&jvm::bench(&arguments)?)?;
    Ok(table)
}

/// Measures the time until the first answer.
fn start(hosts: &Hosts) -> Result<Table> {
    let mut table = Table::default();
    table.add(&hosts.python(&["start".as_ref()])?)?;
    table.append(rust("start", &[])?);
    table.add(&hosts.node(&["start".as_ref()])?)?;
    table.add(&hosts.go.bench(&["start".as_ref()])?)?;
    table.add(&jvm::bench(&["start".as_ref()])?)?;
    table.add(&cedar::start(&hosts.node, &hosts.cedar)?)?;
    Ok(table)
}

/// Measures the language server of the native command.
fn keys() -> Result<Table> {
    run(cargo().args(["build", "--release", "--locked", "--quiet", "--package", "k8s-backup-target-cli", "--bins"]))?;
    rust("keys", &[process::target().join("release/k8s-backup-target").into()])
}

/// Measures requests to the admission webhook.
fn webhook() -> Result<Table> {
    rust("webhook", &[webhook::wasmtime()?.into(), python::with_fastapi()?.into()])
}

/// Returns names and paths of the files whose sizes are measured.
fn sizes(cedar: &Path) -> [OsString; 6] {
    let evaluator = component::file(&component::EVALUATOR);
    let zones = root().join("guest/core/src/velero/cron/zones.bin");
    [
        "the evaluator".into(),
        evaluator.into(),
        "of it, the table of time zones".into(),
        zones.into(),
        "cedar-wasm".into(),
        cedar::module(cedar).into(),
    ]
}

/// Returns databags with copies of the example's target for different apps, and its spec.
fn inputs_of(example: &Path) -> Result<Value> {
    let example: Value = serde_json::from_str(&fs::read_to_string(example)?)?;
    let databags = TARGETS.map(|count| {
        let targets = (0..count).map(|number| {
            let mut target = example.clone();
            target["app"] = json!(format!("app-{number}"));
            target
        });
        let app = format!("app-{}", count - 1);
        let query = [json!(app), example["relation_name"].clone(), example["model"].clone()];
        json!({ "targets": count, "text": Value::Array(targets.collect()).to_string(), "query": query })
    });
    Ok(json!({ "databags": databags, "spec": example["spec"].to_string() }))
}
