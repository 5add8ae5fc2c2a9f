//! What must hold of any input, however hostile: a property takes bytes, and panics if they violate it.
//!
//! The fuzz targets in `fuzz/` try properties with inputs that libFuzzer generates. `tests/replay.rs` tries them with
//! [`seeds`] from testdata/ and with the inputs that were [`found`] and kept, on every run of the tests. A second
//! implementation, slow and obvious, is beside the property that compares it with core.

#![forbid(unsafe_code)]

#[cfg(feature = "component")]
mod component;
mod databag;
mod diagnostics;
mod document;
mod input;
pub mod inventory;
mod kinds;
mod pattern;
mod schedule;
mod seeds;
pub mod selection;
mod spec;

pub use seeds::{found, seeds};

/// A property of any bytes.
#[derive(Clone, Copy)]
pub struct Property {
    /// Its fuzz target, and its folder in `testdata/fuzz/`.
    pub name: &'static str,
    /// Panics if the input violates the property.
    pub holds: fn(&[u8]),
}

/// Databags are read as the reference reads them, each relation for itself, and what is written is read again.
pub const DATABAG: Property = Property { name: "databag", holds: databag::holds };
/// What is said of a JSON or YAML text stands in it, is the same each time, and goes away when it is mended.
pub const DOCUMENT: Property = Property { name: "document", holds: document::holds };
/// Whatever a spec says, it is the same after it was written and read, and everything made of it is whole.
pub const SPEC: Property = Property { name: "spec", holds: spec::holds };
/// Durations and cron expressions are read as Go reads them, and run when they say.
pub const SCHEDULE: Property = Property { name: "schedule", holds: schedule::holds };
/// Patterns match what a naive reference matcher matches.
pub const PATTERN: Property = Property { name: "pattern", holds: pattern::holds };
/// A listing of kinds gives a cluster in which each kind is found by its names.
pub const KINDS: Property = Property { name: "kinds", holds: kinds::holds };
/// Objects are read alike however their text is cut, and evaluated alike in whatever steps.
pub const INVENTORY: Property = Property { name: "inventory", holds: inventory::holds };
/// A spec takes of a cluster what the rules say, object by object.
pub const SELECTION: Property = Property { name: "selection", holds: selection::holds };
/// The component answers whatever it is asked, without a trap, and what core answers.
#[cfg(feature = "component")]
pub const COMPONENT: Property = Property { name: "component", holds: component::holds };

/// All of them.
pub const PROPERTIES: &[Property] = &[
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
