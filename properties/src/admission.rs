//! The admission webhook, with any body.

use std::borrow::Cow;

use k8s_backup_target_admission::{Answer, Denied, MAX_REPORTED, MAX_WARNING_CHARS, Route, Settings, answer};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

pub(crate) fn holds(input: &[u8]) {
    let settings = [Denied::Nothing, Denied::Errors, Denied::Warnings].map(settings);
    let [nothing, errors, warnings] = settings.each_ref().map(|settings| is_allowed(settings, input));
    assert_eq!(nothing.is_some(), errors.is_some(), "what is refused does not decide whether a body is readable");
    assert_ne!(nothing, Some(false), "something is refused, and must only be a warning");
    assert!(warnings <= errors, "what is refused for an error is refused for warnings too");
    let [_, of_errors, _] = settings;
    let check = post(&of_errors, "/check", input);
    if check.status == 200 {
        errors_of(&check);
    }
    if let Some((allowed, object)) = errors.zip(object(input)) {
        let check = post(&of_errors, "/check", object.get().as_bytes());
        assert_eq!(allowed, errors_of(&check) == 0, "both routes judge an object alike: {}", check.body);
    }
}

fn settings(denied: Denied) -> Settings {
    Settings::new([], denied, None).expect("no value is invalid")
}

fn post(settings: &Settings, path: &str, body: &[u8]) -> Answer {
    answer(settings, Route { method: "POST", path }, body)
}

/// Returns whether the object of a review is allowed. There is no answer if the body is not a review.
fn is_allowed(settings: &Settings, body: &[u8]) -> Option<bool> {
    let answered = post(settings, "/validate", body);
    if answered.status != 200 {
        assert_eq!((answered.status, answered.content_type), (400, "text/plain; charset=utf-8"));
        return None;
    }
    let review: Value = serde_json::from_str(&answered.body).expect("a review");
    let response = &review["response"];
    let asked: Review = serde_json::from_slice(body).expect("a review is JSON");
    assert_eq!(response["uid"], *asked.request.uid);
    let warnings = response["warnings"].as_array().cloned().unwrap_or_default();
    assert!(warnings.len() <= MAX_REPORTED, "{}", answered.body);
    for warning in warnings {
        let warning = warning.as_str().expect("text");
        assert!(warning.chars().count() <= MAX_WARNING_CHARS && !warning.contains(char::is_control), "{warning:?}");
    }
    let allowed = response["allowed"].as_bool().expect("a decision");
    assert_eq!(allowed, response.get("status").is_none(), "{}", answered.body);
    if !allowed {
        let status = &response["status"];
        assert!(status["message"].as_str().is_some_and(|message| !message.is_empty()), "{status}");
    }
    Some(allowed)
}

/// Returns the number of errors in the report of a check.
fn errors_of(check: &Answer) -> u64 {
    let report: Value = serde_json::from_str(&check.body).expect("a report");
    report["summary"]["errors"].as_u64().expect("a number")
}

#[derive(Deserialize)]
struct Review<'b> {
    #[serde(borrow)]
    request: Request<'b>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request<'b> {
    #[serde(borrow)]
    uid: Cow<'b, str>,
    operation: Option<Cow<'b, str>>,
    sub_resource: Option<Cow<'b, str>>,
    #[serde(borrow)]
    kind: Kind<'b>,
    #[serde(borrow)]
    object: Option<&'b RawValue>,
}

#[derive(Deserialize)]
struct Kind<'b> {
    #[serde(borrow)]
    group: Cow<'b, str>,
    #[serde(borrow)]
    version: Cow<'b, str>,
    #[serde(borrow)]
    kind: Cow<'b, str>,
}

/// Returns the object of a review, if it is created and is what the review says.
fn object(body: &[u8]) -> Option<&RawValue> {
    let Review { request } = serde_json::from_slice(body).ok()?;
    let object = request.object.filter(|_| request.operation.is_some_and(|operation| operation == "CREATE"))?;
    let value: Value = serde_json::from_str(object.get()).ok()?;
    let Kind { group, version, kind } = request.kind;
    let is_reviewed = value["apiVersion"] == "velero.io/v1"
        && value["apiVersion"] == format!("{group}/{version}")
        && value["kind"] == *kind
        && request.sub_resource.is_none_or(|sub_resource| sub_resource.is_empty());
    is_reviewed.then_some(object)
}
