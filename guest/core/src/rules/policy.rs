//! The checks of resource policies.

use crate::catalogue::POLICY_REFUSED;
use crate::diagnostic::Diagnostic;
use crate::velero::filters::{Field, Filters};
use crate::velero::policy::Policy;

/// Returns why Velero refuses a policy with filters that do not depend on the scope.
pub(crate) fn mixed(filters: &Filters, policy: &Policy) -> Option<Diagnostic> {
    let part = if policy.resources.is_some() {
        "includeExcludePolicy"
    } else if !policy.cluster_scoped.is_empty() {
        "clusterScopedFilterPolicy"
    } else if !policy.namespaced.is_empty() {
        "namespacedFilterPolicies"
    } else {
        return None;
    };
    if !filters.are_global() {
        return None;
    }
    let fields = [Field::IncludedResources, Field::ExcludedResources, Field::IncludeClusterResources];
    let names = fields.map(|field| format!("`{}`", filters.name(field)));
    let message = format!(
        "the resource policy has `{part}`, which Velero refuses together with {}",
        crate::diagnostic::and_list(&names)
    );
    let help = "use the lists of each scope, such as `includedNamespaceScopedResources`";
    let at = &filters.dialect.pointer().key("resourcePolicy");
    Some(POLICY_REFUSED.violation(message).help(help).at(at).into_diagnostic())
}
