//! A text that was read and checked: `validation.document`.

use crate::error::Error;
use crate::handle::Handle;
use crate::instance::Instance;
use crate::{Diagnostic, Span, Spec, Target};

/// A text, read and checked once. It has an instance, or its cluster's, until it is dropped.
///
/// Each method's error is the host's; after one the document is lost, and each further call is [`Error::Lost`].
pub struct Document(pub(crate) Handle);

#[expect(clippy::missing_errors_doc, reason = "the type says it")]
impl Document {
    /// What is wrong, in the order of the text.
    pub fn diagnostics(&self) -> Result<Vec<Diagnostic>, Error> {
        self.0.call(|Instance { store, exports }, document| {
            exports.k8s_backup_target_validation().document().call_diagnostics(store, document)
        })
    }

    /// The specs that could be read, those of targets too.
    pub fn specs(&self) -> Result<Vec<Spec>, Error> {
        self.0.call(|Instance { store, exports }, document| {
            exports.k8s_backup_target_validation().document().call_specs(store, document)
        })
    }

    /// The targets that could be read.
    pub fn targets(&self) -> Result<Vec<Target>, Error> {
        self.0.call(|Instance { store, exports }, document| {
            exports.k8s_backup_target_validation().document().call_targets(store, document)
        })
    }

    /// Where the value stands that a JSON pointer into a subject leads to.
    pub fn locate(&self, subject: u32, pointer: &str) -> Result<Option<Span>, Error> {
        self.0.call(|Instance { store, exports }, document| {
            exports.k8s_backup_target_validation().document().call_locate(store, document, subject, pointer)
        })
    }
}
