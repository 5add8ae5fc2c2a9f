//! Reads specs and targets in a document, also in databags and in the output of `juju show-unit`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::kind::{RELATION_INFO, SPEC, guess};
use super::manifests::Manifests;
use super::{Kind, TextPlace};
use crate::catalogue::{MANIFEST_REPEATED, TOO_MANY_PROBLEMS};
use crate::cluster::Cluster;
use crate::databag;
use crate::decode::{self, Read};
use crate::diagnostic::{Pointer, RelatedPlace, quoted};
use crate::document::Document;
use crate::document::tree::{Layer, Value};
use crate::model::{BACKUP_TARGETS, Spec, Target};
use crate::report::Report;
use crate::rules::namespaces::VELERO_NAMESPACE;
use crate::rules::{self, target};
use crate::velero::backup::Backup;
use crate::velero::retention::KnownRuns;
use crate::velero::server::PolicyMap;

const APPLICATION_DATA: &str = "application-data";

/// Returns the pointers of the strings that contain JSON.
pub(super) fn strings_with_json(kind: Kind, value: Value<'_>) -> Vec<String> {
    match kind {
        Kind::Spec | Kind::Target | Kind::Targets => Vec::new(),
        Kind::Backup | Kind::Schedule | Kind::HelmValues | Kind::Objects | Kind::Policy => Vec::new(),
        Kind::Databag => vec![Pointer::Root.key(BACKUP_TARGETS).to_string()],
        Kind::VeleroBackupConfig => vec![Pointer::Root.key(SPEC).to_string()],
        Kind::Unit => databags_of_unit(value).into_iter().map(|databag| databag.string()).collect(),
    }
}

/// The databag of an application in a relation, in the output of `juju show-unit`.
struct UnitDatabag<'t> {
    unit: String,
    relation: usize,
    kind: Kind,
    value: Value<'t>,
}

impl UnitDatabag<'_> {
    /// Returns the pointer of the string that contains JSON.
    fn string(&self) -> String {
        let key = if self.kind == Kind::Databag { BACKUP_TARGETS } else { SPEC };
        with_databag(&self.unit, self.relation, |databag| databag.key(key).to_string())
    }
}

/// Calls a function with the pointer of a databag of a unit.
fn with_databag<T>(unit: &str, relation: usize, then: impl FnOnce(&Pointer<'_>) -> T) -> T {
    let root = Pointer::Root;
    let unit = root.key(unit);
    let relations = unit.key(RELATION_INFO);
    then(&relations.index(relation).key(APPLICATION_DATA))
}

/// Returns the databags of a unit that are of this interface or of the one to the operator.
fn databags_of_unit(value: Value<'_>) -> Vec<UnitDatabag<'_>> {
    let Layer::Object(units) = value.open() else { return Vec::new() };
    let mut databags = Vec::new();
    for (unit, value) in units {
        let Some(Layer::List(relations)) = decode::member(value, RELATION_INFO).map(Value::open) else { continue };
        for (relation, value) in relations.enumerate() {
            let Some(databag) = decode::member(value, APPLICATION_DATA) else { continue };
            let kind = match guess(databag) {
                kind @ (Kind::Databag | Kind::VeleroBackupConfig) => kind,
                _ => continue,
            };
            databags.push(UnitDatabag { unit: unit.text.to_string(), relation, kind, value: databag });
        }
    }
    databags
}

/// A target, and where it was read: the pointer of its list or of itself, and its index in a list, if it is in one.
pub(super) struct Located {
    pub(super) target: Target,
    subject: u32,
    around: Around,
    index: Option<usize>,
    /// Whether the integrator has merged it with a schedule. No lookup reads it then.
    is_merged: bool,
}

/// What a target is in.
#[derive(Clone)]
enum Around {
    /// The document itself.
    Document,
    /// The databag that is the document.
    Databag,
    /// A databag of a unit: the name of the unit and the index of the relation, and whether the targets are a list.
    Unit(String, usize, bool),
}

impl Around {
    fn with_place<T>(&self, then: impl FnOnce(&Pointer<'_>) -> T) -> T {
        let root = Pointer::Root;
        match self {
            Around::Document => then(&root),
            Around::Databag => then(&root.key(BACKUP_TARGETS)),
            Around::Unit(unit, relation, is_list) => {
                with_databag(
                    unit,
                    *relation,
                    |databag| {
                        if *is_list { then(&databag.key(BACKUP_TARGETS)) } else { then(databag) }
                    },
                )
            }
        }
    }
}

impl Located {
    pub(super) fn place(&self) -> TextPlace {
        TextPlace { subject: self.subject, pointer: self.with_place(|place| place.to_string()) }
    }

    fn with_place<T>(&self, then: impl FnOnce(&Pointer<'_>) -> T) -> T {
        self.around.with_place(|around| match self.index {
            Some(index) => then(&around.index(index)),
            None => then(around),
        })
    }
}

/// Reads the documents of a text, one after the other.
pub(super) struct Reader<'c> {
    document: &'c Document,
    cluster: &'c Cluster,
    pub(super) specs: Vec<(Spec, TextPlace)>,
    pub(super) targets: Vec<Located>,
    pub(super) backups: Vec<(Backup, TextPlace)>,
    pub(super) policies: Vec<PolicyMap>,
    /// The parts of the text with Kubernetes objects of other kinds.
    pub(super) skipped: Vec<(u32, Range<usize>)>,
    known_runs: KnownRuns,
    pub(super) reports: Vec<Report>,
}

impl<'c> Reader<'c> {
    pub(super) fn new(document: &'c Document, cluster: &'c Cluster) -> Self {
        Reader {
            document,
            cluster,
            specs: Vec::new(),
            targets: Vec::new(),
            backups: Vec::new(),
            policies: Vec::new(),
            skipped: Vec::new(),
            known_runs: KnownRuns::up_to(rules::backup::MAX_EXAMINED_RUNS),
            reports: Vec::new(),
        }
    }

    pub(super) fn read(&mut self, kind: Kind, value: Value<'_>, subject: u32, report: &mut Report) {
        let root = Pointer::Root;
        if matches!(kind, Kind::Spec | Kind::Target) && decode::is_manifest(value, &root, report) {
            return;
        }
        match kind {
            Kind::Spec => {
                if let Ok(spec) = decode::spec(value, &root, report) {
                    rules::check_spec(&spec, self.cluster, VELERO_NAMESPACE, &root, report);
                    self.specs.push((spec, TextPlace { subject, pointer: root.to_string() }));
                }
            }
            Kind::Target => {
                if let Ok(target) = decode::target(value, &root, report) {
                    self.take(
                        Located { target, subject, around: Around::Document, index: None, is_merged: false },
                        report,
                    );
                }
            }
            Kind::Targets => {
                if let Ok(targets) = decode::targets(value, &root, report) {
                    self.take_all(targets, subject, Around::Document, report);
                }
            }
            Kind::Databag => self.read_databag(value, &root, Around::Databag, subject, report),
            Kind::VeleroBackupConfig => self.read_config(value, &root, Around::Document, subject, report),
            Kind::Unit => self.read_unit(value, subject, report),
            Kind::Backup | Kind::Schedule | Kind::HelmValues | Kind::Objects | Kind::Policy => {
                let mut manifests = Manifests {
                    document: self.document,
                    cluster: self.cluster,
                    subject,
                    backups: &mut self.backups,
                    policies: &mut self.policies,
                    skipped: &mut self.skipped,
                    known_runs: &mut self.known_runs,
                };
                let before = manifests.known_runs.not_examined;
                manifests.read(kind, value, report);
                match self.known_runs.not_examined - before {
                    0 => {}
                    more => report.push(|| {
                        let message = format!("the ttl of {more} Schedules is not compared with their runs");
                        TOO_MANY_PROBLEMS.violation(message).help("check fewer Schedules at a time")
                    }),
                }
            }
        }
    }

    fn read_unit(&mut self, value: Value<'_>, subject: u32, report: &mut Report) {
        let databags = databags_of_unit(value);
        if databags.is_empty() {
            decode::report_unit_without_databags(report);
        }
        for databag in databags {
            let around = Around::Unit(databag.unit.clone(), databag.relation, databag.kind == Kind::Databag);
            with_databag(&databag.unit, databag.relation, |place| match databag.kind {
                Kind::Databag => self.read_databag(databag.value, place, around, subject, report),
                _ => self.read_config(databag.value, place, around, subject, report),
            });
        }
    }

    /// Reads the databag that the integrator writes for the operator.
    fn read_config(
        &mut self,
        value: Value<'_>,
        place: &Pointer<'_>,
        around: Around,
        subject: u32,
        report: &mut Report,
    ) {
        let at = &place.key(SPEC);
        let spec = match self.document.embedded(subject as usize, &at.to_string()) {
            Some(Err(error)) => {
                let source = error.range.clone();
                report.push(|| error.finding("`spec`").at(at).source(source));
                return;
            }
            Some(Ok(spec)) => Some(spec),
            None => None,
        };
        if let Ok((target, schedule)) = decode::velero_backup_config(value, spec, place, report) {
            let release = self.cluster.release();
            rules::schedule::check(&schedule, release, at, report);
            rules::schedule::check_for_integrator(&schedule, release, at, report);
            self.take(Located { target, subject, around, index: None, is_merged: true }, report);
        }
    }

    fn read_databag(
        &mut self,
        value: Value<'_>,
        databag: &Pointer<'_>,
        around: Around,
        subject: u32,
        report: &mut Report,
    ) {
        let place = databag.key(BACKUP_TARGETS);
        decode::report_repeated_targets(value, databag, report);
        let targets = match self.document.embedded(subject as usize, &place.to_string()) {
            Some(Ok(json)) => decode::targets(json, &place, report),
            Some(Err(error)) => {
                let source = error.range.clone();
                report.push(|| error.finding(&format!("`{BACKUP_TARGETS}`")).at(&place).source(source));
                return;
            }
            None => decode::unencoded_targets(value, databag, report),
        };
        if let Ok(targets) = targets {
            self.take_all(targets, subject, around, report);
        }
    }

    fn take_all(&mut self, targets: Vec<Read<Target>>, subject: u32, around: Around, report: &mut Report) {
        around.with_place(|place| databag::report_dropped(&targets, place, report));
        for (index, target) in targets.into_iter().enumerate() {
            if let Ok(target) = target {
                self.take(
                    Located { target, subject, around: around.clone(), index: Some(index), is_merged: false },
                    report,
                );
            }
        }
    }

    fn take(&mut self, located: Located, report: &mut Report) {
        located.with_place(|place| rules::check_target(&located.target, self.cluster, place, report));
        let pointer = located.with_place(|place| place.key("spec").to_string());
        self.specs.push((located.target.spec.clone(), TextPlace { subject: located.subject, pointer }));
        self.targets.push(located);
    }

    /// Reports each Backup and Schedule that a later one of the same name replaces.
    pub(super) fn report_repeated(&mut self) {
        let mut last: BTreeMap<String, &TextPlace> = BTreeMap::new();
        for (backup, place) in self.backups.iter().rev().filter(|(backup, _)| backup.name.is_some()) {
            let name = backup.full_name();
            let Some(later) = last.get(&name) else {
                last.insert(name, place);
                continue;
            };
            let Some(report) = self.reports.get_mut(place.subject as usize) else { continue };
            report.push(|| {
                let message = format!("a later object replaces {}", quoted(&name));
                let help = "give one of them another name, or remove it";
                let mut repeated = MANIFEST_REPEATED.violation(message).help(help).at_pointer(place.pointer.clone());
                repeated.diagnostic.related.push(RelatedPlace {
                    message: "the later object".to_owned(),
                    subject: Some(later.subject),
                    pointer: later.pointer.clone(),
                    span: None,
                });
                repeated
            });
        }
    }

    pub(super) fn report_shadowed(&mut self) {
        let located = |place: u32| self.targets.get(place as usize);
        let target = |place: u32| located(place).map(|located| &located.target);
        let by_identity = target::by_identity(&target, self.targets.len());
        for (shadowed, first) in target::shadowed(&by_identity, &target) {
            let (Some(shadowed), Some(first)) = (located(shadowed), located(first)) else { continue };
            if shadowed.is_merged || first.is_merged {
                continue;
            }
            let Some(report) = self.reports.get_mut(shadowed.subject as usize) else { continue };
            report.push(|| {
                let finding = shadowed.with_place(|place| target::shadowed_target(&shadowed.target).at(place));
                first.with_place(|place| finding.related("this target is found instead", Some(first.subject), place))
            });
        }
    }
}
