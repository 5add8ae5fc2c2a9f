//! The cases that were measured on the velero-integrator charm.

use std::collections::BTreeMap;

use k8s_backup_target::merge;
use k8s_backup_target::model::{Relation, ScheduleConfig, Target};
use k8s_backup_target::requirer::Targets;
use k8s_backup_target::velero::cron::{Cron, Library, integrator as check};
use k8s_backup_target_testdata::integrator::{self, MergeCase};

#[test]
fn the_check_accepts_the_same_schedules_as_the_integrator() {
    integrator::check_schedules(check::accepts);
}

/// Returns the target, if it can be read, and the configuration.
fn read(case: &MergeCase) -> (Option<Target>, ScheduleConfig) {
    let databag = case.provider_databag().into_iter().collect();
    let targets = Targets::read(&[Relation { id: 0, databag }]);
    let config = case.config.clone();
    let config = ScheduleConfig {
        schedule: config.schedule,
        paused: config.paused,
        skip_immediately: config.skip_immediately,
        use_owner_references_in_backup: config.use_owner_references_in_backup,
    };
    (targets.entries().first().map(|entry| entry.target.clone()), config)
}

#[test]
fn merged_specs_have_the_bytes_of_the_integrator() {
    integrator::check_merging(|case| {
        let (target, config) = read(case);
        let target = target?;
        let merged = merge::merge(&target, &config).ok()?;
        let spec = serde_json::to_string(&merged).expect("JSON");
        let databag =
            [("spec", spec), ("app", target.app), ("relation_name", target.relation_name), ("model", target.model)];
        Some(databag.into_iter().map(|(key, text)| (key.to_owned(), text)).collect())
    });
}

#[test]
fn databags_have_the_bytes_of_the_integrator() {
    integrator::check_merging(|case| {
        let (target, config) = read(case);
        let databag = target.and_then(|target| merge::to_databag(&target, &config, None).ok());
        let is_refused =
            config.expression().is_some_and(|expression| Cron::parse(expression, Library::Robfig).is_err());
        if case.databag.is_some() && is_refused {
            assert_eq!(databag, None, "{}: Velero refuses its schedule", case.name);
            return case.databag.clone();
        }
        databag.map(|databag| Vec::from(databag).into_iter().collect::<BTreeMap<_, _>>())
    });
}
