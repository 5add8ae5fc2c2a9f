//! What a call may use.

use std::time::Duration;

use wasmtime::ResourceLimiter;

use crate::error::Limit;

/// What a call may use of the host's memory, time and stack.
///
/// The defaults let a databag of 50 MB through and end a call that goes on for ten seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of linear memory of one instance. What it grew to stays with it while it is in use.
    pub memory_bytes: usize,
    /// How long one call may run. It is ended within a tenth of a second after that.
    pub time: Duration,
    /// Bytes of stack of one call.
    pub stack_bytes: usize,
    /// About how many bytes one answer may take in the host.
    pub answer_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { memory_bytes: 1 << 30, time: Duration::from_secs(10), stack_bytes: 512 << 10, answer_bytes: 128 << 20 }
    }
}

/// Holds one instance to its memory, and knows how much it has.
#[derive(Debug)]
pub(crate) struct MemoryLimiter {
    limit: usize,
    pub(crate) used: usize,
}

impl MemoryLimiter {
    /// The evaluator has one table, of the functions that it calls indirectly, which does not grow.
    const TABLE_ELEMENTS: usize = 10_000;
    /// It consists of three core instances: itself, and what links its exports.
    const INSTANCES: usize = 10;

    pub(crate) fn new(limit: usize) -> Self {
        MemoryLimiter { limit, used: 0 }
    }
}

impl ResourceLimiter for MemoryLimiter {
    fn memory_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        if desired > self.limit {
            return Err(Limit::Memory.into());
        }
        self.used = desired;
        Ok(true)
    }

    fn table_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        if desired > Self::TABLE_ELEMENTS {
            return Err(Limit::Table.into());
        }
        Ok(true)
    }

    fn instances(&self) -> usize {
        Self::INSTANCES
    }

    fn tables(&self) -> usize {
        Self::INSTANCES
    }

    fn memories(&self) -> usize {
        1
    }
}
