//! The `k8s_backup_target` interface: its model, its databags and its rules.
//!
//! A charm (the *provider*) declares which Kubernetes resources to back up. A backup integrator (the *requirer*) looks
//! up this spec by app, endpoint and model. This crate contains all logic, and uses no I/O, clock or globals. The
//! component in `guest/evaluator` only converts WIT values.
//!
//! *The reference* is `charmlibs-interfaces-k8s-backup-target` 0.1.0.post1 on PyPI. This crate reads and writes the
//! same bytes as the reference. What the reference ignores without a message is a [`diagnostic`] here.
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
//! Modules are in groups. A group uses only the groups below it. Modules of the same group can use each other, but not
//! in a cycle. `tests/layers.rs` reads this table and checks it.
//!
//! | group | contents |
//! |---|---|
//! | `flows` | the implementation of most functions of the contract: [`provider`], [`requirer`], [`validation`], [`merge`], [`schedule`], [`selection`] |
//! | `rules` | checks, one file for each subject |
//! | `inventory`, `document`, `databag`, `decode`, `api_resources`, `settings` | readers of input: a cluster's objects; JSON and YAML with positions; the databag of a provider; specs and targets; a cluster's kinds; which rules are reported |
//! | `velero` | Velero's behaviour: durations, schedules, patterns, retention |
//! | `cluster` | the kinds that a cluster serves, and how names resolve |
//! | `catalogue`, `report` | definitions of rules, one file for each subject; the findings about one input |
//! | `model`, `diagnostic`, `release`, `names`, `sort`, `suggest` | specs and targets; diagnostics; the releases of Velero; Kubernetes' validation of names; sorting; suggestions for misspelled names |

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
pub mod release;
mod report;
mod rules;
pub mod settings;
mod sort;
mod suggest;
pub mod velero;

pub use flows::{merge, provider, requirer, schedule, selection, validation};
pub use suggest::nearest;
