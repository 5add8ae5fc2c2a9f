//! The command for pipelines in a sandbox: it reads the files that it is given, and has no clock, no network and no
//! randomness, since none of these is there to be linked.
//!
//! A small host of its own instead of `wasmtime-wasi`: that one gives folders only, never a file alone, and needs an
//! asynchronous runtime. Which paths stay in a folder is decided by `cap-std`, as there.

mod files;
mod wasi;

use std::fmt;
use std::io::{Read, Write};
use std::time::{Duration, Instant};

use wasmtime::component::{HasSelf, InstancePre, Linker, ResourceTable};
use wasmtime::{Engine, Store, UpdateDeadline};

pub use files::Files;

use crate::compiled;
use crate::error::{Error, Limit};
use crate::evaluator::Options;
use crate::instance;
use crate::limits::{Limits, MemoryLimiter};

mod bindings {
    //! What wasmtime generates from the command's WIT.

    wasmtime::component::bindgen!({
        path: "../../guest/cli/wit",
        world: "command",
        imports: { default: trappable },
        with: {
            "wasi:io/error.error": super::wasi::StreamFailure,
            "wasi:io/streams.input-stream": super::wasi::Input,
            "wasi:io/streams.output-stream": super::wasi::Output,
            "wasi:filesystem/types.descriptor": super::wasi::Descriptor,
            "wasi:filesystem/types.directory-entry-stream": super::wasi::Entries,
        },
    });
}

/// The command, compiled and linked.
pub struct Command {
    linked: bindings::CommandPre<State>,
    limits: Limits,
}

/// One run of the command: what it is called with, and all that it sees.
pub struct Call {
    /// The arguments behind the name of the program.
    pub arguments: Vec<String>,
    /// Variables of its environment; it sees no others.
    pub variables: Vec<(String, String)>,
    /// What it may read.
    pub files: Files,
    /// Its standard input.
    pub input: Box<dyn Read + Send>,
    /// Its standard output.
    pub output: Box<dyn Write + Send>,
    /// Its standard error.
    pub errors: Box<dyn Write + Send>,
}

impl Command {
    /// Compiles the command, or loads it from the cache. The limits are those of each run; what is spent on waiting for
    /// the streams is not counted.
    ///
    /// # Errors
    ///
    /// [`Error::Component`] when the bytes are not the command, or when it imports anything else than it does;
    /// [`Error::Cache`] when the folder of the cache is not private or cannot be written to.
    pub fn new(component: &[u8], options: &Options) -> Result<Self, Error> {
        let engine = instance::engine(&options.limits)?;
        let (component, _) = compiled::component(&engine, component, options.cache.as_deref())?;
        let mut linker = Linker::new(&engine);
        bindings::Command::add_to_linker::<_, HasSelf<State>>(&mut linker, |state| state).map_err(Error::Component)?;
        let linked: InstancePre<State> = linker.instantiate_pre(&component).map_err(Error::Component)?;
        let linked = bindings::CommandPre::new(linked).map_err(Error::Component)?;
        Ok(Command { linked, limits: options.limits.clone() })
    }

    /// Runs it to its end, and answers its exit status.
    ///
    /// # Errors
    ///
    /// [`Error::Limit`] and [`Error::Trap`].
    pub fn run(&self, call: Call) -> Result<u8, Error> {
        let mut store = self.store(call);
        let command = self.linked.instantiate(&mut store).map_err(Error::from_call)?;
        match command.wasi_cli_run().call_run(&mut store) {
            Ok(Ok(())) => Ok(0),
            Ok(Err(())) => Ok(1),
            Err(error) => match error.downcast_ref::<Exit>() {
                Some(Exit(status)) => Ok(*status),
                None => Err(Error::from_call(error)),
            },
        }
    }

    fn store(&self, call: Call) -> Store<State> {
        let engine: &Engine = self.linked.engine();
        let mut table = ResourceTable::new();
        table.set_max_capacity(State::MAX_OPEN_RESOURCES);
        let state = State {
            limiter: MemoryLimiter::new(self.limits.memory_bytes),
            table,
            call,
            started: Instant::now(),
            waited: Duration::ZERO,
        };
        let mut store = Store::new(engine, state);
        store.limiter(|state| &mut state.limiter);
        let time = self.limits.time;
        store.set_epoch_deadline(1);
        store.epoch_deadline_callback(move |store| {
            let state = store.data();
            if state.started.elapsed().saturating_sub(state.waited) > time {
                Err(Limit::Time.into())
            } else {
                Ok(UpdateDeadline::Continue(1))
            }
        });
        store
    }
}

/// The world of one run.
struct State {
    limiter: MemoryLimiter,
    table: ResourceTable,
    call: Call,
    started: Instant,
    /// What the streams took.
    waited: Duration,
}

impl State {
    /// Maximum number of streams, files and folders that are open at a time.
    const MAX_OPEN_RESOURCES: usize = 10_000;
}

/// The command has ended itself, with this status.
#[derive(Debug)]
struct Exit(u8);

impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "exit status {}", self.0)
    }
}

impl std::error::Error for Exit {}
