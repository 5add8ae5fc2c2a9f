//! `docs/embedding.md` shows the programs in `examples/embedding`.

use std::fs;
use std::path::Path;

#[test]
fn the_page_shows_each_program() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = fs::read_to_string(root.join("docs/embedding.md")).expect("text");
    for (language, file) in [
        ("c", "examples/embedding/c/component.c"),
        ("c", "examples/embedding/c/module.c"),
        ("ruby", "examples/embedding/ruby/component.rb"),
    ] {
        let program = fs::read_to_string(root.join(file)).expect("text");
        assert!(page.contains(&format!("```{language}\n{program}```\n")), "docs/embedding.md differs from {file}");
        assert!(page.contains(&format!("(../{file})")), "docs/embedding.md has no link to {file}");
    }
}
