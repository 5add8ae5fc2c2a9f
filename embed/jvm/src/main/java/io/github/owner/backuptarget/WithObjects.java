// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Map;

/** Which Namespaces are saved because an object in them is selected. An object counts even if it opts out. */
public enum WithObjects {
    /** None. */
    NEVER("never"),
    /** Those of {@code named}. */
    NAMED("named"),
    /** All, also excluded ones: objects in any namespace count if their resource and labels are selected. */
    ANY("any");

    private static final Map<String, WithObjects> BY_NAME = Json.byName(values());

    private final String name;

    WithObjects(String name) {
        this.name = name;
    }

    /**
     * Returns the value with a name of the contract, as {@link #toString} returns it.
     *
     * @throws IllegalArgumentException if there is no such value.
     */
    public static WithObjects of(String name) {
        return Json.named(BY_NAME, name);
    }

    /** Returns the name in the contract, in lower case with hyphens. */
    @Override
    public String toString() {
        return name;
    }
}
