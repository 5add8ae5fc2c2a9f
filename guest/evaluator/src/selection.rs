//! Implements the `selection` interface.

use std::cell::RefCell;
use std::sync::Arc;

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::document::Format;
use k8s_backup_target::{inventory, selection};

use crate::exports::k8s_backup::target::cluster::ClusterBorrow;
use crate::exports::k8s_backup::target::selection as wit;
use crate::exports::k8s_backup::target::types::{Diagnostic, PolicyMap, ServerSettings, Source};
use crate::{Evaluator, all};

type Inventory = Arc<inventory::Inventory>;

impl wit::Guest for Evaluator {
    type InventoryReader = RefCell<inventory::Reader>;
    type Inventory = Inventory;
    type Evaluation = RefCell<selection::Evaluation>;
    type Coverage = RefCell<selection::Coverage>;

    fn parse_settings(text: String) -> Result<ServerSettings, Vec<Diagnostic>> {
        selection::read_settings(&text, format_of(&text)).map(Into::into).map_err(all)
    }

    fn parse_policies(text: String) -> Result<Vec<PolicyMap>, Vec<Diagnostic>> {
        selection::read_policies(&text, format_of(&text)).map(all).map_err(all)
    }
}

/// JSON is YAML too, but its errors are those of JSON.
fn format_of(text: &str) -> Format {
    if text.trim_start().starts_with('{') { Format::Json } else { Format::Yaml }
}

impl wit::GuestInventoryReader for RefCell<inventory::Reader> {
    fn new(cluster: ClusterBorrow<'_>) -> Self {
        RefCell::new(inventory::Reader::new(cluster.get::<Cluster>()))
    }

    fn push(&self, chunk: Vec<u8>) -> Result<(), Vec<Diagnostic>> {
        self.borrow_mut().push(&chunk).map_err(all)
    }

    fn finish(reader: wit::InventoryReader) -> Result<wit::Inventory, Vec<Diagnostic>> {
        let reader = reader.into_inner::<Self>().into_inner();
        reader.finish().map(|inventory| wit::Inventory::new(Arc::new(inventory))).map_err(all)
    }
}

impl wit::GuestInventory for Inventory {
    fn diagnostics(&self) -> Vec<Diagnostic> {
        all(inventory::Inventory::diagnostics(self).to_vec())
    }

    fn len(&self) -> u32 {
        inventory::Inventory::len(self)
    }

    fn objects(&self, offset: u32, limit: u32) -> Vec<wit::ObjectRef> {
        inventory::Inventory::objects(self, offset, limit).map(Into::into).collect()
    }

    fn schedules(&self) -> Vec<String> {
        inventory::Inventory::schedules(self).map(str::to_owned).collect()
    }

    fn settings(&self) -> ServerSettings {
        inventory::Inventory::settings(self).clone().into()
    }

    fn matching_namespaces(&self, pattern: String) -> Result<Vec<String>, Vec<Diagnostic>> {
        selection::matching_namespaces(self, &pattern).map_err(all)
    }
}

impl wit::GuestEvaluation for RefCell<selection::Evaluation> {
    fn new(inventory: wit::InventoryBorrow<'_>, source: Source, settings: Option<ServerSettings>) -> Self {
        let settings = settings.map(Into::into).unwrap_or_default();
        RefCell::new(selection::Evaluation::of(Arc::clone(inventory.get::<Inventory>()), &source.into(), settings))
    }

    fn step(&self, max_objects: u32) -> bool {
        self.borrow_mut().step(max_objects)
    }

    fn diagnostics(&self) -> Vec<Diagnostic> {
        all(self.borrow().diagnostics())
    }

    fn outcome(&self) -> wit::Outcome {
        self.borrow().outcome().into()
    }

    fn included(&self) -> u32 {
        self.borrow().included()
    }

    fn reasons(&self) -> Vec<u8> {
        self.borrow().reasons().iter().map(|&reason| wit::Reason::from(reason) as u8).collect()
    }

    fn verdicts(&self, offset: u32, limit: u32) -> Vec<wit::Verdict> {
        self.borrow().verdicts(offset, limit).map(Into::into).collect()
    }

    fn contents(&self) -> wit::SavedContents {
        self.borrow().contents().into()
    }

    fn volume_count(&self) -> u32 {
        self.borrow().volume_count()
    }

    fn volumes(&self, offset: u32, limit: u32) -> Vec<wit::VolumeVerdict> {
        self.borrow().volumes(offset, limit).map(Into::into).collect()
    }

    fn contents_count(&self) -> wit::ContentsCount {
        self.borrow().contents_count().into()
    }

    fn settings(&self) -> ServerSettings {
        self.borrow().settings().clone().into()
    }
}

impl wit::GuestCoverage for RefCell<selection::Coverage> {
    fn new(
        inventory: wit::InventoryBorrow<'_>,
        targets: Vec<Source>,
        at: Option<i64>,
        settings: Option<ServerSettings>,
    ) -> Self {
        let settings = settings.map(Into::into).unwrap_or_default();
        let inventory = Arc::clone(inventory.get::<Inventory>());
        RefCell::new(selection::Coverage::with_settings(inventory, all(targets), settings, at))
    }

    fn step(&self, max_objects: u32) -> bool {
        self.borrow_mut().step(max_objects)
    }

    fn targets(&self) -> Vec<wit::TargetCoverage> {
        all(self.borrow().targets().to_vec())
    }

    fn uncovered_claims(&self, offset: u32, limit: u32) -> Vec<u32> {
        self.borrow().uncovered_claims(offset, limit).collect()
    }

    fn claims_without_contents(&self, offset: u32, limit: u32) -> Vec<u32> {
        self.borrow().claims_without_contents(offset, limit).collect()
    }

    fn uncovered(&self, offset: u32, limit: u32) -> Vec<u32> {
        self.borrow().uncovered(offset, limit).collect()
    }

    fn overlapping(&self, offset: u32, limit: u32) -> Vec<wit::Overlap> {
        self.borrow().overlapping(offset, limit).map(Into::into).collect()
    }
}

impl From<inventory::ObjectRef> for wit::ObjectRef {
    fn from(object: inventory::ObjectRef) -> Self {
        wit::ObjectRef { group_resource: object.group_resource, namespace: object.namespace, name: object.name }
    }
}

impl From<selection::Reason> for wit::Reason {
    fn from(reason: selection::Reason) -> Self {
        match reason {
            selection::Reason::Selected => wit::Reason::Selected,
            selection::Reason::ComesAlong => wit::Reason::ComesAlong,
            selection::Reason::NamespaceOfSelected => wit::Reason::NamespaceOfSelected,
            selection::Reason::SpecRefused => wit::Reason::SpecRefused,
            selection::Reason::NamespaceNotIncluded => wit::Reason::NamespaceNotIncluded,
            selection::Reason::NamespaceExcluded => wit::Reason::NamespaceExcluded,
            selection::Reason::ResourceNotIncluded => wit::Reason::ResourceNotIncluded,
            selection::Reason::ResourceExcluded => wit::Reason::ResourceExcluded,
            selection::Reason::ClusterScopeExcluded => wit::Reason::ClusterScopeExcluded,
            selection::Reason::ClusterScopeNotAutomatic => wit::Reason::ClusterScopeNotAutomatic,
            selection::Reason::LabelsDoNotMatch => wit::Reason::LabelsDoNotMatch,
            selection::Reason::ExcludeLabel => wit::Reason::ExcludeLabel,
            selection::Reason::SkipAnnotation => wit::Reason::SkipAnnotation,
            selection::Reason::UnknownResource => wit::Reason::UnknownResource,
            selection::Reason::BeingDeleted => wit::Reason::BeingDeleted,
            selection::Reason::SaveFailed => wit::Reason::SaveFailed,
            selection::Reason::PolicyExcluded => wit::Reason::PolicyExcluded,
        }
    }
}

impl From<selection::Outcome> for wit::Outcome {
    fn from(outcome: selection::Outcome) -> Self {
        let (kind, reasons) = match outcome {
            selection::Outcome::Completed => (wit::OutcomeKind::Completed, Vec::new()),
            selection::Outcome::PartiallyFailed(reasons) => (wit::OutcomeKind::PartiallyFailed, reasons),
            selection::Outcome::Failed(reasons) => (wit::OutcomeKind::Failed, reasons),
            selection::Outcome::Refused(reasons) => (wit::OutcomeKind::Refused, reasons),
        };
        wit::Outcome { kind, diagnostics: all(reasons) }
    }
}

impl From<selection::Verdict> for wit::Verdict {
    fn from(verdict: selection::Verdict) -> Self {
        wit::Verdict {
            object: verdict.object.into(),
            included: verdict.included,
            reason: verdict.reason.into(),
            pointer: verdict.pointer,
            brought_by: verdict.brought_by,
        }
    }
}

impl From<selection::TargetCoverage> for wit::TargetCoverage {
    fn from(coverage: selection::TargetCoverage) -> Self {
        let selection::TargetCoverage { objects, persistent_volume_claims, claims_with_contents, why_nothing } =
            coverage;
        wit::TargetCoverage { objects, persistent_volume_claims, claims_with_contents, why_nothing }
    }
}

impl From<selection::Overlap> for wit::Overlap {
    fn from(overlap: selection::Overlap) -> Self {
        wit::Overlap { object: overlap.object, targets: overlap.targets }
    }
}

impl From<selection::SavedContents> for wit::SavedContents {
    fn from(saved: selection::SavedContents) -> Self {
        wit::SavedContents { fs: all(saved.fs), snapshots: saved.snapshots, csi: all(saved.csi) }
    }
}

impl From<selection::PodVolumeBackup> for wit::PodVolumeBackup {
    fn from(backup: selection::PodVolumeBackup) -> Self {
        wit::PodVolumeBackup { pod: backup.pod, volume: backup.volume }
    }
}

impl From<selection::CsiClaim> for wit::CsiClaim {
    fn from(csi: selection::CsiClaim) -> Self {
        wit::CsiClaim { claim: csi.claim, snapshot_class: csi.snapshot_class, moved: csi.is_moved }
    }
}

impl From<selection::Means> for wit::Means {
    fn from(means: selection::Means) -> Self {
        match means {
            selection::Means::FileSystemBackup => wit::Means::FileSystemBackup,
            selection::Means::NativeSnapshot => wit::Means::NativeSnapshot,
            selection::Means::CsiSnapshot => wit::Means::CsiSnapshot,
        }
    }
}

impl From<selection::Said> for wit::Said {
    fn from(said: selection::Said) -> Self {
        match said {
            selection::Said::Nothing => wit::Said::Nothing,
            selection::Said::Warning => wit::Said::Warning,
            selection::Said::Error => wit::Said::Error,
        }
    }
}

impl From<selection::SavedBy> for wit::SavedBy {
    fn from(by: selection::SavedBy) -> Self {
        wit::SavedBy {
            means: by.means.into(),
            pod: by.pod,
            made_with: by.made_with,
            moved: by.is_moved,
            decided_by: by.decided_by,
        }
    }
}

impl From<selection::UnsavedBy> for wit::UnsavedBy {
    fn from(by: selection::UnsavedBy) -> Self {
        wit::UnsavedBy {
            means: by.means.into(),
            reason: by.reason.name().to_owned(),
            said: by.reason.said().into(),
            message: by.message,
            pod: by.pod,
            decided_by: by.decided_by,
            depends_on: by.depends_on.map(str::to_owned),
        }
    }
}

impl From<selection::VolumeVerdict> for wit::VolumeVerdict {
    fn from(verdict: selection::VolumeVerdict) -> Self {
        let why = verdict.why();
        let (claim, volume, pod, pod_volume) = match verdict.subject {
            selection::VolumeSubject::Claim { claim, volume } => (Some(claim), volume, None, None),
            selection::VolumeSubject::Volume(volume) => (None, Some(volume), None, None),
            selection::VolumeSubject::PodVolume { pod, name } => (None, None, Some(pod), Some(name)),
        };
        wit::VolumeVerdict {
            claim,
            volume,
            pod,
            pod_volume,
            included: verdict.is_included,
            saved_by: all(verdict.saved_by),
            unsaved_by: all(verdict.unsaved_by),
            why,
        }
    }
}

impl From<selection::ContentsCount> for wit::ContentsCount {
    fn from(count: selection::ContentsCount) -> Self {
        wit::ContentsCount {
            claims: count.claims,
            claims_without_contents: count.claims_without_contents,
            claims_not_known: count.claims_not_known,
            contents_without_claim: count.contents_without_claim,
        }
    }
}
