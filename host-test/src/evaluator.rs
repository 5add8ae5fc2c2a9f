//! The component's functions, as a Rust host calls them.

use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::Arc;

use crate::cluster::Cluster;
use crate::compiled::{self, Origin};
use crate::document::Document;
use crate::error::Error;
use crate::handle::Handle;
use crate::instance::{self, Instance, Instances};
use crate::limits::Limits;
use crate::targets::Targets;
use crate::{
    ApiResource, DatabagWrite, Diagnostic, DocumentFormat, DocumentKind, Identity, OnErrors, PublishError, Relation,
    Rule, ScheduleConfig, Spec, Target,
};

/// How an [`Evaluator`] is made.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What each call may use.
    pub limits: Limits,
    /// A folder to keep the compiled component in; it is made when it is not there. It must belong to this user, and
    /// nobody else may write to it. A file in it that is damaged or of another version is compiled again.
    pub cache: Option<PathBuf>,
}

/// The component, compiled and linked. Cheap to clone; share it between threads.
///
/// The error of each function is the host's: what is wrong with the input is in the answer.
#[derive(Clone)]
pub struct Evaluator {
    instances: Arc<Instances>,
    origin: Origin,
}

impl Evaluator {
    /// Compiles the component, to run under the default [`Limits`].
    ///
    /// # Errors
    ///
    /// [`Error::Component`] when the bytes are not the component `k8s-backup:target`, or when it imports anything.
    pub fn new(component: &[u8]) -> Result<Self, Error> {
        Self::with_options(component, &Options::default())
    }

    /// Compiles the component, or loads it from the cache.
    ///
    /// # Errors
    ///
    /// As [`Evaluator::new`]; [`Error::Cache`] when the folder of the cache is not private or cannot be written to.
    pub fn with_options(component: &[u8], options: &Options) -> Result<Self, Error> {
        let engine = instance::engine(&options.limits)?;
        let (component, origin) = compiled::component(&engine, component, options.cache.as_deref())?;
        let instances = Instances::new(&component, options.limits.clone())?;
        Ok(Evaluator { instances: Arc::new(instances), origin })
    }

    /// Where the machine code comes from.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// Calls a function that leaves nothing behind.
    fn call<T>(&self, call: impl FnOnce(&mut Instance) -> wasmtime::Result<T>) -> Result<T, Error> {
        let mut instance = self.instances.take()?;
        let answer = call(&mut instance).map_err(Error::from_call)?;
        self.instances.give_back(instance);
        Ok(answer)
    }
}

#[expect(clippy::missing_errors_doc, reason = "the type says it")]
impl Evaluator {
    /// What the leader is to write into each relation, in their order: `provider.publish`.
    pub fn publish(
        &self,
        identity: &Identity,
        spec: &Spec,
        leader: bool,
        relations: &[Relation],
        on_errors: OnErrors,
    ) -> Result<Result<Vec<DatabagWrite>, PublishError>, Error> {
        self.call(|Instance { store, exports }| {
            let provider = exports.k8s_backup_target_provider();
            provider.call_publish(store, identity, spec, leader, relations, on_errors)
        })
    }

    /// Reads every target of these relations, once: `requirer.targets`.
    pub fn read_targets(&self, relations: &[Relation]) -> Result<Targets, Error> {
        let targets = Handle::new(&self.instances, |Instance { store, exports }| {
            exports.k8s_backup_target_requirer().targets().call_constructor(store, relations).map(Ok::<_, Infallible>)
        })?;
        let Ok(targets) = targets;
        Ok(Targets(targets))
    }

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

    /// What is wrong with a spec: `validation.check-spec`. See [`Cluster::check_spec`] for one of a known cluster.
    pub fn check_spec(&self, spec: &Spec) -> Result<Vec<Diagnostic>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_validation().call_check_spec(store, spec, None)
        })
    }

    /// What is wrong with a target: `validation.check-target`.
    pub fn check_target(&self, target: &Target) -> Result<Vec<Diagnostic>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_validation().call_check_target(store, target, None)
        })
    }

    /// Reads and checks a text: `validation.document`.
    pub fn read_document(
        &self,
        text: &str,
        format: DocumentFormat,
        kind: Option<DocumentKind>,
    ) -> Result<Document, Error> {
        let document = Handle::new(&self.instances, |Instance { store, exports }| {
            let documents = exports.k8s_backup_target_validation().document();
            documents.call_constructor(store, text, format, kind, None).map(Ok::<_, Infallible>)
        })?;
        let Ok(document) = document;
        Ok(Document(document))
    }

    /// The text of a spec, ready to be put into a file: `validation.format-spec`.
    pub fn format_spec(&self, spec: &Spec, format: DocumentFormat) -> Result<String, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_validation().call_format_spec(store, spec, format)
        })
    }

    /// The spec, and the schedule, in one or two plain sentences: `validation.describe`.
    pub fn describe(&self, spec: &Spec, schedule: Option<&ScheduleConfig>) -> Result<String, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_validation().call_describe(store, spec, schedule)
        })
    }

    /// JSON Schema (2020-12) of a spec: `validation.json-schema`.
    pub fn json_schema(&self) -> Result<String, Error> {
        self.call(|Instance { store, exports }| exports.k8s_backup_target_validation().call_json_schema(store))
    }

    /// Every rule, by subject: `validation.rules`.
    pub fn rules(&self) -> Result<Vec<Rule>, Error> {
        self.call(|Instance { store, exports }| exports.k8s_backup_target_validation().call_rules(store))
    }
}
