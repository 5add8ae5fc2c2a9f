// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Map;

/** What a text contains. If it is not given, it is detected from the keys. */
public enum DocumentKind {
    /** A spec. */
    SPEC("spec"),
    /** A target: a spec with the names of the application, its relation and its model. */
    TARGET("target"),
    /** A list of targets: the value of {@code backup_targets}. */
    TARGETS("targets"),
    /**
     * A databag: an object whose {@code backup_targets} is a string with JSON. Pointers continue inside the string
     * ({@code /backup_targets/0/spec/ttl}). Spans are positions in the text with its escapes.
     */
    DATABAG("databag"),
    /**
     * The databag that the integrator writes for the operator ({@code velero_backup_config}): a target whose {@code
     * spec} is a string with JSON, and has the fields of the schedule too. The schedule is checked as well.
     */
    VELERO_BACKUP_CONFIG("velero-backup-config"),
    /**
     * The output of {@code juju show-unit}: the databags of these two kinds in the application data of its relations.
     */
    UNIT("unit"),
    /** A Backup of Velero (velero.io/v1). */
    BACKUP("backup"),
    /** A Schedule of Velero (velero.io/v1). */
    SCHEDULE("schedule"),
    /**
     * The values of Velero's Helm chart: each entry of {@code schedules} is a Schedule. Also the values of a chart that
     * has Velero as a dependency, under {@code velero}.
     */
    HELM_VALUES("helm-values"),
    /**
     * Another Kubernetes object, or a List of objects. Backups, Schedules and ConfigMaps with a resource policy are
     * checked, and other objects are skipped.
     */
    OBJECTS("objects"),
    /** A resource policy of Velero: the value in its ConfigMap. */
    POLICY("policy");

    private static final Map<String, DocumentKind> BY_NAME = Json.byName(values());

    private final String name;

    DocumentKind(String name) {
        this.name = name;
    }

    /**
     * Returns the value with a name of the contract, as {@link #toString} returns it.
     *
     * @throws IllegalArgumentException if there is no such value.
     */
    public static DocumentKind of(String name) {
        return Json.named(BY_NAME, name);
    }

    /** Returns the name in the contract, in lower case with hyphens. */
    @Override
    public String toString() {
        return name;
    }
}
