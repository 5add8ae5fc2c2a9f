//! Calls with JSON: `json.call`.

use crate::error::Error;
use crate::handle::Held;
use crate::instance::Instance;

/// An instance that is called with JSON. It owns the resources that its calls create.
///
/// After an [`Error`] the session is lost, and each further call returns [`Error::Lost`].
pub struct Session(pub(crate) Held);

impl Session {
    /// Calls a function of the contract by its name, with its parameters as a JSON object. `wit/json.md` lists them.
    ///
    /// The result is JSON. So is the inner error, which is returned if there was no call: the name is unknown, the
    /// arguments are not valid, or a resource was closed.
    #[expect(clippy::missing_errors_doc, reason = "Error documents each one")]
    pub fn call(&self, function: &str, arguments: &str) -> Result<Result<String, String>, Error> {
        self.0
            .call(|Instance { store, exports }| exports.k8s_backup_target_json().call_call(store, function, arguments))
    }
}
