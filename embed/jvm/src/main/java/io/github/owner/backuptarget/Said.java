// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Map;

/** What Velero says about contents that it does not save. */
public enum Said {
    /** Nothing: the backup completes. */
    NOTHING("nothing"),
    /** A warning in its log: the backup completes. */
    WARNING("warning"),
    /** An error: the backup ends PartiallyFailed. */
    ERROR("error");

    private static final Map<String, Said> BY_NAME = Json.byName(values());

    private final String name;

    Said(String name) {
        this.name = name;
    }

    /**
     * Returns the value with a name of the contract, as {@link #toString} returns it.
     *
     * @throws IllegalArgumentException if there is no such value.
     */
    public static Said of(String name) {
        return Json.named(BY_NAME, name);
    }

    /** Returns the name in the contract, in lower case with hyphens. */
    @Override
    public String toString() {
        return name;
    }
}
