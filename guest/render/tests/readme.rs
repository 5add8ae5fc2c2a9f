//! Checks the README: each block of YAML has its diagnostics in the next block. `BLESS=1` rewrites them.

use std::path::Path;
use std::{env, fs};

use k8s_backup_target::validation::{CheckedDocument, Format};
use k8s_backup_target_render::{Color, Source, render};

#[test]
fn the_readme_shows_the_diagnostics() {
    const FENCES: (&str, &str, &str) = ("```yaml\n", "```\n\n```text\n", "```\n");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let readme = fs::read_to_string(&file).expect("text");
    let mut written = String::new();
    let mut rest = readme.as_str();
    let mut examples = 0;
    while let Some((before, after)) = rest.split_once(FENCES.0) {
        let (text, after) = after.split_once(FENCES.1).expect("a block of text after each example");
        let (_, after) = after.split_once(FENCES.2).expect("the block of text ends");
        let checked = CheckedDocument::read(text.to_owned(), Format::Yaml, None, None);
        let answer = render(checked.diagnostics(), Source { name: "spec.yaml", text }, Color::Never);
        written += &[before, FENCES.0, text, FENCES.1, &answer, FENCES.2].concat();
        rest = after;
        examples += 1;
    }
    written += rest;
    assert!(examples >= 4, "{examples}");
    if env::var_os("BLESS").is_some() {
        fs::write(&file, &written).expect("writable");
    } else {
        assert!(readme == written, "the README has other diagnostics; if this is intended, run `cargo xtask bless`");
    }
}
