//! Small clusters with the whole answer beside them: what is said of the objects, and what a spec takes of them.
//!
//! `corpora/selections/fail` has those in which something is found: `NAME.txt` is what is said of `NAME.objects`, with the
//! spec in `NAME.yaml`, if there is one, and the cluster's kinds in `NAME.api-resources`. In those of `ok` nothing is
//! found; `NAME.txt` says what becomes of each object. A name starts with the code of the rule that it is about.
//! `BLESS=1` rewrites the answers.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

use k8s_backup_target::cluster::{Cluster, parse_api_resources};
use k8s_backup_target::diagnostic::Diagnostic;
use k8s_backup_target::inventory::Reader;
use k8s_backup_target::model::Spec;
use k8s_backup_target::selection::{Evaluation, Verdict};
use k8s_backup_target::validation::{CATALOGUE, CheckedDocument, Format, Kind};

/// Rules that are told of too much for a case; they are tested beside their code.
const WITHOUT_CASES: [&str; 2] = ["inventory-too-large", "selection-too-many-patterns"];

fn cases(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpora/selections").join(folder);
    let files = fs::read_dir(folder).expect("a folder").map(|file| file.expect("readable").path());
    let mut files: Vec<PathBuf> = files.filter(|file| file.extension().is_some_and(|end| end == "objects")).collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

/// What is found in a case, and what becomes of each object.
fn answer(objects: &Path) -> (Vec<Diagnostic>, String) {
    let cluster = match fs::read_to_string(objects.with_extension("api-resources")) {
        Ok(listing) => Cluster::open(parse_api_resources(&listing).expect("kinds"), None).expect("kinds"),
        Err(_) => Cluster::builtin().clone(),
    };
    let spec = match fs::read_to_string(objects.with_extension("yaml")) {
        Ok(text) => CheckedDocument::read(text, Format::Yaml, Some(Kind::Spec), Some(&cluster)).specs()[0].clone(),
        Err(_) => Spec::default(),
    };
    let mut reader = Reader::new(&cluster);
    let pushed = reader.push(&fs::read(objects).expect("bytes"));
    let read = match pushed {
        Ok(()) => reader.finish(),
        Err(refused) => {
            assert_eq!(reader.finish().err().as_ref(), Some(&refused));
            Err(refused)
        }
    };
    let mut diagnostics = Vec::new();
    let mut text = String::new();
    match read {
        Err(refused) => diagnostics = refused,
        Ok(inventory) => {
            diagnostics.extend(inventory.diagnostics().iter().cloned());
            let mut evaluation = Evaluation::new(Arc::new(inventory), spec);
            while !evaluation.step(1) {}
            diagnostics.extend(evaluation.diagnostics());
            let verdicts: Vec<Verdict> = evaluation.verdicts(0, u32::MAX).collect();
            for verdict in &verdicts {
                let _ = writeln!(text, "{}", line(verdict, &verdicts));
            }
        }
    }
    let said: String = diagnostics.iter().map(|diagnostic| format!("{}\n", render(diagnostic))).collect();
    (diagnostics, format!("{said}{text}"))
}

fn render(diagnostic: &Diagnostic) -> String {
    let severity = diagnostic.rule.severity.name();
    let place = match (diagnostic.subject, diagnostic.pointer.as_str()) {
        (None, "") => String::new(),
        (None, pointer) => format!("\n  at {pointer}"),
        (Some(subject), pointer) => format!("\n  at {subject}{pointer}"),
    };
    let help = diagnostic.help.as_deref().unwrap_or_default();
    format!("{severity}[{}]: {}{place}\n  help: {help}", diagnostic.rule.code, diagnostic.message)
}

fn name(verdict: &Verdict) -> String {
    let object = &verdict.object;
    let namespace = object.namespace.as_ref().map(|namespace| format!("{namespace}/")).unwrap_or_default();
    format!("{} {namespace}{}", object.group_resource, object.name)
}

fn line(verdict: &Verdict, verdicts: &[Verdict]) -> String {
    let sign = if verdict.included { "+" } else { "-" };
    let pointer = verdict.pointer.as_ref().map(|pointer| format!(" {pointer}")).unwrap_or_default();
    let bringer = verdict.brought_by.and_then(|place| verdicts.get(place as usize));
    let bringer = bringer.map(|bringer| format!(" with {}", name(bringer))).unwrap_or_default();
    format!("{sign} {}: {:?}{pointer}{bringer}", name(verdict), verdict.reason)
}

fn codes() -> impl Iterator<Item = &'static str> {
    let subjects = CATALOGUE.iter().filter(|(subject, _)| ["Inventory", "Selection"].contains(subject));
    subjects.flat_map(|(_, rules)| rules.iter().map(|rule| rule.code))
}

/// The longest code that a case's name starts with.
fn code_of(case: &Path) -> &'static str {
    let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let code = codes().filter(|code| name.starts_with(code)).max_by_key(|code| code.len());
    code.unwrap_or_else(|| panic!("{name} starts with no code"))
}

#[test]
fn every_case_is_answered_as_expected() {
    let mut differences = String::new();
    for case in cases("fail").iter().chain(&cases("ok")) {
        let (_, answer) = answer(case);
        let expected = case.with_extension("txt");
        if env::var_os("BLESS").is_some() {
            fs::write(&expected, &answer).expect("writable");
        } else if fs::read_to_string(&expected).unwrap_or_default() != answer {
            let _ = writeln!(differences, "{} is not\n{answer}", expected.display());
        }
    }
    assert!(differences.is_empty(), "{differences}\n`cargo xtask bless` rewrites what is meant");
}

#[test]
fn every_rule_has_a_case_that_breaks_it_and_one_that_just_does_not() {
    for case in cases("fail") {
        let (diagnostics, _) = answer(&case);
        let found = diagnostics.iter().any(|diagnostic| diagnostic.rule.code == code_of(&case));
        assert!(found, "{} does not break its rule", case.display());
    }
    for case in cases("ok") {
        let (diagnostics, _) = answer(&case);
        assert_eq!(diagnostics, [], "{}", case.display());
    }
    let broken: BTreeSet<&str> = cases("fail").iter().map(|case| code_of(case)).collect();
    let kept: BTreeSet<&str> = cases("ok").iter().map(|case| code_of(case)).collect();
    for code in codes().filter(|code| !WITHOUT_CASES.contains(code)) {
        assert!(broken.contains(code), "no case of fail/ breaks {code}");
        assert!(kept.contains(code), "no case of ok/ is about {code}");
    }
}
