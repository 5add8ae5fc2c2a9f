//! Generated from wit/ by `cargo xtask bindings`.

use super::*;

/// What is wrong with a spec, a target, or a text that holds some; and the words for what is right.
impl Evaluator {
    /// What is wrong with a spec.
    ///
    /// Without a cluster, only the kinds of every Kubernetes are known, and a name that none of them has may be that of
    /// a custom resource.
    ///
    /// With a cluster: [`Cluster::check_spec`].
    pub fn check_spec(&self, spec: &Spec) -> Result<Vec<Diagnostic>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_validation().call_check_spec(store, spec, None)
        })
    }

    /// What is wrong with a target, its spec included.
    ///
    /// With a cluster: [`Cluster::check_target`].
    pub fn check_target(&self, target: &Target) -> Result<Vec<Diagnostic>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_validation().call_check_target(store, target, None)
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

    /// Returns what is wrong with a text: the diagnostics of its `Document`.
    ///
    /// It is for callers that need nothing else of it.
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

    /// Reads the text of a file `.k8s-backup-target.toml`, and returns what it says about a checked file.
    ///
    /// The path is that of the checked file, from the folder of the configuration, with `/` between names. The nearest
    /// configuration above a file counts: hosts search for it.
    pub fn read_configuration(&self, text: &str, path: &str) -> Result<Configuration, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_validation().call_read_configuration(store, text, path)
        })
    }

    /// The text of a spec, ready to be put into a file: the fields that are set, in the interface's order.
    ///
    /// Read again, it is the same spec.
    pub fn format_spec(&self, spec: &Spec, format: DocumentFormat) -> Result<String, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_validation().call_format_spec(store, spec, format)
        })
    }

    /// The spec, and the schedule, in one or two plain sentences; for a spec or a schedule that is refused, why nothing
    /// is saved.
    pub fn describe(&self, spec: &Spec, schedule: Option<&ScheduleConfig>) -> Result<String, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_validation().call_describe(store, spec, schedule)
        })
    }

    /// JSON Schema (2020-12) of a spec, for editors.
    pub fn json_schema(&self) -> Result<String, Error> {
        self.call(|Instance { store, exports }| exports.k8s_backup_target_validation().call_json_schema(store))
    }

    /// Every rule, by subject.
    pub fn rules(&self) -> Result<Vec<Rule>, Error> {
        self.call(|Instance { store, exports }| exports.k8s_backup_target_validation().call_rules(store))
    }
}

/// A text, read once: what is wrong with it, what it says, and where.
///
/// Several YAML documents are several subjects.
///
/// It keeps an instance of the component until it is dropped. Resources that are made from each other share the
/// instance. Each method's error is the host's. After an error, all resources of the instance are lost: each further
/// call is [`Error::Lost`].
pub struct Document(pub(super) Handle);

impl Document {
    /// What is wrong, in the order of the text: the same on every host and each time.
    pub fn diagnostics(&self) -> Result<Vec<Diagnostic>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_validation().document().call_diagnostics(store, this)
        })
    }

    /// The specs that could be read, those of targets too, in the order of the text.
    pub fn specs(&self) -> Result<Vec<Spec>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_validation().document().call_specs(store, this)
        })
    }

    /// The targets that could be read, in the order of the text.
    pub fn targets(&self) -> Result<Vec<Target>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_validation().document().call_targets(store, this)
        })
    }

    /// Where the value stands that an RFC 6901 JSON pointer into a subject leads to; none where there is no such value.
    pub fn locate(&self, subject: u32, pointer: &str) -> Result<Option<Span>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_validation().document().call_locate(store, this, subject, pointer)
        })
    }

    /// The edits that write a value, as JSON text, at an RFC 6901 JSON pointer into a subject; none removes the value,
    /// with its key or its list entry.
    ///
    /// A key or a list entry that is missing is added, with the objects around it that are missing too; `-`, or the
    /// length of a list, is the entry after its last one. Comments, order and layout around the value stay.
    ///
    /// The document is as it was read; the edited text is a new document. The error says why there is no edit: the
    /// value is not JSON, the pointer leads nowhere, the document cannot be read, or the edit would change another
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

    /// The subject and the JSON pointer of the value that an offset is in, or whose key it is in.
    ///
    /// Between values, that is the list or the object around the offset. Of a document that cannot be read, it is what
    /// was read before the error. None past the end of the text.
    pub fn pointer_at(&self, utf16_offset: u32) -> Result<Option<(u32, String)>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_validation().document().call_pointer_at(store, this, utf16_offset)
        })
    }
}
