//! The native command answers every transcript; the component answers the same ones.

use std::io::Write;
use std::process::{Command, Stdio};
use std::thread;

use k8s_backup_target_testdata::transcripts::{self, Answer, CommandLine, files};

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_k8s-backup-target"));
    command.env_clear().current_dir(files());
    command
}

fn run(line: &CommandLine) -> Answer {
    let mut command = command();
    command.args(&line.arguments).envs(line.variables.iter().cloned());
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command is built for this test");
    let mut stdin = child.stdin.take().expect("it is a pipe");
    let input = line.input.clone();
    // Beside the output: a pipe holds only so much. A command that reads no input closes it.
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let done = child.wait_with_output().expect("it ends");
    writer.join().expect("it has written");
    Answer {
        output: String::from_utf8(done.stdout).expect("UTF-8"),
        errors: String::from_utf8(done.stderr).expect("UTF-8"),
        status: done.status.code().and_then(|code| u8::try_from(code).ok()).expect("it exits by itself"),
    }
}

#[test]
fn every_transcript_is_as_expected() {
    transcripts::compare(run);
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_it_quietly() {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let done = command().arg("schema").stdout(writer).output().expect("it ends");
    assert_eq!((done.status.code(), done.stderr), (Some(0), Vec::new()));
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_not_utf_8_is_refused() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let done = command().arg("check").arg(OsStr::from_bytes(b"a\xff.yaml")).output().expect("it ends");
    assert_eq!(done.status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&done.stderr), "error: the argument `a\u{fffd}.yaml` is not UTF-8\n");
}
