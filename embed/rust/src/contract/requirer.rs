//! Generated from wit/ by `cargo xtask bindings`.

use super::*;

/// The requirer's flow: an integrator reads what its relations publish and looks specs up.
impl Evaluator {
    /// Every target of a set of relations, read once.
    ///
    /// Reads the providers' databags. Never fails: a relation in which something cannot be read has no targets, as in
    /// the reference, and `diagnostics` says why.
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

/// Every target of a set of relations, read once.
///
/// It keeps an instance of the component until it is dropped. Resources that are made from each other share the
/// instance. Each method's error is the host's. After an error, all resources of the instance are lost: each further
/// call is [`Error::Lost`].
pub struct Targets(pub(super) Handle);

impl Targets {
    /// Whether some relation has a target.
    ///
    /// A lookup may find nothing all the same.
    pub fn is_ready(&self) -> Result<bool, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_requirer().targets().call_is_ready(store, this)
        })
    }

    /// The first match in the order of the relations, then of the entries.
    ///
    /// Names are compared exactly; an empty name is a name.
    pub fn get_backup_spec(&self, app_name: &str, endpoint: &str, model: &str) -> Result<Option<Spec>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_requirer().targets().call_get_backup_spec(store, this, app_name, endpoint, model)
        })
    }

    /// Every target, in the order of the relations, then of the entries.
    pub fn entries(&self) -> Result<Vec<LocatedTarget>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_requirer().targets().call_entries(store, this)
        })
    }

    /// What the reference drops in silence: unreadable databags, shadowed duplicates, coerced values, ignored fields.
    ///
    /// The subject is the relation's place in the list; pointers lead into its databag, and on inside the text of
    /// `backup_targets`: `/backup_targets/0/spec/ttl`.
    pub fn diagnostics(&self) -> Result<Vec<Diagnostic>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_requirer().targets().call_diagnostics(store, this)
        })
    }
}
