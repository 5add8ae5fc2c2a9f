//! Claims and their CSI snapshots: which claims get one, alone or in a group, and of which class.

use super::super::Reason;
use super::{Contents, CsiSnapshot, Ground, Saved, Unsaved, Why, ruling};
use crate::inventory::Flags;
use crate::inventory::storage::{Claim, TextId, Volume, VolumeName};
use crate::release::Behaviour;
use crate::velero::policy::{Action, Policy, VolumeRule, matching_rule};

impl Contents {
    pub(super) fn back_up_claim(&mut self, object: u32, ground: &mut Ground<'_>) -> Saved {
        let inventory = ground.inventory;
        let Some(claim) = inventory.storage.claim(object) else { return Ok(()) };
        let mut is_skipped = None;
        if let Some(policy) = &self.options.policies.merged {
            let judges = ground.release().has(Behaviour::JudgesClaimsWithoutVolumes);
            let volume = match claim.volume {
                VolumeName::Missing => return self.fail(object, Why::of(Unsaved::VolumeMissing)),
                VolumeName::None if !judges => return self.fail(object, Why::of(Unsaved::ClaimNotBound)),
                VolumeName::None => None,
                VolumeName::Object(volume) => inventory.storage.volume(volume),
            };
            let rule = matching_rule(&policy.volume_rules, &ground.seen(volume, Some(claim)));
            is_skipped = ruling(policy, rule).filter(|(_, rule)| rule.action == Action::Skip).map(|(index, _)| index);
        }
        let decided = match is_skipped {
            Some(rule) => Ok(Err(Why::by_rule(rule))),
            None if !self.options.enable_csi => {
                if self.options.settings.enable_csi.is_none() {
                    let gets_csi = match self.decide_csi(claim, ground) {
                        Ok(Ok(_)) => Some(true),
                        Ok(Err(_)) => None,
                        Err(_) => Some(false),
                    };
                    self.state(object).of_claim.gets_csi_if_on = gets_csi;
                }
                Ok(Err(Why::of(Unsaved::CsiOff)))
            }
            None => self.decide_csi(claim, ground),
        };
        let has_snapshot = match decided {
            Ok(Ok(snapshot)) => {
                let csi = &mut self.state(object).of_claim.csi;
                let times = csi.as_ref().map_or(0, |before| before.times);
                *csi = Some(Box::new(CsiSnapshot { times: times + 1, ..snapshot }));
                true
            }
            Ok(Err(why)) => {
                self.state(object).of_claim.csi_why = Some(why);
                false
            }
            Err(reason) => {
                self.state(object).of_claim.csi_why = Some(Why::of(reason));
                return self.fail(object, Why::of(reason));
            }
        };
        if ground.skips(object) {
            self.state(object).is_backed_up = false;
            return Ok(());
        }
        let VolumeName::Object(volume) = claim.volume else { return Ok(()) };
        if !ground.has(object, Flags::BOUND) {
            return Ok(());
        }
        // A claim with a snapshot brings its volume without any check.
        let must_include = has_snapshot || ground.has(object, Flags::MUST_INCLUDE);
        let saved = self.back_up(volume, must_include, ground);
        if saved.is_err() {
            let why = self.state(volume).failed.unwrap_or(Why::of(Unsaved::VolumeMissing));
            return self.fail(object, why);
        }
        if has_snapshot
            && !ground.has(volume, Flags::DELETED)
            && let Some(reason) = ground.reasons.get_mut(volume as usize)
            && !reason.is_included()
        {
            *reason = Reason::ComesAlong;
            ground.brought_by.insert(volume, object);
        }
        Ok(())
    }

    /// Decides on a snapshot: Velero's `ShouldPerformSnapshot`. Returns the rule of the policy that chooses it, or why
    /// there is none.
    pub(super) fn decide_snapshot(
        &self,
        volume: &Volume,
        rule: Option<(u32, &VolumeRule)>,
    ) -> Result<Option<u32>, Why> {
        if let Some((index, rule)) = rule {
            return if rule.action == Action::Snapshot { Ok(Some(index)) } else { Err(Why::by_rule(index)) };
        }
        if let Some(pod) = volume.claim.and_then(|claim| self.states.get(claim.0)?.of_claim.chosen_by) {
            return Err(Why::about(Unsaved::ChosenForFileSystem, pod));
        }
        if self.options.snapshots_volumes { Ok(None) } else { Err(Why::of(Unsaved::SnapshotVolumesFalse)) }
    }

    /// Decides whether a claim gets a CSI snapshot; returns why not, or why it is an error. The server decides first, and
    /// then the CSI action, which reads the policy of the Backup alone.
    fn wants_csi(&self, claim: &Claim, ground: &Ground<'_>) -> Result<Result<Option<u32>, Why>, Unsaved> {
        let policies = &self.options.policies;
        match self.wants_csi_by(policies.merged.as_ref(), claim, ground)? {
            Ok(_) => self.wants_csi_by(policies.own.as_ref(), claim, ground),
            Err(why) => Ok(Err(why)),
        }
    }

    fn wants_csi_by(
        &self,
        policy: Option<&Policy>,
        claim: &Claim,
        ground: &Ground<'_>,
    ) -> Result<Result<Option<u32>, Why>, Unsaved> {
        let bound = ground.bound_volume(claim);
        if !ground.release().has(Behaviour::JudgesClaimsWithoutVolumes) {
            bound?;
        }
        let rule = policy.and_then(|policy| {
            let rule = matching_rule(&policy.volume_rules, &ground.seen(bound.ok(), Some(claim)));
            ruling(policy, rule)
        });
        match (bound, rule) {
            (Ok(volume), rule) => Ok(self.decide_snapshot(volume, rule)),
            (Err(_), Some((index, rule))) if rule.action == Action::Snapshot => Ok(Ok(Some(index))),
            (Err(_), Some((index, _))) => Ok(Err(Why::by_rule(index))),
            (Err(reason), None) => Err(reason),
        }
    }

    /// Returns the CSI snapshot of a claim, why there is none, or why it fails.
    fn decide_csi(&self, claim: &Claim, ground: &Ground<'_>) -> Result<Result<CsiSnapshot, Why>, Unsaved> {
        let rule = match self.wants_csi(claim, ground)? {
            Ok(rule) => rule,
            Err(why) => return Ok(Err(why)),
        };
        let storage = ground.storage();
        let release = ground.release();
        let class = claim.class.ok_or(Unsaved::NoStorageClass)?;
        let volume = ground.bound_volume(claim)?;
        if !ground.is_csi(volume) {
            return Ok(Err(Why::of(Unsaved::NotCsi)));
        }
        let is_moved = self.options.moves_data;
        let is_builtin_mover = matches!(self.options.fields.datamover.as_deref().unwrap_or_default(), "" | "velero");
        if is_moved
            && is_builtin_mover
            && release.has(Behaviour::RequiresNodeAgentsToMoveData)
            && self.options.settings.agents.as_ref().is_some_and(Vec::is_empty)
        {
            return Err(Unsaved::NoNodeAgentToMove);
        }
        let group = self.states.get(claim.object).and_then(|state| self.groups.get(state.of_claim.group?));
        if let Some(group) = group {
            let class = self.group_class(claim, group.driver?, ground)?;
            return Ok(Ok(CsiSnapshot { class, is_moved, rule, times: 1 }));
        }
        let provisioner = storage.storage_classes.get(storage.text(class)).ok_or(Unsaved::StorageClassMissing)?;
        let class = self.snapshot_class(claim, provisioner, ground).ok_or(Unsaved::NoSnapshotClass)?;
        let requires_handle = is_moved || release.has(Behaviour::RequiresSnapshotHandles);
        if self.options.settings.snapshots_without_handles && requires_handle {
            return Err(Unsaved::NoSnapshotHandle);
        }
        Ok(Ok(CsiSnapshot { class, is_moved, rule, times: 1 }))
    }

    /// Returns the VolumeSnapshotClass for a claim whose StorageClass has a provisioner.
    fn snapshot_class(&self, claim: &Claim, provisioner: &str, ground: &Ground<'_>) -> Option<String> {
        let storage = ground.storage();
        let fitting = || storage.snapshot_classes.iter().filter(|(_, class)| class.driver == provisioner);
        let named = |name: &str| {
            let mut fitting = fitting().map(|(known, _)| known);
            fitting.find(|known| known.eq_ignore_ascii_case(name)).cloned()
        };
        if claim.snapshot_class != 0
            && let Some(class) = named(storage.text(claim.snapshot_class))
        {
            return Some(class);
        }
        let of_policy = || {
            let policy = self.options.policies.own.as_ref()?;
            let volume = ground.bound_volume(claim).ok();
            let rule = matching_rule(&policy.volume_rules, &ground.seen(volume, Some(claim)));
            let (_, rule) = ruling(policy, rule)?;
            named(rule.snapshot_class.as_deref()?)
        };
        let of_backup = || {
            let key = format!("velero.io/csi-volumesnapshot-class_{provisioner}");
            let annotations = &self.options.fields.annotations;
            named(annotations.iter().find(|(known, _)| *known == key).map(|(_, name)| name)?)
        };
        let labelled = || fitting().find(|(_, class)| class.is_labelled).map(|(name, _)| name.clone());
        let default = || {
            let reads = ground.release().has(Behaviour::ReadsDefaultSnapshotClasses);
            fitting().find(|(_, class)| reads && class.is_default).map(|(name, _)| name.clone())
        };
        let only = || {
            let mut all = fitting();
            let first = all.next()?;
            all.next().is_none().then(|| first.0.clone())
        };
        of_policy().or_else(of_backup).or_else(labelled).or_else(default).or_else(only)
    }

    /// Returns the CSI driver of all claims of a volume group, or why its snapshot fails.
    pub(super) fn group_driver(&self, members: &[u32], ground: &Ground<'_>) -> Result<TextId, Unsaved> {
        let storage = ground.storage();
        let mut driver: Option<TextId> = None;
        for &member in members {
            let Some(member) = storage.claim(member) else { continue };
            if ground.release().has(Behaviour::WaitsForWholeVolumeGroups) {
                let wants = self.wants_csi(member, ground).map_err(|_| Unsaved::VolumeGroupFails)?;
                if wants.is_err() {
                    return Err(Unsaved::VolumeGroupFails);
                }
            }
            let volume = ground.bound_volume(member).map_err(|_| Unsaved::VolumeGroupFails)?;
            let its_driver = storage.source(volume.source).driver;
            if !ground.is_csi(volume) || driver.is_some_and(|driver| driver != its_driver) {
                return Err(Unsaved::VolumeGroupFails);
            }
            driver = Some(its_driver);
        }
        driver.ok_or(Unsaved::VolumeGroupFails)
    }

    /// Returns the VolumeGroupSnapshotClass for the group of a claim, whose volumes have this CSI driver.
    fn group_class(&self, claim: &Claim, driver: TextId, ground: &Ground<'_>) -> Result<String, Unsaved> {
        let storage = ground.storage();
        let driver = storage.text(driver);
        let fitting = || storage.group_snapshot_classes.iter().filter(|(_, class)| class.driver == driver);
        let named = |name: &str| fitting().map(|(known, _)| known).find(|known| *known == name).cloned();
        if claim.group_snapshot_class != 0
            && let Some(class) = named(storage.text(claim.group_snapshot_class))
        {
            return Ok(class);
        }
        let key = format!("velero.io/csi-volumegroupsnapshot-class_{driver}");
        let of_backup = self.options.fields.annotations.iter().find(|(known, _)| *known == key);
        if let Some(class) = of_backup.and_then(|(_, name)| named(name)) {
            return Ok(class);
        }
        let mut labelled = fitting().filter(|(_, class)| class.is_labelled).map(|(name, _)| name.clone());
        let of_settings = self.options.settings.group_snapshot_driver.as_deref() == Some(driver);
        match (labelled.next(), labelled.next()) {
            (Some(class), None) => Ok(class),
            (None, _) if of_settings => Ok(String::new()),
            _ => Err(Unsaved::VolumeGroupFails),
        }
    }
}
