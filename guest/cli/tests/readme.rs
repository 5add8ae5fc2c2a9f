//! The README shows what the command prints. `BLESS=1` rewrites it.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

const PROMPT: &str = "$ k8s-backup-target ";

/// Returns the README with the present output of each command line. A block of YAML is `spec.yaml`, and
/// `schedule.yaml`, for the commands after it.
fn with_output(readme: &str, folder: &Path) -> (String, usize) {
    let mut written = String::new();
    let mut commands = 0;
    let mut blocks = readme.split_inclusive("```");
    while let Some(text) = blocks.next() {
        written += text;
        let Some(block) = blocks.next() else { break };
        if let Some(spec) = block.strip_prefix("yaml\n") {
            for name in ["spec.yaml", "schedule.yaml"] {
                fs::write(folder.join(name), spec.strip_suffix("```").expect("a block ends")).expect("writable");
            }
        }
        match block.strip_prefix("console\n").filter(|console| console.starts_with(PROMPT)) {
            Some(console) => {
                let line = console.lines().next().expect("a block has a command line");
                let arguments = line.strip_prefix(PROMPT).expect("it starts with the prompt").split(' ');
                let done = Command::new(env!("CARGO_BIN_EXE_k8s-backup-target"))
                    .args(arguments)
                    .current_dir(folder)
                    .env_clear()
                    .output()
                    .expect("the command is built for this test");
                let output = String::from_utf8(done.stdout).expect("UTF-8");
                written += &format!("console\n{line}\n{}\n```", output.trim_end());
                commands += 1;
            }
            None => written += block,
        }
    }
    (written, commands)
}

#[test]
fn the_readme_shows_what_the_command_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let file = root.join("README.md");
    let readme = fs::read_to_string(&file).expect("text");
    let folder = tempfile::tempdir().expect("a folder");
    for path in ["examples/kubeflow-control-plane.json", "examples/cluster/objects.json"] {
        let copy = folder.path().join(path);
        fs::create_dir_all(copy.parent().expect("a file is in a folder")).expect("writable");
        fs::copy(root.join(path), copy).expect("readable");
    }
    let (written, commands) = with_output(&readme, folder.path());
    assert_eq!(commands, 3);
    if env::var_os("BLESS").is_some() {
        fs::write(&file, &written).expect("writable");
    } else {
        assert!(readme == written, "`cargo xtask bless` rewrites what is meant:\n{written}");
    }
}

#[test]
fn the_readme_is_a_page() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    // Python's also lists how to pack a charm, and the differences from the library that it replaces.
    let files = [
        ("README.md", 110),
        ("embed/python/README.md", 140),
        ("embed/js/README.md", 110),
        ("embed/rust/README.md", 110),
    ];
    for (file, max_lines) in files {
        let readme = fs::read_to_string(root.join(file)).expect("text");
        assert!(readme.lines().count() <= max_lines, "{file} has {} lines", readme.lines().count());
        let first = readme.split("\n\n").nth(1).expect("a sentence after the title");
        assert!(first.split_whitespace().count() <= 25, "{file}: {first}");
    }
}
