//! What wasmtime generates from wit/.

use std::fmt;

use exports::k8s_backup::target::types::Severity;

wasmtime::component::bindgen!({
    path: "../../wit",
    world: "evaluator",
    additional_derives: [PartialEq, Eq, Hash],
});

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        })
    }
}
