//! The plan: what the integrator writes into its relations for all targets, and what is lost.

use std::collections::BTreeMap;

use super::{databag, manifest};
use crate::cluster::Cluster;
use crate::diagnostic::{Diagnostic, Pointer, Severity};
use crate::model::{Databag, Relation, ScheduleConfig, Target, VeleroSettings};
use crate::release::Release;
use crate::report::{MAX_TOTAL_DIAGNOSTICS, Report, more_problems};
use crate::rules::{self, plan, schedule, target};
use crate::velero::cron::{Cron, Library};
use crate::velero::retention::Runs;

/// What the integrator writes into its databag of a velero-backup relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedWrite {
    /// The relation.
    pub relation_id: u32,
    /// The index of the target that the relation keeps.
    pub target_index: u32,
    /// The four keys and their values.
    pub databag: Databag,
    /// False if the relation already has these bytes.
    pub changed: bool,
}

/// The kind of an object in a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ManifestKind {
    /// A Backup, which is made once.
    Backup,
    /// A Schedule, which makes Backups.
    Schedule,
}

/// The object of a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetManifest {
    /// The index of the target.
    pub target_index: u32,
    /// The kind of the object.
    pub kind: ManifestKind,
    /// The JSON of the object.
    pub json: String,
}

/// The result of planning all targets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MergePlan {
    /// One write for each relation, in order. Empty if the integrator or Velero refuses the schedule.
    pub writes: Vec<PlannedWrite>,
    /// The Schedule of each target, or its Backup if there is no schedule. Objects that Velero or Kubernetes refuses
    /// are missing.
    pub manifests: Vec<TargetManifest>,
    /// First the diagnostics of the schedule and the settings, without a subject; then those of each target, with its
    /// index.
    pub diagnostics: Vec<Diagnostic>,
}

/// Maximum number of targets of a plan; `too-many-targets` reports the others.
pub const MAX_TARGETS: usize = 10_000;

/// Plans what the integrator writes into its velero-backup relations, given with its current databags.
///
/// The integrator writes every target into every relation under the same keys, so a relation keeps only the last one.
/// If the integrator or Velero refuses the schedule, nothing is written. The release of Velero is that of the cluster.
pub fn plan(
    targets: &[Target],
    config: &ScheduleConfig,
    settings: &VeleroSettings,
    velero_relations: &[Relation],
    cluster: Option<&Cluster>,
) -> MergePlan {
    let cluster = Cluster::or_builtin(cluster);
    let diagnostics = check_all(targets, config, settings, velero_relations, cluster.release());
    let mut plan = MergePlan { diagnostics, ..MergePlan::default() };
    let last =
        (0_u32..).zip(targets).last().filter(|_| schedule::refusals_of_databag(config, cluster.release()).is_empty());
    let written = last.map(|(index, target)| Written { target, index, databag: databag(target, config) });
    if let Some(written) = &written {
        plan.writes = velero_relations.iter().map(|relation| written.write_into(relation)).collect();
    }
    // Targets are only lost when relations exist.
    let written = written.filter(|_| !velero_relations.is_empty());

    let library = Library::of(cluster.release());
    let cron = config.expression().map(|expression| Cron::parse(expression, library)).transpose();
    let is_made =
        schedule::is_created(config, cluster.release()) && manifest::refusals_of_settings(settings).is_empty();
    let runs = cron.ok().flatten().map(|cron| Runs::of(&cron));
    let mut by_schedule: BTreeMap<(&str, &str), (&Target, u32)> = BTreeMap::new();
    let mut not_listed = 0;
    for (index, target) in (0_u32..).zip(targets).take(MAX_TARGETS) {
        let (found, is_refused) = checked(target, index, settings, cluster);
        if !is_refused && is_made {
            plan.manifests.push(manifest_of(target, index, config, settings, None));
        }
        let is_listed = plan.diagnostics.len() < MAX_TOTAL_DIAGNOSTICS;
        if is_listed {
            plan.diagnostics.extend(found)
        } else {
            not_listed += found.len()
        }

        let mut report = if is_listed { Report::about(index) } else { Report::counting(index) };
        let spec = &Pointer::Root.key("spec");
        if let Some(written) = &written
            && databag(target, config) != written.databag
        {
            report.push(|| plan::lost_target(target, (written.target, written.index), velero_relations));
        }
        if let Some(runs) = &runs {
            let (first, first_index) =
                *by_schedule.entry((&target.app, &target.relation_name)).or_insert((target, index));
            if first_index != index {
                report.push(|| plan::shared_schedule(target, (first, first_index)));
            }
            if !is_refused && !config.paused {
                plan::check_lifetime(target.spec.ttl.as_deref(), runs, spec, &mut report);
            }
        }
        plan::check_fs_backup(&target.spec, settings, spec, &mut report);
        not_listed += report.only_counted();
        plan.diagnostics.extend(report.into_diagnostics());
    }
    plan.diagnostics.extend((not_listed > 0).then(|| more_problems(not_listed).into_diagnostic()));
    plan
}

/// Checks a target and the names of its object, and returns whether Velero or Kubernetes refuses the object.
fn checked(target: &Target, index: u32, settings: &VeleroSettings, cluster: &Cluster) -> (Vec<Diagnostic>, bool) {
    let root = &Pointer::Root;
    let diagnostics = |check: &dyn Fn(&mut Report)| {
        let mut report = Report::about(index);
        check(&mut report);
        report.into_diagnostics()
    };
    let (spec, namespace) = (&root.key("spec"), &settings.namespace);
    let of_spec = diagnostics(&|report| rules::check_spec(&target.spec, cluster, namespace, spec, report));
    let of_object = diagnostics(&|report| target::check_objects(target, root, report));
    let is_refused = of_spec.iter().chain(&of_object).any(|found| found.severity == Severity::Error);
    let mut found = diagnostics(&|report| target::check(target, root, report));
    // The message about a target can be longer than that about its object.
    let is_new =
        |new: &Diagnostic| !found.iter().any(|known| known.rule == new.rule && known.message.starts_with(&new.message));
    let of_object: Vec<Diagnostic> = of_object.into_iter().filter(is_new).collect();
    found.extend(of_object);
    found.extend(of_spec);
    (found, is_refused)
}

/// Checks the schedule, the settings and the relations, independent of each target.
fn check_all(
    targets: &[Target],
    config: &ScheduleConfig,
    settings: &VeleroSettings,
    velero_relations: &[Relation],
    release: Release,
) -> Vec<Diagnostic> {
    let mut report = Report::default();
    schedule::check(config, release, &Pointer::Root, &mut report);
    if velero_relations.is_empty() {
        schedule::check_for_manifest(config, release, &Pointer::Root, &mut report);
        if !targets.is_empty() {
            report.push(plan::no_velero_relation);
        }
    } else {
        schedule::check_for_integrator(config, release, &Pointer::Root, &mut report);
    }
    plan::check_settings(settings, &mut report);
    if targets.len() > MAX_TARGETS {
        report.push(|| plan::too_many_targets(targets.len(), MAX_TARGETS));
    }
    report.into_diagnostics()
}

/// The target that each relation keeps.
struct Written<'t> {
    target: &'t Target,
    index: u32,
    databag: Databag,
}

impl Written<'_> {
    fn write_into(&self, relation: &Relation) -> PlannedWrite {
        PlannedWrite {
            relation_id: relation.id,
            target_index: self.index,
            changed: !relation.databag.holds(&self.databag),
            databag: self.databag.clone(),
        }
    }
}

pub(super) fn manifest_of(
    target: &Target,
    index: u32,
    config: &ScheduleConfig,
    settings: &VeleroSettings,
    name: Option<&str>,
) -> TargetManifest {
    let (kind, json) = match config.expression() {
        Some(_) => (ManifestKind::Schedule, manifest::schedule_json(target, config, settings, name)),
        None => (ManifestKind::Backup, manifest::backup_json(target, settings, name)),
    };
    TargetManifest { target_index: index, kind, json }
}
