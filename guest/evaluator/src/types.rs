//! Implements the `types` interface, which all other interfaces use.

use k8s_backup_target::{diagnostic, model};

use crate::all;
use crate::exports::k8s_backup::target::types as wit;

impl From<wit::Spec> for model::Spec {
    fn from(spec: wit::Spec) -> Self {
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
}

impl From<model::Spec> for wit::Spec {
    fn from(spec: model::Spec) -> Self {
        wit::Spec {
            include_namespaces: spec.include_namespaces,
            include_resources: spec.include_resources,
            exclude_namespaces: spec.exclude_namespaces,
            exclude_resources: spec.exclude_resources,
            include_cluster_resources: spec.include_cluster_resources,
            label_selector: spec.label_selector.map(Vec::from),
            ttl: spec.ttl,
        }
    }
}

impl From<model::Target> for wit::Target {
    fn from(target: model::Target) -> Self {
        wit::Target {
            app: target.app,
            relation_name: target.relation_name,
            model: target.model,
            spec: target.spec.into(),
        }
    }
}

impl From<wit::Relation> for model::Relation {
    fn from(relation: wit::Relation) -> Self {
        model::Relation { id: relation.id, databag: relation.databag.into_iter().collect() }
    }
}

impl From<diagnostic::Severity> for wit::Severity {
    fn from(severity: diagnostic::Severity) -> Self {
        match severity {
            diagnostic::Severity::Error => wit::Severity::Error,
            diagnostic::Severity::Warning => wit::Severity::Warning,
            diagnostic::Severity::Advice => wit::Severity::Advice,
        }
    }
}

impl From<diagnostic::Diagnostic> for wit::Diagnostic {
    fn from(diagnostic: diagnostic::Diagnostic) -> Self {
        wit::Diagnostic {
            code: diagnostic.rule.code.to_owned(),
            severity: diagnostic.severity.into(),
            message: diagnostic.message,
            help: diagnostic.help,
            subject: diagnostic.subject,
            pointer: diagnostic.pointer,
            span: diagnostic.span.map(Into::into),
            fixes: all(diagnostic.fixes),
            related: all(diagnostic.related),
        }
    }
}

impl From<diagnostic::RelatedPlace> for wit::RelatedPlace {
    fn from(place: diagnostic::RelatedPlace) -> Self {
        wit::RelatedPlace {
            message: place.message,
            subject: place.subject,
            pointer: place.pointer,
            span: place.span.map(Into::into),
        }
    }
}

impl From<diagnostic::Fix> for wit::Fix {
    fn from(fix: diagnostic::Fix) -> Self {
        wit::Fix { title: fix.title, edits: all(fix.edits), certain: fix.certain, effect: fix.effect }
    }
}

impl From<diagnostic::Edit> for wit::Edit {
    fn from(edit: diagnostic::Edit) -> Self {
        wit::Edit { span: edit.span.into(), text: edit.text }
    }
}

impl From<diagnostic::Span> for wit::Span {
    fn from(span: diagnostic::Span) -> Self {
        wit::Span { start: span.start.into(), end: span.end.into() }
    }
}

impl From<diagnostic::Position> for wit::Position {
    fn from(position: diagnostic::Position) -> Self {
        wit::Position {
            utf8_offset: position.utf8_offset,
            utf16_offset: position.utf16_offset,
            line: position.line,
            column: position.column,
        }
    }
}

impl From<wit::Target> for model::Target {
    fn from(target: wit::Target) -> Self {
        model::Target {
            app: target.app,
            relation_name: target.relation_name,
            model: target.model,
            spec: target.spec.into(),
        }
    }
}

impl From<wit::ScheduleConfig> for model::ScheduleConfig {
    fn from(config: wit::ScheduleConfig) -> Self {
        model::ScheduleConfig {
            schedule: config.schedule,
            paused: config.paused,
            skip_immediately: config.skip_immediately,
            use_owner_references_in_backup: config.use_owner_references_in_backup,
        }
    }
}

impl From<model::ScheduleConfig> for wit::ScheduleConfig {
    fn from(config: model::ScheduleConfig) -> Self {
        wit::ScheduleConfig {
            schedule: config.schedule,
            paused: config.paused,
            skip_immediately: config.skip_immediately,
            use_owner_references_in_backup: config.use_owner_references_in_backup,
        }
    }
}
