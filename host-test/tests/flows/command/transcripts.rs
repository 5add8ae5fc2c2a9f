//! Transcripts: command lines with what is written and the exit status.
//!
//! `testdata/transcripts/NAME.txt` has lines that start with `$ `, each run in `testdata/transcripts/files`, and behind each
//! its standard output, its standard error with `! ` before each line, and its exit status. `< FILE` is its standard input.
//! Lines that start with `# ` are for the reader. `cargo xtask bless` rewrites the answers.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use k8s_backup_target_host::command::Files;

use super::run;

pub(super) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/transcripts")
}

#[test]
fn every_transcript_is_as_expected() {
    let bless = env::var_os("BLESS").is_some();
    let mut differences = String::new();
    for file in transcripts() {
        let expected = fs::read_to_string(&file).expect("text");
        let answer = answer(&expected);
        if bless {
            fs::write(&file, &answer).expect("writable");
        } else if expected != answer {
            let _ = writeln!(differences, "{} is not\n{answer}", file.display());
        }
    }
    assert!(differences.is_empty(), "{differences}\n`cargo xtask bless` rewrites what is meant");
}

#[test]
fn every_command_and_every_format_has_a_transcript() {
    let lines: Vec<String> = command_lines();
    for command in ["check", "lookup", "publish", "merge", "plan", "select", "coverage", "rules", "describe", "schema"]
    {
        let is_shown = |line: &String| line.starts_with(command) && !line.contains("--help");
        assert!(lines.iter().any(is_shown), "{command}");
    }
    for format in ["human", "json", "sarif", "github", "junit"] {
        assert!(lines.contains(&format!("check --format {format} specs/")), "{format}");
    }
}

fn transcripts() -> Vec<PathBuf> {
    let files = fs::read_dir(folder()).expect("a folder").map(|file| file.expect("readable").path());
    let mut files: Vec<_> = files.filter(|file| file.extension().is_some_and(|end| end == "txt")).collect();
    assert!(!files.is_empty());
    files.sort();
    files
}

/// Every command that is run.
pub(super) fn command_lines() -> Vec<String> {
    let of = |file: PathBuf| -> Vec<String> {
        let text = fs::read_to_string(file).expect("text");
        text.lines().filter_map(|line| line.strip_prefix("$ ")).map(str::to_owned).collect()
    };
    transcripts().into_iter().flat_map(of).collect()
}

/// The transcript with what is answered now.
fn answer(transcript: &str) -> String {
    let mut answer = String::new();
    for line in transcript.lines() {
        if line.starts_with("# ") {
            let _ = writeln!(answer, "{line}");
        } else if line == "$" || line.starts_with("$ ") {
            let _ = writeln!(answer, "{line}\n{}", ran(line.strip_prefix('$').unwrap_or_default()));
        }
    }
    answer
}

fn ran(line: &str) -> String {
    let mut words = words(line);
    let is_variable = |word: &String| {
        let is_upper = |name: &str| name.chars().all(|char| char.is_ascii_uppercase() || char == '_');
        word.split_once('=').is_some_and(|(name, _)| is_upper(name))
    };
    let command = words.iter().position(|word| !is_variable(word)).unwrap_or_default();
    let variables: Vec<String> = words.drain(..command).collect();
    let variables: Vec<(&str, &str)> = variables.iter().filter_map(|variable| variable.split_once('=')).collect();
    let files = folder().join("files");
    let input = match words.iter().position(|word| word == "<") {
        Some(place) => fs::read(files.join(words.split_off(place).pop().expect("a file"))).expect("readable"),
        None => Vec::new(),
    };
    let arguments: Vec<&str> = words.iter().map(String::as_str).collect();
    let ran = run(&arguments, &variables, &input, Files::named_by(&words, &files));
    let errors: String = ran.errors.lines().map(|line| format!("! {line}\n")).collect();
    assert!(ran.output.is_empty() || ran.output.ends_with('\n'), "{line}");
    assert!(ran.errors.is_empty() || ran.errors.ends_with('\n'), "{line}");
    assert!(!ran.output.lines().any(|line| line.starts_with("$ ") || line.starts_with("# ")), "{line}");
    format!("{}{errors}exit {}\n", ran.output, ran.status)
}

/// The words of a line as a shell has them, as far as single quotes go.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (place, part) in line.split('\'').enumerate() {
        match place % 2 {
            1 => words.push(part.to_owned()),
            _ => words.extend(part.split_whitespace().map(str::to_owned)),
        }
    }
    words
}
