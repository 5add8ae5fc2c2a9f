//! The objects of a cluster, from the output of `kubectl get -A -o json`.
//!
//! A [`Reader`] reads the text in chunks of any size. It keeps about 100 bytes of each object: what decides whether a
//! backup contains it. The text may have lists, lists of lists, several documents, or one object in each line. Objects
//! that cannot be read are skipped, and [`Inventory::diagnostics`] has their positions.
//!
//! A repeated object counts once, also if it is repeated under another version or group of its kind, as with events.
//! The first one is used.

mod builder;
mod kinds;
mod numbering;
mod object;
mod relations;
mod scanner;
pub(crate) mod storage;
mod strings;
mod syntax;
#[cfg(test)]
mod tests;
mod velero;

use crate::cluster::Cluster;
use crate::diagnostic::Diagnostic;
use crate::velero::server::ServerSettings;
use crate::velero::special::Special;
use builder::Builder;
pub(crate) use builder::LabelSet;
pub(crate) use kinds::Kind;
pub(crate) use numbering::Numbering;
pub(crate) use relations::Relations;
use scanner::Scanner;
pub(crate) use storage::Storage;
pub(crate) use strings::Interner;
use strings::Texts;

/// The kind, namespace and name of an object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectRef {
    /// Such as `deployments.apps` or `pods`.
    pub group_resource: String,
    /// `None` for a cluster-scoped object.
    pub namespace: Option<String>,
    /// The name, unique in its kind and namespace.
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
    /// Creates a reader for the objects of a cluster that serves these kinds. CustomResourceDefinitions among the
    /// objects add their kinds, at any position.
    pub fn new(cluster: &Cluster) -> Self {
        Reader { scanner: Scanner::default(), builder: Builder::new(cluster.clone()) }
    }

    /// Reads the next part of the text. It may end anywhere, also in the middle of a character.
    ///
    /// # Errors
    ///
    /// When the text is in another format than JSON, or exceeds a limit. The rest of the text is not needed then.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), Vec<Diagnostic>> {
        if self.builder.refusal.is_none() {
            self.scanner.push(chunk, &mut self.builder);
        }
        match &self.builder.refusal {
            Some(refusal) => Err(vec![Diagnostic::clone(refusal)]),
            None => Ok(()),
        }
    }

    /// Returns the objects that were read.
    ///
    /// # Errors
    ///
    /// When no object could be read, but there were errors, or when [`Reader::push`] refused the text.
    pub fn finish(mut self) -> Result<Inventory, Vec<Diagnostic>> {
        self.scanner.finish(&mut self.builder);
        self.builder.finish()
    }
}

/// The data of an object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Index in [`Inventory::listings`].
    pub(crate) listing: u32,
    /// Index in [`Inventory::label_sets`].
    pub(crate) labels: u32,
    pub(crate) flags: Flags,
}

/// A kind in a namespace: Velero lists its objects together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Listing {
    /// Index in [`Inventory::kinds`].
    pub(crate) kind: u32,
    /// Index in [`Inventory::namespaces`]; 0 for none.
    pub(crate) namespace: u32,
}

/// The state of an object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags(u8);

impl Flags {
    /// It has a deletionTimestamp.
    pub(crate) const DELETED: u8 = 1;
    /// An annotation excludes it after an action of Velero.
    pub(crate) const SKIPS: u8 = 2;
    /// An annotation lets the objects that it brings along pass the checks.
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

    /// Returns [`Flags::DELETED`] and [`Flags::SKIPS`], as a number below 4.
    pub(crate) fn deleted_or_skips(self) -> usize {
        usize::from(self.0 & (Flags::DELETED | Flags::SKIPS))
    }

    fn set(&mut self, flag: u8, is_set: bool) {
        if is_set {
            self.0 |= flag;
        }
    }
}

fn listing(listings: &[Listing], entry: &Entry) -> Listing {
    *listings.get(entry.listing as usize).expect("the listing of each object is known")
}

/// The objects of a cluster, by index, in the order in which they were read.
#[derive(Debug)]
pub struct Inventory {
    /// Includes the kinds of CustomResourceDefinitions among the objects.
    cluster: Cluster,
    pub(crate) kinds: Vec<Kind>,
    /// The first is empty.
    pub(crate) namespaces: Interner,
    /// The namespaces that exist, sorted by name.
    pub(crate) existing: Vec<u32>,
    /// Keys and values of labels.
    pub(crate) words: Interner,
    pub(crate) label_sets: Vec<LabelSet>,
    /// For each label set: whether it excludes an object from every backup.
    pub(crate) excluding: Vec<bool>,
    pub(crate) listings: Vec<Listing>,
    pub(crate) entries: Vec<Entry>,
    /// The Namespaces: the index of each object, and the number of its name.
    pub(crate) namespace_objects: Vec<(u32, u32)>,
    /// The kinds whose definition is an object: each with the index of the object.
    pub(crate) definitions: Vec<(u32, u32)>,
    names: Texts,
    /// Indexes of objects, sorted by kind, namespace and name.
    sorted: Vec<u32>,
    pub(crate) relations: Relations,
    pub(crate) storage: Storage,
    /// What the objects of Velero say about its server.
    pub(crate) settings: ServerSettings,
    schedules: Vec<Box<str>>,
    diagnostics: Vec<Diagnostic>,
}

impl Inventory {
    /// Returns the problems of the text and of its objects. The subject is the index of the document, and the pointer
    /// refers to it.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Returns the number of objects.
    pub fn len(&self) -> u32 {
        // The reader has a limit of one million.
        self.entries.len() as u32
    }

    /// Whether there are no objects.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns at most `limit` objects, from the index `offset`.
    pub fn objects(&self, offset: u32, limit: u32) -> impl Iterator<Item = ObjectRef> {
        let end = offset.saturating_add(limit).min(self.len());
        (offset..end).filter_map(|index| self.object(index))
    }

    /// Returns the object with an index.
    pub fn object(&self, index: u32) -> Option<ObjectRef> {
        let entry = self.entries.get(index as usize)?;
        let Listing { kind, namespace } = self.listing(entry);
        Some(ObjectRef {
            group_resource: self.kinds.get(kind as usize)?.group_resource.clone(),
            namespace: (namespace != 0).then(|| self.namespaces.get(namespace).to_owned()),
            name: self.names.get(index).to_owned(),
        })
    }

    /// Returns the JSON of each Schedule of Velero among the objects, by namespace and name.
    pub fn schedules(&self) -> impl ExactSizeIterator<Item = &str> {
        self.schedules.iter().map(|json| &**json)
    }

    /// Returns what the objects of Velero among the objects say about its server: its Deployment, its node agents, and
    /// its locations.
    pub fn settings(&self) -> &ServerSettings {
        &self.settings
    }

    /// Returns the given kinds, with those of CustomResourceDefinitions among the objects.
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// Returns the name of the object with an index.
    pub(crate) fn name(&self, index: u32) -> &str {
        self.names.get(index)
    }

    /// Returns the name with its namespace, for a message.
    pub(crate) fn full_name(&self, index: u32) -> String {
        match self.entries.get(index as usize).map(|entry| self.listing(entry).namespace) {
            Some(namespace) if namespace != 0 => format!("{}/{}", self.namespaces.get(namespace), self.name(index)),
            _ => self.name(index).to_owned(),
        }
    }

    /// Returns the kind and the namespace of an object.
    pub(crate) fn listing(&self, entry: &Entry) -> Listing {
        listing(&self.listings, entry)
    }

    /// Returns the special kind of an object, if it has one.
    pub(crate) fn special(&self, entry: &Entry) -> Option<Special> {
        self.kinds.get(self.listing(entry).kind as usize)?.special
    }

    /// Whether the labels of an object exclude it from every backup.
    pub(crate) fn is_excluded_by_label(&self, entry: &Entry) -> bool {
        self.excluding.get(entry.labels as usize).copied().unwrap_or(false)
    }

    /// Returns the indexes of the objects of a kind, sorted by namespace and name.
    pub(crate) fn of_kind(&self, kind: u32) -> &[u32] {
        let kind_of = |index: u32| self.entries.get(index as usize).map(|entry| self.listing(entry).kind);
        let start = self.sorted.partition_point(|index| kind_of(*index) < Some(kind));
        let rest = self.sorted.split_at(start).1;
        rest.split_at(rest.partition_point(|index| kind_of(*index) == Some(kind))).0
    }

    /// Returns the index of an object of a special kind; namespace 0 is none.
    pub(crate) fn find(&self, special: Special, namespace: u32, name: &str) -> Option<u32> {
        let kind = self.kinds.iter().position(|kind| kind.special == Some(special))? as u32;
        let key = |index: u32| {
            let entry = self.entries.get(index as usize).expect("the sorted indexes are of objects");
            (self.listing(entry), self.names.get(index))
        };
        let sought = (Listing { kind, namespace }, name);
        let found = self.sorted.binary_search_by(|&index| key(index).cmp(&sought)).ok()?;
        self.sorted.get(found).copied()
    }

    /// Returns the approximate memory use, in bytes.
    pub fn bytes(&self) -> usize {
        let sets: usize = self.label_sets.iter().map(|set| set.labels.len() * 8 + 41).sum();
        self.entries.len() * (size_of::<Entry>() + 8)
            + self.listings.len() * size_of::<Listing>()
            + self.names.bytes()
            + (self.words.bytes() + self.namespaces.bytes())
            + sets
            + self.relations.edges.len() * 12
            + self.relations.missing.len() * 16
            + self.relations.missing_names.bytes()
            + self.storage.bytes()
            + self.schedules.iter().map(|json| json.len() + 16).sum::<usize>()
    }
}
