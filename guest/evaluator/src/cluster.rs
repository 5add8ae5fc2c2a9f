//! Implements the `cluster` interface.

use k8s_backup_target::release::Release;
use k8s_backup_target::{api_resources, cluster};

use crate::exports::k8s_backup::target::cluster as wit;
use crate::exports::k8s_backup::target::types::Diagnostic;
use crate::{Evaluator, all};

impl wit::Guest for Evaluator {
    type Cluster = cluster::Cluster;

    fn velero_versions() -> Vec<wit::VeleroRelease> {
        all(Release::ALL.to_vec())
    }

    fn parse_api_resources(text: String) -> Result<Vec<wit::ApiResource>, Vec<Diagnostic>> {
        api_resources::parse_api_resources(&text).map(all).map_err(all)
    }
}

impl wit::GuestCluster for cluster::Cluster {
    fn open(
        api_resources: Vec<wit::ApiResource>,
        velero_version: Option<String>,
    ) -> Result<wit::Cluster, Vec<Diagnostic>> {
        cluster::Cluster::open(all(api_resources), velero_version.as_deref()).map(wit::Cluster::new).map_err(all)
    }

    fn diagnostics(&self) -> Vec<Diagnostic> {
        all(self.diagnostics().to_vec())
    }

    fn api_resources(&self) -> Vec<wit::ApiResource> {
        all(self.api_resources().to_vec())
    }

    fn resolve(&self, name: String) -> Option<wit::ApiResource> {
        self.resolve(&name).cloned().map(Into::into)
    }
}

impl From<Release> for wit::VeleroRelease {
    fn from(release: Release) -> Self {
        wit::VeleroRelease {
            name: release.name().to_owned(),
            measured: release.measured().to_owned(),
            is_default: release == Release::default(),
        }
    }
}

impl From<wit::ApiResource> for cluster::ApiResource {
    fn from(resource: wit::ApiResource) -> Self {
        let names = |names: Vec<String>| names.into_iter().map(Into::into).collect::<Vec<_>>().into();
        cluster::ApiResource {
            group: resource.group.into(),
            plural: resource.plural.into(),
            singular: resource.singular.map(Into::into),
            kind: resource.kind.into(),
            short_names: names(resource.short_names),
            namespaced: resource.namespaced,
            verbs: names(resource.verbs),
        }
    }
}

impl From<cluster::ApiResource> for wit::ApiResource {
    fn from(resource: cluster::ApiResource) -> Self {
        let names = |names: cluster::Names| names.iter().map(ToString::to_string).collect();
        wit::ApiResource {
            group: resource.group.into_owned(),
            plural: resource.plural.into_owned(),
            singular: resource.singular.map(Into::into),
            kind: resource.kind.into_owned(),
            short_names: names(resource.short_names),
            namespaced: resource.namespaced,
            verbs: names(resource.verbs),
        }
    }
}
