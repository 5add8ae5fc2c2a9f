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
    /// What a call makes in an instance of its own.
    pub(crate) fn new<E>(
        instances: &Arc<Instances>,
        make: impl FnOnce(&mut Instance) -> wasmtime::Result<Result<ResourceAny, E>>,
    ) -> Result<Result<Self, E>, Error> {
        let held = Held::new(instances)?;
        let made = held.call(make)?;
        Ok(made.map(|resource| Handle { held: Arc::new(held), resource, is_gone: false }))
    }

    /// What a call makes of this resource, which it takes.
    pub(crate) fn into_other<E>(
        mut self,
        make: impl FnOnce(&mut Instance, ResourceAny) -> wasmtime::Result<Result<ResourceAny, E>>,
    ) -> Result<Result<Self, E>, Error> {
        // It is gone, whatever comes of it.
        self.is_gone = true;
        let made = self.call(make)?;
        Ok(made.map(|resource| Handle { held: Arc::clone(&self.held), resource, is_gone: false }))
    }

    /// What a call on this resource makes beside it.
    pub(crate) fn beside(
        &self,
        make: impl FnOnce(&mut Instance, ResourceAny) -> wasmtime::Result<ResourceAny>,
    ) -> Result<Self, Error> {
        let resource = self.call(make)?;
        Ok(Handle { held: Arc::clone(&self.held), resource, is_gone: false })
    }

    pub(crate) fn call<T>(
        &self,
        call: impl FnOnce(&mut Instance, ResourceAny) -> wasmtime::Result<T>,
    ) -> Result<T, Error> {
        self.held.call(|instance| call(instance, self.resource))
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
