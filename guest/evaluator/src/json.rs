//! Implements the `json` interface: calls each function of the contract by its name, with JSON.
//!
//! Typed calls reach the same functions.

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
        called(&function, &arguments).map(write::text).map_err(|fault| write::text(write::answer(fault)))
    }
}

fn called(function: &str, arguments: &str) -> Result<Vec<u8>, Fault> {
    for text in [function, arguments] {
        // A host without the component model writes the text into memory. Nothing else checks it.
        if let Err(error) = str::from_utf8(text.as_bytes()) {
            return Err(Fault::not_utf8(error.valid_up_to()));
        }
    }
    let arguments = json::parse(arguments).map_err(|error| Fault::not_json(&error))?;
    contract::call(function, arguments.root())
}
