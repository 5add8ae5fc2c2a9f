//! The validation flow: checks a spec, a target, or a text that contains some.

mod convert;
mod manifests;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

pub use crate::catalogue::{CATALOGUE, nearest_rule};
use crate::catalogue::{MANIFEST_REPEATED, TOO_MANY_PROBLEMS};
use crate::cluster::Cluster;
use crate::databag;
use crate::decode::manifest::json_schema;
use crate::decode::{self, Read};
use crate::diagnostic::{
    Diagnostic, Edit, Finding, Fix, Pointer, RelatedPlace, Severity, Span, pointer_tokens, quoted,
};
use crate::document::Document;
use crate::document::tree::{Layer, Value};
pub use crate::document::{Format, format_spec, yaml_of};
pub use crate::flows::describe::{
    BroughtAlong, Clauses, Condition, NameFilter, NamespaceObjects, WithObjects, clauses, describe, describe_backup,
};
pub use crate::model::JSON_SCHEMA;
use crate::model::{BACKUP_TARGETS, Spec, TARGET_FIELDS, Target};
use crate::release::Release;
use crate::report::{MAX_DIAGNOSTICS, MAX_TOTAL_DIAGNOSTICS, Report, more_problems};
use crate::rules::namespaces::VELERO_NAMESPACE;
use crate::rules::{self, target};
use crate::settings::{IgnoreComments, Levels, can_change};
use crate::sort::sorted;
use crate::velero::backup::Backup;
use crate::velero::retention::KnownRuns;
use crate::velero::server::PolicyMap;
pub use convert::ConvertedSpec;
use manifests::Manifests;

/// What a document contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What to back up.
    Spec,
    /// A spec with the names of its charm.
    Target,
    /// A list of targets: the content of `backup_targets`.
    Targets,
    /// An object whose `backup_targets` is JSON in a string.
    Databag,
    /// The databag that the integrator writes for the operator: a target whose `spec` is JSON in a string, with the
    /// schedule.
    VeleroBackupConfig,
    /// The output of `juju show-unit`, with the databags of its relations.
    Unit,
    /// A Backup of Velero (velero.io/v1).
    Backup,
    /// A Schedule of Velero (velero.io/v1).
    Schedule,
    /// The values of Velero's Helm chart, with `schedules`.
    HelmValues,
    /// Another Kubernetes object, or a List of objects. Backups, Schedules and ConfigMaps with a resource policy are read,
    /// and the others skipped.
    Objects,
    /// A resource policy of Velero: the value in its ConfigMap.
    Policy,
}

impl Kind {
    /// Whether it is read by clients of Kubernetes.
    fn is_of_kubernetes(self) -> bool {
        matches!(self, Kind::Backup | Kind::Schedule | Kind::HelmValues | Kind::Objects | Kind::Policy)
    }
}

/// Returns the JSON Schema (draft 2020-12) of what a document of this kind contains, for editors: fields, types and
/// descriptions. Those of manifests are of Velero's CustomResourceDefinitions in this release.
///
/// `None` for kinds that people do not write. A text that matches the schema can still have other problems.
pub fn json_schema(kind: Kind, release: Release) -> Option<String> {
    let schema = match kind {
        Kind::Spec => return Some(JSON_SCHEMA.to_owned()),
        Kind::Target => json_schema::of_target(),
        Kind::Backup => json_schema::of_backup(release),
        Kind::Schedule => json_schema::of_schedule(release),
        Kind::HelmValues => json_schema::of_helm_values(release),
        _ => return None,
    };
    Some(json_schema::file(schema))
}

/// Checks a spec. Without a cluster, only the built-in kinds of Kubernetes are known.
pub fn check_spec(spec: &Spec, cluster: Option<&Cluster>) -> Vec<Diagnostic> {
    let mut report = Report::default();
    rules::check_spec(spec, Cluster::or_builtin(cluster), VELERO_NAMESPACE, &Pointer::Root, &mut report);
    report.into_diagnostics()
}

/// Checks a target and its spec.
pub fn check_target(target: &Target, cluster: Option<&Cluster>) -> Vec<Diagnostic> {
    let mut report = Report::default();
    rules::check_target(target, Cluster::or_builtin(cluster), &Pointer::Root, &mut report);
    report.into_diagnostics()
}

/// Checks a Backup or a Schedule. Pointers refer to its manifest.
pub fn check_backup(backup: &Backup, cluster: Option<&Cluster>) -> Vec<Diagnostic> {
    let mut report = Report::default();
    let known_runs = &mut KnownRuns::up_to(rules::backup::MAX_EXAMINED_RUNS);
    rules::backup::check(backup, Cluster::or_builtin(cluster), known_runs, &Pointer::Root, &mut report);
    report.into_diagnostics()
}

/// Checks a text: returns the diagnostics of [`CheckedDocument::read_with_levels`].
pub fn check_text(
    text: String,
    format: Format,
    kind: Option<Kind>,
    cluster: Option<&Cluster>,
    levels: &Levels,
) -> Vec<Diagnostic> {
    CheckedDocument::read_with_levels(text, format, kind, cluster, levels).diagnostics
}

/// A text that was read and checked.
#[derive(Debug)]
pub struct CheckedDocument {
    document: Document,
    comments: IgnoreComments,
    diagnostics: Vec<Diagnostic>,
    errors: Vec<Diagnostic>,
    ignored: Vec<&'static str>,
    specs: Vec<Spec>,
    spec_places: Vec<TextPlace>,
    targets: Vec<Target>,
    target_places: Vec<TextPlace>,
    backups: Vec<Backup>,
    backup_places: Vec<TextPlace>,
    policies: Vec<PolicyMap>,
    skipped: u32,
    has_known_field: bool,
    is_unrelated: bool,
}

/// The position of a spec or a target in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextPlace {
    /// The index of the document in the text.
    pub subject: u32,
    /// RFC 6901 JSON pointer into the document.
    pub pointer: String,
}

impl CheckedDocument {
    /// Reads and checks a text. Without a kind, the keys decide what it contains.
    ///
    /// In YAML, comments ignore diagnostics of a line: `# k8s-backup-target: ignore CODE`.
    pub fn read(text: String, format: Format, kind: Option<Kind>, cluster: Option<&Cluster>) -> Self {
        Self::read_with_levels(text, format, kind, cluster, &Levels::default())
    }

    /// The same, with levels. They apply to the diagnostics that comments do not ignore.
    pub fn read_with_levels(
        text: String,
        format: Format,
        kind: Option<Kind>,
        cluster: Option<&Cluster>,
        levels: &Levels,
    ) -> Self {
        let cluster = Cluster::or_builtin(cluster);
        let mut document = Document::read(text, format);
        let mut comments = match format {
            Format::Json => IgnoreComments::default(),
            Format::Yaml => IgnoreComments::read(document.text(), || document.strings()),
        };
        let is_given = kind.is_some();
        let kinds: Vec<Option<Kind>> = (0..document.len())
            .map(|subject| {
                let kind = kind.or_else(|| Some(guess(document.value(subject)?)))?;
                let value = document.value(subject)?;
                let (json, policies) = (strings_with_json(kind, value), manifests::policies(kind, value));
                document.embed(subject, json);
                document.embed_yaml(subject, policies);
                Some(kind)
            })
            .collect();

        let mut reader = Reader {
            document: &document,
            cluster,
            specs: Vec::new(),
            targets: Vec::new(),
            backups: Vec::new(),
            policies: Vec::new(),
            skipped: Vec::new(),
            known_runs: KnownRuns::up_to(rules::backup::MAX_EXAMINED_RUNS),
            reports: Vec::new(),
        };
        let is_of_kubernetes = |kind: &Option<Kind>| kind.is_some_and(Kind::is_of_kubernetes);
        let of_kubernetes: Vec<u32> =
            (0..).zip(&kinds).filter(|(_, kind)| is_of_kubernetes(kind)).map(|(subject, _)| subject).collect();
        let policies_alone: Vec<u32> =
            (0..).zip(&kinds).filter(|(_, kind)| **kind == Some(Kind::Policy)).map(|(subject, _)| subject).collect();
        let has_known_field = kinds.iter().enumerate().any(|(index, kind)| {
            document.value_or_part(index).is_some_and(|part| {
                let is_guess = matches!(kind.unwrap_or_else(|| guess(part)), Kind::Spec | Kind::Targets);
                !is_guess || !decode::is_unrelated(part)
            })
        });
        let is_unrelated = !is_given && !has_known_field && kinds.iter().all(Option::is_some);
        let mut listed = 0;
        for ((subject, index), kind) in (0_u32..).zip(0..document.len()).zip(kinds) {
            let mut report =
                if listed < MAX_TOTAL_DIAGNOSTICS { Report::about(subject) } else { Report::counting(subject) };
            if let (Some(kind), Some(value)) = (kind, document.value(index))
                && (is_given || !decode::has_no_known_field(kind == Kind::Spec, value, &mut report))
            {
                reader.read(kind, value, subject, &mut report);
            }
            // Nobody reads the values of another kind, also if JSON does not have them.
            let is_skipped = || document.readable_part(index).is_some_and(manifests::is_of_other_kind);
            if !is_given && is_skipped() {
                reader.skipped.push((subject, 0..document.text().len()));
            }
            listed += report.listed();
            reader.reports.push(report);
        }
        reader.report_shadowed();
        reader.report_repeated();
        let not_listed: usize = reader.reports.iter().map(Report::only_counted).sum();
        if let (true, Some(last)) = (not_listed > 0, reader.reports.len().checked_sub(1)) {
            let mut report = Report::about(u32::try_from(last).expect("MAX_DOCUMENTS"));
            report.push(|| more_problems(not_listed));
            reader.reports.push(report);
        }
        let Reader { specs, targets, backups, policies, skipped, reports, .. } = reader;
        let findings: Vec<Finding> = reports.into_iter().flat_map(Report::into_findings).collect();
        let (specs, spec_places) = specs.into_iter().unzip();
        let (backups, backup_places) = backups.into_iter().unzip();
        for of_subject in skipped.chunk_by(|a, b| a.0 == b.0) {
            let parts: Vec<Range<usize>> = of_subject.iter().map(|(_, part)| part.clone()).collect();
            document.forget(of_subject.first().map_or(0, |(subject, _)| *subject), &parts);
        }
        for subject in of_kubernetes {
            document.read_by_kubernetes(subject);
        }
        for subject in policies_alone {
            document.read_by_velero(subject);
        }
        let skipped = u32::try_from(skipped.len()).expect("a text has fewer objects than bytes");
        let target_places = targets.iter().map(Located::place).collect();
        let targets = targets.into_iter().map(|located| located.target).collect();
        let mut diagnostics = document.diagnostics(findings);
        let errors = diagnostics.iter().filter(|found| found.severity == Severity::Error).cloned().collect();
        comments.apply(&mut diagnostics);
        report_settings(&document, &comments, levels, &mut diagnostics);
        let ignored = levels.apply(&mut diagnostics);
        CheckedDocument {
            document,
            comments,
            diagnostics,
            errors,
            ignored,
            specs,
            spec_places,
            targets,
            target_places,
            backups,
            backup_places,
            policies,
            skipped,
            has_known_field,
            is_unrelated,
        }
    }

    /// Returns the codes of the diagnostics that the levels have removed.
    pub fn ignored(&self) -> &[&'static str] {
        &self.ignored
    }

    /// Returns whether a comment of the text ignores this diagnostic, whose span is in the text.
    pub fn is_ignored(&self, diagnostic: &Diagnostic) -> bool {
        self.comments.ignores(diagnostic)
    }

    /// Returns the diagnostics, in the order of the text.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Returns all errors, in the order of the text. Comments and levels do not change them.
    pub fn errors(&self) -> &[Diagnostic] {
        &self.errors
    }

    /// Returns the specs that could be read, with those of targets.
    pub fn specs(&self) -> &[Spec] {
        &self.specs
    }

    /// Returns the position of each of these specs.
    pub fn spec_places(&self) -> &[TextPlace] {
        &self.spec_places
    }

    /// Returns the targets that could be read.
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// Returns the position of each of these targets.
    pub fn target_places(&self) -> &[TextPlace] {
        &self.target_places
    }

    /// Returns the Backups and Schedules that could be read. Those of Helm values that are disabled are left out.
    pub fn backups(&self) -> &[Backup] {
        &self.backups
    }

    /// Returns the position of each of these: that of the object, or of the entry in the Helm values.
    pub fn backup_places(&self) -> &[TextPlace] {
        &self.backup_places
    }

    /// Returns the ConfigMaps with a resource policy. A policy without its ConfigMap has no name.
    pub fn policies(&self) -> &[PolicyMap] {
        &self.policies
    }

    /// Returns the number of Kubernetes objects of other kinds, which are skipped.
    pub fn skipped(&self) -> u32 {
        self.skipped
    }

    /// Returns what people write around the value at a pointer, and the pointer to it: a spec, a target, a Backup, a
    /// Schedule, or the values of a chart of Velero. The keys of the document decide what it is. Of a document that cannot be
    /// read, those before the error count.
    pub fn object_around(&self, subject: u32, pointer: &str) -> Option<(Kind, String)> {
        let value = self.document.value_or_part(subject as usize)?;
        let root = Pointer::Root;
        match guess(value) {
            Kind::Spec => Some((manifests::kind_without_version(value).unwrap_or(Kind::Spec), root.to_string())),
            Kind::Target => Some((Kind::Target, root.to_string())),
            Kind::Targets => {
                let index = pointer_tokens(pointer).next()?;
                Some((Kind::Target, root.key(&index).to_string()))
            }
            kind => manifests::object_around(kind, value, pointer),
        }
    }

    /// Whether a document has a field that is read here, or its part before an error, if it cannot be read.
    pub fn has_known_field(&self) -> bool {
        self.has_known_field
    }

    /// Whether the text is probably of another program: no document has a field that is read here.
    pub fn is_unrelated(&self) -> bool {
        self.is_unrelated
    }

    /// Returns the span of the value at a pointer into a subject.
    pub fn locate(&self, subject: u32, pointer: &str) -> Option<Span> {
        self.document.locate(subject, pointer)
    }

    /// Returns the span to mark for a diagnostic about that value. For a missing value, it is that of its parent.
    pub fn mark_of(&self, subject: u32, pointer: &str) -> Option<Span> {
        self.document.mark_of(subject, pointer)
    }

    /// Returns the edits that write this JSON at a pointer, or remove the value with its key or list entry.
    ///
    /// Comments and layout around the value stay. `-`, or the length of a list, is a new entry at its end.
    ///
    /// # Errors
    ///
    /// The value is not JSON, the pointer does not match, the document cannot be read, or the edit would change another
    /// value too.
    pub fn edit(&self, subject: u32, pointer: &str, value: Option<&str>) -> Result<Vec<Edit>, Vec<Diagnostic>> {
        self.document.edit(subject, pointer, value).map_err(|refusal| {
            let mut diagnostic = refusal.into_diagnostic();
            diagnostic.subject = Some(subject);
            vec![diagnostic]
        })
    }

    /// Returns the document and the pointer of the value at an offset in UTF-16. The offset may also be in its key.
    ///
    /// Between values, it is the list or the object around the offset. `None` after the end of the text. In a document that
    /// cannot be read, only values before the error are found.
    pub fn pointer_at(&self, utf16_offset: u32) -> Option<(u32, String)> {
        self.document.pointer_at(utf16_offset)
    }

    /// Returns each document as JSON, or `None` if it cannot be read.
    pub fn json(&self) -> impl Iterator<Item = Option<Cow<'_, str>>> {
        (0..self.document.len()).map(|subject| self.document.json(subject))
    }
}

/// Adds the diagnostics about comments and levels. All diagnostics stay in the order of the text.
fn report_settings(document: &Document, comments: &IgnoreComments, levels: &Levels, diagnostics: &mut Vec<Diagnostic>) {
    let is_checked = diagnostics.iter().all(|diagnostic| can_change(diagnostic.rule.code));
    let mut unused = comments.unused(is_checked);
    for (finding, removed) in unused.by_ref().take(MAX_DIAGNOSTICS) {
        let source = finding.source.clone().expect("a comment is a part of the text");
        let span = document.span(source.clone());
        let edit = match finding.rewritten.clone() {
            Some(text) => Edit { span, text },
            None => Edit { span: document.span(removed), text: String::new() },
        };
        let mut diagnostic = finding.about(document.subject_at(source.start)).into_diagnostic();
        let title = diagnostic.help.clone().expect("the help says what to do");
        diagnostic.fixes.push(Fix { title, edits: vec![edit], certain: true, effect: None });
        diagnostics.push(Diagnostic { span: Some(span), ..diagnostic });
    }
    let more = unused.next().map(|_| TOO_MANY_PROBLEMS.violation("more comments without effect are not listed"));
    let of_levels = levels.without_effect().take(MAX_DIAGNOSTICS).chain(more);
    diagnostics.extend(of_levels.map(|finding| finding.about(0).into_diagnostic()));
    let key = |diagnostic: &Diagnostic| (diagnostic.span.map(|span| span.start.utf8_offset), diagnostic.subject);
    let found = std::mem::take(diagnostics);
    *diagnostics = sorted(found, &|a, b| key(a).cmp(&key(b)));
}

/// Returns what a document contains, by its keys.
fn guess(value: Value<'_>) -> Kind {
    if let Some(kind) = manifests::guess(value) {
        return kind;
    }
    match value.open() {
        Layer::List(_) => Kind::Targets,
        Layer::Object(members) => {
            let has = |field: &str| members.clone().any(|(key, _)| key.text == field);
            if has(BACKUP_TARGETS) {
                Kind::Databag
            } else if has("app") && members.clone().any(|(key, value)| key.text == SPEC && decode::holds_json(value)) {
                Kind::VeleroBackupConfig
            } else if TARGET_FIELDS.into_iter().any(has) {
                Kind::Target
            } else if members.clone().any(|(_, unit)| decode::member(unit, RELATION_INFO).is_some()) {
                Kind::Unit
            } else {
                Kind::Spec
            }
        }
        _ => Kind::Spec,
    }
}

const SPEC: &str = "spec";
const RELATION_INFO: &str = "relation-info";
const APPLICATION_DATA: &str = "application-data";

/// Returns the pointers of the strings that contain JSON.
fn strings_with_json(kind: Kind, value: Value<'_>) -> Vec<String> {
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
struct Located {
    target: Target,
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
    fn place(&self) -> TextPlace {
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
struct Reader<'c> {
    document: &'c Document,
    cluster: &'c Cluster,
    specs: Vec<(Spec, TextPlace)>,
    targets: Vec<Located>,
    backups: Vec<(Backup, TextPlace)>,
    policies: Vec<PolicyMap>,
    /// The parts of the text with Kubernetes objects of other kinds.
    skipped: Vec<(u32, Range<usize>)>,
    known_runs: KnownRuns,
    reports: Vec<Report>,
}

impl Reader<'_> {
    fn read(&mut self, kind: Kind, value: Value<'_>, subject: u32, report: &mut Report) {
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
    fn report_repeated(&mut self) {
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

    fn report_shadowed(&mut self) {
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
