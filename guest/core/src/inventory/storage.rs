//! The volumes of an inventory, and what decides whether their contents are saved.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::numbering::Numbering;
use super::object::{ClaimParts, Object, PodParts, PolicyData, VolumeParts};
use super::strings::{Interner, Texts, intern};
use super::{Entry, Flags, Inventory};
use crate::sort::{sort_indexes, sorted};
use crate::velero::special::Special;
use crate::velero::volumes::{Plugins, Quantity, VolumeType};

/// A text of [`Storage::texts`]. 0 is none.
pub(crate) type TextId = u32;

/// The phase of a claim that is bound to a volume.
pub(crate) const BOUND: TextId = 1;

/// The key of a claim: the index of its object, or a larger number for one that the inventory does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ClaimKey(pub(crate) u32);

/// The volume of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VolumeName {
    /// The claim names none.
    None,
    /// The inventory does not have it.
    Missing,
    /// The index of its object.
    Object(u32),
}

/// A pod.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pod {
    /// Its index in the inventory.
    pub(crate) object: u32,
    pub(crate) node: TextId,
    /// The names in the annotation that chooses volumes.
    pub(crate) chosen: Option<TextId>,
    /// The names in the annotation that excludes volumes.
    pub(crate) excluded: Option<TextId>,
    first_volume: u32,
    end_of_volumes: u32,
}

/// A volume of a pod. Those that show the fields of objects are left out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PodVolume {
    pub(crate) name: TextId,
    pub(crate) of: PodVolumeOf,
    /// Whether a container, other than one of initialization, mounts it.
    pub(crate) is_mounted: bool,
    /// Whether such a container uses it as a block device.
    pub(crate) is_device: bool,
}

/// What a volume of a pod is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PodVolumeOf {
    Claim(ClaimKey),
    /// The index in [`Storage::sources`].
    Source(u32),
}

/// A claim.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Claim {
    /// Its index in the inventory.
    pub(crate) object: u32,
    pub(crate) volume: VolumeName,
    pub(crate) phase: TextId,
    /// `None` if it is not set, which differs from the empty name.
    pub(crate) class: Option<TextId>,
    pub(crate) mode: TextId,
    /// Sorted, and joined with commas.
    pub(crate) access_modes: TextId,
    /// The class for its snapshot, by annotation.
    pub(crate) snapshot_class: TextId,
    /// The class for the snapshot of its group, by annotation.
    pub(crate) group_snapshot_class: TextId,
}

/// A PersistentVolume.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Volume {
    /// Its index in the inventory.
    pub(crate) object: u32,
    pub(crate) capacity: Quantity,
    pub(crate) class: TextId,
    /// The index in [`Storage::sources`].
    pub(crate) source: u32,
    pub(crate) claim: Option<ClaimKey>,
}

/// Where the contents of a volume are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct VolumeSource {
    pub(crate) volume_type: Option<VolumeType>,
    pub(crate) driver: TextId,
    /// What the plugins of Velero can do with it.
    pub(crate) plugins: Plugins,
    pub(crate) nfs_server: TextId,
    pub(crate) nfs_path: TextId,
    /// The attributes of a CSI volume: keys and values, sorted by key.
    pub(crate) attributes: Arc<[(TextId, TextId)]>,
}

/// A class for snapshots.
#[derive(Clone, Debug)]
pub(crate) struct SnapshotClass {
    pub(crate) driver: String,
    /// Whether it has the label with which Velero chooses it.
    pub(crate) is_labelled: bool,
    /// Whether it has the annotation of a default class.
    pub(crate) is_default: bool,
}

/// A ConfigMap that may be a resource policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PolicyMap {
    pub(crate) namespace: String,
    pub(crate) name: String,
    /// The value of its only key.
    pub(crate) text: String,
}

/// The volumes of an inventory.
#[derive(Debug)]
pub(crate) struct Storage {
    pub(crate) texts: Interner,
    /// Those with volumes. Sorted by object, as the others.
    pub(crate) pods: Vec<Pod>,
    pod_volumes: Vec<PodVolume>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) volumes: Vec<Volume>,
    pub(crate) sources: Vec<VolumeSource>,
    /// Numbers pods, claims and volumes, and claims that are missing.
    pub(crate) numbering: Arc<Numbering>,
    /// The pods, claims and volumes in the order in which Velero collects them.
    pub(crate) in_order: Vec<u32>,
    /// The provisioner of each StorageClass.
    pub(crate) storage_classes: BTreeMap<String, String>,
    /// By name.
    pub(crate) snapshot_classes: BTreeMap<String, SnapshotClass>,
    /// By name.
    pub(crate) group_snapshot_classes: BTreeMap<String, SnapshotClass>,
    /// The operating system of each node.
    pub(crate) nodes: BTreeMap<String, String>,
    /// Nodes with a running pod of Velero's node agent, with the namespace of the pod.
    pub(crate) agents: Vec<(String, String)>,
    pub(crate) policies: Vec<PolicyMap>,
}

impl Storage {
    /// Returns the number of volumes of pods, claims and PersistentVolumes.
    pub(crate) fn volume_count(&self) -> usize {
        self.pod_volumes.len() + self.claims.len() + self.volumes.len()
    }

    /// Returns the pods, then the claims, then the volumes.
    fn objects(&self) -> Vec<u32> {
        let pods = self.pods.iter().map(|pod| pod.object);
        let claims = self.claims.iter().map(|claim| claim.object);
        pods.chain(claims).chain(self.volumes.iter().map(|volume| volume.object)).collect()
    }

    /// Sorts each kind of object as Velero collects them. The kinds are in this order already.
    pub(super) fn sort_objects(&mut self, compare: &dyn Fn(u32, u32) -> Ordering) {
        let mut objects = self.objects();
        let (pods, rest) = objects.split_at_mut(self.pods.len());
        let (claims, volumes) = rest.split_at_mut(self.claims.len());
        for kind in [pods, claims, volumes] {
            sort_indexes(kind, compare);
        }
        self.in_order = objects;
    }

    /// Returns the volumes of a pod.
    pub(crate) fn volumes_of(&self, pod: &Pod) -> &[PodVolume] {
        let range = pod.first_volume as usize..pod.end_of_volumes as usize;
        self.pod_volumes.get(range).expect("the range is that of the pod")
    }

    pub(crate) fn text(&self, id: TextId) -> &str {
        self.texts.get(id)
    }

    pub(crate) fn source(&self, index: u32) -> &VolumeSource {
        self.sources.get(index as usize).expect("each volume has a source")
    }

    pub(crate) fn pod(&self, object: u32) -> Option<&Pod> {
        found(&self.pods, object, |pod| pod.object)
    }

    pub(crate) fn claim(&self, object: u32) -> Option<&Claim> {
        found(&self.claims, object, |claim| claim.object)
    }

    pub(crate) fn volume(&self, object: u32) -> Option<&Volume> {
        found(&self.volumes, object, |volume| volume.object)
    }

    /// Returns the approximate memory use, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.texts.bytes()
            + self.pods.len() * size_of::<Pod>()
            + self.pod_volumes.len() * size_of::<PodVolume>()
            + self.claims.len() * size_of::<Claim>()
            + self.volumes.len() * size_of::<Volume>()
            + self.sources.len() * SOURCE_BYTES
            + self.numbering.bytes()
            + self.in_order.len() * size_of::<u32>()
            + self.policies.iter().map(|policy| policy.text.len() + 128).sum::<usize>()
    }
}

fn found<T>(all: &[T], object: u32, object_of: impl Fn(&T) -> u32) -> Option<&T> {
    let index = all.binary_search_by_key(&object, object_of).ok()?;
    all.get(index)
}

/// Approximate number of bytes of a source, with its key.
const SOURCE_BYTES: usize = 3 * size_of::<VolumeSource>();

/// The label of the pods of Velero's node agent.
const NODE_AGENT: (&str, &str) = ("role", "node-agent");
const SNAPSHOT_CLASS_LABEL: &str = "velero.io/csi-volumesnapshot-class";
const GROUP_SNAPSHOT_CLASS_LABEL: (&str, &str) = ("velero.io/csi-volumegroupsnapshot-class", "true");
const OS_LABEL: &str = "kubernetes.io/os";

/// Collects the volumes of a stream. Objects have the indexes of the stream, and names are not resolved.
#[derive(Default)]
pub(super) struct Keeper {
    storage: Storage,
    /// Names of claims and volumes.
    names: Texts,
    /// Each with the name of its claim.
    pod_volumes: Vec<(PodVolume, Option<u32>)>,
    /// Each with the name of its volume.
    claims: Vec<(Claim, Option<u32>)>,
    /// Each with the number of the namespace, and the name, of its claim.
    volumes: Vec<(Volume, Option<(u32, u32)>)>,
    source_ids: BTreeMap<VolumeSource, u32>,
}

impl Default for Storage {
    fn default() -> Self {
        let mut texts = Interner::default();
        texts.intern("");
        assert_eq!(texts.intern("Bound"), BOUND, "texts are numbered in order");
        Storage {
            texts,
            pods: Vec::new(),
            pod_volumes: Vec::new(),
            claims: Vec::new(),
            volumes: Vec::new(),
            sources: Vec::new(),
            numbering: Arc::default(),
            in_order: Vec::new(),
            storage_classes: BTreeMap::new(),
            snapshot_classes: BTreeMap::new(),
            group_snapshot_classes: BTreeMap::new(),
            nodes: BTreeMap::new(),
            agents: Vec::new(),
            policies: Vec::new(),
        }
    }
}

impl Keeper {
    fn text(&mut self, text: Option<&str>, kept: &mut usize) -> TextId {
        intern(&mut self.storage.texts, text.unwrap_or_default(), kept)
    }

    fn name(&mut self, name: Option<&str>, kept: &mut usize) -> Option<u32> {
        let name = name?;
        *kept += name.len() + 12;
        Some(self.names.push(name))
    }

    fn source(&mut self, fields: &super::object::VolumeFields<'_>, kept: &mut usize) -> u32 {
        let mut attributes: Vec<(TextId, TextId)> = Vec::with_capacity(fields.attributes.len());
        for (key, value) in &fields.attributes {
            let label = (self.text(Some(key), kept), self.text(Some(value), kept));
            attributes.push(label);
        }
        let attributes = sorted(attributes, &Ord::cmp);
        let (server, path) = fields.nfs.as_ref().map_or(("", ""), |(server, path)| (&**server, &**path));
        let source = VolumeSource {
            volume_type: fields.volume_type,
            driver: self.text(fields.driver.as_deref(), kept),
            plugins: Plugins::of(fields.volume_type, fields.driver.as_deref(), fields.id.as_deref()),
            nfs_server: self.text(Some(server), kept),
            nfs_path: self.text(Some(path), kept),
            attributes: attributes.into(),
        };
        let next = self.storage.sources.len() as u32;
        match self.source_ids.entry(source) {
            std::collections::btree_map::Entry::Occupied(known) => *known.get(),
            std::collections::btree_map::Entry::Vacant(new) => {
                *kept += SOURCE_BYTES;
                self.storage.sources.push(new.key().clone());
                *new.insert(next)
            }
        }
    }

    pub(super) fn keep_pod(&mut self, object: u32, parts: &PodParts<'_>, kept: &mut usize) {
        if parts.volumes.is_empty() {
            return;
        }
        let first_volume = self.pod_volumes.len() as u32;
        for volume in &parts.volumes {
            let claim = self.name(volume.source.claim.as_deref(), kept);
            let source = if claim.is_some() { 0 } else { self.source(&volume.source, kept) };
            let name = self.text(Some(&volume.name), kept);
            let (is_mounted, is_device) = (volume.is_mounted, volume.is_device);
            // The claim is found when all objects are read.
            self.pod_volumes.push((PodVolume { name, of: PodVolumeOf::Source(source), is_mounted, is_device }, claim));
            *kept += size_of::<PodVolume>() + 8;
        }
        let chosen = parts.annotations.backup_volumes.as_deref().map(|names| self.text(Some(names), kept));
        let excluded = parts.annotations.excluded_volumes.as_deref().map(|names| self.text(Some(names), kept));
        let pod = Pod {
            object,
            node: self.text(parts.node.as_deref(), kept),
            chosen,
            excluded,
            first_volume,
            end_of_volumes: self.pod_volumes.len() as u32,
        };
        *kept += size_of::<Pod>();
        self.storage.pods.push(pod);
    }

    pub(super) fn keep_claim(&mut self, object: u32, parts: &ClaimParts<'_>, kept: &mut usize) {
        let modes = sorted(parts.access_modes.iter().map(|mode| &**mode).collect(), &|a: &&str, b| a.cmp(b)).join(",");
        let claim = Claim {
            object,
            volume: VolumeName::None,
            phase: self.text(parts.phase.as_deref(), kept),
            class: parts.class.as_deref().map(|class| self.text(Some(class), kept)),
            mode: self.text(parts.mode.as_deref(), kept),
            access_modes: self.text(Some(&modes), kept),
            snapshot_class: self.text(parts.annotations.snapshot_class.as_deref(), kept),
            group_snapshot_class: self.text(parts.annotations.group_snapshot_class.as_deref(), kept),
        };
        let volume = self.name(parts.volume.as_deref(), kept);
        *kept += size_of::<Claim>() + 8;
        self.claims.push((claim, volume));
    }

    /// `claim_namespace` is the number of the namespace of its claim.
    pub(super) fn keep_volume(&mut self, object: u32, parts: &VolumeParts<'_>, claim_namespace: u32, kept: &mut usize) {
        let name = parts.claim.as_ref().map(|(_, name)| &**name);
        let claim = self.name(name, kept).map(|name| (claim_namespace, name));
        let volume = Volume {
            object,
            capacity: parts.capacity,
            class: self.text(parts.class.as_deref(), kept),
            source: self.source(&parts.source, kept),
            claim: None,
        };
        *kept += size_of::<Volume>() + 12;
        self.volumes.push((volume, claim));
    }

    pub(super) fn keep_storage_class(&mut self, name: &str, provisioner: &str, kept: &mut usize) {
        *kept += name.len() + provisioner.len() + 64;
        self.storage.storage_classes.entry(name.to_owned()).or_insert_with(|| provisioner.to_owned());
    }

    pub(super) fn keep_snapshot_class(
        &mut self,
        object: &Object<'_>,
        driver: &str,
        is_default: bool,
        kept: &mut usize,
    ) {
        let is_of_groups = object.special == Some(Special::GroupSnapshotClass);
        let class = SnapshotClass {
            driver: driver.to_owned(),
            is_labelled: if is_of_groups {
                object.label(GROUP_SNAPSHOT_CLASS_LABEL.0) == Some(GROUP_SNAPSHOT_CLASS_LABEL.1)
            } else {
                object.label(SNAPSHOT_CLASS_LABEL).is_some()
            },
            is_default,
        };
        *kept += object.name.len() + driver.len() + size_of::<SnapshotClass>();
        let classes =
            if is_of_groups { &mut self.storage.group_snapshot_classes } else { &mut self.storage.snapshot_classes };
        classes.entry(object.name.clone().into_owned()).or_insert(class);
    }

    pub(super) fn keep_node(&mut self, object: &Object<'_>, kept: &mut usize) {
        let os = object.label(OS_LABEL).unwrap_or_default().to_owned();
        *kept += object.name.len() + os.len() + 64;
        self.storage.nodes.entry(object.name.clone().into_owned()).or_insert(os);
    }

    pub(super) fn keep_agent(&mut self, object: &Object<'_>, node: &str, kept: &mut usize) {
        if object.label(NODE_AGENT.0) == Some(NODE_AGENT.1) {
            *kept += node.len() + object.namespace.len() + 64;
            self.storage.agents.push((node.to_owned(), object.namespace.clone().into_owned()));
        }
    }

    pub(super) fn keep_policy(&mut self, object: &Object<'_>, data: &PolicyData<'_>, kept: &mut usize) {
        let text = data.first.as_ref().map(|(_, text)| &**text).unwrap_or_default();
        // A policy has a version.
        if data.keys != 1 || !text.contains("version") {
            return;
        }
        *kept += object.name.len() + object.namespace.len() + text.len() + 128;
        self.storage.policies.push(PolicyMap {
            namespace: object.namespace.clone().into_owned(),
            name: object.name.clone().into_owned(),
            text: text.to_owned(),
        });
    }

    /// Keeps the objects for which `is_first` is true: the others repeat them.
    pub(super) fn retain(&mut self, is_first: impl Fn(u32) -> bool) {
        self.storage.pods.retain(|pod| is_first(pod.object));
        self.claims.retain(|(claim, _)| is_first(claim.object));
        self.volumes.retain(|(volume, _)| is_first(volume.object));
    }

    /// Numbers the objects by `indexes`, and finds the objects of names.
    pub(super) fn finish(self, indexes: &[u32], inventory: &Inventory) -> Storage {
        let Keeper { mut storage, names, pod_volumes, claims, volumes, .. } = self;
        let index = |object: u32| *indexes.get(object as usize).expect("each object has an index");
        let mut missing: BTreeMap<(u32, &str), u32> = BTreeMap::new();
        let mut claim_key = |namespace: u32, name: u32| {
            let name = names.get(name);
            let found = inventory.find(Special::Claim, namespace, name);
            ClaimKey(found.unwrap_or_else(|| {
                let next = inventory.len() + missing.len() as u32;
                *missing.entry((namespace, name)).or_insert(next)
            }))
        };
        for (claim, volume) in claims {
            let volume = match volume.map(|name| inventory.find(Special::Volume, 0, names.get(name))) {
                None => VolumeName::None,
                Some(None) => VolumeName::Missing,
                Some(Some(object)) => VolumeName::Object(object),
            };
            storage.claims.push(Claim { object: index(claim.object), volume, ..claim });
        }
        for (volume, claim) in volumes {
            let claim = claim.map(|(namespace, name)| claim_key(namespace, name));
            storage.volumes.push(Volume { object: index(volume.object), claim, ..volume });
        }
        for pod in &mut storage.pods {
            pod.object = index(pod.object);
            let entry = inventory.entries.get(pod.object as usize).expect("the indexes are of entries");
            let namespace = inventory.listing(entry).namespace;
            let range = pod.first_volume as usize..pod.end_of_volumes as usize;
            pod.first_volume = storage.pod_volumes.len() as u32;
            for (volume, claim) in pod_volumes.get(range).expect("the range is that of the pod") {
                let of = claim.map_or(volume.of, |name| PodVolumeOf::Claim(claim_key(namespace, name)));
                storage.pod_volumes.push(PodVolume { of, ..*volume });
            }
            pod.end_of_volumes = storage.pod_volumes.len() as u32;
        }
        let objects = storage.objects();
        storage.numbering = Arc::new(Numbering::of(objects.into_iter(), inventory.len(), missing.len() as u32));
        storage
    }
}

impl Pod {
    /// Whether its phase is Running, and it is on a node.
    pub(crate) fn is_running(&self, entries: &[Entry]) -> bool {
        entries.get(self.object as usize).is_some_and(|entry| entry.flags.has(Flags::RUNNING))
    }
}
