//! The component's functions, as a Rust host calls them.

use std::path::PathBuf;
use std::sync::Arc;

use wasmtime::component::ResourceAny;

use crate::bindings::exports::k8s_backup::target::requirer::GuestTargets;
use crate::compiled::{self, Origin};
use crate::error::Error;
use crate::instance::{self, Instance, Instances};
use crate::limits::Limits;
use crate::{DatabagWrite, Diagnostic, Identity, LocatedTarget, OnErrors, PublishError, Relation, Spec};

/// How an [`Evaluator`] is made.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What each call may use.
    pub limits: Limits,
    /// A folder to keep the compiled component in; it is made when it is not there. It must belong to this user, and
    /// nobody else may write to it. A file in it that is damaged or of another version is compiled again.
    pub cache: Option<PathBuf>,
}

/// The component, compiled and linked. Cheap to clone; share it between threads.
#[derive(Clone)]
pub struct Evaluator {
    instances: Arc<Instances>,
    origin: Origin,
}

impl Evaluator {
    /// Compiles the component, to run under the default [`Limits`].
    ///
    /// # Errors
    ///
    /// [`Error::Component`] when the bytes are not the component `k8s-backup:target`, or when it imports anything.
    pub fn new(component: &[u8]) -> Result<Self, Error> {
        Self::with_options(component, &Options::default())
    }

    /// Compiles the component, or loads it from the cache.
    ///
    /// # Errors
    ///
    /// As [`Evaluator::new`]; [`Error::Cache`] when the folder of the cache is not private or cannot be written to.
    pub fn with_options(component: &[u8], options: &Options) -> Result<Self, Error> {
        let engine = instance::engine(&options.limits)?;
        let (component, origin) = compiled::component(&engine, component, options.cache.as_deref())?;
        let instances = Instances::new(&component, options.limits.clone())?;
        Ok(Evaluator { instances: Arc::new(instances), origin })
    }

    /// Where the machine code comes from.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// What the leader is to write into each relation, in their order: `provider.publish`.
    ///
    /// # Errors
    ///
    /// The outer error is the host's, the inner one the component's answer.
    pub fn publish(
        &self,
        identity: &Identity,
        spec: &Spec,
        leader: bool,
        relations: &[Relation],
        on_errors: OnErrors,
    ) -> Result<Result<Vec<DatabagWrite>, PublishError>, Error> {
        let mut instance = self.instances.take()?;
        let Instance { store, exports } = &mut instance;
        let provider = exports.k8s_backup_target_provider();
        let answer =
            provider.call_publish(store, identity, spec, leader, relations, on_errors).map_err(Error::from_call)?;
        self.instances.give_back(instance);
        Ok(answer)
    }

    /// Reads every target of these relations, once: `requirer.targets`.
    ///
    /// # Errors
    ///
    /// The host's alone: what cannot be read is in [`Targets::diagnostics`].
    pub fn read_targets(&self, relations: &[Relation]) -> Result<Targets, Error> {
        let mut instance = self.instances.take()?;
        let Instance { store, exports } = &mut instance;
        let targets = exports.k8s_backup_target_requirer().targets();
        let handle = targets.call_constructor(store, relations).map_err(Error::from_call)?;
        Ok(Targets { instances: Arc::clone(&self.instances), held: Some((instance, handle)) })
    }
}

/// Every target of a set of relations, read once. It has an instance of its own until it is dropped.
pub struct Targets {
    instances: Arc<Instances>,
    /// `None` once a call has failed.
    held: Option<(Instance, ResourceAny)>,
}

impl Targets {
    /// Whether some relation has a target.
    ///
    /// # Errors
    ///
    /// The host's alone, here and below; after one, [`Error::Lost`].
    pub fn is_ready(&mut self) -> Result<bool, Error> {
        self.call(|targets, instance, handle| targets.call_is_ready(&mut instance.store, handle))
    }

    /// The first match in the order of the relations, then of the entries.
    ///
    /// # Errors
    ///
    /// See [`Targets::is_ready`].
    pub fn get_backup_spec(&mut self, app_name: &str, endpoint: &str, model: &str) -> Result<Option<Spec>, Error> {
        self.call(|targets, instance, handle| {
            targets.call_get_backup_spec(&mut instance.store, handle, app_name, endpoint, model)
        })
    }

    /// Every target, in the order of the relations, then of the entries.
    ///
    /// # Errors
    ///
    /// See [`Targets::is_ready`].
    pub fn entries(&mut self) -> Result<Vec<LocatedTarget>, Error> {
        self.call(|targets, instance, handle| targets.call_entries(&mut instance.store, handle))
    }

    /// What could not be read, or reads as something else than it says; the subject is the relation's place.
    ///
    /// # Errors
    ///
    /// See [`Targets::is_ready`].
    pub fn diagnostics(&mut self) -> Result<Vec<Diagnostic>, Error> {
        self.call(|targets, instance, handle| targets.call_diagnostics(&mut instance.store, handle))
    }

    fn call<T>(
        &mut self,
        call: impl FnOnce(GuestTargets<'_>, &mut Instance, ResourceAny) -> wasmtime::Result<T>,
    ) -> Result<T, Error> {
        let (mut instance, handle) = self.held.take().ok_or(Error::Lost)?;
        self.instances.start_clock(&mut instance);
        let requirer = instance.exports.k8s_backup_target_requirer().clone();
        let answer = call(requirer.targets(), &mut instance, handle).map_err(Error::from_call)?;
        self.held = Some((instance, handle));
        Ok(answer)
    }
}

impl Drop for Targets {
    fn drop(&mut self) {
        let Some((mut instance, handle)) = self.held.take() else { return };
        self.instances.start_clock(&mut instance);
        if handle.resource_drop(&mut instance.store).is_ok() {
            self.instances.give_back(instance);
        }
    }
}
