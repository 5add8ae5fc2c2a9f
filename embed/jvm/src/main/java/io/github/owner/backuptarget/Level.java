// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Map;

/** How a rule is reported. */
public enum Level {
    /** Not at all. */
    IGNORE("ignore"),
    /** As an error. */
    ERROR("error"),
    /** As a warning. */
    WARNING("warning"),
    /** As advice. */
    ADVICE("advice");

    private static final Map<String, Level> BY_NAME = Json.byName(values());

    private final String name;

    Level(String name) {
        this.name = name;
    }

    /**
     * Returns the value with a name of the contract, as {@link #toString} returns it.
     *
     * @throws IllegalArgumentException if there is no such value.
     */
    public static Level of(String name) {
        return Json.named(BY_NAME, name);
    }

    /** Returns the name in the contract, in lower case with hyphens. */
    @Override
    public String toString() {
        return name;
    }
}
