//! Properties of the component in a host: it answers, and its answers are those of core.

use std::fmt::Debug;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use k8s_backup_target::api_resources::parse_api_resources;
use k8s_backup_target::cluster::{ApiResource, Cluster};
use k8s_backup_target::diagnostic as core;
use k8s_backup_target::model::{self, BACKUP_TARGETS};
use k8s_backup_target::requirer::Targets;
use k8s_backup_target::validation::{CheckedDocument, Format, Kind};
use k8s_backup_target::{databag, merge, schedule, selection, validation};
use k8s_backup_target_host as host;
use k8s_backup_target_host::{DocumentFormat, DocumentKind, Error, Evaluator, Options};

use crate::input::{Input, made_by};
use crate::inventory::read;
use crate::spec::given;

/// Maximum number of edits that are tried. Each of them parses the whole text again.
const MAX_TRIED_EDITS: usize = 4;

static EVALUATOR: LazyLock<Evaluator> = LazyLock::new(|| {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
    let file = target.join("components/k8s-backup-target.wasm");
    let component =
        fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}; run `cargo xtask build`", file.display()));
    let options = Options { cache: Some(target.join("compiled-for-properties")), ..Options::default() };
    Evaluator::with_options(&component, &options).expect("a valid component")
});

/// The first byte selects the interface. The rest is its input.
pub(crate) fn holds(input: &[u8]) {
    let mut input = Input(input);
    const INTERFACES: [fn(Input<'_>); 6] = [requirer, documents, specs, schedules, kinds, inventories];
    let interface = INTERFACES[usize::from(input.byte()) % INTERFACES.len()];
    interface(input);
}

/// Returns the answer. No input traps, and such short inputs do not reach a limit.
#[track_caller]
fn answered<T>(answer: Result<T, Error>) -> T {
    answer.unwrap_or_else(|error| panic!("{error:?}"))
}

/// Returns the debug output of an answer. Core and component differ only in names with hyphens.
fn shown<T: Debug>(answer: &T) -> String {
    format!("{answer:?}").replace('-', "_")
}

fn requirer(mut input: Input<'_>) {
    let names = [input.text(), input.text(), input.text()];
    let mut relations = Vec::new();
    while !input.is_empty() && relations.len() < 4 {
        let id = input.number();
        relations.push(host::Relation { id, databag: vec![(BACKUP_TARGETS.to_owned(), input.text().into())] });
    }
    let to_core = |relation: &host::Relation| model::Relation {
        id: relation.id,
        databag: relation.databag.iter().cloned().collect(),
    };
    let ours = Targets::read(&relations.iter().map(to_core).collect::<Vec<_>>());
    let theirs = answered(EVALUATOR.read_targets(&relations));
    assert_eq!(answered(theirs.is_ready()), ours.is_ready());
    same(&answered(theirs.diagnostics()), ours.diagnostics());
    let [app, endpoint, model] = &names;
    let found = answered(theirs.get_backup_spec(app, endpoint, model));
    assert_eq!(found.map(spec_to_core).as_ref(), ours.get_backup_spec(app, endpoint, model));
    let entries = answered(theirs.entries());
    assert_eq!(entries.len(), ours.entries().len());
    for (theirs, ours) in entries.into_iter().zip(ours.entries()) {
        assert_eq!((theirs.relation_id, theirs.index), (ours.relation_id, ours.index));
        assert_eq!(target_to_core(theirs.target), ours.target);
    }
}

const KINDS: [Option<(Kind, DocumentKind)>; 9] = [
    None,
    Some((Kind::Spec, DocumentKind::Spec)),
    Some((Kind::Target, DocumentKind::Target)),
    Some((Kind::Targets, DocumentKind::Targets)),
    Some((Kind::Databag, DocumentKind::Databag)),
    Some((Kind::Backup, DocumentKind::Backup)),
    Some((Kind::Schedule, DocumentKind::Schedule)),
    Some((Kind::HelmValues, DocumentKind::HelmValues)),
    Some((Kind::Objects, DocumentKind::Objects)),
];

fn documents(mut input: Input<'_>) {
    let byte = usize::from(input.byte());
    let (format, host_format) = if byte.is_multiple_of(2) {
        (Format::Yaml, DocumentFormat::Yaml)
    } else {
        (Format::Json, DocumentFormat::Json)
    };
    let (kind, host_kind) = KINDS[byte / 2 % KINDS.len()].unzip();
    let text = String::from_utf8_lossy(input.0);
    let ours = CheckedDocument::read(text.to_string(), format, kind, None);
    let theirs = answered(EVALUATOR.read_document(&text, host_format, host_kind, None));
    same(&answered(theirs.diagnostics()), ours.diagnostics());
    assert_eq!(answered(theirs.specs()).into_iter().map(spec_to_core).collect::<Vec<_>>(), ours.specs());
    assert_eq!(answered(theirs.targets()).into_iter().map(target_to_core).collect::<Vec<_>>(), ours.targets());
    let backups = answered(theirs.backups());
    assert_eq!((backups.len(), answered(theirs.skipped())), (ours.backups().len(), ours.skipped()));
    for (theirs, ours) in backups.iter().zip(ours.backups()) {
        same(&answered(EVALUATOR.check_backup(theirs)), &validation::check_backup(ours, None));
        assert_eq!(answered(EVALUATOR.describe_backup(theirs)), validation::describe_backup(ours, None));
    }
    let subject_of = |diagnostic: &core::Diagnostic| diagnostic.subject.expect("diagnostics of a text have a subject");
    for diagnostic in ours.diagnostics() {
        let place = answered(theirs.locate(subject_of(diagnostic), &diagnostic.pointer));
        assert_eq!(shown(&place), shown(&ours.locate(subject_of(diagnostic), &diagnostic.pointer)));
    }
    for diagnostic in ours.diagnostics().iter().take(MAX_TRIED_EDITS) {
        match (
            answered(theirs.edit(subject_of(diagnostic), &diagnostic.pointer, None)),
            ours.edit(subject_of(diagnostic), &diagnostic.pointer, None),
        ) {
            (Ok(edits), Ok(expected)) => assert_eq!(shown(&edits), shown(&expected)),
            (Err(refused), Err(expected)) => same(&refused, &expected),
            (answer, expected) => panic!("{answer:?} is not {expected:?}"),
        }
        let start = diagnostic.span.map_or(0, |span| span.start.utf16_offset);
        assert_eq!(answered(theirs.pointer_at(start)), ours.pointer_at(start));
    }
    answered(theirs.locate(u32::MAX, &text));
}

fn specs(input: Input<'_>) {
    let Some((targets, config, settings)) = made_by(&given(), input.0) else { return };
    let host_config = host::ScheduleConfig {
        schedule: config.schedule.clone(),
        paused: config.paused,
        skip_immediately: config.skip_immediately,
        use_owner_references_in_backup: config.use_owner_references_in_backup,
    };
    let host_settings = host::VeleroSettings {
        namespace: settings.namespace.clone(),
        storage_location: settings.storage_location.clone(),
        volume_snapshot_locations: settings.volume_snapshot_locations.clone(),
        default_volumes_to_fs_backup: settings.default_volumes_to_fs_backup,
    };
    let host_targets: Vec<host::Target> = targets.iter().map(target_to_host).collect();
    for (target, theirs) in targets.iter().zip(&host_targets) {
        same(&answered(EVALUATOR.check_spec(&theirs.spec)), &validation::check_spec(&target.spec, None));
        same(&answered(EVALUATOR.check_target(theirs)), &validation::check_target(target, None));
        let described = answered(EVALUATOR.describe(&theirs.spec, Some(&host_config)));
        assert_eq!(described, validation::describe(&target.spec, Some(&config), None));
        for (ours, format) in [(Format::Yaml, DocumentFormat::Yaml), (Format::Json, DocumentFormat::Json)] {
            let formatted = answered(EVALUATOR.format_spec(&theirs.spec, format));
            assert_eq!(formatted, validation::format_spec(&target.spec, ours));
        }
        let identity = host::Identity {
            app: target.app.clone(),
            model: target.model.clone(),
            relation_name: target.relation_name.clone(),
        };
        let relation = host::Relation { id: 0, databag: Vec::new() };
        let publish = EVALUATOR.publish(&identity, &theirs.spec, true, &[relation], host::OnErrors::Publish);
        let written = answered(publish).expect("leader and related").swap_remove(0).value;
        assert_eq!(written, databag::write(std::slice::from_ref(target)));

        let databag = answered(EVALUATOR.to_databag(theirs, &host_config));
        either(databag, merge::to_databag(target, &config, None).map(Vec::from));
        let merged = answered(EVALUATOR.merge(theirs, &host_config));
        assert_eq!(merged.is_ok(), merge::merge(target, &config).is_ok());
        let backup = answered(EVALUATOR.backup_manifest(theirs, &host_settings));
        either(backup, merge::backup_manifest(target, &settings, None));
        let scheduled = answered(EVALUATOR.schedule_manifest(theirs, &host_config, &host_settings));
        either(scheduled, merge::schedule_manifest(target, &config, &settings, None));
    }
    let theirs = answered(EVALUATOR.plan(&host_targets, &host_config, &host_settings, &[]));
    let ours = merge::plan(&targets, &config, &settings, &[], None);
    same(&theirs.diagnostics, &ours.diagnostics);
    let manifests = |json: &str| json.to_owned();
    assert_eq!(
        theirs.manifests.iter().map(|manifest| manifests(&manifest.json)).collect::<Vec<_>>(),
        ours.manifests.iter().map(|manifest| manifests(&manifest.json)).collect::<Vec<_>>()
    );
}

fn schedules(mut input: Input<'_>) {
    let (ttl, expression, after) = (input.text(), input.text(), input.text());
    let after = after.parse().unwrap_or_else(|_| i64::from(input.number()) << (input.byte() % 32));
    let config = model::ScheduleConfig { schedule: Some(expression.to_string()), paused: true, ..Default::default() };
    let host_config =
        host::ScheduleConfig { schedule: Some(expression.to_string()), paused: true, ..Default::default() };
    same(&answered(EVALUATOR.check_schedule(&host_config, None)), &schedule::check_schedule(&config, None));
    let count = input.number() % 200;
    let runs = answered(EVALUATOR.next_runs(&expression, after, count, None));
    either(runs, schedule::next_runs(&expression, after, count, None));
    let timeline = answered(EVALUATOR.retention(&expression, Some(&ttl), after, count, None));
    let ours = schedule::retention(&expression, Some(&ttl), after, count, None);
    either(
        timeline.map(|timeline| (shown(&timeline.backups), shown(&timeline.gaps), timeline.kept_at_once)),
        ours.map(|timeline| (shown(&timeline.backups), shown(&timeline.gaps), timeline.kept_at_once)),
    );
}

fn kinds(mut input: Input<'_>) {
    let (listing, name, version) = (input.text(), input.text(), input.text());
    let version = (!version.is_empty()).then_some(&*version);
    let theirs = answered(EVALUATOR.parse_api_resources(&listing));
    let ours = parse_api_resources(&listing);
    let (theirs, ours) = match (theirs, ours) {
        (Ok(theirs), Ok(ours)) => (theirs, ours),
        (theirs, ours) => return either(theirs.map(drop), ours.map(drop)),
    };
    assert_eq!(theirs.iter().map(|kind| &*kind.plural).collect::<Vec<_>>(), plurals(&ours));
    match (answered(EVALUATOR.open_cluster(&theirs, version)), Cluster::open(ours, version)) {
        (Ok(theirs), Ok(ours)) => {
            let found = answered(theirs.resolve(&name)).map(|kind| (kind.group, kind.plural, kind.kind));
            let kind = |kind: &ApiResource| (kind.group.to_string(), kind.plural.to_string(), kind.kind.to_string());
            assert_eq!(found, ours.resolve(&name).map(kind));
            let all = answered(theirs.api_resources());
            assert_eq!(all.iter().map(|kind| &*kind.plural).collect::<Vec<_>>(), plurals(ours.api_resources()));
            let spec = host::Spec { include_resources: Some(vec![name.to_string()]), ..Default::default() };
            let diagnostic = validation::check_spec(&spec_to_core(spec.clone()), Some(&ours));
            same(&answered(theirs.check_spec(&spec)), &diagnostic);
        }
        (theirs, ours) => either(theirs.map(drop), ours.map(drop)),
    }
}

fn plurals(kinds: &[ApiResource]) -> Vec<&str> {
    kinds.iter().map(|kind| &*kind.plural).collect()
}

fn inventories(mut input: Input<'_>) {
    let size = usize::from(input.byte()).max(1);
    let text = input.bytes();
    let (namespace, resource) = (input.text(), input.text());
    let (offset, limit, step) = (input.number(), input.number(), input.number());
    let cluster = answered(EVALUATOR.open_cluster(&[], None)).expect("no kinds");
    let mut reader = answered(cluster.inventory_reader());
    for chunk in text.chunks(size) {
        if answered(reader.push(chunk)).is_err() {
            break;
        }
    }
    let (theirs, ours) = match (answered(reader.finish()), read(text, &[])) {
        (Ok(theirs), Ok(ours)) => (theirs, std::sync::Arc::new(ours)),
        (theirs, ours) => return either(theirs.map(drop), ours.map(drop)),
    };
    same(&answered(theirs.diagnostics()), ours.diagnostics());
    assert_eq!(answered(theirs.len()), ours.len());
    let objects = answered(theirs.objects(offset, limit));
    assert_eq!(shown(&objects), shown(&ours.objects(offset, limit).collect::<Vec<_>>()));
    either(answered(theirs.matching_namespaces(&namespace)), selection::matching_namespaces(&ours, &namespace));

    let spec = host::Spec {
        include_namespaces: (!namespace.is_empty()).then(|| vec![namespace.to_string()]),
        exclude_resources: (!resource.is_empty()).then(|| vec![resource.to_string()]),
        ..Default::default()
    };
    // A step of 0 objects still evaluates an object.
    let mut theirs_of_spec = answered(theirs.evaluate(&spec, None));
    while !answered(theirs_of_spec.step(step)) {}
    let mut of_spec = selection::Evaluation::new(std::sync::Arc::clone(&ours), spec_to_core(spec.clone()));
    while !of_spec.step(1000) {}
    let reasons: Vec<u8> = of_spec.reasons().iter().map(|&reason| reason as u8).collect();
    assert_eq!(answered(theirs_of_spec.reasons()), reasons);
    assert_eq!(answered(theirs_of_spec.included()), of_spec.included());
    same(&answered(theirs_of_spec.diagnostics()), &of_spec.diagnostics());
    assert_eq!(answered(theirs_of_spec.verdicts(offset, limit)).len(), of_spec.verdicts(offset, limit).count());

    let target = host::Target { app: String::new(), relation_name: String::new(), model: String::new(), spec };
    let mut coverage = answered(theirs.coverage([target.clone(), target], None, None));
    while !answered(coverage.step(step)) {}
    assert!(answered(coverage.targets()).iter().all(|target| target.objects == of_spec.included()));
    answered(coverage.uncovered(offset, limit));
    answered(coverage.uncovered_claims(offset, limit));
    answered(coverage.overlapping(offset, limit));
}

/// Checks that both return the same value, or the same diagnostics.
fn either<T: Debug + PartialEq>(theirs: Result<T, Vec<host::Diagnostic>>, ours: Result<T, Vec<core::Diagnostic>>) {
    match (theirs, ours) {
        (Err(theirs), Err(ours)) => same(&theirs, &ours),
        (Ok(theirs), Ok(ours)) => assert_eq!(theirs, ours),
        (theirs, ours) => panic!("{theirs:?}\n{ours:?}"),
    }
}

fn same(theirs: &[host::Diagnostic], ours: &[core::Diagnostic]) {
    let theirs: Vec<_> = theirs
        .iter()
        .map(|diagnostic| {
            (
                &*diagnostic.code,
                &diagnostic.message,
                &diagnostic.help,
                diagnostic.subject,
                &diagnostic.pointer,
                shown(&diagnostic.span),
                shown(&diagnostic.fixes),
            )
        })
        .collect();
    let ours: Vec<_> = ours
        .iter()
        .map(|diagnostic| {
            (
                diagnostic.rule.code,
                &diagnostic.message,
                &diagnostic.help,
                diagnostic.subject,
                &diagnostic.pointer,
                shown(&diagnostic.span),
                shown(&diagnostic.fixes),
            )
        })
        .collect();
    assert_eq!(theirs, ours);
}

fn spec_to_core(spec: host::Spec) -> model::Spec {
    model::Spec {
        include_namespaces: spec.include_namespaces,
        include_resources: spec.include_resources,
        exclude_namespaces: spec.exclude_namespaces,
        exclude_resources: spec.exclude_resources,
        include_cluster_resources: spec.include_cluster_resources,
        label_selector: spec.label_selector.map(model::LabelSelector::from_iter),
        ttl: spec.ttl,
    }
}

fn target_to_core(target: host::Target) -> model::Target {
    let host::Target { app, relation_name, model, spec } = target;
    model::Target { app, relation_name, model, spec: spec_to_core(spec) }
}

fn target_to_host(target: &model::Target) -> host::Target {
    let spec = target.spec.clone();
    host::Target {
        app: target.app.clone(),
        relation_name: target.relation_name.clone(),
        model: target.model.clone(),
        spec: host::Spec {
            include_namespaces: spec.include_namespaces,
            include_resources: spec.include_resources,
            exclude_namespaces: spec.exclude_namespaces,
            exclude_resources: spec.exclude_resources,
            include_cluster_resources: spec.include_cluster_resources,
            label_selector: spec.label_selector.map(Vec::from),
            ttl: spec.ttl,
        },
    }
}
