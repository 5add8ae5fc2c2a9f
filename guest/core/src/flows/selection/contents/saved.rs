//! The result of an evaluation: which contents are saved, in which way, and why others are not.

use std::collections::BTreeMap;

use super::Contents;
use crate::catalogue::OBJECT_NOT_SAVED;
use crate::diagnostic::{Diagnostic, quoted};
use crate::inventory::Inventory;
use crate::velero::special::Special;

/// A file-system backup of a volume, through a pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PodVolumeBackup {
    /// The index of the pod.
    pub pod: u32,
    /// The name of the volume in the pod.
    pub volume: String,
}

/// A claim with a CSI snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsiClaim {
    /// The index of the claim.
    pub claim: u32,
    /// The class of the snapshot.
    pub class: String,
    /// Whether its data is moved.
    pub is_moved: bool,
}

/// What a backup saves of the contents of volumes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SavedContents {
    /// The file-system backups, by pod.
    pub fs: Vec<PodVolumeBackup>,
    /// The indexes of the volumes with a native snapshot.
    pub snapshots: Vec<u32>,
    /// The claims with a CSI snapshot.
    pub csi: Vec<CsiClaim>,
}

impl Contents {
    pub(in super::super) fn saved(&self, inventory: &Inventory) -> SavedContents {
        let storage = &inventory.storage;
        let fs = self.fs.iter().filter_map(|place| {
            let volume = storage.volumes_of(storage.pod(place.pod)?).get(place.volume as usize)?;
            Some(PodVolumeBackup { pod: place.pod, volume: storage.text(volume.name).to_owned() })
        });
        let csi = self.csi.iter().map(|(&claim, snapshot)| CsiClaim {
            claim,
            class: snapshot.class.clone(),
            is_moved: snapshot.is_moved,
        });
        SavedContents { fs: fs.collect(), snapshots: self.snapshots.keys().copied().collect(), csi: csi.collect() }
    }

    /// Returns the errors of objects that are not saved, together for each kind and reason.
    pub(in super::super) fn errors(&self, inventory: &Inventory) -> Vec<Diagnostic> {
        let mut by_reason: BTreeMap<(bool, u32, &str), (u32, usize)> = BTreeMap::new();
        let failed = self.failed.iter().map(|failed| (failed, false));
        for ((&object, why), is_saved) in failed.chain(self.logged.iter().map(|logged| (logged, true))) {
            let kind = inventory.entries.get(object as usize).map_or(0, |entry| entry.kind);
            by_reason.entry((is_saved, kind, why.reason.words())).or_insert((object, 0)).1 += 1;
        }
        let finding = |((is_saved, kind, words), (first, count)): ((bool, u32, &str), (u32, usize))| {
            let special = inventory.kinds.get(kind as usize).and_then(|kind| kind.special);
            let noun = match special {
                Some(Special::Pod) => "pod",
                Some(Special::Claim) => "claim",
                _ => "volume",
            };
            let name = quoted(&inventory.full_name(first)).to_string();
            let which = match count {
                1 => format!("the {noun} {name}"),
                _ => format!("{count} {noun}s, such as {name}"),
            };
            let message = if is_saved {
                format!("Velero logs an error about {which}: {words}")
            } else {
                format!("Velero fails to save {which}: {words}")
            };
            OBJECT_NOT_SAVED.violation(message).about(first).into_diagnostic()
        };
        by_reason.into_iter().map(finding).collect()
    }
}
