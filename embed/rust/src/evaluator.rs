//! The component, ready to be called.

use std::path::PathBuf;
use std::sync::Arc;

use crate::compiled::{self, Origin};
use crate::error::Error;
use crate::handle::Held;
use crate::instance::{self, Instance, Instances};
use crate::limits::Limits;
use crate::session::Session;

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
///
/// The error of each function is the host's: what is wrong with the input is in the answer.
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

    /// An instance that is called with JSON.
    ///
    /// # Errors
    ///
    /// When there can be no further instance.
    pub fn session(&self) -> Result<Session, Error> {
        self.held().map(Session)
    }

    /// An instance for resources.
    pub(crate) fn held(&self) -> Result<Held, Error> {
        Held::new(&self.instances)
    }

    /// Calls a function that leaves nothing behind.
    pub(crate) fn call<T>(&self, call: impl FnOnce(&mut Instance) -> wasmtime::Result<T>) -> Result<T, Error> {
        let mut instance = self.instances.take()?;
        let answer = call(&mut instance).map_err(Error::from_call)?;
        self.instances.give_back(instance);
        Ok(answer)
    }
}
