//! What the functions of the contract call.

mod describe;
pub mod merge;
pub mod provider;
pub mod requirer;
pub mod schedule;
pub mod selection;
pub mod validation;
