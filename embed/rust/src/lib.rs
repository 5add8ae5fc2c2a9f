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
mod cluster;
pub mod command;
mod compiled;
mod document;
mod error;
mod evaluator;
mod handle;
mod instance;
mod inventory;
mod limits;
mod selection;
mod session;
mod targets;

pub use bindings::exports::k8s_backup::target::cluster::ApiResource;
pub use bindings::exports::k8s_backup::target::merge::{
    ManifestKind, MergePlan, PlannedWrite, TargetManifest, VeleroBackupSpec, VeleroSettings,
};
pub use bindings::exports::k8s_backup::target::provider::{DatabagWrite, Identity, OnErrors, PublishError};
pub use bindings::exports::k8s_backup::target::requirer::LocatedTarget;
pub use bindings::exports::k8s_backup::target::schedule::{Timeline, Window};
pub use bindings::exports::k8s_backup::target::selection::{ObjectRef, Overlap, Reason, TargetCoverage, Verdict};
pub use bindings::exports::k8s_backup::target::types::{
    Databag, Diagnostic, Edit, Fix, Position, RelatedPlace, Relation, ScheduleConfig, Severity, Span, Spec, Target,
};
pub use bindings::exports::k8s_backup::target::validation::{DocumentFormat, DocumentKind, Rule};
pub use cluster::Cluster;
pub use compiled::Origin;
pub use document::Document;
pub use error::{Error, Limit};
pub use evaluator::{Evaluator, Options};
pub use inventory::{Inventory, InventoryReader};
pub use limits::Limits;
pub use selection::{Coverage, Evaluation};
pub use session::Session;
pub use targets::Targets;
