// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import com.fasterxml.jackson.core.JsonParser;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The functions of the contract that are not methods of a resource. */
abstract sealed class Functions permits Evaluator {
    /** Returns what calls functions: the instance of a resource, or any instance. */
    abstract Caller caller(@Nullable Resource resource);

    /** Returns the instance of a resource, or one for new resources. */
    abstract Home home(@Nullable Resource resource);

    /**
     * Returns a cluster that serves the built-in Kubernetes kinds and the given ones. A given kind replaces the
     * built-in kind of the same group and plural. If kinds are given, any other name is an unknown kind.
     *
     * <p>{@code veleroVersion} is a version such as "1.18", "v1.17.2" or "next"; {@code veleroVersions} lists the
     * releases. Without it, the default release is used, and checks also report what differs between the releases. The
     * errors are a version that is not known, and kinds that a cluster cannot serve. The subject of such a kind is its
     * index.
     *
     * @throws InvalidInputException if the input is refused. It has the diagnostics.
     */
    public Cluster openCluster() {
        return openCluster(List.of(), null);
    }

    /**
     * Returns a cluster that serves the built-in Kubernetes kinds and the given ones. A given kind replaces the
     * built-in kind of the same group and plural. If kinds are given, any other name is an unknown kind.
     *
     * <p>{@code veleroVersion} is a version such as "1.18", "v1.17.2" or "next"; {@code veleroVersions} lists the
     * releases. Without it, the default release is used, and checks also report what differs between the releases. The
     * errors are a version that is not known, and kinds that a cluster cannot serve. The subject of such a kind is its
     * index.
     *
     * @throws InvalidInputException if the input is refused. It has the diagnostics.
     */
    public Cluster openCluster(List<ApiResource> apiResources) {
        return openCluster(apiResources, null);
    }

    /**
     * Returns a cluster that serves the built-in Kubernetes kinds and the given ones. A given kind replaces the
     * built-in kind of the same group and plural. If kinds are given, any other name is an unknown kind.
     *
     * <p>{@code veleroVersion} is a version such as "1.18", "v1.17.2" or "next"; {@code veleroVersions} lists the
     * releases. Without it, the default release is used, and checks also report what differs between the releases. The
     * errors are a version that is not known, and kinds that a cluster cannot serve. The subject of such a kind is its
     * index.
     *
     * @throws InvalidInputException if the input is refused. It has the diagnostics.
     */
    public Cluster openCluster(List<ApiResource> apiResources, @Nullable String veleroVersion) {
        Objects.requireNonNull(apiResources, "apiResources");
        return home(null).make("cluster.cluster.open", json -> {
            json.writeFieldName("api_resources");
            Json.writeList(json, apiResources, Conversions::writeApiResource);
            if (veleroVersion != null) {
                json.writeFieldName("velero_version");
                json.writeString(veleroVersion);
            }
        }, answer -> Json.accepted(answer, JsonParser::getIntValue), Cluster::new);
    }

    /** Returns the known releases of Velero, from the oldest to the newest. */
    public List<VeleroRelease> veleroVersions() {
        return caller(null).call("cluster.velero-versions", Arguments.NONE,
                answer -> Json.readList(answer, Conversions::readVeleroRelease));
    }

    /**
     * Parses the output of {@code kubectl api-resources}, with or without {@code -o wide} or {@code -o json}, or the
     * JSON of API discovery. Returns all errors, each with its line.
     *
     * @throws InvalidInputException if the input is refused. It has the diagnostics.
     */
    public List<ApiResource> parseApiResources(String text) {
        Objects.requireNonNull(text, "text");
        return caller(null).call("cluster.parse-api-resources", json -> {
            json.writeFieldName("text");
            json.writeString(text);
        }, answer -> Json.accepted(answer, from -> Json.readList(from, Conversions::readApiResource)));
    }

    /**
     * Checks a spec, and returns all diagnostics. Without a cluster, only the built-in Kubernetes kinds are known.
     * Other names can be custom resources. Without a version of Velero, differences between its releases are reported
     * too.
     */
    public List<Diagnostic> checkSpec(Spec spec) {
        return checkSpec(spec, null);
    }

    /**
     * Checks a spec, and returns all diagnostics. Without a cluster, only the built-in Kubernetes kinds are known.
     * Other names can be custom resources. Without a version of Velero, differences between its releases are reported
     * too.
     */
    public List<Diagnostic> checkSpec(Spec spec, @Nullable Cluster cluster) {
        Objects.requireNonNull(spec, "spec");
        return caller(cluster).call("validation.check-spec", json -> {
            json.writeFieldName("spec");
            Conversions.writeSpec(json, spec);
            Resource.write(json, "cluster", cluster);
        }, answer -> Json.readList(answer, Conversions::readDiagnostic));
    }

    /** Checks a target and its spec, and returns all diagnostics. */
    public List<Diagnostic> checkTarget(Target target) {
        return checkTarget(target, null);
    }

    /** Checks a target and its spec, and returns all diagnostics. */
    public List<Diagnostic> checkTarget(Target target, @Nullable Cluster cluster) {
        Objects.requireNonNull(target, "target");
        return caller(cluster).call("validation.check-target", json -> {
            json.writeFieldName("target");
            Conversions.writeTarget(json, target);
            Resource.write(json, "cluster", cluster);
        }, answer -> Json.readList(answer, Conversions::readDiagnostic));
    }

    /**
     * Checks a Backup or a Schedule, and returns all diagnostics. Pointers are paths in its manifest: {@code
     * /spec/ttl}.
     */
    public List<Diagnostic> checkBackup(Backup backup) {
        return checkBackup(backup, null);
    }

    /**
     * Checks a Backup or a Schedule, and returns all diagnostics. Pointers are paths in its manifest: {@code
     * /spec/ttl}.
     */
    public List<Diagnostic> checkBackup(Backup backup, @Nullable Cluster cluster) {
        Objects.requireNonNull(backup, "backup");
        return caller(cluster).call("validation.check-backup", json -> {
            json.writeFieldName("backup");
            Conversions.writeBackup(json, backup);
            Resource.write(json, "cluster", cluster);
        }, answer -> Json.readList(answer, Conversions::readDiagnostic));
    }

    /**
     * A text that was read and checked. Each YAML document is a subject.
     *
     * <p>Reads and checks a text. It never fails: what cannot be read is a diagnostic, and everything else is checked.
     *
     * <p>Levels change how rules are reported. In YAML, a comment ignores diagnostics of its line, or of the next line
     * with a value if it is on a line of its own: {@code # k8s-backup-target: ignore CODE}. A comment that ignores
     * nothing is a warning.
     */
    public Document document(String text, DocumentFormat format) {
        return document(text, format, null, null, null);
    }

    /**
     * A text that was read and checked. Each YAML document is a subject.
     *
     * <p>Reads and checks a text. It never fails: what cannot be read is a diagnostic, and everything else is checked.
     *
     * <p>Levels change how rules are reported. In YAML, a comment ignores diagnostics of its line, or of the next line
     * with a value if it is on a line of its own: {@code # k8s-backup-target: ignore CODE}. A comment that ignores
     * nothing is a warning.
     */
    public Document document(String text, DocumentFormat format, @Nullable DocumentKind kind) {
        return document(text, format, kind, null, null);
    }

    /**
     * A text that was read and checked. Each YAML document is a subject.
     *
     * <p>Reads and checks a text. It never fails: what cannot be read is a diagnostic, and everything else is checked.
     *
     * <p>Levels change how rules are reported. In YAML, a comment ignores diagnostics of its line, or of the next line
     * with a value if it is on a line of its own: {@code # k8s-backup-target: ignore CODE}. A comment that ignores
     * nothing is a warning.
     */
    public Document document(
            String text,
            DocumentFormat format,
            @Nullable DocumentKind kind,
            @Nullable Cluster cluster) {
        return document(text, format, kind, cluster, null);
    }

    /**
     * A text that was read and checked. Each YAML document is a subject.
     *
     * <p>Reads and checks a text. It never fails: what cannot be read is a diagnostic, and everything else is checked.
     *
     * <p>Levels change how rules are reported. In YAML, a comment ignores diagnostics of its line, or of the next line
     * with a value if it is on a line of its own: {@code # k8s-backup-target: ignore CODE}. A comment that ignores
     * nothing is a warning.
     */
    public Document document(
            String text,
            DocumentFormat format,
            @Nullable DocumentKind kind,
            @Nullable Cluster cluster,
            @Nullable List<RuleLevel> levels) {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(format, "format");
        return home(cluster).make("validation.document.new", json -> {
            json.writeFieldName("text");
            json.writeString(text);
            json.writeFieldName("format");
            json.writeString(format.toString());
            if (kind != null) {
                json.writeFieldName("kind");
                json.writeString(kind.toString());
            }
            Resource.write(json, "cluster", cluster);
            if (levels != null) {
                json.writeFieldName("levels");
                Json.writeList(json, levels, Conversions::writeRuleLevel);
            }
        }, JsonParser::getIntValue, Document::new);
    }

    /**
     * Checks a text, and returns the diagnostics of its {@code document}. It is for callers that need only the
     * diagnostics.
     */
    public List<Diagnostic> checkText(String text, DocumentFormat format) {
        return checkText(text, format, null, null, null);
    }

    /**
     * Checks a text, and returns the diagnostics of its {@code document}. It is for callers that need only the
     * diagnostics.
     */
    public List<Diagnostic> checkText(String text, DocumentFormat format, @Nullable DocumentKind kind) {
        return checkText(text, format, kind, null, null);
    }

    /**
     * Checks a text, and returns the diagnostics of its {@code document}. It is for callers that need only the
     * diagnostics.
     */
    public List<Diagnostic> checkText(
            String text,
            DocumentFormat format,
            @Nullable DocumentKind kind,
            @Nullable Cluster cluster) {
        return checkText(text, format, kind, cluster, null);
    }

    /**
     * Checks a text, and returns the diagnostics of its {@code document}. It is for callers that need only the
     * diagnostics.
     */
    public List<Diagnostic> checkText(
            String text,
            DocumentFormat format,
            @Nullable DocumentKind kind,
            @Nullable Cluster cluster,
            @Nullable List<RuleLevel> levels) {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(format, "format");
        return caller(cluster).call("validation.check-text", json -> {
            json.writeFieldName("text");
            json.writeString(text);
            json.writeFieldName("format");
            json.writeString(format.toString());
            if (kind != null) {
                json.writeFieldName("kind");
                json.writeString(kind.toString());
            }
            Resource.write(json, "cluster", cluster);
            if (levels != null) {
                json.writeFieldName("levels");
                Json.writeList(json, levels, Conversions::writeRuleLevel);
            }
        }, answer -> Json.readList(answer, Conversions::readDiagnostic));
    }

    /**
     * Formats a spec as the text of a file: the fields that are set, in the interface's order. Parsing the text returns
     * the same spec.
     */
    public String formatSpec(Spec spec, DocumentFormat format) {
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(format, "format");
        return caller(null).call("validation.format-spec", json -> {
            json.writeFieldName("spec");
            Conversions.writeSpec(json, spec);
            json.writeFieldName("format");
            json.writeString(format.toString());
        }, JsonParser::getText);
    }

    /**
     * Returns what a spec saves, as data. {@code null} if Velero refuses the spec, or its backups fail. The cluster
     * gives the kinds and the release of Velero. Without it, only the built-in Kubernetes kinds are known, and the
     * default release is used.
     */
    public @Nullable Clauses describeClauses(Spec spec) {
        return describeClauses(spec, null);
    }

    /**
     * Returns what a spec saves, as data. {@code null} if Velero refuses the spec, or its backups fail. The cluster
     * gives the kinds and the release of Velero. Without it, only the built-in Kubernetes kinds are known, and the
     * default release is used.
     */
    public @Nullable Clauses describeClauses(Spec spec, @Nullable Cluster cluster) {
        Objects.requireNonNull(spec, "spec");
        return caller(cluster).call("validation.describe-clauses", json -> {
            json.writeFieldName("spec");
            Conversions.writeSpec(json, spec);
            Resource.write(json, "cluster", cluster);
        }, answer -> Json.readOptional(answer, Conversions::readClauses));
    }

    /**
     * Describes a spec, and its schedule, in some sentences: its clauses, when it runs, and when its backups expire. If
     * the spec or the schedule is refused, it says why nothing is backed up. The cluster is as in {@code
     * describeClauses}.
     */
    public String describe(Spec spec) {
        return describe(spec, null, null);
    }

    /**
     * Describes a spec, and its schedule, in some sentences: its clauses, when it runs, and when its backups expire. If
     * the spec or the schedule is refused, it says why nothing is backed up. The cluster is as in {@code
     * describeClauses}.
     */
    public String describe(Spec spec, @Nullable ScheduleConfig schedule) {
        return describe(spec, schedule, null);
    }

    /**
     * Describes a spec, and its schedule, in some sentences: its clauses, when it runs, and when its backups expire. If
     * the spec or the schedule is refused, it says why nothing is backed up. The cluster is as in {@code
     * describeClauses}.
     */
    public String describe(Spec spec, @Nullable ScheduleConfig schedule, @Nullable Cluster cluster) {
        Objects.requireNonNull(spec, "spec");
        return caller(cluster).call("validation.describe", json -> {
            json.writeFieldName("spec");
            Conversions.writeSpec(json, spec);
            if (schedule != null) {
                json.writeFieldName("schedule");
                Conversions.writeScheduleConfig(json, schedule);
            }
            Resource.write(json, "cluster", cluster);
        }, JsonParser::getText);
    }

    /** Describes a Backup, or a Schedule and its next backup, in the same way. */
    public String describeBackup(Backup backup) {
        return describeBackup(backup, null);
    }

    /** Describes a Backup, or a Schedule and its next backup, in the same way. */
    public String describeBackup(Backup backup, @Nullable Cluster cluster) {
        Objects.requireNonNull(backup, "backup");
        return caller(cluster).call("validation.describe-backup", json -> {
            json.writeFieldName("backup");
            Conversions.writeBackup(json, backup);
            Resource.write(json, "cluster", cluster);
        }, JsonParser::getText);
    }

    /** Returns the JSON Schema (2020-12) of a spec, for editors. */
    public String jsonSchema() {
        return caller(null).call("validation.json-schema", Arguments.NONE, JsonParser::getText);
    }

    /** Returns all rules, by subject. */
    public List<Rule> rules() {
        return caller(null).call("validation.rules", Arguments.NONE,
                answer -> Json.readList(answer, Conversions::readRule));
    }

    /**
     * Returns what the leader must write into each relation, in the order of the relations.
     *
     * <p>{@code relations} are all relations with the identity's relation name, each with the application's own
     * databag. The checks are, in this order: the unit is the leader, a relation exists, and, with {@code refuse}, the
     * spec has no errors.
     *
     * @throws PublishException if nothing is published. It has the reason.
     */
    public List<DatabagWrite> publish(
            Identity identity,
            Spec spec,
            boolean leader,
            List<Relation> relations,
            OnErrors onErrors) {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(relations, "relations");
        Objects.requireNonNull(onErrors, "onErrors");
        return caller(null).call("provider.publish", json -> {
            json.writeFieldName("identity");
            Conversions.writeIdentity(json, identity);
            json.writeFieldName("spec");
            Conversions.writeSpec(json, spec);
            json.writeFieldName("leader");
            json.writeBoolean(leader);
            json.writeFieldName("relations");
            Json.writeList(json, relations, Conversions::writeRelation);
            json.writeFieldName("on_errors");
            json.writeString(onErrors.toString());
        }, answer -> Json.published(answer, from -> Json.readList(from, Conversions::readDatabagWrite)));
    }

    /**
     * The targets of a list of relations.
     *
     * <p>Reads the providers' databags. It never fails. If a part of a relation cannot be read, the relation has no
     * targets, as in the reference, and {@code diagnostics} gives the reason.
     */
    public Targets readTargets(List<Relation> relations) {
        Objects.requireNonNull(relations, "relations");
        return home(null).make("requirer.targets.new", json -> {
            json.writeFieldName("relations");
            Json.writeList(json, relations, Conversions::writeRelation);
        }, JsonParser::getIntValue, Targets::new);
    }

    /**
     * Returns the first match, as {@code getBackupSpec} of {@code targets} does. It is for callers that look up one
     * spec.
     */
    public @Nullable Spec findSpec(List<Relation> relations, String appName, String endpoint, String model) {
        Objects.requireNonNull(relations, "relations");
        Objects.requireNonNull(appName, "appName");
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(model, "model");
        return caller(null).call("requirer.find-spec", json -> {
            json.writeFieldName("relations");
            Json.writeList(json, relations, Conversions::writeRelation);
            json.writeFieldName("app_name");
            json.writeString(appName);
            json.writeFieldName("endpoint");
            json.writeString(endpoint);
            json.writeFieldName("model");
            json.writeString(model);
        }, answer -> Json.readOptional(answer, Conversions::readSpec));
    }

    /**
     * Returns what is wrong with a schedule: why Velero or the integrator refuses it, and what has no effect or is
     * probably a mistake. Pointers are paths in the configuration: {@code /schedule}.
     *
     * <p>Here and below, {@code veleroVersion} is a version of Velero, as for {@code Evaluator.openCluster}. Without
     * it, the default release is used. A version that is not known is an error.
     */
    public List<Diagnostic> checkSchedule(ScheduleConfig schedule) {
        return checkSchedule(schedule, null);
    }

    /**
     * Returns what is wrong with a schedule: why Velero or the integrator refuses it, and what has no effect or is
     * probably a mistake. Pointers are paths in the configuration: {@code /schedule}.
     *
     * <p>Here and below, {@code veleroVersion} is a version of Velero, as for {@code Evaluator.openCluster}. Without
     * it, the default release is used. A version that is not known is an error.
     */
    public List<Diagnostic> checkSchedule(ScheduleConfig schedule, @Nullable String veleroVersion) {
        Objects.requireNonNull(schedule, "schedule");
        return caller(null).call("schedule.check-schedule", json -> {
            json.writeFieldName("schedule");
            Conversions.writeScheduleConfig(json, schedule);
            if (veleroVersion != null) {
                json.writeFieldName("velero_version");
                json.writeString(veleroVersion);
            }
        }, answer -> Json.readList(answer, Conversions::readDiagnostic));
    }

    /**
     * Returns the Unix seconds of the next runs after a time, as Velero's cron library finds them: robfig/cron 3.0.1
     * before Velero 1.18.3, and go-cron 0.15.0 since. They are in UTC if the expression has no time zone. There are at
     * most 10,000. There are fewer than {@code count} if no run follows within five years, or after the year 9999. If
     * the expression matches no time, there are none, but Velero creates a backup every minute. The errors say why
     * Velero refuses the expression.
     *
     * @throws InvalidInputException if the input is refused. It has the diagnostics.
     */
    public List<Long> nextRuns(String schedule, long after, int count) {
        return nextRuns(schedule, after, count, null);
    }

    /**
     * Returns the Unix seconds of the next runs after a time, as Velero's cron library finds them: robfig/cron 3.0.1
     * before Velero 1.18.3, and go-cron 0.15.0 since. They are in UTC if the expression has no time zone. There are at
     * most 10,000. There are fewer than {@code count} if no run follows within five years, or after the year 9999. If
     * the expression matches no time, there are none, but Velero creates a backup every minute. The errors say why
     * Velero refuses the expression.
     *
     * @throws InvalidInputException if the input is refused. It has the diagnostics.
     */
    public List<Long> nextRuns(String schedule, long after, int count, @Nullable String veleroVersion) {
        Objects.requireNonNull(schedule, "schedule");
        return caller(null).call("schedule.next-runs", json -> {
            json.writeFieldName("schedule");
            json.writeString(schedule);
            json.writeFieldName("after");
            json.writeNumber(after);
            json.writeFieldName("count");
            json.writeNumber(count);
            if (veleroVersion != null) {
                json.writeFieldName("velero_version");
                json.writeString(veleroVersion);
            }
        }, answer -> Json.accepted(answer, from -> Json.readList(from, JsonParser::getLongValue)));
    }

    /**
     * Returns the next runs after a time, and when their backups expire. If {@code ttl} is {@code null} or zero, it is
     * Velero's default of 720 hours. With a negative one, a backup expires at once. The errors say why Velero refuses
     * the expression or the ttl.
     *
     * @throws InvalidInputException if the input is refused. It has the diagnostics.
     */
    public Timeline retention(String schedule, @Nullable String ttl, long after, int count) {
        return retention(schedule, ttl, after, count, null);
    }

    /**
     * Returns the next runs after a time, and when their backups expire. If {@code ttl} is {@code null} or zero, it is
     * Velero's default of 720 hours. With a negative one, a backup expires at once. The errors say why Velero refuses
     * the expression or the ttl.
     *
     * @throws InvalidInputException if the input is refused. It has the diagnostics.
     */
    public Timeline retention(
            String schedule,
            @Nullable String ttl,
            long after,
            int count,
            @Nullable String veleroVersion) {
        Objects.requireNonNull(schedule, "schedule");
        return caller(null).call("schedule.retention", json -> {
            json.writeFieldName("schedule");
            json.writeString(schedule);
            if (ttl != null) {
                json.writeFieldName("ttl");
                json.writeString(ttl);
            }
            json.writeFieldName("after");
            json.writeNumber(after);
            json.writeFieldName("count");
            json.writeNumber(count);
            if (veleroVersion != null) {
                json.writeFieldName("velero_version");
                json.writeString(veleroVersion);
            }
        }, answer -> Json.accepted(answer, Conversions::readTimeline));
    }

    /**
     * Plans the Schedules among Backups and Schedules: their next runs after a time, at most {@code count} of each, and
     * the backups that they keep. Velero makes one backup at a time, so Schedules that run at the same minute wait for
     * each other. The cluster gives the release of Velero. Without it, the default release is used.
     */
    public SchedulePlan planBackups(List<Backup> backups, @Nullable Long after, int count) {
        return planBackups(backups, after, count, null);
    }

    /**
     * Plans the Schedules among Backups and Schedules: their next runs after a time, at most {@code count} of each, and
     * the backups that they keep. Velero makes one backup at a time, so Schedules that run at the same minute wait for
     * each other. The cluster gives the release of Velero. Without it, the default release is used.
     */
    public SchedulePlan planBackups(List<Backup> backups, @Nullable Long after, int count, @Nullable Cluster cluster) {
        Objects.requireNonNull(backups, "backups");
        return caller(cluster).call("schedule.plan-backups", json -> {
            json.writeFieldName("backups");
            Json.writeList(json, backups, Conversions::writeBackup);
            if (after != null) {
                json.writeFieldName("after");
                json.writeNumber(after);
            }
            json.writeFieldName("count");
            json.writeNumber(count);
            Resource.write(json, "cluster", cluster);
        }, Conversions::readSchedulePlan);
    }

    /**
     * Merges a spec with a schedule, as the integrator does. The errors say why the integrator refuses the schedule.
     * The spec is not checked.
     *
     * @throws InvalidInputException if the input is refused. It has the diagnostics.
     */
    public VeleroBackupSpec merge(Target target, ScheduleConfig schedule) {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(schedule, "schedule");
        return caller(null).call("merge.merge", json -> {
            json.writeFieldName("target");
            Conversions.writeTarget(json, target);
            json.writeFieldName("schedule");
            Conversions.writeScheduleConfig(json, schedule);
        }, answer -> Json.accepted(answer, Conversions::readVeleroBackupSpec));
    }

    /**
     * Returns the {@code velero_backup_config} databag. The keys are {@code spec}, {@code app}, {@code relation_name}
     * and {@code model}, and the values have the same bytes as the integrator's. The errors say why the integrator, or
     * the default release of Velero, refuses the schedule, or that it never matches.
     *
     * @throws InvalidInputException if the input is refused. It has the diagnostics.
     */
    public Map<String, String> toDatabag(Target target, ScheduleConfig schedule) {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(schedule, "schedule");
        return caller(null).call("merge.to-databag", json -> {
            json.writeFieldName("target");
            Conversions.writeTarget(json, target);
            json.writeFieldName("schedule");
            Conversions.writeScheduleConfig(json, schedule);
        }, answer -> Json.accepted(answer, Json::readMap));
    }

    /**
     * Returns the Velero Backup (velero.io/v1) that the operator creates, as JSON. The errors say why Velero or
     * Kubernetes refuses it. Their pointers are paths in the target ({@code /spec/ttl}) or in the settings ({@code
     * /namespace}).
     *
     * <p>Here and below, the cluster gives the release of Velero. Without it, the default release is used.
     *
     * @throws InvalidInputException if the input is refused. It has the diagnostics.
     */
    public String backupManifest(Target target, VeleroSettings settings) {
        return backupManifest(target, settings, null);
    }

    /**
     * Returns the Velero Backup (velero.io/v1) that the operator creates, as JSON. The errors say why Velero or
     * Kubernetes refuses it. Their pointers are paths in the target ({@code /spec/ttl}) or in the settings ({@code
     * /namespace}).
     *
     * <p>Here and below, the cluster gives the release of Velero. Without it, the default release is used.
     *
     * @throws InvalidInputException if the input is refused. It has the diagnostics.
     */
    public String backupManifest(Target target, VeleroSettings settings, @Nullable Cluster cluster) {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(settings, "settings");
        return caller(cluster).call("merge.backup-manifest", json -> {
            json.writeFieldName("target");
            Conversions.writeTarget(json, target);
            json.writeFieldName("settings");
            Conversions.writeVeleroSettings(json, settings);
            Resource.write(json, "cluster", cluster);
        }, answer -> Json.accepted(answer, JsonParser::getText));
    }

    /**
     * Returns the Velero Schedule (velero.io/v1) that the operator creates, as JSON. The errors say why Velero or
     * Kubernetes refuses it, or that the configuration has no schedule, or one that never matches. Their pointers are
     * paths in the target, the settings or the configuration ({@code /schedule}).
     *
     * @throws InvalidInputException if the input is refused. It has the diagnostics.
     */
    public String scheduleManifest(Target target, ScheduleConfig schedule, VeleroSettings settings) {
        return scheduleManifest(target, schedule, settings, null);
    }

    /**
     * Returns the Velero Schedule (velero.io/v1) that the operator creates, as JSON. The errors say why Velero or
     * Kubernetes refuses it, or that the configuration has no schedule, or one that never matches. Their pointers are
     * paths in the target, the settings or the configuration ({@code /schedule}).
     *
     * @throws InvalidInputException if the input is refused. It has the diagnostics.
     */
    public String scheduleManifest(
            Target target,
            ScheduleConfig schedule,
            VeleroSettings settings,
            @Nullable Cluster cluster) {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(settings, "settings");
        return caller(cluster).call("merge.schedule-manifest", json -> {
            json.writeFieldName("target");
            Conversions.writeTarget(json, target);
            json.writeFieldName("schedule");
            Conversions.writeScheduleConfig(json, schedule);
            json.writeFieldName("settings");
            Conversions.writeVeleroSettings(json, settings);
            Resource.write(json, "cluster", cluster);
        }, answer -> Json.accepted(answer, JsonParser::getText));
    }

    /**
     * Plans how targets are written into the integrator's velero-backup relations, and what is lost. Each relation
     * comes with the integrator's own databag. The last target replaces the others in every relation.
     */
    public MergePlan plan(
            List<Target> targets,
            ScheduleConfig schedule,
            VeleroSettings settings,
            List<Relation> veleroRelations) {
        return plan(targets, schedule, settings, veleroRelations, null);
    }

    /**
     * Plans how targets are written into the integrator's velero-backup relations, and what is lost. Each relation
     * comes with the integrator's own databag. The last target replaces the others in every relation.
     */
    public MergePlan plan(
            List<Target> targets,
            ScheduleConfig schedule,
            VeleroSettings settings,
            List<Relation> veleroRelations,
            @Nullable Cluster cluster) {
        Objects.requireNonNull(targets, "targets");
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(veleroRelations, "veleroRelations");
        return caller(cluster).call("merge.plan", json -> {
            json.writeFieldName("targets");
            Json.writeList(json, targets, Conversions::writeTarget);
            json.writeFieldName("schedule");
            Conversions.writeScheduleConfig(json, schedule);
            json.writeFieldName("settings");
            Conversions.writeVeleroSettings(json, settings);
            json.writeFieldName("velero_relations");
            Json.writeList(json, veleroRelations, Conversions::writeRelation);
            Resource.write(json, "cluster", cluster);
        }, Conversions::readMergePlan);
    }

    /**
     * Reads a cluster's objects, in chunks of any size. A chunk can end anywhere. The format is the output of {@code
     * kubectl get -A -o json} (a List), several of these one after the other or in a List, or one object in each line.
     *
     * <p>It needs about 100 bytes of memory for each object, and the size of the longest object. The maximum size of an
     * object is 8 MiB.
     *
     * <p>The cluster's kinds give the resource name of each object, and whether it has a namespace. The
     * CustomResourceDefinitions in the inventory add kinds. Their position does not matter.
     */
    public InventoryReader inventoryReader(Cluster cluster) {
        Objects.requireNonNull(cluster, "cluster");
        return home(cluster).make("selection.inventory-reader.new", json -> {
            Resource.write(json, "cluster", cluster);
        }, JsonParser::getIntValue, InventoryReader::new);
    }

    /**
     * Reads the settings of Velero's server from a text in JSON or YAML. The rule {@code velero-settings} shows its
     * members. The errors are all faults of the text.
     *
     * @throws InvalidInputException if the input is refused. It has the diagnostics.
     */
    public ServerSettings parseSettings(String text) {
        Objects.requireNonNull(text, "text");
        return caller(null).call("selection.parse-settings", json -> {
            json.writeFieldName("text");
            json.writeString(text);
        }, answer -> Json.accepted(answer, Conversions::readServerSettings));
    }

    /**
     * Reads resource policies from a text in JSON or YAML: ConfigMaps, a List of ConfigMaps, the data of one, or one
     * policy. Faults of a policy are errors of the backups that name it. The errors say why the text cannot be read.
     *
     * @throws InvalidInputException if the input is refused. It has the diagnostics.
     */
    public List<PolicyMap> parsePolicies(String text) {
        Objects.requireNonNull(text, "text");
        return caller(null).call("selection.parse-policies", json -> {
            json.writeFieldName("text");
            json.writeString(text);
        }, answer -> Json.accepted(answer, from -> Json.readList(from, Conversions::readPolicyMap)));
    }

    /**
     * Evaluates a spec or a Backup for an inventory. It works in steps, so that the host does not block. It keeps the
     * inventory.
     *
     * <p>Does not evaluate any objects yet: call {@code step}. A label selector without labels is ignored, as in the
     * operator. Settings that are {@code null} are those that the inventory shows, or the defaults of Velero's server.
     */
    public Evaluation evaluate(Inventory inventory, Source source) {
        return evaluate(inventory, source, null);
    }

    /**
     * Evaluates a spec or a Backup for an inventory. It works in steps, so that the host does not block. It keeps the
     * inventory.
     *
     * <p>Does not evaluate any objects yet: call {@code step}. A label selector without labels is ignored, as in the
     * operator. Settings that are {@code null} are those that the inventory shows, or the defaults of Velero's server.
     */
    public Evaluation evaluate(Inventory inventory, Source source, @Nullable ServerSettings settings) {
        Objects.requireNonNull(inventory, "inventory");
        Objects.requireNonNull(source, "source");
        return home(inventory).make("selection.evaluation.new", json -> {
            Resource.write(json, "inventory", inventory);
            json.writeFieldName("source");
            Conversions.writeSource(json, source);
            if (settings != null) {
                json.writeFieldName("settings");
                Conversions.writeServerSettings(json, settings);
            }
        }, JsonParser::getIntValue, Evaluation::new);
    }

    /**
     * Evaluates several targets for an inventory. It works in steps, and keeps the inventory. Each target is evaluated
     * separately. Objects that come along are included.
     *
     * <p>Does not evaluate any objects yet: call {@code step}. The targets can be specs, Schedules and Backups. A
     * Backup that has expired at the time {@code at}, in Unix seconds, covers nothing. Without a time, expiry is not
     * checked. Settings that are {@code null} are those that the inventory shows, or the defaults of Velero's server.
     */
    public Coverage coverage(Inventory inventory, List<? extends Source> targets) {
        return coverage(inventory, targets, null, null);
    }

    /**
     * Evaluates several targets for an inventory. It works in steps, and keeps the inventory. Each target is evaluated
     * separately. Objects that come along are included.
     *
     * <p>Does not evaluate any objects yet: call {@code step}. The targets can be specs, Schedules and Backups. A
     * Backup that has expired at the time {@code at}, in Unix seconds, covers nothing. Without a time, expiry is not
     * checked. Settings that are {@code null} are those that the inventory shows, or the defaults of Velero's server.
     */
    public Coverage coverage(Inventory inventory, List<? extends Source> targets, @Nullable Long at) {
        return coverage(inventory, targets, at, null);
    }

    /**
     * Evaluates several targets for an inventory. It works in steps, and keeps the inventory. Each target is evaluated
     * separately. Objects that come along are included.
     *
     * <p>Does not evaluate any objects yet: call {@code step}. The targets can be specs, Schedules and Backups. A
     * Backup that has expired at the time {@code at}, in Unix seconds, covers nothing. Without a time, expiry is not
     * checked. Settings that are {@code null} are those that the inventory shows, or the defaults of Velero's server.
     */
    public Coverage coverage(
            Inventory inventory,
            List<? extends Source> targets,
            @Nullable Long at,
            @Nullable ServerSettings settings) {
        Objects.requireNonNull(inventory, "inventory");
        Objects.requireNonNull(targets, "targets");
        return home(inventory).make("selection.coverage.new", json -> {
            Resource.write(json, "inventory", inventory);
            json.writeFieldName("targets");
            Json.writeList(json, targets, Conversions::writeSource);
            if (at != null) {
                json.writeFieldName("at");
                json.writeNumber(at);
            }
            if (settings != null) {
                json.writeFieldName("settings");
                Conversions.writeServerSettings(json, settings);
            }
        }, JsonParser::getIntValue, Coverage::new);
    }
}
