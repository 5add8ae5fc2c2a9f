//! Compares core's reading of schedules with the two libraries themselves, for generated texts.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;

use k8s_backup_target::velero::cron::{Cron, Library};
use k8s_backup_target_properties::schedules::{Texts, starts};
use serde_json::{Value, json};

/// Number of texts.
const TEXTS: usize = 100_000;
/// Number of times after which runs are compared, for each text.
const STARTS: usize = 4;
/// Number of runs after each of these times.
const RUNS: usize = 4;
/// Maximum number of texts without values in a field whose runs are compared: the libraries take long to find none.
const MAX_WITHOUT_RUNS: usize = 200;
/// A time after all days that time zones left out: the last was Samoa's 30 December 2011.
const AFTER_SKIPPED_DAYS: i64 = 1_330_000_000;
/// Maximum number of differences that are shown.
const MAX_SHOWN: usize = 20;

/// Returns the runs after a time; `None` if the search of the library does not end.
fn runs(cron: &Cron, start: i64) -> Option<Vec<i64>> {
    let runs: Vec<i64> = cron.runs_after(start).take(RUNS).collect();
    let last = runs.last().copied().unwrap_or(start);
    // While a library finds no run, Velero makes backups all the same.
    let is_found = runs.len() == RUNS || cron.backups_after(last).next().is_some();
    is_found.then_some(runs)
}

/// A text, the times after which its runs are compared, and core's answer for each library.
struct Question {
    text: String,
    starts: Vec<i64>,
    answers: Vec<Option<Vec<Vec<i64>>>>,
}

#[test]
#[ignore = "`cargo xtask cron-libraries` runs it, with the libraries"]
fn schedules_are_read_as_by_the_libraries() {
    let path = |name: &str| PathBuf::from(env::var_os(name).unwrap_or_else(|| panic!("{name} is not set")));
    let package = path("K8S_BACKUP_TARGET_TZDATA");
    let zones = fs::read_to_string(package.join("zones")).expect("a list of zones");
    let zones: Vec<&str> = zones.lines().collect();

    let (mut without_runs, mut not_ending) = (0, 0);
    let seed = env::var("K8S_BACKUP_TARGET_SEED").map_or(1, |seed| seed.parse().expect("a number"));
    let mut texts = Texts::new(seed, &zones);
    let questions: Vec<Question> = (0..TEXTS)
        .map(|_| {
            let text = texts.next_text();
            let crons = Library::ALL.map(|library| Cron::parse(&text, library).ok());
            let mut starts = starts(texts.random(), crons.iter().flatten().next(), STARTS);
            if crons.iter().flatten().any(Cron::never_matches) {
                without_runs += 1;
                // Core does not search here, so it does not know where a search would not end.
                starts.retain(|start| *start > AFTER_SKIPPED_DAYS);
                starts.truncate(usize::from(without_runs <= MAX_WITHOUT_RUNS));
            }
            starts.retain(|start| {
                let ends = crons.iter().flatten().all(|cron| runs(cron, *start).is_some());
                not_ending += usize::from(!ends);
                ends
            });
            let answers = crons.iter().map(|cron| {
                let cron = cron.as_ref()?;
                starts.iter().map(|start| runs(cron, *start)).collect()
            });
            Question { answers: answers.collect(), text, starts }
        })
        .collect();

    let mut libraries = Command::new(path("K8S_BACKUP_TARGET_CRON_LIBRARIES"))
        .env("ZONEINFO", package.join("zoneinfo"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = BufWriter::new(libraries.stdin.take().expect("piped"));
    let lines = BufReader::new(libraries.stdout.take().expect("piped")).lines();
    let (mut differences, mut shown) = (0, String::new());
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    thread::scope(|scope| {
        let questions = &questions;
        scope.spawn(move || {
            for Question { text, starts, .. } in questions {
                let question = json!({"text": text, "starts": starts, "count": RUNS});
                writeln!(stdin, "{question}").expect("the program reads");
            }
        });
        let mut answered = 0;
        for (question, line) in questions.iter().zip(lines) {
            let line = line.expect("the program answers");
            answered += 1;
            let answer: Value = serde_json::from_str(&line).expect("an answer");
            for ((name, ours), library) in ["robfig", "go_cron"].into_iter().zip(&question.answers).zip(Library::ALL) {
                let theirs: Option<Vec<Vec<i64>>> = serde_json::from_value(answer[name].clone()).expect("runs");
                *counts.entry(if theirs.is_some() { "accepted" } else { "refused" }).or_default() += 1;
                *counts.entry("runs").or_default() += theirs.iter().flatten().map(Vec::len).sum::<usize>();
                if theirs != *ours {
                    differences += 1;
                    if differences <= MAX_SHOWN {
                        let Question { text, starts, .. } = question;
                        let _ = writeln!(
                            shown,
                            "{library}: {text:?} after {starts:?}\n  library {theirs:?}\n  core {ours:?}"
                        );
                    }
                }
            }
        }
        assert_eq!(answered, questions.len(), "the program ended");
    });
    assert!(libraries.wait().expect("it ran").success());
    let differ = questions.iter().filter(|question| matches!(&question.answers[..], [a, b] if a != b)).count();
    println!("{TEXTS} texts, read by both libraries: {counts:?}");
    println!(
        "{differ} texts differ between the libraries; {not_ending} times without an end of the search are left out"
    );
    assert_eq!(differences, 0, "{shown}");
}
