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
    measure("a spec that is wrong in every field", None, WRONG);
    for count in NAMESPACES {
        let mut spec = example();
        spec["include_namespaces"] = (0..count).map(|number| json!(format!("team-{number}"))).collect();
        let text = spec.to_string();
        assert!(shape(&validator, &text).is_empty(), "the spec matches the schema");
        measure("a spec with so many namespaces", Some(count), &text);
    }
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
