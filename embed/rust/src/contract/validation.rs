//! Generated from wit/ by `cargo xtask bindings`.

use super::*;

/// Checks specs, targets, Backups and Schedules, and texts that contain them.
///
/// Also describes and formats specs.
impl Evaluator {
    /// Checks a spec, and returns all diagnostics.
    ///
    /// Without a cluster, only the built-in Kubernetes kinds are known. Other names can be custom resources. Without a
    /// version of Velero, differences between its releases are reported too.
    ///
    /// With a cluster: [`Cluster::check_spec`].
    pub fn check_spec(&self, spec: &Spec) -> Result<Vec<Diagnostic>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_validation().call_check_spec(store, spec, None)
        })
    }

    /// Checks a target and its spec, and returns all diagnostics.
    ///
    /// With a cluster: [`Cluster::check_target`].
    pub fn check_target(&self, target: &Target) -> Result<Vec<Diagnostic>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_validation().call_check_target(store, target, None)
        })
    }

    /// Checks a Backup or a Schedule, and returns all diagnostics.
    ///
    /// Pointers are paths in its manifest: `/spec/ttl`.
    ///
    /// With a cluster: [`Cluster::check_backup`].
    pub fn check_backup(&self, backup: &Backup) -> Result<Vec<Diagnostic>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_validation().call_check_backup(store, backup, None)
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
    /// With a cluster: [`Cluster::read_document`].
    pub fn read_document(
        &self,
        text: &str,
        format: DocumentFormat,
        kind: Option<DocumentKind>,
        levels: Option<&[RuleLevel]>,
    ) -> Result<Document, Error> {
        let held = Arc::new(self.held()?);
        let made = held.call(|Instance { store, exports }| {
            exports.k8s_backup_target_validation().document().call_constructor(store, text, format, kind, None, levels)
        })?;
        Ok(Document(Handle::new(&held, made)))
    }

    /// Checks a text, and returns the diagnostics of its `Document`.
    ///
    /// It is for callers that need only the diagnostics.
    ///
    /// With a cluster: [`Cluster::check_text`].
    pub fn check_text(
        &self,
        text: &str,
        format: DocumentFormat,
        kind: Option<DocumentKind>,
        levels: Option<&[RuleLevel]>,
    ) -> Result<Vec<Diagnostic>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_validation().call_check_text(store, text, format, kind, None, levels)
        })
    }

    /// Formats a spec as the text of a file: the fields that are set, in the interface's order.
    ///
    /// Parsing the text returns the same spec.
    pub fn format_spec(&self, spec: &Spec, format: DocumentFormat) -> Result<String, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_validation().call_format_spec(store, spec, format)
        })
    }

    /// Returns what a spec saves, as data.
    ///
    /// `None` if Velero refuses the spec, or its backups fail. The cluster gives the kinds and the release of Velero.
    /// Without it, only the built-in Kubernetes kinds are known, and the default release is used.
    ///
    /// With a cluster: [`Cluster::describe_clauses`].
    pub fn describe_clauses(&self, spec: &Spec) -> Result<Option<Clauses>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_validation().call_describe_clauses(store, spec, None)
        })
    }

    /// Describes a spec, and its schedule, in some sentences: its clauses, when it runs, and when its backups expire.
    ///
    /// If the spec or the schedule is refused, it says why nothing is backed up. The cluster is as in
    /// `describe_clauses`.
    ///
    /// With a cluster: [`Cluster::describe`].
    pub fn describe(&self, spec: &Spec, schedule: Option<&ScheduleConfig>) -> Result<String, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_validation().call_describe(store, spec, schedule, None)
        })
    }

    /// Describes a Backup, or a Schedule and its next backup, in the same way.
    ///
    /// With a cluster: [`Cluster::describe_backup`].
    pub fn describe_backup(&self, backup: &Backup) -> Result<String, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_validation().call_describe_backup(store, backup, None)
        })
    }

    /// Returns the JSON Schema (2020-12) of a spec, for editors.
    pub fn json_schema(&self) -> Result<String, Error> {
        self.call(|Instance { store, exports }| exports.k8s_backup_target_validation().call_json_schema(store))
    }

    /// Returns all rules, by subject.
    pub fn rules(&self) -> Result<Vec<Rule>, Error> {
        self.call(|Instance { store, exports }| exports.k8s_backup_target_validation().call_rules(store))
    }
}

/// A text that was read and checked.
///
/// Each YAML document is a subject.
///
/// It keeps an instance of the component until it is dropped. Resources that are created from each other share the
/// instance. Methods return errors of the host. After an error, all resources of the instance are lost: further calls
/// return [`Error::Lost`].
pub struct Document(pub(super) Handle);

impl Document {
    /// Returns all diagnostics, in the order of the text.
    ///
    /// They are the same on every host.
    pub fn diagnostics(&self) -> Result<Vec<Diagnostic>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_validation().document().call_diagnostics(store, this)
        })
    }

    /// Returns the specs that could be read, in the order of the text.
    ///
    /// The specs of targets are included.
    pub fn specs(&self) -> Result<Vec<Spec>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_validation().document().call_specs(store, this)
        })
    }

    /// Returns the targets that could be read, in the order of the text.
    pub fn targets(&self) -> Result<Vec<Target>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_validation().document().call_targets(store, this)
        })
    }

    /// Returns the Backups and Schedules that could be read, in the order of the text.
    ///
    /// Those of Helm values that are disabled are left out.
    pub fn backups(&self) -> Result<Vec<Backup>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_validation().document().call_backups(store, this)
        })
    }

    /// Returns the spec that saves the same as one of these, by its index.
    ///
    /// The errors name the fields that a spec does not have, or say that there is no such index.
    pub fn backup_as_spec(&self, index: u32) -> Result<Result<ConvertedSpec, Vec<Diagnostic>>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_validation().document().call_backup_as_spec(store, this, index)
        })
    }

    /// Returns the ConfigMaps with a resource policy.
    ///
    /// A policy without its ConfigMap has no name.
    pub fn policies(&self) -> Result<Vec<PolicyMap>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_validation().document().call_policies(store, this)
        })
    }

    /// Returns the number of Kubernetes objects of other kinds, which are skipped.
    pub fn skipped(&self) -> Result<u32, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_validation().document().call_skipped(store, this)
        })
    }

    /// Returns the span of the value at an RFC 6901 JSON pointer into a subject, or `None` if there is no such value.
    pub fn locate(&self, subject: u32, pointer: &str) -> Result<Option<Span>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_validation().document().call_locate(store, this, subject, pointer)
        })
    }

    /// Returns the edits that write a value at an RFC 6901 JSON pointer into a subject.
    ///
    /// The value is JSON. If it is `None`, the edits remove the value with its key or its list entry. If a key or a
    /// list entry is missing, the edits add it, and the objects around it. `-`, or the length of a list, is a new entry
    /// at its end. Comments, order and layout around the value stay.
    ///
    /// The document does not change: create another one from the edited text. The error says why there is no edit: the
    /// value is not JSON, the pointer does not match, the document cannot be read, or the edit would change another
    /// value too.
    pub fn edit(
        &self,
        subject: u32,
        pointer: &str,
        value: Option<&str>,
    ) -> Result<Result<Vec<Edit>, Vec<Diagnostic>>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_validation().document().call_edit(store, this, subject, pointer, value)
        })
    }

    /// Returns the subject and the JSON pointer of the value at an offset.
    ///
    /// For an offset in a key, it is the value of the key. Between values, it is the list or the object around the
    /// offset. If the document cannot be read, only the part before the error counts. Returns `None` after the end of
    /// the text.
    pub fn pointer_at(&self, utf16_offset: u32) -> Result<Option<(u32, String)>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_validation().document().call_pointer_at(store, this, utf16_offset)
        })
    }
}
