//! The checks of resource policies.

use crate::catalogue::{
    POLICY_CLAIMS_NOT_SEEN, POLICY_NAMESPACES_NOT_USED, POLICY_REFUSED, POLICY_RULE_WITHOUT_EFFECT,
};
use crate::diagnostic::{Diagnostic, Pointer, and_list, quoted};
use crate::release::{Behaviour, Release};
use crate::report::Report;
use crate::velero::filters::{Field, Filters};
use crate::velero::policy::{Action, Conditions, Policy, VolumeRule};
use crate::velero::volumes::{Quantity, VolumeType};

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
    let message = format!("the resource policy has `{part}`, which Velero refuses together with {}", and_list(&names));
    let help = "use the lists of each scope, such as `includedNamespaceScopedResources`";
    let at = &filters.dialect.pointer().key("resourcePolicy");
    Some(POLICY_REFUSED.violation(message).help(help).at(at).into_diagnostic())
}

/// Checks a resource policy that Velero accepts, at the pointer of its text.
pub(crate) fn check(policy: &Policy, release: Release, pointer: &Pointer<'_>, report: &mut Report) {
    let rules = &pointer.key("volumePolicies");
    for (index, rule) in policy.volume_rules.iter().enumerate() {
        let at = &rules.index(index);
        let conditions = &rule.conditions;
        let hiding = policy.volume_rules.iter().take(index).position(|earlier| covers(&earlier.conditions, conditions));
        if let Some(earlier) = hiding {
            report.push(|| {
                let message =
                    format!("rule {} is never used: rule {} holds for all of its volumes", index + 1, earlier + 1);
                let help = format!("move it before rule {}, or remove it", earlier + 1);
                POLICY_RULE_WITHOUT_EFFECT.violation(message).help(help).at(at)
            });
        } else if let Some((why, field)) = contradiction(rule, release) {
            report.push(|| {
                let message = format!("rule {} never decides: {why}", index + 1);
                POLICY_RULE_WITHOUT_EFFECT
                    .violation(message)
                    .help("change its conditions, or remove it")
                    .at(&at.key("conditions").key(field))
            });
        } else if conditions.are_about_claims() && matches!(rule.action, Action::Snapshot | Action::FsBackup) {
            report.push(|| {
                let effect = match rule.action {
                    Action::Snapshot => "with `snapshotVolumes: false`, it makes no native snapshot",
                    _ => "it saves the contents twice where a location takes native snapshots",
                };
                let message = format!(
                    "rule {} has conditions on claims, which the decision on a native snapshot does not see: {effect}",
                    index + 1
                );
                let help = "use conditions on volumes, such as `storageClass`, if Velero takes native snapshots";
                POLICY_CLAIMS_NOT_SEEN.violation(message).help(help).at(&at.key("conditions"))
            });
        }
    }
}

/// Whether some conditions hold for every volume for which others hold.
fn covers(wide: &Conditions, narrow: &Conditions) -> bool {
    let list = |wide: &[String], narrow: &[String]| {
        wide.is_empty() || (!narrow.is_empty() && narrow.iter().all(|name| wide.contains(name)))
    };
    let most = |conditions: &Conditions| Some(conditions.most_capacity).filter(|most| *most != Quantity::ZERO);
    let has_range = wide.least_capacity <= narrow.least_capacity
        && most(wide).is_none_or(|most_wide| most(narrow).is_some_and(|most_narrow| most_narrow <= most_wide));
    let is_part = |wide: &str, narrow: &str| wide.is_empty() || wide == narrow;
    let has_nfs = match (&wide.nfs, &narrow.nfs) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some((server, path)), Some((other_server, other_path))) => {
            is_part(server, other_server) && is_part(path, other_path)
        }
    };
    let has_csi = match (&wide.csi, &narrow.csi) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(wide), Some(narrow)) => {
            is_part(&wide.driver, &narrow.driver)
                && wide.attributes.iter().all(|attribute| narrow.attributes.contains(attribute))
        }
    };
    has_range
        && list(&wide.storage_classes, &narrow.storage_classes)
        && list(&wide.volume_types, &narrow.volume_types)
        && has_nfs
        && has_csi
        && wide.claim_labels.iter().all(|label| narrow.claim_labels.contains(label))
        && list(&wide.claim_phases, &narrow.claim_phases)
        && (wide.claim_mode.is_none() || wide.claim_mode == narrow.claim_mode)
        && (wide.claim_access_modes.is_empty() || wide.claim_access_modes == narrow.claim_access_modes)
}

/// Returns why a rule never decides, and the condition that is at fault.
fn contradiction(rule: &VolumeRule, release: Release) -> Option<(String, &'static str)> {
    let conditions = &rule.conditions;
    let types = &conditions.volume_types;
    let lacks = |name: &str| !types.is_empty() && !types.iter().any(|known| known == name);
    let is_known = |name: &String| {
        VolumeType::of(name)
            .is_some_and(|kind| kind != VolumeType::IMAGE || release.has(Behaviour::ChecksPolicyParameters))
    };
    let is_read =
        |name: &String| VolumeType::of(name).is_some_and(|kind| !kind.is_an_object() && kind != VolumeType::HOST_PATH);
    let quoted_types = || {
        let types: Vec<String> = types.iter().map(|name| quoted(name).to_string()).collect();
        and_list(&types)
    };
    if conditions.nfs.is_some() && conditions.csi.is_some() {
        Some(("a volume is not both an NFS and a CSI volume".to_owned(), "nfs"))
    } else if conditions.csi.is_some() && lacks("csi") {
        Some(("`csi` asks for CSI volumes, and `volumeTypes` leaves them out".to_owned(), "volumeTypes"))
    } else if conditions.nfs.is_some() && lacks("nfs") {
        Some(("`nfs` asks for NFS volumes, and `volumeTypes` leaves them out".to_owned(), "volumeTypes"))
    } else if !types.is_empty() && !types.iter().any(is_known) {
        Some((format!("no volume has the type {} for Velero {release}", quoted_types()), "volumeTypes"))
    } else if rule.action == Action::FsBackup && !types.is_empty() && !types.iter().any(is_read) {
        Some((format!("file-system backup never reads volumes of the type {}", quoted_types()), "volumeTypes"))
    } else if !conditions.storage_classes.is_empty() && conditions.storage_classes.iter().all(String::is_empty) {
        Some(("an empty class never matches".to_owned(), "storageClass"))
    } else {
        None
    }
}

/// Returns the finding about filters of namespaces that a Backup of all namespaces does not use.
pub(crate) fn namespaces_not_used(filters: &Filters, policy: &Policy) -> Option<Diagnostic> {
    if policy.namespaced.is_empty() || !filters.namespaces().includes_all() {
        return None;
    }
    let message = "the backup includes all namespaces, so Velero lists them at once: kinds and selectors of \
                   `namespacedFilterPolicies` for other names than `*` have no effect, and one for `*` leaves out all \
                   cluster-scoped objects but Namespaces";
    let help = format!("name the namespaces in `{}`", filters.name(Field::IncludedNamespaces));
    let at = &filters.dialect.pointer().key("resourcePolicy");
    Some(POLICY_NAMESPACES_NOT_USED.violation(message).help(help).at(at).into_diagnostic())
}
