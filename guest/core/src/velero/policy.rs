//! Resource policies: how Velero treats the contents of volumes, and further filters.

use super::filters::Selector;
use super::volumes::{Quantity, VolumeType};

/// A resource policy: the data of a ConfigMap that a Backup names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// What is done with the contents of volumes. The first rule whose conditions all hold decides.
    pub(crate) volume_rules: Vec<VolumeRule>,
    /// Resources to include and exclude besides those of the Backup.
    pub(crate) resources: Option<PolicyResources>,
    /// Filters of cluster-scoped kinds.
    pub(crate) cluster_scoped: Vec<ResourceFilter>,
    /// Filters of the kinds in namespaces.
    pub(crate) namespaced: Vec<NamespaceFilter>,
}

/// Resources to include and exclude besides those of the Backup: `includeExcludePolicy`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PolicyResources {
    pub(crate) included_cluster_scoped: Vec<String>,
    pub(crate) excluded_cluster_scoped: Vec<String>,
    pub(crate) included_namespace_scoped: Vec<String>,
    pub(crate) excluded_namespace_scoped: Vec<String>,
}

/// The filters of namespaces: an entry of `namespacedFilterPolicies`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NamespaceFilter {
    pub(crate) namespaces: Vec<String>,
    pub(crate) filters: Vec<ResourceFilter>,
}

/// A filter of the objects of some kinds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ResourceFilter {
    pub(crate) kinds: Vec<String>,
    /// One of them must match. Empty without a selector.
    pub(crate) selectors: Vec<Selector>,
    /// Patterns of names. Empty for all.
    pub(crate) names: Vec<String>,
    pub(crate) excluded_names: Vec<String>,
}

impl ResourceFilter {
    /// Whether it is for all kinds that no other filter names.
    pub(crate) fn is_catch_all(&self) -> bool {
        match self.kinds.as_slice() {
            [] => true,
            [kind] => kind == "*",
            _ => false,
        }
    }
}

/// What is done with the contents of volumes that meet conditions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct VolumeRule {
    pub(crate) conditions: Conditions,
    pub(crate) action: Action,
    /// The class for CSI snapshots.
    pub(crate) snapshot_class: Option<String>,
}

/// What a rule does with the contents of a volume.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Action {
    #[default]
    Skip,
    Snapshot,
    FsBackup,
    /// A plugin saves them.
    Custom,
}

impl Action {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Action::Skip => "skip",
            Action::Snapshot => "snapshot",
            Action::FsBackup => "fs-backup",
            Action::Custom => "custom",
        }
    }
}

/// The conditions of a rule. All must hold. An empty list is no condition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Conditions {
    /// Zero is no limit.
    pub(crate) least_capacity: Quantity,
    /// Zero is no limit.
    pub(crate) most_capacity: Quantity,
    pub(crate) storage_classes: Vec<String>,
    /// The server and the path. An empty one is any.
    pub(crate) nfs: Option<(String, String)>,
    pub(crate) csi: Option<CsiCondition>,
    pub(crate) volume_types: Vec<String>,
    pub(crate) claim_labels: Vec<(String, String)>,
    pub(crate) claim_phases: Vec<String>,
    pub(crate) claim_mode: Option<String>,
    pub(crate) claim_access_modes: Vec<String>,
}

/// A condition on CSI volumes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CsiCondition {
    /// Empty for any driver.
    pub(crate) driver: String,
    pub(crate) attributes: Vec<(String, String)>,
}

/// What a rule sees of a volume. Without a PersistentVolume, it has no capacity and no class.
#[derive(Default)]
pub(crate) struct SeenVolume<'v> {
    pub(crate) capacity: Quantity,
    pub(crate) class: &'v str,
    pub(crate) volume_type: Option<VolumeType>,
    /// The driver of a CSI volume.
    pub(crate) driver: Option<&'v str>,
    pub(crate) attributes: Vec<(&'v str, &'v str)>,
    pub(crate) nfs: Option<(&'v str, &'v str)>,
    pub(crate) claim: Option<SeenClaim<'v>>,
}

/// What a rule sees of a claim.
pub(crate) struct SeenClaim<'v> {
    pub(crate) labels: Vec<(&'v str, &'v str)>,
    pub(crate) phase: &'v str,
    pub(crate) mode: &'v str,
    /// Sorted.
    pub(crate) access_modes: Vec<&'v str>,
}

impl Conditions {
    /// Whether they are about claims, which not every decision sees.
    pub(crate) fn are_about_claims(&self) -> bool {
        !self.claim_labels.is_empty()
            || !self.claim_phases.is_empty()
            || self.claim_mode.is_some()
            || !self.claim_access_modes.is_empty()
    }

    /// Whether all hold for a volume.
    pub(crate) fn hold(&self, volume: &SeenVolume<'_>) -> bool {
        let is_one = |names: &[String], name: &str| names.iter().any(|known| known == name);
        let has_class = || !volume.class.is_empty() && is_one(&self.storage_classes, volume.class);
        let has_type = || volume.volume_type.is_some_and(|known| is_one(&self.volume_types, known.name()));
        self.allow(volume.capacity)
            && (self.storage_classes.is_empty() || has_class())
            && (self.volume_types.is_empty() || has_type())
            && self.nfs.as_ref().is_none_or(|(server, path)| {
                let is_it = |wanted: &str, found: &str| wanted.is_empty() || wanted == found;
                volume.nfs.is_some_and(|(its_server, its_path)| is_it(server, its_server) && is_it(path, its_path))
            })
            && self.csi.as_ref().is_none_or(|csi| csi.holds(volume))
            && (!self.are_about_claims() || volume.claim.as_ref().is_some_and(|claim| self.hold_for_claim(claim)))
    }

    fn allow(&self, capacity: Quantity) -> bool {
        let (least, most) = (self.least_capacity, self.most_capacity);
        least <= capacity && (most == Quantity::ZERO || capacity <= most)
    }

    fn hold_for_claim(&self, claim: &SeenClaim<'_>) -> bool {
        let has_label = |(key, value): &(String, String)| claim.labels.contains(&(key.as_str(), value.as_str()));
        let has_phase = || self.claim_phases.iter().any(|phase| phase == claim.phase);
        let has_modes = || {
            let wanted = &self.claim_access_modes;
            wanted.len() == claim.access_modes.len()
                && wanted.iter().all(|mode| claim.access_modes.contains(&mode.as_str()))
                && claim.access_modes.iter().all(|mode| wanted.iter().any(|wanted| wanted == mode))
        };
        self.claim_labels.iter().all(has_label)
            && (self.claim_phases.is_empty() || has_phase())
            && self.claim_mode.as_deref().is_none_or(|mode| mode == claim.mode)
            && (self.claim_access_modes.is_empty() || has_modes())
    }
}

impl CsiCondition {
    fn holds(&self, volume: &SeenVolume<'_>) -> bool {
        let has = |(key, value): &(String, String)| volume.attributes.contains(&(key.as_str(), value.as_str()));
        volume.driver.is_some_and(|driver| self.driver.is_empty() || self.driver == driver)
            && self.attributes.iter().all(has)
    }
}

/// Returns the index of the first rule whose conditions hold for a volume.
pub(crate) fn matching_rule(rules: &[VolumeRule], volume: &SeenVolume<'_>) -> Option<u32> {
    rules.iter().position(|rule| rule.conditions.hold(volume)).map(|index| index as u32)
}
