//! What wasmtime generates from wit/.

use std::fmt;

use exports::k8s_backup::target::types::{ScheduleConfig, Severity, Spec};

wasmtime::component::bindgen!({
    path: "../../wit",
    world: "evaluator",
    additional_derives: [PartialEq, Eq, Hash],
});

#[expect(clippy::derivable_impls, reason = "the type is generated")]
impl Default for Spec {
    fn default() -> Self {
        Self {
            include_namespaces: None,
            include_resources: None,
            exclude_namespaces: None,
            exclude_resources: None,
            include_cluster_resources: None,
            label_selector: None,
            ttl: None,
        }
    }
}

#[expect(clippy::derivable_impls, reason = "the type is generated")]
impl Default for ScheduleConfig {
    fn default() -> Self {
        Self { schedule: None, paused: false, skip_immediately: false, use_owner_references_in_backup: false }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        })
    }
}
