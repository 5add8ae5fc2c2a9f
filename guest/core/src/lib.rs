//! The `k8s_backup_target` interface: its model, its wire and its rules.
//!
//! A charm (the *provider*) declares which Kubernetes resources are to be backed up; a backup integrator (the
//! *requirer*) looks that spec up by app, endpoint and model. This crate is the whole logic, pure: no I/O, no clock, no
//! globals. The component in `guest/evaluator` maps it to WIT and adds nothing.
//!
//! It reads and writes what `charmlibs-interfaces-k8s-backup-target` 0.1.0.post1 on PyPI, *the reference*, reads and
//! writes, to the byte, and says with a [`diagnostic`] what the reference drops in silence.
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
//! A room stands on the floors below it and imports nothing beside or above it:
//!
//! | floor | rooms |
//! |---|---|
//! | 8 | the flow that publishes: [`provider`] |
//! | 7 | the flows that read: [`requirer`], [`validation`], [`schedule`]; [`merge`]: what the operator gets; [`selection`]: what specs take of a cluster |
//! | 6 | `describe`: a spec in plain words |
//! | 5 | [`rules`]: the checks and their catalogue |
//! | 4 | [`wire`]: databags; [`document`]: texts with positions; [`inventory`]: a cluster's objects |
//! | 3 | [`shape`]: what a target looks like in JSON; [`cluster`]: the kinds and how names resolve; [`retention`]: runs and what they keep |
//! | 2 | [`json`]: a text, opened layer by layer; `position`: places in a text; [`cron`]: when a schedule runs |
//! | 1 | [`model`], [`diagnostic`], [`duration`], [`pattern`], `authority`, `order`, `schema`, `spelling` |

#![forbid(unsafe_code)]

mod authority;
pub mod cluster;
pub mod cron;
mod describe;
pub mod diagnostic;
pub mod document;
pub mod duration;
pub mod inventory;
pub mod json;
pub mod merge;
pub mod model;
mod order;
pub mod pattern;
mod position;
pub mod provider;
pub mod requirer;
pub mod retention;
pub mod rules;
pub mod schedule;
mod schema;
pub mod selection;
pub mod shape;
mod spelling;
pub mod validation;
pub mod wire;
