//! Measures the time of calls in Rust, natively and through the component. `cargo xtask bench` runs it, and the same
//! calls in other hosts.

use std::process::Command;
use std::time::Instant;
use std::{env, fs};

use k8s_backup_target::document::Format;
use k8s_backup_target::validation::{CheckedDocument, Kind, check_spec};
use k8s_backup_target::{model, requirer};
use k8s_backup_target_bench::{COMPONENT, Line, NATIVE, NOISE, evaluator, in_turn};
use k8s_backup_target_host::{DocumentFormat, DocumentKind, Evaluator, Relation};
use serde::{Deserialize, Serialize};

/// The inputs of all hosts.
#[derive(Deserialize)]
struct Inputs {
    databags: Vec<Databag>,
    spec: String,
}

/// The value of `backup_targets`, and the names of its last target.
#[derive(Deserialize, Serialize)]
struct Databag {
    targets: usize,
    text: String,
    query: [String; 3],
}

const KEY: &str = "backup_targets";
const PROCESSES: usize = 21;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["answer", host, databag] => answer(host, &serde_json::from_str(databag).expect("valid JSON")),
        [inputs, ..] => measure(&read(inputs)),
        [] => eprintln!("the path of the inputs is missing; run `cargo xtask bench`"),
    }
}

fn read(inputs: &str) -> Inputs {
    let text = fs::read_to_string(inputs).unwrap_or_else(|error| panic!("{inputs}: {error}"));
    serde_json::from_str(&text).expect("valid inputs")
}

fn measure(Inputs { databags, spec }: &Inputs) {
    let evaluator = evaluator();
    noise(&databags[0]);
    processes(&databags[0]);
    for databag in databags {
        let line = |host| Line::of(host, "read and look up, targets").size(databag.targets);
        both(line, || look_up_natively(databag), || look_up(&evaluator, databag));
    }
    let Some(Databag { targets, text, query: [app, endpoint, model] }) = databags.last() else { return };
    let native = requirer::Targets::read(&[relation(text)]);
    let relations = [Relation { id: 1, databag: vec![(KEY.into(), text.clone())] }];
    let component = evaluator.read_targets(&relations).expect("within limits");
    both(
        |host| Line::of(host, "look up again, targets").size(*targets),
        || assert!(native.get_backup_spec(app, endpoint, model).is_some()),
        || assert!(component.get_backup_spec(app, endpoint, model).expect("within limits").is_some()),
    );

    let document = CheckedDocument::read(spec.clone(), Format::Json, Some(Kind::Spec), None);
    let [native] = document.specs() else { panic!("one spec") };
    let document = evaluator.read_document(spec, DocumentFormat::Json, Some(DocumentKind::Spec), None);
    let specs = document.and_then(|document| document.specs()).expect("within limits");
    both(
        |host| Line::of(host, "check a spec"),
        || drop(check_spec(native, None)),
        || drop(evaluator.check_spec(&specs[0]).expect("within limits")),
    );
    both(
        |host| Line::of(host, "check its JSON, with places"),
        || drop(CheckedDocument::read(spec.clone(), Format::Json, Some(Kind::Spec), None)),
        || {
            let document = evaluator.read_document(spec, DocumentFormat::Json, Some(DocumentKind::Spec), None);
            drop(document.and_then(|document| document.diagnostics()).expect("within limits"));
        },
    );
}

/// Measures the same work several times.
fn noise(databag: &Databag) {
    let run = || look_up_natively(databag);
    let measured = in_turn([&mut || run(), &mut || run(), &mut || run()]);
    for (repetition, seconds) in measured.into_iter().enumerate() {
        Line::of(NATIVE, NOISE).size(repetition + 1).seconds(seconds);
    }
}

fn both<'t>(line: impl Fn(&'t str) -> Line<'t>, mut native: impl FnMut(), mut component: impl FnMut()) {
    let [native, component] = in_turn([&mut native, &mut component]);
    line(NATIVE).seconds(native);
    line(COMPONENT).seconds(component);
}

/// Does the work of a measured process.
fn answer(host: &str, databag: &Databag) {
    match host {
        NATIVE => look_up_natively(databag),
        _ => look_up(&evaluator(), databag),
    }
}

fn relation(text: &str) -> model::Relation {
    model::Relation { id: 1, databag: [(KEY, text)].into_iter().collect() }
}

fn look_up_natively(databag: &Databag) {
    let [app, endpoint, model] = &databag.query;
    let targets = requirer::Targets::read(&[relation(&databag.text)]);
    assert!(targets.get_backup_spec(app, endpoint, model).is_some());
}

fn look_up(evaluator: &Evaluator, databag: &Databag) {
    let [app, endpoint, model] = &databag.query;
    let relation = Relation { id: 1, databag: vec![(KEY.into(), databag.text.clone())] };
    let targets = evaluator.read_targets(&[relation]).expect("within limits");
    assert!(targets.get_backup_spec(app, endpoint, model).expect("within limits").is_some());
}

fn processes(databag: &Databag) {
    let program = env::current_exe().expect("this program");
    let databag = serde_json::to_string(databag).expect("JSON");
    for host in [NATIVE, COMPONENT] {
        let process = || {
            let start = Instant::now();
            let status = Command::new(&program).args(["answer", host, &databag]).status().expect("this program");
            assert!(status.success());
            start.elapsed().as_secs_f64()
        };
        let mut times: Vec<f64> = (0..PROCESSES).map(|_| process()).collect();
        times.sort_by(f64::total_cmp);
        Line::of(host, "a process, from its start to its first lookup").seconds(times[PROCESSES / 2]);
    }
}
