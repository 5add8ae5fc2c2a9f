//! Generated from wit/ by `cargo xtask bindings`.

use super::*;

/// The provider's flow: a charm's leader publishes its spec into each of its relations.
impl Evaluator {
    /// What the leader is to write into each relation, in their order.
    ///
    /// `relations` are those of the identity's relation name, each with the application's own databag. Whether the unit
    /// is the leader is asked first, then whether there is a relation, then, with `OnErrors::Refuse`, whether a rule
    /// finds an error in the spec.
    pub fn publish(
        &self,
        identity: &Identity,
        spec: &Spec,
        leader: bool,
        relations: &[Relation],
        on_errors: OnErrors,
    ) -> Result<Result<Vec<DatabagWrite>, PublishError>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_provider().call_publish(store, identity, spec, leader, relations, on_errors)
        })
    }
}
