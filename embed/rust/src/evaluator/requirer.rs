//! `requirer`.

use std::convert::Infallible;

use super::Evaluator;
use crate::Relation;
use crate::error::Error;
use crate::handle::Handle;
use crate::instance::Instance;
use crate::targets::Targets;

#[expect(clippy::missing_errors_doc, reason = "the type says it")]
impl Evaluator {
    /// Reads every target of these relations, once: `requirer.targets`.
    pub fn read_targets(&self, relations: &[Relation]) -> Result<Targets, Error> {
        let targets = Handle::new(&self.instances, |Instance { store, exports }| {
            exports.k8s_backup_target_requirer().targets().call_constructor(store, relations).map(Ok::<_, Infallible>)
        })?;
        let Ok(targets) = targets;
        Ok(Targets(targets))
    }
}
