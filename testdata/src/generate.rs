//! Strategies for databags and specs: valid values, values that are converted, invalid text and hostile text.

use std::ops::Range;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::reference::Query;
use crate::{Labels, Spec};

/// Texts that are JSON, or only similar to JSON.
type Texts = BoxedStrategy<String>;

/// Generates any spec of the interface, also useless ones.
pub fn spec() -> impl Strategy<Value = Spec> {
    let names = || option::of(vec(text(), 0..4));
    let labels = option::of(btree_map(text(), text(), 0..4).prop_map(|labels| Labels(labels.into_iter().collect())));
    let ttl = option::of(prop_oneof![select(vec!["24h", "30d", "1h30m", "0", "-5m"]).prop_map(str::to_owned), text()]);
    (names(), names(), names(), names(), option::of(any::<bool>()), labels, ttl).prop_map(
        |(
            include_namespaces,
            include_resources,
            exclude_namespaces,
            exclude_resources,
            include_cluster_resources,
            label_selector,
            ttl,
        )| Spec {
            include_namespaces,
            include_resources,
            exclude_namespaces,
            exclude_resources,
            include_cluster_resources,
            label_selector,
            ttl,
        },
    )
}

/// Generates usual names, and any other text.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => select(vec!["", "my-app", "backup", "kube-system", "*", "deployments.apps", "a/b~c"]).prop_map(str::to_owned),
        2 => vec(select(ODD_CHARS.to_vec()), 0..6).prop_map(|chars| chars.into_iter().collect()),
        1 => any::<String>(),
    ]
}

const ODD_CHARS: [char; 20] = [
    '"', '\\', '/', '\u{0}', '\u{8}', '\t', '\n', '\r', '\u{1f}', ' ', '~', '\u{7f}', '\u{80}', 'é', 'ß', '\u{2028}',
    '\u{feff}', '\u{fffd}', '漢', '😀',
];

/// Generates the `backup_targets` of several relations, and a lookup that often finds a target.
pub fn lookup() -> impl Strategy<Value = (Vec<String>, Query)> {
    let query = (name(), name(), name()).prop_map(|(app, endpoint, model)| Query { app, endpoint, model });
    (vec(backup_targets(), 1..4), query)
}

/// Generates only a few names, so that lookups find targets.
fn name() -> Texts {
    one_of(&["a", "a", "a", "a", "a", "a", "b", ""])
}

/// Generates `backup_targets`: a list of targets with some unusual values. Some of the texts are damaged.
fn backup_targets() -> Texts {
    let list = list_of(rarely(target(), any_json()), 0..4);
    let text = (whitespace(), rarely(list, any_json()), whitespace());
    let text = text.prop_map(|(before, text, after)| before + &text + &after).boxed();
    let damaged =
        (text.clone(), any::<Index>(), one_of(&DAMAGE)).prop_map(|(text, at, damage)| damage_at(at, &text, &damage));
    prop_oneof![8 => text, 1 => damaged].boxed()
}

const DAMAGE: [&str; 16] =
    ["", "", "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "e", "\u{1}", "\u{feff}", "\\ud83d", "\u{a0}"];

/// Replaces or removes a character.
fn damage_at(at: Index, text: &str, damage: &str) -> String {
    let places: Vec<(usize, char)> = text.char_indices().collect();
    if places.is_empty() {
        return damage.to_owned();
    }
    let (start, char) = places[at.index(places.len())];
    format!("{}{damage}{}", &text[..start], &text[start + char.len_utf8()..])
}

fn target() -> Texts {
    let named = |key| member(one_of(&[key]), rarely(name().prop_map(quoted).boxed(), any_json()));
    let spec = member(one_of(&["spec"]), rarely(spec_text(), any_json()));
    let fields = (named("app"), named("relation_name"), named("model"), spec);
    let fields = fields.prop_map(|(app, relation_name, model, spec)| vec![app, relation_name, model, spec]).boxed();
    object_of(fields, member(one_of(&["app", "model", "spec", "Spec", "extra", ""]), any_json()))
}

fn spec_text() -> Texts {
    let texts = list_of(rarely(text_literal(), any_json()), 0..3);
    let label = text().prop_map(|text| text.replace('\u{fffd}', "")).boxed();
    let labels = vec(member(label, rarely(text_literal(), any_json())), 0..3);
    let labels = labels.prop_map(|members| format!("{{{}}}", members.join(","))).boxed();
    let field = |key, value| member(one_of(&[key]), rarely(value, any_json()));
    let field = prop_oneof![
        field("include_namespaces", texts.clone()),
        field("include_resources", texts.clone()),
        field("exclude_namespaces", texts.clone()),
        field("exclude_resources", texts),
        field("include_cluster_resources", one_of(&BOOLS)),
        field("include_cluster_resources", one_of(&BOOLS)),
        field("label_selector", labels),
        field("ttl", text_literal()),
    ];
    let unknown = text().prop_map(|text| text + "?").boxed();
    object_of(vec(field, 0..5).boxed(), member(unknown, any_json()))
}

/// Values that pydantic converts to a bool, and similar ones.
const BOOLS: [&str; 34] = [
    "true",
    "true",
    "false",
    "false",
    "null",
    "null",
    "0",
    "1",
    "-0",
    "-1",
    "2",
    "0.0",
    "1.0",
    "-0.0",
    "1e0",
    "10e-1",
    "1e-400",
    "0.5",
    "1e400",
    "0.99999999999999999",
    "\"yes\"",
    "\"NO\"",
    "\"On\"",
    "\"off\"",
    "\"t\"",
    "\"F\"",
    "\"1\"",
    "\"0\"",
    "\"\"",
    "\" true\"",
    "\"01\"",
    "\"enabled\"",
    "\"\\u0079\"",
    "\"\u{212a}\"",
];

fn one_of(texts: &[&'static str]) -> Texts {
    select(texts.to_vec()).prop_map(str::to_owned).boxed()
}

/// Generates the usual value, and sometimes the odd one.
fn rarely(usual: Texts, odd: Texts) -> Texts {
    prop_oneof![48 => usual, 1 => odd].boxed()
}

/// Generates an object with its members in any order. Sometimes a member is missing, or there are others.
fn object_of(members: BoxedStrategy<Vec<String>>, other: Texts) -> Texts {
    let missing = prop_oneof![30 => Just(None), 1 => any::<Index>().prop_map(Some)];
    let others = prop_oneof![5 => Just(Vec::new()), 1 => vec(other, 1..3)];
    let members = (members, missing, others).prop_flat_map(|(mut members, missing, others)| {
        if let (Some(missing), false) = (missing, members.is_empty()) {
            members.remove(missing.index(members.len()));
        }
        members.extend(others);
        Just(members).prop_shuffle()
    });
    let object =
        |(members, space): (Vec<String>, String)| format!("{{{space}{}{space}}}", members.join(&format!(",{space}")));
    (members, whitespace()).prop_map(object).boxed()
}

fn list_of(entry: Texts, size: Range<usize>) -> Texts {
    let list = |(entries, space): (Vec<String>, String)| format!("[{}{space}]", entries.join(&format!("{space},")));
    (vec(entry, size), whitespace()).prop_map(list).boxed()
}

fn member(key: Texts, value: Texts) -> Texts {
    (key, whitespace(), value).prop_map(|(key, space, value)| format!("{}{space}:{space}{value}", quoted(key))).boxed()
}

fn whitespace() -> Texts {
    one_of(&["", "", "", "", "", "", " ", "\t", "\r\n", " \n "])
}

/// Generates a JSON string. Some have unnecessary escapes, or lone surrogates.
fn text_literal() -> Texts {
    let escaped = |text: String| text.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect::<String>();
    let halves =
        vec(one_of(&["\\ud83d", "\\uDE00", "\\u0041", "\\/", "x", "\\\\"]), 1..4).prop_map(|parts| parts.concat());
    prop_oneof![
        10 => text().prop_map(quoted),
        2 => text().prop_map(move |text| format!("\"{}\"", escaped(text))),
        1 => halves.prop_map(|text| format!("\"{text}\"")),
    ]
    .boxed()
}

/// Generates any JSON value, and some invalid ones.
fn any_json() -> Texts {
    let almost =
        ["01", "1.", ".5", "+1", "-", "0x1", "1e", "tru", "None", "'a'", "\"\\x41\"", "\"\\u12g4\"", "\"\n\"", ""];
    let number = any::<i64>().prop_map(|number| number.to_string());
    let leaf = prop_oneof![2 => one_of(&BOOLS), 2 => text_literal(), 1 => one_of(&almost), 1 => number];
    let nested = leaf.prop_recursive(3, 12, 3, |inner| {
        let object = vec(member(text().boxed(), inner.clone().boxed()), 0..3);
        prop_oneof![list_of(inner.boxed(), 0..3), object.prop_map(|members| format!("{{{}}}", members.join(","))),]
    });
    nested.boxed()
}

fn quoted(text: String) -> String {
    serde_json::Value::String(text).to_string()
}
