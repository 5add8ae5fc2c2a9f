//! The validation flow: checks a spec, a target, or a text that contains some.

mod convert;
mod kind;
mod manifests;
mod reader;

use std::borrow::Cow;
use std::ops::Range;

use crate::catalogue::TOO_MANY_PROBLEMS;
pub use crate::catalogue::{CATALOGUE, nearest_rule};
use crate::cluster::Cluster;
use crate::decode;
use crate::diagnostic::{Diagnostic, Edit, Finding, Fix, Pointer, Severity, Span, pointer_tokens};
use crate::document::Document;
use crate::document::tree::Layer;
pub use crate::document::{Format, format_spec, yaml_of};
pub use crate::flows::describe::{
    BroughtAlong, Clauses, Condition, NameFilter, NamespaceObjects, WithObjects, clauses, describe, describe_backup,
};
pub use crate::model::JSON_SCHEMA;
use crate::model::{Spec, Target};
use crate::report::{MAX_DIAGNOSTICS, MAX_TOTAL_DIAGNOSTICS, Report, more_problems};
use crate::rules;
use crate::rules::namespaces::VELERO_NAMESPACE;
use crate::settings::{IgnoreComments, Levels, can_change};
use crate::sort::sorted;
use crate::velero::backup::Backup;
use crate::velero::retention::KnownRuns;
use crate::velero::server::PolicyMap;
pub use convert::ConvertedSpec;
use kind::guess;
pub use kind::{Kind, json_schema};
use reader::{Located, Reader, strings_with_json};

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

        let mut reader = Reader::new(&document, cluster);
        let is_of_kubernetes = |kind: &Option<Kind>| kind.is_some_and(Kind::is_of_kubernetes);
        let of_kubernetes: Vec<u32> =
            (0..).zip(&kinds).filter(|(_, kind)| is_of_kubernetes(kind)).map(|(subject, _)| subject).collect();
        let policies_alone: Vec<u32> =
            (0..).zip(&kinds).filter(|(_, kind)| **kind == Some(Kind::Policy)).map(|(subject, _)| subject).collect();
        let has_known_field = kinds.iter().enumerate().any(|(index, kind)| {
            document.value_or_part(index).is_some_and(|part| match kind.unwrap_or_else(|| guess(part)) {
                Kind::Spec => decode::is_probably_spec(part),
                Kind::Target => decode::is_probably_target(part),
                Kind::Targets => match part.open() {
                    Layer::List(mut targets) => targets.any(decode::is_probably_target),
                    _ => false,
                },
                _ => true,
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
        let kind = match guess(value) {
            Kind::Spec => manifests::guess_begun(value).unwrap_or(Kind::Spec),
            kind => kind,
        };
        match kind {
            Kind::Spec => Some((Kind::Spec, root.to_string())),
            Kind::Target => Some((Kind::Target, root.to_string())),
            Kind::Targets => {
                let index = pointer_tokens(pointer).next()?;
                Some((Kind::Target, root.key(&index).to_string()))
            }
            _ => manifests::object_around(kind, value, pointer),
        }
    }

    /// Whether a document, or its part before an error, has fields that other programs probably do not have.
    pub fn has_known_field(&self) -> bool {
        self.has_known_field
    }

    /// Whether the text is probably of another program: each document can be read, and none has such fields.
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
