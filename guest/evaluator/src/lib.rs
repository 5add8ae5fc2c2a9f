//! The component: maps WIT values to the core's and back, and decides nothing. A file for each interface.

#![deny(unsafe_code)]

mod cluster;
mod json;
mod merge;
mod provider;
mod requirer;
mod schedule;
mod selection;
mod types;
mod validation;

#[expect(unsafe_code, reason = "what is generated moves values through memory")]
mod bindings {
    use super::Evaluator;

    wit_bindgen::generate!({ path: "../../wit", world: "evaluator" });

    export!(Evaluator);
}

use bindings::exports;

struct Evaluator;

fn all<A, B: From<A>>(values: Vec<A>) -> Vec<B> {
    values.into_iter().map(B::from).collect()
}
