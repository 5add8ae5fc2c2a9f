//! What was measured on the API server and on Velero's libraries, as AdmissionReviews.

use std::collections::{BTreeMap, BTreeSet};

use k8s_backup_target::velero::cron::{Cron, Library};
use k8s_backup_target_admission::{Denied, Route, Settings, answer};
use k8s_backup_target_cli::{Opened, Status, System, Unopened};
use k8s_backup_target_testdata::velero::{self, api_server};
use serde_json::{Value, json};

/// Why an object is refused: the fields and the codes.
type Refusals = BTreeSet<(String, String)>;

fn settings(release: &str) -> Settings {
    Settings::new([], Denied::Errors, Some(release)).expect("a known release")
}

/// Sends the AdmissionReview of an object that is created, and returns why it is refused.
fn refusals(settings: &Settings, object: &str) -> Refusals {
    let parsed: Value = serde_json::from_str(object).expect("JSON");
    let kind = json!({"group": "velero.io", "version": "v1", "kind": parsed["kind"]});
    let review = format!(
        r#"{{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {{
            "uid": "1", "kind": {kind}, "operation": "CREATE", "object": {object}}}}}"#
    );
    let answered = answer(settings, Route { method: "POST", path: "/validate" }, review.as_bytes());
    assert_eq!(answered.status, 200, "{}", answered.body);
    let review: Value = serde_json::from_str(&answered.body).expect("JSON");
    let response = &review["response"];
    assert_eq!(response["uid"], "1");
    let causes = response["status"]["details"]["causes"].as_array().cloned().unwrap_or_default();
    assert_eq!(response["allowed"], causes.is_empty());
    let refusal = |cause: &Value| {
        let text = |key: &str| cause[key].as_str().expect("text").to_owned();
        let message = text("message");
        let (_, code) = message.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')).expect("a code at its end");
        (text("field"), code.to_owned())
    };
    causes.iter().map(refusal).collect()
}

/// Returns the JSON pointer of a field, whose keys have no dots.
fn pointer(field: &str) -> String {
    format!("/{}", field.replace('[', ".").replace(']', "").replace('.', "/"))
}

#[test]
fn objects_are_refused_as_by_the_api_server_and_velero() {
    let mut known = BTreeMap::new();
    api_server::check_objects(|object, release| {
        let settings = known.entry(release.to_owned()).or_insert_with(|| settings(release));
        let refused = refusals(settings, object);
        let fields = |codes: &[&str]| -> BTreeSet<String> {
            let of_codes = refused.iter().filter(|(_, code)| codes.contains(&code.as_str()));
            of_codes.map(|(field, _)| pointer(field)).collect()
        };
        api_server::Answer {
            refused: fields(&["manifest-field-missing", "manifest-field-type", "manifest-field-value"]),
            dropped: fields(&["manifest-field-unknown"]),
            is_unreadable: !fields(&["manifest-duration", "ttl-empty", "ttl-not-a-duration"]).is_empty(),
        }
    });
}

fn schedule(cron: &str) -> String {
    json!({
        "apiVersion": "velero.io/v1",
        "kind": "Schedule",
        "metadata": {"name": "nightly", "namespace": "velero"},
        "spec": {"schedule": cron, "template": {"includedNamespaces": ["prod"], "ttl": "720h"}},
    })
    .to_string()
}

fn is_cron(settings: &Settings, cron: &str) -> bool {
    !refusals(settings, &schedule(cron)).iter().any(|(_, code)| code == "schedule-not-cron")
}

#[test]
fn schedules_are_refused_as_by_velero() {
    let settings = settings("1.18.2");
    velero::check_crons(|input, after, count| {
        let cron = Cron::parse(input, Library::Robfig);
        is_cron(&settings, input).then(|| cron.expect("it is admitted").runs_after(after).take(count).collect())
    });
}

#[test]
fn schedules_are_refused_as_by_both_libraries_of_velero() {
    let (robfig, go_cron) = (settings("1.18.2"), settings("1.18.3"));
    let texts = velero::refused_by_a_cron_library();
    assert!(texts.len() > 100, "{}", texts.len());
    for (text, refused_by_robfig, refused_by_go_cron) in texts {
        assert_eq!(!is_cron(&robfig, &text), refused_by_robfig, "{text:?} in 1.18.2");
        assert_eq!(!is_cron(&go_cron, &text), refused_by_go_cron, "{text:?} in 1.18.3");
    }
}

/// Standard input and output in memory.
#[derive(Default)]
struct Streams {
    input: Vec<u8>,
    output: String,
}

impl System for Streams {
    fn open(&mut self, path: &str) -> Result<Opened, Unopened> {
        Err(Unopened::missing(format!("there is no file {path}")))
    }

    fn read(&mut self, _: &str, take: &mut dyn FnMut(&[u8]) -> bool) -> Result<(), Unopened> {
        take(&self.input);
        Ok(())
    }

    fn print(&mut self, text: &str) -> Result<(), String> {
        self.output += text;
        Ok(())
    }

    fn print_error(&mut self, text: &str) {
        assert_eq!(text, "");
    }

    fn variable(&self, _: &str) -> Option<String> {
        None
    }

    fn working_directory(&self) -> Option<String> {
        None
    }
}

/// Returns the report of the command about a text.
fn report_of_the_command(text: &str, release: &str) -> Value {
    let mut streams = Streams { input: text.as_bytes().to_vec(), output: String::new() };
    let arguments = ["k8s-backup-target", "check", "--format", "json", "--velero-version", release, "-"];
    let status = k8s_backup_target_cli::run(&arguments.map(str::to_owned), &mut streams);
    assert!(matches!(status, Status::Success | Status::Problems));
    serde_json::from_str(&streams.output.replace("\"<stdin>\"", "\"body\"")).expect("JSON")
}

#[test]
fn both_routes_agree_with_the_command() {
    let mut known = BTreeMap::new();
    let mut compare = |object: &str, release: &str| {
        let settings = known.entry(release.to_owned()).or_insert_with(|| settings(release));
        let of_command = report_of_the_command(object, release);
        let checked = answer(settings, Route { method: "POST", path: "/check" }, object.as_bytes());
        let checked: Value = serde_json::from_str(&checked.body).expect("JSON");
        assert_eq!(checked, of_command, "{object} in {release}");
        let errors = of_command["diagnostics"].as_array().expect("a list").iter();
        let errors: BTreeSet<String> = errors
            .filter(|found| found["severity"] == "error")
            .map(|found| found["code"].as_str().expect("text").to_owned())
            .collect();
        let refused: BTreeSet<String> = refusals(settings, object).into_iter().map(|(_, code)| code).collect();
        assert_eq!(refused, errors, "{object} in {release}");
    };
    for (object, release) in api_server::objects() {
        compare(&object, &release);
    }
    for (text, ..) in velero::refused_by_a_cron_library() {
        compare(&schedule(&text), "1.18.2");
    }
}
