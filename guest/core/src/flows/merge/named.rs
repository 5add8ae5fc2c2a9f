//! The objects of targets under names of their own, for `kubectl apply`, which takes no generated ones.

use std::collections::BTreeMap;

use super::manifest;
use super::plan::{TargetManifest, manifest_of};
use crate::diagnostic::Diagnostic;
use crate::model::{ScheduleConfig, Target, VeleroSettings};
use crate::names::{MAX_DNS_LABEL, is_dns_label};
use crate::rules::schedule;

/// The object of each target, in their order: its Schedule, or its Backup where there is no schedule, as
/// [`super::schedule_manifest`] and [`super::backup_manifest`] have it, but with the name of [`object_names`] instead of
/// a generated one. Applied again, it changes the same object.
///
/// # Errors
///
/// Of each target: why Velero or Kubernetes refuses it.
pub fn named_manifests(
    targets: &[Target],
    config: &ScheduleConfig,
    settings: &VeleroSettings,
) -> Vec<Result<TargetManifest, Vec<Diagnostic>>> {
    let mut of_all = manifest::refusals_of_settings(settings);
    if config.expression().is_some() {
        of_all.splice(0..0, schedule::refusals_of_manifest(config));
    }
    let manifest = |((index, target), name): ((u32, &Target), String)| {
        let refusals = manifest::refusals(target, Default::default());
        if of_all.is_empty() && refusals.is_empty() {
            Ok(manifest_of(target, index, config, settings, Some(&name)))
        } else {
            Err(of_all.iter().cloned().chain(refusals).collect())
        }
    };
    (0..).zip(targets).zip(object_names(targets)).map(manifest).collect()
}

/// A name for the object of each target, in their order: app, endpoint and model, joined by `-`.
///
/// What Kubernetes would not take in a name, or is longer than 63 characters, or is the same for two targets of other
/// names, gets a few digits at its end that depend on app, endpoint and model alone.
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
    // Of whom each name would be; `None` when it would be of several.
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

/// Whether it is a DNS label: such a name is fine for any object, and in a label.
fn is_name(name: &str) -> bool {
    is_dns_label(name)
}

/// What can stand in a name, cut, and a mark of what it was made of.
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

/// A hash of texts that stays the same from version to version: FNV-1a of 32 bits, with a byte that no text has between.
fn fnv1a(texts: &[&str]) -> u32 {
    let bytes = texts.iter().flat_map(|text| text.bytes().chain([0xff]));
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
