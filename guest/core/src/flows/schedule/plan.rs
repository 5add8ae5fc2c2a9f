//! The plan of Schedules: when they run, how many backups are kept, and which run at the same minute.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::cluster::Cluster;
use crate::diagnostic::Diagnostic;
use crate::release::Release;
use crate::report::Report;
use crate::rules::{self, plan};
use crate::velero::backup::Backup;
use crate::velero::cron::{Cron, Library};
use crate::velero::retention::{KnownRuns, Lifetime, Runs, next_runs};

/// What a Schedule does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedSchedule {
    /// Its index among the Backups and Schedules.
    pub index: u32,
    /// The next runs after the time of the plan, in Unix seconds. Empty without a time.
    pub next_runs: Vec<i64>,
    /// Maximum number of its backups at the same time.
    pub kept_at_once: u32,
    /// The longest time between two runs, in seconds; `None` if it does not run twice.
    pub longest_gap: Option<i64>,
    /// The longest time without any backup of it, in seconds. 0 if each is kept until the next one is made.
    pub longest_without_backup: i64,
}

/// What Schedules do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchedulePlan {
    /// The Schedules that run, in their order. Paused ones, and those that Velero refuses, are missing.
    pub schedules: Vec<PlannedSchedule>,
    /// How many backups each Schedule keeps, and which Schedules run at the same minute. The subject is the index among the
    /// Backups and Schedules.
    pub diagnostics: Vec<Diagnostic>,
}

/// The last second of 2023, from which runs are compared if no time is given.
const BEFORE_ALL_RUNS: i64 = 1_704_067_199;
/// Maximum number of runs that are compared, of all Schedules together.
const MAX_COMPARED_RUNS: usize = 1_000_000;
/// Maximum number of runs of one Schedule that are compared.
const MAX_COMPARED_RUNS_OF_ONE: usize = 10_000;
/// Maximum number of runs that are examined, of all Schedules together.
const MAX_EXAMINED_RUNS: usize = 10_000_000;

/// Plans the Schedules among Backups and Schedules: their next runs after a time, at most `count` of each, and the backups
/// that they keep. The release of Velero is that of the cluster.
///
/// Velero makes one backup at a time. So Schedules that run at the same minute wait for each other. After ten million runs
/// in four years, further Schedules are not planned, which a diagnostic reports.
pub fn plan_backups(backups: &[Backup], after: Option<i64>, count: u32, cluster: Option<&Cluster>) -> SchedulePlan {
    let cluster = Cluster::or_builtin(cluster);
    let release = cluster.release();
    let known_runs = &mut KnownRuns::up_to(MAX_EXAMINED_RUNS);
    let running = (0_u32..).zip(backups).filter_map(|(index, backup)| Running::of(index, backup, release, known_runs));
    let running: Vec<Running<'_>> = running.collect();
    let compared = (MAX_COMPARED_RUNS / running.len().max(1)).min(MAX_COMPARED_RUNS_OF_ONE);
    let mut plan = SchedulePlan::default();
    // The first Schedule that runs at each time.
    let mut first_at: BTreeMap<i64, &Running<'_>> = BTreeMap::new();
    for schedule in &running {
        let Running { index, backup, cron, runs, lifetime } = schedule;
        plan.schedules.push(PlannedSchedule {
            index: *index,
            next_runs: after.map(|after| next_runs(cron, after, count).collect()).unwrap_or_default(),
            kept_at_once: runs.kept_at_once(*lifetime),
            longest_gap: runs.longest_gap(),
            longest_without_backup: runs.longest_gap().map_or(0, |gap| (gap - lifetime.seconds()).max(0)),
        });
        let mut report = Report::about(*index);
        plan::check_kept(backup.ttl.as_deref(), runs, backup.filters.dialect.pointer(), &mut report);
        // An interval starts when Velero first sees the Schedule.
        let mut shared = None;
        if cron.interval().is_none() {
            for run in cron.runs_after(after.unwrap_or(BEFORE_ALL_RUNS)).take(compared) {
                let first = *first_at.entry(run).or_insert(schedule);
                if first.index != *index && shared.is_none() {
                    shared = Some((first, run));
                }
            }
        }
        if let Some((first, run)) = shared {
            report.push(|| plan::schedules_at_once((first.backup, first.index), backup, run));
        }
        plan.diagnostics.extend(report.into_diagnostics());
    }
    if known_runs.not_examined > 0 {
        plan.diagnostics.push(plan::not_planned(known_runs.not_examined).into_diagnostic());
    }
    plan
}

/// A Schedule that makes backups.
struct Running<'b> {
    index: u32,
    backup: &'b Backup,
    cron: Cron,
    runs: Rc<Runs>,
    lifetime: Lifetime,
}

impl<'b> Running<'b> {
    /// Returns `None` for a Backup, for a Schedule that is paused, or that Velero refuses or cannot read, and if too many runs
    /// are examined.
    fn of(index: u32, backup: &'b Backup, release: Release, known_runs: &mut KnownRuns) -> Option<Self> {
        let config = backup.schedule.as_ref().filter(|config| !config.paused)?;
        if !rules::refusals(&backup.filters, release).is_empty() {
            return None;
        }
        let expression = config.expression()?;
        let cron = Cron::parse(expression, Library::of(release)).ok()?;
        let lifetime = Lifetime::of(backup.ttl.as_deref()).ok()?;
        let runs = known_runs.of(expression, &cron)?;
        Some(Running { index, backup, cron, runs, lifetime })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validation::{CheckedDocument, Format};
    use crate::velero::cron::instant_from_rfc3339;

    fn schedules(expressions: &[&str]) -> Vec<Backup> {
        let schedule = |(index, expression): (usize, &&str)| {
            format!(
                "apiVersion: velero.io/v1\nkind: Schedule\nmetadata: {{name: s{index}, namespace: velero}}\n\
                 spec: {{schedule: \"{expression}\", template: {{includedNamespaces: [a], ttl: 72h}}}}\n"
            )
        };
        let documents: Vec<String> = expressions.iter().enumerate().map(schedule).collect();
        CheckedDocument::read(documents.join("---\n"), Format::Yaml, None, None).backups().to_vec()
    }

    fn shared(expressions: &[&str]) -> Vec<(u32, u32)> {
        let plan = plan_backups(&schedules(expressions), None, 0, None);
        let at_once = plan.diagnostics.iter().filter(|found| found.rule.code == "schedules-at-once");
        let subject = |found: &Diagnostic| Some((found.subject?, found.related.first()?.subject?));
        at_once.filter_map(subject).collect()
    }

    #[test]
    fn schedules_at_the_same_minute_are_found() {
        assert_eq!(shared(&["0 2 * * *", "0 3 * * *", "0 2 * * 0", "30 2 * * *"]), [(2, 0)]);
        assert_eq!(shared(&["0 2 * * *", "CRON_TZ=Europe/Paris 0 4 * * *"]), [(1, 0)]);
        assert_eq!(shared(&["@every 1h", "0 * * * *", "0 0 30 2 *", "0 0 29 2 *"]), [(3, 1)]);
        assert_eq!(shared(&[]), []);
    }

    #[test]
    fn a_schedule_has_its_next_runs_and_its_gap() {
        let after = instant_from_rfc3339("2026-06-01T00:00:00Z");
        let weekly = schedules(&["0 2 * * 0", "0 2 * * 8"]);
        let plan = plan_backups(&weekly, after, 2, None);
        let [planned] = &plan.schedules[..] else { panic!("{plan:?}") };
        let runs =
            ["2026-06-07T02:00:00Z", "2026-06-14T02:00:00Z"].map(|run| instant_from_rfc3339(run).expect("a time"));
        assert_eq!(planned.next_runs, runs);
        const HOUR: i64 = 3600;
        assert_eq!((planned.kept_at_once, planned.longest_gap), (1, Some(7 * 24 * HOUR)));
        assert_eq!(planned.longest_without_backup, (7 - 3) * 24 * HOUR);
    }
}
