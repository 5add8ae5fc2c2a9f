//! Errors of the host. Problems of the input are diagnostics in the result of a call.

use std::path::PathBuf;
use std::{fmt, io};

use wasmtime::Trap;

/// The reason why a call has no result.
#[derive(Debug)]
pub enum Error {
    /// The bytes are not a component, or not the expected one.
    Component(wasmtime::Error),
    /// The folder for compiled components cannot be used.
    Cache {
        /// The folder, or the file in it.
        path: PathBuf,
        /// The reason.
        cause: io::Error,
    },
    /// The call exceeded a limit.
    Limit(Limit),
    /// The call trapped: a bug of the component.
    Trap(wasmtime::Error),
    /// An earlier call failed, and its instance was discarded with all resources in it.
    Lost,
}

/// A limit that a call can exceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// [`crate::Limits::memory_bytes`].
    Memory,
    /// [`crate::Limits::fuel`].
    Fuel,
    /// [`crate::Limits::stack_bytes`].
    Stack,
    /// [`crate::Limits::answer_bytes`].
    Answer,
    /// The number of functions that it may call indirectly. The evaluator does not exceed it.
    Table,
}

impl Error {
    /// Converts the error of a call.
    pub(crate) fn from_call(error: wasmtime::Error) -> Self {
        let limit = error.downcast_ref::<Limit>().copied().or_else(|| match error.downcast_ref::<Trap>()? {
            Trap::OutOfFuel => Some(Limit::Fuel),
            Trap::StackOverflow => Some(Limit::Stack),
            _ => None,
        });
        // wasmtime has no public type for this error.
        let is_too_much = || error.root_cause().to_string().starts_with("too much data is being copied");
        let limit = limit.or_else(|| is_too_much().then_some(Limit::Answer));
        limit.map_or(Error::Trap(error), Error::Limit)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Component(cause) => write!(f, "the component cannot be used: {cause}"),
            Error::Cache { path, cause } => {
                write!(f, "`{}` cannot hold compiled components: {cause}", path.display())
            }
            Error::Limit(limit) => limit.fmt(f),
            Error::Trap(cause) => write!(f, "the component trapped (a bug): {cause}"),
            Error::Lost => {
                f.write_str("an earlier call failed, and its resources were discarded; read or open them again")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Component(cause) | Error::Trap(cause) => Some(cause.as_ref()),
            Error::Cache { cause, .. } => Some(cause),
            Error::Limit(limit) => Some(limit),
            Error::Lost => None,
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Limit::Memory => "the call exceeded the memory limit",
            Limit::Fuel => "the call exceeded the fuel limit",
            Limit::Stack => "the call exceeded the stack limit",
            Limit::Answer => "the result exceeded the size limit",
            Limit::Table => "the component exceeded the limit of its function table",
        })
    }
}

impl std::error::Error for Limit {}
