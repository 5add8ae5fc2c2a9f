//! The targets of a set of relations: `requirer.targets`.

use crate::error::Error;
use crate::handle::Handle;
use crate::instance::Instance;
use crate::{Diagnostic, LocatedTarget, Spec};

/// Every target of a set of relations, read once. It has an instance of its own until it is dropped.
///
/// Each method's error is the host's; after one the targets are lost, and each further call is [`Error::Lost`].
pub struct Targets(pub(crate) Handle);

#[expect(clippy::missing_errors_doc, reason = "the type says it")]
impl Targets {
    /// Whether some relation has a target.
    pub fn is_ready(&self) -> Result<bool, Error> {
        self.0.call(|Instance { store, exports }, targets| {
            exports.k8s_backup_target_requirer().targets().call_is_ready(store, targets)
        })
    }

    /// The first match in the order of the relations, then of the entries.
    pub fn get_backup_spec(&self, app_name: &str, endpoint: &str, model: &str) -> Result<Option<Spec>, Error> {
        self.0.call(|Instance { store, exports }, targets| {
            let requirer = exports.k8s_backup_target_requirer();
            requirer.targets().call_get_backup_spec(store, targets, app_name, endpoint, model)
        })
    }

    /// Every target, in the order of the relations, then of the entries.
    pub fn entries(&self) -> Result<Vec<LocatedTarget>, Error> {
        self.0.call(|Instance { store, exports }, targets| {
            exports.k8s_backup_target_requirer().targets().call_entries(store, targets)
        })
    }

    /// What could not be read, or reads as something else than it says; the subject is the relation's place.
    pub fn diagnostics(&self) -> Result<Vec<Diagnostic>, Error> {
        self.0.call(|Instance { store, exports }, targets| {
            exports.k8s_backup_target_requirer().targets().call_diagnostics(store, targets)
        })
    }
}
