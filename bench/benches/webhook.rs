//! Measures requests to the admission webhook over HTTP: in `wasmtime serve`, and in a native server by hyper. They are
//! compared with the Python library in FastAPI. `cargo xtask bench` runs it with the paths of wasmtime, and of a Python
//! with FastAPI.
//!
//! The client has one thread, and shares the machine's cores with the server.

use std::convert::Infallible;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HOST};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use k8s_backup_target_admission::{Route, Settings, answer};
use k8s_backup_target_bench::{Line, file};
use serde_json::{Value, json};
use tokio::runtime;
use tokio::task::JoinSet;

const SERVE: &str = "wasmtime serve";
const HYPER: &str = "hyper, native";
const FASTAPI: &str = "FastAPI, the Python library";

/// Time of a measurement. Before it, the client warms up the server for a quarter of it.
const TIME: Duration = Duration::from_secs(2);
/// Number of connections that send requests at the same time.
const MANY: usize = 16;
/// Maximum time until a server listens.
const START: Duration = Duration::from_secs(30);

fn main() {
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let [wasmtime, python] = &arguments[..] else { panic!("the paths of wasmtime and of Python are needed") };
    let example = fs::read(file("examples/plain-application.json")).expect("an example");
    let spec = serde_json::from_slice::<Value>(&example).expect("JSON")["spec"].to_string();
    let review = review().to_string();
    let checks = ["POST /check: median", "POST /check: 99th percentile", "POST /check on 16 connections"];
    let reviews = ["POST /validate: median", "POST /validate: 99th percentile", "POST /validate on 16 connections"];

    let hyper = serve_natively();
    let in_wasmtime = Server::start(
        Command::new(wasmtime)
            .args(["serve", "-Ccache=n", "-Scli", "-Sp3", "-Wcomponent-model-async", "-Wmax-memory-size=134217728"])
            .arg("--max-instance-concurrent-reuse-count=1"),
        |command, address| {
            let component = file("target/components/k8s-backup-target-http.wasm");
            command.arg(format!("--addr={address}")).arg(component);
        },
    );
    let answers = [hyper, in_wasmtime.address].map(|address| post(address, "/validate", &review));
    assert_eq!(answers[0], answers[1], "both servers answer the same");
    for (host, address) in [(HYPER, hyper), (SERVE, in_wasmtime.address)] {
        measure(host, address, "/check", &spec, checks);
        measure(host, address, "/validate", &review, reviews);
    }
    drop(in_wasmtime);

    let app = file("bench/fastapi");
    let in_fastapi = Server::start(
        Command::new(python)
            .args(["-m", "uvicorn", "app:app", "--workers=2", "--log-level=error", "--app-dir"])
            .arg(app),
        |command, address| {
            command.args(["--host=127.0.0.1".to_owned(), format!("--port={}", address.port())]);
        },
    );
    measure(FASTAPI, in_fastapi.address, "/check", &spec, checks);
}

/// Returns a review of a Schedule, which is allowed.
fn review() -> Value {
    let schedule = json!({
        "apiVersion": "velero.io/v1",
        "kind": "Schedule",
        "metadata": { "name": "nightly", "namespace": "velero" },
        "spec": {
            "schedule": "0 2 * * *",
            "template": { "includedNamespaces": ["shop", "shop-db"], "ttl": "720h0m0s" },
        },
    });
    let kind = json!({ "group": "velero.io", "version": "v1", "kind": "Schedule" });
    let request = json!({ "uid": "1", "operation": "CREATE", "kind": kind, "object": schedule });
    json!({ "apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request })
}

/// A program that serves. It stops when it is dropped.
struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    /// Starts a program on a free port, and waits until it listens.
    fn start(command: &mut Command, listen: impl FnOnce(&mut Command, SocketAddr)) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = free.local_addr().expect("a bound address");
        drop(free);
        listen(command, address);
        let process = command.stdout(Stdio::null()).spawn().expect("the server starts");
        let end = Instant::now() + START;
        while TcpStream::connect(address).is_err() {
            assert!(Instant::now() < end, "{command:?} does not listen");
            thread::sleep(Duration::from_millis(20));
        }
        Server { process, address }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Python's main process stops those that it started, if it is asked to.
        let asked = Command::new("kill").arg(self.process.id().to_string()).status();
        assert!(asked.is_ok_and(|status| status.success()), "the server runs");
        self.process.wait().expect("it ends");
    }
}

/// Serves the same library without a component, on all cores.
fn serve_natively() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.set_nonblocking(true).expect("a socket");
    let address = listener.local_addr().expect("a bound address");
    thread::spawn(move || {
        runtime::Builder::new_multi_thread().enable_io().build().expect("a runtime").block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a socket");
            let settings = Arc::new(Settings::default());
            loop {
                let (connection, _) = listener.accept().await.expect("a connection");
                let settings = Arc::clone(&settings);
                let service = service_fn(move |request| respond(Arc::clone(&settings), request));
                let http = hyper::server::conn::http1::Builder::new();
                tokio::spawn(http.serve_connection(TokioIo::new(connection), service));
            }
        })
    });
    address
}

async fn respond(settings: Arc<Settings>, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.expect("a whole body").to_bytes();
    let answered = answer(&settings, Route { method: head.method.as_str(), path: head.uri.path() }, &body);
    let response = Response::builder().status(answered.status).header(CONTENT_TYPE, answered.content_type);
    Ok(response.body(Full::from(answered.body)).expect("valid headers"))
}

/// Prints the median and the 99th percentile on one connection, and how many requests many connections send.
fn measure(host: &str, address: SocketAddr, path: &'static str, body: &str, rows: [&str; 3]) {
    let [median, slow, many] = rows;
    let one = load(address, path, body, 1);
    Line::of(host, median).seconds(one.quantile(0.5));
    Line::of(host, slow).seconds(one.quantile(0.99));
    let all = load(address, path, body, MANY);
    Line::of(host, many).items(1).seconds(TIME.as_secs_f64() / count(all.seconds.len()));
}

/// The times of all requests, sorted.
struct Load {
    seconds: Vec<f64>,
}

impl Load {
    fn quantile(&self, share: f64) -> f64 {
        let index = (count(self.seconds.len()) * share) as usize;
        self.seconds[index.min(self.seconds.len() - 1)]
    }
}

fn count(length: usize) -> f64 {
    f64::from(u32::try_from(length).expect("two seconds are short"))
}

/// Sends requests on so many connections, first for the warm-up.
fn load(address: SocketAddr, path: &'static str, body: &str, connections: usize) -> Load {
    let body = Bytes::copy_from_slice(body.as_bytes());
    let client = runtime::Builder::new_current_thread().enable_io().build().expect("a runtime");
    client.block_on(async {
        let mut seconds = Vec::new();
        for time in [TIME / 4, TIME] {
            let end = Instant::now() + time;
            let mut tasks = JoinSet::new();
            for _ in 0..connections {
                tasks.spawn(send_until(end, address, path, body.clone()));
            }
            seconds = tasks.join_all().await.concat();
        }
        seconds.sort_by(f64::total_cmp);
        Load { seconds }
    })
}

/// Returns the answer to one request.
fn post(address: SocketAddr, path: &'static str, body: &str) -> Bytes {
    let body = Bytes::copy_from_slice(body.as_bytes());
    let client = runtime::Builder::new_current_thread().enable_io().build().expect("a runtime");
    client.block_on(async { Connection::open(address).await.send(path, body).await })
}

async fn send_until(end: Instant, address: SocketAddr, path: &'static str, body: Bytes) -> Vec<f64> {
    let mut connection = Connection::open(address).await;
    let mut seconds = Vec::new();
    while Instant::now() < end {
        let start = Instant::now();
        connection.send(path, body.clone()).await;
        seconds.push(start.elapsed().as_secs_f64());
    }
    seconds
}

struct Connection {
    sender: hyper::client::conn::http1::SendRequest<Full<Bytes>>,
    host: String,
}

impl Connection {
    async fn open(address: SocketAddr) -> Self {
        let stream = tokio::net::TcpStream::connect(address).await.expect("the server listens");
        stream.set_nodelay(true).expect("a socket");
        let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.expect("HTTP");
        tokio::spawn(connection);
        Connection { sender, host: address.to_string() }
    }

    /// Returns the body of the answer, whose status is 200.
    async fn send(&mut self, path: &'static str, body: Bytes) -> Bytes {
        self.sender.ready().await.expect("the connection is kept");
        let request = Request::post(path).header(HOST, &self.host).header(CONTENT_TYPE, "application/json");
        let request = request.body(Full::new(body)).expect("valid headers");
        let response = self.sender.send_request(request).await.expect("an answer");
        assert_eq!(response.status(), 200);
        response.into_body().collect().await.expect("a whole body").to_bytes()
    }
}
