//! Documents with the whole answer beside them, as a person reads it.
//!
//! `corpora/cases/fail` has documents in which something is found: `NAME.txt` is what is said of `NAME.yaml`. In those of
//! `corpora/cases/ok` nothing is found. A name starts with the code of the rule that it is about. `NAME.KIND.yaml` says
//! what the document holds, else it is guessed; `NAME.api-resources` lists the kinds of the cluster. `NAME.schedule.json`
//! and `NAME.plan.json` are no documents: see `plan.rs`. `BLESS=1` rewrites the answers.

mod plan;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use k8s_backup_target::cluster::{Cluster, parse_api_resources};
use k8s_backup_target::diagnostic::{Diagnostic, Fix, Span};
use k8s_backup_target::validation::{CATALOGUE, CheckedDocument, Format, Kind};
use k8s_backup_target_render::{Color, Source, render, summary};

/// Rules that are told of something else than a document, or of too much for a case; they are tested beside their code.
const WITHOUT_CASES: [&str; 5] =
    ["document-too-long", "spec-too-large", "too-many-problems", "too-many-targets", "unknown-velero-version"];

struct Case {
    file: PathBuf,
    text: String,
    format: Format,
    holds: Holds,
    cluster: Option<Result<Cluster, (String, Vec<Diagnostic>)>>,
}

/// What a case is about.
#[derive(Clone, Copy)]
enum Holds {
    Document(Option<Kind>),
    Schedule,
    Plan,
}

impl Case {
    fn read(file: PathBuf) -> Self {
        let name = file_name(&file);
        let (stem, endings) = name.split_once('.').expect("an ending");
        let format = if endings.ends_with("json") { Format::Json } else { Format::Yaml };
        let holds = match endings.split('.').next() {
            Some("schedule") => Holds::Schedule,
            Some("plan") => Holds::Plan,
            Some("spec") => Holds::Document(Some(Kind::Spec)),
            Some("target") => Holds::Document(Some(Kind::Target)),
            Some("targets") => Holds::Document(Some(Kind::Targets)),
            Some("databag") => Holds::Document(Some(Kind::Databag)),
            _ => Holds::Document(None),
        };
        let cluster = fs::read_to_string(file.with_file_name(format!("{stem}.api-resources"))).ok().map(|listing| {
            let cluster = parse_api_resources(&listing).and_then(|kinds| Cluster::open(kinds, None));
            cluster.map_err(|diagnostics| (listing, diagnostics))
        });
        let text = fs::read_to_string(&file).expect("text");
        Case { file, text, format, holds, cluster }
    }

    fn check(&self, text: &str) -> Vec<Diagnostic> {
        let cluster = self.cluster.as_ref().and_then(|cluster| cluster.as_ref().ok());
        match self.holds {
            Holds::Document(kind) => {
                CheckedDocument::read(text.to_owned(), self.format, kind, cluster).diagnostics().to_vec()
            }
            Holds::Schedule => plan::of_schedule(text),
            Holds::Plan => plan::of_plan(text),
        }
    }

    /// What is said of the case: of its cluster's kinds, when they cannot be read, else of the document.
    fn diagnostics(&self) -> (String, Vec<Diagnostic>) {
        match &self.cluster {
            Some(Err((listing, diagnostics))) => (listing.clone(), diagnostics.clone()),
            _ => (self.text.clone(), self.check(&self.text)),
        }
    }

    fn answer(&self) -> String {
        let (text, diagnostics) = self.diagnostics();
        let name = match &self.cluster {
            Some(Err(_)) => file_name(&self.expected().with_extension("api-resources")),
            _ => file_name(&self.file),
        };
        let draw = |diagnostics, name: &str| render(diagnostics, Source { name, text: &text }, Color::Never);
        let drawn = match self.holds {
            Holds::Plan => {
                let name = |subject| format!("{name}: target {subject}");
                let of = |diagnostic: &Diagnostic| diagnostic.subject.map_or("plan".to_owned(), name);
                let drawn: Vec<String> =
                    diagnostics.chunk_by(|a, b| a.subject == b.subject).map(|same| draw(same, &of(&same[0]))).collect();
                drawn.join("\n")
            }
            Holds::Document(_) | Holds::Schedule => draw(&diagnostics, &name),
        };
        format!("{drawn}\n{}\n", summary(&diagnostics))
    }

    fn expected(&self) -> PathBuf {
        let name = file_name(&self.file);
        let stem = name.split('.').next().unwrap_or_default();
        self.file.with_file_name(format!("{stem}.txt"))
    }
}

fn file_name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn cases(folder: &str) -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpora/cases").join(folder);
    let files = fs::read_dir(folder).expect("a folder").map(|file| file.expect("readable").path());
    let is_document = |file: &PathBuf| file.extension().is_some_and(|end| end == "yaml" || end == "json");
    let mut files: Vec<PathBuf> = files.filter(is_document).collect();
    files.sort();
    assert!(!files.is_empty());
    files.into_iter().map(Case::read).collect()
}

fn codes() -> impl Iterator<Item = &'static str> {
    // What is said of a cluster's objects has a corpus of its own, beside core.
    let of_documents = CATALOGUE.iter().filter(|(subject, _)| !["Inventory", "Selection"].contains(subject));
    of_documents.flat_map(|(_, rules)| rules.iter().map(|rule| rule.code))
}

/// The longest code that a case's name starts with.
fn code_of(case: &Case) -> &'static str {
    let name = file_name(&case.file);
    let code = codes().filter(|code| name.starts_with(code)).max_by_key(|code| code.len());
    code.unwrap_or_else(|| panic!("{name} starts with no code"))
}

#[test]
fn every_case_is_answered_as_expected() {
    let bless = env::var_os("BLESS").is_some();
    let mut differences = String::new();
    for case in cases("fail") {
        let (answer, expected) = (case.answer(), case.expected());
        if bless {
            fs::write(&expected, &answer).expect("writable");
        } else if fs::read_to_string(&expected).unwrap_or_default() != answer {
            let _ = writeln!(differences, "{} is not\n{answer}", expected.display());
        }
    }
    assert!(differences.is_empty(), "{differences}\n`cargo xtask bless` rewrites what is meant");
}

#[test]
fn nothing_is_found_where_all_is_well() {
    let mut differences = String::new();
    for case in cases("ok") {
        let (_, mut diagnostics) = case.diagnostics();
        // It is told of each target with a schedule.
        diagnostics.retain(|diagnostic| diagnostic.rule.code != "backups-kept");
        if !diagnostics.is_empty() {
            let _ = writeln!(differences, "{}", case.answer());
        }
    }
    assert!(differences.is_empty(), "{differences}");
}

#[test]
fn every_rule_has_a_case_that_breaks_it_and_one_that_just_does_not() {
    let broken: BTreeSet<&str> = cases("fail")
        .iter()
        .map(|case| {
            let code = code_of(case);
            let (_, diagnostics) = case.diagnostics();
            let found = diagnostics.iter().any(|diagnostic| diagnostic.rule.code == code);
            assert!(found, "{} does not break {code}", case.file.display());
            code
        })
        .collect();
    let kept: BTreeSet<&str> = cases("ok").iter().map(code_of).collect();
    for code in codes().filter(|code| !WITHOUT_CASES.contains(code)) {
        assert!(broken.contains(code), "no case of fail/ breaks {code}");
        assert!(kept.contains(code), "no case of ok/ is about {code}");
    }
}

#[test]
fn the_diagnostics_of_a_text_stand_in_its_order_inside_of_it_and_are_the_same_each_time() {
    for case in cases("fail") {
        let diagnostics = case.check(&case.text);
        assert_eq!(diagnostics, case.check(&case.text), "{}", case.file.display());
        let spans: Vec<Span> = diagnostics.iter().filter_map(|diagnostic| diagnostic.span).collect();
        assert!(spans.is_sorted_by_key(|span| span.start), "{}", case.file.display());
        for span in spans {
            let text = case.text.get(span.start.utf8_offset as usize..span.end.utf8_offset as usize);
            assert!(text.is_some(), "{}: {span:?}", case.file.display());
        }
    }
}

#[test]
fn a_fix_makes_its_diagnostic_go_away() {
    let mut fixes = 0;
    for case in cases("fail") {
        let before = case.check(&case.text);
        for (diagnostic, fix) in before.iter().flat_map(|found| found.fixes.iter().map(move |fix| (found, fix))) {
            let fixed = applied(&case.text, fix);
            let after = case.check(&fixed);
            let count = |found: &[Diagnostic]| {
                let same = |other: &&Diagnostic| {
                    (other.rule.code, &other.message) == (diagnostic.rule.code, &diagnostic.message)
                };
                found.iter().filter(same).count()
            };
            assert!(count(&after) < count(&before), "{}: {}\n{fixed}", case.file.display(), fix.title);
            let unreadable = |found: &[Diagnostic]| {
                found.iter().filter(|found| matches!(found.rule.code, "not-json" | "not-yaml")).count()
            };
            assert!(unreadable(&after) <= unreadable(&before), "{}: {}\n{fixed}", case.file.display(), fix.title);
            let codes = |found: &[Diagnostic]| found.iter().map(|found| found.rule.code).collect::<BTreeSet<_>>();
            let new: Vec<_> = codes(&after).difference(&codes(&before)).copied().collect();
            // What was ignored, or could not be read, is checked then.
            let is_read_now = ["unknown-field", "wrong-type"].contains(&diagnostic.rule.code);
            assert!(new.is_empty() || is_read_now, "{}: {} brings {new:?}\n{fixed}", case.file.display(), fix.title);
            fixes += 1;
        }
    }
    assert!(fixes > 20, "{fixes}");
}

fn applied(text: &str, fix: &Fix) -> String {
    let mut text = text.to_owned();
    for edit in fix.edits.iter().rev() {
        let range = edit.span.start.utf8_offset as usize..edit.span.end.utf8_offset as usize;
        text.replace_range(range, &edit.text);
    }
    text
}

#[test]
fn the_corpus_does_not_thin_out() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for case in cases("fail").iter().chain(&cases("ok")) {
        *counts.entry(code_of(case)).or_default() += 1;
    }
    assert!(counts.values().sum::<usize>() >= 150, "{counts:?}");
}
