//! The tables of releases in `docs/compatibility.md`, which are generated from the code: `BLESS=1` rewrites them.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use k8s_backup_target::release::{BEHAVIOURS, Release};

const START: &str = "<!-- Generated from guest/core/src/release.rs by `cargo xtask bless`. -->\n";
const END: &str = "<!-- End of the generated part. -->\n";

#[test]
fn the_page_has_the_releases_and_their_behaviours() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/compatibility.md");
    let page = fs::read_to_string(&file).expect("text");
    let (before, rest) = page.split_once(START).expect("the start of the generated part");
    let (_, after) = rest.split_once(END).expect("the end of the generated part");
    let expected = [before, START, &tables(), END, after].concat();
    if env::var_os("BLESS").is_some() {
        fs::write(&file, &expected).expect("writable");
    }
    let written = fs::read_to_string(&file).expect("text");
    assert!(written == expected, "docs/compatibility.md differs from the code: `cargo xtask bless` rewrites it");
}

fn tables() -> String {
    let mut text = "\n| version | what was measured |\n|---|---|\n".to_owned();
    for release in Release::ALL {
        let default = if release == Release::default() { ", the default" } else { "" };
        let _ = writeln!(text, "| `{release}`{default} | {} |", release.measured());
    }
    text += "\n| releases | what they do | what the others do | in Velero's code |\n|---|---|---|---|\n";
    for row in &BEHAVIOURS {
        let _ = writeln!(text, "| {} | {} | {} | {} |", row.releases, row.summary, row.otherwise, row.source);
    }
    text + "\n"
}
