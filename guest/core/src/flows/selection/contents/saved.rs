//! The result of an evaluation: which contents are saved, in which way, and why others are not.

use super::{ClaimState, Contents, Fs, FsBackup, Means, Options, Said, Unsaved, Why};
use crate::catalogue::{CONTENTS_NOT_KNOWN, CONTENTS_NOT_SAVED, CONTENTS_SAVED_TWICE, OBJECT_NOT_SAVED};
use crate::diagnostic::{Diagnostic, and_list, quoted};
use crate::inventory::storage::{Claim, ClaimKey, PodVolumeOf, VolumeName};
use crate::inventory::{Inventory, Storage};
use crate::sort::sorted;
use crate::velero::special::Special;
use crate::velero::volumes::VolumeType;

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
    pub snapshot_class: String,
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
    /// The claims with a CSI snapshot. One for which Velero makes several is repeated.
    pub csi: Vec<CsiClaim>,
}

/// A volume that has contents, by an object or by a pod.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum VolumeSubject {
    /// A claim, by its index, with its PersistentVolume, if it has one.
    Claim {
        /// The index of the claim.
        claim: u32,
        /// The index of the PersistentVolume.
        volume: Option<u32>,
    },
    /// A PersistentVolume without a claim in the backup, by its index.
    Volume(u32),
    /// Another volume of a pod.
    PodVolume {
        /// The index of the pod.
        pod: u32,
        /// The name of the volume in the pod.
        name: String,
    },
}

/// How contents are saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedBy {
    /// The way.
    pub means: Means,
    /// The index of the pod through which it is saved.
    pub pod: Option<u32>,
    /// The snapshot location, or the class of a CSI snapshot.
    pub made_with: Option<String>,
    /// Whether the data of the CSI snapshot is moved.
    pub is_moved: bool,
    /// What decided it: a field, an annotation, or a rule of the resource policy.
    pub decided_by: Option<String>,
}

/// Why contents are not saved in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsavedBy {
    /// The way.
    pub means: Means,
    /// The reason.
    pub reason: Unsaved,
    /// The reason in words.
    pub message: String,
    /// The index of the pod that the reason is about.
    pub pod: Option<u32>,
    /// What decided it: a field, an annotation, a label, or a rule of the resource policy.
    pub decided_by: Option<String>,
    /// The setting of Velero that is not known, and with which the contents may be saved. Its default is assumed.
    pub depends_on: Option<&'static str>,
}

/// The decision on the contents of a volume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VolumeVerdict {
    /// The volume.
    pub subject: VolumeSubject,
    /// Whether the claim, the PersistentVolume or the pod is in the backup.
    pub is_included: bool,
    /// How the contents are saved. Empty if they are not.
    pub saved_by: Vec<SavedBy>,
    /// Why the contents are not saved, for each way that could save them. Empty if they are saved.
    pub unsaved_by: Vec<UnsavedBy>,
}

impl VolumeVerdict {
    /// Whether the contents are saved.
    pub fn is_saved(&self) -> bool {
        !self.saved_by.is_empty()
    }

    /// Returns what Velero says about contents that are not saved.
    pub fn said(&self) -> Said {
        self.unsaved_by.iter().map(|by| by.reason.said()).max().unwrap_or(Said::Nothing)
    }

    /// Returns the settings of Velero that are not known, and with which the contents may be saved.
    pub fn depends_on(&self) -> Vec<&'static str> {
        self.unsaved_by.iter().filter_map(|by| by.depends_on).collect()
    }

    /// Returns the reasons that decide, in words: only the errors if there are some. Otherwise, why there is no file-system
    /// backup, and why there is no snapshot.
    pub fn why(&self) -> String {
        let mut words: Vec<&str> = Vec::new();
        for by in self.deciding() {
            if !words.contains(&by.message.as_str()) {
                words.push(&by.message);
            }
        }
        words.join("; ")
    }

    fn deciding(&self) -> impl Iterator<Item = &UnsavedBy> {
        let has_error = self.said() == Said::Error;
        self.unsaved_by.iter().filter(move |by| match by.reason {
            reason if has_error => reason.said() == Said::Error,
            // Without the feature, a CSI volume is like another one.
            Unsaved::CsiOff => by.depends_on.is_some() || self.unsaved_by.len() == 1,
            // The claim decides, not its PersistentVolume.
            Unsaved::IsCsi => self.unsaved_by.len() == 1,
            Unsaved::NotCsi => false,
            _ => true,
        })
    }
}

/// Numbers of claims and other volumes of a backup.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ContentsCount {
    /// Number of claims in the backup that name a volume. Others have no contents.
    pub claims: u32,
    /// Number of claims in the backup whose contents are not saved, whatever the settings of Velero are.
    pub claims_without_contents: u32,
    /// Number of claims in the backup for which settings of Velero that are not known decide.
    pub claims_not_known: u32,
    /// Number of claims that are not in the backup, and whose contents are saved.
    pub contents_without_claim: u32,
}

/// A volume that the result is about.
#[derive(Clone, Copy)]
pub(super) enum Subject {
    Claim(u32),
    Volume(u32),
    Pod(FsBackup),
}

impl Contents {
    pub(in super::super) fn saved(&self, inventory: &Inventory) -> SavedContents {
        let storage = &inventory.storage;
        let fs = self.states.iter().flat_map(|(pod, state)| {
            let saved = state.fs.iter().enumerate().filter(|(_, fs)| matches!(fs, Fs::Saved(_)));
            saved.filter_map(move |(index, _)| {
                let volume = storage.volumes_of(storage.pod(pod)?).get(index)?;
                Some(PodVolumeBackup { pod, volume: storage.text(volume.name).to_owned() })
            })
        });
        let snapshots = self.states.iter().filter(|(_, state)| state.snapshot.is_some()).map(|(volume, _)| volume);
        let csi = self.states.iter().filter_map(|(claim, state)| Some((claim, state.of_claim.csi.as_ref()?)));
        let csi = csi.flat_map(|(claim, snapshot)| {
            let one = CsiClaim { claim, snapshot_class: snapshot.class.clone(), is_moved: snapshot.is_moved };
            std::iter::repeat_n(one, snapshot.times as usize)
        });
        SavedContents { fs: fs.collect(), snapshots: snapshots.collect(), csi: csi.collect() }
    }

    /// Finds the volumes that the result is about. `is_included` is whether an object is in the backup.
    pub(super) fn find_units(&mut self, inventory: &Inventory, is_included: &dyn Fn(u32) -> bool) {
        let storage = &inventory.storage;
        let mut others = Vec::new();
        for pod in &storage.pods {
            let is_visited = self.states.get(pod.object).is_some_and(|state| state.is_backed_up);
            for (volume, index) in storage.volumes_of(pod).iter().zip(0..) {
                let place = FsBackup { pod: pod.object, volume: index };
                let claim = match volume.of {
                    PodVolumeOf::Claim(claim) => Some(claim),
                    PodVolumeOf::Source(source) => {
                        let is_ephemeral = storage.source(source).volume_type == Some(VolumeType::EPHEMERAL);
                        is_ephemeral
                            .then(|| ephemeral_claim(inventory, pod.object, storage.text(volume.name)))
                            .flatten()
                    }
                };
                match claim {
                    Some(claim) if is_visited => self.claim_state(claim).places.push(place),
                    Some(claim) => {
                        self.claim_state(claim).other_pod.get_or_insert(pod.object);
                    }
                    None if is_included(pod.object) => others.push(Subject::Pod(place)),
                    None => {}
                }
            }
        }
        let mut subjects = Vec::new();
        // The volumes of these claims, sorted.
        let mut claimed = Vec::new();
        for claim in &storage.claims {
            if is_included(claim.object) || self.is_saved(claim) {
                subjects.push(Subject::Claim(claim.object));
                if let VolumeName::Object(volume) = claim.volume {
                    claimed.push(volume);
                }
            }
        }
        claimed = sorted(claimed, &Ord::cmp);
        let volumes = storage.volumes.iter().map(|volume| volume.object);
        let unclaimed = volumes.filter(|volume| is_included(*volume) && claimed.binary_search(volume).is_err());
        subjects.extend(unclaimed.map(Subject::Volume));
        subjects.append(&mut others);
        self.subjects = subjects;
    }

    /// Returns the number of volumes.
    pub(in super::super) fn len(&self) -> u32 {
        self.subjects.len() as u32
    }

    /// Returns the verdicts on at most `limit` volumes, from the index `offset`.
    pub(in super::super) fn verdicts<'c>(
        &'c self,
        offset: u32,
        limit: u32,
        view: View<'c>,
    ) -> impl Iterator<Item = VolumeVerdict> + 'c {
        let subjects = self.subjects.iter().skip(offset as usize).take(limit as usize);
        subjects.map(move |subject| self.verdict(*subject, &view))
    }

    fn verdict(&self, subject: Subject, view: &View<'_>) -> VolumeVerdict {
        let storage = view.storage();
        let mut verdict = VolumeVerdict {
            subject: VolumeSubject::Volume(0),
            is_included: false,
            saved_by: Vec::new(),
            unsaved_by: Vec::new(),
        };
        let mut whys: Vec<(Means, Why)> = Vec::new();
        match subject {
            Subject::Claim(object) => {
                let claim = storage.claim(object).expect("a subject is a claim");
                let volume = match claim.volume {
                    VolumeName::Object(volume) => Some(volume),
                    VolumeName::None | VolumeName::Missing => None,
                };
                verdict.subject = VolumeSubject::Claim { claim: object, volume };
                verdict.is_included = view.is_included(object);
                let state = self.states.get(object).map(|state| &state.of_claim);
                let places = state.map(|state| state.places.as_slice()).unwrap_or_default();
                self.add_fs(places, &mut verdict.saved_by, &mut whys, view);
                if places.is_empty() {
                    let other = state.and_then(|state| state.other_pod);
                    let why = other.map_or(Why::of(Unsaved::NoPod), |pod| Why::about(Unsaved::PodNotInBackup, pod));
                    whys.push((Means::FileSystemBackup, why));
                }
                match volume {
                    Some(volume) => self.add_native(volume, &mut verdict.saved_by, &mut whys, view),
                    None => whys.push((Means::NativeSnapshot, Why::of(Unsaved::NoVolume))),
                }
                match state.and_then(|state| state.csi.as_ref()) {
                    Some(snapshot) => verdict.saved_by.push(SavedBy {
                        means: Means::CsiSnapshot,
                        pod: None,
                        made_with: Some(snapshot.class.clone()).filter(|class| !class.is_empty()),
                        is_moved: snapshot.is_moved,
                        decided_by: snapshot.rule.map(|rule| view.rule(rule)),
                    }),
                    None => {
                        let why = state.and_then(|state| state.csi_why);
                        whys.push((Means::CsiSnapshot, why.unwrap_or(Why::of(Unsaved::ClaimNotInBackup))));
                    }
                }
            }
            Subject::Volume(volume) => {
                verdict.subject = VolumeSubject::Volume(volume);
                verdict.is_included = view.is_included(volume);
                self.add_native(volume, &mut verdict.saved_by, &mut whys, view);
            }
            Subject::Pod(place) => {
                let volumes = storage.pod(place.pod).map(|pod| storage.volumes_of(pod)).unwrap_or_default();
                let name = volumes.get(place.volume as usize).map_or("", |volume| storage.text(volume.name));
                verdict.subject = VolumeSubject::PodVolume { pod: place.pod, name: name.to_owned() };
                verdict.is_included = view.is_included(place.pod);
                self.add_fs(&[place], &mut verdict.saved_by, &mut whys, view);
            }
        }
        if verdict.saved_by.is_empty() {
            let gets_csi = matches!(subject, Subject::Claim(claim) if self.gets_csi_if_on(claim));
            verdict.unsaved_by = whys.into_iter().map(|(means, why)| view.unsaved(means, why, gets_csi)).collect();
        }
        verdict
    }

    fn add_fs(&self, places: &[FsBackup], saved_by: &mut Vec<SavedBy>, whys: &mut Vec<(Means, Why)>, view: &View<'_>) {
        let mut why: Option<Why> = None;
        for place in places {
            match self.fs(place) {
                Fs::Saved(rule) => saved_by.push(SavedBy {
                    means: Means::FileSystemBackup,
                    pod: Some(place.pod),
                    made_with: None,
                    is_moved: false,
                    decided_by: Some(match rule {
                        Some(rule) => view.rule(rule),
                        None if view.options.default_to_fs => view.default_to_fs(),
                        None => "backup.velero.io/backup-volumes".to_owned(),
                    }),
                }),
                // The lowest reason is the most severe one.
                Fs::Unsaved(other) if why.is_none_or(|why| other.reason < why.reason) => why = Some(other),
                Fs::Unsaved(_) | Fs::NotDecided => {}
            }
        }
        whys.extend(why.map(|why| (Means::FileSystemBackup, why)));
    }

    fn add_native(&self, volume: u32, saved_by: &mut Vec<SavedBy>, whys: &mut Vec<(Means, Why)>, view: &View<'_>) {
        let state = self.states.get(volume);
        match state.and_then(|state| state.snapshot) {
            Some((location, rule)) => saved_by.push(SavedBy {
                means: Means::NativeSnapshot,
                pod: None,
                made_with: view.options.locations.get(location as usize).map(|location| location.name.clone()),
                is_moved: false,
                decided_by: rule.map(|rule| view.rule(rule)),
            }),
            None => {
                let why = state.and_then(|state| state.native_why);
                whys.push((Means::NativeSnapshot, why.unwrap_or(Why::of(Unsaved::VolumeNotInBackup))));
            }
        }
    }

    /// Returns the errors of objects that are not saved, together for each kind and reason.
    pub(in super::super) fn errors(&self, inventory: &Inventory) -> Vec<Diagnostic> {
        let mut errors: Vec<(bool, u32, Unsaved, u32)> = Vec::new();
        for (object, state) in self.states.iter() {
            let kind = inventory.entries.get(object as usize).map_or(0, |entry| inventory.listing(entry).kind);
            for (why, is_saved) in state.failed.iter().zip([false]).chain(state.logged.iter().zip([true])) {
                errors.push((is_saved, kind, why.reason, object));
            }
        }
        let errors = sorted(errors, &Ord::cmp);
        let finding = |same: &[(bool, u32, Unsaved, u32)]| {
            let &(is_saved, kind, reason, first) = same.first()?;
            let words = reason.words().replace("the pod {pod}", "the pod");
            let noun = match inventory.kinds.get(kind as usize).and_then(|kind| kind.special) {
                Some(Special::Pod) => "pod",
                Some(Special::Claim) => "claim",
                _ => "volume",
            };
            let which = several(noun, &inventory.full_name(first), same.len());
            let message = if is_saved {
                format!("Velero logs an error about {which}: {words}")
            } else {
                format!("Velero fails to save {which}: {words}")
            };
            let finding = OBJECT_NOT_SAVED.violation(message).about(first);
            Some(match reason.help() {
                Some(help) => finding.help(help).into_diagnostic(),
                None => finding.into_diagnostic(),
            })
        };
        errors.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2)).filter_map(finding).collect()
    }

    /// Returns the numbers of claims, with and without their contents.
    pub(in super::super) fn count(&self, view: &View<'_>) -> ContentsCount {
        let mut count = ContentsCount::default();
        for subject in &self.subjects {
            let Subject::Claim(claim) = *subject else { continue };
            let is_saved = view.storage().claim(claim).is_some_and(|claim| self.is_saved(claim));
            if view.is_included(claim) && has_volume(claim, view) {
                count.claims += 1;
                if !is_saved {
                    let is_known = self.verdict(*subject, view).depends_on().is_empty();
                    count.claims_without_contents += u32::from(is_known);
                    count.claims_not_known += u32::from(!is_known);
                }
            } else if !view.is_included(claim) {
                count.contents_without_claim += u32::from(is_saved);
            }
        }
        count
    }

    /// Whether the contents of a claim are saved.
    pub(in super::super) fn is_saved(&self, claim: &Claim) -> bool {
        let state = self.states.get(claim.object).map(|state| &state.of_claim);
        let is_read = |state: &ClaimState| state.places.iter().any(|place| matches!(self.fs(place), Fs::Saved(_)));
        let has_snapshot = |volume: u32| self.states.get(volume).is_some_and(|state| state.snapshot.is_some());
        state.is_some_and(|state| state.csi.is_some() || is_read(state))
            || matches!(claim.volume, VolumeName::Object(volume) if has_snapshot(volume))
    }

    fn fs(&self, place: &FsBackup) -> Fs {
        let state = self.states.get(place.pod);
        state.and_then(|state| state.fs.get(place.volume as usize)).copied().unwrap_or(Fs::NotDecided)
    }

    fn gets_csi_if_on(&self, claim: u32) -> bool {
        self.states.get(claim).is_some_and(|state| state.of_claim.gets_csi_if_on == Some(true))
    }

    /// Returns the findings about claims without contents, and about contents that are saved twice.
    pub(in super::super) fn findings(&self, view: &View<'_>) -> Vec<Diagnostic> {
        // What they depend on, and the reason without the names of pods.
        let mut without: Vec<(Vec<&str>, String, u32)> = Vec::new();
        let mut twice: Option<(u32, usize)> = None;
        for subject in &self.subjects {
            let Subject::Claim(claim) = *subject else { continue };
            if !view.is_included(claim) || !has_volume(claim, view) {
                continue;
            }
            let verdict = self.verdict(*subject, view);
            if !verdict.is_saved() {
                let mut words = verdict.why();
                for by in &verdict.unsaved_by {
                    if let Some(pod) = by.pod {
                        let name = quoted(&view.inventory.full_name(pod)).to_string();
                        words = words.replace(&format!("the pod {name}"), "a pod");
                    }
                }
                let depends_on = verdict.depends_on();
                let words = if depends_on.is_empty() { words } else { String::new() };
                without.push((depends_on, words, claim));
            } else if verdict.saved_by.len() > 1 {
                twice.get_or_insert((claim, 0)).1 += 1;
            }
        }
        let without = sorted(without, &Ord::cmp);
        let unsaved = without.chunk_by(|a, b| (&a.0, &a.1) == (&b.0, &b.1)).filter_map(|same| {
            let (depends_on, _, first) = same.first()?;
            let (first, count) = (*first, same.len());
            let verdict = self.verdict(Subject::Claim(first), view);
            let why = verdict.why();
            let first_name = view.inventory.full_name(first);
            let which = several("claim", &first_name, count);
            let finding = if depends_on.is_empty() {
                let help = verdict.deciding().find_map(|by| by.reason.help());
                let finding = CONTENTS_NOT_SAVED.violation(match count {
                    1 => format!("the contents of {which} are not saved: {why}"),
                    _ => format!("the contents of {count} claims are not saved, such as those of {}: {why}", quoted(&first_name)),
                });
                match help {
                    Some(help) => finding.help(help),
                    None => finding,
                }
            } else {
                let settings: Vec<String> = depends_on.iter().map(|setting| format!("`{setting}`")).collect();
                let message = format!(
                    "whether the contents of {} are saved depends on settings of Velero that are not known: {}",
                    if count == 1 { which } else { format!("{count} claims") },
                    and_list(&settings)
                );
                let help = "with the defaults of Velero, they are not; pass its settings with `--settings FILE`, or add its Deployment \
                            and locations to the inventory";
                CONTENTS_NOT_KNOWN.violation(message).help(help)
            };
            Some(finding.about(first).into_diagnostic())
        });
        let twice = twice.map(|(first, count)| {
            let which = several("claim", &view.inventory.full_name(first), count);
            let message = format!("the contents of {which} are saved more than once");
            let help = "save each volume in one way: exclude it from file-system backup, or from snapshots";
            CONTENTS_SAVED_TWICE.violation(message).help(help).about(first).into_diagnostic()
        });
        unsaved.chain(twice).collect()
    }
}

fn has_volume(claim: u32, view: &View<'_>) -> bool {
    view.storage().claim(claim).is_some_and(|claim| claim.volume != VolumeName::None)
}

fn several(noun: &str, first: &str, count: usize) -> String {
    match count {
        1 => format!("the {noun} {}", quoted(first)),
        _ => format!("{count} {noun}s, such as {}", quoted(first)),
    }
}

/// Returns the claim of a generic ephemeral volume of a pod.
fn ephemeral_claim(inventory: &Inventory, pod: u32, volume: &str) -> Option<ClaimKey> {
    let namespace = inventory.listing(inventory.entries.get(pod as usize)?).namespace;
    let name = format!("{}-{volume}", inventory.name(pod));
    inventory.find(Special::Claim, namespace, &name).map(ClaimKey)
}

/// Settings of Velero that may not be known.
const LOCATIONS: &str = "locations";
const ENABLE_CSI: &str = "EnableCSI";
const FS_BY_DEFAULT: &str = "defaultVolumesToFsBackup";

/// What verdicts are written with.
#[derive(Clone, Copy)]
pub(in super::super) struct View<'v> {
    pub(in super::super) inventory: &'v Inventory,
    pub(in super::super) options: &'v Options,
    pub(in super::super) reasons: &'v [super::Reason],
}

impl View<'_> {
    fn storage(&self) -> &Storage {
        &self.inventory.storage
    }

    fn is_included(&self, object: u32) -> bool {
        self.reasons.get(object as usize).is_some_and(|reason| reason.is_included())
    }

    /// Returns the name of a rule of the resource policy, which counts from 1.
    fn rule(&self, index: u32) -> String {
        let own = self.options.policies.own_rules as u32;
        match index.checked_sub(own) {
            None => format!("rule {} of the resource policy", index + 1),
            Some(global) => format!("rule {} of the global resource policy", global + 1),
        }
    }

    /// Returns what makes file-system backup the default.
    fn default_to_fs(&self) -> String {
        let fields = &self.options.fields;
        if fields.default_volumes_to_restic == Some(true) {
            "defaultVolumesToRestic".to_owned()
        } else if fields.default_volumes_to_fs_backup.is_some() {
            "defaultVolumesToFsBackup".to_owned()
        } else {
            "defaultVolumesToFsBackup of the server".to_owned()
        }
    }

    /// `gets_csi` is whether the claim would get a CSI snapshot if EnableCSI were on.
    fn unsaved(&self, means: Means, why: Why, gets_csi: bool) -> UnsavedBy {
        let pod = why.pod().map(|pod| quoted(&self.inventory.full_name(pod)).to_string());
        let mut message = why.reason.words().replace("{pod}", pod.as_deref().unwrap_or_default());
        let rule = why.rule().map(|rule| self.rule(rule));
        if let (Some(rule), Some(index)) = (&rule, why.rule()) {
            let merged = self.options.policies.merged.as_ref();
            let action =
                merged.and_then(|policy| policy.volume_rules.get(index as usize)).map(|rule| rule.action.name());
            message = message.replace("{rule}", &format!("{rule} says `{}`", action.unwrap_or_default()));
        }
        let decided_by = rule.or_else(|| {
            Some(match why.reason {
                Unsaved::SnapshotVolumesFalse => "snapshotVolumes".to_owned(),
                Unsaved::ExcludedByAnnotation => "backup.velero.io/backup-volumes-excludes".to_owned(),
                Unsaved::PodSkipped => "velero.io/skip-from-backup".to_owned(),
                Unsaved::ChosenForFileSystem if self.options.default_to_fs => self.default_to_fs(),
                Unsaved::ChosenForFileSystem => "backup.velero.io/backup-volumes".to_owned(),
                Unsaved::NotChosen => "defaultVolumesToFsBackup".to_owned(),
                Unsaved::CsiOff | Unsaved::IsCsi => "EnableCSI".to_owned(),
                Unsaved::NoLocation | Unsaved::PluginCannotSnapshot => "volumeSnapshotLocations".to_owned(),
                _ => return None,
            })
        });
        let (settings, fields) = (&self.options.settings, &self.options.fields);
        let depends_on = match why.reason {
            Unsaved::NoLocation if settings.snapshot_locations.is_none() => Some(LOCATIONS),
            Unsaved::CsiOff if settings.enable_csi.is_none() && gets_csi => Some(ENABLE_CSI),
            Unsaved::NotChosen
                if fields.default_volumes_to_fs_backup.is_none() && settings.default_volumes_to_fs_backup.is_none() =>
            {
                Some(FS_BY_DEFAULT)
            }
            _ => None,
        };
        UnsavedBy { means, reason: why.reason, message, pod: why.pod(), decided_by, depends_on }
    }
}
