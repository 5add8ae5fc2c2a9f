//! The component. It converts WIT values to values of the core and back, and contains no logic. Each interface has a
//! file.

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

#[expect(unsafe_code, reason = "generated code passes values through memory")]
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
