//! Generated from wit/ by `cargo xtask bindings`.

use super::*;

/// The kinds that a cluster serves, and its release of Velero.
impl Evaluator {
    /// Returns a cluster that serves the built-in Kubernetes kinds and the given ones.
    ///
    /// A given kind replaces the built-in kind of the same group and plural. If kinds are given, any other name is an
    /// unknown kind.
    ///
    /// `velero_version` is a version such as "1.18", "v1.17.2" or "next"; `velero_versions` lists the releases. Without
    /// it, the default release is used, and checks also report what differs between the releases. The errors are a
    /// version that is not known, and kinds that a cluster cannot serve. The subject of such a kind is its index.
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

    /// Returns the known releases of Velero, from the oldest to the newest.
    pub fn velero_versions(&self) -> Result<Vec<VeleroRelease>, Error> {
        self.call(|Instance { store, exports }| exports.k8s_backup_target_cluster().call_velero_versions(store))
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

/// The kinds that a cluster serves, and its release of Velero.
///
/// It finds a kind by a name as Velero does.
///
/// It keeps an instance of the component until it is dropped. Resources that are created from each other share the
/// instance. Methods return errors of the host. After an error, all resources of the instance are lost: further calls
/// return [`Error::Lost`].
pub struct Cluster(pub(super) Handle);

impl Cluster {
    /// Returns the warnings about the version: it is known to differ from the release that it is treated as.
    pub fn diagnostics(&self) -> Result<Vec<Diagnostic>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_cluster().cluster().call_diagnostics(store, this)
        })
    }

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
    /// Without a cluster, only the built-in Kubernetes kinds are known. Other names can be custom resources. Without a
    /// version of Velero, differences between its releases are reported too.
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

    /// Checks a Backup or a Schedule, and returns all diagnostics.
    ///
    /// Pointers are paths in its manifest: `/spec/ttl`.
    ///
    /// Without a cluster: [`Evaluator::check_backup`].
    pub fn check_backup(&self, backup: &Backup) -> Result<Vec<Diagnostic>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_validation().call_check_backup(store, backup, Some(this))
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

    /// Returns what a spec saves, as data.
    ///
    /// `None` if Velero refuses the spec, or its backups fail. The cluster gives the kinds and the release of Velero.
    /// Without it, only the built-in Kubernetes kinds are known, and the default release is used.
    ///
    /// Without a cluster: [`Evaluator::describe_clauses`].
    pub fn describe_clauses(&self, spec: &Spec) -> Result<Option<Clauses>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_validation().call_describe_clauses(store, spec, Some(this))
        })
    }

    /// Describes a spec, and its schedule, in some sentences: its clauses, when it runs, and when its backups expire.
    ///
    /// If the spec or the schedule is refused, it says why nothing is backed up. The cluster is as in
    /// `describe_clauses`.
    ///
    /// Without a cluster: [`Evaluator::describe`].
    pub fn describe(&self, spec: &Spec, schedule: Option<&ScheduleConfig>) -> Result<String, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_validation().call_describe(store, spec, schedule, Some(this))
        })
    }

    /// Describes a Backup, or a Schedule and its next backup, in the same way.
    ///
    /// Without a cluster: [`Evaluator::describe_backup`].
    pub fn describe_backup(&self, backup: &Backup) -> Result<String, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_validation().call_describe_backup(store, backup, Some(this))
        })
    }

    /// Plans the Schedules among Backups and Schedules: their next runs after a time, at most `count` of each, and the
    /// backups that they keep.
    ///
    /// Velero makes one backup at a time, so Schedules that run at the same minute wait for each other. The cluster
    /// gives the release of Velero. Without it, the default release is used.
    ///
    /// Without a cluster: [`Evaluator::plan_backups`].
    pub fn plan_backups(&self, backups: &[Backup], after: Option<i64>, count: u32) -> Result<SchedulePlan, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_schedule().call_plan_backups(store, backups, after, count, Some(this))
        })
    }

    /// Returns the Velero Backup (velero.io/v1) that the operator creates, as JSON.
    ///
    /// The errors say why Velero or Kubernetes refuses it. Their pointers are paths in the target (`/spec/ttl`) or in
    /// the settings (`/namespace`).
    ///
    /// Here and below, the cluster gives the release of Velero. Without it, the default release is used.
    ///
    /// Without a cluster: [`Evaluator::backup_manifest`].
    pub fn backup_manifest(
        &self,
        target: &Target,
        settings: &VeleroSettings,
    ) -> Result<Result<String, Vec<Diagnostic>>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_merge().call_backup_manifest(store, target, settings, Some(this))
        })
    }

    /// Returns the Velero Schedule (velero.io/v1) that the operator creates, as JSON.
    ///
    /// The errors say why Velero or Kubernetes refuses it, or that the configuration has no schedule, or one that never
    /// matches. Their pointers are paths in the target, the settings or the configuration (`/schedule`).
    ///
    /// Without a cluster: [`Evaluator::schedule_manifest`].
    pub fn schedule_manifest(
        &self,
        target: &Target,
        schedule: &ScheduleConfig,
        settings: &VeleroSettings,
    ) -> Result<Result<String, Vec<Diagnostic>>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_merge().call_schedule_manifest(store, target, schedule, settings, Some(this))
        })
    }

    /// Plans how targets are written into the integrator's velero-backup relations, and what is lost.
    ///
    /// Each relation comes with the integrator's own databag. The last target replaces the others in every relation.
    ///
    /// Without a cluster: [`Evaluator::plan`].
    pub fn plan(
        &self,
        targets: &[Target],
        schedule: &ScheduleConfig,
        settings: &VeleroSettings,
        velero_relations: &[Relation],
    ) -> Result<MergePlan, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports
                .k8s_backup_target_merge()
                .call_plan(store, targets, schedule, settings, velero_relations, Some(this))
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
