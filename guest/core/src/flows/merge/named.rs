//! The objects of targets with fixed names, for `kubectl apply`, which does not accept generated names.

use std::collections::BTreeMap;

use super::manifest;
use super::plan::{TargetManifest, manifest_of};
use crate::cluster::Cluster;
use crate::diagnostic::Diagnostic;
use crate::model::{ScheduleConfig, Target, VeleroSettings};
use crate::names::{MAX_DNS_LABEL, is_dns_label};
use crate::rules::schedule;

/// Returns the object of each target, in order: its Schedule, or its Backup if there is no schedule.
///
/// They are those of [`super::schedule_manifest`] and [`super::backup_manifest`], but with a name of [`object_names`]
/// instead of a generated one. Applied again, it changes the same object.
///
/// # Errors
///
/// For each target: why Velero or Kubernetes refuses it.
pub fn named_manifests(
    targets: &[Target],
    config: &ScheduleConfig,
    settings: &VeleroSettings,
    cluster: Option<&Cluster>,
) -> Vec<Result<TargetManifest, Vec<Diagnostic>>> {
    let cluster = Cluster::or_builtin(cluster);
    let mut of_all = manifest::refusals_of_settings(settings);
    if config.expression().is_some() {
        of_all.splice(0..0, schedule::refusals_of_manifest(config, cluster.release()));
    }
    let manifest = |((index, target), name): ((u32, &Target), String)| {
        let refusals = manifest::refusals(target, cluster, Default::default());
        if of_all.is_empty() && refusals.is_empty() {
            Ok(manifest_of(target, index, config, settings, Some(&name)))
        } else {
            Err(of_all.iter().cloned().chain(refusals).collect())
        }
    };
    (0..).zip(targets).zip(object_names(targets)).map(manifest).collect()
}

/// Returns a name for the object of each target, in order: app, endpoint and model, joined by `-`.
///
/// A suffix of hexadecimal digits is added to a name that Kubernetes does not accept, that has more than 63 characters,
/// or that two different targets would have. It depends only on app, endpoint and model.
///
/// ```
/// use k8s_backup_target::merge::object_names;
/// use k8s_backup_target::model::{Spec, Target};
///
/// let target = |app: &str, relation_name: &str, model: &str| Target {
///     app: app.into(),
///     relation_name: relation_name.into(),
///     model: model.into(),
///     spec: Spec::default(),
/// };
/// assert_eq!(object_names(&[target("my-app", "backup", "prod")]), ["my-app-backup-prod"]);
/// let [a, b] = &object_names(&[target("a-b", "c", "d"), target("a", "b-c", "d")])[..] else { panic!() };
/// assert!(a != b && a.starts_with("a-b-c-d-") && b.starts_with("a-b-c-d-"), "{a} {b}");
/// ```
pub fn object_names(targets: &[Target]) -> Vec<String> {
    let plain = |target: &Target| format!("{}-{}-{}", target.app, target.relation_name, target.model);
    // The target of each name; `None` if several have it.
    let mut owners: BTreeMap<String, Option<(&str, &str, &str)>> = BTreeMap::new();
    for target in targets {
        let owner = owners.entry(plain(target)).or_insert(Some(target.identity()));
        if *owner != Some(target.identity()) {
            *owner = None;
        }
    }
    let name = |target: &Target| {
        let plain = plain(target);
        let is_own = owners.get(&plain).is_some_and(Option::is_some);
        if is_own && is_name(&plain) { plain } else { marked(&plain, target) }
    };
    targets.iter().map(name).collect()
}

/// Whether it is a DNS label, which is valid as a name of any object and as a label value.
fn is_name(name: &str) -> bool {
    is_dns_label(name)
}

/// Returns the valid characters of a name, shortened, with a suffix that depends on the target.
fn marked(plain: &str, target: &Target) -> String {
    let (app, relation_name, model) = target.identity();
    let mark = format!("{:08x}", fnv1a(&[app, relation_name, model]));
    let letter = |char: char| match char.to_ascii_lowercase() {
        char @ ('a'..='z' | '0'..='9') => char,
        _ => '-',
    };
    let kept: String = plain.chars().map(letter).take(MAX_DNS_LABEL - 1 - mark.len()).collect();
    let kept = kept.trim_matches('-');
    if kept.is_empty() { format!("target-{mark}") } else { format!("{kept}-{mark}") }
}

/// Hashes texts with 32-bit FNV-1a, which is stable across versions. A byte that is not in UTF-8 separates the texts.
fn fnv1a(texts: &[&str]) -> u32 {
    let bytes = texts.iter().flat_map(|text| text.bytes().chain([0xff]));
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
