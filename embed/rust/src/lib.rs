//! The `k8s_backup_target` component in a Rust host, under limits. The README shows it in use.
//!
//! An [`Evaluator`] is made once: it compiles the component (or loads it compiled, see [`Options::cache`]) and links it
//! ahead. It can be shared between threads; a call uses a spare instance or makes one. Every call runs under
//! [`Limits`]. A call that traps or spends a limit is an [`Error`], its instance is thrown away, and the next call gets
//! a fresh one.

#![deny(unsafe_code)]

/// The README's example compiles.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;

mod bindings;
pub mod command;
mod compiled;
#[expect(clippy::missing_errors_doc, reason = "the types say it")]
#[allow(clippy::len_without_is_empty, clippy::too_many_arguments, reason = "the contract has them so")]
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
