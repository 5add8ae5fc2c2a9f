//! What holds of any input, however hostile: laws that take bytes and panic where one is broken.
//!
//! The fuzz targets in `fuzz/` try them with what libFuzzer comes up with; `tests/replay.rs` tries them with [`seeds`]
//! made of the corpora and with the [`found`] cases that are kept, on every run of the tests. A second statement of a
//! behaviour, slow and obvious, stands beside the law that compares it with core's.

#![forbid(unsafe_code)]

#[cfg(feature = "component")]
mod component;
mod databag;
mod document;
mod input;
pub mod inventory;
mod kinds;
mod pattern;
mod said;
mod schedule;
mod seeds;
pub mod selection;
mod spec;

pub use seeds::{found, seeds};

/// A law of any bytes.
#[derive(Clone, Copy)]
pub struct Law {
    /// Its fuzz target, and its folder in `corpora/fuzz/`.
    pub name: &'static str,
    /// Panics where the law is broken.
    pub holds: fn(&[u8]),
}

/// Databags are read as the reference reads them, each relation for itself, and what is written is read again.
pub const DATABAG: Law = Law { name: "databag", holds: databag::holds };
/// What is said of a JSON or YAML text stands in it, is the same each time, and goes away when it is mended.
pub const DOCUMENT: Law = Law { name: "document", holds: document::holds };
/// Whatever a spec says, it is the same after it was written and read, and everything made of it is whole.
pub const SPEC: Law = Law { name: "spec", holds: spec::holds };
/// Durations and cron expressions are read as Go reads them, and run when they say.
pub const SCHEDULE: Law = Law { name: "schedule", holds: schedule::holds };
/// Patterns match what they match for a reader without haste.
pub const PATTERN: Law = Law { name: "pattern", holds: pattern::holds };
/// A listing of kinds gives a cluster in which each kind is found by its names.
pub const KINDS: Law = Law { name: "kinds", holds: kinds::holds };
/// Objects are read alike however their text is cut, and evaluated alike in whatever steps.
pub const INVENTORY: Law = Law { name: "inventory", holds: inventory::holds };
/// A spec takes of a cluster what the rules say, object by object.
pub const SELECTION: Law = Law { name: "selection", holds: selection::holds };
/// The component answers whatever it is asked, without a trap, and what core answers.
#[cfg(feature = "component")]
pub const COMPONENT: Law = Law { name: "component", holds: component::holds };

/// All of them.
pub const LAWS: &[Law] = &[
    DATABAG,
    DOCUMENT,
    SPEC,
    SCHEDULE,
    PATTERN,
    KINDS,
    INVENTORY,
    SELECTION,
    #[cfg(feature = "component")]
    COMPONENT,
];
