//! Generated from wit/ by `cargo xtask bindings`.

use super::*;

/// What is known of a cluster beyond the kinds that every Kubernetes serves.
impl Evaluator {
    /// The kinds of every Kubernetes and those given; a given one takes the place of a built-in one of its group and
    /// plural.
    ///
    /// With kinds given, a name that none of them has is known to be unknown.
    ///
    /// `velero_version`: "1.18"; none is the newest that the component follows. Refuses a version that it does not
    /// follow, and kinds that no cluster can serve, each with its place as the subject.
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

    /// What `kubectl api-resources` prints, plain, with `-o wide` or with `-o json`, and the JSON of discovery.
    ///
    /// The errors are all there are, each with its line.
    pub fn parse_api_resources(&self, text: &str) -> Result<Result<Vec<ApiResource>, Vec<Diagnostic>>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_cluster().call_parse_api_resources(store, text)
        })
    }
}

/// The kinds that a cluster serves, and how Velero finds one by a name.
///
/// It keeps an instance of the component until it is dropped. Resources that are made from each other share the
/// instance. Each method's error is the host's. After an error, all resources of the instance are lost: each further
/// call is [`Error::Lost`].
pub struct Cluster(pub(super) Handle);

impl Cluster {
    /// Built-in kinds and those given, group by group, in the order in which Velero prefers them.
    pub fn api_resources(&self) -> Result<Vec<ApiResource>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_cluster().cluster().call_api_resources(store, this)
        })
    }

    /// The kind that Velero takes a name in a resource list for: a plural, singular, kind or short name, with or
    /// without its group or the start of it.
    ///
    /// None where it finds nothing, or a kind that it does not see.
    pub fn resolve(&self, name: &str) -> Result<Option<ApiResource>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_cluster().cluster().call_resolve(store, this, name)
        })
    }

    /// What is wrong with a spec.
    ///
    /// Without a cluster, only the kinds of every Kubernetes are known, and a name that none of them has may be that of
    /// a custom resource.
    ///
    /// Without a cluster: [`Evaluator::check_spec`].
    pub fn check_spec(&self, spec: &Spec) -> Result<Vec<Diagnostic>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_validation().call_check_spec(store, spec, Some(this))
        })
    }

    /// What is wrong with a target, its spec included.
    ///
    /// Without a cluster: [`Evaluator::check_target`].
    pub fn check_target(&self, target: &Target) -> Result<Vec<Diagnostic>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_validation().call_check_target(store, target, Some(this))
        })
    }

    /// A text, read once: what is wrong with it, what it says, and where.
    ///
    /// Several YAML documents are several subjects.
    ///
    /// Reads and checks a text. Never fails: what cannot be read is a diagnostic, and what can is checked all the same.
    ///
    /// Levels change how rules are reported. In YAML, a comment ignores diagnostics of its line, or of the next line if
    /// it is on a line of its own: `# k8s-backup-target: ignore CODE`. A comment that ignores nothing is a warning.
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

    /// Returns what is wrong with a text: the diagnostics of its `Document`.
    ///
    /// It is for callers that need nothing else of it.
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

    /// Reads a cluster's objects in pieces of any size, which may end anywhere: what `kubectl get -A -o json` prints (a
    /// List), several of them one behind the other or in a List, or an object a line.
    ///
    /// Memory is what the inventory needs, about 100 bytes an object, and the longest object, of at most 8 MiB.
    ///
    /// The kinds of the cluster say what the objects are called and which are in namespaces. Definitions of custom
    /// resources among the objects tell theirs, wherever they stand.
    pub fn inventory_reader(&self) -> Result<InventoryReader, Error> {
        let made = self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().inventory_reader().call_constructor(store, this)
        })?;
        Ok(InventoryReader(self.0.beside(made)))
    }
}
