//! The contents of volumes, for `select` and `describe`.

use std::fmt::Write;

use k8s_backup_target::inventory::Inventory;
use k8s_backup_target::selection::{
    ContentsCount, Evaluation, Means, Said, SavedContents, VolumeSubject, VolumeVerdict,
};
use k8s_backup_target::velero::server::ServerSettings;
use serde::Serialize;

use super::inventory::{object_at, table};
use crate::formats::visible;

/// Maximum number of volumes that are listed; the rest are counted.
const MAX_LISTED: usize = 50;

/// The contents of the volumes of one backup.
pub(super) struct Contents {
    saved: SavedContents,
    verdicts: Vec<VolumeVerdict>,
    count: ContentsCount,
    settings: ServerSettings,
}

impl Contents {
    pub(super) fn of(evaluation: &Evaluation) -> Self {
        Contents {
            saved: evaluation.contents(),
            verdicts: evaluation.volumes(0, u32::MAX).collect(),
            count: evaluation.contents_count(),
            settings: evaluation.settings().clone(),
        }
    }

    /// A table of the claims, and of other volumes with contents.
    pub(super) fn summary(&self, inventory: &Inventory) -> String {
        // Other volumes of pods, such as emptyDir, are shown if they are saved.
        let is_shown = |verdict: &&VolumeVerdict| {
            verdict.is_saved() || !matches!(verdict.subject, VolumeSubject::PodVolume { .. })
        };
        let shown: Vec<&VolumeVerdict> = self.verdicts.iter().filter(is_shown).collect();
        if shown.is_empty() {
            return String::new();
        }
        let mut text = format!("\ncontents of volumes: {}\n", self.counted());
        // First what is not saved.
        let unsaved = shown.iter().filter(|verdict| !verdict.is_saved());
        let ordered = unsaved.chain(shown.iter().filter(|verdict| verdict.is_saved()));
        let rows: Vec<Vec<String>> = ordered
            .take(MAX_LISTED)
            .map(|verdict| row(verdict, inventory).map(|cell| visible(&cell)).to_vec())
            .collect();
        let headings = ["VOLUME", "SAVED", "CONTENTS", "HOW", "WHY"];
        text.extend(table(&headings, &rows).lines().map(|line| format!("  {line}\n")));
        if shown.len() > MAX_LISTED {
            let _ = writeln!(text, "  and {} more: `--format json` lists all", shown.len() - MAX_LISTED);
        }
        let assumed = assumed(&self.settings);
        if !assumed.is_empty() {
            let words: Vec<&str> = assumed.iter().map(|(_, words)| *words).collect();
            let _ = writeln!(text, "  assumed of Velero's server: {}", words.join(", "));
        }
        text
    }

    /// The numbers of claims with and without contents.
    pub(super) fn counted(&self) -> String {
        let ContentsCount { claims, claims_without_contents, claims_not_known, .. } = self.count;
        let saved = claims - claims_without_contents - claims_not_known;
        let perhaps = if claims_not_known > 0 { format!(", and {claims_not_known} perhaps") } else { String::new() };
        format!("{saved} of {claims} claims in the backup are saved with contents{perhaps}")
    }

    pub(super) fn json(&self, inventory: &Inventory) -> ContentsJson {
        let name = |object: u32| name(object, inventory);
        let verdict = |verdict: &VolumeVerdict| VolumeJson::of(verdict, inventory);
        let csi = |is_it: fn(bool) -> bool| {
            self.saved.csi.iter().filter(move |csi| is_it(csi.is_moved)).map(move |csi| name(csi.claim)).collect()
        };
        ContentsJson {
            fs: self.saved.fs.iter().map(|backup| format!("{} {}", name(backup.pod), backup.volume)).collect(),
            snapshots: self.saved.snapshots.iter().map(|volume| name(*volume)).collect(),
            csi: csi(|_| true),
            moved: csi(|is_moved| is_moved),
            saved: self.verdicts.iter().filter(|verdict| verdict.is_saved()).map(verdict).collect(),
            unsaved: self.verdicts.iter().filter(|verdict| !verdict.is_saved()).map(verdict).collect(),
            claims: self.count.claims,
            claims_without_contents: self.count.claims_without_contents,
            claims_not_known: self.count.claims_not_known,
            assumed: assumed(&self.settings).into_iter().map(|(setting, _)| setting).collect(),
        }
    }
}

/// The settings of Velero that are not known, with the default that is assumed.
fn assumed(settings: &ServerSettings) -> Vec<(&'static str, &'static str)> {
    let all = [
        (settings.enable_csi.is_none(), "EnableCSI", "no EnableCSI"),
        (settings.snapshot_locations.is_none(), "locations", "no locations but those that the backup names"),
        (
            settings.default_volumes_to_fs_backup.is_none(),
            "defaultVolumesToFsBackup",
            "no file-system backup by default",
        ),
        (settings.default_snapshot_move_data.is_none(), "defaultSnapshotMoveData", "no data movement"),
        (settings.agents.is_none() && settings.nodes.is_none(), "agents", "node agents on all nodes"),
    ];
    all.into_iter().filter(|(is_assumed, ..)| *is_assumed).map(|(_, setting, words)| (setting, words)).collect()
}

/// `prod/data`
fn name(object: u32, inventory: &Inventory) -> String {
    let object = object_at(inventory, object);
    match object.namespace {
        Some(namespace) => format!("{namespace}/{}", object.name),
        None => object.name,
    }
}

fn means_name(means: Means) -> &'static str {
    match means {
        Means::FileSystemBackup => "file-system-backup",
        Means::NativeSnapshot => "native-snapshot",
        Means::CsiSnapshot => "csi-snapshot",
    }
}

fn row(verdict: &VolumeVerdict, inventory: &Inventory) -> [String; 5] {
    let subject = match &verdict.subject {
        VolumeSubject::Claim { claim, .. } => name(*claim, inventory),
        VolumeSubject::Volume(volume) => name(*volume, inventory),
        VolumeSubject::PodVolume { pod, name: volume } => format!("{} {volume}", name(*pod, inventory)),
    };
    let yes = |is_it: bool| if is_it { "yes" } else { "no" }.to_owned();
    let depends_on = verdict.depends_on();
    let how = verdict.saved_by.iter().map(|by| {
        let with = |noun: &str| match by.made_with.as_deref() {
            Some("") | None => String::new(),
            Some(name) => format!(", {noun} {name}"),
        };
        match by.means {
            Means::FileSystemBackup => {
                let pod = by.pod.map(|pod| name(pod, inventory)).unwrap_or_default();
                format!("file-system backup through {pod}")
            }
            Means::NativeSnapshot => format!("native snapshot{}", with("location")),
            Means::CsiSnapshot => {
                format!("CSI snapshot{}{}", with("class"), if by.is_moved { ", moved" } else { "" })
            }
        }
    });
    let how: Vec<String> = how.collect();
    let why = if verdict.is_saved() {
        let decided: Vec<&str> = verdict.saved_by.iter().filter_map(|by| by.decided_by.as_deref()).collect();
        decided.join(" and ")
    } else if depends_on.is_empty() {
        verdict.why()
    } else {
        format!("depends on {}", depends_on.join(" and "))
    };
    let contents = if depends_on.is_empty() { yes(verdict.is_saved()) } else { "perhaps".to_owned() };
    let how = if how.is_empty() { "-".to_owned() } else { how.join(" and ") };
    [subject, yes(verdict.is_included), contents, how, why]
}

/// `fs`, `snapshots`, `csi` and `moved` have names as `namespace/name`; a file-system backup has `namespace/pod volume`.
#[derive(Serialize)]
pub(super) struct ContentsJson {
    fs: Vec<String>,
    snapshots: Vec<String>,
    csi: Vec<String>,
    moved: Vec<String>,
    saved: Vec<VolumeJson>,
    unsaved: Vec<VolumeJson>,
    claims: u32,
    claims_without_contents: u32,
    claims_not_known: u32,
    /// The settings of Velero that are not known.
    assumed: Vec<&'static str>,
}

#[derive(Serialize)]
struct VolumeJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    claim: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    volume: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pod: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pod_volume: Option<String>,
    included: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    by: Vec<ByJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    said: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<ReasonJson>,
}

#[derive(Serialize)]
struct ByJson {
    means: &'static str,
    pod: Option<String>,
    /// The snapshot location, or the class of a CSI snapshot.
    made_with: Option<String>,
    moved: bool,
    decided_by: Option<String>,
}

#[derive(Serialize)]
struct ReasonJson {
    means: &'static str,
    reason: &'static str,
    message: String,
    pod: Option<String>,
    decided_by: Option<String>,
    depends_on: Option<&'static str>,
}

impl VolumeJson {
    fn of(verdict: &VolumeVerdict, inventory: &Inventory) -> Self {
        let name = |object: u32| name(object, inventory);
        let (claim, volume, pod, pod_volume) = match &verdict.subject {
            VolumeSubject::Claim { claim, volume } => (Some(name(*claim)), volume.map(name), None, None),
            VolumeSubject::Volume(volume) => (None, Some(name(*volume)), None, None),
            VolumeSubject::PodVolume { pod, name: volume } => (None, None, Some(name(*pod)), Some(volume.clone())),
        };
        let is_saved = verdict.is_saved();
        let by = verdict.saved_by.iter().map(|by| ByJson {
            means: means_name(by.means),
            pod: by.pod.map(name),
            made_with: by.made_with.clone(),
            moved: by.is_moved,
            decided_by: by.decided_by.clone(),
        });
        let reasons = verdict.unsaved_by.iter().map(|by| ReasonJson {
            means: means_name(by.means),
            reason: by.reason.name(),
            message: by.message.clone(),
            pod: by.pod.map(name),
            decided_by: by.decided_by.clone(),
            depends_on: by.depends_on,
        });
        let said = match verdict.said() {
            Said::Nothing => "nothing",
            Said::Warning => "warning",
            Said::Error => "error",
        };
        VolumeJson {
            claim,
            volume,
            pod,
            pod_volume,
            included: verdict.is_included,
            by: by.collect(),
            why: (!is_saved).then(|| verdict.why()),
            said: (!is_saved).then_some(said),
            reasons: reasons.collect(),
        }
    }
}
