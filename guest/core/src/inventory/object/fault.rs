//! Reasons why an object cannot be read.

use serde::Deserialize;

use super::Text;
use crate::document::json;
use crate::document::tree::{Layer, Value};

/// Why an object cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::inventory) enum Fault {
    /// It is not JSON, at a line and a column of its own text. Both start at 1.
    NotJson { message: String, line: usize, column: usize },
    /// A value in it is missing or wrong: its pointer in the object, and the message about the object.
    Value { pointer: &'static str, message: String },
    /// It is not an object.
    NotAnObject,
    /// An error of the API server, with its message.
    Status { message: String },
}

pub(super) type Read<T> = Result<T, Fault>;

pub(super) fn value(pointer: &'static str, message: impl Into<String>) -> Fault {
    Fault::Value { pointer, message: message.into() }
}

/// Returns the message of serde_json without its position, which is that in a part of the text.
pub(super) fn message_of(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message).to_owned()
}

/// Returns why the object of these bytes cannot be read.
pub(super) fn fault(bytes: &[u8], error: &serde_json::Error) -> Fault {
    if !error.is_data() {
        return Fault::NotJson { message: message_of(error), line: error.line(), column: error.column() };
    }
    let json = std::str::from_utf8(bytes).ok().and_then(|text| json::parse(text).ok());
    json.and_then(|json| wrong_value(json.root()))
        .unwrap_or_else(|| value("", format!("cannot be read: {}", message_of(error))))
}

/// Returns the first value of a wrong type among those that are used.
fn wrong_value(object: Value<'_>) -> Option<Fault> {
    let Layer::Object(members) = object.open() else { return Some(Fault::NotAnObject) };
    let is_string = |json: &Value<'_>| matches!(json.open(), Layer::Text(_) | Layer::Null);
    for (key, json) in members {
        match &*key.text {
            "apiVersion" if !is_string(&json) => {
                return Some(value("/apiVersion", "has an apiVersion that is not a string"));
            }
            "kind" if !is_string(&json) => return Some(value("/kind", "has a kind that is not a string")),
            "metadata" => {
                let Layer::Object(members) = json.open() else {
                    return Some(value("/metadata", "has metadata that is not an object"));
                };
                for (key, json) in members {
                    let wrong = match &*key.text {
                        "name" if !is_string(&json) => value("/metadata/name", "has a name that is not a string"),
                        "namespace" if !is_string(&json) => {
                            value("/metadata/namespace", "has a namespace that is not a string")
                        }
                        "deletionTimestamp" if !is_string(&json) => {
                            value("/metadata/deletionTimestamp", "has a deletionTimestamp that is not a string")
                        }
                        "labels" if !has_strings(json) => value("/metadata/labels", "has labels that are not strings"),
                        "annotations" if !has_strings(json) => {
                            value("/metadata/annotations", "has annotations that are not strings")
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
