//! JSON that is converted to YAML is parsed as the same JSON.

use k8s_backup_target::validation::{CheckedDocument, Format, yaml_of};
use k8s_backup_target_testdata::generate;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::{Value, json};

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1_000_000_i64..1_000_000).prop_map(|number| Value::from(number as f64 / 1024.0)),
        generate::text().prop_map(Value::from),
        prop::sample::select(vec![
            "on",
            "no",
            "~",
            "null",
            "0x1f",
            "1e3",
            "-",
            "- a",
            "a: b",
            "#",
            "2026-06-01",
            "<<",
            "="
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 5, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            btree_map(generate::text(), inner, 0..5).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Returns the JSON of a text with one document.
fn read(yaml: &str) -> Option<Value> {
    let document = CheckedDocument::read(yaml.to_owned(), Format::Yaml, None, None);
    let mut documents = document.json();
    let first = documents.next().flatten().map(|json| serde_json::from_str(&json).expect("JSON"));
    first.filter(|_| documents.next().is_none())
}

proptest! {
    #[test]
    fn written_yaml_is_parsed_as_the_same_json(value in any_json(), pretty: bool) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
        let yaml = yaml_of(&text.expect("string keys")).expect("JSON");
        prop_assert_eq!(read(&yaml), Some(value), "{}", yaml);
    }
}

#[test]
fn nested_lists_and_objects_are_on_lines() {
    let value = json!({"a": [[1, [2, {}]], {"b": [], "c": {"d": null}}], "e f": "1"});
    let expected = "\
a:
  - - 1
    - - 2
      - {}
  - b: []
    c:
      d: null
\"e f\": \"1\"
";
    assert_eq!(yaml_of(&value.to_string()).as_deref(), Some(expected));
}

#[test]
fn deep_nesting_is_written() {
    let value = (0..25).fold(json!("x"), |inner, _| json!([{"a": inner}]));
    let yaml = yaml_of(&value.to_string()).expect("JSON");
    assert_eq!(read(&yaml), Some(value));
    let hostile = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(yaml_of(&hostile).is_none_or(|yaml| yaml.len() < 1_000_000));
}

#[test]
fn text_that_is_not_json_is_not_converted() {
    assert_eq!(yaml_of("{'a': 1}"), None);
}
