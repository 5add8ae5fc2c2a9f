//! What holds for any request.

use k8s_backup_target_admission::{MAX_REPORTED, MAX_WARNING_CHARS, Route, Settings, answer};
use k8s_backup_target_testdata::admission;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

fn any_route() -> impl Strategy<Value = (String, String)> {
    let method = prop_oneof![Just("POST".to_owned()), Just("GET".to_owned()), ".{0,6}"];
    let paths = ["/validate", "/validate?timeout=3s", "/check", "/livez", "/readyz", "/", ""].map(str::to_owned);
    (method, prop_oneof![prop::sample::select(paths.to_vec()), ".{0,12}"])
}

/// Returns any JSON of a few values.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        prop::sample::select(vec!["1w", "720h", "*", "0 2 * * *", "velero.io/v1", "Schedule"]).prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let keys = ["metadata", "name", "spec", "template", "ttl", "schedule", "includedNamespaces", "labels", "a/b"];
        let key = prop_oneof![prop::sample::select(keys.map(str::to_owned).to_vec()), ".{0,4}"];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(key, inner, 0..5).prop_map(|members| members.into_iter().collect::<Value>()),
        ]
    })
}

fn any_body() -> impl Strategy<Value = Vec<u8>> {
    let bodies: Vec<Vec<u8>> = admission::cases().into_iter().map(|case| case.body).collect();
    let changed = (prop::sample::select(bodies), any::<Index>(), any::<u8>(), any::<bool>());
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..40),
        any_json().prop_map(|json| json.to_string().into_bytes()),
        changed.prop_map(|(mut body, index, byte, is_cut)| {
            if !body.is_empty() {
                let index = index.index(body.len());
                if is_cut { body.truncate(index) } else { body[index] = byte }
            }
            body
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_request_is_answered((method, path) in any_route(), body in any_body()) {
        let answered = answer(&Settings::default(), Route { method: &method, path: &path }, &body);
        prop_assert!([200, 400, 404, 405].contains(&answered.status), "{}", answered.status);
        let is_json = serde_json::from_str::<Value>(&answered.body).is_ok_and(|json| json.is_object());
        prop_assert_eq!(is_json, answered.content_type == "application/json", "{}", answered.body);
        prop_assert_eq!(answered.allow.is_some(), answered.status == 405);
    }

    #[test]
    fn every_review_gets_a_response(
        uid in ".{1,12}",
        kind in prop::sample::select(vec!["Backup", "Schedule", "Restore"]),
        operation in prop::sample::select(vec!["CREATE", "UPDATE", "DELETE", ""]),
        object in any_json().prop_filter("an object is there", |object| !object.is_null()),
        old in any_json(),
    ) {
        let kind = json!({"group": "velero.io", "version": "v1", "kind": kind});
        let request = json!({"uid": uid, "kind": kind, "operation": operation, "object": object, "oldObject": old});
        let review = json!({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request});
        let route = Route { method: "POST", path: "/validate" };
        let answered = answer(&Settings::default(), route, review.to_string().as_bytes());
        prop_assert_eq!(answered.status, 200);
        let review: Value = serde_json::from_str(&answered.body).expect("JSON");
        let response = &review["response"];
        prop_assert_eq!(&response["uid"], &json!(uid));
        prop_assert_eq!(&response["allowed"], &json!(response.get("status").is_none()));
        let warnings = response["warnings"].as_array().cloned().unwrap_or_default();
        prop_assert!(warnings.len() <= MAX_REPORTED);
        for warning in warnings {
            let warning = warning.as_str().expect("text");
            prop_assert!(warning.chars().count() <= MAX_WARNING_CHARS && !warning.contains(char::is_control), "{}", warning);
        }
    }
}
