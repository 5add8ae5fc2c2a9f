//! The handler of `wasi:http` 0.3. A host can keep an instance for several requests, also at the same time.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use k8s_backup_target_admission::{Answer, MAX_BODY_BYTES, Route};

use bindings::wasi::cli::environment;
use bindings::wasi::http::types::{ErrorCode, Fields, Method, Request, Response};
use bindings::{wit_future, wit_stream};
use wit_bindgen::StreamResult;

#[expect(unsafe_code, reason = "generated code passes values through memory")]
mod bindings {
    use super::Server;

    wit_bindgen::generate!({ path: "wit/0.3", world: "server", generate_all });

    export!(Server);
}

struct Server;

/// Maximum number of bytes that are read at once.
const MAX_READ_BYTES: usize = 1 << 18;

impl bindings::exports::wasi::http::handler::Guest for Server {
    async fn handle(request: Request) -> Result<Response, ErrorCode> {
        let (method, path) = (request.get_method(), request.get_path_with_query().unwrap_or_default());
        let answer = match read(request).await {
            Ok(body) => {
                let route = Route { method: name(&method), path: &path };
                crate::answer(route, &body, environment::get_environment)
            }
            Err(_) => Answer::interrupted(),
        };
        Ok(send(answer))
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

/// Reads a body up to the limit, and one byte more if it is longer.
async fn read(request: Request) -> Result<Vec<u8>, ErrorCode> {
    let (handled, is_handled) = wit_future::new(|| Ok(()));
    drop(handled);
    let (mut stream, end) = Request::consume_body(request, is_handled);
    let mut bytes = Vec::new();
    while bytes.len() <= MAX_BODY_BYTES {
        let left = MAX_BODY_BYTES + 1 - bytes.len();
        let (result, read) = stream.read(Vec::with_capacity(left.min(MAX_READ_BYTES))).await;
        bytes.extend(read);
        if !matches!(result, StreamResult::Complete(_)) {
            drop(stream);
            // An error if the client has sent less than it has announced.
            end.await?;
            break;
        }
    }
    Ok(bytes)
}

fn send(answer: Answer) -> Response {
    let headers = Fields::from_list(&crate::headers(&answer)).expect("the names and values are valid");
    let (mut body, contents) = wit_stream::new();
    let (no_trailers, trailers) = wit_future::new(|| Ok(None));
    drop(no_trailers);
    let (response, _) = Response::new(headers, Some(contents), trailers);
    response.set_status_code(answer.status).expect("the status is valid");
    in_background(async move {
        // If some is left, the client has gone.
        let _ = body.write_all(answer.body.into_bytes()).await;
    });
    response
}

type Work = Pin<Box<dyn Future<Output = ()>>>;

thread_local! {
    /// What goes on after its request was answered.
    static BACKGROUND: RefCell<BTreeMap<u64, Work>> = const { RefCell::new(BTreeMap::new()) };
}

/// Runs a future until it waits for the host, and then whenever the host wakes it.
///
/// wit-bindgen has this as `spawn_local`, which needs nine more crates.
fn in_background(future: impl Future<Output = ()> + 'static) {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let id = NEXT.fetch_add(1, Ordering::Relaxed);
    BACKGROUND.with_borrow_mut(|background| background.insert(id, Box::pin(future)));
    Arc::new(InBackground(id)).wake();
}

/// The number of a future in the background.
struct InBackground(u64);

impl Wake for InBackground {
    fn wake(self: Arc<Self>) {
        let id = self.0;
        let Some(mut future) = BACKGROUND.with_borrow_mut(|background| background.remove(&id)) else { return };
        if future.as_mut().poll(&mut Context::from_waker(&Waker::from(self))) == Poll::Pending {
            BACKGROUND.with_borrow_mut(|background| background.insert(id, future));
        }
    }
}
