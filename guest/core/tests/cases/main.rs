//! The named cases of every rule, each with its expected output next to it.
//!
//! `k8s_backup_target_testdata::named` describes the files. `plan.rs` has schedules and plans, `objects.rs` has
//! clusters and selections. `BLESS=1` rewrites the expected outputs.

mod objects;
mod plan;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use k8s_backup_target::api_resources::parse_api_resources;
use k8s_backup_target::catalogue::DIFFERS_BY_RELEASE;
use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::diagnostic::{Diagnostic, Fix, Severity, Span};
use k8s_backup_target::settings::Configuration;
use k8s_backup_target::validation::{CATALOGUE, CheckedDocument, Format, Kind};
use k8s_backup_target_render::{Color, Source, render, summary};
use k8s_backup_target_testdata::named::{self, NamedCase, Verdict};

/// Rules about other inputs, or about inputs that are too large for a case. They are tested next to their code.
const WITHOUT_CASES: [&str; 13] = [
    "conversion-leaves-out",
    "conversion-loses",
    "document-too-long",
    "edit-refused",
    "inventory-too-large",
    "schedules-at-once",
    "selection-too-many-patterns",
    "spec-too-large",
    "too-many-problems",
    "too-many-targets",
    "unknown-velero-version",
    "velero-settings",
    "velero-version-differs",
];

struct Case {
    named: NamedCase,
    text: String,
    format: Format,
    holds: Holds,
    cluster: Result<Cluster, (String, Vec<Diagnostic>)>,
}

/// The content of a case.
#[derive(Clone, Copy)]
enum Holds {
    Document(Option<Kind>),
    Schedule,
    Plan,
    Configuration,
}

impl Case {
    fn read(named: NamedCase) -> Self {
        let name = file_name(&named.file);
        let (_, endings) = name.split_once('.').expect("an ending");
        let format = if endings.ends_with("json") { Format::Json } else { Format::Yaml };
        let holds = match endings.split('.').next() {
            Some("schedule") => Holds::Schedule,
            Some("plan") => Holds::Plan,
            Some("configuration") => Holds::Configuration,
            Some("spec") => Holds::Document(Some(Kind::Spec)),
            Some("target") => Holds::Document(Some(Kind::Target)),
            Some("targets") => Holds::Document(Some(Kind::Targets)),
            Some("databag") => Holds::Document(Some(Kind::Databag)),
            _ => Holds::Document(None),
        };
        // A file beside the case has the version of Velero. Without a version, each difference is reported.
        let version = fs::read_to_string(named.beside("velero-version")).unwrap_or_else(|_| "1.18".to_owned());
        let version = Some(version.trim()).filter(|_| named.code != DIFFERS_BY_RELEASE.code);
        let listing = fs::read_to_string(named.beside("api-resources")).ok();
        let kinds = listing.as_deref().map_or(Ok(Vec::new()), parse_api_resources);
        let cluster = kinds.and_then(|kinds| Cluster::open(kinds, version));
        let cluster = cluster.map_err(|found| (listing.unwrap_or_default(), found));
        let text = fs::read_to_string(&named.file).expect("text");
        Case { named, text, format, holds, cluster }
    }

    fn check(&self, text: &str) -> Vec<Diagnostic> {
        let cluster = self.cluster.as_ref().ok();
        match self.holds {
            Holds::Document(kind) => {
                CheckedDocument::read(text.to_owned(), self.format, kind, cluster).diagnostics().to_vec()
            }
            Holds::Schedule => plan::of_schedule(text),
            Holds::Plan => plan::of_plan(text),
            Holds::Configuration => Configuration::read(text).diagnostics().to_vec(),
        }
    }

    /// Returns the diagnostics of the cluster's kinds if they cannot be read, otherwise those of the document.
    fn diagnostics(&self) -> (String, Vec<Diagnostic>) {
        match &self.cluster {
            Err((listing, diagnostics)) => (listing.clone(), diagnostics.clone()),
            _ => (self.text.clone(), self.check(&self.text)),
        }
    }

    fn answer(&self) -> String {
        let (text, diagnostics) = self.diagnostics();
        let name = match &self.cluster {
            Err(_) => file_name(&self.named.beside("api-resources")),
            _ => file_name(&self.named.file),
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
            Holds::Document(_) | Holds::Schedule | Holds::Configuration => draw(&diagnostics, &name),
        };
        format!("{drawn}\n{}\n", summary(&diagnostics))
    }
}

fn file_name(file: &Path) -> String {
    file.file_name().expect("a file has a name").to_string_lossy().into_owned()
}

fn cases(verdict: Verdict) -> impl Iterator<Item = Case> {
    let all = named::texts().into_iter().chain(named::configurations()).chain(named::manifests());
    all.filter(move |case| case.verdict == verdict).map(Case::read)
}

/// Compares an output with the expected one, or rewrites the expected one; returns the difference.
fn difference(expected: PathBuf, answer: &str) -> String {
    if env::var_os("BLESS").is_some() {
        fs::write(&expected, answer).expect("writable");
    }
    match fs::read_to_string(&expected) {
        Ok(written) if written == answer => String::new(),
        _ => format!("{} is not\n{answer}\n", expected.display()),
    }
}

#[track_caller]
fn assert_no_difference(differences: &str) {
    assert!(differences.is_empty(), "{differences}\n`cargo xtask bless` rewrites expected outputs");
}

#[test]
fn every_case_is_answered_as_expected() {
    let difference = |case: Case| difference(case.named.beside("txt"), &case.answer());
    assert_no_difference(&cases(Verdict::Fail).map(difference).collect::<String>());
}

#[test]
fn every_failing_case_violates_its_rule() {
    for case in cases(Verdict::Fail) {
        let (_, diagnostics) = case.diagnostics();
        let found = diagnostics.iter().any(|diagnostic| diagnostic.rule.code == case.named.code);
        assert!(
            found || case.named.code == named::MANIFESTS,
            "{} does not violate {}",
            case.named.file.display(),
            case.named.code
        );
    }
}

#[test]
fn a_passing_case_has_no_diagnostics() {
    let mut differences = String::new();
    for case in cases(Verdict::Ok) {
        let (_, mut diagnostics) = case.diagnostics();
        // Every target with a schedule has this one.
        diagnostics.retain(|diagnostic| diagnostic.rule.code != "backups-kept");
        if !diagnostics.is_empty() {
            let _ = writeln!(differences, "{}\n{}", case.named.file.display(), case.answer());
        }
    }
    assert!(differences.is_empty(), "{differences}");
}

#[test]
fn every_rule_has_a_case_that_violates_it_and_one_that_just_does_not() {
    let codes = |verdict: Verdict| -> BTreeSet<String> {
        let cases = named::texts().into_iter().chain(named::objects()).chain(named::configurations());
        cases.filter(|case| case.verdict == verdict).map(|case| case.code).collect()
    };
    let rules = CATALOGUE.iter().flat_map(|(_, rules)| rules.iter().map(|rule| rule.code.to_owned()));
    let expected: BTreeSet<String> = rules.filter(|code| !WITHOUT_CASES.contains(&code.as_str())).collect();
    assert_eq!(codes(Verdict::Fail), expected);
    assert_eq!(codes(Verdict::Ok), expected);
}

#[test]
fn the_diagnostics_of_a_text_are_in_text_order_and_reproducible() {
    for case in cases(Verdict::Fail) {
        let diagnostics = case.check(&case.text);
        assert_eq!(diagnostics, case.check(&case.text), "{}", case.named.file.display());
        let spans: Vec<Span> = diagnostics.iter().filter_map(|diagnostic| diagnostic.span).collect();
        assert!(spans.is_sorted_by_key(|span| span.start), "{}", case.named.file.display());
        for span in spans {
            let text = case.text.get(span.start.utf8_offset as usize..span.end.utf8_offset as usize);
            assert!(text.is_some(), "{}: {span:?}", case.named.file.display());
        }
    }
}

#[test]
fn a_fix_makes_its_diagnostic_go_away() {
    let mut fixes = 0;
    for case in cases(Verdict::Fail) {
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
            assert!(count(&after) < count(&before), "{}: {}\n{fixed}", case.named.file.display(), fix.title);
            let unreadable = |found: &[Diagnostic]| {
                found.iter().filter(|found| matches!(found.rule.code, "not-json" | "not-yaml")).count()
            };
            assert!(unreadable(&after) <= unreadable(&before), "{}: {}\n{fixed}", case.named.file.display(), fix.title);
            // What the author perhaps meant can have problems of its own.
            let codes = |found: &[Diagnostic]| {
                let counts = found.iter().filter(|found| fix.certain || found.severity == Severity::Error);
                counts.map(|found| found.rule.code).collect::<BTreeSet<_>>()
            };
            let new: Vec<_> = codes(&after).difference(&codes(&before)).copied().collect();
            // A value that was ignored, or could not be read, is checked then.
            let is_read_now =
                ["unknown-field", "wrong-type", "manifest-field-type", "manifest-field-unknown", "manifest-kind"]
                    .contains(&diagnostic.rule.code);
            assert!(
                new.is_empty() || is_read_now,
                "{}: {} brings {new:?}\n{fixed}",
                case.named.file.display(),
                fix.title
            );
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
