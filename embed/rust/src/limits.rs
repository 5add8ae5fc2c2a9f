//! Limits of a call.

use wasmtime::ResourceLimiter;

use crate::error::Limit;

/// Limits of the memory, instructions and stack of a call.
///
/// With the defaults, a databag of 50 MB can be read. No limit is a time, so that no call fails because the machine is
/// busy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Maximum number of bytes of linear memory of one instance.
    pub memory_bytes: usize,
    /// Maximum fuel of one call, or of one run of the command: about one unit for each instruction. `None` does not
    /// count it.
    ///
    /// The project's own component ends every call by itself. Set it for a component from elsewhere, for example
    /// [`Limits::FUEL`]. Counting makes calls slower: docs/performance.md has the ratio.
    pub fuel: Option<u64>,
    /// Maximum number of bytes of stack of one call.
    pub stack_bytes: usize,
    /// Maximum number of bytes that the result of one call takes in the host, approximately.
    pub answer_bytes: usize,
}

impl Limits {
    /// Enough for any input within the documented limits: 100 times what each call may take in the tests of these limits.
    /// A run of the command makes many calls.
    pub const FUEL: u64 = 10_000_000_000_000;
}

impl Default for Limits {
    fn default() -> Self {
        Limits { memory_bytes: 1 << 30, fuel: None, stack_bytes: 512 << 10, answer_bytes: 128 << 20 }
    }
}

/// Enforces the memory limit of one instance, and records how much memory it has.
#[derive(Debug)]
pub(crate) struct MemoryLimiter {
    limit: usize,
    pub(crate) used: usize,
}

impl MemoryLimiter {
    /// Maximum number of elements of a table. The evaluator has one table of functions, which does not grow.
    const MAX_TABLE_ELEMENTS: usize = 10_000;
    /// Maximum number of core instances. The evaluator has three: its code, and two that link its exports.
    const MAX_INSTANCES: usize = 10;

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
        if desired > Self::MAX_TABLE_ELEMENTS {
            return Err(Limit::Table.into());
        }
        Ok(true)
    }

    fn instances(&self) -> usize {
        Self::MAX_INSTANCES
    }

    fn tables(&self) -> usize {
        Self::MAX_INSTANCES
    }

    fn memories(&self) -> usize {
        1
    }
}
