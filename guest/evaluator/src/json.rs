//! `json`: calls every function of the contract by its name, with JSON.
//!
//! A call with WIT values reaches the same functions.

#[rustfmt::skip]
mod contract;
mod fault;
mod read;
mod resources;
mod write;

use k8s_backup_target::document::json;

use crate::Evaluator;
use crate::exports::k8s_backup::target::json as wit;
use fault::Fault;

impl wit::Guest for Evaluator {
    fn call(function: String, arguments: String) -> Result<String, String> {
        json::parse(&arguments)
            .map_err(|error| Fault::not_json(&error))
            .and_then(|arguments| contract::call(&function, arguments.root()))
            .map(write::text)
            .map_err(|fault| write::text(write::answer(fault)))
    }
}
