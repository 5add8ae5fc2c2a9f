//! Generated from wit/ by `cargo xtask bindings`.

use k8s_backup_target::document::tree::Value;

use super::fault::Fault;
use super::read::{Members, read_record, read_variant};
use super::resources::{self, Resource, resources};
use super::write::{answer, enumeration, write_record, write_variant};
use crate::Evaluator;
use crate::exports::k8s_backup::target::{cluster, merge, provider, requirer, schedule, selection, types, validation};

resources! {
    cluster::Cluster GuestCluster ClusterBorrow "cluster"
    validation::Document GuestDocument DocumentBorrow "document"
    requirer::Targets GuestTargets TargetsBorrow "targets"
    selection::InventoryReader GuestInventoryReader InventoryReaderBorrow "inventory-reader"
    selection::Inventory GuestInventory InventoryBorrow "inventory"
    selection::Evaluation GuestEvaluation EvaluationBorrow "evaluation"
    selection::Coverage GuestCoverage CoverageBorrow "coverage"
}

read_record! { types::Spec: include_namespaces include_resources exclude_namespaces exclude_resources include_cluster_resources label_selector ttl }
write_record! { types::Spec: include_namespaces include_resources exclude_namespaces exclude_resources include_cluster_resources label_selector ttl }
read_record! { types::Target: app relation_name model spec }
write_record! { types::Target: app relation_name model spec }
read_record! { types::ScheduleConfig: schedule paused skip_immediately use_owner_references_in_backup }
write_record! { types::ScheduleConfig: schedule paused skip_immediately use_owner_references_in_backup }
read_record! { types::LabelRequirement: key operator values }
write_record! { types::LabelRequirement: key operator values }
read_record! { types::Selector: match_labels match_expressions }
write_record! { types::Selector: match_labels match_expressions }
read_record! { types::Filters: included_namespaces excluded_namespaces included_resources excluded_resources include_cluster_resources included_cluster_scoped_resources excluded_cluster_scoped_resources included_namespace_scoped_resources excluded_namespace_scoped_resources label_selector or_label_selectors volume_group_snapshot_label_key }
write_record! { types::Filters: included_namespaces excluded_namespaces included_resources excluded_resources include_cluster_resources included_cluster_scoped_resources excluded_cluster_scoped_resources included_namespace_scoped_resources excluded_namespace_scoped_resources label_selector or_label_selectors volume_group_snapshot_label_key }
read_record! { types::HookSelector: hook selector }
write_record! { types::HookSelector: hook selector }
read_record! { types::VolumeFields: snapshot_volumes snapshot_move_data datamover default_volumes_to_fs_backup default_volumes_to_restic volume_snapshot_locations annotations }
write_record! { types::VolumeFields: snapshot_volumes snapshot_move_data datamover default_volumes_to_fs_backup default_volumes_to_restic volume_snapshot_locations annotations }
read_record! { types::SnapshotLocation: name provider }
write_record! { types::SnapshotLocation: name provider }
read_record! { types::PolicyMap: namespace name data }
write_record! { types::PolicyMap: namespace name data }
read_record! { types::ServerSettings: default_volumes_to_fs_backup default_snapshot_move_data enable_csi snapshot_locations default_snapshot_locations storage_locations nodes agents group_snapshot_driver snapshots_without_handles policies global_policy }
write_record! { types::ServerSettings: default_volumes_to_fs_backup default_snapshot_move_data enable_csi snapshot_locations default_snapshot_locations storage_locations nodes agents group_snapshot_driver snapshots_without_handles policies global_policy }
enumeration! { types::BackupKind: Backup = "backup", Schedule = "schedule", HelmSchedule = "helm-schedule" }
read_record! { types::Backup: kind name namespace filters ttl schedule resource_policy volumes storage_location hook_selectors phase expiration }
write_record! { types::Backup: kind name namespace filters ttl schedule resource_policy volumes storage_location hook_selectors phase expiration }
read_variant! { types::Source: Spec = "spec", Backup = "backup" }
read_record! { types::Relation: id databag }
enumeration! { types::Severity: Error = "error", Warning = "warning", Advice = "advice" }
write_record! { types::Position: utf8_offset utf16_offset line column }
write_record! { types::Span: start end }
write_record! { types::Edit: span text }
write_record! { types::Fix: title edits certain effect }
write_record! { types::RelatedPlace: message subject pointer span }
write_record! { types::Diagnostic: code severity message help subject pointer span fixes related }
read_record! { cluster::ApiResource: group plural singular kind short_names namespaced verbs }
write_record! { cluster::ApiResource: group plural singular kind short_names namespaced verbs }
write_record! { cluster::VeleroRelease: name measured is_default }
enumeration! { validation::DocumentFormat: Json = "json", Yaml = "yaml" }
enumeration! { validation::DocumentKind: Spec = "spec", Target = "target", Targets = "targets", Databag = "databag", VeleroBackupConfig = "velero-backup-config", Unit = "unit", Backup = "backup", Schedule = "schedule", HelmValues = "helm-values", Objects = "objects", Policy = "policy" }
enumeration! { validation::Level: Ignore = "ignore", Error = "error", Warning = "warning", Advice = "advice" }
read_record! { validation::RuleLevel: code level }
write_record! { validation::Rule: code severity summary explanation applies_to authority }
write_record! { validation::ConvertedSpec: spec left_out }
write_record! { validation::NameFilter: included excluded }
enumeration! { validation::NamespaceCondition: Always = "always", NoNamespaceOptsOut = "no-namespace-opts-out", AllNamespaces = "all-namespaces", NoNamespace = "no-namespace", AllNamespacesOrNone = "all-namespaces-or-none" }
enumeration! { validation::WithObjects: Never = "never", Named = "named", Any = "any" }
write_record! { validation::NamespaceObjects: named unless labelled with_objects skips_inactive }
write_record! { validation::BroughtAlong: because_of group_resource }
write_record! { validation::Clauses: namespaces namespaced_resources cluster_scoped_resources cluster_scoped_condition namespace_objects brought_along label_selector expires_after_seconds }
read_record! { provider::Identity: app model relation_name }
enumeration! { provider::OnErrors: Refuse = "refuse", Publish = "publish" }
write_record! { provider::DatabagWrite: relation_id key value changed }
write_variant! { provider::PublishError: NotLeader = "not-leader", NoRelation = "no-relation", Invalid(payload) = "invalid" }
write_record! { requirer::LocatedTarget: relation_id index target }
write_record! { schedule::Window: start end }
write_record! { schedule::Timeline: backups gaps kept_at_once }
write_record! { schedule::PlannedSchedule: index next_runs kept_at_once longest_gap longest_without_backup }
write_record! { schedule::SchedulePlan: schedules diagnostics }
read_record! { merge::VeleroSettings: namespace storage_location volume_snapshot_locations default_volumes_to_fs_backup }
write_record! { merge::VeleroBackupSpec: spec schedule }
write_record! { merge::PlannedWrite: relation_id target_index databag changed }
enumeration! { merge::ManifestKind: Backup = "backup", Schedule = "schedule" }
write_record! { merge::TargetManifest: target_index kind json }
write_record! { merge::MergePlan: writes manifests diagnostics }
write_record! { selection::ObjectRef: group_resource namespace name }
enumeration! { selection::Reason: Selected = "selected", ComesAlong = "comes-along", NamespaceOfSelected = "namespace-of-selected", SpecRefused = "spec-refused", NamespaceNotIncluded = "namespace-not-included", NamespaceExcluded = "namespace-excluded", ResourceNotIncluded = "resource-not-included", ResourceExcluded = "resource-excluded", ClusterScopeExcluded = "cluster-scope-excluded", ClusterScopeNotAutomatic = "cluster-scope-not-automatic", LabelsDoNotMatch = "labels-do-not-match", ExcludeLabel = "exclude-label", SkipAnnotation = "skip-annotation", UnknownResource = "unknown-resource", BeingDeleted = "being-deleted", SaveFailed = "save-failed", PolicyExcluded = "policy-excluded" }
write_record! { selection::Verdict: object included reason pointer brought_by }
enumeration! { selection::OutcomeKind: Completed = "completed", PartiallyFailed = "partially-failed", Failed = "failed", Refused = "refused" }
write_record! { selection::Outcome: kind diagnostics }
write_record! { selection::PodVolumeBackup: pod volume }
write_record! { selection::CsiClaim: claim snapshot_class moved }
write_record! { selection::SavedContents: fs snapshots csi }
enumeration! { selection::Means: FileSystemBackup = "file-system-backup", NativeSnapshot = "native-snapshot", CsiSnapshot = "csi-snapshot" }
enumeration! { selection::Said: Nothing = "nothing", Warning = "warning", Error = "error" }
write_record! { selection::SavedBy: means pod made_with moved decided_by }
write_record! { selection::UnsavedBy: means reason message said pod decided_by depends_on }
write_record! { selection::VolumeVerdict: claim volume pod pod_volume included saved_by unsaved_by why }
write_record! { selection::ContentsCount: claims claims_without_contents claims_not_known contents_without_claim }
write_record! { selection::TargetCoverage: objects persistent_volume_claims claims_with_contents why_nothing }
write_record! { selection::Overlap: object targets }

pub(super) const FUNCTIONS: &[&str] = &[
    "close",
    "cluster.cluster.open",
    "cluster.cluster.diagnostics",
    "cluster.cluster.api-resources",
    "cluster.cluster.resolve",
    "cluster.velero-versions",
    "cluster.parse-api-resources",
    #[cfg(feature = "whole")]
    "validation.check-spec",
    #[cfg(feature = "whole")]
    "validation.check-target",
    #[cfg(feature = "whole")]
    "validation.check-backup",
    "validation.document.new",
    "validation.document.diagnostics",
    "validation.document.specs",
    "validation.document.targets",
    "validation.document.backups",
    "validation.document.backup-as-spec",
    "validation.document.policies",
    "validation.document.skipped",
    "validation.document.locate",
    "validation.document.edit",
    "validation.document.pointer-at",
    #[cfg(feature = "whole")]
    "validation.check-text",
    "validation.format-spec",
    "validation.describe-clauses",
    "validation.describe",
    "validation.describe-backup",
    "validation.json-schema",
    #[cfg(feature = "whole")]
    "validation.rules",
    "provider.publish",
    #[cfg(feature = "whole")]
    "requirer.targets.new",
    #[cfg(feature = "whole")]
    "requirer.targets.is-ready",
    #[cfg(feature = "whole")]
    "requirer.targets.get-backup-spec",
    #[cfg(feature = "whole")]
    "requirer.targets.entries",
    #[cfg(feature = "whole")]
    "requirer.targets.diagnostics",
    #[cfg(feature = "whole")]
    "requirer.find-spec",
    "schedule.check-schedule",
    "schedule.next-runs",
    "schedule.retention",
    "schedule.plan-backups",
    #[cfg(feature = "whole")]
    "merge.merge",
    "merge.to-databag",
    "merge.backup-manifest",
    "merge.schedule-manifest",
    "merge.plan",
    #[cfg(feature = "whole")]
    "selection.inventory-reader.new",
    #[cfg(feature = "whole")]
    "selection.inventory-reader.push",
    #[cfg(feature = "whole")]
    "selection.inventory-reader.finish",
    #[cfg(feature = "whole")]
    "selection.inventory.diagnostics",
    #[cfg(feature = "whole")]
    "selection.inventory.len",
    #[cfg(feature = "whole")]
    "selection.inventory.objects",
    #[cfg(feature = "whole")]
    "selection.inventory.schedules",
    #[cfg(feature = "whole")]
    "selection.inventory.settings",
    #[cfg(feature = "whole")]
    "selection.inventory.matching-namespaces",
    #[cfg(feature = "whole")]
    "selection.parse-settings",
    #[cfg(feature = "whole")]
    "selection.parse-policies",
    #[cfg(feature = "whole")]
    "selection.evaluation.new",
    #[cfg(feature = "whole")]
    "selection.evaluation.step",
    #[cfg(feature = "whole")]
    "selection.evaluation.diagnostics",
    #[cfg(feature = "whole")]
    "selection.evaluation.outcome",
    #[cfg(feature = "whole")]
    "selection.evaluation.included",
    #[cfg(feature = "whole")]
    "selection.evaluation.reasons",
    #[cfg(feature = "whole")]
    "selection.evaluation.verdicts",
    #[cfg(feature = "whole")]
    "selection.evaluation.contents",
    #[cfg(feature = "whole")]
    "selection.evaluation.volume-count",
    #[cfg(feature = "whole")]
    "selection.evaluation.volumes",
    #[cfg(feature = "whole")]
    "selection.evaluation.contents-count",
    #[cfg(feature = "whole")]
    "selection.evaluation.settings",
    #[cfg(feature = "whole")]
    "selection.coverage.new",
    #[cfg(feature = "whole")]
    "selection.coverage.step",
    #[cfg(feature = "whole")]
    "selection.coverage.targets",
    #[cfg(feature = "whole")]
    "selection.coverage.uncovered-claims",
    #[cfg(feature = "whole")]
    "selection.coverage.claims-without-contents",
    #[cfg(feature = "whole")]
    "selection.coverage.uncovered",
    #[cfg(feature = "whole")]
    "selection.coverage.overlapping",
];

pub(super) fn call(function: &str, arguments: Value<'_>) -> Result<Vec<u8>, Fault> {
    Ok(match function {
        "close" => answer(resources::close(arguments)?),
        "cluster.cluster.open" => {
            let mut given = Members::of(arguments, &["api_resources", "velero_version"])?;
            let api_resources = given.value()?;
            let velero_version = given.value()?;
            answer(<<Evaluator as cluster::Guest>::Cluster as cluster::GuestCluster>::open(api_resources, velero_version).map(resources::keep))
        }
        "cluster.cluster.diagnostics" => {
            let mut given = Members::of(arguments, &["self"])?;
            let this = given.resource::<cluster::Cluster>()?;
            answer(<<Evaluator as cluster::Guest>::Cluster as cluster::GuestCluster>::diagnostics(this.guest()))
        }
        "cluster.cluster.api-resources" => {
            let mut given = Members::of(arguments, &["self"])?;
            let this = given.resource::<cluster::Cluster>()?;
            answer(<<Evaluator as cluster::Guest>::Cluster as cluster::GuestCluster>::api_resources(this.guest()))
        }
        "cluster.cluster.resolve" => {
            let mut given = Members::of(arguments, &["self", "name"])?;
            let this = given.resource::<cluster::Cluster>()?;
            let name = given.value()?;
            answer(<<Evaluator as cluster::Guest>::Cluster as cluster::GuestCluster>::resolve(this.guest(), name))
        }
        "cluster.velero-versions" => {
            Members::of(arguments, &[])?;
            answer(<Evaluator as cluster::Guest>::velero_versions())
        }
        "cluster.parse-api-resources" => {
            let mut given = Members::of(arguments, &["text"])?;
            let text = given.value()?;
            answer(<Evaluator as cluster::Guest>::parse_api_resources(text))
        }
        #[cfg(feature = "whole")]
        "validation.check-spec" => {
            let mut given = Members::of(arguments, &["spec", "cluster"])?;
            let spec = given.value()?;
            let cluster = given.optional_resource::<cluster::Cluster>()?;
            answer(<Evaluator as validation::Guest>::check_spec(spec, cluster.as_deref().map(Resource::lend)))
        }
        #[cfg(feature = "whole")]
        "validation.check-target" => {
            let mut given = Members::of(arguments, &["target", "cluster"])?;
            let target = given.value()?;
            let cluster = given.optional_resource::<cluster::Cluster>()?;
            answer(<Evaluator as validation::Guest>::check_target(target, cluster.as_deref().map(Resource::lend)))
        }
        #[cfg(feature = "whole")]
        "validation.check-backup" => {
            let mut given = Members::of(arguments, &["backup", "cluster"])?;
            let backup = given.value()?;
            let cluster = given.optional_resource::<cluster::Cluster>()?;
            answer(<Evaluator as validation::Guest>::check_backup(backup, cluster.as_deref().map(Resource::lend)))
        }
        "validation.document.new" => {
            let mut given = Members::of(arguments, &["text", "format", "kind", "cluster", "levels"])?;
            let text = given.value()?;
            let format = given.value()?;
            let kind = given.value()?;
            let cluster = given.optional_resource::<cluster::Cluster>()?;
            let levels = given.value()?;
            answer(resources::keep(validation::Document::new(<<Evaluator as validation::Guest>::Document as validation::GuestDocument>::new(text, format, kind, cluster.as_deref().map(Resource::lend), levels))))
        }
        "validation.document.diagnostics" => {
            let mut given = Members::of(arguments, &["self"])?;
            let this = given.resource::<validation::Document>()?;
            answer(<<Evaluator as validation::Guest>::Document as validation::GuestDocument>::diagnostics(this.guest()))
        }
        "validation.document.specs" => {
            let mut given = Members::of(arguments, &["self"])?;
            let this = given.resource::<validation::Document>()?;
            answer(<<Evaluator as validation::Guest>::Document as validation::GuestDocument>::specs(this.guest()))
        }
        "validation.document.targets" => {
            let mut given = Members::of(arguments, &["self"])?;
            let this = given.resource::<validation::Document>()?;
            answer(<<Evaluator as validation::Guest>::Document as validation::GuestDocument>::targets(this.guest()))
        }
        "validation.document.backups" => {
            let mut given = Members::of(arguments, &["self"])?;
            let this = given.resource::<validation::Document>()?;
            answer(<<Evaluator as validation::Guest>::Document as validation::GuestDocument>::backups(this.guest()))
        }
        "validation.document.backup-as-spec" => {
            let mut given = Members::of(arguments, &["self", "index"])?;
            let this = given.resource::<validation::Document>()?;
            let index = given.value()?;
            answer(<<Evaluator as validation::Guest>::Document as validation::GuestDocument>::backup_as_spec(this.guest(), index))
        }
        "validation.document.policies" => {
            let mut given = Members::of(arguments, &["self"])?;
            let this = given.resource::<validation::Document>()?;
            answer(<<Evaluator as validation::Guest>::Document as validation::GuestDocument>::policies(this.guest()))
        }
        "validation.document.skipped" => {
            let mut given = Members::of(arguments, &["self"])?;
            let this = given.resource::<validation::Document>()?;
            answer(<<Evaluator as validation::Guest>::Document as validation::GuestDocument>::skipped(this.guest()))
        }
        "validation.document.locate" => {
            let mut given = Members::of(arguments, &["self", "subject", "pointer"])?;
            let this = given.resource::<validation::Document>()?;
            let subject = given.value()?;
            let pointer = given.value()?;
            answer(<<Evaluator as validation::Guest>::Document as validation::GuestDocument>::locate(this.guest(), subject, pointer))
        }
        "validation.document.edit" => {
            let mut given = Members::of(arguments, &["self", "subject", "pointer", "value"])?;
            let this = given.resource::<validation::Document>()?;
            let subject = given.value()?;
            let pointer = given.value()?;
            let value = given.value()?;
            answer(<<Evaluator as validation::Guest>::Document as validation::GuestDocument>::edit(this.guest(), subject, pointer, value))
        }
        "validation.document.pointer-at" => {
            let mut given = Members::of(arguments, &["self", "utf16_offset"])?;
            let this = given.resource::<validation::Document>()?;
            let utf16_offset = given.value()?;
            answer(<<Evaluator as validation::Guest>::Document as validation::GuestDocument>::pointer_at(this.guest(), utf16_offset))
        }
        #[cfg(feature = "whole")]
        "validation.check-text" => {
            let mut given = Members::of(arguments, &["text", "format", "kind", "cluster", "levels"])?;
            let text = given.value()?;
            let format = given.value()?;
            let kind = given.value()?;
            let cluster = given.optional_resource::<cluster::Cluster>()?;
            let levels = given.value()?;
            answer(<Evaluator as validation::Guest>::check_text(text, format, kind, cluster.as_deref().map(Resource::lend), levels))
        }
        "validation.format-spec" => {
            let mut given = Members::of(arguments, &["spec", "format"])?;
            let spec = given.value()?;
            let format = given.value()?;
            answer(<Evaluator as validation::Guest>::format_spec(spec, format))
        }
        "validation.describe-clauses" => {
            let mut given = Members::of(arguments, &["spec", "cluster"])?;
            let spec = given.value()?;
            let cluster = given.optional_resource::<cluster::Cluster>()?;
            answer(<Evaluator as validation::Guest>::describe_clauses(spec, cluster.as_deref().map(Resource::lend)))
        }
        "validation.describe" => {
            let mut given = Members::of(arguments, &["spec", "schedule", "cluster"])?;
            let spec = given.value()?;
            let schedule = given.value()?;
            let cluster = given.optional_resource::<cluster::Cluster>()?;
            answer(<Evaluator as validation::Guest>::describe(spec, schedule, cluster.as_deref().map(Resource::lend)))
        }
        "validation.describe-backup" => {
            let mut given = Members::of(arguments, &["backup", "cluster"])?;
            let backup = given.value()?;
            let cluster = given.optional_resource::<cluster::Cluster>()?;
            answer(<Evaluator as validation::Guest>::describe_backup(backup, cluster.as_deref().map(Resource::lend)))
        }
        "validation.json-schema" => {
            Members::of(arguments, &[])?;
            answer(<Evaluator as validation::Guest>::json_schema())
        }
        #[cfg(feature = "whole")]
        "validation.rules" => {
            Members::of(arguments, &[])?;
            answer(<Evaluator as validation::Guest>::rules())
        }
        "provider.publish" => {
            let mut given = Members::of(arguments, &["identity", "spec", "leader", "relations", "on_errors"])?;
            let identity = given.value()?;
            let spec = given.value()?;
            let leader = given.value()?;
            let relations = given.value()?;
            let on_errors = given.value()?;
            answer(<Evaluator as provider::Guest>::publish(identity, spec, leader, relations, on_errors))
        }
        #[cfg(feature = "whole")]
        "requirer.targets.new" => {
            let mut given = Members::of(arguments, &["relations"])?;
            let relations = given.value()?;
            answer(resources::keep(requirer::Targets::new(<<Evaluator as requirer::Guest>::Targets as requirer::GuestTargets>::new(relations))))
        }
        #[cfg(feature = "whole")]
        "requirer.targets.is-ready" => {
            let mut given = Members::of(arguments, &["self"])?;
            let this = given.resource::<requirer::Targets>()?;
            answer(<<Evaluator as requirer::Guest>::Targets as requirer::GuestTargets>::is_ready(this.guest()))
        }
        #[cfg(feature = "whole")]
        "requirer.targets.get-backup-spec" => {
            let mut given = Members::of(arguments, &["self", "app_name", "endpoint", "model"])?;
            let this = given.resource::<requirer::Targets>()?;
            let app_name = given.value()?;
            let endpoint = given.value()?;
            let model = given.value()?;
            answer(<<Evaluator as requirer::Guest>::Targets as requirer::GuestTargets>::get_backup_spec(this.guest(), app_name, endpoint, model))
        }
        #[cfg(feature = "whole")]
        "requirer.targets.entries" => {
            let mut given = Members::of(arguments, &["self"])?;
            let this = given.resource::<requirer::Targets>()?;
            answer(<<Evaluator as requirer::Guest>::Targets as requirer::GuestTargets>::entries(this.guest()))
        }
        #[cfg(feature = "whole")]
        "requirer.targets.diagnostics" => {
            let mut given = Members::of(arguments, &["self"])?;
            let this = given.resource::<requirer::Targets>()?;
            answer(<<Evaluator as requirer::Guest>::Targets as requirer::GuestTargets>::diagnostics(this.guest()))
        }
        #[cfg(feature = "whole")]
        "requirer.find-spec" => {
            let mut given = Members::of(arguments, &["relations", "app_name", "endpoint", "model"])?;
            let relations = given.value()?;
            let app_name = given.value()?;
            let endpoint = given.value()?;
            let model = given.value()?;
            answer(<Evaluator as requirer::Guest>::find_spec(relations, app_name, endpoint, model))
        }
        "schedule.check-schedule" => {
            let mut given = Members::of(arguments, &["schedule", "velero_version"])?;
            let schedule = given.value()?;
            let velero_version = given.value()?;
            answer(<Evaluator as schedule::Guest>::check_schedule(schedule, velero_version))
        }
        "schedule.next-runs" => {
            let mut given = Members::of(arguments, &["schedule", "after", "count", "velero_version"])?;
            let schedule = given.value()?;
            let after = given.value()?;
            let count = given.value()?;
            let velero_version = given.value()?;
            answer(<Evaluator as schedule::Guest>::next_runs(schedule, after, count, velero_version))
        }
        "schedule.retention" => {
            let mut given = Members::of(arguments, &["schedule", "ttl", "after", "count", "velero_version"])?;
            let schedule = given.value()?;
            let ttl = given.value()?;
            let after = given.value()?;
            let count = given.value()?;
            let velero_version = given.value()?;
            answer(<Evaluator as schedule::Guest>::retention(schedule, ttl, after, count, velero_version))
        }
        "schedule.plan-backups" => {
            let mut given = Members::of(arguments, &["backups", "after", "count", "cluster"])?;
            let backups = given.value()?;
            let after = given.value()?;
            let count = given.value()?;
            let cluster = given.optional_resource::<cluster::Cluster>()?;
            answer(<Evaluator as schedule::Guest>::plan_backups(backups, after, count, cluster.as_deref().map(Resource::lend)))
        }
        #[cfg(feature = "whole")]
        "merge.merge" => {
            let mut given = Members::of(arguments, &["target", "schedule"])?;
            let target = given.value()?;
            let schedule = given.value()?;
            answer(<Evaluator as merge::Guest>::merge(target, schedule))
        }
        "merge.to-databag" => {
            let mut given = Members::of(arguments, &["target", "schedule"])?;
            let target = given.value()?;
            let schedule = given.value()?;
            answer(<Evaluator as merge::Guest>::to_databag(target, schedule))
        }
        "merge.backup-manifest" => {
            let mut given = Members::of(arguments, &["target", "settings", "cluster"])?;
            let target = given.value()?;
            let settings = given.value()?;
            let cluster = given.optional_resource::<cluster::Cluster>()?;
            answer(<Evaluator as merge::Guest>::backup_manifest(target, settings, cluster.as_deref().map(Resource::lend)))
        }
        "merge.schedule-manifest" => {
            let mut given = Members::of(arguments, &["target", "schedule", "settings", "cluster"])?;
            let target = given.value()?;
            let schedule = given.value()?;
            let settings = given.value()?;
            let cluster = given.optional_resource::<cluster::Cluster>()?;
            answer(<Evaluator as merge::Guest>::schedule_manifest(target, schedule, settings, cluster.as_deref().map(Resource::lend)))
        }
        "merge.plan" => {
            let mut given = Members::of(arguments, &["targets", "schedule", "settings", "velero_relations", "cluster"])?;
            let targets = given.value()?;
            let schedule = given.value()?;
            let settings = given.value()?;
            let velero_relations = given.value()?;
            let cluster = given.optional_resource::<cluster::Cluster>()?;
            answer(<Evaluator as merge::Guest>::plan(targets, schedule, settings, velero_relations, cluster.as_deref().map(Resource::lend)))
        }
        #[cfg(feature = "whole")]
        "selection.inventory-reader.new" => {
            let mut given = Members::of(arguments, &["cluster"])?;
            let cluster = given.resource::<cluster::Cluster>()?;
            answer(resources::keep(selection::InventoryReader::new(<<Evaluator as selection::Guest>::InventoryReader as selection::GuestInventoryReader>::new(cluster.lend()))))
        }
        #[cfg(feature = "whole")]
        "selection.inventory-reader.push" => {
            let mut given = Members::of(arguments, &["self", "chunk"])?;
            let this = given.resource::<selection::InventoryReader>()?;
            let chunk = given.value()?;
            answer(<<Evaluator as selection::Guest>::InventoryReader as selection::GuestInventoryReader>::push(this.guest(), chunk))
        }
        #[cfg(feature = "whole")]
        "selection.inventory-reader.finish" => {
            let mut given = Members::of(arguments, &["reader"])?;
            let reader = given.owned::<selection::InventoryReader>()?;
            answer(<<Evaluator as selection::Guest>::InventoryReader as selection::GuestInventoryReader>::finish(resources::take::<selection::InventoryReader>(reader)).map(resources::keep))
        }
        #[cfg(feature = "whole")]
        "selection.inventory.diagnostics" => {
            let mut given = Members::of(arguments, &["self"])?;
            let this = given.resource::<selection::Inventory>()?;
            answer(<<Evaluator as selection::Guest>::Inventory as selection::GuestInventory>::diagnostics(this.guest()))
        }
        #[cfg(feature = "whole")]
        "selection.inventory.len" => {
            let mut given = Members::of(arguments, &["self"])?;
            let this = given.resource::<selection::Inventory>()?;
            answer(<<Evaluator as selection::Guest>::Inventory as selection::GuestInventory>::len(this.guest()))
        }
        #[cfg(feature = "whole")]
        "selection.inventory.objects" => {
            let mut given = Members::of(arguments, &["self", "offset", "limit"])?;
            let this = given.resource::<selection::Inventory>()?;
            let offset = given.value()?;
            let limit = given.value()?;
            answer(<<Evaluator as selection::Guest>::Inventory as selection::GuestInventory>::objects(this.guest(), offset, limit))
        }
        #[cfg(feature = "whole")]
        "selection.inventory.schedules" => {
            let mut given = Members::of(arguments, &["self"])?;
            let this = given.resource::<selection::Inventory>()?;
            answer(<<Evaluator as selection::Guest>::Inventory as selection::GuestInventory>::schedules(this.guest()))
        }
        #[cfg(feature = "whole")]
        "selection.inventory.settings" => {
            let mut given = Members::of(arguments, &["self"])?;
            let this = given.resource::<selection::Inventory>()?;
            answer(<<Evaluator as selection::Guest>::Inventory as selection::GuestInventory>::settings(this.guest()))
        }
        #[cfg(feature = "whole")]
        "selection.inventory.matching-namespaces" => {
            let mut given = Members::of(arguments, &["self", "pattern"])?;
            let this = given.resource::<selection::Inventory>()?;
            let pattern = given.value()?;
            answer(<<Evaluator as selection::Guest>::Inventory as selection::GuestInventory>::matching_namespaces(this.guest(), pattern))
        }
        #[cfg(feature = "whole")]
        "selection.parse-settings" => {
            let mut given = Members::of(arguments, &["text"])?;
            let text = given.value()?;
            answer(<Evaluator as selection::Guest>::parse_settings(text))
        }
        #[cfg(feature = "whole")]
        "selection.parse-policies" => {
            let mut given = Members::of(arguments, &["text"])?;
            let text = given.value()?;
            answer(<Evaluator as selection::Guest>::parse_policies(text))
        }
        #[cfg(feature = "whole")]
        "selection.evaluation.new" => {
            let mut given = Members::of(arguments, &["inventory", "source", "settings"])?;
            let inventory = given.resource::<selection::Inventory>()?;
            let source = given.value()?;
            let settings = given.value()?;
            answer(resources::keep(selection::Evaluation::new(<<Evaluator as selection::Guest>::Evaluation as selection::GuestEvaluation>::new(inventory.lend(), source, settings))))
        }
        #[cfg(feature = "whole")]
        "selection.evaluation.step" => {
            let mut given = Members::of(arguments, &["self", "max_objects"])?;
            let this = given.resource::<selection::Evaluation>()?;
            let max_objects = given.value()?;
            answer(<<Evaluator as selection::Guest>::Evaluation as selection::GuestEvaluation>::step(this.guest(), max_objects))
        }
        #[cfg(feature = "whole")]
        "selection.evaluation.diagnostics" => {
            let mut given = Members::of(arguments, &["self"])?;
            let this = given.resource::<selection::Evaluation>()?;
            answer(<<Evaluator as selection::Guest>::Evaluation as selection::GuestEvaluation>::diagnostics(this.guest()))
        }
        #[cfg(feature = "whole")]
        "selection.evaluation.outcome" => {
            let mut given = Members::of(arguments, &["self"])?;
            let this = given.resource::<selection::Evaluation>()?;
            answer(<<Evaluator as selection::Guest>::Evaluation as selection::GuestEvaluation>::outcome(this.guest()))
        }
        #[cfg(feature = "whole")]
        "selection.evaluation.included" => {
            let mut given = Members::of(arguments, &["self"])?;
            let this = given.resource::<selection::Evaluation>()?;
            answer(<<Evaluator as selection::Guest>::Evaluation as selection::GuestEvaluation>::included(this.guest()))
        }
        #[cfg(feature = "whole")]
        "selection.evaluation.reasons" => {
            let mut given = Members::of(arguments, &["self"])?;
            let this = given.resource::<selection::Evaluation>()?;
            answer(<<Evaluator as selection::Guest>::Evaluation as selection::GuestEvaluation>::reasons(this.guest()))
        }
        #[cfg(feature = "whole")]
        "selection.evaluation.verdicts" => {
            let mut given = Members::of(arguments, &["self", "offset", "limit"])?;
            let this = given.resource::<selection::Evaluation>()?;
            let offset = given.value()?;
            let limit = given.value()?;
            answer(<<Evaluator as selection::Guest>::Evaluation as selection::GuestEvaluation>::verdicts(this.guest(), offset, limit))
        }
        #[cfg(feature = "whole")]
        "selection.evaluation.contents" => {
            let mut given = Members::of(arguments, &["self"])?;
            let this = given.resource::<selection::Evaluation>()?;
            answer(<<Evaluator as selection::Guest>::Evaluation as selection::GuestEvaluation>::contents(this.guest()))
        }
        #[cfg(feature = "whole")]
        "selection.evaluation.volume-count" => {
            let mut given = Members::of(arguments, &["self"])?;
            let this = given.resource::<selection::Evaluation>()?;
            answer(<<Evaluator as selection::Guest>::Evaluation as selection::GuestEvaluation>::volume_count(this.guest()))
        }
        #[cfg(feature = "whole")]
        "selection.evaluation.volumes" => {
            let mut given = Members::of(arguments, &["self", "offset", "limit"])?;
            let this = given.resource::<selection::Evaluation>()?;
            let offset = given.value()?;
            let limit = given.value()?;
            answer(<<Evaluator as selection::Guest>::Evaluation as selection::GuestEvaluation>::volumes(this.guest(), offset, limit))
        }
        #[cfg(feature = "whole")]
        "selection.evaluation.contents-count" => {
            let mut given = Members::of(arguments, &["self"])?;
            let this = given.resource::<selection::Evaluation>()?;
            answer(<<Evaluator as selection::Guest>::Evaluation as selection::GuestEvaluation>::contents_count(this.guest()))
        }
        #[cfg(feature = "whole")]
        "selection.evaluation.settings" => {
            let mut given = Members::of(arguments, &["self"])?;
            let this = given.resource::<selection::Evaluation>()?;
            answer(<<Evaluator as selection::Guest>::Evaluation as selection::GuestEvaluation>::settings(this.guest()))
        }
        #[cfg(feature = "whole")]
        "selection.coverage.new" => {
            let mut given = Members::of(arguments, &["inventory", "targets", "at", "settings"])?;
            let inventory = given.resource::<selection::Inventory>()?;
            let targets = given.value()?;
            let at = given.value()?;
            let settings = given.value()?;
            answer(resources::keep(selection::Coverage::new(<<Evaluator as selection::Guest>::Coverage as selection::GuestCoverage>::new(inventory.lend(), targets, at, settings))))
        }
        #[cfg(feature = "whole")]
        "selection.coverage.step" => {
            let mut given = Members::of(arguments, &["self", "max_objects"])?;
            let this = given.resource::<selection::Coverage>()?;
            let max_objects = given.value()?;
            answer(<<Evaluator as selection::Guest>::Coverage as selection::GuestCoverage>::step(this.guest(), max_objects))
        }
        #[cfg(feature = "whole")]
        "selection.coverage.targets" => {
            let mut given = Members::of(arguments, &["self"])?;
            let this = given.resource::<selection::Coverage>()?;
            answer(<<Evaluator as selection::Guest>::Coverage as selection::GuestCoverage>::targets(this.guest()))
        }
        #[cfg(feature = "whole")]
        "selection.coverage.uncovered-claims" => {
            let mut given = Members::of(arguments, &["self", "offset", "limit"])?;
            let this = given.resource::<selection::Coverage>()?;
            let offset = given.value()?;
            let limit = given.value()?;
            answer(<<Evaluator as selection::Guest>::Coverage as selection::GuestCoverage>::uncovered_claims(this.guest(), offset, limit))
        }
        #[cfg(feature = "whole")]
        "selection.coverage.claims-without-contents" => {
            let mut given = Members::of(arguments, &["self", "offset", "limit"])?;
            let this = given.resource::<selection::Coverage>()?;
            let offset = given.value()?;
            let limit = given.value()?;
            answer(<<Evaluator as selection::Guest>::Coverage as selection::GuestCoverage>::claims_without_contents(this.guest(), offset, limit))
        }
        #[cfg(feature = "whole")]
        "selection.coverage.uncovered" => {
            let mut given = Members::of(arguments, &["self", "offset", "limit"])?;
            let this = given.resource::<selection::Coverage>()?;
            let offset = given.value()?;
            let limit = given.value()?;
            answer(<<Evaluator as selection::Guest>::Coverage as selection::GuestCoverage>::uncovered(this.guest(), offset, limit))
        }
        #[cfg(feature = "whole")]
        "selection.coverage.overlapping" => {
            let mut given = Members::of(arguments, &["self", "offset", "limit"])?;
            let this = given.resource::<selection::Coverage>()?;
            let offset = given.value()?;
            let limit = given.value()?;
            answer(<<Evaluator as selection::Guest>::Coverage as selection::GuestCoverage>::overlapping(this.guest(), offset, limit))
        }
        _ => return Err(Fault::unknown_function(function)),
    })
}
