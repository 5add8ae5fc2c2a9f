//! The component: maps WIT values to the core's and back, and decides nothing. A file for each interface.

#![expect(missing_docs, reason = "the exports are documented in wit/")]

mod cluster;
mod merge;
mod provider;
mod requirer;
mod schedule;
mod selection;
mod types;
mod validation;

wit_bindgen::generate!({ path: "../../wit", world: "evaluator" });

struct Evaluator;

export!(Evaluator);

fn all<A, B: From<A>>(values: Vec<A>) -> Vec<B> {
    values.into_iter().map(B::from).collect()
}
