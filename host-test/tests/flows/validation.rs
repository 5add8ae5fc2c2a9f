//! Tests validation: the component's diagnostics are those of core.

use std::fs;
use std::path::{Path, PathBuf};

use k8s_backup_target::{diagnostic as core, validation};
use k8s_backup_target_host::{
    Diagnostic, DocumentFormat, DocumentKind, Edit, Fix, Identity, OnErrors, Position, PublishError, RelatedPlace,
    Relation, ScheduleConfig, Severity, Span, Spec, Target,
};
use k8s_backup_target_testdata::{generate, named};
use proptest::prelude::*;

use crate::testdata::{from_testdata, to_testdata};
use crate::{EVALUATOR, spec_with_ttl};

fn position(position: core::Position) -> Position {
    let core::Position { utf8_offset, utf16_offset, line, column } = position;
    Position { utf8_offset, utf16_offset, line, column }
}

fn span(span: core::Span) -> Span {
    Span { start: position(span.start), end: position(span.end) }
}

pub(crate) fn diagnostic(native: &core::Diagnostic) -> Diagnostic {
    let edit = |edit: &core::Edit| Edit { span: span(edit.span), text: edit.text.clone() };
    let related = |place: &core::RelatedPlace| RelatedPlace {
        message: place.message.clone(),
        subject: place.subject,
        pointer: place.pointer.clone(),
        span: place.span.map(span),
    };
    Diagnostic {
        code: native.rule.code.to_owned(),
        severity: match native.severity {
            core::Severity::Error => Severity::Error,
            core::Severity::Warning => Severity::Warning,
            core::Severity::Advice => Severity::Advice,
        },
        message: native.message.clone(),
        help: native.help.clone(),
        subject: native.subject,
        pointer: native.pointer.clone(),
        span: native.span.map(span),
        fixes: native
            .fixes
            .iter()
            .map(|fix| Fix {
                title: fix.title.clone(),
                edits: fix.edits.iter().map(edit).collect(),
                certain: fix.certain,
                effect: fix.effect.clone(),
            })
            .collect(),
        related: native.related.iter().map(related).collect(),
    }
}

pub(crate) fn case_files() -> Vec<PathBuf> {
    named::texts().into_iter().map(|case| case.file).collect()
}

#[test]
fn cases_have_the_same_answers_as_in_core() {
    let files = case_files();
    for file in files {
        let text = fs::read_to_string(&file).expect("text");
        let (format, native_format) = if file.extension().is_some_and(|end| end == "json") {
            (DocumentFormat::Json, validation::Format::Json)
        } else {
            (DocumentFormat::Yaml, validation::Format::Yaml)
        };
        for (kind, native_kind) in [
            (None, None),
            (Some(DocumentKind::Spec), Some(validation::Kind::Spec)),
            (Some(DocumentKind::Target), Some(validation::Kind::Target)),
            (Some(DocumentKind::Targets), Some(validation::Kind::Targets)),
            (Some(DocumentKind::Databag), Some(validation::Kind::Databag)),
            (Some(DocumentKind::VeleroBackupConfig), Some(validation::Kind::VeleroBackupConfig)),
            (Some(DocumentKind::Unit), Some(validation::Kind::Unit)),
            (Some(DocumentKind::Backup), Some(validation::Kind::Backup)),
            (Some(DocumentKind::Schedule), Some(validation::Kind::Schedule)),
            (Some(DocumentKind::HelmValues), Some(validation::Kind::HelmValues)),
            (Some(DocumentKind::Objects), Some(validation::Kind::Objects)),
        ] {
            let native = validation::CheckedDocument::read(text.clone(), native_format, native_kind, None);
            let document = EVALUATOR.read_document(&text, format, kind, None).expect("within limits");
            let expected: Vec<_> = native.diagnostics().iter().map(diagnostic).collect();
            assert_eq!(document.diagnostics().expect("within limits"), expected, "{}", file.display());
            assert_eq!(document.specs().expect("within limits").len(), native.specs().len());
            assert_eq!(document.targets().expect("within limits").len(), native.targets().len());
            for diagnostic in native.diagnostics() {
                let subject = diagnostic.subject.unwrap_or_default();
                let located = document.locate(subject, &diagnostic.pointer).expect("within limits");
                assert_eq!(located, native.locate(subject, &diagnostic.pointer).map(span), "{}", file.display());
            }
        }
    }
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect()
}

#[test]
fn a_spec_with_errors_is_refused_or_published() {
    let identity = Identity { app: "a".into(), model: "m".into(), relation_name: "backup".into() };
    let relation = [Relation { id: 1, databag: vec![] }];
    let publish =
        |spec: &Spec, on_errors| EVALUATOR.publish(&identity, spec, true, &relation, on_errors).expect("within limits");
    let wrong = spec_with_ttl("30d");
    let Err(PublishError::Invalid(diagnostics)) = publish(&wrong, OnErrors::Refuse) else { panic!("it is refused") };
    assert!(codes(&diagnostics).contains(&"ttl-not-a-duration"), "{diagnostics:?}");
    assert!(publish(&wrong, OnErrors::Publish).is_ok());
    // Warnings and advice are not a reason to refuse.
    assert!(!EVALUATOR.check_spec(&spec_with_ttl("24h")).expect("within limits").is_empty());
    assert!(publish(&spec_with_ttl("24h"), OnErrors::Refuse).is_ok());
}

#[test]
fn a_cluster_knows_its_own_kinds() {
    let listing = "NAME       SHORTNAMES   APIVERSION        NAMESPACED   KIND\nprofiles                kubeflow.org/v1   false        Profile\n";
    let kinds = EVALUATOR.parse_api_resources(listing).expect("within limits").expect("a listing");
    let cluster = EVALUATOR.open_cluster(&kinds, Some("1.18")).expect("within limits").expect("kinds");
    let resolved = cluster.resolve("Profile").expect("within limits").expect("served");
    assert_eq!((resolved.group.as_str(), resolved.namespaced), ("kubeflow.org", false));
    assert_eq!(cluster.resolve("gadgets").expect("within limits"), None);
    assert_eq!(
        cluster.resolve("deploy").expect("within limits").map(|kind| kind.plural).as_deref(),
        Some("deployments")
    );

    let kubeflow = Spec {
        include_namespaces: Some(vec!["kubeflow".into()]),
        include_resources: Some(vec!["profiles.kubeflow.org".into()]),
        include_cluster_resources: Some(false),
        ..Spec::default()
    };
    assert_eq!(codes(&EVALUATOR.check_spec(&kubeflow).expect("within limits")), Vec::<&str>::new());
    assert_eq!(codes(&cluster.check_spec(&kubeflow).expect("within limits")), ["cluster-scoped-skipped"]);
    let target = Target { app: "a".into(), relation_name: "b".into(), model: "m".into(), spec: kubeflow };
    assert_eq!(codes(&cluster.check_target(&target).expect("within limits")), ["cluster-scoped-skipped"]);

    let text = "include_namespaces: [a]\ninclude_resources: [profiles.kubeflow.org, gadgets.example.com]\n";
    let document = cluster.read_document(text, DocumentFormat::Yaml, None, None).expect("within limits");
    drop(cluster);
    let diagnostics = document.diagnostics().expect("within limits");
    assert_eq!(codes(&diagnostics), ["cluster-scoped-skipped", "resource-unknown"]);
    let located = document.locate(0, "/include_resources/1").expect("within limits");
    assert_eq!(located, diagnostics[1].span);
    let edits = document.edit(0, "/include_resources/1", None).expect("within limits").expect("it is there");
    assert_eq!(edits.iter().map(|edit| edit.text.as_str()).collect::<Vec<_>>(), [""]);
    let refused = document.edit(0, "/ttl", None).expect("within limits").expect_err("it is not there");
    assert_eq!(codes(&refused), ["edit-refused"]);
    assert_eq!(document.pointer_at(3).expect("within limits"), Some((0, "/include_namespaces".to_owned())));
    assert!(EVALUATOR.open_cluster(&[], Some("1.4")).expect("within limits").is_err());
}

#[test]
fn specs_are_described_and_rules_are_listed() {
    let schedule = ScheduleConfig { schedule: Some("0 2 * * *".into()), ..ScheduleConfig::default() };
    let described = EVALUATOR.describe(&spec_with_ttl("24h"), Some(&schedule)).expect("within limits");
    assert!(described.starts_with("Saves all namespaced resources in every namespace. "), "{described}");
    assert!(described.ends_with(" Runs every day at 02:00 UTC. Each backup expires after 1 day."), "{described}");
    let rules = EVALUATOR.rules().expect("within limits");
    assert_eq!(rules.len(), validation::CATALOGUE.iter().map(|(_, rules)| rules.len()).sum::<usize>());
    assert_eq!(EVALUATOR.json_schema().expect("within limits"), validation::JSON_SCHEMA);
}

/// Compares the schema with the rules about types. They must accept the same values.
#[test]
fn the_schema_accepts_specs_with_valid_types() {
    let schema = EVALUATOR.json_schema().expect("within limits");
    let schema = jsonschema::draft202012::new(&serde_json::from_str(&schema).expect("JSON")).expect("a schema");
    let (mut right, mut wrong) = (0, 0);
    for file in case_files() {
        let text = fs::read_to_string(&file).expect("text");
        let format =
            if file.extension().is_some_and(|end| end == "json") { DocumentFormat::Json } else { DocumentFormat::Yaml };
        let document = EVALUATOR.read_document(&text, format, Some(DocumentKind::Spec), None).expect("within limits");
        for spec in document.specs().expect("within limits") {
            let written = EVALUATOR.format_spec(&spec, DocumentFormat::Json).expect("within limits");
            assert!(schema.is_valid(&serde_json::from_str(&written).expect("JSON")), "{written}");
        }
        let (DocumentFormat::Json, Ok(value)) = (format, serde_json::from_str(&text)) else { continue };
        let diagnostics = document.diagnostics().expect("within limits");
        let is_wrong = diagnostics.iter().any(|diagnostic| {
            ["wrong-type", "unknown-field", "coerced-value", "kubernetes-manifest"].contains(&diagnostic.code.as_str())
        });
        assert_eq!(schema.is_valid(&value), !is_wrong, "{}", file.display());
        if is_wrong { wrong += 1 } else { right += 1 }
    }
    assert!(right > 10 && wrong > 10, "{right} {wrong}");
}

#[test]
fn real_specs_have_no_errors() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let mut checked = 0;
    let files = fs::read_dir(examples).expect("a folder").map(|file| file.expect("readable").path());
    for file in files.filter(|file| file.is_file()) {
        let text = fs::read_to_string(file).expect("text");
        let document = EVALUATOR.read_document(&text, DocumentFormat::Json, None, None).expect("within limits");
        let diagnostics = document.diagnostics().expect("within limits");
        assert!(diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error), "{diagnostics:?}");
        assert!(!document.targets().expect("within limits").is_empty());
        checked += 1;
    }
    assert!(checked >= 5, "{checked}");
}

/// Checks an invalid text, and returns its diagnostics.
#[track_caller]
fn diagnosed(text: &str, format: DocumentFormat) -> Vec<Diagnostic> {
    let document = EVALUATOR.read_document(text, format, None, None).expect("within limits");
    let diagnostics = document.diagnostics().expect("within limits");
    assert!(!diagnostics.is_empty());
    diagnostics
}

#[test]
fn hostile_texts_have_a_diagnostic() {
    const DEPTH: usize = 100_000;
    for format in [DocumentFormat::Json, DocumentFormat::Yaml] {
        diagnosed(&format!("{}{}", "[".repeat(DEPTH), "]".repeat(DEPTH)), format);
        diagnosed(&"[".repeat(DEPTH), format);
        diagnosed(&"{\"a\":".repeat(DEPTH), format);
        diagnosed(&format!("{{\"{}\": 1}}", "k".repeat(10 << 20)), format);
        diagnosed(&format!("{{\"ttl\": \"{}\"}}", "9".repeat(10 << 20)), format);
        diagnosed("\0", format);
    }
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..30 {
        bomb += &format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 10].join(", "));
    }
    assert!(codes(&diagnosed(&bomb, DocumentFormat::Yaml)).contains(&"alias-expansion"));
    diagnosed(&"- ".repeat(DEPTH), DocumentFormat::Yaml);
    diagnosed(&"? ".repeat(DEPTH), DocumentFormat::Yaml);
    diagnosed(&"&a ".repeat(DEPTH), DocumentFormat::Yaml);
}

#[test]
fn any_text_of_a_megabyte_is_checked() {
    const ENTRIES: usize = 60_000;
    let list = |field: &str, entry: &dyn Fn(usize) -> String| {
        format!("{{\"{field}\": [{}]}}", (0..ENTRIES).map(entry).collect::<Vec<_>>().join(","))
    };
    for text in [
        list("include_namespaces", &|number| format!("\"Namespace-{number}\"")),
        list("include_namespaces", &|_| "\"same\"".to_owned()),
        list("include_namespaces", &|number| format!("\"a{number}-*[\"")),
        list("include_resources", &|number| format!("\"deploymentz{number}\"")),
        list("exclude_resources", &|number| format!("\"*a{number}*b*[\"")),
        list("include_resources", &|number| number.to_string()),
        list("unknown", &|number| format!("\"{number}\"")),
    ] {
        diagnosed(&text, DocumentFormat::Json);
        diagnosed(&text, DocumentFormat::Yaml);
    }
    // Kinds that come along with others: each is compared with the others.
    let roles = vec!["\"clusterroles\""; ENTRIES].join(",");
    let roles = format!("{{\"include_namespaces\": [\"a\"], \"include_resources\": [{roles}]}}");
    diagnosed(&roles, DocumentFormat::Json);
    let names =
        |letter: &str| (0..ENTRIES / 4).map(|number| format!("\"{letter}{number}\"")).collect::<Vec<_>>().join(",");
    let both = format!("{{\"include_namespaces\": [{}], \"exclude_namespaces\": [{}]}}", names("a"), names("b"));
    diagnosed(&both, DocumentFormat::Yaml);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn formatted_specs_are_parsed_as_the_same_spec(spec in generate::spec(), yaml: bool) {
        let format = if yaml { DocumentFormat::Yaml } else { DocumentFormat::Json };
        let text = EVALUATOR.format_spec(&from_testdata(spec.clone()), format).expect("within limits");
        let document = EVALUATOR.read_document(&text, format, Some(DocumentKind::Spec), None).expect("within limits");
        let specs: Vec<_> = document.specs().expect("within limits").into_iter().map(to_testdata).collect();
        prop_assert_eq!(specs, [spec], "{}", text);
    }

    #[test]
    fn all_spans_of_any_text_are_inside_of_it(
        (texts, _) in generate::lookup(),
        yaml: bool,
        encoded: bool,
        kind in prop::option::of(prop::sample::select(vec![
            DocumentKind::Spec, DocumentKind::Target, DocumentKind::Targets, DocumentKind::Databag,
            DocumentKind::VeleroBackupConfig, DocumentKind::Unit, DocumentKind::Backup, DocumentKind::Schedule,
            DocumentKind::HelmValues, DocumentKind::Objects,
        ])),
    ) {
        let format = if yaml { DocumentFormat::Yaml } else { DocumentFormat::Json };
        for text in texts {
            let text = if encoded { serde_json::json!({ "backup_targets": text }).to_string() } else { text };
            let document = EVALUATOR.read_document(&text, format, kind, None).expect("no trap");
            for found in document.diagnostics().expect("within limits") {
                let related = found.related.iter().filter_map(|place| place.span);
                let fixed = found.fixes.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.span));
                for span in found.span.into_iter().chain(related).chain(fixed) {
                    let part = text.get(span.start.utf8_offset as usize..span.end.utf8_offset as usize);
                    prop_assert!(part.is_some(), "{:?} of {}", span, text);
                }
            }
        }
    }

    #[test]
    fn specs_have_the_same_diagnostics_with_and_without_text(spec in generate::spec()) {
        let spec = from_testdata(spec);
        let text = EVALUATOR.format_spec(&spec, DocumentFormat::Json).expect("within limits");
        let document = EVALUATOR.read_document(&text, DocumentFormat::Json, Some(DocumentKind::Spec), None).expect("within limits");
        let key = |diagnostic: &Diagnostic| (diagnostic.pointer.clone(), diagnostic.code.clone(), diagnostic.message.clone());
        let mut with: Vec<_> = document.diagnostics().expect("within limits").iter().map(key).collect();
        let mut without: Vec<_> = EVALUATOR.check_spec(&spec).expect("within limits").iter().map(key).collect();
        with.sort();
        without.sort();
        prop_assert_eq!(with, without);
    }
}
