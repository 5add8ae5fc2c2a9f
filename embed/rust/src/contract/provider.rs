//! Generated from wit/ by `cargo xtask bindings`.

use super::*;

/// For the provider: a charm's leader publishes its spec to each of its relations.
impl Evaluator {
    /// Returns what the leader must write into each relation, in the order of the relations.
    ///
    /// `relations` are all relations with the identity's relation name, each with the application's own databag. The
    /// checks are, in this order: the unit is the leader, a relation exists, and, with `OnErrors::Refuse`, the spec has
    /// no errors.
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
