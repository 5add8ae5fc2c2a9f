//! The `k8s_backup_target` interface: its model, its databags and its rules.
//!
//! A charm (the *provider*) declares which Kubernetes resources are to be backed up; a backup integrator (the
//! *requirer*) looks that spec up by app, endpoint and model. This crate is the whole logic: no I/O, no clock, no globals.
//! The component in `guest/evaluator` converts WIT values and decides nothing.
//!
//! It reads and writes what `charmlibs-interfaces-k8s-backup-target` 0.1.0.post1 on PyPI, *the reference*, reads and
//! writes, to the byte, and reports with a [`diagnostic`] what the reference drops silently.
//!
//! ```
//! use k8s_backup_target::model::{Databag, Relation, Spec};
//! use k8s_backup_target::provider::{self, Identity, OnErrors};
//! use k8s_backup_target::requirer::Targets;
//!
//! let identity = Identity { app: "my-app".into(), model: "prod".into(), relation_name: "backup".into() };
//! let spec = Spec { ttl: Some("24h".into()), ..Spec::default() };
//!
//! let relation = Relation { id: 7, databag: Databag::default() };
//! let writes = provider::publish(&identity, &spec, true, &[relation], OnErrors::Publish).expect("leader and related");
//! let published: Databag = writes.into_iter().map(|write| (write.key.to_owned(), write.value)).collect();
//!
//! let targets = Targets::read(&[Relation { id: 3, databag: published }]);
//! assert_eq!(targets.get_backup_spec("my-app", "backup", "prod"), Some(&spec));
//! ```
//!
//! Modules are in groups. A group uses those below it and none above it; modules of one group may use each other, without
//! circles. `tests/layers.rs` reads this table and enforces it.
//!
//! | group | contents |
//! |---|---|
//! | `flows` | what most functions of the contract call: [`provider`], [`requirer`], [`validation`], [`merge`], [`schedule`], [`selection`] |
//! | `rules` | the checks, one file for each subject |
//! | `inventory`, `document`, `databag`, `decode`, `api_resources`, `settings` | what texts hold: a cluster's objects; JSON and YAML with positions; the databag of a provider; specs and targets; a cluster's kinds; which rules are reported |
//! | `velero` | what Velero does: durations, schedules, patterns, retention |
//! | `cluster` | the kinds that a cluster serves, and how names resolve |
//! | `catalogue`, `report` | the definition of every rule, one file for each subject; the findings about one input |
//! | `model`, `diagnostic`, `names`, `sort`, `suggest` | specs and targets; diagnostics; names as Kubernetes validates them; sorting; suggestions for misspelled names |

#![forbid(unsafe_code)]

pub mod api_resources;
pub mod catalogue;
pub mod cluster;
pub mod databag;
mod decode;
pub mod diagnostic;
pub mod document;
mod flows;
pub mod inventory;
pub mod model;
mod names;
mod report;
mod rules;
pub mod settings;
mod sort;
mod suggest;
pub mod velero;

pub use flows::{merge, provider, requirer, schedule, selection, validation};
pub use suggest::nearest;
