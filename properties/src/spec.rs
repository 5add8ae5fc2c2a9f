//! Properties of specs and of the outputs for them.

use std::cell::LazyCell;

use k8s_backup_target::merge::{self, object_names};
use k8s_backup_target::model::{LabelSelector, Relation, ScheduleConfig, Spec, Target, VeleroSettings};
use k8s_backup_target::provider::{self, Identity, OnErrors};
use k8s_backup_target::requirer::Targets;
use k8s_backup_target::validation::{self, CheckedDocument, Format, Kind};
use k8s_backup_target_testdata::{self as testdata, generate};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

use crate::databag::is_written_and_read;
use crate::diagnostics;
use crate::input::made_by;

/// Inputs for the flows: targets, a schedule, and the operator's settings.
type Given = (Vec<Target>, ScheduleConfig, VeleroSettings);

pub(crate) fn from_testdata(spec: testdata::Spec) -> Spec {
    Spec {
        include_namespaces: spec.include_namespaces,
        include_resources: spec.include_resources,
        exclude_namespaces: spec.exclude_namespaces,
        exclude_resources: spec.exclude_resources,
        include_cluster_resources: spec.include_cluster_resources,
        label_selector: spec.label_selector.map(|labels| LabelSelector::from_iter(labels.0)),
        ttl: spec.ttl,
    }
}

pub(crate) fn given() -> BoxedStrategy<Given> {
    let target = (generate::text(), generate::text(), generate::text(), generate::spec());
    let target = target.prop_map(|(app, relation_name, model, spec)| Target {
        app,
        relation_name,
        model,
        spec: from_testdata(spec),
    });
    let expressions =
        ["0 2 * * *", "@daily", "*/5 * * * *", "0 0 30 2 *", "@every 1s", "TZ=Europe/Paris 0 2 * * *", "x"];
    let schedule =
        prop::option::of(prop_oneof![select(expressions.to_vec()).prop_map(str::to_owned), generate::text()]);
    let schedule = (schedule, any::<[bool; 3]>()).prop_map(|(schedule, [paused, skip, own])| ScheduleConfig {
        schedule,
        paused,
        skip_immediately: skip,
        use_owner_references_in_backup: own,
    });
    let settings = (generate::text(), generate::text(), vec(generate::text(), 0..3), prop::option::of(any::<bool>()));
    let settings = settings.prop_map(|(namespace, storage_location, volume_snapshot_locations, fs)| VeleroSettings {
        namespace,
        storage_location,
        volume_snapshot_locations,
        default_volumes_to_fs_backup: fs,
    });
    (vec(target, 1..4), schedule, settings).boxed()
}

/// The input is the seed of a generator.
pub(crate) fn holds(input: &[u8]) {
    thread_local! {
        static GIVEN: LazyCell<BoxedStrategy<Given>> = const { LazyCell::new(given) };
    }
    let Some((targets, schedule, settings)) = GIVEN.with(|given| made_by(&**given, input)) else { return };
    is_written_and_read(&targets);
    for target in &targets {
        let spec = &target.spec;
        for format in [Format::Json, Format::Yaml] {
            let written = validation::format_spec(spec, format);
            let read = CheckedDocument::read(written.clone(), format, Some(Kind::Spec), None);
            assert_eq!(read.specs(), std::slice::from_ref(spec), "{written:?}");
        }
        let found = validation::check_spec(spec, None);
        assert_eq!(found, validation::check_spec(spec, None));
        diagnostics::check(&found, None);
        diagnostics::check(&validation::check_target(target, None), None);
        let described = validation::describe(spec, Some(&schedule), None);
        assert!(!described.is_empty() && !described.contains('\0'), "{described:?}");

        let identity = Identity {
            app: target.app.clone(),
            model: target.model.clone(),
            relation_name: target.relation_name.clone(),
        };
        let relation = Relation { id: 7, databag: Default::default() };
        let writes = provider::publish(&identity, spec, true, std::slice::from_ref(&relation), OnErrors::Publish);
        let writes = writes.expect("leader and related");
        let databag = writes.iter().map(|write| (write.key, write.value.as_str())).collect();
        let published = Targets::read(&[Relation { id: 7, databag }]);
        assert_eq!(published.get_backup_spec(&target.app, &target.relation_name, &target.model), Some(spec));
        assert!(published.diagnostics().is_empty(), "{:?}", published.diagnostics());

        is_json(merge::backup_manifest(target, &settings, None));
        is_json(merge::schedule_manifest(target, &schedule, &settings, None));
        let databag = merge::to_databag(target, &schedule, None).map(Vec::from);
        is_json(databag.map(|databag| databag.into_iter().find(|(key, _)| key == "spec").expect("a spec").1));
    }
    let plan = merge::plan(&targets, &schedule, &settings, &[Relation { id: 1, databag: Default::default() }], None);
    diagnostics::check(&plan.diagnostics, None);
    plan.manifests.iter().for_each(|manifest| is_json(Ok(manifest.json.clone())));
    let names = object_names(&targets);
    assert_eq!(names.len(), targets.len());
    assert_eq!(names, object_names(&targets));
}

fn is_json(made: Result<String, Vec<k8s_backup_target::diagnostic::Diagnostic>>) {
    match made {
        Ok(json) => assert!(serde_json::from_str::<Value>(&json).is_ok(), "{json:?}"),
        Err(found) => {
            assert!(!found.is_empty());
            diagnostics::check(&found, None);
        }
    }
}
