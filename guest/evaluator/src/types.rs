//! Implements the `types` interface, which all other interfaces use.

use k8s_backup_target::velero::{backup, filters, server};
use k8s_backup_target::{diagnostic, model, selection};

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

impl From<wit::Selector> for filters::Selector {
    fn from(selector: wit::Selector) -> Self {
        filters::Selector {
            match_labels: selector.match_labels.into_iter().collect(),
            match_expressions: all(selector.match_expressions),
        }
    }
}

impl From<filters::Selector> for wit::Selector {
    fn from(selector: filters::Selector) -> Self {
        wit::Selector { match_labels: selector.match_labels.into(), match_expressions: all(selector.match_expressions) }
    }
}

impl From<wit::LabelRequirement> for filters::Expression {
    fn from(wit::LabelRequirement { key, operator, values }: wit::LabelRequirement) -> Self {
        filters::Expression { key, operator, values }
    }
}

impl From<filters::Expression> for wit::LabelRequirement {
    fn from(filters::Expression { key, operator, values }: filters::Expression) -> Self {
        wit::LabelRequirement { key, operator, values }
    }
}

impl From<wit::BackupKind> for filters::Dialect {
    fn from(kind: wit::BackupKind) -> Self {
        match kind {
            wit::BackupKind::Backup => filters::Dialect::Backup,
            wit::BackupKind::Schedule => filters::Dialect::Schedule,
            wit::BackupKind::HelmSchedule => filters::Dialect::HelmSchedule,
        }
    }
}

impl From<filters::Filters> for wit::Filters {
    fn from(filters: filters::Filters) -> Self {
        wit::Filters {
            included_namespaces: filters.included_namespaces,
            excluded_namespaces: filters.excluded_namespaces,
            included_resources: filters.included_resources,
            excluded_resources: filters.excluded_resources,
            include_cluster_resources: filters.include_cluster_resources,
            included_cluster_scoped_resources: filters.included_cluster_scoped_resources,
            excluded_cluster_scoped_resources: filters.excluded_cluster_scoped_resources,
            included_namespace_scoped_resources: filters.included_namespace_scoped_resources,
            excluded_namespace_scoped_resources: filters.excluded_namespace_scoped_resources,
            label_selector: filters.label_selector.map(Into::into),
            or_label_selectors: filters.or_label_selectors.map(all),
            volume_group_snapshot_label_key: filters.volume_group_snapshot_label_key,
        }
    }
}

fn filters_of(filters: wit::Filters, dialect: filters::Dialect) -> filters::Filters {
    filters::Filters {
        dialect,
        included_namespaces: filters.included_namespaces,
        excluded_namespaces: filters.excluded_namespaces,
        included_resources: filters.included_resources,
        excluded_resources: filters.excluded_resources,
        include_cluster_resources: filters.include_cluster_resources,
        included_cluster_scoped_resources: filters.included_cluster_scoped_resources,
        excluded_cluster_scoped_resources: filters.excluded_cluster_scoped_resources,
        included_namespace_scoped_resources: filters.included_namespace_scoped_resources,
        excluded_namespace_scoped_resources: filters.excluded_namespace_scoped_resources,
        label_selector: filters.label_selector.map(Into::into),
        or_label_selectors: filters.or_label_selectors.map(all),
        volume_group_snapshot_label_key: filters.volume_group_snapshot_label_key,
    }
}

impl From<wit::Backup> for backup::Backup {
    fn from(backup: wit::Backup) -> Self {
        backup::Backup {
            name: backup.name,
            namespace: backup.namespace,
            filters: filters_of(backup.filters, backup.kind.into()),
            ttl: backup.ttl,
            schedule: backup.schedule.map(Into::into),
            resource_policy: backup.resource_policy,
            volumes: backup.volumes.map(Into::into).unwrap_or_default(),
            storage_location: backup.storage_location,
            hook_selectors: backup
                .hook_selectors
                .into_iter()
                .map(|wit::HookSelector { hook, selector }| (hook, selector.into()))
                .collect(),
            status: backup::Status { phase: backup.phase, expiration: backup.expiration },
        }
    }
}

impl From<backup::Backup> for wit::Backup {
    fn from(backup: backup::Backup) -> Self {
        let kind = match backup.filters.dialect {
            filters::Dialect::Spec | filters::Dialect::Backup => wit::BackupKind::Backup,
            filters::Dialect::Schedule => wit::BackupKind::Schedule,
            filters::Dialect::HelmSchedule => wit::BackupKind::HelmSchedule,
        };
        wit::Backup {
            kind,
            name: backup.name,
            namespace: backup.namespace,
            filters: backup.filters.into(),
            ttl: backup.ttl,
            schedule: backup.schedule.map(Into::into),
            resource_policy: backup.resource_policy,
            volumes: Some(backup.volumes).filter(|fields| *fields != backup::VolumeFields::default()).map(Into::into),
            storage_location: backup.storage_location,
            hook_selectors: backup
                .hook_selectors
                .into_iter()
                .map(|(hook, selector)| wit::HookSelector { hook, selector: selector.into() })
                .collect(),
            phase: backup.status.phase,
            expiration: backup.status.expiration,
        }
    }
}

impl From<wit::Source> for selection::Source {
    fn from(source: wit::Source) -> Self {
        match source {
            wit::Source::Spec(spec) => selection::Source::Spec(spec.into()),
            wit::Source::Backup(backup) => selection::Source::Backup(Box::new(backup.into())),
        }
    }
}

impl From<wit::VolumeFields> for backup::VolumeFields {
    fn from(given: wit::VolumeFields) -> Self {
        backup::VolumeFields {
            snapshot_volumes: given.snapshot_volumes,
            snapshot_move_data: given.snapshot_move_data,
            datamover: given.datamover,
            default_volumes_to_fs_backup: given.default_volumes_to_fs_backup,
            default_volumes_to_restic: given.default_volumes_to_restic,
            volume_snapshot_locations: given.volume_snapshot_locations,
            annotations: given.annotations,
        }
    }
}

impl From<backup::VolumeFields> for wit::VolumeFields {
    fn from(given: backup::VolumeFields) -> Self {
        wit::VolumeFields {
            snapshot_volumes: given.snapshot_volumes,
            snapshot_move_data: given.snapshot_move_data,
            datamover: given.datamover,
            default_volumes_to_fs_backup: given.default_volumes_to_fs_backup,
            default_volumes_to_restic: given.default_volumes_to_restic,
            volume_snapshot_locations: given.volume_snapshot_locations,
            annotations: given.annotations,
        }
    }
}

impl From<wit::SnapshotLocation> for server::SnapshotLocation {
    fn from(given: wit::SnapshotLocation) -> Self {
        server::SnapshotLocation { name: given.name, provider: given.provider }
    }
}

impl From<wit::PolicyMap> for server::PolicyMap {
    fn from(given: wit::PolicyMap) -> Self {
        server::PolicyMap { namespace: given.namespace, name: given.name, data: given.data }
    }
}

impl From<wit::ServerSettings> for server::ServerSettings {
    fn from(given: wit::ServerSettings) -> Self {
        server::ServerSettings {
            default_volumes_to_fs_backup: given.default_volumes_to_fs_backup,
            default_snapshot_move_data: given.default_snapshot_move_data,
            enable_csi: given.enable_csi,
            snapshot_locations: given.snapshot_locations.map(all),
            default_snapshot_locations: given.default_snapshot_locations,
            storage_locations: given.storage_locations,
            nodes: given.nodes,
            agents: given.agents,
            group_snapshot_driver: given.group_snapshot_driver,
            snapshots_without_handles: given.snapshots_without_handles,
            policies: all(given.policies),
            global_policy: given.global_policy.map(Into::into),
        }
    }
}

impl From<server::SnapshotLocation> for wit::SnapshotLocation {
    fn from(given: server::SnapshotLocation) -> Self {
        wit::SnapshotLocation { name: given.name, provider: given.provider }
    }
}

impl From<server::PolicyMap> for wit::PolicyMap {
    fn from(given: server::PolicyMap) -> Self {
        wit::PolicyMap { namespace: given.namespace, name: given.name, data: given.data }
    }
}

impl From<server::ServerSettings> for wit::ServerSettings {
    fn from(given: server::ServerSettings) -> Self {
        wit::ServerSettings {
            default_volumes_to_fs_backup: given.default_volumes_to_fs_backup,
            default_snapshot_move_data: given.default_snapshot_move_data,
            enable_csi: given.enable_csi,
            snapshot_locations: given.snapshot_locations.map(all),
            default_snapshot_locations: given.default_snapshot_locations,
            storage_locations: given.storage_locations,
            nodes: given.nodes,
            agents: given.agents,
            group_snapshot_driver: given.group_snapshot_driver,
            snapshots_without_handles: given.snapshots_without_handles,
            policies: all(given.policies),
            global_policy: given.global_policy.map(Into::into),
        }
    }
}
