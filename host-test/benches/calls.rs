//! What a call costs in Rust, natively and through the component. `cargo xtask bench` runs it, and the same in the other
//! hosts, and makes a table of the lines that it prints.

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs};

use k8s_backup_target::document::Format;
use k8s_backup_target::validation::{CheckedDocument, Kind, check_spec};
use k8s_backup_target::{model, requirer};
use k8s_backup_target_host::{DocumentFormat, DocumentKind, Evaluator, Options, Relation};
use serde::{Deserialize, Serialize};

/// What every host measures.
#[derive(Deserialize)]
struct Inputs {
    databags: Vec<Databag>,
    spec: String,
}

/// The text of `backup_targets`, and the names of its last target.
#[derive(Deserialize, Serialize)]
struct Databag {
    targets: usize,
    text: String,
    query: [String; 3],
}

const NATIVE: &str = "Rust, native";
const COMPONENT: &str = "Rust, component";
const KEY: &str = "backup_targets";
const PROCESSES: usize = 21;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["answer", host, databag] => answer(host, &serde_json::from_str(databag).expect("it is ours")),
        [inputs, ..] => measure(&read(inputs)),
        [] => eprintln!("which inputs? `cargo xtask bench` has some"),
    }
}

fn read(inputs: &str) -> Inputs {
    let text = fs::read_to_string(inputs).unwrap_or_else(|error| panic!("{inputs}: {error}"));
    serde_json::from_str(&text).expect("the inputs are ours")
}

/// Ready to be called: from the compiled component, where there was a process before this one.
fn evaluator() -> Evaluator {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
    let component = fs::read(target.join("components/k8s-backup-target.wasm")).expect("`cargo xtask build` makes it");
    let options = Options { cache: Some(target.join("compiled-components")), ..Options::default() };
    Evaluator::with_options(&component, &options).expect("the component is ours")
}

fn measure(Inputs { databags, spec }: &Inputs) {
    let evaluator = evaluator();
    for host in [NATIVE, COMPONENT] {
        tell(host, "a process, from its start to its first lookup", process(host, &databags[0]));
    }
    for databag in databags {
        let row = format!("read and look up, targets: {}", databag.targets);
        tell(NATIVE, &row, median(|| look_up_natively(databag)));
        tell(COMPONENT, &row, median(|| look_up(&evaluator, databag)));
    }
    let Some(Databag { targets, text, query: [app, endpoint, model] }) = databags.last() else { return };
    let row = format!("look up again, targets: {targets}");
    let native = requirer::Targets::read(&[relation(text)]);
    tell(NATIVE, &row, median(|| native.get_backup_spec(app, endpoint, model).is_some()));
    let relations = [Relation { id: 1, databag: vec![(KEY.into(), text.clone())] }];
    let component = evaluator.read_targets(&relations).expect("within limits");
    tell(COMPONENT, &row, median(|| component.get_backup_spec(app, endpoint, model).expect("within limits").is_some()));

    let row = "check a spec";
    let document = CheckedDocument::read(spec.clone(), Format::Json, Some(Kind::Spec), None);
    let [native] = document.specs() else { panic!("one spec") };
    tell(NATIVE, row, median(|| check_spec(native, None)));
    let document = evaluator.read_document(spec, DocumentFormat::Json, Some(DocumentKind::Spec));
    let specs = document.and_then(|document| document.specs()).expect("within limits");
    tell(COMPONENT, row, median(|| evaluator.check_spec(&specs[0])));

    let row = "check its JSON, with places";
    tell(NATIVE, row, median(|| CheckedDocument::read(spec.clone(), Format::Json, Some(Kind::Spec), None)));
    let check = || {
        let document = evaluator.read_document(spec, DocumentFormat::Json, Some(DocumentKind::Spec));
        document.and_then(|document| document.diagnostics()).expect("within limits")
    };
    tell(COMPONENT, row, median(check));
}

/// What a fresh process does.
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

fn process(host: &str, databag: &Databag) -> Duration {
    let program = env::current_exe().expect("this program");
    let databag = serde_json::to_string(databag).expect("it was JSON");
    let mut times: Vec<Duration> = (0..PROCESSES)
        .map(|_| {
            let start = Instant::now();
            let status = Command::new(&program).args(["answer", host, &databag]).status().expect("this program");
            assert!(status.success());
            start.elapsed()
        })
        .collect();
    times.sort();
    times[PROCESSES / 2]
}

/// The median of at least 21 runs in at least half a second.
fn median<T>(run: impl Fn() -> T) -> Duration {
    let end = Instant::now() + Duration::from_millis(500);
    let mut times = Vec::new();
    while times.len() < 21 || Instant::now() < end {
        let start = Instant::now();
        black_box(run());
        times.push(start.elapsed());
    }
    times.sort();
    times[times.len() / 2]
}

fn tell(host: &str, row: &str, time: Duration) {
    println!("{}", serde_json::json!({ "host": host, "row": row, "seconds": time.as_secs_f64() }));
}
