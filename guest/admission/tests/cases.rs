//! The requests in `testdata/admission`, with their answers.

use k8s_backup_target_admission::{Answer, MAX_BODY_BYTES, Route, Settings, answer};
use k8s_backup_target_testdata::admission::{self, Case};
use serde_json::{Value, json};

/// Answers a request as a server does.
fn answer_of(case: &Case) -> Answer {
    let route = Route { method: &case.method, path: &case.path };
    match Settings::from_variables(|name| case.variable(name)) {
        Ok(settings) => answer(&settings, route, &case.body),
        Err(invalid) => invalid.answer(route),
    }
}

#[test]
fn every_request_is_answered_as_expected() {
    admission::compare(|case| {
        let Answer { status, content_type, allow, body } = answer_of(case);
        let headers = [("content-type", Some(content_type)), ("allow", allow)];
        let header = |(name, value): (&str, Option<&str>)| Some((name.to_owned(), value?.to_owned()));
        admission::Answer { status, headers: headers.into_iter().filter_map(header).collect(), body }
    });
}

/// Returns what `kubectl create` prints for an answer, as far as it is that of the webhook.
fn printed(name: &str) -> String {
    let cases = admission::cases();
    let case = cases.iter().find(|case| case.name == name).expect("a case");
    let review: Value = serde_json::from_str(&answer_of(case).body).expect("JSON");
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let response = &review["response"];
    let mut printed: String =
        list(&response["warnings"]).iter().map(|warning| format!("Warning: {}\n", text(warning))).collect();
    let details = &response["status"]["details"];
    let causes: Vec<String> = list(&details["causes"])
        .iter()
        .map(|cause| format!("{}: {}\n", text(&cause["field"]), text(&cause["message"])))
        .collect();
    if let [first, others @ ..] = &causes[..] {
        printed += &format!("The {} {} is invalid: ", text(&details["kind"]), details["name"]);
        match others {
            [] => printed += first,
            _ => printed.extend(["\n".to_owned()].into_iter().chain(causes.iter().map(|cause| format!("* {cause}")))),
        }
    }
    printed
}

#[test]
fn the_examples_of_the_documentation_are_answers() {
    let page = include_str!("../../../docs/admission.md");
    for name in ["schedule-bad-ttl", "schedule-with-several-errors", "warnings-only"] {
        let printed = printed(name);
        assert!(page.contains(&printed), "docs/admission.md does not contain\n{printed}");
    }
}

/// Returns the AdmissionReview of an object that is created.
fn review(kind: &str, object: &Value) -> Vec<u8> {
    let kind = json!({"group": "velero.io", "version": "v1", "kind": kind});
    let request = json!({"uid": "1", "kind": kind, "operation": "CREATE", "name": "b", "object": object});
    json!({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request}).to_string().into_bytes()
}

/// Returns the response of an AdmissionReview.
fn validate(body: &[u8]) -> Value {
    let answered = answer(&Settings::default(), Route { method: "POST", path: "/validate" }, body);
    assert_eq!((answered.status, answered.content_type), (200, "application/json"), "{}", answered.body);
    let mut review: Value = serde_json::from_str(&answered.body).expect("JSON");
    review["response"].take()
}

fn backup(spec: Value) -> Value {
    let metadata = json!({"name": "b", "namespace": "velero"});
    json!({"apiVersion": "velero.io/v1", "kind": "Backup", "metadata": metadata, "spec": spec})
}

#[test]
fn an_object_of_3_mib_is_checked() {
    let mut object = backup(json!({"ttl": "1w"}));
    object["metadata"]["annotations"] = json!({"note": "x".repeat(3 << 20)});
    let response = validate(&review("Backup", &object));
    assert_eq!(response["allowed"], false);
    assert_eq!(response["status"]["details"]["causes"][0]["field"], "spec.ttl");
}

#[test]
fn a_body_that_is_too_large_is_refused() {
    for path in ["/validate", "/check"] {
        let answered = answer(&Settings::default(), Route { method: "POST", path }, &vec![b' '; MAX_BODY_BYTES + 1]);
        assert_eq!((answered.status, &*answered.body), (413, "the body is larger than 8 MiB\n"));
    }
}

#[test]
fn a_body_that_is_not_utf_8_is_refused() {
    for (path, expected) in [
        ("/validate", "expected an AdmissionReview of admission.k8s.io/v1: the byte at offset 1 is not UTF-8\n"),
        ("/check", "the byte at offset 1 is not UTF-8: send UTF-8\n"),
    ] {
        let answered = answer(&Settings::default(), Route { method: "POST", path }, b"a\xff");
        assert_eq!((answered.status, &*answered.body), (400, expected));
    }
}

#[test]
fn with_invalid_settings_nothing_is_checked() {
    let invalid =
        Settings::from_variables(|name| (name == "IGNORE").then(|| "ttl-1w".to_owned())).expect_err("unknown");
    let status = |method, path| invalid.answer(Route { method, path }).status;
    assert_eq!(status("GET", "/livez"), 200);
    assert_eq!(status("GET", "/readyz"), 503);
    assert_eq!(status("POST", "/validate"), 500);
    assert_eq!(status("POST", "/check"), 500);
    assert_eq!(status("GET", "/check"), 405);
    assert_eq!(status("GET", "/"), 404);
}
