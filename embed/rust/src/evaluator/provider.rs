//! `provider`.

use super::Evaluator;
use crate::error::Error;
use crate::instance::Instance;
use crate::{DatabagWrite, Identity, OnErrors, PublishError, Relation, Spec};

#[expect(clippy::missing_errors_doc, reason = "the type says it")]
impl Evaluator {
    /// What the leader is to write into each relation, in their order: `provider.publish`.
    pub fn publish(
        &self,
        identity: &Identity,
        spec: &Spec,
        leader: bool,
        relations: &[Relation],
        on_errors: OnErrors,
    ) -> Result<Result<Vec<DatabagWrite>, PublishError>, Error> {
        self.call(|Instance { store, exports }| {
            let provider = exports.k8s_backup_target_provider();
            provider.call_publish(store, identity, spec, leader, relations, on_errors)
        })
    }
}
