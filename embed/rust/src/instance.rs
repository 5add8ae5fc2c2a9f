//! One instance of the component, and the spare ones between calls.

use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use wasmtime::component::{Component, InstancePre, Linker};
use wasmtime::{Config, Engine, Store};

use crate::bindings;
use crate::error::Error;
use crate::limits::{Limits, MemoryLimiter};

/// How often the clock of an engine ticks.
const TICK: Duration = Duration::from_millis(50);

/// An engine that holds what it runs to a stack and to deadlines in ticks.
pub(crate) fn engine(limits: &Limits) -> Result<Engine, Error> {
    let mut config = Config::new();
    config.max_wasm_stack(limits.stack_bytes).epoch_interruption(true).concurrency_support(false);
    let engine = Engine::new(&config).map_err(Error::Component)?;
    let clock = engine.weak();
    thread::spawn(move || {
        while let Some(engine) = clock.upgrade() {
            engine.increment_epoch();
            drop(engine);
            thread::sleep(TICK);
        }
    });
    Ok(engine)
}

/// The next call in the store is ended after this time.
fn start_clock(store: &mut Store<MemoryLimiter>, time: Duration) {
    let ticks = time.as_millis().div_ceil(TICK.as_millis());
    // A tick may be about to come: one more, so that no call is ended early.
    let ticks = if ticks == 0 { 0 } else { u64::try_from(ticks).unwrap_or(u64::MAX / 2) + 1 };
    store.set_epoch_deadline(ticks);
}

/// One instance, with its memory. After a trap it cannot be entered again.
pub(crate) struct Instance {
    pub(crate) store: Store<MemoryLimiter>,
    pub(crate) exports: bindings::Evaluator,
}

/// Makes instances, and keeps some that are idle.
pub(crate) struct Instances {
    linked: bindings::EvaluatorPre<MemoryLimiter>,
    limits: Limits,
    spare: Mutex<Vec<Instance>>,
}

impl Instances {
    /// An idle instance that has grown beyond this is thrown away, since memory never shrinks.
    const SPARE_MEMORY_BYTES: usize = 16 << 20;
    /// More idle instances than calls at a time are of no use.
    const SPARE_INSTANCES: usize = 16;

    pub(crate) fn new(component: &Component, limits: Limits) -> Result<Self, Error> {
        // The linker is empty: a component that imports anything is not ours.
        let linked: InstancePre<MemoryLimiter> =
            Linker::new(component.engine()).instantiate_pre(component).map_err(Error::Component)?;
        let linked = bindings::EvaluatorPre::new(linked).map_err(Error::Component)?;
        Ok(Instances { linked, limits, spare: Mutex::default() })
    }

    /// An instance whose next call has the whole time.
    pub(crate) fn take(&self) -> Result<Instance, Error> {
        let spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut instance = spare.map_or_else(|| self.make(), Ok)?;
        self.start_clock(&mut instance);
        Ok(instance)
    }

    /// The instance's next call has the whole time.
    pub(crate) fn start_clock(&self, instance: &mut Instance) {
        start_clock(&mut instance.store, self.limits.time);
    }

    /// Keeps an instance whose last call went well for the next one.
    pub(crate) fn give_back(&self, instance: Instance) {
        let mut spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        if instance.store.data().used <= Self::SPARE_MEMORY_BYTES && spare.len() < Self::SPARE_INSTANCES {
            spare.push(instance);
        }
    }

    fn make(&self) -> Result<Instance, Error> {
        let mut store = Store::new(self.linked.engine(), MemoryLimiter::new(self.limits.memory_bytes));
        store.limiter(|limiter| limiter);
        store.set_hostcall_fuel(self.limits.answer_bytes);
        start_clock(&mut store, self.limits.time);
        let exports = self.linked.instantiate(&mut store).map_err(Error::from_call)?;
        Ok(Instance { store, exports })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Limit;

    /// What the evaluator never does.
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

    /// The error of a call that misbehaves, after which another instance answers.
    fn error_of(function: &str) -> Error {
        let limits = Limits { time: TICK, memory_bytes: 1 << 20, ..Limits::default() };
        let engine = engine(&limits).expect("an engine");
        let component = Component::new(&engine, wat::parse_str(MISBEHAVING).expect("WAT")).expect("a component");
        let call = |function: &str| {
            let mut store = Store::new(&engine, MemoryLimiter::new(limits.memory_bytes));
            store.limiter(|limiter| limiter);
            start_clock(&mut store, limits.time);
            let instance = Linker::new(&engine).instantiate(&mut store, &component).expect("no imports");
            let function = instance.get_typed_func::<(), ()>(&mut store, function).expect("exported");
            function.call(&mut store, ())
        };
        let error = call(function).expect_err("it misbehaves");
        call("answer").expect("a new instance");
        Error::from_call(error)
    }

    #[test]
    fn what_never_ends_is_ended() {
        let error = error_of("loop");
        assert!(matches!(error, Error::Limit(Limit::Time)), "{error:?}");
    }

    #[test]
    fn what_goes_too_deep_is_ended() {
        let error = error_of("recurse");
        assert!(matches!(error, Error::Limit(Limit::Stack)), "{error:?}");
    }

    #[test]
    fn what_grows_without_end_is_ended() {
        let error = error_of("grow");
        assert!(matches!(error, Error::Limit(Limit::Memory)), "{error:?}");
    }

    #[test]
    fn what_grows_its_table_without_end_is_ended() {
        let error = error_of("grow-table");
        assert!(matches!(error, Error::Limit(Limit::Table)), "{error:?}");
    }

    #[test]
    fn what_traps_is_an_error() {
        let error = error_of("trap");
        assert!(matches!(error, Error::Trap(_)), "{error:?}");
    }
}
