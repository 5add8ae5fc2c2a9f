//! The command: `check`, and the flows of the interface on files.
//!
//! It decides nothing about specs: the core does. This crate turns arguments and files into the core's input, and the
//! core's answers into text. [`run`] is the whole command over a [`System`]. `main.rs` implements it for the native
//! command, `wasi.rs` for the component. The language server (`lsp.rs`) is a part of the native command, and a component of
//! its own for editors without processes (the feature `language-server`).

#![cfg_attr(not(target_arch = "wasm32"), forbid(unsafe_code))]
#![deny(unsafe_code)]

mod arguments;
mod commands;
mod formats;
mod input;
#[cfg(any(not(target_arch = "wasm32"), feature = "language-server"))]
mod lsp;
mod outcome;
mod paths;
mod report;
mod settings;
mod system;
#[cfg(all(target_arch = "wasm32", not(feature = "language-server")))]
mod wasi;

use clap::Parser;

use outcome::Outcome;
pub use outcome::Status;
pub use system::{Entry, EntryKind, MAX_FILE_BYTES, Opened, STANDARD_INPUT, System, Unopened};

/// Runs the command with its arguments, the first of which is the name of the program.
pub fn run(arguments: &[String], system: &mut dyn System) -> Status {
    let outcome = match arguments::Arguments::try_parse_from(arguments) {
        Ok(arguments) => commands::run(arguments, system),
        Err(error) if error.use_stderr() => {
            // The error quotes arguments.
            let visible: Vec<String> = arguments.iter().map(|argument| formats::visible(argument)).collect();
            let error = arguments::Arguments::try_parse_from(visible).err().unwrap_or(error);
            Outcome { stderr: error.render().to_string(), status: Status::Failure, ..Outcome::default() }
        }
        Err(asked_for) => Outcome::success(asked_for.render().to_string().trim_end().to_owned() + "\n"),
    };
    let Outcome { stdout, mut stderr, mut status, .. } = outcome;
    if let Err(reason) = system.print(&stdout) {
        stderr += &format!("error: cannot write to standard output: {reason}\n");
        status = Status::Failure;
    }
    system.print_error(&stderr);
    status
}

#[cfg(test)]
mod tests;
