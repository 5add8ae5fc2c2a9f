//! Generates code and documentation from wit/. The files are checked in, and a test fails when they are stale.

mod contract;
mod docs;
mod guest;
mod python;
mod rust;
mod table;
mod typescript;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::process::root;
use contract::Contract;

const NOTICE: &str = "Generated from wit/ by `cargo xtask bindings`.";

/// Fields that default to false.
const SWITCHES: [&str; 3] = ["paused", "skip-immediately", "use-owner-references-in-backup"];

/// Optional parameters that callers must pass explicitly: without a value, something is deleted.
const EXPLICIT: [(&str, &str); 1] = [("validation.document.edit", "value")];

/// Writes every generated file.
pub(crate) fn write() -> Result<()> {
    for (file, text) in files()? {
        fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
        println!("{}", file.strip_prefix(root()).unwrap_or(&file).display());
    }
    Ok(())
}

/// Returns every generated file with its text.
fn files() -> Result<Vec<(PathBuf, String)>> {
    let contract = Contract::read(&root().join("wit"))?;
    let mut files = vec![
        (root().join("wit/json.md"), table::write(&contract)),
        (root().join("guest/evaluator/src/json/contract.rs"), guest::write(&contract)),
    ];
    for (folder, texts) in [
        ("embed/js/src/contract", typescript::write(&contract)),
        ("embed/python/src/k8s_backup_target", python::write(&contract)),
        ("embed/rust/src", rust::write(&contract)?),
    ] {
        files.extend(texts.into_iter().map(|(name, text)| (root().join(folder).join(name), text)));
    }
    Ok(files)
}

/// A name of WIT as a name of Rust or Python: `get_backup_spec`.
fn snake(name: &str) -> String {
    name.replace('-', "_")
}

/// A name of WIT as the name of a type: `BackupSpec`.
fn pascal(name: &str) -> String {
    name.split('-')
        .map(|word| {
            let (first, rest) = word.split_at(usize::from(!word.is_empty()));
            first.to_uppercase() + rest
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_files_are_up_to_date() {
        for (file, text) in files().expect("the contract") {
            let written = fs::read_to_string(&file).unwrap_or_default();
            assert!(written == text, "{} is stale: run `cargo xtask bindings`", file.display());
        }
    }
}
