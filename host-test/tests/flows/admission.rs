//! The admission webhook in its hosts: a server with `wasi:http` answers as the library does, and so does the policy
//! for Kubewarden.

mod http;
mod served;
mod wapc;

use k8s_backup_target_testdata::admission::{self, Answer, Case};
use serde_json::{Value, json};

use served::Server;
use wapc::Policy;

/// Returns an answer without its length, which is that of the body.
fn without_length(answer: Answer) -> Answer {
    let Answer { status, mut headers, body } = answer;
    let length = headers.iter().position(|(name, _)| name == "content-length").expect("a length");
    assert_eq!(headers.remove(length).1, body.len().to_string());
    Answer { status, headers, body }
}

#[test]
fn it_imports_only_what_it_uses() {
    let (imports, exports) = http::names();
    assert_eq!(
        imports,
        ["wasi:cli/environment@0.2.12", "wasi:http/types@0.2.12", "wasi:io/error@0.2.12", "wasi:io/streams@0.2.12",]
    );
    assert_eq!(exports, ["wasi:http/incoming-handler@0.2.12"]);
}

#[test]
fn the_component_answers_every_request_as_expected() {
    admission::compare(|case| without_length(http::send(case.variables.clone(), &case.method, &case.path, &case.body)));
}

#[test]
#[ignore = "`cargo xtask webhook` downloads wasmtime"]
fn wasmtime_serve_answers_every_request_as_expected() {
    let mut servers: Vec<(Vec<(String, String)>, Server)> = Vec::new();
    admission::compare(|case| {
        let started = servers.iter().position(|(variables, _)| *variables == case.variables);
        let server = started.unwrap_or_else(|| {
            servers.push((case.variables.clone(), Server::start(&case.variables)));
            servers.len() - 1
        });
        let mut answer = without_length(servers[server].1.send(&case.method, &case.path, &case.body));
        // The server adds them.
        answer.headers.retain(|(name, _)| !["connection", "date"].contains(&name.as_str()));
        answer
    });
}

#[test]
#[ignore = "`cargo xtask webhook` downloads wasmtime"]
fn wasmtime_serve_goes_on_after_requests_that_it_refuses() {
    let server = Server::start(&[]);
    let interrupted = server.send_interrupted("/check", b"ttl: 24h", 100);
    assert!(interrupted.starts_with("HTTP/1.1 400 "), "{interrupted}");
    let head = server.send("HEAD", "/livez", b"");
    assert_eq!((head.status, &*head.body), (200, ""));
    let large = server.send("POST", "/check", &vec![b' '; 9 << 20]);
    assert_eq!((large.status, &*large.body), (413, "the body is larger than 8 MiB\n"));
    // More than an instance answers.
    for _ in 0..200 {
        assert_eq!(server.send("POST", "/check", b"ttl: 24h\n").status, 200);
    }
}

#[test]
fn a_body_that_is_too_large_is_refused_before_its_end() {
    let answer = http::send(Vec::new(), "POST", "/validate", &vec![b' '; 16 << 20]);
    assert_eq!((answer.status, &*answer.body), (413, "the body is larger than 8 MiB\n"));
}

#[test]
fn large_objects_are_checked_within_the_memory_of_the_deployment() {
    let names = |count: usize| -> Vec<String> { (0..count).map(|number| format!("team-{number:05}")).collect() };
    let object = |annotation: usize, names: &[String]| {
        json!({
            "apiVersion": "velero.io/v1",
            "kind": "Backup",
            "metadata": {"name": "b", "namespace": "velero", "annotations": {"note": "x".repeat(annotation)}},
            "spec": {"ttl": "1w", "includedNamespaces": names},
        })
    };
    let kind = json!({"group": "velero.io", "version": "v1", "kind": "Backup"});
    for (new, old) in
        [(object(3 << 20, &[]), object(3 << 20, &["a".to_owned()])), (object(0, &names(200_000)), object(0, &[]))]
    {
        let request = json!({"uid": "1", "operation": "UPDATE", "kind": kind, "object": new, "oldObject": old});
        let review = json!({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request});
        let answer = http::send(Vec::new(), "POST", "/validate", review.to_string().as_bytes());
        let answer: Value = serde_json::from_str(&answer.body).expect("JSON");
        assert_eq!(answer["response"]["allowed"], false);
    }
}

#[test]
fn a_request_that_ends_before_its_end_is_refused() {
    assert_eq!(http::send_interrupted("POST", "/validate", b"{").status, 400);
}

/// Returns the settings of the policy that are those of a case.
fn policy_settings(case: &Case) -> Value {
    let value = |name| case.variable(name).filter(|value| !value.is_empty());
    let codes = value("IGNORE").unwrap_or_default();
    let codes: Vec<&str> = codes.split(',').map(str::trim).filter(|code| !code.is_empty()).collect();
    let mut settings = json!({"ignore": codes, "velero_version": value("VELERO_VERSION")});
    if let Some(denied) = value("DENY_WARNINGS") {
        settings["deny_warnings"] = serde_json::from_str(&denied).unwrap_or(Value::from(denied));
    }
    settings
}

#[test]
fn the_policy_answers_as_the_component() {
    let policy = Policy::new();
    let mut compared = 0;
    for case in admission::cases().iter().filter(|case| case.path.starts_with("/validate") && case.method == "POST") {
        let Ok(review) = serde_json::from_slice::<Value>(&case.body) else { continue };
        let answer = http::send(case.variables.clone(), &case.method, &case.path, &case.body);
        // Instead, the policy server has the mode `monitor`.
        let warns_only = case.variable("WARN_ONLY").is_some();
        if answer.status != 200 || warns_only {
            continue;
        }
        let review_answer: Value = serde_json::from_str(&answer.body).expect("JSON");
        let expected = &review_answer["response"];
        let request = json!({"request": review["request"], "settings": policy_settings(case)}).to_string();
        let response: Value =
            serde_json::from_str(&policy.call("validate", &request).expect("an answer")).expect("JSON");
        assert_eq!(response["accepted"], expected["allowed"], "{}", case.name);
        assert_eq!(response["message"], expected["status"]["message"], "{}", case.name);
        assert_eq!(response["code"], expected["status"]["code"], "{}", case.name);
        // A repeated key is lost on the way through the JSON of this test.
        if case.name != "repeated-key" {
            assert_eq!(response["warnings"], expected["warnings"], "{}", case.name);
        }
        compared += 1;
    }
    assert!(compared > 25, "{compared}");
}

#[test]
fn the_policy_validates_its_settings() {
    let policy = Policy::new();
    let validated = |settings: &str| {
        let answer = policy.call("validate_settings", settings).expect("an answer");
        serde_json::from_str::<Value>(&answer).expect("JSON")
    };
    for settings in ["{}", "null", r#"{"ignore": ["ttl-default"], "deny_warnings": true, "velero_version": "1.17"}"#] {
        assert_eq!(validated(settings), json!({"valid": true}), "{settings}");
    }
    for (settings, message) in [
        (r#"{"ignore": ["ttl-not-duration"]}"#, "there is no rule `ttl-not-duration`; write `ttl-not-a-duration`"),
        (r#"{"deny_warnings": "yes"}"#, "invalid type: string \"yes\", expected a boolean at line 1 column 23"),
        (r#"{"ignored": []}"#, "unknown field `ignored`, expected one of `ignore`, `deny_warnings`, `velero_version`"),
    ] {
        let answer = validated(settings);
        assert_eq!(answer["valid"], false, "{settings}");
        assert!(answer["message"].as_str().is_some_and(|found| found.starts_with(message)), "{answer}");
    }
}

#[test]
fn the_policy_says_why_it_cannot_answer() {
    let policy = Policy::new();
    assert_eq!(policy.call("protocol_version", "").as_deref(), Ok("\"v1\""));
    assert_eq!(policy.call("mutate", "{}"), Err("there is no operation `mutate`".to_owned()));
    let error = policy.call("validate", "{}").expect_err("there is no request");
    assert!(error.starts_with("expected a ValidationRequest: missing field `request`"), "{error}");
    let kind = json!({"group": "velero.io", "version": "v1", "kind": "Backup"});
    let request = json!({"request": {"uid": "1", "operation": "CREATE", "kind": kind}});
    let refused: Value =
        serde_json::from_str(&policy.call("validate", &request.to_string()).expect("an answer")).expect("JSON");
    assert_eq!((&refused["accepted"], &refused["code"]), (&json!(false), &json!(400)));
}
