//! The language server over standard input and output, as editors start it.

use std::io::{self, BufRead, Read};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use lsp_server::{Connection, Message, Notification};
use lsp_types::notification::{Exit, Notification as _};

use super::{Server, Stage, messages};
use crate::outcome::{Outcome, Status};
use crate::system::System;

/// Maximum length of a message, in bytes.
const MAX_MESSAGE_BYTES: u64 = 1 << 30;

/// Serves a client over standard input and output, until it asks for the end or closes them.
pub(crate) fn run(system: &mut dyn System) -> Outcome {
    let (server, client) = Connection::memory();
    let Connection { sender, receiver } = client;
    let reader = thread::spawn(move || -> Result<(), String> {
        let mut input = io::stdin().lock();
        while let Some(message) = read(&mut input)? {
            let is_last =
                matches!(&message, Message::Notification(Notification { method, .. }) if method == Exit::METHOD);
            if sender.send(message).is_err() || is_last {
                break;
            }
        }
        Ok(())
    });
    let writer = thread::spawn(move || {
        let mut output = io::stdout().lock();
        // Where the client has gone, there is nobody to write to.
        let _ = receiver.iter().try_for_each(|message| message.write(&mut output));
    });
    let status = serve(&server, system, &now);
    drop(server);
    writer.join().expect("it does not panic");
    match reader.join().expect("it does not panic") {
        Ok(()) => Outcome { status, ..Outcome::default() },
        Err(reason) => Outcome::failure(&format!("the client sent no message of the protocol: {reason}")),
    }
}

/// Returns the next message; `None` at the end of the input.
fn read(input: &mut dyn BufRead) -> Result<Option<Message>, String> {
    const LENGTH: &str = "content-length";
    let mut length = None;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).map_err(|error| error.to_string())? == 0 {
            return Ok(None);
        }
        let header = line.trim_end_matches(['\r', '\n']);
        if header.is_empty() {
            break;
        }
        let (name, value) = header.split_once(':').ok_or_else(|| format!("{header:?} is not a header"))?;
        if name.eq_ignore_ascii_case(LENGTH) {
            length = Some(value.trim().parse::<u64>().map_err(|error| format!("{LENGTH}: {error}"))?);
        }
    }
    let length = length.ok_or_else(|| format!("a message has no {LENGTH}"))?;
    if length > MAX_MESSAGE_BYTES {
        return Err(format!("a message has {length} bytes, more than {MAX_MESSAGE_BYTES}"));
    }
    let mut text = String::new();
    input.take(length).read_to_string(&mut text).map_err(|error| error.to_string())?;
    messages::read(&text).map(Some).map_err(|error| error.to_string())
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
