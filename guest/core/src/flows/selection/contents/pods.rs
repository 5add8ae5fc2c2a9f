//! Pods and file-system backup of their volumes: which volumes are chosen, and which of them are read.

use super::{Contents, Fs, FsBackup, Ground, Said, Saved, Tracked, Unsaved, Why, ruling};
use crate::inventory::Flags;
use crate::inventory::storage::{Pod, PodVolume, PodVolumeOf, VolumeName};
use crate::release::{Behaviour, Release};
use crate::velero::policy::{Action, matching_rule};
use crate::velero::volumes::VolumeType;

impl Contents {
    pub(super) fn back_up_pod(&mut self, object: u32, ground: &mut Ground<'_>) -> Saved {
        let inventory = ground.inventory;
        let storage = &inventory.storage;
        let Some(pod) = storage.pod(object) else { return Ok(()) };
        let volumes = storage.volumes_of(pod);
        let mut saved = Ok(());
        let mut chosen: Vec<(FsBackup, Option<u32>)> = Vec::new();
        for (volume, index) in volumes.iter().zip(0..) {
            let place = FsBackup { pod: object, volume: index };
            let claim = match volume.of {
                PodVolumeOf::Claim(claim) => Some(claim),
                PodVolumeOf::Source(_) => None,
            };
            match self.decide_fs(pod, volume, ground) {
                Ok(Ok(rule)) => {
                    if let Some(claim) = claim {
                        self.claim_state(claim).tracked.get_or_insert(Tracked::Chosen);
                    }
                    if claim.is_some_and(|claim| self.claim_state(claim).tracked == Some(Tracked::Taken)) {
                        self.set_fs(place, Fs::Unsaved(Why::of(Unsaved::SavedThroughOtherPod)));
                    } else {
                        chosen.push((place, rule));
                    }
                }
                Ok(Err(why)) => {
                    self.set_fs(place, Fs::Unsaved(why));
                    if let Some(claim) = claim {
                        self.claim_state(claim).tracked.get_or_insert(Tracked::OptedOut);
                    }
                }
                Err(reason) => {
                    let why = Why::about(reason, object);
                    self.set_fs(place, Fs::Unsaved(why));
                    saved = self.fail(object, why);
                    if let Some(claim) = claim {
                        self.claim_state(claim).tracked.get_or_insert(Tracked::OptedOut);
                    }
                }
            }
        }
        // Its claims are in its block, and are saved all the same.
        if ground.skips(object) {
            for (place, _) in chosen {
                self.set_fs(place, Fs::Unsaved(Why::about(Unsaved::PodSkipped, object)));
            }
            return Ok(());
        }
        let must_include = ground.has(object, Flags::MUST_INCLUDE);
        for volume in volumes {
            let PodVolumeOf::Claim(claim) = volume.of else { continue };
            if ground.is_claim(claim) && self.back_up(claim.0, must_include, ground).is_err() {
                for (place, _) in chosen {
                    self.set_fs(place, Fs::Unsaved(Why::about(Unsaved::PodFails, object)));
                }
                let why = self.state(claim.0).failed.unwrap_or(Why::of(Unsaved::PodFails));
                return self.fail(object, why);
            }
        }
        self.back_up_volumes_of_pod(pod, &chosen, ground).and(saved)
    }

    /// Decides whether a volume of a pod is saved by file-system backup; returns the rule of the policy that
    /// chooses it, or why it is not. An error is one of the pod.
    fn decide_fs(
        &self,
        pod: &Pod,
        volume: &PodVolume,
        ground: &Ground<'_>,
    ) -> Result<Result<Option<u32>, Why>, Unsaved> {
        let storage = ground.storage();
        let name = storage.text(volume.name);
        let is_host_path = |source| storage.source(source).volume_type == Some(VolumeType::HOST_PATH);
        if matches!(volume.of, PodVolumeOf::Source(source) if is_host_path(source)) {
            return Ok(Err(Why::of(Unsaved::HostPath)));
        }
        if name.starts_with("default-token") {
            return Ok(Err(Why::of(Unsaved::DefaultToken)));
        }
        if matches!(volume.of, PodVolumeOf::Claim(_)) && !ground.filter.includes_claims {
            return Ok(Err(Why::of(Unsaved::ClaimsNotIncluded)));
        }
        if let Some(policy) = &self.options.policies.merged {
            let rule = match volume.of {
                PodVolumeOf::Source(source) => matching_rule(&policy.volume_rules, &ground.seen_source(source)),
                PodVolumeOf::Claim(claim) => {
                    let claim = storage.claim(claim.0).ok_or(Unsaved::ClaimMissing)?;
                    let bound = ground.bound_volume(claim);
                    if !ground.release().has(Behaviour::JudgesClaimsWithoutVolumes) {
                        bound?;
                    }
                    let rule = matching_rule(&policy.volume_rules, &ground.seen(bound.ok(), Some(claim)));
                    if rule.is_none() {
                        bound?;
                    }
                    rule
                }
            };
            if let Some((index, rule)) = ruling(policy, rule) {
                return Ok(if rule.action == Action::FsBackup { Ok(Some(index)) } else { Err(Why::by_rule(index)) });
            }
        }
        if self.chooses(pod, name, storage) {
            return Ok(Ok(None));
        }
        let reason = if self.options.default_to_fs { Unsaved::ExcludedByAnnotation } else { Unsaved::NotChosen };
        Ok(Err(Why::about(reason, pod.object)))
    }

    fn back_up_volumes_of_pod(&mut self, pod: &Pod, chosen: &[(FsBackup, Option<u32>)], ground: &Ground<'_>) -> Saved {
        if chosen.is_empty() {
            return Ok(());
        }
        let storage = ground.storage();
        let volumes = storage.volumes_of(pod);
        let refused = if !pod.is_running(&ground.inventory.entries) {
            Some(Unsaved::PodNotRunning)
        } else {
            self.node_fault(storage.text(pod.node), ground.release())
        };
        if let Some(reason) = refused {
            let why = Why::about(reason, pod.object);
            for (place, _) in chosen {
                self.set_fs(*place, Fs::Unsaved(why));
            }
            return if reason.said() == Said::Error { self.fail(pod.object, why) } else { Ok(()) };
        }
        let is_missing = |volume: &PodVolume| matches!(volume.of, PodVolumeOf::Claim(claim) if !ground.is_claim(claim));
        let mut saved = Ok(());
        if volumes.iter().any(is_missing) {
            saved = self.fail(pod.object, Why::about(Unsaved::ClaimMissing, pod.object));
        }
        for (place, rule) in chosen {
            let volume = volumes.get(place.volume as usize).expect("a place is that of a volume of the pod");
            match self.volume_fault(volume, ground) {
                None => {
                    self.set_fs(*place, Fs::Saved(*rule));
                    if let PodVolumeOf::Claim(claim) = volume.of
                        && let Some(tracked @ Tracked::Chosen) = &mut self.claim_state(claim).tracked
                    {
                        *tracked = Tracked::Taken;
                    }
                }
                Some(reason) => {
                    let why = Why::about(reason, pod.object);
                    self.set_fs(*place, Fs::Unsaved(why));
                    if reason.said() == Said::Error {
                        saved = self.fail(pod.object, why);
                    }
                }
            }
        }
        saved
    }

    /// Returns why no volume of a pod on a node can be read.
    fn node_fault(&self, node: &str, release: Release) -> Option<Unsaved> {
        let settings = &self.options.settings;
        if let Some(nodes) = &settings.nodes
            && release.has(Behaviour::LooksForNodesOfPods)
            && !nodes.iter().any(|(name, os)| name == node && os == "linux")
        {
            return Some(Unsaved::NodeNotLinux);
        }
        let runs = match (&settings.agents, &settings.nodes) {
            (Some(agents), _) => agents.iter().any(|agent| agent == node),
            (None, Some(nodes)) => nodes.iter().any(|(name, _)| name == node),
            (None, None) => true,
        };
        (!runs).then_some(Unsaved::NoNodeAgent)
    }

    /// Returns why a chosen volume of a pod is not saved.
    fn volume_fault(&self, volume: &PodVolume, ground: &Ground<'_>) -> Option<Unsaved> {
        let storage = ground.storage();
        if let PodVolumeOf::Claim(claim) = volume.of {
            let Some(claim) = storage.claim(claim.0) else { return Some(Unsaved::ClaimMissing) };
            match claim.volume {
                VolumeName::Missing => return Some(Unsaved::VolumeMissing),
                VolumeName::Object(volume) => {
                    let volume = storage.volume(volume).expect("a claim names a volume");
                    if storage.source(volume.source).volume_type == Some(VolumeType::HOST_PATH) {
                        return Some(Unsaved::HostPathVolume);
                    }
                }
                VolumeName::None => {}
            }
        }
        if volume.is_device {
            return Some(Unsaved::BlockDevice);
        }
        (!volume.is_mounted).then_some(Unsaved::NotMounted)
    }
}
