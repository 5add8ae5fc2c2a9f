//! The commands, a file for each, and what several of them share.

pub(crate) mod check;
mod contents;
mod convert;
mod coverage;
mod describe;
mod inventory;
mod located;
mod lookup;
mod merge;
mod plan;
mod publish;
mod rules;
mod schema;
pub(crate) mod select;
mod server;
mod targets;
mod time;

use crate::arguments::{Arguments, Command};
use crate::outcome::Outcome;
use crate::system::System;

/// A result whose error is the outcome of a command that cannot continue.
pub(crate) type Ended<T> = Result<T, Outcome>;

pub(crate) use rules::unknown as unknown_rule;

pub(crate) fn run(arguments: Arguments, system: &mut dyn System) -> Outcome {
    let ended = match arguments.command {
        Command::Check(arguments) => check::run(&arguments, system),
        Command::Lookup(arguments) => lookup::run(&arguments, system),
        Command::Publish(arguments) => publish::run(arguments, system),
        Command::Merge(arguments) => merge::run(arguments, system),
        Command::Plan(arguments) => plan::run(arguments, system),
        Command::Convert(arguments) => convert::run(arguments, system),
        Command::Select(arguments) => select::run(&arguments, system),
        Command::Coverage(arguments) => coverage::run(&arguments, system),
        Command::Rules(arguments) => rules::run(&arguments),
        Command::Describe(arguments) => describe::run(arguments, system),
        Command::Schema(arguments) => schema::run(&arguments, system),
        #[cfg(not(target_arch = "wasm32"))]
        Command::Lsp => Ok(crate::lsp::stdio::run(system)),
        #[cfg(target_arch = "wasm32")]
        Command::Lsp => Err(Outcome::failure("`lsp` is only in the native command: a component has no threads")),
    };
    ended.unwrap_or_else(|outcome| outcome)
}
