// Code generated from wit/ by `cargo xtask bindings`; DO NOT EDIT.

package backuptarget

import (
	"context"
	"time"
)

// OpenCluster returns a cluster that serves the built-in Kubernetes kinds and the given ones.
//
// A given kind replaces the built-in kind of the same group and plural. If kinds are given, any other name is an
// unknown kind.
//
// The version of [WithVeleroVersion] is a version such as "1.18", "v1.17.2" or "next"; VeleroVersions lists the
// releases. Without it, the default release is used, and checks also report what differs between the releases. The
// errors are a version that is not known, and kinds that a cluster cannot serve. The subject of such a kind is its
// index.
//
// Options: [WithVeleroVersion].
func OpenCluster(ctx context.Context, apiResources []APIResource, opts ...VersionOption) (*Cluster, error) {
	return shared.OpenCluster(ctx, apiResources, opts...)
}

// OpenCluster is the function of the package, with this evaluator.
func (e *Evaluator) OpenCluster(ctx context.Context, apiResources []APIResource, opts ...VersionOption) (*Cluster, error) {
	o := collect(opts)
	w := newWriter()
	w.raw(`{"api_resources":`)
	writeList(apiResources, w, (*APIResource).write)
	w.raw(`,"velero_version":`)
	writeOption(o.veleroVersion, w, writeText)
	w.raw(`}`)
	made := new(Cluster)
	if err := e.make(ctx, "cluster.cluster.open", w, nil, &made.resource); err != nil {
		return nil, err
	}
	return made, nil
}

// VeleroVersions returns the known releases of Velero, from the oldest to the newest.
func VeleroVersions(ctx context.Context) ([]VeleroRelease, error) {
	return shared.VeleroVersions(ctx)
}

// VeleroVersions is the function of the package, with this evaluator.
func (e *Evaluator) VeleroVersions(ctx context.Context) ([]VeleroRelease, error) {
	w := newWriter()
	w.raw(`{}`)
	answer, err := e.call(ctx, "cluster.velero-versions", w, nil)
	return valueOf(answer, err, func(to *[]VeleroRelease, r *reader) { readList(to, r, (*VeleroRelease).read) })
}

// ParseAPIResources parses the output of `kubectl api-resources`, with or without `-o wide` or `-o json`, or the JSON
// of API discovery. Returns all errors, each with its line.
func ParseAPIResources(ctx context.Context, text string) ([]APIResource, error) {
	return shared.ParseAPIResources(ctx, text)
}

// ParseAPIResources is the function of the package, with this evaluator.
func (e *Evaluator) ParseAPIResources(ctx context.Context, text string) ([]APIResource, error) {
	w := newWriter()
	w.raw(`{"text":`)
	w.text(text)
	w.raw(`}`)
	answer, err := e.call(ctx, "cluster.parse-api-resources", w, nil)
	return resultOf(answer, err, func(to *[]APIResource, r *reader) { readList(to, r, (*APIResource).read) }, readRefusal)
}

// CheckSpec checks a spec, and returns all diagnostics.
//
// Without a cluster, only the built-in Kubernetes kinds are known. Other names can be custom resources. Without a
// version of Velero, differences between its releases are reported too.
//
// Options: [WithCluster].
func CheckSpec(ctx context.Context, spec Spec, opts ...ClusterOption) (Diagnostics, error) {
	return shared.CheckSpec(ctx, spec, opts...)
}

// CheckSpec is the function of the package, with this evaluator.
func (e *Evaluator) CheckSpec(ctx context.Context, spec Spec, opts ...ClusterOption) (Diagnostics, error) {
	o := collect(opts)
	w := newWriter()
	w.raw(`{"spec":`)
	spec.write(w)
	w.raw(`,"cluster":`)
	w.handle(o.cluster.handle())
	w.raw(`}`)
	answer, err := e.call(ctx, "validation.check-spec", w, o.cluster.handle())
	return valueOf(answer, err, func(to *Diagnostics, r *reader) { readList(to, r, (*Diagnostic).read) })
}

// CheckTarget checks a target and its spec, and returns all diagnostics.
//
// Options: [WithCluster].
func CheckTarget(ctx context.Context, target Target, opts ...ClusterOption) (Diagnostics, error) {
	return shared.CheckTarget(ctx, target, opts...)
}

// CheckTarget is the function of the package, with this evaluator.
func (e *Evaluator) CheckTarget(ctx context.Context, target Target, opts ...ClusterOption) (Diagnostics, error) {
	o := collect(opts)
	w := newWriter()
	w.raw(`{"target":`)
	target.write(w)
	w.raw(`,"cluster":`)
	w.handle(o.cluster.handle())
	w.raw(`}`)
	answer, err := e.call(ctx, "validation.check-target", w, o.cluster.handle())
	return valueOf(answer, err, func(to *Diagnostics, r *reader) { readList(to, r, (*Diagnostic).read) })
}

// CheckBackup checks a Backup or a Schedule, and returns all diagnostics.
//
// Pointers are paths in its manifest: `/spec/ttl`.
//
// Options: [WithCluster].
func CheckBackup(ctx context.Context, backup Backup, opts ...ClusterOption) (Diagnostics, error) {
	return shared.CheckBackup(ctx, backup, opts...)
}

// CheckBackup is the function of the package, with this evaluator.
func (e *Evaluator) CheckBackup(ctx context.Context, backup Backup, opts ...ClusterOption) (Diagnostics, error) {
	o := collect(opts)
	w := newWriter()
	w.raw(`{"backup":`)
	backup.write(w)
	w.raw(`,"cluster":`)
	w.handle(o.cluster.handle())
	w.raw(`}`)
	answer, err := e.call(ctx, "validation.check-backup", w, o.cluster.handle())
	return valueOf(answer, err, func(to *Diagnostics, r *reader) { readList(to, r, (*Diagnostic).read) })
}

// ReadDocument reads and checks a text.
//
// It never fails: what cannot be read is a diagnostic, and everything else is checked.
//
// Levels change how rules are reported. In YAML, a comment ignores diagnostics of its line, or of the next line with a
// value if it is on a line of its own: `# k8s-backup-target: ignore CODE`. A comment that ignores nothing is a
// warning.
//
// Options: [WithCluster], [WithKind], [WithLevels].
func ReadDocument(ctx context.Context, text string, format Format, opts ...TextOption) (*Document, error) {
	return shared.ReadDocument(ctx, text, format, opts...)
}

// ReadDocument is the function of the package, with this evaluator.
func (e *Evaluator) ReadDocument(ctx context.Context, text string, format Format, opts ...TextOption) (*Document, error) {
	o := collect(opts)
	w := newWriter()
	w.raw(`{"text":`)
	w.text(text)
	w.raw(`,"format":`)
	w.text(string(format))
	w.raw(`,"kind":`)
	writeOption(o.kind, w, writeWord[DocumentKind])
	w.raw(`,"cluster":`)
	w.handle(o.cluster.handle())
	w.raw(`,"levels":`)
	writeOptionalList(o.levels, w, (*RuleLevel).write)
	w.raw(`}`)
	made := new(Document)
	if err := e.make(ctx, "validation.document.new", w, o.cluster.handle(), &made.resource); err != nil {
		return nil, err
	}
	return made, nil
}

// CheckText checks a text, and returns the diagnostics of its Document.
//
// It is for callers that need only the diagnostics.
//
// Options: [WithCluster], [WithKind], [WithLevels].
func CheckText(ctx context.Context, text string, format Format, opts ...TextOption) (Diagnostics, error) {
	return shared.CheckText(ctx, text, format, opts...)
}

// CheckText is the function of the package, with this evaluator.
func (e *Evaluator) CheckText(ctx context.Context, text string, format Format, opts ...TextOption) (Diagnostics, error) {
	o := collect(opts)
	w := newWriter()
	w.raw(`{"text":`)
	w.text(text)
	w.raw(`,"format":`)
	w.text(string(format))
	w.raw(`,"kind":`)
	writeOption(o.kind, w, writeWord[DocumentKind])
	w.raw(`,"cluster":`)
	w.handle(o.cluster.handle())
	w.raw(`,"levels":`)
	writeOptionalList(o.levels, w, (*RuleLevel).write)
	w.raw(`}`)
	answer, err := e.call(ctx, "validation.check-text", w, o.cluster.handle())
	return valueOf(answer, err, func(to *Diagnostics, r *reader) { readList(to, r, (*Diagnostic).read) })
}

// FormatSpec formats a spec as the text of a file: the fields that are set, in the interface's order. Parsing the text
// returns the same spec.
func FormatSpec(ctx context.Context, spec Spec, format Format) (string, error) {
	return shared.FormatSpec(ctx, spec, format)
}

// FormatSpec is the function of the package, with this evaluator.
func (e *Evaluator) FormatSpec(ctx context.Context, spec Spec, format Format) (string, error) {
	w := newWriter()
	w.raw(`{"spec":`)
	spec.write(w)
	w.raw(`,"format":`)
	w.text(string(format))
	w.raw(`}`)
	answer, err := e.call(ctx, "validation.format-spec", w, nil)
	return valueOf(answer, err, readText)
}

// DescribeClauses returns what a spec saves, as data.
//
// It is nil if Velero refuses the spec, or its backups fail. The cluster gives the kinds and the release of Velero.
// Without it, only the built-in Kubernetes kinds are known, and the default release is used.
//
// Options: [WithCluster].
func DescribeClauses(ctx context.Context, spec Spec, opts ...ClusterOption) (*Clauses, error) {
	return shared.DescribeClauses(ctx, spec, opts...)
}

// DescribeClauses is the function of the package, with this evaluator.
func (e *Evaluator) DescribeClauses(ctx context.Context, spec Spec, opts ...ClusterOption) (*Clauses, error) {
	o := collect(opts)
	w := newWriter()
	w.raw(`{"spec":`)
	spec.write(w)
	w.raw(`,"cluster":`)
	w.handle(o.cluster.handle())
	w.raw(`}`)
	answer, err := e.call(ctx, "validation.describe-clauses", w, o.cluster.handle())
	return valueOf(answer, err, func(to **Clauses, r *reader) { readOption(to, r, (*Clauses).read) })
}

// Describe describes a spec, and its schedule, in some sentences: its clauses, when it runs, and when its backups
// expire.
//
// If the spec or the schedule is refused, it says why nothing is backed up. The cluster is as in DescribeClauses.
//
// Options: [WithCluster], [WithSchedule].
func Describe(ctx context.Context, spec Spec, opts ...DescribeOption) (string, error) {
	return shared.Describe(ctx, spec, opts...)
}

// Describe is the function of the package, with this evaluator.
func (e *Evaluator) Describe(ctx context.Context, spec Spec, opts ...DescribeOption) (string, error) {
	o := collect(opts)
	w := newWriter()
	w.raw(`{"spec":`)
	spec.write(w)
	w.raw(`,"schedule":`)
	writeOption(o.schedule, w, (*ScheduleConfig).write)
	w.raw(`,"cluster":`)
	w.handle(o.cluster.handle())
	w.raw(`}`)
	answer, err := e.call(ctx, "validation.describe", w, o.cluster.handle())
	return valueOf(answer, err, readText)
}

// DescribeBackup describes a Backup, or a Schedule and its next backup, in the same way.
//
// Options: [WithCluster].
func DescribeBackup(ctx context.Context, backup Backup, opts ...ClusterOption) (string, error) {
	return shared.DescribeBackup(ctx, backup, opts...)
}

// DescribeBackup is the function of the package, with this evaluator.
func (e *Evaluator) DescribeBackup(ctx context.Context, backup Backup, opts ...ClusterOption) (string, error) {
	o := collect(opts)
	w := newWriter()
	w.raw(`{"backup":`)
	backup.write(w)
	w.raw(`,"cluster":`)
	w.handle(o.cluster.handle())
	w.raw(`}`)
	answer, err := e.call(ctx, "validation.describe-backup", w, o.cluster.handle())
	return valueOf(answer, err, readText)
}

// JSONSchema returns the JSON Schema (2020-12) of a spec, for editors.
func JSONSchema(ctx context.Context) (string, error) {
	return shared.JSONSchema(ctx)
}

// JSONSchema is the function of the package, with this evaluator.
func (e *Evaluator) JSONSchema(ctx context.Context) (string, error) {
	w := newWriter()
	w.raw(`{}`)
	answer, err := e.call(ctx, "validation.json-schema", w, nil)
	return valueOf(answer, err, readText)
}

// Rules returns all rules, by subject.
func Rules(ctx context.Context) ([]Rule, error) {
	return shared.Rules(ctx)
}

// Rules is the function of the package, with this evaluator.
func (e *Evaluator) Rules(ctx context.Context) ([]Rule, error) {
	w := newWriter()
	w.raw(`{}`)
	answer, err := e.call(ctx, "validation.rules", w, nil)
	return valueOf(answer, err, func(to *[]Rule, r *reader) { readList(to, r, (*Rule).read) })
}

// Publish returns what the leader must write into each relation, in the order of the relations.
//
// relations are all relations with the identity's relation name, each with the application's own databag. The checks
// are, in this order: the unit is the leader, a relation exists, and, with `refuse`, the spec has no errors.
func Publish(ctx context.Context, identity Identity, spec Spec, leader bool, relations []Relation, onErrors OnErrors) ([]DatabagWrite, error) {
	return shared.Publish(ctx, identity, spec, leader, relations, onErrors)
}

// Publish is the function of the package, with this evaluator.
func (e *Evaluator) Publish(ctx context.Context, identity Identity, spec Spec, leader bool, relations []Relation, onErrors OnErrors) ([]DatabagWrite, error) {
	w := newWriter()
	w.raw(`{"identity":`)
	identity.write(w)
	w.raw(`,"spec":`)
	spec.write(w)
	w.raw(`,"leader":`)
	w.bool(leader)
	w.raw(`,"relations":`)
	writeList(relations, w, (*Relation).write)
	w.raw(`,"on_errors":`)
	w.text(string(onErrors))
	w.raw(`}`)
	answer, err := e.call(ctx, "provider.publish", w, nil)
	return resultOf(answer, err, func(to *[]DatabagWrite, r *reader) { readList(to, r, (*DatabagWrite).read) }, readPublishError)
}

// ReadTargets reads the providers' databags. It never fails. If a part of a relation cannot be read, the relation has
// no targets, as in the reference, and Diagnostics gives the reason.
func ReadTargets(ctx context.Context, relations []Relation) (*Targets, error) {
	return shared.ReadTargets(ctx, relations)
}

// ReadTargets is the function of the package, with this evaluator.
func (e *Evaluator) ReadTargets(ctx context.Context, relations []Relation) (*Targets, error) {
	w := newWriter()
	w.raw(`{"relations":`)
	writeList(relations, w, (*Relation).write)
	w.raw(`}`)
	made := new(Targets)
	if err := e.make(ctx, "requirer.targets.new", w, nil, &made.resource); err != nil {
		return nil, err
	}
	return made, nil
}

// FindSpec returns the first match, as GetBackupSpec of Targets does. It is for callers that look up one spec.
func FindSpec(ctx context.Context, relations []Relation, appName string, endpoint string, model string) (*Spec, error) {
	return shared.FindSpec(ctx, relations, appName, endpoint, model)
}

// FindSpec is the function of the package, with this evaluator.
func (e *Evaluator) FindSpec(ctx context.Context, relations []Relation, appName string, endpoint string, model string) (*Spec, error) {
	w := newWriter()
	w.raw(`{"relations":`)
	writeList(relations, w, (*Relation).write)
	w.raw(`,"app_name":`)
	w.text(appName)
	w.raw(`,"endpoint":`)
	w.text(endpoint)
	w.raw(`,"model":`)
	w.text(model)
	w.raw(`}`)
	answer, err := e.call(ctx, "requirer.find-spec", w, nil)
	return valueOf(answer, err, func(to **Spec, r *reader) { readOption(to, r, (*Spec).read) })
}

// CheckSchedule returns what is wrong with a schedule: why Velero or the integrator refuses it, and what has no effect
// or is probably a mistake.
//
// Pointers are paths in the configuration: `/schedule`.
//
// Here and below, the version of [WithVeleroVersion] is a version of Velero, as for [OpenCluster]. Without it, the
// default release is used. A version that is not known is an error.
//
// Options: [WithVeleroVersion].
func CheckSchedule(ctx context.Context, schedule ScheduleConfig, opts ...VersionOption) (Diagnostics, error) {
	return shared.CheckSchedule(ctx, schedule, opts...)
}

// CheckSchedule is the function of the package, with this evaluator.
func (e *Evaluator) CheckSchedule(ctx context.Context, schedule ScheduleConfig, opts ...VersionOption) (Diagnostics, error) {
	o := collect(opts)
	w := newWriter()
	w.raw(`{"schedule":`)
	schedule.write(w)
	w.raw(`,"velero_version":`)
	writeOption(o.veleroVersion, w, writeText)
	w.raw(`}`)
	answer, err := e.call(ctx, "schedule.check-schedule", w, nil)
	return valueOf(answer, err, func(to *Diagnostics, r *reader) { readList(to, r, (*Diagnostic).read) })
}

// NextRuns returns the Unix seconds of the next runs after a time, as Velero's cron library finds them: robfig/cron
// 3.0.1 before Velero 1.18.3, and go-cron 0.15.0 since.
//
// They are in UTC if the expression has no time zone. There are at most 10,000. There are fewer than count if no run
// follows within five years, or after the year 9999. If the expression matches no time, there are none, but Velero
// creates a backup every minute. The errors say why Velero refuses the expression.
//
// Options: [WithVeleroVersion].
func NextRuns(ctx context.Context, schedule string, after time.Time, count uint32, opts ...VersionOption) ([]UnixTime, error) {
	return shared.NextRuns(ctx, schedule, after, count, opts...)
}

// NextRuns is the function of the package, with this evaluator.
func (e *Evaluator) NextRuns(ctx context.Context, schedule string, after time.Time, count uint32, opts ...VersionOption) ([]UnixTime, error) {
	o := collect(opts)
	w := newWriter()
	w.raw(`{"schedule":`)
	w.text(schedule)
	w.raw(`,"after":`)
	w.time(after)
	w.raw(`,"count":`)
	w.uint32(count)
	w.raw(`,"velero_version":`)
	writeOption(o.veleroVersion, w, writeText)
	w.raw(`}`)
	answer, err := e.call(ctx, "schedule.next-runs", w, nil)
	return resultOf(answer, err, func(to *[]UnixTime, r *reader) { readList(to, r, readInt64[UnixTime]) }, readRefusal)
}

// Retention returns the next runs after a time, and when their backups expire.
//
// If ttl is nil or zero, it is Velero's default of 720 hours. With a negative one, a backup expires at once. The
// errors say why Velero refuses the expression or the ttl.
//
// Options: [WithTTL], [WithVeleroVersion].
func Retention(ctx context.Context, schedule string, after time.Time, count uint32, opts ...RetentionOption) (Timeline, error) {
	return shared.Retention(ctx, schedule, after, count, opts...)
}

// Retention is the function of the package, with this evaluator.
func (e *Evaluator) Retention(ctx context.Context, schedule string, after time.Time, count uint32, opts ...RetentionOption) (Timeline, error) {
	o := collect(opts)
	w := newWriter()
	w.raw(`{"schedule":`)
	w.text(schedule)
	w.raw(`,"ttl":`)
	writeOption(o.ttl, w, writeText)
	w.raw(`,"after":`)
	w.time(after)
	w.raw(`,"count":`)
	w.uint32(count)
	w.raw(`,"velero_version":`)
	writeOption(o.veleroVersion, w, writeText)
	w.raw(`}`)
	answer, err := e.call(ctx, "schedule.retention", w, nil)
	return resultOf(answer, err, (*Timeline).read, readRefusal)
}

// PlanBackups plans the Schedules among Backups and Schedules: their next runs after a time, at most count of each,
// and the backups that they keep.
//
// Velero makes one backup at a time, so Schedules that run at the same minute wait for each other. The cluster gives
// the release of Velero. Without it, the default release is used.
//
// Options: [WithAfter], [WithCluster].
func PlanBackups(ctx context.Context, backups []Backup, count uint32, opts ...PlanOption) (SchedulePlan, error) {
	return shared.PlanBackups(ctx, backups, count, opts...)
}

// PlanBackups is the function of the package, with this evaluator.
func (e *Evaluator) PlanBackups(ctx context.Context, backups []Backup, count uint32, opts ...PlanOption) (SchedulePlan, error) {
	o := collect(opts)
	w := newWriter()
	w.raw(`{"backups":`)
	writeList(backups, w, (*Backup).write)
	w.raw(`,"after":`)
	writeOption(o.after, w, writeTime)
	w.raw(`,"count":`)
	w.uint32(count)
	w.raw(`,"cluster":`)
	w.handle(o.cluster.handle())
	w.raw(`}`)
	answer, err := e.call(ctx, "schedule.plan-backups", w, o.cluster.handle())
	return valueOf(answer, err, (*SchedulePlan).read)
}

// Merge merges a spec with a schedule, as the integrator does. The errors say why the integrator refuses the schedule.
// The spec is not checked.
func Merge(ctx context.Context, target Target, schedule ScheduleConfig) (VeleroBackupSpec, error) {
	return shared.Merge(ctx, target, schedule)
}

// Merge is the function of the package, with this evaluator.
func (e *Evaluator) Merge(ctx context.Context, target Target, schedule ScheduleConfig) (VeleroBackupSpec, error) {
	w := newWriter()
	w.raw(`{"target":`)
	target.write(w)
	w.raw(`,"schedule":`)
	schedule.write(w)
	w.raw(`}`)
	answer, err := e.call(ctx, "merge.merge", w, nil)
	return resultOf(answer, err, (*VeleroBackupSpec).read, readRefusal)
}

// ToDatabag returns the `velero_backup_config` databag. The keys are `spec`, `app`, `relation_name` and `model`, and
// the values have the same bytes as the integrator's. The errors say why the integrator, or the default release of
// Velero, refuses the schedule, or that it never matches.
func ToDatabag(ctx context.Context, target Target, schedule ScheduleConfig) (OrderedMap, error) {
	return shared.ToDatabag(ctx, target, schedule)
}

// ToDatabag is the function of the package, with this evaluator.
func (e *Evaluator) ToDatabag(ctx context.Context, target Target, schedule ScheduleConfig) (OrderedMap, error) {
	w := newWriter()
	w.raw(`{"target":`)
	target.write(w)
	w.raw(`,"schedule":`)
	schedule.write(w)
	w.raw(`}`)
	answer, err := e.call(ctx, "merge.to-databag", w, nil)
	return resultOf(answer, err, readMap, readRefusal)
}

// BackupManifest returns the Velero Backup (velero.io/v1) that the operator creates, as JSON.
//
// The errors say why Velero or Kubernetes refuses it. Their pointers are paths in the target (`/spec/ttl`) or in the
// settings (`/namespace`).
//
// Here and below, the cluster gives the release of Velero. Without it, the default release is used.
//
// Options: [WithCluster].
func BackupManifest(ctx context.Context, target Target, settings VeleroSettings, opts ...ClusterOption) (string, error) {
	return shared.BackupManifest(ctx, target, settings, opts...)
}

// BackupManifest is the function of the package, with this evaluator.
func (e *Evaluator) BackupManifest(ctx context.Context, target Target, settings VeleroSettings, opts ...ClusterOption) (string, error) {
	o := collect(opts)
	w := newWriter()
	w.raw(`{"target":`)
	target.write(w)
	w.raw(`,"settings":`)
	settings.write(w)
	w.raw(`,"cluster":`)
	w.handle(o.cluster.handle())
	w.raw(`}`)
	answer, err := e.call(ctx, "merge.backup-manifest", w, o.cluster.handle())
	return resultOf(answer, err, readText, readRefusal)
}

// ScheduleManifest returns the Velero Schedule (velero.io/v1) that the operator creates, as JSON.
//
// The errors say why Velero or Kubernetes refuses it, or that the configuration has no schedule, or one that never
// matches. Their pointers are paths in the target, the settings or the configuration (`/schedule`).
//
// Options: [WithCluster].
func ScheduleManifest(ctx context.Context, target Target, schedule ScheduleConfig, settings VeleroSettings, opts ...ClusterOption) (string, error) {
	return shared.ScheduleManifest(ctx, target, schedule, settings, opts...)
}

// ScheduleManifest is the function of the package, with this evaluator.
func (e *Evaluator) ScheduleManifest(ctx context.Context, target Target, schedule ScheduleConfig, settings VeleroSettings, opts ...ClusterOption) (string, error) {
	o := collect(opts)
	w := newWriter()
	w.raw(`{"target":`)
	target.write(w)
	w.raw(`,"schedule":`)
	schedule.write(w)
	w.raw(`,"settings":`)
	settings.write(w)
	w.raw(`,"cluster":`)
	w.handle(o.cluster.handle())
	w.raw(`}`)
	answer, err := e.call(ctx, "merge.schedule-manifest", w, o.cluster.handle())
	return resultOf(answer, err, readText, readRefusal)
}

// Plan plans how targets are written into the integrator's velero-backup relations, and what is lost.
//
// Each relation comes with the integrator's own databag. The last target replaces the others in every relation.
//
// Options: [WithCluster].
func Plan(ctx context.Context, targets []Target, schedule ScheduleConfig, settings VeleroSettings, veleroRelations []Relation, opts ...ClusterOption) (MergePlan, error) {
	return shared.Plan(ctx, targets, schedule, settings, veleroRelations, opts...)
}

// Plan is the function of the package, with this evaluator.
func (e *Evaluator) Plan(ctx context.Context, targets []Target, schedule ScheduleConfig, settings VeleroSettings, veleroRelations []Relation, opts ...ClusterOption) (MergePlan, error) {
	o := collect(opts)
	w := newWriter()
	w.raw(`{"targets":`)
	writeList(targets, w, (*Target).write)
	w.raw(`,"schedule":`)
	schedule.write(w)
	w.raw(`,"settings":`)
	settings.write(w)
	w.raw(`,"velero_relations":`)
	writeList(veleroRelations, w, (*Relation).write)
	w.raw(`,"cluster":`)
	w.handle(o.cluster.handle())
	w.raw(`}`)
	answer, err := e.call(ctx, "merge.plan", w, o.cluster.handle())
	return valueOf(answer, err, (*MergePlan).read)
}

// ParseSettings reads the settings of Velero's server from a text in JSON or YAML. The rule `velero-settings` shows
// its members. The errors are all faults of the text.
func ParseSettings(ctx context.Context, text string) (ServerSettings, error) {
	return shared.ParseSettings(ctx, text)
}

// ParseSettings is the function of the package, with this evaluator.
func (e *Evaluator) ParseSettings(ctx context.Context, text string) (ServerSettings, error) {
	w := newWriter()
	w.raw(`{"text":`)
	w.text(text)
	w.raw(`}`)
	answer, err := e.call(ctx, "selection.parse-settings", w, nil)
	return resultOf(answer, err, (*ServerSettings).read, readRefusal)
}

// ParsePolicies reads resource policies from a text in JSON or YAML: ConfigMaps, a List of ConfigMaps, the data of
// one, or one policy. Faults of a policy are errors of the backups that name it. The errors say why the text cannot be
// read.
func ParsePolicies(ctx context.Context, text string) ([]PolicyMap, error) {
	return shared.ParsePolicies(ctx, text)
}

// ParsePolicies is the function of the package, with this evaluator.
func (e *Evaluator) ParsePolicies(ctx context.Context, text string) ([]PolicyMap, error) {
	w := newWriter()
	w.raw(`{"text":`)
	w.text(text)
	w.raw(`}`)
	answer, err := e.call(ctx, "selection.parse-policies", w, nil)
	return resultOf(answer, err, func(to *[]PolicyMap, r *reader) { readList(to, r, (*PolicyMap).read) }, readRefusal)
}
