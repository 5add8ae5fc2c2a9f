//! What each command says about specs whose authors believed something else than what Velero does.
//!
//! Each folder of `testdata/words` has specs or targets, a cluster's objects and kinds, and the answers of the commands
//! in `answers.txt`. `BLESS=1` rewrites the answers.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use super::World;

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable").path());
    let name = |path: &PathBuf| path.file_name().expect("a name").to_string_lossy().into_owned();
    let inputs = entries.filter(|path| name(path) != "answers.txt");
    inputs.map(|path| (name(&path), fs::read(&path).expect("bytes"))).collect()
}

fn answers(folder: &Path) -> String {
    let files = files(folder);
    let is_inventory = |name: &&String| {
        let text = files.get(*name).map(|bytes| String::from_utf8_lossy(bytes));
        text.is_some_and(|text| text.contains("\"items\""))
    };
    let inventories: Vec<&String> = files.keys().filter(is_inventory).collect();
    let kinds = files.contains_key("kinds.txt");
    let mut text = String::new();
    for name in files.keys().filter(|name| !inventories.contains(name) && *name != "kinds.txt") {
        let of_plan = ["plan", name, "--schedule", "*/5 * * * *"];
        let mut commands = vec![vec!["check", name]];
        if kinds {
            commands.push(vec!["check", name, "--api-resources", "kinds.txt"]);
        }
        if name.starts_with("target") {
            commands.push(of_plan.to_vec())
        } else {
            commands.push(vec!["describe", name]);
            commands.extend(inventories.iter().map(|inventory| vec!["describe", name, "--inventory", inventory]));
        }
        commands.extend(inventories.iter().map(|inventory| vec!["select", name, "--inventory", inventory]));
        for arguments in commands {
            let mut world = World { files: files.clone(), ..World::default() };
            let status = world.run(&arguments);
            text += &format!("$ k8s-backup-target {}\n", arguments.join(" "));
            text += &format!("{}{}status: {}\n\n", world.errors, world.output, status as u8);
        }
    }
    text
}

#[test]
fn a_document_without_fields_is_a_spec_only_if_its_kind_is_given() {
    let mut world = World::with(&[("spec.yaml", b"{}")]);
    for command in ["check", "describe"] {
        assert_eq!(world.run(&[command, "spec.yaml"]), crate::Status::Problems);
        assert!((world.output.clone() + &world.errors).contains("error[no-known-field]"), "{command}");
        assert_eq!(world.run(&[command, "--kind", "spec", "spec.yaml"]), crate::Status::Success);
    }
    assert!(world.output.contains("Saves all namespaced resources in every namespace."), "{}", world.output);
}

#[test]
fn beliefs_about_velero_are_answered() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/words");
    let folders = fs::read_dir(root).expect("a folder").map(|entry| entry.expect("readable").path());
    let mut differences = String::new();
    for folder in folders {
        let (expected, answers) = (folder.join("answers.txt"), answers(&folder));
        if env::var_os("BLESS").is_some() {
            fs::write(&expected, &answers).expect("writable");
        }
        if fs::read_to_string(&expected).ok().as_ref() != Some(&answers) {
            differences += &format!("{} is not\n{answers}\n", expected.display());
        }
    }
    assert!(differences.is_empty(), "{differences}\n`cargo xtask bless` rewrites the answers");
}
