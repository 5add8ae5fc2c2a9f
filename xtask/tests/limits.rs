//! `docs/limits.md` names constants and tests that exist.

use std::fs;
use std::path::Path;

/// The text of every Rust file below a folder.
fn sources(folder: &Path) -> String {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let text = |file: &Path| match file.extension() {
        _ if file.is_dir() => sources(file),
        Some(ending) if ending == "rs" => fs::read_to_string(file).expect("text"),
        _ => String::new(),
    };
    entries.map(|entry| text(&entry.expect("readable").path())).collect()
}

#[test]
fn each_constant_and_test_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = fs::read_to_string(root.join("docs/limits.md")).expect("text");
    let sources: String =
        ["guest", "embed/rust", "host-test"].iter().map(|folder| sources(&root.join(folder))).collect();
    let is_name = |text: &&str| text.len() > 3 && text.chars().all(|char| char.is_ascii_alphanumeric() || char == '_');
    let names = page.split('`').skip(1).step_by(2).filter_map(|code| code.rsplit("::").next()).filter(is_name);
    let names: Vec<&str> = names.filter(|name| name.contains('_')).collect();
    assert!(names.len() > 40, "{names:?}");
    for name in names {
        assert!(sources.contains(name), "docs/limits.md names `{name}`, which does not exist");
    }
}
