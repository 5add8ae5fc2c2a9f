//! Generated from wit/ by `cargo xtask bindings`.

use super::*;

/// The kinds that a cluster serves.
impl Evaluator {
    /// Returns a cluster that serves the built-in Kubernetes kinds and the given ones.
    ///
    /// A given kind replaces the built-in kind of the same group and plural. If kinds are given, any other name is an
    /// unknown kind.
    ///
    /// `velero_version` is a release such as "1.18". The default is the newest supported release. The errors are a
    /// release that is not supported, and kinds that a cluster cannot serve. The subject of such a kind is its index.
    pub fn open_cluster(
        &self,
        api_resources: &[ApiResource],
        velero_version: Option<&str>,
    ) -> Result<Result<Cluster, Vec<Diagnostic>>, Error> {
        let held = Arc::new(self.held()?);
        let made = held.call(|Instance { store, exports }| {
            exports.k8s_backup_target_cluster().cluster().call_open(store, api_resources, velero_version)
        })?;
        Ok(made.map(|made| Cluster(Handle::new(&held, made))))
    }

    /// Parses the output of `kubectl api-resources`, with or without `-o wide` or `-o json`, or the JSON of API
    /// discovery.
    ///
    /// Returns all errors, each with its line.
    pub fn parse_api_resources(&self, text: &str) -> Result<Result<Vec<ApiResource>, Vec<Diagnostic>>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_cluster().call_parse_api_resources(store, text)
        })
    }
}

/// The kinds that a cluster serves.
///
/// It finds a kind by a name as Velero does.
///
/// It keeps an instance of the component until it is dropped. Resources that are created from each other share the
/// instance. Methods return errors of the host. After an error, all resources of the instance are lost: further calls
/// return [`Error::Lost`].
pub struct Cluster(pub(super) Handle);

impl Cluster {
    /// Returns the built-in kinds and the given ones, by group, in the order in which Velero prefers them.
    pub fn api_resources(&self) -> Result<Vec<ApiResource>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_cluster().cluster().call_api_resources(store, this)
        })
    }

    /// Returns the kind that Velero finds for a name in a list of resources.
    ///
    /// The name is a plural, a singular, a kind or a short name. The group, or the start of the group, can follow.
    /// Returns `None` if Velero finds no kind, or does not see the kind.
    pub fn resolve(&self, name: &str) -> Result<Option<ApiResource>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_cluster().cluster().call_resolve(store, this, name)
        })
    }

    /// Checks a spec, and returns all diagnostics.
    ///
    /// Without a cluster, only the built-in Kubernetes kinds are known. Other names can be custom resources.
    ///
    /// Without a cluster: [`Evaluator::check_spec`].
    pub fn check_spec(&self, spec: &Spec) -> Result<Vec<Diagnostic>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_validation().call_check_spec(store, spec, Some(this))
        })
    }

    /// Checks a target and its spec, and returns all diagnostics.
    ///
    /// Without a cluster: [`Evaluator::check_target`].
    pub fn check_target(&self, target: &Target) -> Result<Vec<Diagnostic>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_validation().call_check_target(store, target, Some(this))
        })
    }

    /// A text that was read and checked.
    ///
    /// Each YAML document is a subject.
    ///
    /// Reads and checks a text. It never fails: what cannot be read is a diagnostic, and everything else is checked.
    ///
    /// Levels change how rules are reported. In YAML, a comment ignores diagnostics of its line, or of the next line
    /// with a value if it is on a line of its own: `# k8s-backup-target: ignore CODE`. A comment that ignores nothing
    /// is a warning.
    ///
    /// Without a cluster: [`Evaluator::read_document`].
    pub fn read_document(
        &self,
        text: &str,
        format: DocumentFormat,
        kind: Option<DocumentKind>,
        levels: Option<&[RuleLevel]>,
    ) -> Result<Document, Error> {
        let made = self.0.call(|Instance { store, exports }, this| {
            exports
                .k8s_backup_target_validation()
                .document()
                .call_constructor(store, text, format, kind, Some(this), levels)
        })?;
        Ok(Document(self.0.beside(made)))
    }

    /// Checks a text, and returns the diagnostics of its `Document`.
    ///
    /// It is for callers that need only the diagnostics.
    ///
    /// Without a cluster: [`Evaluator::check_text`].
    pub fn check_text(
        &self,
        text: &str,
        format: DocumentFormat,
        kind: Option<DocumentKind>,
        levels: Option<&[RuleLevel]>,
    ) -> Result<Vec<Diagnostic>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_validation().call_check_text(store, text, format, kind, Some(this), levels)
        })
    }

    /// Reads a cluster's objects, in chunks of any size.
    ///
    /// A chunk can end anywhere. The format is the output of `kubectl get -A -o json` (a List), several of these one
    /// after the other or in a List, or one object in each line.
    ///
    /// It needs about 100 bytes of memory for each object, and the size of the longest object. The maximum size of an
    /// object is 8 MiB.
    ///
    /// The cluster's kinds give the resource name of each object, and whether it has a namespace. The
    /// CustomResourceDefinitions in the inventory add kinds. Their position does not matter.
    pub fn inventory_reader(&self) -> Result<InventoryReader, Error> {
        let made = self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().inventory_reader().call_constructor(store, this)
        })?;
        Ok(InventoryReader(self.0.beside(made)))
    }
}
