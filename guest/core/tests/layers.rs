//! Tests that core's modules depend only on groups below them, and that no modules depend on each other in a circle.
//! The groups are those of the table in `lib.rs`, from top to bottom. Tests may use any module.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A path from the root of the crate, such as `velero`, `cron`, `parse`.
type Module = Vec<String>;

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Returns the groups of top-level modules in the table of `lib.rs`, from top to bottom.
fn groups() -> Vec<Vec<String>> {
    let lib = fs::read_to_string(src().join("lib.rs")).expect("text");
    let rows = lib.lines().filter_map(|line| line.strip_prefix("//! | `"));
    let names = |row: &str| row.split('|').next().expect("a first cell").replace(['`', ' '], "");
    rows.map(|row| names(row).split(',').map(str::to_owned).collect()).collect()
}

/// Returns every module but tests, with its source up to its own tests.
fn modules() -> BTreeMap<Module, String> {
    let mut modules = BTreeMap::new();
    let mut folders = vec![src()];
    while let Some(folder) = folders.pop() {
        for file in fs::read_dir(folder).expect("a folder").map(|file| file.expect("readable").path()) {
            if file.is_dir() {
                folders.push(file);
                continue;
            }
            let path = file.strip_prefix(src()).expect("inside").with_extension("");
            let module: Module = path.iter().map(|name| name.to_str().expect("UTF-8").to_owned()).collect();
            let is_code = file.extension().is_some_and(|ending| ending == "rs");
            if is_code && module != ["lib"] && module.last().is_some_and(|name| name != "tests") {
                let source = fs::read_to_string(&file).expect("text");
                let code = source.split("#[cfg(test)]\nmod tests {").next().expect("a first part");
                let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
                modules.insert(module, lines.collect::<Vec<_>>().join("\n"));
            }
        }
    }
    modules
}

/// Returns the paths in a module's source that start with `crate` or `super`, from the crate's root.
fn paths(module: &Module, source: &str) -> Vec<Module> {
    let mut paths = Vec::new();
    for start in ["crate::", "super::"] {
        for (at, _) in source.match_indices(start) {
            // A second `super` is in the path of the first.
            if !source[..at].ends_with("super::") && !source[..at].ends_with(|char: char| char.is_alphanumeric()) {
                use_tree(module, &source[at..], &mut paths);
            }
        }
    }
    paths
}

/// Adds the paths of the use tree at the start of a text, and returns the rest of the text.
fn use_tree<'s>(base: &Module, mut text: &'s str, paths: &mut Vec<Module>) -> &'s str {
    let mut path = base.clone();
    loop {
        text = text.trim_start();
        if let Some(mut entries) = text.strip_prefix('{') {
            while !entries.trim_start().starts_with('}') {
                entries = use_tree(&path, entries, paths).trim_start().trim_start_matches(',');
            }
            return entries.trim_start().strip_prefix('}').expect("the end of the list");
        }
        let end = text.find(|char: char| !char.is_alphanumeric() && char != '_').unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        match name {
            "crate" => path.clear(),
            "super" => drop(path.pop()),
            "self" => {}
            _ => path.push(name.to_owned()),
        }
        match rest.strip_prefix("::") {
            Some(rest) => text = rest,
            None => {
                paths.push(path);
                return rest.trim_start_matches('*');
            }
        }
    }
}

/// Returns the dependencies between modules of the same parent: the parent, the one, the other.
fn uses_of_siblings() -> BTreeSet<(Module, String, String)> {
    let modules = modules();
    let mut uses = BTreeSet::new();
    for (module, source) in &modules {
        for path in paths(module, source) {
            let known = (1..=path.len()).rev().map(|length| &path[..length]).find(|path| modules.contains_key(*path));
            let Some(used) = known else { continue };
            let common = module.iter().zip(used).take_while(|(a, b)| a == b).count();
            if let (Some(user), Some(used)) = (module.get(common), used.get(common)) {
                uses.insert((module[..common].to_vec(), user.clone(), used.clone()));
            }
        }
    }
    assert!(uses.len() > 100, "{uses:?}");
    uses
}

#[test]
fn groups_use_only_groups_below_them() {
    let groups = groups();
    let group = |module: &String| groups.iter().position(|group| group.contains(module));
    let group = |module: &String| group(module).unwrap_or_else(|| panic!("lib.rs has no group for `{module}`"));
    for (parent, user, used) in uses_of_siblings() {
        if parent.is_empty() {
            assert!(group(&user) <= group(&used), "`{user}` uses `{used}`, which is in a group above it");
        }
    }
}

#[test]
fn modules_do_not_use_each_other_in_a_cycle() {
    let mut uses = uses_of_siblings();
    // A module is not in a circle if it uses nothing, or only modules that are not in a circle.
    loop {
        let users: BTreeSet<(Module, String)> =
            uses.iter().map(|(parent, user, _)| (parent.clone(), user.clone())).collect();
        let before = uses.len();
        uses.retain(|(parent, _, used)| users.contains(&(parent.clone(), used.clone())));
        if uses.len() == before {
            break;
        }
    }
    assert!(uses.is_empty(), "cycles: {uses:#?}");
}
