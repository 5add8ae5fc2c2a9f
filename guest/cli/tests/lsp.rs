//! The language server as a process, as editors start it.

use std::io::{BufReader, Write};
use std::process::{Child, ChildStdout, Command, Stdio};

use lsp_server::{Message, Notification, Request};
use serde_json::{Value, json};

struct Server {
    process: Child,
    output: BufReader<ChildStdout>,
}

impl Server {
    fn start() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_k8s-backup-target"));
        command.arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().expect("the command starts");
        let output = BufReader::new(process.stdout.take().expect("a pipe"));
        Server { process, output }
    }

    fn write(&mut self, bytes: &[u8]) {
        self.process.stdin.as_mut().expect("a pipe").write_all(bytes).expect("the server reads");
    }

    fn send(&mut self, message: impl Into<Message>) {
        let message: Message = message.into();
        message.write(&mut self.process.stdin.as_mut().expect("a pipe")).expect("the server reads");
    }

    fn request(&mut self, id: i32, method: &str, params: Value) {
        self.send(Request::new(id.into(), method.to_owned(), params));
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(Notification::new(method.to_owned(), params));
    }

    fn initialize(&mut self) {
        self.request(1, "initialize", json!({ "capabilities": {} }));
        let Message::Response(response) = self.read() else { panic!("a response is first") };
        let result = response.response_result.expect("a result");
        assert_eq!(result["capabilities"]["hoverProvider"], true);
        assert_eq!(result["serverInfo"]["name"], "k8s-backup-target");
        self.notify("initialized", json!({}));
    }

    fn read(&mut self) -> Message {
        Message::read(&mut self.output).expect("a message").expect("the server runs")
    }

    /// Closes the input. Returns the exit status and standard error.
    fn end(mut self) -> (Option<i32>, String) {
        drop(self.process.stdin.take());
        while Message::read(&mut self.output).expect("a message").is_some() {}
        let done = self.process.wait_with_output().expect("it ends");
        (done.status.code(), String::from_utf8(done.stderr).expect("UTF-8"))
    }
}

#[test]
fn a_large_file_is_checked_and_the_server_ends_as_asked() {
    let mut server = Server::start();
    server.initialize();
    let names: String = (0..300_000).map(|number| format!("- namespace-{number:06}\n")).collect();
    let text = format!("ttl: 30d\ninclude_namespaces:\n{names}");
    assert!(text.len() > 5_000_000);
    let document = json!({ "uri": "file:///large.yaml", "languageId": "yaml", "version": 1, "text": text });
    server.notify("textDocument/didOpen", json!({ "textDocument": document }));
    let Message::Notification(published) = server.read() else { panic!("diagnostics are first") };
    assert_eq!(published.method, "textDocument/publishDiagnostics");
    assert!(published.params["diagnostics"].as_array().is_some_and(|found| !found.is_empty()));
    server.request(2, "shutdown", Value::Null);
    server.notify("exit", Value::Null);
    assert_eq!(server.end(), (Some(0), String::new()));
}

#[test]
fn what_is_not_a_message_ends_the_server_with_a_reason() {
    for garbage in ["garbage\r\n\r\n", "Content-Length: 3\r\n\r\n{{{", "Content-Length: 2\r\n\r\n{}"] {
        let mut server = Server::start();
        server.initialize();
        server.write(garbage.as_bytes());
        let (status, errors) = server.end();
        assert_eq!(status, Some(2), "{garbage:?}: {errors}");
        assert!(errors.starts_with("error: the client sent no message of the protocol: "), "{garbage:?}: {errors}");
    }
}

#[test]
fn half_of_a_surrogate_pair_is_read() {
    let mut server = Server::start();
    server.initialize();
    let message = r#"{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument":
        {"uri": "file:///a.yaml", "languageId": "yaml", "version": 1, "text": "ttl: '\ud800'\n"}}}"#;
    server.write(format!("Content-Length: {}\r\n\r\n{message}", message.len()).as_bytes());
    let Message::Notification(published) = server.read() else { panic!("diagnostics are first") };
    assert!(published.params.to_string().contains('\u{fffd}'), "{published:?}");
    assert_eq!(server.end(), (Some(1), String::new()));
}

#[test]
fn a_client_that_only_looks_whether_the_server_is_there_may_leave() {
    assert_eq!(Server::start().end(), (Some(0), String::new()));
}
