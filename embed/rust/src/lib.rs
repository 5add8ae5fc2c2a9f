//! Runs the `k8s_backup_target` component under limits. README.md has an example.
//!
//! - Create an [`Evaluator`] once. It compiles and links the component, or loads it from a folder ([`Options::cache`]).
//! - Threads can share it. A call uses an idle instance or creates one.
//! - Every call runs under [`Limits`]. A call that traps or exceeds a limit returns an [`Error`]. Its instance is
//!   discarded, and the next call gets a new one.

#![deny(unsafe_code)]

/// Tests that the example of the README compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod bindings;
pub mod command;
mod compiled;
#[expect(clippy::missing_errors_doc, reason = "Error documents each one")]
#[allow(clippy::len_without_is_empty, clippy::too_many_arguments, reason = "the functions are those of the contract")]
#[rustfmt::skip]
mod contract;
mod error;
mod evaluator;
mod handle;
mod instance;
mod limits;
mod session;

pub use compiled::Origin;
pub use contract::*;
pub use error::{Error, Limit};
pub use evaluator::{Evaluator, Options};
pub use limits::Limits;
pub use session::Session;
