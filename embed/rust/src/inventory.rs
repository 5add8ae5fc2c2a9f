//! The objects of a cluster, and how they are read: `selection.inventory-reader`, `selection.inventory`.

use crate::error::Error;
use crate::handle::Handle;
use crate::instance::Instance;
use crate::selection::{Coverage, Evaluation};
use crate::{Diagnostic, ObjectRef, Spec, Target};

/// Reads a cluster's objects in pieces of any size. It lives in its cluster's instance.
pub struct InventoryReader(pub(crate) Handle);

#[expect(clippy::missing_errors_doc, reason = "the type says it")]
impl InventoryReader {
    /// Reads on. The inner error says that this is nothing that `kubectl get -o json` prints.
    pub fn push(&mut self, chunk: &[u8]) -> Result<Result<(), Vec<Diagnostic>>, Error> {
        self.0.call(|Instance { store, exports }, reader| {
            exports.k8s_backup_target_selection().inventory_reader().call_push(store, reader, chunk)
        })
    }

    /// What was read, once all is.
    pub fn finish(self) -> Result<Result<Inventory, Vec<Diagnostic>>, Error> {
        let inventory = self.0.into_other(|Instance { store, exports }, reader| {
            exports.k8s_backup_target_selection().inventory_reader().call_finish(store, reader)
        })?;
        Ok(inventory.map(Inventory))
    }
}

/// The objects of a cluster.
///
/// Each method's error is the host's; after one the inventory is lost with all that was made of it.
pub struct Inventory(pub(crate) Handle);

#[expect(
    clippy::missing_errors_doc,
    clippy::len_without_is_empty,
    reason = "the type says it; of a component's answer"
)]
impl Inventory {
    /// What could not be read, or not be placed.
    pub fn diagnostics(&self) -> Result<Vec<Diagnostic>, Error> {
        self.0.call(|Instance { store, exports }, inventory| {
            exports.k8s_backup_target_selection().inventory().call_diagnostics(store, inventory)
        })
    }

    /// How many objects there are.
    pub fn len(&self) -> Result<u32, Error> {
        self.0.call(|Instance { store, exports }, inventory| {
            exports.k8s_backup_target_selection().inventory().call_len(store, inventory)
        })
    }

    /// Some of the objects, from a place on.
    pub fn objects(&self, offset: u32, limit: u32) -> Result<Vec<ObjectRef>, Error> {
        self.0.call(|Instance { store, exports }, inventory| {
            exports.k8s_backup_target_selection().inventory().call_objects(store, inventory, offset, limit)
        })
    }

    /// The namespaces that a pattern of a spec matches here.
    pub fn matching_namespaces(&self, pattern: &str) -> Result<Result<Vec<String>, Vec<Diagnostic>>, Error> {
        self.0.call(|Instance { store, exports }, inventory| {
            exports.k8s_backup_target_selection().inventory().call_matching_namespaces(store, inventory, pattern)
        })
    }

    /// What a spec selects; nothing is done before the first step.
    pub fn evaluate(&self, spec: &Spec) -> Result<Evaluation, Error> {
        let evaluation = self.0.beside(|Instance { store, exports }, inventory| {
            exports.k8s_backup_target_selection().evaluation().call_constructor(store, inventory, spec)
        })?;
        Ok(Evaluation(evaluation))
    }

    /// What targets select together; nothing is done before the first step.
    pub fn coverage(&self, targets: &[Target]) -> Result<Coverage, Error> {
        let coverage = self.0.beside(|Instance { store, exports }, inventory| {
            exports.k8s_backup_target_selection().coverage().call_constructor(store, inventory, targets)
        })?;
        Ok(Coverage(coverage))
    }
}
