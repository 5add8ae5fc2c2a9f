//! The cases that were measured on Velero.

use std::collections::BTreeSet;

use k8s_backup_target::cluster::{ApiResource, Cluster};
use k8s_backup_target::model::{LabelSelector, Spec};
use k8s_backup_target::validation::{self, CheckedDocument, Format};
use k8s_backup_target::velero::cron::{Cron, Library, instant_from_rfc3339, instant_to_rfc3339};
use k8s_backup_target::velero::duration::{Duration, DurationError};
use k8s_backup_target::velero::glob::{self, Pattern};
use k8s_backup_target_testdata::velero::{self, Subject, api_server};

fn api_resource(resource: &velero::ServedKind) -> ApiResource {
    let (plural, group) = resource.plural_and_group();
    ApiResource {
        group: group.to_owned().into(),
        plural: plural.to_owned().into(),
        singular: Some(resource.singular.clone().into()),
        kind: resource.kind.clone().into(),
        short_names: resource.short_names.clone().unwrap_or_default().into_iter().map(Into::into).collect(),
        namespaced: resource.namespaced,
        verbs: Vec::new().into(),
    }
}

fn resolve(cluster: &Cluster, name: &str) -> Option<(String, bool)> {
    cluster.resolve(name).map(|kind| (kind.group_resource(), kind.namespaced))
}

#[test]
fn names_resolve_as_in_velero() {
    let served = velero::served_kinds();
    let cluster = Cluster::exactly(served.iter().map(api_resource).collect()).expect("kinds that a cluster serves");
    velero::check_resolving(|case| resolve(&cluster, &case.input));
}

#[test]
fn names_resolve_the_same_with_built_in_kinds() {
    let served = velero::served_kinds();
    let cluster = Cluster::open(served.iter().map(api_resource).collect(), Some("1.18"));
    let cluster = cluster.expect("kinds that a cluster serves");
    velero::check_resolving(|case| match case.input.as_str() {
        // The measured cluster did not have it, but it is built in.
        "events.events.k8s.io" => {
            assert_eq!(resolve(&cluster, &case.input), Some((case.input.clone(), true)));
            case.answer()
        }
        name => resolve(&cluster, name),
    });
}

#[test]
fn built_in_kinds_match_the_measured_cluster() {
    let builtin = Cluster::builtin();
    let served = velero::served_kinds();
    let served = served.iter().filter(|kind| !kind.is_custom()).map(api_resource);
    let mut agreed = 0;
    for expected in served {
        let kind = builtin.api_resources().iter().find(|kind| kind.group_resource() == expected.group_resource());
        let kind = kind.cloned().map(|kind| ApiResource { verbs: Vec::new().into(), ..kind });
        assert_eq!(kind, Some(expected));
        agreed += 1;
    }
    assert!(agreed > 30, "{agreed}");
}

#[test]
fn ttls_are_parsed_as_by_go() {
    velero::check_ttls(|case| match case.input.parse::<Duration>() {
        Ok(duration) => {
            velero::TtlAnswer::Duration { nanoseconds: duration.as_nanoseconds(), canonical: duration.to_string() }
        }
        Err(error) => {
            let input = go_quoted(&case.input);
            velero::TtlAnswer::Error(match error {
                DurationError::Invalid | DurationError::OutOfRange => format!("time: invalid duration {input}"),
                DurationError::MissingUnit => format!("time: missing unit in duration {input}"),
                DurationError::UnknownUnit(unit) => {
                    format!("time: unknown unit {} in duration {input}", go_quoted(&unit))
                }
            })
        }
    });
}

/// Quotes a text like Go's package time.
fn go_quoted(text: &str) -> String {
    let quoted = text.bytes().map(|byte| match byte {
        b'"' | b'\\' => format!("\\{}", char::from(byte)),
        b' '..=b'~' => char::from(byte).to_string(),
        _ => format!("\\x{byte:02x}"),
    });
    format!("\"{}\"", quoted.collect::<String>())
}

#[test]
fn patterns_match_as_in_velero() {
    velero::check_globs(|case, texts| velero::GlobAnswer {
        matches: Pattern::compile(&case.pattern)
            .ok()
            .map(|pattern| texts.iter().filter(|text| pattern.matches(text)).cloned().collect()),
        velero_namespace_pattern_error: glob::namespace_pattern_fault(&case.pattern).map(|fault| fault.to_string()),
    });
}

#[test]
fn lists_are_refused_as_by_velero() {
    velero::check_validation(|case| {
        let given = case.spec.clone();
        let spec = Spec {
            include_namespaces: given.include_namespaces,
            include_resources: given.include_resources,
            exclude_namespaces: given.exclude_namespaces,
            exclude_resources: given.exclude_resources,
            include_cluster_resources: given.include_cluster_resources,
            // Velero does not check it here.
            label_selector: None::<LabelSelector>,
            ttl: given.ttl,
        };
        let entry = |pointer: &str| {
            let index: usize = pointer.rsplit('/').next()?.parse().ok()?;
            let list = if pointer.contains("resources") { &spec.exclude_resources } else { &spec.exclude_namespaces };
            list.as_ref()?.get(index).cloned()
        };
        let diagnostics = validation::check_spec(&spec, None);
        let refusal = |diagnostic: &k8s_backup_target::diagnostic::Diagnostic| {
            let refusal = match diagnostic.rule.code {
                "namespace-in-both" => (Subject::Namespaces, "in both", entry(&diagnostic.pointer)),
                "namespace-wildcard-excluded" => (Subject::Namespaces, "wildcard excluded", None),
                "namespace-wildcard-not-alone" => (Subject::Namespaces, "wildcard not alone", None),
                "namespace-pattern" => (Subject::Namespaces, "pattern", None),
                "namespace-name" => (Subject::Namespaces, "name", None),
                "resource-in-both" => (Subject::Resources, "in both", entry(&diagnostic.pointer)),
                "resource-wildcard-excluded" => (Subject::Resources, "wildcard excluded", None),
                "resource-wildcard-not-alone" => (Subject::Resources, "wildcard not alone", None),
                // Velero accepts it, but its library cannot compile it: the backup fails later.
                "namespace-pattern-unreadable" => return None,
                code => {
                    assert_ne!(diagnostic.severity, k8s_backup_target::diagnostic::Severity::Error, "{code}");
                    return None;
                }
            };
            Some(refusal)
        };
        let mut refusals: velero::Refusals = diagnostics.iter().filter_map(refusal).collect();
        // For `*` in both lists, Velero reports two errors; one is enough.
        for subject in [Subject::Namespaces, Subject::Resources] {
            let (includes, excludes) = match subject {
                Subject::Namespaces => (&spec.include_namespaces, &spec.exclude_namespaces),
                Subject::Resources => (&spec.include_resources, &spec.exclude_resources),
            };
            let has_wildcard = |list: &Option<Vec<String>>| list.iter().flatten().any(|name| name == "*");
            // For Velero, missing namespaces mean `*`.
            let is_default = subject == Subject::Namespaces && includes.as_ref().is_none_or(Vec::is_empty);
            if (is_default || has_wildcard(includes)) && has_wildcard(excludes) {
                refusals.insert((subject, "in both", Some("*".to_owned())));
            }
        }
        refusals
    });
}

#[test]
fn cron_expressions_run_as_in_velero() {
    velero::check_crons(|input, after, count| {
        Some(Cron::parse(input, Library::Robfig).ok()?.runs_after(after).take(count).collect())
    });
}

#[test]
fn cron_expressions_run_as_in_both_libraries() {
    velero::check_cron_libraries(|library, input, after, count| {
        let library = match library {
            velero::CronLibrary::Robfig => Library::Robfig,
            velero::CronLibrary::GoCron => Library::GoCron,
        };
        let cron = Cron::parse(input, library).ok()?;
        let after = instant_from_rfc3339(after).expect("a time");
        Some(cron.runs_after(after).take(count).map(instant_to_rfc3339).collect())
    });
}

#[test]
fn the_api_server_answers_as_measured() {
    api_server::check_objects(|object, release| {
        let cluster = Cluster::open(Vec::new(), Some(release)).expect("a known release");
        let document = CheckedDocument::read(object.to_owned(), Format::Json, None, Some(&cluster));
        let pointers = |codes: &[&str]| {
            let found = document.diagnostics().iter().filter(|found| codes.contains(&found.rule.code));
            found.map(|found| found.pointer.clone()).collect()
        };
        let unreadable: BTreeSet<String> = pointers(&["manifest-duration", "ttl-empty", "ttl-not-a-duration"]);
        api_server::Answer {
            refused: pointers(&["manifest-field-missing", "manifest-field-type", "manifest-field-value"]),
            dropped: pointers(&["manifest-field-unknown"]),
            is_unreadable: !unreadable.is_empty(),
        }
    });
}
