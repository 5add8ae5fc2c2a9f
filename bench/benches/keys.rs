//! Measures the time from a key to its diagnostics in the language server, in a file of 2,000 lines. `cargo xtask bench`
//! runs it with the path of the command.

use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};

use k8s_backup_target_bench::{Line, median};
use serde_json::{Value, json};

const HOST: &str = "the language server";
const LINES: usize = 2000;

fn main() {
    let command = env::args().skip(1).find(|argument| argument != "--bench").expect("the path of the command");
    let mut process = Command::new(command)
        .arg("lsp")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let input = process.stdin.take().expect("a pipe");
    let output = BufReader::new(process.stdout.take().expect("a pipe"));
    let mut client = Client { input, output };
    client.send(&json!({ "id": 1, "method": "initialize", "params": { "capabilities": {} } }));
    client.read();
    client.send(&json!({ "method": "initialized", "params": {} }));
    for (row, text) in
        [("a key to its diagnostics, Schedules", schedules()), ("a key to its diagnostics, a spec", spec())]
    {
        let uri = format!("file:///{}.yaml", row.len());
        let document = json!({ "uri": uri, "languageId": "yaml", "version": 0, "text": text });
        client.send(&json!({ "method": "textDocument/didOpen", "params": { "textDocument": document } }));
        client.read();
        let mut version = 0;
        let seconds = median(|| {
            version += 1;
            // A comment at the start is written and removed in turn.
            let (end, text) = if version % 2 == 1 { (0, "#") } else { (1, "") };
            let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": end } });
            let document = json!({ "uri": uri, "version": version });
            let params = json!({ "textDocument": document, "contentChanges": [{ "range": range, "text": text }] });
            client.send(&json!({ "method": "textDocument/didChange", "params": params }));
            assert_eq!(client.read()["params"]["version"], version);
        });
        Line::of(HOST, row).size(LINES).seconds(seconds);
    }
    client.send(&json!({ "id": 2, "method": "shutdown" }));
    client.read();
    client.send(&json!({ "method": "exit" }));
    assert!(process.wait().expect("it ends").success());
}

/// Returns Schedules in as many lines as are measured, some with a problem.
fn schedules() -> String {
    let schedule = |number: usize| {
        let ttl = if number.is_multiple_of(20) { "30d" } else { "720h" };
        format!(
            "---\napiVersion: velero.io/v1\nkind: Schedule\nmetadata:\n  name: app-{number}\n  namespace: velero\nspec:\n  \
             schedule: \"{} 2 * * *\"\n  template:\n    includedNamespaces: [app-{number}]\n    ttl: {ttl}\n",
            number % 60
        )
    };
    let text: String = (0..LINES / 11).map(schedule).collect();
    format!("\n{text}")
}

/// Returns a spec with a name on each line.
fn spec() -> String {
    let names: String = (0..LINES).map(|number| format!("- app-{number}\n")).collect();
    format!("\nttl: 30d\ninclude_namespaces:\n{names}")
}

struct Client {
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Client {
    fn send(&mut self, message: &Value) {
        let mut message = message.clone();
        message["jsonrpc"] = "2.0".into();
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server reads");
    }

    fn read(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.output.read_line(&mut line).expect("a header");
            match line.trim_end().strip_prefix("Content-Length: ") {
                Some(number) => length = number.parse().expect("a number"),
                None if line.trim_end().is_empty() => break,
                None => {}
            }
        }
        let mut text = vec![0; length];
        self.output.read_exact(&mut text).expect("a message");
        serde_json::from_slice(&text).expect("JSON")
    }
}
