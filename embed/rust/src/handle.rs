//! Resources of the component, and the instance that they live in.

use std::sync::{Arc, Mutex, PoisonError};

use wasmtime::component::ResourceAny;

use crate::error::Error;
use crate::instance::{Instance, Instances};

/// An instance that has resources. It becomes a spare one when the last of them is gone.
pub(crate) struct Held {
    instances: Arc<Instances>,
    /// `None` once a call has failed.
    instance: Mutex<Option<Instance>>,
}

impl Held {
    /// An instance that nothing lives in yet.
    pub(crate) fn new(instances: &Arc<Instances>) -> Result<Self, Error> {
        Ok(Held { instances: Arc::clone(instances), instance: Mutex::new(Some(instances.take()?)) })
    }

    pub(crate) fn call<T>(&self, call: impl FnOnce(&mut Instance) -> wasmtime::Result<T>) -> Result<T, Error> {
        let mut held = self.instance.lock().unwrap_or_else(PoisonError::into_inner);
        let mut instance = held.take().ok_or(Error::Lost)?;
        self.instances.start_clock(&mut instance);
        let answer = call(&mut instance).map_err(Error::from_call)?;
        *held = Some(instance);
        Ok(answer)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(instance) = self.instance.get_mut().unwrap_or_else(PoisonError::into_inner).take() {
            self.instances.give_back(instance);
        }
    }
}

/// A resource of the component. After a call that failed, it and those beside it are lost.
pub(crate) struct Handle {
    held: Arc<Held>,
    resource: ResourceAny,
    /// Whether the component has taken it.
    is_gone: bool,
}

impl Handle {
    /// A resource that a call made in an instance.
    pub(crate) fn new(held: &Arc<Held>, resource: ResourceAny) -> Self {
        Handle { held: Arc::clone(held), resource, is_gone: false }
    }

    /// A resource that a call on this one made.
    pub(crate) fn beside(&self, resource: ResourceAny) -> Self {
        Handle::new(&self.held, resource)
    }

    pub(crate) fn call<T>(
        &self,
        call: impl FnOnce(&mut Instance, ResourceAny) -> wasmtime::Result<T>,
    ) -> Result<T, Error> {
        self.held.call(|instance| call(instance, self.resource))
    }

    /// Calls a function that takes the resource.
    pub(crate) fn take<T>(
        &mut self,
        call: impl FnOnce(&mut Instance, ResourceAny) -> wasmtime::Result<T>,
    ) -> Result<T, Error> {
        // It is gone, whatever comes of it.
        self.is_gone = true;
        self.call(call)
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        if self.is_gone {
            return;
        }
        // Where that fails, the instance is thrown away with the resource.
        let _ = self.call(|instance, resource| resource.resource_drop(&mut instance.store));
    }
}
