//! Decodes specs and targets from JSON, as leniently as the reference library (pydantic 2, lax mode).
//!
//! A value that cannot be decoded is reported at its position, and decoding continues. Values that are not used as they
//! are written are reported too: a coerced bool, an ignored field, a value that a later one replaces.

pub(crate) mod manifest;
pub(crate) mod policy;
pub(crate) mod server;

use std::ops::Range;

use crate::catalogue::{
    COERCED_VALUE, DEEP_NESTING, DOUBLE_ENCODED, FLAT_LAYOUT, KUBERNETES_MANIFEST, LONE_SURROGATE, LONG_INTEGER,
    MISSING_FIELD, NO_KNOWN_FIELD, REPEATED_KEY, UNKNOWN_FIELD, WRONG_TYPE,
};
use crate::diagnostic::{Changed, Finding, Pointer, quoted};
use crate::document::json;
use crate::document::tree::{Extremes, Layer, Text, Value};
use crate::model::{
    Access, BACKUP_TARGETS, LabelSelector, SPEC_FIELDS, ScheduleConfig, Spec, TARGET_FIELDS, Target,
    last_value_at_first_place,
};
use crate::names::{label_key_fault, label_value_fault};
use crate::report::Report;
use crate::suggest::nearest;

const LABEL_SELECTOR: &str = "label_selector";
const TTL: &str = "ttl";

/// Approximate maximum depth that the reference library reads; it raises RecursionError beyond it (Python 3.11).
const MAX_REFERENCE_DEPTH: usize = 980;
/// Maximum number of digits of an integer that CPython reads.
const MAX_REFERENCE_DIGITS: usize = 4300;

/// A value that could not be decoded; the report says why.
#[derive(Debug)]
pub(crate) struct Unreadable;

pub(crate) type Read<T> = Result<T, Unreadable>;

/// Decodes `backup_targets`: returns each entry, decoded or not.
pub(crate) fn targets(value: Value<'_>, pointer: &Pointer<'_>, report: &mut Report) -> Read<Vec<Read<Target>>> {
    const ONE_TARGET: &str =
        "write a list of targets: `[{\"app\": …, \"relation_name\": …, \"model\": …, \"spec\": {…}}]`";
    match value.open() {
        Layer::List(entries) => {
            // Growing a list of a million targets would take the memory twice.
            let mut targets = Vec::with_capacity(entries.clone().count());
            targets.extend(entries.enumerate().map(|(index, entry)| target(entry, &pointer.index(index), report)));
            return Ok(targets);
        }
        Layer::Text(text) if is_json(&text.text) => report.push(|| {
            let message = format!("{} is a string that contains JSON: it was encoded twice", name(pointer));
            DOUBLE_ENCODED.violation(message).help("encode the list once").at(pointer)
        }),
        Layer::Object(members) if members.clone().any(|(key, _)| TARGET_FIELDS.contains(&&*key.text)) => {
            report.push(|| {
                let message = format!("{} is one target, not a list of targets", name(pointer));
                FLAT_LAYOUT.violation(message).help(ONE_TARGET).at(pointer)
            });
        }
        other => return refuse(&other, "a list of targets", || (ONE_TARGET.to_owned(), None), pointer, report),
    }
    Err(Unreadable)
}

/// Reports a document that is a Kubernetes manifest; returns whether it is one.
pub(crate) fn is_manifest(value: Value<'_>, pointer: &Pointer<'_>, report: &mut Report) -> bool {
    let Layer::Object(members) = value.open() else { return false };
    let has = |field: &str| members.clone().any(|(key, _)| key.text == field);
    let is_manifest = has("apiVersion") && has("kind");
    if is_manifest {
        report.push(|| {
            let help = "write the fields of a spec, such as `include_namespaces`, at the top level";
            KUBERNETES_MANIFEST.violation("this is a Kubernetes manifest, not a spec").help(help).at(pointer)
        });
    }
    is_manifest
}

/// Reports an object without any field of a spec, if it is read as one; returns whether it is one.
pub(crate) fn has_no_known_field(is_spec: bool, value: Value<'_>, report: &mut Report) -> bool {
    let Layer::Object(mut members) = value.open() else { return false };
    let is_field = |key: &str| SPEC_FIELDS.iter().any(|field| field.name == key);
    if !is_spec || members.any(|(key, _)| is_field(&key.text)) {
        return false;
    }
    let Layer::Object(members) = value.open() else { return false };
    let names = SPEC_FIELDS.each_ref().map(|field| field.name);
    let root = &Pointer::Root;
    for (key, value) in members.filter(|(key, _)| is_like_field(&key.text)) {
        report_unknown(&key, value, names, "spec", root, report);
    }
    report.push(|| {
        let message = "the document has no field of a spec, so it would select the whole cluster";
        let help = "write a field such as `include_namespaces`, or `include_namespaces: [\"*\"]` for the whole cluster";
        NO_KNOWN_FIELD.violation(message).help(help).at(root)
    });
    true
}

/// Whether a key is similar to a field of a spec, or is one.
fn is_like_field(key: &str) -> bool {
    let names = SPEC_FIELDS.each_ref().map(|field| field.name);
    names.iter().any(|name| same_but_for_style(name, key)) || nearest(key, names).is_some()
}

/// Whether a document that would be read as a spec is probably one: it has a field of specs. Other programs also have a
/// `ttl`, but in numbers.
pub(crate) fn is_probably_spec(value: Value<'_>) -> bool {
    let Layer::Object(mut members) = value.open() else { return false };
    members.any(|(key, value)| {
        is_like_field(&key.text) && !(key.text == "ttl" && matches!(value.open(), Layer::Number(_)))
    })
}

/// Whether a document that would be read as a target is probably one. Many programs have an `app`, a `model` or a `spec`,
/// but not all of them.
pub(crate) fn is_probably_target(value: Value<'_>) -> bool {
    let has = |field: &str| member(value, field).is_some();
    has("relation_name")
        || member(value, "spec").is_some_and(is_probably_spec)
        || TARGET_FIELDS.into_iter().filter(|field| has(field)).count() > 2
}

/// Decodes a databag whose `backup_targets` is not a string. The reference library cannot read it, but its targets are
/// checked.
pub(crate) fn unencoded_targets(
    databag: Value<'_>,
    pointer: &Pointer<'_>,
    report: &mut Report,
) -> Read<Vec<Read<Target>>> {
    let layer = databag.open();
    let Layer::Object(members) = &layer else {
        let help = || (format!("write an object with the key `{BACKUP_TARGETS}`"), None);
        return refuse(&layer, "a databag", help, pointer, report);
    };
    let Some((_, value)) = members.clone().filter(|(key, _)| key.text == BACKUP_TARGETS).last() else {
        report.push(|| {
            let help = format!("write a list of targets, encoded as JSON, under `{BACKUP_TARGETS}`");
            FLAT_LAYOUT
                .violation(format!("the databag has no `{BACKUP_TARGETS}`, so no target is read"))
                .help(help)
                .at(pointer)
        });
        return Err(Unreadable);
    };
    let pointer = &pointer.key(BACKUP_TARGETS);
    let help = || ("encode the list as JSON, in a string".to_owned(), None);
    let layer = value.open();
    let refused = refuse(&layer, "a string of JSON", help, pointer, report);
    if let Layer::List(_) = layer { targets(value, pointer, report) } else { refused }
}

/// Reports a databag that has the key of the targets more than once.
pub(crate) fn report_repeated_targets(databag: Value<'_>, pointer: &Pointer<'_>, report: &mut Report) {
    let Layer::Object(members) = databag.open() else { return };
    let targets = members.filter(|(key, _)| key.text == BACKUP_TARGETS);
    let lost = targets.clone().count().saturating_sub(1);
    for (key, _) in targets.take(lost) {
        report.push(|| repeated(&pointer.key(BACKUP_TARGETS)).source(key.source));
    }
}

/// Returns the last value of a key of an object.
pub(crate) fn member<'t>(value: Value<'t>, key: &str) -> Option<Value<'t>> {
    let Layer::Object(members) = value.open() else { return None };
    members.filter(|(name, _)| name.text == key).last().map(|(_, value)| value)
}

/// Whether a value is a string that contains a list or an object as JSON.
pub(crate) fn holds_json(value: Value<'_>) -> bool {
    matches!(value.open(), Layer::Text(text) if is_json(&text.text))
}

/// Reports the output of `juju show-unit` without a databag of this interface.
pub(crate) fn report_unit_without_databags(report: &mut Report) {
    report.push(|| {
        let message = format!("no relation of the unit has `{BACKUP_TARGETS}` in its application data");
        let help = "run `juju show-unit` for a unit of the application that reads the targets, with its relations";
        NO_KNOWN_FIELD.violation(message).help(help).at(&Pointer::Root)
    });
}

fn is_json(text: &str) -> bool {
    json::is_list_or_object(text)
}

pub(crate) fn target(value: Value<'_>, pointer: &Pointer<'_>, report: &mut Report) -> Read<Target> {
    let [app, relation_name, model, spec] = fields(value, TARGET_FIELDS, "target", pointer, report)?;
    let [app, relation_name, model] = names([app, relation_name, model], pointer, report);
    let spec =
        required(spec, "spec", pointer, report).and_then(|value| self::spec(value, &pointer.key("spec"), report));
    Ok(Target { app: app?, relation_name: relation_name?, model: model?, spec: spec? })
}

/// Decodes the application, the relation and the model of a target.
fn names(values: [Option<Value<'_>>; 3], pointer: &Pointer<'_>, report: &mut Report) -> [Read<String>; 3] {
    let [app, relation_name, model] = values;
    [(app, "app"), (relation_name, "relation_name"), (model, "model")].map(|(value, key)| {
        let value = required(value, key, pointer, report)?;
        text(value, &pointer.key(key), report)
    })
}

/// Decodes the databag that the integrator writes for the operator: a target whose spec is JSON in a string, with the
/// fields of the schedule. `spec` is that JSON, if the spec is a string.
pub(crate) fn velero_backup_config(
    value: Value<'_>,
    spec: Option<Value<'_>>,
    pointer: &Pointer<'_>,
    report: &mut Report,
) -> Read<(Target, ScheduleConfig)> {
    let [app, relation_name, model, written] = fields(value, TARGET_FIELDS, "databag", pointer, report)?;
    let [app, relation_name, model] = names([app, relation_name, model], pointer, report);
    let at = &pointer.key("spec");
    let written = required(written, "spec", pointer, report)?;
    let names = SPEC_FIELDS.each_ref().map(|field| field.name);
    let [a, b, c, d, e, f, g] = names;
    let [schedule_key, paused_key, skip_key, owner_key] = SCHEDULE_FIELDS;
    let all = [a, b, c, d, e, f, g, schedule_key, paused_key, skip_key, owner_key];
    let [a, b, c, d, e, f, g, schedule, paused, skip, owner] =
        fields(spec.unwrap_or(written), all, "merged spec", at, report)?;
    let spec = spec_of([a, b, c, d, e, f, g], at, report);
    let schedule = schedule.filter(|value| !value.is_null()).map(|value| text(value, &at.key(schedule_key), report));
    let mut option = |value: Option<Value<'_>>, key: &'static str| match value.filter(|value| !value.is_null()) {
        Some(value) => bool(value, &at.key(key), report),
        None => Ok(false),
    };
    let (paused, skip, owner) = (option(paused, paused_key), option(skip, skip_key), option(owner, owner_key));
    let schedule = ScheduleConfig {
        schedule: schedule.transpose()?,
        paused: paused?,
        skip_immediately: skip?,
        use_owner_references_in_backup: owner?,
    };
    Ok((Target { app: app?, relation_name: relation_name?, model: model?, spec: spec? }, schedule))
}

pub(crate) fn spec(value: Value<'_>, pointer: &Pointer<'_>, report: &mut Report) -> Read<Spec> {
    let values = fields(value, SPEC_FIELDS.each_ref().map(|field| field.name), "spec", pointer, report)?;
    spec_of(values, pointer, report)
}

/// Decodes a spec from the values of its fields, in their order.
fn spec_of(values: [Option<Value<'_>>; SPEC_FIELDS.len()], pointer: &Pointer<'_>, report: &mut Report) -> Read<Spec> {
    let mut spec = Spec::default();
    // All fields are decoded, so that all problems are reported.
    let mut read = Ok(());
    for (field, value) in SPEC_FIELDS.iter().zip(values) {
        let Some(value) = value.filter(|value| !value.is_null()) else { continue };
        let pointer = &pointer.key(field.name);
        read = read.and(match field.access {
            Access::Names(_, slot) => list(value, pointer, report).map(|names| *slot(&mut spec) = Some(names)),
            Access::Bool(_, slot) => bool(value, pointer, report).map(|bool| *slot(&mut spec) = Some(bool)),
            Access::Labels(_, slot) => labels(value, pointer, report).map(|labels| *slot(&mut spec) = Some(labels)),
            Access::Text(_, slot) => text(value, pointer, report).map(|text| *slot(&mut spec) = Some(text)),
        });
    }
    read.map(|()| spec)
}

/// Returns the last value of each known field of an object.
fn fields<'t, const N: usize>(
    value: Value<'t>,
    names: [&str; N],
    owner: &str,
    pointer: &Pointer<'_>,
    report: &mut Report,
) -> Read<[Option<Value<'t>>; N]> {
    let members = match value.open() {
        Layer::Object(members) => members,
        other => {
            let help = || {
                (format!("write an object with the keys {}", names.map(|name| format!("`{name}`")).join(", ")), None)
            };
            return refuse(&other, "an object", help, pointer, report);
        }
    };
    // Each value with the position of its key in the text.
    let mut found = [const { None }; N];
    for (key, value) in members {
        match names.iter().zip(&mut found).find(|(name, _)| **name == key.text) {
            Some((name, slot)) => {
                if let Some(replaced) = slot.replace((key.source, value)) {
                    report_repeated(name, replaced, pointer, report);
                }
            }
            None => report_unknown(&key, value, names, owner, pointer, report),
        }
    }
    Ok(found.map(|member| member.map(|(_, value)| value)))
}

fn required<'t>(value: Option<Value<'t>>, key: &str, pointer: &Pointer<'_>, report: &mut Report) -> Read<Value<'t>> {
    value.ok_or_else(|| {
        report.push(|| {
            let example = if key == "spec" { "{…}" } else { "\"…\"" };
            let missing = MISSING_FIELD.violation(format!("{} has no `{key}`", name(pointer)));
            missing.help(format!("add `\"{key}\": {example}`")).at(pointer)
        });
        Unreadable
    })
}

fn text(value: Value<'_>, pointer: &Pointer<'_>, report: &mut Report) -> Read<String> {
    let layer = value.open();
    let help = || match (&layer, pointer) {
        (_, Pointer::Key(_, TTL)) => ("write a duration, such as `\"24h\"`".to_owned(), None),
        // In YAML it may be written differently than in the decoded JSON: `0042`.
        (Layer::Number(_) | Layer::Bool(_), _) => ("put it in quotes".to_owned(), Some(Changed::Quoted)),
        (Layer::Object(_), Pointer::Key(Pointer::Key(_, LABEL_SELECTOR), "matchLabels")) => {
            let labels = example_of_labels(value);
            (format!("write the labels directly under `label_selector`, without `matchLabels`: {labels}"), None)
        }
        (_, Pointer::Key(Pointer::Key(_, LABEL_SELECTOR), "matchExpressions")) => {
            let only = "this interface only has labels, as keys and values: `In` with one value is";
            (format!("{only} {}; it has no other expressions", example_of_expressions(value)), None)
        }
        (Layer::List(_), Pointer::Key(Pointer::Key(_, LABEL_SELECTOR), _)) => {
            ("write one string: this interface has no sets of values for a label".to_owned(), None)
        }
        (Layer::Null, _) => ("write a string, or remove it".to_owned(), None),
        _ => ("write a string in double quotes".to_owned(), None),
    };
    match layer {
        Layer::Text(text) => Ok(whole(text, pointer, report)),
        _ => refuse(&layer, "a string", help, pointer, report),
    }
}

fn list(value: Value<'_>, pointer: &Pointer<'_>, report: &mut Report) -> Read<Vec<String>> {
    let other = match value.open() {
        Layer::List(entries) => {
            return all(entries.enumerate().map(|(index, entry)| text(entry, &pointer.index(index), report)));
        }
        other => other,
    };
    let help = || match &other {
        Layer::Text(text) if text.text.starts_with('-') => ("write a space after each dash: `- prod`".to_owned(), None),
        Layer::Text(text) => {
            // Names have no commas, so each part is a name.
            let names = text.text.split(',').map(str::trim).filter(|name| !name.is_empty()).collect::<Vec<_>>();
            let json = |name: &&str| serde_json::Value::from(*name).to_string();
            let list = format!("[{}]", names.iter().map(json).collect::<Vec<_>>().join(", "));
            (format!("write a list: {}", quoted(&list)), Some(Changed::Json(list)))
        }
        _ => ("write a list of strings: `[\"one\", \"other\"]`".to_owned(), None),
    };
    refuse(&other, "a list of strings", help, pointer, report)
}

/// Returns what to write for these labels.
fn example_of_labels(labels: Value<'_>) -> String {
    let Layer::Object(mut labels) = labels.open() else { return example_label(None) };
    example_label(labels.find_map(|(key, value)| Some((key.text.into_owned(), plain_text(value)?))))
}

/// Returns what to write for the first expression with one value.
fn example_of_expressions(expressions: Value<'_>) -> String {
    let Layer::List(mut expressions) = expressions.open() else { return example_label(None) };
    let only = |expression: Value<'_>| {
        let Layer::List(mut values) = member(expression, "values")?.open() else { return None };
        let (value, other) = (values.next()?, values.next());
        let is_in = member(expression, "operator").and_then(plain_text).is_some_and(|operator| operator == "In");
        let key = member(expression, "key").and_then(plain_text)?;
        Some((key, plain_text(value)?)).filter(|_| is_in && other.is_none())
    };
    example_label(expressions.find_map(only))
}

/// Returns the text of a string.
pub(crate) fn plain_text(value: Value<'_>) -> Option<String> {
    match value.open() {
        Layer::Text(text) => Some(text.text.into_owned()),
        _ => None,
    }
}

fn example_label(label: Option<(String, String)>) -> String {
    let (key, value) = label.unwrap_or_else(|| ("app".to_owned(), "my-app".to_owned()));
    let pair = format!("{{{}: {}}}", serde_json::Value::from(key), serde_json::Value::from(value));
    quoted(&pair).to_string()
}

fn labels<'t>(value: Value<'t>, pointer: &Pointer<'_>, report: &mut Report) -> Read<LabelSelector> {
    let members = match value.open() {
        Layer::Object(members) => members,
        other => {
            let help = || {
                // `app=web,tier=db`, as kubectl and velero take it.
                let pair = |part: &str| {
                    let (key, value) = part.split_once("==").or_else(|| part.split_once('='))?;
                    let (key, value) = (key.trim(), value.trim());
                    let is_valid = label_key_fault(key).is_none() && label_value_fault(value).is_none();
                    is_valid.then(|| format!("{}: {}", serde_json::Value::from(key), serde_json::Value::from(value)))
                };
                let pairs: Option<Vec<String>> = match &other {
                    Layer::Text(text) => text.text.split(',').map(pair).collect(),
                    _ => None,
                };
                match pairs {
                    Some(pairs) => {
                        let json = format!("{{{}}}", pairs.join(", "));
                        (format!("write keys and values: {}", quoted(&json)), Some(Changed::Json(json)))
                    }
                    None => (
                        "write keys and values: `{\"app\": \"my-app\"}`; this interface has no other expressions"
                            .to_owned(),
                        None,
                    ),
                }
            };
            return refuse(&other, "an object of strings", help, pointer, report);
        }
    };
    let member = |(key, value): (Text<'t>, _)| {
        let source = key.source.clone();
        (whole(key, pointer, report), (source, value))
    };
    let members = members.map(member).collect::<Vec<_>>();
    let members = last_value_at_first_place(members.into_iter(), |key, replaced| {
        report_repeated(key, replaced, pointer, report);
    });
    let pairs = members.into_iter().map(|(key, (_, value))| {
        let value = text(value, &pointer.key(&key), report)?;
        Ok((key, value))
    });
    all(pairs).map(LabelSelector::of_distinct)
}

/// Decodes a bool as pydantic does in lax mode: also 0 and 1, integer or float, and twelve words in upper or lower
/// case.
fn bool(value: Value<'_>, pointer: &Pointer<'_>, report: &mut Report) -> Read<bool> {
    const TRUE: [&str; 6] = ["true", "t", "yes", "y", "on", "1"];
    const FALSE: [&str; 6] = ["false", "f", "no", "n", "off", "0"];
    let layer = value.open();
    let coerced = match &layer {
        Layer::Bool(bool) => return Ok(*bool),
        Layer::Number(digits) => match digits.parse() {
            Ok(0.0) => Some(false),
            Ok(1.0) => Some(true),
            _ => None,
        },
        Layer::Text(text) => {
            let is = |word: &&str| word.eq_ignore_ascii_case(&text.text);
            if TRUE.iter().any(is) { Some(true) } else { FALSE.iter().any(is).then_some(false) }
        }
        _ => None,
    };
    let Some(bool) = coerced else {
        return refuse(&layer, "true, false or null", || ("write `true` or `false`".to_owned(), None), pointer, report);
    };
    report.push(|| {
        let message = format!("{} is {}, which is read as {bool}", name(pointer), found(&layer));
        let help = format!("write `{bool}`");
        COERCED_VALUE.violation(message).help(&*help).at(pointer).change(help, pointer, Changed::Json(bool.to_string()))
    });
    Ok(bool)
}

/// Returns the text, and reports a lone surrogate in it.
fn whole(text: Text<'_>, pointer: &Pointer<'_>, report: &mut Report) -> String {
    if let Some(escape) = text.lone_surrogate {
        report.push(|| {
            let message = format!("{} in {} is half a character, and is read as U+FFFD", quoted(escape), name(pointer));
            let help = "write the character itself, or both of its escapes";
            LONE_SURROGATE.violation(message).help(help).at(pointer).source(text.source)
        });
    }
    text.text.into_owned()
}

/// Returns all items, or none. Each item is decoded, so that all problems are reported.
fn all<T>(items: impl Iterator<Item = Read<T>>) -> Read<Vec<T>> {
    let mut read = Ok(Vec::with_capacity(items.size_hint().0));
    for item in items {
        match (item, &mut read) {
            (Ok(item), Ok(read)) => read.push(item),
            (Ok(_), Err(Unreadable)) => {}
            (Err(unreadable), _) => read = Err(unreadable),
        }
    }
    read
}

/// Reports a value of a wrong type. The help has a change if the intended value is certain.
fn refuse<T>(
    layer: &Layer<'_>,
    expected: &str,
    help: impl FnOnce() -> (String, Option<Changed>),
    pointer: &Pointer<'_>,
    report: &mut Report,
) -> Read<T> {
    report.push(|| {
        let message = match (layer, pointer) {
            (Layer::Null, Pointer::Root) => "the document is empty".to_owned(),
            _ => format!("{} must be {expected}, found {}", name(pointer), found(layer)),
        };
        let (help, change) = help();
        let mistaken = WRONG_TYPE.violation(message).help(&*help).at(pointer);
        match change {
            Some(to) => mistaken.change(help, pointer, to),
            None => mistaken,
        }
    });
    Err(Unreadable)
}

fn found(layer: &Layer<'_>) -> String {
    match layer {
        Layer::Null => "null".to_owned(),
        Layer::Bool(bool) => bool.to_string(),
        Layer::Number(digits) => format!("the number {}", quoted(digits)),
        Layer::Text(text) => format!("the string {}", quoted(&text.text)),
        Layer::List(_) => "a list".to_owned(),
        Layer::Object(_) => "an object".to_owned(),
    }
}

/// Returns the name of a value for a message.
fn name(pointer: &Pointer<'_>) -> String {
    match pointer {
        Pointer::Root => "the document".to_owned(),
        Pointer::Key(Pointer::Key(_, LABEL_SELECTOR | "matchLabels" | "labels"), label) => {
            format!("label {}", quoted(label))
        }
        Pointer::Key(_, key) => quoted(key).to_string(),
        Pointer::Index(Pointer::Key(_, list), index) => format!("`{list}[{index}]`"),
        Pointer::Index(_, index) => format!("`[{index}]`"),
    }
}

fn report_repeated(
    key: &str,
    (source, replaced): (Range<usize>, Value<'_>),
    pointer: &Pointer<'_>,
    report: &mut Report,
) {
    let pointer = pointer.key(key);
    report.push(|| repeated(&pointer).source(source));
    report_extremes(replaced, &pointer, report);
}

/// The finding about a value that is replaced by a later one of the same key.
fn repeated(pointer: &Pointer<'_>) -> Finding {
    let finding = REPEATED_KEY.violation(format!("this {} is ignored: a later one is used", name(pointer)));
    finding.help("keep only one of them").at(pointer).on_key().related("this one is used", None, pointer)
}

fn report_unknown<const N: usize>(
    key: &Text<'_>,
    value: Value<'_>,
    known: [&str; N],
    owner: &str,
    pointer: &Pointer<'_>,
    report: &mut Report,
) {
    let pointer = pointer.key(&key.text);
    let source = key.source.clone();
    report.push(|| {
        let key = &key.text;
        let unknown = UNKNOWN_FIELD.violation(format!("{} is not a field of a {owner}, and is ignored", quoted(key)));
        let used = |field: &str| Some(format!("`{field}` is then used"));
        let write = |unknown: Finding, help: String, field: &str| {
            let to = Changed::Key(field.to_owned());
            unknown.help(help).suggest(format!("write `{field}`"), used(field), &pointer, to)
        };
        let unknown = match known.iter().find(|field| same_but_for_style(field, key)) {
            Some(field) => write(unknown, format!("write `{field}`"), field),
            None if owner == "target" && SPEC_FIELDS.iter().any(|field| field.name == key) => {
                unknown.help("move it into `spec`: it is then used")
            }
            None if SCHEDULE_FIELDS.contains(&&**key) => unknown.help(format!(
                "remove it: `{key}` belongs to the schedule, which the integrator's configuration or `plan --schedule` sets"
            )),
            None => match nearest(key, known) {
                Some(field) => write(unknown, format!("did you mean `{field}`?"), field),
                None => unknown.help("remove it").change("remove it", &pointer, Changed::Removed),
            },
        };
        unknown.at(&pointer).source(source)
    });
    report_extremes(value, &pointer, report);
}

/// Fields of a schedule, which a spec does not have.
const SCHEDULE_FIELDS: [&str; 4] = ["schedule", "paused", "skip_immediately", "use_owner_references_in_backup"];

/// Whether a key is a field in another style: `includeNamespaces`, `include-namespaces`.
fn same_but_for_style(field: &str, key: &str) -> bool {
    let letters = |text: &str| text.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
    key.len() <= 2 * field.len() && letters(field) == letters(key)
}

/// Reports an ignored value on which the reference library fails.
fn report_extremes(ignored: Value<'_>, pointer: &Pointer<'_>, report: &mut Report) {
    let Extremes { depth, digits } = ignored.extremes();
    if depth > MAX_REFERENCE_DEPTH {
        report.push(|| {
            let message = format!("{} is nested {depth} levels deep: the Python library crashes on it", name(pointer));
            DEEP_NESTING.violation(message).help("remove it").at(pointer)
        });
    }
    if digits > MAX_REFERENCE_DIGITS {
        report.push(|| {
            let drops = "the Python library drops the whole relation";
            let message = format!("{} has an integer of {digits} digits: {drops}", name(pointer));
            LONG_INTEGER.violation(message).help("remove it").at(pointer)
        });
    }
}
