//! The objects of a cluster, as `kubectl get -A -o json` prints them.
//!
//! A [`Reader`] takes the text in chunks of any size, and keeps of each object what decides whether a backup takes it:
//! about 100 bytes. Lists, lists of lists, documents one behind the other and an object a line are read alike. What
//! cannot be read is left out, and [`Inventory::diagnostics`] says where it stands.
//!
//! An object that stands there twice counts once: also where it is shown under two versions or groups of its kind, as
//! events are. The first one counts.

mod builder;
mod kinds;
mod object;
mod relations;
mod scanner;
mod strings;
mod syntax;
#[cfg(test)]
mod tests;

use crate::cluster::Cluster;
use crate::diagnostic::Diagnostic;
use crate::velero::special::Special;
use builder::Builder;
pub(crate) use builder::LabelSet;
pub(crate) use kinds::Kind;
pub(crate) use relations::Relations;
use scanner::Scanner;
pub(crate) use strings::Interner;
use strings::Texts;

/// Names an object of a cluster.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectRef {
    /// `deployments.apps`, `pods`
    pub group_resource: String,
    /// `None` for what is in no namespace.
    pub namespace: Option<String>,
    /// Unique in its kind and namespace.
    pub name: String,
}

/// Reads the objects of a cluster, chunk by chunk.
///
/// ```
/// use k8s_backup_target::cluster::Cluster;
/// use k8s_backup_target::inventory::Reader;
///
/// let mut reader = Reader::new(&Cluster::builtin());
/// reader.push(br#"{"apiVersion": "v1", "items": [{"apiVersion": "v1", "kind": "Namespace", "meta"#)?;
/// reader.push(br#"data": {"name": "prod"}}], "kind": "List"}"#)?;
/// let inventory = reader.finish()?;
/// assert_eq!(inventory.objects(0, 10).next().map(|object| object.name), Some("prod".to_owned()));
/// # Ok::<(), Vec<k8s_backup_target::diagnostic::Diagnostic>>(())
/// ```
pub struct Reader {
    scanner: Scanner,
    builder: Builder,
}

impl Reader {
    /// A reader of the objects of a cluster that serves these kinds. Definitions of custom resources among the objects
    /// tell theirs, wherever they stand.
    pub fn new(cluster: &Cluster) -> Self {
        Reader { scanner: Scanner::default(), builder: Builder::new(cluster.clone()) }
    }

    /// Goes through the next part of the text; it may end anywhere, in the middle of a character too.
    ///
    /// # Errors
    ///
    /// When the text is in another format than JSON, or has more than is kept: the rest need not be given.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), Vec<Diagnostic>> {
        if self.builder.refusal.is_none() {
            self.scanner.push(chunk, &mut self.builder);
        }
        match &self.builder.refusal {
            Some(refusal) => Err(vec![Diagnostic::clone(refusal)]),
            None => Ok(()),
        }
    }

    /// The objects that were read.
    ///
    /// # Errors
    ///
    /// When there are none, and something could not be read; and when [`Reader::push`] refused the text.
    pub fn finish(mut self) -> Result<Inventory, Vec<Diagnostic>> {
        self.scanner.finish(&mut self.builder);
        self.builder.finish()
    }
}

/// What is kept of an object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Of [`Inventory::kinds`].
    pub(crate) kind: u32,
    /// Of [`Inventory::namespaces`]; 0 for none.
    pub(crate) namespace: u32,
    /// Of [`Inventory::label_sets`].
    pub(crate) labels: u32,
    pub(crate) flags: Flags,
}

/// What an object says of itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags(u8);

impl Flags {
    /// It has a deletionTimestamp.
    pub(crate) const DELETED: u8 = 1;
    /// An annotation drops it when an action of Velero has run on it.
    pub(crate) const SKIPS: u8 = 2;
    /// An annotation lets pass what it brings.
    pub(crate) const MUST_INCLUDE: u8 = 4;
    /// A Namespace that is not Active.
    pub(crate) const NOT_ACTIVE: u8 = 8;
    /// A claim that is bound to a volume.
    pub(crate) const BOUND: u8 = 16;
    /// A pod that runs on a node.
    pub(crate) const RUNNING: u8 = 32;

    pub(crate) fn has(self, flag: u8) -> bool {
        self.0 & flag != 0
    }

    fn set(&mut self, flag: u8, is_set: bool) {
        if is_set {
            self.0 |= flag;
        }
    }
}

/// The objects of a cluster, each with a place, in the order in which they were read.
#[derive(Debug)]
pub struct Inventory {
    /// With the kinds that definitions among the objects tell.
    cluster: Cluster,
    pub(crate) kinds: Vec<Kind>,
    /// The first is empty.
    pub(crate) namespaces: Interner,
    /// The namespaces that exist, by name.
    pub(crate) existing: Vec<u32>,
    /// Keys and values of labels.
    pub(crate) words: Interner,
    pub(crate) label_sets: Vec<LabelSet>,
    pub(crate) entries: Vec<Entry>,
    names: Texts,
    /// Places by kind, namespace and name.
    sorted: Vec<u32>,
    pub(crate) relations: Relations,
    diagnostics: Vec<Diagnostic>,
}

impl Inventory {
    /// What could not be read, or not be placed. The subject is the document in the text, from 0; the pointer leads into
    /// it.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// How many objects there are.
    pub fn len(&self) -> u32 {
        // The reader takes no more than a million.
        self.entries.len() as u32
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// At most `limit` objects from a place on.
    pub fn objects(&self, offset: u32, limit: u32) -> impl Iterator<Item = ObjectRef> {
        let end = offset.saturating_add(limit).min(self.len());
        (offset..end).filter_map(|place| self.object(place))
    }

    /// The object at a place.
    pub fn object(&self, place: u32) -> Option<ObjectRef> {
        let entry = self.entries.get(place as usize)?;
        let kind = self.kinds.get(entry.kind as usize)?;
        Some(ObjectRef {
            group_resource: kind.group_resource.clone(),
            namespace: (entry.namespace != 0).then(|| self.namespaces.get(entry.namespace).to_owned()),
            name: self.names.get(place).to_owned(),
        })
    }

    /// The kinds that were given, and those that definitions among the objects tell.
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// The name of the object at a place.
    pub(crate) fn name(&self, place: u32) -> &str {
        self.names.get(place)
    }

    /// The name, behind that of its namespace, for a message.
    pub(crate) fn full_name(&self, place: u32) -> String {
        match self.entries.get(place as usize).map(|entry| entry.namespace) {
            Some(namespace) if namespace != 0 => format!("{}/{}", self.namespaces.get(namespace), self.name(place)),
            _ => self.name(place).to_owned(),
        }
    }

    /// The place of an object of a special kind; namespace 0 is none.
    pub(crate) fn find(&self, special: Special, namespace: u32, name: &str) -> Option<u32> {
        let kind = self.kinds.iter().position(|kind| kind.special == Some(special))? as u32;
        let key = |place: u32| {
            let entry = self.entries.get(place as usize).expect("the sorted places are of objects");
            (entry.kind, entry.namespace, self.names.get(place))
        };
        let found = self.sorted.binary_search_by(|&place| key(place).cmp(&(kind, namespace, name))).ok()?;
        self.sorted.get(found).copied()
    }

    /// About how many bytes of memory are kept.
    pub fn bytes(&self) -> usize {
        let sets: usize = self.label_sets.iter().map(|set| set.labels.len() * 8 + 48).sum();
        self.entries.len() * (size_of::<Entry>() + 8)
            + self.names.bytes()
            + (self.words.bytes() + self.namespaces.bytes())
            + sets
            + self.relations.edges.len() * 12
            + self.relations.missing.len() * 16
            + self.relations.missing_names.bytes()
    }
}
