//! The program `command` runs the component of the command in the current folder.

use std::path::Path;
use std::process::Command;
use std::{fs, io};

#[test]
fn a_spec_in_the_current_folder_is_checked() -> io::Result<()> {
    let component = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../target/components/k8s-backup-target-cli.wasm")
        .canonicalize()?;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("checked");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("spec.yaml"), "include_namespaces: [prod]\nttl: 30d\n")?;
    let mut program = Command::new(env!("CARGO_BIN_EXE_command"));
    let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache");
    let output = program.arg(component).arg(cache).args(["check", "spec.yaml"]).current_dir(&folder).output()?;
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{stdout}{stderr}");
    assert!(stdout.contains("error[ttl-not-a-duration]"), "{stdout}{stderr}");
    Ok(())
}
