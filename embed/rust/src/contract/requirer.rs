//! Generated from wit/ by `cargo xtask bindings`.

use super::*;

/// For the requirer: an integrator reads the targets that its relations publish, and looks up specs.
impl Evaluator {
    /// The targets of a list of relations.
    ///
    /// Reads the providers' databags. It never fails. If a part of a relation cannot be read, the relation has no
    /// targets, as in the reference, and `diagnostics` gives the reason.
    pub fn read_targets(&self, relations: &[Relation]) -> Result<Targets, Error> {
        let held = Arc::new(self.held()?);
        let made = held.call(|Instance { store, exports }| {
            exports.k8s_backup_target_requirer().targets().call_constructor(store, relations)
        })?;
        Ok(Targets(Handle::new(&held, made)))
    }

    /// Returns the first match, as `get_backup_spec` of `targets` does.
    ///
    /// It is for callers that look up one spec.
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

/// The targets of a list of relations.
///
/// It keeps an instance of the component until it is dropped. Resources that are created from each other share the
/// instance. Methods return errors of the host. After an error, all resources of the instance are lost: further calls
/// return [`Error::Lost`].
pub struct Targets(pub(super) Handle);

impl Targets {
    /// Returns whether a relation has a target.
    ///
    /// A lookup can still find nothing.
    pub fn is_ready(&self) -> Result<bool, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_requirer().targets().call_is_ready(store, this)
        })
    }

    /// Returns the spec of the first target with these names, in the order of `entries`.
    ///
    /// The names must be equal. An empty name is compared too.
    pub fn get_backup_spec(&self, app_name: &str, endpoint: &str, model: &str) -> Result<Option<Spec>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_requirer().targets().call_get_backup_spec(store, this, app_name, endpoint, model)
        })
    }

    /// Returns all targets, in the order of the relations and of their entries.
    pub fn entries(&self) -> Result<Vec<LocatedTarget>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_requirer().targets().call_entries(store, this)
        })
    }

    /// Returns what the reference ignores without a message: databags that cannot be read, repeated targets, converted
    /// values and ignored fields.
    ///
    /// The subject is the index of the relation. The pointer is a path in its databag, and continues inside the JSON of
    /// `backup_targets`: `/backup_targets/0/spec/ttl`.
    pub fn diagnostics(&self) -> Result<Vec<Diagnostic>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_requirer().targets().call_diagnostics(store, this)
        })
    }
}
