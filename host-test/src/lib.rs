//! The `k8s_backup_target` component in a Rust host, under limits.
//!
//! ```no_run
//! use k8s_backup_target_host::{Evaluator, Identity, OnErrors, Relation, Spec};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let component = std::fs::read("target/components/k8s-backup-target.wasm")?;
//! let evaluator = Evaluator::new(&component)?;
//!
//! let identity = Identity { app: "my-app".into(), model: "prod".into(), relation_name: "backup".into() };
//! let spec = Spec { include_namespaces: Some(vec!["prod".into()]), ..Spec::default() };
//! let relation = Relation { id: 1, databag: Vec::new() };
//! let writes = evaluator.publish(&identity, &spec, true, &[relation], OnErrors::Publish)??;
//!
//! let databag = writes.into_iter().map(|write| (write.key, write.value)).collect();
//! let mut targets = evaluator.read_targets(&[Relation { id: 1, databag }])?;
//! assert_eq!(targets.get_backup_spec("my-app", "backup", "prod")?, Some(spec));
//! # Ok(())
//! # }
//! ```
//!
//! An [`Evaluator`] is made once: it compiles the component (or loads it compiled, see [`Options::cache`]) and links it
//! ahead. It can be shared between threads; a call uses a spare instance or makes one. Every call runs under
//! [`Limits`]. A call that traps or spends a limit is an [`Error`], its instance is thrown away, and the next call gets
//! a fresh one.

#![deny(unsafe_code)]

mod bindings;
mod compiled;
mod error;
mod evaluator;
mod instance;
mod limits;

pub use bindings::exports::k8s_backup::target::provider::{DatabagWrite, Identity, OnErrors, PublishError};
pub use bindings::exports::k8s_backup::target::requirer::LocatedTarget;
pub use bindings::exports::k8s_backup::target::types::{
    Diagnostic, Edit, Fix, Position, RelatedPlace, Relation, Severity, Span, Spec, Target,
};
pub use compiled::Origin;
pub use error::{Error, Limit};
pub use evaluator::{Evaluator, Options, Targets};
pub use limits::Limits;
