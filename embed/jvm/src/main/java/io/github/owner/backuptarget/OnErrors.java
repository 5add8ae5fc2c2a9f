// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Map;

/** What to do if a spec has errors. */
public enum OnErrors {
    /** Return the errors. The published spec does not change. */
    REFUSE("refuse"),
    /** Publish the spec, as the reference does. */
    PUBLISH("publish");

    private static final Map<String, OnErrors> BY_NAME = Json.byName(values());

    private final String name;

    OnErrors(String name) {
        this.name = name;
    }

    /**
     * Returns the value with a name of the contract, as {@link #toString} returns it.
     *
     * @throws IllegalArgumentException if there is no such value.
     */
    public static OnErrors of(String name) {
        return Json.named(BY_NAME, name);
    }

    /** Returns the name in the contract, in lower case with hyphens. */
    @Override
    public String toString() {
        return name;
    }
}
