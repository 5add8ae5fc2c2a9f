//! The parts of pods, claims and volumes that decide whether the contents of volumes are saved.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::{Labels, Text, not_empty};
use crate::velero::volumes::{Quantity, VolumeType};

/// The annotations about the contents of volumes. Each is read on the kind that it is for.
#[derive(Debug, Default)]
pub(in crate::inventory) struct VolumeAnnotations<'t> {
    pub(in crate::inventory) backup_volumes: Option<Cow<'t, str>>,
    pub(in crate::inventory) excluded_volumes: Option<Cow<'t, str>>,
    pub(in crate::inventory) snapshot_class: Option<Cow<'t, str>>,
    pub(in crate::inventory) group_snapshot_class: Option<Cow<'t, str>>,
    pub(in crate::inventory) is_default_class: Option<Cow<'t, str>>,
}

impl<'t> VolumeAnnotations<'t> {
    pub(super) fn slot(&mut self, key: &str) -> Option<&mut Option<Cow<'t, str>>> {
        Some(match key {
            "backup.velero.io/backup-volumes" => &mut self.backup_volumes,
            "backup.velero.io/backup-volumes-excludes" => &mut self.excluded_volumes,
            "velero.io/csi-volumesnapshot-class" => &mut self.snapshot_class,
            "velero.io/csi-volumegroupsnapshot-class" => &mut self.group_snapshot_class,
            "snapshot.storage.kubernetes.io/is-default-class" => &mut self.is_default_class,
            _ => return None,
        })
    }
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ClaimSpec<'t> {
    #[serde(borrow)]
    volume_name: Option<Text<'t>>,
    #[serde(borrow)]
    storage_class_name: Option<Text<'t>>,
    #[serde(borrow)]
    volume_mode: Option<Text<'t>>,
    #[serde(borrow)]
    access_modes: Option<Vec<Text<'t>>>,
}

/// A claim.
pub(in crate::inventory) struct ClaimParts<'t> {
    pub(in crate::inventory) phase: Option<Cow<'t, str>>,
    pub(in crate::inventory) volume: Option<Cow<'t, str>>,
    /// `None` if it is not set, which differs from the empty name.
    pub(in crate::inventory) class: Option<Cow<'t, str>>,
    pub(in crate::inventory) mode: Option<Cow<'t, str>>,
    pub(in crate::inventory) access_modes: Vec<Cow<'t, str>>,
    pub(in crate::inventory) annotations: VolumeAnnotations<'t>,
}

impl<'t> ClaimParts<'t> {
    pub(super) fn of(spec: ClaimSpec<'t>, phase: Option<Cow<'t, str>>, annotations: VolumeAnnotations<'t>) -> Self {
        ClaimParts {
            phase,
            volume: not_empty(spec.volume_name),
            class: spec.storage_class_name.map(|class| class.0),
            mode: not_empty(spec.volume_mode),
            access_modes: spec.access_modes.into_iter().flatten().map(|mode| mode.0).collect(),
            annotations,
        }
    }

    /// Returns the volume that it is bound to.
    pub(in crate::inventory) fn bound_volume(&self) -> Option<&str> {
        self.volume.as_deref().filter(|_| self.phase.as_deref() == Some("Bound"))
    }
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct PodSpec<'t> {
    #[serde(borrow)]
    node_name: Option<Text<'t>>,
    #[serde(borrow)]
    pub(super) priority_class_name: Option<Text<'t>>,
    #[serde(borrow)]
    volumes: Option<Vec<VolumeFields<'t>>>,
    #[serde(borrow)]
    containers: Option<Vec<Container<'t>>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Container<'t> {
    #[serde(borrow)]
    volume_mounts: Option<Vec<Mount<'t>>>,
    #[serde(borrow)]
    volume_devices: Option<Vec<Mount<'t>>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Mount<'t> {
    #[serde(borrow)]
    name: Option<Text<'t>>,
}

/// A pod.
pub(in crate::inventory) struct PodParts<'t> {
    pub(in crate::inventory) node: Option<Cow<'t, str>>,
    pub(in crate::inventory) volumes: Vec<PodVolume<'t>>,
    pub(in crate::inventory) annotations: VolumeAnnotations<'t>,
}

/// A volume of a pod.
pub(in crate::inventory) struct PodVolume<'t> {
    pub(in crate::inventory) name: Cow<'t, str>,
    pub(in crate::inventory) source: VolumeFields<'t>,
    /// Whether a container, other than one of initialization, mounts it.
    pub(in crate::inventory) is_mounted: bool,
    /// Whether such a container uses it as a block device.
    pub(in crate::inventory) is_device: bool,
}

impl<'t> PodParts<'t> {
    pub(super) fn of(spec: PodSpec<'t>, annotations: VolumeAnnotations<'t>) -> Self {
        let containers = spec.containers.unwrap_or_default();
        let names = |mounts: &Option<Vec<Mount<'t>>>, volume: &str| {
            let mut mounts = mounts.iter().flatten();
            mounts.any(|mount| mount.name.as_ref().map_or("", |name| &name.0) == volume)
        };
        let volume = |mut source: VolumeFields<'t>| {
            let name = source.name.take().unwrap_or_default();
            PodVolume {
                is_mounted: containers.iter().any(|container| names(&container.volume_mounts, &name)),
                is_device: containers.iter().any(|container| names(&container.volume_devices, &name)),
                name,
                source,
            }
        };
        let has_contents = |source: &VolumeFields<'_>| !source.volume_type.is_some_and(VolumeType::is_an_object);
        PodParts {
            node: not_empty(spec.node_name),
            volumes: spec.volumes.into_iter().flatten().filter(has_contents).map(volume).collect(),
            annotations,
        }
    }

    /// Returns the claims that it names.
    pub(in crate::inventory) fn claims(&self) -> impl Iterator<Item = &str> {
        self.volumes.iter().filter_map(|volume| volume.source.claim.as_deref())
    }
}

/// A PersistentVolume.
pub(in crate::inventory) struct VolumeParts<'t> {
    pub(in crate::inventory) capacity: Quantity,
    pub(in crate::inventory) class: Option<Cow<'t, str>>,
    pub(in crate::inventory) source: VolumeFields<'t>,
    /// The namespace and the name of its claim.
    pub(in crate::inventory) claim: Option<(Cow<'t, str>, Cow<'t, str>)>,
}

impl<'t> VolumeParts<'t> {
    pub(super) fn of(mut spec: VolumeFields<'t>) -> Self {
        let capacity = spec.capacity.take().and_then(|capacity| capacity.storage);
        let claim = spec.claim_ref.take();
        VolumeParts {
            capacity: capacity.and_then(|storage| Quantity::parse(&storage.0)).unwrap_or_default(),
            class: spec.class.take(),
            claim: claim.and_then(|claim| Some((not_empty(claim.namespace)?, not_empty(claim.name)?))),
            source: spec,
        }
    }
}

#[derive(Deserialize)]
struct Capacity<'t> {
    #[serde(borrow)]
    storage: Option<Text<'t>>,
}

#[derive(Deserialize)]
struct ClaimReference<'t> {
    #[serde(borrow)]
    namespace: Option<Text<'t>>,
    #[serde(borrow)]
    name: Option<Text<'t>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClaimSource<'t> {
    #[serde(borrow)]
    claim_name: Option<Text<'t>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Csi<'t> {
    #[serde(borrow)]
    driver: Option<Text<'t>>,
    #[serde(borrow)]
    volume_handle: Option<Text<'t>>,
    #[serde(borrow, default)]
    volume_attributes: Labels<'t>,
}

/// A disk of a cloud: each has one of these fields.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Disk<'t> {
    #[serde(borrow, rename = "volumeID")]
    volume_id: Option<Text<'t>>,
    #[serde(borrow)]
    disk_name: Option<Text<'t>>,
    #[serde(borrow)]
    pd_name: Option<Text<'t>>,
}

#[derive(Deserialize)]
struct Nfs<'t> {
    #[serde(borrow)]
    server: Option<Text<'t>>,
    #[serde(borrow)]
    path: Option<Text<'t>>,
}

/// The fields of a volume: of a pod's own, or of the spec of a PersistentVolume.
#[derive(Default)]
pub(in crate::inventory) struct VolumeFields<'t> {
    name: Option<Cow<'t, str>>,
    class: Option<Cow<'t, str>>,
    capacity: Option<Capacity<'t>>,
    claim_ref: Option<ClaimReference<'t>>,
    pub(in crate::inventory) claim: Option<Cow<'t, str>>,
    /// `None` for a claim, and for a type that Velero does not know.
    pub(in crate::inventory) volume_type: Option<VolumeType>,
    pub(in crate::inventory) driver: Option<Cow<'t, str>>,
    /// The handle of a CSI volume, or the ID of a disk.
    pub(in crate::inventory) id: Option<Cow<'t, str>>,
    pub(in crate::inventory) attributes: Vec<(Cow<'t, str>, Cow<'t, str>)>,
    /// The server and the path.
    pub(in crate::inventory) nfs: Option<(Cow<'t, str>, Cow<'t, str>)>,
}

impl<'de: 't, 't> Deserialize<'de> for VolumeFields<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = VolumeFields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a volume")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<VolumeFields<'de>, A::Error> {
                let mut fields = VolumeFields::default();
                while let Some(Text(key)) = map.next_key()? {
                    fields.read(&key, &mut map)?;
                }
                Ok(fields)
            }
        }
        deserializer.deserialize_map(Read)
    }
}

impl<'t> VolumeFields<'t> {
    fn read<A: MapAccess<'t>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "name" => self.name = not_empty(map.next_value()?),
            "storageClassName" => self.class = not_empty(map.next_value()?),
            "capacity" => self.capacity = map.next_value()?,
            "claimRef" => self.claim_ref = map.next_value()?,
            "persistentVolumeClaim" => {
                let source: Option<ClaimSource<'t>> = map.next_value()?;
                self.claim = source.and_then(|source| not_empty(source.claim_name));
            }
            "csi" => {
                if let Some(csi) = map.next_value::<Option<Csi<'t>>>()? {
                    self.volume_type = Some(VolumeType::CSI);
                    self.driver = not_empty(csi.driver);
                    self.id = not_empty(csi.volume_handle);
                    self.attributes =
                        csi.volume_attributes.0.into_iter().map(|(key, value)| (key.0, value.0)).collect();
                }
            }
            "nfs" => {
                if let Some(nfs) = map.next_value::<Option<Nfs<'t>>>()? {
                    self.volume_type = Some(VolumeType::NFS);
                    let text = |text: Option<Text<'t>>| text.map(|text| text.0).unwrap_or_default();
                    self.nfs = Some((text(nfs.server), text(nfs.path)));
                }
            }
            "awsElasticBlockStore" | "azureDisk" | "gcePersistentDisk" => {
                if let Some(disk) = map.next_value::<Option<Disk<'t>>>()? {
                    self.volume_type = VolumeType::of(key);
                    let id = disk.volume_id.or(disk.disk_name).or(disk.pd_name);
                    self.id = not_empty(id);
                }
            }
            other => {
                let is_set = map.next_value::<Option<IgnoredAny>>()?.is_some();
                let known = VolumeType::of(other).filter(|_| is_set);
                self.volume_type = self.volume_type.or(known);
            }
        }
        Ok(())
    }
}

/// The data of a ConfigMap, as far as it may be a resource policy.
#[derive(Default)]
pub(in crate::inventory) struct PolicyData<'t> {
    /// Number of keys.
    pub(in crate::inventory) keys: usize,
    /// The first key and its value.
    pub(in crate::inventory) first: Option<(Cow<'t, str>, Cow<'t, str>)>,
}

impl<'de: 't, 't> Deserialize<'de> for PolicyData<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = PolicyData<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("data")
            }

            fn visit_unit<E: Error>(self) -> Result<PolicyData<'de>, E> {
                Ok(PolicyData::default())
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<PolicyData<'de>, A::Error> {
                let mut data = PolicyData::default();
                while let Some(Text(key)) = map.next_key()? {
                    data.keys += 1;
                    if data.first.is_none() {
                        data.first = map.next_value::<Option<Text<'_>>>()?.map(|value| (key, value.0));
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(data)
            }
        }
        deserializer.deserialize_any(Read)
    }
}
