//! Input above the documented limits: a diagnostic within few instructions and little memory, and never a trap.

use k8s_backup_target_host::{
    ApiResource, Diagnostic, DocumentFormat, DocumentKind, Relation, ScheduleConfig, Spec, Target, VeleroSettings,
};

use crate::{BOUNDED as EVALUATOR, entry, relation};

const MEGABYTE: usize = 1 << 20;

/// Returns each code once, and the number of diagnostics.
fn codes(diagnostics: Vec<Diagnostic>) -> (Vec<String>, usize) {
    let count = diagnostics.len();
    let mut codes: Vec<String> = diagnostics.into_iter().map(|diagnostic| diagnostic.code).collect();
    codes.sort();
    codes.dedup();
    (codes, count)
}

#[track_caller]
fn document(text: &str, format: DocumentFormat) -> (Vec<String>, usize) {
    let document = EVALUATOR.read_document(text, format, Some(DocumentKind::Spec), None).expect("within limits");
    codes(document.diagnostics().expect("within limits"))
}

#[track_caller]
fn assert_refused(text: &str, format: DocumentFormat, code: &str) {
    assert_eq!(document(text, format).0, [code], "{} bytes", text.len());
}

#[test]
fn a_text_of_a_hundred_megabytes_is_refused() {
    let text = format!("ttl: \"{}\"", "a".repeat(100 * MEGABYTE));
    assert_refused(&text, DocumentFormat::Yaml, "document-too-long");
    assert_refused(&text, DocumentFormat::Json, "document-too-long");
}

#[test]
fn a_text_of_the_maximum_length_is_read_whatever_it_contains() {
    const MAX_LENGTH: usize = 8 * MEGABYTE;
    let filled = |start: &str, part: &str| start.to_owned() + &part.repeat((MAX_LENGTH - start.len()) / part.len());
    let yaml = [
        ("include_namespaces:\n", "-\n"),
        ("include_namespaces:\n", "- no\n"),
        ("include_namespaces: [", "a,"),
        ("a: &a x\ninclude_namespaces:\n", "- *a\n"),
        ("", "<<: 1\n"),
        ("", "ttl: 30d\n---\n"),
        ("", "--- [\n"),
        ("ttl: \"", "\\n"),
        ("ttl: |\n", " a\n"),
        ("", "? "),
        ("", "a: "),
        ("", "\n"),
        ("# ", "\u{e9}"),
        ("# ", "\u{2028}"),
        ("- |\n ", "\u{2028}"),
        ("a: \"", "\u{2028} "),
        ("", "&a "),
        ("", "- &a x\n"),
        ("", "...\n"),
        ("a: [", "\t"),
        ("a: [", "?:,"),
        ("a: \"", "\\ud800"),
        ("- ", "\n\n"),
        ("", "- |\n"),
        ("", "%A\n"),
        ("", "# k8s-backup-target: ignore ttl-not-a-duration\n"),
    ];
    for (start, part) in yaml {
        document(&filled(start, part), DocumentFormat::Yaml);
    }
    let json = [
        ("{\"include_namespaces\": [1", ",1"),
        ("{\"include_namespaces\": [\"a\"", ",\"a\""),
        ("{\"ttl\": 1", ",\"ttl\":1"),
        ("[{}", ",{}"),
        ("", "["),
        ("{\"label_selector\": {\"a\": \"\"", ",\"/\": \"-\""),
    ];
    for (start, part) in json {
        let mut text = filled(start, part);
        document(&text, DocumentFormat::Json);
        text += if start.contains('[') && start.starts_with('{') { "]}" } else { "}}" };
        document(&text[..text.len().min(MAX_LENGTH)], DocumentFormat::Json);
    }
}

#[test]
fn aliases_of_aliases_are_refused() {
    let bomb: String = (1..30).fold("a0: &a0 [x, x, x, x, x, x, x, x]\n".to_owned(), |bomb, level| {
        let aliases = vec![format!("*a{}", level - 1); 8].join(", ");
        bomb + &format!("a{level}: &a{level} [{aliases}]\n")
    });
    assert_refused(&bomb, DocumentFormat::Yaml, "alias-expansion");
}

#[test]
fn yaml_of_a_million_levels_is_refused() {
    for level in ["[", "{a: ", "- ", "? "] {
        assert_refused(&level.repeat(MEGABYTE), DocumentFormat::Yaml, "not-yaml");
    }
}

#[test]
fn too_many_documents_are_reported() {
    let (codes, _) = document(&"ttl: 30d\n---\n".repeat(100_000), DocumentFormat::Yaml);
    assert!(codes.contains(&"document-too-long".to_owned()), "{codes:?}");
}

#[test]
fn many_strings_with_documents_are_read_in_one_pass() {
    let databag =
        |id| format!(r#"{{"relation-id": {id}, "endpoint": "b", "application-data": {{"backup_targets": "[]"}}}}"#);
    let databags: Vec<String> = (0..20_000).map(databag).collect();
    let unit = format!(r#"{{"app/0": {{"relation-info": [{}]}}}}"#, databags.join(","));
    let object = |number| {
        format!(
            "{{apiVersion: v1, kind: ConfigMap, metadata: {{name: p{number}}}, data: {{p: 'version: v1'}}}},\n\
             {{apiVersion: velero.io/v1, kind: Backup, metadata: {{name: b{number}}}, spec: {{resourcePolicy: \
             {{kind: configmap, name: p{number}}}}}}}"
        )
    };
    let objects: Vec<String> = (0..10_000).map(object).collect();
    let list = format!("{{apiVersion: v1, kind: List, items: [{}]}}", objects.join(",\n"));
    let labels: Vec<String> = (0..200_000).map(|number| format!("k{number}: v")).collect();
    let policy = format!(
        "version: v1\nvolumePolicies:\n- conditions: {{pvcLabels: {{{}}}}}\n  action: {{type: skip}}\n",
        labels.join(",")
    );
    for (text, format, kind) in [
        (unit, DocumentFormat::Json, DocumentKind::Unit),
        (list, DocumentFormat::Yaml, DocumentKind::Objects),
        (policy, DocumentFormat::Yaml, DocumentKind::Policy),
    ] {
        let document = EVALUATOR.read_document(&text, format, Some(kind), None).expect("within limits");
        document.diagnostics().expect("within limits");
    }
}

fn named(count: usize, name: impl Fn(usize) -> String) -> Option<Vec<String>> {
    Some((0..count).map(name).collect())
}

#[test]
fn specs_that_are_too_large_for_kubernetes_are_refused() {
    let specs = [
        Spec { include_namespaces: named(1_000_000, |number| format!("n{number}")), ..Spec::default() },
        Spec { include_namespaces: named(1_000_000, |number| format!("n{number}*")), ..Spec::default() },
        Spec { include_resources: named(1_000_000, |number| format!("resource{number}")), ..Spec::default() },
        Spec { include_namespaces: named(1, |_| "*a".repeat(5 * MEGABYTE)), ..Spec::default() },
        Spec {
            label_selector: Some((0..1_000_000).map(|number| (format!("k{number}"), "v".to_owned())).collect()),
            ..Spec::default()
        },
        Spec { ttl: Some("1h".repeat(10 * MEGABYTE)), ..Spec::default() },
    ];
    for spec in specs {
        let diagnostics = EVALUATOR.check_spec(&spec).expect("within limits");
        assert_eq!(codes(diagnostics), (vec!["spec-too-large".to_owned()], 1));
        EVALUATOR.describe(&spec, None).expect("within limits");
        EVALUATOR.format_spec(&spec, DocumentFormat::Yaml).expect("within limits");
    }
}

#[test]
fn the_largest_specs_are_checked() {
    let names = |count, end: &'static str| named(count, move |number| format!("{number}{end}"));
    let specs = [
        Spec { include_namespaces: names(100_000, ""), exclude_namespaces: names(60_000, ""), ..Spec::default() },
        Spec { include_namespaces: names(60_000, "*"), exclude_namespaces: names(60_000, "?"), ..Spec::default() },
        Spec { include_resources: names(60_000, "s"), exclude_resources: names(60_000, "s"), ..Spec::default() },
        Spec { include_resources: named(6_000, |number| format!("{number}{}", "*a".repeat(100))), ..Spec::default() },
        Spec { include_resources: named(1, |_| "{a,".repeat(500_000)), ..Spec::default() },
        Spec { include_resources: named(1, |_| "?*".repeat(700_000)), ..Spec::default() },
    ];
    for spec in specs {
        let (codes, _) = codes(EVALUATOR.check_spec(&spec).expect("within limits"));
        assert!(!codes.contains(&"spec-too-large".to_owned()), "{codes:?}");
        EVALUATOR.describe(&spec, None).expect("within limits");
    }
}

#[test]
fn patterns_are_matched_in_a_bounded_number_of_steps() {
    // Each of these takes exponential or cubic time in a matcher that tries every way to split a text.
    let nasty = |part: &str| part.repeat(250 / part.len());
    for part in ["*a", "*{a,aa}", "{*a,*b,a*}", "?*", "[ab]*"] {
        let patterns = |count| named(count, |number| format!("{}{number}", nasty(part)));
        let texts = |count| named(count, |number| format!("{}{number}", "ab".repeat(120)));
        for (patterns, texts) in
            [(patterns(1), texts(5_000)), (patterns(60), texts(60)), (patterns(3_000), texts(3_000))]
        {
            let namespaces =
                Spec { include_namespaces: patterns.clone(), exclude_namespaces: texts.clone(), ..Spec::default() };
            let resources = Spec { include_resources: texts, exclude_resources: patterns, ..Spec::default() };
            for spec in [namespaces, resources] {
                EVALUATOR.check_spec(&spec).expect("within limits");
                EVALUATOR.describe(&spec, None).expect("within limits");
            }
        }
    }
}

fn kinds(count: usize) -> Vec<ApiResource> {
    let kind = |number: usize| ApiResource {
        group: format!("g{}.example", number % 100),
        plural: format!("p{number}s"),
        singular: None,
        kind: format!("P{number}"),
        short_names: vec![format!("s{number}")],
        namespaced: true,
        verbs: Vec::new(),
    };
    (0..count).map(kind).collect()
}

#[test]
fn too_many_kinds_are_refused() {
    let refused = EVALUATOR.open_cluster(&kinds(100_000), None).expect("within limits").err().expect("too many");
    assert_eq!(codes(refused), (vec!["invalid-api-resource".to_owned()], 1));
    let cluster = EVALUATOR.open_cluster(&kinds(4_900), None).expect("within limits").expect("not too many");
    let spec = |names| Spec { include_resources: named(names, |number| format!("p{number}z")), ..Spec::default() };
    let diagnostics = cluster.check_spec(&spec(10_000)).expect("within limits");
    assert_eq!(codes(diagnostics), (vec!["spec-too-large".to_owned()], 1));
    let (codes, _) = codes(cluster.check_spec(&spec(1_900)).expect("within limits"));
    assert_eq!(codes, ["resource-unknown", "too-many-problems"]);
}

fn settings() -> VeleroSettings {
    VeleroSettings {
        namespace: "velero".to_owned(),
        storage_location: String::new(),
        volume_snapshot_locations: Vec::new(),
        default_volumes_to_fs_backup: None,
    }
}

fn target(number: usize) -> Target {
    let spec = Spec { ttl: Some(format!("{}h", number + 1)), ..Spec::default() };
    Target { app: format!("a{number}"), relation_name: "b".to_owned(), model: "m".to_owned(), spec }
}

#[test]
fn too_many_targets_are_reported() {
    // The maximum number of runs, and a different ttl for each target.
    let schedule = ScheduleConfig { schedule: Some("* * * * *".to_owned()), ..ScheduleConfig::default() };
    let targets: Vec<Target> = (0..20_000).map(target).collect();
    let plan = EVALUATOR
        .plan(&targets, &schedule, &settings(), &[Relation { id: 1, databag: Vec::new() }])
        .expect("within limits");
    assert_eq!(plan.manifests.len(), 10_000);
    assert_eq!(plan.writes.first().map(|write| write.target_index), Some(19_999));
    assert!(plan.diagnostics.iter().any(|diagnostic| diagnostic.code == "too-many-targets"));
}

#[test]
fn a_hundred_thousand_unreadable_relations_are_reported() {
    let relations: Vec<Relation> = (0..110_000).map(|id| relation(id, "x")).collect();
    assert_lists_ten_thousand(&relations, "not-json");
}

#[track_caller]
fn assert_lists_ten_thousand(relations: &[Relation], code: &str) {
    let targets = EVALUATOR.read_targets(relations).expect("within limits");
    let diagnostics = targets.diagnostics().expect("within limits");
    let (last, listed) = diagnostics.split_last().expect("not empty");
    assert!(listed.iter().all(|diagnostic| diagnostic.code == code));
    assert_eq!((listed.len(), last.code.as_str()), (10_000, "too-many-problems"));
}

#[test]
fn more_than_a_hundred_thousand_relations_with_the_same_target_are_reported() {
    let target = format!("[{}]", entry("a", "b", "m", "{}"));
    let relations: Vec<Relation> = (0..128_000).map(|id| relation(id, &target)).collect();
    assert_lists_ten_thousand(&relations, "shadowed-target");
    let targets = EVALUATOR.read_targets(&relations).expect("within limits");
    assert_eq!(targets.entries().expect("within limits").len(), 128_000);
}

#[test]
fn ten_thousand_targets_are_planned_for_a_hundred_thousand_relations() {
    let relations: Vec<Relation> = (0..100_000)
        .map(|id| relation(id, &format!("[{}]", entry(&format!("a{}", id % 10_000), "b", "m", "{}"))))
        .collect();
    let targets: Vec<Target> = (0..10_000).map(target).collect();
    let plan = EVALUATOR.plan(&targets, &ScheduleConfig::default(), &settings(), &relations).expect("within limits");
    assert_eq!(plan.manifests.len(), 10_000);
}

#[test]
fn long_schedules_have_a_result() {
    let expressions = [
        format!("{} * * * *", "1,".repeat(5 * MEGABYTE)),
        " ".repeat(10 * MEGABYTE),
        "* ".repeat(5 * MEGABYTE),
        format!("{} * * * *", "1".repeat(10 * MEGABYTE)),
        format!("TZ={} * * * * *", "a".repeat(10 * MEGABYTE)),
        format!("@every {}", "1h".repeat(5 * MEGABYTE)),
        "TZ=Africa/Casablanca 30 2 31 3 *".to_owned(),
    ];
    for expression in expressions {
        let config = ScheduleConfig { schedule: Some(expression.clone()), ..ScheduleConfig::default() };
        EVALUATOR.check_schedule(&config, None).expect("within limits");
        let runs = EVALUATOR.next_runs(&expression, 0, u32::MAX, None).expect("within limits");
        assert!(runs.is_ok_and(|runs| runs.len() <= 10_000) || !expression.contains("Casablanca"));
        EVALUATOR.describe(&Spec::default(), Some(&config)).expect("within limits");
    }
}
