//! Implements the `validation` interface.

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::diagnostic::{Rule, Severity};
use k8s_backup_target::settings::{Level, Levels};
use k8s_backup_target::validation;

use crate::exports::k8s_backup::target::cluster::ClusterBorrow;
use crate::exports::k8s_backup::target::types::{
    Backup, Diagnostic, Edit, PolicyMap, ScheduleConfig, Span, Spec, Target,
};
use crate::exports::k8s_backup::target::validation as wit;
use crate::{Evaluator, all};

impl wit::Guest for Evaluator {
    type Document = validation::CheckedDocument;

    fn check_spec(spec: Spec, cluster: Option<ClusterBorrow<'_>>) -> Vec<Diagnostic> {
        all(validation::check_spec(&spec.into(), cluster.as_ref().map(ClusterBorrow::get::<Cluster>)))
    }

    fn check_target(target: Target, cluster: Option<ClusterBorrow<'_>>) -> Vec<Diagnostic> {
        all(validation::check_target(&target.into(), cluster.as_ref().map(ClusterBorrow::get::<Cluster>)))
    }

    fn check_backup(backup: Backup, cluster: Option<ClusterBorrow<'_>>) -> Vec<Diagnostic> {
        all(validation::check_backup(&backup.into(), cluster.as_ref().map(ClusterBorrow::get::<Cluster>)))
    }

    fn check_text(
        text: String,
        format: wit::DocumentFormat,
        kind: Option<wit::DocumentKind>,
        cluster: Option<ClusterBorrow<'_>>,
        levels: Option<Vec<wit::RuleLevel>>,
    ) -> Vec<Diagnostic> {
        let cluster = cluster.as_ref().map(ClusterBorrow::get::<Cluster>);
        all(validation::check_text(text, format.into(), kind.map(Into::into), cluster, &levels_of(levels)))
    }

    fn format_spec(spec: Spec, format: wit::DocumentFormat) -> String {
        validation::format_spec(&spec.into(), format.into())
    }

    fn describe(spec: Spec, schedule: Option<ScheduleConfig>, cluster: Option<ClusterBorrow<'_>>) -> String {
        let cluster = cluster.as_ref().map(ClusterBorrow::get::<Cluster>);
        validation::describe(&spec.into(), schedule.map(Into::into).as_ref(), cluster)
    }

    fn describe_backup(backup: Backup, cluster: Option<ClusterBorrow<'_>>) -> String {
        validation::describe_backup(&backup.into(), cluster.as_ref().map(ClusterBorrow::get::<Cluster>))
    }

    fn describe_clauses(spec: Spec, cluster: Option<ClusterBorrow<'_>>) -> Option<wit::Clauses> {
        let cluster = cluster.as_ref().map(ClusterBorrow::get::<Cluster>);
        validation::clauses(&spec.into(), cluster).map(Into::into)
    }

    fn json_schema() -> String {
        validation::JSON_SCHEMA.to_owned()
    }

    fn rules() -> Vec<wit::Rule> {
        validation::CATALOGUE.iter().flat_map(|(_, rules)| rules.iter().map(|rule| (*rule).into())).collect()
    }
}

impl wit::GuestDocument for validation::CheckedDocument {
    fn new(
        text: String,
        format: wit::DocumentFormat,
        kind: Option<wit::DocumentKind>,
        cluster: Option<ClusterBorrow<'_>>,
        levels: Option<Vec<wit::RuleLevel>>,
    ) -> Self {
        let cluster = cluster.as_ref().map(ClusterBorrow::get::<Cluster>);
        let levels = levels_of(levels);
        validation::CheckedDocument::read_with_levels(text, format.into(), kind.map(Into::into), cluster, &levels)
    }

    fn diagnostics(&self) -> Vec<Diagnostic> {
        all(self.diagnostics().to_vec())
    }

    fn specs(&self) -> Vec<Spec> {
        all(self.specs().to_vec())
    }

    fn targets(&self) -> Vec<Target> {
        all(self.targets().to_vec())
    }

    fn backups(&self) -> Vec<Backup> {
        all(self.backups().to_vec())
    }

    fn backup_as_spec(&self, index: u32) -> Result<wit::ConvertedSpec, Vec<Diagnostic>> {
        match self.backup_as_spec(index as usize) {
            Ok(converted) => Ok(wit::ConvertedSpec { spec: converted.spec.into(), left_out: all(converted.left_out) }),
            Err(lost) => Err(all(lost)),
        }
    }

    fn policies(&self) -> Vec<PolicyMap> {
        all(self.policies().to_vec())
    }

    fn skipped(&self) -> u32 {
        self.skipped()
    }

    fn locate(&self, subject: u32, pointer: String) -> Option<Span> {
        self.locate(subject, &pointer).map(Into::into)
    }

    fn edit(&self, subject: u32, pointer: String, value: Option<String>) -> Result<Vec<Edit>, Vec<Diagnostic>> {
        self.edit(subject, &pointer, value.as_deref()).map(all).map_err(all)
    }

    fn pointer_at(&self, utf16_offset: u32) -> Option<(u32, String)> {
        self.pointer_at(utf16_offset)
    }
}

fn levels_of(levels: Option<Vec<wit::RuleLevel>>) -> Levels {
    levels.into_iter().flatten().map(|rule| (rule.code, rule.level.into())).collect()
}

impl From<wit::Level> for Level {
    fn from(level: wit::Level) -> Self {
        match level {
            wit::Level::Ignore => Level::Ignore,
            wit::Level::Error => Level::Report(Severity::Error),
            wit::Level::Warning => Level::Report(Severity::Warning),
            wit::Level::Advice => Level::Report(Severity::Advice),
        }
    }
}

impl From<wit::DocumentFormat> for validation::Format {
    fn from(format: wit::DocumentFormat) -> Self {
        match format {
            wit::DocumentFormat::Json => validation::Format::Json,
            wit::DocumentFormat::Yaml => validation::Format::Yaml,
        }
    }
}

impl From<wit::DocumentKind> for validation::Kind {
    fn from(kind: wit::DocumentKind) -> Self {
        match kind {
            wit::DocumentKind::Spec => validation::Kind::Spec,
            wit::DocumentKind::Target => validation::Kind::Target,
            wit::DocumentKind::Targets => validation::Kind::Targets,
            wit::DocumentKind::Databag => validation::Kind::Databag,
            wit::DocumentKind::VeleroBackupConfig => validation::Kind::VeleroBackupConfig,
            wit::DocumentKind::Unit => validation::Kind::Unit,
            wit::DocumentKind::Backup => validation::Kind::Backup,
            wit::DocumentKind::Schedule => validation::Kind::Schedule,
            wit::DocumentKind::HelmValues => validation::Kind::HelmValues,
            wit::DocumentKind::Objects => validation::Kind::Objects,
            wit::DocumentKind::Policy => validation::Kind::Policy,
        }
    }
}

impl From<&Rule> for wit::Rule {
    fn from(rule: &Rule) -> Self {
        wit::Rule {
            code: rule.code.to_owned(),
            severity: rule.severity.into(),
            summary: rule.summary.to_owned(),
            explanation: rule.explanation.to_owned(),
            applies_to: rule.applies_to.to_string(),
            authority: rule.authority.to_string(),
        }
    }
}

impl From<validation::Clauses> for wit::Clauses {
    fn from(clauses: validation::Clauses) -> Self {
        wit::Clauses {
            namespaces: clauses.namespaces.into(),
            namespaced_resources: clauses.namespaced_resources.into(),
            cluster_scoped_resources: clauses.cluster_scoped_resources.into(),
            cluster_scoped_condition: clauses.cluster_scoped_condition.into(),
            namespace_objects: wit::NamespaceObjects {
                named: clauses.namespace_objects.named.into(),
                unless: clauses.namespace_objects.unless.map(Into::into),
                labelled: clauses.namespace_objects.labelled,
                with_objects: clauses.namespace_objects.with_objects.into(),
                skips_inactive: clauses.namespace_objects.skips_inactive,
            },
            brought_along: all(clauses.brought_along),
            label_selector: clauses.label_selector,
            expires_after_seconds: clauses.expires_after_seconds,
        }
    }
}

impl From<validation::NameFilter> for wit::NameFilter {
    fn from(names: validation::NameFilter) -> Self {
        wit::NameFilter { included: names.included, excluded: names.excluded }
    }
}

impl From<validation::BroughtAlong> for wit::BroughtAlong {
    fn from(pair: validation::BroughtAlong) -> Self {
        wit::BroughtAlong { because_of: pair.because_of, group_resource: pair.group_resource }
    }
}

impl From<validation::Condition> for wit::NamespaceCondition {
    fn from(condition: validation::Condition) -> Self {
        match condition {
            validation::Condition::Always => wit::NamespaceCondition::Always,
            validation::Condition::NoNamespaceOptsOut => wit::NamespaceCondition::NoNamespaceOptsOut,
            validation::Condition::AllNamespaces => wit::NamespaceCondition::AllNamespaces,
            validation::Condition::NoNamespace => wit::NamespaceCondition::NoNamespace,
            validation::Condition::AllNamespacesOrNone => wit::NamespaceCondition::AllNamespacesOrNone,
        }
    }
}

impl From<validation::WithObjects> for wit::WithObjects {
    fn from(with_objects: validation::WithObjects) -> Self {
        match with_objects {
            validation::WithObjects::Never => wit::WithObjects::Never,
            validation::WithObjects::Named => wit::WithObjects::Named,
            validation::WithObjects::Any => wit::WithObjects::Any,
        }
    }
}
