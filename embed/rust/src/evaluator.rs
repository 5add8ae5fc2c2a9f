//! The compiled and linked component.

use std::path::PathBuf;
use std::sync::Arc;

use crate::compiled::{self, Origin};
use crate::error::Error;
use crate::handle::Held;
use crate::instance::{self, Instance, Instances};
use crate::limits::Limits;
use crate::session::Session;

/// Options of an [`Evaluator`] and of a command.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Limits of each call.
    pub limits: Limits,
    /// The folder that keeps the compiled component. It and its parent are created if they are missing.
    ///
    /// On Unix it must belong to this user and have mode 0700, and no symbolic link may lead to it, except one directly
    /// in `/`. A component is compiled again if its file is damaged, was copied, or is of another version.
    pub cache: Option<PathBuf>,
}

/// The compiled and linked component. It is cheap to clone, and threads can share it.
///
/// Each method returns an [`Error`] only for problems of the host. Problems of the input are diagnostics in the result.
#[derive(Clone)]
pub struct Evaluator {
    instances: Arc<Instances>,
    origin: Origin,
}

impl Evaluator {
    /// Compiles the component. Calls run under the default [`Limits`].
    ///
    /// # Errors
    ///
    /// [`Error::Component`]: the bytes are not the component `k8s-backup:target`, or import something.
    pub fn new(component: &[u8]) -> Result<Self, Error> {
        Self::with_options(component, &Options::default())
    }

    /// Compiles the component, or loads it from the cache.
    ///
    /// # Errors
    ///
    /// - [`Error::Component`]: the same as in [`Evaluator::new`].
    /// - [`Error::Cache`]: the folder of the cache is not private, or cannot be written to.
    pub fn with_options(component: &[u8], options: &Options) -> Result<Self, Error> {
        let engine = instance::engine(&options.limits)?;
        let (component, origin) = compiled::component(&engine, component, options.cache.as_deref())?;
        let instances = Instances::new(&component, options.limits.clone())?;
        Ok(Evaluator { instances: Arc::new(instances), origin })
    }

    /// Returns whether the machine code was compiled or loaded.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// Creates an instance that is called with JSON.
    ///
    /// # Errors
    ///
    /// The instance cannot be created.
    pub fn session(&self) -> Result<Session, Error> {
        self.held().map(Session)
    }

    /// Creates an instance for resources.
    pub(crate) fn held(&self) -> Result<Held, Error> {
        Held::new(&self.instances)
    }

    /// Calls a function that creates no resources.
    pub(crate) fn call<T>(&self, call: impl FnOnce(&mut Instance) -> wasmtime::Result<T>) -> Result<T, Error> {
        let mut instance = self.instances.take()?;
        let answer = call(&mut instance).map_err(Error::from_call)?;
        self.instances.give_back(instance);
        Ok(answer)
    }
}
