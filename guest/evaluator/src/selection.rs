//! Implements the `selection` interface.

use std::cell::RefCell;
use std::sync::Arc;

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::{inventory, selection};

use crate::exports::k8s_backup::target::cluster::ClusterBorrow;
use crate::exports::k8s_backup::target::selection as wit;
use crate::exports::k8s_backup::target::types::{Diagnostic, Source};
use crate::{Evaluator, all};

type Inventory = Arc<inventory::Inventory>;

impl wit::Guest for Evaluator {
    type InventoryReader = RefCell<inventory::Reader>;
    type Inventory = Inventory;
    type Evaluation = RefCell<selection::Evaluation>;
    type Coverage = RefCell<selection::Coverage>;
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

    fn matching_namespaces(&self, pattern: String) -> Result<Vec<String>, Vec<Diagnostic>> {
        selection::matching_namespaces(self, &pattern).map_err(all)
    }
}

impl wit::GuestEvaluation for RefCell<selection::Evaluation> {
    fn new(inventory: wit::InventoryBorrow<'_>, source: Source) -> Self {
        let source = selection::Source::from(source);
        RefCell::new(source.evaluation(Arc::clone(inventory.get::<Inventory>())))
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
}

impl wit::GuestCoverage for RefCell<selection::Coverage> {
    fn new(inventory: wit::InventoryBorrow<'_>, targets: Vec<Source>, at: Option<i64>) -> Self {
        RefCell::new(selection::Coverage::new(Arc::clone(inventory.get::<Inventory>()), all(targets), at))
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
        let selection::TargetCoverage { objects, persistent_volume_claims, why_nothing } = coverage;
        wit::TargetCoverage { objects, persistent_volume_claims, why_nothing }
    }
}

impl From<selection::Overlap> for wit::Overlap {
    fn from(overlap: selection::Overlap) -> Self {
        wit::Overlap { object: overlap.object, targets: overlap.targets }
    }
}
