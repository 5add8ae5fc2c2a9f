//! The definitions of all rules, one file for each subject. The checks are in `rules`, or next to the data that they
//! read.
#![expect(missing_docs, reason = "the summary of a rule is its documentation")]

mod cluster;
mod contents;
mod conversion;
mod cross_field;
mod inventory;
mod labels;
mod manifests;
mod namespaces;
mod plan;
mod policy;
mod resources;
mod schedule;
mod selection;
mod settings;
mod shape;
mod target;
mod text;
mod ttl;

pub use cluster::*;
pub use contents::*;
pub use conversion::*;
pub use cross_field::*;
pub use inventory::*;
pub use labels::*;
pub use manifests::*;
pub use namespaces::*;
pub use plan::*;
pub use policy::*;
pub use resources::*;
pub use schedule::*;
pub use selection::*;
pub use settings::*;
pub use shape::*;
pub use target::*;
pub use text::*;
pub use ttl::*;

use crate::diagnostic::Rule;
use crate::suggest;

/// All rules by subject, in the order of the reference page.
pub static CATALOGUE: [(&str, &[&Rule]); 18] = [
    ("Text", text::RULES),
    ("Shape", shape::RULES),
    ("ttl", ttl::RULES),
    ("Namespaces", namespaces::RULES),
    ("Resources", resources::RULES),
    ("Cross-field", cross_field::RULES),
    ("Labels", labels::RULES),
    ("Manifests", manifests::RULES),
    ("Resource policies", policy::RULES),
    ("Target", target::RULES),
    ("Schedule", schedule::RULES),
    ("Plan", plan::RULES),
    ("Conversion", conversion::RULES),
    ("Cluster", cluster::RULES),
    ("Inventory", inventory::RULES),
    ("Selection", selection::RULES),
    ("Contents of volumes", contents::RULES),
    ("Settings", settings::RULES),
];

/// Returns the rule whose code is nearest to a misspelled code.
pub fn nearest_rule(code: &str) -> Option<&'static Rule> {
    let rules = || CATALOGUE.iter().flat_map(|(_, rules)| rules.iter().copied());
    let nearest = suggest::nearest(code, rules().map(|rule| rule.code))?;
    rules().find(|rule| rule.code == nearest)
}
