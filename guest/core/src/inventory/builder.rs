//! Collects the data of each object, and sorts it when all objects are read.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::kinds::{Kind, SeenKind, name_kinds};
use super::object::{Details, Fault, ListKind, Object};
use super::relations::{Mention, Mentioned, Relations, relations};
use super::scanner::{Found, Location, MAX_INVENTORY_OBJECT_BYTES, Sink};
use super::storage::{Keeper, Storage};
use super::strings::{Interner, Texts, intern};
use super::velero::VeleroObjects;
use super::{Entry, Flags, Inventory, Listing, listing, syntax};
use crate::catalogue::{
    INVENTORY_NAMESPACE_WITHOUT_PHASE, INVENTORY_OBJECT_MISPLACED, INVENTORY_OBJECT_UNREADABLE, INVENTORY_TOO_LARGE,
    INVENTORY_WITHOUT_NAMESPACES,
};
use crate::cluster::{ApiResource, Cluster, MAX_API_RESOURCES};
use crate::diagnostic::{Diagnostic, Finding, quoted};
use crate::release::Behaviour;
use crate::report::Report;
use crate::sort::{sort_indexes, sorted};
use crate::velero::server::ServerSettings;
use crate::velero::special::Special;

/// The limits of an inventory.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub(super) objects: usize,
    /// Maximum number of kinds, and of definitions. Each name is searched in all of them.
    pub(super) kinds: usize,
    /// Approximate maximum number of bytes, mostly of names and labels.
    pub(super) bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { objects: 1_000_000, kinds: MAX_API_RESOURCES, bytes: 192 << 20 }
    }
}

/// Collects the objects of a stream.
pub(super) struct Builder {
    cluster: Cluster,
    pub(super) limits: Limits,
    pub(super) report: Report,
    /// Why the rest of the stream is not read.
    pub(super) refusal: Option<Box<Diagnostic>>,
    /// By group and kind, separated by a slash.
    kind_ids: Interner,
    seen: Vec<SeenKind>,
    /// The first, empty one means no namespace.
    namespaces: Interner,
    /// Keys and values of labels.
    words: Interner,
    label_ids: BTreeMap<Arc<[(u32, u32)]>, u32>,
    label_sets: Vec<LabelSet>,
    excluding: Vec<bool>,
    /// With the numbers of seen kinds, until they are named.
    listings: Vec<Listing>,
    listing_ids: BTreeMap<Listing, u32>,
    entries: Vec<Entry>,
    names: Texts,
    mentions: Vec<Mention>,
    mentioned: Texts,
    storage: Keeper,
    /// Number of Namespaces without a phase.
    without_phase: usize,
    definitions: Vec<ApiResource>,
    velero: VeleroObjects,
    /// Approximate number of bytes.
    kept: usize,
}

/// Labels with unique keys, as the numbers of keys and values, sorted by the numbers of the keys.
#[derive(Clone, Debug)]
pub(crate) struct LabelSet {
    pub(crate) labels: Arc<[(u32, u32)]>,
}

impl LabelSet {
    /// Returns the number of the value of a key.
    pub(crate) fn value(&self, key: u32) -> Option<u32> {
        let found = self.labels.binary_search_by_key(&key, |label| label.0).ok()?;
        self.labels.get(found).map(|label| label.1)
    }
}

impl Sink for Builder {
    fn take(&mut self, found: Found<'_>, location: &dyn Fn() -> Location) {
        if self.refusal.is_some() {
            return;
        }
        match found {
            Found::Value { bytes, list } => match Object::read(bytes, list) {
                Ok(object) => self.keep_with(object, bytes),
                Err(fault) => self.report_at(location, |location| unreadable(fault, location)),
            },
            Found::TooLong => self.report_at(location, |location| {
                let (line, limit) = (location.line, MAX_INVENTORY_OBJECT_BYTES >> 20);
                let message = format!("the object on line {line} has more than {limit} MiB");
                INVENTORY_OBJECT_UNREADABLE.violation(message).help("remove it: no API server stores such an object")
            }),
            Found::Broken(what) => self.report_at(location, |location| syntax::broken_document(location, what)),
            Found::Interrupted => self.report_at(location, |location| syntax::interrupted(location.line)),
            Found::Truncated => self.report_at(location, |location| syntax::truncated(location.line)),
            Found::NotJson(start) => match syntax::other_format(start) {
                // The whole text is in another format; the rest is not read.
                Some(finding) if location().document == 0 => {
                    self.refusal = Some(Box::new(finding.about(0).into_diagnostic()));
                }
                Some(finding) => self.report_at(location, |_| finding),
                None => self.report_at(location, |location| syntax::not_json(location.line, start)),
            },
            Found::Empty => self.report.push(syntax::empty),
        }
    }

    fn take_start(&mut self, text: &str, list: Option<&ListKind>) -> Option<usize> {
        if self.refusal.is_some() {
            return None;
        }
        let (object, bytes) =
            Object::read_start(text, list).filter(|(_, bytes)| bytes.len() <= MAX_INVENTORY_OBJECT_BYTES)?;
        self.keep_with(object, bytes.as_bytes());
        Some(bytes.len())
    }
}

/// Returns why an object is skipped, and completes the pointer of the location.
fn unreadable(fault: Fault, location: &mut Location) -> Finding {
    let line = location.line;
    let (message, help) = match fault {
        Fault::NotJson { message, line, column } => {
            let first_column = if line <= 1 { location.column.saturating_sub(1) } else { 0 };
            location.line += (line as u64).saturating_sub(1);
            location.column = first_column + column as u64;
            return syntax::broken_object(location, &message);
        }
        Fault::Status { message } => return syntax::status(line, &message),
        Fault::Value { pointer, message } => {
            location.pointer.push_str(pointer);
            (format!("the object on line {line} {message}"), "pass it as kubectl prints it, or remove it")
        }
        Fault::NotAnObject => (format!("the value on line {line} is not an object"), "remove it"),
    };
    INVENTORY_OBJECT_UNREADABLE.violation(message).help(help)
}

impl Builder {
    pub(super) fn new(cluster: Cluster) -> Self {
        let mut namespaces = Interner::default();
        namespaces.intern("");
        Builder {
            cluster,
            limits: Limits::default(),
            report: Report::default(),
            refusal: None,
            kind_ids: Interner::default(),
            seen: Vec::new(),
            namespaces,
            words: Interner::default(),
            label_ids: BTreeMap::new(),
            label_sets: Vec::new(),
            excluding: Vec::new(),
            listings: Vec::new(),
            listing_ids: BTreeMap::new(),
            entries: Vec::new(),
            names: Texts::default(),
            mentions: Vec::new(),
            mentioned: Texts::default(),
            storage: Keeper::default(),
            without_phase: 0,
            definitions: Vec::new(),
            velero: VeleroObjects::default(),
            kept: 0,
        }
    }

    fn report_at(&mut self, location: &dyn Fn() -> Location, finding: impl FnOnce(&mut Location) -> Finding) {
        self.report.push(|| {
            let mut location = location();
            finding(&mut location).about(location.document).at_pointer(location.pointer)
        });
    }

    fn keep_with(&mut self, object: Object<'_>, bytes: &[u8]) {
        self.kept += self.velero.keep(&object, bytes);
        self.keep(object);
    }

    fn keep(&mut self, mut object: Object<'_>) {
        if let Some(what) = self.over_limit() {
            let finding = INVENTORY_TOO_LARGE.violation(what).help("pass only the kinds and namespaces that you need");
            self.refusal = Some(Box::new(finding.into_diagnostic()));
            return;
        }
        let from = self.entries.len() as u32;
        let excludes = object.is_excluded_by_label();
        let labels = self.label_set(&mut object, excludes);
        let namespace = self.namespace(&object.namespace);
        let details = std::mem::replace(&mut object.details, Details::None);
        let mut flags = Flags::default();
        flags.set(Flags::DELETED, object.is_being_deleted);
        flags.set(Flags::SKIPS, object.skips);
        flags.set(Flags::MUST_INCLUDE, object.must_include);
        match details {
            Details::None => {}
            Details::Namespace { is_active, has_phase } => {
                flags.set(Flags::NOT_ACTIVE, !is_active);
                self.without_phase += usize::from(!has_phase);
            }
            Details::Claim(claim) => {
                let volume = claim.bound_volume();
                flags.set(Flags::BOUND, volume.is_some());
                self.mention(from, Mentioned::Volume, 0, volume);
                self.storage.keep_claim(from, &claim, &mut self.kept);
            }
            Details::Pod { is_running, priority_class, parts } => {
                flags.set(Flags::RUNNING, is_running);
                self.mention(from, Mentioned::PriorityClass, 0, priority_class.as_deref());
                for claim in parts.claims() {
                    self.mention(from, Mentioned::Claim, namespace, Some(claim));
                }
                self.storage.keep_pod(from, &parts, &mut self.kept);
                if let Some(node) = parts.node.as_deref().filter(|_| is_running) {
                    self.storage.keep_agent(&object, node, &mut self.kept);
                }
            }
            Details::Volume(volume) => {
                let claim_namespace = volume.claim.as_ref().map_or(0, |(namespace, _)| self.namespace(namespace));
                self.storage.keep_volume(from, &volume, claim_namespace, &mut self.kept);
            }
            Details::StorageClass(provisioner) => {
                self.storage.keep_storage_class(&object.name, &provisioner, &mut self.kept);
            }
            Details::SnapshotClass { driver, is_default } => {
                self.storage.keep_snapshot_class(&object, &driver, is_default, &mut self.kept);
            }
            Details::Node => self.storage.keep_node(&object, &mut self.kept),
            Details::ConfigMap(data) => self.storage.keep_policy(&object, &data, &mut self.kept),
            Details::Binding { subjects, role } => {
                let what = if role.is_some() { Mentioned::Role } else { Mentioned::NoRole };
                self.mention(from, what, 0, Some(role.as_deref().unwrap_or("")));
                for (namespace, name) in &subjects {
                    let namespace = self.namespace(namespace);
                    self.mention(from, Mentioned::Subject, namespace, Some(name));
                }
            }
            Details::Definition(definition) => {
                self.kept += 256;
                self.definitions.push(*definition);
            }
        }
        let kind = self.kind(&object);
        let listing = self.listing(Listing { kind, namespace });
        self.kept += object.name.len() + std::mem::size_of::<Entry>() + 8;
        self.names.push(&object.name);
        self.entries.push(Entry { listing, labels, flags });
    }

    /// Returns which limit is exceeded.
    fn over_limit(&self) -> Option<String> {
        let Limits { objects, kinds, bytes } = self.limits;
        if self.entries.len() >= objects {
            Some(format!("there are more than {objects} objects"))
        } else if self.seen.len().max(self.definitions.len()) > kinds {
            Some(format!("the objects have more than {kinds} kinds"))
        } else if self.kept > bytes {
            Some(format!("the names and labels of the objects have more than {} MiB", bytes >> 20))
        } else {
            None
        }
    }

    fn kind(&mut self, object: &Object<'_>) -> u32 {
        let has_namespaces = !object.namespace.is_empty();
        // Objects of a kind usually follow one another.
        let last = self.entries.last().map(|last| listing(&self.listings, last).kind);
        let is_same = |seen: &SeenKind| seen.group == object.group && seen.kind == object.kind;
        let same = last.filter(|&kind| self.seen.get(kind as usize).is_some_and(is_same));
        let id = same.unwrap_or_else(|| self.kind_ids.intern(&format!("{}/{}", object.group, object.kind)));
        match self.seen.get_mut(id as usize) {
            Some(seen) => seen.has_namespaces |= has_namespaces,
            None => {
                self.kept += object.kind.len() + 128;
                self.seen.push(SeenKind {
                    group: object.group.clone(),
                    kind: object.kind.clone().into_owned(),
                    special: object.special,
                    has_namespaces,
                });
            }
        }
        id
    }

    fn listing(&mut self, listing: Listing) -> u32 {
        let next = self.listings.len() as u32;
        *self.listing_ids.entry(listing).or_insert_with(|| {
            self.kept += 4 * size_of::<Listing>();
            self.listings.push(listing);
            next
        })
    }

    fn namespace(&mut self, namespace: &str) -> u32 {
        intern(&mut self.namespaces, namespace, &mut self.kept)
    }

    fn mention(&mut self, from: u32, what: Mentioned, namespace: u32, name: Option<&str>) {
        let Some(name) = name else { return };
        self.kept += name.len() + std::mem::size_of::<Mention>() + 4;
        let name = self.mentioned.push(name);
        self.mentions.push(Mention { from, what, namespace, name });
    }

    fn label_set(&mut self, object: &mut Object<'_>, excludes: bool) -> u32 {
        let labels = object.labels.0.iter().map(|(key, value)| {
            let key = intern(&mut self.words, &key.0, &mut self.kept);
            (key, intern(&mut self.words, &value.0, &mut self.kept))
        });
        let mut labels: Vec<(u32, u32)> = labels.collect();
        if !labels.is_sorted_by(|a, b| a.0 < b.0) {
            labels = sorted(labels, &|a, b| a.0.cmp(&b.0));
            labels.dedup_by(|later, earlier| {
                let is_repeated = later.0 == earlier.0;
                if is_repeated {
                    // The last value is used.
                    earlier.1 = later.1;
                }
                is_repeated
            });
        }
        if let Some(&id) = self.label_ids.get(labels.as_slice()) {
            return id;
        }
        let id = self.label_sets.len() as u32;
        let labels: Arc<[(u32, u32)]> = labels.into();
        self.kept += labels.len() * 8 + 80;
        self.label_ids.insert(Arc::clone(&labels), id);
        self.label_sets.push(LabelSet { labels });
        self.excluding.push(excludes);
        id
    }

    /// Sorts and links the objects.
    pub(super) fn finish(mut self) -> Result<Inventory, Vec<Diagnostic>> {
        if let Some(refusal) = self.refusal {
            return Err(self.report.into_diagnostics().into_iter().chain([*refusal]).collect());
        }
        if self.entries.is_empty() && !self.report.is_empty() {
            return Err(self.report.into_diagnostics());
        }
        let definitions = std::mem::take(&mut self.definitions);
        let (cluster, kinds, index_of) = name_kinds(&self.seen, &self.cluster, definitions, &mut self.report);
        self.kind_ids = Interner::default();
        self.label_ids = BTreeMap::new();
        self.listing_ids = BTreeMap::new();
        for listing in &mut self.listings {
            listing.kind = *index_of.get(listing.kind as usize).expect("each seen kind has an index");
        }
        self.number_namespaces(&kinds);
        let indexes = self.drop_repeated(&kinds);
        let sorted = self.by_name(0..self.entries.len() as u32);
        let mut inventory = Inventory {
            cluster,
            kinds,
            namespaces: self.namespaces,
            existing: Vec::new(),
            words: self.words,
            label_sets: self.label_sets,
            excluding: self.excluding,
            listings: self.listings,
            namespace_objects: Vec::new(),
            definitions: Vec::new(),
            entries: self.entries,
            names: self.names,
            sorted,
            relations: Relations::default(),
            storage: Storage::default(),
            settings: ServerSettings::default(),
            schedules: Vec::new(),
            diagnostics: Vec::new(),
        };
        inventory.storage = self.storage.finish(&indexes, &inventory);
        (inventory.schedules, inventory.settings) = self.velero.finish(&inventory.storage);
        inventory.relations = relations(&inventory, self.mentions, &self.mentioned, &indexes);
        sort_storage(&mut inventory);
        inventory.namespace_objects = namespace_objects(&inventory);
        inventory.definitions = defined_kinds(&inventory);
        inventory.existing = existing_namespaces(&inventory, &mut self.report);
        if self.without_phase > 0 {
            self.report.push(|| without_phase(self.without_phase));
        }
        inventory.diagnostics = self.report.into_diagnostics();
        Ok(inventory)
    }

    /// Also numbers the names of Namespaces. Their kind is only known when all objects are read.
    fn number_namespaces(&mut self, kinds: &[Kind]) {
        let kind = kinds.iter().position(is_namespace);
        for (entry, object) in self.entries.iter().zip(0..) {
            if Some(listing(&self.listings, entry).kind as usize) == kind {
                self.namespaces.intern(self.names.get(object));
            }
        }
    }

    /// Removes misplaced objects, and all but the first of the same kind, namespace and name. Returns for each object
    /// the new index of it, or of the one that it repeats.
    fn drop_repeated(&mut self, kinds: &[Kind]) -> Vec<u32> {
        const NOWHERE: u32 = u32::MAX;
        let is_placed = |listing: &Listing| {
            kinds.get(listing.kind as usize).is_some_and(|kind| kind.namespaced == (listing.namespace != 0))
        };
        let placed: Vec<bool> = self.listings.iter().map(is_placed).collect();
        let is_placed = |entry: &Entry| placed.get(entry.listing as usize) == Some(&true);
        self.report_misplaced(kinds, &is_placed);
        let count = self.entries.len() as u32;
        let placed = (0..count).filter(|&index| self.entries.get(index as usize).is_some_and(is_placed));
        let sorted = self.by_name(placed);
        // First the index of the one that it repeats, then its new index.
        let mut indexes = vec![NOWHERE; self.entries.len()];
        let mut first = NOWHERE;
        for &index in &sorted {
            let is_same = first != NOWHERE && self.key(first) == self.key(index);
            if !is_same {
                first = index;
            }
            if let Some(slot) = indexes.get_mut(index as usize) {
                *slot = first;
            }
        }
        // The references of repeated objects are ignored.
        let is_first = |object: u32| indexes.get(object as usize) == Some(&object);
        self.mentions.retain(|mention| is_first(mention.from));
        self.storage.retain(is_first);
        let is_whole = indexes.iter().zip(0..).all(|(&first, index)| first == index);
        if is_whole {
            return indexes;
        }
        // Each listing that is left has an object.
        let (mut listings, mut listing_ids) = (Vec::new(), BTreeMap::new());
        let (mut entries, mut names) = (Vec::with_capacity(self.entries.len()), Texts::default());
        for index in 0..count {
            let Some(slot) = indexes.get(index as usize).copied() else { continue };
            let new = if slot == index {
                let entry = self.entries.get(index as usize).expect("the indexes are of entries");
                let id = *listing_ids.entry(entry.listing).or_insert_with(|| {
                    listings.push(listing(&self.listings, entry));
                    listings.len() as u32 - 1
                });
                entries.push(Entry { listing: id, ..*entry });
                names.push(self.names.get(index))
            } else {
                // The one that it repeats comes first.
                indexes.get(slot as usize).copied().unwrap_or(NOWHERE)
            };
            if let Some(slot) = indexes.get_mut(index as usize) {
                *slot = new;
            }
        }
        (self.entries, self.names, self.listings) = (entries, names, listings);
        indexes
    }

    fn key(&self, index: u32) -> (Listing, &str) {
        let entry = self.entries.get(index as usize).expect("the indexes are of entries");
        (listing(&self.listings, entry), self.names.get(index))
    }

    /// Sorts indexes by kind, namespace and name, and then by index.
    fn by_name(&self, indexes: impl Iterator<Item = u32>) -> Vec<u32> {
        let mut sorted: Vec<u32> = indexes.collect();
        sort_indexes(&mut sorted, &|a, b| self.key(a).cmp(&self.key(b)));
        sorted
    }

    fn report_misplaced(&mut self, kinds: &[Kind], is_placed: &dyn Fn(&Entry) -> bool) {
        // Number of objects, and the first, by kind.
        let mut misplaced: Vec<(usize, u32)> = vec![(0, 0); kinds.len()];
        for (entry, index) in self.entries.iter().zip(0..).filter(|(entry, _)| !is_placed(entry)) {
            if let Some((count, first)) = misplaced.get_mut(listing(&self.listings, entry).kind as usize) {
                *first = if *count == 0 { index } else { *first };
                *count += 1;
            }
        }
        for (kind, (count, first)) in kinds.iter().zip(misplaced).filter(|(_, (count, _))| *count > 0) {
            let name = self.names.get(first);
            self.report.push(|| {
                let (have, their) = if kind.namespaced {
                    ("in no namespace", "is namespaced")
                } else {
                    ("in a namespace", "is not namespaced")
                };
                let group_resource = quoted(&kind.group_resource);
                let message = match count {
                    1 => format!("{} of {group_resource} is {have}, but its kind {their}", quoted(name)),
                    _ => format!(
                        "{count} objects of {group_resource} are {have}, but their kind {their}; the first is {}",
                        quoted(name)
                    ),
                };
                INVENTORY_OBJECT_MISPLACED
                    .violation(message)
                    .help("pass the objects and the kinds of the same cluster, as kubectl prints them")
            });
        }
    }
}

/// Sorts the pods, claims and volumes by the names of their namespaces and by their names, as Velero collects them.
fn sort_storage(inventory: &mut Inventory) {
    let Inventory { namespaces, listings, entries, names, storage, .. } = inventory;
    let mut ranks = vec![0_u32; namespaces.len() as usize];
    for ((_, namespace), rank) in namespaces.sorted().zip(0..) {
        *ranks.get_mut(namespace as usize).expect("there is one for each namespace") = rank;
    }
    let key = |object: u32| {
        let entry = entries.get(object as usize).expect("the indexes are of entries");
        (ranks.get(listing(listings, entry).namespace as usize), names.get(object))
    };
    storage.sort_objects(&|a, b| key(a).cmp(&key(b)));
}

/// The finding about Namespaces whose phase is not in the inventory.
fn without_phase(count: usize) -> Finding {
    let namespaces = if count == 1 { "a Namespace has".to_owned() } else { format!("{count} Namespaces have") };
    let releases = Behaviour::SkipsInactiveNamespaces.releases();
    let message =
        format!("{namespaces} no `status.phase`: Velero {releases} save such a Namespace only with an object in it");
    INVENTORY_NAMESPACE_WITHOUT_PHASE
        .violation(message)
        .help("pass the objects with their status, as kubectl prints them: the phase is `Active` in a cluster")
}

fn is_namespace(kind: &Kind) -> bool {
    kind.special == Some(Special::Namespace)
}

/// Returns the index of each Namespace, and the number of its name.
fn namespace_objects(inventory: &Inventory) -> Vec<(u32, u32)> {
    let objects = inventory.entries.iter().zip(0..);
    let of_kind = objects.filter(|(entry, _)| inventory.special(entry) == Some(Special::Namespace));
    let named = |object| inventory.namespaces.find(inventory.names.get(object)).expect("each name is numbered");
    of_kind.map(|(_, object)| (object, named(object))).collect()
}

/// Returns the kinds whose definition is an object, each with the index of the object.
fn defined_kinds(inventory: &Inventory) -> Vec<(u32, u32)> {
    let definition = |kind: &Kind| inventory.find(Special::Definition, 0, &kind.group_resource);
    (0..).zip(&inventory.kinds).filter_map(|(index, kind)| Some((index, definition(kind)?))).collect()
}

/// Returns the namespaces that exist, sorted by name.
fn existing_namespaces(inventory: &Inventory, report: &mut Report) -> Vec<u32> {
    let mut exists = vec![false; inventory.namespaces.len() as usize];
    let mut mark = |namespace: u32| exists.get_mut(namespace as usize).into_iter().for_each(|exists| *exists = true);
    if inventory.kinds.iter().any(is_namespace) {
        inventory.namespace_objects.iter().for_each(|(_, namespace)| mark(*namespace));
    } else {
        if !inventory.entries.is_empty() {
            report.push(|| {
                let message = "the inventory has no Namespaces: the ones its objects name are assumed to exist";
                INVENTORY_WITHOUT_NAMESPACES.violation(message).help("add `namespaces` to the kinds that kubectl lists")
            });
        }
        let used = inventory.entries.iter().map(|entry| inventory.listing(entry).namespace);
        used.filter(|&namespace| namespace != 0).for_each(&mut mark);
    }
    let is_there = |id: &u32| *exists.get(*id as usize).expect("there is one for each namespace");
    inventory.namespaces.sorted().map(|(_, id)| id).filter(is_there).collect()
}
