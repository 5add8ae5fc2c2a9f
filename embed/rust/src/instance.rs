//! Instances of the component, and a pool of idle ones.

use std::sync::{Mutex, PoisonError};

use wasmtime::component::{Component, InstancePre, Linker};
use wasmtime::{Config, Engine, Store};

use crate::bindings;
use crate::error::Error;
use crate::limits::{Limits, MemoryLimiter};

/// Creates an engine that enforces a stack limit, and counts fuel if it is limited.
pub(crate) fn engine(limits: &Limits) -> Result<Engine, Error> {
    let mut config = Config::new();
    config.max_wasm_stack(limits.stack_bytes).consume_fuel(limits.fuel.is_some()).concurrency_support(false);
    Engine::new(&config).map_err(Error::Component)
}

/// Gives the next call in the store its fuel, if it is limited.
pub(crate) fn refuel<T>(store: &mut Store<T>, limits: &Limits) {
    if let Some(fuel) = limits.fuel {
        store.set_fuel(fuel).expect("the engine counts fuel");
    }
}

/// One instance with its memory. After a trap it cannot be called again.
pub(crate) struct Instance {
    pub(crate) store: Store<MemoryLimiter>,
    /// It has an entry for each function, and an instance is moved in each call.
    pub(crate) exports: Box<bindings::Evaluator>,
}

/// Creates instances, and keeps idle ones.
pub(crate) struct Instances {
    linked: bindings::EvaluatorPre<MemoryLimiter>,
    limits: Limits,
    idle: Mutex<Vec<Instance>>,
}

impl Instances {
    /// Maximum number of bytes of memory of an idle instance. Larger ones are discarded, since memory never shrinks.
    const MAX_IDLE_MEMORY_BYTES: usize = 16 << 20;
    /// Maximum number of idle instances. More than the number of parallel calls are not useful.
    const MAX_IDLE_INSTANCES: usize = 16;

    pub(crate) fn new(component: &Component, limits: Limits) -> Result<Self, Error> {
        // The linker is empty, so a component with imports is refused.
        let linked: InstancePre<MemoryLimiter> =
            Linker::new(component.engine()).instantiate_pre(component).map_err(Error::Component)?;
        let linked = bindings::EvaluatorPre::new(linked).map_err(Error::Component)?;
        Ok(Instances { linked, limits, idle: Mutex::default() })
    }

    /// Takes an idle instance or creates one, with the fuel of its next call.
    pub(crate) fn take(&self) -> Result<Instance, Error> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut instance = idle.map_or_else(|| self.create(), Ok)?;
        self.refuel(&mut instance);
        Ok(instance)
    }

    /// Gives the next call of the instance its fuel.
    pub(crate) fn refuel(&self, instance: &mut Instance) {
        refuel(&mut instance.store, &self.limits);
    }

    /// Keeps an instance for other calls. Its last call must have succeeded.
    pub(crate) fn give_back(&self, instance: Instance) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if instance.store.data().used <= Self::MAX_IDLE_MEMORY_BYTES && idle.len() < Self::MAX_IDLE_INSTANCES {
            idle.push(instance);
        }
    }

    fn create(&self) -> Result<Instance, Error> {
        let mut store = Store::new(self.linked.engine(), MemoryLimiter::new(self.limits.memory_bytes));
        store.limiter(|limiter| limiter);
        store.set_hostcall_fuel(self.limits.answer_bytes);
        refuel(&mut store, &self.limits);
        let exports = Box::new(self.linked.instantiate(&mut store).map_err(Error::from_call)?);
        Ok(Instance { store, exports })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Limit;

    /// A component that does what the evaluator never does.
    const MISBEHAVING: &str = r#"
        (component
            (core module $module
                (memory (export "memory") 1)
                (func (export "loop") (loop (br 0)))
                (func $recurse (export "recurse") (call $recurse))
                (func (export "grow") (loop (br_if 0 (i32.ne (memory.grow (i32.const 16)) (i32.const -1)))))
                (table 1 funcref)
                (func (export "grow-table")
                    (loop (br_if 0 (i32.ne (table.grow (ref.null func) (i32.const 1000)) (i32.const -1)))))
                (func (export "trap") unreachable)
                (func (export "answer")))
            (core instance $instance (instantiate $module))
            (func (export "loop") (canon lift (core func $instance "loop")))
            (func (export "recurse") (canon lift (core func $instance "recurse")))
            (func (export "grow") (canon lift (core func $instance "grow")))
            (func (export "grow-table") (canon lift (core func $instance "grow-table")))
            (func (export "answer") (canon lift (core func $instance "answer")))
            (func (export "trap") (canon lift (core func $instance "trap"))))
    "#;

    /// Returns the error of a call that misbehaves. After it, another instance can be called.
    fn error_of(function: &str) -> Error {
        let limits = Limits { fuel: Some(1_000_000), memory_bytes: 1 << 20, ..Limits::default() };
        let engine = engine(&limits).expect("an engine");
        let component = Component::new(&engine, wat::parse_str(MISBEHAVING).expect("WAT")).expect("a component");
        let call = |function: &str| {
            let mut store = Store::new(&engine, MemoryLimiter::new(limits.memory_bytes));
            store.limiter(|limiter| limiter);
            refuel(&mut store, &limits);
            let instance = Linker::new(&engine).instantiate(&mut store, &component).expect("no imports");
            let function = instance.get_typed_func::<(), ()>(&mut store, function).expect("exported");
            function.call(&mut store, ())
        };
        let error = call(function).expect_err("it misbehaves");
        call("answer").expect("a new instance");
        Error::from_call(error)
    }

    #[test]
    fn a_call_that_never_ends_is_ended() {
        let error = error_of("loop");
        assert!(matches!(error, Error::Limit(Limit::Fuel)), "{error:?}");
    }

    #[test]
    fn a_call_that_recurses_without_end_is_ended() {
        let error = error_of("recurse");
        assert!(matches!(error, Error::Limit(Limit::Stack)), "{error:?}");
    }

    #[test]
    fn a_call_that_grows_its_memory_without_end_is_ended() {
        let error = error_of("grow");
        assert!(matches!(error, Error::Limit(Limit::Memory)), "{error:?}");
    }

    #[test]
    fn a_call_that_grows_its_table_without_end_is_ended() {
        let error = error_of("grow-table");
        assert!(matches!(error, Error::Limit(Limit::Table)), "{error:?}");
    }

    #[test]
    fn a_trap_is_an_error() {
        let error = error_of("trap");
        assert!(matches!(error, Error::Trap(_)), "{error:?}");
    }
}
