//! Calls with JSON: `json.call`.

use crate::error::Error;
use crate::handle::Held;
use crate::instance::Instance;

/// An instance that is called with JSON. The resources that its calls make live in it.
///
/// Each method's error is the host's; after one the session is lost, and each further call is [`Error::Lost`].
pub struct Session(pub(crate) Held);

impl Session {
    /// Calls a function of the contract by its name, with its parameters as a JSON object. `wit/json.md` has the list.
    ///
    /// The answer is JSON, and so is the inner error, which says why there was no call: an unknown name, arguments of
    /// another form, a resource that was closed.
    #[expect(clippy::missing_errors_doc, reason = "the type says it")]
    pub fn call(&self, function: &str, arguments: &str) -> Result<Result<String, String>, Error> {
        self.0
            .call(|Instance { store, exports }| exports.k8s_backup_target_json().call_call(store, function, arguments))
    }
}
