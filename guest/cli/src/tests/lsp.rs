//! The language server, with a client that follows a script.

use std::thread;
use std::time::Duration;

use lsp_server::{Connection, Message, Notification, Request, Response};
use serde_json::{Value, json};

use super::{CheckedDocument, Format, World, cases};
use crate::Status;
use crate::lsp::stdio::serve;

/// The time of all tests: 2026-06-01T12:00:00Z.
const NOW: i64 = 1_780_315_200;

/// The time after which a message that does not come is a failure.
const PATIENCE: Duration = Duration::from_secs(60);

/// A client that was initialized.
struct Client {
    connection: Connection,
    requests: i32,
    /// Notifications that were not read yet.
    notifications: Vec<Notification>,
}

/// Starts a server in a world of files, and runs a script against it. The server then ends as it should.
fn with_server(world: World, options: &Value, script: impl FnOnce(&mut Client)) {
    with_client(world, options, &json!({}), script);
}

fn with_client(mut world: World, options: &Value, capabilities: &Value, script: impl FnOnce(&mut Client)) {
    let (server, connection) = Connection::memory();
    thread::scope(|scope| {
        let served = scope.spawn(move || serve(&server, &mut world, &|| NOW));
        let mut client = Client { connection, requests: 0, notifications: Vec::new() };
        let params = json!({ "processId": null, "capabilities": capabilities,
            "workspaceFolders": [{ "uri": "file:///home/user", "name": "user" }], "initializationOptions": options });
        client.request("initialize", params);
        client.notify("initialized", json!({}));
        script(&mut client);
        assert_eq!(client.request("shutdown", Value::Null), Value::Null);
        client.notify("exit", Value::Null);
        assert_eq!(served.join().expect("it does not panic"), Status::Success);
    });
}

impl Client {
    fn notify(&self, method: &str, params: Value) {
        let message = Notification::new(method.to_owned(), params);
        self.connection.sender.send(message.into()).expect("the server reads");
    }

    fn ask(&mut self, method: &str, params: Value) -> i32 {
        self.requests += 1;
        let message = Request::new(self.requests.into(), method.to_owned(), params);
        self.connection.sender.send(message.into()).expect("the server reads");
        self.requests
    }

    /// Returns the result of a request.
    fn request(&mut self, method: &str, params: Value) -> Value {
        self.ask(method, params);
        self.response().response_result.expect("a result")
    }

    /// Returns the next answer.
    fn response(&mut self) -> Response {
        loop {
            match self.receive() {
                Message::Response(response) => return response,
                Message::Notification(notification) => self.notifications.push(notification),
                Message::Request(request) => panic!("the client cannot do {request:?}"),
            }
        }
    }

    fn receive(&self) -> Message {
        self.connection.receiver.recv_timeout(PATIENCE).expect("the server has something to say")
    }

    fn notification(&mut self, method: &str) -> Value {
        if let Some(at) = self.notifications.iter().position(|one| one.method == method) {
            return self.notifications.remove(at).params;
        }
        loop {
            match self.receive() {
                Message::Notification(notification) if notification.method == method => return notification.params,
                Message::Notification(notification) => self.notifications.push(notification),
                other => panic!("there is no question: {other:?}"),
            }
        }
    }

    fn open(&self, file: &str, text: &str) {
        let language = if file.ends_with(".json") { "json" } else { "yaml" };
        let document = json!({ "uri": uri(file), "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Returns the codes and messages of the diagnostics that are published next.
    fn diagnostics(&mut self) -> Vec<Value> {
        let params = self.notification("textDocument/publishDiagnostics");
        params["diagnostics"].as_array().expect("a list").clone()
    }

    /// Sends a request about the mark `|` in a text, which is opened without it.
    fn at_mark(&mut self, file: &str, marked: &str, method: &str) -> Value {
        let at = marked.find('|').expect("a mark");
        let before = &marked[..at];
        let line = before.matches('\n').count();
        let character = before.rsplit('\n').next().expect("a last line").encode_utf16().count();
        self.open(file, &marked.replacen('|', "", 1));
        let position = json!({ "line": line, "character": character });
        self.request(method, json!({ "textDocument": { "uri": uri(file) }, "position": position }))
    }
}

pub(super) fn format(file: &str) -> Format {
    if file.ends_with(".json") { Format::Json } else { Format::Yaml }
}

fn uri(file: &str) -> String {
    format!("file:///home/user/{file}")
}

fn of(file: &str) -> Value {
    json!({ "textDocument": { "uri": uri(file) } })
}

fn range(start: (u32, u32), end: (u32, u32)) -> Value {
    let position = |(line, character)| json!({ "line": line, "character": character });
    json!({ "start": position(start), "end": position(end) })
}

#[test]
fn a_wrong_ttl_is_marked_and_its_fix_resolves_it() {
    with_server(World::default(), &Value::Null, |client| {
        client.open("spec.yaml", "include_namespaces: [prod]\nttl: 30d\n");
        let [found] = &client.diagnostics()[..] else { panic!("one diagnostic") };
        assert_eq!(found["code"], "ttl-not-a-duration");
        assert_eq!(found["range"], range((1, 5), (1, 8)));
        assert_eq!(found["severity"], 1);
        assert_eq!(found["source"], "k8s-backup-target");
        let page = found["codeDescription"]["href"].as_str().expect("a page");
        assert!(page.ends_with("/docs/rules.md#ttl-not-a-duration"), "{page}");
        assert!(found["message"].as_str().is_some_and(|message| message.contains("\nhelp: write `720h`")), "{found}");

        let mut params = of("spec.yaml");
        params["range"] = range((1, 6), (1, 6));
        params["context"] = json!({ "diagnostics": [] });
        let actions = client.request("textDocument/codeAction", params);
        let edits = &actions[0]["edit"]["changes"][uri("spec.yaml")];
        assert_eq!(*edits, json!([{ "range": range((1, 5), (1, 8)), "newText": "720h" }]));
        assert_eq!((&actions[0]["kind"], &actions[0]["isPreferred"]), (&json!("quickfix"), &json!(true)));

        let change = json!({ "range": range((1, 5), (1, 8)), "text": "720h" });
        let document = json!({ "uri": uri("spec.yaml"), "version": 2 });
        client.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [change] }));
        let published = client.notification("textDocument/publishDiagnostics");
        assert_eq!((&published["version"], &published["diagnostics"]), (&json!(2), &json!([])));
    });
}

#[test]
fn all_certain_fixes_are_one_action_and_others_say_what_they_change() {
    let text = "include_namespaces: [prod, prod]\ninclude_resources: [pvcs]\nttl: 30d\n";
    let edits = json!({ "workspace": { "workspaceEdit": { "documentChanges": true } } });
    with_client(World::default(), &Value::Null, &edits, |client| {
        client.open("spec.yaml", text);
        let mut params = of("spec.yaml");
        params["range"] = range((0, 0), (3, 0));
        params["context"] = json!({ "diagnostics": [], "only": ["source.fixAll"] });
        let actions = client.request("textDocument/codeAction", params.clone());
        assert_eq!(actions.as_array().map(Vec::len), Some(1));
        let [change] = &actions[0]["edit"]["documentChanges"].as_array().expect("a list")[..] else {
            panic!("one file")
        };
        assert_eq!(change["textDocument"], json!({ "uri": uri("spec.yaml"), "version": 1 }));
        let texts: Vec<_> = change["edits"].as_array().expect("a list").iter().map(|edit| &edit["newText"]).collect();
        assert_eq!(texts, ["", "720h"]);

        params["context"] = json!({ "diagnostics": [] });
        let actions = client.request("textDocument/codeAction", params);
        let titles: Vec<&str> =
            actions.as_array().expect("a list").iter().filter_map(|action| action["title"].as_str()).collect();
        let effect = "write `persistentvolumeclaims`: objects of `persistentvolumeclaims` are saved too";
        assert!(titles.contains(&effect), "{titles:?}");
    });
}

#[test]
fn a_warning_can_be_ignored_by_a_comment_and_an_error_cannot() {
    with_server(World::default(), &Value::Null, |client| {
        let ignoring = |client: &mut Client, text: &str, line: u32| {
            client.open("spec.yaml", text);
            let mut params = of("spec.yaml");
            params["range"] = range((line, 0), (line, 99));
            params["context"] = json!({ "diagnostics": [] });
            let actions = client.request("textDocument/codeAction", params);
            let actions = actions.as_array().expect("a list").clone();
            let is_ignoring =
                |action: &&Value| action["title"].as_str().is_some_and(|title| title.starts_with("Ignore"));
            actions.iter().find(is_ignoring).map(|action| action["edit"]["changes"][uri("spec.yaml")].clone())
        };
        let targets = "- app: shop\n  relation_name: backup\n  model: prod\n  spec:\n    ttl: 24h\n";
        let comment =
            json!([{ "range": range((3, 0), (3, 0)), "newText": "  # k8s-backup-target: ignore whole-cluster\n" }]);
        assert_eq!(ignoring(client, targets, 3), Some(comment));
        assert_eq!(ignoring(client, "ttl: 30d\ninclude_namespaces: [a]\n", 0), None);
        assert_eq!(ignoring(client, "{\"ttl\": \"24h\"}\n", 0).map(|_| ()), Some(()));
    });
}

/// Returns the text that is shown for the place of the mark.
fn hover(file: &str, marked: &str) -> String {
    let mut shown = Value::Null;
    with_server(World::default(), &json!({ "veleroVersion": "1.17" }), |client| {
        shown = client.at_mark(file, marked, "textDocument/hover");
    });
    shown["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn fields_resources_and_times_are_explained() {
    let schedule = "apiVersion: velero.io/v1\nkind: Schedule\nmetadata:\n  name: nightly\n  namespace: velero\n";
    for (marked, shown) in [
        ("include_namespaces: [prod]\ntt|l: 720h\n", "**ttl**\n\nWhen a backup expires"),
        ("include_namespaces: [prod]\nttl: 7|20h\n", "\n`720h` is 30 days\n"),
        ("include_resources: [deplo|y]\n", "**deployments.apps**\n\nDeployment, namespaced; short names: deploy\n"),
        (
            &format!("{schedule}spec:\n  schedule: \"0 2 * * |*\"\n  template: {{}}\n"),
            "\nRuns every day at 02:00 UTC\n- 2026-06-02T02:00:00Z\n",
        ),
        (
            &format!("{schedule}spec:\n  pau|sed: true\n  schedule: x\n  template: {{}}\n"),
            "**paused**\n\nWhether no backups are made.\n",
        ),
        ("services:\n  web:\n    tt|l: 24h\n", ""),
        ("apiVersion: batch/v1\nkind: CronJob\nspec:\n  schedule: \"0 2 * * |*\"\n", ""),
    ] {
        let found = hover("spec.yaml", marked);
        assert!(found.starts_with(shown) && found.is_empty() == shown.is_empty(), "{marked}: {found:?}");
    }
}

/// Returns the names that are offered at the mark, and what the first one writes.
fn offered(file: &str, marked: &str) -> (Vec<String>, String) {
    let files: [(&str, &[u8]); 1] = [(
        "/home/user/cluster.json",
        br#"{"kind": "List", "apiVersion": "v1", "items": [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}]}"#,
    )];
    let mut items = Value::Null;
    let options = json!({ "k8s-backup-target": { "inventory": "/home/user/cluster.json" } });
    with_server(World::with(&files), &options, |client| {
        items = client.at_mark(file, marked, "textDocument/completion");
    });
    let items = items.as_array().expect("a list").clone();
    let names = items.iter().map(|item| item["label"].as_str().expect("a name").to_owned()).collect();
    let text = items.first().map(|item| item["textEdit"]["newText"].as_str().expect("a text").to_owned());
    (names, text.unwrap_or_default())
}

#[test]
fn fields_and_values_are_completed() {
    let schedule = "apiVersion: velero.io/v1\nkind: Schedule\nmetadata: {name: a}\nspec:\n";
    for (file, marked, names, text) in [
        ("a.yaml", "|", &["include_namespaces", "label_selector", "ttl"][..], "exclude_namespaces:"),
        ("a.yaml", "include_namespaces: [a]\nt|", &["ttl"], ""),
        ("a.yaml", "include_namespaces: [|]\n", &["shop", "prod-*", "my-namespace"], "my-namespace"),
        ("a.yaml", "include_namespaces: [prod|]\n", &["shop"], ""),
        ("a.yaml", "include_resources:\n  - sec|\n", &["secrets", "deployments.apps"], ""),
        ("a.yaml", "include_cluster_resources: |\n", &["true", "false"], "true"),
        ("a.json", "{\"include_cluster_resources\": |}", &["true", "false"], "true"),
        ("a.json", "{\"include_namespaces\": [\"a\"], \"ttl\": \"|", &["24h"], "24h"),
        ("a.yaml", &format!("{schedule}  |"), &["schedule", "template", "paused"], ""),
        (
            "a.yaml",
            &format!("{schedule}  schedule: \"0 2 * * *\"\n  template:\n    includedR|"),
            &["includedResources", "ttl"],
            "",
        ),
        ("a.yaml", &format!("{schedule}  template:\n    includedNamespaces:\n    - |"), &["shop"], "shop"),
        ("a.yaml", "kind: Backup\n|", &["apiVersion", "metadata", "spec"], ""),
        (
            "a.yaml",
            "apiVersion: velero.io/v1\nkind: BackupList\nitems:\n- spec:\n    |",
            &["includedNamespaces", "ttl"],
            "",
        ),
        (
            "a.yaml",
            "velero:\n  schedules:\n    nightly:\n      schedule: a\n      template: {}\n      |",
            &["disabled"],
            "",
        ),
        ("a.yaml", "velero:\n  schedules:\n    nightly:\n      schedule: a\n      |", &["template", "paused"], ""),
        ("a.yaml", "apiVersion: velero.io/v1\nkind: |\n", &["Backup", "Schedule"], "Backup"),
        ("a.yaml", "apiVersion: velero.io/v1\nkind: Sch|\n", &["Schedule"], ""),
        ("a.yaml", "include_namespaces: [a]\nex|: [b]\n", &["exclude_namespaces"], "exclude_namespaces"),
        ("a.json", "{\"ttl\": \"24h\", |: [\"b\"]}", &["exclude_namespaces"], "\"exclude_namespaces\""),
        ("a.yaml", "- app: a\n  relation_name: r\n  |", &["model", "spec"], ""),
        ("a.json", "{\"apiVersion\": \"velero.io/v1\", \"kind\": \"Backup\", \"spec\": {\"|", &["ttl"], ""),
        (".k8s-backup-target.toml", "velero-version = |", &["1.15", "1.18.3", "next"], "\"1.15\""),
    ] {
        let (found, first) = offered(file, marked);
        assert!(names.iter().all(|name| found.iter().any(|one| one == name)), "{marked}: {found:?}");
        assert!(text.is_empty() || first == text, "{marked}: {first:?}");
    }
    for (file, marked, absent) in [
        ("a.yaml", "ttl: 24h\nt|", "ttl"),
        ("a.yaml", "t|\nttl: 24h\n", "ttl"),
        ("a.yaml", "apiVersion: apps/v1\nkind: |\n", "Backup"),
        ("a.yaml", "include_namespaces: [prod|]\n", "prod-*"),
        ("a.yaml", "include_namespaces: |\n", "my-namespace"),
        ("a.yaml", "services:\n  web:\n    |\n", "ttl"),
        ("a.yaml", &format!("{schedule}  |"), "include_namespaces"),
    ] {
        let (found, _) = offered(file, marked);
        assert!(!found.iter().any(|one| one == absent), "{marked}: {found:?}");
    }
}

#[test]
fn times_have_hints_and_an_outline_has_what_is_saved() {
    let text = "apiVersion: velero.io/v1\nkind: Schedule\nmetadata: {name: nightly, namespace: velero}\n\
                spec:\n  schedule: \"0 2 * * *\"\n  template: {ttl: 720h}\n---\n\
                app: shop\nrelation_name: backup\nmodel: prod\nspec: {ttl: 36h}\n";
    with_server(World::default(), &Value::Null, |client| {
        client.open("all.yaml", text);
        let mut params = of("all.yaml");
        params["range"] = range((0, 0), (99, 0));
        let hints = client.request("textDocument/inlayHint", params);
        let hints: Vec<_> =
            hints.as_array().expect("a list").iter().map(|hint| (&hint["label"], &hint["position"]["line"])).collect();
        let expected =
            [(json!("36 hours"), json!(10)), (json!("30 days"), json!(5)), (json!("every day at 02:00 UTC"), json!(4))];
        assert_eq!(hints, expected.iter().map(|(label, line)| (label, line)).collect::<Vec<_>>());
        let symbols = client.request("textDocument/documentSymbol", of("all.yaml"));
        let names: Vec<_> =
            symbols.as_array().expect("a list").iter().map(|symbol| (&symbol["name"], &symbol["detail"])).collect();
        let expected = [(json!("nightly"), json!("Schedule")), (json!("shop:backup"), json!("target in model prod"))];
        assert_eq!(names, expected.iter().map(|(name, detail)| (name, detail)).collect::<Vec<_>>());
    });
}

#[test]
fn the_diagnostics_are_those_of_the_command() {
    let cases = cases();
    let mut unread = 0;
    with_server(World::default(), &Value::Null, |client| {
        for (name, text, expected) in &cases {
            client.open(name, text);
            if !CheckedDocument::read(text.clone(), format(name), None, None).has_known_field() {
                // It could be of any program, and the command was told to check it.
                unread += 1;
                client.notify("textDocument/didClose", of(name));
                continue;
            }
            let found = client.diagnostics();
            assert_eq!(found.len(), expected.len(), "{name}: {found:?}");
            for (found, expected) in found.iter().zip(expected) {
                assert_eq!(found["code"], expected.rule.code, "{name}");
                let message = found["message"].as_str().expect("a text");
                assert!(message.starts_with(&expected.message), "{name}: {message}");
                let Some(span) = expected.span else { continue };
                let line = &found["range"]["start"]["line"];
                assert_eq!(*line, span.start.line - 1, "{name}");
            }
            client.notify("textDocument/didClose", of(name));
            if !expected.is_empty() {
                assert_eq!(client.diagnostics(), Vec::<Value>::new());
            }
        }
    });
    assert!(unread < 20 && cases.len() > 300, "{unread} of {}", cases.len());
}

#[test]
fn positions_are_in_the_encoding_of_the_client() {
    let text = "include_namespaces: [\"😀\"]\n";
    for (encodings, end) in [(json!(["utf-8", "utf-16"]), 27), (json!(["utf-16"]), 25), (Value::Null, 25)] {
        let capabilities = json!({ "general": { "positionEncodings": encodings } });
        with_client(World::default(), &Value::Null, &capabilities, |client| {
            client.open("spec.yaml", text);
            let found = client.diagnostics();
            assert_eq!(found[0]["range"], range((0, 21), (0, end)), "{found:?}");
        });
    }
}

#[test]
fn files_of_other_programs_stay_untouched() {
    with_server(World::default(), &Value::Null, |client| {
        for text in
            ["services:\n  web: {image: nginx}\n", "services:\n  web: {image\n", "", "- a\n- b\n", "# nothing\n"]
        {
            client.open("compose.yaml", text);
        }
        // One field that other programs have too, and no other.
        for text in [
            "app: web\nreplicas: 3\nimage: nginx\n",
            "model: gpt-4\ntemperature: 0.2\n",
            "spec:\n  replicas: 3\n",
            "app:\n  name: x\n",
            "- app: web\n  port: 80\n- app: api\n",
            "ttl: 3600\ntype: A\n",
        ] {
            client.open("other.yaml", text);
        }
        client.open("target.yaml", "app: a\nmodel: m\nspec: {}\n");
        assert_eq!(client.notification("textDocument/publishDiagnostics")["uri"], uri("target.yaml"));
        client.open("spec.yaml", "ttl: 1x\ninclude_namespaces: [a]\n");
        let published = client.notification("textDocument/publishDiagnostics");
        assert_eq!(published["uri"], uri("spec.yaml"));
        // What was a spec is still one while it cannot be read.
        let document = json!({ "uri": uri("spec.yaml"), "version": 2 });
        let change = json!({ "text": "ttl: [" });
        client.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [change] }));
        assert_eq!(client.diagnostics().len(), 1);
    });
}

#[test]
fn the_configuration_and_the_settings_of_the_client_are_used() {
    let configuration = b"ignore = [\"whole-cluster\"]\nvelero-version = \"1.15\"\n";
    let world = World::with(&[(".k8s-backup-target.toml", configuration)]);
    with_server(world, &Value::Null, |client| {
        client.open("spec.yaml", "ttl: 24h\n");
        assert_eq!(client.diagnostics(), Vec::<Value>::new());
        client.notify("workspace/didChangeConfiguration", json!({ "settings": { "veleroVersion": "9.9" } }));
        let shown = client.notification("window/showMessage");
        assert!(shown["message"].as_str().is_some_and(|message| message.contains("9.9")), "{shown}");
        assert_eq!(client.diagnostics(), Vec::<Value>::new());
        let settings = json!({ "settings": { "k8s-backup-target": { "veleroVersion": "0.1" } } });
        client.notify("workspace/didChangeConfiguration", settings);
        let shown = client.notification("window/showMessage");
        assert!(shown["message"].as_str().is_some_and(|message| message.contains("`0.1`")), "{shown}");
        assert_eq!(client.diagnostics(), Vec::<Value>::new());
        client.notify("workspace/didChangeConfiguration", json!({ "settings": { "veleroVersoin": "1.17" } }));
        let shown = client.notification("window/showMessage");
        assert!(shown["message"].as_str().is_some_and(|message| message.contains("veleroVersoin")), "{shown}");
    });
    let world = World::with(&[(".k8s-backup-target.toml", b"no-such-field = 1\n")]);
    with_server(world, &Value::Null, |client| {
        client.open("spec.yaml", "ttl: 24h\n");
        let shown = client.notification("window/showMessage");
        assert!(shown["message"].as_str().is_some_and(|message| message.contains("no-such-field")), "{shown}");
        client.open(".k8s-backup-target.toml", "no-such-field = 1\n");
        while client.diagnostics().iter().all(|found| found["code"] != "invalid-configuration") {}
    });
}

fn published(client: &mut Client) -> (String, Vec<String>) {
    let params = client.notification("textDocument/publishDiagnostics");
    let found = params["diagnostics"].as_array().expect("a list").iter();
    let codes = found.map(|found| found["code"].as_str().expect("a code").to_owned()).collect();
    (params["uri"].as_str().expect("a URI").trim_start_matches("file:///home/user/").to_owned(), codes)
}

fn execute(client: &mut Client, command: &str, argument: &Value) -> Value {
    let params = json!({ "command": format!("k8s-backup-target.{command}"), "arguments": [argument] });
    client.request("workspace/executeCommand", params)
}

#[test]
fn the_files_of_the_workspace_are_checked_as_by_the_command() {
    let world = World::with(&[
        ("/home/user/a b.yaml", b"ttl: 30d\n"),
        ("/home/user/open.yaml", b"ttl: 31d\n"),
        ("/home/user/sub/right.yaml", b"include_namespaces: [prod]\n"),
        ("/home/user/other.yaml", b"replicas: 3\n"),
    ]);
    let is_wrong = || vec!["ttl-not-a-duration".to_owned()];
    with_server(world, &json!({ "ignore": ["whole-cluster"] }), |client| {
        client.open("open.yaml", "ttl: 24h\n");
        assert_eq!(published(client), ("open.yaml".to_owned(), vec![]));
        let summary = execute(client, "checkWorkspace", &Value::Null);
        assert_eq!(summary, "checked 3 files: 1 error; skipped 1 other file");
        assert_eq!(published(client), ("a%20b.yaml".to_owned(), is_wrong()));
        assert_eq!(published(client), ("sub/right.yaml".to_owned(), vec![]));
        // What is closed has the diagnostics of the file again.
        client.notify("textDocument/didClose", of("open.yaml"));
        assert_eq!(published(client), ("open.yaml".to_owned(), is_wrong()));
        // What is opened with another text has no diagnostics of the file any more.
        client.open("open.yaml", "replicas: 3\n");
        assert_eq!(published(client), ("open.yaml".to_owned(), vec![]));
        let removed = json!({ "event": { "added": [], "removed": [{ "uri": "file:///home/user", "name": "user" }] } });
        client.notify("workspace/didChangeWorkspaceFolders", removed);
        assert_eq!(published(client), ("a%20b.yaml".to_owned(), vec![]));
        assert_eq!(published(client), ("sub/right.yaml".to_owned(), vec![]));
        assert_eq!(execute(client, "checkWorkspace", &Value::Null), Value::Null);
        assert_eq!(client.notification("window/showMessage")["message"], "no folder is open that can be checked");
    });
}

#[test]
fn a_text_is_selected_as_by_the_command_with_what_is_not_saved_yet() {
    let objects = br#"{"apiVersion": "v1", "kind": "List", "items": [
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "prod"}},
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "b", "namespace": "test"}},
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "prod"}, "status": {"phase": "Active"}}]}"#;
    let world = World::with(&[("/objects.json", objects)]);
    with_server(world, &json!({ "inventory": "/objects.json" }), |client| {
        client.open("spec.yaml", "include_namespaces: [prod]\n");
        let selected = execute(client, "select", &json!({ "uri": uri("spec.yaml") }));
        let selection = &selected["selections"][0];
        assert_eq!((&selection["objects"], &selection["included"]), (&json!(3), &json!(2)), "{selected}");
        assert_eq!(selection["verdicts"][0]["object"]["name"], "a");
        assert_eq!(selected["messages"], "");
        let missing = execute(client, "select", &json!({ "uri": uri("spec.yaml"), "inventory": "/none.json" }));
        assert_eq!(missing["selections"], json!([]));
        assert!(missing["messages"].as_str().is_some_and(|text| text.contains("/none.json")), "{missing}");
        // Standard input is that of the protocol.
        let input = execute(client, "select", &json!({ "uri": uri("spec.yaml"), "inventory": "-" }));
        assert!(input["messages"].as_str().is_some_and(|text| text.contains("<stdin>")), "{input}");
        let untitled = json!({ "uri": "untitled:Untitled-1" });
        let closed = execute(client, "select", &untitled);
        assert!(closed["messages"].as_str().is_some_and(|text| text.contains("not open")), "{closed}");
        let document = json!({ "uri": "untitled:Untitled-1", "languageId": "yaml", "version": 1,
            "text": "include_namespaces: [test]\n" });
        client.notify("textDocument/didOpen", json!({ "textDocument": document }));
        let selected = execute(client, "select", &untitled);
        assert_eq!(selected["selections"][0]["verdicts"][0]["object"]["name"], "b", "{selected}");
    });
}

#[test]
fn the_next_runs_of_schedules_are_listed() {
    let closed =
        b"apiVersion: velero.io/v1\nkind: Schedule\nmetadata: {name: a}\nspec: {schedule: 0 2 * * *, template: {}}\n";
    with_server(World::with(&[("/home/user/closed.yaml", closed)]), &Value::Null, |client| {
        let schedule = |name: &str, rest: &str| {
            format!(
                "apiVersion: velero.io/v1\nkind: Schedule\nmetadata:\n  name: {name}\n  namespace: velero\nspec:\n{rest}  \
                 template:\n    includedNamespaces: [prod]\n"
            )
        };
        let nightly = schedule("nightly", "  schedule: 0 2 * * *\n");
        let paused = schedule("paused", "  schedule: 30 1 1 * *\n  paused: true\n");
        client.open("schedules.yaml", &format!("{nightly}---\n{paused}"));
        let runs = execute(client, "nextRuns", &json!({ "uri": uri("schedules.yaml") }));
        assert_eq!(runs[0]["name"], "schedule/velero/nightly");
        assert_eq!(runs[0]["words"], "every day at 02:00 UTC");
        assert_eq!((&runs[0]["paused"], &runs[1]["paused"]), (&json!(false), &json!(true)));
        assert_eq!(runs[0]["runs"][0], "2026-06-02T02:00:00Z");
        assert_eq!(runs[1]["runs"][4], "2026-11-01T01:30:00Z");
        client.open("none.yaml", "include_namespaces: [prod]\n");
        assert_eq!(execute(client, "nextRuns", &json!({ "uri": uri("none.yaml") })), json!([]));
        // A file that is not open is read.
        let closed = execute(client, "nextRuns", &json!({ "uri": uri("closed.yaml") }));
        assert_eq!(closed[0]["schedule"], "0 2 * * *");
    });
}

/// Sends all messages before the server reads the first one, and returns what it sends.
fn replayed(messages: Vec<Message>) -> (Status, Vec<Message>) {
    let (server, client) = Connection::memory();
    for message in messages {
        client.sender.send(message).expect("the server is there");
    }
    let (sender, receiver) = (client.sender, client.receiver);
    drop(sender);
    let served = serve(&server, &mut World::default(), &|| NOW);
    drop(server);
    (served, receiver.iter().collect())
}

fn request(id: i32, method: &str, params: Value) -> Message {
    Request::new(id.into(), method.to_owned(), params).into()
}

fn notification(method: &str, params: Value) -> Message {
    Notification::new(method.to_owned(), params).into()
}

fn error_codes(messages: &[Message]) -> Vec<(Value, Value)> {
    let error = |message: &Message| match message {
        Message::Response(Response { id, response_result: Err(error) }) => Some((json!(id), json!(error.code))),
        _ => None,
    };
    messages.iter().filter_map(error).collect()
}

#[test]
fn requests_that_cannot_be_answered_have_an_error() {
    let initialize = request(1, "initialize", json!({ "capabilities": {} }));
    let hover = |id| {
        request(
            id,
            "textDocument/hover",
            json!({ "textDocument": { "uri": uri("a.yaml") }, "position": { "line": 0, "character": 0 } }),
        )
    };
    let (served, messages) = replayed(vec![
        hover(0),
        initialize,
        notification("initialized", json!({})),
        hover(2),
        hover(3),
        notification("$/cancelRequest", json!({ "id": 3 })),
        request(4, "textDocument/hover", json!({ "textDocument": 7 })),
        request(5, "textDocument/rename", json!({})),
        request(8, "workspace/executeCommand", json!({ "command": "no.such.command" })),
        request(9, "initialize", json!({ "capabilities": {} })),
        request(
            10,
            "workspace/executeCommand",
            json!({ "command": "k8s-backup-target.nextRuns", "arguments": [{ "uri": uri("none.yaml") }] }),
        ),
        notification("textDocument/didChange", json!([])),
        request(6, "shutdown", Value::Null),
        hover(7),
        notification("exit", Value::Null),
    ]);
    assert_eq!(served, Status::Success);
    let expected =
        [(0, -32002), (3, -32800), (4, -32602), (5, -32601), (8, -32602), (9, -32600), (10, -32602), (7, -32600)];
    assert_eq!(error_codes(&messages), expected.map(|(id, code)| (json!(id), json!(code))));
}

#[test]
fn an_end_without_shutdown_is_a_problem() {
    let start =
        || vec![request(1, "initialize", json!({ "capabilities": {} })), notification("initialized", json!({}))];
    assert_eq!(replayed(start()).0, Status::Problems);
    let exit = [start(), vec![notification("exit", Value::Null)]].concat();
    assert_eq!(replayed(exit).0, Status::Problems);
    assert_eq!(replayed(Vec::new()).0, Status::Success);
    let (_, messages) = replayed(vec![request(1, "initialize", json!({ "capabilities": 7 }))]);
    assert_eq!(error_codes(&messages), [(json!(1), json!(-32602))]);
}
