//! A host with the part of `wasi:http` that the component imports. It answers one request from memory.

#![expect(unreachable_pub, reason = "the generated code re-exports the types of resources")]

use std::path::Path;
use std::sync::LazyLock;

use k8s_backup_target_testdata::admission::Answer;
use wasmtime::component::{Component, HasSelf, Linker, Resource, ResourceTable};
use wasmtime::{Engine, Result, Store, StoreLimits, StoreLimitsBuilder};

use bindings::Server;
use bindings::wasi::cli::environment;
use bindings::wasi::http::types::{self, ErrorCode, HeaderError, Method};
use bindings::wasi::io::streams::StreamError;
use bindings::wasi::io::{error, streams};

mod bindings {
    wasmtime::component::bindgen!({
        path: "../guest/http/wit/0.2",
        world: "server",
        imports: { default: trappable },
        with: {
            "wasi:io/error.error": super::Failure,
            "wasi:io/streams.input-stream": super::Input,
            "wasi:io/streams.output-stream": super::Output,
            "wasi:http/types.fields": super::Headers,
            "wasi:http/types.incoming-request": super::Incoming,
            "wasi:http/types.incoming-body": super::IncomingBody,
            "wasi:http/types.response-outparam": super::Param,
            "wasi:http/types.outgoing-response": super::Response,
            "wasi:http/types.outgoing-body": super::ResponseBody,
        },
    });
}

pub struct Failure;
pub struct Input;
pub struct Output;
pub struct Incoming;
pub struct IncomingBody;
pub struct Param;
pub struct ResponseBody;

/// Names and values.
pub struct Headers(Vec<(String, Vec<u8>)>);

/// A response whose body is not written yet.
pub struct Response {
    status: u16,
    headers: Vec<(String, Vec<u8>)>,
}

/// Maximum memory of a request, as in `deploy/admission/Containerfile`.
const MAX_MEMORY_BYTES: usize = 128 << 20;

/// One request, and what came of it.
#[derive(Default)]
struct State {
    limits: StoreLimits,
    table: ResourceTable,
    variables: Vec<(String, String)>,
    method: String,
    path: String,
    /// What is left to read.
    body: Vec<u8>,
    /// Whether the body ends with a failure.
    is_interrupted: bool,
    response: Option<Result<Response, ErrorCode>>,
    written: Vec<u8>,
    is_finished: bool,
}

static ENGINE: LazyLock<Engine> = LazyLock::new(Engine::default);

static COMPONENT: LazyLock<Component> = LazyLock::new(|| {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/components/k8s-backup-target-http-0.2.wasm");
    Component::from_file(&ENGINE, file).expect("the component; run `cargo xtask build`")
});

/// Returns the names of the imports and of the exports.
pub(super) fn names() -> (Vec<String>, Vec<String>) {
    let component = COMPONENT.component_type();
    let mut imports: Vec<String> = component.imports(&ENGINE).map(|(name, _)| name.to_owned()).collect();
    imports.sort_unstable();
    (imports, component.exports(&ENGINE).map(|(name, _)| name.to_owned()).collect())
}

/// Sends a request to a new instance, as `wasmtime serve` does.
pub(super) fn send(variables: Vec<(String, String)>, method: &str, path: &str, body: &[u8]) -> Answer {
    answer_of(run(State { variables, ..State::of(method, path, body) }))
}

fn answer_of(state: State) -> Answer {
    let Response { status, headers } = state.response.expect("a response").expect("no failure");
    assert!(state.is_finished);
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    let headers = headers.into_iter().map(|(name, value)| (name, text(value))).collect();
    Answer { status, headers, body: text(state.written) }
}

/// Sends a request whose body ends with a failure.
pub(super) fn send_interrupted(method: &str, path: &str, body: &[u8]) -> Answer {
    answer_of(run(State { is_interrupted: true, ..State::of(method, path, body) }))
}

fn run(state: State) -> State {
    let mut linker = Linker::new(&ENGINE);
    Server::add_to_linker::<_, HasSelf<State>>(&mut linker, |state| state).expect("each name is defined once");
    let limits = StoreLimitsBuilder::new().memory_size(MAX_MEMORY_BYTES).build();
    let mut store = Store::new(&ENGINE, State { limits, ..state });
    store.limiter(|state| &mut state.limits);
    let server = Server::instantiate(&mut store, &COMPONENT, &linker).expect("it imports nothing else");
    let request = store.data_mut().table.push(Incoming).expect("there is space");
    let param = store.data_mut().table.push(Param).expect("there is space");
    server.wasi_http_incoming_handler().call_handle(&mut store, request, param).expect("it does not trap");
    assert!(store.data().table.is_empty(), "it leaves resources open");
    store.into_data()
}

impl State {
    fn of(method: &str, path: &str, body: &[u8]) -> Self {
        State { method: method.to_owned(), path: path.to_owned(), body: body.to_vec(), ..State::default() }
    }
}

impl environment::Host for State {
    fn get_environment(&mut self) -> Result<Vec<(String, String)>> {
        Ok(self.variables.clone())
    }
}

impl error::Host for State {}

impl error::HostError for State {
    fn drop(&mut self, failure: Resource<Failure>) -> Result<()> {
        self.table.delete(failure)?;
        Ok(())
    }
}

impl streams::Host for State {}

impl streams::HostInputStream for State {
    fn blocking_read(&mut self, _: Resource<Input>, length: u64) -> Result<Result<Vec<u8>, StreamError>> {
        let length = usize::try_from(length)?.min(self.body.len());
        if length > 0 {
            return Ok(Ok(self.body.drain(..length).collect()));
        }
        let failure = if self.is_interrupted { Some(self.table.push(Failure)?) } else { None };
        Ok(Err(failure.map_or(StreamError::Closed, StreamError::LastOperationFailed)))
    }

    fn drop(&mut self, stream: Resource<Input>) -> Result<()> {
        self.table.delete(stream)?;
        Ok(())
    }
}

impl streams::HostOutputStream for State {
    fn blocking_write_and_flush(&mut self, _: Resource<Output>, bytes: Vec<u8>) -> Result<Result<(), StreamError>> {
        assert!(bytes.len() <= 4096, "a host may refuse more");
        self.written.extend(bytes);
        Ok(Ok(()))
    }

    fn drop(&mut self, stream: Resource<Output>) -> Result<()> {
        self.table.delete(stream)?;
        Ok(())
    }
}

impl types::Host for State {}

impl types::HostFields for State {
    fn from_list(&mut self, entries: Vec<(String, Vec<u8>)>) -> Result<Result<Resource<Headers>, HeaderError>> {
        Ok(Ok(self.table.push(Headers(entries))?))
    }

    fn drop(&mut self, headers: Resource<Headers>) -> Result<()> {
        self.table.delete(headers)?;
        Ok(())
    }
}

impl types::HostIncomingRequest for State {
    fn method(&mut self, _: Resource<Incoming>) -> Result<Method> {
        Ok(match self.method.as_str() {
            "GET" => Method::Get,
            "POST" => Method::Post,
            other => Method::Other(other.to_owned()),
        })
    }

    fn path_with_query(&mut self, _: Resource<Incoming>) -> Result<Option<String>> {
        Ok(Some(self.path.clone()))
    }

    fn consume(&mut self, _: Resource<Incoming>) -> Result<Result<Resource<IncomingBody>, ()>> {
        Ok(Ok(self.table.push(IncomingBody)?))
    }

    fn drop(&mut self, request: Resource<Incoming>) -> Result<()> {
        self.table.delete(request)?;
        Ok(())
    }
}

impl types::HostIncomingBody for State {
    fn stream(&mut self, _: Resource<IncomingBody>) -> Result<Result<Resource<Input>, ()>> {
        Ok(Ok(self.table.push(Input)?))
    }

    fn drop(&mut self, body: Resource<IncomingBody>) -> Result<()> {
        self.table.delete(body)?;
        Ok(())
    }
}

impl types::HostResponseOutparam for State {
    fn set(&mut self, param: Resource<Param>, response: Result<Resource<Response>, ErrorCode>) -> Result<()> {
        self.table.delete(param)?;
        let response = match response {
            Ok(response) => Ok(self.table.delete(response)?),
            Err(error) => Err(error),
        };
        self.response = Some(response);
        Ok(())
    }

    fn drop(&mut self, param: Resource<Param>) -> Result<()> {
        self.table.delete(param)?;
        Ok(())
    }
}

impl types::HostOutgoingResponse for State {
    fn new(&mut self, headers: Resource<Headers>) -> Result<Resource<Response>> {
        let Headers(headers) = self.table.delete(headers)?;
        Ok(self.table.push(Response { status: 200, headers })?)
    }

    fn set_status_code(&mut self, response: Resource<Response>, status: u16) -> Result<Result<(), ()>> {
        self.table.get_mut(&response)?.status = status;
        Ok(Ok(()))
    }

    fn body(&mut self, _: Resource<Response>) -> Result<Result<Resource<ResponseBody>, ()>> {
        Ok(Ok(self.table.push(ResponseBody)?))
    }

    fn drop(&mut self, response: Resource<Response>) -> Result<()> {
        self.table.delete(response)?;
        Ok(())
    }
}

impl types::HostOutgoingBody for State {
    fn write(&mut self, _: Resource<ResponseBody>) -> Result<Result<Resource<Output>, ()>> {
        Ok(Ok(self.table.push(Output)?))
    }

    fn finish(&mut self, body: Resource<ResponseBody>, _: Option<Resource<Headers>>) -> Result<Result<(), ErrorCode>> {
        self.table.delete(body)?;
        self.is_finished = true;
        Ok(Ok(()))
    }

    fn drop(&mut self, body: Resource<ResponseBody>) -> Result<()> {
        self.table.delete(body)?;
        Ok(())
    }
}
