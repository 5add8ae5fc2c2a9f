//! Bad input to every function: it returns a result and never traps, and good input beside it is not lost.

use k8s_backup_target_host::{Diagnostic, Identity, OnErrors, Relation, Spec, Targets};

use crate::{EVALUATOR, entry, relation, spec_with_ttl};

fn read(relations: &[Relation]) -> Targets {
    EVALUATOR.read_targets(relations).expect("within limits")
}

/// Reads the text beside a good relation, which must be found. Returns the diagnostics of the text.
#[track_caller]
fn diagnosed(text: &str) -> Vec<Diagnostic> {
    let good = format!("[{}]", entry("good", "backup", "m", r#"{"ttl": "1h"}"#));
    let targets = read(&[relation(1, text), relation(2, &good)]);
    assert_eq!(targets.get_backup_spec("good", "backup", "m").expect("within limits"), Some(spec_with_ttl("1h")));
    let diagnostics = targets.diagnostics().expect("within limits");
    assert!(diagnostics.iter().all(|diagnostic| diagnostic.subject == Some(0)), "{diagnostics:?}");
    diagnostics
}

#[track_caller]
fn codes(text: &str) -> Vec<String> {
    diagnosed(text).into_iter().map(|diagnostic| diagnostic.code).collect()
}

const DEPTH: usize = 100_000;

fn nested() -> String {
    format!("{}{}", "[".repeat(DEPTH), "]".repeat(DEPTH))
}

#[test]
fn a_hundred_thousand_levels_of_nesting_are_reported() {
    assert_eq!(codes(&nested()), ["wrong-type"]);
    assert_eq!(codes(&"[".repeat(DEPTH)), ["not-json"]);
    assert_eq!(codes(&"{\"a\":".repeat(DEPTH)), ["not-json"]);
    assert_eq!(codes(&format!("{}1{}", "{\"a\":".repeat(DEPTH), "}".repeat(DEPTH))), ["wrong-type"]);
    let field = entry("a", "b", "m", &format!(r#"{{"ttl": {}}}"#, nested()));
    assert_eq!(codes(&format!("[{field}]")), ["wrong-type"]);
}

#[test]
fn nesting_in_an_ignored_field_does_no_harm() {
    let ignored = entry("a", "b", "m", &format!(r#"{{"ttl": "2h", "x": {}}}"#, nested()));
    let targets = read(&[relation(1, &format!("[{ignored}]"))]);
    assert_eq!(targets.get_backup_spec("a", "b", "m").expect("within limits"), Some(spec_with_ttl("2h")));
    let codes: Vec<_> =
        targets.diagnostics().expect("within limits").into_iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, ["unknown-field", "deep-nesting"]);
}

#[test]
fn a_databag_of_fifty_megabytes_is_read() {
    const MEGABYTES: usize = 50 << 20;
    let target = |index: usize| entry(&format!("app-{index}"), "backup", "m", r#"{"include_namespaces": ["a", "b"]}"#);
    let mut text = String::with_capacity(MEGABYTES + 200);
    let mut targets = 0;
    while text.len() < MEGABYTES {
        text += if targets == 0 { "[" } else { "," };
        text += &target(targets);
        targets += 1;
    }
    text += "]";
    let read = read(&[relation(1, &text)]);
    let last = read.get_backup_spec(&format!("app-{}", targets - 1), "backup", "m").expect("within limits");
    assert_eq!(last.and_then(|spec| spec.include_namespaces), Some(vec!["a".to_owned(), "b".to_owned()]));

    let one_string = format!("[{}]", entry("a", "b", "m", &format!(r#"{{"ttl": "{}"}}"#, "x".repeat(MEGABYTES))));
    assert_eq!(diagnosed(&one_string), []);
    assert_eq!(codes(&text[..text.len() - 1]), ["not-json"]);
    assert_eq!(codes(&"\0".repeat(MEGABYTES)), ["not-json"]);
}

#[test]
fn a_databag_of_small_values_does_not_fill_the_memory_with_diagnostics() {
    let numbers =
        format!("[{}]", entry("a", "b", "m", &format!(r#"{{"include_namespaces": [{}1]}}"#, "1,".repeat(5_000_000))));
    let codes = codes(&numbers);
    assert_eq!(codes.len(), 1001);
    assert_eq!(codes.last().map(String::as_str), Some("too-many-problems"));
}

#[test]
fn nul_is_valid_in_a_string_and_an_error_outside() {
    assert_eq!(codes("\0"), ["not-json"]);
    assert_eq!(codes("[\"\0\"]"), ["not-json"]);
    let escaped = format!("[{}]", entry("a", "b", "m", r#"{"ttl": "\u0000"}"#));
    let targets = read(&[relation(1, &escaped)]);
    assert_eq!(targets.get_backup_spec("a", "b", "m").expect("within limits"), Some(spec_with_ttl("\0")));
}

#[test]
fn a_lone_surrogate_is_read_as_the_replacement_character() {
    let text =
        format!("[{}]", entry("a", "b", "m", r#"{"ttl": "x\ud83dy", "label_selector": {"\ude00": "\ud83d\ude00"}}"#));
    let targets = read(&[relation(1, &text)]);
    let spec = targets.get_backup_spec("a", "b", "m").expect("within limits").expect("readable");
    assert_eq!(spec.ttl.as_deref(), Some("x\u{fffd}y"));
    assert_eq!(spec.label_selector, Some(vec![("\u{fffd}".to_owned(), "😀".to_owned())]));
    let diagnostics = targets.diagnostics().expect("within limits");
    let found: Vec<_> = diagnostics.iter().map(|found| (found.code.as_str(), found.pointer.as_str())).collect();
    let spec = "/backup_targets/0/spec";
    assert_eq!(
        found,
        [("lone-surrogate", &*format!("{spec}/label_selector")), ("lone-surrogate", &*format!("{spec}/ttl"))]
    );
}

#[test]
fn the_last_value_of_a_repeated_key_counts() {
    let text =
        r#"[{"app": 1, "relation_name": "b", "model": "m", "app": "a", "spec": 1, "spec": {"ttl": [], "ttl": "1h"}}]"#;
    let targets = read(&[relation(1, text)]);
    assert_eq!(targets.get_backup_spec("a", "b", "m").expect("within limits"), Some(spec_with_ttl("1h")));
    let diagnostics = targets.diagnostics().expect("within limits");
    let found: Vec<_> = diagnostics.iter().map(|found| (found.code.as_str(), found.pointer.as_str())).collect();
    assert_eq!(
        found,
        [
            ("repeated-key", "/backup_targets/0/app"),
            ("repeated-key", "/backup_targets/0/spec"),
            ("repeated-key", "/backup_targets/0/spec/ttl")
        ]
    );
}

#[test]
fn a_key_of_ten_megabytes_is_shortened_in_the_message() {
    let text = format!("[{}]", entry("a", "b", "m", &format!(r#"{{"{}": 1}}"#, "k".repeat(10 << 20))));
    let diagnostics = diagnosed(&text);
    let [unknown] = diagnostics.as_slice() else { panic!("{} diagnostics", diagnostics.len()) };
    assert!(unknown.message.len() < 200, "{}", unknown.message.len());
}

#[test]
fn a_spec_of_any_size_is_published() {
    let spec = Spec { include_namespaces: Some(vec!["é".repeat(1 << 20); 8]), ..Spec::default() };
    let identity = Identity { app: "\0".into(), model: String::new(), relation_name: "\u{10ffff}".into() };
    let writes = EVALUATOR
        .publish(&identity, &spec, true, &[Relation { id: u32::MAX, databag: vec![] }], OnErrors::Publish)
        .expect("within limits")
        .expect("leader and related");
    assert_eq!(writes[0].relation_id, u32::MAX);
    assert!(writes[0].value.starts_with(r#"[{"app": "\u0000", "relation_name": "\udbff\udfff", "model": "", "#));
}
