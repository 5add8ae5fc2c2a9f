//! Properties that must hold for any input, also for hostile input. A property takes bytes, and panics if they violate
//! it.
//!
//! The fuzz targets in `fuzz/` check properties with inputs from libFuzzer. `tests/replay.rs` checks them in each test
//! run, with [`seeds`] from testdata/ and with the inputs that violated a property before ([`found`]). Some properties
//! compare core with a second implementation, which is simple and slow.

#![forbid(unsafe_code)]

mod admission;
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
pub mod schedules;
mod seeds;
pub mod selection;
mod spec;

pub use seeds::{found, seeds};

/// A property that holds for any bytes.
#[derive(Clone, Copy)]
pub struct Property {
    /// The name of its fuzz target, and of its folder in `testdata/fuzz/`.
    pub name: &'static str,
    /// Panics if the input violates the property.
    pub holds: fn(&[u8]),
}

/// Databags are read as by the reference, each relation separately. Written databags can be read again.
pub const DATABAG: Property = Property { name: "databag", holds: databag::holds };
/// Diagnostics of a JSON or YAML text have positions in it, are always the same, and are resolved by their fixes.
pub const DOCUMENT: Property = Property { name: "document", holds: document::holds };
/// A spec is the same after it was written and read. All its outputs are valid.
pub const SPEC: Property = Property { name: "spec", holds: spec::holds };
/// Durations and cron expressions are parsed as in Go, and run at the correct times.
pub const SCHEDULE: Property = Property { name: "schedule", holds: schedule::holds };
/// Patterns match the same texts as in a naive reference matcher.
pub const PATTERN: Property = Property { name: "pattern", holds: pattern::holds };
/// In a cluster of listed kinds, each kind is found by its names.
pub const KINDS: Property = Property { name: "kinds", holds: kinds::holds };
/// The sizes of chunks and of steps do not affect reading and evaluating objects.
pub const INVENTORY: Property = Property { name: "inventory", holds: inventory::holds };
/// A spec selects the objects that the rules describe.
pub const SELECTION: Property = Property { name: "selection", holds: selection::holds };
/// The admission webhook answers any review, and its routes judge an object alike.
pub const ADMISSION: Property = Property { name: "admission", holds: admission::holds };
/// The component answers any call without a trap, with the answers of core.
#[cfg(feature = "component")]
pub const COMPONENT: Property = Property { name: "component", holds: component::holds };

/// All properties.
pub const PROPERTIES: &[Property] = &[
    DATABAG,
    DOCUMENT,
    SPEC,
    SCHEDULE,
    PATTERN,
    KINDS,
    INVENTORY,
    SELECTION,
    ADMISSION,
    #[cfg(feature = "component")]
    COMPONENT,
];
