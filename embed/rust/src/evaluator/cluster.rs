//! `cluster`.

use super::Evaluator;
use crate::cluster::Cluster;
use crate::error::Error;
use crate::handle::Handle;
use crate::instance::Instance;
use crate::{ApiResource, Diagnostic};

#[expect(clippy::missing_errors_doc, reason = "the type says it")]
impl Evaluator {
    /// The kinds that a cluster serves, to check with: `cluster.open`.
    pub fn open_cluster(
        &self,
        api_resources: &[ApiResource],
        velero_version: Option<&str>,
    ) -> Result<Result<Cluster, Vec<Diagnostic>>, Error> {
        let cluster = Handle::new(&self.instances, |Instance { store, exports }| {
            exports.k8s_backup_target_cluster().cluster().call_open(store, api_resources, velero_version)
        })?;
        Ok(cluster.map(Cluster))
    }

    /// What `kubectl api-resources` prints: `cluster.parse-api-resources`.
    pub fn parse_api_resources(&self, text: &str) -> Result<Result<Vec<ApiResource>, Vec<Diagnostic>>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_cluster().call_parse_api_resources(store, text)
        })
    }
}
