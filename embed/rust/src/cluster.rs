//! What is known of a cluster: `cluster.cluster`.

use crate::document::Document;
use crate::error::Error;
use crate::handle::Handle;
use crate::instance::Instance;
use crate::inventory::InventoryReader;
use crate::{ApiResource, Diagnostic, DocumentFormat, DocumentKind, Spec, Target};

/// The kinds that a cluster serves, to check with. It has an instance of its own until it is dropped.
///
/// Each method's error is the host's; after one the cluster is lost with the documents that were read with it, and each
/// further call is [`Error::Lost`].
pub struct Cluster(pub(crate) Handle);

#[expect(clippy::missing_errors_doc, reason = "the type says it")]
impl Cluster {
    /// Built-in kinds and those given.
    pub fn api_resources(&self) -> Result<Vec<ApiResource>, Error> {
        self.0.call(|Instance { store, exports }, cluster| {
            exports.k8s_backup_target_cluster().cluster().call_api_resources(store, cluster)
        })
    }

    /// The kind that Velero takes a name in a resource list for.
    pub fn resolve(&self, name: &str) -> Result<Option<ApiResource>, Error> {
        self.0.call(|Instance { store, exports }, cluster| {
            exports.k8s_backup_target_cluster().cluster().call_resolve(store, cluster, name)
        })
    }

    /// What is wrong with a spec, in this cluster.
    pub fn check_spec(&self, spec: &Spec) -> Result<Vec<Diagnostic>, Error> {
        self.0.call(|Instance { store, exports }, cluster| {
            exports.k8s_backup_target_validation().call_check_spec(store, spec, Some(cluster))
        })
    }

    /// What is wrong with a target, in this cluster.
    pub fn check_target(&self, target: &Target) -> Result<Vec<Diagnostic>, Error> {
        self.0.call(|Instance { store, exports }, cluster| {
            exports.k8s_backup_target_validation().call_check_target(store, target, Some(cluster))
        })
    }

    /// Reads and checks a text, with this cluster's kinds.
    pub fn read_document(
        &self,
        text: &str,
        format: DocumentFormat,
        kind: Option<DocumentKind>,
    ) -> Result<Document, Error> {
        let document = self.0.beside(|Instance { store, exports }, cluster| {
            let documents = exports.k8s_backup_target_validation().document();
            documents.call_constructor(store, text, format, kind, Some(cluster))
        })?;
        Ok(Document(document))
    }

    /// What is wrong with a text, in this cluster.
    pub fn check_text(
        &self,
        text: &str,
        format: DocumentFormat,
        kind: Option<DocumentKind>,
    ) -> Result<Vec<Diagnostic>, Error> {
        self.0.call(|Instance { store, exports }, cluster| {
            exports.k8s_backup_target_validation().call_check_text(store, text, format, kind, Some(cluster))
        })
    }

    /// A reader of this cluster's objects.
    pub fn inventory_reader(&self) -> Result<InventoryReader, Error> {
        let reader = self.0.beside(|Instance { store, exports }, cluster| {
            exports.k8s_backup_target_selection().inventory_reader().call_constructor(store, cluster)
        })?;
        Ok(InventoryReader(reader))
    }
}
