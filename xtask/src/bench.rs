//! `cargo xtask bench`: what a call costs from each host, beside the Python library; and what selection costs.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::editor;
use crate::javascript;
use crate::node::Node;
use crate::process::{self, cargo, output, root, run, step};
use crate::python;

/// Whose time the others are told in, where it does the same.
const LIBRARY: &str = "the Python library";

/// How many targets a databag has.
const TARGETS: [usize; 3] = [1, 100, 10_000];

/// Builds nothing of the guests: the components are in `target/components`.
pub(crate) fn all() -> Result<()> {
    step("what a call costs");
    calls()?;
    step("what the editor costs");
    editor::bench(&Node::ensure()?)?;
    step("what selection costs");
    run(cargo().args(["bench", "--locked", "--package", "k8s-backup-target-host", "--bench", "selection"]))
}

/// Every host measures the same inputs, one host after the other, and one table has them all.
fn calls() -> Result<()> {
    let inputs = process::target().join("bench/inputs.json");
    fs::create_dir_all(process::target().join("bench"))?;
    fs::write(&inputs, inputs_of(&root().join("examples/plain-application.json"))?.to_string())?;

    let rust = ["bench", "--quiet", "--locked", "--package", "k8s-backup-target-host", "--bench", "calls", "--"];
    let python = python::environment()?;
    let node = Node::ensure()?;
    javascript::build(&node)?;
    let mut table = Table::default();
    table.add(&output(Command::new(python).arg(root().join("embed/python/bench.py")).arg(&inputs))?)?;
    table.add(&output(cargo().args(rust).arg(&inputs))?)?;
    table.add(&output(node.command("node", &javascript::folder()).arg("bench.mjs").arg(&inputs))?)?;
    table.print();
    Ok(())
}

/// Databags with targets like that of the file, each of an app of its own, and the spec.
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

/// The seconds of each thing that was done, by host, in the order in which they came first.
#[derive(Default)]
struct Table {
    hosts: Vec<String>,
    rows: Vec<String>,
    seconds: BTreeMap<(String, String), f64>,
}

impl Table {
    /// Reads lines such as `{"host": "Node", "row": "check a spec", "seconds": 0.0001}`.
    fn add(&mut self, lines: &str) -> Result<()> {
        for line in lines.lines().filter(|line| line.starts_with('{')) {
            let measured: Value = serde_json::from_str(line)?;
            let text = |key: &str| measured[key].as_str().map(str::to_owned).with_context(|| format!("{line}: {key}"));
            let (host, row) = (text("host")?, text("row")?);
            let seconds = measured["seconds"].as_f64().with_context(|| format!("{line}: seconds"))?;
            for (names, name) in [(&mut self.hosts, &host), (&mut self.rows, &row)] {
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
            self.seconds.insert((host, row), seconds);
        }
        Ok(())
    }

    fn print(&self) {
        println!("In brackets: times {LIBRARY}'s, in the same run.\n\n| median | {} |", self.hosts.join(" | "));
        println!("|---|{}", "---|".repeat(self.hosts.len()));
        for row in &self.rows {
            let of = |host: &str| self.seconds.get(&(host.to_owned(), row.clone())).copied();
            let library = of(LIBRARY);
            let cells = self.hosts.iter().map(|host| match (of(host), library) {
                (None, _) => String::new(),
                (Some(seconds), Some(library)) if host != LIBRARY => {
                    format!("{} (×{})", shown(seconds), factor(seconds / library))
                }
                (Some(seconds), _) => shown(seconds),
            });
            println!("| {row} | {} |", cells.collect::<Vec<_>>().join(" | "));
        }
    }
}

/// With two digits that say something.
fn factor(factor: f64) -> String {
    let decimals = (1.0 - factor.log10()).ceil().clamp(0.0, 6.0) as usize;
    format!("{factor:.decimals$}")
}

fn shown(seconds: f64) -> String {
    match seconds {
        seconds if seconds < 1e-3 => format!("{:.1} µs", seconds * 1e6),
        seconds if seconds < 1.0 => format!("{:.1} ms", seconds * 1e3),
        seconds => format!("{seconds:.1} s"),
    }
}
