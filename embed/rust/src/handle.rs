//! Resources of the component, and the instance that owns them.

use std::sync::{Arc, Mutex, PoisonError};

use wasmtime::component::ResourceAny;

use crate::error::Error;
use crate::instance::{Instance, Instances};

/// An instance that owns resources. After the last one is dropped, it is kept for other calls.
pub(crate) struct Held {
    instances: Arc<Instances>,
    /// `None` after a call failed.
    instance: Mutex<Option<Instance>>,
}

impl Held {
    /// Creates an instance without resources.
    pub(crate) fn new(instances: &Arc<Instances>) -> Result<Self, Error> {
        Ok(Held { instances: Arc::clone(instances), instance: Mutex::new(Some(instances.take()?)) })
    }

    pub(crate) fn call<T>(&self, call: impl FnOnce(&mut Instance) -> wasmtime::Result<T>) -> Result<T, Error> {
        let mut held = self.instance.lock().unwrap_or_else(PoisonError::into_inner);
        let mut instance = held.take().ok_or(Error::Lost)?;
        self.instances.refuel(&mut instance);
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

/// A resource of the component. After a failed call, all resources of its instance are lost.
pub(crate) struct Handle {
    held: Arc<Held>,
    resource: ResourceAny,
    /// Whether a call has consumed it.
    is_gone: bool,
}

impl Handle {
    /// Wraps a resource that a call created in this instance.
    pub(crate) fn new(held: &Arc<Held>, resource: ResourceAny) -> Self {
        Handle { held: Arc::clone(held), resource, is_gone: false }
    }

    /// Wraps a resource that a call on this one created.
    pub(crate) fn beside(&self, resource: ResourceAny) -> Self {
        Handle::new(&self.held, resource)
    }

    pub(crate) fn call<T>(
        &self,
        call: impl FnOnce(&mut Instance, ResourceAny) -> wasmtime::Result<T>,
    ) -> Result<T, Error> {
        self.held.call(|instance| call(instance, self.resource))
    }

    /// Calls a function that consumes the resource.
    pub(crate) fn take<T>(
        &mut self,
        call: impl FnOnce(&mut Instance, ResourceAny) -> wasmtime::Result<T>,
    ) -> Result<T, Error> {
        // The resource is consumed even if the call fails.
        self.is_gone = true;
        self.call(call)
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        if self.is_gone {
            return;
        }
        // If this fails, the instance is discarded with the resource.
        let _ = self.call(|instance, resource| resource.resource_drop(&mut instance.store));
    }
}
