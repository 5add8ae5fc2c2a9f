//! What can go wrong around a call; what is wrong with its input is in its answer.

use std::path::PathBuf;
use std::{fmt, io};

use wasmtime::Trap;

/// Why there is no answer.
#[derive(Debug)]
pub enum Error {
    /// The bytes are no component, or not this one.
    Component(wasmtime::Error),
    /// The folder for compiled components cannot be used.
    Cache {
        /// The folder, or the file in it.
        path: PathBuf,
        /// What is wrong with it.
        cause: io::Error,
    },
    /// The call spent a limit of [`crate::Limits`].
    Limit(Limit),
    /// The call trapped: a defect of the component.
    Trap(wasmtime::Error),
    /// An earlier call on these targets failed, and they were lost with its instance.
    Lost,
}

/// Which limit a call spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// [`crate::Limits::memory_bytes`].
    Memory,
    /// [`crate::Limits::time`].
    Time,
    /// [`crate::Limits::stack_bytes`].
    Stack,
    /// [`crate::Limits::answer_bytes`].
    Answer,
    /// The functions that it may call indirectly: more than the evaluator has.
    Table,
}

impl Error {
    /// What wasmtime says of a call that failed.
    pub(crate) fn from_call(error: wasmtime::Error) -> Self {
        let limit = error.downcast_ref::<Limit>().copied().or_else(|| match error.downcast_ref::<Trap>()? {
            Trap::Interrupt => Some(Limit::Time),
            Trap::StackOverflow => Some(Limit::Stack),
            _ => None,
        });
        // wasmtime has no public type for it.
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
            Error::Trap(cause) => write!(f, "the component failed: {cause}"),
            Error::Lost => f.write_str("the targets were lost when an earlier call on them failed; read them again"),
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
            Limit::Memory => "the call needs more memory than it may use",
            Limit::Time => "the call takes longer than it may",
            Limit::Stack => "the call needs more stack than it may use",
            Limit::Answer => "the answer is longer than it may be",
            Limit::Table => "the component needs a larger table of functions than it may have",
        })
    }
}

impl std::error::Error for Limit {}
