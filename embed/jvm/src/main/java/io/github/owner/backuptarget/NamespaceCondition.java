// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Map;

/** A condition on the namespaces of the cluster. */
public enum NamespaceCondition {
    /** Always. */
    ALWAYS("always"),
    /** If no Namespace has the label {@code velero.io/exclude-from-backup: "true"}. */
    NO_NAMESPACE_OPTS_OUT("no-namespace-opts-out"),
    /**
     * If the included namespaces are all namespaces of the cluster, and the excluded ones match none. Also, no
     * Namespace opts out.
     */
    ALL_NAMESPACES("all-namespaces"),
    /** If the included and the excluded namespaces match no namespace of the cluster. Also, no Namespace opts out. */
    NO_NAMESPACE("no-namespace"),
    /** One of the last two. */
    ALL_NAMESPACES_OR_NONE("all-namespaces-or-none");

    private static final Map<String, NamespaceCondition> BY_NAME = Json.byName(values());

    private final String name;

    NamespaceCondition(String name) {
        this.name = name;
    }

    /**
     * Returns the value with a name of the contract, as {@link #toString} returns it.
     *
     * @throws IllegalArgumentException if there is no such value.
     */
    public static NamespaceCondition of(String name) {
        return Json.named(BY_NAME, name);
    }

    /** Returns the name in the contract, in lower case with hyphens. */
    @Override
    public String toString() {
        return name;
    }
}
