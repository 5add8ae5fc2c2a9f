//! The language server (`lsp`): diagnostics, fixes, completion and more, while a file is written.
//!
//! It follows version 3.17 of the Language Server Protocol, over standard input and output. It decides nothing about
//! specs: the core does. A file is its own if the core knows what it contains; others get no answers.

mod actions;
mod client;
mod completion;
mod cursor;
mod diagnostics;
pub(crate) mod documents;
mod hints;
mod hover;
mod schemas;
mod symbols;
mod text;

use std::collections::VecDeque;
use std::time::{SystemTime, UNIX_EPOCH};

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{
    Cancel, DidChangeConfiguration, DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument,
    DidOpenTextDocument, DidSaveTextDocument, Exit, LogMessage, Notification as _, ShowMessage,
};
use lsp_types::request::{
    CodeActionRequest, Completion, DocumentSymbolRequest, HoverRequest, InlayHintRefreshRequest, InlayHintRequest,
    RegisterCapability, Request as _, Shutdown,
};
use lsp_types::{
    CancelParams, CodeActionKind, CodeActionOptions, CompletionOptions, DidChangeWatchedFilesRegistrationOptions,
    FileSystemWatcher, GlobPattern, InitializeParams, InitializeResult, LogMessageParams, MessageType, NumberOrString,
    OneOf, Registration, RegistrationParams, ServerCapabilities, ServerInfo, ShowMessageParams, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::outcome::{Outcome, Status};
use crate::system::System;
use client::Client;
use documents::Documents;

/// The name in diagnostics, and of the server.
const NAME: &str = "k8s-backup-target";

/// Serves a client over standard input and output, until it asks for the end or closes them.
pub(crate) fn run(system: &mut dyn System) -> Outcome {
    let (connection, threads) = Connection::stdio();
    let served = serve(&connection, system, &now);
    drop(connection);
    let transmitted = threads.join().map_err(|error| format!("the client sent no message of the protocol: {error}"));
    match served.and_then(|status| transmitted.map(|()| status)) {
        Ok(status) => Outcome { status, ..Outcome::default() },
        Err(reason) => Outcome::failure(&reason),
    }
}

/// Returns the time in Unix seconds.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// Serves a client, until it asks for the end. `now` returns the time in Unix seconds.
///
/// # Errors
///
/// The client does not begin as the protocol says.
pub(crate) fn serve(connection: &Connection, system: &mut dyn System, now: &dyn Fn() -> i64) -> Result<Status, String> {
    let (id, params) = match connection.initialize_start() {
        Ok(started) => started,
        // Closed before the first request, which is how a client probes whether the server is there.
        Err(error) if error.channel_is_disconnected() => return Ok(Status::Success),
        Err(error) => return Err(error.to_string()),
    };
    let params: InitializeParams = match serde_json::from_value(params) {
        Ok(params) => params,
        Err(error) => {
            let refused = Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string());
            let _ = connection.sender.send(refused.into());
            return Err(format!("the client's `initialize` cannot be read: {error}"));
        }
    };
    let client = Client::of(&params);
    let result = InitializeResult {
        capabilities: capabilities(&client),
        server_info: Some(ServerInfo { name: NAME.to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) }),
    };
    let result = serde_json::to_value(result).expect("the types of the protocol are JSON");
    connection.initialize_finish(id, result).map_err(|error| error.to_string())?;
    let mut server = Server {
        connection,
        system,
        now,
        documents: Documents::default(),
        queue: VecDeque::new(),
        requests: 0,
        complaint: String::new(),
        is_shut_down: false,
        client,
    };
    server.start(params.initialization_options.unwrap_or_default());
    Ok(server.serve())
}

fn capabilities(client: &Client) -> ServerCapabilities {
    let actions = [CodeActionKind::QUICKFIX, actions::FIX_ALL];
    ServerCapabilities {
        position_encoding: Some(client.encoding.kind()),
        text_document_sync: Some(
            TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                save: Some(TextDocumentSyncSaveOptions::Supported(true)),
                ..TextDocumentSyncOptions::default()
            }
            .into(),
        ),
        code_action_provider: Some(
            CodeActionOptions { code_action_kinds: Some(actions.to_vec()), ..CodeActionOptions::default() }.into(),
        ),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some([" ", "-", "[", "\""].map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(true.into()),
        document_symbol_provider: Some(OneOf::Left(true)),
        inlay_hint_provider: Some(OneOf::Left(true)),
        ..ServerCapabilities::default()
    }
}

struct Server<'s> {
    connection: &'s Connection,
    system: &'s mut dyn System,
    now: &'s dyn Fn() -> i64,
    client: Client,
    documents: Documents,
    /// Messages that have arrived, and were not read yet.
    queue: VecDeque<Message>,
    /// Number of requests to the client.
    requests: i32,
    /// What the user was told last about the settings. It is not repeated.
    complaint: String,
    is_shut_down: bool,
}

/// An error of the protocol.
type Refused = (ErrorCode, String);

impl Server<'_> {
    fn start(&mut self, options: Value) {
        self.configure(options);
        if self.client.registers_watchers {
            let glob = format!("**/{}", k8s_backup_target::settings::CONFIGURATION_FILE);
            let watcher = FileSystemWatcher { glob_pattern: GlobPattern::String(glob), kind: None };
            let options = DidChangeWatchedFilesRegistrationOptions { watchers: vec![watcher] };
            let registration = Registration {
                id: "configuration".to_owned(),
                method: DidChangeWatchedFiles::METHOD.to_owned(),
                register_options: Some(serde_json::to_value(options).expect("the types of the protocol are JSON")),
            };
            self.request::<RegisterCapability>(RegistrationParams { registrations: vec![registration] });
        }
    }

    fn serve(&mut self) -> Status {
        loop {
            // All that has arrived: a request can be cancelled before it is answered, and several changes of a text need
            // one check.
            self.queue.extend(self.connection.receiver.try_iter());
            let message = match self.queue.pop_front() {
                Some(message) => message,
                None => {
                    self.publish();
                    match self.connection.receiver.recv() {
                        Ok(message) => message,
                        Err(_) => break,
                    }
                }
            };
            match message {
                Message::Request(request) => self.answer(request),
                Message::Notification(notification) if notification.method == Exit::METHOD => break,
                Message::Notification(notification) => self.notice(notification),
                // Only to requests whose answer changes nothing.
                Message::Response(_) => {}
            }
        }
        if self.is_shut_down { Status::Success } else { Status::Problems }
    }

    fn answer(&mut self, request: Request) {
        let Request { id, method, params } = request;
        let answered = match method.as_str() {
            _ if self.is_cancelled(&id) => Err((ErrorCode::RequestCanceled, "the request was cancelled".to_owned())),
            _ if self.is_shut_down => Err((ErrorCode::InvalidRequest, "the server was asked to shut down".to_owned())),
            Shutdown::METHOD => {
                self.is_shut_down = true;
                Ok(Value::Null)
            }
            HoverRequest::METHOD => answered(params, |params| self.hover(&params)),
            Completion::METHOD => answered(params, |params| self.complete(&params)),
            CodeActionRequest::METHOD => answered(params, |params| self.actions(&params)),
            InlayHintRequest::METHOD => answered(params, |params| self.hints(&params)),
            DocumentSymbolRequest::METHOD => answered(params, |params| self.symbols(&params)),
            _ => Err((ErrorCode::MethodNotFound, format!("there is no method `{method}`"))),
        };
        self.send(match answered {
            Ok(value) => Response::new_ok(id, value),
            Err((code, message)) => Response::new_err(id, code as i32, message),
        });
    }

    /// Returns whether a message that has arrived cancels a request.
    fn is_cancelled(&self, id: &RequestId) -> bool {
        self.queue.iter().any(|message| {
            let Message::Notification(notification) = message else { return false };
            notification.method == Cancel::METHOD
                && serde_json::from_value::<CancelParams>(notification.params.clone()).is_ok_and(|params| {
                    *id == match params.id {
                        NumberOrString::Number(number) => number.into(),
                        NumberOrString::String(text) => text.into(),
                    }
                })
        })
    }

    fn notice(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        let read = match method.as_str() {
            DidOpenTextDocument::METHOD => read(params).map(|params| self.documents.open(params)),
            DidChangeTextDocument::METHOD => {
                read(params).map(|params| self.documents.change(params, self.client.encoding))
            }
            DidCloseTextDocument::METHOD => read(params).map(|params| self.close(params)),
            DidChangeConfiguration::METHOD => {
                read(params).map(|params: lsp_types::DidChangeConfigurationParams| self.configure(params.settings))
            }
            DidChangeWatchedFiles::METHOD => {
                read(params).map(|_: lsp_types::DidChangeWatchedFilesParams| self.read_settings())
            }
            DidSaveTextDocument::METHOD => read(params).map(|params| self.saved(&params)),
            _ => Ok(()),
        };
        if let Err((_, reason)) = read {
            self.log(MessageType::ERROR, format!("`{method}` is ignored: {reason}"));
        }
    }

    /// Sends the diagnostics of texts that have changed.
    fn publish(&mut self) {
        let complaint = self.documents.check(self.system);
        if let Some(complaint) = complaint.filter(|complaint| *complaint != self.complaint) {
            self.show(MessageType::ERROR, complaint.clone());
            self.complaint = complaint;
        }
        for params in self.documents.unpublished(&self.client) {
            self.notify::<lsp_types::notification::PublishDiagnostics>(params);
        }
    }

    fn close(&mut self, params: lsp_types::DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        if self.documents.close(&uri) {
            let params = lsp_types::PublishDiagnosticsParams { uri, diagnostics: Vec::new(), version: None };
            self.notify::<lsp_types::notification::PublishDiagnostics>(params);
        }
    }

    fn saved(&mut self, params: &lsp_types::DidSaveTextDocumentParams) {
        if documents::is_configuration(&params.text_document.uri) {
            self.read_settings();
        }
    }

    /// Takes the client's settings.
    fn configure(&mut self, options: Value) {
        let (options, complaint) = client::Options::read(options);
        if let Some(complaint) = complaint {
            self.show(MessageType::WARNING, complaint);
        }
        self.client.options = options;
        self.read_settings();
    }

    /// Reads the settings and the files that they name, and checks all texts again.
    fn read_settings(&mut self) {
        self.complaint.clear();
        if let Some(complaint) = self.documents.configure(&self.client.options, self.system) {
            self.show(MessageType::ERROR, complaint);
        }
        if self.client.refreshes_hints {
            self.request::<InlayHintRefreshRequest>(());
        }
    }

    fn show(&self, typ: MessageType, message: String) {
        self.notify::<ShowMessage>(ShowMessageParams { typ, message });
    }

    fn log(&self, typ: MessageType, message: String) {
        self.notify::<LogMessage>(LogMessageParams { typ, message });
    }

    fn notify<N: lsp_types::notification::Notification>(&self, params: N::Params) {
        self.send(Notification::new(N::METHOD.to_owned(), params));
    }

    fn request<R: lsp_types::request::Request>(&mut self, params: R::Params) {
        self.requests += 1;
        self.send(Request::new(self.requests.into(), R::METHOD.to_owned(), params));
    }

    fn send(&self, message: impl Into<Message>) {
        // Where the client has gone, the next message is the last one.
        let _ = self.connection.sender.send(message.into());
    }
}

/// Answers a request with these parameters.
fn answered<P: DeserializeOwned, A: Serialize>(params: Value, answer: impl FnOnce(P) -> A) -> Result<Value, Refused> {
    let params = read(params)?;
    Ok(serde_json::to_value(answer(params)).expect("the types of the protocol are JSON"))
}

fn read<P: DeserializeOwned>(params: Value) -> Result<P, Refused> {
    serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))
}
