//! What specs select of an inventory: `selection.evaluation`, `selection.coverage`.

use crate::error::Error;
use crate::handle::Handle;
use crate::instance::Instance;
use crate::{Diagnostic, Overlap, TargetCoverage, Verdict};

/// One spec over one inventory, worked off in steps.
///
/// Each method's error is the host's; after one the evaluation is lost with its inventory.
pub struct Evaluation(pub(crate) Handle);

#[expect(clippy::missing_errors_doc, reason = "the type says it")]
impl Evaluation {
    /// Goes on for about so many objects; true when done.
    pub fn step(&mut self, max_objects: u32) -> Result<bool, Error> {
        self.0.call(|Instance { store, exports }, evaluation| {
            exports.k8s_backup_target_selection().evaluation().call_step(store, evaluation, max_objects)
        })
    }

    /// Claims without their volumes, and the like.
    pub fn diagnostics(&self) -> Result<Vec<Diagnostic>, Error> {
        self.0.call(|Instance { store, exports }, evaluation| {
            exports.k8s_backup_target_selection().evaluation().call_diagnostics(store, evaluation)
        })
    }

    /// How many objects are selected.
    pub fn included(&self) -> Result<u32, Error> {
        self.0.call(|Instance { store, exports }, evaluation| {
            exports.k8s_backup_target_selection().evaluation().call_included(store, evaluation)
        })
    }

    /// A byte for each object: its reason, by its place in the enum.
    pub fn reasons(&self) -> Result<Vec<u8>, Error> {
        self.0.call(|Instance { store, exports }, evaluation| {
            exports.k8s_backup_target_selection().evaluation().call_reasons(store, evaluation)
        })
    }

    /// Some of the verdicts, from a place on.
    pub fn verdicts(&self, offset: u32, limit: u32) -> Result<Vec<Verdict>, Error> {
        self.0.call(|Instance { store, exports }, evaluation| {
            exports.k8s_backup_target_selection().evaluation().call_verdicts(store, evaluation, offset, limit)
        })
    }
}

/// Many targets over one inventory, worked off in steps.
///
/// Each method's error is the host's; after one the coverage is lost with its inventory.
pub struct Coverage(pub(crate) Handle);

#[expect(clippy::missing_errors_doc, reason = "the type says it")]
impl Coverage {
    /// Goes on for about so many objects; true when done.
    pub fn step(&mut self, max_objects: u32) -> Result<bool, Error> {
        self.0.call(|Instance { store, exports }, coverage| {
            exports.k8s_backup_target_selection().coverage().call_step(store, coverage, max_objects)
        })
    }

    /// How much each target selects, in their order.
    pub fn targets(&self) -> Result<Vec<TargetCoverage>, Error> {
        self.0.call(|Instance { store, exports }, coverage| {
            exports.k8s_backup_target_selection().coverage().call_targets(store, coverage)
        })
    }

    /// Places of volume claims that no target selects.
    pub fn uncovered_claims(&self, offset: u32, limit: u32) -> Result<Vec<u32>, Error> {
        self.0.call(|Instance { store, exports }, coverage| {
            exports.k8s_backup_target_selection().coverage().call_uncovered_claims(store, coverage, offset, limit)
        })
    }

    /// Places of objects that no target selects.
    pub fn uncovered(&self, offset: u32, limit: u32) -> Result<Vec<u32>, Error> {
        self.0.call(|Instance { store, exports }, coverage| {
            exports.k8s_backup_target_selection().coverage().call_uncovered(store, coverage, offset, limit)
        })
    }

    /// Objects that several targets select.
    pub fn overlapping(&self, offset: u32, limit: u32) -> Result<Vec<Overlap>, Error> {
        self.0.call(|Instance { store, exports }, coverage| {
            exports.k8s_backup_target_selection().coverage().call_overlapping(store, coverage, offset, limit)
        })
    }
}
