//! Why an object cannot be read.

use serde::Deserialize;

use super::Text;
use crate::document::json;
use crate::document::tree::{Layer, Value};

/// Why an object cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::inventory) enum Fault {
    /// It is not JSON, at a line and a column of its own text, both from 1.
    NotJson { message: String, line: usize, column: usize },
    /// A value in it is missing, or wrong: its place in the object, and what is said of the object.
    Value { pointer: &'static str, message: String },
    /// It is another value.
    NoObject,
    /// The API server's answer to a request that it refused, with its words.
    Status { message: String },
}

pub(super) type Read<T> = Result<T, Fault>;

pub(super) fn value(pointer: &'static str, message: impl Into<String>) -> Fault {
    Fault::Value { pointer, message: message.into() }
}

/// What serde_json says, without its place in a part of the text.
pub(super) fn said(error: &serde_json::Error) -> String {
    let said = error.to_string();
    said.rsplit_once(" at line ").map_or(said.as_str(), |(message, _)| message).to_owned()
}

/// Why the object of these bytes cannot be read, asked once that is known.
pub(super) fn fault(bytes: &[u8], error: &serde_json::Error) -> Fault {
    if !error.is_data() {
        return Fault::NotJson { message: said(error), line: error.line(), column: error.column() };
    }
    let json = std::str::from_utf8(bytes).ok().and_then(|text| json::parse(text).ok());
    json.and_then(|json| wrong_value(json.root()))
        .unwrap_or_else(|| value("", format!("cannot be read: {}", said(error))))
}

/// The first value of the wrong type among those that are read.
fn wrong_value(object: Value<'_>) -> Option<Fault> {
    let Layer::Object(members) = object.open() else { return Some(Fault::NoObject) };
    let is_string = |json: &Value<'_>| matches!(json.open(), Layer::Text(_) | Layer::Null);
    for (key, json) in members {
        match &*key.text {
            "apiVersion" if !is_string(&json) => {
                return Some(value("/apiVersion", "has an apiVersion that is no string"));
            }
            "kind" if !is_string(&json) => return Some(value("/kind", "has a kind that is no string")),
            "metadata" => {
                let Layer::Object(members) = json.open() else {
                    return Some(value("/metadata", "has metadata that are no object"));
                };
                for (key, json) in members {
                    let wrong = match &*key.text {
                        "name" if !is_string(&json) => value("/metadata/name", "has a name that is no string"),
                        "namespace" if !is_string(&json) => {
                            value("/metadata/namespace", "has a namespace that is no string")
                        }
                        "deletionTimestamp" if !is_string(&json) => {
                            value("/metadata/deletionTimestamp", "has a deletionTimestamp that is no string")
                        }
                        "labels" if !has_strings(json) => value("/metadata/labels", "has labels that are no strings"),
                        "annotations" if !has_strings(json) => {
                            value("/metadata/annotations", "has annotations that are no strings")
                        }
                        _ => continue,
                    };
                    return Some(wrong);
                }
            }
            _ => {}
        }
    }
    None
}

fn has_strings(json: Value<'_>) -> bool {
    match json.open() {
        Layer::Null => true,
        Layer::Object(mut members) => members.all(|(_, json)| matches!(json.open(), Layer::Text(_))),
        _ => false,
    }
}

pub(super) fn status_message(bytes: &[u8]) -> String {
    #[derive(Deserialize)]
    struct Answer<'t> {
        #[serde(borrow)]
        message: Option<Text<'t>>,
    }
    let answer: Option<Answer<'_>> = serde_json::from_slice(bytes).ok();
    answer.and_then(|answer| answer.message).map(|message| message.0.into_owned()).unwrap_or_default()
}
