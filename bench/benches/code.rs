//! Measures how many bytes of the evaluator's code are from each crate. `cargo xtask bench` runs it. The argument is
//! the core module with the names of its functions.

use std::collections::BTreeMap;
use std::{env, fs};

use k8s_backup_target_bench::Line;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// Crates with fewer bytes are shown together.
const LEAST: usize = 2_000;
const OURS: &str = "k8s_backup_target_evaluator";
const STANDARD: [&str; 5] = ["alloc", "compiler_builtins", "core", "dlmalloc", "std"];

fn main() {
    let path = env::args().nth(1).expect("the path of a module; run `cargo xtask bench`");
    let module = fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut crates: BTreeMap<String, usize> = BTreeMap::new();
    for (name, bytes) in functions(&module) {
        *crates.entry(crate_of(&name)).or_default() += bytes;
    }
    let mut crates: Vec<_> = crates.into_iter().collect();
    crates.sort_by_key(|&(_, bytes)| std::cmp::Reverse(bytes));
    let (shown, rest): (Vec<_>, Vec<_>) = crates.into_iter().partition(|&(_, bytes)| bytes >= LEAST);
    for (name, bytes) in shown {
        Line::of("code", &name).bytes(bytes);
    }
    Line::of("code", "all others").bytes(rest.iter().map(|(_, bytes)| bytes).sum());
}

/// Returns the name and the size of each function.
fn functions(module: &[u8]) -> Vec<(String, usize)> {
    let (mut imported, mut sizes, mut names) = (0, Vec::new(), BTreeMap::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload.expect("a module") {
            Payload::ImportSection(imports) => {
                let is_function = |ty: &TypeRef| matches!(ty, TypeRef::Func(_));
                imported =
                    imports.into_imports().filter(|import| is_function(&import.as_ref().expect("a module").ty)).count();
            }
            Payload::CodeSectionEntry(body) => sizes.push(body.range().len()),
            Payload::CustomSection(section) => {
                let KnownCustom::Name(section) = section.as_known() else { continue };
                for name in section {
                    let Name::Function(functions) = name.expect("names") else { continue };
                    names.extend(
                        functions
                            .into_iter()
                            .map(|name| name.expect("a name"))
                            .map(|name| (name.index as usize, name.name)),
                    );
                }
            }
            _ => {}
        }
    }
    assert!(!names.is_empty(), "the module has no names");
    let name = |index: usize| names.get(&(index + imported)).copied().unwrap_or_default().to_owned();
    sizes.into_iter().enumerate().map(|(index, size)| (name(index), size)).collect()
}

/// Returns the first crate in a name. Exported functions belong to the evaluator: wit-bindgen generates them there.
fn crate_of(name: &str) -> String {
    let name = rustc_demangle::demangle(name).to_string();
    if name.contains('#') || name.starts_with("cabi_") {
        return OURS.to_owned();
    }
    let first = name.find("::").map_or("", |end| &name[..end]);
    let start = first.rfind(|letter: char| !letter.is_alphanumeric() && letter != '_').map_or(0, |at| at + 1);
    match &first[start..] {
        // Methods of primitive types and symbols of the linker have no crate.
        name if name.is_empty() || STANDARD.contains(&name) => "Rust's standard library".to_owned(),
        name => name.to_owned(),
    }
}
