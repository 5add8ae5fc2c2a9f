//! Properties of Backups and Schedules: they are read, checked and evaluated like the spec that they are written from.

use std::sync::Arc;

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::diagnostic::{AppliesTo, Diagnostic, Severity};
use k8s_backup_target::model::Spec;
use k8s_backup_target::selection::{Evaluation, Outcome, Reason};
use k8s_backup_target::validation::{CheckedDocument, Format, Kind, check_spec};
use k8s_backup_target_properties::inventory::{evaluated, read_in};
use k8s_backup_target_properties::selection::generate::{objects, release, spec};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// The fields of a spec, and of a BackupSpec.
const FIELDS: [(&str, &str); 7] = [
    ("include_namespaces", "includedNamespaces"),
    ("include_resources", "includedResources"),
    ("exclude_namespaces", "excludedNamespaces"),
    ("exclude_resources", "excludedResources"),
    ("include_cluster_resources", "includeClusterResources"),
    ("label_selector", "labelSelector"),
    ("ttl", "ttl"),
];

/// Returns the BackupSpec of a spec. As in the operator, a selector without labels is left out.
fn backup_spec(spec: &Spec) -> Value {
    let written = serde_json::to_value(spec).expect("a spec is JSON");
    let field = |(name, in_backup): (&str, &str)| {
        let value = written.get(name).filter(|value| !value.is_null()).cloned()?;
        let value = match name {
            "label_selector" if value == json!({}) => return None,
            "label_selector" => json!({ "matchLabels": value }),
            _ => value,
        };
        Some((in_backup.to_owned(), value))
    };
    Value::Object(FIELDS.into_iter().filter_map(field).collect::<Map<_, _>>())
}

/// How a BackupSpec is written, and the pointer to it.
#[derive(Clone, Copy, Debug)]
enum Form {
    Backup,
    Schedule,
    HelmValues,
}

impl Form {
    const ALL: [Form; 3] = [Form::Backup, Form::Schedule, Form::HelmValues];

    fn manifest(self, spec: &Value) -> String {
        let object = |kind: &str, spec: Value| {
            let metadata = json!({"name": "a", "namespace": "velero"});
            json!({"apiVersion": "velero.io/v1", "kind": kind, "metadata": metadata, "spec": spec})
        };
        let schedule = json!({"schedule": "0 2 * * *", "template": spec});
        match self {
            Form::Backup => object("Backup", spec.clone()),
            Form::Schedule => object("Schedule", schedule),
            Form::HelmValues => json!({"schedules": {"a": schedule}}),
        }
        .to_string()
    }

    fn pointer(self) -> &'static str {
        match self {
            Form::Backup => "/spec",
            Form::Schedule => "/spec/template",
            Form::HelmValues => "/schedules/a/template",
        }
    }
}

/// Returns the diagnostics of rules that hold for specs and for manifests: code, severity and pointer into the BackupSpec.
fn common(found: &[Diagnostic], pointer: impl Fn(&str) -> String) -> Vec<(&'static str, Severity, String)> {
    let common = found.iter().filter(|found| found.rule.applies_to == AppliesTo::Both);
    let mut common: Vec<_> = common.map(|found| (found.rule.code, found.severity, pointer(&found.pointer))).collect();
    common.sort();
    common
}

/// Returns the pointer in a BackupSpec for one in a spec.
fn in_backup(pointer: &str) -> String {
    let mut tokens = pointer.splitn(3, '/').skip(1);
    let Some(first) = tokens.next() else { return String::new() };
    let (_, name) = FIELDS.into_iter().find(|(name, _)| *name == first).expect("a field of a spec");
    match (tokens.next(), name) {
        (None, _) => format!("/{name}"),
        (Some(rest), "labelSelector") => format!("/{name}/matchLabels/{rest}"),
        (Some(rest), _) => format!("/{name}/{rest}"),
    }
}

fn kind_of(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Completed => "completed",
        Outcome::PartiallyFailed(_) => "partially failed",
        Outcome::Failed(_) => "failed",
        Outcome::Refused(_) => "refused",
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_rules_are_the_same_for_a_spec_and_for_its_manifest(spec in spec(), release in release()) {
        let cluster = Cluster::builtin().clone().with_release(release);
        let of_spec = common(&check_spec(&spec, Some(&cluster)), in_backup);
        let written = backup_spec(&spec);
        // The chart leaves out an empty template, which is an error of its own.
        let is_empty = written == json!({});
        for form in Form::ALL.into_iter().filter(|form| !(is_empty && matches!(form, Form::HelmValues))) {
            let text = form.manifest(&written);
            let document = CheckedDocument::read(text.clone(), Format::Json, None, Some(&cluster));
            let relative = |pointer: &str| {
                pointer.strip_prefix(form.pointer()).map_or_else(|| format!("outside: {pointer}"), str::to_owned)
            };
            prop_assert_eq!(common(document.diagnostics(), relative), of_spec.clone(), "{}", text);
            let others = document.diagnostics().iter().filter(|found| found.rule.applies_to == AppliesTo::Specs);
            prop_assert_eq!(others.map(|found| found.rule.code).collect::<Vec<_>>(), Vec::<&str>::new());
        }
    }

    #[test]
    fn a_manifest_saves_what_its_spec_saves(objects in objects(), spec in spec(), release in release()) {
        let text: String = objects.iter().map(|object| format!("{}\n", object.json())).collect();
        let cluster = Cluster::builtin().clone().with_release(release);
        let inventory = Arc::new(read_in(&cluster, text.as_bytes(), &[]).expect("objects"));
        let of_spec = evaluated(&inventory, &spec, 1000);
        for form in [Form::Backup, Form::Schedule] {
            let manifest = form.manifest(&backup_spec(&spec));
            let document = CheckedDocument::read(manifest, Format::Json, None, Some(&cluster));
            let [backup] = document.backups() else { panic!("{:?}", document.diagnostics()) };
            let mut of_backup = Evaluation::of_backup(Arc::clone(&inventory), backup);
            while !of_backup.step(7) {}
            prop_assert_eq!(kind_of(&of_backup.outcome()), kind_of(&of_spec.outcome()));
            let reasons = |evaluation: &Evaluation| evaluation.reasons().to_vec();
            prop_assert_eq!(reasons(&of_backup), reasons(&of_spec));
            for verdict in of_backup.verdicts(0, u32::MAX) {
                let is_placed = |pointer: &String| pointer.starts_with(form.pointer());
                prop_assert!(verdict.pointer.as_ref().is_none_or(is_placed), "{:?}", verdict);
                prop_assert!(verdict.reason != Reason::SpecRefused || verdict.pointer.is_some());
            }
        }
    }

    #[test]
    fn a_manifest_converts_into_its_spec(spec in spec(), form in prop::sample::select(vec![Form::Backup, Form::Schedule])) {
        let document = CheckedDocument::read(form.manifest(&backup_spec(&spec)), Format::Json, None, None);
        let converted = document.backup_as_spec(0).expect("a spec loses nothing");
        let mut expected = spec;
        // Keys are sorted in the JSON of this test.
        let mut labels: Vec<(String, String)> = expected.label_selector.take().map(Into::into).unwrap_or_default();
        labels.sort();
        expected.label_selector = (!labels.is_empty()).then(|| labels.into_iter().collect());
        if expected == Spec::default() {
            expected.include_namespaces = Some(vec!["*".to_owned()]);
        }
        prop_assert_eq!(converted.spec, expected);
    }

    #[test]
    fn any_manifest_is_read(text in "\\PC{0,80}", key in "[a-zA-Z]{1,12}", kind in prop::sample::select(vec![
        Kind::Backup, Kind::Schedule, Kind::HelmValues, Kind::Objects,
    ])) {
        let values = [json!(text), json!([text]), json!({ &text: [text] }), json!(null), json!(1.5), json!([{ &key: text }])];
        for value in values {
            let spec = json!({ &key: value, "includedNamespaces": value, "labelSelector": value, "hooks": {"resources": value} });
            for form in Form::ALL {
                let document = CheckedDocument::read(form.manifest(&spec), Format::Json, None, None);
                prop_assert!(!document.diagnostics().is_empty());
                CheckedDocument::read(form.manifest(&spec), Format::Json, Some(kind), None);
            }
        }
    }
}
