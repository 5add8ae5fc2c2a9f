//! `requirer`.

use std::convert::Infallible;

use super::Evaluator;
use crate::error::Error;
use crate::handle::Handle;
use crate::instance::Instance;
use crate::targets::Targets;
use crate::{Relation, Spec};

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

    /// The first match, for a caller that looks up once: `requirer.find-spec`.
    pub fn find_spec(
        &self,
        relations: &[Relation],
        app_name: &str,
        endpoint: &str,
        model: &str,
    ) -> Result<Option<Spec>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_requirer().call_find_spec(store, relations, app_name, endpoint, model)
        })
    }
}
