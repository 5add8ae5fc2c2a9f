//! The webhook in `wasmtime serve`, with the options of the deployment, over TCP.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::{env, fs};

use k8s_backup_target_testdata::admission::Answer;

/// A server. It stops when it is dropped.
pub(super) struct Server {
    process: Child,
    /// The address and the port.
    authority: String,
    /// What it prints. wasmtime ends when nobody can read it.
    _printed: BufReader<ChildStderr>,
}

impl Server {
    /// Starts a server with these variables in its environment.
    pub(super) fn start(variables: &[(String, String)]) -> Self {
        let wasmtime = env::var_os("WASMTIME").expect("the path of wasmtime; `cargo xtask webhook` sets it");
        let variables = variables.iter().map(|(name, value)| (name, value));
        let mut process = Command::new(wasmtime)
            .args(arguments())
            .env_clear()
            .envs(variables)
            .stderr(Stdio::piped())
            .spawn()
            .expect("wasmtime starts");
        let mut line = String::new();
        let mut printed = BufReader::new(process.stderr.take().expect("a pipe"));
        printed.read_line(&mut line).expect("text");
        let authority = line.trim().strip_prefix("Serving HTTP on http://").and_then(|url| url.strip_suffix('/'));
        let authority = authority.unwrap_or_else(|| panic!("wasmtime prints {line:?}")).to_owned();
        Server { process, authority, _printed: printed }
    }

    /// Sends a part of a body to this path, and then no more. Returns the response.
    pub(super) fn send_interrupted(&self, path: &str, body: &[u8], announced: usize) -> String {
        let connection = self.start_request("POST", path, body, announced);
        connection.shutdown(Shutdown::Write).expect("the server reads");
        response(&connection)
    }

    fn start_request(&self, method: &str, path: &str, body: &[u8], length: usize) -> TcpStream {
        let mut connection = TcpStream::connect(&self.authority).expect("the server listens");
        let authority = &self.authority;
        write!(
            connection,
            "{method} {path} HTTP/1.1\r\nhost: {authority}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
        )
        .expect("the server reads");
        connection.write_all(body).expect("the server reads");
        connection
    }

    /// Sends a request on a connection of its own.
    pub(super) fn send(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        let response = response(&self.start_request(method, path, body, body.len()));
        let (head, body) = response.split_once("\r\n\r\n").expect("a head and a body");
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).expect("a status");
        let headers = lines.map(|line| line.split_once(": ").expect("a name and a value"));
        Answer {
            status,
            headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            body: body.to_owned(),
        }
    }
}

/// Reads all that a server sends.
fn response(mut connection: &TcpStream) -> String {
    let mut response = String::new();
    connection.read_to_string(&mut response).expect("UTF-8");
    response
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().expect("the server runs");
        self.process.wait().expect("it ends");
    }
}

/// Returns the arguments of the deployment, with a free port and the component of this build.
fn arguments() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let file = fs::read_to_string(root.join("deploy/admission/Containerfile")).expect("the Containerfile");
    let list = file.lines().find_map(|line| line.strip_prefix("CMD ")).expect("arguments");
    let mut arguments: Vec<String> = serde_json::from_str(list).expect("a list of texts");
    let component = arguments.pop().expect("the component is the last argument");
    let component = root.join("target/components").join(component.trim_start_matches('/'));
    let address = arguments.iter_mut().find(|argument| argument.starts_with("--addr=")).expect("an address");
    "--addr=127.0.0.1:0".clone_into(address);
    arguments.insert(0, "serve".to_owned());
    arguments.push(component.to_string_lossy().into_owned());
    arguments
}
