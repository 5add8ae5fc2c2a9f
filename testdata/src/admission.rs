//! Requests to the admission webhook, each with its answer.
//!
//! `admission/NAME.http` has the method and the path in its first line, then the variables of the settings, an empty line and
//! the body. `NAME.txt` is the answer: the status, the headers and the body, in which JSON is indented. `BLESS=1` rewrites
//! the answers.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;

/// A request, and the settings that it is answered with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The name of the file, without its ending.
    pub name: String,
    /// The method of the request.
    pub method: String,
    /// The path of the request, with the query.
    pub path: String,
    /// The variables that the settings are read from.
    pub variables: Vec<(String, String)>,
    /// The body of the request.
    pub body: Vec<u8>,
}

/// The answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The names and values of the headers, in the order in which they are compared.
    pub headers: Vec<(String, String)>,
    /// The body, which is UTF-8.
    pub body: String,
}

impl Case {
    fn read(file: &Path) -> Self {
        let text = fs::read_to_string(file).expect("text");
        let (head, body) = text.split_once("\n\n").unwrap_or((text.trim_end(), ""));
        let (route, variables) = head.split_once('\n').unwrap_or((head, ""));
        let (method, path) = route.split_once(' ').expect("a method and a path");
        let variable = |line: &str| {
            let (name, value) = line.split_once('=').expect("a variable and its value");
            (name.to_owned(), value.to_owned())
        };
        Case {
            name: file.file_stem().expect("a name").to_string_lossy().into_owned(),
            method: method.to_owned(),
            path: path.to_owned(),
            variables: variables.lines().map(variable).collect(),
            body: body.trim_end().as_bytes().to_vec(),
        }
    }

    /// Returns the value of a variable of the settings.
    pub fn variable(&self, name: &str) -> Option<String> {
        self.variables.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }
}

/// Returns all cases, in the order of their names.
///
/// # Panics
///
/// If a case cannot be read.
pub fn cases() -> Vec<Case> {
    files().iter().map(|file| Case::read(file)).collect()
}

/// Answers every request, and compares the answers with the expected ones.
///
/// With `BLESS` in the environment, the answers are written instead.
///
/// # Panics
///
/// When an answer differs.
pub fn compare(mut run: impl FnMut(&Case) -> Answer) {
    let mut differences = String::new();
    for file in files() {
        let answer = drawn(&run(&Case::read(&file)));
        let answers = file.with_extension("txt");
        if env::var_os("BLESS").is_some() {
            fs::write(&answers, &answer).expect("writable");
        } else if fs::read_to_string(&answers).ok().as_ref() != Some(&answer) {
            let _ = writeln!(differences, "{} is not\n{answer}", answers.display());
        }
    }
    assert!(differences.is_empty(), "{differences}\n`cargo xtask bless` rewrites what is meant");
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("admission");
    let files = fs::read_dir(folder).expect("a folder").map(|file| file.expect("readable").path());
    let mut files: Vec<_> = files.filter(|file| file.extension().is_some_and(|end| end == "http")).collect();
    assert!(!files.is_empty());
    files.sort();
    files
}

fn drawn(answer: &Answer) -> String {
    let headers: String = answer.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    let body = match serde_json::from_str::<Value>(&answer.body) {
        Ok(json) => serde_json::to_string_pretty(&json).expect("JSON"),
        Err(_) => answer.body.trim_end().to_owned(),
    };
    format!("{}\n{headers}\n{body}\n", answer.status)
}
