//! A text that was read and checked: `validation.document`.

use crate::error::Error;
use crate::handle::Handle;
use crate::instance::Instance;
use crate::{Diagnostic, Edit, Span, Spec, Target};

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

    /// The edits that write a value, as JSON text, at a JSON pointer into a subject, or remove it; or why there are none.
    pub fn edit(
        &self,
        subject: u32,
        pointer: &str,
        value: Option<&str>,
    ) -> Result<Result<Vec<Edit>, Vec<Diagnostic>>, Error> {
        self.0.call(|Instance { store, exports }, document| {
            let documents = exports.k8s_backup_target_validation().document();
            documents.call_edit(store, document, subject, pointer, value)
        })
    }

    /// The subject and the JSON pointer of the value that an offset in UTF-16 is in, or whose key it is in.
    pub fn pointer_at(&self, utf16_offset: u32) -> Result<Option<(u32, String)>, Error> {
        self.0.call(|Instance { store, exports }, document| {
            exports.k8s_backup_target_validation().document().call_pointer_at(store, document, utf16_offset)
        })
    }
}
