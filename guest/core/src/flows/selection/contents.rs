//! What a backup saves of the contents of volumes: Velero's item blocks in their order, with the decisions on
//! file-system backup and on snapshots.
//!
//! An error of a volume is one of the claim that brings it, and an error of a claim is one of the pod that brings it.
//! Each object with an error is not in the backup.

mod claims;
mod means;
pub(super) mod options;
mod pods;
mod saved;
mod states;

use std::collections::BTreeMap;

use super::Reason;
use super::filter::Filter;
use super::related::volume_groups;
use crate::inventory::storage::{BOUND, Claim, ClaimKey, Pod, PodVolumeOf, TextId, Volume, VolumeName};
use crate::inventory::{Flags, Inventory, Storage};
use crate::release::{Behaviour, Release};
use crate::velero::backup::VolumeFields;
use crate::velero::filters::Filters;
use crate::velero::policy::{Action, Policy, SeenClaim, SeenVolume, VolumeRule, matching_rule};
use crate::velero::server::{Policies, ServerSettings, SnapshotLocation};
use crate::velero::special::{Relation, Special};
use crate::velero::volumes::{PluginAnswer, VolumeType};

pub use means::{Means, Said, Unsaved};
use saved::Subject;
pub(super) use saved::View;
pub use saved::{
    ContentsCount, CsiClaim, PodVolumeBackup, SavedBy, SavedContents, UnsavedBy, VolumeSubject, VolumeVerdict,
};
use states::States;

/// An object is not saved, because of an error.
struct Failed;

type Saved = Result<(), Failed>;

/// Why contents are not saved in one way, and what decided it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Why {
    pub(super) reason: Unsaved,
    /// The index of the pod that the reason is about, or of the rule of the resource policy. The maximum is none.
    about: u32,
}

impl Why {
    fn of(reason: Unsaved) -> Self {
        Why { reason, about: u32::MAX }
    }

    fn about(reason: Unsaved, pod: u32) -> Self {
        Why { reason, about: pod }
    }

    fn by_rule(rule: u32) -> Self {
        Why { reason: Unsaved::PolicyRule, about: rule }
    }

    /// Returns the index of the pod that the reason is about.
    fn pod(self) -> Option<u32> {
        Some(self.about).filter(|_| self.about != u32::MAX && self.reason != Unsaved::PolicyRule)
    }

    /// Returns the index of the rule of the resource policy.
    fn rule(self) -> Option<u32> {
        Some(self.about).filter(|_| self.reason == Unsaved::PolicyRule)
    }
}

/// A file-system backup of a volume of a pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FsBackup {
    /// The index of the pod.
    pub(super) pod: u32,
    /// The index of the volume among those of the pod.
    pub(super) volume: u32,
}

/// A CSI snapshot of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CsiSnapshot {
    /// The VolumeSnapshotClass, or the VolumeGroupSnapshotClass.
    pub(super) class: String,
    /// Whether its data is moved.
    pub(super) is_moved: bool,
    /// The rule of the policy that chooses it.
    pub(super) rule: Option<u32>,
    /// How often Velero makes it. A claim that an annotation drops afterwards is not remembered.
    pub(super) times: u32,
}

/// What decides how contents are saved, apart from the inventory.
#[derive(Clone, Debug, Default)]
pub(super) struct Options {
    pub(super) fields: VolumeFields,
    pub(super) settings: ServerSettings,
    pub(super) policies: Policies,
    /// The locations that the backup uses, at most one for each provider.
    pub(super) locations: Vec<SnapshotLocation>,
    pub(super) default_to_fs: bool,
    pub(super) enable_csi: bool,
    pub(super) moves_data: bool,
    pub(super) snapshots_volumes: bool,
}

/// How a claim is tracked, so that its contents are saved once: Velero's `pvcSnapshotTracker`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tracked {
    Chosen,
    Taken,
    OptedOut,
}

/// What is known about a pod, a claim or a volume.
#[derive(Default)]
struct State {
    is_in_block: bool,
    is_backed_up: bool,
    /// Why it is not saved, because of an error.
    failed: Option<Why>,
    /// The error that Velero logs about it, although it is saved.
    logged: Option<Why>,
    of_claim: ClaimState,
    /// The native snapshot of a volume: the index of the location, and the rule of the policy that chooses it.
    snapshot: Option<(u32, Option<u32>)>,
    native_why: Option<Why>,
    /// For each volume of a pod that was visited.
    fs: Vec<Fs>,
}

#[derive(Default)]
struct ClaimState {
    tracked: Option<Tracked>,
    /// The first pod that chooses it by annotation or by default.
    chosen_by: Option<u32>,
    /// The index of its volume group.
    group: Option<usize>,
    csi: Option<Box<CsiSnapshot>>,
    csi_why: Option<Why>,
    /// If it is not known whether EnableCSI is on: whether it gets a snapshot then. `None` if it makes no difference.
    gets_csi_if_on: Option<bool>,
    /// The volumes of pods in the backup that are on it.
    places: Vec<FsBackup>,
    /// A pod that is not in the backup, and uses it.
    other_pod: Option<u32>,
}

/// What happens to a volume of a pod.
#[derive(Clone, Copy)]
enum Fs {
    NotDecided,
    /// It is saved, by a rule of the policy if there is one.
    Saved(Option<u32>),
    Unsaved(Why),
}

/// A volume group: claims of a namespace with the same value of a label.
struct Group {
    members: Vec<u32>,
    /// The CSI driver of all members, or why its snapshot fails.
    driver: Result<TextId, Unsaved>,
}

/// The state of the walk over item blocks.
#[derive(Default)]
pub(super) struct Contents {
    pub(super) options: Options,
    is_started: bool,
    is_finished: bool,
    /// Pods, claims and volumes in the order in which Velero saves them.
    heads: Vec<u32>,
    next_head: usize,
    /// The objects of the block that are still to be visited, the next one last.
    block: Vec<u32>,
    states: States,
    groups: Vec<Group>,
    subjects: Vec<Subject>,
}

/// The data of the walk.
pub(super) struct Ground<'g> {
    pub(super) inventory: &'g Inventory,
    pub(super) filters: &'g Filters,
    pub(super) filter: &'g Filter,
    pub(super) reasons: &'g mut [Reason],
    pub(super) brought_by: &'g mut BTreeMap<u32, u32>,
}

impl Ground<'_> {
    fn storage(&self) -> &Storage {
        &self.inventory.storage
    }

    fn release(&self) -> Release {
        self.inventory.cluster().release()
    }

    fn passes(&self, object: u32) -> bool {
        self.inventory
            .entries
            .get(object as usize)
            .is_some_and(|entry| self.filter.refused(entry, object, self.inventory).is_none())
    }

    fn has(&self, object: u32, flag: u8) -> bool {
        self.inventory.entries.get(object as usize).is_some_and(|entry| entry.flags.has(flag))
    }

    fn skips(&self, object: u32) -> bool {
        self.inventory.entries.get(object as usize).is_some_and(|entry| self.filter.skips(entry))
    }

    fn is_claim(&self, claim: ClaimKey) -> bool {
        (claim.0 as usize) < self.inventory.entries.len()
    }

    fn special(&self, object: u32) -> Option<Special> {
        self.inventory.special(self.inventory.entries.get(object as usize)?)
    }

    /// Returns the volume that a claim is bound to: Velero's `GetPVForPVC`.
    fn bound_volume(&self, claim: &Claim) -> Result<&Volume, Unsaved> {
        let storage = self.storage();
        match claim.volume {
            VolumeName::Object(volume) if claim.phase == BOUND => {
                Ok(storage.volume(volume).expect("a claim names a volume"))
            }
            VolumeName::Missing if claim.phase == BOUND => Err(Unsaved::VolumeMissing),
            _ => Err(Unsaved::ClaimNotBound),
        }
    }

    /// Returns what a rule sees of a volume, with or without its claim.
    fn seen(&self, volume: Option<&Volume>, claim: Option<&Claim>) -> SeenVolume<'_> {
        let storage = self.storage();
        let mut seen = volume.map_or_else(SeenVolume::default, |volume| SeenVolume {
            capacity: volume.capacity,
            class: storage.text(volume.class),
            ..self.seen_source(volume.source)
        });
        seen.claim = claim.filter(|_| self.release().has(Behaviour::ReadsClaimsForPolicies)).map(|claim| {
            let words = &self.inventory.words;
            let entry = self.inventory.entries.get(claim.object as usize);
            let set = entry.and_then(|entry| self.inventory.label_sets.get(entry.labels as usize));
            let labels = set.map(|set| &*set.labels).unwrap_or_default();
            let modes = storage.text(claim.access_modes);
            SeenClaim {
                labels: labels.iter().map(|&(key, value)| (words.get(key), words.get(value))).collect(),
                phase: storage.text(claim.phase),
                mode: storage.text(claim.mode),
                access_modes: if modes.is_empty() { Vec::new() } else { modes.split(',').collect() },
            }
        });
        seen
    }

    fn seen_source(&self, source: u32) -> SeenVolume<'_> {
        let storage = self.storage();
        let source = storage.source(source);
        let is_csi = source.volume_type == Some(VolumeType::CSI);
        let is_nfs = source.volume_type == Some(VolumeType::NFS);
        let attributes = source.attributes.iter().map(|&(key, value)| (storage.text(key), storage.text(value)));
        SeenVolume {
            volume_type: source
                .volume_type
                .filter(|kind| *kind != VolumeType::IMAGE || self.release().has(Behaviour::ChecksPolicyParameters)),
            driver: is_csi.then(|| storage.text(source.driver)),
            attributes: attributes.collect(),
            nfs: is_nfs.then(|| (storage.text(source.nfs_server), storage.text(source.nfs_path))),
            ..SeenVolume::default()
        }
    }

    fn is_csi(&self, volume: &Volume) -> bool {
        self.storage().source(volume.source).volume_type == Some(VolumeType::CSI)
    }
}

impl Contents {
    pub(super) fn new(options: Options, storage: &Storage) -> Self {
        Contents { options, states: States::new(&storage.numbering), ..Contents::default() }
    }

    fn state(&mut self, object: u32) -> &mut State {
        self.states.get_or_default(object)
    }

    fn claim_state(&mut self, claim: ClaimKey) -> &mut ClaimState {
        &mut self.state(claim.0).of_claim
    }

    fn set_fs(&mut self, place: FsBackup, fs: Fs) {
        let states = &mut self.state(place.pod).fs;
        if states.len() <= place.volume as usize {
            states.resize(place.volume as usize + 1, Fs::NotDecided);
        }
        if let Some(state) = states.get_mut(place.volume as usize) {
            *state = fs;
        }
    }

    /// Continues for a number of objects; returns the number that is left, 0 if it is not done.
    pub(super) fn step(&mut self, ground: &mut Ground<'_>, mut objects: u32) -> u32 {
        if !self.is_started {
            self.start(ground);
            self.is_started = true;
        }
        while objects > 0 {
            objects -= 1;
            if let Some(object) = self.block.pop() {
                self.visit(object, ground);
                continue;
            }
            match self.heads.get(self.next_head) {
                Some(&head) => {
                    self.next_head += 1;
                    self.block.push(head);
                }
                None => {
                    self.finish(ground);
                    self.is_finished = true;
                    return objects.max(1);
                }
            }
        }
        0
    }

    /// Finishes: objects that another would have brought along, if it had not failed first, are not saved.
    fn finish(&mut self, ground: &mut Ground<'_>) {
        for (&object, by) in &*ground.brought_by {
            if inventory_reason(ground.reasons, object) == Some(Reason::ComesAlong)
                && !self.states.get(object).is_some_and(|state| state.is_backed_up)
                && matches!(ground.special(object), Some(Special::Pod | Special::Claim | Special::Volume))
                && let Some(why) = self.states.get(*by).and_then(|state| state.failed)
                && let Some(reason) = ground.reasons.get_mut(object as usize)
            {
                *reason = Reason::SaveFailed;
                self.state(object).failed = Some(why);
            }
        }
        let reasons = &*ground.reasons;
        let is_included = |object: u32| inventory_reason(reasons, object).is_some_and(Reason::is_included);
        self.find_units(ground.inventory, &is_included);
    }

    pub(super) fn is_done(&self) -> bool {
        self.is_finished
    }

    fn start(&mut self, ground: &Ground<'_>) {
        let is_listed = |object: &u32| {
            let reason = inventory_reason(ground.reasons, *object);
            matches!(reason, Some(Reason::Selected | Reason::SkipAnnotation))
        };
        self.heads = ground.storage().in_order.iter().copied().filter(is_listed).collect();
        self.states.reserve(self.heads.len());
        self.find_chosen(ground);
        self.find_groups(ground);
    }

    /// Finds the claims that pods choose for file-system backup by annotation or by default. They get no snapshot.
    fn find_chosen(&mut self, ground: &Ground<'_>) {
        let storage = ground.storage();
        let inventory = ground.inventory;
        let is_in = |namespace: u32| ground.filter.has_namespace(namespace);
        let counts_all = !ground.release().has(Behaviour::LooksAtPodsOfBackedUpNamespaces)
            || !inventory.existing.iter().any(|namespace| is_in(*namespace));
        for pod in &storage.pods {
            let namespace =
                inventory.entries.get(pod.object as usize).map_or(0, |entry| inventory.listing(entry).namespace);
            if !counts_all && !is_in(namespace) {
                continue;
            }
            for volume in storage.volumes_of(pod) {
                if let PodVolumeOf::Claim(claim) = volume.of
                    && self.chooses(pod, storage.text(volume.name), storage)
                {
                    self.claim_state(claim).chosen_by.get_or_insert(pod.object);
                }
            }
        }
    }

    /// Whether a pod chooses a volume for file-system backup by annotation or by default.
    fn chooses(&self, pod: &Pod, volume: &str, storage: &Storage) -> bool {
        let names =
            |list: Option<TextId>| list.is_some_and(|list| storage.text(list).split(',').any(|name| name == volume));
        if self.options.default_to_fs { !names(pod.excluded) } else { names(pod.chosen) }
    }

    fn find_groups(&mut self, ground: &Ground<'_>) {
        let groups = volume_groups(ground.filters, ground.inventory);
        for (members, index) in groups.into_iter().zip(0..) {
            for &member in &members {
                self.claim_state(ClaimKey(member)).group = Some(index);
            }
            let driver = self.group_driver(&members, ground);
            self.groups.push(Group { members, driver });
        }
    }

    /// Visits an object of a block: saves it, and adds the objects that it brings into the block.
    fn visit(&mut self, object: u32, ground: &mut Ground<'_>) {
        if std::mem::replace(&mut self.state(object).is_in_block, true) {
            return;
        }
        let relations = ground.inventory.relations.from(object);
        let mut brought: Vec<u32> = Vec::new();
        // A claim brings its volume before its pods.
        for relation in [Relation::VolumeOfClaim, Relation::PodOfClaim, Relation::ClaimOfPod] {
            brought.extend(relations.iter().filter(|edge| edge.relation == relation).map(|edge| edge.to));
        }
        if let Some(group) = self.state(object).of_claim.group
            && ground.has(object, Flags::BOUND)
            && let Some(group) = self.groups.get_mut(group)
        {
            // The other members would bring the same.
            brought.append(&mut group.members);
        }
        let is_new = |object: &u32| !self.states.get(*object).is_some_and(|state| state.is_in_block);
        brought.retain(|other| is_new(other) && ground.passes(*other));
        self.block.extend(brought.iter().rev());
        // Its errors are kept.
        let _ = self.back_up(object, false, ground);
    }

    /// Saves an object and what its actions bring, unless that was done before.
    fn back_up(&mut self, object: u32, must_include: bool, ground: &mut Ground<'_>) -> Saved {
        let passes = if must_include { !ground.has(object, Flags::DELETED) } else { ground.passes(object) };
        if !passes || std::mem::replace(&mut self.state(object).is_backed_up, true) {
            return Ok(());
        }
        let saved = match ground.special(object) {
            Some(Special::Pod) => self.back_up_pod(object, ground),
            Some(Special::Claim) => self.back_up_claim(object, ground),
            Some(Special::Volume) => self.back_up_volume(object, ground),
            _ => Ok(()),
        };
        if saved.is_err()
            && let Some(reason) = ground.reasons.get_mut(object as usize)
        {
            *reason = Reason::SaveFailed;
        }
        saved
    }

    fn fail(&mut self, object: u32, why: Why) -> Saved {
        self.state(object).failed.get_or_insert(why);
        Err(Failed)
    }

    fn back_up_volume(&mut self, object: u32, ground: &mut Ground<'_>) -> Saved {
        let inventory = ground.inventory;
        let Some(volume) = inventory.storage.volume(object) else { return Ok(()) };
        match self.decide_native(volume, ground) {
            Ok(snapshot) => {
                self.state(object).snapshot = Some(snapshot);
                Ok(())
            }
            Err(why) => {
                self.state(object).native_why = Some(why);
                match why.reason {
                    // The volume is saved all the same.
                    Unsaved::PluginFails => {
                        self.state(object).logged = Some(why);
                        Ok(())
                    }
                    reason if reason.said() == Said::Error => self.fail(object, why),
                    _ => Ok(()),
                }
            }
        }
    }

    /// Returns the index of the location for the native snapshot of a volume, with the rule of the policy that chooses it, or
    /// why there is none.
    fn decide_native(&self, volume: &Volume, ground: &Ground<'_>) -> Result<(u32, Option<u32>), Why> {
        let storage = ground.storage();
        let policy = self.options.policies.merged.as_ref();
        let rule = policy
            .and_then(|policy| ruling(policy, matching_rule(&policy.volume_rules, &ground.seen(Some(volume), None))));
        let chosen_by = self.decide_snapshot(volume, rule)?;
        if self.options.enable_csi && ground.is_csi(volume) {
            return Err(Why::of(Unsaved::IsCsi));
        }
        if let (Some(policy), Some(key)) = (policy, volume.claim)
            && ground.release().has(Behaviour::ReadsClaimsForPolicies)
        {
            let claim = storage.claim(key.0).ok_or(Why::of(Unsaved::ClaimMissing))?;
            let rule = matching_rule(&policy.volume_rules, &ground.seen(Some(volume), Some(claim)));
            if let Some((index, _)) = ruling(policy, rule).filter(|(_, rule)| rule.action == Action::Skip) {
                return Err(Why::by_rule(index));
            }
        }
        let plugins = storage.source(volume.source).plugins;
        let mut reason = Unsaved::NoLocation;
        for (location, index) in self.options.locations.iter().zip(0..) {
            match plugins.ask(&location.provider) {
                PluginAnswer::Snapshot => return Ok((index, chosen_by)),
                PluginAnswer::Fails => reason = Unsaved::PluginFails,
                PluginAnswer::Unknown if reason == Unsaved::NoLocation => reason = Unsaved::PluginCannotSnapshot,
                PluginAnswer::Unknown => {}
            }
        }
        Err(Why::of(reason))
    }
}

fn inventory_reason(reasons: &[Reason], object: u32) -> Option<Reason> {
    reasons.get(object as usize).copied()
}

/// Returns a rule with its index.
fn ruling(policy: &Policy, index: Option<u32>) -> Option<(u32, &VolumeRule)> {
    let index = index?;
    Some((index, policy.volume_rules.get(index as usize)?))
}
