//! The language server as a component, over the calls of its host.

use std::cell::RefCell;

use lsp_server::Message;
use lsp_types::MessageType;
use serde::Serialize;

use super::{IS_JSON, Server, messages};
use crate::system::{Entry, EntryKind, Opened, System, Unopened};

use bindings::k8s_backup::language_server::files;

#[expect(unsafe_code, reason = "what is generated moves values through memory")]
mod bindings {
    use super::LanguageServer;

    wit_bindgen::generate!({ path: "wit/language-server", world: "language-server" });

    export!(LanguageServer);
}

struct LanguageServer;

impl bindings::exports::k8s_backup::language_server::server::Guest for LanguageServer {
    fn handle(messages: Vec<String>, now: i64) -> Vec<String> {
        thread_local! {
            static SERVER: RefCell<Server<'static>> = RefCell::new(Server::new(Box::leak(Box::new(Files))));
        }
        SERVER.with_borrow_mut(|server| {
            for message in messages {
                match messages::read(&message) {
                    Ok(message) => server.receive([message]),
                    Err(error) => server.log(MessageType::ERROR, format!("a message cannot be read: {error}")),
                }
            }
            while !server.has_ended() && server.read_next(now) {}
            server.take_sent().iter().map(text_of).collect()
        })
    }
}

fn text_of(message: &Message) -> String {
    /// A message with the version of JSON-RPC.
    #[derive(Serialize)]
    struct Versioned<'m> {
        jsonrpc: &'static str,
        #[serde(flatten)]
        message: &'m Message,
    }
    serde_json::to_string(&Versioned { jsonrpc: "2.0", message }).expect(IS_JSON)
}

/// The files of the host.
struct Files;

impl System for Files {
    fn open(&mut self, path: &str) -> Result<Opened, Unopened> {
        let entry = |entry: files::Entry| Entry {
            name: entry.name,
            kind: match entry.kind {
                files::EntryKind::File => EntryKind::File,
                files::EntryKind::Folder => EntryKind::Folder,
            },
        };
        match files::open(path) {
            Some(files::Content::File(bytes)) => Ok(Opened::File(bytes)),
            Some(files::Content::Folder(entries)) => Ok(Opened::Folder(entries.into_iter().map(entry).collect())),
            None => Err(Unopened::missing("there is no such file or folder")),
        }
    }

    fn read(&mut self, path: &str, take: &mut dyn FnMut(&[u8]) -> bool) -> Result<(), Unopened> {
        match self.open(path)? {
            Opened::File(bytes) => {
                take(&bytes);
                Ok(())
            }
            Opened::Folder(_) => Err(Unopened::other("it is a folder")),
        }
    }

    fn print(&mut self, _: &str) -> Result<(), String> {
        Err("a language server has no output of its own".to_owned())
    }

    fn print_error(&mut self, _: &str) {}

    fn variable(&self, _: &str) -> Option<String> {
        None
    }

    fn working_directory(&self) -> Option<String> {
        None
    }
}
