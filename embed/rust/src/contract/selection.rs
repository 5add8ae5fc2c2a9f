//! Generated from wit/ by `cargo xtask bindings`.

use super::*;

/// Reads a cluster's objects in pieces of any size, which may end anywhere: what `kubectl get -A -o json` prints (a
/// List), several of them one behind the other or in a List, or an object a line.
///
/// Memory is what the inventory needs, about 100 bytes an object, and the longest object, of at most 8 MiB.
///
/// It keeps an instance of the component until it is dropped. Resources that are made from each other share the
/// instance. Each method's error is the host's. After an error, all resources of the instance are lost: each further
/// call is [`Error::Lost`].
pub struct InventoryReader(pub(super) Handle);

impl InventoryReader {
    /// Goes through the next piece.
    ///
    /// The errors say why the rest need not be given: it is in another format than JSON, or has more than a million
    /// objects.
    pub fn push(&mut self, chunk: &[u8]) -> Result<Result<(), Vec<Diagnostic>>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().inventory_reader().call_push(store, this, chunk)
        })
    }

    /// The objects that were read.
    ///
    /// The errors say why there are none. An object that stands there twice, or is shown under two groups of its kind
    /// as events are, counts once.
    pub fn finish(mut self) -> Result<Result<Inventory, Vec<Diagnostic>>, Error> {
        let made = self.0.take(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().inventory_reader().call_finish(store, this)
        })?;
        Ok(made.map(|made| Inventory(self.0.beside(made))))
    }
}

/// The objects of a cluster, each with a place, from 0, in the order in which they were read.
///
/// The namespaces that exist are its Namespace objects; without any, those that objects are in.
///
/// It keeps an instance of the component until it is dropped. Resources that are made from each other share the
/// instance. Each method's error is the host's. After an error, all resources of the instance are lost: each further
/// call is [`Error::Lost`].
pub struct Inventory(pub(super) Handle);

impl Inventory {
    /// What could not be read, or not be placed.
    ///
    /// The subject is the document in the text, from 0; the pointer leads into it: `/items/17/metadata/name`.
    pub fn diagnostics(&self) -> Result<Vec<Diagnostic>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().inventory().call_diagnostics(store, this)
        })
    }

    /// How many objects there are.
    pub fn len(&self) -> Result<u32, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().inventory().call_len(store, this)
        })
    }

    /// At most `limit` objects, from a place on.
    pub fn objects(&self, offset: u32, limit: u32) -> Result<Vec<ObjectRef>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().inventory().call_objects(store, this, offset, limit)
        })
    }

    /// The namespaces that an entry of a namespace list stands for here, by name: itself, or what the pattern matches,
    /// as Velero expands it.
    ///
    /// The errors are what Velero refuses it for, or why it cannot match with it.
    pub fn matching_namespaces(&self, pattern: &str) -> Result<Result<Vec<String>, Vec<Diagnostic>>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().inventory().call_matching_namespaces(store, this, pattern)
        })
    }

    /// One spec over one inventory, worked off in steps so that a host stays alive.
    ///
    /// It keeps the inventory.
    ///
    /// Compiles the spec for the inventory, and decides nothing yet. A label selector without labels is left out, as
    /// the operator does.
    pub fn evaluate(&self, spec: &Spec) -> Result<Evaluation, Error> {
        let made = self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().evaluation().call_constructor(store, this, spec)
        })?;
        Ok(Evaluation(self.0.beside(made)))
    }

    /// Many targets over one inventory, worked off in steps.
    ///
    /// It keeps the inventory. Each target's spec is evaluated for itself; what comes along counts.
    ///
    /// Decides nothing yet.
    pub fn coverage(&self, targets: &[Target]) -> Result<Coverage, Error> {
        let made = self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().coverage().call_constructor(store, this, targets)
        })?;
        Ok(Coverage(self.0.beside(made)))
    }
}

/// One spec over one inventory, worked off in steps so that a host stays alive.
///
/// It keeps the inventory.
///
/// It keeps an instance of the component until it is dropped. Resources that are made from each other share the
/// instance. Each method's error is the host's. After an error, all resources of the instance are lost: each further
/// call is [`Error::Lost`].
pub struct Evaluation(pub(super) Handle);

impl Evaluation {
    /// Goes on for about so many objects; true when done.
    ///
    /// What follows answers for the part that is done: an object that is not included yet may still come along.
    pub fn step(&mut self, max_objects: u32) -> Result<bool, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().evaluation().call_step(store, this, max_objects)
        })
    }

    /// Why Velero refuses the spec; claims without their volumes, related objects that are missing, and the like, once
    /// it is done.
    ///
    /// The subject is the object's place in the inventory, where it is about one; else the pointer leads into the spec.
    pub fn diagnostics(&self) -> Result<Vec<Diagnostic>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().evaluation().call_diagnostics(store, this)
        })
    }

    /// How many objects are included.
    pub fn included(&self) -> Result<u32, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().evaluation().call_included(store, this)
        })
    }

    /// A byte for each object that is looked at: the reason, by its place in the enum.
    ///
    /// A host lifts 100,000 bytes in no time, and as many records in seconds.
    pub fn reasons(&self) -> Result<Vec<u8>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().evaluation().call_reasons(store, this)
        })
    }

    /// What becomes of at most `limit` objects, from a place on.
    pub fn verdicts(&self, offset: u32, limit: u32) -> Result<Vec<Verdict>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().evaluation().call_verdicts(store, this, offset, limit)
        })
    }
}

/// Many targets over one inventory, worked off in steps.
///
/// It keeps the inventory. Each target's spec is evaluated for itself; what comes along counts.
///
/// It keeps an instance of the component until it is dropped. Resources that are made from each other share the
/// instance. Each method's error is the host's. After an error, all resources of the instance are lost: each further
/// call is [`Error::Lost`].
pub struct Coverage(pub(super) Handle);

impl Coverage {
    /// Goes on for about so many verdicts, one for each object and target; true when done.
    ///
    /// What follows answers for the targets that are done.
    pub fn step(&mut self, max_objects: u32) -> Result<bool, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().coverage().call_step(store, this, max_objects)
        })
    }

    /// In the order of the targets.
    pub fn targets(&self) -> Result<Vec<TargetCoverage>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().coverage().call_targets(store, this)
        })
    }

    /// The volume claims that no target takes, by their places: at most `limit`, from the `offset`th on.
    pub fn uncovered_claims(&self, offset: u32, limit: u32) -> Result<Vec<u32>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().coverage().call_uncovered_claims(store, this, offset, limit)
        })
    }

    /// The objects that no target takes, by their places, volume claims first: at most `limit`, from the `offset`th on.
    pub fn uncovered(&self, offset: u32, limit: u32) -> Result<Vec<u32>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().coverage().call_uncovered(store, this, offset, limit)
        })
    }

    /// The objects that several targets take: at most `limit`, from the `offset`th on.
    pub fn overlapping(&self, offset: u32, limit: u32) -> Result<Vec<Overlap>, Error> {
        self.0.call(|Instance { store, exports }, this| {
            exports.k8s_backup_target_selection().coverage().call_overlapping(store, this, offset, limit)
        })
    }
}
