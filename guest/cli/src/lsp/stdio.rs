//! The language server over standard input and output, as editors start it.

use std::time::{SystemTime, UNIX_EPOCH};

use lsp_server::Connection;

use super::{Server, Stage};
use crate::outcome::{Outcome, Status};
use crate::system::System;

/// Serves a client over standard input and output, until it asks for the end or closes them.
pub(crate) fn run(system: &mut dyn System) -> Outcome {
    let (connection, threads) = Connection::stdio();
    let status = serve(&connection, system, &now);
    drop(connection);
    match threads.join() {
        Ok(()) => Outcome { status, ..Outcome::default() },
        Err(error) => Outcome::failure(&format!("the client sent no message of the protocol: {error}")),
    }
}

/// Returns the time in Unix seconds.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// Serves a client, until it asks for the end or has gone. `now` returns the time in Unix seconds.
pub(crate) fn serve(connection: &Connection, system: &mut dyn System, now: &dyn Fn() -> i64) -> Status {
    let mut server = Server::new(system);
    while !server.has_ended() {
        server.receive(connection.receiver.try_iter());
        let has_read = server.read_next(now());
        for message in server.take_sent() {
            // Where the client has gone, there are no more messages from it.
            let _ = connection.sender.send(message);
        }
        if !has_read {
            match connection.receiver.recv() {
                Ok(message) => server.receive([message]),
                Err(_) => break,
            }
        }
    }
    // A client may also leave that only looked whether there is a server.
    if server.stage == Stage::Initialize { Status::Problems } else { Status::Success }
}
