//! Generated from wit/ by `cargo xtask bindings`.

mod cluster;
mod merge;
mod provider;
mod requirer;
mod schedule;
mod selection;
mod validation;

use std::sync::Arc;

pub use crate::bindings::exports::k8s_backup::target::cluster::{ApiResource, VeleroRelease};
pub use crate::bindings::exports::k8s_backup::target::merge::{
    ManifestKind, MergePlan, PlannedWrite, TargetManifest, VeleroBackupSpec, VeleroSettings,
};
pub use crate::bindings::exports::k8s_backup::target::provider::{DatabagWrite, Identity, OnErrors, PublishError};
pub use crate::bindings::exports::k8s_backup::target::requirer::LocatedTarget;
pub use crate::bindings::exports::k8s_backup::target::schedule::{PlannedSchedule, SchedulePlan, Timeline, Window};
pub use crate::bindings::exports::k8s_backup::target::selection::{
    ContentsCount, CsiClaim, Means, ObjectRef, Outcome, OutcomeKind, Overlap, PodVolumeBackup, Reason, Said, SavedBy,
    SavedContents, TargetCoverage, UnsavedBy, Verdict, VolumeVerdict,
};
pub use crate::bindings::exports::k8s_backup::target::types::{
    Backup, BackupKind, Databag, Diagnostic, Edit, Filters, Fix, HookSelector, LabelRequirement, PolicyMap, Position,
    RelatedPlace, Relation, ScheduleConfig, Selector, ServerSettings, Severity, SnapshotLocation, Source, Span, Spec,
    Target, VolumeFields,
};
pub use crate::bindings::exports::k8s_backup::target::validation::{
    BroughtAlong, Clauses, ConvertedSpec, DocumentFormat, DocumentKind, Level, NameFilter, NamespaceCondition,
    NamespaceObjects, Rule, RuleLevel, WithObjects,
};
use crate::error::Error;
use crate::evaluator::Evaluator;
use crate::handle::Handle;
use crate::instance::Instance;
pub use cluster::Cluster;
pub use requirer::Targets;
pub use selection::{Coverage, Evaluation, Inventory, InventoryReader};
pub use validation::Document;

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

#[expect(clippy::derivable_impls, reason = "the type is generated")]
impl Default for Filters {
    fn default() -> Self {
        Self {
            included_namespaces: None,
            excluded_namespaces: None,
            included_resources: None,
            excluded_resources: None,
            include_cluster_resources: None,
            included_cluster_scoped_resources: None,
            excluded_cluster_scoped_resources: None,
            included_namespace_scoped_resources: None,
            excluded_namespace_scoped_resources: None,
            label_selector: None,
            or_label_selectors: None,
            volume_group_snapshot_label_key: None,
        }
    }
}

impl From<&Source> for Source {
    fn from(value: &Source) -> Self {
        value.clone()
    }
}

impl From<Spec> for Source {
    fn from(value: Spec) -> Self {
        Self::Spec(value)
    }
}

impl From<&Spec> for Source {
    fn from(value: &Spec) -> Self {
        Self::Spec(value.clone())
    }
}

impl From<Backup> for Source {
    fn from(value: Backup) -> Self {
        Self::Backup(value)
    }
}

impl From<&Backup> for Source {
    fn from(value: &Backup) -> Self {
        Self::Backup(value.clone())
    }
}

impl From<Target> for Source {
    fn from(value: Target) -> Self {
        Self::Spec(value.spec)
    }
}

impl From<&Target> for Source {
    fn from(value: &Target) -> Self {
        Self::Spec(value.spec.clone())
    }
}
