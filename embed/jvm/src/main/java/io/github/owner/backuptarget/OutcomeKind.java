// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Map;

/** How a backup ends. */
public enum OutcomeKind {
    /** Velero saves the included objects, without an error. */
    COMPLETED("completed"),
    /** Velero saves the included objects, and the backup ends PartiallyFailed. */
    PARTIALLY_FAILED("partially-failed"),
    /** The backup starts and fails. Nothing is saved. */
    FAILED("failed"),
    /** Velero refuses the backup, or cannot read it. Nothing is saved. */
    REFUSED("refused");

    private static final Map<String, OutcomeKind> BY_NAME = Json.byName(values());

    private final String name;

    OutcomeKind(String name) {
        this.name = name;
    }

    /**
     * Returns the value with a name of the contract, as {@link #toString} returns it.
     *
     * @throws IllegalArgumentException if there is no such value.
     */
    public static OutcomeKind of(String name) {
        return Json.named(BY_NAME, name);
    }

    /** Returns the name in the contract, in lower case with hyphens. */
    @Override
    public String toString() {
        return name;
    }
}
