//! The releases of Velero, and how their behaviour differs: one table, measured on Velero's own code.
//!
//! Code asks a release for a behaviour, never for its number.

use std::fmt;

/// A release of Velero whose behaviour was measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "their names say it")]
pub enum Release {
    V1_15,
    V1_16,
    V1_17,
    V1_18_1,
    #[default]
    V1_18,
    V1_18_3,
    Next,
}

/// A row of the table of releases: the name that a user writes, and what was measured.
struct ReleaseRow(Release, &'static str, &'static str);

const RELEASES: [ReleaseRow; 7] = [
    ReleaseRow(Release::V1_15, "1.15", "v1.15.2"),
    ReleaseRow(Release::V1_16, "1.16", "v1.16.2"),
    ReleaseRow(Release::V1_17, "1.17", "v1.17.2"),
    ReleaseRow(Release::V1_18_1, "1.18.1", "v1.18.1"),
    ReleaseRow(Release::V1_18, "1.18", "v1.18.2"),
    ReleaseRow(Release::V1_18_3, "1.18.3", "branch release-1.18 at 25a2a449c"),
    ReleaseRow(Release::Next, "next", "branch main at d2241adba"),
];

impl Release {
    /// All releases, from the oldest to the newest.
    pub const ALL: [Release; 7] = {
        let [a, b, c, d, e, f, g] = &RELEASES;
        [a.0, b.0, c.0, d.0, e.0, f.0, g.0]
    };
    /// The oldest release.
    pub const OLDEST: Release = Release::V1_15;
    /// The newest release.
    pub const NEWEST: Release = Release::Next;

    fn row(self) -> &'static ReleaseRow {
        RELEASES.iter().find(|row| row.0 == self).expect("each release has a row")
    }

    /// Returns the name that a user writes: `1.15`, `1.18.3` or `next`.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// Returns the tag, or the branch and the commit, that was measured.
    pub fn measured(self) -> &'static str {
        self.row().2
    }

    /// Returns the release of a version: `1.17`, `v1.17.0`, `1.18.3`, `next` or `main`. Any patch of a minor version is that
    /// version, except in 1.18, where the patches differ. Versions that are newer than all releases are `next`.
    pub fn of_version(version: &str) -> Option<Self> {
        if version == Release::Next.name() || version == "main" {
            return Some(Release::Next);
        }
        let (major, minor, patch) = numbers(version)?;
        match (major, minor, patch) {
            (1, 15, _) => Some(Release::V1_15),
            (1, 16, _) => Some(Release::V1_16),
            (1, 17, _) => Some(Release::V1_17),
            (1, 18, Some(1)) => Some(Release::V1_18_1),
            (1, 18, None | Some(0 | 2)) => Some(Release::V1_18),
            (1, 18, Some(_)) => Some(Release::V1_18_3),
            (1, 19.., _) | (2.., ..) => Some(Release::Next),
            _ => None,
        }
    }

    /// Returns how a version differs from the release that it is treated as, if it is known to differ.
    pub fn difference_of_version(version: &str) -> Option<&'static str> {
        match numbers(version)? {
            (1, 15, Some(0)) => Some("an object that was listed and then refused also brings others along"),
            (1, 18, Some(0)) => Some(
                "with empty includes, an excluded pattern saves no namespaced object and no Namespace, and as in 1.17, \
                 `velero.io/skip-from-backup` is ignored and Namespace objects of excluded namespaces are saved",
            ),
            (1, 19.., _) | (2.., ..) => Some("it is newer than that commit"),
            _ => None,
        }
    }

    /// Whether this release behaves like this.
    pub fn has(self, behaviour: Behaviour) -> bool {
        behaviour.releases().contain(self)
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Returns the numbers of a version such as `1.18` or `v1.18.2`.
fn numbers(version: &str) -> Option<(u64, u64, Option<u64>)> {
    let mut parts = version.strip_prefix('v').unwrap_or(version).split('.').map(|part| {
        let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|_| is_number)
    });
    let (major, minor, patch) = (parts.next()??, parts.next()??, parts.next());
    if parts.next().is_some() {
        return None;
    }
    match patch {
        Some(patch) => Some((major, minor, Some(patch?))),
        None => Some((major, minor, None)),
    }
}

/// The releases from one to another, with both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Releases {
    /// The oldest one.
    pub from: Release,
    /// The newest one.
    pub to: Release,
}

impl Releases {
    /// All releases.
    pub const ALL: Releases = Releases { from: Release::OLDEST, to: Release::NEWEST };

    /// All releases up to this one.
    pub const fn up_to(to: Release) -> Self {
        Releases { from: Release::OLDEST, to }
    }

    /// This release and all newer ones.
    pub const fn since(from: Release) -> Self {
        Releases { from, to: Release::NEWEST }
    }

    /// Returns all older releases. There are some.
    pub fn before(self) -> Self {
        let last = Release::ALL.into_iter().rfind(|release| *release < self.from);
        Releases::up_to(last.expect("the oldest release does not have every behaviour"))
    }

    /// Whether a release is one of them.
    pub fn contain(self, release: Release) -> bool {
        (self.from..=self.to).contains(&release)
    }
}

impl fmt::Display for Releases {
    /// Writes `1.15 and 1.16`, `1.15 to 1.17`, `1.18.3 and later`, or one name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Releases { from, to } = *self;
        let count = Release::ALL.iter().filter(|release| self.contain(**release)).count();
        match (count, to) {
            (1, _) => write!(f, "{from}"),
            (_, Release::NEWEST) => write!(f, "{from} and later"),
            (2, _) => write!(f, "{from} and {to}"),
            _ => write!(f, "{from} to {to}"),
        }
    }
}

/// A behaviour of Velero that some releases have, and others do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table describes each")]
pub enum Behaviour {
    SelectsClusterScopedTypesByDefault,
    ExcludesVolumeSnapshots,
    SkipsInactiveNamespaces,
    BringsVolumeGroups,
    ExpandsNamespacePatterns,
    ReplacesEmptyIncludes,
    SavesNamespacesOfListedObjects,
    HonoursSkipAnnotation,
    ExpandsWildcard,
    CountsAllNamesAsEverything,
    ReadsSchedulesWithGoCron,
    ValidatesUnusedLists,
    WaitsForBackupsWithoutPhase,
    QueuesBackups,
    ReadsServerFlagForEachSchedule,
    ReadsClaimsForPolicies,
    LooksForNodesOfPods,
    RequiresSnapshotHandles,
    ReadsDefaultSnapshotClasses,
    LooksAtPodsOfBackedUpNamespaces,
    JudgesClaimsWithoutVolumes,
    WaitsForWholeVolumeGroups,
    HasGlobalPolicy,
    ChecksPolicyParameters,
    RequiresNodeAgentsToMoveData,
}

/// A row of the table of behaviours.
pub struct BehaviourRow {
    /// The behaviour.
    pub behaviour: Behaviour,
    /// The releases that have it.
    pub releases: Releases,
    /// What these releases do, in a sentence.
    pub summary: &'static str,
    /// What the other releases do, in a sentence.
    pub otherwise: &'static str,
    /// The functions of Velero that decide it.
    pub source: &'static str,
}

/// All behaviours that differ between releases.
pub const BEHAVIOURS: [BehaviourRow; 25] = [
    BehaviourRow {
        behaviour: Behaviour::SelectsClusterScopedTypesByDefault,
        releases: Releases::up_to(Release::V1_16),
        summary: "A spec that chooses no namespaces and no resources saves all cluster-scoped objects.",
        otherwise: "It saves Namespaces and the cluster-scoped objects that others bring along.",
        source: "`ScopeIncludesExcludes.ShouldInclude`",
    },
    BehaviourRow {
        behaviour: Behaviour::ExcludesVolumeSnapshots,
        releases: Releases::since(Release::V1_17),
        summary: "VolumeSnapshots and VolumeSnapshotContents are never selected.",
        otherwise: "They are selected like other objects.",
        source: "`prepareBackupRequest`, `modifyResourceIncludeExclude`",
    },
    BehaviourRow {
        behaviour: Behaviour::SkipsInactiveNamespaces,
        releases: Releases::since(Release::V1_17),
        summary: "A Namespace whose phase is not Active is not saved, unless an object in it is listed.",
        otherwise: "The phase of a Namespace does not matter.",
        source: "`collectNamespaces`",
    },
    BehaviourRow {
        behaviour: Behaviour::BringsVolumeGroups,
        releases: Releases::since(Release::V1_17),
        summary: "A claim in a volume group brings the other claims of the group along.",
        otherwise: "The label of a volume group has no effect.",
        source: "`PVCAction.GetRelatedItems`",
    },
    BehaviourRow {
        behaviour: Behaviour::ExpandsNamespacePatterns,
        releases: Releases::since(Release::V1_18_1),
        summary: "A namespace pattern means the namespaces that match it. `?` and `[a-z]` are patterns too.",
        otherwise: "A pattern in the includes saves only the Namespace objects that match it, and the backup ends \
                    PartiallyFailed. `?` and `[a-z]` are refused.",
        source: "`NamespaceIncludesExcludes.ExpandIncludesExcludes`, `ValidateNamespaceIncludesExcludes`",
    },
    BehaviourRow {
        behaviour: Behaviour::ReplacesEmptyIncludes,
        releases: Releases::since(Release::V1_18_1),
        summary: "Empty included namespaces become `*` before the lists are validated.",
        otherwise: "They stay empty.",
        source: "`prepareBackupRequest`",
    },
    BehaviourRow {
        behaviour: Behaviour::SavesNamespacesOfListedObjects,
        releases: Releases::up_to(Release::V1_18_1),
        summary: "The Namespace object of each listed object is saved, also if the namespace is excluded. 1.18.1 lists \
                  objects of excluded namespaces only if the name `\"\"` is included.",
        otherwise: "It is saved if the namespace is included.",
        source: "`getResourceItems`",
    },
    BehaviourRow {
        behaviour: Behaviour::HonoursSkipAnnotation,
        releases: Releases::since(Release::V1_18_1),
        summary: "The annotation `velero.io/skip-from-backup` excludes Pods, volume claims, ServiceAccounts and \
                  CustomResourceDefinitions.",
        otherwise: "It has no effect.",
        source: "`itemBackupper.executeActions`",
    },
    BehaviourRow {
        behaviour: Behaviour::ExpandsWildcard,
        releases: Releases { from: Release::V1_18_1, to: Release::V1_18_1 },
        summary: "`*` and empty included namespaces are expanded to the names of all namespaces.",
        otherwise: "They are not expanded.",
        source: "`NamespaceIncludesExcludes.ExpandIncludesExcludes`",
    },
    BehaviourRow {
        behaviour: Behaviour::CountsAllNamesAsEverything,
        releases: Releases { from: Release::V1_18_1, to: Release::V1_18_3 },
        summary: "Included namespaces that name every namespace count as a backup of everything.",
        otherwise: "They count as chosen namespaces.",
        source: "`NamespaceIncludesExcludes.IncludeEverything`",
    },
    BehaviourRow {
        behaviour: Behaviour::ReadsSchedulesWithGoCron,
        releases: Releases::since(Release::V1_18_3),
        summary: "Schedules are read with netresearch/go-cron 0.15.0.",
        otherwise: "Schedules are read with robfig/cron 3.0.1.",
        source: "`parseCronSchedule`",
    },
    BehaviourRow {
        behaviour: Behaviour::ValidatesUnusedLists,
        releases: Releases::up_to(Release::V1_16),
        summary: "The old and the scoped lists of resources are all validated.",
        otherwise: "Only the lists that are used are validated.",
        source: "`prepareBackupRequest`",
    },
    BehaviourRow {
        behaviour: Behaviour::WaitsForBackupsWithoutPhase,
        releases: Releases::since(Release::V1_17),
        summary: "A run waits while a Backup of its Schedule has no phase yet.",
        otherwise: "A run waits only while a Backup of its Schedule is New or InProgress.",
        source: "`checkIfBackupInNewOrProgress`",
    },
    BehaviourRow {
        behaviour: Behaviour::QueuesBackups,
        releases: Releases::since(Release::V1_18_1),
        summary: "Backups wait in a queue. Several run at a time with `--concurrent-backups`, but never two with a namespace \
                  in common.",
        otherwise: "Backups run one at a time.",
        source: "`backupQueueReconciler`",
    },
    BehaviourRow {
        behaviour: Behaviour::ReadsServerFlagForEachSchedule,
        releases: Releases::since(Release::Next),
        summary: "The server's flag for `skipImmediately` applies to every Schedule.",
        otherwise: "It applies only to the first Schedule that the server sees.",
        source: "`scheduleReconciler.Reconcile`",
    },
    BehaviourRow {
        behaviour: Behaviour::ReadsClaimsForPolicies,
        releases: Releases::since(Release::V1_16),
        summary: "With a resource policy, the claim of a volume is read too: a rule for its labels can skip the snapshot, and a \
                  missing claim is an error.",
        otherwise: "Rules see the volume alone.",
        source: "`itemBackupper.takePVSnapshot`, `GetMatchAction`",
    },
    BehaviourRow {
        behaviour: Behaviour::LooksForNodesOfPods,
        releases: Releases { from: Release::V1_16, to: Release::V1_16 },
        summary: "File-system backup of a pod needs its Node in the cluster, with Linux.",
        otherwise: "The Node is not looked at.",
        source: "`backupper.BackupPodVolumes`",
    },
    BehaviourRow {
        behaviour: Behaviour::RequiresSnapshotHandles,
        releases: Releases::since(Release::V1_17),
        summary: "A CSI snapshot without a handle is an error after `csiSnapshotTimeout`.",
        otherwise: "Only with data movement.",
        source: "`WaitUntilVSCHandleIsReady`",
    },
    BehaviourRow {
        behaviour: Behaviour::ReadsDefaultSnapshotClasses,
        releases: Releases::since(Release::V1_17),
        summary: "A VolumeSnapshotClass that is the default of its driver is used if no other is chosen.",
        otherwise: "The annotation of a default class is not read.",
        source: "`GetVolumeSnapshotClassForStorageClass`",
    },
    BehaviourRow {
        behaviour: Behaviour::LooksAtPodsOfBackedUpNamespaces,
        releases: Releases::since(Release::V1_18_1),
        summary: "A volume has no snapshot if a pod chooses it for file-system backup. Only pods of namespaces in the backup \
                  count.",
        otherwise: "Pods of all namespaces count.",
        source: "`ShouldPerformSnapshot`, `PVCPodCache`",
    },
    BehaviourRow {
        behaviour: Behaviour::JudgesClaimsWithoutVolumes,
        releases: Releases::since(Release::V1_18_1),
        summary: "A rule of a resource policy can match a claim without its volume.",
        otherwise: "Such a claim is an error.",
        source: "`ShouldPerformSnapshot`, `ShouldPerformFSBackup`, `GetMatchAction`",
    },
    BehaviourRow {
        behaviour: Behaviour::WaitsForWholeVolumeGroups,
        releases: Releases::since(Release::V1_18_1),
        summary: "If one claim of a volume group gets no CSI snapshot, those of the others fail after `csiSnapshotTimeout`.",
        otherwise: "The other claims get their snapshots.",
        source: "`waitForVGSAssociatedVS`",
    },
    BehaviourRow {
        behaviour: Behaviour::HasGlobalPolicy,
        releases: Releases::since(Release::V1_18_3),
        summary: "The rules for volumes of the server's global policy come after those of the Backup's policy.",
        otherwise: "There is no global policy.",
        source: "`GetResourcePoliciesFromBackupWithGlobal`",
    },
    BehaviourRow {
        behaviour: Behaviour::ChecksPolicyParameters,
        releases: Releases::since(Release::Next),
        summary: "Parameters of the actions of a resource policy are checked, `snapshotClass` is used, and the type `image` \
                  matches image volumes.",
        otherwise: "Parameters are ignored, and no rule matches an image volume by its type.",
        source: "`Action.validate`, `getVolumeTypeFromVolume`",
    },
    BehaviourRow {
        behaviour: Behaviour::RequiresNodeAgentsToMoveData,
        releases: Releases::since(Release::Next),
        summary: "Without a node agent, data movement is an error, and no snapshot is made.",
        otherwise: "The snapshot is made, and its DataUpload waits.",
        source: "`pvcBackupItemAction.Execute`",
    },
];

/// The releases of each row, without the texts, which a component does not need.
const RELEASES_OF: [(Behaviour, Releases); BEHAVIOURS.len()] = {
    let mut of_all = [(Behaviour::ExcludesVolumeSnapshots, Releases::ALL); BEHAVIOURS.len()];
    let mut index = 0;
    while index < BEHAVIOURS.len() {
        of_all[index] = (BEHAVIOURS[index].behaviour, BEHAVIOURS[index].releases);
        index += 1;
    }
    of_all
};

impl Behaviour {
    /// Returns the releases that have it.
    pub fn releases(self) -> Releases {
        RELEASES_OF.iter().find(|(behaviour, _)| *behaviour == self).expect("each behaviour has a row").1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_a_release() {
        for (version, release) in [
            ("1.15", Some(Release::V1_15)),
            ("v1.15.0", Some(Release::V1_15)),
            ("1.16.99", Some(Release::V1_16)),
            ("v1.17.0", Some(Release::V1_17)),
            ("1.18", Some(Release::V1_18)),
            ("1.18.0", Some(Release::V1_18)),
            ("1.18.1", Some(Release::V1_18_1)),
            ("v1.18.2", Some(Release::V1_18)),
            ("1.18.3", Some(Release::V1_18_3)),
            ("1.18.4", Some(Release::V1_18_3)),
            ("1.19", Some(Release::Next)),
            ("2.0.1", Some(Release::Next)),
            ("next", Some(Release::Next)),
            ("1.14", None),
            ("0.18", None),
            ("1", None),
            ("1.", None),
            ("1.18.", None),
            ("1.18.1.1", None),
            ("1.18.1-rc.1", None),
            ("1.+17", None),
            (" 1.18", None),
            ("vv1.18", None),
            ("", None),
        ] {
            assert_eq!(Release::of_version(version), release, "{version}");
        }
        for release in Release::ALL {
            assert_eq!(Release::of_version(release.name()), Some(release));
            assert_eq!(Release::difference_of_version(release.name()), None);
        }
    }

    #[test]
    fn the_releases_are_in_order() {
        assert!(Release::ALL.is_sorted());
        assert_eq!((Release::ALL.first(), Release::ALL.last()), (Some(&Release::OLDEST), Some(&Release::NEWEST)));
    }

    #[test]
    fn releases_are_written_as_a_range() {
        let written = |behaviour: Behaviour| behaviour.releases().to_string();
        assert_eq!(written(Behaviour::SelectsClusterScopedTypesByDefault), "1.15 and 1.16");
        assert_eq!(written(Behaviour::SavesNamespacesOfListedObjects), "1.15 to 1.18.1");
        assert_eq!(written(Behaviour::ReadsSchedulesWithGoCron), "1.18.3 and later");
        assert_eq!(written(Behaviour::ExpandsWildcard), "1.18.1");
    }
}
