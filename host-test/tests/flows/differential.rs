//! Compares the component with the Python library, for generated databags and specs.
//!
//! `K8S_BACKUP_TARGET_PYTHON` is an interpreter with the library. `cargo xtask test` sets it. The cases are the same in
//! every run. If the answers differ, the case is reduced to a small one.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use k8s_backup_target_host::{Identity, LocatedTarget, OnErrors, Relation};
use k8s_backup_target_testdata::{self as testdata, generate};
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};
use serde::Deserialize;
use serde_json::json;

use crate::testdata::{from_testdata, to_testdata};
use crate::{EVALUATOR, relation};

const DATABAGS: u32 = 12_000;
const SPECS: u32 = 3_000;

/// A process of the Python library. It answers a question in each line.
struct Reference {
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Reference {
    fn start() -> Self {
        let python = env::var_os("K8S_BACKUP_TARGET_PYTHON").expect("a Python interpreter; run `cargo xtask test`");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("reference/answer.py");
        let mut process = Command::new(python)
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Python starts");
        let questions = process.stdin.take().expect("piped");
        let answers = BufReader::new(process.stdout.take().expect("piped"));
        Reference { process, questions, answers }
    }

    fn ask<A: for<'de> Deserialize<'de>>(&mut self, question: &serde_json::Value) -> A {
        writeln!(self.questions, "{question}").expect("Python listens");
        let mut answer = String::new();
        self.answers.read_line(&mut answer).expect("Python answers");
        serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{question}\nis answered {answer}\n{error}"))
    }
}

impl Drop for Reference {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reading {
    is_ready: bool,
    found: Option<testdata::Spec>,
    entries: Vec<Entry>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    relation: u32,
    app: String,
    relation_name: String,
    model: String,
    spec: testdata::Spec,
}

impl From<LocatedTarget> for Entry {
    fn from(located: LocatedTarget) -> Self {
        let target = located.target;
        Entry {
            relation: located.relation_id,
            app: target.app,
            relation_name: target.relation_name,
            model: target.model,
            spec: to_testdata(target.spec),
        }
    }
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Published {
    backup_targets: String,
}

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(20_260_501),
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..ProptestConfig::default()
    })
}

#[test]
#[ignore = "needs the Python library: `cargo xtask test`"]
fn databags_are_read_as_by_the_library() {
    let reference = RefCell::new(Reference::start());
    let counts = RefCell::new(BTreeMap::new());
    let agreed = runner(DATABAGS).run(&generate::lookup(), |(texts, query)| {
        let databags: Vec<_> = texts.iter().map(|text| json!({ "backup_targets": text })).collect();
        let theirs: Reading =
            reference.borrow_mut().ask(&json!({ "ask": "read", "databags": databags, "query": query }));
        let relations: Vec<_> = (0..).zip(&texts).map(|(id, text)| relation(id, text)).collect();
        let targets = EVALUATOR.read_targets(&relations).expect("within limits");
        let found = targets.get_backup_spec(&query.app, &query.endpoint, &query.model).expect("within limits");
        let ours = Reading {
            is_ready: targets.is_ready().expect("within limits"),
            found: found.map(to_testdata),
            entries: targets.entries().expect("within limits").into_iter().map(Entry::from).collect(),
        };
        prop_assert_eq!(&ours, &theirs);
        let kind = match (theirs.is_ready, theirs.found) {
            (_, Some(_)) => "found",
            (true, None) => "ready",
            (false, None) => "not ready",
        };
        *counts.borrow_mut().entry(kind).or_insert(0) += 1;
        Ok(())
    });
    let counts = counts.into_inner();
    agreed.unwrap_or_else(|disagreement| panic!("{disagreement}"));
    // The generator must make all kinds of cases.
    assert!(counts.len() == 3 && counts.values().all(|&count| count > DATABAGS / 20), "{counts:?}");
    println!("{DATABAGS} databags: {counts:?}");
}

#[test]
#[ignore = "needs the Python library: `cargo xtask test`"]
fn specs_are_published_as_by_the_library() {
    let reference = RefCell::new(Reference::start());
    let strategy = (generate::spec(), generate::text(), generate::text(), generate::text());
    let agreed = runner(SPECS).run(&strategy, |(published, app, model, relation_name)| {
        let question = json!({
            "ask": "publish", "app": app, "model": model, "relation_name": relation_name, "spec": published,
        });
        let theirs: Published = reference.borrow_mut().ask(&question);
        let identity = Identity { app, model, relation_name };
        let relation = Relation { id: 1, databag: vec![] };
        let ours = EVALUATOR
            .publish(&identity, &from_testdata(published), true, &[relation], OnErrors::Publish)
            .expect("within limits")
            .expect("leader and related");
        prop_assert_eq!(&ours[0].value, &theirs.backup_targets);
        Ok(())
    });
    agreed.unwrap_or_else(|disagreement| panic!("{disagreement}"));
}
