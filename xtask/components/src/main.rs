//! The part of `cargo xtask` that reads WIT and WebAssembly.
//!
//! It is a program of its own: its dependencies take longer to compile than the rest of `cargo xtask`, and most commands
//! do not need it.

#![forbid(unsafe_code)]

mod bindings;
mod standalone;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Parser;
use serde_json::json;
use wit_component::{ComponentEncoder, DecodedWasm};

#[derive(Parser)]
enum Command {
    /// Encode a core module as a component, and print as JSON what it imports and exports
    Encode { module: PathBuf, component: PathBuf },
    /// Make a core module without imports from the evaluator's module
    Standalone { module: PathBuf, standalone: PathBuf },
    /// Rewrite the code and documentation that is generated from wit/
    Bindings,
}

fn main() -> Result<()> {
    match Command::parse() {
        Command::Encode { module, component } => encode(&module, &component),
        Command::Standalone { module, standalone } => write(&standalone, &standalone::of(&read(&module)?)?),
        Command::Bindings => bindings::write(),
    }
}

fn encode(module: &Path, component: &Path) -> Result<()> {
    let encoded = ComponentEncoder::default().validate(true).module(&read(module)?)?.encode()?;
    let (imports, exports) = interfaces(&encoded)?;
    write(component, &encoded)?;
    println!("{}", json!({ "imports": imports, "exports": exports }));
    Ok(())
}

/// Returns the names of a component's imports, sorted, and of its exports.
fn interfaces(component: &[u8]) -> Result<(Vec<String>, Vec<String>)> {
    let DecodedWasm::Component(resolve, world) = wit_component::decode(component)? else {
        bail!("this is not a component");
    };
    let world = &resolve.worlds[world];
    let mut imports: Vec<String> = world.imports.keys().map(|import| resolve.name_world_key(import)).collect();
    imports.sort();
    Ok((imports, world.exports.keys().map(|export| resolve.name_world_key(export)).collect()))
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))
}
