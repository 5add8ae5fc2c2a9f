// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Map;

/** The format of a text. */
public enum DocumentFormat {
    /** JSON (RFC 8259). */
    JSON("json"),
    /** YAML 1.2, core schema: {@code no} and {@code on} are strings. Each YAML document is a subject. */
    YAML("yaml");

    private static final Map<String, DocumentFormat> BY_NAME = Json.byName(values());

    private final String name;

    DocumentFormat(String name) {
        this.name = name;
    }

    /**
     * Returns the value with a name of the contract, as {@link #toString} returns it.
     *
     * @throws IllegalArgumentException if there is no such value.
     */
    public static DocumentFormat of(String name) {
        return Json.named(BY_NAME, name);
    }

    /** Returns the name in the contract, in lower case with hyphens. */
    @Override
    public String toString() {
        return name;
    }
}
