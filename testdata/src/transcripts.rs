//! Transcripts: command lines, each with its output and exit status.
//!
//! `transcripts/NAME.txt` has lines that start with `$ `. Each runs in `transcripts/files`. After it come its standard
//! output, its standard error with `! ` before each line, and its exit status. `< FILE` is its standard input. Lines that
//! start with `# ` are for the reader. `BLESS=1` rewrites the answers.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// A command line of a transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandLine {
    /// Variables of its environment, with their values.
    pub variables: Vec<(String, String)>,
    /// The arguments after the name of the program.
    pub arguments: Vec<String>,
    /// Its standard input.
    pub input: Vec<u8>,
}

/// What a command line wrote, and its exit status.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Answer {
    pub output: String,
    pub errors: String,
    pub status: u8,
}

/// Returns the folder that command lines run in.
pub fn files() -> PathBuf {
    folder().join("files")
}

/// Runs every command line of every transcript, and compares the answers with the expected ones.
///
/// With `BLESS` in the environment, the answers are written instead.
///
/// # Panics
///
/// When an answer differs.
pub fn compare(run: impl Fn(&CommandLine) -> Answer) {
    let bless = env::var_os("BLESS").is_some();
    let mut differences = String::new();
    for file in transcripts() {
        let expected = fs::read_to_string(&file).expect("text");
        let answer = answer(&expected, &run);
        if bless {
            fs::write(&file, &answer).expect("writable");
        } else if expected != answer {
            let _ = writeln!(differences, "{} is not\n{answer}", file.display());
        }
    }
    assert!(differences.is_empty(), "{differences}\n`cargo xtask bless` rewrites what is meant");
}

/// Returns the text of every command line.
pub fn command_lines() -> Vec<String> {
    let of = |file: PathBuf| -> Vec<String> {
        let text = fs::read_to_string(file).expect("text");
        text.lines().filter_map(|line| line.strip_prefix("$ ")).map(str::to_owned).collect()
    };
    transcripts().into_iter().flat_map(of).collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("transcripts")
}

fn transcripts() -> Vec<PathBuf> {
    let files = fs::read_dir(folder()).expect("a folder").map(|file| file.expect("readable").path());
    let mut files: Vec<_> = files.filter(|file| file.extension().is_some_and(|end| end == "txt")).collect();
    assert!(!files.is_empty());
    files.sort();
    files
}

/// The transcript with the present answers.
fn answer(transcript: &str, run: impl Fn(&CommandLine) -> Answer) -> String {
    let mut answer = String::new();
    for line in transcript.lines() {
        if line.starts_with("# ") {
            let _ = writeln!(answer, "{line}");
        } else if let Some(command) = line.strip_prefix('$').filter(|rest| rest.is_empty() || rest.starts_with(' ')) {
            let _ = writeln!(answer, "{line}\n{}", drawn(line, &run(&CommandLine::of(command))));
        }
    }
    answer
}

fn drawn(line: &str, answer: &Answer) -> String {
    let errors: String = answer.errors.lines().map(|line| format!("! {line}\n")).collect();
    assert!(answer.output.is_empty() || answer.output.ends_with('\n'), "{line}");
    assert!(answer.errors.is_empty() || answer.errors.ends_with('\n'), "{line}");
    let is_ambiguous = |line: &str| line.starts_with("$ ") || line.starts_with("# ");
    assert!(!answer.output.lines().any(is_ambiguous), "{line}");
    format!("{}{errors}exit {}\n", answer.output, answer.status)
}

impl CommandLine {
    fn of(line: &str) -> Self {
        let mut words = words(line);
        let is_variable = |word: &String| {
            let is_upper = |name: &str| name.chars().all(|char| char.is_ascii_uppercase() || char == '_');
            word.split_once('=').is_some_and(|(name, _)| is_upper(name))
        };
        let command = words.iter().position(|word| !is_variable(word)).unwrap_or_default();
        let variable = |word: String| word.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
        let variables = words.drain(..command).filter_map(variable).collect();
        let input = match words.iter().position(|word| word == "<") {
            Some(place) => fs::read(files().join(words.split_off(place).pop().expect("a file"))).expect("readable"),
            None => Vec::new(),
        };
        CommandLine { variables, arguments: words, input }
    }
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
