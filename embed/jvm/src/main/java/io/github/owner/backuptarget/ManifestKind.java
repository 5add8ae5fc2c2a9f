// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Map;

/** The kind of a manifest. */
public enum ManifestKind {
    /** A Backup. It runs once. */
    BACKUP("backup"),
    /** A Schedule. It creates Backups. */
    SCHEDULE("schedule");

    private static final Map<String, ManifestKind> BY_NAME = Json.byName(values());

    private final String name;

    ManifestKind(String name) {
        this.name = name;
    }

    /**
     * Returns the value with a name of the contract, as {@link #toString} returns it.
     *
     * @throws IllegalArgumentException if there is no such value.
     */
    public static ManifestKind of(String name) {
        return Json.named(BY_NAME, name);
    }

    /** Returns the name in the contract, in lower case with hyphens. */
    @Override
    public String toString() {
        return name;
    }
}
