//! Measures the time to check the JSON of a spec with all rules, natively and through the component. It is compared
//! with the time to check only its JSON Schema. `cargo xtask bench` runs it.

use jsonschema::Validator;
use k8s_backup_target::document::Format;
use k8s_backup_target::validation::{CheckedDocument, Kind};
use k8s_backup_target_bench::{COMPONENT, Line, NATIVE, evaluator, example, in_turn};
use k8s_backup_target_host::{DocumentFormat, DocumentKind, Evaluator};
use serde_json::{Value, json};

const SCHEMA: &str = "the shape alone, by jsonschema";

/// Numbers of namespaces in a spec.
const NAMESPACES: [usize; 4] = [10, 100, 1_000, 10_000];
/// Numbers of diagnostics.
const DIAGNOSTICS: [usize; 4] = [1, 10, 100, 1_000];

/// A spec with an error in each field.
const WRONG: &str = r#"{
    "include_namespaces": ["Prod", 7],
    "include_resources": "deployments",
    "include_cluster_resources": "perhaps",
    "label_selector": {"app": 1},
    "ttl": 24,
    "exclude_namespace": []
}"#;

fn main() {
    let evaluator = evaluator();
    let schema: Value = serde_json::from_str(&evaluator.json_schema().expect("within limits")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("our schema");
    let measure = |row, size: Option<usize>, text: &str| {
        let line = |host| size.iter().fold(Line::of(host, row), |line, &size| line.size(size));
        let [schema, native, component] =
            in_turn([&mut || drop(shape(&validator, text)), &mut || drop(natively(text)), &mut || {
                drop(through(&evaluator, text))
            }]);
        line(SCHEMA).seconds(schema);
        line(NATIVE).seconds(native);
        line(COMPONENT).seconds(component);
    };

    let typical = example().to_string();
    assert!(shape(&validator, &typical).is_empty() && !shape(&validator, WRONG).is_empty());
    measure("a typical spec", None, &typical);
    measure_formats(&evaluator, &example());
    measure("a spec that is wrong in every field", None, WRONG);
    for count in DIAGNOSTICS {
        let spec = json!({"include_namespaces": (0..count).map(|number| format!("Team-{number}")).collect::<Vec<_>>()});
        let text = spec.to_string();
        assert_eq!(natively(&text).diagnostics().len(), count);
        let [native, component] = in_turn([&mut || drop(natively(&text)), &mut || drop(through(&evaluator, &text))]);
        let line = |host| Line::of(host, "a spec with so many diagnostics").size(count).items(count);
        line(NATIVE).seconds(native);
        line(COMPONENT).seconds(component);
    }
    for count in NAMESPACES {
        let mut spec = example();
        spec["include_namespaces"] = (0..count).map(|number| json!(format!("team-{number}"))).collect();
        let text = spec.to_string();
        assert!(shape(&validator, &text).is_empty(), "the spec matches the schema");
        measure("a spec with so many namespaces", Some(count), &text);
    }
}

/// Measures the same spec in JSON and in YAML.
fn measure_formats(evaluator: &Evaluator, spec: &Value) {
    let json = spec.to_string();
    let yaml = yaml(spec);
    let read = |text: &str, format| CheckedDocument::read(text.to_owned(), format, Some(Kind::Spec), None);
    assert_eq!(read(&json, Format::Json).specs(), read(&yaml, Format::Yaml).specs());
    let native = |text: &str, format| drop(read(text, format));
    let component = |text: &str, format| {
        let document = evaluator.read_document(text, format, Some(DocumentKind::Spec), None);
        drop(document.and_then(|document| document.diagnostics()).expect("within limits"));
    };
    let measured = in_turn([
        &mut || native(&json, Format::Json),
        &mut || native(&yaml, Format::Yaml),
        &mut || component(&json, DocumentFormat::Json),
        &mut || component(&yaml, DocumentFormat::Yaml),
    ]);
    let rows = ["a typical spec in JSON", "the same spec in YAML"];
    let cells = [(NATIVE, rows[0]), (NATIVE, rows[1]), (COMPONENT, rows[0]), (COMPONENT, rows[1])];
    for ((host, row), seconds) in cells.into_iter().zip(measured) {
        Line::of(host, row).seconds(seconds);
    }
}

/// Returns a spec as people write it.
fn yaml(spec: &Value) -> String {
    let field = |(key, value): (&String, &Value)| match value {
        Value::Array(items) => items.iter().fold(format!("{key}:\n"), |text, item| text + &format!("- {item}\n")),
        Value::Object(labels) => {
            labels.iter().fold(format!("{key}:\n"), |text, (label, value)| text + &format!("  {label}: {value}\n"))
        }
        scalar => format!("{key}: {scalar}\n"),
    };
    spec.as_object().expect("a spec").iter().map(field).collect()
}

/// Returns the messages for a text, so that the work is comparable.
fn shape(validator: &Validator, text: &str) -> Vec<String> {
    let value: Value = serde_json::from_str(text).expect("JSON");
    validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn natively(text: &str) -> CheckedDocument {
    CheckedDocument::read(text.to_owned(), Format::Json, Some(Kind::Spec), None)
}

fn through(evaluator: &Evaluator, text: &str) -> Vec<k8s_backup_target_host::Diagnostic> {
    let document = evaluator.read_document(text, DocumentFormat::Json, Some(DocumentKind::Spec), None);
    document.and_then(|document| document.diagnostics()).expect("within limits")
}
