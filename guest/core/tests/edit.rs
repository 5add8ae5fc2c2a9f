//! Edits of a text: one value changes; comments, order and layout are kept.

use k8s_backup_target::validation::{CheckedDocument, Format, Kind};
use proptest::prelude::*;
use serde_json::Value;

/// The value of a removal.
const REMOVED: &str = "";

fn read(text: &str, format: Format) -> CheckedDocument {
    CheckedDocument::read(text.to_owned(), format, None, None)
}

fn edited(text: &str, format: Format, subject: u32, pointer: &str, value: &str) -> Result<String, String> {
    let value = Some(value).filter(|value| *value != REMOVED);
    let edits = read(text, format).edit(subject, pointer, value).map_err(|refused| refused[0].message.clone())?;
    let mut edited = text.to_owned();
    for edit in edits.iter().rev() {
        edited.replace_range(edit.span.start.utf8_offset as usize..edit.span.end.utf8_offset as usize, &edit.text);
    }
    Ok(edited)
}

#[track_caller]
fn yaml(text: &str, pointer: &str, value: &str, expected: &str) {
    assert_eq!(edited(text, Format::Yaml, 0, pointer, value).as_deref(), Ok(expected));
}

#[track_caller]
fn json(text: &str, pointer: &str, value: &str, expected: &str) {
    assert_eq!(edited(text, Format::Json, 0, pointer, value).as_deref(), Ok(expected));
}

#[track_caller]
fn refused(text: &str, format: Format, pointer: &str, value: &str, message: &str) {
    assert_eq!(edited(text, format, 0, pointer, value), Err(message.to_owned()));
}

#[test]
fn a_new_value_keeps_the_style() {
    yaml("ttl: 24h # a day\n", "/ttl", r#""48h""#, "ttl: 48h # a day\n");
    yaml("ttl: '24h'\n", "/ttl", r#""48h""#, "ttl: '48h'\n");
    yaml("ttl: \"24h\"\n", "/ttl", r#""48h""#, "ttl: \"48h\"\n");
    yaml("ttl: \"2\"\n", "/ttl", r#""24h""#, "ttl: 24h\n");
    yaml("ttl: 24h\n", "/ttl", r#""on""#, "ttl: \"on\"\n");
    yaml("ttl: 24h\n", "/ttl", "null", "ttl: null\n");
    yaml("ttl:\nx: 1\n", "/ttl", r#""24h""#, "ttl: 24h\nx: 1\n");
    yaml("include_namespaces: [a, b]\n", "/include_namespaces", r#"["a", "*"]"#, "include_namespaces: [a, \"*\"]\n");
    yaml("a:\n  - x # one\nb: 1\n", "/a", r#"["w","z"]"#, "a:\n  - w\n  - z # one\nb: 1\n");
    yaml("a:\n- x\nb: 1\n", "/a", r#"["w","z"]"#, "a:\n  - w\n  - z\nb: 1\n");
    yaml("a:\n  - x\n  - w\nb: 1\n", "/a", "null", "a: null\nb: 1\n");
    yaml("a: |\n  x\n  y\nb: 1\n", "/a", r#""z""#, "a: z\nb: 1\n");
    yaml("a: 1\n", "/a", r#"{"b": ["c"], "d": {}}"#, "a:\n  b:\n    - c\n  d: {}\n");
    yaml("- a\n- b\n", "/1", r#"{"x": 1, "z": 2}"#, "- a\n- x: 1\n  z: 2\n");
    json(r#"{"ttl": "24h"}"#, "/ttl", r#""é\n""#, r#"{"ttl": "é\n"}"#);
    json("{\n  \"a\": [\n    1\n  ]\n}", "/a/0", r#"{"b":2}"#, "{\n  \"a\": [\n    {\"b\": 2}\n  ]\n}");
}

#[test]
fn a_missing_value_is_added_with_its_missing_parents() {
    yaml("ttl: 24h # a day\n", "/x", r#""w""#, "ttl: 24h # a day\nx: w\n");
    yaml("ttl: 24h", "/x", r#"["w"]"#, "ttl: 24h\nx:\n  - w");
    yaml("", "/ttl", r#""24h""#, "ttl: 24h\n");
    yaml("# nothing yet\n", "/label_selector/app", r#""x""#, "# nothing yet\nlabel_selector:\n  app: x\n");
    yaml("label_selector:\n", "/label_selector/app", r#""x""#, "label_selector:\n  app: x\n");
    yaml("label_selector: {}\n", "/label_selector/app", r#""x""#, "label_selector:\n  app: x\n");
    yaml("label_selector: {a: b}\n", "/label_selector/app", r#""x""#, "label_selector: {a: b, app: x}\n");
    yaml("{}\n", "/ttl", r#""24h""#, "ttl: 24h\n");
    yaml("a:\n  - x # one\n  # end\nb: 1\n", "/a/-", r#""w""#, "a:\n  - x # one\n  - w\n  # end\nb: 1\n");
    yaml("a:\n- x\nb: 1\n", "/a/1", r#""w""#, "a:\n- x\n- w\nb: 1\n");
    yaml("a: []\n", "/a/-", r#""w""#, "a:\n  - w\n");
    yaml("a: [\n  x,\n]\n", "/a/-", r#""w""#, "a: [\n  x,\n  w,\n]\n");
    yaml("x: 1\n", "/a/-", r#""w""#, "x: 1\na:\n  - w\n");
    yaml(
        "- app: a\n  spec:\n    ttl: 1h\n- app: b\n",
        "/0/spec/x",
        "true",
        "- app: a\n  spec:\n    ttl: 1h\n    x: true\n- app: b\n",
    );
    yaml("- app: a\n- app: b\n", "/0/spec/ttl", r#""1h""#, "- app: a\n  spec:\n    ttl: 1h\n- app: b\n");
    yaml("a: |\n  text\n", "/b", "1", "a: |\n  text\nb: 1\n");
    json("{}", "/ttl", r#""24h""#, r#"{"ttl": "24h"}"#);
    json("", "/label_selector/app", r#""x""#, "{\"label_selector\": {\"app\": \"x\"}}\n");
    json("{\n  \"a\": 1\n}\n", "/b", r#"["x", "y"]"#, "{\n  \"a\": 1,\n  \"b\": [\"x\", \"y\"]\n}\n");
    json(r#"{"a": [1]}"#, "/a/-", "2", r#"{"a": [1, 2]}"#);
}

#[test]
fn removing_a_value_removes_its_line() {
    yaml("# first\na: 1 # one\n# second\nb: 2\n", "/a", REMOVED, "# first\n# second\nb: 2\n");
    yaml("a: 1\nb:\n  - x\n  - w\n", "/b", REMOVED, "a: 1\n");
    yaml("a: 1\nb: |\n  text\nc: 2\n", "/b", REMOVED, "a: 1\nc: 2\n");
    yaml("a:\n  - x\n  - y # two\n  - z\n", "/a/1", REMOVED, "a:\n  - x\n  - z\n");
    yaml("a:\n  - x\n", "/a/0", REMOVED, "a: []\n");
    yaml("a: 1\n", "/a", REMOVED, "{}\n");
    yaml("- app: a\n  ttl: 1\n- b\n", "/0/app", REMOVED, "- ttl: 1\n- b\n");
    yaml("a: [x, y, z]\n", "/a/1", REMOVED, "a: [x, z]\n");
    yaml("a: {x: 1, y: 2}\n", "/a/x", REMOVED, "a: {y: 2}\n");
    json("{\n  \"a\": 1,\n  \"b\": 2\n}", "/a", REMOVED, "{\n  \"b\": 2\n}");
    json("{\n  \"a\": 1,\n  \"b\": 2\n}", "/b", REMOVED, "{\n  \"a\": 1\n}");
    json(r#"{"a": [1]}"#, "/a/0", REMOVED, r#"{"a": []}"#);
}

#[test]
fn json_in_a_string_keeps_its_escapes() {
    let databag = r#"{"backup_targets": "[{\"app\": \"a\", \"spec\": {\"ttl\": \"1h\"}}]"}"#;
    json(databag, "/backup_targets/0/spec/ttl", r#""2h""#, &databag.replace("1h", "2h"));
    let added = databag.replace(r#"\"1h\""#, r#"\"1h\", \"x\": [\"w\"]"#);
    json(databag, "/backup_targets/0/spec/x", r#"["w"]"#, &added);
    json(databag, "/backup_targets/0/spec/ttl", REMOVED, &databag.replace(r#"\"ttl\": \"1h\""#, ""));
    yaml(
        "backup_targets: '[{\"app\": \"a\"}]'\n",
        "/backup_targets/0/app",
        r#""it's""#,
        "backup_targets: '[{\"app\": \"it''s\"}]'\n",
    );
    let quoted = "backup_targets: '[{\"app\": \"a\"}]'\n";
    yaml(quoted, "/backup_targets/0/app", r#""b""#, &quoted.replace("\"a\"", "\"b\""));
    yaml(quoted, "/backup_targets/0/x", r#"["b"]"#, &quoted.replace("\"a\"", "\"a\", \"x\": [\"b\"]"));
    refused("backup_targets: |\n  [{\"app\": \"a\"}]\n", Format::Yaml, "/backup_targets/0/app", "1", UNCERTAIN);
}

const UNCERTAIN: &str = "no edit changes only this value of the text";

#[test]
fn only_one_document_is_edited() {
    let two = "ttl: 1h\n---\nttl: 1h\n";
    assert_eq!(edited(two, Format::Yaml, 1, "/ttl", r#""2h""#).as_deref(), Ok("ttl: 1h\n---\nttl: 2h\n"));
    assert_eq!(edited(two, Format::Yaml, 0, "/x", "1").as_deref(), Ok("ttl: 1h\nx: 1\n---\nttl: 1h\n"));
}

#[test]
fn an_empty_value_is_removed_with_the_colon_of_its_key() {
    yaml("a: {b: 1, c: }\n", "/a/c", REMOVED, "a: {b: 1 }\n");
    yaml("a: {b: , c: 1}\n", "/a/c", REMOVED, "a: {b: }\n");
    yaml("a: {b: , c: 1}\n", "/a/b", REMOVED, "a: {c: 1}\n");
    yaml("a: {b, c: 1}\n", "/a/c", REMOVED, "a: {b}\n");
    yaml("a: 1\n:\n", "/", REMOVED, "a: 1\n");
    yaml("a: 1\nb:\n", "/b", REMOVED, "a: 1\n");
    yaml("a:\nb: 1\n", "/a", REMOVED, "b: 1\n");
}

#[test]
fn uncertain_edits_are_refused() {
    refused("a: &x 1\nb: *x\n", Format::Yaml, "/a", "2", UNCERTAIN);
    refused("a: &x {n: 1}\nb: {c: 2, <<: *x}\n", Format::Yaml, "/b/n", REMOVED, UNCERTAIN);
    refused("a: &x {n: 1}\nb: {<<: *x, c: 2}\n", Format::Yaml, "/b/n", REMOVED, UNCERTAIN);
    refused("a: &x {n: 1}\nb:\n  c: 2\n  <<: *x\n", Format::Yaml, "/b/n", REMOVED, UNCERTAIN);
    refused("a: ! x\n", Format::Yaml, "/a", "1", UNCERTAIN);
    refused("- |\n  text\n", Format::Yaml, "/0", "1", UNCERTAIN);
    let no_value = "there is no value at this pointer";
    refused("a: 1\n", Format::Yaml, "/b", REMOVED, no_value);
    refused("a: 1\n", Format::Yaml, "b", "1", no_value);
    refused("a: 1\n", Format::Yaml, "/a/b", "1", "no value can be added at this pointer");
    refused("a: [1]\n", Format::Yaml, "/a/3", "1", "no value can be added at this pointer");
    refused("a: [\n", Format::Yaml, "/a", "1", "the document cannot be read, so it is not edited");
    refused("{}", Format::Json, "/a", "'x'", "the value is not JSON: a string in single quotes");
}

/// Asserts the pointer at a cursor, which is `|` in the text.
#[track_caller]
fn points(text: &str, format: Format, expected: Option<(u32, &str)>) {
    let cursor = text.find('|').expect("a cursor");
    let utf16_offset = text[..cursor].encode_utf16().count() as u32;
    let found = read(&text.replace('|', ""), format).pointer_at(utf16_offset);
    assert_eq!(found.as_ref().map(|(subject, pointer)| (*subject, pointer.as_str())), expected, "{text}");
}

#[test]
fn a_cursor_on_a_key_or_a_value_points_to_the_value() {
    for text in ["tt|l: 24h\nx: 1\n", "ttl: 2|4h\nx: 1\n", "ttl: 24h|\nx: 1\n", "ttl:| \nx: 1\n", "ttl: |\nx: 1\n"] {
        points(text, Format::Yaml, Some((0, "/ttl")));
    }
    points("a/b~:\n  - é😀\n  - y|\n", Format::Yaml, Some((0, "/a~1b~0/1")));
    points("a: [x, {b: |c}]\n", Format::Yaml, Some((0, "/a/1/b")));
    points("a: 1\n---\nb: |2\n", Format::Yaml, Some((1, "/b")));
    points("a: 1\n\n|\n", Format::Yaml, Some((0, "")));
    points("|", Format::Yaml, Some((0, "")));
    points(r#"{"a": [1, 2|], "b": 3}"#, Format::Json, Some((0, "/a/1")));
    points(r#"{"a": [1, | 2], "b": 3}"#, Format::Json, Some((0, "/a")));
    points(r#"{"backup_targets": "[{\"app\": \"a|\"}]"}"#, Format::Json, Some((0, "/backup_targets/0/app")));
    assert_eq!(read("{}", Format::Json).pointer_at(3), None);
}

#[test]
fn a_cursor_in_an_unreadable_text_is_in_the_part_that_was_read() {
    points("a:\n  b: 1\n  c: [x, |", Format::Yaml, Some((0, "/a/c")));
    points(r#"{"a": {"b": 1, "c|"#, Format::Json, Some((0, "/a")));
    points(r#"{"a": {"b": "x|"#, Format::Json, Some((0, "/a")));
}

fn any_json() -> impl Strategy<Value = Value> {
    let text = prop_oneof!["[a-z]{1,4}", Just("on".to_owned()), Just("#, :".to_owned()), Just("é\n'\"".to_owned())];
    let leaf = prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::from), text.prop_map(Value::from)];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-d]{1,2}", inner, 0..4)
                .prop_map(|members| members.into_iter().collect::<Value>()),
        ]
    })
}

/// Returns every pointer into a value, and one to a new entry or key in each collection.
fn pointers(value: &Value) -> Vec<String> {
    let mut pointers = vec![String::new()];
    match value {
        Value::Array(entries) => {
            for (index, entry) in entries.iter().enumerate() {
                pointers.extend(self::pointers(entry).iter().map(|pointer| format!("/{index}{pointer}")));
            }
            pointers.push(format!("/{}", entries.len()));
        }
        Value::Object(members) => {
            for (key, member) in members {
                pointers.extend(self::pointers(member).iter().map(|pointer| format!("/{key}{pointer}")));
            }
            pointers.push("/new".to_owned());
        }
        _ => {}
    }
    pointers
}

/// Returns the value after an edit; `None` if there is no such edit.
fn expected(mut value: Value, pointer: &str, new: Option<&Value>) -> Option<Value> {
    let Some((parent, token)) = pointer.rsplit_once('/') else { return new.cloned() };
    match (value.pointer_mut(parent)?, new) {
        (Value::Object(members), Some(new)) => drop(members.insert(token.to_owned(), new.clone())),
        (Value::Object(members), None) => drop(members.remove(token)?),
        (Value::Array(entries), Some(new)) => {
            let index: usize = token.parse().ok()?;
            if index == entries.len() { entries.push(new.clone()) } else { *entries.get_mut(index)? = new.clone() }
        }
        (Value::Array(entries), None) => {
            let index: usize = token.parse().ok()?;
            if index >= entries.len() {
                return None;
            }
            entries.remove(index);
        }
        _ => return None,
    }
    Some(value)
}

proptest! {
    #[test]
    fn texts_of_this_library_can_be_edited_at_every_pointer(
        value in any_json(),
        new in proptest::option::of(any_json()),
        layout in 0..3,
    ) {
        let (text, format) = match layout {
            0 => (k8s_backup_target::validation::yaml_of(&value.to_string()).expect("JSON"), Format::Yaml),
            1 => (format!("{value:#}\n"), Format::Json),
            _ => (format!("{value}\n"), Format::Yaml),
        };
        let written = new.as_ref().map_or(REMOVED.to_owned(), Value::to_string);
        for pointer in pointers(&value) {
            let Some(expected) = expected(value.clone(), &pointer, new.as_ref()) else { continue };
            let edited = edited(&text, format, 0, &pointer, &written);
            prop_assert!(edited.is_ok(), "{edited:?} at {pointer:?} in {text:?}");
            let edited = edited.expect("it is checked");
            let read = CheckedDocument::read(edited.clone(), format, Some(Kind::Spec), None);
            let json = read.json().next().flatten();
            let read = json.map(|json| serde_json::from_str::<Value>(&json).expect("JSON"));
            prop_assert_eq!(read, Some(expected), "{:?} in {:?} gives {:?}", pointer, text, edited);
        }
    }
}
