//! The handler of `wasi:http` 0.2, for hosts that do not have 0.3. It needs an instance for each request.

use k8s_backup_target_admission::{Answer, MAX_BODY_BYTES, Route};

use bindings::wasi::cli::environment;
use bindings::wasi::http::types::{
    Fields, IncomingBody, IncomingRequest, Method, OutgoingBody, OutgoingResponse, ResponseOutparam,
};
use bindings::wasi::io::streams::StreamError;

#[expect(unsafe_code, reason = "generated code passes values through memory")]
mod bindings {
    use super::Server;

    wit_bindgen::generate!({ path: "wit/0.2", world: "server", generate_all });

    export!(Server);
}

struct Server;

/// Maximum number of bytes that are read in one call.
const MAX_READ_BYTES: u64 = 1 << 20;

/// Maximum number of bytes that `blocking-write-and-flush` accepts.
const MAX_WRITE_BYTES: usize = 4096;

impl bindings::exports::wasi::http::incoming_handler::Guest for Server {
    fn handle(request: IncomingRequest, response: ResponseOutparam) {
        let body = request.consume().expect("the body was not consumed before");
        let (method, path) = (request.method(), request.path_with_query().unwrap_or_default());
        let route = Route { method: name(&method), path: &path };
        let answer = match read(&body) {
            Some(body) => crate::answer(route, &body, environment::get_environment),
            None => Answer::interrupted(),
        };
        send(response, &answer);
    }
}

fn name(method: &Method) -> &str {
    match method {
        Method::Get => "GET",
        Method::Head => "HEAD",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Delete => "DELETE",
        Method::Connect => "CONNECT",
        Method::Options => "OPTIONS",
        Method::Trace => "TRACE",
        Method::Patch => "PATCH",
        Method::Other(name) => name,
    }
}

/// Reads a body up to the limit, and one byte more if it is longer. `None` if it ends before its end.
fn read(body: &IncomingBody) -> Option<Vec<u8>> {
    let stream = body.stream().expect("the stream was not taken before");
    let mut bytes = Vec::new();
    while bytes.len() <= MAX_BODY_BYTES {
        let left = (MAX_BODY_BYTES + 1 - bytes.len()) as u64;
        match stream.blocking_read(left.min(MAX_READ_BYTES)) {
            Ok(more) => bytes.extend(more),
            Err(StreamError::Closed) => break,
            Err(StreamError::LastOperationFailed(_)) => return None,
        }
    }
    Some(bytes)
}

fn send(param: ResponseOutparam, answer: &Answer) {
    let response =
        OutgoingResponse::new(Fields::from_list(&crate::headers(answer)).expect("the names and values are valid"));
    response.set_status_code(answer.status).expect("the status is valid");
    let body = response.body().expect("the body was not taken before");
    ResponseOutparam::set(param, Ok(response));
    let stream = body.write().expect("the stream was not taken before");
    for part in answer.body.as_bytes().chunks(MAX_WRITE_BYTES) {
        if stream.blocking_write_and_flush(part).is_err() {
            // The client has gone.
            return;
        }
    }
    drop(stream);
    // The same.
    let _ = OutgoingBody::finish(body, None);
}
