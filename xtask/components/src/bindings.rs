//! Generates code and documentation from wit/. The files are checked in. A test fails if they are outdated.

mod contract;
mod docs;
mod go;
mod guest;
mod java;
mod python;
mod rust;
mod table;
mod typescript;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use contract::Contract;

const NOTICE: &str = "Generated from wit/ by `cargo xtask bindings`.";

/// Fields that default to false.
const SWITCHES: [&str; 3] = ["paused", "skip-immediately", "use-owner-references-in-backup"];

/// Optional parameters that callers must pass explicitly: without a value, data is deleted.
const EXPLICIT: [(&str, &str); 1] = [("validation.document.edit", "value")];

/// Records that callers can pass for a variant: the record has a field with the name of a case, and this is the value.
const CONTAINERS: [(&str, &str); 1] = [("source", "target")];

/// Returns the folder of the workspace.
fn root() -> &'static Path {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    folder.ancestors().nth(2).expect("this package is two folders below the workspace")
}

/// Writes all generated files.
pub(crate) fn write() -> Result<()> {
    for (file, text) in files()? {
        fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
        println!("{}", file.strip_prefix(root()).unwrap_or(&file).display());
    }
    Ok(())
}

/// Returns all generated files with their text.
fn files() -> Result<Vec<(PathBuf, String)>> {
    let contract = Contract::read(&root().join("wit"))?;
    let mut files = vec![
        (root().join("wit/json.md"), table::write(&contract)),
        (root().join("guest/evaluator/src/json/contract.rs"), guest::write(&contract)),
    ];
    for (folder, texts) in [
        ("embed/go", go::write(&contract)),
        ("embed/js/src/contract", typescript::write(&contract)),
        ("embed/python/src/k8s_backup_target", python::write(&contract)),
        ("embed/rust/src", rust::write(&contract)?),
        ("embed/jvm/src/main/java/io/github/owner/backuptarget", java::write(&contract)),
    ] {
        files.extend(texts.into_iter().map(|(name, text)| (root().join(folder).join(name), text)));
    }
    Ok(files)
}

/// Converts a WIT name to a name in Rust or Python: `get_backup_spec`.
fn snake(name: &str) -> String {
    name.replace('-', "_")
}

/// Converts a WIT name to the name of a type: `BackupSpec`.
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
            assert!(written == text, "{} is outdated; run `cargo xtask bindings`", file.display());
        }
    }
}
