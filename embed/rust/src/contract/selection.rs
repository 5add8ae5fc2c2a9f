//! Generated from wit/ by `cargo xtask bindings`.

use super::*;

/// What a backup contains, and why.
///
/// Also, which objects several targets select, and which objects no target selects.
///
/// The results are for a Velero Backup, or for the one that the operator creates from a spec, in the release of Velero
/// of the inventory's cluster, with the settings of its server. Hooks and third-party plugins are not modelled: they
/// can add objects.
impl Evaluator {
    /// Reads the settings of Velero's server from a text in JSON or YAML.
    ///
    /// The rule `VeleroSettings` shows its members. The errors are all faults of the text.
    pub fn parse_settings(&self, text: &str) -> Result<Result<ServerSettings, Vec<Diagnostic>>, Error> {
        self.call(|Instance { store, exports }| exports.k8s_backup_target_selection().call_parse_settings(store, text))
    }

    /// Reads resource policies from a text in JSON or YAML: ConfigMaps, a List of ConfigMaps, the data of one, or one
    /// policy.
    ///
    /// Faults of a policy are errors of the backups that name it. The errors say why the text cannot be read.
    pub fn parse_policies(&self, text: &str) -> Result<Result<Vec<PolicyMap>, Vec<Diagnostic>>, Error> {
        self.call(|Instance { store, exports }| exports.k8s_backup_target_selection().call_parse_policies(store, text))
    }
}

/// Reads a cluster's objects, in chunks of any size.
///
/// A chunk can end anywhere. The format is the output of `kubectl get -A -o json` (a List), several of these one after
/// the other or in a List, or one object in each line.
///
/// It needs about 100 bytes of memory for each object, and the size of the longest object. The maximum size of an
/// object is 8 MiB.
///
/// It keeps an instance of the component until it is dropped. Resources that are created from each other share the
/// instance. Methods return errors of the host. After an error, all resources of the instance are lost: further calls
/// return [`Error::Lost`].
pub struct InventoryReader(pub(super) Handle);

impl InventoryReader {
    /// Reads the next chunk.
    ///
    /// The errors say why reading cannot continue: the text is not JSON, or it has more than a million objects.
    pub fn push(&mut self, chunk: &[u8]) -> Result<Result<(), Vec<Diagnostic>>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().inventory_reader().call_push(store, this, chunk)
        })
    }

    /// Returns the objects that were read.
    ///
    /// The errors say why there is no inventory. An object that is repeated, or that is listed under two groups of its
    /// kind, as events are, counts once.
    pub fn finish(mut self) -> Result<Result<Inventory, Vec<Diagnostic>>, Error> {
        let made = self.0.take(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().inventory_reader().call_finish(store, this)
        })?;
        Ok(made.map(|made| Inventory(self.0.beside(made))))
    }
}

/// The objects of a cluster.
///
/// Each object has an index, from 0, in the order of reading. The namespaces that exist are the Namespace objects. If
/// there are none, they are the namespaces of the other objects.
///
/// It keeps an instance of the component until it is dropped. Resources that are created from each other share the
/// instance. Methods return errors of the host. After an error, all resources of the instance are lost: further calls
/// return [`Error::Lost`].
pub struct Inventory(pub(super) Handle);

impl Inventory {
    /// Returns what could not be read, and objects whose kind or namespace is not clear.
    ///
    /// The subject is the index of the document in the text, from 0. The pointer is a path in the document:
    /// `/items/17/metadata/name`.
    pub fn diagnostics(&self) -> Result<Vec<Diagnostic>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().inventory().call_diagnostics(store, this)
        })
    }

    /// Returns the number of objects.
    pub fn len(&self) -> Result<u32, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().inventory().call_len(store, this)
        })
    }

    /// Returns at most `limit` objects, from the index `offset`.
    pub fn objects(&self, offset: u32, limit: u32) -> Result<Vec<ObjectRef>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().inventory().call_objects(store, this, offset, limit)
        })
    }

    /// Returns the JSON of each Schedule of Velero among the objects, by namespace and name.
    ///
    /// It is the text of a `Document`.
    pub fn schedules(&self) -> Result<Vec<String>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().inventory().call_schedules(store, this)
        })
    }

    /// Returns what Velero's objects say about its server: its Deployment, node agents and locations.
    pub fn settings(&self) -> Result<ServerSettings, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().inventory().call_settings(store, this)
        })
    }

    /// Returns the names of the existing namespaces that an entry of a list of namespaces means: the entry itself or,
    /// for a pattern, the namespaces that it matches in Velero.
    ///
    /// The errors say why Velero refuses the entry, or cannot match it.
    pub fn matching_namespaces(&self, pattern: &str) -> Result<Result<Vec<String>, Vec<Diagnostic>>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().inventory().call_matching_namespaces(store, this, pattern)
        })
    }

    /// Evaluates a spec or a Backup for an inventory.
    ///
    /// It works in steps, so that the host does not block. It keeps the inventory.
    ///
    /// Does not evaluate any objects yet: call `step`. A label selector without labels is ignored, as in the operator.
    /// Settings that are `None` are those that the inventory shows, or the defaults of Velero's server.
    pub fn evaluate(&self, source: impl Into<Source>, settings: Option<&ServerSettings>) -> Result<Evaluation, Error> {
        let source: Source = source.into();
        let made = self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().evaluation().call_constructor(store, this, &source, settings)
        })?;
        Ok(Evaluation(self.0.beside(made)))
    }

    /// Evaluates several targets for an inventory.
    ///
    /// It works in steps, and keeps the inventory. Each target is evaluated separately. Objects that come along are
    /// included.
    ///
    /// Does not evaluate any objects yet: call `step`. The targets can be specs, Schedules and Backups. A Backup that
    /// has expired at the time `at`, in Unix seconds, covers nothing. Without a time, expiry is not checked. Settings
    /// that are `None` are those that the inventory shows, or the defaults of Velero's server.
    pub fn coverage(
        &self,
        targets: impl IntoIterator<Item = impl Into<Source>>,
        at: Option<i64>,
        settings: Option<&ServerSettings>,
    ) -> Result<Coverage, Error> {
        let targets: Vec<Source> = targets.into_iter().map(Into::into).collect();
        let made = self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().coverage().call_constructor(store, this, &targets, at, settings)
        })?;
        Ok(Coverage(self.0.beside(made)))
    }
}

/// Evaluates a spec or a Backup for an inventory.
///
/// It works in steps, so that the host does not block. It keeps the inventory.
///
/// It keeps an instance of the component until it is dropped. Resources that are created from each other share the
/// instance. Methods return errors of the host. After an error, all resources of the instance are lost: further calls
/// return [`Error::Lost`].
pub struct Evaluation(pub(super) Handle);

impl Evaluation {
    /// Evaluates about `max_objects` more objects, and returns true if all objects are done.
    ///
    /// The other methods return the results so far. An object that is not included yet can still be added by another
    /// one.
    pub fn step(&mut self, max_objects: u32) -> Result<bool, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().evaluation().call_step(store, this, max_objects)
        })
    }

    /// Returns why Velero refuses the spec.
    ///
    /// After the last step, it also returns problems of the backup, such as volume claims without their volumes, and
    /// missing related objects. The subject is the index of an object in the inventory. If there is no subject, the
    /// pointer is a path in the spec, or in the manifest of the Backup.
    pub fn diagnostics(&self) -> Result<Vec<Diagnostic>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().evaluation().call_diagnostics(store, this)
        })
    }

    /// Returns how the backup ends.
    ///
    /// Errors with volumes are only known after the last step.
    pub fn outcome(&self) -> Result<Outcome, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().evaluation().call_outcome(store, this)
        })
    }

    /// Returns the number of included objects.
    pub fn included(&self) -> Result<u32, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().evaluation().call_included(store, this)
        })
    }

    /// Returns the reason of each evaluated object, as its number in the enum, from 0.
    ///
    /// For many objects, this is much faster than `verdicts`.
    pub fn reasons(&self) -> Result<Vec<u8>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().evaluation().call_reasons(store, this)
        })
    }

    /// Returns at most `limit` verdicts, from the object with the index `offset`.
    pub fn verdicts(&self, offset: u32, limit: u32) -> Result<Vec<Verdict>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().evaluation().call_verdicts(store, this, offset, limit)
        })
    }

    /// Returns what is saved of the contents of volumes.
    ///
    /// It is empty before the last step.
    pub fn contents(&self) -> Result<SavedContents, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().evaluation().call_contents(store, this)
        })
    }

    /// Returns the number of volumes that `volumes` is about.
    ///
    /// It is 0 before the last step.
    pub fn volume_count(&self) -> Result<u32, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().evaluation().call_volume_count(store, this)
        })
    }

    /// Returns the verdicts on the contents of at most `limit` volumes, from the index `offset`: first claims, then
    /// PersistentVolumes without a claim in the backup, then other volumes of pods.
    pub fn volumes(&self, offset: u32, limit: u32) -> Result<Vec<VolumeVerdict>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().evaluation().call_volumes(store, this, offset, limit)
        })
    }

    /// Returns the numbers of claims with and without their contents.
    pub fn contents_count(&self) -> Result<ContentsCount, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().evaluation().call_contents_count(store, this)
        })
    }

    /// Returns the settings of Velero that are used.
    ///
    /// For `None`, the default of the server is assumed.
    pub fn settings(&self) -> Result<ServerSettings, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().evaluation().call_settings(store, this)
        })
    }
}

/// Evaluates several targets for an inventory.
///
/// It works in steps, and keeps the inventory. Each target is evaluated separately. Objects that come along are
/// included.
///
/// It keeps an instance of the component until it is dropped. Resources that are created from each other share the
/// instance. Methods return errors of the host. After an error, all resources of the instance are lost: further calls
/// return [`Error::Lost`].
pub struct Coverage(pub(super) Handle);

impl Coverage {
    /// Evaluates about `max_objects` more objects, and returns true if all targets are done.
    ///
    /// An object counts once for each target. The other methods return the results of the targets that are done.
    pub fn step(&mut self, max_objects: u32) -> Result<bool, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().coverage().call_step(store, this, max_objects)
        })
    }

    /// Returns the coverage of each target, in the order of the targets.
    pub fn targets(&self) -> Result<Vec<TargetCoverage>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().coverage().call_targets(store, this)
        })
    }

    /// Returns the indexes of volume claims that no target includes: at most `limit` of them, without the first
    /// `offset`.
    pub fn uncovered_claims(&self, offset: u32, limit: u32) -> Result<Vec<u32>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().coverage().call_uncovered_claims(store, this, offset, limit)
        })
    }

    /// Returns the indexes of volume claims that a target includes, and whose contents none saves: at most `limit` of
    /// them, without the first `offset`.
    pub fn claims_without_contents(&self, offset: u32, limit: u32) -> Result<Vec<u32>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().coverage().call_claims_without_contents(store, this, offset, limit)
        })
    }

    /// Returns the indexes of objects that no target includes: at most `limit` of them, without the first `offset`.
    ///
    /// Volume claims are first.
    pub fn uncovered(&self, offset: u32, limit: u32) -> Result<Vec<u32>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().coverage().call_uncovered(store, this, offset, limit)
        })
    }

    /// Returns the objects that several targets include: at most `limit` of them, without the first `offset`.
    pub fn overlapping(&self, offset: u32, limit: u32) -> Result<Vec<Overlap>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().coverage().call_overlapping(store, this, offset, limit)
        })
    }
}
