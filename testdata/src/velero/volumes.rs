//! What each release of Velero saves of the contents of volumes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::Deserialize;
use serde_json::Value;

use super::releases::Clusters;
use crate::cases;

/// A Backup, the settings of the server, and what each release saves of the contents of volumes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct VolumesCase {
    /// The name of the cluster.
    cluster: String,
    /// The spec of a Backup.
    pub backup: Value,
    /// The settings of the server.
    pub settings: Value,
    /// The data of the ConfigMap with the resource policy that the Backup names.
    pub policy: Option<BTreeMap<String, String>>,
    /// The data of the ConfigMap with the server's policy.
    pub global_policy: Option<BTreeMap<String, String>>,
    /// The annotations of the Backup.
    #[serde(default)]
    pub backup_annotations: BTreeMap<String, String>,
    /// The answers by release. `=1.17` is the answer of 1.17.
    expect: BTreeMap<String, Answer>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Answer {
    AsIn(String),
    Own(Box<OwnAnswer>),
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct OwnAnswer {
    refused: Vec<String>,
    not_measured: Option<Value>,
    fs: BTreeSet<String>,
    snapshots: BTreeSet<String>,
    csi: Vec<String>,
    moved: Vec<String>,
    saved: BTreeSet<String>,
    errors: Vec<String>,
    error: Option<bool>,
}

/// What is saved, or that Velero refuses the backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contents {
    /// Velero refuses it.
    Refused,
    /// It is made.
    Saved {
        /// `namespace/pod volume` of each file-system backup.
        fs: BTreeSet<String>,
        /// Volumes with a native snapshot.
        snapshots: BTreeSet<String>,
        /// Claims with a CSI snapshot: `namespace/name`, sorted. Velero can make several of a claim.
        csi: Vec<String>,
        /// Claims whose data is moved.
        moved: Vec<String>,
        /// Pods, claims and volumes in the archive: `pods prod/web-0`.
        saved: BTreeSet<String>,
        /// Whether it ends PartiallyFailed.
        has_errors: bool,
    },
}

impl VolumesCase {
    fn answer(&self, release: &str) -> Option<Contents> {
        let mut of = release;
        let own = loop {
            match self.expect.get(of).expect("each release has an answer") {
                Answer::AsIn(other) => of = other.strip_prefix('=').expect("it starts with `=`"),
                Answer::Own(own) => break own.clone(),
            }
        };
        if own.not_measured.is_some() {
            return None;
        }
        if !own.refused.is_empty() {
            return Some(Contents::Refused);
        }
        Some(Contents::Saved {
            fs: own.fs,
            snapshots: own.snapshots,
            csi: own.csi,
            moved: own.moved,
            saved: own.saved,
            has_errors: own.error.unwrap_or(!own.errors.is_empty()),
        })
    }

    /// Whether the stand-in for a plugin fails on purpose. A real provider has no such name.
    fn has_failing_provider(&self) -> bool {
        const FAILING: [&str; 4] = ["broken", "idfail", "infofail", "snapfail"];
        let locations = self.settings.get("locations").and_then(Value::as_array).into_iter().flatten();
        let mut providers = locations.filter_map(|location| location.get("provider")?.as_str());
        providers.any(|provider| FAILING.contains(&provider))
    }
}

/// Compares what releases save of the contents of volumes. `run` gets the objects of a cluster, one in each line, a case
/// and a release.
///
/// # Panics
///
/// If an answer differs. The message has all cases with other answers.
pub fn check_volumes(releases: &[&str], mut run: impl FnMut(&str, &VolumesCase, &str) -> Contents) {
    let clusters = Clusters::of("volumes/clusters");
    let mut disagreements = String::new();
    let mut compared = 0;
    for (place, case) in cases::<VolumesCase>("volumes/cases") {
        if case.has_failing_provider() {
            continue;
        }
        let objects = clusters.objects(&case.cluster);
        for release in releases {
            let Some(expected) = case.answer(release) else { continue };
            let answered = run(objects, &case, release);
            compared += 1;
            if expected != answered {
                let differs = difference(&case, &expected, &answered);
                let _ = writeln!(disagreements, "{place} in {release}, cluster {}: {differs}", case.cluster);
            }
        }
    }
    assert!(compared > 1_300 * releases.len(), "{compared}");
    assert!(disagreements.is_empty(), "{disagreements}");
}

fn difference(case: &VolumesCase, expected: &Contents, answered: &Contents) -> String {
    let mut text = format!("{} {} {:?}", case.backup, case.settings, case.policy);
    let (Contents::Saved { .. }, Contents::Saved { .. }) = (expected, answered) else {
        let is_refused = |contents| matches!(contents, &Contents::Refused);
        let _ = write!(text, "\n  refused {}, answered {}", is_refused(expected), is_refused(answered));
        return text;
    };
    for (name, expected, answered) in parts(expected).into_iter().zip(parts(answered)).map(|(a, b)| (a.0, a.1, b.1)) {
        let missing: Vec<_> = expected.difference(&answered).collect();
        let added: Vec<_> = answered.difference(&expected).collect();
        if !missing.is_empty() || !added.is_empty() {
            let _ = write!(text, "\n  {name}: missing {missing:?}, added {added:?}");
        }
    }
    text
}

fn parts(contents: &Contents) -> Vec<(&'static str, BTreeSet<String>)> {
    match contents {
        Contents::Refused => Vec::new(),
        Contents::Saved { fs, snapshots, csi, moved, saved, has_errors } => {
            let error = has_errors.then(|| "error".to_owned()).into_iter().collect();
            vec![
                ("fs", fs.clone()),
                ("snapshots", snapshots.clone()),
                ("csi", numbered(csi)),
                ("moved", numbered(moved)),
                ("saved", saved.clone()),
                ("errors", error),
            ]
        }
    }
}

/// Returns the entries of a list, with a number for those that are repeated.
fn numbered(list: &[String]) -> BTreeSet<String> {
    let number =
        |(index, entry): (usize, &String)| match list.iter().take(index).filter(|before| *before == entry).count() {
            0 => entry.clone(),
            before => format!("{entry} again {before}"),
        };
    list.iter().enumerate().map(number).collect()
}
