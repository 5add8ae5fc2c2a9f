// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Map;

/** The severity of a diagnostic. */
public enum Severity {
    /** The interface, Velero, Kubernetes or Juju refuses it. */
    ERROR("error"),
    /** It has no effect, or is probably a mistake. */
    WARNING("warning"),
    /** It can be better. */
    ADVICE("advice");

    private static final Map<String, Severity> BY_NAME = Json.byName(values());

    private final String name;

    Severity(String name) {
        this.name = name;
    }

    /**
     * Returns the value with a name of the contract, as {@link #toString} returns it.
     *
     * @throws IllegalArgumentException if there is no such value.
     */
    public static Severity of(String name) {
        return Json.named(BY_NAME, name);
    }

    /** Returns the name in the contract, in lower case with hyphens. */
    @Override
    public String toString() {
        return name;
    }
}
