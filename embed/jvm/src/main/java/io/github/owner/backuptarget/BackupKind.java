// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Map;

/** How a Backup or a Schedule is written. It decides the pointers of diagnostics about it. */
public enum BackupKind {
    /** A Backup. It runs once. Its filters are in {@code /spec}. */
    BACKUP("backup"),
    /** A Schedule. It makes Backups. Their filters are in {@code /spec/template}. */
    SCHEDULE("schedule"),
    /** A Schedule in the values of Velero's Helm chart. Its filters are in {@code /template}. */
    HELM_SCHEDULE("helm-schedule");

    private static final Map<String, BackupKind> BY_NAME = Json.byName(values());

    private final String name;

    BackupKind(String name) {
        this.name = name;
    }

    /**
     * Returns the value with a name of the contract, as {@link #toString} returns it.
     *
     * @throws IllegalArgumentException if there is no such value.
     */
    public static BackupKind of(String name) {
        return Json.named(BY_NAME, name);
    }

    /** Returns the name in the contract, in lower case with hyphens. */
    @Override
    public String toString() {
        return name;
    }
}
