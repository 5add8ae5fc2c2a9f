//! Tests named databags: their targets and diagnostics.
//!
//! `testdata/readings/NAME.json` is a list of databags, and `NAME.txt` the answer. `cargo xtask bless` rewrites the
//! answers.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use k8s_backup_target_host::Relation;

use crate::EVALUATOR;

#[test]
fn readings_have_the_expected_answers() {
    let bless = env::var_os("BLESS").is_some();
    let mut differences = String::new();
    for file in cases() {
        let answer = answer(&file);
        let expected = file.with_extension("txt");
        if bless {
            fs::write(&expected, &answer).expect("writable");
        } else if fs::read_to_string(&expected).unwrap_or_default() != answer {
            let _ = writeln!(differences, "{} is not\n{answer}", expected.display());
        }
    }
    assert!(differences.is_empty(), "{differences}\nif this is intended, run `cargo xtask bless`");
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/readings");
    let files = fs::read_dir(folder).expect("a folder").map(|file| file.expect("readable").path());
    let mut cases: Vec<_> = files.filter(|file| file.extension().is_some_and(|end| end == "json")).collect();
    assert!(!cases.is_empty());
    cases.sort();
    cases
}

fn answer(file: &Path) -> String {
    let databags: Vec<BTreeMap<String, String>> =
        serde_json::from_str(&fs::read_to_string(file).expect("text")).expect("a list of databags");
    let relation = |(id, databag): (u32, BTreeMap<_, _>)| Relation { id, databag: databag.into_iter().collect() };
    let relations: Vec<_> = (1..).zip(databags).map(relation).collect();
    let targets = EVALUATOR.read_targets(&relations).expect("within limits");

    let mut answer = String::new();
    for entry in targets.entries().expect("within limits") {
        let target = entry.target;
        let _ = writeln!(
            answer,
            "relation {} has {:?} {:?} {:?}",
            entry.relation_id, target.app, target.relation_name, target.model
        );
    }
    if answer.is_empty() {
        answer += "no target\n";
    }
    let place = |subject: Option<u32>, pointer: &str| {
        let relation = subject.map(|index| relations[index as usize].id).expect("the subject is a relation");
        format!("relation {relation} {pointer}")
    };
    for diagnostic in targets.diagnostics().expect("within limits") {
        let _ = writeln!(
            answer,
            "\n{}[{}]: {}\n  at {}",
            diagnostic.severity,
            diagnostic.code,
            diagnostic.message,
            place(diagnostic.subject, &diagnostic.pointer).trim_end()
        );
        for related in diagnostic.related {
            let _ = writeln!(answer, "  {}: {}", place(related.subject, &related.pointer), related.message);
        }
        if let Some(help) = diagnostic.help {
            let _ = writeln!(answer, "  help: {help}");
        }
    }
    answer
}
