//! The language server (`lsp`): diagnostics, fixes, completion and more, while a file is written.
//!
//! It follows version 3.17 of the Language Server Protocol. It decides nothing about specs: the core does. A file is its
//! own if the core knows what it contains; others get no answers. [`Server`] has no streams: `stdio.rs` gives it those of
//! the native command, and `component.rs` the calls of a host.

mod actions;
mod client;
mod commands;
mod completion;
#[cfg(target_arch = "wasm32")]
mod component;
mod cursor;
mod diagnostics;
mod documents;
mod files;
mod hints;
mod hover;
mod messages;
mod schemas;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod stdio;
mod symbols;
mod text;
mod uris;

use std::collections::{BTreeSet, VecDeque};

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{
    Cancel, DidChangeConfiguration, DidChangeTextDocument, DidChangeWatchedFiles, DidChangeWorkspaceFolders,
    DidCloseTextDocument, DidOpenTextDocument, DidSaveTextDocument, Exit, Initialized, LogMessage, Notification as _,
    ShowMessage,
};
use lsp_types::request::{
    CodeActionRequest, Completion, DocumentSymbolRequest, ExecuteCommand, HoverRequest, Initialize,
    InlayHintRefreshRequest, InlayHintRequest, RegisterCapability, Request as _, Shutdown,
};
use lsp_types::{
    CancelParams, CodeActionKind, CodeActionOptions, CompletionOptions, DidChangeWatchedFilesRegistrationOptions,
    ExecuteCommandOptions, FileSystemWatcher, GlobPattern, InitializeParams, InitializeResult, LogMessageParams,
    MessageType, NumberOrString, OneOf, Registration, RegistrationParams, ServerCapabilities, ServerInfo,
    ShowMessageParams, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::system::System;
use client::Client;
use documents::Documents;
use files::EditorFiles;

/// The name in diagnostics, and of the server.
const NAME: &str = "k8s-backup-target";

const IS_JSON: &str = "the types of the protocol are JSON";

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
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: commands::ALL.map(str::to_owned).to_vec(),
            ..ExecuteCommandOptions::default()
        }),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            ..WorkspaceServerCapabilities::default()
        }),
        ..ServerCapabilities::default()
    }
}

/// What the client has asked for last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Nothing,
    Initialize,
    ShutDown,
}

/// A server for one client. It takes the messages of the client, and has those to the client.
pub(crate) struct Server<'s> {
    files: EditorFiles<'s>,
    stage: Stage,
    has_ended: bool,
    /// When the last message was read, in Unix seconds.
    now: i64,
    client: Client,
    documents: Documents,
    /// Messages that have arrived, and were not read yet.
    queue: VecDeque<Message>,
    sent: Vec<Message>,
    /// Number of requests to the client.
    requests: i32,
    /// The paths of the files that were checked with the workspace.
    checked_files: BTreeSet<String>,
    /// What the user was told last about the settings. It is not repeated.
    complaint: String,
}

/// An error of the protocol.
type Refused = (ErrorCode, String);

impl<'s> Server<'s> {
    pub(crate) fn new(system: &'s mut dyn System) -> Self {
        Server {
            files: EditorFiles::new(system),
            stage: Stage::Nothing,
            has_ended: false,
            now: 0,
            client: Client::default(),
            documents: Documents::default(),
            queue: VecDeque::new(),
            sent: Vec::new(),
            requests: 0,
            checked_files: BTreeSet::new(),
            complaint: String::new(),
        }
    }

    /// Adds messages that have arrived. All should be added before one is read: a request can be cancelled before it is
    /// answered, and several changes of a text need one check.
    pub(crate) fn receive(&mut self, messages: impl IntoIterator<Item = Message>) {
        self.queue.extend(messages);
    }

    /// Reads the next message, at a time in Unix seconds, and returns whether there was one. If not, the texts that have
    /// changed are checked.
    pub(crate) fn read_next(&mut self, now: i64) -> bool {
        self.now = now;
        match self.queue.pop_front() {
            Some(Message::Request(request)) => self.answer(request),
            Some(Message::Notification(notification)) if notification.method == Exit::METHOD => self.has_ended = true,
            Some(Message::Notification(notification)) if self.stage != Stage::Nothing => self.notice(notification),
            Some(Message::Notification(_)) => {}
            // Only to requests whose answer changes nothing.
            Some(Message::Response(_)) => {}
            None => {
                if self.stage != Stage::Nothing {
                    self.publish();
                }
                return false;
            }
        }
        true
    }

    /// Returns the messages to the client since the last call.
    pub(crate) fn take_sent(&mut self) -> Vec<Message> {
        std::mem::take(&mut self.sent)
    }

    /// Whether the client has ended it. It then reads no more messages.
    pub(crate) fn has_ended(&self) -> bool {
        self.has_ended
    }

    fn initialize(&mut self, params: InitializeParams) -> InitializeResult {
        self.stage = Stage::Initialize;
        self.client = Client::of(&params);
        self.configure(params.initialization_options.unwrap_or_default());
        InitializeResult {
            capabilities: capabilities(&self.client),
            server_info: Some(ServerInfo {
                name: NAME.to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        }
    }

    /// Asks the client to say when configurations change.
    fn watch(&mut self) {
        if !self.client.registers_watchers {
            return;
        }
        let glob = format!("**/{}", k8s_backup_target::settings::CONFIGURATION_FILE);
        let watcher = FileSystemWatcher { glob_pattern: GlobPattern::String(glob), kind: None };
        let options = DidChangeWatchedFilesRegistrationOptions { watchers: vec![watcher] };
        let registration = Registration {
            id: "configuration".to_owned(),
            method: DidChangeWatchedFiles::METHOD.to_owned(),
            register_options: Some(serde_json::to_value(options).expect(IS_JSON)),
        };
        self.request::<RegisterCapability>(RegistrationParams { registrations: vec![registration] });
    }

    fn answer(&mut self, request: Request) {
        let Request { id, method, params } = request;
        let answered = match method.as_str() {
            _ if self.is_cancelled(&id) => Err((ErrorCode::RequestCanceled, "the request was cancelled".to_owned())),
            _ if self.stage == Stage::ShutDown => {
                Err((ErrorCode::InvalidRequest, "the server was asked to shut down".to_owned()))
            }
            Initialize::METHOD if self.stage == Stage::Nothing => answered(params, |params| self.initialize(params)),
            _ if self.stage == Stage::Nothing => {
                Err((ErrorCode::ServerNotInitialized, format!("`{}` is the first request", Initialize::METHOD)))
            }
            Initialize::METHOD => Err((ErrorCode::InvalidRequest, "the server is initialized already".to_owned())),
            Shutdown::METHOD => {
                self.stage = Stage::ShutDown;
                Ok(Value::Null)
            }
            HoverRequest::METHOD => answered(params, |params| self.hover(&params)),
            Completion::METHOD => answered(params, |params| self.complete(&params)),
            CodeActionRequest::METHOD => answered(params, |params| self.actions(&params)),
            InlayHintRequest::METHOD => answered(params, |params| self.hints(&params)),
            ExecuteCommand::METHOD => read(params).and_then(|params| self.execute(params)),
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
            Initialized::METHOD => {
                self.watch();
                Ok(())
            }
            DidOpenTextDocument::METHOD => read(params).map(|params| self.open(params)),
            DidChangeTextDocument::METHOD => {
                read(params).map(|params| self.documents.change(params, self.client.encoding))
            }
            DidCloseTextDocument::METHOD => read(params).map(|params| self.close(params)),
            DidChangeConfiguration::METHOD => read(params).map(|params: lsp_types::DidChangeConfigurationParams| {
                self.configure(params.settings);
                self.refresh_hints();
            }),
            DidChangeWatchedFiles::METHOD => {
                read(params).map(|_: lsp_types::DidChangeWatchedFilesParams| self.read_settings_again())
            }
            DidChangeWorkspaceFolders::METHOD => read(params).map(|params| self.change_folders(params)),
            DidSaveTextDocument::METHOD => read(params).map(|params| self.saved(&params)),
            _ => Ok(()),
        };
        if let Err((_, reason)) = read {
            self.log(MessageType::ERROR, format!("`{method}` is ignored: {reason}"));
        }
    }

    /// Sends the diagnostics of texts that have changed.
    fn publish(&mut self) {
        let complaint = self.documents.check(&mut self.files);
        if let Some(complaint) = complaint.filter(|complaint| *complaint != self.complaint) {
            self.show(MessageType::ERROR, complaint.clone());
            self.complaint = complaint;
        }
        for params in self.documents.unpublished(&self.client) {
            self.notify::<lsp_types::notification::PublishDiagnostics>(params);
        }
    }

    fn open(&mut self, params: lsp_types::DidOpenTextDocumentParams) {
        let path = uris::path_of(&params.text_document.uri);
        self.documents.open(params, path.is_some_and(|path| self.checked_files.contains(&path)));
    }

    fn close(&mut self, params: lsp_types::DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        let has_diagnostics = self.documents.close(&uri);
        if !self.check_closed(&uri) && has_diagnostics {
            let params = lsp_types::PublishDiagnosticsParams { uri, diagnostics: Vec::new(), version: None };
            self.notify::<lsp_types::notification::PublishDiagnostics>(params);
        }
    }

    fn saved(&mut self, params: &lsp_types::DidSaveTextDocumentParams) {
        if uris::is_configuration(&params.text_document.uri) {
            self.read_settings_again();
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
        if let Some(complaint) = self.documents.configure(&self.client.options, &mut self.files) {
            self.show(MessageType::ERROR, complaint);
        }
        let warnings = self.documents.settings().option_warnings();
        if !warnings.is_empty() {
            self.show(MessageType::WARNING, warnings);
        }
    }

    fn read_settings_again(&mut self) {
        self.read_settings();
        self.refresh_hints();
    }

    fn refresh_hints(&mut self) {
        if self.client.refreshes_hints {
            self.request::<InlayHintRefreshRequest>(());
        }
    }

    fn show(&mut self, typ: MessageType, message: impl Into<String>) {
        let message = message.into().trim_end().to_owned();
        self.notify::<ShowMessage>(ShowMessageParams { typ, message });
    }

    fn log(&mut self, typ: MessageType, message: String) {
        self.notify::<LogMessage>(LogMessageParams { typ, message });
    }

    fn notify<N: lsp_types::notification::Notification>(&mut self, params: N::Params) {
        self.send(Notification::new(N::METHOD.to_owned(), params));
    }

    fn request<R: lsp_types::request::Request>(&mut self, params: R::Params) {
        self.requests += 1;
        self.send(Request::new(self.requests.into(), R::METHOD.to_owned(), params));
    }

    fn send(&mut self, message: impl Into<Message>) {
        self.sent.push(message.into());
    }
}

/// Answers a request with these parameters.
fn answered<P: DeserializeOwned, A: Serialize>(params: Value, answer: impl FnOnce(P) -> A) -> Result<Value, Refused> {
    let params = read(params)?;
    Ok(serde_json::to_value(answer(params)).expect(IS_JSON))
}

fn read<P: DeserializeOwned>(mut params: Value) -> Result<P, Refused> {
    uris::encode(&mut params);
    serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))
}
